/** Tiers: a ladder as data, where a member stands on it, and how it moves. Growth is never spent, so redeeming lowers nobody. */
import { z } from 'zod'
import { Day, Fen, Instant, Points, RequestId, Text } from './basics.js'

export const TierCode = z.string().regex(/^[A-Z0-9_]{1,20}$/)
/** What a rung asks for; several are alternatives, one is enough. Zero asks for nothing. */
export const Threshold = z.strictObject({
  growth: Points.min(0).nullable(),
  spendFen: Fen.min(0).nullable(),
  visits: z.int().min(0).nullable(),
  pointsUsed: Points.min(0).nullable(),
})
/** `limit` uses in a period; null is without limit and is not counted. */
export const TierRight = z.strictObject({
  code: TierCode,
  name: Text,
  limit: z.strictObject({ uses: z.int().min(1).max(1000), per: z.enum(['MONTH', 'YEAR']) }).nullable(),
})
export const Rung = z.strictObject({
  code: TierCode,
  name: Text,
  threshold: Threshold,
  /** 150 gives half as many points again; 100 is the plain rate. Read by the earning rules. */
  percent: z.int().min(100).max(1000),
  rights: z.array(TierRight).max(20),
})
export const Ladder = z.strictObject({
  /** ROLLING: the twelve months before the day. YEAR: the calendar year so far, store time. */
  window: z.enum(['ROLLING', 'YEAR']),
  /** How many days after a review that would drop a member the drop waits. */
  graceDays: z.int().min(0).max(180),
  /** Points for which a member in grace may keep the tier once; null is not offered. */
  buyBackPoints: Points.min(1).max(1_000_000).nullable(),
  /** Lowest first; the first asks for nothing. */
  rungs: z.array(Rung).min(2).max(10),
})
export type Ladder = z.infer<typeof Ladder>

export const TierName = z.object({ code: z.string(), name: Text, level: z.int() })
/** What is missing to a rung, in the unit that is nearest to it, as one sentence. */
export const TierGap = z.object({ to: TierName, says: Text, growth: Points, fen: Fen.nullable() })
export const TierChange = z.object({
  at: Instant,
  from: TierName.nullable(),
  to: TierName,
  reason: z.enum(['ENROLLED', 'ROSE', 'FELL', 'KEPT', 'GRACE', 'BOUGHT_BACK', 'GRANDFATHERED', 'LADDER']),
  says: Text,
})
export const TierStanding = z.object({
  tier: TierName,
  qualifying: z.object({ growth: Points, spendFen: Fen, visits: z.int(), pointsUsed: Points }),
  /** How far up to the next rung, 0 to 100; 100 on the top one. */
  progressPercent: z.int().min(0).max(100),
  next: TierGap.nullable(),
  /** What is missing to keep this tier at the next review; null when it is safe. */
  keep: TierGap.nullable(),
  reviewOn: Day,
  graceUntil: Day.nullable(),
  buyBack: z.object({ points: Points, says: Text }).nullable(),
})
export const TierCentre = TierStanding.extend({
  ladder: z.array(
    TierName.extend({
      asks: Text,
      rights: z.array(
        z.object({ code: z.string(), name: Text, used: z.int(), uses: z.int().nullable(), mine: z.boolean() }),
      ),
    }),
  ),
  changes: z.array(TierChange),
  asOf: Instant,
})
export const BuyBackBody = z.object({ requestId: RequestId })
/** One member as the console sees him: where he stands, and how he came there, newest first. */
export const MemberTier = z.object({ standing: TierStanding, changes: z.array(TierChange) })
export const LadderPreviewBody = z.object({ ladder: Ladder, grandfather: z.boolean() })
export const LadderBody = z.object({
  requestId: RequestId,
  /** The version this one was edited from; refused with `tier.ladder_changed` when there is a newer one. */
  version: z.int(),
  ladder: Ladder,
  /** Keep everybody who would fall where they are until their next review. */
  grandfather: z.boolean(),
  reason: z.string().trim().min(2).max(200),
})
export const LadderPreview = z.object({
  rungs: z.array(z.object({ code: z.string(), name: Text, before: z.int(), after: z.int() })),
  rise: z.int(),
  fall: z.int(),
  stay: z.int(),
  /** Of those who fall: how many would under the ladder of today as well. */
  fallAnyway: z.int(),
  reviewOn: Day,
  sample: z.array(z.object({ memberNo: z.string(), nickname: z.string(), from: TierName, to: TierName })),
  notice: Text,
})
export const ConsoleTiers = z.object({
  version: z.int(),
  ladder: Ladder,
  heads: z.array(z.object({ code: z.string(), members: z.int(), sharePercent: z.int() })),
  movement: z.array(z.object({ month: z.string(), rose: z.int(), fell: z.int(), kept: z.int() })),
  /** Points given by tier multipliers in the last thirty days and their cost. */
  cost: z.array(z.object({ code: z.string(), points: Points, fen: Fen })),
  versions: z.array(z.object({ version: z.int(), publishedAt: Instant, publishedBy: z.string(), reason: z.string() })),
  asOf: Instant,
})
