import type { RewardDefinition } from '@huitou/shared/mall'
import { Inject, Injectable } from '@nestjs/common'
import { LRUCache } from 'lru-cache'
import { change, type Db, rowsOf, type Tx } from '../db.js'
import { Refusal } from '../refusal.js'
import { DB } from '../tokens.js'

export interface RewardRow {
  code: string
  version: number
  on_shelf: number
  sort: number
  stock: number
  left_count: number
}

/** A reward as it stands, by its newest version. */
export interface Reward {
  row: RewardRow
  definition: RewardDefinition
}

export interface RewardVersion {
  code: string
  version: number
  definition: RewardDefinition
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

export const MAX_REWARDS = 1_000
/** What one shelf may hold: it is looked through as a whole. */
export const MAX_ON_SHELF = 200
const ROW = 'code, version, on_shelf, sort, stock, left_count'
const VERSION = 'code, version, definition, reason, published_at, published_by'

/** Rewards, their published versions and their stock. */
@Injectable()
export class Rewards {
  private readonly known = new LRUCache<string, RewardVersion>({ max: 2_000 })

  constructor(@Inject(DB) private readonly db: Db) {}

  /** A reward as it stands. Refuses `record.not_found`. */
  async get(code: string): Promise<Reward> {
    const [row] = await this.db.query<RewardRow>(`SELECT ${ROW} FROM reward WHERE code = ?`, [code])
    if (!row) throw new Refusal('record.not_found')
    return { row, definition: (await this.version(row.code, row.version)).definition }
  }

  /** What is on the shelf, in its order. */
  async onShelf(): Promise<Reward[]> {
    const sql = `SELECT ${ROW} FROM reward WHERE on_shelf = 1 ORDER BY sort, code LIMIT ${MAX_ON_SHELF}`
    return this.complete(await this.db.query<RewardRow>(sql))
  }

  /** All of them in the order of the shelf. */
  async all(): Promise<Reward[]> {
    const sql = `SELECT ${ROW} FROM reward ORDER BY on_shelf DESC, sort, code LIMIT ${MAX_REWARDS}`
    return this.complete(await this.db.query<RewardRow>(sql))
  }

  /** One version. Published ones never change, so it is asked for once. Refuses `record.not_found`. */
  async version(code: string, version: number): Promise<RewardVersion> {
    const known = this.known.get(`${code}:${version}`)
    if (known) return known
    await this.learn([{ code, version }])
    const found = this.known.get(`${code}:${version}`)
    if (!found) throw new Refusal('record.not_found')
    return found
  }

  async versions(code: string, limit: number): Promise<RewardVersion[]> {
    const sql = `SELECT ${VERSION} FROM reward_version WHERE code = ? ORDER BY version DESC LIMIT ${limit}`
    return (await this.db.query<VersionRow>(sql, [code])).map(toVersion)
  }

  /**
   * Takes one, under the very version that was agreed on: the row is what everybody wants at once, so call it last, right
   * before the commit. Refuses `reward.sold_out`, `reward.off_shelf`, `reward.price_changed`.
   */
  async take(tx: Tx, code: string, version: number): Promise<void> {
    const sql =
      'UPDATE reward SET left_count = left_count - 1 WHERE code = ? AND left_count >= 1 AND on_shelf = 1 AND version = ?'
    if ((await change(tx, sql, [code, version])) === 1) return
    const [now] = await rowsOf<RewardRow>(tx, `SELECT ${ROW} FROM reward WHERE code = ?`, [code])
    if (!now?.on_shelf) throw new Refusal('reward.off_shelf')
    throw new Refusal(now.version === version ? 'reward.sold_out' : 'reward.price_changed')
  }

  /** Takes one for somebody who has paid for it already, whatever has become of the shelf. Refuses `reward.sold_out`. */
  async takePaid(tx: Tx, code: string): Promise<void> {
    const sql = 'UPDATE reward SET left_count = left_count - 1 WHERE code = ? AND left_count >= 1'
    if ((await change(tx, sql, [code])) !== 1) throw new Refusal('reward.sold_out')
  }

  /** One goes back. */
  async putBack(tx: Tx, code: string): Promise<void> {
    const sql = 'UPDATE reward SET left_count = left_count + 1 WHERE code = ? AND left_count < stock'
    if ((await change(tx, sql, [code])) !== 1) throw new Error(`more of ${code} came back than was taken`)
  }

  private async complete(rows: RewardRow[]): Promise<Reward[]> {
    await this.learn(rows.filter(({ code, version }) => !this.known.has(`${code}:${version}`)))
    return Promise.all(
      rows.map(async row => ({ row, definition: (await this.version(row.code, row.version)).definition })),
    )
  }

  private async learn(wanted: { code: string; version: number }[]): Promise<void> {
    if (wanted.length === 0) return
    const pairs = wanted.map(() => '(?, ?)').join(', ')
    const values = wanted.flatMap(({ code, version }) => [code, version])
    const sql = `SELECT ${VERSION} FROM reward_version WHERE (code, version) IN (${pairs})`
    for (const row of await this.db.query<VersionRow>(sql, values)) {
      this.known.set(`${row.code}:${row.version}`, toVersion(row))
    }
  }
}

function toVersion(row: VersionRow): RewardVersion {
  return {
    code: row.code,
    version: row.version,
    definition: JSON.parse(row.definition) as RewardDefinition,
    reason: row.reason,
    publishedAt: row.published_at,
    publishedBy: row.published_by,
  }
}
