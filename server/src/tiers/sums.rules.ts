/** What a member did, as facts of the ledger and the till, and what of it counts at a moment. */
import type { Measure, Sums } from './ladder.rules.js'

/** One thing that happened. Times in milliseconds. */
export interface Fact {
  /** Of the journal or the refund, made under the member's lock: facts and decisions of a member stand in this order. */
  id: number
  at: number
  /** What it counts with: a refund counts with the bill it takes back, so that both leave the window together. */
  countsAt: number
  growth: number
  spendFen: number
  /** The business day of a store, of a bill and of its refunds. */
  visit: string | null
  pointsUsed: number
}

export interface Span {
  from: number
  to: number
  /** Whether `to` itself still counts. A review counts what was before it; a bill counts itself. */
  closed: boolean
  /** Only facts that were known by then: those with a smaller id. */
  knownBefore?: number
}

const NOTHING: Sums = { growth: 0, spendFen: 0, visits: 0, pointsUsed: 0 }

/** Sums of a span. Nothing counts twice, and a visit whose bills were refunded whole is none. */
export function sumsOf(facts: readonly Fact[], span: Span): Sums {
  const sums = { ...NOTHING }
  const days = new Map<string, number>()
  for (const fact of facts) {
    if (!isIn(fact, span)) continue
    sums.growth += fact.growth
    sums.spendFen += fact.spendFen
    sums.pointsUsed += fact.pointsUsed
    if (fact.visit !== null) days.set(fact.visit, (days.get(fact.visit) ?? 0) + fact.spendFen)
  }
  for (const spent of days.values()) if (spent > 0) sums.visits += 1
  return sums
}

/** The most these facts could ever count for: whoever is short of a rung with that need not be looked at more closely. */
export function mostOf(facts: readonly Fact[]): Sums {
  const most = { ...NOTHING }
  for (const fact of facts) {
    most.growth += Math.max(0, fact.growth)
    most.spendFen += Math.max(0, fact.spendFen)
    most.pointsUsed += Math.max(0, fact.pointsUsed)
    if (fact.visit !== null) most.visits += 1
  }
  return most
}

/** The larger of two sums, measure by measure. */
export function larger(one: Sums, other: Sums): Sums {
  const both = { ...one }
  for (const measure of Object.keys(both) as Measure[]) both[measure] = Math.max(one[measure], other[measure])
  return both
}

function isIn(fact: Fact, { from, to, closed, knownBefore }: Span): boolean {
  if (knownBefore !== undefined && fact.id >= knownBefore) return false
  if (fact.at > to || (!closed && fact.at === to)) return false
  return fact.countsAt >= from
}
