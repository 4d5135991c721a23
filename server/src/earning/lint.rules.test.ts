import type { Cap, RuleDefinition } from '@huitou/shared/rules'
import { describe, expect, test } from '@jest/globals'
import { coefficient, fixed, rate, rule, times } from '../../../test/earning-builders.js'
import { type LintContext, lintOf, mostFor } from './lint.rules.js'

const BASE = { code: 'purchase', definition: rate() }
const context = (changes: Partial<LintContext> = {}): LintContext => ({
  now: new Date('2026-11-22T04:00:00Z'),
  others: [BASE],
  cost: { fen: 1, points: 1 },
  generousPercent: 10,
  usualFen: 8850,
  history: null,
  ...changes,
})
const lint = (definition: RuleDefinition, changes: Partial<LintContext> = {}, code = 'x') =>
  lintOf({ code, definition }, context(changes))
const kinds = (...given: Parameters<typeof lint>) => lint(...given).map(({ kind }) => kind)
const first = (...given: Parameters<typeof lint>) => {
  const [note] = lint(...given)
  return note && [note.kind, note.grave, note.says.zh, note.says.en, note.rule]
}

test('a sound rule has nothing to be said about', () => {
  expect(lint(rule(times(200)))).toEqual([])
  expect(lint(rate(), { others: [] }, 'purchase')).toEqual([])
})

test('a rule that is over says since when', () => {
  expect(first(rule(times(200), { until: '2026-11-22T04:00:00.000Z' }))).toEqual([
    'ENDED',
    true,
    '已于 2026-11-22 12:00:00 结束',
    'It ended at 2026-11-22 12:00:00',
    null,
  ])
  expect(kinds(rule(times(200), { until: '2026-11-22T04:00:00.001Z' }))).toEqual([])
  expect(first(rule(times(200), { expiry: { kind: 'DATE', on: '2026-11-21' } }))).toEqual([
    'ENDED',
    true,
    '积分有效期 2026-11-21 已过',
    'Its points were good through 2026-11-21, which is over',
    null,
  ])
  expect(kinds(rule(times(200), { expiry: { kind: 'DATE', on: '2026-11-22' } }))).toEqual([])
})

test('a rule that nothing can meet is dead', () => {
  expect(first(rule(times(200), { from: '2027-01-02T00:00:00.000Z', until: '2027-01-02T00:00:00.000Z' }))).toEqual([
    'DEAD',
    true,
    '结束时间不晚于开始时间，规则从不生效',
    'It ends before it begins',
    null,
  ])
  expect(kinds(rule(times(200), { from: '2027-01-02T00:00:00.000Z', until: '2027-01-02T00:00:00.001Z' }))).toEqual([])
  const never = rule(times(200), {
    when: [
      { field: 'amount', operator: '>=', value: 9 },
      { field: 'amount', operator: '<=', value: 8 },
    ],
  })
  expect(first(never)).toEqual([
    'DEAD',
    true,
    '条件互相矛盾，没有一单能满足',
    'Its conditions contradict each other: nothing can meet them',
    null,
  ])
  expect(first(rule(times(200), { trigger: 'ENROLMENT' }))).toEqual([
    'DEAD',
    true,
    '这类奖励按消费金额计算，而此触发没有消费金额',
    'This kind of reward is reckoned from a bill, and there is none here',
    null,
  ])
  expect(kinds(rule(fixed(1), { trigger: 'ENROLMENT' }))).toEqual([])
  expect(kinds(rule({ kind: 'TAKE_BACK', shortfall: 'DEBT' }, { trigger: 'REFUND' }))).toEqual([])
})

describe('overlaps', () => {
  const other = (definition: RuleDefinition) => ({
    others: [BASE, { code: 'other', definition: { ...definition, name: { zh: '会员日', en: 'Member day' } } }],
  })
  const group = (name: string) => ({ stacking: { group: name, choose: 'BEST' as const, priority: 1 } })

  test('two rules that may pay for one bill are named', () => {
    expect(first(rule(times(200)), other(rule(fixed(5))))).toEqual([
      'OVERLAP',
      false,
      '可能与「会员日」同时生效并累加；如不希望累加，请放进同一个叠加组',
      'May pay together with "Member day" and add to it; put both into one group if it should not',
      'other',
    ])
  })

  test('not when they are in one group, never meet, or are the same rule', () => {
    const base = rule(times(200), group('a'))
    expect(kinds(base, other(rule(times(150), group('a'))))).toEqual([])
    expect(kinds(base, other(rule(times(150), group('b'))))).toEqual(['OVERLAP'])
    expect(kinds(base, other(rule(times(150))))).toEqual(['OVERLAP'])
    expect(kinds(rule(times(200)), other(rule(times(150), group('a'))))).toEqual(['OVERLAP'])
    const day = (value: number) => rule(times(200), { when: [{ field: 'weekday', operator: 'in', value: [value] }] })
    expect(kinds(day(1), other(day(2)))).toEqual([])
    expect(kinds(day(1), other(day(1)))).toEqual(['OVERLAP'])
    expect(kinds(day(1), other(day(1)), 'other')).toEqual([])
  })

  test('coefficients overlap on a category, rates with rates, and neither with what builds on them', () => {
    expect(kinds(rule(coefficient({ A: 50 })), other(rule(coefficient({ A: 60, B: 70 }))))).toEqual(['OVERLAP'])
    expect(kinds(rule(coefficient({ A: 50 })), other(rule(coefficient({ B: 70 }))))).toEqual([])
    expect(kinds(rule(coefficient({ A: 50 })), other(rule(times(120))))).toEqual([])
    expect(kinds(rate({ expiry: null }), other(rule(times(120))))).toEqual(['OVERLAP'])
    expect(lint(rate({ expiry: null }), other(rule(times(120))))[0]!.rule).toBe('purchase')
  })
})

test('a rule that nothing of the last month met never fires', () => {
  expect(first(rule(times(200)), { history: { of: 3547, met: 0 } })).toEqual([
    'NEVER_FIRES',
    false,
    '过去 30 天的 3,547 笔消费，没有一笔满足条件',
    'Of 3,547 bills of the last 30 days not one met the conditions',
    null,
  ])
  expect(kinds(rule(times(200)), { history: { of: 3547, met: 1 } })).toEqual([])
  expect(kinds(rule(times(200)), { history: { of: 0, met: 0 } })).toEqual([])
})

describe('too generous', () => {
  test('is what costs more than the stated share of the smallest bill that qualifies', () => {
    expect(kinds(rule(times(1000)))).toEqual([])
    // 88 by the rate, 797 more are 885 fen of 8,850: exactly 10 %.
    expect(kinds(rule(fixed(797)))).toEqual([])
    expect(first(rule(fixed(798)))).toEqual([
      'TOO_GENEROUS',
      false,
      '一单 ¥88.50 最多得 886 分，成本约占 10.1%，高于 10%',
      'A bill of ¥88.50 may get 886 points, about 10.1% of it in cost, above 10%',
      null,
    ])
    expect(kinds(rule(fixed(798)), { generousPercent: 11 })).toEqual([])
    expect(kinds(rule(fixed(1)), { cost: { fen: 12, points: 1 } })).toEqual(['TOO_GENEROUS'])
    expect(kinds(rule(fixed(1)), { cost: { fen: 12, points: 10 } })).toEqual([])
    expect(kinds(rule(fixed(5000), { trigger: 'ENROLMENT' }))).toEqual([])
  })

  test('looks at the smallest amount that the rule takes, and at its caps', () => {
    const when = (value: number) => ({ when: [{ field: 'amount' as const, operator: '>=' as const, value }] })
    expect(mostFor(rule(fixed(50), when(100_000)), context())).toEqual({ fen: 100_000, points: 1050 })
    expect(
      mostFor(
        rule(fixed(50), {
          when: { combinator: 'and', not: true, rules: [{ field: 'amount', operator: '<=', value: 999 }] },
        }),
        context(),
      ),
    ).toEqual({ fen: 1000, points: 60 })
    expect(mostFor(rule(fixed(50), { when: [{ field: 'amount', operator: '<=', value: 500 }] }), context())).toEqual({
      fen: 8850,
      points: 138,
    })
    expect(
      mostFor(rule(fixed(50), { ...when(2000), caps: [{ per: 'BILL', of: 'ALL', points: 7 }] }), context()),
    ).toEqual({ fen: 2000, points: 27 })
    expect(mostFor(rule(fixed(50), { ...when(2000), budget: { points: 3, fen: null } }), context())).toEqual({
      fen: 2000,
      points: 23,
    })
    const either = { combinator: 'or' as const, rules: [...when(3000).when, ...when(2000).when] }
    expect(mostFor(rule(fixed(50), { when: either }), context()).fen).toBe(2000)
    expect(mostFor(rule(times(150), when(1000)), context())).toEqual({ fen: 1000, points: 15 })
    expect(mostFor(rule(coefficient({ A: 50, B: 300 }), when(1000)), context())).toEqual({ fen: 1000, points: 30 })
    expect(mostFor(rule(coefficient({ A: 50 }), when(1000)), context())).toEqual({ fen: 1000, points: 10 })
    expect(mostFor(rate(), context({ others: [] }))).toEqual({ fen: 8850, points: 88 })
  })
})

describe('caps that are never reached', () => {
  const caps = (definition: Partial<RuleDefinition>, ...all: [Cap['per'], Cap['of'], number][]) =>
    lint(rule(times(200), { ...definition, when: [], caps: all.map(([per, of, points]) => ({ per, of, points })) }))
      .filter(({ kind }) => kind === 'UNREACHABLE_CAP')
      .map(({ says }) => says.zh)

  test('because a longer or a wider one is tighter', () => {
    expect(caps({}, ['DAY', 'MEMBER', 100], ['WEEK', 'MEMBER', 100])).toEqual([
      '上限「每人每天最多 100 分」永远不会达到',
    ])
    expect(caps({}, ['DAY', 'MEMBER', 100], ['WEEK', 'MEMBER', 101])).toEqual([])
    expect(caps({}, ['DAY', 'MEMBER', 100], ['DAY', 'ALL', 100])).toEqual(['上限「每人每天最多 100 分」永远不会达到'])
    expect(caps({}, ['DAY', 'MEMBER', 100], ['DAY', 'STORE', 100])).toEqual([])
    expect(caps({}, ['WEEK', 'MEMBER', 100], ['DAY', 'ALL', 100])).toEqual([])
    expect(caps({}, ['DAY', 'MEMBER', 100], ['DAY', 'MEMBER', 99])).toEqual(['上限「每人每天最多 100 分」永远不会达到'])
    expect(caps({}, ['DAY', 'MEMBER', 100], ['DAY', 'MEMBER', 100])).toEqual([])
    expect(caps({}, ['BILL', 'MEMBER', 100], ['DAY', 'STORE', 100])).toEqual(['上限「每单最多 100 分」永远不会达到'])
    expect(caps({}, ['BILL', 'MEMBER', 100], ['BILL', 'ALL', 100])).toEqual([])
    expect(caps({}, ['BILL', 'MEMBER', 100], ['BILL', 'ALL', 99])).toEqual(['上限「每单最多 100 分」永远不会达到'])
  })

  test('because the reward or the budget is smaller', () => {
    expect(caps({ reward: fixed(50) }, ['BILL', 'MEMBER', 50])).toEqual(['上限「每单最多 50 分」永远不会达到'])
    expect(caps({ reward: fixed(50) }, ['BILL', 'MEMBER', 49])).toEqual([])
    expect(caps({ reward: fixed(50) }, ['DAY', 'MEMBER', 50])).toEqual([])
    expect(caps({ budget: { points: 100, fen: null } }, ['DAY', 'ALL', 100])).toHaveLength(1)
    expect(caps({ budget: { points: 101, fen: null } }, ['DAY', 'ALL', 100])).toEqual([])
    expect(caps({ budget: { points: null, fen: 100 } }, ['DAY', 'ALL', 100])).toHaveLength(1)
    expect(caps({ budget: { points: 500, fen: 100 } }, ['DAY', 'ALL', 100])).toHaveLength(1)
    expect(caps({ reward: rate().reward }, ['BILL', 'MEMBER', 1_000_000])).toHaveLength(1)
    expect(caps({ reward: rate().reward }, ['BILL', 'MEMBER', 999_999])).toEqual([])
  })
})
