/** How long keys of offline tokens sign. Pure. */

const DAY_MS = 86_400_000
/** A key signs for a week, and is shown to phones two days before: longer than what a phone takes along is good. */
export const KEY_SIGNS_MS = 7 * DAY_MS
export const KEY_AHEAD_MS = 2 * DAY_MS

/** Clocks of two servers differ by seconds: what one has just made, the other can sign with. */
const SLACK_MS = 5 * 60_000

export interface KeySpan {
  signs_from: Date
  signs_until: Date
}

/** Whether a key is missing: for now, or for the days ahead. `last` is the newest there is. */
export function isKeyDue(last: KeySpan | undefined, now: Date): boolean {
  return !last || last.signs_until.getTime() - now.getTime() <= KEY_AHEAD_MS
}

/** When the next key signs: from where the last one ends; after a pause of the whole deployment from now on. */
export function nextSpan(last: KeySpan | undefined, now: Date): KeySpan {
  const from = last && last.signs_until > now ? last.signs_until : new Date(now.getTime() - SLACK_MS)
  return { signs_from: from, signs_until: new Date(from.getTime() + KEY_SIGNS_MS) }
}

/** Whether a token can have been made with a key: tokens hold whole seconds, so the second a key begins in counts. */
export function isOfKey(issuedAt: number, { signs_from, signs_until }: KeySpan): boolean {
  return issuedAt > signs_from.getTime() - 1000 && issuedAt < signs_until.getTime()
}
