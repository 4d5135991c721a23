import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import type { Db, Tx } from '../db.js'
import { PaymentRefunds } from '../payments/payment-refunds.service.js'
import type { PaymentRow } from '../payments/payment-rows.service.js'
import { wholeRefundNoOf } from '../payments/payments.rules.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB } from '../tokens.js'
import { type Ground, MallPoints } from './mall-points.service.js'
import { type RedemptionRow, RedemptionRows } from './redemption-rows.service.js'
import { amountOf, RewardTaker } from './reward-taker.service.js'
import { REDEMPTION } from './rewards.rules.js'
import { Rewards, type RewardVersion } from './rewards.service.js'
import { UnusedThings } from './unused-things.service.js'

interface Returning {
  row: RedemptionRow
  order: PaymentRow | null
  version: RewardVersion
  ground: Ground
  couponIds: number[]
}

/** Exchanges that are called off, or given back unused. */
@Injectable()
export class ReturningRewards {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(MallPoints) private readonly points: MallPoints,
    @Inject(PaymentRefunds) private readonly refunds: PaymentRefunds,
    @Inject(Rewards) private readonly rewards: Rewards,
    @Inject(RedemptionRows) private readonly rows: RedemptionRows,
    @Inject(RewardTaker) private readonly taker: RewardTaker,
    @Inject(UnusedThings) private readonly unused: UnusedThings,
  ) {}

  /**
   * Calls off a payment under way, or gives back what is unused and may be given back: points to the lots they came from,
   * the piece to the stock, money to the payer under the one number there is for it. Again it changes nothing more. Refuses
   * `record.not_found`, `redemption.*`, `coupon.*`, `pay.unavailable` when WeChat Pay could not be asked: nothing is lost.
   */
  async cancel(memberId: number, id: number): Promise<void> {
    const row = await this.rows.get(id, memberId)
    if (row.state === REDEMPTION.PAYING) return this.taker.callOff(row)
    if (row.state !== REDEMPTION.DONE) return
    if (row.source !== 'MALL') throw new Refusal('redemption.not_refundable')
    const [version, ground, couponIds, order] = await Promise.all([
      this.rewards.version(row.code, row.version),
      this.points.ground(row.code),
      this.rows.couponsOf(id),
      this.taker.orderOf(row),
    ])
    if (!version.definition.refundable) throw new Refusal('redemption.not_refundable')
    const returning = { row, order, version, ground, couponIds }
    const refundNo = await this.db.transaction(tx => this.write(tx, returning))
    // What is written down goes out now, or by the worker.
    if (refundNo) await this.refunds.send(refundNo).catch(() => undefined)
  }

  private async write(tx: Tx, of: Returning): Promise<string | null> {
    await this.points.lock(tx, of.row.member_id)
    const row = await this.rows.lock(tx, of.row.id)
    if (row.state !== REDEMPTION.DONE) return null
    await this.unused.takeBack(tx, row, { definition: of.version.definition, couponIds: of.couponIds })
    const amount = amountOf(row, { key: `mall-back:${row.id}`, reward: of.version, ground: of.ground })
    if (row.journal_id) await this.points.undo(tx, amount, row.journal_id)
    await this.rows.move(tx, row, { state: REDEMPTION.RETURNED, ended_at: this.clock.now() })
    await this.rows.write(tx, [this.rows.stepRow(row, 'RETURNED')])
    const refundNo = of.order ? await this.giveMoneyBack(tx, row, of.order) : null
    await this.rewards.putBack(tx, row.code)
    return refundNo
  }

  private async giveMoneyBack(tx: Tx, row: RedemptionRow, order: PaymentRow): Promise<string> {
    const outRefundNo = wholeRefundNoOf(order.out_trade_no)
    await this.refunds.ask(tx, {
      order,
      outRefundNo,
      amountFen: row.cash_fen,
      reason: '兑换退回',
      by: `MEMBER ${row.member_id}`,
    })
    return outRefundNo
  }
}
