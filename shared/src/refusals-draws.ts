import type { Refusals } from './refusal-shape.js'

/** Refusals of lotteries: no points are lost by any of them. */
export const draws = {
  'draw.closed': [409, '这个抽奖现在没有开放，积分没有被扣。', 'This lottery is not open now. No points were taken.'],
  'draw.not_in_season': [
    409,
    '现在不在抽奖时间内，积分没有被扣。',
    'This lottery is not held at this time. No points were taken.',
  ],
  'draw.tier_too_low': [
    409,
    '您的等级还不能参加，积分没有被扣。',
    'Your tier does not reach this lottery yet. No points were taken.',
  ],
  'draw.day_limit': [
    409,
    '今天的次数用完了，明天再来。积分没有被扣。',
    'That was all for today; come back tomorrow. No points were taken.',
  ],
  'draw.total_limit': [
    409,
    '您的次数用完了，积分没有被扣。',
    'You have had as many draws as one member may. No points were taken.',
  ],
  'draw.changed': [
    409,
    '奖品或概率刚有变化，积分没有被扣。请看一眼再抽。',
    'Prizes or odds have just changed. No points were taken; please look again.',
  ],
  'draw.different': [
    422,
    '这个请求已经提交过，但内容不同。之前的结果没有改变。',
    'This request was already sent with other contents. The first result stands unchanged.',
  ],
  'draw.name_taken': [409, '这个编号已有抽奖在用，请换一个。', 'Another lottery has this code already.'],
  'draw.changed_meanwhile': [
    409,
    '刚才有人发布了新版本，请刷新后再改。',
    'Somebody has just published a newer version. Load it and change that.',
  ],
  'draw.stock_too_low': [
    409,
    '有的奖品已经发出的比这个数量多，不能改小到这里。',
    'More of a prize were given already than this stock says.',
  ],
  'draw.invalid': [
    422,
    '抽奖还不能发布，请看每一项的提示。',
    'The lottery cannot be published yet; see what each part says.',
  ],
} as const satisfies Refusals
