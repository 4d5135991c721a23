import { Inject, Injectable } from '@nestjs/common'
import { LRUCache } from 'lru-cache'
import type { Clock } from '../clock.js'
import { type Db, insert, type Tx } from '../db.js'
import type { Ids } from '../ids.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB, IDS } from '../tokens.js'
import type { PurchaseRule } from './earning.rules.js'

interface RuleRow {
  id: number
  version: number
  definition: string
  published_at: Date
  published_by: string
}

const PURCHASE_RULE = 'purchase'
const COLUMNS = 'id, version, definition, published_at, published_by'
const SEEN_WITHIN_MS = 5_000

/** The rule that turns a paid bill into points. Published versions never change; the newest one is live. */
@Injectable()
export class Earning {
  private readonly versions = new LRUCache<number, PurchaseRule>({ max: 1_000 })
  private live: { rule: PurchaseRule; until: number } | null = null

  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  /** The live rule; a new version is seen within five seconds everywhere. */
  async current(): Promise<PurchaseRule> {
    const now = Date.now()
    if (this.live && this.live.until > now) return this.live.rule
    const [row] = await this.db.query<RuleRow>(
      `SELECT ${COLUMNS} FROM rule_version WHERE code = ? ORDER BY version DESC LIMIT 1`,
      [PURCHASE_RULE],
    )
    if (!row) throw new Error('No earning rule is published yet: run the migrations and publish one.')
    const rule = this.keep(row)
    this.live = { rule, until: now + SEEN_WITHIN_MS }
    return rule
  }

  /** The version an entry was made under. */
  async version(id: number): Promise<PurchaseRule> {
    const known = this.versions.get(id)
    if (known) return known
    const [row] = await this.db.query<RuleRow>(`SELECT ${COLUMNS} FROM rule_version WHERE id = ?`, [id])
    if (!row) throw new Refusal('record.not_found')
    return this.keep(row)
  }

  async list(): Promise<PurchaseRule[]> {
    const rows = await this.db.query<RuleRow>(
      `SELECT ${COLUMNS} FROM rule_version WHERE code = ? ORDER BY version DESC LIMIT 200`,
      [PURCHASE_RULE],
    )
    return rows.map(row => this.keep(row))
  }

  /** Publishes the next version. Two publishers at once: one of them gets the duplicate-key error and may try again. */
  async publish(definition: Pick<PurchaseRule, 'rate' | 'growth' | 'validMonths'>, by: string, tx?: Tx): Promise<void> {
    const write = async (inside: Tx) => {
      const [last] = (await inside.query(
        'SELECT COALESCE(MAX(version), 0) AS version FROM rule_version WHERE code = ?',
        [PURCHASE_RULE],
      )) as { version: number }[]
      await insert(inside, 'rule_version', {
        id: this.ids.next(),
        code: PURCHASE_RULE,
        version: (last?.version ?? 0) + 1,
        definition: JSON.stringify(definition),
        published_at: this.clock.now(),
        published_by: by,
      })
    }
    await (tx ? write(tx) : this.db.transaction(write))
    this.live = null
  }

  private keep(row: RuleRow): PurchaseRule {
    const known = this.versions.get(row.id)
    if (known) return known
    const definition = JSON.parse(row.definition) as Pick<PurchaseRule, 'rate' | 'growth' | 'validMonths'>
    const rule = {
      ...definition,
      id: row.id,
      version: row.version,
      publishedAt: row.published_at,
      publishedBy: row.published_by,
    }
    this.versions.set(row.id, rule)
    return rule
  }
}
