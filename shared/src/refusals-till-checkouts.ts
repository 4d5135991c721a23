import type { Refusals } from './refusal-shape.js'

/** Refusals of checkouts at a till and of the signatures tills put on them. */
export const tillCheckouts = {
  'checkout.unknown': [
    404,
    '没有这个预占，请先预占再提交。',
    'There is no such reservation. Reserve first, then send this again.',
  ],
  'checkout.bill_open': [
    409,
    '这张账单已有一个未结束的预占，请先提交或取消它。',
    'This bill has a reservation that is open. Commit or cancel that one first.',
  ],
  'checkout.bill_recorded': [
    409,
    '这张账单已经结清入账，没有再动用积分和券。',
    'This bill has been recorded as paid. No points or coupons were touched.',
  ],
  'checkout.bill_at_table': [
    409,
    '顾客正在桌上用手机支付这张账单，请等结果。',
    'A guest is paying this bill at the table right now. Please wait for that.',
  ],
  'checkout.cancelled': [
    409,
    '这个预占已经取消，积分和券已退回，请重新预占。',
    'This reservation was cancelled; points and coupons are back. Please reserve anew.',
  ],
  'checkout.committed': [
    409,
    '这个预占已经提交，不能取消，请用退款。',
    'This reservation has been committed. It can be refunded, not cancelled.',
  ],
  'checkout.not_committed': [
    409,
    '这个预占还没有提交，没有可退的金额。',
    'This reservation has not been committed. There is nothing to refund.',
  ],
  'checkout.conflict': [
    409,
    '预占已过期，其中的积分、券或账单已被别处使用；这次没有扣减。',
    'The reservation had ended, and something of it has been used elsewhere. Nothing was taken now.',
  ],
  'checkout.payments_differ': [422, '各笔支付之和与实付金额不一致。', 'The payments do not add up to what was paid.'],
  'checkout.paid_differs': [
    422,
    '实付金额与应付金额不一致，最多可抹零 9.99 元。',
    'What was paid is not what was payable; up to 9.99 yuan may be let go of.',
  ],
  'checkout.items_differ': [
    422,
    '退的菜与退款金额不一致，或超过了卖出的份数。',
    'These dishes do not come to that refund, or are more than were sold.',
  ],
  'settlement.too_many': [
    409,
    '这一天的记录超过 20,000 条，请联系我们导出。',
    'That day has more than 20,000 entries. Please ask us for an export.',
  ],
  'pos.signature_missing': [
    401,
    '这个接口要求收银机对请求签名。',
    'Requests to this address must be signed by the till.',
  ],
  'pos.signature_wrong': [401, '签名不正确，请检查密钥和签名内容。', 'The signature is not right.'],
  'pos.signature_late': [
    401,
    '签名时间与服务器相差超过 5 分钟，请校准收银机时钟。',
    'The signature is more than five minutes away from our clock. Please set the clock of the till.',
  ],
  'pos.nonce_used': [
    401,
    '这个随机数已经用过，重试时请重新签名。',
    'This nonce has been used. Sign every request anew, retries too.',
  ],
} as const satisfies Refusals
