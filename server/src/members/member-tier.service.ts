import type { Ladder } from '@huitou/shared/tiers'
import { Inject, Injectable } from '@nestjs/common'
import { type Db, insertAll, rowsOf, type Tx } from '../db.js'
import type { SideRow } from '../ledger/operation.rules.js'
import { DB } from '../tokens.js'
import {
  BASE_TIER,
  firstTier,
  leastToRise,
  type PublishedLadder,
  type TierOf,
  tierDue,
  tierOf,
} from './member-tier.rules.js'

interface LadderRow {
  version: number
  definition: string
  grandfather: number
  reason: string
  published_at: Date
  published_by: string
}
interface Asked {
  ids: Set<number>
  codes: Promise<Map<number, string>>
}

const SEEN_WITHIN_MS = 2_000
const TOGETHER = 500
/** Ladders are published by hand, a few a year. */
export const MAX_LADDERS = 1_000

/** Who stands where, and on what ladder. Written by the tiers; read by whoever comes before them. */
@Injectable()
export class MemberTiers {
  private known: { versions: PublishedLadder[]; least: number; until: number } | null = null
  private asked: Asked | null = null

  constructor(@Inject(DB) private readonly db: Db) {}

  /** A member's tier of this moment. Members asked for in the same turn of the event loop are read by one query. */
  async of(memberId: number): Promise<TierOf> {
    const [codes, { ladder }] = await Promise.all([this.ask(memberId), this.current()])
    return tierOf(ladder, codes.get(memberId) ?? BASE_TIER)
  }

  /** The ladder that holds, at most two seconds old. */
  async current(): Promise<PublishedLadder> {
    return (await this.ladders()).at(-1)!
  }

  /** The growth below which a bill changes nobody's tier, by what is known at this moment; 0 while nothing is. */
  leastToRise(): number {
    if (this.known && this.known.until > Date.now()) return this.known.least
    // Whoever asks next will know. Away with the database, somebody else says so.
    this.ladders().catch(() => undefined)
    return 0
  }

  /** Every published ladder, oldest first, at most two seconds old. */
  async ladders(): Promise<PublishedLadder[]> {
    if (this.known && this.known.until > Date.now()) return this.known.versions
    const rows = await this.db.query<LadderRow>(LADDERS)
    return this.keep(rows.map(toLadder))
  }

  /** The same, read anew in a transaction that is going to decide by them. */
  async laddersNow(tx: Tx): Promise<PublishedLadder[]> {
    return this.keep((await rowsOf<LadderRow>(tx, LADDERS)).map(toLadder))
  }

  /** Puts new members on the lowest rung of the ladder of their day; later ones come to them as to everybody else. */
  async open(tx: Tx, members: { id: number; enrolledAt: Date }[]): Promise<void> {
    const ladders = this.known?.versions ?? (await this.laddersNow(tx))
    const versionAt = (at: Date) => (ladders.findLast(one => one.publishedAt <= at) ?? ladders[0]!).version
    const rows = members.map(({ id, enrolledAt }) => firstTier(id, enrolledAt, versionAt(enrolledAt)))
    await insertAll(tx, 'member_tier', rows)
  }

  /** After this process has published a ladder. */
  forget(): void {
    this.known = null
  }

  private keep(versions: PublishedLadder[]): PublishedLadder[] {
    const newest = versions.at(-1)
    if (!newest) throw new Error('No ladder of tiers is published: run the migrations.')
    this.known = { versions, least: leastToRise(newest.ladder), until: Date.now() + SEEN_WITHIN_MS }
    return versions
  }

  private ask(memberId: number): Promise<Map<number, string>> {
    if (!this.asked || this.asked.ids.size >= TOGETHER) {
      const ids = new Set<number>()
      this.asked = { ids, codes: this.readSoon(ids) }
    }
    this.asked.ids.add(memberId)
    return this.asked.codes
  }

  private async readSoon(ids: Set<number>): Promise<Map<number, string>> {
    await new Promise(resolve => setImmediate(resolve))
    if (this.asked?.ids === ids) this.asked = null
    const sql = 'SELECT member_id, tier_code FROM member_tier WHERE member_id IN (?)'
    const rows = await this.db.query<{ member_id: number; tier_code: string }>(sql, [[...ids]])
    return new Map(rows.map(row => [row.member_id, row.tier_code]))
  }
}

const LADDERS = `SELECT version, definition, grandfather, reason, published_at, published_by FROM tier_ladder ORDER BY version LIMIT ${MAX_LADDERS}`

function toLadder(row: LadderRow): PublishedLadder {
  return {
    version: row.version,
    ladder: JSON.parse(row.definition) as Ladder,
    grandfather: row.grandfather === 1,
    publishedAt: row.published_at,
    publishedBy: row.published_by,
    reason: row.reason,
  }
}

/**
 * Rung when something was written that may have raised somebody. The tiers answer it; where nobody listens, as in a
 * command, the rows wait for whoever looks next.
 */
@Injectable()
export class TierBell {
  private answer: (() => void) | null = null

  constructor(@Inject(MemberTiers) private readonly tiers: MemberTiers) {}

  /** The row to go with whatever may raise a member, or none where no ladder could: that is most bills of most members. */
  due(due: Parameters<typeof tierDue>[0]): SideRow[] {
    return due.growth < this.tiers.leastToRise() ? [] : [tierDue(due)]
  }

  ring(): void {
    this.answer?.()
  }

  onRing(answer: () => void): void {
    this.answer = answer
  }
}
