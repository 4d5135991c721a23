import { Inject, Injectable } from '@nestjs/common'
import type { Db } from '../db.js'
import { DB } from '../tokens.js'
import { COLUMN_OF, flowOf, NO_FLOWS, type Past, type PastHold, type PastLot, settleUntil } from './as-of.rules.js'
import { accountId, BUCKET, CURRENCY, KIND, PART } from './operation.rules.js'

/** A member at a moment, and when the last entry before it was posted. */
export interface PastMember extends Past {
  growth: number
  lastPostedAt: Date | null
}

/** The end of an account's history at a moment: versions come in their order even where two clocks differ a little. */
interface Cut {
  memberId: number
  at: Date
  account: number
  version: number
}

interface LotRow {
  id: number
  cohort: number
  available_at: Date
  expires_at: Date
  part: keyof typeof COLUMN_OF
  amount: number
  last_granted_at: Date | null
}

/** Journals of the account up to the cut; one that left its balance alone counts by its time. */
const UP_TO_CUT = `LEFT JOIN (SELECT journal_id, MAX(version) AS version FROM posting WHERE account_id = ? GROUP BY journal_id) v ON v.journal_id = j.id`
const BEFORE = '(v.version <= ? OR (v.version IS NULL AND j.posted_at <= ?))'

/** Balances and lots of any past moment, from postings and allocations; caches are not looked at. */
@Injectable()
export class AsOf {
  constructor(@Inject(DB) private readonly db: Db) {}

  /** As the member's balance reader would have answered at `at`, entries of that very millisecond included. */
  async at(memberId: number, at: Date): Promise<PastMember> {
    const account = accountId(memberId, CURRENCY.POINTS)
    const [last] = await this.db.query<{ version: number | null; posted_at: Date | null }>(
      'SELECT MAX(p.version) AS version, MAX(j.posted_at) AS posted_at FROM posting p JOIN journal j ON j.id = p.journal_id WHERE p.account_id = ? AND j.posted_at <= ?',
      [account, at],
    )
    const cut: Cut = { memberId, at, account, version: last?.version ?? 0 }
    const [balances, lots, holds, growth] = await Promise.all([
      this.balances(cut),
      this.lots(cut),
      this.holds(cut),
      this.growth(cut),
    ])
    const past = { ...balances, lots, holds, growth, lastPostedAt: last?.posted_at ?? null }
    settleUntil(past, at)
    return past
  }

  private async balances(cut: Cut): Promise<Pick<Past, 'pending' | 'available' | 'held' | 'debt' | 'flows'>> {
    const rows = await this.db.query<{ kind: number; bucket: number; amount: number }>(
      `SELECT j.kind, p.bucket, SUM(p.amount) AS amount FROM posting p JOIN journal j ON j.id = p.journal_id
       WHERE p.account_id = ? AND p.version <= ? GROUP BY j.kind, p.bucket`,
      [cut.account, cut.version],
    )
    const sum = (bucket: number) => rows.reduce((total, row) => total + (row.bucket === bucket ? row.amount : 0), 0)
    const flows = { ...NO_FLOWS }
    for (const row of rows) flows[flowOf(row.kind)] += row.amount
    return {
      pending: sum(BUCKET.PENDING),
      available: sum(BUCKET.AVAILABLE),
      held: sum(BUCKET.HELD),
      debt: 0 - sum(BUCKET.DEBT),
      flows,
    }
  }

  private async lots(cut: Cut): Promise<PastLot[]> {
    const [rows, begun] = await Promise.all([
      this.db.query<LotRow>(
        `SELECT l.id, l.cohort, l.available_at, l.expires_at, la.part, SUM(la.amount) AS amount,
           MAX(IF(la.part = ${PART.GRANTED}, j.posted_at, NULL)) AS last_granted_at
         FROM lot l JOIN lot_alloc la ON la.lot_id = l.id JOIN journal j ON j.id = la.journal_id ${UP_TO_CUT}
         WHERE l.account_id = ? AND ${BEFORE} GROUP BY l.id, l.cohort, l.available_at, l.expires_at, la.part ORDER BY l.expires_at, l.id`,
        [cut.account, cut.account, cut.version, cut.at],
      ),
      this.db.query<{ lot: string }>(
        `SELECT j.biz_id AS lot FROM posting p JOIN journal j ON j.id = p.journal_id WHERE p.account_id = ? AND p.version <= ? AND j.kind = ${KIND.MATURE}`,
        [cut.account, cut.version],
      ),
    ])
    const matured = new Set(begun.map(row => Number(row.lot)))
    const lots = new Map<number, PastLot>()
    for (const row of rows) {
      const lot = lots.get(row.id) ?? emptyLot(row)
      lots.set(row.id, lot)
      lot[COLUMN_OF[row.part]] += row.amount
      if (row.last_granted_at && row.last_granted_at < row.available_at) lot.pending = !matured.has(row.id)
    }
    return [...lots.values()]
  }

  /** Holds that were open at the cut, by what of each lot they still held. */
  private async holds(cut: Cut): Promise<PastHold[]> {
    const rows = await this.db.query<{
      id: number
      expires_at: Date
      grace_days?: number
      lot_id: number
      amount: number
    }>(
      `SELECT h.*, la.lot_id, SUM(la.amount) AS amount FROM hold h
       JOIN journal j ON j.id IN (SELECT p.journal_id FROM posting p WHERE p.account_id = ? AND p.bucket = ${BUCKET.HELD} AND p.version <= ?) AND (j.id = h.journal_id OR j.hold_id = h.id)
       JOIN lot_alloc la ON la.journal_id = j.id AND la.part = ${PART.HELD}
       WHERE h.account_id = ? GROUP BY h.id, la.lot_id HAVING SUM(la.amount) > 0 ORDER BY h.id, la.lot_id`,
      [cut.account, cut.version, cut.account],
    )
    const holds = new Map<number, PastHold>()
    for (const row of rows) {
      const hold = holds.get(row.id) ?? {
        id: row.id,
        expiresAt: row.expires_at,
        graceDays: row.grace_days ?? 0,
        left: new Map(),
      }
      holds.set(row.id, hold)
      hold.left.set(row.lot_id, row.amount)
    }
    return [...holds.values()]
  }

  private async growth({ memberId, at }: Cut): Promise<number> {
    const [row] = await this.db.query<{ growth: number | null }>(
      'SELECT SUM(p.amount) AS growth FROM posting p JOIN journal j ON j.id = p.journal_id WHERE p.account_id = ? AND j.posted_at <= ?',
      [accountId(memberId, CURRENCY.GROWTH), at],
    )
    return row?.growth ?? 0
  }
}

function emptyLot(row: LotRow): PastLot {
  const { id, cohort, available_at: availableAt, expires_at: expiresAt } = row
  const parts = { granted: 0, remaining: 0, held: 0, spent: 0, expired: 0, clawed: 0, moved: 0 }
  return { id, cohort, availableAt, expiresAt, pending: false, ...parts }
}
