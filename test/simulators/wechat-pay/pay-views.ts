import type { Merchant } from './merchant.js'
import type { SimOrder, SimRefund } from './order-book.js'

/** RFC 3339 in Beijing time, to the second: how WeChat Pay writes every moment. */
export function beijing(at: Date): string {
  return `${new Date(at.getTime() + 8 * 3600_000).toISOString().slice(0, 19)}+08:00`
}

const described = { NOTPAY: '订单未支付', SUCCESS: '支付成功', CLOSED: '订单已关闭', REFUND: '转入退款' }

/** An order as queries and payment notifications tell it. */
export function orderView({ appId: appid, mchid }: Merchant, order: SimOrder): Record<string, unknown> {
  const { transactionId, paidAt, amountFen } = order
  const told = {
    appid,
    mchid,
    out_trade_no: order.outTradeNo,
    trade_state: order.state,
    trade_state_desc: described[order.state],
    ...(order.attach && paidAt ? { attach: order.attach } : {}),
  }
  if (!paidAt) return { ...told, amount: { total: amountFen, currency: 'CNY' } }
  return {
    ...told,
    transaction_id: transactionId,
    trade_type: 'JSAPI',
    bank_type: 'OTHERS',
    success_time: beijing(paidAt),
    payer: { openid: order.openid },
    amount: { total: amountFen, payer_total: amountFen, currency: 'CNY', payer_currency: 'CNY' },
  }
}

/** A refund as the API tells it. */
export function refundView(refund: SimRefund): Record<string, unknown> {
  const { order, amountFen, endedAt } = refund
  return {
    refund_id: refund.refundId,
    out_refund_no: refund.outRefundNo,
    transaction_id: order.transactionId,
    out_trade_no: order.outTradeNo,
    channel: 'ORIGINAL',
    user_received_account: '支付用户零钱',
    ...(endedAt && refund.status === 'SUCCESS' ? { success_time: beijing(endedAt) } : {}),
    create_time: beijing(refund.createdAt),
    status: refund.status,
    funds_account: 'AVAILABLE',
    amount: {
      total: order.amountFen,
      refund: amountFen,
      from: [],
      payer_total: order.amountFen,
      payer_refund: amountFen,
      settlement_refund: amountFen,
      settlement_total: order.amountFen,
      discount_refund: 0,
      currency: 'CNY',
    },
    promotion_detail: [],
  }
}

/** The same, as a refund's notification tells it: `refund_status`, not `status`. */
export function refundNoticeView({ mchid }: Merchant, refund: SimRefund): Record<string, unknown> {
  const { order, endedAt } = refund
  return {
    mchid,
    transaction_id: order.transactionId,
    out_trade_no: order.outTradeNo,
    refund_id: refund.refundId,
    out_refund_no: refund.outRefundNo,
    refund_status: refund.status,
    ...(endedAt && refund.status === 'SUCCESS' ? { success_time: beijing(endedAt) } : {}),
    user_received_account: '支付用户零钱',
    amount: {
      total: order.amountFen,
      refund: refund.amountFen,
      payer_total: order.amountFen,
      payer_refund: refund.amountFen,
    },
  }
}
