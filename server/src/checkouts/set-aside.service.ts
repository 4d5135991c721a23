import type { Text } from '@huitou/shared/basics'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { CouponLife } from '../coupons/coupon-life.service.js'
import type { Actor } from '../coupons/coupon-rows.service.js'
import { insert, insertAll, type Tx } from '../db.js'
import { Ledger } from '../ledger/ledger.service.js'
import { CLOCK } from '../tokens.js'
import type { ReckonedBill } from './checkout-quotes.service.js'
import { BIZ_CHECKOUT, CHECKOUT, CheckoutRows, lockKeyOf } from './checkout-rows.service.js'

/** A checkout on its way in: whose it is, what it sets aside, and for how long. */
export interface Aside {
  id: number
  /** The request it comes from, once for ever; and what that said. */
  key: string
  hash: Buffer
  /** The bill at a table, null where it is paid at a till; `amountFen` is before coupons and points. */
  bill: { id: number | null; amountFen: number }
  memberId: number
  identityId: number | null
  reckoned: ReckonedBill
  graceDays: number
  /** What the points are for, in words. */
  what: Text
  by: Actor
  /** Until when it is to be paid, and until when things stay set aside for it. */
  payUntil: Date
  keepUntil: Date
}

/**
 * What a checkout sets aside, wherever it is paid: points on hold, coupons locked, and the row that says so. Each verb works
 * in the caller's transaction, which holds the member's accounts.
 */
@Injectable()
export class SetAside {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Ledger) private readonly ledger: Ledger,
    @Inject(CouponLife) private readonly life: CouponLife,
    @Inject(CheckoutRows) private readonly rows: CheckoutRows,
  ) {}

  /** Points on hold; its id, null where none are used. Refuses `points.*`. */
  async points(tx: Tx, aside: Aside): Promise<number | null> {
    const { id, bill, memberId, reckoned, graceDays, what, keepUntil } = aside
    const { store, used, honours } = reckoned
    if (used === 0) return null
    const { journalId } = await this.ledger.post(tx, {
      kind: 'HOLD',
      key: `checkout:${id}:hold`,
      body: `${bill.id ?? id}|${used}`,
      memberId,
      brandId: store.brandId,
      storeId: store.id,
      operatorId: null,
      biz: { type: BIZ_CHECKOUT, id: String(id) },
      occurredAt: this.clock.now(),
      explanation: { kind: 'HOLD', what: { ...what }, points: used },
      points: used,
      honours,
      expiresAt: keepUntil,
      graceDays,
    })
    return journalId
  }

  /** Refuses `coupon.*` for those that somebody else has. */
  async coupons(tx: Tx, { id, memberId, reckoned, keepUntil, by }: Aside): Promise<void> {
    const couponIds = reckoned.coupons.map(coupon => coupon.id)
    await this.life.lock(tx, { key: lockKeyOf(id), couponIds, memberId, purpose: 'CHECKOUT', until: keepUntil, by })
  }

  /** The checkout itself with its coupons and its first step. */
  async write(tx: Tx, aside: Aside, set: { holdId: number | null; orderId: number | null }): Promise<void> {
    const { id, bill, reckoned } = aside
    await insert(tx, 'checkout', {
      id,
      bill_id: bill.id,
      store_id: reckoned.store.id,
      member_id: aside.memberId,
      identity_id: aside.identityId,
      request_key: aside.key,
      body_hash: aside.hash,
      amount_fen: bill.amountFen,
      coupon_fen: reckoned.discount.offFen,
      points: reckoned.used,
      points_fen: reckoned.pointsFen,
      payable_fen: reckoned.payableFen,
      percent: reckoned.discount.percent,
      setting_version: reckoned.setting.version,
      state: CHECKOUT.OPEN,
      hold_id: set.holdId,
      order_id: set.orderId,
      begun_at: this.clock.now(),
      expires_at: aside.payUntil,
    })
    const rows = reckoned.coupons.map(one => ({
      checkout_id: id,
      coupon_id: one.id,
      off_fen: one.offFen,
      name_zh: one.name.zh,
      name_en: one.name.en,
    }))
    await insertAll(tx, 'checkout_coupon', rows)
    await this.rows.step(tx, id, 'BEGUN', aside.by.name)
  }
}
