import { expect, test } from '@jest/globals'
import { endOf, isOver, LONGEST_SESSION_MS, latestEnd, openSince } from './table-visits.rules.js'

const opened = new Date('2026-11-23T04:30:00.000Z')
const after = (ms: number) => new Date(opened.getTime() + ms)

test.each([
  ['a moment', 1, false],
  ['a millisecond less than four hours', LONGEST_SESSION_MS - 1, false],
  ['four hours', LONGEST_SESSION_MS, true],
])('after %s a party that said nothing is gone: %s ms, %s', (_, ms, over) => {
  expect(isOver({ opened_at: opened, closed_at: null }, after(ms))).toBe(over)
  expect(opened > openSince(after(ms))).toBe(!over)
})

test('a closed session is over at once', () => {
  expect(isOver({ opened_at: opened, closed_at: opened }, opened)).toBe(true)
})

test('an end that is noticed late is written down for when it happened', () => {
  expect(endOf(opened, after(60_000))).toEqual(after(60_000))
  expect(endOf(opened, after(LONGEST_SESSION_MS + 60_000))).toEqual(latestEnd(opened))
})
