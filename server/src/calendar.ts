/**
 * Calendar arithmetic in a store's own time zone. Pure: instants in, instants out.
 * Offsets come from Intl and are kept per zone and quarter of an hour, since Intl costs microseconds a call.
 */
/** Where a date is shown to a member and no store is involved. */
export const PROGRAMME_ZONE = 'Asia/Shanghai'

const QUARTER = 15 * 60_000
const DAY = 86_400_000
const formats = new Map<string, Intl.DateTimeFormat>()
const offsets = new Map<string, Map<number, number>>()
const OFFSETS_KEPT = 100_000

/** Local wall-clock parts of an instant; month is 1–12. */
export interface Local {
  year: number
  month: number
  day: number
  hour: number
  minute: number
}

/** Milliseconds east of UTC at an instant. Throws RangeError for an unknown zone. */
export function offsetMs(at: Date, timeZone: string): number {
  const quarter = Math.floor(at.getTime() / QUARTER)
  const kept = offsets.get(timeZone) ?? new Map<number, number>()
  offsets.set(timeZone, kept)
  const known = kept.get(quarter)
  if (known !== undefined) return known
  let format = formats.get(timeZone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    formats.set(timeZone, format)
  }
  const start = quarter * QUARTER
  const part = Object.fromEntries(format.formatToParts(start).map(p => [p.type, Number(p.value)]))
  const wall = Date.UTC(part.year!, part.month! - 1, part.day, part.hour, part.minute, part.second)
  if (kept.size > OFFSETS_KEPT) kept.clear()
  kept.set(quarter, wall - start)
  return wall - start
}

export function localOf(at: Date, timeZone: string): Local {
  const wall = new Date(at.getTime() + offsetMs(at, timeZone))
  return {
    year: wall.getUTCFullYear(),
    month: wall.getUTCMonth() + 1,
    day: wall.getUTCDate(),
    hour: wall.getUTCHours(),
    minute: wall.getUTCMinutes(),
  }
}

/** The instant at which a local wall-clock time happens: the first one where clocks go back, just after a gap. */
export function instantOf(local: Omit<Local, 'hour' | 'minute'> & Partial<Local>, timeZone: string): Date {
  const wall = Date.UTC(local.year, local.month - 1, local.day, local.hour ?? 0, local.minute ?? 0)
  // No clock changes twice in two days, so one of these two offsets holds; before a change the earlier one comes first.
  const earlier = new Date(wall - offsetMs(new Date(wall - DAY), timeZone))
  const later = new Date(wall - offsetMs(new Date(wall + DAY), timeZone))
  if (earlier.getTime() + offsetMs(earlier, timeZone) === wall) return earlier
  return later.getTime() + offsetMs(later, timeZone) === wall ? later : earlier
}

/** "2024-03-08" in the given zone. */
export function dayOf(at: Date, timeZone: string): string {
  const { year, month, day } = localOf(at, timeZone)
  return `${year}-${two(month)}-${two(day)}`
}

/** 202403 in the given zone: the cohort of a lot. */
export function monthOf(at: Date, timeZone: string): number {
  const { year, month } = localOf(at, timeZone)
  return year * 100 + month
}

/** Start of the business day that an instant belongs to; bills before the cut-off belong to the day before. */
export function businessDayStart(at: Date, timeZone: string, cutOffMinutes: number): Date {
  const { year, month, day, hour, minute } = localOf(at, timeZone)
  // By the clock on the wall: minutes passed since midnight are an hour off on the day the clocks change.
  const today = hour * 60 + minute >= cutOffMinutes ? day : day - 1
  const cutOff = { hour: Math.floor(cutOffMinutes / 60), minute: cutOffMinutes % 60 }
  return instantOf({ year, month, day: today, ...cutOff }, timeZone)
}

/** "04:00" as 240. */
export function minutesOf(hourMinute: string): number {
  return Number(hourMinute.slice(0, 2)) * 60 + Number(hourMinute.slice(3, 5))
}

/**
 * The instant after the last valid moment of points earned at `at`: the start of the month after the n-th month that
 * follows the month of earning. Earned in 2024-03 with 24 months: valid through 2026-03-31, gone at 2026-04-01 00:00.
 */
export function endOfMonthAfter(at: Date, months: number, timeZone: string): Date {
  const { year, month } = localOf(at, timeZone)
  const next = year * 12 + month - 1 + months + 1
  return instantOf({ year: Math.floor(next / 12), month: (next % 12) + 1, day: 1 }, timeZone)
}

/** The last calendar day on which something that ends at `end` may still be used; null for things that never end. */
export function lastValidDay(end: Date, timeZone: string): string | null {
  return end.getTime() >= NEVER.getTime() ? null : dayOf(new Date(end.getTime() - 1), timeZone)
}

/**
 * The last day of a lot, in the time of the store it was earned in, whoever looks at it: a lot of a store in Urumqi does
 * not end a day later on a statement in Shanghai. Lots end at midnight of their store; our stores lie between UTC and
 * UTC+14, so the UTC date right before the end is that store's last day. Null for lots that never end.
 */
export function lastDayOfLot(end: Date): string | null {
  return end.getTime() >= NEVER.getTime() ? null : new Date(end.getTime() - 1).toISOString().slice(0, 10)
}

/** Stands for "no end" in columns that must not be null. */
export const NEVER = new Date('9999-12-31T00:00:00.000Z')

function two(n: number): string {
  return n < 10 ? `0${n}` : String(n)
}
