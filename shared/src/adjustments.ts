/** Corrections by hand: asked for by one operator, approved by another above a limit. */
import { z } from 'zod'
import { Id, Instant, Points, RequestId } from './basics.js'

export const AdjustmentState = z.enum(['ASKED', 'DONE', 'DECLINED', 'REFUSED'])
export const AdjustmentBody = z.object({
  requestId: RequestId,
  memberNo: z.string().max(20),
  /** Signed; zero is refused. */
  points: Points.min(-1_000_000).max(1_000_000),
  reason: z.string().trim().min(4).max(200),
})
export const DecisionBody = z.object({ requestId: RequestId, approve: z.boolean(), note: z.string().trim().max(200) })
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
  entryNo: z.string().nullable(),
  /** Whether the signed-in operator may decide it: never the one who asked. */
  mayDecide: z.boolean(),
  needsApproval: z.boolean(),
})
