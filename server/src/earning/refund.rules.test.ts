import type { RuleDefinition } from '@huitou/shared/rules'
import { describe, expect, test } from '@jest/globals'
import { bill, billOf, coefficient, dish, earned, fixed, rate, rule, times } from '../../../test/earning-builders.js'
import { countedOf, refundOf, worthOf } from './refund.rules.js'

const traceOf = (rules: Record<string, RuleDefinition>, occasion = bill()) => earned(rules, { occasion }).trace
const atLeast = (value: number): RuleDefinition['when'] => ({
  combinator: 'and',
  rules: [{ field: 'amount', operator: '>=', value }],
})

describe('what a refund takes', () => {
  test.each([
    [0, 8850, 88],
    [0, 50, 0],
    [0, 51, 1],
    [50, 1, 1],
    [8849, 1, 0],
  ])(
    'of ¥88.50 at the plain rate, with %p fen refunded before, refunding %p takes %p points',
    (refundedFen, refundFen, points) => {
      const taken = refundOf(traceOf({}), { refundedFen, refundFen })
      expect(taken).toMatchObject({ points, growth: points })
    },
  )

  test('any split of a refund takes the same points as one', () => {
    const rules = {
      double: rule(times(200), { when: atLeast(5000) }),
      half: rule(times(150), { caps: [{ per: 'BILL', of: 'MEMBER', points: 20 }] }),
      drinks: rule(coefficient({ DRINK: 200, ALCOHOL: 0 }), { when: atLeast(3000) }),
      gift: rule(fixed(9), { when: atLeast(7000) }),
    }
    const trace = traceOf(rules, billOf(dish('HOT', 4500), dish('DRINK', 2333), dish('ALCOHOL', 2017)))
    for (const step of [37, 113, 1000]) {
      let taken = { points: 0, growth: 0 }
      for (let refundedFen = 0; refundedFen < 8850; refundedFen += step) {
        const refundFen = Math.min(step, 8850 - refundedFen)
        const { points, growth } = refundOf(trace, { refundedFen, refundFen })
        expect(points).toBeGreaterThanOrEqual(0)
        expect(growth).toBeGreaterThanOrEqual(0)
        taken = { points: taken.points + points, growth: taken.growth + growth }
      }
      expect(taken).toEqual({ points: trace.points, growth: trace.growth })
    }
  })

  test('a double that asked for ¥80 is lost below it, and only then', () => {
    const trace = traceOf({ double: rule(times(200), { when: atLeast(8000) }) })
    expect(worthOf(trace, 8850)).toEqual({ parts: [88, 89], total: 177, growth: 88 })
    expect(worthOf(trace, 8000)).toEqual({ parts: [80, 80], total: 160, growth: 80 })
    expect(worthOf(trace, 7999)).toEqual({ parts: [79, 0], total: 79, growth: 79 })
    expect(refundOf(trace, { refundedFen: 0, refundFen: 851 }).parts).toEqual([
      { code: 'purchase', version: 1, points: 9 },
      { code: 'double', version: 1, points: 89 },
    ])
  })

  test('what a smaller bill would have brought is not brought by a refund', () => {
    const trace = traceOf({
      small: rule(fixed(30), {
        when: { combinator: 'and', rules: [{ field: 'amount', operator: '<=', value: 5000 }] },
      }),
    })
    expect(worthOf(trace, 4000)).toEqual({ parts: [40], total: 40, growth: 40 })
    const gap: RuleDefinition['when'] = {
      combinator: 'or',
      rules: [
        { field: 'amount', operator: '>=', value: 8000 },
        { field: 'amount', operator: '<=', value: 2000 },
      ],
    }
    const twice = traceOf({ twice: rule(fixed(30), { when: gap }) })
    expect([8000, 7999, 2000].map(kept => worthOf(twice, kept).parts[1])).toEqual([30, 0, 0])
  })

  test('what a cap withheld stays withheld', () => {
    const trace = traceOf({ double: rule(times(200), { caps: [{ per: 'BILL', of: 'MEMBER', points: 30 }] }) })
    expect(worthOf(trace, 4000)).toMatchObject({ parts: [40, 30], total: 70 })
    expect(worthOf(trace, 3000)).toMatchObject({ parts: [30, 30] })
    expect(worthOf(trace, 2900)).toMatchObject({ parts: [29, 29] })
    const bonus = traceOf({ bonus: rule(fixed(50), { caps: [{ per: 'BILL', of: 'MEMBER', points: 20 }] }) })
    expect(worthOf(bonus, 100)).toMatchObject({ parts: [1, 20] })
    expect(worthOf(bonus, 0)).toEqual({ parts: [0, 0], total: 0, growth: 0 })
  })

  test('no rule gives more for less than it gave at first', () => {
    // 1 and 0 of ¥1.00 at 150 %; ¥0.99 would be 0 and 1.
    const trace = traceOf({ half: rule(times(150)) }, bill({ paidFen: 100 }))
    expect(trace.parts.map(({ points }) => points)).toEqual([1, 0])
    expect(worthOf(trace, 99)).toEqual({ parts: [0, 0], total: 0, growth: 0 })
  })

  test('alcohol that did not count does not begin to, even when its rule no longer holds', () => {
    const dry = rule(coefficient({ ALCOHOL: 0, DRINK: 200 }), { when: atLeast(8000) })
    const trace = traceOf({ dry }, billOf(dish('HOT', 4000), dish('ALCOHOL', 4000), dish('DRINK', 2000)))
    expect(trace.parts.map(({ points }) => points)).toEqual([60, 20])
    // Half is kept: half of 40 and of 20, and the drinks count once.
    expect(worthOf(trace, 5000)).toEqual({ parts: [30, 0], total: 30, growth: 30 })
    expect(worthOf(trace, 8000)).toEqual({ parts: [48, 16], total: 64, growth: 48 })
  })

  test('growth is taken by its own rate', () => {
    const trace = traceOf({
      purchase: rate({ reward: { kind: 'RATE', points: 1, fen: 100, growth: { points: 2, fen: 100 } } }),
    })
    expect(trace.growth).toBe(177)
    expect(refundOf(trace, { refundedFen: 0, refundFen: 50 })).toMatchObject({ points: 0, growth: 1 })
    expect(worthOf(trace, 4400)).toMatchObject({ total: 44, growth: 88 })
  })

  test('the explanation keeps what each rule gave before and gives after', () => {
    const trace = traceOf({ double: rule(times(200)) })
    expect(refundOf(trace, { refundedFen: 850, refundFen: 3000 }).explanation).toEqual({
      kind: 'RULES_REFUND',
      refundFen: 3000,
      keptFen: 5000,
      before: 160,
      after: 100,
      parts: [
        {
          code: 'purchase',
          version: 1,
          name: { zh: '消费积分', en: 'Points for bills' },
          kind: 'RATE',
          was: 80,
          points: 50,
          rate: [1, 100],
        },
        { code: 'double', version: 1, name: { zh: '加倍', en: 'Extra' }, kind: 'MULTIPLIER', was: 80, points: 50 },
      ],
    })
  })

  test('what counts of the kept amount is told where it is not all', () => {
    const trace = traceOf({ dry: rule(coefficient({ ALCOHOL: 0 })) }, billOf(dish('HOT', 4000), dish('ALCOHOL', 4000)))
    expect(countedOf(trace)).toBe(4000)
    expect(refundOf(trace, { refundedFen: 0, refundFen: 4001 }).explanation).toMatchObject({
      keptFen: 3999,
      countedFen: 1999,
      after: 19,
    })
    const wet = traceOf(
      { wet: rule(coefficient({ ALCOHOL: 200, HOT: 50 })), more: rule(coefficient({ HOT: 50 })) },
      billOf(dish('HOT', 4001), dish('ALCOHOL', 4000)),
    )
    // A quarter of ¥40.01 and all of ¥40.00, without the fraction.
    expect(countedOf(wet)).toBe(5000)
    expect(countedOf(traceOf({}))).toBe(8850)
  })
})
