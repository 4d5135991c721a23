import { expect, test } from '@jest/globals'
import { growth, lot, points } from '../../../test/ledger-builders.js'
import type { Allocation, Posting } from './book.rules.js'
import { BUCKET, CURRENCY, MAX_POINTS, PART, SYSTEM } from './operation.rules.js'
import { assertAmount, grant, push, pushSystem, shift } from './postings.rules.js'

const written = (write: (postings: Posting[]) => void) => {
  const postings: Posting[] = []
  write(postings)
  return postings
}
const moved = (write: (allocations: Allocation[]) => void) => {
  const allocations: Allocation[] = []
  write(allocations)
  return allocations.map(({ lot: { id }, part, amount }) => [id, part, amount])
}

test('what Ana gets stands on her account, in the currency of that account', () => {
  expect(written(to => push(to, points(), BUCKET.AVAILABLE, 5))).toEqual([
    { accountId: 16_001, currencyId: CURRENCY.POINTS, bucket: BUCKET.AVAILABLE, amount: 5 },
  ])
  expect(written(to => push(to, growth(), BUCKET.PENDING, -5))).toEqual([
    { accountId: 16_002, currencyId: CURRENCY.GROWTH, bucket: BUCKET.PENDING, amount: -5 },
  ])
})

test('where it comes from stands on an account of the programme', () => {
  expect(written(to => pushSystem(to, CURRENCY.GROWTH, SYSTEM.EXPIRED, -5))).toEqual([
    { accountId: 203, currencyId: CURRENCY.GROWTH, bucket: BUCKET.SYSTEM, amount: -5 },
  ])
})

test('points new in a lot are granted and left; points that move leave one column for another', () => {
  expect(moved(to => grant(to, lot({ id: 4 }), 5))).toEqual([
    [4, PART.GRANTED, 5],
    [4, PART.REMAINING, 5],
  ])
  expect(moved(to => shift(to, lot({ id: 4 }), [PART.HELD, PART.SPENT], 5))).toEqual([
    [4, PART.HELD, -5],
    [4, PART.SPENT, 5],
  ])
})

test('of nothing nothing is written', () => {
  expect(written(to => push(to, points(), BUCKET.AVAILABLE, 0))).toEqual([])
  expect(written(to => pushSystem(to, CURRENCY.POINTS, SYSTEM.ISSUED, 0))).toEqual([])
  expect(moved(to => grant(to, lot(), 0))).toEqual([])
  expect(moved(to => shift(to, lot(), [PART.HELD, PART.SPENT], 0))).toEqual([])
})

test.each([
  [0, MAX_POINTS],
  [MAX_POINTS, undefined],
  [7, 7],
])('%d points of at most %d are an amount', (amount, most) => {
  expect(() => assertAmount(amount, most)).not.toThrow()
})

test.each([
  [-1, undefined],
  [0.5, undefined],
  [MAX_POINTS + 1, undefined],
  [8, 7],
  [Number.NaN, undefined],
])('%d points of at most %d are none', (amount, most) => {
  expect(() => assertAmount(amount, most)).toThrow(new RangeError(`points ${amount}`))
})
