import { expect, test } from '@jest/globals'
import { ageOf, dayOf, dayPartOf, monthOf, stampOf, timeOf } from './dates'

test.each([
  ['2025-03-08T10:20:00.000Z', 'Asia/Shanghai', '2025-03-08 18:20'],
  ['2025-12-31T15:59:59.000Z', 'Asia/Shanghai', '2025-12-31 23:59'],
  ['2025-12-31T16:00:00.000Z', 'Asia/Shanghai', '2026-01-01 00:00'],
  ['2024-02-28T16:30:00.000Z', 'Asia/Shanghai', '2024-02-29 00:30'],
  ['2025-12-31T16:00:00.000Z', 'Asia/Urumqi', '2025-12-31 22:00'],
  ['2025-12-31T16:00:00.000Z', 'Asia/Tokyo', '2026-01-01 01:00'],
])('%s in %s is read as %s', (at, zone, text) => {
  expect(stampOf(at, zone)).toBe(text)
})

test('a statement groups the first second of a month into that month', () => {
  expect(monthOf('2026-01-31T15:59:59.000Z')).toBe('2026-01')
  expect(monthOf('2026-01-31T16:00:00.000Z')).toBe('2026-02')
  expect(dayOf('2026-01-31T16:00:00.000Z')).toBe('2026-02-01')
  expect(timeOf(Date.parse('2026-01-31T04:03:00.000Z'))).toBe('12:03')
})

const now = Date.parse('2026-05-01T04:00:00.000Z')
test.each([
  [20_000, { unit: 'NOW' }],
  [60_000, { unit: 'MINUTES', count: 1 }],
  [59 * 60_000, { unit: 'MINUTES', count: 59 }],
  [60 * 60_000, { unit: 'HOURS', count: 1 }],
  [24 * 3_600_000 - 1, { unit: 'HOURS', count: 23 }],
  [24 * 3_600_000, { unit: 'DATE' }],
  [-30_000, { unit: 'NOW' }],
  [-3_600_000, { unit: 'DATE' }],
])('what happened %s ms ago is told as %j', (ms, age) => {
  expect(ageOf(new Date(now - ms).toISOString(), now)).toEqual(age)
})

test.each([
  ['2026-05-01T20:59:00.000Z', 'NIGHT'],
  ['2026-05-01T21:00:00.000Z', 'MORNING'],
  ['2026-05-01T03:00:00.000Z', 'NOON'],
  ['2026-05-01T06:00:00.000Z', 'AFTERNOON'],
  ['2026-05-01T10:00:00.000Z', 'EVENING'],
  ['2026-05-01T14:00:00.000Z', 'NIGHT'],
])('at %s the greeting is for the %s', (at, part) => {
  expect(dayPartOf(Date.parse(at))).toBe(part)
})
