/**
 * What rewards give for the lines of a bill, as exact fractions over one denominator. Pure.
 *
 * The order: what of a line counts (coefficients below 100 %) → rates → coefficients above 100 % → multipliers of what the
 * rates give then → fixed points. Everything adds up; it is rounded down once, for the whole bill, and what each rule gave is
 * the difference of the rounded sums before and after it. So parts and lines always sum to the entry.
 */
import type { Reward } from '@huitou/shared/rules'

export type PaidReward = Exclude<Reward, { kind: 'TAKE_BACK' }>

/** A category of a bill and what was paid for it. */
export interface Weight {
  category: string
  fen: number
}

/** Exact values: `shares[reward][line]` over `unit`, in the order the rewards were given in. */
export interface Weighed {
  unit: bigint
  shares: bigint[][]
  /** Growth, over `growthUnit`. */
  growth: bigint
  growthUnit: bigint
}

const ORDER = { RATE: 0, COEFFICIENT: 1, MULTIPLIER: 2, FIXED: 3 } as const

/** The order in which rewards are reckoned; within a kind they keep the order of the rules. */
export const reckoned = (a: { kind: keyof typeof ORDER }, b: { kind: keyof typeof ORDER }): number =>
  ORDER[a.kind] - ORDER[b.kind]

/** Values of rewards that are in the order of `reckoned`. */
export function weigh(lines: readonly Weight[], rewards: readonly PaidReward[]): Weighed {
  const rates = rewards.filter(reward => reward.kind === 'RATE')
  const coefficients = rewards.filter(reward => reward.kind === 'COEFFICIENT')
  const fens = rates.reduce((product, rate) => product * BigInt(rate.fen), 1n)
  const growthFens = rates.reduce((product, rate) => product * BigInt(rate.growth.fen), 1n)
  const hundreds = 100n ** BigInt(coefficients.length)
  // One factor of 100 for each coefficient below, one for each above, one for the multipliers.
  const unit = hundreds * hundreds * fens * 100n
  const perFen = rates.reduce((sum, rate) => sum + BigInt(rate.points) * (fens / BigInt(rate.fen)), 0n) * 100n
  const counted = lines.map(line => coefficients.reduce((fen, reward) => fen * below(reward, line), BigInt(line.fen)))
  let grown = counted.map(fen => fen * hundreds)
  const shares = rewards.map(reward => {
    if (reward.kind === 'RATE') {
      const each = BigInt(reward.points) * (fens / BigInt(reward.fen)) * 100n
      return counted.map(fen => fen * hundreds * each)
    }
    if (reward.kind === 'COEFFICIENT') {
      const more = grown.map((fen, place) => (fen / 100n) * above(reward, lines[place]!))
      const added = more.map((fen, place) => (fen - grown[place]!) * perFen)
      grown = more
      return added
    }
    if (reward.kind === 'MULTIPLIER') {
      return grown.map(fen => ((fen * perFen) / 100n) * BigInt(reward.percent - 100))
    }
    return fixedShares(lines, BigInt(reward.points) * unit)
  })
  const counting = counted.reduce((sum, fen) => sum + fen, 0n)
  const growth = rates.reduce(
    (sum, { growth: g }) => sum + counting * BigInt(g.points) * (growthFens / BigInt(g.fen)),
    0n,
  )
  return { unit, shares, growth, growthUnit: hundreds * growthFens }
}

/** A fixed reward belongs to the lines by what was paid for them; the last one takes what does not divide. */
function fixedShares(lines: readonly Weight[], value: bigint): bigint[] {
  const whole = lines.reduce((sum, line) => sum + BigInt(line.fen), 0n)
  if (whole === 0n) return lines.map((_, place) => (place === 0 ? value : 0n))
  let paid = 0n
  return lines.map(line => {
    const before = (value * paid) / whole
    paid += BigInt(line.fen)
    return (value * paid) / whole - before
  })
}

type Coefficient = Extract<PaidReward, { kind: 'COEFFICIENT' }>

/** Percent of a category under a coefficient; 100 where it says nothing. Said twice, the first counts. */
export function percentOf(reward: Coefficient, category: string): number {
  return reward.categories.find(each => each.category === category)?.percent ?? 100
}
const below = (reward: Coefficient, line: Weight) => BigInt(Math.min(100, percentOf(reward, line.category)))
const above = (reward: Coefficient, line: Weight) => BigInt(Math.max(100, percentOf(reward, line.category)))

export interface Shared {
  /** Whole points of each reward. */
  points: number[]
  /** What each reward would give by itself without its limit, rounded down. */
  wanted: number[]
  /** Whole points of each line. */
  lines: number[]
  total: number
  growth: number
}

/** Whole points: each reward at most its `most`, all rounded down once. Infinity is without limit. */
export function share(weighed: Weighed, most: readonly number[]): Shared {
  const { unit, shares } = weighed
  const lines = (shares[0] ?? []).map(() => 0)
  let exact = 0n
  let total = 0
  const wanted: number[] = []
  const points = shares.map((values, place) => {
    const value = values.reduce((sum, each) => sum + each, 0n)
    wanted.push(Number(value / unit))
    exact += atMost(value, unit, most[place]!)
    const reached = Number(exact / unit)
    const given = reached - total
    total = reached
    spread(given, values, value).forEach((part, line) => {
      lines[line]! += part
    })
    return given
  })
  return { points, wanted, lines, total, growth: Number(weighed.growth / weighed.growthUnit) }
}

function atMost(value: bigint, unit: bigint, most: number): bigint {
  if (most === Number.POSITIVE_INFINITY) return value
  const limit = unit * BigInt(most)
  return value < limit ? value : limit
}

/** Whole points shared by exact weights: the difference of the rounded sums, so nothing is lost or made. */
function spread(points: number, weights: readonly bigint[], whole: bigint): number[] {
  if (weights.length === 1) return [points]
  let sum = 0n
  let before = 0
  return weights.map(weight => {
    sum += weight
    const reached = whole === 0n ? 0 : Number((BigInt(points) * sum) / whole)
    const part = reached - before
    before = reached
    return part
  })
}

/** A value over a unit, exactly. */
export interface Fraction {
  value: bigint
  unit: bigint
}

/** What a reward adds to those before it; negative where it only takes away. */
export function addedBy(lines: readonly Weight[], others: readonly PaidReward[], reward: PaidReward): Fraction {
  const sumOf = (rewards: PaidReward[]): Fraction => {
    const { shares, unit } = weigh(lines, rewards.sort(reckoned))
    return { value: shares.flat().reduce((sum, value) => sum + value, 0n), unit }
  }
  const without = sumOf([...others])
  const together = sumOf([...others, reward])
  return {
    value: together.value * without.unit - without.value * together.unit,
    unit: together.unit * without.unit,
  }
}

/** A fraction of which at most so many whole points are left. */
export function within({ value, unit }: Fraction, most: number): Fraction {
  return { value: atMost(value, unit, most), unit }
}

/** Whole points of a fraction, rounded down; nothing where it is less than nothing. */
export const wholeOf = ({ value, unit }: Fraction): number => (value < 0n ? 0 : Number(value / unit))

export const isMore = (a: Fraction, b: Fraction): boolean => a.value * b.unit > b.value * a.unit
