import { expect, test } from '@jest/globals'
import { dayOf, instantOf, minuteOf, secondOf, secondsOf } from './times.js'

test.each([
  ['2026-03-31T15:59:59.000Z', '2026-03-31 23:59:59'],
  ['2026-03-31T16:00:00.000Z', '2026-04-01 00:00:00'],
  ['2024-02-28T16:30:00.000Z', '2024-02-29 00:30:00'],
])('%p is %p in Shanghai', (instant, text) => {
  expect(secondOf(instant)).toBe(text)
  expect(minuteOf(instant)).toBe(text.slice(0, 16))
  expect(dayOf(instant)).toBe(text.slice(0, 10))
  expect(instantOf(text)).toBe(instant)
})

test('short waits are told in tenths of a second, long ones in whole seconds', () => {
  expect([40, 1284, 9949, 12_600].map(secondsOf)).toEqual(['0.0', '1.3', '9.9', '13'])
})
