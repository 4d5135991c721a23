/** What time and visits do to points: they begin, they end, and their end is put off. Pure. */
import { endOfMonthAfter } from '../calendar.js'
import type { Account, Allocation, Decision, Lot, Posting } from './book.rules.js'
import { BUCKET, CURRENCY, LOT_STATE, PART, type Span, SYSTEM } from './operation.rules.js'
import { grant, push, pushSystem, shift } from './postings.rules.js'

/** Pending points of one lot become usable; debt is repaid from them first. */
export function decideMature(points: Account, lot: Lot): Decision {
  const repaid = Math.min(points.debt, lot.remaining)
  const postings: Posting[] = []
  push(postings, points, BUCKET.PENDING, -lot.remaining)
  push(postings, points, BUCKET.DEBT, repaid)
  push(postings, points, BUCKET.AVAILABLE, lot.remaining - repaid)
  const allocations: Allocation[] = []
  shift(allocations, lot, [PART.REMAINING, PART.CLAWED], repaid)
  return { postings, allocations }
}

/** What is left of a lot past its date goes to the programme's expired account. */
export function decideExpire(points: Account, lot: Lot): Decision {
  const postings: Posting[] = []
  push(postings, points, BUCKET.AVAILABLE, -lot.remaining)
  pushSystem(postings, CURRENCY.POINTS, SYSTEM.EXPIRED, lot.remaining)
  const allocations: Allocation[] = []
  shift(allocations, lot, [PART.REMAINING, PART.EXPIRED], lot.remaining)
  return { postings, allocations }
}

/** A visit: what is left in the lots that live by visits moves on to lots with a later end. Balances stay as they are. */
export function decideExtend(points: Account, moves: { from: Lot; to: Lot }[]): Decision {
  const allocations: Allocation[] = []
  let pending = 0
  let available = 0
  for (const { from, to } of moves) {
    if (from.state === LOT_STATE.PENDING) pending += from.remaining
    else available += from.remaining
    shift(allocations, from, [PART.REMAINING, PART.MOVED], from.remaining)
    grant(allocations, to, from.remaining)
  }
  const postings: Posting[] = []
  for (const [bucket, amount] of [
    [BUCKET.PENDING, pending],
    [BUCKET.AVAILABLE, available],
  ] as const) {
    push(postings, points, bucket, -amount)
    push(postings, points, bucket, amount)
  }
  return { postings, allocations }
}

/** The lots a visit at `at` moves, and the span each moves on to. Months end in `timeZone`. */
export function extensionsOf(
  lots: Iterable<Lot>,
  visit: { at: Date; now: Date; timeZone: string },
): { lot: Lot; span: Span }[] {
  const moves: { lot: Lot; span: Span }[] = []
  for (const lot of lots) {
    if (lot.extendMonths === 0 || lot.remaining === 0) continue
    const pending = lot.state === LOT_STATE.PENDING
    if (!pending && (lot.state !== LOT_STATE.ACTIVE || lot.expiresAt <= visit.now)) continue
    const expiresAt = endOfMonthAfter(visit.at, lot.extendMonths, visit.timeZone)
    if (expiresAt <= lot.expiresAt) continue
    const availableAt = pending ? lot.availableAt : startOf(lot, visit.now)
    const { cohort, source, restrictionId, extendMonths } = lot
    moves.push({ lot, span: { availableAt, expiresAt, cohort, source, restrictionId, extendMonths } })
  }
  return moves
}

/**
 * One start for all points of a month, so that what was earned on thirty days shares a lot from its first extension on.
 * The day before the month began in Greenwich has passed everywhere when anything is earned in that month.
 */
function startOf(lot: Lot, now: Date): Date {
  const start = new Date(Date.UTC(Math.floor(lot.cohort / 100), (lot.cohort % 100) - 1, 0))
  return start <= now ? start : lot.availableAt
}
