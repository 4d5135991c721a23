/** What features before the tiers need of them: the lowest rung, and the note that somebody may have risen. */
import type { Ladder } from '@huitou/shared/tiers'
import { NEVER } from '../calendar.js'
import type { Sql } from '../db.js'
import type { SideRow } from '../ledger/operation.rules.js'

/** Everybody's first tier. Its name is free to change, its code is not. */
export const BASE_TIER = 'NORMAL'

/** A published ladder. */
export interface PublishedLadder {
  version: number
  ladder: Ladder
  /** Whether those who fall because of it are spared at its first review. */
  grandfather: boolean
  publishedAt: Date
  publishedBy: string
  reason: string
}

/** A member's tier as others see it. `percent` 150 gives half as many points again. */
export interface TierOf {
  code: string
  name: { zh: string; en: string }
  /** 1 is the lowest. */
  level: number
  percent: number
}

/** The rung of this code; the lowest where the ladder has none of it any more. */
export function tierOf(ladder: Ladder, code: string): TierOf {
  const at = Math.max(
    0,
    ladder.rungs.findIndex(rung => rung.code === code),
  )
  const rung = ladder.rungs[at]!
  return { code: rung.code, name: rung.name, level: at + 1, percent: rung.percent }
}

/**
 * The row that goes with whatever may raise a member, in the same transaction: should the process die before it has
 * looked, the worker will. `id` is a fresh id, `at` the time of what happened, `growth` all the member has after it, as
 * the ledger tells in `Posted`.
 */
export function tierDue(due: { id: number; memberId: number; at: Date; growth: number }): SideRow {
  return { table: 'tier_due', values: { id: due.id, member_id: due.memberId, at: due.at, growth: due.growth } }
}

/**
 * The growth below which nobody rises on this ladder, nor keeps more than the lowest rung; 0 where something else than
 * growth counts. All of a member's growth is never less than what counts of it.
 */
export function leastToRise({ rungs }: Ladder): number {
  const thresholds = rungs.slice(1).map(rung => rung.threshold)
  const byGrowth = thresholds.every(threshold =>
    Object.entries(threshold).every(([measure, least]) => measure === 'growth' || least === null),
  )
  return byGrowth ? Math.min(...thresholds.map(({ growth }) => growth ?? 0)) : 0
}

/** The row of a new member. */
export function firstTier(memberId: number, enrolledAt: Date, version: number): Record<string, Sql> {
  return {
    member_id: memberId,
    tier_code: BASE_TIER,
    since: enrolledAt,
    decided_at: enrolledAt,
    ladder_version: version,
    next_at: NEVER,
  }
}
