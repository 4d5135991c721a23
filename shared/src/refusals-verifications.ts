import type { Refusals } from './refusal-shape.js'

/** Refusals of verification: what the guest holds is never lost by any of them. */
export const verifications = {
  'verification.code_unknown': [
    404,
    '没有这个券码，请核对后再输，或请顾客重新打开券页面。',
    'There is no such code. Please check it, or ask the guest to open it again.',
  ],
  'verification.cool_down': [
    429,
    '输错次数太多，请稍等一分钟，或改用扫码。',
    'Too many wrong codes. Please wait a minute, or scan instead.',
  ],
  'verification.used': [
    409,
    '已经核销过，没有重复核销。',
    'It has been verified already. Nothing was taken a second time.',
  ],
  'verification.not_here': [
    409,
    '不能在本店使用，券还在顾客手里。',
    "It cannot be used in this store. It is still the guest's.",
  ],
  'verification.not_now': [
    409,
    '现在不在可用时间内，券还在顾客手里。',
    "It cannot be used at this time. It is still the guest's.",
  ],
  'verification.at_the_bill': [
    409,
    '这张券在买单时使用，不用核销。券还在顾客手里。',
    "This coupon works in a payment and is not verified by hand. It is still the guest's.",
  ],
  'verification.bill_needed': [
    422,
    '这张券要看账单金额，请先输入金额。没有核销。',
    'This coupon depends on the bill: please type in what it comes to. Nothing was verified.',
  ],
  'verification.bill_too_small': [
    409,
    '账单还没到使用门槛，没有核销。券还在顾客手里。',
    "The bill does not come to the minimum. Nothing was verified; it is still the guest's.",
  ],
  'verification.too_many': [422, '剩余次数不够，没有核销。', 'Not as many uses are left. Nothing was verified.'],
  'verification.hour_limit': [
    429,
    '您这一小时核销次数已到上限，没有核销。请稍后再试，或请同事核销。',
    'You have verified as many as one may in an hour. Nothing was verified; a colleague can do it.',
  ],
  'verification.worth_limit': [
    409,
    '您今天核销金额已到上限，没有核销。请店长或同事核销。',
    "You have reached today's limit of worth. Nothing was verified; a manager or colleague can do it.",
  ],
  'verification.different': [
    422,
    '这个请求已经提交过，但内容不同。之前的结果没有改变。',
    'This request was already sent with other contents. The first result stands unchanged.',
  ],
  'verification.voided': [409, '这次核销已经撤销过。', 'This verification has been undone already.'],
  'verification.undo_late': [
    409,
    '已超过可撤销的时间，没有撤销。请店长当天处理。',
    'The time to undo it is over. Nothing was undone; a manager may on the same day.',
  ],
  'verification.undo_manager': [403, '这次核销要店长撤销。', 'Only the store manager may undo this one.'],
  'verification.undo_over': [
    409,
    '已过当天营业日，不能撤销。请联系总部处理。',
    'The business day is over: it cannot be undone any more. Please contact head office.',
  ],
  'verification.settings_changed': [
    409,
    '设置刚被别人改过，您的修改没有保存。请刷新后再改。',
    'Somebody else has changed the settings meanwhile. Your edit was not saved; reload and edit again.',
  ],
} as const satisfies Refusals
