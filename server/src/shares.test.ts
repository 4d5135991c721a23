import { expect, test } from '@jest/globals'
import { shareOut } from './shares.js'

test.each([
  ['in proportion', [1, 3], 8, [2, 6]],
  ['the largest remainder gets the point that is left', [10, 20, 40], 10, [1, 3, 6]],
  ['of two equal remainders the earlier one', [1, 1, 1], 100, [34, 33, 33]],
  ['of two equal remainders behind a larger one, too', [2, 3, 2], 12, [4, 5, 3]],
  ['two that are left go to two', [1, 1, 1], 101, [34, 34, 33]],
  ['nothing has no share', [0, 5], 3, [0, 3]],
  ['nothing leaves nothing', [2, 5], 0, [0, 0]],
  ['sums beyond what a product may hold', [100_000_000, 200_000_000], 900_000_000, [300_000_000, 600_000_000]],
])('a bill of dishes shares what was paid: %s', (_, weights, whole, shares) => {
  expect(shareOut(weights, whole)).toEqual(shares)
})

test('the shares of any bill sum to what was paid', () => {
  for (let whole = 0; whole < 50; whole += 1) {
    const shares = shareOut([7, 11, 13, 2, 7], whole)
    expect(shares.reduce((sum, share) => sum + share, 0)).toBe(whole)
  }
})
