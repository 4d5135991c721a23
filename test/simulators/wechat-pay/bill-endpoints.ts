import { createHash } from 'node:crypto'
import type { SimAnswer, WholeRequest } from '../wechat/sim-http.js'
import type { SimOrder, SimRefund } from './order-book.js'
import { refusePay, succeedPay } from './pay-answers.js'
import { beijing } from './pay-views.js'
import type { PayWorld } from './pay-world.js'

const columns =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注'
const sums = '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额'
const readyHour = 10

/** `GET /v3/bill/tradebill`: where the day's bill is, and its hash. Ready at ten on the next morning. */
export function askBill(world: PayWorld, request: WholeRequest): SimAnswer {
  const date = request.query.get('bill_date') ?? ''
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return refusePay('PARAM_ERROR', { field: 'bill_date' })
  const ready = Date.parse(`${date}T00:00:00+08:00`) + (24 + readyHour) * 3600_000
  if (world.clock.now().getTime() < ready) return refusePay('STATEMENT_CREATING')
  const text = billOf(world, date)
  if (text === null) return refusePay('NO_STATEMENT_EXIST')
  const hash = createHash('sha1').update(text).digest('hex')
  return succeedPay({
    hash_type: 'SHA1',
    hash_value: hash,
    download_url: `https://api.mch.weixin.qq.com/v3/billdownload/file?token=${date}.${hash.slice(0, 20)}`,
  })
}

/** The file itself. Nobody signs it: that is what the hash is for. */
export function downloadBill(world: PayWorld, request: WholeRequest): SimAnswer {
  const date = (request.query.get('token') ?? '').slice(0, 10)
  const text = billOf(world, date)
  if (text === null) return refusePay('RESOURCE_NOT_EXISTS')
  return { status: 200, contentType: 'text/plain; charset=utf-8', body: text }
}

/** The bill of a Beijing day: payments by when they were made, refunds by when they were asked for. */
function billOf(world: PayWorld, date: string): string | null {
  const paid = world.orders.all().filter(({ paidAt }) => paidAt && beijing(paidAt).startsWith(date))
  const asked = world.orders.refunds().filter(({ createdAt }) => beijing(createdAt).startsWith(date))
  if (paid.length + asked.length === 0) return null
  const rows = [...paid.map(order => paymentRow(world, order)), ...asked.map(refund => refundRow(world, refund))]
  const total = (all: { amountFen: number }[]) => yuan(all.reduce((sum, { amountFen }) => sum + amountFen, 0))
  const last = [rows.length, total(paid), total(asked), '0.00', '0.00000', total(paid), total(asked)]
  const lines = [columns, ...rows.map(told), sums, told(last.map(String))]
  return `\uFEFF${lines.join('\r\n')}\r\n`
}

function paymentRow({ merchant }: PayWorld, order: SimOrder): string[] {
  const amount = yuan(order.amountFen)
  return [
    moment(order.paidAt as Date),
    merchant.appId,
    merchant.mchid,
    '0',
    '',
    order.transactionId ?? '',
    order.outTradeNo,
    order.openid,
    'JSAPI',
    'SUCCESS',
    'OTHERS',
    'CNY',
    amount,
    '0.00',
    '0',
    '0',
    '0.00',
    '0.00',
    '',
    '',
    order.description,
    order.attach ?? '',
    '0.00000',
    '0.60%',
    amount,
    '0.00',
    '',
  ]
}

function refundRow(world: PayWorld, refund: SimRefund): string[] {
  const row = paymentRow(world, refund.order)
  const amount = yuan(refund.amountFen)
  row.splice(0, 1, moment(refund.createdAt))
  row.splice(9, 1, 'REFUND')
  row.splice(12, 8, '0.00', '0.00', refund.refundId, refund.outRefundNo, amount, '0.00', 'ORIGINAL', refund.status)
  row.splice(24, 2, '0.00', amount)
  return row
}

const moment = (at: Date): string => beijing(at).slice(0, 19).replace('T', ' ')
const yuan = (fen: number): string => `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`
const told = (fields: string[]): string => fields.map(field => `\`${field}`).join(',')
