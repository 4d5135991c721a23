/** When a table session is over although nobody said so. */

const HOUR_MS = 3_600_000
/** A party that has not left after four hours forgot to say so; whoever scans then is the next one. */
export const LONGEST_SESSION_MS = 4 * HOUR_MS

/** The instant at which a session ends by itself. */
export function latestEnd(openedAt: Date): Date {
  return new Date(openedAt.getTime() + LONGEST_SESSION_MS)
}

export function isOver(session: { opened_at: Date; closed_at: Date | null }, now: Date): boolean {
  return session.closed_at !== null || latestEnd(session.opened_at) <= now
}

/** Sessions opened after this instant may still be going on. */
export function openSince(now: Date): Date {
  return new Date(now.getTime() - LONGEST_SESSION_MS)
}

/** The moment to write down for an end that is noticed now but may have come earlier by itself. */
export function endOf(openedAt: Date, now: Date): Date {
  return latestEnd(openedAt) < now ? latestEnd(openedAt) : now
}
