import { Inject, Injectable } from '@nestjs/common'
import { dayOf, lastValidDay, NEVER, PROGRAMME_ZONE } from '../calendar.js'
import type { Clock } from '../clock.js'
import type { Db } from '../db.js'
import { Earning } from '../earning/earning.service.js'
import type { Reply } from '../http.js'
import { BASE_TIER, type PublishedLadder, type TierOf, tierOf } from '../members/member-tier.rules.js'
import { MemberTiers } from '../members/member-tier.service.js'
import { Members } from '../members/members.service.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB } from '../tokens.js'
import { type Reads, TierFacts } from './facts.service.js'
import { ladderAt, levelOfCode, nextReview, type Sums, windowStart } from './ladder.rules.js'
import { type GrowthRate, missingTo, progressOf } from './progress.rules.js'
import { Rights } from './rights.service.js'
import { advance, type Change, type Known, measure, type Standing } from './standing.rules.js'
import { sumsOf } from './sums.rules.js'
import { STANDING, type StandingRow, toStanding } from './tiers.service.js'
import { asksOf, buyBackSays, changeSays, gapSays, keepSays } from './tiers.texts.js'

interface ChangeRow {
  at: Date
  from_code: string
  to_code: string
  reason: Change['reason']
  growth: number
  spend_fen: number
  visits: number
  points_used: number
  grace_until: Date | null
}

/** Everything known of one member's tier at this moment. */
interface View {
  standing: Standing
  known: Known
  /** What this moment brings that nobody has written yet. */
  fresh: Change[]
  now: Date
  enrolledAt: Date
}

const CHANGES = 60

/** Where a member stands and what is missing, as of this moment: reviews that are due count as held, and nothing is written. */
@Injectable()
export class TierCentre {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(MemberTiers) private readonly ladders: MemberTiers,
    @Inject(Members) private readonly members: Members,
    @Inject(Earning) private readonly earning: Earning,
    @Inject(TierFacts) private readonly facts: TierFacts,
    @Inject(Rights) private readonly rights: Rights,
  ) {}

  async of(memberId: number): Promise<Reply<'GET /member/tier'>> {
    const view = await this.view(memberId)
    const { ladder } = ladderAt(view.known.versions, view.now)
    const mine = levelOfCode(ladder, view.standing.code)
    const used = await this.rights.used(memberId, view.now)
    return {
      ...(await this.standing(view)),
      ladder: ladder.rungs.map((rung, index) => ({
        ...tierOf(ladder, rung.code),
        asks: asksOf(rung, ladder.window),
        rights: rung.rights.map(right => ({
          code: right.code,
          name: right.name,
          used: right.limit ? (used.get(`${right.limit.per}:${right.code}`) ?? 0) : 0,
          uses: right.limit?.uses ?? null,
          mine: index + 1 === mine,
        })),
      })),
      changes: await this.changes(memberId, view),
      asOf: view.now.toISOString(),
    }
  }

  /** The same for the console. Refuses `record.not_found`. */
  async ofNumber(memberNo: string): Promise<Reply<'GET /console/members/:memberNo/tier'>> {
    const { id } = await this.members.byNumber(memberNo)
    const view = await this.view(id)
    return { standing: await this.standing(view), changes: await this.changes(id, view) }
  }

  private async view(memberId: number): Promise<View> {
    const read: Reads = (sql, values) => this.db.query(sql, values)
    const now = this.clock.now()
    const [member, versions, [row], [due], facts] = await Promise.all([
      this.members.get(memberId),
      this.ladders.ladders(),
      read<StandingRow>(`SELECT ${STANDING} FROM member_tier WHERE member_id = ?`, [memberId]),
      read<{ at: Date | null }>('SELECT MIN(at) AS at FROM tier_due WHERE member_id = ?', [memberId]),
      this.facts.of(read, [memberId]),
    ])
    if (!row) throw new Refusal('record.not_found')
    const known = { facts: facts.get(memberId) ?? [], versions }
    const { standing, changes } = advance(toStanding(row), known, { from: due?.at ?? NEVER, until: now })
    return { standing, known, fresh: changes, now, enrolledAt: member.enrolled_at }
  }

  private async standing(view: View): Promise<Reply<'GET /console/members/:memberNo/tier'>['standing']> {
    const { standing, known, now } = view
    const published = ladderAt(known.versions, now)
    const { ladder } = published
    const tier = tierOf(ladder, standing.code)
    const sums = measure({ ...standing, graceUntil: null }, known, 'FACT', now)
    const rate = await this.rate()
    const above = ladder.rungs[tier.level]
    const missing = above ? missingTo(above, sums, rate) : null
    const { buyBackPoints } = ladder
    return {
      tier,
      qualifying: sums,
      progressPercent: progressOf(ladder, tier.level, sums),
      next:
        missing && above
          ? gapOf(missing, tierOf(ladder, above.code), gapSays(missing, tierOf(ladder, above.code)))
          : null,
      keep: keepOf(view, published, tier, rate),
      reviewOn: dayOf(nextReview(ladder.window, now), PROGRAMME_ZONE),
      graceUntil: standing.graceUntil ? lastValidDay(standing.graceUntil, PROGRAMME_ZONE) : null,
      buyBack:
        standing.graceUntil && buyBackPoints !== null
          ? { points: buyBackPoints, says: buyBackSays(buyBackPoints, tier) }
          : null,
    }
  }

  /** Newest first; the oldest is joining, which needs no row of its own. */
  private async changes(memberId: number, view: View): Promise<Reply<'GET /member/tier'>['changes']> {
    const rows = await this.db.query<ChangeRow>(
      `SELECT at, from_code, to_code, reason, growth, spend_fen, visits, points_used, grace_until FROM tier_change WHERE member_id = ? ORDER BY seq DESC LIMIT ${CHANGES}`,
      [memberId],
    )
    const { ladder } = ladderAt(view.known.versions, view.now)
    const written = rows.map(row => ({
      ...row,
      from: row.from_code,
      to: row.to_code,
      sums: sumsIn(row),
      graceUntil: row.grace_until,
    }))
    const told = [...view.fresh]
      .reverse()
      .concat(written as never[])
      .map(change => changeOf(ladder, change))
    const start = tierOf(ladder, BASE_TIER)
    const joined = { reason: 'ENROLLED', to: start, sums: sumsIn(NOTHING), graceUntil: null }
    return [
      ...told,
      ...(rows.length < CHANGES
        ? [
            {
              at: view.enrolledAt.toISOString(),
              from: null,
              to: start,
              reason: 'ENROLLED' as const,
              says: changeSays(joined),
            },
          ]
        : []),
    ]
  }

  private async rate(): Promise<GrowthRate | null> {
    const { reward } = (await this.earning.current()).definition
    return reward.kind === 'RATE' ? reward.growth : null
  }
}

const NOTHING = { growth: 0, spend_fen: 0, visits: 0, points_used: 0 }

function sumsIn(row: Pick<ChangeRow, 'growth' | 'spend_fen' | 'visits' | 'points_used'>): Sums {
  return { growth: row.growth, spendFen: row.spend_fen, visits: row.visits, pointsUsed: row.points_used }
}

function gapOf(
  missing: { measure: string; amount: number; fen: number | null },
  to: TierOf,
  says: { zh: string; en: string },
) {
  return { to, says, growth: missing.measure === 'growth' ? missing.amount : 0, fen: missing.fen }
}

/** What the next review, or the end of the grace period, still asks for. It will look back on a later window than today's. */
function keepOf({ standing, known, now }: View, { ladder }: PublishedLadder, tier: TierOf, rate: GrowthRate | null) {
  if (tier.level === 1) return null
  const review = nextReview(ladder.window, now)
  const from = windowStart(ladder.window, review, true).getTime()
  const sums = standing.graceUntil
    ? measure(standing, known, 'FACT', now)
    : sumsOf(known.facts, { from, to: now.getTime(), closed: true })
  const missing = missingTo(ladder.rungs[tier.level - 1]!, sums, rate)
  if (!missing) return null
  return gapOf(missing, tier, keepSays(missing, dayOf(standing.graceUntil ?? review, PROGRAMME_ZONE)))
}

function changeOf(ladder: PublishedLadder['ladder'], change: Change): Reply<'GET /member/tier'>['changes'][number] {
  const to = tierOf(ladder, change.to)
  const graceUntil = change.graceUntil ? lastValidDay(change.graceUntil, PROGRAMME_ZONE) : null
  return {
    at: change.at.toISOString(),
    from: tierOf(ladder, change.from),
    to,
    reason: change.reason,
    says: changeSays({ reason: change.reason, to, sums: change.sums, graceUntil }),
  }
}
