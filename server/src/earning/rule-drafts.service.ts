import type { RuleDefinition } from '@huitou/shared/rules'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { change, type Db, insert, isDuplicate, rowsOf, type Tx } from '../db.js'
import type { Caller, Input } from '../http.js'
import type { Ids } from '../ids.js'
import { Audit, type AuditAction } from '../operators/audit.service.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB, IDS } from '../tokens.js'
import { BASE_RULE } from './occasion.rules.js'
import { RuleBook } from './rule-book.service.js'
import { RuleRequests } from './rule-requests.service.js'
import { keepsKind, newestAt, REFUND_RULE, type RuleVersion } from './versions.rules.js'

type Operator = Caller['operator']

/** What a code stands for: its draft, and the revision a save must be made from. */
export interface Draft {
  code: string
  draft: RuleDefinition | null
  revision: number
}

interface DraftRow {
  code: string
  draft: string | null
  revision: number
}

/** What becomes of a rule with a new version. */
interface Turn {
  code: string
  definition: RuleDefinition
  state: RuleVersion['state']
  effectiveAt: Date
  reason: string
  by: string
}

const MAX_RULES = 300
const WHO = 40

/** The writing side of rules: drafts that are edited, versions that never change. */
@Injectable()
export class RuleDrafts {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(RuleBook) private readonly book: RuleBook,
    @Inject(RuleRequests) private readonly requests: RuleRequests,
  ) {}

  async list(): Promise<Draft[]> {
    const rows = await this.db.query<DraftRow>(
      `SELECT code, draft, revision FROM rule ORDER BY code LIMIT ${MAX_RULES}`,
    )
    return rows.map(draftOf)
  }

  /** Refuses `record.not_found`. */
  async get(code: string): Promise<Draft> {
    const [row] = await this.db.query<DraftRow>('SELECT code, draft, revision FROM rule WHERE code = ?', [code])
    if (!row) throw new Refusal('record.not_found')
    return draftOf(row)
  }

  /** A new rule under a code of its own; answers that code. Refuses `rule.kind_fixed`, `input.invalid` beyond 300 rules. */
  async create(operator: Operator, body: Input<'POST /console/rules'>['body']): Promise<string> {
    const { requestId, definition } = body
    const fresh = `r${this.ids.next().toString(36)}`
    assertKind(fresh, definition)
    return this.requests.once({ operator, requestId, body: ['NEW', definition], code: fresh }, async tx => {
      const [count] = await rowsOf<{ rules: number }>(tx, 'SELECT COUNT(*) AS rules FROM rule')
      if ((count?.rules ?? 0) >= MAX_RULES) throw new Refusal('input.invalid', { problem: `${MAX_RULES} rules` })
      await this.insertRule(tx, { code: fresh, draft: definition, by: whoIs(operator) })
      await this.write(tx, { operator, action: 'RULE_DRAFTED', code: fresh, detail: definition.name.zh })
    })
  }

  /** Saves a draft. Refuses `record.not_found`, `rule.kind_fixed`, and `rule.edited_meanwhile` when it was made from an older revision. */
  async save(operator: Operator, code: string, body: Input<'PUT /console/rules/:code/draft'>['body']): Promise<void> {
    const { definition, revision } = body
    assertKind(code, definition)
    const text = JSON.stringify(definition)
    await this.db.transaction(async tx => {
      const saved = await change(
        tx,
        'UPDATE rule SET draft = ?, revision = revision + 1, changed_at = ? WHERE code = ? AND revision = ?',
        [text, this.clock.now(), code, revision],
      )
      if (saved === 1) {
        return this.write(tx, { operator, action: 'RULE_DRAFTED', code, detail: definition.name.zh })
      }
      const [row] = await rowsOf<DraftRow>(tx, 'SELECT code, draft, revision FROM rule WHERE code = ?', [code])
      if (!row) throw new Refusal('record.not_found')
      // The answer to the same save was lost on its way.
      if (row.revision !== revision + 1 || row.draft !== text)
        throw new Refusal('rule.edited_meanwhile', { revision: row.revision })
    })
  }

  /**
   * Makes the draft the next version. `assertSound` is asked about the draft under the lock and throws what is wrong with
   * it. Refuses `rule.no_draft`, `rule.edited_meanwhile`, `rule.effective_past`.
   */
  async publish(
    operator: Operator,
    code: string,
    order: {
      body: Input<'POST /console/rules/:code/versions'>['body']
      assertSound: (tx: Tx, draft: RuleDefinition) => Promise<void>
    },
  ): Promise<void> {
    const { requestId, revision, effectiveAt, reason } = order.body
    const key = { operator, requestId, body: ['PUBLISH', code, revision, effectiveAt, reason], code }
    await this.requests.once(key, async tx => {
      const { draft, ...at } = await this.lock(tx, code)
      if (at.revision !== revision) throw new Refusal('rule.edited_meanwhile', { revision: at.revision })
      if (!draft) throw new Refusal('rule.no_draft')
      const now = this.clock.now()
      const from = effectiveAt === null ? now : new Date(effectiveAt)
      if (from < now) throw new Refusal('rule.effective_past')
      await order.assertSound(tx, draft)
      const by = operator.name.slice(0, WHO)
      const version = await this.add(tx, { code, definition: draft, state: 'LIVE', effectiveAt: from, reason, by })
      await change(tx, 'UPDATE rule SET draft = NULL, revision = revision + 1, changed_at = ? WHERE code = ?', [
        now,
        code,
      ])
      const detail = `v${version} · ${from.toISOString()} · ${reason}`
      await this.write(tx, { operator, action: 'RULE_PUBLISHED', code, detail })
    })
    this.book.forget()
  }

  /**
   * Stops a rule or lets it go on, as a version of its own; one that was scheduled for later is called off by it.
   * `assertRoom` is asked about what would be in force again. Refuses `rule.kind_fixed`, `rule.not_published`.
   */
  async pause(
    operator: Operator,
    code: string,
    order: {
      body: Input<'POST /console/rules/:code/pauses'>['body']
      assertRoom: (tx: Tx, definition: RuleDefinition) => Promise<void>
    },
  ): Promise<void> {
    const { requestId, paused, reason } = order.body
    if (code === BASE_RULE || code === REFUND_RULE) throw new Refusal('rule.kind_fixed')
    await this.requests.once({ operator, requestId, body: ['PAUSE', code, paused, reason], code }, async tx => {
      await this.lock(tx, code)
      const now = this.clock.now()
      const [live] = await rowsOf<{ definition: string; state: string }>(
        tx,
        'SELECT definition, state FROM rule_version WHERE code = ? AND effective_at <= ? ORDER BY version DESC LIMIT 1',
        [code, now],
      )
      if (!live) throw new Refusal('rule.not_published')
      const state = paused ? 'PAUSED' : 'LIVE'
      if (live.state === state) return
      const definition = JSON.parse(live.definition) as RuleDefinition
      if (!paused) await order.assertRoom(tx, definition)
      await this.add(tx, { code, definition, state, effectiveAt: now, reason, by: operator.name.slice(0, WHO) })
      await this.write(tx, { operator, action: paused ? 'RULE_PAUSED' : 'RULE_RESUMED', code, detail: reason })
    })
    this.book.forget()
  }

  /**
   * Calls off what was to follow later, as a version of its own that repeats what is in force: nothing, where the rule has
   * never begun. What is called off becomes the draft, unless there is one. Refuses `rule.not_scheduled`.
   */
  async withdraw(
    operator: Operator,
    code: string,
    { requestId, reason }: Input<'POST /console/rules/:code/withdrawals'>['body'],
  ): Promise<void> {
    await this.requests.once({ operator, requestId, body: ['WITHDRAW', code, reason], code }, async tx => {
      const { draft } = await this.lock(tx, code)
      const now = this.clock.now()
      const versions = await this.book.listIn(tx, code)
      const inForce = newestAt(versions, now).get(code)
      const coming = versions.find(({ version, effectiveAt }) => effectiveAt > now && version > (inForce?.version ?? 0))
      if (!coming) throw new Refusal('rule.not_scheduled')
      const { definition, state } = inForce ?? { definition: coming.definition, state: 'ENDED' as const }
      await this.add(tx, { code, definition, state, effectiveAt: now, reason, by: operator.name.slice(0, WHO) })
      if (!draft) {
        const sql = 'UPDATE rule SET draft = ?, revision = revision + 1, changed_at = ? WHERE code = ?'
        await change(tx, sql, [JSON.stringify(coming.definition), now, code])
      }
      await this.write(tx, { operator, action: 'RULE_WITHDRAWN', code, detail: `v${coming.version} · ${reason}` })
    })
    this.book.forget()
  }

  /** Rules that come with a programme: published as they are, unless the code is taken. Answers whether it was new. */
  async ship(rule: { code: string; definition: RuleDefinition; effectiveAt: Date; by: string }): Promise<boolean> {
    const { code, definition, effectiveAt, by } = rule
    assertKind(code, definition)
    try {
      await this.db.transaction(async tx => {
        await this.insertRule(tx, { code, draft: null, by })
        await this.add(tx, { code, definition, state: 'LIVE', effectiveAt, reason: '', by })
      })
    } catch (error) {
      if (isDuplicate(error)) return false
      throw error
    }
    this.book.forget()
    return true
  }

  /** Puts a next version of a rule in force without a draft, for set-ups and tests. Answers nothing; the console publishes. */
  async replace(rule: { code: string; definition: RuleDefinition; effectiveAt: Date; by: string }): Promise<void> {
    assertKind(rule.code, rule.definition)
    await this.db.transaction(tx => this.add(tx, { ...rule, state: 'LIVE', reason: '' }))
    this.book.forget()
  }

  private async add(tx: Tx, turn: Turn): Promise<number> {
    const [last] = await rowsOf<{ version: number }>(
      tx,
      'SELECT COALESCE(MAX(version), 0) AS version FROM rule_version WHERE code = ?',
      [turn.code],
    )
    const version = (last?.version ?? 0) + 1
    await insert(tx, 'rule_version', {
      id: this.ids.next(),
      code: turn.code,
      version,
      definition: JSON.stringify(turn.definition),
      published_at: this.clock.now(),
      published_by: turn.by,
      state: turn.state,
      effective_at: turn.effectiveAt,
      reason: turn.reason,
    })
    return version
  }

  private async insertRule(tx: Tx, rule: { code: string; draft: RuleDefinition | null; by: string }): Promise<void> {
    const now = this.clock.now()
    await insert(tx, 'rule', {
      code: rule.code,
      draft: rule.draft ? JSON.stringify(rule.draft) : null,
      revision: 1,
      created_at: now,
      created_by: rule.by,
      changed_at: now,
    })
  }

  /** Locks a rule to change what is in force, and the base rate with it: what stands beside what is decided one at a time. */
  private async lock(tx: Tx, code: string): Promise<Draft> {
    const sql = 'SELECT code, draft, revision FROM rule WHERE code IN (?, ?) ORDER BY code FOR UPDATE'
    const row = (await rowsOf<DraftRow>(tx, sql, [BASE_RULE, code])).find(found => found.code === code)
    if (!row) throw new Refusal('record.not_found')
    return draftOf(row)
  }

  private write(
    tx: Tx,
    deed: { operator: Operator; action: AuditAction; code: string; detail: string },
  ): Promise<void> {
    const { operator, action, code, detail } = deed
    return this.audit.record(tx, { operator, action, target: code, detail })
  }
}

function draftOf(row: DraftRow): Draft {
  return { ...row, draft: row.draft === null ? null : (JSON.parse(row.draft) as RuleDefinition) }
}

function assertKind(code: string, definition: RuleDefinition): void {
  if (!keepsKind(code, definition)) throw new Refusal('rule.kind_fixed')
}

const whoIs = ({ name, username }: Operator): string => `${name} · ${username}`
