/** Corrections by hand: asked for by one operator, approved by another above a limit. */
import { z } from 'zod'
import { Cursor, Id, Instant, Limit, Points, pageOf, RequestId } from './basics.js'

/** REFUSED: approved, and the ledger could not do it; nothing was taken. */
export const AdjustmentState = z.enum(['ASKED', 'DONE', 'DECLINED', 'REFUSED'])
export type AdjustmentState = z.infer<typeof AdjustmentState>
export const AdjustmentBody = z.object({
  requestId: RequestId,
  memberNo: z.string().max(20),
  /** Signed; zero is refused. */
  points: Points.min(-1_000_000)
    .max(1_000_000)
    .refine(points => points !== 0, 'a correction of nothing'),
  /** The member reads this: "漏记 2026-11-03 的账单". */
  reason: z.string().trim().min(4).max(100),
})
export const DecisionBody = z.object({ requestId: RequestId, approve: z.boolean(), note: z.string().trim().max(200) })
export const AdjustmentQuery = z.object({
  cursor: Cursor.optional(),
  limit: Limit.optional(),
  state: AdjustmentState.optional(),
})
export const Adjustment = z.object({
  id: Id,
  memberNo: z.string(),
  nickname: z.string(),
  points: Points,
  reason: z.string(),
  state: AdjustmentState,
  askedBy: z.string(),
  askedAt: Instant,
  decidedBy: z.string().nullable(),
  decidedAt: Instant.nullable(),
  note: z.string(),
  /** The code of the refusal, where the ledger could not do it. */
  refusal: z.string().nullable(),
  entryNo: z.string().nullable(),
  /** Whether the signed-in operator may decide it: never the one who asked. */
  mayDecide: z.boolean(),
  needsApproval: z.boolean(),
})
export type Adjustment = z.infer<typeof Adjustment>

/** What a maker may do alone, at once and in a day, and for how many months after this one such points are good. */
export const AdjustmentLimits = z.object({
  freePoints: Points.min(0).max(5_000),
  dailyPoints: Points.min(0).max(20_000),
  validMonths: z.int().min(1).max(60),
})
export const AdjustmentList = pageOf(Adjustment).extend({
  /** All that wait for a decision, whatever page and filter are shown. */
  waiting: z.int(),
  limits: AdjustmentLimits,
  /** What of the day's points the signed-in operator has used. */
  usedToday: Points,
})
