import type { DrawDefinition } from '@huitou/shared/draws'
import { Inject, Injectable } from '@nestjs/common'
import { LRUCache } from 'lru-cache'
import { change, type Db, type Tx } from '../db.js'
import { Refusal } from '../refusal.js'
import { DB } from '../tokens.js'

export interface PoolRow {
  code: string
  version: number
  is_open: number
  sort: number
}

export interface PoolVersion {
  code: string
  version: number
  definition: DrawDefinition
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

export const MAX_POOLS = 200
/** Open at the same time. */
export const MAX_OPEN = 20
const ROW = 'code, version, is_open, sort'
const VERSION = 'code, version, definition, reason, published_at, published_by'

/** Lotteries, their published versions and the stock of their prizes. */
@Injectable()
export class DrawPools {
  private readonly known = new LRUCache<string, PoolVersion>({ max: 1_000 })

  constructor(@Inject(DB) private readonly db: Db) {}

  /** A lottery as it stands. Refuses `record.not_found`. */
  async get(code: string): Promise<{ row: PoolRow; definition: DrawDefinition }> {
    const [row] = await this.db.query<PoolRow>(`SELECT ${ROW} FROM draw_pool WHERE code = ?`, [code])
    if (!row) throw new Refusal('record.not_found')
    return { row, definition: (await this.version(code, row.version)).definition }
  }

  /** What is open, in its order. */
  open(): Promise<PoolRow[]> {
    return this.db.query<PoolRow>(
      `SELECT ${ROW} FROM draw_pool WHERE is_open = 1 ORDER BY sort, code LIMIT ${MAX_OPEN}`,
    )
  }

  all(): Promise<PoolRow[]> {
    return this.db.query<PoolRow>(`SELECT ${ROW} FROM draw_pool ORDER BY is_open DESC, sort, code LIMIT ${MAX_POOLS}`)
  }

  /** One version. Published ones never change, so it is asked for once. Refuses `record.not_found`. */
  async version(code: string, version: number): Promise<PoolVersion> {
    const known = this.known.get(`${code}:${version}`)
    if (known) return known
    const sql = `SELECT ${VERSION} FROM draw_pool_version WHERE code = ? AND version = ?`
    const [row] = await this.db.query<VersionRow>(sql, [code, version])
    if (!row) throw new Refusal('record.not_found')
    const found = toVersion(row)
    this.known.set(`${code}:${version}`, found)
    return found
  }

  async versions(code: string, limit: number): Promise<PoolVersion[]> {
    const sql = `SELECT ${VERSION} FROM draw_pool_version WHERE code = ? ORDER BY version DESC LIMIT ${limit}`
    return (await this.db.query<VersionRow>(sql, [code])).map(toVersion)
  }

  /** What is left of the prizes of these pools that have an end, by pool and prize. */
  async left(codes: readonly string[]): Promise<(pool: string, prize: string) => number> {
    if (codes.length === 0) return () => 0
    const rows = await this.db.query<{ pool_code: string; code: string; left_count: number }>(
      'SELECT pool_code, code, left_count FROM draw_prize WHERE pool_code IN (?)',
      [[...codes]],
    )
    const known = new Map(rows.map(row => [`${row.pool_code}:${row.code}`, row.left_count]))
    return (pool, prize) => known.get(`${pool}:${prize}`) ?? 0
  }

  /** Takes one piece of a prize that has an end; false when there is none left. */
  async takePrize(tx: Tx, pool: string, prize: string): Promise<boolean> {
    const sql = 'UPDATE draw_prize SET left_count = left_count - 1 WHERE pool_code = ? AND code = ? AND left_count >= 1'
    return (await change(tx, sql, [pool, prize])) === 1
  }
}

function toVersion(row: VersionRow): PoolVersion {
  return {
    code: row.code,
    version: row.version,
    definition: JSON.parse(row.definition) as DrawDefinition,
    reason: row.reason,
    publishedAt: row.published_at,
    publishedBy: row.published_by,
  }
}
