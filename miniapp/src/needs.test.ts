import { expect, test } from '@jest/globals'
import { needsMe } from './needs'

test('unread points that end or a coupon that came ask for a red dot', () => {
  expect(needsMe([{ kind: 'POINTS_EXPIRING', read: false }])).toBe(true)
  expect(
    needsMe([
      { kind: 'POINTS_CHANGED', read: false },
      { kind: 'COUPON_ARRIVED', read: false },
    ]),
  ).toBe(true)
})

test('what was read, and what is only good to know, does not', () => {
  expect(needsMe([])).toBe(false)
  expect(needsMe([{ kind: 'POINTS_EXPIRING', read: true }])).toBe(false)
  expect(
    needsMe([
      { kind: 'POINTS_CHANGED', read: false },
      { kind: 'BIRTHDAY', read: false },
      { kind: 'CAMPAIGN', read: false },
    ]),
  ).toBe(false)
})
