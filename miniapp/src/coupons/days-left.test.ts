import { expect, test } from '@jest/globals'
import { daysLeft } from './days-left'

// Half past midnight in Shanghai; in London it is the day before.
const NOW = Date.parse('2026-11-22T16:30:00.000Z')

test.each([
  ['2026-11-22', null],
  ['2026-11-23', 0],
  ['2026-11-24', 1],
  ['2026-11-30', 7],
  ['2026-12-01', null],
])('a coupon good until %s says %s', (lastDay, days) => {
  expect(daysLeft(lastDay, NOW)).toBe(days)
})
