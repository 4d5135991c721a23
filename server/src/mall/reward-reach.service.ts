import type { RewardReaches } from '@huitou/shared/reward-desk'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import type { Db } from '../db.js'
import { CURRENCY } from '../ledger/operation.rules.js'
import { CLOCK, DB } from '../tokens.js'
import { nameOf } from './mall.texts.js'
import { MallMembers } from './mall-members.service.js'
import { type ReachGroup, reachedBy, spreadOf, suggestionFor, thresholdsOf, verdictOf } from './reach.rules.js'
import { priceFor } from './rewards.rules.js'
import { type Reward, Rewards } from './rewards.service.js'

/** Visits that count as soon, as on the shelf. */
const SOON_VISITS = 3
const YEAR_MS = 365 * 86_400_000
/** As many members are looked at one by one; of more, one in so many, chosen by chance. */
const LOOKED_AT = 100_000
const KEPT_MS = 5 * 60_000

/** How far members are from what is on the shelf: one pass over points and a year of bills, kept for five minutes. */
@Injectable()
export class RewardReach {
  private kept: { until: number; work: Promise<RewardReaches> } | null = null

  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(MallMembers) private readonly mallMembers: MallMembers,
    @Inject(Rewards) private readonly rewards: Rewards,
  ) {}

  /** Everybody who asks within five minutes gets the same answer, also while it is being made. */
  of(): Promise<RewardReaches> {
    const now = this.clock.now().getTime()
    if (this.kept && this.kept.until > now) return this.kept.work
    const work = this.reckon()
    this.kept = { until: now + KEPT_MS, work }
    work.catch(() => {
      this.kept = null
    })
    return work
  }

  /** After a price or the shelf has changed here, the next look is a new one. */
  forget(): void {
    this.kept = null
  }

  private async reckon(): Promise<RewardReaches> {
    const at = this.clock.now()
    const [rewards, rungs, count] = await Promise.all([
      this.rewards.onShelf(),
      this.mallMembers.rungs(),
      this.db.query<{ members: number }>('SELECT COUNT(*) AS members FROM member'),
    ])
    const codes = rungs.map(({ code }) => code)
    const prices = rewards.flatMap(({ definition: { points, tierPrices } }) => [
      points,
      ...tierPrices.map(price => price.points),
    ])
    const thresholds = thresholdsOf(prices)
    const oneOf = Math.max(1, Math.ceil((count[0]?.members ?? 0) / LOOKED_AT))
    const groups = await this.groups(thresholds, oneOf, at)
    return {
      rewards: rewards.map(reward => rowOf(reward, { groups, thresholds, codes })),
      spread: spreadOf(groups, thresholds),
      members: groups.reduce((sum, { members }) => sum + members, 0),
      oneOf,
      at: at.toISOString(),
    }
  }

  private async groups(thresholds: readonly number[], oneOf: number, at: Date): Promise<ReachGroup[]> {
    const step = (points: string) => `INTERVAL(${points}, ${thresholds.map(() => '?').join(', ')})`
    const some = (column: string) => (oneOf > 1 ? `AND MOD(CRC32(${column}), ${oneOf}) = 0` : '')
    const sql = `SELECT tier, now, soon, year, COUNT(*) AS members FROM (
       SELECT t.tier_code AS tier, ${step('COALESCE(a.available, 0)')} AS now,
         ${step(`COALESCE(a.available, 0) + ${SOON_VISITS} * COALESCE(v.per_visit, 0)`)} AS soon,
         ${step('COALESCE(a.available, 0) + COALESCE(v.points, 0)')} AS year
       FROM member m
       LEFT JOIN account a ON a.owner_type = 1 AND a.owner_id = m.id AND a.currency_id = ${CURRENCY.POINTS}
       LEFT JOIN member_tier t ON t.member_id = m.id
       LEFT JOIN (SELECT member_id, SUM(points) AS points, FLOOR(AVG(points)) AS per_visit FROM purchase
         WHERE paid_at > ? AND points > 0 AND member_id IS NOT NULL ${some('member_id')} GROUP BY member_id) v
         ON v.member_id = m.id
       WHERE m.id > 0 ${some('m.id')}) steps GROUP BY tier, now, soon, year`
    const values = [...thresholds, ...thresholds, ...thresholds, new Date(at.getTime() - YEAR_MS)]
    const rows = await this.db.query<Record<keyof ReachGroup, number | string | null>>(sql, values)
    return rows.map(({ tier, now, soon, year, members }) => ({
      tier: tier as string | null,
      now: Number(now),
      // Whoever can pay now can pay later, also where three visits bring more than a year did.
      soon: Math.max(Number(now), Number(soon)),
      year: Math.max(Number(now), Number(soon), Number(year)),
      members: Number(members),
    }))
  }
}

interface Ground {
  groups: readonly ReachGroup[]
  thresholds: readonly number[]
  /** Codes of the ladder, the lowest first; whoever has no tier yet stands on the first. */
  codes: readonly string[]
}

function rowOf({ row, definition }: Reward, { groups, thresholds, codes }: Ground): RewardReaches['rewards'][number] {
  const reachedTo = (tier: string | null) => codes.slice(0, Math.max(1, codes.indexOf(tier ?? '') + 1))
  const { points, cashFen, lowestTier } = definition
  const priceOf = (tier: string | null) => {
    const reached = reachedTo(tier)
    if (lowestTier && !reached.includes(lowestTier)) return null
    return priceFor(definition, { reached }).points
  }
  const reached = reachedBy(groups, thresholds, priceOf)
  // What is kept for some is meant to be within their reach.
  const isForSome = lowestTier !== null || definition.birthdayMonth
  const found = verdictOf(reached)
  const verdict = found === 'EASY' && isForSome ? 'FINE' : found
  const allowed = groups.filter(({ tier }) => priceOf(tier) !== null)
  const better = verdict === 'FAR' ? suggestionFor(allowed, thresholds, points) : null
  return {
    code: row.code,
    name: nameOf(definition),
    price: { points, cashFen },
    ...reached,
    verdict,
    suggest: better?.points ?? null,
    suggestShare: better?.share ?? null,
  }
}
