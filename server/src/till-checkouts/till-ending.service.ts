import type { TillCheckout } from '@huitou/shared/till-checkouts'
import { Inject, Injectable } from '@nestjs/common'
import { CHECKOUT, CheckoutRows, type LetGo } from '../checkouts/checkout-rows.service.js'
import { CheckoutSettling } from '../checkouts/checkout-settling.service.js'
import type { Clock } from '../clock.js'
import { type Actor, SYSTEM } from '../coupons/coupon-rows.service.js'
import { change, type Db, type Tx } from '../db.js'
import { Ledger } from '../ledger/ledger.service.js'
import type { Till } from '../purchases/scans.service.js'
import { Refusal } from '../refusal.js'
import { Stores } from '../stores/stores.service.js'
import { CLOCK, DB } from '../tokens.js'
import { actorOf, TillCheckoutRows, type TillRow } from './till-checkout-rows.service.js'
import { TillViews } from './till-views.service.js'

/** Reservations that are not committed: cancelled, or out of time. What they set aside returns, once. */
@Injectable()
export class TillEnding {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Ledger) private readonly ledger: Ledger,
    @Inject(Stores) private readonly stores: Stores,
    @Inject(CheckoutRows) private readonly checkouts: CheckoutRows,
    @Inject(CheckoutSettling) private readonly settling: CheckoutSettling,
    @Inject(TillCheckoutRows) private readonly rows: TillCheckoutRows,
    @Inject(TillViews) private readonly views: TillViews,
  ) {}

  /**
   * Lets a reservation go for good: it cannot be committed any more. Again, the same. Refuses `checkout.unknown`, and
   * `checkout.committed` when the commit was quicker.
   */
  async cancel(till: Till, key: string): Promise<TillCheckout> {
    const row = await this.rows.get(till.storeId, key)
    await this.end(row, 'CANCELLED', actorOf(till))
    return this.views.one(till.storeId, key)
  }

  /** Lets go of what a reservation has set aside whose time is over; of any other one, nothing. Answers whether it did. */
  async timeOut(row: TillRow): Promise<boolean> {
    if (row.expires_at > this.clock.now()) return false
    return this.end(row, 'TIMED_OUT', SYSTEM)
  }

  private async end(row: TillRow, why: Exclude<LetGo, 'RETURNED'>, by: Actor): Promise<boolean> {
    const [store, coupons] = await Promise.all([this.stores.get(row.store_id), this.checkouts.coupons(row.id)])
    return this.db.transaction(async tx => {
      await this.ledger.lock(tx, row.member_id)
      const checkout = await this.rows.lock(tx, row.id)
      if (checkout.state === CHECKOUT.PAID) {
        if (why === 'CANCELLED') throw new Refusal('checkout.committed')
        return false
      }
      if (checkout.state === CHECKOUT.LET_GO) return this.endForGood(tx, checkout, why)
      await this.settling.letGo(tx, { checkout, coupons, store, by }, why)
      const closed = 'UPDATE till_checkout SET open_bill_no = NULL, open_until = NULL WHERE checkout_id = ?'
      return (await change(tx, closed, [row.id])) === 1
    })
  }

  /** One that timed out could still be committed; once somebody cancels it, not any more. */
  private async endForGood(tx: Tx, { id, let_go }: TillRow, why: LetGo): Promise<boolean> {
    if (why !== 'CANCELLED' || let_go === 'CANCELLED') return false
    return (await change(tx, 'UPDATE checkout SET let_go = ? WHERE id = ?', [why, id])) === 1
  }
}
