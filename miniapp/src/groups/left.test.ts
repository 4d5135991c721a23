import { expect, test } from '@jest/globals'
import { leftUntil } from './left'

const end = '2026-11-25T12:00:00.000Z'
const before = (seconds: number) => leftUntil(end, Date.parse(end) - seconds * 1000)

test('a clock runs down to its last second and then there is none', () => {
  expect(before(1)).toEqual({ days: 0, clock: '00:00:01' })
  expect(before(0.2)).toEqual({ days: 0, clock: '00:00:01' })
  expect(before(0)).toBeNull()
  expect(before(-5)).toBeNull()
})

test('days stand apart from the clock', () => {
  expect(before(86_399)).toEqual({ days: 0, clock: '23:59:59' })
  expect(before(86_400)).toEqual({ days: 1, clock: '00:00:00' })
  expect(before(2 * 86_400 + 3_661)).toEqual({ days: 2, clock: '01:01:01' })
})
