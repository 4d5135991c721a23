/** What ends, and how soon. Pure. */
import { dayOf } from '../dates'

export interface End {
  points: number
  /** "2026-12-31" */
  lastValidOn: string
}

const SOON_DAYS = 90
const DAY_MS = 86_400_000

/** Whole days from today to a last day: 0 on the day itself, 1 the day before. */
export function daysUntil(lastValidOn: string, now: number, zone?: string): number {
  return Math.round((Date.parse(`${lastValidOn}T00:00:00Z`) - Date.parse(`${dayOf(now, zone)}T00:00:00Z`)) / DAY_MS)
}

/** Ends of the next ninety days, and those after. */
export function endsOf(ends: readonly End[], now: number, zone?: string): { soon: End[]; later: End[] } {
  const isSoon = ({ lastValidOn }: End) => daysUntil(lastValidOn, now, zone) <= SOON_DAYS
  return { soon: ends.filter(isSoon), later: ends.filter(end => !isSoon(end)) }
}
