/** Points corrected by hand, and points that go to another member. Pure: no clock, no database. */
import type { Account, Allocation, Decided, Lot, Posting } from './book.rules.js'
import { pay } from './decide-spend.rules.js'
import { take, usable } from './lots.rules.js'
import {
  type Adjust,
  BUCKET,
  CURRENCY,
  LOT_STATE,
  MAX_LOTS,
  OUTCOME,
  PART,
  SYSTEM,
  type Transfer,
} from './operation.rules.js'
import { assertAmount, grant, push, pushSystem } from './postings.rules.js'

/** Above zero debt is repaid first and the rest lands in `lot`; below zero the soonest expiring lots pay. */
export function decideAdjust(
  adjust: Adjust,
  points: Account,
  context: { lots: Iterable<Lot>; now: Date; lot: Lot | undefined },
): Decided {
  assertAmount(Math.abs(adjust.points))
  if (adjust.points === 0) throw new RangeError('a correction of nothing')
  const postings: Posting[] = []
  const allocations: Allocation[] = []
  pushSystem(postings, CURRENCY.POINTS, SYSTEM.ADJUSTED, -adjust.points)
  if (adjust.points > 0) {
    if (!context.lot) throw new RangeError('a correction above zero needs a span')
    const pending = context.lot.state === LOT_STATE.PENDING
    const repaid = pending ? 0 : Math.min(points.debt, adjust.points)
    push(postings, points, BUCKET.DEBT, repaid)
    push(postings, points, pending ? BUCKET.PENDING : BUCKET.AVAILABLE, adjust.points - repaid)
    grant(allocations, context.lot, adjust.points - repaid)
    return { postings, allocations }
  }
  const taken = take(usable(context.lots, context.now), -adjust.points, PART.CLAWED)
  if (taken.missing > 0 && adjust.shortfall === 'BLOCK') return { refused: OUTCOME.INSUFFICIENT }
  if (taken.allocations.length > 2 * MAX_LOTS) return { refused: OUTCOME.SCATTERED }
  push(postings, points, BUCKET.AVAILABLE, adjust.points + taken.missing)
  push(postings, points, BUCKET.DEBT, -taken.missing)
  return { postings, allocations: taken.allocations }
}

/**
 * All or nothing from the sender's soonest expiring lots; each part lands with the receiver in a lot like the one it came
 * from, once the receiver's debt is repaid.
 */
export function decideTransfer(
  transfer: Transfer,
  accounts: { from: Account; to: Account },
  context: { lots: Iterable<Lot>; now: Date; lotLike: (lot: Lot) => Lot },
): Decided {
  const { from, to } = accounts
  if (from.id === to.id) throw new RangeError('a transfer to oneself')
  const paid = pay(transfer, from, { lots: context.lots, now: context.now, part: PART.MOVED })
  if ('refused' in paid) return paid
  const allocations = [...paid.allocations]
  let repaid = 0
  for (const { lot, part, amount } of paid.allocations) {
    if (part !== PART.MOVED) continue
    const toDebt = Math.min(to.debt - repaid, amount)
    repaid += toDebt
    if (amount > toDebt) grant(allocations, context.lotLike(lot), amount - toDebt)
  }
  const postings: Posting[] = []
  push(postings, from, BUCKET.AVAILABLE, -transfer.points)
  push(postings, to, BUCKET.DEBT, repaid)
  push(postings, to, BUCKET.AVAILABLE, transfer.points - repaid)
  return { postings, allocations }
}
