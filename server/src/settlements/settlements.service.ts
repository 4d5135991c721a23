import { Inject, Injectable } from '@nestjs/common'
import type { Logger } from 'pino'
import { TableBillTaker } from '../checkouts/table-bill-taker.service.js'
import type { Db } from '../db.js'
import { RewardTaker } from '../mall/reward-taker.service.js'
import { PaymentRefunds } from '../payments/payment-refunds.service.js'
import type { PaymentRow } from '../payments/payment-rows.service.js'
import { PaymentRows } from '../payments/payment-rows.service.js'
import { STATE, wholeRefundNoOf } from '../payments/payments.rules.js'
import { Payments } from '../payments/payments.service.js'
import { Refusal } from '../refusal.js'
import { DB, LOG, PAY } from '../tokens.js'
import type { PayClient } from '../wechat-pay/wechat-pay.client.js'
import { PayError } from '../wechat-pay/wechat-pay.error.js'
import type { Notice } from '../wechat-pay/wechat-pay.notice.js'
import type { SignatureHeaders } from '../wechat-pay/wechat-pay.signature.js'

/**
 * What a purpose does with its orders. Each verb runs one transaction of its own, begins it with the ledger's locks, and
 * asks `Payments.claim` or `Payments.markClosed` inside it: they say whether it is this call that acts.
 */
export interface Taker {
  /**
   * The money is there: hand over what was set aside. For a late order (`late`) nothing is set aside any more: set it
   * aside anew, or answer GIVE_BACK, without having claimed. The same order may come again.
   */
  take(order: PaymentRow): Promise<'TAKEN' | 'GIVE_BACK'>
  /** The money will not come, WeChat Pay has closed the order: let go what was set aside. */
  release(order: PaymentRow): Promise<void>
}

/** The one place that hears of money, whichever way: notification, query or job. It tells whoever had asked for it. */
@Injectable()
export class Settlements {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(LOG) private readonly log: Logger,
    @Inject(PAY) private readonly pay: PayClient | null,
    @Inject(PaymentRows) private readonly rows: PaymentRows,
    @Inject(Payments) private readonly payments: Payments,
    @Inject(PaymentRefunds) private readonly refunds: PaymentRefunds,
    @Inject(TableBillTaker) private readonly tableBills: TableBillTaker,
    @Inject(RewardTaker) private readonly rewards: RewardTaker,
  ) {}

  /**
   * A notification, as bytes. Answering normally tells WeChat Pay that it need not be repeated, so what moves money is
   * committed by then. Refuses `pay.notice_invalid` for whatever WeChat Pay has not just signed for us, `pay.order_unknown`,
   * `pay.mismatch`; all of these are repeated by whoever means it.
   */
  async hear(headers: SignatureHeaders, body: Buffer): Promise<void> {
    const notice = await this.read(headers, body)
    if (notice.about === 'ORDER') {
      const { outcome, order } = await this.payments.apply(notice.transaction, 'NOTICE', notice)
      this.log.info({ payment: order.id, notice: notice.id, outcome }, 'payment notification')
      if (outcome === 'MISMATCH') throw new Refusal('pay.mismatch')
      if (order.state === STATE.PAID) await this.settle(order).catch(error => this.leaveToTheJob(order, error))
    }
    if (notice.about === 'REFUND') {
      const state = await this.refunds.record(notice.refund, notice)
      this.log.info({ notice: notice.id, state }, 'refund notification')
    }
  }

  private async read(headers: SignatureHeaders, body: Buffer): Promise<Notice> {
    if (!this.pay) throw new Refusal('pay.not_configured')
    try {
      return await this.pay.notice(headers, body)
    } catch (error) {
      if (!(error instanceof PayError)) throw error
      this.log.warn({ reason: error.reason }, 'a payment notification was not believed')
      throw new Refusal('pay.notice_invalid')
    }
  }

  /** Asks WeChat Pay about one order now: a page that comes back from paying need not wait for the notification. */
  async refresh(orderId: number): Promise<PaymentRow> {
    const row = await this.rows.get(orderId)
    if (row.state === STATE.OPEN && row.prepay_id) await this.ask(row).catch(error => ignoreTrouble(error))
    return this.rows.get(orderId)
  }

  /** Its payer gives an order up: it is closed now, or as soon as WeChat Pay says that nothing was paid on it. */
  async giveUp(orderId: number): Promise<PaymentRow> {
    await this.rows.endNow(orderId)
    const row = await this.rows.get(orderId)
    if (row.state === STATE.OPEN) await this.end(row)
    return this.rows.get(orderId)
  }

  /** One order that is due: unpaid ones are asked about, those whose time is over are closed, paid ones are settled. */
  async look(row: PaymentRow, now: Date): Promise<void> {
    if (row.state === STATE.PAID) return this.settle(row)
    if (row.state !== STATE.OPEN) return
    if (row.expires_at <= now) return this.end(row)
    await this.ask(row)
    await this.payments.lookAgain(row, false)
  }

  private async ask(row: PaymentRow): Promise<void> {
    const { outcome, order } = await this.payments.query(row, 'QUERY')
    if (outcome === 'CLOSED') return this.release(row)
    if (order.state === STATE.PAID) await this.settle(order)
  }

  /** Time is over. WeChat Pay closes first: as long as it has not, somebody may be paying at this moment. */
  private async end(row: PaymentRow): Promise<void> {
    const became = await this.payments.closeThere(row)
    if (became === 'CLOSED') return this.release(row)
    if (became === 'PAID') return this.settle(await this.rows.get(row.id))
    await this.payments.lookAgain(row, true)
  }

  /** Hands a paid order to whoever had asked for it; once, however often it is called. */
  private async settle(order: PaymentRow): Promise<void> {
    if (order.settled_at !== null) return
    const taker = this.takerOf(order)
    const became = taker ? await taker.take(order) : 'GIVE_BACK'
    if (became === 'GIVE_BACK') await this.giveBack(order)
  }

  private async release(order: PaymentRow): Promise<void> {
    const taker = this.takerOf(order)
    if (taker) return taker.release(order)
    await this.db.transaction(tx => this.payments.markClosed(tx, order.id, 'JOB'))
  }

  /** Who has asked for the money of an order. */
  protected takerOf(order: PaymentRow): Taker | null {
    switch (order.purpose) {
      case 'TABLE_BILL':
        return this.tableBills
      case 'REWARD':
      case 'PACK':
        return this.rewards
      // Money that nobody takes is not kept: it goes back.
      default:
        return null
    }
  }

  /** All of it goes back to the payer, under a number that follows from the order's: a second time is the same refund. */
  private async giveBack(order: PaymentRow): Promise<void> {
    const outRefundNo = wholeRefundNoOf(order.out_trade_no)
    const asked = await this.db.transaction(async tx => {
      if (!(await this.payments.claim(tx, order.id))) return false
      const reason = '订单已失效，全额退回'
      await this.refunds.ask(tx, { order, outRefundNo, amountFen: order.amount_fen, reason, by: 'SYSTEM' })
      return true
    })
    if (asked) await this.refunds.send(outRefundNo)
  }

  /** The money is written down as paid and the order is due: what went wrong here is done again by the job. */
  private leaveToTheJob(order: PaymentRow, error: unknown): void {
    const { name, message, stack } = error as Error
    this.log.error({ payment: order.id, err: { name, message, stack } }, 'a paid order could not be settled at once')
  }
}

function ignoreTrouble(error: unknown): void {
  if (!(error instanceof PayError)) throw error
}
