/** What earning rules are asked about: an occasion, the member, and what is known only under the ledger's locks. Pure. */
import type { RuleDefinition, Trigger } from '@huitou/shared/rules'
import { shareOut } from '../shares.js'

/** A version as it was published. `code` names the rule for ever, `id` this version of it. */
export interface PublishedRule {
  id: number
  code: string
  version: number
  definition: RuleDefinition
}

/** The rule that every bill earns by; its expiry holds for all rules that name none. */
export const BASE_RULE = 'purchase'
/** What a bill without dishes, and a dish without a category, counts as. */
export const OTHER_CATEGORY = 'OTHER'

export type Channel = 'STAFF' | 'POS' | 'MINI_PROGRAM' | 'IMPORT' | 'DEMO'

/** One dish of a bill. `fen` is its share of what was actually paid; null where nobody has said. */
export interface Line {
  category: string
  fen: number
  productId: number | null
  /** The day it came on the menu, "2026-03-31". */
  listedOn: string | null
}

/** What happened. Lines sum to `paidFen`; an occasion without a bill has 0 fen and no lines. */
export interface Occasion {
  trigger: Trigger
  /** Comes from a file of old sales: only rules that say so count it. */
  imported: boolean
  paidFen: number
  lines: readonly Line[]
  storeId: number | null
  channel: Channel
  at: Date
  timeZone: string
  /** Minutes after midnight at which the store's business day begins. */
  cutOffMinutes: number
  tableSize: number | null
  /** When the points begin, where that is not the business day: a banquet paid ahead. */
  availableAt?: Date | undefined
}

export interface Birthday {
  calendar: 'SOLAR' | 'LUNAR'
  /** "MM-DD" in that calendar. */
  on: string
}

/** What is known of the member before anything is locked. */
export interface MemberFacts {
  id: number
  tier: string
  tags: readonly string[]
  birthday: Birthday | null
  enrolledAt: Date
}

/** What is true right before this occasion, in arrival order: read under the locks of the ledger. */
export interface LateFacts {
  /** Visits before this one. */
  activities: number
  lastActivityAt: Date | null
  /** How far limited counters have gone; a name that is not there stands at 0. */
  tallies: ReadonlyMap<string, number>
}

/** Somebody who has been here before: for nobody in particular, no first visit is promised. */
export const ANYBODY: LateFacts = { activities: 1, lastActivityAt: null, tallies: new Map() }

/**
 * Shares what was paid among the dishes, by largest remainder in proportion to their own prices, so that the lines sum to
 * `paidFen`. A bill without priced dishes is one line of the category OTHER.
 */
export function linesOf(items: readonly (Omit<Line, 'fen'> & { amountFen: number })[], paidFen: number): Line[] {
  const total = items.reduce((sum, item) => sum + item.amountFen, 0)
  if (total === 0) return [{ category: OTHER_CATEGORY, fen: paidFen, productId: null, listedOn: null }]
  const shares = shareOut(
    items.map(item => item.amountFen),
    paidFen,
  )
  return items.map(({ category, productId, listedOn }, place) => ({
    category,
    productId,
    listedOn,
    fen: shares[place]!,
  }))
}
