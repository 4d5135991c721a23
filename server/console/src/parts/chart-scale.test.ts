import { expect, test } from '@jest/globals'
import { compactOf, ticksOf } from './chart-scale.js'

test.each([
  [0, [0]],
  [1, [0, 1]],
  [3, [0, 1, 2, 3]],
  [375_000, [0, 100_000, 200_000, 300_000, 400_000]],
  [1000, [0, 200, 400, 600, 800, 1000]],
  [432_000, [0, 100_000, 200_000, 300_000, 400_000, 500_000]],
])('an axis up to %p has round steps', (highest, ticks) => {
  expect(ticksOf(highest)).toEqual(ticks)
})

test('every axis reaches the highest bar with few lines', () => {
  for (let highest = 1; highest < 5_000_000; highest = Math.ceil(highest * 1.37)) {
    const ticks = ticksOf(highest)
    expect(ticks.at(-1)).toBeGreaterThanOrEqual(highest)
    expect(ticks.length).toBeLessThanOrEqual(6)
  }
})

test('labels stay short in both languages', () => {
  expect([999, 12_800, 375_000, 120_000_000].map(value => compactOf(value, 'zh'))).toEqual([
    '999',
    '1.3万',
    '37.5万',
    '1.2亿',
  ])
  expect([999, 12_800, 375_000, 1_200_000].map(value => compactOf(value, 'en'))).toEqual([
    '999',
    '12.8k',
    '375k',
    '1.2M',
  ])
})
