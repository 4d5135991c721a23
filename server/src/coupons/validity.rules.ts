/** From when until when a coupon may be used. Pure. */
import type { CouponValidity } from '@huitou/shared/coupons'
import { instantOf, localOf } from '../calendar.js'

export interface Span {
  from: Date
  /** The first moment it may not be used any more. */
  until: Date
}

/** Days after the end for which a coupon that comes back from a refund is good, should it have ended before. */
export const DAYS_AFTER_RETURN = 3

/**
 * The span of a coupon issued at a moment, in the time of the zone it was issued in. Days are whole: one of a single day
 * that is issued at 23:59 ends a minute later, which is why the next day can be the first.
 */
export function spanOf(validity: CouponValidity, at: Date, timeZone: string): Span {
  if (validity.kind === 'FIXED') return { from: new Date(validity.from), until: new Date(validity.until) }
  const { year, month, day } = localOf(at, timeZone)
  const first = validity.starts === 'NOW' ? day : day + 1
  return {
    from: validity.starts === 'NOW' ? at : instantOf({ year, month, day: first }, timeZone),
    until: instantOf({ year, month, day: first + validity.days }, timeZone),
  }
}

/** When a coupon that was given back ends: not before the end of the third day from then. */
export function endAfterReturn(expiresAt: Date, at: Date, timeZone: string): Date {
  const { year, month, day } = localOf(at, timeZone)
  const least = instantOf({ year, month, day: day + DAYS_AFTER_RETURN + 1 }, timeZone)
  return least > expiresAt ? least : expiresAt
}
