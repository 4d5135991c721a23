/** The day a rule counts by, and spans of the day. Pure. */
import { localOf, minutesOf } from './calendar.js'

/**
 * A store's business day: what happens before the cut-off belongs to the day before. Weekday, day of the month, festivals,
 * birthdays and days between visits all go by it; only the time of day is what the clock on the wall shows.
 */
export interface BusinessDay {
  year: number
  month: number
  day: number
  /** 1 is Monday. */
  weekday: number
  /** Days since 1970-01-01. */
  number: number
  /** Minutes since midnight on the wall, which may be those of the next calendar day. */
  minute: number
}

const DAY_MS = 86_400_000

export function businessDayOf(at: Date, timeZone: string, cutOffMinutes: number): BusinessDay {
  const local = localOf(at, timeZone)
  const minute = local.hour * 60 + local.minute
  const calendar = Date.UTC(local.year, local.month - 1, local.day) / DAY_MS
  return { ...dayOfNumber(minute >= cutOffMinutes ? calendar : calendar - 1), minute }
}

/** The calendar day that is so many days after 1970-01-01. */
export function dayOfNumber(number: number): Omit<BusinessDay, 'minute'> {
  const date = new Date(number * DAY_MS)
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: ((date.getUTCDay() + 6) % 7) + 1,
    number,
  }
}

/** "2026-03-31" as days since 1970-01-01. */
export function numberOfDay(day: string): number {
  return Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8, 10))) / DAY_MS
}

/** "20261122". */
export function compactDay({ year, month, day }: Pick<BusinessDay, 'year' | 'month' | 'day'>): string {
  return String(year * 10_000 + month * 100 + day)
}

/** From the first minute to the one before the last; over midnight when the last is earlier, the whole day when it is the same. */
export function isBetween(minute: number, [first, last]: readonly [string, string]): boolean {
  const from = minutesOf(first)
  const to = minutesOf(last)
  if (from === to) return true
  return from < to ? minute >= from && minute < to : minute >= from || minute < to
}
