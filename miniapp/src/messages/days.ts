/** Messages by the day they came, as the inbox shows them. Pure. */
import { dayOf } from '../dates'

export interface Day<T> {
  day: string
  /** The two days people have a word for. */
  near: 'TODAY' | 'YESTERDAY' | null
  items: T[]
}

const DAY_MS = 86_400_000

/** Newest first: a message may fall due later than one that was written after it. Days are those of the programme's zone. */
export function byDay<T extends { at: string }>(items: readonly T[], now: number, zone?: string): Day<T>[] {
  const [today, yesterday] = [dayOf(now, zone), dayOf(now - DAY_MS, zone)]
  const days: Day<T>[] = []
  const newestFirst = [...items].sort((one, other) => Date.parse(other.at) - Date.parse(one.at))
  for (const item of newestFirst) {
    const day = dayOf(item.at, zone)
    const last = days[days.length - 1]
    if (last?.day === day) last.items.push(item)
    else days.push({ day, near: day === today ? 'TODAY' : day === yesterday ? 'YESTERDAY' : null, items: [item] })
  }
  return days
}
