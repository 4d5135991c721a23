import type { RedemptionCard, RedemptionDetail, RedemptionState, RewardDefinition } from '@huitou/shared/mall'
import { Inject, Injectable } from '@nestjs/common'
import { lastValidDay } from '../calendar.js'
import type { Clock } from '../clock.js'
import { nameText } from '../coupons/coupon.texts.js'
import { CouponRows } from '../coupons/coupon-rows.service.js'
import type { Input, Reply } from '../http.js'
import { PaymentRows } from '../payments/payment-rows.service.js'
import { STATE } from '../payments/payments.rules.js'
import { Payments } from '../payments/payments.service.js'
import { Refusal } from '../refusal.js'
import { CLOCK } from '../tokens.js'
import { Extras } from './extras.service.js'
import { nameOf, termsOf } from './mall.texts.js'
import { MallMembers } from './mall-members.service.js'
import { type RedemptionRow, RedemptionRows, type VoucherRow } from './redemption-rows.service.js'
import { isInTime, REDEMPTION } from './rewards.rules.js'
import { Rewards } from './rewards.service.js'
import { voucherState } from './vouchers.rules.js'

const PAGE = 20

/** What a member exchanged, as the member sees it. */
@Injectable()
export class Redemptions {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CouponRows) private readonly coupons: CouponRows,
    @Inject(PaymentRows) private readonly paymentRows: PaymentRows,
    @Inject(Payments) private readonly payments: Payments,
    @Inject(Rewards) private readonly rewards: Rewards,
    @Inject(MallMembers) private readonly mallMembers: MallMembers,
    @Inject(RedemptionRows) private readonly rows: RedemptionRows,
    @Inject(Extras) private readonly extras: Extras,
  ) {}

  async list(
    memberId: number,
    query: Input<'GET /member/redemptions'>['query'],
  ): Promise<Reply<'GET /member/redemptions'>> {
    const limit = query.limit ?? PAGE
    const found = await this.rows.ofMember(memberId, Number(query.cursor ?? Number.MAX_SAFE_INTEGER), limit + 1)
    const rows = found.slice(0, limit)
    const vouchers = await this.rows.vouchersOf(rows.map(({ id }) => id))
    const items: RedemptionCard[] = []
    for (const row of rows) {
      const { definition } = await this.rewards.version(row.code, row.version)
      items.push(this.card(row, definition, vouchers.get(row.id)))
    }
    return { items, nextCursor: found.length > limit ? (items.at(-1)?.id ?? null) : null }
  }

  /** One exchange. Refuses `record.not_found`, also for those of others. */
  async detail(memberId: number, id: number): Promise<RedemptionDetail> {
    const row = await this.rows.get(id, memberId)
    const { definition } = await this.rewards.version(row.code, row.version)
    const [vouchers, couponIds, order, available, { names, ...extras }] = await Promise.all([
      this.rows.vouchersOf([id]),
      this.rows.couponsOf(id),
      row.payment_id ? this.paymentRows.get(row.payment_id) : null,
      this.mallMembers.available(memberId),
      this.extras.ofExchange(id, definition),
    ])
    const voucher = vouchers.get(id)
    const card = this.card(row, definition, voucher)
    const inTime = isInTime(definition, this.clock.now()) && extras.shipment?.changeable !== false
    const mayReturn = inTime && isReturnable(row, definition, voucher)
    const coupons = await this.coupons.read(couponIds)
    return {
      ...card,
      voucher: card.state === 'READY' && voucher ? voucher.code : null,
      uses: voucher && voucher.uses > 1 ? { left: voucher.uses_left, of: voucher.uses } : null,
      coupons: coupons.map(({ row: coupon, published }) => ({
        id: String(coupon.id),
        name: nameText(published.definition),
      })),
      stores: names.stores,
      terms: termsOf(definition, { stores: names.stores?.map(({ name }) => name) ?? null, lowest: names.lowest }),
      payUntil: card.state === 'PAYING' && order?.state === STATE.OPEN ? order.expires_at.toISOString() : null,
      cancellable: card.state === 'PAYING' || (card.state === 'READY' && mayReturn),
      refundedFen: order?.refunded_fen ?? 0,
      endedAt: row.ended_at?.toISOString() ?? null,
      used: voucher?.use_id ? await this.rows.useOf(voucher.use_id) : null,
      available,
      ...extras,
    }
  }

  /** What the phone needs to pay. Refuses `redemption.not_paying` and those of `Payments.prepay`. */
  async pay(memberId: number, id: number): Promise<Reply<'POST /member/redemptions/:id/payments'>> {
    const row = await this.rows.get(id, memberId)
    if (row.state !== REDEMPTION.PAYING || !row.payment_id) throw new Refusal('redemption.not_paying')
    return this.payments.prepay(row.payment_id)
  }

  private card(row: RedemptionRow, definition: RewardDefinition, voucher: VoucherRow | undefined): RedemptionCard {
    return {
      id: String(row.id),
      code: row.code,
      name: nameOf(definition),
      kind: definition.gift.type,
      state: this.stateOf(row, voucher),
      price: { points: row.points, cashFen: row.cash_fen },
      at: row.ordered_at.toISOString(),
      lastDay: voucher ? lastValidDay(voucher.expires_at, voucher.time_zone) : null,
    }
  }

  private stateOf({ state }: RedemptionRow, voucher: VoucherRow | undefined): RedemptionState {
    if (state === REDEMPTION.PAYING) return 'PAYING'
    if (state === REDEMPTION.CANCELLED) return 'CANCELLED'
    if (state === REDEMPTION.RETURNED) return 'RETURNED'
    return voucher ? voucherState(voucher, this.clock.now()) : 'READY'
  }
}

/** What was won or taken together stays; so does a voucher of several uses that was used once. */
function isReturnable(
  { source }: RedemptionRow,
  { refundable }: RewardDefinition,
  voucher: VoucherRow | undefined,
): boolean {
  return refundable && source === 'MALL' && (!voucher || voucher.uses_left === voucher.uses)
}
