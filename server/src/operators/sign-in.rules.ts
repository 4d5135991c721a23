/** How often somebody may be wrong. Counted before the check, so that a hundred guesses at once are five. */

export const MAX_FAILURES = 5
export const LOCK_MS = 15 * 60_000

export interface Attempts {
  failures: number
  lockedUntil: Date | null
}

/**
 * Counts an attempt as a failure ahead of knowing; null when no attempt is allowed now. The fifth one in flight locks
 * at once. A lock that has run out starts a new count.
 */
export function beginAttempt(before: Attempts, now: Date): Attempts | null {
  if (before.lockedUntil && before.lockedUntil > now) return null
  const failures = (before.lockedUntil ? 0 : before.failures) + 1
  return { failures, lockedUntil: failures >= MAX_FAILURES ? new Date(now.getTime() + LOCK_MS) : null }
}

/** An attempt that turned out right clears the count. */
export function afterSuccess(): Attempts {
  return { failures: 0, lockedUntil: null }
}

/** An attempt that was neither right nor wrong (the second step was not answered yet) gives its place back. */
export function afterPause(before: Attempts): Attempts {
  const failures = Math.max(before.failures - 1, 0)
  return { failures, lockedUntil: failures >= MAX_FAILURES ? before.lockedUntil : null }
}
