import { Inject, Injectable } from '@nestjs/common'
import { lastValidDay, PROGRAMME_ZONE } from '../calendar.js'
import type { Clock } from '../clock.js'
import type { Db } from '../db.js'
import { CLOCK, DB } from '../tokens.js'
import { accountId, CURRENCY, LOT_STATE, type Lot } from './operation.rules.js'
import { liveLotsSql, toAccount, toLot } from './packets.service.js'

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

/** Balances as they are at this moment, whether or not the sweeper has come by. Reads never write. */
@Injectable()
export class BalanceReader {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Balances and the version of the points account. A member without accounts has nothing. */
  async of(memberId: number): Promise<{ balances: BalanceView; version: number }> {
    const points = accountId(memberId, CURRENCY.POINTS)
    const [accounts, lots] = await Promise.all([
      this.db.query<Row>('SELECT * FROM account WHERE id IN (?, ?)', [points, accountId(memberId, CURRENCY.GROWTH)]),
      this.db.query<Row>(liveLotsSql([points])),
    ])
    const now = this.clock.now()
    const found = accounts.map(toAccount)
    const account = found.find(a => a.id === points)
    if (!account) return { balances: NOTHING, version: 0 }
    const growth = found.find(a => a.currencyId === CURRENCY.GROWTH)?.available ?? 0
    const { available, pending, debt } = asOf(
      { available: account.available, pending: account.pending, debt: account.debt },
      lots.map(toLot),
      now,
    )
    const balances = {
      available,
      pending,
      held: account.held,
      debt,
      growth,
      expiringSoon: soonest(lots.map(toLot), now),
    }
    return { balances, version: account.version }
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

/** What is due at `now` and not yet written counts as done. */
function asOf(kept: { available: number; pending: number; debt: number }, lots: Lot[], now: Date) {
  let { available, pending, debt } = kept
  for (const lot of lots) {
    if (lot.state === LOT_STATE.PENDING && lot.availableAt <= now) {
      const repaid = Math.min(debt, lot.remaining)
      pending -= lot.remaining
      debt -= repaid
      available += lot.expiresAt <= now ? 0 : lot.remaining - repaid
    } else if (lot.state === LOT_STATE.ACTIVE && lot.expiresAt <= now) available -= lot.remaining
  }
  return { available, pending, debt }
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
