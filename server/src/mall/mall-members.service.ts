import type { Restriction } from '@huitou/shared/rules'
import { Inject, Injectable } from '@nestjs/common'
import { PROGRAMME_ZONE } from '../calendar.js'
import type { Clock } from '../clock.js'
import { businessDayOf, isBetween } from '../days.js'
import { type Db, rowsOf, type Tx } from '../db.js'
import { BalanceReader } from '../ledger/balances.service.js'
import { MemberFactsReader } from '../members/member-facts.service.js'
import { MemberTiers } from '../members/member-tier.service.js'
import { CLOCK, DB } from '../tokens.js'
import { type Had, type MemberTraits, monthStart, REDEMPTION } from './rewards.rules.js'

/** Visits the average is taken of. */
const VISITS = 10
const MAX_RESTRICTIONS = 1_000
const SEEN_WITHIN_MS = 5_000
/** What was won, or taken together, counts for neither limit. */
const COUNTED = `state IN (${REDEMPTION.PAYING}, ${REDEMPTION.DONE}) AND source = 'MALL'`
const NOTHING: Had = { total: 0, month: 0 }

/** What the mall has to know of members: tier, birthday, points, visits, and what they had before. */
@Injectable()
export class MallMembers {
  private restrictions: { rows: { id: number; only: Restriction }[]; until: number } | null = null

  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(MemberFactsReader) private readonly facts: MemberFactsReader,
    @Inject(MemberTiers) private readonly tiers: MemberTiers,
    @Inject(BalanceReader) private readonly balances: BalanceReader,
  ) {}

  async of(memberId: number): Promise<MemberTraits> {
    const [{ birthday }, tier, { ladder }] = await Promise.all([
      this.facts.of(memberId),
      this.tiers.of(memberId),
      this.tiers.current(),
    ])
    return { birthday, reached: ladder.rungs.slice(0, tier.level).map(({ code }) => code) }
  }

  /** Codes and names of the rungs there are, the lowest first. */
  async rungs(): Promise<{ code: string; name: { zh: string; en: string } }[]> {
    return (await this.tiers.current()).ladder.rungs
  }

  async available(memberId: number): Promise<number> {
    return (await this.balances.availableOf([memberId])).get(memberId) ?? 0
  }

  /** What a visit of this member brings on average, of the last ten that brought points; null before the first. */
  async perVisit(memberId: number): Promise<number | null> {
    const [row] = await this.db.query<{ points: number | string | null }>(
      `SELECT AVG(points) AS points FROM (SELECT points FROM purchase WHERE member_id = ? AND points > 0 ORDER BY paid_at DESC LIMIT ${VISITS}) visits`,
      [memberId],
    )
    return row?.points == null ? null : Math.floor(Number(row.points))
  }

  /** What a member had of these rewards. */
  async had(memberId: number, codes: readonly string[]): Promise<(code: string) => Had> {
    if (codes.length === 0) return () => NOTHING
    const sql = `SELECT code, COUNT(*) AS total, SUM(CASE WHEN ordered_at >= ? THEN 1 ELSE 0 END) AS month
      FROM redemption WHERE member_id = ? AND ${COUNTED} AND code IN (?) GROUP BY code`
    const values = [monthStart(this.clock.now()), memberId, [...codes]]
    const rows = await this.db.query<{ code: string; total: number; month: number | string }>(sql, values)
    const known = new Map(rows.map(row => [row.code, { total: row.total, month: Number(row.month) }]))
    return code => known.get(code) ?? NOTHING
  }

  /** The same of one reward, in a transaction that holds the member's account: nobody adds to it meanwhile. */
  async hadNow(tx: Tx, memberId: number, code: string): Promise<Had> {
    const sql = `SELECT COUNT(*) AS total, COALESCE(SUM(CASE WHEN ordered_at >= ? THEN 1 ELSE 0 END), 0) AS month
      FROM redemption WHERE member_id = ? AND code = ? AND ${COUNTED}`
    const values = [monthStart(this.clock.now()), memberId, code]
    const [row] = await rowsOf<{ total: number; month: number | string }>(tx, sql, values)
    return { total: row?.total ?? 0, month: Number(row?.month ?? 0) }
  }

  /** The restrictions of points that are met by this reward at this moment. */
  async honours(code: string): Promise<number[]> {
    const now = this.clock.now()
    const day = businessDayOf(now, PROGRAMME_ZONE, 0)
    const met = ({ weekdays, between, rewards }: Restriction) =>
      (!weekdays || weekdays.includes(day.weekday)) &&
      (!between || isBetween(day.minute, between)) &&
      (!rewards || rewards.includes(code))
    return (await this.allRestrictions()).filter(({ only }) => met(only)).map(({ id }) => id)
  }

  private async allRestrictions() {
    if (this.restrictions && this.restrictions.until > Date.now()) return this.restrictions.rows
    const sql = `SELECT id, definition FROM lot_restriction ORDER BY id LIMIT ${MAX_RESTRICTIONS}`
    const found = await this.db.query<{ id: number; definition: string }>(sql)
    const rows = found.map(({ id, definition }) => ({ id, only: JSON.parse(definition) as Restriction }))
    this.restrictions = { rows, until: Date.now() + SEEN_WITHIN_MS }
    return rows
  }
}
