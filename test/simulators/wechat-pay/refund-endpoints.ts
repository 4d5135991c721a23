import { z } from 'zod'
import type { SimAnswer, WholeRequest } from '../wechat/sim-http.js'
import type { SimRefund } from './order-book.js'
import { jsonOf } from './order-endpoints.js'
import { refusePay, succeedPay } from './pay-answers.js'
import { refundView } from './pay-views.js'
import type { PayWorld } from './pay-world.js'

const maxRefunds = 50
const yearMs = 365 * 86_400_000

const RefundOrder = z.strictObject({
  transaction_id: z.string().optional(),
  out_trade_no: z.string().optional(),
  out_refund_no: z.string().regex(/^[\w\-|*@]{1,64}$/),
  reason: z.string().max(80).optional(),
  notify_url: z.url().max(256).optional(),
  funds_account: z.enum(['AVAILABLE', 'UNSETTLED']).optional(),
  amount: z.strictObject({ refund: z.int().min(1), total: z.int().min(1), currency: z.literal('CNY') }),
})

/** `POST /v3/refund/domestic/refunds`: 200 says "taken", and the same number is the same refund. */
export function askRefund(world: PayWorld, request: WholeRequest): SimAnswer {
  const wanted = RefundOrder.safeParse(jsonOf(request))
  if (!wanted.success) return refusePay('PARAM_ERROR', { location: 'body' })
  const body = wanted.data
  const { orders, clock } = world
  const order = body.transaction_id ? orders.byTransaction(body.transaction_id) : orders.find(body.out_trade_no ?? '')
  if (!order?.paidAt)
    return order ? refusePay('INVALID_REQUEST', undefined, '订单未支付') : refusePay('RESOURCE_NOT_EXISTS')
  const known = orders.findRefund(body.out_refund_no)
  if (known) {
    const same = known.order === order && known.amountFen === body.amount.refund
    return same ? succeedPay(refundView(known)) : refusePay('INVALID_REQUEST', undefined, '退款单号重复')
  }
  if (body.amount.total !== order.amountFen) return refusePay('INVALID_REQUEST', undefined, '订单金额不一致')
  if (clock.now().getTime() - order.paidAt.getTime() > yearMs)
    return refusePay('INVALID_REQUEST', undefined, '订单已过期')
  if (orders.refunds(order.outTradeNo).length >= maxRefunds)
    return refusePay('INVALID_REQUEST', undefined, '超过最大退款次数')
  if (body.amount.refund > orders.leftOf(order))
    return refusePay('INVALID_REQUEST', undefined, '累计退款金额超过订单金额')
  const refund = orders.addRefund({
    order,
    outRefundNo: body.out_refund_no,
    amountFen: body.amount.refund,
    reason: body.reason ?? '',
    notifyUrl: body.notify_url,
  })
  return succeedPay(refundView(refund))
}

export function queryRefund(_: PayWorld, refund: SimRefund | undefined): SimAnswer {
  return refund ? succeedPay(refundView(refund)) : refusePay('RESOURCE_NOT_EXISTS')
}
