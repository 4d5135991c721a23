/** Points that go out, and come back from where they went. Pure: no clock, no database. */
import type { Account, Allocation, Decided, Lot, Posting } from './book.rules.js'
import type { Reversible } from './decide-earn.rules.js'
import { honoured, take, usable } from './lots.rules.js'
import {
  BUCKET,
  CURRENCY,
  KIND,
  MAX_LOTS,
  OUTCOME,
  type Outcome,
  PART,
  type Part,
  type Spend,
  SYSTEM,
  type UndoSpend,
} from './operation.rules.js'
import { assertAmount, push, pushSystem } from './postings.rules.js'
import { giveBack, type Return, type Returning } from './return.rules.js'

/** All or nothing: the soonest expiring lots pay, or nobody does. */
export function decideSpend(spend: Spend, points: Account, lots: Iterable<Lot>, now: Date): Decided {
  const paid = pay(spend, points, { lots, now, part: PART.SPENT })
  if ('refused' in paid) return paid
  const postings: Posting[] = []
  push(postings, points, BUCKET.AVAILABLE, -spend.points)
  pushSystem(postings, CURRENCY.POINTS, SYSTEM.REDEEMED, spend.points)
  return { postings, allocations: paid.allocations }
}

/** The lots that pay an amount into `part`, or why nobody does. */
export function pay(
  wanted: { points: number; honours?: readonly number[] },
  points: Account,
  from: { lots: Iterable<Lot>; now: Date; part: Part },
): { allocations: Allocation[] } | { refused: Exclude<Outcome, 0> } {
  assertAmount(wanted.points)
  if (points.frozen) return { refused: OUTCOME.FROZEN }
  if (wanted.points === 0) return { refused: OUTCOME.INSUFFICIENT }
  const all = usable(from.lots, from.now)
  const paid = take(honoured(all, wanted.honours), wanted.points, from.part)
  if (paid.missing > 0) {
    const there = all.reduce((sum, lot) => sum + lot.remaining, 0)
    return { refused: there < wanted.points ? OUTCOME.INSUFFICIENT : OUTCOME.RESTRICTED }
  }
  return paid.allocations.length > 2 * MAX_LOTS ? { refused: OUTCOME.SCATTERED } : paid
}

/**
 * Gives points back to the lots that paid, the latest end first; what earlier undos gave back is skipped in the same
 * order. Of lots that have ended meanwhile see `giveBack`.
 */
export function decideUndoSpend(
  undo: UndoSpend,
  points: Account,
  origin: Reversible | undefined,
  context: { lots: Map<number, Lot> } & Omit<Returning, 'from'>,
): Decided {
  assertAmount(undo.points)
  const spent = origin && (origin.kind === KIND.SPEND || origin.kind === KIND.CAPTURE)
  if (!spent || origin.memberId !== undo.memberId) return { refused: OUTCOME.NOT_REVERSIBLE }
  if (undo.points > origin.points) return { refused: OUTCOME.OVER_REFUND }
  const postings: Posting[] = []
  pushSystem(postings, CURRENCY.POINTS, SYSTEM.REDEEMED, -undo.points)
  const allocations: Allocation[] = []
  giveBack(points, returnsOf(undo.points, origin, context.lots), {
    ...context,
    from: PART.SPENT,
    postings,
    allocations,
  })
  return { postings, allocations }
}

function returnsOf(wanted: number, origin: Reversible, lots: Map<number, Lot>): Return[] {
  const paid = origin.lots.map(({ lotId, amount }) => {
    const lot = lots.get(lotId)
    if (!lot) throw new Error(`lot ${lotId} of a spend was not read`)
    return { lot, amount }
  })
  paid.sort((a, b) => b.lot.expiresAt.getTime() - a.lot.expiresAt.getTime() || b.lot.id - a.lot.id)
  const returns: Return[] = []
  let skipped = origin.gave.points - origin.points
  let missing = wanted
  for (const { lot, amount } of paid) {
    const gone = Math.min(skipped, amount)
    skipped -= gone
    const back = Math.min(amount - gone, missing)
    missing -= back
    if (back > 0) returns.push({ lot, amount: back })
  }
  return returns
}
