import type { Text } from '@huitou/shared/basics'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { CouponLife } from '../coupons/coupon-life.service.js'
import { type Actor, SYSTEM } from '../coupons/coupon-rows.service.js'
import { change, rowsOf, type Tx } from '../db.js'
import type { Ids } from '../ids.js'
import { Ledger } from '../ledger/ledger.service.js'
import { HOLD_STATUS } from '../ledger/operation.rules.js'
import { Bills, type PreparedBill } from '../purchases/bills.service.js'
import { Refusal } from '../refusal.js'
import type { Store } from '../stores/stores.service.js'
import { CLOCK, IDS } from '../tokens.js'
import {
  BILL,
  BIZ_CHECKOUT,
  CHECKOUT,
  type CheckoutCouponRow,
  type CheckoutRow,
  CheckoutRows,
  type LetGo,
  lockKeyOf,
  type TableBillRow,
  useKeyOf,
} from './checkout-rows.service.js'
import { isRecorded, TableBills } from './table-bills.service.js'

/** A checkout with everything around it, read before the transaction. */
export interface Around {
  checkout: CheckoutRow
  /** `id` is null for a bill that is at no table but at a till, which has seen to it that nobody else pays it. */
  bill: Pick<TableBillRow, 'store_id' | 'bill_no'> & { id: number | null }
  store: Store
  coupons: Pick<CheckoutCouponRow, 'coupon_id' | 'off_fen'>[]
  /** Who pays, or rings it up. */
  by: Actor
  /** What the points are spent on, in words. */
  what: Text
  /** Restrictions of points that are met now, for points that are spent anew. */
  honours: number[]
}

export type AroundTable = Around & { bill: TableBillRow }

/** A late order's coupons are locked anew for the moment in which they are used. */
const MOMENT_MS = 60_000

/** The two ends of a checkout, each in the caller's transaction, which holds the member's accounts. */
@Injectable()
export class CheckoutSettling {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(Ledger) private readonly ledger: Ledger,
    @Inject(CouponLife) private readonly coupons: CouponLife,
    @Inject(Bills) private readonly bills: Bills,
    @Inject(CheckoutRows) private readonly rows: CheckoutRows,
    @Inject(TableBills) private readonly tableBills: TableBills,
  ) {}

  /**
   * Points out, coupons used, the bill recorded. What was let go before is taken anew where it still can be. Answers
   * whether a tier may rise. Refuses `table.bill_settled` and `table.bill_taken` when somebody was quicker, `points.*` and
   * `coupon.*` for what is not there any more.
   */
  async settle(tx: Tx, around: Around, prepared: PreparedBill): Promise<boolean> {
    const { bill, coupons, by } = around
    const checkout = await this.rows.lock(tx, around.checkout.id)
    if (!checkout || checkout.state === CHECKOUT.PAID) throw new Error('a checkout is settled twice, or is not there')
    if (await isRecorded(tx, bill.store_id, bill.bill_no)) throw new Refusal('table.bill_settled')
    const letGo = checkout.state === CHECKOUT.LET_GO
    if (letGo && bill.id !== null) await this.takeBill(tx, checkout.id, bill.id)
    // At a till things are set aside until the reservation ends, at a table for much longer than the payment may take.
    const ranOut = bill.id === null && checkout.expires_at <= this.clock.now()
    if (letGo || ranOut) await this.lockAnew(tx, around)
    const spendId = checkout.points > 0 ? await this.spend(tx, checkout, around) : null
    if (coupons.length > 0) {
      await this.coupons.use(tx, {
        key: useKeyOf(checkout.id),
        lockKey: lockKeyOf(checkout.id),
        coupons: coupons.map(({ coupon_id: id, off_fen: offFen }) => ({ id, offFen })),
        storeId: bill.store_id,
        by,
      })
    }
    const recorded = await this.bills.recordIn(tx, prepared, earn => this.ledger.post(tx, earn))
    if (!recorded) throw new Refusal('table.bill_settled')
    const sql = `UPDATE checkout SET state = ${CHECKOUT.PAID}, let_go = NULL, spend_id = ?, purchase_id = ?, ended_at = ? WHERE id = ?`
    await change(tx, sql, [spendId, recorded.row.id, this.clock.now(), checkout.id])
    if (bill.id !== null) await this.tableBills.end(tx, { id: bill.id }, { state: BILL.PAID, who: by.name })
    await this.rows.step(tx, checkout.id, 'PAID', by.name)
    return recorded.mayRise
  }

  /** Everything that was set aside returns, once. RETURNED also marks one that was let go before its money came. */
  async letGo(tx: Tx, around: Pick<Around, 'checkout' | 'coupons' | 'store' | 'by'>, why: LetGo): Promise<void> {
    const { checkout: before, coupons, store, by } = around
    const checkout = await this.rows.lock(tx, before.id)
    if (!checkout || checkout.state === CHECKOUT.PAID) return
    const now = this.clock.now()
    const sql = `UPDATE checkout SET state = ${CHECKOUT.LET_GO}, let_go = ?, ended_at = ? WHERE id = ?`
    if (checkout.state === CHECKOUT.LET_GO && why !== 'RETURNED') return
    await change(tx, sql, [why, now, checkout.id])
    if (checkout.state === CHECKOUT.LET_GO) return
    if (await this.holds(tx, checkout)) {
      const released = why === 'TIMED_OUT' ? 'TIME_OUT' : 'CANCELLED'
      await this.ledger.post(tx, {
        kind: 'RELEASE',
        key: `checkout:${checkout.id}:release`,
        body: String(checkout.hold_id),
        memberId: checkout.member_id,
        brandId: store.brandId,
        storeId: store.id,
        operatorId: null,
        biz: { type: BIZ_CHECKOUT, id: String(checkout.id) },
        occurredAt: now,
        explanation: { kind: 'RELEASE', why: released, points: checkout.points },
        hold: checkout.hold_id!,
      })
    }
    if (checkout.bill_id !== null) {
      const free = `UPDATE table_bill SET checkout_id = NULL, revision = GREATEST(revision + 1, ?)
        WHERE id = ? AND state = ${BILL.OPEN} AND checkout_id = ?`
      await change(tx, free, [this.ids.next(), checkout.bill_id, checkout.id])
    }
    const couponIds = coupons.map(coupon => coupon.coupon_id)
    await this.coupons.unlock(tx, { key: lockKeyOf(checkout.id), couponIds, by: SYSTEM })
    await this.rows.step(tx, checkout.id, 'LET_GO', why === 'CANCELLED' ? by.name : 'SYSTEM')
  }

  private async takeBill(tx: Tx, checkoutId: number, billId: number): Promise<void> {
    const sql = `UPDATE table_bill SET checkout_id = ?, revision = GREATEST(revision + 1, ?)
      WHERE id = ? AND state = ${BILL.OPEN} AND checkout_id IS NULL`
    if ((await change(tx, sql, [checkoutId, this.ids.next(), billId])) !== 1) throw new Refusal('table.bill_taken')
  }

  /** The coupons of a checkout that was let go, or ran out; its points are spent anew. */
  private async lockAnew(tx: Tx, { checkout, coupons, by }: Around): Promise<void> {
    await this.coupons.lock(tx, {
      key: lockKeyOf(checkout.id),
      couponIds: coupons.map(coupon => coupon.coupon_id),
      memberId: checkout.member_id,
      purpose: 'CHECKOUT',
      until: new Date(this.clock.now().getTime() + MOMENT_MS),
      by,
    })
  }

  /** By the hold while it stands; otherwise by what is there now. */
  private async spend(tx: Tx, checkout: CheckoutRow, { store, what, honours }: Around): Promise<number> {
    const { id, points } = checkout
    const about = {
      body: `${checkout.bill_id ?? id}|${points}`,
      memberId: checkout.member_id,
      brandId: store.brandId,
      storeId: store.id,
      operatorId: null,
      biz: { type: BIZ_CHECKOUT, id: String(id) },
      occurredAt: this.clock.now(),
      points,
    }
    const { journalId } = (await this.holds(tx, checkout))
      ? await this.ledger.post(tx, {
          kind: 'CAPTURE',
          key: `checkout:${id}:capture`,
          ...about,
          hold: checkout.hold_id!,
          explanation: { kind: 'CAPTURE', what: { ...what }, points },
        })
      : await this.ledger.post(tx, {
          kind: 'SPEND',
          key: `checkout:${id}:spend`,
          ...about,
          honours,
          explanation: { kind: 'SPEND', what: { ...what }, points },
        })
    return journalId
  }

  /** Whether the points of a checkout are still set aside: nobody has let them go, and their time is not over. */
  private async holds(tx: Tx, { hold_id }: CheckoutRow): Promise<boolean> {
    if (hold_id === null) return false
    const sql = `SELECT id FROM hold WHERE id = ? AND status = ${HOLD_STATUS.OPEN} AND expires_at > ?`
    return (await rowsOf(tx, sql, [hold_id, this.clock.now()])).length > 0
  }
}
