import type { Ladder } from '@huitou/shared/tiers'
import { describe, expect, test } from '@jest/globals'
import { ladderProblems, levelOf, nextReview, windowStart } from './ladder.rules.js'

const growth = (points: number) => ({ growth: points, spendFen: null, visits: null, pointsUsed: null })
const rung = (code: string, points: number) => ({
  code,
  name: { zh: code, en: code },
  threshold: growth(points),
  percent: 100,
  rights: [],
})
const ladder: Ladder = {
  window: 'ROLLING',
  graceDays: 30,
  buyBackPoints: null,
  rungs: [rung('NORMAL', 0), rung('SILVER', 2_000), rung('GOLD', 6_000)],
}
const sums = { growth: 0, spendFen: 0, visits: 0, pointsUsed: 0 }

describe('a rung', () => {
  test.each([
    [0, 1],
    [1_999, 1],
    [2_000, 2],
    [5_999, 2],
    [6_000, 3],
  ])('with %p growth is level %p', (points, level) => {
    expect(levelOf(ladder, { ...sums, growth: points })).toBe(level)
  })

  test('is reached by any one of its alternatives', () => {
    const gold = {
      ...rung('GOLD', 6_000),
      threshold: { growth: 6_000, spendFen: 500_000, visits: 24, pointsUsed: 9_000 },
    }
    const either: Ladder = { ...ladder, rungs: [ladder.rungs[0]!, ladder.rungs[1]!, gold] }
    expect(levelOf(either, { ...sums, visits: 24 })).toBe(3)
    expect(levelOf(either, { ...sums, visits: 23 })).toBe(1)
    expect(levelOf(either, { ...sums, spendFen: 500_000 })).toBe(3)
    expect(levelOf(either, { ...sums, spendFen: 499_999 })).toBe(1)
    expect(levelOf(either, { ...sums, pointsUsed: 9_000 })).toBe(3)
  })
})

describe('the window', () => {
  test.each([
    ['an ordinary noon', '2026-11-23T04:30:00Z', '2025-11-22T16:00:00.000Z'],
    ['just before midnight in Shanghai', '2026-11-23T15:59:59.999Z', '2025-11-22T16:00:00.000Z'],
    ['midnight', '2026-11-23T16:00:00Z', '2025-11-23T16:00:00.000Z'],
    ['a 29 February', '2028-02-29T04:00:00Z', '2027-02-27T16:00:00.000Z'],
    ['the 28 February after a leap year', '2029-02-28T04:00:00Z', '2028-02-27T16:00:00.000Z'],
    ['the last of a long month', '2026-12-31T04:00:00Z', '2025-12-30T16:00:00.000Z'],
  ])('of twelve months on %s', (_, at, from) => {
    expect(windowStart('ROLLING', new Date(at)).toISOString()).toBe(from)
  })

  test('of the year begins on its first day, and New Year looks back on the old one', () => {
    const newYear = new Date('2026-12-31T16:00:00Z')
    expect(windowStart('YEAR', new Date('2026-07-01T00:00:00Z')).toISOString()).toBe('2025-12-31T16:00:00.000Z')
    expect(windowStart('YEAR', newYear, true).toISOString()).toBe('2025-12-31T16:00:00.000Z')
    expect(windowStart('YEAR', newYear).toISOString()).toBe('2026-12-31T16:00:00.000Z')
  })
})

test.each([
  ['ROLLING', '2026-11-23T04:30:00Z', '2026-11-30T16:00:00.000Z'],
  ['ROLLING', '2026-11-30T15:59:59.999Z', '2026-11-30T16:00:00.000Z'],
  ['ROLLING', '2026-11-30T16:00:00Z', '2026-12-31T16:00:00.000Z'],
  ['ROLLING', '2028-02-10T00:00:00Z', '2028-02-29T16:00:00.000Z'],
  ['YEAR', '2026-11-23T04:30:00Z', '2026-12-31T16:00:00.000Z'],
  ['YEAR', '2026-12-31T16:00:00Z', '2027-12-31T16:00:00.000Z'],
] as const)('the review (%s) after %s is at %s', (window, after, at) => {
  expect(nextReview(window, new Date(after)).toISOString()).toBe(at)
})

describe('a draft', () => {
  const paths = (draft: Ladder) => ladderProblems(draft, ladder).map(({ path, problem }) => `${path} ${problem}`)
  const withRungs = (...rungs: Ladder['rungs']) => paths({ ...ladder, rungs })

  test('may rename, move thresholds, and add or drop a rung', () => {
    expect(paths(ladder)).toEqual([])
    expect(withRungs(rung('NORMAL', 0), rung('BRONZE', 500), rung('SILVER', 2_500), rung('GOLD', 6_000))).toEqual([])
    expect(withRungs(rung('NORMAL', 0), rung('GOLD', 1))).toEqual([])
  })

  test('must begin with the first tier, which asks for nothing', () => {
    expect(withRungs(rung('SILVER', 0), rung('GOLD', 1))).toEqual(['rungs.0.code first'])
    expect(withRungs(rung('NORMAL', 1), rung('GOLD', 2))).toEqual(['rungs.0.threshold asks'])
  })

  test('must rise from rung to rung, and every rung above the first asks for something', () => {
    expect(withRungs(rung('NORMAL', 0), rung('SILVER', 0))).toEqual(['rungs.1.threshold.growth order'])
    expect(withRungs(rung('NORMAL', 0), rung('SILVER', 6_000), rung('GOLD', 6_000))).toEqual([
      'rungs.2.threshold.growth order',
    ])
    const free = { ...rung('SILVER', 0), threshold: { ...growth(0), growth: null } }
    expect(withRungs(rung('NORMAL', 0), free)).toEqual(['rungs.1.threshold empty'])
  })

  test('must not name a rung or a right twice, nor turn the order of those there are', () => {
    expect(withRungs(rung('NORMAL', 0), rung('SILVER', 1), rung('SILVER', 2))).toContain('rungs.2.code twice')
    expect(withRungs(rung('NORMAL', 0), rung('GOLD', 1), rung('SILVER', 2))).toEqual(['rungs moved'])
    const right = { code: 'GIFT', name: { zh: '礼', en: 'gift' }, limit: null }
    expect(withRungs(rung('NORMAL', 0), { ...rung('SILVER', 1), rights: [right, right] })).toEqual([
      'rungs.1.rights twice',
    ])
  })
})
