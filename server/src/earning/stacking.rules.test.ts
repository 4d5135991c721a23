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
  late,
  rate,
  rule,
  times,
} from '../../../test/earning-builders.js'

describe('stacking', () => {
  const grouped = (choose: 'BEST' | 'FIRST', priority: number) => ({ stacking: { group: 'g', choose, priority } })

  test('of one group the best pays, and the trace says who stood back and for whom', () => {
    const award = earned({
      double: rule(times(200), grouped('BEST', 1)),
      triple: rule(times(300), grouped('BEST', 2)),
      gift: rule(fixed(100), grouped('BEST', 3)),
      apart: rule(fixed(1)),
    })
    expect(byRule(award)).toEqual({ purchase: 88, triple: 177, apart: 1 })
    expect(award.trace.lost).toEqual([
      { code: 'double', version: 1, name: { zh: '加倍', en: 'Extra' }, to: 'triple', would: 88 },
      { code: 'gift', version: 1, name: { zh: '加倍', en: 'Extra' }, to: 'triple', would: 100 },
    ])
  })

  test('the best is the best after its own caps', () => {
    const rules = {
      triple: rule(times(300), { ...grouped('BEST', 1), caps: [{ per: 'BILL', of: 'MEMBER', points: 80 }] }),
      double: rule(times(200), grouped('BEST', 2)),
    }
    expect(byRule(earned(rules))).toEqual({ purchase: 88, double: 89 })
  })

  // Found by a property: both would give 9 whole points of ¥3.87, but with the rate's 0.87 the larger one makes 13 of it.
  test('the best is found exactly, not by whole points', () => {
    const rules = { first: rule(times(333), grouped('BEST', 1)), second: rule(times(336), grouped('BEST', 2)) }
    expect(earned(rules, { occasion: bill({ paidFen: 387 }) }).total).toBe(13)
  })

  test('of two equally good ones the smaller priority number pays, then the code', () => {
    const two = (a: number, b: number) =>
      Object.keys(byRule(earned({ b: rule(times(200), grouped('BEST', b)), a: rule(times(200), grouped('BEST', a)) })))
    expect(two(1, 2)).toEqual(['purchase', 'a'])
    expect(two(2, 1)).toEqual(['purchase', 'b'])
    expect(two(1, 1)).toEqual(['purchase', 'a'])
  })

  test('FIRST takes the first that has anything left, however little', () => {
    const capped = { ...grouped('FIRST', 1), caps: [{ per: 'DAY' as const, of: 'MEMBER' as const, points: 10 }] }
    const rules = { small: rule(times(110), capped), large: rule(times(300), grouped('FIRST', 2)) }
    expect(byRule(earned(rules))).toEqual({ purchase: 88, small: 9 })
    const used = (points: number) => late({ tallies: new Map([['rule:small:m16:d20261121', points]]) })
    expect(byRule(earned(rules, { facts: used(9) }))).toEqual({ purchase: 88, small: 1 })
    expect(byRule(earned(rules, { facts: used(10) }))).toEqual({ purchase: 88, large: 177 })
  })

  test('when nothing is left of any, the first one says so', () => {
    const empty = (priority: number) =>
      rule(times(200), { ...grouped('FIRST', priority), caps: [{ per: 'DAY', of: 'ALL', points: 1 }] })
    const tallies = new Map([
      ['rule:a:a:d20261121', 1],
      ['rule:b:a:d20261121', 1],
    ])
    const award = earned({ a: empty(2), b: empty(1) }, { facts: late({ tallies }) })
    expect(byRule(award)).toEqual({ purchase: 88, b: 0 })
    expect(award.trace.lost).toMatchObject([{ code: 'a', to: 'b', would: 0 }])
  })

  test('a rule alone in its group just pays, and groups do not know each other', () => {
    const other = { stacking: { group: 'h', choose: 'BEST' as const, priority: 1 } }
    const award = earned({ a: rule(times(200), grouped('BEST', 1)), b: rule(times(200), other) })
    expect(byRule(award)).toEqual({ purchase: 88, a: 89, b: 88 })
    expect(award.trace.lost).toBeUndefined()
  })

  test('a coefficient that only takes away is never the best; one that gives more is weighed before the multipliers', () => {
    const dry = rule(coefficient({ HOT: 50 }), grouped('BEST', 1))
    const occasion = billOf(dish('HOT', 10_000))
    expect(byRule(earned({ dry, gift: rule(fixed(1), grouped('BEST', 2)) }, { occasion }))).toEqual({
      purchase: 100,
      gift: 1,
    })
    const lost = earned({ dry, gift: rule(fixed(1), grouped('BEST', 2)) }, { occasion }).trace.lost
    expect(lost).toMatchObject([{ code: 'dry', would: 0 }])
    const other = (priority: number) => ({ stacking: { group: 'a', choose: 'BEST' as const, priority } })
    const rules = {
      hot: rule(coefficient({ HOT: 300 }), grouped('BEST', 1)),
      double: rule(times(200), other(1)),
      gift: rule(fixed(250), other(2)),
    }
    // The double is 300 on top of the tripled rate, not 100.
    expect(byRule(earned(rules, { occasion }))).toEqual({ purchase: 100, hot: 200, double: 300 })
  })

  test('rates of one group: the better one is the rate', () => {
    const better: RuleDefinition = rule(
      { kind: 'RATE', points: 2, fen: 100, growth: { points: 1, fen: 100 } },
      grouped('BEST', 1),
    )
    const rules = {
      purchase: rate(grouped('BEST', 2)),
      better,
      double: rule(times(200), { stacking: { group: 'a', choose: 'BEST', priority: 1 } }),
      gift: rule(fixed(150), { stacking: { group: 'a', choose: 'BEST', priority: 2 } }),
    }
    expect(byRule(earned(rules))).toEqual({ better: 177, double: 177 })
  })
})
