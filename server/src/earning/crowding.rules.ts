/** Whether rules that may be open at once ask more of one earn than the ledger takes. Pure; when in doubt, they may be. */
import type { RuleDefinition } from '@huitou/shared/rules'
import { MAX_SPANS, MAX_TALLIES } from '../ledger/operation.rules.js'
import { BASE_RULE } from './occasion.rules.js'
import { canMeet } from './possible.rules.js'

interface Coded {
  code: string
  definition: RuleDefinition
}

/** What one occasion may come to touch. */
export interface Crowd {
  /** Lots of different beginning, end or use. */
  lots: number
  /** Counters of caps and budgets. */
  counters: number
}

/**
 * The most lots and counters an occasion of this rule may touch, with all others that can pay for it too. `others` may
 * hold several versions of one code, of which only one is in force at a time.
 */
export function crowdOf(rule: Coded, others: readonly Coded[]): Crowd {
  const together = [rule, ...others.filter(other => canMeet(rule.definition, other.definition))]
  const base = [rule, ...others].find(({ code }) => code === BASE_RULE)?.definition.expiry ?? null
  const lots = new Set<string>()
  const counters = new Map<string, number>()
  for (const { code, definition } of together) {
    const { expiry, pendingDays, restriction } = definition
    lots.add(JSON.stringify([expiry ?? base, pendingDays, restriction]))
    counters.set(code, Math.max(counters.get(code) ?? 0, countersOf(definition)))
  }
  return { lots: lots.size, counters: [...counters.values()].reduce((sum, count) => sum + count, 0) }
}

export function isTooMuch({ lots, counters }: Crowd): boolean {
  return lots > MAX_SPANS || counters > MAX_TALLIES
}

/** A cap of the bill counts by itself; a budget shares the counter of a cap on everything there will ever be, and its money is counted beside. */
function countersOf({ caps, budget }: RuleDefinition): number {
  const counters = new Set(caps.filter(({ per }) => per !== 'BILL').map(({ per, of }) => `${per} ${of}`))
  if (budget.points !== null || budget.fen !== null) counters.add('TOTAL ALL')
  if (counters.has('TOTAL ALL')) counters.add('MONEY')
  return counters.size
}
