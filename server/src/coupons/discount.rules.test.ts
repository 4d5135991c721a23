import type { CouponEffect } from '@huitou/shared/coupons'
import { describe, expect, test } from '@jest/globals'
import {
  billOf,
  cash,
  definition,
  dish,
  line,
  off,
  offered,
  percent,
  plainBill,
  times,
} from '../../../test/coupon-builders.js'
import { reckon } from './discount.rules.js'
import { refundShares, type Source } from './refund-shares.rules.js'
import { chosenDiscount, discountOf, groupsTogether, MOST_TOGETHER } from './stacking.rules.js'

const offBy = (effect: CouponEffect, fen: number) => reckon([offered({ effect })], plainBill(fen)).offFen
const open = { group: 'GENERAL' as const, with: ['GENERAL' as const], perBill: 5 }

describe('what one coupon takes off', () => {
  test('an amount, at most the bill', () => {
    expect(offBy(off(10_000, 2_000), 10_000)).toBe(2_000)
    expect(offBy(cash(5_000), 4_999)).toBe(4_999)
    expect(offBy(cash(5_000), 5_001)).toBe(5_000)
  })
  test('a share, rounded down to the fen and up to its cap', () => {
    expect(offBy(percent(12), 8_855)).toBe(1_062)
    expect(offBy(percent(20, 3_000), 14_999)).toBe(2_999)
    expect(offBy(percent(20, 3_000), 15_005)).toBe(3_000)
  })
  test('the dearest of the named dishes, one piece of it', () => {
    const bill = billOf([
      line(6_000, { productId: 7, quantity: 2 }),
      line(5_800, { productId: 8 }),
      line(9_900, { productId: 9 }),
    ])
    expect(reckon([offered({ effect: dish(['7', '8']) })], bill).taken[0]!.shares).toEqual([0, 5_800, 0])
    expect(reckon([offered({ effect: dish(['7']) })], bill).lines).toEqual([3_000, 5_800, 9_900])
    expect(reckon([offered({ effect: dish(['8'], 5_000) })], bill).offFen).toBe(5_000)
  })
  test('only the dishes that count, in proportion', () => {
    const scope = { dishes: { mode: 'ONLY' as const, categories: ['HOT'], products: [] } }
    const bill = billOf([line(100), line(200, { category: 'DRINK' }), line(200)])
    expect(reckon([offered({ effect: cash(100), scope })], bill).taken[0]!.shares).toEqual([33, 0, 67])
  })
  test('points only, and no fen', () => {
    const bill = reckon([offered({ effect: times(200) }), offered({ effect: times(150) })], plainBill(10_000))
    expect([bill.percent, bill.offFen, bill.payableFen]).toEqual([250, 0, 10_000])
  })
})

describe('coupons together', () => {
  test('a dish is free first, then comes the share, then the amount, whatever order they were tapped in', () => {
    const bill = billOf([line(6_000, { productId: 7 }), line(10_000)])
    const [fish, tenth, twenty] = [dish(['7']), percent(10), off(10_000, 2_000)].map(effect => offered({ effect }))
    const expected = { offFen: 6_000 + 1_000 + 2_000, payableFen: 7_000, lines: [0, 7_000] }
    expect(reckon([fish!, tenth!, twenty!], bill)).toMatchObject(expected)
    expect(reckon([twenty!, tenth!, fish!], bill)).toMatchObject(expected)
  })
  test('two go together only when each names the other', () => {
    const a = definition({ stacking: { group: 'DISH', with: ['WELCOME'] } }).stacking
    const b = definition({ stacking: { group: 'WELCOME', with: ['DISH'] } }).stacking
    expect(groupsTogether(a, b)).toBe(true)
    expect(groupsTogether(a, { ...b, with: [] })).toBe(false)
    expect(groupsTogether({ ...a, with: [] }, b)).toBe(false)
  })
  test('the pair that takes most off wins, and the loser knows to whom', () => {
    const big = offered({ effect: off(10_000, 3_000) })
    const small = offered({ effect: cash(2_000), stacking: { group: 'DISH', with: ['WELCOME'] } })
    const other = offered({ effect: cash(1_500), stacking: { group: 'WELCOME', with: ['DISH'] } })
    const best = discountOf([big, small, other], { ...plainBill(12_000) })
    expect(best.taken.map(one => one.id)).toEqual([small.id, other.id])
    expect(best).toMatchObject({ offFen: 3_500, payableFen: 8_500 })
    expect(best.lost).toEqual([
      { id: big.id, code: big.code, why: 'TOGETHER', to: [small.id, other.id], wouldFen: 3_000, reason: null },
    ])
  })
  test('of two that take the same, the one that ends first is used', () => {
    const later = offered({ effect: cash(1_000) }, { expiresAt: new Date('2026-12-30T16:00:00Z') })
    const sooner = offered({ effect: cash(1_000) }, { expiresAt: new Date('2026-12-01T16:00:00Z') })
    expect(discountOf([later, sooner], plainBill(5_000)).taken.map(one => one.id)).toEqual([sooner.id])
  })
  test('no coupon is used up for nothing', () => {
    const [a, b] = [offered({ effect: cash(5_000), stacking: open }), offered({ effect: cash(2_000), stacking: open })]
    const best = discountOf([a, b], plainBill(5_000))
    expect(best.taken.map(one => one.id)).toEqual([a.id])
    expect(best.lost).toMatchObject([{ id: b.id, why: 'NOTHING', to: [a.id] }])
  })
  test('of one kind as many as it says, and each asks for its minimum anew', () => {
    const same = { code: 'TWENTY', version: 1 }
    const three = [1, 2, 3].map(() => offered({ stacking: { perBill: 2 } }, same))
    expect(discountOf(three, plainBill(19_999))).toMatchObject({
      offFen: 2_000,
      lost: [{ why: 'LACKING' }, { why: 'LACKING' }],
    })
    const best = discountOf(three, plainBill(20_000))
    expect([best.offFen, best.lost.map(one => one.why)]).toEqual([4_000, ['SAME']])
  })
  test('what does not go with points steps back for them, and says so', () => {
    const coupon = offered({ stacking: { points: false } })
    expect(discountOf([coupon], { ...plainBill(12_000), points: true })).toMatchObject({
      offFen: 0,
      lost: [{ id: coupon.id, why: 'POINTS', wouldFen: 2_000 }],
    })
  })
  test('five at most', () => {
    const six = Array.from({ length: 6 }, () => offered({ effect: cash(100), stacking: open }))
    const best = discountOf(six, plainBill(5_000))
    expect([best.taken.length, best.offFen, best.lost.map(one => one.why)]).toEqual([MOST_TOGETHER, 500, ['MANY']])
  })
  test('coupons chosen by hand are taken as chosen, or the odd one is named', () => {
    const [a, b] = [offered({ effect: cash(500) }), offered({ effect: cash(700) })]
    expect(chosenDiscount([b], plainBill(5_000))).toMatchObject({ offFen: 700 })
    expect(chosenDiscount([a, b], plainBill(5_000))).toMatchObject({ id: b.id, why: 'TOGETHER', to: [a.id] })
    expect(chosenDiscount([offered({})], plainBill(9_999))).toMatchObject({ why: 'LACKING' })
  })
})

describe('a refund', () => {
  const sources = (...fens: number[]): Source[] => fens.map((wentFen, at) => ({ key: `s${at}`, wentFen, backFen: 0 }))
  test('of half a bill gives back half of each; the coupon comes back with the rest', () => {
    const paid = sources(7_000, 1_000, 2_000)
    const first = refundShares(paid, 5_000)
    expect(first.map(one => one.fen)).toEqual([3_500, 500, 1_000])
    expect(first.some(one => one.whole)).toBe(false)
    const rest = paid.map((source, at) => ({ ...source, backFen: first[at]!.fen }))
    expect(refundShares(rest, 5_000).every(one => one.whole)).toBe(true)
    expect(() => refundShares(rest, 5_001)).toThrow(RangeError)
  })
  test('a coupon that took nothing off comes back with the whole bill and not before', () => {
    expect(refundShares(sources(100, 0), 99).map(one => one.whole)).toEqual([false, false])
    expect(refundShares(sources(100, 0), 100).map(one => one.whole)).toEqual([true, true])
  })
})
