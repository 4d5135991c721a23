import { randomBytes, randomInt } from 'node:crypto'
import type { SimClock } from '../wechat/sim-clock.js'
import { SimRefusal } from '../wechat/sim-refusal.js'
import type { Merchant } from './merchant.js'

export type SimOrder = {
  outTradeNo: string
  /** The body of the first request, for comparing with later ones. */
  request: string
  openid: string
  amountFen: number
  description: string
  attach: string | undefined
  notifyUrl: string
  expiresAt: Date
  prepays: { id: string; until: Date }[]
  state: 'NOTPAY' | 'SUCCESS' | 'CLOSED' | 'REFUND'
  transactionId: string | undefined
  paidAt: Date | undefined
}

export type SimRefund = {
  refundId: string
  outRefundNo: string
  order: SimOrder
  amountFen: number
  reason: string
  notifyUrl: string | undefined
  createdAt: Date
  status: 'PROCESSING' | 'SUCCESS' | 'ABNORMAL' | 'CLOSED'
  endedAt: Date | undefined
}

export type NewOrder = Pick<
  SimOrder,
  'outTradeNo' | 'request' | 'openid' | 'amountFen' | 'description' | 'attach' | 'notifyUrl' | 'expiresAt'
>

const prepayLifeMs = 2 * 3600_000
const maxOrders = 100_000

/** Every order and refund of the merchant, and the money that follows from them. */
export class OrderBook {
  readonly #orders = new Map<string, SimOrder>()
  readonly #refunds = new Map<string, SimRefund>()
  readonly #clock: SimClock
  readonly #merchant: Merchant
  /** How many orders were ever made: a client that makes a second one instead of asking shows here. */
  created = 0

  constructor(clock: SimClock, merchant: Merchant) {
    this.#clock = clock
    this.#merchant = merchant
  }

  /** The order of a number, made when there is none. The prepay id is a fresh one each time. */
  prepay(wanted: NewOrder): { order: SimOrder; prepayId: string } {
    if (this.#orders.size >= maxOrders) throw new SimRefusal(`no more than ${maxOrders} orders`)
    const order = this.#orders.get(wanted.outTradeNo) ?? this.#make(wanted)
    const now = this.#clock.now()
    const stamp = now.toISOString().replace(/\D/g, '').slice(0, 14)
    const id = `wx${stamp}${randomBytes(12).toString('hex')}0000`.slice(0, 36)
    order.prepays.push({ id, until: new Date(now.getTime() + prepayLifeMs) })
    return { order, prepayId: id }
  }

  #make(wanted: NewOrder): SimOrder {
    const order: SimOrder = { ...wanted, prepays: [], state: 'NOTPAY', transactionId: undefined, paidAt: undefined }
    this.#orders.set(order.outTradeNo, order)
    this.created += 1
    return order
  }

  /** Puts back an order from before a restart. */
  recall(order: SimOrder): void {
    this.#orders.set(order.outTradeNo, order)
  }

  recallRefund(refund: SimRefund): void {
    this.#refunds.set(refund.outRefundNo, refund)
  }

  find(outTradeNo: string): SimOrder | undefined {
    return this.#orders.get(outTradeNo)
  }

  byTransaction(transactionId: string): SimOrder | undefined {
    return [...this.#orders.values()].find(order => order.transactionId === transactionId)
  }

  byPrepay(prepayId: string): SimOrder | undefined {
    return [...this.#orders.values()].find(order => order.prepays.some(({ id }) => id === prepayId))
  }

  all(): SimOrder[] {
    return [...this.#orders.values()]
  }

  refunds(outTradeNo?: string): SimRefund[] {
    return [...this.#refunds.values()].filter(
      ({ order }) => outTradeNo === undefined || order.outTradeNo === outTradeNo,
    )
  }

  findRefund(outRefundNo: string): SimRefund | undefined {
    return this.#refunds.get(outRefundNo)
  }

  /** Takes the payer's money, however odd the moment: the rules of when are the caller's. */
  take(order: SimOrder): void {
    const day = this.#clock.now().toISOString().slice(0, 10).replaceAll('-', '')
    order.state = 'SUCCESS'
    order.paidAt = this.#clock.now()
    order.transactionId = `4200${this.#merchant.mchid.slice(-6)}${day}${String(randomInt(10 ** 10)).padStart(10, '0')}`
  }

  addRefund(wanted: Pick<SimRefund, 'outRefundNo' | 'order' | 'amountFen' | 'reason' | 'notifyUrl'>): SimRefund {
    const refund: SimRefund = {
      ...wanted,
      refundId: `5030${String(randomInt(10 ** 12)).padStart(24, '0')}`,
      createdAt: this.#clock.now(),
      status: 'PROCESSING',
      endedAt: undefined,
    }
    this.#refunds.set(refund.outRefundNo, refund)
    refund.order.state = 'REFUND'
    return refund
  }

  /** What may still be asked back of an order: refunds that came to nothing do not count. */
  leftOf(order: SimOrder): number {
    const asked = this.refunds(order.outTradeNo).filter(({ status }) => status !== 'CLOSED')
    return order.amountFen - asked.reduce((sum, { amountFen }) => sum + amountFen, 0)
  }

  /** Fen that came in and did not go back to their payer. */
  balanceFen(): number {
    const came = this.all().filter(({ paidAt }) => paidAt)
    const went = this.refunds().filter(({ status }) => status === 'SUCCESS')
    const sum = (rows: { amountFen: number }[]) => rows.reduce((total, { amountFen }) => total + amountFen, 0)
    return sum(came) - sum(went)
  }
}
