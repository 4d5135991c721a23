import type { Benefit } from '@huitou/shared/verifications'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { CouponQuotes } from '../coupons/quotes.service.js'
import { MOST_OFFERED } from '../coupons/stacking.rules.js'
import { MOST_SHOWN, Vouchers } from '../mall/vouchers.service.js'
import { type Store, Stores } from '../stores/stores.service.js'
import { CLOCK } from '../tokens.js'
import { firstObstacle } from './checks.rules.js'
import { type Thing, Things } from './things.service.js'
import { obstacleText } from './verifications.texts.js'

/** What a member holds, as a waiter of a store meets it now. */
@Injectable()
export class Holdings {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Stores) private readonly stores: Stores,
    @Inject(CouponQuotes) private readonly coupons: CouponQuotes,
    @Inject(Vouchers) private readonly vouchers: Vouchers,
    @Inject(Things) private readonly things: Things,
  ) {}

  /** How many things a member can use here and now. */
  async count(storeId: number, memberId: number): Promise<number> {
    const { benefits } = await this.held(storeId, memberId)
    return benefits.filter(({ why }) => why === null).length
  }

  /** All of it, what ends first at the front. */
  async held(storeId: number, memberId: number): Promise<{ benefits: Benefit[]; more: boolean }> {
    const store = await this.stores.get(storeId)
    const at = this.clock.now()
    const place = { store, at, channel: 'STAFF' as const, paidFen: null, items: [] }
    const [coupons, vouchers] = await Promise.all([
      this.coupons.hereNow(memberId, place),
      this.vouchers.ofMember(memberId, at),
    ])
    const things = await Promise.all([
      ...coupons.map(({ coupon }) => this.things.ofCoupon(coupon)),
      ...vouchers.map(voucher => this.things.ofVoucher(voucher)),
    ])
    things.sort((one, other) => one.expiresAt.getTime() - other.expiresAt.getTime() || one.id - other.id)
    const more = coupons.length >= MOST_OFFERED || vouchers.length >= MOST_SHOWN
    return { benefits: things.map(thing => this.view(thing, store, at)), more }
  }

  private view(thing: Thing, store: Store, at: Date): Benefit {
    const first = firstObstacle(thing.judge({ store, at }, at, null))
    const { names, expiresAt, left, uses } = thing
    const told = { names, timeZone: store.timeZone, expiresAt, left, uses, used: null }
    return {
      kind: thing.kind,
      id: String(thing.id),
      name: thing.name,
      valueLine: thing.value,
      condition: thing.condition,
      image: thing.image,
      left,
      uses,
      needsBill: thing.needsBill,
      expiresAt: expiresAt.toISOString(),
      why: first?.obstacle ? obstacleText(first.obstacle, told) : null,
    }
  }
}
