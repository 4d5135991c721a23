import { Inject, Injectable } from '@nestjs/common'
import { lastDayOfLot } from '../calendar.js'
import type { Clock } from '../clock.js'
import type { Db } from '../db.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB } from '../tokens.js'
import type { Account, HoldRow, Lot } from './book.rules.js'
import { Draft } from './draft.rules.js'
import { list } from './literals.service.js'
import { accountId, CURRENCY } from './operation.rules.js'
import { holdsSql } from './packets.service.js'
import { type Raw, toAccount, toHolds, toLot } from './rows.service.js'
import { settle } from './settle.rules.js'

export interface BalanceView {
  available: number
  pending: number
  held: number
  debt: number
  growth: number
  expiringSoon: { points: number; lastValidOn: string } | null
}

interface Settled {
  accounts: Map<number, Account & { readVersion: number }>
  lots: Map<number, Lot[]>
}

const SOON_MS = 30 * 86_400_000
const NOTHING: BalanceView = { available: 0, pending: 0, held: 0, debt: 0, growth: 0, expiringSoon: null }

const READS = 5

// Both tables have an id and held points; those of the lot are named apart.
const JOINED = `SELECT l.*, l.id AS lot_id, l.held AS lot_held, a.*
  FROM account a LEFT JOIN lot l ON l.account_id = a.id AND l.state IN (1, 2)`
const lotOf = (row: Raw): Lot => ({ ...toLot(row), id: row.lot_id as number, held: row.lot_held as number })

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
    const now = this.clock.now()
    const { accounts, lots: live } = await this.settledAt(now, [ids.points, ids.growth])
    const points = accounts.get(ids.points)
    if (!points) return { balances: NOTHING, version: 0 }
    const lots = live.get(points.id) ?? []
    const version = points.readVersion
    const { available, pending, held, debt } = points
    const growth = accounts.get(ids.growth)?.available ?? 0
    return { balances: { available, pending, held, debt, growth, expiringSoon: soonest(lots, now) }, version }
  }

  /** The usable points of these members as they are now, in one statement. Members without accounts are left out. */
  async availableOf(memberIds: number[]): Promise<Map<number, number>> {
    if (memberIds.length === 0) return new Map()
    const ids = memberIds.map(id => accountId(id, CURRENCY.POINTS))
    const { accounts } = await this.settledAt(this.clock.now(), ids)
    return new Map([...accounts.values()].map(account => [account.ownerId, account.available]))
  }

  /** Accounts and their live lots with everything done that is due. `readVersion` is the version that is written. */
  private async settledAt(now: Date, ids: number[]): Promise<Settled> {
    const { rows, holds } = await this.read(now, ids)
    const accounts = new Map<number, Account & { readVersion: number }>()
    const lots = new Map<number, Lot[]>()
    for (const row of rows) {
      const id = row.id as number
      if (!accounts.has(id)) accounts.set(id, { ...toAccount(row), readVersion: row.version as number })
      if (row.lot_id === null) continue
      const known = lots.get(id)
      if (known) known.push(lotOf(row))
      else lots.set(id, [lotOf(row)])
    }
    for (const account of accounts.values())
      lots.set(account.id, settled(account, lots.get(account.id) ?? [], holds, now))
    return { accounts, lots }
  }

  /**
   * One statement sees one moment; two could see an account before an expiry and its lots after it. Only where a hold may
   * have timed out a second one is needed, and it counts when the accounts have not moved since the first.
   */
  private async read(now: Date, ids: number[]): Promise<{ rows: Raw[]; holds: HoldRow[] }> {
    for (let attempt = 1; attempt <= READS; attempt += 1) {
      const rows = await this.db.query<Raw>(`${JOINED} WHERE a.id IN (?)`, [ids])
      const due = new Map<number, number>()
      for (const row of rows) {
        if ((row.held as number) > 0 && (row.next_event_at as Date) <= now)
          due.set(row.id as number, row.version as number)
      }
      if (due.size === 0) return { rows, holds: [] }
      const holds = toHolds(await this.db.query<Raw>(holdsSql([...due.keys()])))
      const versions = await this.db.query<{ id: number; version: number }>(
        `SELECT id, version FROM account WHERE id IN (${list([...due.keys()])})`,
      )
      if (versions.every(({ id, version }) => due.get(id) === version)) return { rows, holds }
    }
    throw new Refusal('server.busy')
  }

  /** All lots of a member, those that expire soonest first, ended ones last. */
  async lots(memberId: number): Promise<Lot[]> {
    const rows = await this.db.query<Raw>(
      'SELECT * FROM lot WHERE account_id = ? ORDER BY state = 0, expires_at, id LIMIT 1000',
      [accountId(memberId, CURRENCY.POINTS)],
    )
    return rows.map(toLot)
  }
}

/** What is due at `now` and not yet written counts as done: it is settled here as a write would, and never sent. */
function settled(points: Account, lots: Lot[], holds: HoldRow[], now: Date): Lot[] {
  const draft = new Draft(new Map([[points.id, points]]), new Map())
  for (const lot of lots) draft.lotsOf(points.id).set(lot.id, lot)
  for (const hold of holds) if (hold.accountId === points.id) draft.holds.set(hold.id, hold)
  draft.heldKnown.add(points.id)
  // Ids of entries and lots that nobody keeps.
  let id = 0
  const nextId = () => {
    id -= 1
    return id
  }
  if (points.nextEventAt <= now) settle(draft, points, { now, newId: nextId })
  return [...draft.lotsOf(points.id).values()]
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
  const day = lastDayOfLot(first)
  return day ? { points, lastValidOn: day } : null
}
