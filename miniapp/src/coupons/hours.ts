/** The hours of a coupon as a table of the week. Pure. */
import type { ReplyOf } from '@huitou/shared/client'

type Windows = NonNullable<ReplyOf<'GET /member/coupons/:id'>['windows']>

export interface Span {
  from: string
  to: string
  /** Ends after midnight, so on the day after. */
  overnight: boolean
}
export interface DayHours {
  /** 1 is Monday. */
  weekday: 1 | 2 | 3 | 4 | 5 | 6 | 7
  allDay: boolean
  /** In the order of the clock; none means not at all on this day. */
  spans: Span[]
}

const WEEK = [1, 2, 3, 4, 5, 6, 7] as const

/** Seven rows, Monday first. Any one window is enough, so a whole day swallows its spans. */
export function hoursOf(windows: Windows): DayHours[] {
  return WEEK.map(weekday => {
    const own = windows.filter(({ weekdays }) => weekdays.includes(weekday))
    const allDay = own.some(({ between }) => between === null)
    const spans = own.flatMap(({ between }) =>
      between && !allDay ? [{ from: between[0], to: between[1], overnight: between[0] > between[1] }] : [],
    )
    return { weekday, allDay, spans: spans.sort((one, other) => (one.from < other.from ? -1 : 1)) }
  })
}
