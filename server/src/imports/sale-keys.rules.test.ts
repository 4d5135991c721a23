import { expect, test } from '@jest/globals'
import { billNoOf, digestOf, Sightings } from './sale-keys.rules.js'

const latte = { card: 'C-1', minute: '2024-03-01 10:15', productKey: 'latte', fen: 3870 }
const numberOf = (change: Partial<Record<keyof typeof latte, string | number | null>>, ordinal = 1) =>
  billNoOf(digestOf({ ...latte, ...change } as typeof latte, ordinal))

test('a sale has one number, whenever and wherever it is read', () => {
  // Written down so that a change of the key, which would import every old sale a second time, does not pass unseen.
  expect(numberOf({})).toBe('I-YNPJ3ABLR4MZWBVZ9RRRVXNLH')
  expect(numberOf({})).toMatch(/^I-[2-9A-HJ-NP-Z]{25}$/)
})

test('whatever makes two sales different makes their numbers different', () => {
  const numbers = [
    numberOf({}),
    numberOf({ card: 'C-2' }),
    numberOf({ card: null }),
    numberOf({ card: 'cash' }),
    numberOf({ minute: '2024-03-01 10:16' }),
    numberOf({ productKey: 'mocha' }),
    numberOf({ fen: 3871 }),
    numberOf({}, 2),
    numberOf({}, 3),
  ]
  expect(new Set(numbers).size).toBe(numbers.length)
})

test('every letter of the number carries five bits of the digest', () => {
  expect(billNoOf(Buffer.alloc(32, 0))).toBe(`I-${'2'.repeat(25)}`)
  expect(billNoOf(Buffer.alloc(32, 255))).toBe(`I-${'Z'.repeat(25)}`)
  const last = Buffer.alloc(32, 0)
  last[15] = 0b0000_1000 // bit 124, the last that is read
  expect(billNoOf(last)).toBe(`I-${'2'.repeat(24)}3`)
})

test('things are counted in whatever order they come, far beyond the first size of the table', () => {
  const seen = new Sightings()
  const digests = Array.from({ length: 20_000 }, (_, n) => digestOf({ ...latte, fen: n }, 1))
  for (const digest of digests) expect(seen.count(digest)).toBe(1)
  for (const digest of digests.toReversed()) expect(seen.count(digest)).toBe(2)
  expect(seen.count(digests[77]!)).toBe(3)
  expect(seen.count(Buffer.alloc(32, 0))).toBe(1)
  expect(seen.count(Buffer.alloc(32, 0))).toBe(2)
})

test('a million of the same take no more room than one, and a limit is a limit', () => {
  const seen = new Sightings(2)
  const one = digestOf(latte, 1)
  for (let n = 1; n <= 100_000; n += 1) seen.count(one)
  expect(seen.count(one)).toBe(100_001)
  expect(seen.count(digestOf(latte, 2))).toBe(1)
  expect(() => seen.count(digestOf(latte, 3))).toThrow(RangeError)
  expect(seen.count(one)).toBe(100_002)
})
