/** Lots: which ones merge, in which order they pay, and when time changes them. */
import type { Allocation, Lot } from './book.rules.js'
import { LOT_STATE, PART, type Part, type Span } from './operation.rules.js'

/** Whether points of this span belong into this lot: nothing that matters later tells them apart. */
export function fits(lot: Lot, issuerId: number, span: Span): boolean {
  return (
    lot.expiresAt.getTime() === span.expiresAt.getTime() &&
    lot.availableAt.getTime() === span.availableAt.getTime() &&
    lot.issuerId === issuerId &&
    lot.cohort === span.cohort &&
    lot.source === span.source &&
    lot.restrictionId === span.restrictionId &&
    lot.extendMonths === (span.extendMonths ?? 0)
  )
}

/** An empty lot for a span. It is pending as long as its start lies ahead. */
export function lotFor(span: Span, of: { id: number; accountId: number; issuerId: number }, now: Date): Lot {
  return {
    id: of.id,
    accountId: of.accountId,
    issuerId: of.issuerId,
    cohort: span.cohort,
    source: span.source,
    restrictionId: span.restrictionId,
    availableAt: span.availableAt,
    expiresAt: span.expiresAt,
    extendMonths: span.extendMonths ?? 0,
    state: span.availableAt > now ? LOT_STATE.PENDING : LOT_STATE.ACTIVE,
    granted: 0,
    remaining: 0,
    held: 0,
    spent: 0,
    expired: 0,
    clawed: 0,
    moved: 0,
  }
}

/** Soonest expiry first; of one day those that may not be used for everything; then the older lot. */
export function byExpiry(a: Lot, b: Lot): number {
  return (
    a.expiresAt.getTime() - b.expiresAt.getTime() ||
    Number(a.restrictionId === 0) - Number(b.restrictionId === 0) ||
    a.id - b.id
  )
}

/** Lots with something usable at `now`, restricted ones too, in paying order. */
export function usable(lots: Iterable<Lot>, now: Date): Lot[] {
  const found: Lot[] = []
  for (const lot of lots) {
    if (lot.state === LOT_STATE.ACTIVE && lot.remaining > 0 && lot.expiresAt > now) found.push(lot)
  }
  return found.length > 1 ? found.sort(byExpiry) : found
}

/** Those of them that may pay where these restrictions are met. */
export function honoured(lots: Lot[], honours: readonly number[] | undefined): Lot[] {
  return lots.filter(lot => lot.restrictionId === 0 || honours?.includes(lot.restrictionId))
}

/** Moves up to `wanted` out of the lots' remainders into `part`, in the order given. Says how much could not be found. */
export function take(lots: Lot[], wanted: number, part: Part): { allocations: Allocation[]; missing: number } {
  const allocations: Allocation[] = []
  let missing = wanted
  for (const lot of lots) {
    if (missing === 0) break
    const amount = Math.min(lot.remaining, missing)
    if (amount === 0) continue
    allocations.push({ lot, part: PART.REMAINING, amount: -amount }, { lot, part, amount })
    missing -= amount
  }
  return { allocations, missing }
}

/** The same out of what expired in the lots. */
export function takeExpired(lots: Lot[], wanted: number): { allocations: Allocation[]; missing: number } {
  const allocations: Allocation[] = []
  let missing = wanted
  for (const lot of lots) {
    const amount = Math.min(lot.expired, missing)
    if (amount === 0) continue
    allocations.push({ lot, part: PART.EXPIRED, amount: -amount }, { lot, part: PART.CLAWED, amount })
    missing -= amount
  }
  return { allocations, missing }
}

/** When this lot next changes by itself, or null when nothing is left in it. */
export function nextEvent(lot: Lot): Date | null {
  if (lot.state === LOT_STATE.PENDING) return lot.availableAt
  if (lot.state === LOT_STATE.ACTIVE && lot.remaining > 0) return lot.expiresAt
  return null
}
