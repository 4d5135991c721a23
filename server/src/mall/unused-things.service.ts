import type { RewardDefinition } from '@huitou/shared/mall'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { memberActor } from '../coupons/issuing.service.js'
import { CouponTakingBack } from '../coupons/taking-back.service.js'
import { change, rowsOf, type Tx } from '../db.js'
import { Refusal } from '../refusal.js'
import { CLOCK } from '../tokens.js'
import { type RedemptionRow, VOUCHER_ROW, type VoucherRow } from './redemption-rows.service.js'
import { isInTime } from './rewards.rules.js'
import { Shipments } from './shipments.service.js'
import { VOUCHER, voucherState } from './vouchers.rules.js'

/** What an exchange handed over comes back here, as long as it is unused. */
@Injectable()
export class UnusedThings {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CouponTakingBack) private readonly coupons: CouponTakingBack,
    @Inject(Shipments) private readonly shipments: Shipments,
  ) {}

  /** Refuses `redemption.used`, `redemption.expired`, `redemption.too_late`, `shipment.not_changeable`, `coupon.*`. */
  async takeBack(
    tx: Tx,
    row: Pick<RedemptionRow, 'id' | 'member_id'>,
    of: { definition: RewardDefinition; couponIds: number[] },
  ): Promise<void> {
    if (!isInTime(of.definition, this.clock.now())) throw new Refusal('redemption.too_late')
    await this.takeVoucher(tx, row.id)
    await this.shipments.callOff(tx, row.id)
    await this.coupons.takeBack(tx, {
      couponIds: of.couponIds,
      memberId: row.member_id,
      by: memberActor(row.member_id),
      key: `mall-back:${row.id}`,
    })
  }

  /** A waiter may be verifying it at this moment: the voucher's row says who was first. */
  private async takeVoucher(tx: Tx, redemptionId: number): Promise<void> {
    const sql = `SELECT ${VOUCHER_ROW} FROM voucher WHERE redemption_id = ? FOR UPDATE`
    const [voucher] = await rowsOf<VoucherRow>(tx, sql, [redemptionId])
    if (!voucher) return
    const state = voucherState(voucher, this.clock.now())
    if (state === 'USED' || voucher.uses_left < voucher.uses) throw new Refusal('redemption.used')
    if (state === 'EXPIRED') throw new Refusal('redemption.expired')
    await change(tx, `UPDATE voucher SET status = ${VOUCHER.RETURNED} WHERE id = ?`, [voucher.id])
  }
}
