import type { Refusals } from './refusal-shape.js'

/** Refusals of paying through WeChat Pay: none of them costs anybody money. */
export const payments = {
  'pay.unavailable': [
    503,
    '微信支付暂时没有回应，没有扣款，请稍后再试。',
    'WeChat Pay does not answer right now. Nothing has been charged; please try again shortly.',
  ],
  'pay.not_configured': [409, '这里还没有开通微信支付。', 'WeChat Pay is not set up here.'],
  'pay.closed': [409, '这笔订单已关闭，没有扣款，请重新下单。', 'This order is closed. Nothing has been charged.'],
  'pay.already_paid': [
    409,
    '这笔订单已经付过了，不会重复扣款。',
    'This order has been paid already. It is not charged twice.',
  ],
  'pay.different': [422, '这笔订单的内容和第一次不一样。', 'This order does not say what it said the first time.'],
  'pay.refund_different': [
    422,
    '这个退款单号已经用于另一笔退款。',
    'This refund number belongs to another refund already.',
  ],
  'pay.refund_too_much': [
    409,
    '退款不能超过这笔订单还没退的金额。',
    'A refund cannot exceed what is left of the order.',
  ],
  'pay.order_unknown': [404, '没有这笔支付订单。', 'There is no such payment.'],
  'pay.mismatch': [409, '微信支付通知与订单金额不一致。', 'The notification does not fit the order.'],
  'pay.notice_invalid': [401, '支付通知无法验证。', 'This notification cannot be verified.'],
  'pay.bill_not_ready': [
    409,
    '微信支付的账单还没出来，次日上午十点后再看。',
    'The bill is not ready: it comes at ten the next morning.',
  ],
} as const satisfies Refusals
