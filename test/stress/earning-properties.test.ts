/** Whatever rules are in force and whatever is paid: parts and lines sum to the entry, and it is the exact sum rounded down once. */

import type { Condition, Reward, RuleDefinition } from '@huitou/shared/rules'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { sentenceOf } from '../../server/src/earning/earning.rules.js'
import { planOf } from '../../server/src/earning/evaluate.rules.js'
import { percentOf } from '../../server/src/earning/exact.rules.js'
import { linesOf } from '../../server/src/earning/occasion.rules.js'
import { refundOf, worthOf } from '../../server/src/earning/refund.rules.js'
import { traceParts } from '../../server/src/earning/trace.texts.js'
import { shareOut } from '../../server/src/shares.js'
import { bill, guest, late, rate, rule, setOf } from '../earning-builders.js'

const CATEGORIES = ['HOT', 'COLD', 'DRINK', 'ALCOHOL', 'OTHER']
const whole = (min: number, max: number) => fc.integer({ min, max })

const reward: fc.Arbitrary<Reward> = fc.oneof(
  whole(101, 1000).map(percent => ({ kind: 'MULTIPLIER' as const, percent })),
  whole(1, 5000).map(points => ({ kind: 'FIXED' as const, points })),
  fc
    .uniqueArray(fc.constantFrom(...CATEGORIES), { minLength: 1, maxLength: 3 })
    .chain(codes => fc.tuple(...codes.map(category => whole(0, 400).map(percent => ({ category, percent })))))
    .map(categories => ({ kind: 'COEFFICIENT' as const, categories })),
)
const amount: fc.Arbitrary<Condition> = fc.record({
  field: fc.constant('amount' as const),
  operator: fc.constantFrom('>=' as const, '<=' as const),
  value: whole(1, 20_000),
})
const cap = fc.record({
  per: fc.constantFrom('BILL' as const, 'DAY' as const, 'TOTAL' as const),
  of: fc.constantFrom('MEMBER' as const, 'ALL' as const),
  points: whole(1, 300),
})
const stacking = fc.record({
  group: fc.constantFrom('a', 'b'),
  choose: fc.constantFrom('BEST' as const, 'FIRST' as const),
  priority: whole(0, 3),
})
const plain: fc.Arbitrary<RuleDefinition> = reward.map(each => rule(each))
const any: fc.Arbitrary<RuleDefinition> = fc
  .record({
    reward,
    when: fc.array(amount, { maxLength: 2 }),
    combinator: fc.constantFrom('and' as const, 'or' as const),
    not: fc.boolean(),
    caps: fc.array(cap, { maxLength: 2 }),
    stacking: fc.option(stacking),
    pendingDays: fc.constantFrom(0, 0, 7),
  })
  .map(({ reward: each, when, combinator, not, ...rest }) =>
    rule(each, { ...rest, when: { combinator, not, rules: when } }),
  )

const dishes = fc.array(fc.record({ category: fc.constantFrom(...CATEGORIES), amountFen: whole(0, 30_000) }), {
  maxLength: 6,
})
const rateOf = fc.record({ points: whole(1, 7), fen: fc.constantFrom(1, 30, 100, 700, 1000) })
const base = fc
  .record({ of: rateOf, growth: rateOf })
  .map(({ of, growth }) => rate({ reward: { kind: 'RATE', ...of, growth } }))
const coded = (rules: RuleDefinition[]) => Object.fromEntries(rules.map((each, place) => [`r${place}`, each]))
const occasionOf = (items: { category: string; amountFen: number }[], paidFen: number) =>
  bill({
    paidFen,
    lines: linesOf(
      items.map(item => ({ ...item, productId: null, listedOn: null })),
      paidFen,
    ),
  })
const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0)

test('parts, lines and lots sum to the entry; nothing is negative; counters take what was given', () => {
  fc.assert(
    fc.property(base, fc.array(any, { maxLength: 6 }), dishes, whole(1, 50_000), (purchase, rules, items, paid) => {
      const set = setOf({ purchase, ...coded(rules) })
      const planned = planOf(set, occasionOf(items, paid), guest())
      const award = planned.award(late({ tallies: new Map(planned.tallies.map((name, place) => [name, place * 40])) }))
      const parts = award.trace.parts.map(({ points }) => points)
      expect(sum(parts)).toBe(award.total)
      expect(sum(award.points)).toBe(award.total)
      expect(sum(traceParts(award.trace).map(({ points }) => points))).toBe(award.total)
      if (award.trace.lines) expect(sum(award.trace.lines.map(({ points }) => points))).toBe(award.total)
      for (const points of [...parts, ...award.points, ...(award.trace.lines ?? []).map(line => line.points)]) {
        expect(points).toBeGreaterThanOrEqual(0)
      }
      expect(award.growth).toBeGreaterThanOrEqual(0)
      for (const [name, added] of award.add) {
        expect(planned.tallies).toContain(name)
        const [, code, , counts] = name.split(':')
        const points = award.trace.parts.find(part => part.code === code)?.points ?? 0
        // Money is counted in thousandths of a fen; a point costs one here.
        expect(counts === 'f' ? points * 1_000 : points).toBe(added)
      }
      expect(sentenceOf(award.trace).zh).not.toBe('')
    }),
    { numRuns: 300 },
  )
})

test('without limits the entry is the exact sum rounded down once', () => {
  fc.assert(
    fc.property(fc.array(plain, { maxLength: 5 }), dishes, whole(1, 50_000), (rules, items, paid) => {
      const occasion = occasionOf(items, paid)
      const { total } = planOf(setOf(coded(rules)), occasion, guest()).award(late())
      const rewards = rules.map(each => each.reward)
      const coefficients = rewards.filter(each => each.kind === 'COEFFICIENT')
      const unit = 100n * 100n ** BigInt(coefficients.length) * 100n
      const rated = occasion.lines.reduce(
        (all, line) =>
          all + coefficients.reduce((fen, of) => fen * BigInt(percentOf(of, line.category)), BigInt(line.fen)),
        0n,
      )
      const extra = sum(rewards.map(each => (each.kind === 'MULTIPLIER' ? each.percent - 100 : 0)))
      const gifts = sum(rewards.map(each => (each.kind === 'FIXED' ? each.points : 0)))
      expect(total).toBe(Number((rated * BigInt(100 + extra)) / unit) + gifts)
    }),
    { numRuns: 300 },
  )
})

test('a plain rate never earns less for more', () => {
  fc.assert(
    fc.property(base, whole(1, 100_000), whole(0, 100_000), (purchase, paid, more) => {
      const earns = (paidFen: number) => planOf(setOf({ purchase }), bill({ paidFen }), guest()).award(late())
      const [less, greater] = [earns(paid), earns(paid + more)]
      expect(greater.total).toBeGreaterThanOrEqual(less.total)
      expect(greater.growth).toBeGreaterThanOrEqual(less.growth)
    }),
  )
})

test('a best-of pays no less than any of its rules would by itself, but for the fraction that is rounded once', () => {
  fc.assert(
    fc.property(fc.array(whole(101, 500), { minLength: 2, maxLength: 4 }), whole(1, 20_000), (percents, paidFen) => {
      const best = { group: 'a', choose: 'BEST' as const, priority: 1 }
      const rules = percents.map(percent => rule({ kind: 'MULTIPLIER', percent }, { stacking: best }))
      const total = (all: RuleDefinition[]) => planOf(setOf(coded(all)), bill({ paidFen }), guest()).award(late()).total
      expect(total(rules)).toBe(Math.max(...rules.map(each => total([each]))))
    }),
  )
})

test('refunds in any steps take all, never below nothing, and no rule ends above what it gave', () => {
  const steps = fc.array(whole(1, 9_000), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(fc.array(any, { maxLength: 5 }), dishes, whole(1, 30_000), steps, (rules, items, paid, sizes) => {
      const { trace } = planOf(setOf(coded(rules)), occasionOf(items, paid), guest()).award(late())
      let refundedFen = 0
      let [points, growth] = [0, 0]
      for (const size of [...sizes, paid]) {
        const refundFen = Math.min(size, paid - refundedFen)
        if (refundFen === 0) break
        const taken = refundOf(trace, { refundedFen, refundFen })
        expect(Math.min(taken.points, taken.growth)).toBeGreaterThanOrEqual(0)
        points += taken.points
        growth += taken.growth
        refundedFen += refundFen
        const kept = worthOf(trace, paid - refundedFen)
        expect([kept.total, kept.growth]).toEqual([trace.points - points, trace.growth - growth])
        for (const [place, part] of kept.parts.entries()) expect(part).toBeLessThanOrEqual(trace.parts[place]!.points)
      }
    }),
    { numRuns: 200 },
  )
})

test('whatever the dishes cost, the lines sum to what was paid and none is a whole fen off', () => {
  const prices = fc.array(whole(0, 100_000_000), { minLength: 1, maxLength: 30 })
  fc.assert(
    fc.property(prices, whole(1, 100_000_000), (weights, paid) => {
      fc.pre(sum(weights) > 0)
      const shares = shareOut(weights, paid)
      expect(sum(shares)).toBe(paid)
      shares.forEach((share, place) => {
        expect(share).toBeGreaterThanOrEqual(0)
        expect(Math.abs(share - (weights[place]! * paid) / sum(weights))).toBeLessThan(1.001)
      })
    }),
  )
})
