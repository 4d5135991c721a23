/** What points are worth in a payment, and how many of them may be used. Pure; fen and points are whole numbers. */
import type { OffsetTerms } from '@huitou/shared/checkouts'

/** A published version. It never changes: checkouts of its time were reckoned by it. */
export interface OffsetVersion extends OffsetTerms {
  version: number
  publishedAt: Date
  publishedBy: string
  reason: string
}

export interface OffsetRoom {
  /** The most points for what is left of the bill; 0 when they are off, or below the minimum. */
  most: number
  min: number
  /** Points come in multiples of this, so that each use is worth whole fen. */
  step: number
}

/** Points come in the smallest number that is worth a whole fen. */
export function stepOf({ points, fen }: Pick<OffsetTerms, 'points' | 'fen'>): number {
  return points / commonDivisor(points, fen)
}

/** What so many points take off. Whole for every multiple of the step. */
export function fenOf(used: number, { points, fen }: Pick<OffsetTerms, 'points' | 'fen'>): number {
  return Number((BigInt(used) * BigInt(fen)) / BigInt(points))
}

/** How many points may be used where `leftFen` is left to pay after coupons and the member has `available` points. */
export function roomOf(terms: OffsetTerms, leftFen: number, available: number): OffsetRoom {
  const step = stepOf(terms)
  const min = Math.ceil(terms.minPoints / step) * step
  const capFen = Math.floor((leftFen * terms.capPercent) / 100)
  const worth = (BigInt(capFen) * BigInt(terms.points)) / BigInt(terms.fen)
  const most = Math.floor(Math.min(Number(worth), Math.max(0, available)) / step) * step
  return { most: terms.enabled && most >= min ? most : 0, min, step }
}

/** None, or a multiple of the step from the minimum up to the most. */
export function fits(used: number, { most, min, step }: OffsetRoom): boolean {
  return used === 0 || (used >= min && used <= most && used % step === 0)
}

/** What of the points that were asked for may be used: as many of them as fit, none below the minimum. */
export function nearest(asked: number, room: OffsetRoom): number {
  const used = Math.floor(Math.min(asked, room.most) / room.step) * room.step
  return used >= room.min ? used : 0
}

/** How many points come back with so many fen of them, having come back `before`: the last fen brings the last point. */
export function pointsBack(
  went: { points: number; fen: number },
  before: { points: number; fen: number },
  fen: number,
) {
  const whole = (BigInt(went.points) * BigInt(before.fen + fen)) / BigInt(went.fen)
  return Number(whole) - before.points
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b)
}
