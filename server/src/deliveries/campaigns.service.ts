import { createHash } from 'node:crypto'
import type { Stop } from '@huitou/shared/messages'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { change, type Db, insert, isDuplicate, rowsOf, type Tx } from '../db.js'
import type { Caller, Input, Reply } from '../http.js'
import type { Ids } from '../ids.js'
import { TRAITS } from '../messages/kinds.rules.js'
import { Outbox } from '../messages/outbox.service.js'
import { Audit } from '../operators/audit.service.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB, IDS } from '../tokens.js'
import { type Decision, funnelOf } from './plan.rules.js'
import { Planner, type WaitingRow } from './planner.service.js'

type Draft = Input<'POST /console/sends/estimates'>['body']
interface WritingRow {
  code: string
  writing: string
  written_to: number
}
/** What is kept of a campaign until all of its messages are written. */
interface Writing {
  draft: Draft
  at: string
}

const PAGE = 1_000
const TURN_MS = 10_000

/** One message to many: estimated first, then written for everybody it is for, page by page. */
@Injectable()
export class Campaigns {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(Planner) private readonly planner: Planner,
    @Inject(Audit) private readonly audit: Audit,
  ) {}

  /** What would happen if it were sent now, by the very function that will decide then. */
  async estimate(draft: Draft): Promise<Reply<'POST /console/sends/estimates'>> {
    const now = this.clock.now()
    const [stops, reasons] = [new Map<Stop, number>(), new Map<string, number>()]
    let later = 0
    for (let after = 0; ; ) {
      const members = await this.audience(draft, after)
      const last = members.at(-1)
      if (last === undefined) break
      after = last
      const decisions = await this.planner.preview(members.map((id, index) => this.row(id, draft, { index, now })))
      for (const decision of decisions) {
        count(decision, stops, reasons)
        if (decision.send && decision.send.at > now) later += 1
      }
      if (members.length < PAGE) break
    }
    return {
      funnel: funnelOf(stops),
      reasons: [...reasons].map(([reason, amount]) => ({ reason, count: amount })),
      later,
    }
  }

  /**
   * Starts a campaign and answers its code; a repeat of the request answers the first one. Its messages are written by
   * `write`. Refuses `message.nobody`, `message.request_reused`.
   */
  async start(operator: Caller['operator'], body: Input<'POST /console/sends'>['body']): Promise<string> {
    const { requestId, ...draft } = body
    const key = `${operator.id}:${requestId}`
    const hash = createHash('sha256').update(JSON.stringify(draft)).digest()
    const before = await this.started(key, hash)
    if (before) return before
    if ((await this.audience(draft, 0)).length === 0) throw new Refusal('message.nobody')
    const now = this.clock.now()
    const code = `CAMPAIGN:${this.ids.next()}`
    const writing: Writing = { draft, at: now.toISOString() }
    try {
      await this.db.transaction(async tx => {
        await insert(tx, 'message_send', {
          code,
          kind: 'CAMPAIGN',
          title: draft.title,
          state: 'RUNNING',
          created_at: now,
          changed_at: now,
          changed_by: `${operator.name} · ${operator.username}`,
          request_key: key,
          body_hash: hash,
          writing: JSON.stringify(writing),
        })
        await this.audit.record(tx, { operator, action: 'MESSAGES_SENT', target: code, detail: draft.title })
      })
    } catch (error) {
      const same = isDuplicate(error) ? await this.started(key, hash) : null
      if (!same) throw error
      return same
    }
    return code
  }

  /** Writes messages of campaigns that are not all written. Killed in between, the next turn goes on after the last page. */
  async write(budgetMs = TURN_MS): Promise<{ written: number }> {
    const until = performance.now() + budgetMs
    let written = 0
    for (;;) {
      const [next] = await this.db.query<{ code: string }>(
        "SELECT code FROM message_send WHERE state = 'RUNNING' AND writing IS NOT NULL ORDER BY created_at LIMIT 1",
      )
      if (!next) return { written }
      written += await this.db.transaction(tx => this.writePage(tx, next.code))
      if (performance.now() > until) return { written }
    }
  }

  private async writePage(tx: Tx, code: string): Promise<number> {
    const [send] = await rowsOf<WritingRow>(
      tx,
      'SELECT code, writing, written_to FROM message_send WHERE code = ? AND writing IS NOT NULL FOR UPDATE',
      [code],
    )
    if (!send) return 0
    const { draft, at } = JSON.parse(send.writing) as Writing
    const members = await this.audience(draft, send.written_to)
    const dueAt = new Date(at)
    const { title, body, page } = draft
    await this.outbox.enqueue(
      tx,
      members.map(memberId => ({
        memberId,
        kind: 'CAMPAIGN',
        occurrence: code,
        data: { title, body, page, at },
        worthFen: draft.worthFen,
        dueAt,
        batch: code,
      })),
    )
    const isLast = members.length < PAGE
    await change(tx, `UPDATE message_send SET written_to = ?${isLast ? ', writing = NULL' : ''} WHERE code = ?`, [
      members.at(-1) ?? send.written_to,
      code,
    ])
    return members.length
  }

  private async started(key: string, hash: Buffer): Promise<string | null> {
    const [row] = await this.db.query<{ code: string; body_hash: Buffer }>(
      'SELECT code, body_hash FROM message_send WHERE request_key = ?',
      [key],
    )
    if (row && !row.body_hash.equals(hash)) throw new Refusal('message.request_reused')
    return row?.code ?? null
  }

  /** Whom it is for, by ascending id. */
  private async audience({ audience: { tier, tag } }: Draft, after: number): Promise<number[]> {
    const joins = [
      tier === undefined ? '' : 'JOIN member_tier t ON t.member_id = m.id AND t.tier_code = ?',
      tag === undefined ? '' : 'JOIN member_tag g ON g.member_id = m.id AND g.tag = ?',
    ]
    const values = [tier, tag].filter(value => value !== undefined)
    const rows = await this.db.query<{ id: number }>(
      `SELECT m.id FROM member m ${joins.join(' ')} WHERE m.id > ? ORDER BY m.id LIMIT ${PAGE}`,
      [...values, after],
    )
    return rows.map(({ id }) => id)
  }

  private row(memberId: number, draft: Draft, { index, now }: { index: number; now: Date }): WaitingRow {
    const { title, body, page, worthFen } = draft
    return {
      // Behind every real one: ids made later are larger too.
      id: Number.MAX_SAFE_INTEGER - PAGE + index,
      member_id: memberId,
      kind: 'CAMPAIGN',
      data: JSON.stringify({ title, body, page, at: now.toISOString() }),
      worth_fen: worthFen,
      batch: '',
      due_at: now,
      until_at: new Date(now.getTime() + TRAITS.CAMPAIGN.freshHours * 3_600_000),
    }
  }
}

function count({ stop, reason }: Decision, stops: Map<Stop, number>, reasons: Map<string, number>): void {
  stops.set(stop, (stops.get(stop) ?? 0) + 1)
  if (reason) reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
}
