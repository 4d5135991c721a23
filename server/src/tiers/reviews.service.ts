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
/** Longer than a process goes by the ladder it knows and a bill waits to be posted. */
const RECALLED_MS = 30_000
const RECALLED_FOR_MS = 2 * RECALLED_MS

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
    await this.recall()
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

  /**
   * Bills of the moments around a new ladder went by what a till's process knew of the old one, and left out the row that
   * says to look. They are all looked at by the new one.
   */
  private async recall(): Promise<void> {
    const { publishedAt } = await this.ladders.current()
    if (this.clock.now().getTime() - publishedAt.getTime() > RECALLED_FOR_MS) return
    const about = [-RECALLED_MS, RECALLED_MS].map(ms => new Date(publishedAt.getTime() + ms))
    await this.db.transaction(tx =>
      change(
        tx,
        `INSERT INTO tier_due (id, member_id, at, growth) SELECT p.id, p.member_id, p.paid_at, 9007199254740991
         FROM journal j JOIN purchase p ON p.journal_id = j.id LEFT JOIN tier_due d ON d.id = p.id
         WHERE j.posted_at BETWEEN ? AND ? AND d.id IS NULL`,
        about,
      ),
    )
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
