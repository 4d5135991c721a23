import { expect, test } from '@jest/globals'
import { distanceText, metresBetween } from './distance'

test('from Guomao to Wudaokou it is about 14 km', () => {
  const metres = metresBetween({ latitude: 39.9087, longitude: 116.4605 }, { latitude: 39.9925, longitude: 116.3376 })
  expect(metres).toBeGreaterThan(13_500)
  expect(metres).toBeLessThan(14_500)
})

test('a place is no distance from itself', () => {
  expect(metresBetween({ latitude: 39.9, longitude: 116.4 }, { latitude: 39.9, longitude: 116.4 })).toBe(0)
})

test.each([
  [4, '10 m'],
  [346, '350 m'],
  [999, '1000 m'],
  [1_000, '1.0 km'],
  [9_949, '9.9 km'],
  [9_950, '10 km'],
  [14_120, '14 km'],
])('%s metres are said as %s', (metres, text) => {
  expect(distanceText(metres)).toBe(text)
})
