import { z } from 'zod'
import type { SimAnswer, WholeRequest } from '../wechat/sim-http.js'
import type { SimOrder } from './order-book.js'
import { donePay, refusePay, succeedPay } from './pay-answers.js'
import { orderView } from './pay-views.js'
import type { PayWorld } from './pay-world.js'

const minute = 60_000
const day = 24 * 60 * minute

const Prepay = z.strictObject({
  appid: z.string(),
  mchid: z.string(),
  description: z.string().min(1).max(127),
  out_trade_no: z.string().regex(/^[\w\-|*]{6,32}$/),
  time_expire: z.iso.datetime({ offset: true }).optional(),
  attach: z.string().max(128).optional(),
  notify_url: z.url().max(255),
  goods_tag: z.string().max(32).optional(),
  support_fapiao: z.boolean().optional(),
  amount: z.strictObject({ total: z.int().min(1), currency: z.literal('CNY').optional() }),
  payer: z.strictObject({ openid: z.string().min(1).max(128) }),
  detail: z.looseObject({}).optional(),
  scene_info: z.looseObject({}).optional(),
  settle_info: z.looseObject({}).optional(),
})

/** `POST /v3/pay/transactions/jsapi`: the same number with the same words is the same order. */
export function prepay(world: PayWorld, request: WholeRequest): SimAnswer {
  const wanted = Prepay.safeParse(jsonOf(request))
  if (!wanted.success) {
    const [issue] = wanted.error.issues
    return refusePay('PARAM_ERROR', { location: 'body', field: `/${issue?.path.join('/')}`, issue: issue?.message })
  }
  const { merchant, clock, orders } = world
  const body = wanted.data
  if (body.mchid !== merchant.mchid) return refusePay('MCH_NOT_EXISTS')
  if (body.appid !== merchant.appId) return refusePay('APPID_MCHID_NOT_MATCH')
  if (new URL(body.notify_url).search) return refusePay('PARAM_ERROR', { location: 'body', field: '/notify_url' })
  const known = orders.find(body.out_trade_no)
  if (known?.paidAt) return refusePay(world.settings.paidCode, undefined, '该订单已支付')
  if (known?.state === 'CLOSED') return refusePay('ORDER_CLOSED')
  if (known && known.request !== JSON.stringify(body)) return refusePay('INVALID_REQUEST')
  const now = clock.now().getTime()
  const expiresAt = body.time_expire ? new Date(body.time_expire) : new Date(now + 7 * day)
  const left = expiresAt.getTime() - now
  if (!known && (left < minute || left > 90 * day)) {
    return refusePay('PARAM_ERROR', { location: 'body', field: '/time_expire' })
  }
  const { prepayId } = orders.prepay({
    outTradeNo: body.out_trade_no,
    request: JSON.stringify(body),
    openid: body.payer.openid,
    amountFen: body.amount.total,
    description: body.description,
    attach: body.attach,
    notifyUrl: body.notify_url,
    expiresAt,
  })
  return succeedPay({ prepay_id: prepayId })
}

/** `GET …/out-trade-no/{no}` and `GET …/id/{no}`. */
export function queryOrder(world: PayWorld, request: WholeRequest, order: SimOrder | undefined): SimAnswer {
  if (request.query.get('mchid') !== world.merchant.mchid) return refusePay('MCH_NOT_EXISTS')
  return order ? succeedPay(orderView(world.merchant, order)) : refusePay('ORDER_NOT_EXIST')
}

/** `POST …/out-trade-no/{no}/close`: as often as one likes, but not what is paid. */
export function closeOrder(world: PayWorld, request: WholeRequest, order: SimOrder | undefined): SimAnswer {
  const body = z.strictObject({ mchid: z.string() }).safeParse(jsonOf(request))
  if (!body.success) return refusePay('PARAM_ERROR')
  if (body.data.mchid !== world.merchant.mchid) return refusePay('MCH_NOT_EXISTS')
  if (!order) return refusePay('ORDER_NOT_EXIST')
  if (order.paidAt) return refusePay(world.settings.paidCode, undefined, '该订单已支付')
  order.state = 'CLOSED'
  return donePay
}

export function jsonOf(request: WholeRequest): unknown {
  try {
    return JSON.parse(request.body.toString('utf8'))
  } catch {
    return undefined
  }
}
