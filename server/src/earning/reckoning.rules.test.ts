import type { RuleDefinition } from '@huitou/shared/rules'
import { describe, expect, test } from '@jest/globals'
import {
  bill,
  billOf,
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
import { costOf, leftOf, pointsFor, tightest } from './caps.rules.js'
import { aloneIn, openFor, planOf, ruleSetOf } from './evaluate.rules.js'
import { spanKey, spanOf } from './spans.rules.js'
import { choose, type Met } from './stacking.rules.js'

const codes = (rules: readonly { code: string }[]) => rules.map(({ code }) => code)
const PURCHASE = { trigger: 'PURCHASE', at: bill().at, imported: false } as const

describe('the order in which rules are reckoned', () => {
  const second = rate({ reward: { kind: 'RATE', points: 1, fen: 1000, growth: { points: 0, fen: 100 } } })
  const rules = { gift: rule(fixed(3)), zebra: rule(times(200)), another: second, double: rule(times(150)) }
  const expected = ['purchase', 'another', 'double', 'zebra', 'gift']

  test('is rates, the base rate first, then multipliers, then gifts, each by code, however they were listed', () => {
    const listed = Object.entries({ ...rules, purchase: rate() })
    for (const order of [listed, [...listed].reverse()]) {
      const published = order.map(([code, definition], id) => ({ id, code, version: 1, definition }))
      const set = ruleSetOf(published, { cost: { fen: 1, points: 1 }, names })
      expect(codes(openFor(set, PURCHASE))).toEqual(expected)
      expect(codes(planOf(set, bill(), guest()).award(late()).trace.parts)).toEqual(expected)
    }
  })

  test('does not change because some of them stand in a group', () => {
    const best = { stacking: { group: 'g', choose: 'BEST' as const, priority: 1 } }
    const grouped = { ...rules, zebra: rule(times(200), best), double: rule(times(150), best) }
    expect(codes(earned(grouped).trace.parts)).toEqual(['purchase', 'another', 'zebra', 'gift'])
  })

  test('of one rule alone is that rule', () => {
    const set = aloneIn(setOf(rules), 'gift')
    expect(codes(openFor(set, PURCHASE))).toEqual(['gift'])
    expect(planOf(set, bill(), guest()).award(late()).total).toBe(3)
    expect(codes(openFor(setOf(rules), { ...PURCHASE, imported: true }))).toEqual(['purchase', 'another'])
  })
})

test('points that would end as they begin are none, those that last a moment are', () => {
  const day = (on: string) => rule(fixed(5), { expiry: { kind: 'DATE', on } })
  const given = (on: string) => earned({ gift: day(on) }, { occasion: bill({ cutOffMinutes: 0 }) }).total
  expect([given('2026-11-20'), given('2026-11-21')]).toEqual([88, 93])
})

describe('the lines of a bill', () => {
  test('are told when there are several, whatever the first of them is', () => {
    const { trace } = earned({}, { occasion: billOf(dish('OTHER', 5000), dish('HOT', 3850), dish('HOT', 100)) })
    expect(trace.lines?.map(({ category, fen }) => [category, fen])).toEqual([
      ['OTHER', 5000],
      ['HOT', 3950],
    ])
    expect(trace.categories).toEqual({ OTHER: 'OTHER', HOT: '热菜' })
  })

  test('of one dish are what was paid; of no named dish none are told', () => {
    const hot = earned({}, { occasion: bill({ lines: [dish('HOT', 8000)] }) })
    expect([hot.total, hot.trace.lines?.map(({ fen }) => fen)]).toEqual([88, [8850]])
    expect(earned({}, { occasion: bill({ lines: [dish('OTHER', 8850)] }) }).trace.lines).toBeUndefined()
  })
})

test('a rule that nearly applied is told, one that is far from it is not', () => {
  expect(earned({}).trace.missed).toBeUndefined()
  const big = rule(fixed(5), { when: [{ field: 'amount', operator: '>=', value: 10_000 }] })
  expect(codes(earned({ big }).trace.missed ?? [])).toEqual(['big'])
})

describe('of one group', () => {
  const lines = [{ category: 'OTHER', fen: 8850 }]
  const entrant = (code: string, definition: RuleDefinition, group: string | null, priority = 1): Met => ({
    rule: {
      ...{ id: 1, code, version: 1 },
      definition: { ...definition, stacking: group === null ? null : { group, choose: 'BEST', priority } },
    },
    reward: definition.reward as Met['reward'],
    left: Number.POSITIVE_INFINITY,
  })
  const settled = (all: Met[]) => {
    const { paying, lost } = choose(all, lines)
    return [codes(paying.map(met => met.rule)), lost.map(({ met, to, would }) => [met.rule.code, to.rule.code, would])]
  }

  test('a multiplier is weighed on the rate that another group decides, in whatever order they come', () => {
    const all = [
      entrant('gift', rule(fixed(50)), 'extra', 1),
      entrant('double', rule(times(200)), 'extra', 2),
      entrant(
        'slow',
        rate({ reward: { kind: 'RATE', points: 1, fen: 200, growth: { points: 0, fen: 1 } } }),
        'rates',
        1,
      ),
      entrant('purchase', rate(), 'rates', 2),
    ]
    const expected = [
      ['purchase', 'double'],
      [
        ['slow', 'purchase', 44],
        ['gift', 'double', 50],
      ],
    ]
    expect(settled(all)).toEqual(expected)
    expect(settled([...all].reverse())).toEqual(expected)
  })

  test('with a rate behind something else comes before one with multipliers only', () => {
    const all = [
      entrant('double', rule(times(200)), 'extra', 1),
      entrant('half', rule(times(150)), 'extra', 2),
      entrant('coin', rule(fixed(1)), 'rates', 1),
      entrant('purchase', rate(), 'rates', 2),
    ]
    expect(settled(all)[0]).toEqual(['purchase', 'double'])
  })

  test('two that give the same are told apart by their code', () => {
    const all = [
      entrant('b', rule(fixed(5)), 'g'),
      entrant('a', rule(fixed(5)), 'g'),
      entrant('c', rule(fixed(5)), 'g'),
    ]
    const expected = [
      ['a'],
      [
        ['b', 'a', 5],
        ['c', 'a', 5],
      ],
    ]
    expect(settled(all)).toEqual(expected)
    expect(settled([...all].reverse())).toEqual(expected)
  })

  test('without groups everybody pays', () => {
    expect(settled([entrant('a', rule(fixed(5)), null), entrant('purchase', rate(), null)])).toEqual([
      ['a', 'purchase'],
      [],
    ])
    expect(settled([entrant('a', rule(fixed(5)), 'g')])).toEqual([['a'], []])
  })
})

describe('lots', () => {
  const day = { year: 2026, month: 11, day: 21, weekday: 6, number: 20_778, minute: 720 }
  const spanFor = (more: Partial<RuleDefinition>, availableAt?: Date) =>
    spanOf(rate(more), { ...bill(), ...(availableAt ? { availableAt } : {}) }, day)

  test('of a rule that does not know when its points end cannot be planned', () => {
    expect(() => spanFor({ expiry: null })).toThrow('with the expiry of the base rate')
  })

  test('begin when they were said to begin, unless they wait for longer', () => {
    const [early, late] = [new Date('2026-11-01T00:00:00Z'), new Date('2027-01-01T00:00:00Z')]
    expect(spanFor({}).availableAt).toEqual(new Date('2026-11-20T20:00:00Z'))
    expect(spanFor({}, early).availableAt).toEqual(early)
    expect(spanFor({ pendingDays: 3 }, early).availableAt).toEqual(new Date('2026-11-23T20:00:00Z'))
    expect(spanFor({ pendingDays: 3 }, late).availableAt).toEqual(late)
  })

  test('that live by visits are not those that end on the same day for good', () => {
    const months = spanFor({ expiry: { kind: 'MONTHS', months: 24 } })
    const activity = spanFor({ expiry: { kind: 'ACTIVITY', months: 24 } })
    expect(activity.expiresAt).toEqual(months.expiresAt)
    expect(spanKey(activity)).not.toBe(spanKey(months))
  })
})

describe('what a point costs', () => {
  test.each([
    [100, { fen: 1, points: 1 }, 100, 100],
    [10, { fen: 3, points: 1 }, 3, 9],
    [10, { fen: 3, points: 2 }, 6, 9],
    [7, { fen: 7, points: 10 }, 10, 7],
    [0, { fen: 3, points: 1 }, 0, 0],
  ])('%i fen at %j pay for %i points, which cost %i', (fen, cost, points, fens) => {
    expect([pointsFor(fen, cost), costOf(points, cost)]).toEqual([points, fens])
  })

  test('is rounded up for the programme', () => {
    const cost = { fen: 7, points: 10 }
    expect([1, 9, 10, 11].map(points => costOf(points, cost))).toEqual([1, 7, 7, 8])
  })

  const money = { fen: 100, cost: { fen: 1, points: 1 }, points: 'p' }
  const budget = { counter: 'm', limit: { per: 'BUDGET', of: 'ALL', points: 5 } as const, money }

  test.each([
    [0, 100],
    [99_001, 0],
    [99_000, 1],
    [100_000, 0],
    [250_000, 0],
  ])('of a budget of ¥1 with %i thousandths of a fen used leaves %i points', (used, left) => {
    expect(leftOf(budget, new Map([['m', used]]))).toBe(left)
  })

  test('of two limits that leave the same the first is told', () => {
    const cap = (per: 'DAY' | 'WEEK') => ({ counter: per, limit: { per, of: 'MEMBER', points: 5 } as const })
    expect(tightest([cap('DAY'), cap('WEEK')], new Map())?.limit.per).toBe('DAY')
    expect(tightest([cap('DAY'), cap('WEEK')], new Map([['WEEK', 1]]))).toMatchObject({
      limit: { per: 'WEEK' },
      left: 4,
    })
    expect(tightest([], new Map())).toBeNull()
  })
})
