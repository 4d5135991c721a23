/** What an entry is worth for what is still paid, from its trace alone. Pure. */
import { type PaidReward, share, type Weighed, weigh } from './exact.rules.js'
import { OTHER_CATEGORY } from './occasion.rules.js'
import type { RefundTrace, Trace, TracePart } from './trace.rules.js'

export interface Kept {
  /** Points of each part of the trace. */
  parts: number[]
  total: number
  growth: number
}

/**
 * The rules that paid, evaluated anew for the kept amount: the amounts of the lines fall in exact proportion, a rule whose
 * conditions no longer hold gives nothing, and none gives more than it gave at first (so what a cap withheld stays withheld,
 * and caps and budgets get nothing back). What did not count does not begin to count. Kept 0 earns 0. Falls with the amount,
 * so any split of a refund takes the same points as one.
 */
export function worthOf(trace: Trace, keptFen: number): Kept {
  const { parts, paidFen, points, growth } = trace
  if (keptFen >= paidFen) return { parts: parts.map(part => part.points), total: points, growth }
  if (keptFen <= 0) return { parts: parts.map(() => 0), total: 0, growth: 0 }
  const lines = trace.lines ?? [{ category: OTHER_CATEGORY, fen: paidFen }]
  const rewards = parts.map(part => rewardOf(part, holds(part, keptFen)))
  const weighed = scaled(weigh(lines, rewards), rewards, { keptFen, paidFen })
  const shared = share(
    weighed,
    parts.map(part => (holds(part, keptFen) ? part.points : 0)),
  )
  return { parts: shared.points, total: shared.total, growth: Math.min(growth, shared.growth) }
}

/**
 * What a refund takes of an entry, in points and growth, never below 0. `refundedFen` was refunded before. Amounts that are
 * more than was paid are for the caller to refuse.
 */
export function refundOf(
  trace: Trace,
  bill: { refundedFen: number; refundFen: number },
): {
  points: number
  growth: number
  explanation: RefundTrace
  parts: { code: string; version: number; points: number }[]
} {
  const keptBefore = trace.paidFen - bill.refundedFen
  const keptFen = keptBefore - bill.refundFen
  const before = worthOf(trace, keptBefore)
  const after = worthOf(trace, keptFen)
  const counted = countedOf(trace)
  const explanation: RefundTrace = {
    kind: 'RULES_REFUND',
    refundFen: bill.refundFen,
    keptFen,
    before: before.total,
    after: after.total,
    parts: trace.parts.map(({ code, version, name, kind, rate }, place) => ({
      code,
      version,
      name,
      kind,
      was: before.parts[place]!,
      points: after.parts[place]!,
      ...(rate ? { rate } : {}),
    })),
  }
  if (counted !== trace.paidFen) explanation.countedFen = Math.floor((counted * keptFen) / trace.paidFen)
  return {
    points: before.total - after.total,
    growth: before.growth - after.growth,
    explanation,
    parts: trace.parts.map(({ code, version }, place) => ({
      code,
      version,
      points: before.parts[place]! - after.parts[place]!,
    })),
  }
}

/** How much of what was paid counts, in fen, rounded down: coefficients below 100 % take some of it out. */
export function countedOf(trace: Trace): number {
  const { lines, parts, paidFen } = trace
  const percents = parts.flatMap(part => (part.percents ? [part.percents] : []))
  if (!lines || percents.length === 0) return paidFen
  const whole = 100n ** BigInt(percents.length)
  const sum = lines.reduce((total, { category, fen }) => {
    const counts = percents.reduce((each, of) => each * BigInt(Math.min(100, of[category] ?? 100)), BigInt(fen))
    return total + counts
  }, 0n)
  return Number(sum / whole)
}

const holds = (part: TracePart, keptFen: number): boolean => part.from === undefined || keptFen >= part.from

/** The reward as the trace has it; one that no longer holds keeps what it took away, and gives nothing. */
function rewardOf(part: TracePart, isHeld: boolean): PaidReward {
  switch (part.kind) {
    case 'RATE': {
      const [points, fen] = part.rate!
      const growth = part.growth ?? [points, fen]
      return { kind: 'RATE', points, fen, growth: { points: growth[0], fen: growth[1] } }
    }
    case 'COEFFICIENT': {
      const categories = Object.entries(part.percents!).map(([category, percent]) => ({
        category,
        percent: isHeld ? percent : Math.min(100, percent),
      }))
      return { kind: 'COEFFICIENT', categories }
    }
    case 'MULTIPLIER':
      return { kind: 'MULTIPLIER', percent: part.percent! }
    case 'FIXED':
      // What a cap left of a fixed reward is all there ever was of it.
      return { kind: 'FIXED', points: part.points }
  }
}

/** All values in proportion to what is kept, over one more factor; fixed rewards are not in proportion to anything. */
function scaled(
  weighed: Weighed,
  rewards: readonly PaidReward[],
  amounts: { keptFen: number; paidFen: number },
): Weighed {
  const kept = BigInt(amounts.keptFen)
  const paid = BigInt(amounts.paidFen)
  return {
    unit: weighed.unit * paid,
    shares: weighed.shares.map((values, place) =>
      values.map(value => value * (rewards[place]!.kind === 'FIXED' ? paid : kept)),
    ),
    growth: weighed.growth * kept,
    growthUnit: weighed.growthUnit * paid,
  }
}
