import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { type Db, isDuplicate, rowsOf } from '../db.js'
import { Ledger } from '../ledger/ledger.service.js'
import { TierBell } from '../members/member-tier.service.js'
import type { PaymentRow } from '../payments/payment-rows.service.js'
import { Payments } from '../payments/payments.service.js'
import { Refusal } from '../refusal.js'
import { Stores } from '../stores/stores.service.js'
import { Tables } from '../stores/tables.service.js'
import { CLOCK, DB } from '../tokens.js'
import { CheckoutQuotes, rulesFor } from './checkout-quotes.service.js'
import { CHECKOUT, CheckoutRows } from './checkout-rows.service.js'
import { type Around, CheckoutSettling } from './checkout-settling.service.js'
import { multiplierName, payingText } from './checkouts.texts.js'
import { OffsetPoints } from './offset-points.service.js'

const TRIES = 3
/** What a payment meets when somebody else has had what it was for: then the money goes back. */
const GONE: ReadonlySet<string> = new Set([
  'points.insufficient',
  'points.restricted',
  'points.frozen',
  'points.scattered',
  'record.not_found',
  'table_bill.settled',
  'table_bill.taken',
])
const isGone = (error: unknown): boolean =>
  error instanceof Refusal && (GONE.has(error.code) || error.code.startsWith('coupon.'))

/** What settlements do with the money of bills at tables: see `Taker` there. */
@Injectable()
export class TableBillTaker {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Ledger) private readonly ledger: Ledger,
    @Inject(Payments) private readonly payments: Payments,
    @Inject(Stores) private readonly stores: Stores,
    @Inject(Tables) private readonly tables: Tables,
    @Inject(TierBell) private readonly tiers: TierBell,
    @Inject(CheckoutRows) private readonly rows: CheckoutRows,
    @Inject(CheckoutQuotes) private readonly quotes: CheckoutQuotes,
    @Inject(OffsetPoints) private readonly points: OffsetPoints,
    @Inject(CheckoutSettling) private readonly settling: CheckoutSettling,
  ) {}

  /** The money is there: the bill is paid, once. Where it cannot be any more, what is set aside returns, and the money too. */
  async take(order: PaymentRow): Promise<'TAKEN' | 'GIVE_BACK'> {
    const around = await this.around(order)
    // Another call has settled it; what stands in its row is not to be planned anew.
    if (around.checkout.state === CHECKOUT.PAID) return 'TAKEN'
    const prepared = await this.prepare(order, around)
    for (let attempt = 1; ; attempt += 1) {
      try {
        const mayRise = await this.db.transaction(async tx => {
          await this.ledger.lock(tx, around.checkout.member_id)
          return (await this.payments.claim(tx, order.id)) && this.settling.settle(tx, around, prepared)
        })
        if (mayRise) this.tiers.ring()
        return 'TAKEN'
      } catch (error) {
        // A till rings up the same number at this very moment: the next look finds it.
        if (isDuplicate(error) && attempt < TRIES) continue
        if (!isGone(error)) throw error
        await this.db.transaction(async tx => {
          await this.ledger.lock(tx, around.checkout.member_id)
          await this.settling.letGo(tx, around, 'RETURNED')
        })
        return 'GIVE_BACK'
      }
    }
  }

  /** The money will not come, and WeChat Pay has closed the order: everything returns. */
  async release(order: PaymentRow): Promise<void> {
    const around = await this.around(order)
    const { id, member_id } = around.checkout
    await this.db.transaction(async tx => {
      await this.ledger.lock(tx, member_id)
      if (!(await this.payments.markClosed(tx, order.id, 'JOB'))) return
      const sql = "SELECT at FROM checkout_step WHERE checkout_id = ? AND step = 'GIVEN_UP'"
      const gaveUp = await rowsOf(tx, sql, [id])
      await this.settling.letGo(tx, around, gaveUp.length > 0 ? 'CANCELLED' : 'TIMED_OUT')
    })
  }

  /** WeChat's own coupons are not ours to reward: what the payer paid is what was paid. */
  private async prepare(order: PaymentRow, { checkout, bill, memberNo }: Around) {
    const coupons = await this.rows.coupons(checkout.id)
    const multipliers = coupons.filter(one => one.off_fen === 0).map(one => ({ zh: one.name_zh, en: one.name_en }))
    const by = {
      memberId: checkout.member_id,
      paidFen: Math.min(order.payer_fen ?? order.amount_fen, order.amount_fen),
      who: memberNo,
      paidAt: order.paid_at ?? this.clock.now(),
    }
    return this.quotes.prepare(bill, by, rulesFor(checkout, multiplierName(multipliers)))
  }

  private async around(order: PaymentRow): Promise<Around> {
    const checkout = await this.rows.get(Number(order.ref))
    const bill = checkout && (await this.rows.bill(checkout.bill_id))
    if (!bill) throw new Error(`order ${order.id} pays a checkout that is not there`)
    const store = await this.stores.get(checkout.store_id)
    const [table, coupons, usable, [member]] = await Promise.all([
      this.tables.get(bill.table_id),
      this.rows.coupons(checkout.id),
      this.points.of(checkout.member_id, store, this.clock.now()),
      this.db.query<{ member_no: string }>('SELECT member_no FROM member WHERE id = ?', [checkout.member_id]),
    ])
    const what = payingText(store.name, table.name)
    return { checkout, bill, store, coupons, memberNo: member!.member_no, what, honours: usable.honours }
  }
}
