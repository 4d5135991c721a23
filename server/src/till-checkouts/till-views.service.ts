import type { TillCheckout } from '@huitou/shared/till-checkouts'
import { Inject, Injectable } from '@nestjs/common'
import { CHECKOUT, type CheckoutCouponRow, CheckoutRows } from '../checkouts/checkout-rows.service.js'
import type { Clock } from '../clock.js'
import type { Db } from '../db.js'
import { Members } from '../members/members.service.js'
import { BillViews } from '../purchases/bill-views.service.js'
import { Bills } from '../purchases/bills.service.js'
import { CLOCK, DB } from '../tokens.js'
import { dishesOf, sharesOf, TillCheckoutRows, type TillRow } from './till-checkout-rows.service.js'
import { receiptOf } from './till-checkouts.texts.js'
import { shownLines } from './till-lines.rules.js'

/** Checkouts as tills and staff see them: the same for the first answer and for every repeat, but for what happened since. */
@Injectable()
export class TillViews {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(TillCheckoutRows) private readonly rows: TillCheckoutRows,
    @Inject(CheckoutRows) private readonly checkouts: CheckoutRows,
    @Inject(Members) private readonly members: Members,
    @Inject(Bills) private readonly bills: Bills,
    @Inject(BillViews) private readonly billViews: BillViews,
  ) {}

  /** One of a store. Refuses `checkout.unknown`. */
  async one(storeId: number, key: string): Promise<TillCheckout> {
    return this.view(await this.rows.get(storeId, key))
  }

  async view(row: TillRow): Promise<TillCheckout> {
    const [coupons, member] = await Promise.all([this.checkouts.coupons(row.id), this.members.get(row.member_id)])
    return {
      key: row.reserve_key,
      reservationId: String(row.id),
      billNo: row.bill_no,
      state: stateOf(row, this.clock.now()),
      member: { memberNo: member.member_no, nickname: member.nickname },
      amountFen: row.amount_fen,
      coupons: coupons.map(one => ({ id: String(one.coupon_id), name: nameOf(one), offFen: one.off_fen })),
      couponFen: row.coupon_fen,
      points: row.points,
      pointsFen: row.points_fen,
      payableFen: row.payable_fen,
      tierPrice: row.tier_price === 1,
      lines: shownLines(dishesOf(row), sharesOf(row)),
      reservedBy: row.reserved_by,
      reservedAt: row.begun_at.toISOString(),
      expiresAt: row.expires_at.toISOString(),
      paid: row.state === CHECKOUT.PAID ? await this.paid(row, member.member_no, coupons) : null,
    }
  }

  private async paid(
    row: TillRow,
    memberNo: string,
    coupons: readonly CheckoutCouponRow[],
  ): Promise<NonNullable<TillCheckout['paid']>> {
    const [purchase, [back]] = await Promise.all([
      this.bills.find(row.store_id, row.bill_no),
      this.db.query<{ fen: number }>(
        'SELECT COALESCE(SUM(amount_fen), 0) AS fen FROM checkout_refund WHERE checkout_id = ?',
        [row.id],
      ),
    ])
    if (!purchase || row.paid_fen === null || row.paid_at === null) {
      throw new Error(`checkout ${row.id} is committed and its bill is not there`)
    }
    const { points: earned, sentence, entryNo, balanceAfter } = await this.billViews.view(purchase)
    const receipt = receiptOf({
      memberNo,
      coupons: coupons.map(one => one.name_zh),
      couponFen: row.coupon_fen,
      points: row.points,
      pointsFen: row.points_fen,
      payableFen: row.payable_fen,
      paidFen: row.paid_fen,
      earned,
      balance: balanceAfter,
    })
    return {
      paidFen: row.paid_fen,
      paidAt: row.paid_at.toISOString(),
      by: row.committed_by ?? row.reserved_by,
      earned,
      sentence,
      entryNo,
      balanceAfter,
      refundedFen: back?.fen ?? 0,
      receipt,
    }
  }
}

const nameOf = ({ name_zh: zh, name_en: en }: CheckoutCouponRow) => ({ zh, en })

function stateOf({ state, let_go, expires_at }: TillRow, now: Date): TillCheckout['state'] {
  if (state === CHECKOUT.PAID) return 'COMMITTED'
  if (state === CHECKOUT.LET_GO) return let_go === 'CANCELLED' ? 'CANCELLED' : 'EXPIRED'
  return expires_at <= now ? 'EXPIRED' : 'RESERVED'
}
