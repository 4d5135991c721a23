/** How soon a coupon ends, where that is worth a word. Pure. */
import { dayOf } from '../dates'

const DAY_MS = 86_400_000
/** The server's own "about to end". */
const SOON_DAYS = 7

/** Whole days until the last day (0 is today) when they are few; null when there is time, or it is over. */
export function daysLeft(lastDay: string, now: number, zone?: string): number | null {
  const days = Math.round((Date.parse(`${lastDay}T00:00:00Z`) - Date.parse(`${dayOf(now, zone)}T00:00:00Z`)) / DAY_MS)
  return days >= 0 && days <= SOON_DAYS ? days : null
}
