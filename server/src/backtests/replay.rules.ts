/** Past purchases in ledger order under the rules in force and under others, with the counters kept in memory. Pure. */
import type { RuleDefinition } from '@huitou/shared/rules'
import { businessDayOf } from '../days.js'
import { countedBy, limitsOf, type PointCost } from '../earning/caps.rules.js'
import { type Award, planOf, type RuleSet } from '../earning/evaluate.rules.js'
import type { LateFacts, MemberFacts, Occasion } from '../earning/occasion.rules.js'

/** What a rule gave with a purchase, as it was recorded. */
export interface RecordedPart {
  code: string
  /** The version that gave it; null where it is not known any more. */
  definition: RuleDefinition | null
  points: number
}

/** A purchase as it was, with what was known of the member when it was recorded. */
export interface PastPurchase {
  memberId: number
  occasion: Occasion
  member: MemberFacts
  parts: readonly RecordedPart[]
}

interface Visits {
  activities: number
  lastActivityAt: Date | null
}

/** How far a replay is: visits are facts, and so the same under any rules; counters are not. */
export interface Replay {
  visits: Map<number, Visits>
  live: Map<string, number>
  proposed: Map<string, number>
}

export interface Outcome {
  live: Award
  proposed: Award
}

/** Begins after those many visits of each member; counters begin at nothing. */
export function beginReplay(visits: ReadonlyMap<number, Visits>): Replay {
  return { visits: new Map(visits), live: new Map(), proposed: new Map() }
}

/** A purchase of the time under test: earned anew under both sets of rules, each with its own counters. */
export function replay(state: Replay, purchase: PastPurchase, rules: { live: RuleSet; proposed: RuleSet }): Outcome {
  const live = earn(state, state.live, purchase, rules.live)
  const proposed = earn(state, state.proposed, purchase, rules.proposed)
  raise(state.live, live.add)
  raise(state.proposed, proposed.add)
  visit(state, purchase)
  return { live, proposed }
}

/** A purchase before that time, or one that is not under test: what it really counted for, at what a point cost then, goes into the counters of both. */
export function pass(state: Replay, purchase: PastPurchase, cost: PointCost): void {
  const { occasion, memberId } = purchase
  for (const { code, definition, points } of purchase.parts) {
    if (!definition || points === 0) continue
    const day = businessDayOf(occasion.at, occasion.timeZone, occasion.cutOffMinutes)
    const limits = limitsOf(definition, { code, memberId, storeId: occasion.storeId, day }, cost)
    const added = new Map<string, number>()
    for (const limit of limits) if (limit.counter !== null) added.set(limit.counter, countedBy(limit, points))
    raise(state.live, added)
    raise(state.proposed, added)
  }
  visit(state, purchase)
}

function earn(state: Replay, tallies: ReadonlyMap<string, number>, purchase: PastPurchase, rules: RuleSet): Award {
  const { activities, lastActivityAt } = state.visits.get(purchase.memberId) ?? { activities: 0, lastActivityAt: null }
  const late: LateFacts = { activities, lastActivityAt, tallies }
  return planOf(rules, purchase.occasion, purchase.member).award(late)
}

/** As the ledger counts: one more visit, and the latest moment of any. */
function visit({ visits }: Replay, { memberId, occasion }: PastPurchase): void {
  const { activities, lastActivityAt } = visits.get(memberId) ?? { activities: 0, lastActivityAt: null }
  const latest = !lastActivityAt || occasion.at > lastActivityAt ? occasion.at : lastActivityAt
  visits.set(memberId, { activities: activities + 1, lastActivityAt: latest })
}

function raise(tallies: Map<string, number>, added: ReadonlyMap<string, number>): void {
  for (const [name, amount] of added) tallies.set(name, (tallies.get(name) ?? 0) + amount)
}

/** What has to be known from before the time under test: all of it for limits without an end, the month's for the others. */
export function memoryOf(definitions: readonly RuleDefinition[]): 'NONE' | 'MONTH' | 'ALL' {
  const limited = definitions.filter(({ trigger }) => trigger === 'PURCHASE')
  const endless = limited.some(
    ({ caps, budget }) => budget.points !== null || budget.fen !== null || caps.some(({ per }) => per === 'TOTAL'),
  )
  if (endless) return 'ALL'
  return limited.some(({ caps }) => caps.some(({ per }) => per !== 'BILL')) ? 'MONTH' : 'NONE'
}
