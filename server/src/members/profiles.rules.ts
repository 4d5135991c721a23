/** What a member may say about a birthday. Pure. */
import { dayOf, PROGRAMME_ZONE } from '../calendar.js'

export interface Birthday {
  calendar: 'SOLAR' | 'LUNAR'
  /** "MM-DD" in that calendar; a leap month counts as the month it repeats. */
  on: string
}

/** Days of the months of a leap year: nobody is told that the 29th of February is no birthday. */
const SOLAR_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const LUNAR_DAYS = 30

/** Whether there are such days in that calendar. */
export function isRealDay({ calendar, on }: Birthday): boolean {
  const [month, day] = on.split('-').map(Number) as [number, number]
  if (!(month >= 1 && month <= 12 && day >= 1)) return false
  return day <= (calendar === 'LUNAR' ? LUNAR_DAYS : SOLAR_DAYS[month - 1]!)
}

/** The first calendar day, programme time, on which a birthday set at `setAt` may be changed; null when that is over. */
export function fixedUntil(setAt: Date | null, now: Date): string | null {
  if (!setAt) return null
  const [year, rest] = splitYear(dayOf(setAt, PROGRAMME_ZONE))
  const free = `${year + 1}-${rest === '02-29' ? '03-01' : rest}`
  return dayOf(now, PROGRAMME_ZONE) >= free ? null : free
}

export const sameBirthday = (one: Birthday | null, other: Birthday | null): boolean =>
  one?.calendar === other?.calendar && one?.on === other?.on

function splitYear(day: string): [year: number, rest: string] {
  return [Number(day.slice(0, 4)), day.slice(5)]
}
