import type { GroupDefinition } from '@huitou/shared/pledges'
import { Inject, Injectable } from '@nestjs/common'
import { LRUCache } from 'lru-cache'
import { change, type Db, rowsOf, type Tx } from '../db.js'
import { Rewards } from '../mall/rewards.service.js'
import { Refusal } from '../refusal.js'
import { DB } from '../tokens.js'

export interface OfferRow {
  code: string
  version: number
  is_open: number
  sort: number
  stock: number
  left_count: number
}

export interface OfferVersion {
  code: string
  version: number
  definition: GroupDefinition
  reason: string
  publishedAt: Date
  publishedBy: string
}

interface VersionRow {
  code: string
  version: number
  definition: string
  reason: string
  published_at: Date
  published_by: string
}

export const MAX_OFFERS = 500
/** Open at the same time. */
export const MAX_OPEN = 50
const ROW = 'code, version, is_open, sort, stock, left_count'
const VERSION = 'code, version, definition, reason, published_at, published_by'

/** Group offers, their published versions and their stock. */
@Injectable()
export class GroupOffers {
  private readonly known = new LRUCache<string, OfferVersion>({ max: 1_000 })

  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(Rewards) private readonly rewards: Rewards,
  ) {}

  /** An offer as it stands. Refuses `record.not_found`. */
  async get(code: string): Promise<{ row: OfferRow; definition: GroupDefinition }> {
    const [row] = await this.db.query<OfferRow>(`SELECT ${ROW} FROM group_offer WHERE code = ?`, [code])
    if (!row) throw new Refusal('record.not_found')
    return { row, definition: (await this.version(code, row.version)).definition }
  }

  /** The version of its reward that a group opened now will get. Refuses `record.not_found`. */
  async rewardVersion({ reward }: Pick<GroupDefinition, 'reward'>): Promise<number> {
    return (await this.rewards.get(reward)).row.version
  }

  /** What is open, in its order. */
  open(): Promise<OfferRow[]> {
    return this.db.query<OfferRow>(
      `SELECT ${ROW} FROM group_offer WHERE is_open = 1 ORDER BY sort, code LIMIT ${MAX_OPEN}`,
    )
  }

  all(): Promise<OfferRow[]> {
    return this.db.query<OfferRow>(
      `SELECT ${ROW} FROM group_offer ORDER BY is_open DESC, sort, code LIMIT ${MAX_OFFERS}`,
    )
  }

  /** One version. Published ones never change, so it is asked for once. Refuses `record.not_found`. */
  async version(code: string, version: number): Promise<OfferVersion> {
    const known = this.known.get(`${code}:${version}`)
    if (known) return known
    const sql = `SELECT ${VERSION} FROM group_offer_version WHERE code = ? AND version = ?`
    const [row] = await this.db.query<VersionRow>(sql, [code, version])
    if (!row) throw new Refusal('record.not_found')
    const found = toVersion(row)
    this.known.set(`${code}:${version}`, found)
    return found
  }

  async versions(code: string, limit: number): Promise<OfferVersion[]> {
    const sql = `SELECT ${VERSION} FROM group_offer_version WHERE code = ? ORDER BY version DESC LIMIT ${limit}`
    return (await this.db.query<VersionRow>(sql, [code])).map(toVersion)
  }

  /** Takes the pieces of a whole group, under the version that was agreed on. Refuses `group.*`. */
  async take(tx: Tx, { code, version, size }: { code: string; version: number; size: number }): Promise<void> {
    const sql =
      'UPDATE group_offer SET left_count = left_count - ? WHERE code = ? AND left_count >= ? AND is_open = 1 AND version = ?'
    if ((await change(tx, sql, [size, code, size, version])) === 1) return
    const [now] = await rowsOf<OfferRow>(tx, `SELECT ${ROW} FROM group_offer WHERE code = ?`, [code])
    if (now?.is_open !== 1) throw new Refusal('group.closed')
    throw new Refusal(now.version === version ? 'group.sold_out' : 'group.changed')
  }

  /** The pieces of a group that did not fill go back. */
  async putBack(tx: Tx, code: string, size: number): Promise<void> {
    const sql = 'UPDATE group_offer SET left_count = left_count + ? WHERE code = ? AND left_count + ? <= stock'
    if ((await change(tx, sql, [size, code, size])) !== 1) throw new Error(`more of ${code} came back than was taken`)
  }
}

function toVersion(row: VersionRow): OfferVersion {
  return {
    code: row.code,
    version: row.version,
    definition: JSON.parse(row.definition) as GroupDefinition,
    reason: row.reason,
    publishedAt: row.published_at,
    publishedBy: row.published_by,
  }
}
