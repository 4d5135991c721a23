import { Inject, Injectable } from '@nestjs/common'
import { lastValidDay, PROGRAMME_ZONE } from '../calendar.js'
import type { Clock } from '../clock.js'
import type { Db } from '../db.js'
import { CLOCK, DB } from '../tokens.js'
import { Draft } from './draft.rules.js'
import { type Account, accountId, CURRENCY, type Lot } from './operation.rules.js'
import { toAccount, toLot } from './packets.service.js'
import { settle } from './settle.rules.js'

export interface BalanceView {
  available: number
  pending: number
  held: number
  debt: number
  growth: number
  expiringSoon: { points: number; lastValidOn: string } | null
}

const SOON_MS = 30 * 86_400_000
const NOTHING: BalanceView = { available: 0, pending: 0, held: 0, debt: 0, growth: 0, expiringSoon: null }

type Row = Parameters<typeof toAccount>[0]

// Both tables have an id and held points; those of the lot are named apart.
const ACCOUNTS_WITH_LOTS = `SELECT l.*, l.id AS lot_id, l.held AS lot_held, a.*
  FROM account a LEFT JOIN lot l ON l.account_id = a.id AND l.state IN (1, 2) WHERE a.id IN (?, ?)`
const lotOf = (row: Row): Lot => ({ ...toLot(row), id: row.lot_id as number, held: row.lot_held as number })

/** Balances as they are at this moment, whether or not the sweeper has come by. Reads never write. */
@Injectable()
export class BalanceReader {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Balances and the version of the points account. A member without accounts has nothing. */
  async of(memberId: number): Promise<{ balances: BalanceView; version: number }> {
    const ids = { points: accountId(memberId, CURRENCY.POINTS), growth: accountId(memberId, CURRENCY.GROWTH) }
    // One statement sees one moment; two could see an account before an expiry and its lots after it.
    const rows = await this.db.query<Row>(ACCOUNTS_WITH_LOTS, [ids.points, ids.growth])
    const accounts = new Map(rows.map(toAccount).map(account => [account.id, account]))
    const points = accounts.get(ids.points)
    if (!points) return { balances: NOTHING, version: 0 }
    const { version } = points
    const now = this.clock.now()
    const lots = asOf(points, rows.filter(row => row.lot_id !== null).map(lotOf), now)
    const { available, pending, held, debt } = points
    const growth = accounts.get(ids.growth)?.available ?? 0
    return { balances: { available, pending, held, debt, growth, expiringSoon: soonest(lots, now) }, version }
  }

  /** All lots of a member, those that expire soonest first, ended ones last. */
  async lots(memberId: number): Promise<Lot[]> {
    const rows = await this.db.query<Row>(
      'SELECT * FROM lot WHERE account_id = ? ORDER BY state = 0, expires_at, id LIMIT 1000',
      [accountId(memberId, CURRENCY.POINTS)],
    )
    return rows.map(toLot)
  }
}

/** What is due at `now` and not yet written counts as done: it is settled here as a write would, and never sent. */
function asOf(points: Account, lots: Lot[], now: Date): Lot[] {
  const draft = new Draft(new Map([[points.id, points]]), new Map())
  for (const lot of lots) draft.lotsOf(points.id).set(lot.id, lot)
  if (points.nextEventAt <= now) settle(draft, points, now, () => 0)
  return lots
}

function soonest(lots: Lot[], now: Date): BalanceView['expiringSoon'] {
  const ending = lots.filter(
    lot => lot.remaining > 0 && lot.expiresAt > now && lot.expiresAt.getTime() - now.getTime() <= SOON_MS,
  )
  const first = ending.reduce<Date | null>(
    (least, lot) => (least && least <= lot.expiresAt ? least : lot.expiresAt),
    null,
  )
  if (!first) return null
  const points = ending
    .filter(lot => lot.expiresAt.getTime() === first.getTime())
    .reduce((sum, lot) => sum + lot.remaining, 0)
  const day = lastValidDay(first, PROGRAMME_ZONE)
  return day ? { points, lastValidOn: day } : null
}
