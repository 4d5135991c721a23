/** Instants as people of the restaurant read them. Written by hand: the mini-program's engine has no dependable Intl. */

// None of the zones a store may have (see StoreBody in the contract) keeps summer time, so an offset is enough.
const hoursAhead: Record<string, number> = { 'Asia/Urumqi': 6, 'Asia/Tokyo': 9 }
const two = (n: number) => (n < 10 ? `0${n}` : String(n))
const HOUR = 3_600_000

/** The wall clock of a zone: shift the instant, then read it as if it were UTC. */
function wall(at: string | number, zone: string): Date {
  return new Date((typeof at === 'number' ? at : Date.parse(at)) + (hoursAhead[zone] ?? 8) * HOUR)
}

/** "2025-03-08 18:20" */
export function stampOf(at: string | number, zone = 'Asia/Shanghai'): string {
  return `${dayOf(at, zone)} ${timeOf(at, zone)}`
}

/** "2025-03-08" */
export function dayOf(at: string | number, zone = 'Asia/Shanghai'): string {
  const time = wall(at, zone)
  return `${time.getUTCFullYear()}-${two(time.getUTCMonth() + 1)}-${two(time.getUTCDate())}`
}

/** "18:20" */
export function timeOf(at: string | number, zone = 'Asia/Shanghai'): string {
  const time = wall(at, zone)
  return `${two(time.getUTCHours())}:${two(time.getUTCMinutes())}`
}

/** "2025-03", the month an instant belongs to on the statement. */
export function monthOf(at: string | number, zone = 'Asia/Shanghai'): string {
  return dayOf(at, zone).slice(0, 7)
}

export type Age = { unit: 'NOW' } | { unit: 'MINUTES' | 'HOURS'; count: number } | { unit: 'DATE' }

/** How long ago in words, only under 24 hours; an instant in the future (a wrong clock somewhere) is told as a date. */
export function ageOf(at: string, now: number): Age {
  const minutes = Math.floor((now - Date.parse(at)) / 60_000)
  if (minutes < -1 || minutes >= 24 * 60) return { unit: 'DATE' }
  if (minutes < 1) return { unit: 'NOW' }
  if (minutes < 60) return { unit: 'MINUTES', count: minutes }
  return { unit: 'HOURS', count: Math.floor(minutes / 60) }
}

export type DayPart = 'MORNING' | 'NOON' | 'AFTERNOON' | 'EVENING' | 'NIGHT'

/** Which greeting fits the hour of a zone. */
export function dayPartOf(now: number, zone = 'Asia/Shanghai'): DayPart {
  const hour = wall(now, zone).getUTCHours()
  if (hour < 5 || hour >= 22) return 'NIGHT'
  if (hour < 11) return 'MORNING'
  if (hour < 14) return 'NOON'
  return hour < 18 ? 'AFTERNOON' : 'EVENING'
}
