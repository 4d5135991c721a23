/** Points that come in, and points of an earlier earn that are taken back. Pure: no clock, no database. */
import type { Account, Allocation, Decided, Decision, Lot, Posting } from './book.rules.js'
import { byExpiry, take, takeExpired, usable } from './lots.rules.js'
import {
  type Award,
  BUCKET,
  CURRENCY,
  type Earn,
  LOT_STATE,
  MAX_COUNTED,
  OUTCOME,
  PART,
  SYSTEM,
  type UndoEarn,
} from './operation.rules.js'
import { assertAmount, grant, push, pushSystem } from './postings.rules.js'

/** What is left to reverse of an earlier operation, what it moved at first, and the lots it moved it in. */
export interface Reversible {
  kind: number
  memberId: number
  gave: { points: number; growth: number }
  points: number
  growth: number
  /** Lots it filled (an earn), or took from in paying order (a spend), and how much. */
  lots: { lotId: number; amount: number }[]
}

/**
 * Points pay debt first, those of the first span before those of the next; the rest lands in the lots, one for each span
 * (undefined where the span gets nothing). Growth is a second pair of postings in the same journal.
 */
export function decideEarn(
  award: Award,
  points: Account,
  growth: Account,
  lots: readonly (Lot | undefined)[],
): Decision {
  const postings: Posting[] = []
  const allocations: Allocation[] = []
  let repaid = 0
  let pending = 0
  let available = 0
  for (const [index, amount] of award.points.entries()) {
    const lot = lots[index]
    if (!lot || amount === 0) continue
    if (lot.state === LOT_STATE.PENDING) {
      pending += amount
      grant(allocations, lot, amount)
    } else {
      const toDebt = Math.min(points.debt - repaid, amount)
      repaid += toDebt
      available += amount - toDebt
      grant(allocations, lot, amount - toDebt)
    }
  }
  push(postings, points, BUCKET.DEBT, repaid)
  push(postings, points, BUCKET.PENDING, pending)
  push(postings, points, BUCKET.AVAILABLE, available)
  pushSystem(postings, CURRENCY.POINTS, SYSTEM.ISSUED, -(repaid + pending + available))
  push(postings, growth, BUCKET.AVAILABLE, award.growth)
  pushSystem(postings, CURRENCY.GROWTH, SYSTEM.ISSUED, -award.growth)
  return { postings, allocations }
}

/** The sum of an award. Throws RangeError when it is no award for this earn: such a rule must not be published. */
export function totalOf(award: Award, earn: Earn): number {
  if (award.points.length > earn.spans.length) throw new RangeError('an award for a span that is not there')
  let total = 0
  for (const amount of award.points) {
    assertAmount(amount)
    total += amount
  }
  assertAmount(total)
  assertAmount(award.growth)
  for (const [name, amount] of award.add) {
    assertAmount(amount, MAX_COUNTED)
    if (!earn.tallies.includes(name)) throw new RangeError(`the tally ${name} was not asked for`)
  }
  return total
}

/**
 * Takes points back: first from the lots the earn filled (pending ones too) and those their points were moved on to,
 * then what of them has expired unused, which the programme holds already and nobody owes; then from the member's other
 * lots by soonest expiry, and what is missing by the stated policy. Growth is never spent, so all of it is there.
 */
export function decideUndoEarn(
  undo: UndoEarn,
  accounts: { points: Account; growth: Account },
  origin: Reversible | undefined,
  context: { lots: Map<number, Lot>; now: Date },
): Decided {
  const { points, growth } = accounts
  assertAmount(undo.points)
  assertAmount(undo.growth)
  if (!origin || origin.memberId !== undo.memberId) return { refused: OUTCOME.NOT_REVERSIBLE }
  if (undo.points > origin.points || undo.growth > origin.growth) return { refused: OUTCOME.OVER_REFUND }
  const own = ownLots(origin, context.lots)
  const ownPending = own.filter(lot => lot.state === LOT_STATE.PENDING)
  const ownActive = usable(own, context.now)
  const others = usable(context.lots.values(), context.now).filter(lot => !ownActive.includes(lot))
  const fromPending = take(ownPending, undo.points, PART.CLAWED)
  const fromOwn = take(ownActive, fromPending.missing, PART.CLAWED)
  const lapsed = takeExpired(own, fromOwn.missing)
  const fromOthers = take(others, lapsed.missing, PART.CLAWED)
  const short = fromOthers.missing
  const used = fromPending.missing - fromOwn.missing + (lapsed.missing - short)
  if (short > 0 && undo.shortfall === 'BLOCK') return { refused: OUTCOME.NOT_REVERSIBLE }
  const postings: Posting[] = []
  push(postings, points, BUCKET.PENDING, -(undo.points - fromPending.missing))
  push(postings, points, BUCKET.AVAILABLE, -used)
  if (undo.shortfall === 'DEBT') push(postings, points, BUCKET.DEBT, -short)
  else pushSystem(postings, CURRENCY.POINTS, undo.shortfall === 'CASH' ? SYSTEM.CASH : SYSTEM.LOSS, -short)
  pushSystem(postings, CURRENCY.POINTS, SYSTEM.EXPIRED, -(fromOwn.missing - lapsed.missing))
  pushSystem(postings, CURRENCY.POINTS, SYSTEM.ISSUED, undo.points)
  push(postings, growth, BUCKET.AVAILABLE, -undo.growth)
  pushSystem(postings, CURRENCY.GROWTH, SYSTEM.ISSUED, undo.growth)
  const taken = [fromPending, fromOwn, lapsed, fromOthers]
  return { postings, allocations: taken.flatMap(({ allocations }) => allocations) }
}

/**
 * The lots an earn filled, and of those that live by visits also the ones their points have moved on to, by soonest
 * expiry: rows come from the database in no order.
 */
function ownLots(origin: Reversible, lots: Map<number, Lot>): Lot[] {
  const own: Lot[] = []
  for (const { lotId } of origin.lots) {
    const lot = lots.get(lotId)
    if (lot && !own.includes(lot)) own.push(lot)
  }
  const moving = own.filter(lot => lot.extendMonths > 0)
  for (const lot of lots.values()) if (!own.includes(lot) && moving.some(one => kin(one, lot))) own.push(lot)
  return own.sort(byExpiry)
}

/** Whether points may have moved from one lot to the other when a visit put their end off. */
function kin(a: Lot, b: Lot): boolean {
  return (
    a.accountId === b.accountId &&
    a.issuerId === b.issuerId &&
    a.cohort === b.cohort &&
    a.source === b.source &&
    a.restrictionId === b.restrictionId &&
    a.extendMonths === b.extendMonths
  )
}
