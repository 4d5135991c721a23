import { type Allocation, type Earn, LOT_STATE, type Lot, PART, type Part } from './operation.rules.js'

/** Two earns share a lot when nothing that matters later tells them apart. */
export function mergeKey(
  lot: Pick<Lot, 'accountId' | 'expiresAt' | 'availableAt' | 'issuerId' | 'cohort' | 'source' | 'restrictionId'>,
): string {
  return `${lot.accountId}|${lot.expiresAt.getTime()}|${lot.availableAt.getTime()}|${lot.issuerId}|${lot.cohort}|${lot.source}|${lot.restrictionId}`
}

/** An empty lot for an earn. It is pending as long as its start lies ahead. */
export function lotFor(earn: Earn, account: number, id: number, now: Date): Lot {
  return {
    id,
    accountId: account,
    issuerId: earn.brandId,
    cohort: earn.cohort,
    source: earn.source,
    restrictionId: 0,
    availableAt: earn.availableAt,
    expiresAt: earn.expiresAt,
    state: earn.availableAt > now ? LOT_STATE.PENDING : LOT_STATE.ACTIVE,
    granted: 0,
    remaining: 0,
    held: 0,
    spent: 0,
    expired: 0,
    clawed: 0,
  }
}

/** Soonest expiry first, then the older lot: the order in which points are spent. */
export function byExpiry(a: Lot, b: Lot): number {
  return a.expiresAt.getTime() - b.expiresAt.getTime() || a.id - b.id
}

/** Lots that may pay at `now`, in paying order. */
export function spendable(lots: Iterable<Lot>, now: Date): Lot[] {
  return [...lots]
    .filter(lot => lot.state === LOT_STATE.ACTIVE && lot.remaining > 0 && lot.expiresAt > now)
    .sort(byExpiry)
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
