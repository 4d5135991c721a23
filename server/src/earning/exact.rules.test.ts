import { expect, test } from '@jest/globals'
import { coefficient, fixed, times } from '../../../test/earning-builders.js'
import {
  addedBy,
  isMore,
  type PaidReward,
  percentOf,
  reckoned,
  share,
  type Weight,
  weigh,
  wholeOf,
  within,
} from './exact.rules.js'

const perYuan = (points = 1, fen = 100): PaidReward => ({ kind: 'RATE', points, fen, growth: { points: 1, fen: 100 } })
const line = (category: string, fen: number): Weight => ({ category, fen })
const FREE = Number.POSITIVE_INFINITY
const reward = (kind: ReturnType<typeof times>): PaidReward => kind as PaidReward
const shared = (lines: Weight[], rewards: PaidReward[], most = rewards.map(() => FREE)) =>
  share(weigh(lines, rewards), most)

test('the whole bill is rounded down once, not each rule', () => {
  // 88.5 and 88.5 again are 177, of which the rate brought 88.
  expect(shared([line('OTHER', 8850)], [perYuan(), reward(times(200))])).toEqual({
    points: [88, 89],
    wanted: [88, 88],
    lines: [177],
    total: 177,
    growth: 88,
  })
})

test('drinks count twice, alcohol not at all, and what does not count earns no growth', () => {
  const lines = [line('HOT', 5050), line('DRINK', 2050), line('ALCOHOL', 3000)]
  // 50.5 + 20.5 count; drinks add 20.5 again.
  expect(shared(lines, [perYuan(), reward(coefficient({ DRINK: 200, ALCOHOL: 0 }))])).toEqual({
    points: [71, 20],
    wanted: [71, 20],
    lines: [50, 41, 0],
    total: 91,
    growth: 71,
  })
})

test('two coefficients of one category are multiplied, and multipliers work on what comes of it', () => {
  const rewards = [
    perYuan(),
    reward(coefficient({ DRINK: 150 })),
    reward(coefficient({ DRINK: 300, HOT: 50 })),
    reward(times(200)),
  ]
  const lines = [line('DRINK', 1000), line('HOT', 1000)]
  // 10 and 5 by the rate; 5 more, then 30 more; then all 50 once more.
  expect(shared(lines, rewards)).toMatchObject({ points: [15, 5, 30, 50], lines: [90, 10], total: 100, growth: 15 })
})

test('multipliers add up', () => {
  expect(shared([line('OTHER', 10_000)], [perYuan(), reward(times(200)), reward(times(150))]).points).toEqual([
    100, 100, 50,
  ])
})

test('rates of other sizes add up exactly', () => {
  // 3 for 10 yuan and 1 for 3 yuan of ¥12.33: 3.699 + 4.11 = 7.809.
  expect(shared([line('OTHER', 1233)], [perYuan(3, 1000), perYuan(1, 300)])).toMatchObject({
    points: [3, 4],
    total: 7,
    growth: 24,
  })
})

test('growth has a rate of its own, rounded down by itself', () => {
  const rate: PaidReward = { kind: 'RATE', points: 1, fen: 100, growth: { points: 3, fen: 1000 } }
  expect(shared([line('OTHER', 1333)], [rate])).toMatchObject({ total: 13, growth: 3 })
  expect(shared([line('OTHER', 1334)], [rate])).toMatchObject({ total: 13, growth: 4 })
})

test('fixed points come on top and belong to the dishes by what was paid for them', () => {
  const lines = [line('HOT', 3000), line('DRINK', 1000)]
  expect(shared(lines, [perYuan(), reward(fixed(10))])).toMatchObject({ points: [40, 10], lines: [37, 13], total: 50 })
  expect(shared([line('OTHER', 0)], [reward(fixed(10))])).toMatchObject({
    points: [10],
    lines: [10],
    total: 10,
    growth: 0,
  })
})

test('a limit cuts its own reward and nobody else', () => {
  const rewards = [perYuan(), reward(times(200)), reward(times(200))]
  // 88.6 + 50 + 88.6 = 227.2
  expect(shared([line('OTHER', 8860)], rewards, [FREE, 50, FREE])).toMatchObject({
    points: [88, 50, 89],
    wanted: [88, 88, 88],
    total: 227,
  })
  expect(shared([line('OTHER', 8860)], rewards, [FREE, 0, 0]).points).toEqual([88, 0, 0])
  expect(shared([line('OTHER', 8860)], rewards, [FREE, 88, 89]).points).toEqual([88, 88, 89])
  expect(shared([line('OTHER', 8860)], rewards, [10, FREE, FREE]).points).toEqual([10, 88, 89])
})

test('nothing gives nothing', () => {
  expect(shared([line('OTHER', 0)], [perYuan(), reward(times(200))])).toMatchObject({
    points: [0, 0],
    lines: [0],
    total: 0,
  })
  expect(shared([line('OTHER', 8850)], [])).toEqual({ points: [], wanted: [], lines: [], total: 0, growth: 0 })
  expect(shared([line('A', 0), line('B', 0)], [reward(fixed(3))]).lines).toEqual([3, 0])
})

test('the largest bill at the highest rates is still exact', () => {
  const rewards = [perYuan(1000, 1), reward(coefficient({ HOT: 1000 })), reward(times(1000))]
  expect(shared([line('HOT', 999)], rewards).total).toBe(999 * 1000 * 10 * 10)
})

test('what a reward adds to others may be less than nothing', () => {
  const lines = [line('HOT', 1000), line('ALCOHOL', 500)]
  const added = (...given: Parameters<typeof addedBy>) => {
    const { value, unit } = addedBy(...given)
    return Number(value) / Number(unit)
  }
  expect(added(lines, [perYuan()], reward(coefficient({ ALCOHOL: 0 })))).toBe(-5)
  expect(added(lines, [perYuan()], reward(coefficient({ ALCOHOL: 300 })))).toBe(10)
  expect(added(lines, [perYuan()], reward(times(150)))).toBe(7.5)
  expect(added(lines, [], reward(times(150)))).toBe(0)
  expect(added(lines, [reward(coefficient({ HOT: 200 }))], perYuan())).toBe(25)
  expect(added(lines, [], reward(fixed(9)))).toBe(9)
})

test('fractions are cut, rounded and compared exactly', () => {
  const of = (value: number, unit: number) => ({ value: BigInt(value), unit: BigInt(unit) })
  expect(within(of(15, 2), 7)).toEqual(of(14, 2))
  expect(within(of(15, 2), 8)).toEqual(of(15, 2))
  expect(within(of(15, 2), FREE)).toEqual(of(15, 2))
  expect([wholeOf(of(15, 2)), wholeOf(of(-1, 2)), wholeOf(of(0, 2)), wholeOf(of(2, 2))]).toEqual([7, 0, 0, 1])
  expect(isMore(of(15, 2), of(22, 3))).toBe(true)
  expect(isMore(of(22, 3), of(15, 2))).toBe(false)
  expect(isMore(of(1, 2), of(2, 4))).toBe(false)
})

test('a coefficient says nothing about other categories, and the first of two counts', () => {
  const twice = {
    kind: 'COEFFICIENT' as const,
    categories: [
      { category: 'HOT', percent: 50 },
      { category: 'HOT', percent: 70 },
    ],
  }
  expect([percentOf(twice, 'HOT'), percentOf(twice, 'COLD')]).toEqual([50, 100])
})

test('rates come first, then coefficients, multipliers and fixed points', () => {
  const all = [fixed(1), times(200), coefficient({ A: 1 }), perYuan()] as PaidReward[]
  expect(all.sort(reckoned).map(({ kind }) => kind)).toEqual(['RATE', 'COEFFICIENT', 'MULTIPLIER', 'FIXED'])
})
