/** The trace kept with every entry that rules decided: enough to explain it and to take it back, without the rules. Pure types. */
import type { Cap, Condition, Restriction, Reward, Trigger } from '@huitou/shared/rules'

export interface Bilingual {
  zh: string
  en: string
}

/** A fact as it was: an amount in fen, a number, a code or name, several of them; null was not known. */
export type Actual = number | string | string[] | null

/** What the rule says, in the names of its day: categories, stores, tiers and dishes are told, not looked up again. */
export interface Told {
  field: Condition['field']
  operator: Condition['operator']
  value: Condition['value']
  /** The block was turned round by "not". */
  not?: true
  names?: Bilingual
  actual: Actual
  /** The actual fact by its name, where it has one. */
  actually?: Bilingual
}

/** What stopped a rule from paying in full: a cap by its period and scope, or its budget. */
export interface Limit {
  per: Cap['per'] | 'BUDGET'
  of: Cap['of']
  points: number
}

/** What one rule gave. Parts add up to the entry. */
export interface TracePart {
  /** The version's id. */
  rule: number
  code: string
  version: number
  name: Bilingual
  kind: Exclude<Reward['kind'], 'TAKE_BACK'>
  points: number
  /** RATE: points for so many fen. */
  rate?: [points: number, fen: number]
  /** RATE: growth likewise, where it differs. */
  growth?: [points: number, fen: number]
  /** COEFFICIENT: percent by category, of the categories on this bill. */
  percents?: Record<string, number>
  /** MULTIPLIER: 200 doubles. */
  percent?: number
  /** The smallest amount, in fen, down to which the conditions hold without a break; absent when the amount does not matter. */
  from?: number
  /** How many points a cap or the budget withheld. */
  cut?: Limit & { withheld: number }
  /** What of these points is special, where it is. */
  restriction?: Restriction
  pendingDays?: number
}

/** What a category of the bill brought. Lines add up to the entry. */
export interface TraceLine {
  category: string
  fen: number
  points: number
}

interface Unpaid {
  code: string
  version: number
  name: Bilingual
}

export interface Trace {
  kind: 'RULES'
  on: Trigger
  paidFen: number
  points: number
  growth: number
  parts: TracePart[]
  /** Only of a bill with dishes. */
  lines?: TraceLine[]
  /** Names of the categories on the bill. */
  categories?: Record<string, string>
  /** Facts that the rules that paid have read, by field. */
  facts?: Record<string, Actual>
  /** Rules that stood back for another one of their group, and what they would have given. */
  lost?: (Unpaid & { to: string; would: number })[]
  /** Rules with exactly one condition unmet. */
  missed?: (Unpaid & { lacks: Told })[]
  /** As the operator who gave the points wrote it, for the member to read. */
  note?: string
}

/** What a refund made of an entry. `parts` are what each rule gives for what is still paid. */
export interface RefundTrace {
  kind: 'RULES_REFUND'
  refundFen: number
  keptFen: number
  /** How much of that counts, where it is not all. */
  countedFen?: number
  before: number
  after: number
  parts: (Unpaid & { points: number; was: number; kind: TracePart['kind']; rate?: [points: number, fen: number] })[]
  /** How many of the points had expired unused: they are neither taken nor owed. The ledger adds it. */
  lapsed?: number
}
