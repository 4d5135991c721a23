import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import type { Actor } from '../coupons/coupon-rows.service.js'
import { change, type Db, type Tx } from '../db.js'
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
import { BILL, CheckoutRows, type TableBillRow } from './checkout-rows.service.js'
import { CheckoutSettling } from './checkout-settling.service.js'
import { descriptionOf, payingText } from './checkouts.texts.js'
import { type Aside, SetAside } from './set-aside.service.js'
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
    @Inject(SetAside) private readonly setAside: SetAside,
    @Inject(Payments) private readonly payments: Payments,
    @Inject(CheckoutRows) private readonly rows: CheckoutRows,
    @Inject(CheckoutSettling) private readonly settling: CheckoutSettling,
  ) {}

  /** Begins once, or answers the checkout of an earlier request; one with nothing left to pay is settled with it. */
  async begin(order: Order): Promise<number> {
    const id = this.ids.next()
    if (order.reckoned.payableFen > 0) return this.db.transaction(tx => this.write(tx, order, id))
    const { reckoned, bill, table, free: prepared } = order
    if (!prepared) throw new Error('a bill without anything to pay was not prepared')
    const { store, honours } = reckoned
    const coupons = reckoned.coupons.map(one => ({ coupon_id: one.id, off_fen: one.offFen }))
    const rest = { bill, store, coupons, by: payerOf(order), honours, what: payingText(store.name, table.name) }
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
    const { by, bill, key, hash, reckoned, table, graceDays } = order
    await this.ledger.lock(tx, by.memberId)
    const known = await this.repeated(tx, { key, hash })
    if (known) return known
    const now = this.clock.now().getTime()
    const aside: Aside = {
      id,
      key,
      hash,
      bill: { id: bill.id, amountFen: bill.amount_fen },
      ...by,
      reckoned,
      graceDays,
      what: payingText(reckoned.store.name, table.name),
      by: payerOf(order),
      payUntil: new Date(now + PAY_MS),
      keepUntil: new Date(now + HOLD_MS),
    }
    const holdId = await this.setAside.points(tx, aside)
    await this.takeBill(tx, order, id)
    await this.setAside.coupons(tx, aside)
    const orderId = await this.ask(tx, order, { id, until: aside.payUntil })
    await this.setAside.write(tx, aside, { holdId, orderId })
    return id
  }

  /** Of two at a table the first has the bill, until it is paid or let go. */
  private async takeBill(tx: Tx, { bill, by }: Order, id: number): Promise<void> {
    const sql = `UPDATE table_bill SET checkout_id = ?, revision = GREATEST(revision + 1, ?)
      WHERE id = ? AND state = ${BILL.OPEN} AND checkout_id IS NULL`
    const taken = (await change(tx, sql, [id, this.ids.next(), bill.id])) === 1
    if (!taken) await this.refuseBill(tx, bill.id, by.memberId)
    if (await isRecorded(tx, bill.store_id, bill.bill_no)) throw new Refusal('table.bill_settled')
  }

  private async refuseBill(tx: Tx, billId: number, memberId: number): Promise<never> {
    const now = await this.rows.lockBill(tx, { id: billId })
    if (now?.state === BILL.PAID) throw new Refusal('table.bill_paid')
    if (now?.state === BILL.SETTLED) throw new Refusal('table.bill_settled')
    if (now?.state !== BILL.OPEN || now.checkout_id === null) throw new Refusal('table.bill_withdrawn')
    const [other] = (await tx.query(
      'SELECT c.id, c.member_id, c.expires_at, m.nickname FROM checkout c JOIN member m ON m.id = c.member_id WHERE c.id = ?',
      [now.checkout_id],
    )) as { id: number; member_id: number; expires_at: Date; nickname: string }[]
    if (other?.member_id === memberId) throw new Refusal('checkout.begun', { checkoutId: String(other.id) })
    throw new Refusal('table.bill_taken', {
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

const payerOf = ({ memberNo, bill }: Order): Actor => ({ kind: 'MEMBER', name: memberNo, storeId: bill.store_id })
