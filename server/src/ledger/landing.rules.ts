/** Where points land: the lot of an account that agrees with them in everything, or a new one. Pure but for its ids. */
import type { Lot } from './book.rules.js'
import { fits, lotFor } from './lots.rules.js'
import { LOT_STATE, type Span } from './operation.rules.js'

export interface Landing {
  span: Span
  issuerId: number
  accountId: number
}

/** Finds or makes the lot in the account's lots. Those that could agree with the span must have been read, closed ones too. */
export function lotIn(lots: Map<number, Lot>, landing: Landing, now: Date, newId: () => number): Lot {
  const { span, issuerId, accountId } = landing
  const fresh = lotFor(span, { id: 0, accountId, issuerId }, now)
  for (const lot of lots.values()) {
    if (!fits(lot, issuerId, span)) continue
    // A lot that was emptied before its start has closed; what lands in it now still has to wait for that start.
    if (lot.state === LOT_STATE.CLOSED) lot.state = fresh.state
    return lot
  }
  fresh.id = newId()
  fresh.isNew = true
  lots.set(fresh.id, fresh)
  return fresh
}

/** A lot for points of an ended one: as that was, but for its end, which no visit puts off. */
export function graceSpan(ended: Lot, end: Date): Span {
  const { availableAt, cohort, source, restrictionId } = ended
  return { availableAt, expiresAt: end, cohort, source, restrictionId }
}
