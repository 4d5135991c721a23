/** The building blocks of every decision. */
import type { Account, Allocation, Lot, Posting } from './book.rules.js'
import {
  BUCKET,
  type CurrencyId,
  MAX_POINTS,
  PART,
  type Part,
  type SystemRole,
  systemAccountId,
} from './operation.rules.js'

/** A posting on a member's account; nothing for an amount of zero. */
export function push(postings: Posting[], account: Account, bucket: Posting['bucket'], amount: number): void {
  if (amount !== 0) postings.push({ accountId: account.id, currencyId: account.currencyId, bucket, amount })
}

/** Its counterpart on an account of the programme. */
export function pushSystem(postings: Posting[], currency: CurrencyId, role: SystemRole, amount: number): void {
  if (amount !== 0) {
    postings.push({ accountId: systemAccountId(currency, role), currencyId: currency, bucket: BUCKET.SYSTEM, amount })
  }
}

/** Points new in a lot. */
export function grant(allocations: Allocation[], lot: Lot, amount: number): void {
  if (amount === 0) return
  allocations.push({ lot, part: PART.GRANTED, amount }, { lot, part: PART.REMAINING, amount })
}

/** Points of a lot from one column to another. */
export function shift(allocations: Allocation[], lot: Lot, [from, to]: [Part, Part], amount: number): void {
  if (amount === 0) return
  allocations.push({ lot, part: from, amount: -amount }, { lot, part: to, amount })
}

/** Throws RangeError for anything but a whole number from 0 to the limit: such an amount is a fault of the caller. */
export function assertAmount(amount: number, most = MAX_POINTS): void {
  if (!Number.isSafeInteger(amount) || amount < 0 || amount > most) throw new RangeError(`points ${amount}`)
}
