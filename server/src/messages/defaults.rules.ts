/**
 * Templates as they are before anybody has changed them, and an example of each kind for previews. The ids stand for
 * templates an operator picks in WeChat's own console; the simulator knows them. Kinds that share a template share grants.
 */
import type { Channel, MessageKind, MessageTemplate, TemplateField } from '@huitou/shared/messages'
import type { MessageData } from './kinds.rules.js'

const field = (key: string, value: string, fallback = ''): TemplateField => ({ key, value, fallback })

export const DEFAULT_TEMPLATE_IDS = {
  POINTS: 'huitou-points-changed',
  EXPIRY: 'huitou-points-expiring',
  COUPON: 'huitou-coupon',
  TIER: 'huitou-tier',
  VERIFIED: 'huitou-verified',
  NEWS: 'huitou-news',
} as const
type Title = keyof typeof DEFAULT_TEMPLATE_IDS

const subscribe = (title: Title, page: string, fields: TemplateField[]): MessageTemplate => ({
  enabled: true,
  templateId: DEFAULT_TEMPLATE_IDS[title],
  page,
  fields,
  text: '',
})

/** The keys are those of the template, so every kind that uses one fills all of them. */
const points = (why: string) =>
  subscribe('POINTS', 'points/statement', [
    field('thing1', why, '积分变动'),
    field('number2', '{{points}}', '0'),
    field('number3', '{{balance}}', '0'),
    field('time4', '{{at}}'),
  ])
const coupon = (name: string, tip: string, lastDay: string, page = 'coupons/index') =>
  subscribe('COUPON', page, [
    field('thing1', name, '优惠券'),
    field('thing2', tip, '点击查看'),
    field('thing3', lastDay, '以卡包内为准'),
  ])
const tier = (text: string, day: string) =>
  subscribe('TIER', 'tiers/index', [
    field('phrase1', '{{tier}}', '会员'),
    field('thing2', text, '点击查看等级'),
    field('thing3', day, '点击查看'),
  ])
const news = (what: string, text: string) =>
  subscribe('NEWS', 'pages/me/index', [field('thing1', what, '回头活动'), field('thing2', text, '点击查看详情')])

const SUBSCRIBE: Record<MessageKind, MessageTemplate> = {
  POINTS_CHANGED: points('{{why}} {{store}}'),
  POINTS_MATURING: points('{{why}}'),
  POINTS_EXPIRING: subscribe('EXPIRY', 'points/statement', [
    field('number1', '{{points}}', '0'),
    field('date2', '{{lastDay}}'),
    field('thing3', '还有 {{daysLeft}} 天，到店或商城都能用', '快到期了，记得使用'),
  ]),
  TIER_UP: tier('恭喜升级，新权益已生效', '{{at}}'),
  TIER_DOWN: tier('等级有变化，积分不受影响', '{{graceUntil}}'),
  TIER_REVIEW: tier('{{missing}}', '{{reviewOn}}'),
  COUPON_ARRIVED: coupon('{{coupon}}', '已放进您的卡包', '{{lastDay}}'),
  COUPON_EXPIRING: coupon('{{coupon}}', '还有 {{daysLeft}} 天到期，别忘了用', '{{lastDay}}'),
  REWARD_READY: coupon('{{reward}}', '积分已够，可以兑换了', '{{points}} 分', 'pages/mall/index'),
  REDEMPTION_VERIFIED: subscribe('VERIFIED', 'coupons/index', [
    field('thing1', '{{what}}', '优惠券'),
    field('character_string2', '{{no}}', '-'),
    field('thing3', '{{store}}', '门店'),
    field('time4', '{{at}}'),
  ]),
  REFERRAL_PROGRESS: news('邀请好友', '{{friend}}{{step}}'),
  BIRTHDAY: coupon('{{reward}}', '{{nickname}}，生日快乐', '生日当月'),
  CAMPAIGN: news('{{campaign}}', '{{text}}'),
}

const OFF: MessageTemplate = { enabled: false, templateId: '', page: '', fields: [], text: '' }
const SMS: Partial<Record<MessageKind, string>> = {
  POINTS_EXPIRING: '【回头】您有{{points}}分将于{{lastDay}}到期，打开小程序“回头”使用。拒收请在小程序内关闭。',
  COUPON_EXPIRING: '【回头】您的“{{coupon}}”{{lastDay}}到期，打开小程序“回头”使用。拒收请在小程序内关闭。',
  CAMPAIGN: '【回头】{{campaign}}：{{text}} 拒收请在小程序内关闭。',
}

/** OA templates carry no marketing (WeChat's rule), so only service kinds start with one, switched off until there is an id. */
export function defaultTemplate(kind: MessageKind, channel: Channel): MessageTemplate {
  if (channel === 'SUBSCRIBE') return SUBSCRIBE[kind]
  if (channel === 'OA') return { ...SUBSCRIBE[kind], enabled: false, templateId: '' }
  if (channel === 'SMS') return { ...OFF, text: SMS[kind] ?? '' }
  return { ...OFF, text: '会员消息：{{title}}' }
}

const AT = '2026-11-23T04:30:00.000Z'
const SILVER = { zh: '银卡', en: 'Silver' }

export const EXAMPLES: MessageData = {
  POINTS_CHANGED: { points: 88, balance: 1288, why: 'EARN', store: '国贸店', entryNo: '3F9K2M', at: AT },
  POINTS_MATURING: { points: 60, balance: 1288, at: AT },
  POINTS_EXPIRING: { points: 320, lastDay: '2026-12-31', daysLeft: 7 },
  TIER_UP: { tier: SILVER, at: AT },
  TIER_DOWN: { tier: SILVER, at: AT, graceUntil: '2026-12-31' },
  TIER_REVIEW: {
    tier: SILVER,
    reviewOn: '2026-12-01',
    missing: { zh: '再消费 120 元就能保住', en: 'Spend ¥120 more to keep it' },
  },
  COUPON_ARRIVED: { coupon: '满100减20', lastDay: '2026-12-31', count: 1 },
  COUPON_EXPIRING: { coupon: '满100减20', lastDay: '2026-12-31', count: 1, daysLeft: 3 },
  REWARD_READY: { reward: '招牌酸梅汤', points: 500 },
  REDEMPTION_VERIFIED: { what: '招牌酸梅汤', store: '国贸店', no: '8031 5566 0912', at: AT },
  REFERRAL_PROGRESS: { friend: '王*', step: 'JOINED', points: 0 },
  BIRTHDAY: { nickname: '小明', days: 0, reward: '长寿面一碗' },
  CAMPAIGN: { title: '周末双倍积分', body: '周六周日到店消费，积分翻倍', page: 'pages/home/index', at: AT },
}
