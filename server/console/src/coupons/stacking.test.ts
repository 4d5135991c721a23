import { expect, test } from '@jest/globals'
import { blankCoupon, type Summary } from './coupon'
import { changedOf, effectOf, type Stacking, withGroup } from './stacking'

const coupon = (code: string, part: Partial<Stacking>) =>
  ({
    code,
    version: 3,
    definition: { ...blankCoupon(), stacking: { ...blankCoupon().stacking, ...part } },
  }) as Summary

test('only coupons whose stacking is really different get a new version', () => {
  const coupons = [coupon('a', { with: ['DISH', 'WELCOME'] }), coupon('b', {}), coupon('c', {})]
  const edits = { a: { with: ['WELCOME', 'DISH'] as const }, b: { perBill: 2 }, gone: { perBill: 5 } }
  const changed = changedOf(coupons, edits as never)
  expect(changed.map(({ code, version }) => [code, version])).toEqual([['b', 3]])
  expect(changed[0]?.definition.stacking.perBill).toBe(2)
})

test('a family is named once, and can be taken back', () => {
  expect(withGroup(['DISH'], 'DISH', true)).toEqual(['DISH'])
  expect(withGroup(['DISH', 'POINTS'], 'DISH', false)).toEqual(['POINTS'])
})

test('a family that does not answer has no effect yet', () => {
  const own = coupon('a', { group: 'GENERAL', with: ['DISH'] }).definition.stacking
  const silent = coupon('b', { group: 'DISH', with: [] }).definition.stacking
  const answering = coupon('c', { group: 'DISH', with: ['GENERAL'] }).definition.stacking
  expect(effectOf(own, 'WELCOME', [own, silent])).toBe('NONE')
  expect(effectOf(own, 'DISH', [own, silent])).toBe('ONE_SIDED')
  expect(effectOf(own, 'DISH', [own, silent, answering])).toBe('BOTH')
})
