/** Rules as operators see, edit, check and publish them; and the dishes that rules tell apart. */
import { z } from 'zod'
import { Day, Fen, Id, Instant, Points, pageOf, RequestId, Text } from './basics.js'
import { RuleCode, RuleDefinition, Trigger } from './rules.js'

export const RuleState = z.enum(['DRAFT', 'LIVE', 'SCHEDULED', 'PAUSED', 'ENDED'])
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
  /** What the newest version may give in all, as in its definition: the other end of the budget bar. */
  budget: z.object({ points: Points.nullable(), fen: Fen.nullable() }).optional(),
  conflicts: z.int(),
  /** A published version that takes the place of this one later, or begins the rule. */
  coming: z.object({ version: z.int(), at: Instant }).nullable(),
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
/**
 * DEAD: can never be met. NEVER_FIRES: met by nothing in the last month. CROWDED: with the others it would ask for more caps
 * or lots than one bill can have.
 */
export const LintKind = z.enum([
  'DEAD',
  'CROWDED',
  'OVERLAP',
  'NEVER_FIRES',
  'TOO_GENEROUS',
  'UNREACHABLE_CAP',
  'ENDED',
])
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
  /** How it came out when it was ticked, where that differs from now. */
  before: z.object({ applies: z.boolean(), points: Points }).nullable().optional(),
})
export const RuleDetail = RuleSummary.extend({
  /** Rises with each save; a save on top of an older one is refused with `rule.edited_meanwhile`. */
  revision: z.int(),
  draft: RuleDefinition.nullable(),
  versions: z.array(RuleVersion),
  lint: z.array(Lint),
  examples: z.array(RuleExample),
})
/** `code` when the definition is a later edit of that rule: its kept ticks are held against it, and it does not clash with itself. */
export const CheckBody = z.object({ code: RuleCode.optional(), definition: RuleDefinition })
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
export const WithdrawBody = PauseBody.omit({ paused: true })
/** What the builder may choose from. */
export const RuleOptions = z.object({
  stores: z.array(z.object({ id: Id, name: z.string() })),
  tiers: z.array(z.object({ code: z.string(), name: Text })),
  tags: z.array(z.string()),
  categories: z.array(z.object({ code: z.string(), name: z.string() })),
  products: z.array(z.object({ id: Id, name: z.string(), category: z.string() })),
})

/** A dish of the menu. `listedOn` is the day it came on the menu, where somebody has said so. */
export const Product = z.object({
  id: Id,
  name: z.string(),
  category: z.string(),
  listedOn: Day.nullable(),
})
export const ProductList = pageOf(Product).extend({
  categories: z.array(z.object({ code: z.string(), name: z.string() })),
})
export const ProductsBody = z.object({
  products: z
    .array(z.object({ id: Id, category: RuleCode, listedOn: Day.nullable() }))
    .min(1)
    .max(200),
})
