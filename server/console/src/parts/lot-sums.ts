import type { Profile } from './member-head'

export type Lot = Profile['lots'][number]

/** Sums of all lots, and whether they give exactly the balances shown above them. All in points. */
export function sumLots(lots: readonly Lot[], balances: Pick<Profile['balances'], 'available' | 'pending' | 'held'>) {
  const sum = (of: (lot: Lot) => number) => lots.reduce((total, lot) => total + of(lot), 0)
  const available = sum(lot => (lot.state === 'AVAILABLE' ? lot.remaining : 0))
  const pending = sum(lot => (lot.state === 'PENDING' ? lot.remaining : 0))
  const held = sum(lot => lot.held)
  return {
    granted: sum(lot => lot.granted),
    remaining: sum(lot => lot.remaining),
    held,
    spent: sum(lot => lot.spent),
    expired: sum(lot => lot.expired),
    clawed: sum(lot => lot.clawed),
    available,
    pending,
    /** Every granted point is somewhere, in every lot. */
    whole: lots.every(lot => lot.granted === lot.remaining + lot.held + lot.spent + lot.expired + lot.clawed),
    matches: available === balances.available && pending === balances.pending && held === balances.held,
  }
}
