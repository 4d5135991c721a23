/**
 * A member's points as they stood at a moment of the past, rebuilt from facts alone. It knows nothing of the code that
 * writes the ledger, so that each holds the other to account. Pure.
 */
import { lastDayOfLot } from '../calendar.js'
import { KIND, PART } from './operation.rules.js'

export interface PastLot {
  id: number
  cohort: number
  availableAt: Date
  expiresAt: Date
  /** Granted ahead of its start and not begun since. */
  pending: boolean
  granted: number
  remaining: number
  held: number
  spent: number
  expired: number
  clawed: number
  moved: number
}

/** Points set aside and neither used nor given back, by the lot they came from. */
export interface PastHold {
  id: number
  expiresAt: Date
  graceDays: number
  left: Map<number, number>
}

/** How the balance came about, each signed as it changed the balance: what was used or expired counts below zero. */
export interface Flows {
  earned: number
  used: number
  /** Came back with a cancelled use. */
  returned: number
  expired: number
  takenBack: number
  adjusted: number
  transferred: number
}

export interface Past {
  pending: number
  available: number
  held: number
  debt: number
  flows: Flows
  lots: PastLot[]
  holds: PastHold[]
}

export const NO_FLOWS: Flows = {
  earned: 0,
  used: 0,
  returned: 0,
  expired: 0,
  takenBack: 0,
  adjusted: 0,
  transferred: 0,
}

/**
 * Which part of a statement a journal belongs to, whatever it moved between pending, usable and held: those sum to
 * nothing. What a hold or its release changes for good has expired.
 */
const FLOW_OF: Record<number, keyof Flows> = {
  [KIND.EARN]: 'earned',
  [KIND.MATURE]: 'expired',
  [KIND.SPEND]: 'used',
  [KIND.EXPIRE]: 'expired',
  [KIND.HOLD]: 'expired',
  [KIND.CAPTURE]: 'used',
  [KIND.RELEASE]: 'expired',
  [KIND.UNDO_SPEND]: 'returned',
  [KIND.UNDO_EARN]: 'takenBack',
  [KIND.ADJUST]: 'adjusted',
  [KIND.TRANSFER]: 'transferred',
  [KIND.DEBT_REPAY]: 'adjusted',
  [KIND.EXTEND]: 'adjusted',
}

export const flowOf = (kind: number): keyof Flows => FLOW_OF[kind] ?? 'adjusted'

/** Names of the columns of a lot by the part an allocation moves. */
export const COLUMN_OF = {
  [PART.REMAINING]: 'remaining',
  [PART.HELD]: 'held',
  [PART.SPENT]: 'spent',
  [PART.EXPIRED]: 'expired',
  [PART.CLAWED]: 'clawed',
  [PART.GRANTED]: 'granted',
  [PART.MOVED]: 'moved',
} as const

const DAY = 86_400_000

interface Due {
  at: number
  id: number
  happen: () => void
}

/**
 * Lets everything happen that was due by `at` and had not been written down by then: points begin, holds run out, points
 * end, in the order of their times. The ledger writes such entries late; for the member they count from their moment.
 */
export function settleUntil(past: Past, at: Date): void {
  for (;;) {
    const due = [...past.lots.flatMap(lot => dueOfLot(past, lot)), ...past.holds.flatMap(hold => dueOfHold(past, hold))]
    const [next] = due.filter(event => event.at <= at.getTime()).sort((a, b) => a.at - b.at || a.id - b.id)
    if (!next) return
    next.happen()
  }
}

function dueOfLot(past: Past, lot: PastLot): Due[] {
  if (lot.remaining === 0) return []
  if (lot.pending) return [{ at: lot.availableAt.getTime(), id: lot.id, happen: () => begin(past, lot) }]
  return [{ at: lot.expiresAt.getTime(), id: lot.id, happen: () => end(past, lot) }]
}

/** Debt is repaid first from points that begin. */
function begin(past: Past, lot: PastLot): void {
  const repaid = Math.min(past.debt, lot.remaining)
  past.pending -= lot.remaining
  past.debt -= repaid
  past.available += lot.remaining - repaid
  lot.pending = false
  lot.remaining -= repaid
  lot.clawed += repaid
}

function end(past: Past, lot: PastLot): void {
  past.available -= lot.remaining
  past.flows.expired -= lot.remaining
  lot.expired += lot.remaining
  lot.remaining = 0
}

function dueOfHold(past: Past, hold: PastHold): Due[] {
  const left = [...hold.left.values()].reduce((sum, amount) => sum + amount, 0)
  return left > 0 ? [{ at: hold.expiresAt.getTime(), id: hold.id, happen: () => runOut(past, hold) }] : []
}

/**
 * What was held goes back to its lots, the soonest ending first; debt is repaid first. A lot that has ended meanwhile ends
 * now, or its points live on for the days of grace the hold promised.
 */
function runOut(past: Past, hold: PastHold): void {
  const returns = past.lots.filter(lot => (hold.left.get(lot.id) ?? 0) > 0)
  for (const lot of returns.sort((a, b) => a.expiresAt.getTime() - b.expiresAt.getTime() || a.id - b.id)) {
    const amount = hold.left.get(lot.id) ?? 0
    const repaid = Math.min(past.debt, amount)
    const back = amount - repaid
    lot.held -= amount
    lot.clawed += repaid
    past.held -= amount
    past.debt -= repaid
    past.available += back
    if (lot.expiresAt > hold.expiresAt || hold.graceDays === 0) lot.remaining += back
    else if (back > 0) {
      lot.moved += back
      const until = new Date(hold.expiresAt.getTime() + hold.graceDays * DAY)
      past.lots.push(graceLot(past, lot, { amount: back, until }))
    }
  }
  hold.left.clear()
}

function graceLot(past: Past, lot: PastLot, grace: { amount: number; until: Date }): PastLot {
  const nothing = { held: 0, spent: 0, expired: 0, clawed: 0, moved: 0 }
  const id = Math.max(0, ...past.lots.map(other => other.id)) + 1
  const { amount, until } = grace
  return { ...lot, ...nothing, id, expiresAt: until, pending: false, granted: amount, remaining: amount }
}

/** What the member owns: usable, pending and held points less what is owed. */
export const totalOf = (past: Pick<Past, 'pending' | 'available' | 'held' | 'debt'>): number =>
  past.available + past.pending + past.held - past.debt

/** The next last days of usable points, soonest first, and the instant at which they end. */
export function endingNext(
  lots: readonly PastLot[],
  limit: number,
): { points: number; lastValidOn: string; at: Date }[] {
  const sums = new Map<string, { points: number; lastValidOn: string; at: Date }>()
  for (const lot of [...lots].sort((a, b) => a.expiresAt.getTime() - b.expiresAt.getTime())) {
    const lastValidOn = lastDayOfLot(lot.expiresAt)
    if (lot.pending || lot.remaining === 0 || !lastValidOn) continue
    const sum = sums.get(lastValidOn) ?? { points: 0, lastValidOn, at: lot.expiresAt }
    sums.set(lastValidOn, { ...sum, points: sum.points + lot.remaining })
  }
  return [...sums.values()].slice(0, limit)
}
