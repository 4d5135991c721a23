import { expect, test } from '@jest/globals'
import { Random } from './random.rules.js'

test('the same seed draws the same, another seed does not', () => {
  const draw = (seed: number) => {
    const random = new Random(seed)
    return Array.from({ length: 5 }, () => random.between(0, 999))
  }
  // Written down: another generator would make another demonstration of every seed.
  expect(draw(7)).toEqual([11, 61, 976, 699, 521])
  expect(draw(7)).toEqual(draw(7))
  expect(draw(8)).not.toEqual(draw(7))
})

test('draws keep to their limits and reach both ends', () => {
  const random = new Random(1)
  const dice = Array.from({ length: 600 }, () => random.between(1, 6))
  expect(new Set(dice)).toEqual(new Set([1, 2, 3, 4, 5, 6]))
  expect(random.between(4, 4)).toBe(4)
  expect([...random.bytes(40)].every(byte => byte >= 0 && byte <= 255)).toBe(true)
  for (let n = 0; n < 1_000; n += 1) expect(random.next()).toBeLessThan(1)
})

test('weights, chances and the bell are what they say', () => {
  const random = new Random(2)
  const counts = [0, 0, 0]
  for (let n = 0; n < 6_000; n += 1) counts[random.weighted([1, 0, 3])]! += 1
  expect(counts[1]).toBe(0)
  expect(counts[2]! / counts[0]!).toBeGreaterThan(2.6)
  expect(counts[2]! / counts[0]!).toBeLessThan(3.4)
  const heights = Array.from({ length: 4_000 }, () => random.normal(100, 10))
  const mean = heights.reduce((sum, height) => sum + height, 0) / heights.length
  expect(Math.abs(mean - 100)).toBeLessThan(1)
  expect(heights.filter(height => Math.abs(height - 100) < 10).length / heights.length).toBeCloseTo(0.68, 1)
  expect(Array.from({ length: 100 }, () => random.chance(0))).not.toContain(true)
  expect(Array.from({ length: 100 }, () => random.chance(1))).not.toContain(false)
})
