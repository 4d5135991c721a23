/** What operators see of coupons and do to them: definitions and their versions, batches, recalls, extensions, imports. */
import { z } from 'zod'
import { Cursor, Fen, Id, Instant, Limit, pageOf, RequestId, Text } from './basics.js'
import { CouponDefinition, CouponFace, CouponTerm, StackingRow } from './coupons.js'
import { BillItem, RuleCode } from './rules.js'

const reason = z.string().trim().min(2).max(200)

/** How far a stock has gone. Cost: what uses took off, or what one use costs, as the definition says. */
export const SellThrough = z.object({
  stock: z.int(),
  issued: z.int(),
  /** Usable or locked now. */
  unused: z.int(),
  used: z.int(),
  expired: z.int(),
  recalled: z.int(),
  offFen: Fen,
  costFen: Fen,
})
export type SellThrough = z.infer<typeof SellThrough>

export const CouponSummary = z.object({
  code: RuleCode,
  version: z.int(),
  definition: CouponDefinition,
  face: CouponFace,
  sentence: Text,
  publishedAt: Instant,
  batches: z.int(),
  figures: SellThrough,
})
export type CouponSummary = z.infer<typeof CouponSummary>
export const CouponList = z.object({ items: z.array(CouponSummary), nextCursor: Cursor.nullable() })
export const CouponListQuery = z.object({ cursor: Cursor.optional(), limit: Limit.optional() })

export const CouponVersion = z.object({
  version: z.int(),
  sentence: Text,
  reason: z.string(),
  publishedAt: Instant,
  publishedBy: z.string(),
})

/** CLAIM: members take them. ISSUE: given by operators and other features. CODES: for printed codes. */
export const BatchSource = z.enum(['CLAIM', 'ISSUE', 'CODES'])
export type BatchSource = z.infer<typeof BatchSource>
export const BatchState = z.enum(['OPEN', 'PAUSED', 'RECALLED'])
export type BatchState = z.infer<typeof BatchState>

export const CouponBatch = z.object({
  id: Id,
  code: RuleCode,
  version: z.int(),
  name: z.string(),
  source: BatchSource,
  state: BatchState,
  perMember: z.int(),
  from: Instant.nullable(),
  until: Instant.nullable(),
  createdAt: Instant,
  createdBy: z.string(),
  figures: SellThrough,
  /** A recall or an extension that is still being carried out. */
  working: z.boolean(),
})
export type CouponBatch = z.infer<typeof CouponBatch>
export const BatchQuery = z.object({ code: RuleCode.optional(), cursor: Cursor.optional(), limit: Limit.optional() })
export const BatchList = pageOf(CouponBatch)

export const CouponFile = CouponSummary.extend({ versions: z.array(CouponVersion), terms: z.array(CouponTerm) })
export const byCoupon = z.object({ code: RuleCode })

export const NewCouponBody = z.object({ requestId: RequestId, code: RuleCode, definition: CouponDefinition, reason })
/** `version`: the one it was made from; somebody else's newer one is not written over. */
export const CouponVersionBody = z.object({
  requestId: RequestId,
  version: z.int().min(1),
  definition: CouponDefinition,
  reason,
})
export const CouponCheckBody = z.object({ definition: CouponDefinition })
export const CouponProblem = z.object({ path: z.string(), grave: z.boolean(), text: Text })
export const CouponChecked = z.object({
  face: CouponFace,
  sentence: Text,
  terms: z.array(CouponTerm),
  stacking: z.array(StackingRow),
  problems: z.array(CouponProblem),
})

export const BatchBody = z.object({
  requestId: RequestId,
  code: RuleCode,
  name: z.string().trim().min(1).max(80),
  source: BatchSource,
  /** Of a batch of codes: raised by each import, so it begins at 0. */
  stock: z.int().min(0).max(10_000_000),
  perMember: z.int().min(1).max(100),
  from: Instant.nullable(),
  until: Instant.nullable(),
})
export const BatchStateBody = z.object({ state: z.enum(['OPEN', 'PAUSED']) })
export const IssueBody = z.object({
  requestId: RequestId,
  memberNos: z.array(z.string().max(20)).min(1).max(200),
  reason,
})
export const IssueReply = z.object({
  issued: z.int(),
  failed: z.array(z.object({ memberNo: z.string(), code: z.string() })),
})

const task = { includeExpired: z.boolean(), until: Instant.nullable() }
/** RECALL ends coupons nobody has used; EXTEND moves the end to `until`, never to an earlier one. */
export const BatchTaskQuery = z.object({
  kind: z.enum(['RECALL', 'EXTEND']),
  until: Instant.optional(),
  includeExpired: z.enum(['true', 'false']).optional(),
})
export const BatchReach = z.object({
  /** Coupons it would change, of how many members; and codes that nobody has redeemed. */
  coupons: z.int(),
  members: z.int(),
  codes: z.int(),
  /** Left as they are: in a checkout or verification at this moment. */
  locked: z.int(),
})
export const BatchTaskBody = z.object({
  requestId: RequestId,
  kind: z.enum(['RECALL', 'EXTEND']),
  ...task,
  reason,
  /** The number the preview showed; more than that now is refused. */
  expected: z.int().min(0),
})
export const BatchTask = z.object({ id: Id, kind: z.enum(['RECALL', 'EXTEND']), changed: z.int(), done: z.boolean() })

/** One code a line, as a file of one column; a first line "code" is passed over. `dryRun` looks only. */
export const ImportBody = z.object({ requestId: RequestId, csv: z.string().min(1).max(50_000), dryRun: z.boolean() })
export const RowError = z.object({
  row: z.int(),
  code: z.string(),
  why: z.enum(['SHAPE', 'TWICE', 'TAKEN']),
})
export const ImportReply = z.object({ rows: z.int(), accepted: z.int(), refused: z.int(), errors: z.array(RowError) })

/** What one bill would come to with one of each of these coupons, or of all there are: the most that can stack. */
export const StackBody = z.object({
  codes: z.array(RuleCode).min(1).max(20).nullable(),
  totalFen: Fen.min(1).max(100_000_000),
  items: z.array(BillItem).max(50),
  points: z.boolean(),
  tierPrice: z.boolean(),
  /** Share of the menu price that is margin. */
  marginPercent: z.int().min(0).max(100),
})
const Named = z.object({ code: z.string(), name: Text })
export const StackReply = z.object({
  used: z.array(Named.extend({ offFen: Fen })),
  lost: z.array(Named.extend({ sentence: Text })),
  offFen: Fen,
  payableFen: Fen,
  percent: z.int(),
  marginFen: Fen,
  groups: z.array(z.object({ group: z.string(), rows: z.array(StackingRow) })),
})
