/** Caps and budgets of rules as limited counters. Pure; the ledger reads and raises the counters under its locks. */
import type { Cap, RuleDefinition } from '@huitou/shared/rules'
import { type BusinessDay, compactDay, dayOfNumber } from '../days.js'
import { mondayOf } from '../lunar.js'
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
  /** Its counter is of money: so much of it may be spent in all (null only counts), at what a point costs now. */
  money?: Money
}

interface Money {
  fen: number | null
  cost: PointCost
  /** The counter of the points that were paid for with it. */
  points: string
}

export interface Whose {
  code: string
  memberId: number
  storeId: number | null
  day: Pick<BusinessDay, 'year' | 'month' | 'day' | 'number' | 'weekday'>
}

/** Money is counted in thousandths of a fen, so that points that cost less than a fen count too. */
const FEN = 1000n
const ENDLESS = Number.MAX_SAFE_INTEGER

/**
 * The limits of a rule for a member, a store and a business day. Counters belong to the rule's code: a later version goes on
 * where the one before stood. All that a rule gives is counted in points and in money side by side, at what a point cost
 * when it was given: a budget may change from the one to the other, and another cost leaves what was counted as it was.
 */
export function limitsOf({ caps, budget }: RuleDefinition, whose: Whose, cost: PointCost): Limited[] {
  const limits: Limited[] = caps.map(cap => ({ counter: counterOf(cap, whose), limit: cap }))
  const points = `rule:${whose.code}:a:t`
  const money = `rule:${whose.code}:a:f`
  if (budget.points !== null || budget.fen !== null) {
    limits.push({ counter: points, limit: ofBudget(budget.points ?? ENDLESS) })
  }
  if (limits.some(({ counter }) => counter === points)) {
    limits.push({ counter: money, limit: ofBudget(ENDLESS), money: { fen: budget.fen, cost, points } })
  }
  return limits
}

const ofBudget = (points: number): Limit => ({ per: 'BUDGET', of: 'ALL', points })

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

/** How many points a limit leaves, never less than none. */
export function leftOf({ counter, limit, money }: Limited, tallies: ReadonlyMap<string, number>): number {
  const counted = counter === null ? 0 : (tallies.get(counter) ?? 0)
  if (!money) return Math.max(0, limit.points - counted)
  if (money.fen === null) return ENDLESS
  const left = BigInt(money.fen) * FEN - BigInt(counted)
  if (left <= 0n) return 0
  const points = (left * BigInt(money.cost.points)) / (BigInt(money.cost.fen) * FEN)
  return Math.min(Number(points), ENDLESS)
}

/** What points add to the counter of a limit: so many points, or their cost in thousandths of a fen, rounded up. */
export function countedBy({ money }: Limited, points: number): number {
  if (!money) return points
  const { fen, points: many } = money.cost
  return Number((BigInt(points) * BigInt(fen) * FEN + BigInt(many) - 1n) / BigInt(many))
}

/** A limit as it is told: of a budget in money, all the points it pays for, those before and those still left. */
function toldOf(limited: Limited, left: number, tallies: ReadonlyMap<string, number>): Limit {
  const { limit, money } = limited
  return money ? { ...limit, points: (tallies.get(money.points) ?? 0) + left } : limit
}

/** The limit that leaves least, and how much; null where there is none. */
export function tightest(
  limits: readonly Limited[],
  tallies: ReadonlyMap<string, number>,
): { limit: Limit; left: number } | null {
  let found: { limited: Limited; left: number } | null = null
  for (const limited of limits) {
    const left = leftOf(limited, tallies)
    if (!found || left < found.left) found = { limited, left }
  }
  return found && { limit: toldOf(found.limited, found.left, tallies), left: found.left }
}
