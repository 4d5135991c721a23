import { expect, test } from '@jest/globals'
import { afterwards } from './adjustments.js'

test.each([
  ['points are added', { available: 50, debt: 0 }, 30, { available: 80, repaid: 0, short: 0 }],
  ['what is owed is repaid first', { available: 0, debt: 30 }, 50, { available: 20, repaid: 30, short: 0 }],
  ['all of it repays', { available: 0, debt: 30 }, 30, { available: 0, repaid: 30, short: 0 }],
  ['the last point is taken back', { available: 50, debt: 0 }, -50, { available: 0, repaid: 0, short: 0 }],
  ['one more is not', { available: 50, debt: 0 }, -51, { available: 50, repaid: 0, short: 1 }],
])('%s', (_, balances, points, left) => {
  expect(afterwards(balances, points)).toEqual(left)
})
