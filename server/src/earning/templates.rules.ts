/** Rules that come with the product: ready to publish, or to start a draft from. Pure data. */
import type { Condition, Reward, RuleDefinition } from '@huitou/shared/rules'
import { BASE_RULE } from './occasion.rules.js'
import type { Bilingual } from './trace.rules.js'

export interface Template {
  code: string
  /** What it is good for, in a sentence. */
  about: Bilingual
  definition: RuleDefinition
}

type Given = Partial<Omit<RuleDefinition, 'name' | 'reward' | 'when'>> & {
  name: [zh: string, en: string]
  reward: Reward
  when?: Condition[]
}

function definitionOf({ name: [zh, en], reward, when = [], ...rest }: Given): RuleDefinition {
  return {
    name: { zh, en },
    trigger: 'PURCHASE',
    imported: false,
    when: { combinator: 'and', rules: when },
    reward,
    caps: [],
    budget: { points: null, fen: null },
    stacking: null,
    from: null,
    until: null,
    expiry: null,
    restriction: null,
    pendingDays: 0,
    ...rest,
  }
}

const multiplier = (percent: number): Reward => ({ kind: 'MULTIPLIER', percent })
const fixed = (points: number): Reward => ({ kind: 'FIXED', points })
/** Of these only the best pays, so that a birthday on a member day in the Spring Festival does not pay four times. */
const best = (priority: number): RuleDefinition['stacking'] => ({ group: 'multiply', choose: 'BEST', priority })

/** The base rate: 1 point and 1 growth for every yuan, good for 24 months. Imported sales count. */
export const BASE_RATE: RuleDefinition = definitionOf({
  name: ['消费积分', 'Points for bills'],
  reward: { kind: 'RATE', points: 1, fen: 100, growth: { points: 1, fen: 100 } },
  imported: true,
  expiry: { kind: 'MONTHS', months: 24 },
})

export const TEMPLATES: readonly Template[] = [
  {
    code: BASE_RULE,
    about: { zh: '每消费 1 元得 1 分，是其他规则的基础', en: '1 point for every yuan: what all other rules build on' },
    definition: BASE_RATE,
  },
  {
    code: 'categories',
    about: { zh: '按毛利调整：饮品双倍，酒水不计', en: 'By margin: drinks count twice, alcohol not at all' },
    definition: definitionOf({
      name: ['品类系数', 'Category coefficients'],
      reward: {
        kind: 'COEFFICIENT',
        categories: [
          { category: 'DRINK', percent: 200 },
          { category: 'HOT', percent: 100 },
          { category: 'ALCOHOL', percent: 0 },
        ],
      },
    }),
  },
  {
    code: 'birthday-month',
    about: { zh: '生日当月消费双倍积分', en: 'Double points in the month of the birthday' },
    definition: definitionOf({
      name: ['生日月双倍', 'Birthday month'],
      when: [{ field: 'birthday', operator: 'in', value: 'MONTH' }],
      reward: multiplier(200),
      stacking: best(10),
    }),
  },
  {
    code: 'member-day',
    about: { zh: '每月 8 日会员日，双倍积分', en: 'Member day: double points on the 8th of each month' },
    definition: definitionOf({
      name: ['会员日双倍', 'Member day'],
      when: [{ field: 'dayOfMonth', operator: 'in', value: [8] }],
      reward: multiplier(200),
      stacking: best(20),
    }),
  },
  {
    code: 'spring-festival',
    about: { zh: '春节期间三倍积分，起止精确到秒', en: 'Triple points over the Spring Festival, to the second' },
    definition: definitionOf({
      name: ['春节三倍', 'Spring Festival'],
      reward: multiplier(300),
      // From the eve, 5 February 2027, to the end of the seventh day, in China.
      from: '2027-02-04T16:00:00.000Z',
      until: '2027-02-12T16:00:00.000Z',
      stacking: best(30),
    }),
  },
  {
    code: 'repeat-30',
    about: { zh: '30 天内再次光临，双倍积分', en: 'Double points for coming back within 30 days' },
    definition: definitionOf({
      name: ['30 天内复购双倍', 'Back within 30 days'],
      when: [{ field: 'daysSinceLastVisit', operator: '<=', value: 30 }],
      reward: multiplier(200),
      stacking: best(40),
      caps: [{ per: 'DAY', of: 'MEMBER', points: 200 }],
    }),
  },
  {
    code: 'first-order',
    about: { zh: '首次消费送 50 分，每人一次', en: '50 points for the first bill, once for everybody' },
    definition: definitionOf({
      name: ['首单礼', 'First bill'],
      when: [{ field: 'visit', operator: '=', value: 1 }],
      reward: fixed(50),
      caps: [{ per: 'TOTAL', of: 'MEMBER', points: 50 }],
    }),
  },
  // What the tier page shows for the shipped ladder: whoever changes one changes the other.
  ...[
    { tier: 'SILVER', zh: '银卡', en: 'Silver', percent: 110 },
    { tier: 'GOLD', zh: '金卡', en: 'Gold', percent: 125 },
    { tier: 'BLACK', zh: '黑金', en: 'Black', percent: 150 },
  ].map(({ tier, zh, en, percent }) => ({
    code: `tier-${tier.toLowerCase()}`,
    about: { zh: `${zh}会员积分 ${percent / 100} 倍`, en: `${percent / 100} times the points for ${en}` },
    definition: definitionOf({
      name: [`${zh}加倍`, `${en} tier`],
      when: [{ field: 'tier', operator: 'in', value: [tier] }],
      reward: multiplier(percent),
    }),
  })),
  {
    code: 'weekday-for-weekend',
    about: {
      zh: '周一至周五消费多得一倍，多得的积分只能周末使用',
      en: 'Twice the points from Monday to Friday; the extra ones are for the weekend',
    },
    definition: definitionOf({
      name: ['平日双倍周末用', 'Earn on weekdays, use at weekends'],
      when: [{ field: 'weekday', operator: 'in', value: [1, 2, 3, 4, 5] }],
      reward: multiplier(200),
      restriction: { weekdays: [6, 7], between: null, rewards: null },
      stacking: best(50),
    }),
  },
  {
    code: 'win-back',
    about: { zh: '60 天没来的会员再次光临，三倍积分', en: 'Triple points for members who return after 60 days' },
    definition: definitionOf({
      name: ['欢迎回来三倍', 'Welcome back'],
      when: [{ field: 'daysSinceLastVisit', operator: '>=', value: 60 }],
      reward: multiplier(300),
      stacking: best(60),
      caps: [{ per: 'BILL', of: 'MEMBER', points: 500 }],
    }),
  },
  {
    code: 'profile',
    about: { zh: '完善资料送 30 分，每人一次', en: '30 points for a complete profile, once' },
    definition: definitionOf({
      name: ['完善资料礼', 'Complete profile'],
      trigger: 'PROFILE_COMPLETED',
      reward: fixed(30),
      caps: [{ per: 'TOTAL', of: 'MEMBER', points: 30 }],
    }),
  },
  {
    code: 'welcome',
    about: { zh: '新会员入会送 20 分', en: '20 points for joining' },
    definition: definitionOf({
      name: ['入会礼', 'Welcome'],
      trigger: 'ENROLMENT',
      reward: fixed(20),
      caps: [{ per: 'TOTAL', of: 'MEMBER', points: 20 }],
    }),
  },
  {
    code: 'apology',
    about: {
      zh: '上错菜、等太久时，当面补 50 分；每人每月一次',
      en: '50 points for a wrong dish or a long wait, given by hand, once a month for each',
    },
    definition: definitionOf({
      name: ['致歉补偿', 'With our apologies'],
      trigger: 'MANUAL',
      reward: fixed(50),
      caps: [{ per: 'MONTH', of: 'MEMBER', points: 50 }],
    }),
  },
  {
    code: 'refund',
    about: {
      zh: '退款时收回积分；已用掉的由以后的积分补足',
      en: 'Refunds take points back; spent ones are repaid by later ones',
    },
    definition: definitionOf({
      name: ['退款收回积分', 'Points taken back for refunds'],
      trigger: 'REFUND',
      reward: { kind: 'TAKE_BACK', shortfall: 'DEBT' },
      imported: true,
    }),
  },
]
