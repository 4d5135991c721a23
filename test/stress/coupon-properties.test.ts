/** Whatever coupons and bills there are: nothing legal takes off more, nothing goes below zero, nothing comes back that did not go in. */
import type { CouponEffect } from '@huitou/shared/coupons'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { refundShares, type Source } from '../../server/src/coupons/refund-shares.rules.js'
import { chosenDiscount, discountOf, isLost } from '../../server/src/coupons/stacking.rules.js'
import { billOf, cash, dish, off, offered, percent, times } from '../coupon-builders.js'

const sources = (...fens: number[]): Source[] => fens.map((wentFen, at) => ({ key: `s${at}`, wentFen, backFen: 0 }))

const groups = ['GENERAL', 'DISH', 'WELCOME'] as const
const effects: fc.Arbitrary<CouponEffect> = fc.oneof(
  fc
    .record({ min: fc.integer({ min: 2, max: 20_000 }), share: fc.integer({ min: 1, max: 99 }) })
    .map(({ min, share }) => off(min, Math.max(1, Math.floor((min * share) / 100)))),
  fc
    .tuple(fc.integer({ min: 1, max: 99 }), fc.option(fc.integer({ min: 1, max: 5_000 })))
    .map(([p, cap]) => percent(p, cap)),
  fc
    .tuple(fc.subarray(['1', '2', '3'], { minLength: 1 }), fc.option(fc.integer({ min: 1, max: 5_000 })))
    .map(([p, cap]) => dish(p, cap)),
  fc.integer({ min: 1, max: 20_000 }).map(cash),
  fc.integer({ min: 101, max: 300 }).map(times),
)
const coupons = fc
  .array(
    fc.record({
      effect: effects,
      group: fc.constantFrom(...groups),
      with: fc.subarray([...groups]),
      perBill: fc.integer({ min: 1, max: 3 }),
      drinks: fc.boolean(),
      days: fc.integer({ min: 1, max: 3 }),
      code: fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F'),
    }),
    { maxLength: 6 },
  )
  .map(all => {
    // One code has one definition.
    const kinds = new Map(all.map(one => [one.code, one]))
    return all.map((one, id) => {
      const kind = kinds.get(one.code)!
      const dishes = kind.drinks ? null : { mode: 'EXCEPT' as const, categories: ['DRINK'], products: [] }
      const stacking = { group: kind.group, with: kind.with, perBill: kind.perBill }
      return offered(
        { effect: kind.effect, scope: { dishes }, stacking },
        { id: id + 1, code: one.code, expiresAt: new Date(Date.UTC(2026, 11, one.days)) },
      )
    })
  })
const bills = fc
  .tuple(
    fc.array(
      fc.record({
        amountFen: fc.integer({ min: 0, max: 30_000 }),
        productId: fc.option(fc.integer({ min: 1, max: 4 })),
        category: fc.constantFrom('HOT', 'DRINK'),
        quantity: fc.integer({ min: 1, max: 4 }),
      }),
      { maxLength: 5 },
    ),
    fc.integer({ min: 1, max: 60_000 }),
  )
  .map(([items, paidFen]) => billOf(items, paidFen))

/** Every legal set there is, tried one by one. */
function bestByTrying(all: ReturnType<typeof offered>[], bill: ReturnType<typeof billOf>): number {
  let most = 0
  for (let bits = 0; bits < 1 << all.length; bits += 1) {
    const result = chosenDiscount(
      all.filter((_, at) => bits & (1 << at)),
      bill,
    )
    if (!isLost(result)) most = Math.max(most, result.offFen)
  }
  return most
}

describe('whatever the bill and the coupons', () => {
  test('lines sum to the bill, nothing is below zero, every coupon is used or says why not', () => {
    fc.assert(
      fc.property(coupons, bills, (all, bill) => {
        const best = discountOf(all, bill)
        expect(best.payableFen).toBe(bill.paidFen - best.offFen)
        expect(best.lines.reduce((sum, fen) => sum + fen, 0)).toBe(best.payableFen)
        expect(Math.min(...best.lines)).toBeGreaterThanOrEqual(0)
        expect(best.taken.reduce((sum, one) => sum + one.offFen, 0)).toBe(best.offFen)
        for (const one of best.taken) expect(one.shares.reduce((sum, fen) => sum + fen, 0)).toBe(one.offFen)
        const told = [...best.taken, ...best.lost].map(one => one.id).sort()
        expect(told).toEqual(all.map(one => one.id).sort())
      }),
      { numRuns: 300, seed: 5 },
    )
  })
  test('nothing legal takes off more, and the order they come in changes nothing', () => {
    fc.assert(
      fc.property(coupons, bills, (all, bill) => {
        const best = discountOf(all, bill)
        expect(best.offFen).toBe(bestByTrying(all, bill))
        expect(discountOf([...all].reverse(), bill)).toEqual(best)
        const again = chosenDiscount(
          all.filter(one => best.taken.some(taken => taken.id === one.id)),
          bill,
        )
        expect(again).toMatchObject({ offFen: best.offFen, lines: best.lines })
      }),
      { numRuns: 200, seed: 6 },
    )
  })
})

test('what comes back never exceeds what went in, however it is cut', () => {
  const went = fc.array(fc.integer({ min: 0, max: 100_000_000 }), { minLength: 1, maxLength: 6 })
  const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 })
  fc.assert(
    fc.property(went, cuts, (fens, shares) => {
      let state = sources(...fens)
      const left = () => state.reduce((sum, one) => sum + one.wentFen - one.backFen, 0)
      for (const share of [...shares, 1]) {
        const refund = Math.floor(left() * share)
        const back = refundShares(state, refund)
        expect(back.reduce((sum, one) => sum + one.fen, 0)).toBe(refund)
        state = state.map((source, at) => ({ ...source, backFen: source.backFen + back[at]!.fen }))
        for (const { wentFen, backFen } of state) {
          expect(backFen).toBeLessThanOrEqual(wentFen)
          expect(backFen).toBeGreaterThanOrEqual(0)
        }
      }
      expect(state.map(one => one.backFen)).toEqual(fens)
    }),
    { numRuns: 500, seed: 7 },
  )
})
