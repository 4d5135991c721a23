import { createHash } from 'node:crypto'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { CouponLife } from '../coupons/coupon-life.service.js'
import { change, type Db, insert, insertAll, isDuplicate, type Tx } from '../db.js'
import type { Caller, Input } from '../http.js'
import type { Ids } from '../ids.js'
import { Ledger } from '../ledger/ledger.service.js'
import { LedgerPolicies } from '../ledger/policies.service.js'
import { maskName } from '../members/members.service.js'
import { Payments } from '../payments/payments.service.js'
import { Bills } from '../purchases/bills.service.js'
import { Refusal } from '../refusal.js'
import { TableVisits } from '../stores/table-visits.service.js'
import { type DiningTable, Tables } from '../stores/tables.service.js'
import { CLOCK, DB, IDS } from '../tokens.js'
import { CheckoutQuotes, type ReckonedBill } from './checkout-quotes.service.js'
import { BILL, BIZ_CHECKOUT, CHECKOUT, CheckoutRows, lockKeyOf, type TableBillRow } from './checkout-rows.service.js'
import { CheckoutSettling } from './checkout-settling.service.js'
import { descriptionOf, payingText } from './checkouts.texts.js'
import { fits } from './offset.rules.js'
import { isRecorded } from './table-bills.service.js'

type By = Pick<Caller, 'memberId' | 'identityId'>
type Body = Input<'POST /member/checkouts'>['body']

/** How long a payment may take, and how much longer points and coupons stay set aside: see `Payments`. */
export const PAY_MS = 10 * 60_000
const HOLD_MS = 2 * 86_400_000
const TRIES = 3

interface Order {
  by: By
  body: Body
  key: string
  hash: Buffer
  bill: TableBillRow
  table: DiningTable
  memberNo: string
  reckoned: ReckonedBill
  graceDays: number
}

/** Beginning to pay a bill at a table: points on hold, coupons locked, the bill taken, the money asked for; all or nothing. */
@Injectable()
export class Checkouts {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(Ledger) private readonly ledger: Ledger,
    @Inject(LedgerPolicies) private readonly policies: LedgerPolicies,
    @Inject(CouponLife) private readonly coupons: CouponLife,
    @Inject(Payments) private readonly payments: Payments,
    @Inject(Bills) private readonly bills: Bills,
    @Inject(Tables) private readonly tables: Tables,
    @Inject(TableVisits) private readonly visits: TableVisits,
    @Inject(CheckoutRows) private readonly rows: CheckoutRows,
    @Inject(CheckoutQuotes) private readonly quotes: CheckoutQuotes,
    @Inject(CheckoutSettling) private readonly settling: CheckoutSettling,
  ) {}

  /** What the page shows before anything is begun. Refuses as `begin` does. */
  async quote(memberId: number, body: Input<'POST /member/checkouts/quotes'>['body']) {
    const bill = await this.billHere(memberId, body.billId)
    return this.quotes.quote(memberId, bill, body)
  }

  /**
   * Begins to pay and answers the id of the checkout; a bill of which nothing is left to pay in money is settled at once.
   * The same request gets the first one, under another content `checkout.different`. Refuses `table_bill.*`,
   * `checkout.begun`, `checkout.changed`, `checkout.points_*`, `coupon.*`, `points.*`, `pay.not_configured`; then nothing
   * is set aside.
   */
  async begin(by: By, body: Body): Promise<number> {
    const key = `${by.memberId}:${body.requestId}`
    const hash = hashOf(body)
    const known = await this.db.transaction(tx => this.repeated(tx, { key, hash }))
    if (known) return known
    const bill = await this.billHere(by.memberId, body.billId)
    const reckoned = await this.reckon(by.memberId, bill, body)
    const [table, { graceDays }, [member]] = await Promise.all([
      this.tables.get(bill.table_id),
      this.policies.current(),
      this.db.query<{ member_no: string }>('SELECT member_no FROM member WHERE id = ?', [by.memberId]),
    ])
    const order = { by, body, key, hash, bill, table, memberNo: member!.member_no, reckoned, graceDays }
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.beginOnce(order)
      } catch (error) {
        // The bill's number was rung up at a till at this very moment: the next look says so.
        if (!isDuplicate(error) || attempt >= TRIES) throw error
      }
    }
  }

  private async beginOnce(order: Order): Promise<number> {
    const id = this.ids.next()
    if (order.reckoned.payableFen > 0) return this.db.transaction(tx => this.write(tx, order, id))
    const { reckoned, by, bill, table, memberNo } = order
    const paid = { memberId: by.memberId, paidFen: 0, who: memberNo, paidAt: this.clock.now() }
    const prepared = await this.quotes.prepare(bill, paid, [])
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
  private async repeated(tx: Tx, { key, hash }: { key: string; hash: Buffer }): Promise<number | null> {
    const known = await this.rows.byRequest(tx, key)
    if (known && !known.body_hash.equals(hash)) throw new Refusal('checkout.different')
    return known?.id ?? null
  }

  private async reckon(memberId: number, bill: TableBillRow, body: Body): Promise<ReckonedBill> {
    const choice = { points: body.points, couponIds: body.couponIds.map(Number) }
    const reckoned = await this.quotes.reckon(memberId, bill, choice)
    if (body.points > 0 && !reckoned.setting.enabled) throw new Refusal('checkout.points_off')
    if (!fits(body.points, reckoned.room)) {
      const short = body.points > reckoned.available
      throw new Refusal(short ? 'points.insufficient' : 'checkout.points_limit', { most: reckoned.room.most })
    }
    if (reckoned.payableFen !== body.expectedPayableFen) {
      throw new Refusal('checkout.changed', { payableFen: reckoned.payableFen })
    }
    return reckoned
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

  /** The bill, for somebody who sits at its table. Refuses `table_bill.not_here` also for bills there are not. */
  private async billHere(memberId: number, billId: string): Promise<TableBillRow> {
    const [bill, seat] = await Promise.all([this.rows.bill(Number(billId)), this.visits.seatOf(memberId)])
    if (!bill || seat?.tableId !== bill.table_id) throw new Refusal('table_bill.not_here')
    if (bill.state === BILL.OPEN && (await this.bills.find(bill.store_id, bill.bill_no))) {
      throw new Refusal('table_bill.settled')
    }
    if (bill.state === BILL.PAID) throw new Refusal('table_bill.paid')
    if (bill.state === BILL.WITHDRAWN) throw new Refusal('table_bill.withdrawn')
    return bill
  }
}

function hashOf({ billId, points, couponIds, expectedPayableFen }: Body): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([billId, points, [...couponIds].sort(), expectedPayableFen]))
    .digest()
}
