/** Points set aside, and what becomes of them. Pure: no clock, no database. */
import type { Account, Allocation, Decided, Decision, HoldRow, Lot, Posting } from './book.rules.js'
import { pay } from './decide-spend.rules.js'
import { byExpiry } from './lots.rules.js'
import {
  BUCKET,
  type Capture,
  CURRENCY,
  HOLD_STATUS,
  type Hold,
  MAX_GRACE_DAYS,
  MAX_HOLD_DAYS,
  OUTCOME,
  type Outcome,
  PART,
  SYSTEM,
} from './operation.rules.js'
import { assertAmount, push, pushSystem, shift } from './postings.rules.js'
import { giveBack, type Return, type Returning } from './return.rules.js'

const DAY = 86_400_000

/** All or nothing, from the soonest expiring lots. */
export function decideHold(hold: Hold, points: Account, lots: Iterable<Lot>, now: Date): Decided {
  assertGrace(hold.graceDays)
  if (hold.expiresAt.getTime() - now.getTime() > MAX_HOLD_DAYS * DAY) throw new RangeError('a hold that stays too long')
  const paid = pay(hold, points, { lots, now, part: PART.HELD })
  if ('refused' in paid) return paid
  if (hold.expiresAt <= now) return { refused: OUTCOME.HOLD_CLOSED }
  const postings: Posting[] = []
  push(postings, points, BUCKET.AVAILABLE, -hold.points)
  push(postings, points, BUCKET.HELD, hold.points)
  return { postings, allocations: paid.allocations }
}

/** The row of a hold just decided; its id is that of its journal. */
export function holdOf(hold: Hold, journalId: number, decision: Decision): HoldRow {
  const held = decision.allocations.filter(({ part }) => part === PART.HELD)
  return {
    id: journalId,
    accountId: held[0]?.lot.accountId ?? 0,
    journalId,
    amount: hold.points,
    captured: 0,
    released: 0,
    status: HOLD_STATUS.OPEN,
    expiresAt: hold.expiresAt,
    graceDays: hold.graceDays,
    lots: held.map(({ lot, amount }) => ({ lotId: lot.id, amount })),
  }
}

/** Why this hold cannot be closed now, or null. A hold is closed once: captured, released, or timed out. */
export function closedProblem(hold: HoldRow | undefined, points: Account): Exclude<Outcome, 0> | null {
  if (hold?.accountId !== points.id) return OUTCOME.UNKNOWN_HOLD
  return hold.status === HOLD_STATUS.OPEN ? null : OUTCOME.HOLD_CLOSED
}

/** The points of an open hold go out, of its soonest expiring lots; the caller releases what is left. */
export function decideCapture(capture: Capture, points: Account, hold: HoldRow, lots: Map<number, Lot>): Decided {
  assertAmount(capture.points)
  if (capture.points === 0) throw new RangeError('a capture of nothing is a release')
  if (capture.points > hold.amount) return { refused: OUTCOME.HOLD_TOO_SMALL }
  const postings: Posting[] = []
  push(postings, points, BUCKET.HELD, -capture.points)
  pushSystem(postings, CURRENCY.POINTS, SYSTEM.REDEEMED, capture.points)
  const allocations: Allocation[] = []
  let missing = capture.points
  for (const { lot, amount } of heldLots(hold, lots)) {
    const taken = Math.min(amount, missing)
    missing -= taken
    shift(allocations, lot, [PART.HELD, PART.SPENT], taken)
  }
  return { postings, allocations }
}

/** What of a hold is not captured returns; see `giveBack` for debt and for lots that have ended. */
export function decideRelease(
  points: Account,
  hold: HoldRow,
  context: { lots: Map<number, Lot> } & Pick<Returning, 'at' | 'graceLot'>,
): Decision {
  const left = hold.amount - hold.captured
  const postings: Posting[] = []
  push(postings, points, BUCKET.HELD, -left)
  const allocations: Allocation[] = []
  const returns: Return[] = []
  let captured = hold.captured
  for (const { lot, amount } of heldLots(hold, context.lots)) {
    const gone = Math.min(captured, amount)
    captured -= gone
    if (amount > gone) returns.push({ lot, amount: amount - gone })
  }
  const { at, graceLot } = context
  giveBack(points, returns, { from: PART.HELD, at, graceDays: hold.graceDays, graceLot, postings, allocations })
  return { postings, allocations }
}

/** Throws RangeError for days nobody can promise. */
export function assertGrace(days: number): void {
  if (!Number.isSafeInteger(days) || days < 0 || days > MAX_GRACE_DAYS) throw new RangeError(`${days} days of grace`)
}

/** The lots of a hold in paying order. */
function heldLots(hold: HoldRow, lots: Map<number, Lot>): Return[] {
  const held = hold.lots.map(({ lotId, amount }) => {
    const lot = lots.get(lotId)
    if (!lot) throw new Error(`lot ${lotId} of hold ${hold.id} was not read`)
    return { lot, amount }
  })
  return held.sort((a, b) => byExpiry(a.lot, b.lot))
}
