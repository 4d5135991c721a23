/** What state a coupon is in at a moment. Pure: what has timed out is so whether or not anybody has swept it up. */
import type { CouponState } from '@huitou/shared/coupons'

/** Numbers are stored and never change their meaning. An end by time is not stored: it follows from the dates. */
export const STATUS = { ISSUED: 1, LOCKED: 2, USED: 3, RECALLED: 4 } as const
/** What a coupon is locked for. */
export const PURPOSE = { CHECKOUT: 1, VERIFICATION: 2, GIVEN: 3 } as const
export type Purpose = keyof typeof PURPOSE

export const BATCH = { OPEN: 1, PAUSED: 2, RECALLED: 3 } as const
export const SOURCE = { CLAIM: 1, ISSUE: 2, CODES: 3 } as const

/** The columns that say where a coupon stands. */
export interface Standing {
  status: number
  lockPurpose: number | null
  lockUntil: Date | null
  validFrom: Date
  expiresAt: Date
  /** Its batch was recalled: nothing of it that is unused may be used. */
  recalled: boolean
}

export function stateAt(coupon: Standing, at: Date): CouponState {
  if (coupon.status === STATUS.USED) return 'USED'
  if (coupon.status === STATUS.RECALLED) return 'RECALLED'
  if (isLocked(coupon, at)) return coupon.lockPurpose === PURPOSE.GIVEN ? 'GIVEN' : 'LOCKED'
  if (coupon.recalled) return 'RECALLED'
  if (coupon.expiresAt <= at) return 'EXPIRED'
  return coupon.validFrom > at ? 'NOT_YET' : 'USABLE'
}

/**
 * What state a coupon was in when it was shown, of which we hear now: locks are those of now; whether it had begun and had
 * not ended is a question of that moment.
 */
export function stateThen(coupon: Standing, now: Date, shownAt: Date | undefined): CouponState {
  if (!shownAt || isLocked(coupon, now)) return stateAt(coupon, now)
  const status = coupon.status === STATUS.LOCKED ? STATUS.ISSUED : coupon.status
  return stateAt({ ...coupon, status }, shownAt)
}

/** A lock holds until its last moment and not any longer. */
export function isLocked({ status, lockUntil }: Pick<Standing, 'status' | 'lockUntil'>, at: Date): boolean {
  return status === STATUS.LOCKED && lockUntil !== null && lockUntil > at
}
