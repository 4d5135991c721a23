import type { Refusals } from './refusal-shape.js'

/** Refusals of the points mall: points are never lost by any of them. */
export const mall = {
  'reward.sold_out': [
    409,
    '刚刚换完了，积分没有被扣。可以点“到货提醒”，有了告诉您。',
    'The last one has just gone. No points were taken; ask to be told when there are more.',
  ],
  'reward.limit_reached': [
    409,
    '您已换到上限，积分没有被扣。',
    'You have had as many of these as one member may. No points were taken.',
  ],
  'reward.tier_too_low': [
    409,
    '您的等级还不能兑换这一项，积分没有被扣。',
    'Your tier does not reach this reward yet. No points were taken.',
  ],
  'reward.not_in_season': [
    409,
    '现在不在兑换时间内，积分没有被扣。',
    'This reward cannot be had at this time. No points were taken.',
  ],
  'reward.birthday_only': [
    409,
    '这一项只在您生日当月开放，积分没有被扣。',
    'This reward is for the month of your birthday. No points were taken.',
  ],
  'reward.off_shelf': [409, '这一项已下架，积分没有被扣。', 'This reward was taken off. No points were taken.'],
  'reward.price_changed': [
    409,
    '兑换条件刚有变化，积分没有被扣。请看一眼再确认。',
    'The price has just changed. No points were taken; please look again.',
  ],
  'reward.different': [
    422,
    '这个请求已经提交过，但内容不同。之前的结果没有改变。',
    'This request was already sent with other contents. The first result stands unchanged.',
  ],
  'redemption.not_refundable': [
    409,
    '这一项换出后不能退，券还在，可以照常使用。',
    'This reward cannot be given back. It is still yours to use.',
  ],
  'redemption.used': [409, '已经使用过，不能再退。', 'It has been used and cannot be given back.'],
  'redemption.expired': [409, '已过有效期，不能再退。', 'It has ended and cannot be given back.'],
  'redemption.paid': [
    409,
    '已经付款成功，正在出券，请稍等片刻再看。',
    'The payment has come through. Your reward is on its way; please look again in a moment.',
  ],
  'redemption.not_paying': [
    409,
    '这一单不需要付款了，请看最新状态。',
    'Nothing is to be paid for this any more. Please look at its state.',
  ],
  'shipment.not_changeable': [
    409,
    '货已经发出或不用发了，地址不能再改。',
    'The goods are on their way, or need none: the address stays.',
  ],
  'shipment.not_sent': [409, '还没有发货，发出后再确认收货。', 'It has not been sent yet.'],
  'shipment.no_address': [409, '会员还没有填地址，不能发货。', 'The member has given no address yet.'],
  'shipment.different': [409, '这一单已经发货，单号不同。', 'It was sent already, under another number.'],
  'redemption.too_late': [
    409,
    '已过可以取消的时间，名额为您保留。',
    'It is too late to give the seat back; it is still yours.',
  ],
  'voucher.used': [409, '这张兑换券已经使用过。', 'This voucher has been used already.'],
  'voucher.too_few': [
    409,
    '这张兑换券剩余次数不够，没有核销。',
    'Not as many uses are left on this voucher. Nothing was verified.',
  ],
  'voucher.expired': [409, '这张兑换券已过期。', 'This voucher has ended.'],
  'voucher.returned': [409, '这张兑换券已退回，不能使用。', 'This voucher was given back and cannot be used.'],
  'reward.name_taken': [409, '这个编号已经有了，请换一个。', 'There is a reward with this code already.'],
  'reward.changed_meanwhile': [
    409,
    '这一项刚被别人改过，您的修改没有保存。请刷新后再改。',
    'Somebody else has changed this reward meanwhile. Your edit was not saved; reload and edit again.',
  ],
  'reward.invalid': [
    422,
    '设置有误，没有发布。请按提示修改。',
    'The reward is not right and was not published. Please correct what is marked.',
  ],
  'reward.stock_too_low': [409, '剩余库存没有这么多，没有改动。', 'There are not as many left. Nothing was changed.'],
} as const satisfies Refusals
