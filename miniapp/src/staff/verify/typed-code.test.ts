import { expect, test } from '@jest/globals'
import { type DigitKey, isComplete, kindOf, LONGEST, mistakeOf, withKey } from './typed-code'

const COUPON = '612345678900'
const VOUCHER = '700000000013'

test('twelve digits with the right check digit are worth sending', () => {
  expect(isComplete(COUPON)).toBe(true)
  expect(isComplete(VOUCHER)).toBe(true)
  expect(isComplete(COUPON.slice(0, -1))).toBe(false)
})

test('one wrong key and two neighbours changed about are told before anything is sent', () => {
  for (let place = 1; place < COUPON.length; place++) {
    const other = String((Number(COUPON.charAt(place)) + 1) % 10)
    expect(mistakeOf(COUPON.slice(0, place) + other + COUPON.slice(place + 1))).toBe(true)
  }
  expect(mistakeOf('621345678900')).toBe(true)
  expect(mistakeOf('7000 0000 0031')).toBe(true)
})

test('what is no code of twelve digits is not called mistyped: it may be a receipt or a link', () => {
  for (const text of ['', '612345', 'B20261122001', '812345678901', 'https://huitou.example.com/t/x', COUPON]) {
    expect(mistakeOf(text)).toBe(false)
  }
  expect(mistakeOf('6123 4567 8900')).toBe(false)
})

test.each([
  ['', null],
  ['7', 'VOUCHER'],
  ['6', 'COUPON'],
  [COUPON, 'COUPON'],
  [`${COUPON}1`, 'MEMBER'],
  ['9', null],
])('%p is going to be a %p', (digits, kind) => {
  expect(kindOf(digits)).toBe(kind)
})

test('the pad writes no more digits than a barcode has, and takes them away again', () => {
  const typed = (...keys: DigitKey[]) => keys.reduce(withKey, '')
  expect(typed('7', '0', 'BACK', '1')).toBe('71')
  expect(typed('7', 'CLEAR')).toBe('')
  expect(typed('BACK')).toBe('')
  const whole = '1'.repeat(LONGEST)
  expect(withKey(whole, '2')).toBe(whole)
  expect(isComplete(whole)).toBe(true)
})
