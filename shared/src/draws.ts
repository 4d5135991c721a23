/**
 * Lotteries paid with points. Odds are whole parts of a million, shown with what is left; what is out of stock becomes the
 * consolation, which is said beforehand. How a result is proven afterwards: see draw-proof.ts.
 */
import { z } from 'zod'
import { Cursor, Day, Id, Instant, Limit, Points, page, pageOf, RequestId, Text } from './basics.js'
import { ODDS_WHOLE } from './draw-proof.js'
import { RuleCode } from './rules.js'

const MAX_STOCK = 10_000_000
/** The law bounds what one prize of a draw may be worth: 50,000 yuan. */
export const MAX_PRIZE_FEN = 5_000_000

export const PrizeCode = z.string().regex(/^[A-Z0-9_-]{1,20}$/)
const tierCode = z.string().regex(/^[A-Z0-9_]{1,20}$/)
const name = z.strictObject({ zh: z.string().trim().min(1).max(20), en: z.string().trim().max(40) })

/** Points, a coupon of a batch, a reward of the mall at no further price, or nothing. */
export const DrawGift = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('POINTS'), points: z.int().min(1).max(1_000_000) }),
  z.strictObject({ type: z.literal('COUPON'), batchId: Id }),
  z.strictObject({ type: z.literal('REWARD'), code: RuleCode }),
  z.strictObject({ type: z.literal('NOTHING') }),
])
export type DrawGift = z.infer<typeof DrawGift>
export const DrawKind = z.enum(['POINTS', 'COUPON', 'REWARD', 'NOTHING'])
export type DrawKind = z.infer<typeof DrawKind>

export const DrawPrize = z
  .strictObject({
    code: PrizeCode,
    name,
    gift: DrawGift,
    /** Parts of a million. */
    odds: z.int().min(0).max(ODDS_WHOLE),
    /** How many there have ever been to win; a new version may raise or lower it. Null has no end. */
    stock: z.int().min(0).max(MAX_STOCK).nullable(),
    /** What it is worth; 0 for nothing. */
    worthFen: z.int().min(0).max(MAX_PRIZE_FEN),
  })
  .refine(
    ({ gift, stock }) => stock !== null || gift.type === 'POINTS' || gift.type === 'NOTHING',
    'coupons and rewards have a stock',
  )
export type DrawPrize = z.infer<typeof DrawPrize>

export const DrawDefinition = z
  .strictObject({
    name,
    note: z.strictObject({ zh: z.string().trim().max(200), en: z.string().trim().max(400) }),
    /** What one draw takes. */
    points: z.int().min(1).max(100_000),
    /** In the order of the wheel. */
    prizes: z.array(DrawPrize).min(2).max(12),
    /** The prize without end that stands in for what is out of stock. */
    consolation: PrizeCode,
    limits: z.strictObject({
      perDay: z.int().min(1).max(100),
      total: z.int().min(1).max(10_000).nullable(),
    }),
    lowestTier: tierCode.nullable(),
    window: z
      .strictObject({ from: Instant.nullable(), until: Instant.nullable() })
      .refine(({ from, until }) => !from || !until || new Date(from) < new Date(until), 'ends before it begins'),
    sort: z.int().min(0).max(9_999),
  })
  .refine(({ prizes }) => prizes.reduce((sum, { odds }) => sum + odds, 0) === ODDS_WHOLE, 'odds add up to 1,000,000')
  .refine(({ prizes }) => new Set(prizes.map(({ code }) => code)).size === prizes.length, 'a prize twice')
  .refine(
    ({ prizes, consolation }) => prizes.some(({ code, stock }) => code === consolation && stock === null),
    'the consolation is a prize without end',
  )
export type DrawDefinition = z.infer<typeof DrawDefinition>

/** Why a member cannot draw at this moment, points apart. */
export const DrawBar = z.enum(['CLOSED', 'NOT_YET', 'ENDED', 'TIER', 'DAY', 'TOTAL'])
export type DrawBar = z.infer<typeof DrawBar>

export const DrawCard = z.object({
  code: RuleCode,
  name: Text,
  note: Text,
  points: Points,
  from: Instant.nullable(),
  until: Instant.nullable(),
})
export type DrawCard = z.infer<typeof DrawCard>
export const DrawCards = z.object({ items: z.array(DrawCard) })

export const PrizeView = z.object({
  code: PrizeCode,
  name: Text,
  kind: DrawKind,
  /** Of a prize of points. */
  points: Points.nullable(),
  worthFen: z.int(),
  odds: z.int(),
  /** How many are left; null has no end. */
  left: z.int().nullable(),
  consolation: z.boolean(),
})
export type PrizeView = z.infer<typeof PrizeView>

export const DrawPool = DrawCard.extend({
  /** The odds that are shown: a draw is refused when there are others by then. */
  version: z.int(),
  prizes: z.array(PrizeView),
  terms: z.array(z.object({ label: Text, text: Text })),
  bar: DrawBar.nullable(),
  /** The tier it takes, where it takes one. */
  tier: Text.nullable(),
  limits: z.object({ perDay: z.int(), total: z.int().nullable() }),
  /** Of whoever looks; null for guests. */
  mine: z
    .object({
      today: z.int(),
      total: z.int(),
      /** Draws left today, the limit for ever counted in. */
      left: z.int(),
      available: Points,
    })
    .nullable(),
  /** What proves today's results once the day is over. */
  promise: z.object({ day: Day, sha256: z.string() }),
})
export type DrawPool = z.infer<typeof DrawPool>
export const byPool = z.object({ code: RuleCode })

/** `points` and `version` are what the member saw: other odds or another price are refused, never taken. */
export const SpinBody = z.object({ requestId: RequestId, version: z.int().min(1), points: Points.min(1) })

export const DrawResult = z.object({
  id: Id,
  code: RuleCode,
  pool: Text,
  points: Points,
  at: Instant,
  day: Day,
  /** The how many-th draw of its day and pool, and where it pointed. */
  number: z.int(),
  ticket: z.int(),
  prize: z.object({ code: PrizeCode, name: Text, kind: DrawKind, points: Points.nullable() }),
  /** The prize it landed on, where that one was out of stock. */
  missed: Text.nullable(),
  /** Where it is now. */
  redemptionId: Id.nullable(),
  couponId: Id.nullable(),
})
export type DrawResult = z.infer<typeof DrawResult>
/** `available`: usable points after it; `left`: draws left today. */
export const SpinReply = DrawResult.extend({ available: Points, left: z.int() })
export const DrawResultPage = pageOf(DrawResult)
export const DrawResultQuery = page.extend({ code: RuleCode.optional(), won: z.enum(['1']).optional() })

export const byPoolDay = z.object({ code: RuleCode, day: Day })
export const DrawProof = z.object({
  code: RuleCode,
  pool: Text,
  day: Day,
  /** Published before the first draw, and since when. */
  sha256: z.string(),
  promisedAt: Instant,
  /** Null until the day is over. */
  seed: z.string().nullable(),
  revealedAt: Instant,
  draws: z.int(),
  odds: z.array(
    z.object({ version: z.int(), prizes: z.array(z.object({ code: PrizeCode, name: Text, odds: z.int() })) }),
  ),
  /** Nobody's name stands here; empty until the day is over. */
  items: z.array(z.object({ number: z.int(), version: z.int(), ticket: z.int(), landed: PrizeCode, given: PrizeCode })),
  nextCursor: Cursor.nullable(),
})
export type DrawProof = z.infer<typeof DrawProof>
export const ProofQuery = z.object({ cursor: Cursor.optional(), limit: Limit.optional() })

const reason = z.string().trim().min(2).max(200)
export const DrawFigures = z.object({
  draws: z.int(),
  today: z.int(),
  members: z.int(),
  /** Points taken, and points given as prizes. */
  points: Points,
  pointsGiven: Points,
  /** What the prizes given were worth. */
  worthFen: z.int(),
  prizes: z.array(z.object({ code: PrizeCode, given: z.int(), missed: z.int(), left: z.int().nullable() })),
})
export type DrawFigures = z.infer<typeof DrawFigures>
export const DrawPoolSummary = z.object({
  code: RuleCode,
  version: z.int(),
  definition: DrawDefinition,
  open: z.boolean(),
  publishedAt: Instant,
  /** What one draw gives on average, by odds and worth alone, in thousandths of a fen. */
  expectedMilliFen: z.int(),
  figures: DrawFigures,
})
export type DrawPoolSummary = z.infer<typeof DrawPoolSummary>
export const DrawPoolList = pageOf(DrawPoolSummary)
export const DrawPoolFile = DrawPoolSummary.extend({
  versions: z.array(z.object({ version: z.int(), reason: z.string(), publishedAt: Instant, publishedBy: z.string() })),
})
export type DrawPoolFile = z.infer<typeof DrawPoolFile>
export const NewDrawPoolBody = z.object({
  requestId: RequestId,
  code: RuleCode,
  definition: DrawDefinition,
  open: z.boolean(),
  reason,
})
/** `version`: the one it was made from; somebody else's newer one is not written over. */
export const DrawPoolVersionBody = z.object({
  requestId: RequestId,
  version: z.int().min(1),
  definition: DrawDefinition,
  reason,
})
export const DrawPoolStateBody = z.object({ open: z.boolean() })
