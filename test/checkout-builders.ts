/** A table with a bill on it, and people who pay it with points, coupons and WeChat Pay. */
import { randomBytes } from 'node:crypto'
import type { Checkout } from '@huitou/shared/checkouts'
import type { Input } from '../server/src/http.js'
import { BalanceReader } from '../server/src/ledger/balances.service.js'
import { Ledger } from '../server/src/ledger/ledger.service.js'
import { type PaymentRow, PaymentRows } from '../server/src/payments/payment-rows.service.js'
import { SettlementJobs } from '../server/src/settlements/settlements.jobs.js'
import type { Changes } from './coupon-builders.js'
import { offerCoupon } from './coupon-stage.js'
import * as make from './ledger-builders.js'
import { openWorld, type TestMember, type TestOperator, type World } from './world.js'
import { MINUTE } from './world-basics.js'

type BillBody = Input<'POST /staff/table-bills'>['body']

export const freshId = () => randomBytes(9).toString('hex')

export interface BeginOptions {
  billId?: string
  points?: number
  couponIds?: string[]
  expectedPayableFen?: number
  requestId?: string
}

export class TableHouse {
  private constructor(
    readonly world: World,
    readonly storeId: number,
    readonly waiter: Awaited<ReturnType<World['staff']>>,
    readonly marketer: TestOperator,
  ) {}

  /** Of a store of its own, or of one that is there. */
  static async open(world: World, at?: number): Promise<TableHouse> {
    const storeId = at ?? (await world.store())
    return new TableHouse(world, storeId, await world.staff(storeId), await world.operator('MARKETER'))
  }

  /** A house in a world of its own, with WeChat Pay. */
  static async openPaying(): Promise<{ world: World; house: TableHouse }> {
    const world = await openWorld({ pay: true })
    return { world, house: await TableHouse.open(world) }
  }

  /** After a test: whatever it left open is over, WeChat Pay answers again, and the clock stands where it stood. */
  async tidyUp(): Promise<void> {
    this.world.pay.control.clearFaults()
    await this.later(30)
    this.world.clock.set('2026-11-23T04:30:00.000Z')
  }

  /** A table of its own with a bill on it. */
  async table(bill: Partial<BillBody> = {}) {
    const { id, scene } = await this.world.table(this.storeId)
    const { billNo } = await this.bill({ scene, ...bill })
    const [row] = await this.world.db.query<{ id: number }>(
      'SELECT id FROM table_bill WHERE store_id = ? AND bill_no = ?',
      [this.storeId, billNo],
    )
    return { id, scene, billNo, billId: String(row!.id) }
  }

  bill(body: Partial<BillBody> = {}) {
    const whole: BillBody = { billNo: `B${freshId()}`, amountFen: 20_000, ...body }
    return this.waiter.call('POST /staff/table-bills', { body: whole })
  }

  /** Somebody with points who sits at this table. */
  async diner(scene: string, person: { points?: number; nickname?: string } = {}): Promise<TestMember> {
    const member = await this.world.member({ nickname: '安娜', points: 2_000, ...person })
    await this.sit(member, scene)
    return member
  }

  async sit(member: TestMember, scene: string): Promise<void> {
    await member.call('POST /member/table-visits', { body: { scene } })
  }

  /** A coupon of this kind in a member's wallet; its id. */
  async coupon(member: TestMember, changes: Changes = {}): Promise<string> {
    const batchId = await offerCoupon(this.marketer, changes)
    const claimed = await member.call('POST /member/coupon-claims', {
      body: { requestId: freshId(), batchId },
    })
    return claimed.id
  }

  async look(member: TestMember) {
    return (await member.call('GET /member/table-bill', { query: {} })).bill
  }

  quote(member: TestMember, billId: string, choice: { points?: number; couponIds?: string[] } = {}) {
    return member.call('POST /member/checkouts/quotes', { body: { billId, points: 0, ...choice } })
  }

  /** Begins to pay what a quote of the same choice says. */
  async begin(member: TestMember, options: BeginOptions = {}): Promise<Checkout> {
    const billId = options.billId ?? (await this.look(member))!.id
    const choice = { points: options.points ?? 0, couponIds: options.couponIds ?? [] }
    const expectedPayableFen = options.expectedPayableFen ?? (await this.quote(member, billId, choice)).payableFen
    const body = { requestId: options.requestId ?? freshId(), billId, ...choice, expectedPayableFen }
    return member.call('POST /member/checkouts', { body })
  }

  get(member: TestMember, id: string): Promise<Checkout> {
    return member.call('GET /member/checkouts/:id', { params: { id } })
  }

  cancel(member: TestMember, id: string): Promise<Checkout> {
    return member.call('POST /member/checkouts/:id/cancellations', { params: { id } })
  }

  /** The payer's thumb. */
  pay(member: TestMember, checkout: Checkout): void {
    this.world.pay.control.pay(checkout.pay!, member.openid)
  }

  /** Paid and heard of. */
  async settle(member: TestMember, checkout: Checkout): Promise<Checkout> {
    this.pay(member, checkout)
    await this.hear(checkout)
    return this.get(member, checkout.id)
  }

  async hear(checkout: Checkout, copies = 1): Promise<(number | null)[]> {
    const order = await this.order(checkout)
    const notice = this.world.pay.control.notices().find(({ plain }) => plain.out_trade_no === order.out_trade_no)
    return this.world.pay.control.deliver({ id: notice!.id, copies })
  }

  async order(checkout: Checkout): Promise<PaymentRow> {
    return (await this.world.get(PaymentRows).byRef('TABLE_BILL', checkout.id))!
  }

  /** Time passes, then the worker takes a turn. */
  async later(minutes: number): Promise<void> {
    this.world.clock.advance(minutes * MINUTE)
    await this.turn()
  }

  /** The worker takes a turn. */
  async turn(): Promise<void> {
    await this.world.get(SettlementJobs).turn()
  }

  /** Points that go elsewhere. */
  spend(member: TestMember, points: number) {
    return this.world.db.transaction(tx => this.world.get(Ledger).post(tx, make.spend(points, { memberId: member.id })))
  }

  /** What the payer's money came to: paid, and back. */
  money(outTradeNo: string): { paidFen: number; backFen: number } {
    const { paidAt, amountFen } = this.world.pay.control.order(outTradeNo)
    const back = this.world.pay.control.refunds(outTradeNo).reduce((sum, refund) => sum + refund.amountFen, 0)
    return { paidFen: paidAt ? amountFen : 0, backFen: back }
  }

  async points({ id }: Pick<TestMember, 'id'>) {
    const { available, held, debt } = (await this.world.get(BalanceReader).of(id)).balances
    return { available, held, debt }
  }

  async couponState(member: TestMember, couponId: string): Promise<string> {
    return (await member.call('GET /member/coupons/:id', { params: { id: couponId } })).state
  }

  refund(billNo: string, amountFen: number, refundNo = `R${freshId()}`) {
    const body = { refundNo, amountFen, reason: '退菜' }
    return this.waiter.call('POST /staff/bills/:billNo/refunds', { params: { billNo }, body })
  }
}
