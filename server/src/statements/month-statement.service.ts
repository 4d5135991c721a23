import type { MonthStatement } from '@huitou/shared/month-statements'
import { Inject, Injectable } from '@nestjs/common'
import { lastDayOfLot, monthOf, PROGRAMME_ZONE } from '../calendar.js'
import type { Clock } from '../clock.js'
import type { Db } from '../db.js'
import type { Reply } from '../http.js'
import { endingNext, type Flows, totalOf } from '../ledger/as-of.rules.js'
import { AsOf, type PastMember } from '../ledger/as-of.service.js'
import { accountId, CURRENCY, KIND } from '../ledger/operation.rules.js'
import { Members } from '../members/members.service.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB } from '../tokens.js'
import { csvOf, monthSpan, type PostedRow } from './month-statement.rules.js'

const ENDING_SHOWN = 6
const LOTS_SHOWN = 500
const FILE_ROWS = 10_000
const SOON_MS = 30 * 86_400_000
/** What time does counts from its moment, whenever it was written down. */
const BY_TIME = [KIND.MATURE, KIND.EXPIRE, KIND.RELEASE].join(', ')

/** A member's points over a month and at a moment, told from facts that nothing changes afterwards. */
@Injectable()
export class MonthStatements {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(AsOf) private readonly asOf: AsOf,
    @Inject(Members) private readonly members: Members,
  ) {}

  /** One calendar month; refuses `statement.future` for one that has not begun. */
  async of(memberId: number, month: string): Promise<MonthStatement> {
    const { from, until } = monthSpan(month)
    const now = this.clock.now()
    if (from > now) throw new Refusal('statement.future')
    const running = until > now
    const [opening, closing, strays, firstMonth] = await Promise.all([
      this.asOf.at(memberId, before(from)),
      this.asOf.at(memberId, running ? now : before(until)),
      this.strays(memberId, from, until),
      this.firstMonth(memberId),
    ])
    return {
      month,
      state: running ? 'RUNNING' : 'CLOSED',
      from: from.toISOString(),
      until: (running ? now : until).toISOString(),
      opening: balanceOf(opening),
      changes: difference(closing.flows, opening.flows),
      closing: balanceOf(closing),
      growth: { opening: opening.growth, change: closing.growth - opening.growth, closing: closing.growth },
      endingNext: endingNext(closing.lots, ENDING_SHOWN).map(({ points, lastValidOn }) => ({ points, lastValidOn })),
      ...strays,
      firstMonth,
    }
  }

  async ofNumber(memberNo: string, month: string): Promise<MonthStatement> {
    return this.of((await this.members.byNumber(memberNo)).id, month)
  }

  /** The statement with its entries as a file for a spreadsheet, at most ten thousand entries. */
  async file(memberNo: string, month: string): Promise<{ csv: Buffer; fileName: string }> {
    const { id } = await this.members.byNumber(memberNo)
    const [statement, rows] = await Promise.all([this.of(id, month), this.posted(id, month)])
    return { csv: Buffer.from(csvOf(memberNo, statement, rows)), fileName: `${memberNo}-${month}.csv` }
  }

  /** Balances and batches at a moment that has been; refuses `statement.future` for one that has not. */
  async at(memberNo: string, moment: string): Promise<Reply<'GET /console/members/:memberNo/balances'>> {
    const { id } = await this.members.byNumber(memberNo)
    const at = new Date(moment)
    if (at > this.clock.now()) throw new Refusal('statement.future')
    const past = await this.asOf.at(id, at)
    const { available, pending, held, debt, growth } = past
    const [soonest] = endingNext(past.lots, 1).filter(next => next.at.getTime() - at.getTime() <= SOON_MS)
    const expiringSoon = soonest ? { points: soonest.points, lastValidOn: soonest.lastValidOn } : null
    return {
      at: at.toISOString(),
      balances: { available, pending, held, debt, growth, expiringSoon },
      lots: past.lots
        .filter(lot => lot.remaining + lot.held > 0)
        .slice(0, LOTS_SHOWN)
        .map(lot => ({
          earnedMonth: `${String(lot.cohort).slice(0, 4)}-${String(lot.cohort).slice(4)}`,
          availableAt: lot.availableAt.toISOString(),
          lastValidOn: lastDayOfLot(lot.expiresAt),
          state: lot.pending ? ('PENDING' as const) : ('AVAILABLE' as const),
          granted: lot.granted,
          remaining: lot.remaining,
          held: lot.held,
        })),
      lastPostedAt: past.lastPostedAt?.toISOString() ?? null,
    }
  }

  private async firstMonth(memberId: number): Promise<string | null> {
    const [row] = await this.db.query<{ at: Date }>(
      'SELECT j.posted_at AS at FROM posting p JOIN journal j ON j.id = p.journal_id WHERE p.account_id = ? AND p.version = 1',
      [accountId(memberId, CURRENCY.POINTS)],
    )
    if (!row) return null
    const month = String(monthOf(row.at, PROGRAMME_ZONE))
    return `${month.slice(0, 4)}-${month.slice(4)}`
  }

  /** Where the day something happened and the day it was posted fall into different months. */
  private async strays(
    memberId: number,
    from: Date,
    until: Date,
  ): Promise<{ fromEarlier: number; postedLater: number }> {
    const [row] = await this.db.query<{ earlier: number | null; later: number | null }>(
      `SELECT SUM(IF(j.posted_at >= ? AND j.posted_at < ? AND j.occurred_at < ?, p.amount, 0)) AS earlier,
         SUM(IF(j.posted_at >= ? AND j.occurred_at >= ? AND j.occurred_at < ?, p.amount, 0)) AS later
       FROM posting p JOIN journal j ON j.id = p.journal_id WHERE p.account_id = ? AND j.kind NOT IN (${BY_TIME})`,
      [from, until, from, until, from, until, accountId(memberId, CURRENCY.POINTS)],
    )
    return { fromEarlier: row?.earlier ?? 0, postedLater: row?.later ?? 0 }
  }

  private posted(memberId: number, month: string): Promise<PostedRow[]> {
    const { from, until } = monthSpan(month)
    return this.db.query<PostedRow>(
      `SELECT j.id AS journal_id, j.kind, j.posted_at, j.occurred_at, s.name AS store_name, SUM(p.amount) AS \`change\`,
         MAX(IF(p.bucket = 2, p.balance_after, NULL)) AS available
       FROM posting p JOIN journal j ON j.id = p.journal_id LEFT JOIN store s ON s.id = j.store_id
       WHERE p.account_id = ? AND j.posted_at >= ? AND j.posted_at < ?
       GROUP BY j.id, j.kind, j.posted_at, j.occurred_at, s.name ORDER BY MAX(p.version) LIMIT ${FILE_ROWS}`,
      [accountId(memberId, CURRENCY.POINTS), from, until],
    )
  }
}

/** The last moment before an instant: what is due at midnight belongs to the new month. */
const before = (instant: Date) => new Date(instant.getTime() - 1)

function balanceOf(past: PastMember): MonthStatement['opening'] {
  const { available, pending, held, debt } = past
  return { total: totalOf(past), available, pending, held, debt }
}

function difference(later: Flows, earlier: Flows): Flows {
  const names = Object.keys(later) as (keyof Flows)[]
  return Object.fromEntries(names.map(name => [name, later[name] - earlier[name]])) as unknown as Flows
}
