/**
 * Earning rules as data: trigger × conditions × reward × caps × stacking × validity. A published definition never changes;
 * the server evaluates it with pure code, the console edits it as blocks and says it as one sentence.
 */
import { z } from 'zod'
import { Day, Fen, Id, Instant, Points, RequestId, Text } from './basics.js'

export const Trigger = z.enum([
  'PURCHASE',
  'REFUND',
  'ENROLMENT',
  'BIRTHDAY',
  'PROFILE_COMPLETED',
  'CHECK_IN',
  'REFERRAL_JOINED',
  'REFERRAL_FIRST_VISIT',
  'REVIEW',
  'SHARE',
  'SURVEY',
  'TASK',
  'IMPORT',
  'MANUAL',
])
export type Trigger = z.infer<typeof Trigger>

/** Festivals by their own calendar. A lunar one is found for every year; its window is the store's calendar day. */
export const Festival = z.enum([
  'NEW_YEAR',
  'SPRING_FESTIVAL_EVE',
  'SPRING_FESTIVAL',
  'LANTERN',
  'QINGMING',
  'LABOUR_DAY',
  'CHILDREN_DAY',
  'DRAGON_BOAT',
  'QIXI',
  'MID_AUTUMN',
  'NATIONAL_DAY',
  'DOUBLE_NINTH',
  'LABA',
  'WINTER_SOLSTICE',
])
export type Festival = z.infer<typeof Festival>

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
const isIn = z.enum(['in', 'notIn'])
const atLeast = z.enum(['>=', '<='])
const code = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9_-]{1,40}$/)
const codes = z.array(code).min(1).max(50)
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
    value: z.array(z.enum(['STAFF', 'POS', 'IMPORT', 'DEMO'])).min(1),
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
  z.strictObject({ field: z.literal('birthday'), operator: z.literal('in'), value: z.enum(['DAY', 'WEEK', 'MONTH']) }),
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
      .array(z.strictObject({ category: code, percent: z.int().min(0).max(1000) }))
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
    .strictObject({ group: code, choose: z.enum(['BEST', 'FIRST']), priority: z.int().min(0).max(1000) })
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

export const RuleState = z.enum(['DRAFT', 'LIVE', 'SCHEDULED', 'PAUSED', 'ENDED'])
export const RuleCode = code
export const RuleSummary = z.object({
  code: z.string(),
  name: Text,
  trigger: Trigger,
  kind: z.string(),
  sentence: Text,
  state: RuleState,
  version: z.int().nullable(),
  hasDraft: z.boolean(),
  /** Points given and entries touched in the last seven days. */
  week: z.object({ points: Points, entries: z.int() }),
  spent: z.object({ points: Points, fen: Fen }),
  conflicts: z.int(),
})
export const RuleVersion = z.object({
  version: z.int(),
  definition: RuleDefinition,
  sentence: Text,
  state: RuleState,
  effectiveAt: Instant,
  publishedAt: Instant,
  publishedBy: z.string(),
  reason: z.string(),
})
/** DEAD: can never be met. NEVER: met by nothing in the last month. */
export const LintKind = z.enum(['DEAD', 'OVERLAP', 'NEVER_FIRES', 'TOO_GENEROUS', 'UNREACHABLE_CAP', 'ENDED'])
export const Lint = z.object({ kind: LintKind, grave: z.boolean(), says: Text, rule: z.string().nullable() })
/** A generated borderline case and what the rule does to it. `tick` is the marketer's word; kept as a check for later edits. */
export const RuleExample = z.object({
  key: z.string().max(80),
  says: Text,
  applies: z.boolean(),
  points: Points,
  because: Text,
  tick: z.enum(['RIGHT', 'WRONG']).nullable(),
  /** Whether what was ticked right before still comes out the same. */
  holds: z.boolean(),
})
export const RuleDetail = RuleSummary.extend({
  /** Rises with each save; a save on top of an older one is refused with `rule.edited_meanwhile`. */
  revision: z.int(),
  draft: RuleDefinition.nullable(),
  versions: z.array(RuleVersion),
  lint: z.array(Lint),
  examples: z.array(RuleExample),
})
export const RuleChecked = z.object({ sentence: Text, lint: z.array(Lint), examples: z.array(RuleExample) })
export const RuleTemplate = z.object({ code: z.string(), about: Text, definition: RuleDefinition, sentence: Text })
export const NewRuleBody = z.object({ requestId: RequestId, definition: RuleDefinition })
export const DraftBody = z.object({ definition: RuleDefinition, revision: z.int() })
export const TicksBody = z.object({
  ticks: z.array(z.object({ key: z.string().max(80), tick: z.enum(['RIGHT', 'WRONG']) })).max(40),
})
export const PublishBody = z.object({
  requestId: RequestId,
  revision: z.int(),
  /** Null is at once; a moment in the past is refused. */
  effectiveAt: Instant.nullable(),
  reason: z.string().trim().min(2).max(200),
})
export const PauseBody = z.object({
  requestId: RequestId,
  paused: z.boolean(),
  reason: z.string().trim().min(2).max(200),
})
/** What the builder may choose from. */
export const RuleOptions = z.object({
  stores: z.array(z.object({ id: Id, name: z.string() })),
  tiers: z.array(z.object({ code: z.string(), name: Text })),
  tags: z.array(z.string()),
  categories: z.array(z.object({ code: z.string(), name: z.string() })),
  products: z.array(z.object({ id: Id, name: z.string(), category: z.string() })),
})

/** One dish of a bill as the till sends it. Amounts are before discounts of the whole bill. */
export const BillItem = z.object({
  name: z.string().trim().min(1).max(80),
  category: code.optional(),
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

/** A made-up case for the simulator; what is not given is taken from the member, or is plain. */
export const SimulatedCase = z.object({
  trigger: Trigger,
  memberNo: z.string().max(20).nullable(),
  storeId: Id,
  at: Instant,
  paidFen: Fen.min(1).max(100_000_000),
  items: z.array(BillItem).max(100),
  tier: code.nullable(),
  tags: z.array(code).max(20),
  visit: z.int().min(1).max(10_000).nullable(),
  daysSinceLastVisit: days.nullable(),
  birthday: z
    .string()
    .regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/)
    .nullable(),
  tableSize: z.int().min(1).max(100).nullable(),
})
/** Rules as they would be: a draft in the place of the rule of that code, or beside the others. */
export const Proposal = z.object({ code, definition: RuleDefinition.nullable() })
export const SimulationBody = z.object({ case: SimulatedCase, proposals: z.array(Proposal).max(20) })
export const Outcome = z.object({ points: Points, growth: Points, costFen: Fen, explained: Explained })
export const Simulation = z.object({ live: Outcome, proposed: Outcome })

export const BacktestBody = z.object({
  requestId: RequestId,
  proposals: z.array(Proposal).max(20),
  /** Purchases paid in [from, to); at most 400 days. */
  from: Instant,
  to: Instant,
})
const change = z.object({
  purchases: z.int(),
  members: z.int(),
  pointsLive: Points,
  pointsProposed: Points,
  costFenLive: Fen,
  costFenProposed: Fen,
  better: z.int(),
  worse: z.int(),
})
export const BacktestReport = z.object({
  total: change,
  tiers: z.array(change.extend({ tier: z.string(), name: Text })),
  stores: z.array(change.extend({ storeId: Id, name: z.string() })),
  months: z.array(change.extend({ month: z.string() })),
  /** The purchases that change most, largest first; at most twenty. */
  changed: z.array(
    z.object({
      memberNo: z.string(),
      storeName: z.string(),
      billNo: z.string(),
      paidAt: Instant,
      paidFen: Fen,
      live: Points,
      proposed: Points,
      explained: Explained,
    }),
  ),
  /** Entries whose points the live rules do not give again; 0 when the history is reproduced to the point. */
  different: z.int(),
  assumptions: z.array(Text),
  milliseconds: z.int(),
})
export const Backtest = z.object({
  id: Id,
  state: z.enum(['RUNNING', 'DONE', 'CANCELLED', 'FAILED']),
  done: z.int(),
  of: z.int(),
  report: BacktestReport.nullable(),
})
