import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { CouponLife } from '../coupons/coupon-life.service.js'
import type { GivenBack, Source } from '../coupons/refund-shares.rules.js'
import type { Tx } from '../db.js'
import type { Input } from '../http.js'
import { Ledger } from '../ledger/ledger.service.js'
import { PaymentRefunds } from '../payments/payment-refunds.service.js'
import { outTradeNoOf } from '../payments/payments.rules.js'
import { type PreparedRefund, type RefundRow, Refunds } from '../purchases/refunds.service.js'
import type { Till } from '../purchases/scans.service.js'
import { CLOCK } from '../tokens.js'
import { BIZ_CHECKOUT, type CheckoutRow, useKeyOf } from './checkout-rows.service.js'
import { refundText } from './checkouts.texts.js'
import { pointsBack } from './offset.rules.js'

/** The sources a bill was paid from, beside its coupons by their ids. */
export const CASH = 'CASH'
export const POINTS = 'POINTS'

/** A refund of a bill that was paid with a checkout. */
export interface Giving {
  till: Till
  body: Input<'POST /staff/bills/:billNo/refunds'>['body']
  checkout: CheckoutRow
  prepared: PreparedRefund
  graceDays: number
}

/** What has come back already, by source. */
export interface Before {
  sources: Source[]
  points: number
}

/** Each part of a refund the way it came, in the caller's transaction. */
@Injectable()
export class CheckoutReturns {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Ledger) private readonly ledger: Ledger,
    @Inject(CouponLife) private readonly life: CouponLife,
    @Inject(PaymentRefunds) private readonly payments: PaymentRefunds,
    @Inject(Refunds) private readonly refunds: Refunds,
  ) {}

  /** The member's accounts, which come before everything else that is locked. */
  lock(tx: Tx, checkout: CheckoutRow): Promise<void> {
    return this.ledger.lock(tx, checkout.member_id)
  }

  /** Brings the money to WeChat Pay, after the commit. What does not get through now is repeated by the worker. */
  send(outRefundNo: string): Promise<number> {
    return this.payments.send(outRefundNo)
  }

  /** Points go back to the lots they came from, first of all: what the bill earned is then taken from what is there. */
  async points(
    tx: Tx,
    { till, checkout, prepared, graceDays }: Giving,
    { id, shares, before }: { id: number; shares: GivenBack[]; before: Before },
  ): Promise<number> {
    const fen = fenOf(shares, POINTS)
    if (fen === 0 || checkout.spend_id === null) return 0
    const came = { points: before.points, fen: before.sources.find(({ key }) => key === POINTS)?.backFen ?? 0 }
    const points = pointsBack({ points: checkout.points, fen: checkout.points_fen }, came, fen)
    if (points === 0) return 0
    await this.ledger.post(tx, {
      kind: 'UNDO_SPEND',
      key: `checkout-refund:${id}`,
      body: `${checkout.id}|${points}`,
      memberId: checkout.member_id,
      brandId: prepared.by.store.brandId,
      storeId: checkout.store_id,
      operatorId: till.staffId,
      biz: { type: BIZ_CHECKOUT, id: String(checkout.id) },
      occurredAt: this.clock.now(),
      explanation: { kind: 'UNDO_SPEND', what: { ...refundText(prepared.bill.bill_no) }, points },
      reverses: checkout.spend_id,
      points,
      graceDays,
    })
    return points
  }

  /**
   * Takes back what the money had earned, and asks WeChat Pay for the money: less what that policy keeps back of it. What was
   * paid at a till is handed back there, of what was taken there.
   */
  async money(
    tx: Tx,
    { till, body, checkout, prepared }: Giving,
    { id, shares, before }: { id: number; shares: GivenBack[]; before: Before },
  ): Promise<{ cash_fen: number; out_refund_no: string | null }> {
    const fen = fenOf(shares, CASH)
    if (fen === 0) return { cash_fen: 0, out_refund_no: null }
    const came = before.sources.find(({ key }) => key === CASH)?.backFen ?? 0
    const { paid_fen } = prepared.bill
    // What WeChat's own coupons paid, or a till let go of, was not recorded as paid; the last fen takes the last of what was.
    const of = (sum: number) => Number((BigInt(paid_fen) * BigInt(sum)) / BigInt(checkout.payable_fen))
    const recorded = of(came + fen) - of(came)
    const taken: Pick<RefundRow, 'cash_fen'> =
      recorded > 0 ? await this.refunds.writeIn(tx, prepared, { ...body, amountFen: recorded }) : { cash_fen: 0 }
    const cash = Math.max(0, (checkout.order_id === null ? recorded : fen) - taken.cash_fen)
    if (cash === 0 || checkout.order_id === null) return { cash_fen: cash, out_refund_no: null }
    const order = { id: checkout.order_id, out_trade_no: outTradeNoOf(checkout.order_id) }
    const outRefundNo = `HTR${id}`
    await this.payments.ask(tx, { order, outRefundNo, amountFen: cash, reason: body.reason, by: till.who })
    return { cash_fen: cash, out_refund_no: outRefundNo }
  }

  async coupons(
    tx: Tx,
    checkout: CheckoutRow,
    { id, shares, till }: { id: number; shares: GivenBack[]; till: Till },
  ): Promise<void> {
    const back = shares.filter(({ key, fen, whole }) => key !== CASH && key !== POINTS && (fen > 0 || whole))
    if (back.length === 0) return
    const kind = till.staffId === null ? ('POS' as const) : ('STAFF' as const)
    await this.life.giveBack(tx, {
      key: `checkout-refund:${id}`,
      useKey: useKeyOf(checkout.id),
      coupons: back.map(({ key, fen, whole }) => ({ id: Number(key), fen, whole })),
      by: { kind, name: till.who, storeId: till.storeId },
    })
  }
}

const fenOf = (shares: readonly GivenBack[], key: string): number => shares.find(share => share.key === key)?.fen ?? 0
