/** What operators see of rewards before they publish, do to many at once, and ask about who can reach them. */
import { z } from 'zod'
import { Instant, Points, RequestId, Text } from './basics.js'
import { RewardDefinition, RewardPrice, RewardTerm } from './mall.js'
import { RuleCode } from './rules.js'

const reason = z.string().trim().min(2).max(200)

export const NewRewardBody = z.object({
  requestId: RequestId,
  code: RuleCode,
  definition: RewardDefinition,
  stock: z.int().min(0).max(10_000_000),
  onShelf: z.boolean(),
  reason,
})
/** `version`: the one it was made from; somebody else's newer one is not written over. */
export const RewardVersionBody = z.object({
  requestId: RequestId,
  version: z.int().min(1),
  definition: RewardDefinition,
  reason,
})
export const ShelfStateBody = z.object({ onShelf: z.boolean() })
/** More, or fewer of those that are left. */
export const StockChangeBody = z.object({
  requestId: RequestId,
  by: z
    .int()
    .min(-10_000_000)
    .max(10_000_000)
    .refine(by => by !== 0, 'changes nothing'),
  reason,
})

const Wrong = z.object({ path: z.string(), problem: z.string() })
export const RewardCheckBody = z.object({ definition: RewardDefinition })
/** What the diner would read, and what would keep it from being published. */
export const RewardChecked = z.object({
  terms: z.array(RewardTerm),
  contents: z.array(z.object({ name: Text, count: z.int() })),
  tierPrices: z.array(z.object({ tier: Text, price: RewardPrice })),
  wrong: z.array(Wrong),
})
export type RewardChecked = z.infer<typeof RewardChecked>

/** The same done to each of these, one by one: what cannot be done to one does not keep the others from it. */
export const RewardChangesBody = z.object({
  requestId: RequestId,
  codes: z
    .array(RuleCode)
    .min(1)
    .max(50)
    .refine(codes => new Set(codes).size === codes.length, 'one twice'),
  change: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('SHELF'), onShelf: z.boolean() }),
    z.strictObject({
      kind: z.literal('STOCK'),
      by: z
        .int()
        .min(-1_000_000)
        .max(1_000_000)
        .refine(by => by !== 0, 'changes nothing'),
      reason: z.string().trim().min(2).max(200),
    }),
  ]),
})
export type RewardChangesBody = z.infer<typeof RewardChangesBody>
export const RewardChanges = z.object({
  /** Changed now or by an earlier try; what was so already is in neither list. */
  done: z.array(RuleCode),
  same: z.array(RuleCode),
  failed: z.array(z.object({ code: RuleCode, refusal: z.string() })),
})
export type RewardChanges = z.infer<typeof RewardChanges>

/** FINE: enough can have it. FAR: hardly anybody will. EASY: nearly everybody can at once. */
export const ReachVerdict = z.enum(['FINE', 'FAR', 'EASY'])
export type ReachVerdict = z.infer<typeof ReachVerdict>
export const RewardReachRow = z.object({
  code: RuleCode,
  name: Text,
  price: RewardPrice,
  /** Members whose tier may have it; the counts below are of these. */
  members: z.int(),
  now: z.int(),
  /** Within three visits that bring what theirs brought this year, besides those who can now. */
  soon: z.int(),
  /** Within a year at their pace, besides those two. */
  year: z.int(),
  /** Not within a year at their pace. */
  never: z.int(),
  verdict: ReachVerdict,
  /** A price at which a fifth could have it within three visits; null where it is fine. */
  suggest: Points.nullable(),
  suggestShare: z.number().nullable(),
})
export type RewardReachRow = z.infer<typeof RewardReachRow>
export const RewardReaches = z.object({
  rewards: z.array(RewardReachRow),
  /** Members by usable points: from `from` up to below the next one's. */
  spread: z.array(z.object({ from: Points, members: z.int() })),
  members: z.int(),
  /** Of so many members one was looked at; 1 is everybody. */
  oneOf: z.int(),
  at: Instant,
})
export type RewardReaches = z.infer<typeof RewardReaches>
