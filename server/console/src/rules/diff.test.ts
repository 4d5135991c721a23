import type { RuleDefinition } from '@huitou/shared/rules'
import { expect, test } from '@jest/globals'
import { sayIn } from '../texts.js'
import { differences, same } from './diff.js'
import { blankRule } from './rule.js'

const names = {
  store: (id: string) => ({ '101': '国贸店' })[id] ?? id,
  tier: (code: string) => ({ GOLD: '金卡' })[code] ?? code,
  category: (code: string) => ({ DRINK: '饮品' })[code] ?? code,
  product: (id: string) => id,
}
const voice = { say: sayIn('zh'), names }
const tuesday: RuleDefinition = {
  ...blankRule('周二晚市'),
  when: {
    combinator: 'and',
    rules: [
      { field: 'weekday', operator: 'in', value: [2] },
      { field: 'amount', operator: '>=', value: 8000 },
    ],
  },
}
const changed = (parts: Partial<RuleDefinition>) =>
  differences(voice, tuesday, { ...tuesday, ...parts }).map(({ part, before, after }) => [part, before, after])

test('two versions that say the same have no difference, whatever the order of their keys', () => {
  const reordered = Object.fromEntries(Object.entries(tuesday).reverse()) as unknown as RuleDefinition
  expect(same(tuesday, reordered)).toBe(true)
  expect(differences(voice, tuesday, reordered)).toEqual([])
  expect(same(tuesday, { ...tuesday, pendingDays: 1 })).toBe(false)
})

test('a changed condition is told as the marketer reads it, with names and yuan', () => {
  const when: RuleDefinition['when'] = {
    combinator: 'and',
    rules: [
      { field: 'weekday', operator: 'in', value: [4, 2] },
      {
        combinator: 'or',
        not: true,
        rules: [
          { field: 'tier', operator: 'in', value: ['GOLD', 'GONE'] },
          { field: 'store', operator: 'notIn', value: ['101'] },
        ],
      },
    ],
  }
  expect(changed({ when })).toEqual([
    [
      'part.when',
      '星期 是 周二 且 实付金额 至少 ¥80.00',
      '星期 是 周二、周四 且 不满足（会员等级 是 金卡、GONE 或 门店 不是 国贸店）',
    ],
  ])
})

test('reward, limits, budget, stacking, window and points each have words of their own', () => {
  expect(
    changed({
      reward: { kind: 'COEFFICIENT', categories: [{ category: 'DRINK', percent: 200 }] },
      caps: [{ per: 'DAY', of: 'MEMBER', points: 1500 }],
      budget: { points: 50_000, fen: 300_000 },
      stacking: { group: 'multiply', choose: 'FIRST', priority: 3 },
      until: '2026-11-30T16:00:00.000Z',
      expiry: { kind: 'DATE', on: '2027-03-31' },
      restriction: { weekdays: [6, 7], between: ['11:00', '14:00'], rewards: null },
      pendingDays: 7,
    }),
  ).toEqual([
    ['part.until', '不限', '2026-12-01 00:00:00'],
    ['part.reward', '基础积分的 2 倍', '饮品 × 200%'],
    ['part.caps', '没有', '每位会员每天最多 1,500 分'],
    ['part.budget', '没有', '最多 50,000 分；成本最多 ¥3,000.00'],
    ['part.stacking', '和别的规则相加', '「multiply」组里只发排在最前的一条，本条排第 3'],
    ['part.expiry', '和基础积分一样', '2027-03-31 之后失效'],
    ['part.restriction', '和平常一样用', '只在周六、周日、只在 11:00–14:00'],
    ['part.pending', '马上可用', '7 天后可用'],
  ])
})

test('the same difference reads in English', () => {
  const [one] = differences({ say: sayIn('en'), names }, tuesday, { ...tuesday, reward: { kind: 'FIXED', points: 50 } })
  expect(one).toEqual({ part: 'part.reward', before: '2 times the base points', after: '50 points' })
})
