import { describe, expect, test } from '@jest/globals'
import { cash, definition, dish, off, percent, placeOf, times } from '../../../test/coupon-builders.js'
import { type CouponFacts, discountOf, firstObstacle, judgeCoupon, judgeVoucher, needsBill } from './checks.rules.js'

const place = placeOf()
const facts = (changes: Parameters<typeof definition>[0] = {}, more: Partial<CouponFacts> = {}): CouponFacts => ({
  state: 'USABLE',
  validFrom: new Date(place.at.getTime() - 1),
  expiresAt: new Date(place.at.getTime() + 1),
  definition: definition(changes),
  ...more,
})
const wrongOf = (coupon: CouponFacts, billFen: number | null = 10_000) =>
  judgeCoupon(coupon, place, billFen)
    .filter(({ obstacle }) => obstacle !== null)
    .map(({ rule }) => rule)

describe('a coupon in the hands of a waiter', () => {
  test('is fine here and now with the bill it asks for, both sides of the minimum', () => {
    expect(wrongOf(facts())).toEqual([])
    expect(wrongOf(facts(), 9_999)).toEqual(['BILL'])
    expect(firstObstacle(judgeCoupon(facts(), place, null))).toBeNull()
    expect(judgeCoupon(facts(), place, null).at(-1)).toMatchObject({ rule: 'BILL', open: true })
  })

  test('shows every check that fails, not only the first', () => {
    const elsewhere = { stores: ['9'], windows: [{ weekdays: [2], between: null }] }
    const wrong = wrongOf(facts({ scope: elsewhere }, { state: 'USED', expiresAt: place.at }))
    expect(wrong).toEqual(['STATE', 'VALIDITY', 'STORE', 'TIME'])
  })

  test('has not begun before its first moment and has ended with its last', () => {
    expect(wrongOf(facts({}, { validFrom: place.at }))).toEqual([])
    expect(wrongOf(facts({}, { validFrom: new Date(place.at.getTime() + 1) }))).toEqual(['VALIDITY'])
    expect(wrongOf(facts({}, { expiresAt: place.at }))).toEqual(['VALIDITY'])
  })

  test('for the till or the phone only is not for a waiter, and points times two work at the bill', () => {
    expect(wrongOf(facts({ scope: { channels: ['POS'] } }))).toEqual(['STORE'])
    expect(wrongOf(facts({ effect: times(200) }))).toEqual(['BILL'])
  })
})

test('asks for the bill when it has a minimum or takes a share off', () => {
  const asked = [off(10_000, 2_000), percent(20), cash(500), dish(['1']), times(200)]
  expect(asked.map(effect => needsBill(definition({ effect })))).toEqual([true, true, false, false, false])
  expect(needsBill(definition({ effect: cash(500), scope: { minSpendFen: 100 } }))).toBe(true)
})

test('takes off what it says, a share to the fen, never more than the bill and nothing for a dish', () => {
  expect(discountOf(definition(), 10_000)).toBe(2_000)
  expect(discountOf(definition({ effect: cash(500) }), 499)).toBe(499)
  expect(discountOf(definition({ effect: cash(500) }), null)).toBe(500)
  expect(discountOf(definition({ effect: percent(15) }), 9_999)).toBe(1_499)
  expect(discountOf(definition({ effect: percent(15, 1_000) }), 9_999)).toBe(1_000)
  expect(discountOf(definition({ effect: percent(15) }), null)).toBeNull()
  expect(discountOf(definition({ effect: dish(['1']) }), 9_999)).toBeNull()
})

test('a voucher is good in its stores, until its end, once', () => {
  const voucher = { state: 'READY' as const, expiresAt: new Date(place.at.getTime() + 1), stores: ['1'] }
  const wrong = (more: Partial<Parameters<typeof judgeVoucher>[0]>) =>
    judgeVoucher({ ...voucher, ...more }, place)
      .filter(({ obstacle }) => obstacle !== null)
      .map(({ rule }) => rule)
  expect(wrong({})).toEqual([])
  expect(wrong({ stores: null })).toEqual([])
  expect(wrong({ stores: ['2'] })).toEqual(['STORE'])
  expect(wrong({ expiresAt: place.at })).toEqual(['VALIDITY'])
  expect(wrong({ state: 'USED' })).toEqual(['STATE'])
  expect(wrong({ state: 'RETURNED' })).toEqual(['STATE'])
})
