/** Who can reach which reward, out of a few sums over all members. Pure. */
import type { ReachVerdict } from '@huitou/shared/reward-desk'

/** Members of one tier who stand on the same steps: places in the ascending list of thresholds. */
export interface ReachGroup {
  tier: string | null
  /** How many thresholds their points, their points after three visits, and their points in a year come to. */
  now: number
  soon: number
  year: number
  members: number
}

export interface Reached {
  members: number
  now: number
  soon: number
  year: number
  never: number
}

/** Prices that are easy to say; suggestions are taken from these. */
export const ROUND_PRICES = [
  50, 100, 150, 200, 300, 400, 500, 600, 800, 1_000, 1_200, 1_500, 2_000, 2_500, 3_000, 4_000, 5_000, 6_000, 8_000,
  10_000, 15_000, 20_000, 30_000, 50_000,
] as const
/** Where the bars of the spread begin. */
export const SPREAD = [0, 1, 100, 300, 600, 1_000, 2_000, 4_000, 8_000, 16_000] as const
const ENOUGH = 0.2
const NEARLY_ALL = 0.8

/** Ascending, each once. */
export function thresholdsOf(prices: readonly number[]): number[] {
  return [...new Set([...prices, ...ROUND_PRICES, ...SPREAD])].filter(price => price > 0).sort((a, b) => a - b)
}

/** How many of the members who may have it can pay. `priceOf`: points for a tier, null where it may not have it. */
export function reachedBy(
  groups: readonly ReachGroup[],
  thresholds: readonly number[],
  priceOf: (tier: string | null) => number | null,
): Reached {
  const sum: Reached = { members: 0, now: 0, soon: 0, year: 0, never: 0 }
  for (const group of groups) {
    const price = priceOf(group.tier)
    if (price === null) continue
    // The step of a price is its place plus one: that many thresholds are met by whoever can pay it.
    const step = price === 0 ? 0 : thresholds.indexOf(price) + 1
    const when = group.now >= step ? 'now' : group.soon >= step ? 'soon' : group.year >= step ? 'year' : 'never'
    sum[when] += group.members
    sum.members += group.members
  }
  return sum
}

/** A fifth of the members within three visits is enough; four fifths at once is a giveaway. */
export function verdictOf({ members, now, soon }: Reached): ReachVerdict {
  if (members === 0) return 'FINE'
  if ((now + soon) / members < ENOUGH) return 'FAR'
  return now / members > NEARLY_ALL ? 'EASY' : 'FINE'
}

/** The dearest round price below this one that a fifth could pay within three visits; null when not even the lowest. */
export function suggestionFor(
  groups: readonly ReachGroup[],
  thresholds: readonly number[],
  price: number,
): { points: number; share: number } | null {
  for (const points of ROUND_PRICES.toReversed()) {
    if (points >= price) continue
    const { members, now, soon } = reachedBy(groups, thresholds, () => points)
    const share = members === 0 ? 0 : (now + soon) / members
    if (share >= ENOUGH) return { points, share }
  }
  return null
}

/** Members by usable points, bar by bar. */
export function spreadOf(groups: readonly ReachGroup[], thresholds: readonly number[]) {
  const atLeast = (points: number) => reachedBy(groups, thresholds, () => points).now
  return SPREAD.map((from, at) => {
    const next = SPREAD[at + 1]
    return { from, members: atLeast(from) - (next === undefined ? 0 : atLeast(next)) }
  })
}
