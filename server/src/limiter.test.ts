import { describe, expect, test } from '@jest/globals'
import { Limiter } from './limiter.js'

const MINUTE = 60_000

describe('a window', () => {
  test('lets the limit pass and refuses the next', () => {
    const limiter = new Limiter()
    const taken = [1, 2, 3, 4].map(() => limiter.take('ana', 3, MINUTE, 0))
    expect(taken).toEqual([true, true, true, false])
  })

  test('is of one bucket: bo is not refused for what ana did', () => {
    const limiter = new Limiter()
    expect(limiter.take('ana', 1, MINUTE, 0)).toBe(true)
    expect(limiter.take('ana', 1, MINUTE, 0)).toBe(false)
    expect(limiter.take('bo', 1, MINUTE, 0)).toBe(true)
  })

  test('ends with its last millisecond', () => {
    const limiter = new Limiter()
    expect(limiter.take('ana', 1, MINUTE, 1_000)).toBe(true)
    expect(limiter.take('ana', 1, MINUTE, 1_000 + MINUTE - 1)).toBe(false)
    expect(limiter.take('ana', 1, MINUTE, 1_000 + MINUTE)).toBe(true)
  })

  test('is not prolonged by being refused', () => {
    const limiter = new Limiter()
    limiter.take('ana', 1, MINUTE, 0)
    for (let at = 1_000; at < MINUTE; at += 1_000) expect(limiter.take('ana', 1, MINUTE, at)).toBe(false)
    expect(limiter.take('ana', 1, MINUTE, MINUTE)).toBe(true)
  })
})

describe('many buckets', () => {
  const bucketsOf = (limiter: Limiter) => (limiter as unknown as { windows: Map<string, unknown> }).windows.size

  test('those that ended make room first', () => {
    const limiter = new Limiter(100)
    for (let i = 0; i < 99; i += 1) limiter.take(`old-${i}`, 1, MINUTE, 0)
    limiter.take('ana', 1, MINUTE, MINUTE - 1)
    limiter.take('bo', 1, MINUTE, MINUTE)
    expect(bucketsOf(limiter)).toBe(2)
    expect(limiter.take('ana', 1, MINUTE, MINUTE)).toBe(false)
  })

  test('a flood of addresses takes a bounded amount of memory', () => {
    const limiter = new Limiter(1_000)
    for (let i = 0; i < 100_000; i += 1) {
      limiter.take(`flood-${i}`, 10, MINUTE, 0)
      if (i % 1_000 === 0) expect(bucketsOf(limiter)).toBeLessThanOrEqual(1_000)
    }
    expect(limiter.take('flood-99999', 1, MINUTE, 0)).toBe(false)
  })

  test('a request costs the same whatever the limit', () => {
    const cost = (limit: number) => {
      const limiter = new Limiter()
      const began = performance.now()
      for (let i = 0; i < 200_000; i += 1) limiter.take('ana', limit, MINUTE, 0)
      return performance.now() - began
    }
    cost(10)
    const [small, large] = [cost(10), cost(1_000_000)]
    expect(large).toBeLessThan(small * 10 + 50)
  })
})
