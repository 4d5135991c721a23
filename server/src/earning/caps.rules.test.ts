import type { RuleDefinition } from '@huitou/shared/rules'
import { describe, expect, test } from '@jest/globals'
import { bill, byRule, earned, guest, late, rate, rule, setOf, times } from '../../../test/earning-builders.js'
import { planOf } from './evaluate.rules.js'

const plan = (rules: Record<string, RuleDefinition>, occasion = bill(), member = guest()) =>
  planOf(setOf(rules), occasion, member)

describe('caps and budgets', () => {
  const double = (changes: Partial<RuleDefinition>) => rule(times(200), { ...changes, when: [] })
  const tallied = (name: string, amount: number) => late({ tallies: new Map([[name, amount]]) })

  test.each([
    [0, 89, undefined],
    [111, 89, undefined],
    [112, 88, undefined],
    [113, 87, 1],
    [199, 1, 87],
    [200, 0, 88],
    [250, 0, 88],
  ])('of 200 a day %p are gone: %p are given', (gone, given, withheld) => {
    const rules = { double: double({ caps: [{ per: 'DAY', of: 'MEMBER', points: 200 }] }) }
    const name = 'rule:double:m16:d20261121'
    expect(plan(rules).tallies).toEqual([name])
    const award = earned(rules, { facts: tallied(name, gone) })
    expect(byRule(award)).toEqual({ purchase: 88, double: given })
    expect(award.add).toEqual(given === 0 ? new Map() : new Map([[name, given]]))
    expect(award.trace.parts[1]!.cut).toEqual(
      withheld === undefined ? undefined : { per: 'DAY', of: 'MEMBER', points: 200, withheld },
    )
  })

  test('counters are named by rule, owner and period of the business day', () => {
    const per = ['BILL', 'DAY', 'WEEK', 'MONTH', 'TOTAL'] as const
    const caps = per.flatMap(each => (['MEMBER', 'STORE', 'ALL'] as const).map(of => ({ per: each, of, points: 1000 })))
    expect(plan({ double: double({ caps }) }).tallies).toEqual([
      'rule:double:a:d20261121',
      'rule:double:a:f',
      'rule:double:a:m202611',
      'rule:double:a:t',
      'rule:double:a:w20261116',
      'rule:double:m16:d20261121',
      'rule:double:m16:m202611',
      'rule:double:m16:t',
      'rule:double:m16:w20261116',
      'rule:double:s1:d20261121',
      'rule:double:s1:m202611',
      'rule:double:s1:t',
      'rule:double:s1:w20261116',
    ])
    const elsewhere = bill({ storeId: null, at: new Date('2026-11-21T19:59:59Z') })
    expect(plan({ double: double({ caps: [{ per: 'DAY', of: 'STORE', points: 1 }] }) }, elsewhere).tallies).toEqual([
      'rule:double:s0:d20261121',
    ])
  })

  test('the longest names fit', () => {
    const longest = plan(
      { ['x'.repeat(40)]: double({ caps: [{ per: 'DAY', of: 'MEMBER', points: 1 }] }) },
      bill(),
      guest({ id: Number.MAX_SAFE_INTEGER }),
    )
    expect(longest.tallies[0]!.length).toBeLessThanOrEqual(80)
  })

  test('the tightest of several caps cuts, and what is given counts for all of them once', () => {
    const caps: RuleDefinition['caps'] = [
      { per: 'BILL', of: 'MEMBER', points: 60 },
      { per: 'DAY', of: 'MEMBER', points: 100 },
      { per: 'TOTAL', of: 'ALL', points: 1000 },
    ]
    const rules = { double: double({ caps, budget: { points: 2000, fen: null } }) }
    const day = earned(rules, { facts: tallied('rule:double:m16:d20261121', 50) })
    expect(byRule(day).double).toBe(50)
    expect(day.trace.parts[1]!.cut).toEqual({ per: 'DAY', of: 'MEMBER', points: 100, withheld: 38 })
    expect([...day.add]).toEqual([
      ['rule:double:m16:d20261121', 50],
      ['rule:double:a:t', 50],
      ['rule:double:a:f', 50_000],
    ])
    expect(earned(rules).trace.parts[1]!.cut).toEqual({ per: 'BILL', of: 'MEMBER', points: 60, withheld: 28 })
    expect(byRule(earned(rules, { facts: tallied('rule:double:a:t', 999) })).double).toBe(1)
  })

  test('a cap on the base rate cuts the base rate', () => {
    const award = earned({
      purchase: rate({ caps: [{ per: 'BILL', of: 'MEMBER', points: 50 }] }),
      double: rule(times(200)),
    })
    expect(byRule(award)).toEqual({ purchase: 50, double: 88 })
    expect(award.growth).toBe(88)
  })

  const paid = (fen: number, cost: { fen: number; points: number }, counted: Record<string, number> = {}) => {
    const rules = { double: double({ budget: { points: null, fen } }) }
    const tallies = new Map(Object.entries(counted).map(([of, amount]) => [`rule:double:a:${of}`, amount]))
    const award = planOf(setOf(rules, cost), bill(), guest()).award(late({ tallies }))
    return { given: byRule(award).double, cut: award.trace.parts[1]!.cut, add: Object.fromEntries(award.add) }
  }

  test('a budget in money is points at what a point costs, rounded down', () => {
    expect(paid(100, { fen: 1, points: 1 })).toEqual({
      given: 89,
      add: { 'rule:double:a:t': 89, 'rule:double:a:f': 89_000 },
    })
    expect(paid(100, { fen: 3, points: 1 })).toEqual({
      given: 33,
      cut: { per: 'BUDGET', of: 'ALL', points: 33, withheld: 55 },
      add: { 'rule:double:a:t': 33, 'rule:double:a:f': 99_000 },
    })
    expect(paid(100, { fen: 7, points: 10 }, { t: 140, f: 98_000 })).toMatchObject({
      given: 2,
      cut: { per: 'BUDGET', of: 'ALL', points: 142, withheld: 86 },
    })
  })

  test('what was counted under an old cost stays as it was, and what is left goes by the new one', () => {
    // 40 points at 1 fen have taken 40 of the 100; at 2 fen the other 60 pay for 30 more, 70 in all.
    expect(paid(100, { fen: 2, points: 1 }, { t: 40, f: 40_000 })).toEqual({
      given: 30,
      cut: { per: 'BUDGET', of: 'ALL', points: 70, withheld: 58 },
      add: { 'rule:double:a:t': 30, 'rule:double:a:f': 60_000 },
    })
    // Cheaper points come to more of them.
    expect(paid(100, { fen: 1, points: 2 }, { t: 80, f: 80_000 }).given).toBe(40)
    expect(paid(100, { fen: 1, points: 2 }, { t: 100, f: 100_000 }).given).toBe(0)
    // Already beyond it, because the budget was made smaller: nothing, and nothing is owed.
    expect(paid(100, { fen: 1, points: 1 }, { t: 101, f: 100_001 }).given).toBe(0)
  })

  test.each([
    // A third of a fen each: 3 points cost a fen, and not a thousandth less.
    [1, { fen: 1, points: 3 }, 0, [3, 1_000]],
    [1, { fen: 1, points: 3 }, 1, [2, 667]],
    [1, { fen: 1, points: 3 }, 334, [1, 334]],
    [1, { fen: 1, points: 3 }, 667, [0, undefined]],
    // The dearest and the cheapest point there is.
    [200, { fen: 100, points: 1 }, 0, [2, 200_000]],
    [199, { fen: 100, points: 1 }, 0, [1, 100_000]],
    [8, { fen: 1, points: 10 }, 0, [80, 8_000]],
  ])('of %p fen at %p, with %p thousandths gone, %p points and thousandths are given', (fen, cost, gone, came) => {
    const { given, add } = paid(fen, cost, { f: gone })
    expect([given, add['rule:double:a:f']]).toEqual(came)
  })

  test('a budget may change from points to money and back: both are counted all along', () => {
    const rules = { double: double({ budget: { points: 60, fen: null } }) }
    const first = planOf(setOf(rules, { fen: 2, points: 1 }), bill(), guest()).award(late())
    expect(Object.fromEntries(first.add)).toEqual({ 'rule:double:a:t': 60, 'rule:double:a:f': 120_000 })
    expect(paid(150, { fen: 2, points: 1 }, { t: 60, f: 120_000 }).given).toBe(15)
  })

  test('a budget in points and one in money: the smaller one is kept', () => {
    const of = (points: number, fen: number) => byRule(earned({ double: double({ budget: { points, fen } }) })).double
    expect([of(10, 20), of(20, 10), of(10, 10)]).toEqual([10, 10, 10])
  })
})
