import { Inject, Injectable } from '@nestjs/common'
import type { Logger } from 'pino'
import type { Clock } from '../clock.js'
import { isDatabaseAway } from '../db.js'
import { PaymentRefunds } from '../payments/payment-refunds.service.js'
import { PaymentRows } from '../payments/payment-rows.service.js'
import { Payments } from '../payments/payments.service.js'
import { Reconciliation } from '../payments/reconciliation.service.js'
import { Shippings } from '../payments/shippings.service.js'
import { CLOCK, LOG } from '../tokens.js'
import { PayError } from '../wechat-pay/wechat-pay.error.js'
import { Settlements } from './settlements.service.js'

/** Orders and refunds of one turn, and how many calls are under way at once: WeChat Pay counts them. */
const TURN = 60
const FLIGHTS = 4
/** A turn takes no longer than this, or other jobs would wait behind a WeChat Pay that does not answer. */
const TURN_MS = 10_000

/** What has to happen to money although nobody asks: overlapping turns do no harm, since every step is taken once. */
@Injectable()
export class SettlementJobs {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Logger,
    @Inject(PaymentRows) private readonly rows: PaymentRows,
    @Inject(Payments) private readonly payments: Payments,
    @Inject(PaymentRefunds) private readonly refunds: PaymentRefunds,
    @Inject(Shippings) private readonly shippings: Shippings,
    @Inject(Settlements) private readonly settlements: Settlements,
    @Inject(Reconciliation) private readonly reconciliation: Reconciliation,
  ) {}

  /**
   * One turn: orders that are due, refunds that are due, what WeChat is to be told of, bills that are ready. Answers how many
   * of each it dealt with.
   */
  async turn(): Promise<{ orders: number; refunds: number; shippings: number; bills: number }> {
    if (!this.payments.configured) return { orders: 0, refunds: 0, shippings: 0, bills: 0 }
    const orders = await this.rows.due(TURN)
    await this.each(
      orders,
      row => this.settlements.look(row, this.clock.now()),
      row => this.payments.lookAgain(row, true),
    )
    const refunds = await this.rows.dueRefunds(TURN)
    await this.each(refunds, refund => this.refunds.send(refund.out_refund_no))
    const shippings = await this.shippings.due(TURN)
    await this.each(shippings, shipping => this.shippings.report(shipping))
    const bills = await this.reconciliation.runDue()
    return { orders: orders.length, refunds: refunds.length, shippings: shippings.length, bills }
  }

  /** A few at a time; one that goes wrong is put off and said, and does not keep the others waiting. */
  private async each<T extends { id: number }>(
    all: T[],
    work: (one: T) => Promise<unknown>,
    putOff: (one: T) => Promise<void> = async () => undefined,
  ): Promise<void> {
    const left = [...all]
    const until = performance.now() + TURN_MS
    const fly = async () => {
      for (let one = left.shift(); one && performance.now() < until; one = left.shift()) {
        try {
          await work(one)
        } catch (error) {
          if (isDatabaseAway(error)) throw error
          await putOff(one)
          this.say(one.id, error)
        }
      }
    }
    await Promise.all(Array.from({ length: FLIGHTS }, fly))
  }

  private say(id: number, error: unknown): void {
    const { name, message, stack } = error as Error
    if (error instanceof PayError) this.log.warn({ payment: id, reason: message }, 'WeChat Pay')
    else this.log.error({ payment: id, err: { name, message, stack } }, 'an order could not be dealt with')
  }
}
