/** Lots and holds on the clerk's list, and what time does to them. */
import type { OrderSpan } from './orders.js'

export interface PencilLot extends OrderSpan {
  /** When it came onto the list, of all lots and holds. */
  n: number
  begun: boolean
  left: number
  held: number
  expired: number
}

/** Some points of one lot. */
export interface Piece {
  lot: PencilLot
  points: number
}

export interface PencilHold {
  n: number
  member: number
  points: number
  pieces: Piece[]
  until: number
  graceDays: number
  open: boolean
}

export interface PencilMember {
  lots: PencilLot[]
  holds: PencilHold[]
  debt: number
  growth: number
  visits: number
}

const DAY = 86_400_000
/** Where all lots of this cohort begin once a visit has put their end off: the day before its month. */
export const COHORT = 202611
const COHORT_START = Date.UTC(2026, 9, 31)

export const sum = (numbers: number[]): number => numbers.reduce((total, one) => total + one, 0)

let serial = 0
export const nextSerial = (): number => ++serial

/** Puts points into the lot that agrees with the span in everything, or a new one at the end of the list. */
export function fill(member: PencilMember, span: OrderSpan, points: number, now: number): PencilLot {
  const { from, to, restriction, extendMonths } = span
  const same = (lot: PencilLot) =>
    lot.from === from && lot.to === to && lot.restriction === restriction && lot.extendMonths === extendMonths
  let lot = member.lots.find(same)
  if (!lot) {
    lot = { from, to, restriction, extendMonths, n: nextSerial(), begun: false, left: 0, held: 0, expired: 0 }
    member.lots.push(lot)
  }
  // An emptied lot has closed; what lands in it waits for its beginning like any other.
  if (lot.left + lot.held === 0) lot.begun = from <= now
  lot.left += points
  return lot
}

/** By their end, of one end the restricted ones first, then as they came. */
export const byEnd = (a: PencilLot, b: PencilLot) =>
  a.to - b.to || Math.sign(b.restriction) - Math.sign(a.restriction) || a.n - b.n

export const usable = (lots: PencilLot[], now: number): PencilLot[] =>
  lots.filter(lot => lot.begun && lot.left > 0 && lot.to > now).sort(byEnd)

/** Takes points out of lots, in their order. */
export function takeFrom(lots: PencilLot[], wanted: number): Piece[] {
  const pieces: Piece[] = []
  for (const lot of lots) {
    const points = Math.min(lot.left, wanted)
    lot.left -= points
    wanted -= points
    if (points > 0) pieces.push({ lot, points })
  }
  return pieces
}

/** The pieces from the first point after `skipped` on, `wanted` of them. */
export function part(pieces: Piece[], skipped: number, wanted: number): Piece[] {
  const found: Piece[] = []
  for (const { lot, points } of pieces) {
    const gone = Math.min(skipped, points)
    skipped -= gone
    const back = Math.min(points - gone, wanted)
    wanted -= back
    if (back > 0) found.push({ lot, points: back })
  }
  return found
}

/** Debt first, by what would end soonest; then to the lots, or to lots of grace where those have ended. Says what was usable. */
export function giveBack(member: PencilMember, pieces: Piece[], by: { at: number; graceDays: number }): number {
  let usableAgain = 0
  for (const { lot, points } of [...pieces].sort((a, b) => byEnd(a.lot, b.lot))) {
    const repaid = Math.min(member.debt, points)
    member.debt -= repaid
    usableAgain += points - repaid
    if (points === repaid) continue
    const grace = lot.to <= by.at && by.graceDays > 0
    if (grace) fill(member, { ...lot, to: by.at + by.graceDays * DAY, extendMonths: 0 }, points - repaid, by.at)
    else lot.left += points - repaid
  }
  return usableAgain
}

/** A visit puts the end of lots that live by visits off to that of a later month, in Shanghai. */
export function extend(member: PencilMember, now: number): void {
  const local = new Date(now + 8 * 3_600_000)
  for (const lot of [...member.lots]) {
    if (lot.extendMonths === 0 || lot.left === 0 || (lot.begun && lot.to <= now)) continue
    const to = Date.UTC(local.getUTCFullYear(), local.getUTCMonth() + lot.extendMonths + 1, 1) - 8 * 3_600_000
    if (to <= lot.to) continue
    const points = lot.left
    lot.left = 0
    fill(member, { ...lot, to, from: lot.begun ? COHORT_START : lot.from }, points, now)
  }
}

/** Everything that has fallen due, oldest first: lots begin and repay debt, lots end, holds time out. */
export function settle(member: PencilMember, now: number): void {
  for (;;) {
    const due: { at: number; n: number; run: () => void }[] = []
    for (const lot of member.lots.filter(one => one.left > 0)) {
      if (!lot.begun && lot.from <= now) due.push({ at: lot.from, n: lot.n, run: () => begin(member, lot) })
      if (lot.begun && lot.to <= now) due.push({ at: lot.to, n: lot.n, run: () => end(lot) })
    }
    for (const hold of member.holds) {
      if (hold.open && hold.until <= now) due.push({ at: hold.until, n: hold.n, run: () => timeOut(member, hold) })
    }
    due.sort((a, b) => a.at - b.at || a.n - b.n)
    if (!due[0]) return
    due[0].run()
  }
}

function begin(member: PencilMember, lot: PencilLot): void {
  const repaid = Math.min(member.debt, lot.left)
  member.debt -= repaid
  lot.left -= repaid
  lot.begun = true
}

function end(lot: PencilLot): void {
  lot.expired += lot.left
  lot.left = 0
}

function timeOut(member: PencilMember, hold: PencilHold): void {
  hold.open = false
  for (const { lot, points } of hold.pieces) lot.held -= points
  giveBack(member, hold.pieces, { at: hold.until, graceDays: hold.graceDays })
}
