import type { Refusals } from './refusal-shape.js'

/** Refusals of points, bills and tiers. */
export const points = {
  'bill.amount_invalid': [
    400,
    '金额必须大于0，最多两位小数。没有记录任何积分。',
    'The amount must be above zero, with at most two decimals. No points were recorded.',
  ],
  'bill.amount_too_large': [
    422,
    '单笔金额超过上限，请核对后再输入。没有记录任何积分。',
    'The amount is above the limit for one bill. No points were recorded.',
  ],
  'bill.time_invalid': [422, '消费时间不在允许的范围内。', 'The time of the bill is not within the allowed range.'],
  'bill.different': [
    422,
    '这个账单号已经记过，但内容不同。之前的记录没有改变。',
    'This bill number is already recorded with other contents. The first record stands unchanged.',
  ],
  'bill.unknown': [404, '没有找到这个账单号。', 'No such bill in this store.'],
  'refund.too_much': [
    422,
    '退款金额超过这张账单剩余可退金额。积分没有变化。',
    'The refund is more than what is left of this bill. No points were changed.',
  ],
  'refund.different': [
    422,
    '这个退款单号已经用过，但内容不同。之前的退款没有改变。',
    'This refund number is already recorded with other contents. The first refund stands unchanged.',
  ],
  'points.insufficient': [409, '积分不够，积分没有被扣。', 'Not enough points. Nothing was taken.'],
  'points.frozen': [
    409,
    '这个账户暂时被冻结，积分都还在。请联系门店。',
    'This account is frozen for now. The points are safe. Please ask the store.',
  ],
  'points.restricted': [
    409,
    '现在能用的积分不够：部分积分限时段或限商品使用，没有被扣。',
    'Not enough of your points may be used now and for this. Nothing was taken.',
  ],
  'points.scattered': [
    409,
    '积分批次太多，请分几次使用。积分没有被扣。',
    'These points lie in too many batches. Please use them in several steps. Nothing was taken.',
  ],
  'hold.closed': [
    409,
    '这笔冻结积分已经用掉、退回或超时退回，没有再变动。',
    'The points set aside were used, given back, or timed out already. Nothing was changed.',
  ],
  'hold.too_small': [
    422,
    '冻结的积分没有这么多，没有扣除任何积分。',
    'Fewer points were set aside than asked for. Nothing was taken.',
  ],
  'ledger.key_reused': [
    422,
    '这个单号已用于另一笔操作，之前的记录没有改变。',
    'This key was already used for another operation. The first record stands unchanged.',
  ],
  'ledger.not_reversible': [
    409,
    '这笔记录不能撤销，或已经撤销完。',
    'This entry cannot be reversed, or was reversed already.',
  ],
  'tier.not_in_grace': [
    409,
    '您现在不需要用积分保级，积分没有被扣。',
    'Your tier does not need to be kept with points now. Nothing was taken.',
  ],
  'tier.right_missing': [409, '您当前的等级没有这项权益。', 'Your tier does not include this benefit.'],
  'tier.right_used_up': [
    409,
    '这项权益本期的次数已用完，没有多扣。',
    'This benefit is used up for now. Nothing more was counted.',
  ],
  'tier.ladder_changed': [
    409,
    '等级规则刚被别人改过，您的修改没有保存。请刷新后再改。',
    'Somebody else has changed the ladder meanwhile. Your edit was not saved; reload and edit again.',
  ],
  'tier.ladder_invalid': [
    422,
    '等级规则有误，没有保存。请按提示修改。',
    'The ladder is not right and was not saved. Please correct what is marked.',
  ],
  'tier.rung_in_use': [
    409,
    '要去掉的等级还有会员，没有保存。可以改名或改门槛。',
    'There are members on the tier you want to remove. Nothing was saved; rename it or change its threshold.',
  ],
  'statement.future': [
    422,
    '还没到这个时间，没有可看的记录。',
    'That time has not come yet: there is nothing to show.',
  ],
} as const satisfies Refusals
