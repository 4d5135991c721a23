import type { Refusals } from './refusal-shape.js'

/** Refusals of bills at a table and of paying them: whatever was set aside is back when somebody reads one. */
export const checkouts = {
  'table.bill_different': [
    422,
    '这个账单号已经开过，内容和这次不一样。',
    'This bill number is at a table already, with another content.',
  ],
  'table.busy': [
    409,
    '这张桌子还有一张没付的账单，先收款或撤回。',
    'This table has a bill that is not paid yet. Settle or withdraw it first.',
  ],
  'table.bill_settled': [
    409,
    '这张账单已经在收银台结清，不用再付。',
    'This bill has been settled at the till. Nothing is left to pay.',
  ],
  'table.bill_paid': [409, '这张账单已经付过了，不用再付。', 'This bill has been paid already.'],
  'table.bill_withdrawn': [
    409,
    '店员撤回了这张账单，没有扣款，积分和券都没动。',
    'The staff took this bill back. Nothing was charged; points and coupons are untouched.',
  ],
  'table.bill_taken': [
    409,
    '同桌已经有人在付这张账单，没有重复扣款。',
    'Somebody at the table is paying this bill. Nothing was charged.',
  ],
  'table.bill_not_here': [
    409,
    '您不在这张账单的桌上，请重新扫桌码。',
    'You are not at the table of this bill. Please scan its code again.',
  ],
  'table.missing': [422, '请给出桌码或桌号。', 'Name the table by its code or by its name.'],
  'checkout.different': [
    422,
    '这次付款和第一次提交的内容不一样。',
    'This payment does not say what it said the first time.',
  ],
  'checkout.begun': [
    409,
    '您已经在付这张账单，请先完成或取消。',
    'You are paying this bill already. Finish or cancel that first.',
  ],
  'checkout.changed': [
    409,
    '金额有变化，请核对后再付。没有扣款，积分和券都没动。',
    'The amount has changed; please look again. Nothing was charged.',
  ],
  'checkout.points_off': [409, '积分抵现已停用，积分都还在。', 'Points cannot be used here now. You still have them.'],
  'checkout.points_limit': [
    409,
    '积分用量不在可用范围内，请重新选择。积分都还在。',
    'That many points cannot be used on this bill. You still have them.',
  ],
} as const satisfies Refusals
