import { Inject, Injectable } from '@nestjs/common'
import { type Db, isDuplicate, rowsOf } from '../db.js'
import { Ledger } from '../ledger/ledger.service.js'
import { TierBell } from '../members/member-tier.service.js'
import type { PaymentRow } from '../payments/payment-rows.service.js'
import { Payments } from '../payments/payments.service.js'
import { Refusal } from '../refusal.js'
import { DB } from '../tokens.js'
import { CHECKOUT } from './checkout-rows.service.js'
import { CheckoutSettling } from './checkout-settling.service.js'
import { CheckoutSurroundings } from './checkout-surroundings.service.js'

const TRIES = 3
/** What a payment meets when somebody else has had what it was for: then the money goes back. */
const GONE: ReadonlySet<string> = new Set([
  'points.insufficient',
  'points.restricted',
  'points.frozen',
  'points.scattered',
  'record.not_found',
  'table.bill_settled',
  'table.bill_taken',
])
const isGone = (error: unknown): boolean =>
  error instanceof Refusal && (GONE.has(error.code) || error.code.startsWith('coupon.'))

/** What settlements do with the money of bills at tables: see `Taker` there. */
@Injectable()
export class TableBillTaker {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(Ledger) private readonly ledger: Ledger,
    @Inject(Payments) private readonly payments: Payments,
    @Inject(TierBell) private readonly tiers: TierBell,
    @Inject(CheckoutSettling) private readonly settling: CheckoutSettling,
    @Inject(CheckoutSurroundings) private readonly surroundings: CheckoutSurroundings,
  ) {}

  /** The money is there: the bill is paid, once. Where it cannot be any more, what is set aside returns, and the money too. */
  async take(order: PaymentRow): Promise<'TAKEN' | 'GIVE_BACK'> {
    const around = await this.surroundings.of(order)
    // Another call has settled it; what stands in its row is not to be planned anew.
    if (around.checkout.state === CHECKOUT.PAID) return 'TAKEN'
    const prepared = await this.surroundings.prepare(order, around)
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
    const around = await this.surroundings.of(order)
    const { id, member_id } = around.checkout
    await this.db.transaction(async tx => {
      await this.ledger.lock(tx, member_id)
      if (!(await this.payments.markClosed(tx, order.id, 'JOB'))) return
      const sql = "SELECT at FROM checkout_step WHERE checkout_id = ? AND step = 'GIVEN_UP'"
      const gaveUp = await rowsOf(tx, sql, [id])
      await this.settling.letGo(tx, around, gaveUp.length > 0 ? 'CANCELLED' : 'TIMED_OUT')
    })
  }
}
