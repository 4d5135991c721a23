import { expect, test } from '@jest/globals'
import { secondsLeft } from './cool-down'

test.each([
  [1_000, 0, 1],
  [1_001, 0, 2],
  [60_000, 0, 60],
  [1_000, 1_000, 0],
  [1_000, 5_000, 0],
])('until %d ms, seen at %d ms, there are %d seconds left', (until, now, seconds) => {
  expect(secondsLeft(until, now)).toBe(seconds)
})

test('a phone whose clock was put back by an hour may type again', () => {
  expect(secondsLeft(3_600_000, 0)).toBe(0)
  expect(secondsLeft(120_000, 0)).toBe(120)
  expect(secondsLeft(120_001, 0)).toBe(0)
})
