/** When reminders fall due, and what they say. Pure. */
import { dayOf, lastDayOfLot, minutesOf } from '../calendar.js'
import type { MessageDraft } from '../messages/kinds.rules.js'

/** Days before the last one at which points are spoken of. */
export const EXPIRY_STAGES = [30, 7, 1] as const
/** A worker that was away makes up for a stage this long after it fell due. */
export const CATCH_UP_MS = 36 * 3_600_000
/** What a point is worth where a grant is weighed, in fen: the usual rate of points as cash. */
export const POINT_FEN = 1
/** Days before a review at which somebody who would fall is told. */
export const REVIEW_DAYS = 7

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

/**
 * When the message "N days left" of something that ends at `end` falls due. Ends are midnight in the store's time, so
 * whole days before it are midnights there too, whatever its zone; `remindAt` is the hour after that. N = 1 is the
 * morning of the day before the last one.
 */
export function stageDue(end: Date, days: number, remindAt: string): Date {
  return new Date(end.getTime() - (days + 1) * DAY_MS + minutesOf(remindAt) * MINUTE_MS)
}

/** The ends whose stage has fallen due and is not over: from (left out) and until (with it). */
export function endsDue(now: Date, days: number, remindAt: string): { from: Date; until: Date } {
  const until = new Date(now.getTime() + (days + 1) * DAY_MS - minutesOf(remindAt) * MINUTE_MS)
  return { from: new Date(Math.max(now.getTime(), until.getTime() - CATCH_UP_MS)), until }
}

/** Points of one member that end on one day, whatever lots they lie in. */
export function expiryDraft(of: {
  memberId: number
  points: number
  end: Date
  days: number
  remindAt: string
}): MessageDraft {
  const lastDay = lastDayOfLot(of.end)!
  return {
    memberId: of.memberId,
    kind: 'POINTS_EXPIRING',
    occurrence: `${lastDay}:${of.days}`,
    data: { points: of.points, lastDay, daysLeft: of.days },
    worthFen: of.points * POINT_FEN,
    dueAt: stageDue(of.end, of.days, of.remindAt),
    untilAt: new Date(Math.min(of.end.getTime(), stageDue(of.end, of.days, of.remindAt).getTime() + 60 * 3_600_000)),
  }
}

/** A coupon that will end, as its feature knows it. */
export interface EndingCoupon {
  memberId: number
  /** Of its definition. */
  code: string
  name: string
  /** The first moment without it: midnight in the time of the store it is for. */
  end: Date
  zone: string
  /** What it takes off at most, in fen. */
  worthFen: number
}

/** Days before the last one at which coupons are spoken of. */
export const COUPON_STAGES = [3, 1] as const

/**
 * Messages for coupons that will end, grouped by member, definition and last day; hand in the coupons whose end lies
 * within `endsDue(now, stage, remindAt)`.
 */
export function couponDrafts(coupons: readonly EndingCoupon[], days: number, remindAt: string): MessageDraft[] {
  const groups = new Map<string, EndingCoupon[]>()
  for (const coupon of coupons) {
    const key = `${coupon.memberId}:${lastDayIn(coupon)}:${coupon.code}`
    groups.set(key, [...(groups.get(key) ?? []), coupon])
  }
  return [...groups.values()].map(group => {
    const [first] = group as [EndingCoupon, ...EndingCoupon[]]
    const lastDay = lastDayIn(first)
    const dueAt = stageDue(first.end, days, remindAt)
    return {
      memberId: first.memberId,
      kind: 'COUPON_EXPIRING' as const,
      occurrence: `${lastDay}:${days}:${first.code}`,
      data: { coupon: first.name, lastDay, count: group.length, daysLeft: days },
      worthFen: group.reduce((sum, { worthFen }) => sum + worthFen, 0),
      dueAt,
      untilAt: first.end,
    }
  })
}

function lastDayIn({ end, zone }: EndingCoupon): string {
  return dayOf(new Date(end.getTime() - 1), zone)
}
