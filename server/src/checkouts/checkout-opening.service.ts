import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { CouponLife } from '../coupons/coupon-life.service.js'
import { change, type Db, insert, insertAll, type Tx } from '../db.js'
import type { Caller, Input } from '../http.js'
import type { Ids } from '../ids.js'
import { Ledger } from '../ledger/ledger.service.js'
import { maskName } from '../members/members.service.js'
import { Payments } from '../payments/payments.service.js'
import type { PreparedBill } from '../purchases/bills.service.js'
import { Refusal } from '../refusal.js'
import type { DiningTable } from '../stores/tables.service.js'
import { CLOCK, DB, IDS } from '../tokens.js'
import type { ReckonedBill } from './checkout-quotes.service.js'
import { BILL, BIZ_CHECKOUT, CHECKOUT, CheckoutRows, lockKeyOf, type TableBillRow } from './checkout-rows.service.js'
import { CheckoutSettling } from './checkout-settling.service.js'
import { descriptionOf, payingText } from './checkouts.texts.js'
import { isRecorded } from './table-bills.service.js'

export type By = Pick<Caller, 'memberId' | 'identityId'>
type Body = Input<'POST /member/checkouts'>['body']

/** How long a payment may take, and how much longer points and coupons stay set aside: see `Payments`. */
export const PAY_MS = 10 * 60_000
const HOLD_MS = 2 * 86_400_000
/** A checkout to be begun: everything that is read outside of a transaction has been read. */
export interface Order {
  by: By
  body: Body
  key: string
  hash: Buffer
  bill: TableBillRow
  table: DiningTable
  memberNo: string
  reckoned: ReckonedBill
  graceDays: number
  /** The bill to be recorded at once, where nothing is left to pay in money. */
  free: PreparedBill | null
}

/** Writes a checkout down with everything it sets aside: points on hold, the bill, coupons, the order for the money. */
@Injectable()
export class CheckoutOpening {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(Ledger) private readonly ledger: Ledger,
    @Inject(CouponLife) private readonly coupons: CouponLife,
    @Inject(Payments) private readonly payments: Payments,
    @Inject(CheckoutRows) private readonly rows: CheckoutRows,
    @Inject(CheckoutSettling) private readonly settling: CheckoutSettling,
  ) {}

  /** Begins once, or answers the checkout of an earlier request; one with nothing left to pay is settled with it. */
  async begin(order: Order): Promise<number> {
    const id = this.ids.next()
    if (order.reckoned.payableFen > 0) return this.db.transaction(tx => this.write(tx, order, id))
    const { reckoned, bill, table, memberNo, free: prepared } = order
    if (!prepared) throw new Error('a bill without anything to pay was not prepared')
    const { store, honours } = reckoned
    const coupons = reckoned.coupons.map(one => ({ coupon_id: one.id, off_fen: one.offFen }))
    const rest = { bill, store, coupons, memberNo, honours, what: payingText(store.name, table.name) }
    return this.db.transaction(async tx => {
      const begun = await this.write(tx, order, id)
      if (begun !== id) return begun
      await this.settling.settle(tx, { ...rest, checkout: (await this.rows.lock(tx, id))! }, prepared)
      return id
    })
  }

  /** The checkout of an earlier request with this key. Refuses `checkout.different`. */
  async repeated(tx: Tx, { key, hash }: { key: string; hash: Buffer }): Promise<number | null> {
    const known = await this.rows.byRequest(tx, key)
    if (known && !known.body_hash.equals(hash)) throw new Refusal('checkout.different')
    return known?.id ?? null
  }

  /** In the order of locks: the member's accounts, the bill, the coupons, then what is new. */
  private async write(tx: Tx, order: Order, id: number): Promise<number> {
    const { by, bill, key, hash, reckoned } = order
    await this.ledger.lock(tx, by.memberId)
    const known = await this.repeated(tx, { key, hash })
    if (known) return known
    const until = new Date(this.clock.now().getTime() + PAY_MS)
    const holdId = reckoned.used > 0 ? await this.hold(tx, order, id) : null
    await this.takeBill(tx, order, id)
    await this.coupons.lock(tx, {
      key: lockKeyOf(id),
      couponIds: reckoned.coupons.map(coupon => coupon.id),
      memberId: by.memberId,
      purpose: 'CHECKOUT',
      until: new Date(this.clock.now().getTime() + HOLD_MS),
      by: { kind: 'MEMBER', name: order.memberNo, storeId: bill.store_id },
    })
    const orderId = await this.ask(tx, order, { id, until })
    await insert(tx, 'checkout', {
      id,
      bill_id: bill.id,
      store_id: bill.store_id,
      member_id: by.memberId,
      identity_id: by.identityId,
      request_key: key,
      body_hash: hash,
      amount_fen: bill.amount_fen,
      coupon_fen: reckoned.discount.offFen,
      points: reckoned.used,
      points_fen: reckoned.pointsFen,
      payable_fen: reckoned.payableFen,
      percent: reckoned.discount.percent,
      setting_version: reckoned.setting.version,
      state: CHECKOUT.OPEN,
      hold_id: holdId,
      order_id: orderId,
      begun_at: this.clock.now(),
      expires_at: until,
    })
    const rows = reckoned.coupons.map(one => ({
      checkout_id: id,
      coupon_id: one.id,
      off_fen: one.offFen,
      name_zh: one.name.zh,
      name_en: one.name.en,
    }))
    await insertAll(tx, 'checkout_coupon', rows)
    await this.rows.step(tx, id, 'BEGUN', order.memberNo)
    return id
  }

  private async hold(tx: Tx, { by, bill, table, reckoned, graceDays }: Order, id: number): Promise<number> {
    const { store, used, honours } = reckoned
    const now = this.clock.now()
    const { journalId } = await this.ledger.post(tx, {
      kind: 'HOLD',
      key: `checkout:${id}:hold`,
      body: `${bill.id}|${used}`,
      memberId: by.memberId,
      brandId: store.brandId,
      storeId: store.id,
      operatorId: null,
      biz: { type: BIZ_CHECKOUT, id: String(id) },
      occurredAt: now,
      explanation: { kind: 'HOLD', what: { ...payingText(store.name, table.name) }, points: used },
      points: used,
      honours,
      expiresAt: new Date(now.getTime() + HOLD_MS),
      graceDays,
    })
    return journalId
  }

  /** Of two at a table the first has the bill, until it is paid or let go. */
  private async takeBill(tx: Tx, { bill, by }: Order, id: number): Promise<void> {
    const sql = `UPDATE table_bill SET checkout_id = ?, revision = GREATEST(revision + 1, ?)
      WHERE id = ? AND state = ${BILL.OPEN} AND checkout_id IS NULL`
    const taken = (await change(tx, sql, [id, this.ids.next(), bill.id])) === 1
    if (!taken) await this.refuseBill(tx, bill.id, by.memberId)
    if (await isRecorded(tx, bill.store_id, bill.bill_no)) throw new Refusal('table_bill.settled')
  }

  private async refuseBill(tx: Tx, billId: number, memberId: number): Promise<never> {
    const now = await this.rows.lockBill(tx, { id: billId })
    if (now?.state === BILL.PAID) throw new Refusal('table_bill.paid')
    if (now?.state === BILL.SETTLED) throw new Refusal('table_bill.settled')
    if (now?.state !== BILL.OPEN || now.checkout_id === null) throw new Refusal('table_bill.withdrawn')
    const [other] = (await tx.query(
      'SELECT c.id, c.member_id, c.expires_at, m.nickname FROM checkout c JOIN member m ON m.id = c.member_id WHERE c.id = ?',
      [now.checkout_id],
    )) as { id: number; member_id: number; expires_at: Date; nickname: string }[]
    if (other?.member_id === memberId) throw new Refusal('checkout.begun', { checkoutId: String(other.id) })
    throw new Refusal('table_bill.taken', {
      by: maskName(other?.nickname ?? ''),
      until: other?.expires_at.toISOString() ?? null,
    })
  }

  private async ask(
    tx: Tx,
    { by, table, reckoned }: Order,
    { id, until }: { id: number; until: Date },
  ): Promise<number | null> {
    if (reckoned.payableFen === 0) return null
    const order = await this.payments.open(tx, {
      purpose: 'TABLE_BILL',
      ref: String(id),
      memberId: by.memberId,
      identityId: by.identityId,
      storeId: reckoned.store.id,
      amountFen: reckoned.payableFen,
      description: descriptionOf(reckoned.store.name, table.name),
      expiresAt: until,
    })
    return order.id
  }
}
