/**
 * Earning rules as data: trigger × conditions × reward × caps × stacking × validity. A published definition never changes;
 * the server evaluates it with pure code, the console edits it as blocks and says it as one sentence.
 */
import { z } from 'zod'
import { Day, Fen, Id, Instant, Points, Text } from './basics.js'
import { BIRTHDAYS, CHANNELS, FESTIVALS, TRIGGERS } from './rule-names.js'

export const Trigger = z.enum(TRIGGERS)
export type Trigger = z.infer<typeof Trigger>

export const Festival = z.enum(FESTIVALS)
export type Festival = z.infer<typeof Festival>

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
const isIn = z.enum(['in', 'notIn'])
const atLeast = z.enum(['>=', '<='])
/** Names a rule, a category, a tier or a tag for ever. */
export const RuleCode = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9_-]{1,40}$/)
const codes = z.array(RuleCode).min(1).max(50)
const ids = z.array(Id).min(1).max(200)
const days = z.int().min(0).max(3650)

/** One block of the "if". Field, operator and value, as the rule builder writes them. */
export const Condition = z.discriminatedUnion('field', [
  z.strictObject({ field: z.literal('amount'), operator: atLeast, value: Fen.min(1).max(100_000_000) }),
  z.strictObject({ field: z.literal('category'), operator: isIn, value: codes }),
  z.strictObject({ field: z.literal('product'), operator: isIn, value: ids }),
  z.strictObject({ field: z.literal('store'), operator: isIn, value: ids }),
  z.strictObject({
    field: z.literal('channel'),
    operator: isIn,
    value: z.array(z.enum(CHANNELS)).min(1),
  }),
  /** 1 is Monday. */
  z.strictObject({ field: z.literal('weekday'), operator: isIn, value: z.array(z.int().min(1).max(7)).min(1).max(7) }),
  /** From the first minute to the one before the last; over midnight when the last is the earlier. Store time. */
  z.strictObject({ field: z.literal('time'), operator: z.literal('between'), value: z.tuple([clockTime, clockTime]) }),
  z.strictObject({
    field: z.literal('dayOfMonth'),
    operator: isIn,
    value: z.array(z.int().min(1).max(31)).min(1).max(31),
  }),
  z.strictObject({ field: z.literal('festival'), operator: isIn, value: z.array(Festival).min(1).max(14) }),
  z.strictObject({ field: z.literal('tier'), operator: isIn, value: codes }),
  z.strictObject({ field: z.literal('tag'), operator: isIn, value: codes }),
  /** 1 is the first purchase; `every` 5 is the fifth, tenth, fifteenth. */
  z.strictObject({
    field: z.literal('visit'),
    operator: z.enum(['=', '>=', '<=', 'every']),
    value: z.int().min(1).max(10_000),
  }),
  /** Whole calendar days since the purchase before. A first purchase has none and never meets it. */
  z.strictObject({ field: z.literal('daysSinceLastVisit'), operator: atLeast, value: days }),
  z.strictObject({ field: z.literal('birthday'), operator: z.literal('in'), value: z.enum(BIRTHDAYS) }),
  z.strictObject({ field: z.literal('tableSize'), operator: atLeast, value: z.int().min(1).max(100) }),
  /** A dish on the bill that came on the menu at most so many days ago. */
  z.strictObject({ field: z.literal('newProduct'), operator: z.literal('<='), value: days }),
  z.strictObject({ field: z.literal('memberDays'), operator: atLeast, value: days }),
])
export type Condition = z.infer<typeof Condition>

/** Blocks joined by "and" or "or", turned round by `not`. An empty group is always met. */
export interface ConditionGroup {
  combinator: 'and' | 'or'
  not?: boolean | undefined
  rules: (Condition | ConditionGroup)[]
}
export const ConditionGroup: z.ZodType<ConditionGroup> = z.lazy(() =>
  z.strictObject({
    combinator: z.enum(['and', 'or']),
    not: z.boolean().optional(),
    rules: z.array(z.union([Condition, ConditionGroup])).max(20),
  }),
)

/**
 * RATE: points for every full `fen` of what counts, and growth likewise. COEFFICIENT: how much of a category counts.
 * MULTIPLIER: 200 doubles what the rate gives. FIXED: so many. TAKE_BACK: what a refund does about points already spent.
 */
export const Reward = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('RATE'),
    points: z.int().min(1).max(1000),
    fen: Fen.min(1).max(1_000_000),
    growth: z.strictObject({ points: z.int().min(0).max(1000), fen: Fen.min(1).max(1_000_000) }),
  }),
  z.strictObject({
    kind: z.literal('COEFFICIENT'),
    categories: z
      .array(z.strictObject({ category: RuleCode, percent: z.int().min(0).max(1000) }))
      .min(1)
      .max(50),
  }),
  z.strictObject({ kind: z.literal('MULTIPLIER'), percent: z.int().min(101).max(1000) }),
  z.strictObject({ kind: z.literal('FIXED'), points: z.int().min(1).max(1_000_000) }),
  z.strictObject({ kind: z.literal('TAKE_BACK'), shortfall: z.enum(['DEBT', 'CASH', 'WAIVE', 'BLOCK']) }),
])
export type Reward = z.infer<typeof Reward>

/** At most so many points of this rule in a period, for one member, one store, or in all. Days and weeks are the store's. */
export const Cap = z.strictObject({
  per: z.enum(['BILL', 'DAY', 'WEEK', 'MONTH', 'TOTAL']),
  of: z.enum(['MEMBER', 'STORE', 'ALL']),
  points: z.int().min(1).max(1_000_000_000),
})
export type Cap = z.infer<typeof Cap>

/** When points end. MONTHS and ACTIVITY: with the last day of that month after earning, or after the last purchase. */
export const Expiry = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('MONTHS'), months: z.int().min(1).max(120) }),
  z.strictObject({ kind: z.literal('DATE'), on: Day }),
  z.strictObject({ kind: z.literal('ACTIVITY'), months: z.int().min(1).max(120) }),
  z.strictObject({ kind: z.literal('NEVER') }),
])
export type Expiry = z.infer<typeof Expiry>

/** Points that may be used only then, or only for that. Null is no limit. */
export const Restriction = z.strictObject({
  weekdays: z.array(z.int().min(1).max(7)).min(1).max(7).nullable(),
  between: z.tuple([clockTime, clockTime]).nullable(),
  rewards: codes.nullable(),
})
export type Restriction = z.infer<typeof Restriction>

export const RuleDefinition = z.strictObject({
  name: z.strictObject({ zh: z.string().trim().min(1).max(40), en: z.string().trim().max(80) }),
  trigger: Trigger,
  /** Whether sales brought in from a file count as purchases for it. */
  imported: z.boolean(),
  when: ConditionGroup,
  reward: Reward,
  caps: z.array(Cap).max(8),
  /** What the rule may give in all, in points and in their cost; null is without limit. */
  budget: z.strictObject({ points: Points.min(1).nullable(), fen: Fen.min(1).nullable() }),
  /** Of one group only one rule pays: the best, or the one that comes first. Null adds to all others. */
  stacking: z
    .strictObject({ group: RuleCode, choose: z.enum(['BEST', 'FIRST']), priority: z.int().min(0).max(1000) })
    .nullable(),
  /** To the second, as instants; null is open. `until` is the first moment without it. */
  from: Instant.nullable(),
  until: Instant.nullable(),
  /** Null: as the base rate says. The base rate must say it. */
  expiry: Expiry.nullable(),
  restriction: Restriction.nullable(),
  /** Points become usable so many days later. */
  pendingDays: z.int().min(0).max(365),
})
export type RuleDefinition = z.infer<typeof RuleDefinition>

/** One dish of a bill as the till sends it. Amounts are before discounts of the whole bill. */
export const BillItem = z.object({
  name: z.string().trim().min(1).max(80),
  category: RuleCode.optional(),
  quantity: z.int().min(1).max(1000).default(1),
  amountFen: Fen.min(0).max(100_000_000),
})
export type BillItem = z.infer<typeof BillItem>

/** What one rule did to an entry. Parts add up to the entry. */
export const Part = z.object({ rule: Text, code: z.string(), version: z.int(), points: Points, sentence: Text })
/** A rule that did not pay: `LOST` to another one, `MISSED` by one condition, or `CAPPED`. */
export const NotPaid = z.object({
  rule: Text,
  code: z.string(),
  why: z.enum(['LOST', 'MISSED', 'CAPPED']),
  sentence: Text,
})
export const Explained = z.object({ sentence: Text, parts: z.array(Part), notPaid: z.array(NotPaid) })
