import { expect, test } from '@jest/globals'
import { differencesOf, digestOf, type Entry } from './book.js'
import { fenOf, yuanOf } from './money.js'

const entry = (more: Partial<Entry> = {}): Entry => ({
  kind: 'COMMIT',
  key: 'B1',
  billNo: 'B1',
  refundNo: null,
  amountFen: 20_000,
  couponFen: 2_000,
  points: 1_000,
  pointsFen: 1_000,
  cashFen: 17_000,
  ...more,
})

test.each([
  ['88.5', 8_850],
  ['88.50', 8_850],
  ['0.07', 7],
  ['1288', 128_800],
  // 1.1 × 100 is 110.00000000000001 where a till reckons in fractions.
  ['1.10', 110],
])('%s yuan are %d fen', (yuan, fen) => {
  expect(fenOf(yuan)).toBe(fen)
  expect(fenOf(yuanOf(fen))).toBe(fen)
})

test.each(['', '1.234', '-1', '1,000', '1e3', '￥5'])('"%s" is no amount', yuan => {
  expect(() => fenOf(yuan)).toThrow(RangeError)
})

test('a day has the same digest in whatever order it was written down, and another one for another fen', () => {
  const [a, b] = [entry(), entry({ kind: 'REVERSAL', refundNo: 'R1', cashFen: 8_500 })]
  expect(digestOf([a, b])).toBe(digestOf([b, a]))
  expect(digestOf([a, b])).not.toBe(digestOf([a, { ...b, cashFen: 8_501 }]))
  // printf 'COMMIT|B1|B1||20000|2000|1000|1000|17000\n' | openssl dgst -sha256
  expect(digestOf([a])).toBe('15304b37d422339b28ab12f9e573016f8538aec692c34e3ad489c6531eab17f9')
})

test('what only one side has, has otherwise or has twice is named; what both have is not', () => {
  const [a, b] = [entry(), entry({ key: 'B2', billNo: 'B2' })]
  expect(differencesOf([a, b], [b, a])).toEqual([])
  expect(differencesOf([a, b], [a])).toEqual([expect.stringMatching(/^only the till: COMMIT\|B2/)])
  expect(differencesOf([a], [a, b])).toEqual([expect.stringMatching(/^only the server: COMMIT\|B2/)])
  expect(differencesOf([a], [{ ...a, cashFen: 1 }])).toHaveLength(2)
  expect(differencesOf([a, a], [a])).toEqual(['the till has written something down twice'])
})
