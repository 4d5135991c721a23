/** Instants and durations as the console writes them: Shanghai time, never the browser's own zone. */

const ZONE = 'Asia/Shanghai'
const parts = new Intl.DateTimeFormat('en-CA', {
  timeZone: ZONE,
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
})

/** "2025-03-08 18:20". */
export function minuteOf(instant: string | number): string {
  return secondOf(instant).slice(0, 16)
}

/** "2025-03-08 18:20:05". */
export function secondOf(instant: string | number): string {
  const at = Object.fromEntries(parts.formatToParts(new Date(instant)).map(part => [part.type, part.value]))
  return `${at.year}-${at.month}-${at.day} ${at.hour}:${at.minute}:${at.second}`
}

/** "2025-03-08". */
export function dayOf(instant: string | number): string {
  return secondOf(instant).slice(0, 10)
}

/** "18:20", for a moment of today. */
export function clockOf(instant: string | number): string {
  return secondOf(instant).slice(11, 16)
}

/** "0.8" or "12" seconds out of milliseconds. */
export function secondsOf(milliseconds: number): string {
  const seconds = milliseconds / 1000
  return seconds < 10 ? seconds.toFixed(1) : String(Math.round(seconds))
}

/** The instant of a moment written in Shanghai time, "2025-03-08 18:20:05". Shanghai has had no summer time since 1991. */
export function instantOf(moment: string): string {
  return new Date(`${moment.replace(' ', 'T')}+08:00`).toISOString()
}
