import { verify } from 'node:crypto'
import { SimRefusal } from '../wechat/sim-refusal.js'
import type { KeyMode } from './key-ring.js'
import type { Notice, NoticeSpoil, Notices } from './notices.js'
import type { SimOrder, SimRefund } from './order-book.js'
import type { PayFaultBoard, PayFaultOrder } from './pay-faults.js'
import { beijing } from './pay-views.js'
import { PaySettings, type PayWorld } from './pay-world.js'

/** One call as the log keeps it. */
export type LoggedCall = { endpoint: string; method: string; address: string; status: number; fault: boolean }

/** What `wx.requestPayment` is given. */
export type PayParameters = {
  appId: string
  timeStamp: string
  nonceStr: string
  package: string
  signType: string
  paySign: string
}

/** What WeChat shows a person: "paid ¥88.50", "refunded". */
export type ReceiptCard = { title: string; lines: { label: string; value: string }[] }

export type DeliveryOrder = {
  /** Which; all that wait, when absent. */
  id?: string | undefined
  copies?: number | undefined
  /** The newest first. */
  reversed?: boolean | undefined
  spoil?: NoticeSpoil | undefined
}

export type ControlParts = {
  world: PayWorld
  faults: PayFaultBoard
  notices: Notices
  log: LoggedCall[]
  showCard: (openid: string, card: ReceiptCard) => void
}

/** Everything a test or the demo may do to this WeChat Pay. `/__sim/…` offers the same verbs over HTTP. */
export class PayControl {
  readonly #parts: ControlParts

  constructor(parts: ControlParts) {
    this.#parts = parts
  }

  get #world(): PayWorld {
    return this.#parts.world
  }

  /** `wx.requestPayment` and the payer's thumb: the signature of the parameters counts, and who holds the phone. */
  pay(parameters: PayParameters, openid?: string): SimOrder {
    const { merchant } = this.#world
    const { appId, timeStamp, nonceStr, paySign } = parameters
    const message = `${appId}\n${timeStamp}\n${nonceStr}\n${parameters.package}\n`
    const right = verify('sha256', Buffer.from(message), merchant.publicKey, Buffer.from(paySign, 'base64'))
    if (parameters.signType !== 'RSA' || appId !== merchant.appId || !right) throw new SimRefusal('支付验证签名失败')
    if (!/^\d{10}$/.test(timeStamp) || !nonceStr || nonceStr.length > 32) throw new SimRefusal('缺少参数')
    return this.payPrepay(parameters.package.replace(/^prepay_id=/, ''), openid)
  }

  /** The same for somebody who knows the prepay id. */
  payPrepay(prepayId: string, openid?: string): SimOrder {
    const order = this.#world.orders.byPrepay(prepayId)
    const prepay = order?.prepays.find(({ id }) => id === prepayId)
    if (!order || !prepay) throw new SimRefusal('支付验证签名失败')
    const now = this.#world.clock.now()
    if (openid !== undefined && openid !== order.openid) throw new SimRefusal('下单账号与支付账号不一致')
    if (order.state === 'CLOSED') throw new SimRefusal('该订单已关闭')
    if (order.paidAt) throw new SimRefusal('该订单已支付')
    if (now >= prepay.until || now >= order.expiresAt) throw new SimRefusal('订单已过期')
    return this.#take(order)
  }

  /** A payment that WeChat took although the order was closed a moment ago: what a race looks like from outside. */
  payLate(outTradeNo: string): SimOrder {
    const order = this.order(outTradeNo)
    if (order.paidAt) throw new SimRefusal('该订单已支付')
    return this.#take(order)
  }

  #take(order: SimOrder): SimOrder {
    this.#world.orders.take(order)
    this.#parts.notices.paid(order)
    this.#parts.showCard(order.openid, cardOf('付款成功', order.description, order.amountFen))
    return order
  }

  order(outTradeNo: string): SimOrder {
    const order = this.#world.orders.find(outTradeNo)
    if (!order) throw new SimRefusal('no such order')
    return order
  }

  orders(): SimOrder[] {
    return this.#world.orders.all()
  }

  refunds(outTradeNo?: string): SimRefund[] {
    return this.#world.orders.refunds(outTradeNo)
  }

  /** How many orders and refunds were ever made here, whatever became of the answers. */
  counts(): { orders: number; refunds: number } {
    return { orders: this.#world.orders.created, refunds: this.#world.orders.refunds().length }
  }

  balanceFen(): number {
    return this.#world.orders.balanceFen()
  }

  /** Ends refunds that are due by the clock, or this one whatever the clock says. */
  finishRefunds(outRefundNo?: string): SimRefund[] {
    const { orders, clock, settings } = this.#world
    const due = (refund: SimRefund) =>
      outRefundNo === undefined
        ? settings.refundSeconds !== undefined &&
          clock.now().getTime() - refund.createdAt.getTime() >= settings.refundSeconds * 1000
        : refund.outRefundNo === outRefundNo
    const ended = orders.refunds().filter(refund => refund.status === 'PROCESSING' && due(refund))
    for (const refund of ended) {
      refund.status = settings.refundBecomes
      refund.endedAt = clock.now()
      this.#parts.notices.refunded(refund)
      if (refund.status !== 'SUCCESS') continue
      const { openid, description } = refund.order
      this.#parts.showCard(openid, cardOf('退款到账', description, refund.amountFen))
    }
    return ended
  }

  notices(): Notice[] {
    return this.#parts.notices.all
  }

  /** Sends what waits (nobody has answered it well yet), or one of them; answers the statuses in the order of sending. */
  async deliver({ id, copies = 1, reversed, spoil }: DeliveryOrder = {}): Promise<(number | null)[]> {
    const { notices } = this.#parts
    const waiting = notices.all.filter(({ answers }) => !answers.some(status => status === 200 || status === 204))
    const chosen = id === undefined ? waiting : [notices.find(id)]
    if (reversed) chosen.reverse()
    const statuses: (number | null)[] = []
    for (const notice of chosen) {
      statuses.push(...(await Promise.all(Array.from({ length: copies }, () => notices.send(notice, spoil)))))
    }
    return statuses
  }

  now(): Date {
    return this.#world.clock.now()
  }

  advance(seconds: number): Date {
    this.#world.clock.advance(seconds)
    return this.#world.clock.now()
  }

  mode(mode: KeyMode, ratio = 0): void {
    this.#world.keys.mode = mode
    this.#world.keys.ratio = ratio
  }

  rotateCertificate(): string {
    return this.#world.keys.rotateCertificate().serial
  }

  rotatePublicKey(): { id: string; pem: string } {
    return this.#world.keys.rotatePublicKey()
  }

  publicKey(): { id: string; pem: string } {
    return this.#world.keys.publicKey
  }

  settings(changes: Partial<PaySettings> = {}): PaySettings {
    this.#world.settings = PaySettings.parse({ ...this.#world.settings, ...changes })
    return this.#world.settings
  }

  setFault(order: PayFaultOrder): void {
    this.#parts.faults.set(order)
  }

  clearFaults(): void {
    this.#parts.faults.clear()
  }

  log(endpoint?: string): LoggedCall[] {
    return this.#parts.log.filter(call => endpoint === undefined || call.endpoint === endpoint)
  }

  clearLog(): void {
    this.#parts.log.length = 0
  }
}

/** An order as the control plane tells it over HTTP. */
export function orderRow(order: SimOrder): object {
  const { outTradeNo, state, amountFen, description, transactionId, paidAt, prepays } = order
  return {
    outTradeNo,
    state,
    amountFen,
    description,
    transactionId: transactionId ?? null,
    paidAt: paidAt ? beijing(paidAt) : null,
    prepayIds: prepays.map(({ id }) => id),
  }
}

export function refundRow({ order, ...refund }: SimRefund): object {
  const { outRefundNo, refundId, amountFen, status, reason } = refund
  return { outTradeNo: order.outTradeNo, outRefundNo, refundId, amountFen, status, reason }
}

function cardOf(title: string, description: string, amountFen: number): ReceiptCard {
  const value = `¥${Math.floor(amountFen / 100)}.${String(amountFen % 100).padStart(2, '0')}`
  return {
    title,
    lines: [
      { label: '金额', value },
      { label: '商品', value: description },
    ],
  }
}
