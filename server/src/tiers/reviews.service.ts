import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { change, type Db } from '../db.js'
import { MemberTiers } from '../members/member-tier.service.js'
import { CLOCK, DB } from '../tokens.js'
import { TierQueue } from './queue.service.js'
import { Tiers } from './tiers.service.js'

export interface Turn {
  /** Members whose review or end of grace came due, and to whom a new ladder was applied. */
  members: number
  changes: number
  /** Bills that a process did not come to look at. */
  caughtUp: number
}

/** Members held at once: few enough that nobody at a till waits for a review. */
const CHUNK = 50
/** A turn of the worker ends in time for its lease; what is left is met by the next one. */
const TURN_MS = 20_000

/** What moves members although nobody asks: reviews on the first of the month, ends of grace periods, new ladders. */
@Injectable()
export class TierReviews {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(MemberTiers) private readonly ladders: MemberTiers,
    @Inject(Tiers) private readonly tiers: Tiers,
    @Inject(TierQueue) private readonly queue: TierQueue,
  ) {}

  /**
   * Everything that is due, in chunks of their own transactions and by ascending member id. Killed or out of time, it
   * goes on where it was: whoever has been looked at is not due any more. Two at once do nothing twice.
   */
  async turn(budgetMs = TURN_MS): Promise<Turn> {
    const until = performance.now() + budgetMs
    const { looked, changes } = await this.queue.drain()
    const total: Turn = { members: 0, changes, caughtUp: looked }
    const { version } = await this.ladders.current()
    await this.each('ladder_version < ?', version, { total, until })
    await this.each('next_at <= ?', this.clock.now(), { total, until })
    return total
  }

  /** After history was brought in: who was enrolled by a later sale begins with his first, then everything is gone through. */
  async catchUp(): Promise<Turn> {
    await this.db.transaction(tx =>
      change(
        tx,
        `UPDATE member_tier t JOIN member m ON m.id = t.member_id SET t.since = m.enrolled_at, t.decided_at = m.enrolled_at
         WHERE t.changes = 0 AND m.enrolled_at < t.decided_at`,
      ),
    )
    return this.turn(Number.POSITIVE_INFINITY)
  }

  private async each(
    due: string,
    value: number | Date,
    { total, until }: { total: Turn; until: number },
  ): Promise<void> {
    let after = 0
    // At least one chunk, so that every turn gets somewhere.
    do {
      const rows = await this.db.query<{ member_id: number }>(
        `SELECT member_id FROM member_tier WHERE ${due} AND member_id > ? ORDER BY member_id LIMIT ${CHUNK}`,
        [value, after],
      )
      const last = rows.at(-1)
      if (!last) return
      total.members += rows.length
      total.changes += await this.tiers.settle(rows.map(row => row.member_id))
      after = last.member_id
    } while (performance.now() < until)
  }
}
