/** How long typing waits after too many wrong codes. Pure. */

/** Where the server does not say how long. */
export const USUAL_MS = 60_000

/** Whole seconds, rounded up; a phone whose clock was put back does not wait for ever. */
export function secondsLeft(until: number, now: number): number {
  const left = until - now
  return left <= 0 || left > 2 * USUAL_MS ? 0 : Math.ceil(left / 1000)
}
