import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import type { Db } from '../db.js'
import { BASE_TIER } from '../members/member-tier.rules.js'
import { CLOCK, DB } from '../tokens.js'
import { type Reads, TierFacts } from './facts.service.js'
import { type Decided, replay } from './replay.rules.js'
import { newcomer } from './standing.rules.js'
import { STANDING, type StandingRow, toStanding } from './tiers.service.js'

export interface TierCheck {
  clean: boolean
  members: number
  changes: number
  /** Members to whom something has happened that nobody has looked at yet; the worker will. */
  waiting: number
  broken: number
  /** At most fifty of them, in words. */
  sample: string[]
  milliseconds: number
}

type Row = StandingRow & { member_no: string; enrolled_at: Date; next_at: Date; dues: number }
interface ChangeRow {
  id: number
  member_id: number
  at: Date
  from_code: string
  to_code: string
  reason: Decided['reason']
  ladder_version: number
  growth: number
  spend_fen: number
  visits: number
  points_used: number
  grace_until: Date | null
}

const CHUNK = 200
const SAMPLE = 50

/**
 * Replays every member from the facts: each change must follow from what was known when it was made, the changes must end
 * where `member_tier` says the member stands, and nothing may be missing.
 */
@Injectable()
export class TierReplay {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(TierFacts) private readonly facts: TierFacts,
  ) {}

  async check(): Promise<TierCheck> {
    const began = performance.now()
    const total = { members: 0, changes: 0, waiting: 0, broken: 0, sample: [] as string[] }
    for (let after = 0; ; ) {
      const rows = await this.db.query<Row>(MEMBERS, [after])
      const last = rows.at(-1)
      if (!last) break
      after = last.member_id
      await this.chunk(rows, total)
    }
    return { clean: total.broken === 0, ...total, milliseconds: Math.round(performance.now() - began) }
  }

  /** One snapshot a chunk, so that it may run under load. */
  private async chunk(found: Row[], total: Omit<TierCheck, 'clean' | 'milliseconds'>): Promise<void> {
    const ids = found.map(row => row.member_id)
    const runner = this.db.source.createQueryRunner()
    try {
      await runner.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ')
      await runner.query('START TRANSACTION WITH CONSISTENT SNAPSHOT')
      const read: Reads = async <T>(sql: string, values: unknown[]) => (await runner.query(sql, values)) as T[]
      const now = this.clock.now()
      const rows = await read<Row>(SOME, [ids])
      const versions = await read<LadderRow>(
        'SELECT version, definition, grandfather, published_at FROM tier_ladder ORDER BY version',
        [],
      )
      const ladders = versions.map(toLadder)
      const facts = await this.facts.of(read, ids)
      const changes = await read<ChangeRow>(
        'SELECT * FROM tier_change WHERE member_id IN (?) ORDER BY member_id, seq',
        [ids],
      )
      for (const row of rows) {
        const decided = changes.filter(change => change.member_id === row.member_id).map(toDecided)
        const kept = toStanding(row)
        const waiting = row.dues > 0 || row.next_at <= now || row.ladder_version < ladders.at(-1)!.version
        const why = replay({
          start: newcomer(BASE_TIER, row.enrolled_at, kept.version),
          decided,
          kept,
          known: { facts: facts.get(row.member_id) ?? [], versions: ladders },
          until: waiting ? null : now,
        })
        total.members += 1
        total.changes += decided.length
        if (waiting) total.waiting += 1
        if (why === null) continue
        total.broken += 1
        if (total.sample.length < SAMPLE) total.sample.push(`${row.member_no}: ${why}`)
      }
    } finally {
      await runner.query('ROLLBACK').catch(() => undefined)
      await runner.release()
    }
  }
}

interface LadderRow {
  version: number
  definition: string
  grandfather: number
  published_at: Date
}

const COLUMNS = STANDING.replace('member_id', 't.member_id')
const SELECT = `SELECT ${COLUMNS}, m.member_no, m.enrolled_at, t.next_at, (SELECT COUNT(*) FROM tier_due d WHERE d.member_id = t.member_id) AS dues
  FROM member_tier t JOIN member m ON m.id = t.member_id`
const MEMBERS = `${SELECT} WHERE t.member_id > ? ORDER BY t.member_id LIMIT ${CHUNK}`
const SOME = `${SELECT} WHERE t.member_id IN (?)`

const toLadder = (row: LadderRow) => ({
  version: row.version,
  ladder: JSON.parse(row.definition),
  grandfather: row.grandfather === 1,
  publishedAt: row.published_at,
  publishedBy: '',
  reason: '',
})

function toDecided(row: ChangeRow): Decided {
  return {
    id: row.id,
    at: row.at,
    from: row.from_code,
    to: row.to_code,
    reason: row.reason,
    version: row.ladder_version,
    sums: { growth: row.growth, spendFen: row.spend_fen, visits: row.visits, pointsUsed: row.points_used },
    graceUntil: row.grace_until,
  }
}
