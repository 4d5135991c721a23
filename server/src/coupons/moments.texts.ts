/** Moments and days as they are told. */
import { dayOf, lastValidDay, localOf } from '../calendar.js'

/** "2026-11-23 18:20" in a zone; a day's first moment is told as the day. */
export function momentOf(instant: string | Date, timeZone: string): string {
  const at = new Date(instant)
  const { hour, minute } = localOf(at, timeZone)
  const two = (n: number) => String(n).padStart(2, '0')
  const day = dayOf(at, timeZone)
  return hour + minute === 0 ? day : `${day} ${two(hour)}:${two(minute)}`
}

/** The last moment before an end, as a day where it ends with one. */
export function lastDayOf(end: string | Date, timeZone: string): string {
  const at = new Date(end)
  const { hour, minute } = localOf(at, timeZone)
  return hour + minute === 0 ? (lastValidDay(at, timeZone) ?? '—') : momentOf(at, timeZone)
}
