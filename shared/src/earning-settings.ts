/** What a point costs the programme and what counts as too generous: published as versions that never change. */
import { z } from 'zod'
import { Instant, RequestId } from './basics.js'

/** So many fen for so many points: 100 fen for 100 points. A point costs from a tenth of a fen to a yuan. */
export const PointCost = z.strictObject({ fen: z.int().min(1).max(1_000_000), points: z.int().min(1).max(10_000) })
export type PointCost = z.infer<typeof PointCost>

const said = {
  cost: PointCost,
  /** A rule is called too generous when the points of a bill cost more than this share of it. */
  generousPercent: z.int().min(1).max(100),
  reason: z.string().trim().min(2).max(200),
}
export const EarningSetting = z.object({
  version: z.int(),
  ...said,
  reason: z.string(),
  publishedAt: Instant,
  publishedBy: z.string(),
})
export type EarningSetting = z.infer<typeof EarningSetting>
/** The newest first; the first one holds. */
export const EarningSettings = z.object({ versions: z.array(EarningSetting).min(1) })
export const EarningSettingBody = z.object({
  requestId: RequestId,
  /** The version that was looked at; on top of any other one the change is refused. */
  version: z.int().min(1),
  ...said,
})
