/** What each operation does to one member, decided in memory from locked rows. Pure: no clock, no database. */
import { spendable, take, takeExpired } from './lots.rules.js'
import {
  type Account,
  type Allocation,
  BUCKET,
  CURRENCY,
  type Decided,
  type Decision,
  type Earn,
  LOT_STATE,
  type Lot,
  MAX_POINTS,
  OUTCOME,
  PART,
  type Posting,
  type Spend,
  SYSTEM,
  type SystemRole,
  systemAccountId,
  type UndoEarn,
} from './operation.rules.js'

/** What is left to reverse of an earlier earn, what it gave at first, and the lots it filled. */
export interface Reversible {
  memberId: number
  gave: { points: number; growth: number }
  points: number
  growth: number
  lotIds: number[]
}

/** Points pay debt first; the rest lands in `lot`. Growth is a second pair of postings in the same journal. */
export function decideEarn(earn: Earn, points: Account, growth: Account, lot: Lot): Decided {
  assertAmount(earn.points)
  assertAmount(earn.growth)
  const pending = lot.state === LOT_STATE.PENDING
  const repaid = pending ? 0 : Math.min(points.debt, earn.points)
  const kept = earn.points - repaid
  const postings: Posting[] = []
  push(postings, points, BUCKET.DEBT, repaid)
  push(postings, points, pending ? BUCKET.PENDING : BUCKET.AVAILABLE, kept)
  pushSystem(postings, CURRENCY.POINTS, SYSTEM.ISSUED, -earn.points)
  push(postings, growth, BUCKET.AVAILABLE, earn.growth)
  pushSystem(postings, CURRENCY.GROWTH, SYSTEM.ISSUED, -earn.growth)
  const allocations: Allocation[] =
    kept > 0
      ? [
          { lot, part: PART.GRANTED, amount: kept },
          { lot, part: PART.REMAINING, amount: kept },
        ]
      : []
  return { postings, allocations }
}

/** All or nothing: the soonest expiring lots pay, or nobody does. */
export function decideSpend(spend: Spend, points: Account, lots: Iterable<Lot>, now: Date): Decided {
  assertAmount(spend.points)
  if (points.frozen) return { refused: OUTCOME.FROZEN }
  const { allocations, missing } = take(spendable(lots, now), spend.points, PART.SPENT)
  if (missing > 0 || spend.points === 0) return { refused: OUTCOME.INSUFFICIENT }
  const postings: Posting[] = []
  push(postings, points, BUCKET.AVAILABLE, -spend.points)
  pushSystem(postings, CURRENCY.POINTS, SYSTEM.REDEEMED, spend.points)
  return { postings, allocations }
}

/**
 * Takes points back: first from the lots the earn filled (pending ones too), then what of them has expired unused, which
 * the programme holds already and nobody owes; then from the member's other lots by soonest expiry, and what is missing
 * by the stated policy. Growth is never spent, so all of it is there.
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
  const own = origin.lotIds.map(id => context.lots.get(id)).filter(lot => lot !== undefined)
  const ownPending = own.filter(lot => lot.state === LOT_STATE.PENDING)
  const ownActive = spendable(own, context.now)
  const others = spendable(context.lots.values(), context.now).filter(lot => !ownActive.includes(lot))
  const fromPending = take(ownPending, undo.points, PART.CLAWED)
  const fromOwn = take(ownActive, fromPending.missing, PART.CLAWED)
  const lapsed = takeExpired(own, fromOwn.missing)
  const fromOthers = take(others, lapsed.missing, PART.CLAWED)
  const short = fromOthers.missing
  const usable = fromPending.missing - fromOwn.missing + (lapsed.missing - short)
  if (short > 0 && undo.shortfall === 'BLOCK') return { refused: OUTCOME.NOT_REVERSIBLE }
  const postings: Posting[] = []
  push(postings, points, BUCKET.PENDING, -(undo.points - fromPending.missing))
  push(postings, points, BUCKET.AVAILABLE, -usable)
  if (undo.shortfall === 'DEBT') push(postings, points, BUCKET.DEBT, -short)
  else pushSystem(postings, CURRENCY.POINTS, SYSTEM.LOSS, -short)
  pushSystem(postings, CURRENCY.POINTS, SYSTEM.EXPIRED, -(fromOwn.missing - lapsed.missing))
  pushSystem(postings, CURRENCY.POINTS, SYSTEM.ISSUED, undo.points)
  push(postings, growth, BUCKET.AVAILABLE, -undo.growth)
  pushSystem(postings, CURRENCY.GROWTH, SYSTEM.ISSUED, undo.growth)
  const taken = [fromPending, fromOwn, lapsed, fromOthers]
  return { postings, allocations: taken.flatMap(({ allocations }) => allocations) }
}

/** Pending points of one lot become usable; debt is repaid from them first. */
export function decideMature(points: Account, lot: Lot): Decision {
  const repaid = Math.min(points.debt, lot.remaining)
  const postings: Posting[] = []
  push(postings, points, BUCKET.PENDING, -lot.remaining)
  push(postings, points, BUCKET.DEBT, repaid)
  push(postings, points, BUCKET.AVAILABLE, lot.remaining - repaid)
  const allocations: Allocation[] =
    repaid > 0
      ? [
          { lot, part: PART.REMAINING, amount: -repaid },
          { lot, part: PART.CLAWED, amount: repaid },
        ]
      : []
  return { postings, allocations }
}

/** What is left of a lot past its date goes to the programme's expired account. */
export function decideExpire(points: Account, lot: Lot): Decision {
  const postings: Posting[] = []
  push(postings, points, BUCKET.AVAILABLE, -lot.remaining)
  pushSystem(postings, CURRENCY.POINTS, SYSTEM.EXPIRED, lot.remaining)
  return {
    postings,
    allocations: [
      { lot, part: PART.REMAINING, amount: -lot.remaining },
      { lot, part: PART.EXPIRED, amount: lot.remaining },
    ],
  }
}

function push(postings: Posting[], account: Account, bucket: Posting['bucket'], amount: number): void {
  if (amount !== 0) postings.push({ accountId: account.id, currencyId: account.currencyId, bucket, amount })
}

function pushSystem(postings: Posting[], currency: 1 | 2, role: SystemRole, amount: number): void {
  if (amount !== 0) {
    postings.push({ accountId: systemAccountId(currency, role), currencyId: currency, bucket: BUCKET.SYSTEM, amount })
  }
}

function assertAmount(amount: number): void {
  if (!Number.isSafeInteger(amount) || amount < 0 || amount > MAX_POINTS) throw new RangeError(`points ${amount}`)
}
