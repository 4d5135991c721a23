import type { Refusals } from './refusal-shape.js'

/** Refusals of coupons: nothing a guest has is lost by any of them. */
export const coupons = {
  'coupon.sold_out': [409, '这批券已经领完了，下次早点来。', 'These coupons are all gone.'],
  'coupon.limit_reached': [409, '您已领到上限，之前领的都在卡包里。', 'You have as many of these as one member may.'],
  'coupon.batch_closed': [409, '这批券现在不能领取。', 'These coupons cannot be taken at present.'],
  'coupon.used': [409, '这张券已经用过了。', 'This coupon has been used already.'],
  'coupon.locked': [
    409,
    '这张券正在另一单里使用，完成或取消后才能再用。',
    'This coupon is in use for another bill at this moment.',
  ],
  'coupon.given': [
    409,
    '这张券正在转赠给朋友，收回后才能用。',
    'This coupon is offered to a friend. Take it back to use it.',
  ],
  'coupon.expired': [409, '这张券已过期。', 'This coupon has ended.'],
  'coupon.not_yet': [409, '这张券还没到可用的时间。券还在。', 'This coupon may not be used yet. It is still yours.'],
  'coupon.recalled': [409, '这张券已被商家收回，请向店员了解。', 'This coupon was called back. Please ask the staff.'],
  'coupon.not_usable': [
    409,
    '这张券现在不能用在这里。券还在。',
    'This coupon cannot be used here and now. It is still yours.',
  ],
  'coupon.lock_lost': [
    409,
    '这张券的占用已失效，没有核销。请重新操作。',
    'The coupon is not set aside for this any more. It was not used; please start again.',
  ],
  'coupon.return_too_much': [
    422,
    '退回的金额超过这张券抵扣的金额，没有退。',
    'More was to come back than the coupon took off. Nothing was returned.',
  ],
  'coupon.code_unknown': [404, '没有这个兑换码，请核对后再输。', 'There is no such code. Please check it.'],
  'coupon.code_taken': [409, '这个兑换码已经被兑换过。', 'This code has been redeemed already.'],
  'coupon.code_cooling': [
    429,
    '输错次数太多，请 10 分钟后再试。',
    'Too many wrong codes. Please try again in ten minutes.',
  ],
  'coupon.not_giftable': [409, '这张券不能转赠。', 'This coupon cannot be given away.'],
  'coupon.own_gift': [
    409,
    '这是您自己送出的券，请让朋友来领。',
    'You gave this coupon yourself: let your friend take it.',
  ],
  'coupon.gift_ended': [409, '这张券已被领走或已收回。', 'This coupon was taken by somebody else, or went back.'],
  'coupon.different': [
    422,
    '这个请求已经提交过，但内容不同。之前的结果没有改变。',
    'This request was already sent with other contents. The first result stands unchanged.',
  ],
  'coupon.name_taken': [409, '这个券编号已经有了，请换一个。', 'There is a coupon with this code already.'],
  'coupon.changed_meanwhile': [
    409,
    '这张券刚被别人改过，您的修改没有保存。请刷新后再改。',
    'Somebody else has changed this coupon meanwhile. Your edit was not saved; reload and edit again.',
  ],
  'coupon.invalid': [
    422,
    '券的设置有误，没有发布。请按提示修改。',
    'The coupon is not right and was not published. Please correct what is marked.',
  ],
  'coupon.batch_fixed': [
    409,
    '这批券已收回或来源不符，不能这样操作。没有改动。',
    'This batch was recalled, or is of another kind. Nothing was changed.',
  ],
  'coupon.count_changed': [
    409,
    '预览之后数量变了，没有执行。请重新预览。',
    'The number has changed since the preview. Nothing was done; please look again.',
  ],
  'coupon.too_many_codes': [
    422,
    '一次最多导入 3,000 个券码，请分几个文件。没有导入。',
    'At most 3,000 codes at once: please use several files. Nothing was imported.',
  ],
} as const satisfies Refusals
