/** Caps and budgets of rules as limited counters. Pure; the ledger reads and raises the counters under its locks. */
import type { Cap, RuleDefinition } from '@huitou/shared/rules'
import { type BusinessDay, compactDay, dayOfNumber } from './days.rules.js'
import { mondayOf } from './lunar.rules.js'
import type { Limit } from './trace.rules.js'

/** What a point costs the programme: `fen` for every `points` of them. */
export interface PointCost {
  fen: number
  points: number
}

/** A limit of a rule on one occasion. Without a counter it is a limit of the bill by itself. */
export interface Limited {
  counter: string | null
  limit: Limit
}

export interface Whose {
  code: string
  memberId: number
  storeId: number | null
  day: Pick<BusinessDay, 'year' | 'month' | 'day' | 'number' | 'weekday'>
}

/**
 * The limits of a rule for a member, a store and a business day. Counters belong to the rule's code: a later version goes on
 * where the one before stood. A budget in fen is so many points at the stated cost of a point, and counts the same points.
 */
export function limitsOf({ caps, budget }: RuleDefinition, whose: Whose, cost: PointCost): Limited[] {
  const limits = caps.map(cap => ({ counter: counterOf(cap, whose), limit: cap }))
  const counter = counterOf({ per: 'TOTAL', of: 'ALL' }, whose)
  const budgets = [
    ...(budget.points === null ? [] : [budget.points]),
    ...(budget.fen === null ? [] : [pointsFor(budget.fen, cost)]),
  ]
  return [
    ...limits,
    ...budgets.map(points => ({ counter, limit: { per: 'BUDGET' as const, of: 'ALL' as const, points } })),
  ]
}

/** How many points a sum of money pays for, rounded down. */
export function pointsFor(fen: number, cost: PointCost): number {
  return Number((BigInt(fen) * BigInt(cost.points)) / BigInt(cost.fen))
}

/** What points cost, in fen, rounded up. */
export function costOf(points: number, cost: PointCost): number {
  return Number((BigInt(points) * BigInt(cost.fen) + BigInt(cost.points) - 1n) / BigInt(cost.points))
}

/**
 * The name of a counter, at most 80 characters: "rule:<code>:<whose>:<when>". A week has the date of its Monday, a month is
 * six digits; null for a bill, which counts by itself.
 */
export function counterOf(cap: Pick<Cap, 'per' | 'of'>, { code, memberId, storeId, day }: Whose): string | null {
  if (cap.per === 'BILL') return null
  const scope = { MEMBER: `m${memberId}`, STORE: `s${storeId ?? 0}`, ALL: 'a' }[cap.of]
  const period = {
    DAY: () => `d${compactDay(day)}`,
    WEEK: () => `w${compactDay(dayOfNumber(mondayOf(day)))}`,
    MONTH: () => `m${compactDay(day).slice(0, 6)}`,
    TOTAL: () => 't',
  }[cap.per]()
  return `rule:${code}:${scope}:${period}`
}

/** How much a limit leaves, never less than nothing. */
export function leftOf({ counter, limit }: Limited, tallies: ReadonlyMap<string, number>): number {
  return Math.max(0, limit.points - (counter === null ? 0 : (tallies.get(counter) ?? 0)))
}

/** The limit that leaves least, and how much; null where there is none. */
export function tightest(
  limits: readonly Limited[],
  tallies: ReadonlyMap<string, number>,
): { limit: Limit; left: number } | null {
  let found: { limit: Limit; left: number } | null = null
  for (const each of limits) {
    const left = leftOf(each, tallies)
    if (!found || left < found.left) found = { limit: each.limit, left }
  }
  return found
}
