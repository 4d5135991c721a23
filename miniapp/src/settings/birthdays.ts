/** Days a birthday can fall on, in either calendar. */
type Calendar = 'SOLAR' | 'LUNAR'

export const MONTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
const SOLAR_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const LUNAR_DAYS = 30

/** 1 to the last day such a month can have; the 29th of February is somebody's birthday. */
export function daysOf(calendar: Calendar, month: number): number[] {
  const count = calendar === 'LUNAR' ? LUNAR_DAYS : (SOLAR_DAYS[month - 1] ?? 31)
  return Array.from({ length: count }, (_, at) => at + 1)
}

/** A birthday as the server takes it; a day the month does not have becomes its last one. */
export function birthdayOf(calendar: Calendar, month: number, day: number): { calendar: Calendar; on: string } {
  const last = daysOf(calendar, month).length
  return { calendar, on: `${two(month)}-${two(Math.min(day, last))}` }
}

const two = (n: number): string => (n < 10 ? `0${n}` : String(n))
