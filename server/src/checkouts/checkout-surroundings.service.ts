import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import type { Db } from '../db.js'
import type { PaymentRow } from '../payments/payment-rows.service.js'
import type { PreparedBill } from '../purchases/bills.service.js'
import { Stores } from '../stores/stores.service.js'
import { Tables } from '../stores/tables.service.js'
import { CLOCK, DB } from '../tokens.js'
import { askedOf, CheckoutQuotes, rulesFor } from './checkout-quotes.service.js'
import { CheckoutRows } from './checkout-rows.service.js'
import type { AroundTable } from './checkout-settling.service.js'
import { multiplierName, payingText } from './checkouts.texts.js'
import { OffsetPoints } from './offset-points.service.js'

/** What has to be known of a checkout before it is settled or let go. */
@Injectable()
export class CheckoutSurroundings {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Stores) private readonly stores: Stores,
    @Inject(Tables) private readonly tables: Tables,
    @Inject(CheckoutRows) private readonly rows: CheckoutRows,
    @Inject(CheckoutQuotes) private readonly quotes: CheckoutQuotes,
    @Inject(OffsetPoints) private readonly points: OffsetPoints,
  ) {}

  /** WeChat's own coupons are not ours to reward: what the payer paid is what was paid. */
  async prepare(order: PaymentRow, { checkout, bill, by: payer }: AroundTable): Promise<PreparedBill> {
    const coupons = await this.rows.coupons(checkout.id)
    const multipliers = coupons.filter(one => one.off_fen === 0).map(one => ({ zh: one.name_zh, en: one.name_en }))
    const by = {
      memberId: checkout.member_id,
      paidFen: Math.min(order.payer_fen ?? order.amount_fen, order.amount_fen),
      who: payer.name,
      paidAt: order.paid_at ?? this.clock.now(),
    }
    return this.quotes.prepare(askedOf(bill), by, rulesFor(checkout, multiplierName(multipliers)))
  }

  /** Everything a payment is about, read before its transaction. */
  async of(order: PaymentRow): Promise<AroundTable> {
    const checkout = await this.rows.get(Number(order.ref))
    const bill = checkout?.bill_id && (await this.rows.bill(checkout.bill_id))
    if (!bill) throw new Error(`order ${order.id} pays a checkout that is not there`)
    const store = await this.stores.get(checkout.store_id)
    const [table, coupons, usable, [member]] = await Promise.all([
      this.tables.get(bill.table_id),
      this.rows.coupons(checkout.id),
      this.points.of(checkout.member_id, store, this.clock.now()),
      this.db.query<{ member_no: string }>('SELECT member_no FROM member WHERE id = ?', [checkout.member_id]),
    ])
    const what = payingText(store.name, table.name)
    const by = { kind: 'MEMBER' as const, name: member!.member_no, storeId: store.id }
    return { checkout, bill, store, coupons, by, what, honours: usable.honours }
  }
}
