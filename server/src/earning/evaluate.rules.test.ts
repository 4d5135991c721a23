import type { RuleDefinition } from '@huitou/shared/rules'
import { describe, expect, test } from '@jest/globals'
import {
  bill,
  billOf,
  byRule,
  coefficient,
  dish,
  earned,
  fixed,
  guest,
  late,
  names,
  rate,
  rule,
  setOf,
  times,
} from '../../../test/earning-builders.js'
import { planOf, ruleSetOf } from './evaluate.rules.js'

const plan = (rules: Record<string, RuleDefinition>, occasion = bill(), member = guest()) =>
  planOf(setOf(rules), occasion, member)

describe('the plain case', () => {
  test('a bill of ¥88.50 earns 88 points and 88 growth, into one lot, without a counter', () => {
    const planned = plan({})
    expect(planned.tallies).toEqual([])
    expect(planned.spans).toEqual([
      {
        availableAt: new Date('2026-11-20T20:00:00Z'),
        expiresAt: new Date('2028-11-30T16:00:00Z'),
        cohort: 202611,
        activityMonths: null,
        restriction: null,
      },
    ])
    const award = planned.award(late())
    expect(award).toMatchObject({ points: [88], total: 88, growth: 88, add: new Map() })
    expect(award.trace).toEqual({
      kind: 'RULES',
      on: 'PURCHASE',
      paidFen: 8850,
      points: 88,
      growth: 88,
      parts: [
        {
          rule: 1,
          code: 'purchase',
          version: 1,
          name: { zh: '消费积分', en: 'Points for bills' },
          kind: 'RATE',
          points: 88,
          rate: [1, 100],
        },
      ],
    })
  })

  test.each([
    [8850, 88],
    [8899, 88],
    [8900, 89],
    [99, 0],
    [100, 1],
    [1, 0],
    [100_000_000, 1_000_000],
  ])('%p fen at one point a yuan earn %p points, rounded down once', (paidFen, points) => {
    expect(earned({}, { occasion: bill({ paidFen }) })).toMatchObject({ total: points, growth: points })
  })

  test('other rates stay whole: three points for every ten yuan', () => {
    const growth = { points: 1, fen: 100 }
    const purchase = rate({ reward: { kind: 'RATE', points: 3, fen: 1000, growth } })
    const points = (paidFen: number) => earned({ purchase }, { occasion: bill({ paidFen }) }).total
    expect([999, 1000, 1333, 1334].map(points)).toEqual([2, 3, 3, 4])
  })

  test('points of March 2024 end with March 2026', () => {
    const { spans } = planOf(setOf({}), bill({ at: new Date('2024-03-15T04:00:00Z') }), guest())
    expect(spans.map(({ expiresAt }) => expiresAt.toISOString())).toEqual(['2026-03-31T16:00:00.000Z'])
  })

  test('its trace is small', () => {
    expect(Buffer.byteLength(JSON.stringify(earned({}).trace))).toBeLessThanOrEqual(250)
  })

  test('a growth rate of its own is in the trace', () => {
    const reward = { kind: 'RATE' as const, points: 1, fen: 100, growth: { points: 2, fen: 100 } }
    expect(earned({ purchase: rate({ reward }) }).trace.parts[0]).toMatchObject({ rate: [1, 100], growth: [2, 100] })
    const other = { kind: 'RATE' as const, points: 1, fen: 100, growth: { points: 1, fen: 200 } }
    expect(earned({ purchase: rate({ reward: other }) }).trace.parts[0]).toMatchObject({ growth: [1, 200] })
  })

  test('a live set without a base rate, or with one that never says when points end, is no live set', () => {
    const settings = { cost: { fen: 1, points: 1 }, names }
    const one = (code: string, definition: RuleDefinition) => [{ id: 1, code, version: 1, definition }]
    expect(() => ruleSetOf([], settings)).toThrow('A live set has a base rate that says when points end.')
    expect(() => ruleSetOf(one('other', rate()), settings)).toThrow(RangeError)
    expect(() => ruleSetOf(one('purchase', rate({ expiry: null })), settings)).toThrow(RangeError)
  })
})

describe('who pays', () => {
  test('the kinds are reckoned in their order, the base rate first, whatever order they are listed in', () => {
    const rules = {
      welcome: rule(fixed(5)),
      zdouble: rule(times(200)),
      adouble: rule(times(150)),
      drinks: rule(coefficient({ DRINK: 200 })),
      arate: rule({ kind: 'RATE', points: 1, fen: 1000, growth: { points: 0, fen: 100 } }),
      purchase: rate(),
    }
    const award = earned(rules, { occasion: billOf(dish('HOT', 5000), dish('DRINK', 3000)) })
    expect(Object.entries(byRule(award))).toEqual([
      ['purchase', 80],
      ['arate', 8],
      ['drinks', 33],
      ['adouble', 60],
      ['zdouble', 121],
      ['welcome', 5],
    ])
    expect(award.total).toBe(307)
    expect(award.growth).toBe(80)
    expect(award.trace.lines).toEqual([
      { category: 'HOT', fen: 5000, points: 140 },
      { category: 'DRINK', fen: 3000, points: 167 },
    ])
    expect(award.trace.categories).toEqual({ HOT: '热菜', DRINK: '饮品' })
  })

  test.each([
    ['2026-12-01T00:00:00.000Z', false],
    ['2026-11-30T23:59:59.999Z', true],
    ['2026-11-01T00:00:00.000Z', true],
    ['2026-10-31T23:59:59.999Z', false],
  ])('a window is held to the millisecond: at %p %p', (at, open) => {
    const november = { from: '2026-11-01T00:00:00.000Z', until: '2026-12-01T00:00:00.000Z' }
    const award = earned({ double: rule(times(200), november) }, { occasion: bill({ at: new Date(at) }) })
    expect('double' in byRule(award)).toBe(open)
    // Outside of its window a rule is not nearly met either.
    expect(award.trace.missed).toBeUndefined()
  })

  test('sales from a file count for the rules that say so', () => {
    const rules = { double: rule(times(200)), counted: rule(fixed(1), { imported: true }) }
    expect(Object.keys(byRule(earned(rules, { occasion: bill({ imported: true }) })))).toEqual(['purchase', 'counted'])
    expect(Object.keys(byRule(earned(rules)))).toEqual(['purchase', 'double', 'counted'])
  })

  test('each trigger has its own rules, and what nobody rewards earns nothing', () => {
    const rules = {
      welcome: rule(fixed(20), { trigger: 'ENROLMENT' }),
      back: rule({ kind: 'TAKE_BACK', shortfall: 'DEBT' }, { trigger: 'REFUND' }),
    }
    const joining = earned(rules, { occasion: bill({ trigger: 'ENROLMENT', paidFen: 0 }) })
    expect(joining).toMatchObject({ total: 20, growth: 0, points: [20] })
    expect(joining.trace).toMatchObject({ on: 'ENROLMENT', parts: [{ code: 'welcome', kind: 'FIXED', points: 20 }] })
    expect(joining.trace.lines).toBeUndefined()
    const refund = plan(rules, bill({ trigger: 'REFUND' }))
    expect(refund.spans).toEqual([])
    expect(refund.award(late())).toMatchObject({ points: [], total: 0, growth: 0 })
  })

  test('what hangs on visits is decided under the locks, by the visits as they are then', () => {
    const planned = plan({
      first: rule(fixed(50), {
        when: [{ field: 'visit', operator: '=', value: 1 }],
        caps: [{ per: 'TOTAL', of: 'MEMBER', points: 50 }],
      }),
    })
    expect(planned.tallies).toEqual(['rule:first:m16:t'])
    expect(planned.award(late({ activities: 0, lastActivityAt: null })).total).toBe(138)
    expect(planned.award(late({ activities: 1 })).total).toBe(88)
  })

  test('a rule that cannot pay asks for no lot and no counter', () => {
    const never = rule(times(200), {
      when: [{ field: 'amount', operator: '>=', value: 9000 }],
      caps: [{ per: 'DAY', of: 'MEMBER', points: 1 }],
      pendingDays: 3,
    })
    expect(plan({ never })).toMatchObject({ tallies: [], spans: [{}] })
  })

  test('a coefficient has nothing to say about a bill without its categories', () => {
    const rules = { drinks: rule(coefficient({ DRINK: 200, HOT: 100 })) }
    expect(earned(rules, { occasion: billOf(dish('HOT', 5000)) }).trace.parts).toHaveLength(1)
    expect(earned(rules).trace.parts).toHaveLength(1)
    expect(earned(rules, { occasion: billOf(dish('DRINK', 100)) }).trace.parts[1]).toMatchObject({
      percents: { DRINK: 200 },
      points: 1,
    })
  })

  test('dishes of one category are one line', () => {
    const award = earned({}, { occasion: billOf(dish('HOT', 150), dish('HOT', 160), dish('DRINK', 90)) })
    expect(award.trace.lines).toEqual([
      { category: 'HOT', fen: 310, points: 3 },
      { category: 'DRINK', fen: 90, points: 1 },
    ])
    expect(earned({}, { occasion: billOf(dish('HOT', 150)) }).trace.lines).toEqual([
      { category: 'HOT', fen: 150, points: 1 },
    ])
    expect(earned({}, { occasion: billOf(dish('OTHER', 150)) }).trace.lines).toBeUndefined()
  })

  test('the facts that rules have read are kept, but for the amount', () => {
    const when: RuleDefinition['when']['rules'] = [
      { field: 'tier', operator: 'in', value: ['GOLD'] },
      { field: 'weekday', operator: 'in', value: [6] },
      { field: 'amount', operator: '>=', value: 8000 },
      { field: 'tag', operator: 'in', value: ['f'] },
    ]
    const member = guest({ tier: 'GOLD', tags: ['a', 'b', 'c', 'd', 'e', 'f'] })
    const { trace } = earned({ gold: rule(times(150), { when: { combinator: 'and', rules: when } }) }, { member })
    expect(trace.facts).toEqual({ tier: 'GOLD', weekday: 6, tag: ['a', 'b', 'c', 'd', 'e'] })
    expect(trace.parts[1]).toMatchObject({ percent: 150, from: 8000, points: 44 })
  })

  test('the amount down to which conditions hold without a break is kept with the part', () => {
    const amount = (operator: '>=' | '<=', value: number) => ({ field: 'amount' as const, operator, value })
    const from = (when: RuleDefinition['when']) => earned({ extra: rule(times(200), { when }) }).trace.parts[1]?.from
    expect(from({ combinator: 'and', rules: [amount('>=', 8850)] })).toBe(8850)
    expect(from({ combinator: 'and', rules: [amount('<=', 9000)] })).toBeUndefined()
    expect(from({ combinator: 'or', rules: [amount('>=', 8000), amount('<=', 2000)] })).toBe(8000)
    expect(from({ combinator: 'or', rules: [amount('>=', 8000), amount('<=', 7999)] })).toBeUndefined()
    expect(from({ combinator: 'or', rules: [amount('>=', 8000), amount('<=', 7998)] })).toBe(8000)
    expect(from({ combinator: 'and', not: true, rules: [amount('<=', 5000)] })).toBe(5001)
    expect(from({ combinator: 'and', rules: [{ combinator: 'or', rules: [amount('>=', 3000)] }] })).toBe(3000)
    expect(from({ combinator: 'and', rules: [{ field: 'weekday', operator: 'in', value: [6] }] })).toBeUndefined()
  })
})
