import type { Condition, RuleDefinition } from '@huitou/shared/rules'
import { describe, expect, test } from '@jest/globals'
import { coefficient, fixed, names, rate, rule, times } from '../../../test/earning-builders.js'
import { FESTIVALS, shortYuan } from '../day-words.js'
import { expiryText, moment, restrictionText, ruleText } from './rule.texts.js'
import { TEMPLATES } from './templates.rules.js'

const say = (definition: RuleDefinition) => ruleText(definition, names)
const when = (...rules: RuleDefinition['when']['rules']): string =>
  say(rule(times(200), { when: { combinator: 'and', rules } })).zh

describe('a rule in one sentence', () => {
  test('the example of the handbook', () => {
    const definition = rule(times(200), {
      when: [
        { field: 'weekday', operator: 'in', value: [2] },
        { field: 'time', operator: 'between', value: ['17:00', '21:00'] },
        { field: 'store', operator: 'in', value: ['1'] },
        { field: 'amount', operator: '>=', value: 8000 },
      ],
      caps: [{ per: 'DAY', of: 'MEMBER', points: 200 }],
    })
    expect(say(definition)).toEqual({
      zh: '每周二 17:00–21:00，在静安店单笔满 ¥80 时，积分翻倍，每人每天最多 200 分',
      en: 'On Tuesday 17:00–21:00, when at 静安店 the bill is ¥80 or more, double points, at most 200 points a day for each member',
    })
  })

  test('the base rate', () => {
    expect(say(rate())).toEqual({
      zh: '实付每 1 元得 1 分，不足部分不计，积分从获得当月起，第 24 个月月末到期',
      en: '1 point for every ¥1.00 paid, rounded down per bill, points end with the 24th month after the month they were earned in',
    })
    const other = { kind: 'RATE' as const, points: 3, fen: 1000, growth: { points: 2, fen: 500 } }
    expect(say(rate({ reward: other, expiry: { kind: 'NEVER' } }))).toEqual({
      zh: '实付每 ¥10.00 得 3 分，不足部分不计，成长值每 ¥5.00 得 2，积分长期有效',
      en: '3 points for every ¥10.00 paid, rounded down per bill, growth 2 for every ¥5.00, points never end',
    })
    const growthPoints = { kind: 'RATE' as const, points: 1, fen: 100, growth: { points: 2, fen: 100 } }
    expect(say(rate({ reward: growthPoints })).zh).toContain('成长值每 1 元得 2')
    const growthFen = { kind: 'RATE' as const, points: 1, fen: 100, growth: { points: 1, fen: 200 } }
    expect(say(rate({ reward: growthFen })).zh).toContain('成长值每 ¥2.00 得 1')
  })

  test('all rewards', () => {
    const reward = (definition: RuleDefinition) => [say(definition).zh, say(definition).en]
    expect(reward(rule(times(150)))).toEqual(['积分 1.5 倍', '1.5 times the points'])
    expect(reward(rule(fixed(1)))).toEqual(['送 1 分', '1 point'])
    expect(reward(rule(fixed(1000)))).toEqual(['送 1,000 分', '1,000 points'])
    expect(reward(rule(coefficient({ DRINK: 200, ALCOHOL: 0, X: 50 })))).toEqual([
      '饮品按 200% 计分、酒水不计分、X按 50% 计分',
      '饮品 counts 200%, 酒水 does not count, X counts 50%',
    ])
    const back = (shortfall: 'DEBT' | 'CASH' | 'WAIVE' | 'BLOCK') =>
      say(rule({ kind: 'TAKE_BACK', shortfall }, { trigger: 'REFUND', imported: true })).zh
    expect([back('DEBT'), back('CASH'), back('WAIVE'), back('BLOCK')]).toEqual([
      '退款收回所得积分，已用掉的记为待抵扣，由以后的积分补足',
      '退款收回所得积分，已用掉的从退款金额中扣除',
      '退款收回所得积分，已用掉的不再追回',
      '退款收回所得积分，积分已用掉的不能退款',
    ])
  })

  test('other triggers say when', () => {
    expect(say(rule(fixed(20), { trigger: 'ENROLMENT' }))).toEqual({
      zh: '入会时，送 20 分',
      en: 'On joining, 20 points',
    })
    const gold: Condition = { field: 'tier', operator: 'in', value: ['GOLD'] }
    expect(say(rule(fixed(20), { trigger: 'BIRTHDAY', when: [gold] })).zh).toBe('生日到来时，等级为金卡时，送 20 分')
    expect(say(rule(fixed(20), { trigger: 'BIRTHDAY', when: { combinator: 'or', rules: [gold] } })).zh).toBe(
      '生日到来时，等级为金卡时，送 20 分',
    )
  })

  test('limits, stacking, dates and what the points are for', () => {
    const definition = rule(times(300), {
      caps: [
        { per: 'BILL', of: 'MEMBER', points: 500 },
        { per: 'MONTH', of: 'STORE', points: 9000 },
      ],
      budget: { points: 100_000, fen: 50_000 },
      stacking: { group: 'feast', choose: 'BEST', priority: 3 },
      from: '2027-02-04T16:00:00.000Z',
      until: '2027-02-12T16:00:00.000Z',
      restriction: { weekdays: [6, 7], between: ['10:00', '14:00'], rewards: ['tea'] },
      pendingDays: 7,
      expiry: { kind: 'DATE', on: '2027-12-31' },
      imported: true,
    })
    expect(say(definition)).toEqual({
      zh: '2027-02-05 00:00:00 至 2027-02-13 00:00:00 前，积分 3 倍，每单最多 500 分，每店每月最多 9,000 分，总预算 100,000 分，总预算 ¥500.00，与「feast」组的其他规则取最高的一项（优先级 3），积分仅限每周六、周日 10:00–14:00 兑换「tea」时使用，积分 7 天后生效，积分有效至 2027-12-31，导入的历史消费也适用',
      en: 'From 2027-02-05 00:00:00 until 2027-02-13 00:00:00, 3 times the points, at most 500 points per bill, at most 9,000 points a month for each store, at most 100,000 points in all, at most ¥500.00 in all, of group "feast" only the best pays (priority 3), points may be used only on Saturday, Sunday 10:00–14:00 for tea, points begin 7 days later, points are good through 2027-12-31, imported sales count too',
    })
    const first = { group: 'g', choose: 'FIRST' as const, priority: 0 }
    expect(say(rule(fixed(1), { stacking: first, from: '2027-02-04T16:00:00.000Z' }))).toEqual({
      zh: '2027-02-05 00:00:00 起，送 1 分，与「g」组的其他规则取优先的一项（优先级 0）',
      en: 'From 2027-02-05 00:00:00 on, 1 point, of group "g" only the first pays (priority 0)',
    })
    expect(say(rule(fixed(1), { until: '2027-02-04T16:00:01.000Z' })).zh).toBe('2027-02-05 00:00:01 前，送 1 分')
    expect(say(rule(fixed(1), { until: '2027-02-04T16:00:01.000Z' })).en).toBe('Until 2027-02-05 00:00:01, 1 point')
  })

  test('several conditions are joined by 且, times come first, the store before the rest', () => {
    const amount: Condition = { field: 'amount', operator: '>=', value: 8000 }
    expect(when(amount)).toBe('单笔满 ¥80 时，积分翻倍')
    expect(when(amount, { field: 'visit', operator: '=', value: 1 })).toBe('单笔满 ¥80且第 1 次消费时，积分翻倍')
    expect(when(amount, { field: 'store', operator: 'in', value: ['2'] })).toBe('在徐汇店单笔满 ¥80 时，积分翻倍')
    expect(when({ field: 'store', operator: 'in', value: ['2', '1'] })).toBe('在徐汇店、静安店时，积分翻倍')
    expect(when({ field: 'birthday', operator: 'in', value: 'WEEK' })).toBe('生日当周，积分翻倍')
    expect(when()).toBe('积分翻倍')
  })

  test('groups in groups keep their brackets', () => {
    const a: Condition = { field: 'amount', operator: '>=', value: 8000 }
    const b: Condition = { field: 'tier', operator: 'in', value: ['GOLD'] }
    const c: Condition = { field: 'weekday', operator: 'in', value: [1] }
    const text = (group: RuleDefinition['when']) => say(rule(times(200), { when: group }))
    expect(text({ combinator: 'or', rules: [a, { combinator: 'and', rules: [b, c] }] })).toEqual({
      zh: '单笔满 ¥80或(等级为金卡且每周一)时，积分翻倍',
      en: 'When the bill is ¥80 or more or (the tier is Gold and on Monday), double points',
    })
    expect(text({ combinator: 'and', rules: [a, { combinator: 'or', not: true, rules: [b, c] }] })).toEqual({
      zh: '单笔满 ¥80且(不满足「等级为金卡或每周一」)时，积分翻倍',
      en: 'When the bill is ¥80 or more and (not (the tier is Gold or on Monday)), double points',
    })
    expect(text({ combinator: 'and', not: true, rules: [a, b] }).zh).toBe(
      '不满足「单笔满 ¥80且等级为金卡」时，积分翻倍',
    )
    expect(text({ combinator: 'and', rules: [a, { combinator: 'and', rules: [] }] }).zh).toBe(
      '单笔满 ¥80且(不限)时，积分翻倍',
    )
  })
})

test('restrictions and ends by themselves', () => {
  expect(restrictionText({ weekdays: null, between: null, rewards: null })).toEqual({
    zh: '积分使用不限',
    en: 'points may be used at any time',
  })
  expect(restrictionText({ weekdays: [1], between: null, rewards: null })).toEqual({
    zh: '积分仅限每周一使用',
    en: 'points may be used only on Monday',
  })
  expect(restrictionText({ weekdays: null, between: ['22:00', '02:00'], rewards: null })).toEqual({
    zh: '积分仅限 22:00–次日 02:00 使用',
    en: 'points may be used only 22:00–02:00 the next day',
  })
  expect(restrictionText({ weekdays: null, between: null, rewards: ['a', 'b'] })).toEqual({
    zh: '积分仅限兑换「a、b」时使用',
    en: 'points may be used only for a, b',
  })
  expect(expiryText({ kind: 'ACTIVITY', months: 12 })).toEqual({
    zh: '积分从最近一次消费当月起，第 12 个月月末到期',
    en: 'points end with the 12th month after the month of the last visit',
  })
  expect(moment('2026-11-21T15:59:59.999Z')).toBe('2026-11-21 23:59:59')
})

/** What of a block must be read in the sentence of its rule. */
function traces(condition: Condition): string[] {
  switch (condition.field) {
    case 'amount':
      return [shortYuan(condition.value)]
    case 'weekday':
      return condition.value.map(day => `周${'一二三四五六日'[day - 1]}`)
    case 'time':
      return [...condition.value]
    case 'festival':
      return condition.value.map(each => FESTIVALS[each].zh)
    case 'birthday':
      return [{ DAY: '生日当天', WEEK: '生日当周', MONTH: '生日当月' }[condition.value]]
    case 'store':
      return condition.value.map(id => names.stores.get(id) ?? id)
    case 'category':
      return condition.value.map(code => names.categories.get(code) ?? code)
    case 'product':
      return condition.value.map(id => names.products.get(id) ?? id)
    case 'tier':
      return condition.value.map(code => names.tiers.get(code)?.zh ?? code)
    case 'channel':
      return condition.value.map(
        each =>
          ({ STAFF: '店员扫码', POS: '收银系统', MINI_PROGRAM: '小程序付款', IMPORT: '文件导入', DEMO: '演示数据' })[
            each
          ],
      )
    case 'dayOfMonth':
    case 'tag':
      return condition.value.map(String)
    default:
      return [String(condition.value)]
  }
}

const LEAVES: Condition[] = [
  ...(['>=', '<='] as const).flatMap((operator): Condition[] => [
    { field: 'amount', operator, value: 7999 },
    { field: 'daysSinceLastVisit', operator, value: 31 },
    { field: 'tableSize', operator, value: 9 },
    { field: 'memberDays', operator, value: 365 },
  ]),
  ...(['in', 'notIn'] as const).flatMap((operator): Condition[] => [
    { field: 'weekday', operator, value: [1, 2, 3, 4, 5, 6, 7] },
    { field: 'dayOfMonth', operator, value: [8, 28] },
    { field: 'festival', operator, value: Object.keys(FESTIVALS) as (keyof typeof FESTIVALS)[] },
    { field: 'store', operator, value: ['1', '2', '99'] },
    { field: 'category', operator, value: ['DRINK', 'NEW'] },
    { field: 'product', operator, value: ['7', '8'] },
    { field: 'tier', operator, value: ['GOLD', 'NEW'] },
    { field: 'tag', operator, value: ['vip', 'lunch'] },
    { field: 'channel', operator, value: ['STAFF', 'POS', 'MINI_PROGRAM', 'IMPORT', 'DEMO'] },
  ]),
  ...(['=', '>=', '<=', 'every'] as const).map((operator): Condition => ({ field: 'visit', operator, value: 5 })),
  ...(['DAY', 'WEEK', 'MONTH'] as const).map((value): Condition => ({ field: 'birthday', operator: 'in', value })),
  { field: 'newProduct', operator: '<=', value: 30 },
  { field: 'time', operator: 'between', value: ['22:30', '02:15'] },
]

describe('nothing of a condition is left out', () => {
  test.each(LEAVES)('%j', leaf => {
    const shapes: RuleDefinition['when'][] = [
      { combinator: 'and', rules: [leaf] },
      { combinator: 'or', rules: [leaf] },
      { combinator: 'and', not: true, rules: [leaf] },
      { combinator: 'and', rules: [{ combinator: 'or', rules: [leaf] }] },
    ]
    for (const shape of shapes) {
      const { zh, en } = say(rule(times(200), { when: shape }))
      for (const trace of traces(leaf)) expect(zh).toContain(trace)
      expect(en).not.toMatch(/undefined|NaN/)
    }
  })

  test('and no two different blocks are told alike', () => {
    const all = LEAVES.map(leaf => say(rule(times(200), { when: [leaf] })))
    expect(new Set(all.map(({ zh }) => zh)).size).toBe(LEAVES.length)
    expect(new Set(all.map(({ en }) => en)).size).toBe(LEAVES.length)
  })
})

test('every shipped template has a sentence of its own', () => {
  const all = TEMPLATES.map(({ definition }) => say(definition).zh)
  expect(new Set(all).size).toBe(TEMPLATES.length)
})
