/** Rows of the database as the rules know them. */
import type { Account, HoldRow, Lot } from './book.rules.js'

export type Raw = Record<string, string | number | Date | Buffer | null>

export function toAccount(row: Raw): Account {
  return {
    id: row.id as number,
    currencyId: row.currency_id as number,
    ownerId: row.owner_id as number,
    pending: row.pending as number,
    available: row.available as number,
    held: row.held as number,
    debt: row.debt as number,
    version: row.version as number,
    headHash: row.head_hash as Buffer,
    nextEventAt: row.next_event_at as Date,
    frozen: row.frozen === 1,
    activities: row.activities as number,
    lastActivityAt: row.last_activity_at as Date | null,
    extending: row.extending === 1,
  }
}

export function toLot(row: Raw): Lot {
  return {
    id: row.id as number,
    accountId: row.account_id as number,
    issuerId: row.issuer_id as number,
    cohort: row.cohort as number,
    source: row.source as number,
    restrictionId: row.restriction_id as number,
    availableAt: row.available_at as Date,
    expiresAt: row.expires_at as Date,
    extendMonths: row.extend_months as number,
    state: row.state as number,
    granted: row.granted as number,
    remaining: row.remaining as number,
    held: row.held as number,
    spent: row.spent as number,
    expired: row.expired as number,
    clawed: row.clawed as number,
    moved: row.moved as number,
  }
}

/** Holds from the rows of `holdsSql`: one row for each lot of a hold. */
export function toHolds(rows: Raw[]): HoldRow[] {
  const holds = new Map<number, HoldRow>()
  for (const row of rows) {
    const id = row.id as number
    let hold = holds.get(id)
    if (!hold) {
      hold = {
        id,
        accountId: row.account_id as number,
        journalId: row.journal_id as number,
        amount: row.amount as number,
        captured: row.captured as number,
        released: row.released as number,
        status: row.status as number,
        expiresAt: row.expires_at as Date,
        graceDays: row.grace_days as number,
        lots: [],
      }
      holds.set(id, hold)
    }
    hold.lots.push({ lotId: row.lot_id as number, amount: row.of_lot as number })
  }
  return [...holds.values()]
}
