import { expect, test } from '@jest/globals'
import { type ReachGroup, reachedBy, spreadOf, suggestionFor, thresholdsOf, verdictOf } from './reach.rules.js'

const PRICES = [180, 700]
const thresholds = thresholdsOf(PRICES)
const step = (points: number) => thresholds.filter(threshold => threshold <= points).length
/** So many members with these points now, after three visits, and in a year. */
const group = (members: number, points: [now: number, soon: number, year: number], tier: string | null = null) => {
  const [now, soon, year] = points.map(step) as [number, number, number]
  return { tier, now, soon, year, members } satisfies ReachGroup
}

test('members are counted once, by the first way in which they can pay', () => {
  const groups = [group(5, [180, 180, 180]), group(3, [179, 200, 900]), group(2, [0, 100, 180]), group(9, [0, 0, 179])]
  expect(reachedBy(groups, thresholds, () => 180)).toEqual({ members: 19, now: 5, soon: 3, year: 2, never: 9 })
})

test('a tier that may not have it is not counted, and another one pays its own price', () => {
  const groups = [group(4, [180, 180, 180], 'NORMAL'), group(6, [180, 180, 180], 'GOLD')]
  const forGold = (tier: string | null) => (tier === 'GOLD' ? 180 : null)
  expect(reachedBy(groups, thresholds, forGold)).toMatchObject({ members: 6, now: 6 })
  const dearer = (tier: string | null) => (tier === 'GOLD' ? 180 : 700)
  expect(reachedBy(groups, thresholds, dearer)).toMatchObject({ members: 10, now: 6, never: 4 })
})

test('a fifth within three visits is enough; one below is far', () => {
  expect(verdictOf({ members: 100, now: 10, soon: 10, year: 0, never: 80 })).toBe('FINE')
  expect(verdictOf({ members: 100, now: 10, soon: 9, year: 0, never: 81 })).toBe('FAR')
})

test('four fifths at once is fine; one more is easy', () => {
  expect(verdictOf({ members: 100, now: 80, soon: 20, year: 0, never: 0 })).toBe('FINE')
  expect(verdictOf({ members: 100, now: 81, soon: 19, year: 0, never: 0 })).toBe('EASY')
})

test('the price that is suggested is the dearest round one a fifth could pay soon', () => {
  const groups = [group(20, [100, 250, 250]), group(80, [0, 60, 60])]
  expect(suggestionFor(groups, thresholds, 700)).toEqual({ points: 200, share: 0.2 })
  expect(suggestionFor([group(10, [0, 0, 0])], thresholds, 700)).toBeNull()
})

test('the bars of the spread hold every member once', () => {
  const groups = [group(3, [0, 0, 0]), group(2, [1, 1, 1]), group(4, [20_000, 20_000, 20_000])]
  const spread = spreadOf(groups, thresholds)
  expect(spread.filter(({ members }) => members > 0)).toEqual([
    { from: 0, members: 3 },
    { from: 1, members: 2 },
    { from: 16_000, members: 4 },
  ])
})
