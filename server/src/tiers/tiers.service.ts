import { Inject, Injectable } from '@nestjs/common'
import { NEVER } from '../calendar.js'
import type { Clock } from '../clock.js'
import { type Db, insertAll, rowsOf, type Sql, type Tx } from '../db.js'
import type { Ids } from '../ids.js'
import { lockSql } from '../ledger/packets.service.js'
import type { PublishedLadder } from '../members/member-tier.rules.js'
import { MemberTiers } from '../members/member-tier.service.js'
import { Outbox } from '../messages/outbox.service.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB, IDS } from '../tokens.js'
import { type Reads, TierFacts } from './facts.service.js'
import { newsOf } from './news.rules.js'
import { advance, after, type Change, type Known, nextAt, type Standing } from './standing.rules.js'

export interface StandingRow {
  member_id: number
  tier_code: string
  since: Date
  decided_at: Date
  grace_until: Date | null
  bought: number
  changes: number
  ladder_version: number
}
interface DueRow {
  member_id: number
  first_at: Date
  last_at: Date
}
/** A change and the journal that paid for it, where one did. */
type Made = Change & { journalId?: number }

export const STANDING = 'member_id, tier_code, since, decided_at, grace_until, bought, changes, ladder_version'

/** A member under the lock: where he stands now, and what that is decided by. */
export interface Held {
  standing: Standing
  known: Known
}

/** Moves members on the ladder. Whoever is decided about is locked, so that nothing happens to him meanwhile. */
@Injectable()
export class Tiers {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(MemberTiers) private readonly tiers: MemberTiers,
    @Inject(TierFacts) private readonly facts: TierFacts,
    @Inject(Outbox) private readonly outbox: Outbox,
  ) {}

  /** Brings these members up to this moment, in one transaction. Answers how many changes that made. */
  settle(memberIds: readonly number[]): Promise<number> {
    if (memberIds.length === 0) return Promise.resolve(0)
    return this.db.transaction(async tx => (await this.settleIn(tx, memberIds)).changes)
  }

  /** The same in the caller's transaction, for one member. Refuses `record.not_found`. */
  async hold(tx: Tx, memberId: number): Promise<Held> {
    const { held } = await this.settleIn(tx, [memberId])
    const one = held.get(memberId)
    if (!one) throw new Refusal('record.not_found')
    return one
  }

  /** Writes a change that somebody decided about a member who is held. */
  async change(tx: Tx, memberId: number, { standing, known }: Held, change: Made): Promise<Standing> {
    const next = after(standing, change)
    await this.write(tx, [{ memberId, from: standing, to: next, changes: [change] }], known.versions)
    return next
  }

  private async settleIn(tx: Tx, memberIds: readonly number[]): Promise<{ changes: number; held: Map<number, Held> }> {
    await tx.query(lockSql(memberIds))
    // Read under the locks: what this transaction waited for is part of what it decides by.
    const now = this.clock.now()
    const read: Reads = (sql, values) => rowsOf(tx, sql, values)
    const versions = await this.tiers.laddersNow(tx)
    const rows = await read<StandingRow>(`SELECT ${STANDING} FROM member_tier WHERE member_id IN (?)`, [memberIds])
    const dues = await read<DueRow>(
      'SELECT member_id, MIN(at) AS first_at, MAX(at) AS last_at FROM tier_due WHERE member_id IN (?) GROUP BY member_id',
      [memberIds],
    )
    const facts = await this.facts.of(read, memberIds)
    const dueOf = new Map(dues.map(due => [due.member_id, due]))
    const held = new Map<number, Held>()
    const moves = rows.map(row => {
      const from = toStanding(row)
      const known = { facts: facts.get(row.member_id) ?? [], versions }
      const due = dueOf.get(row.member_id)
      // A till's clock may be some minutes ahead of ours.
      const until = due && due.last_at > now ? due.last_at : now
      const { standing, changes } = advance(from, known, { from: due?.first_at ?? NEVER, until })
      held.set(row.member_id, { standing, known })
      return { memberId: row.member_id, from, to: standing, changes }
    })
    await this.write(tx, moves, versions)
    if (dues.length > 0) await tx.query('DELETE FROM tier_due WHERE member_id IN (?)', [memberIds])
    return { changes: moves.reduce((sum, move) => sum + move.changes.length, 0), held }
  }

  private async write(tx: Tx, moves: Move[], versions: readonly PublishedLadder[]): Promise<void> {
    const now = this.clock.now()
    const rows = moves.flatMap(({ memberId, from, changes }) =>
      changes.map((change, index) => ({
        id: this.ids.next(),
        member_id: memberId,
        seq: from.changes + index + 1,
        at: change.at,
        from_code: change.from,
        to_code: change.to,
        reason: change.reason,
        ladder_version: change.version,
        growth: change.sums.growth,
        spend_fen: change.sums.spendFen,
        visits: change.sums.visits,
        points_used: change.sums.pointsUsed,
        grace_until: change.graceUntil,
        journal_id: change.journalId ?? null,
        recorded_at: now,
      })),
    )
    for (let at = 0; at < rows.length; at += ROWS) await insertAll(tx, 'tier_change', rows.slice(at, at + ROWS))
    await this.outbox.enqueue(tx, newsOf(moves, versions, now))
    const moved = moves.filter(({ from, to }) => from !== to)
    if (moved.length === 0) return
    const standings = moved.map(({ memberId, to }) => standingRow(memberId, to, nextAt(to, versions)))
    const columns = Object.keys(standings[0]!)
    const tuple = `(${columns.map(() => '?').join(', ')})`
    await tx.query(
      `INSERT INTO member_tier (${columns.join(', ')}) VALUES ${standings.map(() => tuple).join(', ')}
       ON DUPLICATE KEY UPDATE ${columns.map(column => `${column} = VALUES(${column})`).join(', ')}`,
      standings.flatMap(row => Object.values(row)),
    )
  }
}

interface Move {
  memberId: number
  from: Standing
  to: Standing
  changes: Made[]
}

const ROWS = 500

export function toStanding(row: StandingRow): Standing {
  return {
    code: row.tier_code,
    since: row.since,
    at: row.decided_at,
    graceUntil: row.grace_until,
    bought: row.bought === 1,
    changes: row.changes,
    version: row.ladder_version,
  }
}

function standingRow(memberId: number, standing: Standing, nextAt: Date): Record<string, Sql> {
  return {
    member_id: memberId,
    tier_code: standing.code,
    since: standing.since,
    decided_at: standing.at,
    grace_until: standing.graceUntil,
    bought: standing.bought ? 1 : 0,
    changes: standing.changes,
    ladder_version: standing.version,
    next_at: nextAt,
  }
}
