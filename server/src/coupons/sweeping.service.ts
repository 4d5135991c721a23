import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { change, type Db, rowsOf } from '../db.js'
import { CLOCK, DB } from '../tokens.js'
import { CouponRows, SYSTEM } from './coupon-rows.service.js'
import { PURPOSE, STATUS } from './state.rules.js'

const PIECE = 200
const MOST_PIECES = 50

interface TimedOut {
  id: number
  steps: number
  lock_key: string
  lock_purpose: number
}

/** Writes down that locks and offers have run out. Everybody else has seen that by the time already. */
@Injectable()
export class CouponSweeper {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CouponRows) private readonly rows: CouponRows,
  ) {}

  async sweep(): Promise<{ couponLocks: number }> {
    let couponLocks = 0
    for (let piece = 0; piece < MOST_PIECES; piece += 1) {
      const freed = await this.piece()
      couponLocks += freed
      if (freed < PIECE) break
    }
    return { couponLocks }
  }

  private async piece(): Promise<number> {
    const now = this.clock.now()
    // Looked for without locks, so that a queue of them does not lie across a range; each is looked at again below.
    const due = await this.db.query<{ id: number }>(
      `SELECT id FROM coupon WHERE status = ${STATUS.LOCKED} AND lock_until <= ? ORDER BY lock_until LIMIT ${PIECE}`,
      [now],
    )
    if (due.length === 0) return 0
    return this.db.transaction(async tx => {
      const rows = await rowsOf<TimedOut>(
        tx,
        `SELECT id, steps, lock_key, lock_purpose FROM coupon WHERE id IN (?) AND status = ${STATUS.LOCKED} AND lock_until <= ? ORDER BY id FOR UPDATE`,
        [due.map(({ id }) => id), now],
      )
      if (rows.length === 0) return 0
      const ids = rows.map(row => row.id)
      const free = `UPDATE coupon SET status = ${STATUS.ISSUED}, lock_key = NULL, lock_purpose = NULL, lock_until = NULL, steps = steps + 1 WHERE id IN (?)`
      await change(tx, free, [ids])
      const offered = rows.filter(row => row.lock_purpose === PURPOSE.GIVEN).map(row => row.id)
      if (offered.length > 0) {
        const ended = 'UPDATE coupon_given SET ended_at = ? WHERE coupon_id IN (?) AND ended_at IS NULL'
        await change(tx, ended, [now, offered])
      }
      for (const row of rows) {
        await this.rows.addSteps(tx, [row], { kind: 'LOCK_ENDED', by: SYSTEM, key: row.lock_key })
      }
      return rows.length
    })
  }
}
