import { describe, expect, test } from '@jest/globals'
import { Ids } from './ids.js'

const START = Date.UTC(2026, 10, 23)

/** Ids of a process whose clock the test moves. */
function process(node: number) {
  const clock = { now: START }
  return { clock, ids: new Ids(node, () => clock.now) }
}

const many = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make)
const isRising = (ids: number[]) => ids.every((id, index) => index === 0 || id > ids[index - 1]!)

describe('ids of one process', () => {
  test('rise, also when many are made in one millisecond', () => {
    const { ids } = process(5)
    const made = many(10_000, () => ids.next())
    expect(isRising(made)).toBe(true)
    expect(new Set(made).size).toBe(10_000)
  })

  test('rise with time', () => {
    const { ids, clock } = process(5)
    const made = many(1_000, () => {
      clock.now += 1
      return ids.next()
    })
    expect(isRising(made)).toBe(true)
  })

  test('rise although the clock is set back', () => {
    const { ids, clock } = process(5)
    const before = ids.next()
    clock.now -= 3_600_000
    const after = many(500, () => ids.next())
    expect(isRising([before, ...after])).toBe(true)
  })

  test('a burst borrows from the milliseconds to come, and never gives a number twice', () => {
    const { ids, clock } = process(5)
    const burst = many(128 * 10, () => ids.next())
    clock.now += 3
    const later = many(128 * 10, () => ids.next())
    clock.now += 1_000
    const calm = many(10, () => ids.next())
    const all = [...burst, ...later, ...calm]
    expect(new Set(all).size).toBe(all.length)
    expect(isRising(all)).toBe(true)
  })

  test('aligned ids leave the fifteen numbers after them free', () => {
    const { ids } = process(63)
    const taken = new Set<number>()
    for (let i = 0; i < 3_000; i += 1) {
      const first = i % 3 === 0 ? ids.next() : ids.nextAligned()
      const own = i % 3 === 0 ? [first] : many(16, () => 0).map((_, offset) => first + offset)
      if (own.length === 16) expect(first % 16).toBe(0)
      for (const id of own) {
        expect(taken.has(id)).toBe(false)
        taken.add(id)
      }
    }
  })
})

describe('ids of several processes', () => {
  test('never meet, whatever their clocks say', () => {
    const taken = new Set<number>()
    let made = 0
    for (let node = 0; node < 64; node += 1) {
      const { ids, clock } = process(node)
      clock.now += (node % 5) - 2
      for (let i = 0; i < 300; i += 1) {
        taken.add(ids.next())
        made += 1
        const first = ids.nextAligned()
        for (let offset = 0; offset < 16; offset += 1) taken.add(first + offset)
        made += 16
      }
    }
    expect(taken.size).toBe(made)
  })

  test('are in the order of their milliseconds, whoever made them', () => {
    const [first, second] = [process(63), process(0)]
    const early = first.ids.next()
    second.clock.now += 1
    expect(second.ids.next()).toBeGreaterThan(early)
  })

  test.each([[-1], [64], [1.5], [Number.NaN]])('there is no process number %d', node => {
    expect(() => new Ids(node)).toThrow(RangeError)
  })
})

describe('the room for ids', () => {
  test.each([
    ['today', Date.UTC(2026, 10, 23)],
    ['in 2050', Date.UTC(2050, 0, 1)],
    ['on the last day', Date.UTC(2025, 0, 1) + 2 ** 40 - 86_400_000],
  ])('%s they are whole numbers below 2^53', (_, now) => {
    const ids = new Ids(63, () => now)
    for (const id of many(200, () => ids.nextAligned())) {
      expect(Number.isSafeInteger(id + 15)).toBe(true)
      expect(id).toBeGreaterThan(0)
    }
  })

  test('has no room before 2025, and none is needed: time then stands still', () => {
    const ids = new Ids(0, () => 0)
    expect(isRising(many(300, () => ids.next()))).toBe(true)
  })
})
