import type { SellThrough } from '@huitou/shared/coupon-desk'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import type { Db } from '../db.js'
import { CLOCK, DB } from '../tokens.js'
import type { BatchRow } from './coupon-rows.service.js'
import { CouponDefinitions } from './definitions.service.js'
import { BATCH, STATUS } from './state.rules.js'

interface Counted {
  batch_id: number
  unused: number
  used: number
  expired: number
  recalled: number
}

/** How batches sell: issued, used, ended, and what they cost. Sums are made in MySQL and arrive as numbers or texts. */
@Injectable()
export class CouponFigures {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CouponDefinitions) private readonly definitions: CouponDefinitions,
  ) {}

  async of(batches: readonly BatchRow[]): Promise<Map<number, SellThrough>> {
    if (batches.length === 0) return new Map()
    const ids = batches.map(batch => batch.id)
    const [counts, offs] = await Promise.all([this.counts(ids), this.offs(ids)])
    const figures = new Map<number, SellThrough>()
    for (const batch of batches) {
      const row = counts.get(batch.id)
      const offFen = offs.get(batch.id) ?? 0
      const { definition } = await this.definitions.of(batch.code, batch.version)
      const used = Number(row?.used ?? 0)
      // What a recall ends at once may not have been written row by row yet.
      const unused = Number(row?.unused ?? 0)
      const over = batch.state === BATCH.RECALLED
      figures.set(batch.id, {
        stock: batch.stock,
        issued: batch.stock - batch.left_count,
        unused: over ? 0 : unused,
        used,
        expired: Number(row?.expired ?? 0),
        recalled: Number(row?.recalled ?? 0) + (over ? unused : 0),
        offFen,
        costFen: definition.costFen === null ? offFen : used * definition.costFen,
      })
    }
    return figures
  }

  private async counts(ids: readonly number[]): Promise<Map<number, Counted>> {
    const open = `status IN (${STATUS.ISSUED}, ${STATUS.LOCKED})`
    const one = (condition: string) => `SUM(CASE WHEN ${condition} THEN 1 ELSE 0 END)`
    const rows = await this.db.query<Counted>(
      `SELECT batch_id, ${one(`${open} AND expires_at > ?`)} AS unused, ${one(`status = ${STATUS.USED}`)} AS used,
       ${one(`${open} AND expires_at <= ?`)} AS expired, ${one(`status = ${STATUS.RECALLED}`)} AS recalled
       FROM coupon WHERE batch_id IN (?) GROUP BY batch_id`,
      [this.clock.now(), this.clock.now(), [...ids]],
    )
    return new Map(rows.map(row => [row.batch_id, row]))
  }

  /** What uses took off, less what came back. */
  private async offs(ids: readonly number[]): Promise<Map<number, number>> {
    const rows = await this.db.query<{ batch_id: number; fen: number | string }>(
      `SELECT batch_id, SUM(fen) AS fen FROM (
         SELECT batch_id, off_fen AS fen FROM coupon_use WHERE batch_id IN (?)
         UNION ALL SELECT batch_id, -fen FROM coupon_return WHERE batch_id IN (?)) moved GROUP BY batch_id`,
      [[...ids], [...ids]],
    )
    return new Map(rows.map(row => [row.batch_id, Number(row.fen)]))
  }
}

export const NOTHING_SOLD: SellThrough = {
  stock: 0,
  issued: 0,
  unused: 0,
  used: 0,
  expired: 0,
  recalled: 0,
  offFen: 0,
  costFen: 0,
}

export function sumOf(all: readonly SellThrough[]): SellThrough {
  const sum = { ...NOTHING_SOLD }
  for (const one of all) for (const key of Object.keys(sum) as (keyof SellThrough)[]) sum[key] += one[key]
  return sum
}
