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

  test('a budget in money is points at what a point costs, rounded down', () => {
    const rules = { double: double({ budget: { points: null, fen: 100 } }) }
    const given = (cost: { fen: number; points: number }, gone = 0) => {
      const award = planOf(setOf(rules, cost), bill(), guest()).award(tallied('rule:double:a:t', gone))
      return [byRule(award).double, award.trace.parts[1]!.cut]
    }
    expect(given({ fen: 1, points: 1 })).toEqual([89, undefined])
    expect(given({ fen: 3, points: 1 })).toEqual([33, { per: 'BUDGET', of: 'ALL', points: 33, withheld: 55 }])
    expect(given({ fen: 7, points: 10 }, 140)).toEqual([2, { per: 'BUDGET', of: 'ALL', points: 142, withheld: 86 }])
  })

  test('a budget in points and one in money: the smaller one is kept', () => {
    const of = (points: number, fen: number) => byRule(earned({ double: double({ budget: { points, fen } }) })).double
    expect([of(10, 20), of(20, 10), of(10, 10)]).toEqual([10, 10, 10])
  })
})
