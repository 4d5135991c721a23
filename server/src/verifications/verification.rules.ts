/** Limits of verification: wrong codes, what one person may verify, and who may undo what until when. Pure. */
import type { VerificationTerms, VerifiedKind } from '@huitou/shared/verifications'

/** Numbers are stored and never change their meaning. */
export const KIND = { COUPON: 1, VOUCHER: 2 } as const
export const kindOf = (stored: number): VerifiedKind => (stored === KIND.COUPON ? 'COUPON' : 'VOUCHER')

/** What is asked of a record; a row of `verification` has it. */
export interface Undoable {
  staff_id: number
  undo_until: Date | null
  manager_until: Date
}

/** Wrong codes that are looked back on, and how many there may be in that time. */
export const MISS_WINDOW_MS = 10 * 60_000
export const MOST_MISSES = 5
const COOL_DOWN_MS = 60_000
export const HOUR_MS = 3_600_000

/** "0012". */
export const serialText = (serial: number): string => String(serial).padStart(4, '0')

/**
 * Until when somebody who typed wrong codes has to wait; null when not. Five within ten minutes are a minute's rest, and so
 * is each one after them.
 */
export function coolDownUntil(misses: readonly Date[], now: Date): Date | null {
  const late = misses.filter(at => now.getTime() - at.getTime() < MISS_WINDOW_MS)
  if (late.length < MOST_MISSES) return null
  const until = new Date(Math.max(...late.map(at => at.getTime())) + COOL_DOWN_MS)
  return until > now ? until : null
}

/** What one person has verified: how often in the last hour, undone or not, and worth how much on this business day. */
export interface Done {
  lastHour: number
  todayFen: number
}

/** Which limit one more verification would pass; the limits themselves may be reached. */
export function limitPassed(
  done: Done,
  worthFen: number,
  terms: Pick<VerificationTerms, 'perStaffPerHour' | 'perStaffPerDayWorthFen'>,
): 'HOUR' | 'WORTH' | null {
  if (done.lastHour + 1 > terms.perStaffPerHour) return 'HOUR'
  return done.todayFen + worthFen > terms.perStaffPerDayWorthFen ? 'WORTH' : null
}

/** Until when whoever verified may undo it alone; null when it is worth too much for that. */
export function undoUntil(terms: VerificationTerms, worthFen: number, at: Date): Date | null {
  return worthFen > terms.managerAboveFen ? null : new Date(at.getTime() + terms.undoMinutes * 60_000)
}

/** Why somebody may not undo a record of the own store now; null when that is fine. */
export function undoProblem(
  record: Undoable,
  who: { id: number; role: 'STAFF' | 'STORE_MANAGER' },
  now: Date,
): 'OVER' | 'LATE' | 'MANAGER' | null {
  if (now >= record.manager_until) return 'OVER'
  if (who.role === 'STORE_MANAGER') return null
  if (who.id !== record.staff_id || record.undo_until === null) return 'MANAGER'
  return now > record.undo_until ? 'LATE' : null
}
