import type { Reversal } from '@huitou/shared/till-checkouts'
import { Inject, Injectable } from '@nestjs/common'
import { BillRefunds } from '../checkouts/bill-refunds.service.js'
import { CHECKOUT } from '../checkouts/checkout-rows.service.js'
import { insertAll, rowsOf, type Tx } from '../db.js'
import type { Input } from '../http.js'
import type { Till } from '../purchases/scans.service.js'
import { Refusal } from '../refusal.js'
import { dishesOf, sharesOf, TillCheckoutRows, type TillRow } from './till-checkout-rows.service.js'
import { returnedFen } from './till-lines.rules.js'

type Body = Input<'POST /pos/v1/checkouts/:key/reversals'>['body']

/** Giving back what was committed: the one place where bills are refunded does it, and dishes are kept account of beside. */
@Injectable()
export class TillReversing {
  constructor(
    @Inject(BillRefunds) private readonly refunds: BillRefunds,
    @Inject(TillCheckoutRows) private readonly rows: TillCheckoutRows,
  ) {}

  /**
   * Gives back so much of the bill, shared among money, points and coupons by what is left of each; a repeat of the refund
   * number gets the first answer. Refuses `checkout.unknown`, `checkout.not_committed`, `checkout.items_differ`,
   * `refund.too_much`, `refund.different`.
   */
  async reverse(till: Till, key: string, { refundNo, refundFen, items, reason }: Body): Promise<Reversal> {
    const row = await this.rows.get(till.storeId, key)
    if (row.state !== CHECKOUT.PAID) throw new Refusal('checkout.not_committed')
    const order = { refundNo, amountFen: refundFen, reason: reason ?? '退款' }
    const beside = items && ((tx: Tx) => this.keepDishes(tx, row, { refundNo, refundFen, items }))
    const refund = await this.refunds.refund(till, row.bill_no, order, beside)
    const { returned } = refund
    if (!returned) throw new Error(`refund ${refundNo} of a checkout has given nothing back`)
    return {
      refundNo,
      billNo: row.bill_no,
      refundFen: refund.amountFen,
      cashFen: returned.cashFen,
      points: returned.points,
      pointsFen: returned.pointsFen,
      coupons: returned.coupons,
      pointsTaken: refund.pointsTaken,
      debtAdded: refund.debtAdded,
      keptBackFen: refund.cashFen,
      sentence: refund.sentence,
      refundedAt: refund.refundedAt,
    }
  }

  /** Under the checkout's lock: no dish comes back more often than it was sold. */
  private async keepDishes(
    tx: Tx,
    row: TillRow,
    { refundNo, refundFen, items }: { refundNo: string; refundFen: number; items: NonNullable<Body['items']> },
  ): Promise<void> {
    const sql = 'SELECT line, SUM(quantity) AS quantity FROM till_return_line WHERE checkout_id = ? GROUP BY line'
    const came = await rowsOf<{ line: number; quantity: number }>(tx, sql, [row.id])
    const before = new Map(came.map(({ line, quantity }) => [line, Number(quantity)]))
    const worth = returnedFen({ items: dishesOf(row), shares: sharesOf(row) }, items, before)
    const sum = worth?.reduce((total, fen) => total + fen, 0)
    if (!worth || sum !== refundFen)
      throw new Refusal('checkout.items_differ', sum === undefined ? {} : { itemsFen: sum })
    const kept = items.map(({ line, quantity }, at) => ({
      checkout_id: row.id,
      refund_no: refundNo,
      line,
      quantity,
      fen: worth[at]!,
    }))
    await insertAll(tx, 'till_return_line', kept)
  }
}
