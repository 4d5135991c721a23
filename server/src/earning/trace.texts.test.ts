import type { RuleDefinition, Trigger } from '@huitou/shared/rules'
import { describe, expect, test } from '@jest/globals'
import { bill, billOf, coefficient, dish, earned, fixed, rate, rule, times } from '../../../test/earning-builders.js'
import { explainedOf, sentenceOf, stepsOf, titleOf } from './earning.rules.js'
import { refundOf } from './refund.rules.js'
import type { Limit } from './trace.rules.js'
import { limitText } from './trace.texts.js'
import { nameOf, plural, timesText } from './words.texts.js'

const named = (zh: string, en: string) => ({ name: { zh, en } })
const memberDay = (changes: Partial<RuleDefinition> = {}) =>
  rule(times(200), { ...named('会员日双倍', 'Member day'), ...changes, when: [] })
const zh = (steps: ReturnType<typeof stepsOf>) => steps.map(({ label, value }) => `${label.zh} ${value}`)

describe('the sentence of an entry', () => {
  const said = (rules: Record<string, RuleDefinition>, occasion = bill()) =>
    sentenceOf(earned(rules, { occasion }).trace)

  test('of the plain rate it is amount, rate and result', () => {
    expect(said({})).toEqual({ zh: '¥88.50 × 1 分 = 88 分', en: '¥88.50 × 1 = 88 points' })
    expect(said({}, bill({ paidFen: 100 })).en).toBe('¥1.00 × 1 = 1 point')
    expect(said({}, bill({ paidFen: 99 })).zh).toBe('¥0.99 × 1 分 = 0 分')
    const reward = { kind: 'RATE' as const, points: 2, fen: 1000, growth: { points: 1, fen: 100 } }
    expect(said({ purchase: rate({ reward }) }, bill({ paidFen: 123_456 })).zh).toBe(
      '¥1,234.56 ÷ ¥10.00 × 2 分 = 246 分',
    )
  })

  test('of more rules it says what each added, and the sum', () => {
    expect(said({ day: memberDay() })).toEqual({
      zh: '¥88.50 × 1 分 = 88 分，会员日双倍 +89 分，共 177 分',
      en: '¥88.50 × 1 = 88 points, Member day +89, 177 in all',
    })
  })

  test('what does not count is said, and a rule that gave nothing is not', () => {
    const rules = {
      dry: rule(coefficient({ ALCOHOL: 0 }), named('品类系数', '')),
      none: memberDay({ caps: [{ per: 'BILL', of: 'ALL', points: 1 }] }),
    }
    expect(said(rules, billOf(dish('HOT', 7000), dish('ALCOHOL', 1850)))).toEqual({
      zh: '¥88.50 中 ¥70.00 × 1 分 = 70 分，会员日双倍 +1 分，共 71 分',
      en: 'of ¥88.50, ¥70.00 × 1 = 70 points, Member day +1, 71 in all',
    })
    expect(said({ dry: rules.dry }, billOf(dish('HOT', 7000), dish('ALCOHOL', 1850))).zh).toBe(
      '¥88.50 中 ¥70.00 × 1 分 = 70 分',
    )
  })

  test('without a bill the rule itself is the sentence', () => {
    const joining = bill({ trigger: 'ENROLMENT', paidFen: 0 })
    const welcome = rule(fixed(1), { trigger: 'ENROLMENT', ...named('入会礼', 'Welcome') })
    const bonus = rule(fixed(1200), { trigger: 'ENROLMENT', ...named('老友礼', '') })
    expect(said({ welcome }, joining)).toEqual({ zh: '入会礼 1 分', en: 'Welcome: 1 point' })
    expect(said({ welcome, xbonus: bonus }, joining)).toEqual({
      zh: '入会礼 1 分，老友礼 +1,200 分，共 1,201 分',
      en: 'Welcome: 1 point, 老友礼 +1,200, 1,201 in all',
    })
    expect(said({}, joining)).toEqual({ zh: '本次没有得到积分', en: 'No points this time' })
  })
})

test('steps of the plain case are those of always', () => {
  expect(stepsOf(earned({}).trace)).toEqual([
    { label: { zh: '实付金额', en: 'Amount paid' }, value: '¥88.50' },
    { label: { zh: '积分标准', en: 'Rate' }, value: '1 / ¥1.00' },
    { label: { zh: '每单向下取整', en: 'Rounded down per bill' }, value: '88' },
    { label: { zh: '成长值', en: 'Growth' }, value: '+88' },
  ])
})

test('steps tell what counts, what each rule and what each category brought', () => {
  const rules = { drinks: rule(coefficient({ DRINK: 200, ALCOHOL: 0 }), named('品类系数', 'Coefficients')) }
  const occasion = billOf(dish('HOT', 5000), dish('DRINK', 2000), dish('ALCOHOL', 1850))
  expect(zh(stepsOf(earned(rules, { occasion }).trace))).toEqual([
    '实付金额 ¥88.50',
    '其中计分金额 ¥70.00',
    '积分标准 1 / ¥1.00',
    '消费积分 +70',
    '品类系数 +20',
    '热菜 ¥50.00 50',
    '饮品 ¥20.00 40',
    '酒水 ¥18.50 0',
    '每单向下取整 90',
    '成长值 +70',
  ])
  const joining = earned(
    { welcome: rule(fixed(20), { trigger: 'ENROLMENT' }) },
    { occasion: bill({ trigger: 'ENROLMENT', paidFen: 0 }) },
  )
  expect(zh(stepsOf(joining.trace))).toEqual(['积分 20'])
})

describe('what each rule gave', () => {
  const parts = (rules: Record<string, RuleDefinition>, occasion = bill()) =>
    explainedOf(earned(rules, { occasion }).trace).parts.map(({ code, points, sentence }) => [
      code,
      points,
      sentence.zh,
      sentence.en,
    ])

  test('every kind of reward has its sentence', () => {
    const rules = {
      drinks: rule(coefficient({ DRINK: 200, ALCOHOL: 0, HOT: 100 })),
      half: rule(times(150)),
      gift: rule(fixed(1)),
    }
    expect(parts(rules, billOf(dish('HOT', 5000), dish('DRINK', 2000), dish('ALCOHOL', 1850)))).toEqual([
      ['purchase', 70, '¥88.50 中 ¥70.00 × 1 分 = 70 分', 'of ¥88.50, ¥70.00 × 1 = 70 points'],
      ['drinks', 20, '饮品 × 200%、酒水 × 0%，+20 分', '饮品 × 200%, 酒水 × 0%: +20'],
      ['half', 45, '1.5 倍积分，+45 分', '1.5 times the points: +45'],
      ['gift', 1, '固定 1 分', '1 point at once'],
    ])
  })

  test('a limit that was reached is part of the sentence, and of why not', () => {
    const award = earned({ day: memberDay({ caps: [{ per: 'DAY', of: 'MEMBER', points: 50 }] }) })
    const { parts: all, notPaid } = explainedOf(award.trace)
    expect(all[1]).toEqual({
      rule: { zh: '会员日双倍', en: 'Member day' },
      code: 'day',
      version: 1,
      points: 50,
      sentence: {
        zh: '2 倍积分，+50 分，已达每人每天最多 50 分，少得 38 分',
        en: '2 times the points: +50; at most 50 points a day for each member reached, 38 fewer',
      },
    })
    expect(notPaid).toEqual([
      {
        rule: { zh: '会员日双倍', en: 'Member day' },
        code: 'day',
        why: 'CAPPED',
        sentence: {
          zh: '会员日双倍已达每人每天最多 50 分，少得 38 分',
          en: 'Member day has reached at most 50 points a day for each member; 38 fewer',
        },
      },
    ])
  })
})

test.each([
  [{ per: 'BILL', of: 'MEMBER', points: 200 }, '每单最多 200 分', 'at most 200 points per bill'],
  [{ per: 'DAY', of: 'MEMBER', points: 1 }, '每人每天最多 1 分', 'at most 1 point a day for each member'],
  [{ per: 'WEEK', of: 'STORE', points: 2000 }, '每店每周最多 2,000 分', 'at most 2,000 points a week for each store'],
  [
    { per: 'MONTH', of: 'ALL', points: 5 },
    '全部会员合计每月最多 5 分',
    'at most 5 points a month for everybody together',
  ],
  [{ per: 'TOTAL', of: 'MEMBER', points: 5 }, '每人累计最多 5 分', 'at most 5 points in all for each member'],
  [{ per: 'BUDGET', of: 'ALL', points: 5 }, '活动总预算最多 5 分', 'at most 5 points of the budget'],
] as [Limit, string, string][])('a limit %j is told', (limit, chinese, english) => {
  expect(limitText(limit)).toEqual({ zh: chinese, en: english })
})

test('every trigger has a title', () => {
  const of = (on: Trigger) => titleOf({ ...earned({}).trace, on })
  expect(of('PURCHASE')).toEqual({ zh: '消费得积分', en: 'Points for a bill' })
  expect(of('ENROLMENT')).toEqual({ zh: '入会得积分', en: 'Points for joining' })
  expect(of('BIRTHDAY').zh).toBe('生日得积分')
  expect(of('PROFILE_COMPLETED').zh).toBe('完善资料得积分')
  expect(titleOf(refundOf(earned({}).trace, { refundedFen: 0, refundFen: 1 }).explanation)).toEqual({
    zh: '退款收回积分',
    en: 'Points taken back for a refund',
  })
})

test('small words', () => {
  expect([plural(0), plural(1), plural(2)]).toEqual(['points', 'point', 'points'])
  expect([100, 150, 125, 200].map(timesText)).toEqual(['1', '1.5', '1.25', '2'])
  expect(nameOf({ name: { zh: '双倍', en: '' } })).toEqual({ zh: '双倍', en: '双倍' })
  expect(nameOf({ name: { zh: '双倍', en: 'Double' } })).toEqual({ zh: '双倍', en: 'Double' })
})

test('other kinds of explanation have no parts', () => {
  expect(explainedOf({ kind: 'EXPIRE', cohort: 202403, points: 12 })).toEqual({
    sentence: { zh: '2024-03 获得的积分到期，12 分失效', en: '12 points earned in 2024-03 expired' },
    parts: [],
    notPaid: [],
  })
})
