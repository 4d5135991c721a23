import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { change, type Tx } from '../db.js'
import { Refusal } from '../refusal.js'
import { CLOCK } from '../tokens.js'
import { type Actor, CouponRows } from './coupon-rows.service.js'
import { STATUS, stateAt } from './state.rules.js'

/** Coupons that were paid for and are given back unused: they end, and are there for others again. */
@Injectable()
export class CouponTakingBack {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CouponRows) private readonly rows: CouponRows,
  ) {}

  /**
   * Ends coupons of a member that are unused, in the caller's transaction, all or none. Refuses `coupon.used`,
   * `coupon.locked`, `coupon.given` (also one that a friend has), `coupon.expired`, `coupon.recalled`.
   */
  async takeBack(
    tx: Tx,
    { couponIds, memberId, by, key }: { couponIds: readonly number[]; memberId: number; by: Actor; key: string },
  ): Promise<void> {
    if (couponIds.length === 0) return
    const coupons = await this.rows.lock(tx, couponIds)
    for (const coupon of coupons) {
      const state = stateAt(coupon, this.clock.now())
      const couponId = String(coupon.row.id)
      if (state === 'USED') throw new Refusal('coupon.used', { couponId })
      if (state === 'LOCKED') throw new Refusal('coupon.locked', { couponId })
      if (state === 'GIVEN' || coupon.row.member_id !== memberId) throw new Refusal('coupon.given', { couponId })
      if (state === 'EXPIRED') throw new Refusal('coupon.expired', { couponId })
      if (state === 'RECALLED') throw new Refusal('coupon.recalled', { couponId })
    }
    const ids = coupons.map(({ row }) => row.id)
    const sql = `UPDATE coupon SET status = ${STATUS.RECALLED}, lock_key = NULL, lock_purpose = NULL, lock_until = NULL, steps = steps + 1 WHERE id IN (?)`
    if ((await change(tx, sql, [ids])) !== ids.length) throw new Error('a locked coupon did not change')
    const rows = coupons.map(({ row }) => row)
    await this.rows.addSteps(tx, rows, { kind: 'RECALLED', by, key, note: '兑换退回' })
    const batches = rows.map(row => row.batch_id).sort((a, b) => a - b)
    for (const id of batches) {
      await change(tx, 'UPDATE coupon_batch SET left_count = left_count + 1 WHERE id = ? AND left_count < stock', [id])
    }
  }
}
