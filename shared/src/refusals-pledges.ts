import type { Refusals } from './refusal-shape.js'

/** Refusals of group redemption: no points are lost by any of them. */
export const pledges = {
  'group.full': [
    409,
    '这个团刚刚满员，积分没有冻结。可以自己开一个。',
    'This group has just filled. No points were set aside; you may open one.',
  ],
  'group.over': [409, '这个团已经结束，积分没有变化。', 'This group is over. Your points are as they were.'],
  'group.joined': [
    409,
    '您已经在这个团里了，积分没有重复冻结。',
    'You are in this group already. No more points were set aside.',
  ],
  'group.closed': [409, '这个拼团没有开放，积分没有冻结。', 'This offer is not open. No points were set aside.'],
  'group.not_in_season': [
    409,
    '现在不在开团时间内，积分没有冻结。',
    'Groups cannot be opened at this time. No points were set aside.',
  ],
  'group.tier_too_low': [
    409,
    '您的等级还不能参加，积分没有冻结。',
    'Your tier does not reach this offer yet. No points were set aside.',
  ],
  'group.limit_reached': [
    409,
    '您已参加到上限，积分没有冻结。',
    'You are in as many groups of this as one member may be. No points were set aside.',
  ],
  'group.sold_out': [409, '礼品已经拼完，积分没有冻结。', 'There are no more of these. No points were set aside.'],
  'group.changed': [
    409,
    '拼团条件刚有变化，积分没有冻结。请看一眼再确认。',
    'The terms have just changed. No points were set aside; please look again.',
  ],
  'group.not_cancellable': [
    409,
    '这个团不能中途退出。不成团会全部退回。',
    'Nobody steps back from this group. All points come back if it does not fill.',
  ],
  'group.different': [
    422,
    '这个请求已经提交过，但内容不同。之前的结果没有改变。',
    'This request was already sent with other contents. The first result stands unchanged.',
  ],
  'group.name_taken': [409, '这个编号已有拼团在用，请换一个。', 'Another group offer has this code already.'],
  'group.changed_meanwhile': [
    409,
    '刚才有人发布了新版本，请刷新后再改。',
    'Somebody has just published a newer version. Load it and change that.',
  ],
  'group.stock_too_low': [
    409,
    '已经用掉的比这个数量多，不能改小到这里。',
    'More were taken already than this stock says.',
  ],
  'group.invalid': [
    422,
    '拼团还不能发布，请看每一项的提示。',
    'The offer cannot be published yet; see what each part says.',
  ],
} as const satisfies Refusals
