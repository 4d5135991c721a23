/** Points that come back to the lots they left: from a hold, or from an undone spend. Pure. */
import type { Account, Allocation, Lot, Posting } from './book.rules.js'
import { byExpiry } from './lots.rules.js'
import { BUCKET, PART } from './operation.rules.js'
import { grant, push, shift } from './postings.rules.js'

export interface Return {
  lot: Lot
  amount: number
}

export interface Returning {
  /** The column of the lots in which the points are. */
  from: typeof PART.HELD | typeof PART.SPENT
  /** When they come back. */
  at: Date
  graceDays: number
  /** The lot for points of a lot that has ended, when there is a grace: as that one, but for the end. */
  graceLot: (ended: Lot, end: Date) => Lot
}

const DAY = 86_400_000

/**
 * Writes the way back into `postings` and `allocations`. Debt is repaid first, by the points that would end soonest. The
 * rest is usable again; points whose lot has ended get a lot of their own for the days of grace, or go back into the
 * ended lot, where they expire at once.
 */
export function giveBack(
  points: Account,
  returns: Return[],
  by: Returning & { postings: Posting[]; allocations: Allocation[] },
): void {
  let repaid = 0
  let available = 0
  for (const { lot, amount } of [...returns].sort((a, b) => byExpiry(a.lot, b.lot))) {
    const toDebt = Math.min(points.debt - repaid, amount)
    repaid += toDebt
    available += amount - toDebt
    shift(by.allocations, lot, [by.from, PART.CLAWED], toDebt)
    land(lot, amount - toDebt, by)
  }
  push(by.postings, points, BUCKET.DEBT, repaid)
  push(by.postings, points, BUCKET.AVAILABLE, available)
}

function land(lot: Lot, amount: number, by: Returning & { allocations: Allocation[] }): void {
  if (amount === 0) return
  if (lot.expiresAt > by.at || by.graceDays === 0) {
    shift(by.allocations, lot, [by.from, PART.REMAINING], amount)
    return
  }
  shift(by.allocations, lot, [by.from, PART.MOVED], amount)
  grant(by.allocations, by.graceLot(lot, new Date(by.at.getTime() + by.graceDays * DAY)), amount)
}
