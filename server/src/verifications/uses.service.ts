import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { CouponLife } from '../coupons/coupon-life.service.js'
import { type Actor, CouponRows } from '../coupons/coupon-rows.service.js'
import { stateAt } from '../coupons/state.rules.js'
import type { Tx } from '../db.js'
import { voucherState } from '../mall/vouchers.rules.js'
import { Vouchers } from '../mall/vouchers.service.js'
import { CLOCK } from '../tokens.js'
import type { VerificationRow } from './receipts.service.js'
import { useKeyOf } from './requests.rules.js'
import { KIND } from './verification.rules.js'

const LOCK_MS = 60_000

/** What a record does to the coupon or the voucher it is of. */
@Injectable()
export class Uses {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CouponLife) private readonly coupons: CouponLife,
    @Inject(CouponRows) private readonly couponRows: CouponRows,
    @Inject(Vouchers) private readonly vouchers: Vouchers,
  ) {}

  /** The thing itself is the turnstile: nobody verifies or undoes it meanwhile. */
  async lock(tx: Tx, { kind, item_id }: VerificationRow): Promise<void> {
    if (kind === KIND.VOUCHER) await this.vouchers.lock(tx, item_id)
    else await this.couponRows.lock(tx, [item_id])
  }

  /** Uses it, as of that moment. Refuses `coupon.*` and `voucher.*`. */
  async use(tx: Tx, row: VerificationRow, at: Date): Promise<void> {
    const key = useKeyOf(row.id)
    const { store_id: storeId, item_id: id, quantity, actor } = row
    if (row.kind === KIND.VOUCHER) {
      await this.vouchers.use(tx, { key, voucherId: id, quantity, storeId, actor, at })
      return
    }
    const by: Actor = { kind: 'STAFF', name: actor, storeId }
    const until = new Date(this.clock.now().getTime() + LOCK_MS)
    const lock = { key, couponIds: [id], memberId: row.member_id, purpose: 'VERIFICATION' as const, until, by, at }
    await this.coupons.lock(tx, lock)
    await this.coupons.use(tx, { key, lockKey: key, coupons: [{ id, offFen: row.worth_fen }], storeId, by, at })
  }

  /** Gives it back as it was; what has ended meanwhile is back and ended. */
  async giveBack(tx: Tx, row: VerificationRow, actor: string): Promise<'USABLE' | 'EXPIRED'> {
    const now = this.clock.now()
    const useKey = useKeyOf(row.id)
    if (row.kind === KIND.VOUCHER) {
      const voucher = await this.vouchers.undo(tx, { useKey, actor })
      return voucherState(voucher, now) === 'READY' ? 'USABLE' : 'EXPIRED'
    }
    const by = { kind: 'STAFF' as const, name: actor, storeId: row.store_id }
    await this.coupons.giveBack(tx, { key: `void:${row.id}`, useKey, coupons: 'ALL', by, asItWas: true })
    const [coupon] = await this.couponRows.lock(tx, [row.item_id])
    return coupon && stateAt(coupon, now) === 'USABLE' ? 'USABLE' : 'EXPIRED'
  }
}
