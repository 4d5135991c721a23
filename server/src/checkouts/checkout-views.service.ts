import type { Checkout } from '@huitou/shared/checkouts'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { BalanceReader } from '../ledger/balances.service.js'
import { Payments } from '../payments/payments.service.js'
import { BillViews } from '../purchases/bill-views.service.js'
import { Bills } from '../purchases/bills.service.js'
import { Refusal } from '../refusal.js'
import { Stores } from '../stores/stores.service.js'
import { Tables } from '../stores/tables.service.js'
import { CLOCK } from '../tokens.js'
import { CHECKOUT, type CheckoutRow, CheckoutRows } from './checkout-rows.service.js'

/** A member's payments as the page shows them. */
@Injectable()
export class CheckoutViews {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CheckoutRows) private readonly rows: CheckoutRows,
    @Inject(Stores) private readonly stores: Stores,
    @Inject(Tables) private readonly tables: Tables,
    @Inject(Bills) private readonly bills: Bills,
    @Inject(BillViews) private readonly billViews: BillViews,
    @Inject(BalanceReader) private readonly balances: BalanceReader,
    @Inject(Payments) private readonly payments: Payments,
  ) {}

  /** A checkout of this member's own. Refuses `record.not_found`. */
  async mine(memberId: number, id: number): Promise<CheckoutRow & { bill_id: number }> {
    const row = await this.rows.get(id)
    // What a till has reserved is not a payment of this phone.
    if (row?.member_id !== memberId || row.bill_id === null) throw new Refusal('record.not_found')
    return { ...row, bill_id: row.bill_id }
  }

  async view(memberId: number, id: number): Promise<Checkout> {
    const row = await this.mine(memberId, id)
    const bill = await this.rows.bill(row.bill_id)
    if (!bill) throw new Error(`checkout ${id} pays a bill that is not there`)
    const [table, store, coupons, earned] = await Promise.all([
      this.tables.get(bill.table_id),
      this.stores.get(row.store_id),
      this.rows.coupons(id),
      this.earned(row, bill.bill_no),
    ])
    const state = stateOf(row, this.clock.now())
    return {
      id: String(id),
      billNo: bill.bill_no,
      tableName: table.name,
      storeName: store.name,
      state,
      amountFen: row.amount_fen,
      coupons: coupons.map(one => ({ name: { zh: one.name_zh, en: one.name_en }, offFen: one.off_fen })),
      couponFen: row.coupon_fen,
      points: row.points,
      pointsFen: row.points_fen,
      payableFen: row.payable_fen,
      begunAt: row.begun_at.toISOString(),
      expiresAt: row.expires_at.toISOString(),
      pay: state === 'PAYING' ? await this.parameters(row) : null,
      earned,
    }
  }

  /** Null while WeChat Pay does not answer: the page asks again, nothing is lost. */
  private async parameters({ order_id }: CheckoutRow): Promise<Checkout['pay']> {
    if (order_id === null) return null
    return this.payments.prepay(order_id).catch(error => {
      if (error instanceof Refusal) return null
      throw error
    })
  }

  private async earned(row: CheckoutRow, billNo: string): Promise<Checkout['earned']> {
    if (row.state !== CHECKOUT.PAID) return null
    const purchase = await this.bills.find(row.store_id, billNo)
    if (!purchase) throw new Error(`checkout ${row.id} is paid and its bill is not there`)
    const [{ points, sentence, entryNo }, { balances }] = await Promise.all([
      this.billViews.view(purchase),
      this.balances.of(row.member_id),
    ])
    return { points, sentence, entryNo, balance: balances.available }
  }
}

function stateOf({ state, let_go, expires_at }: CheckoutRow, now: Date): Checkout['state'] {
  if (state === CHECKOUT.PAID) return 'PAID'
  if (state === CHECKOUT.LET_GO) return let_go ?? 'TIMED_OUT'
  return expires_at <= now ? 'CLOSING' : 'PAYING'
}
