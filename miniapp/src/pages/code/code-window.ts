/** Which member code is shown when. Only elapsed time counts: the phone's clock may be an hour off. */
import type { ReplyOf } from '@huitou/shared/client'

export type Codes = ReplyOf<'POST /member/codes'>
export type Code = Codes['codes'][number]

export interface Shown {
  code: Code
  /** Milliseconds this code is still good for, and how long it is good altogether. */
  leftMs: number
  wholeMs: number
}

/** The code valid `elapsedMs` after the answer arrived; null when all are over (or time ran backwards). */
export function codeAt(codes: Codes, elapsedMs: number): Shown | null {
  for (const code of codes.codes) {
    if (elapsedMs >= code.fromMs && elapsedMs < code.untilMs) {
      return { code, leftMs: code.untilMs - elapsedMs, wholeMs: code.untilMs - code.fromMs }
    }
  }
  return null
}

/** Milliseconds for which the codes in hand suffice without the network. */
export function supplyMs(codes: Codes, elapsedMs: number): number {
  const last = Math.max(0, ...codes.codes.map(code => code.untilMs))
  return elapsedMs < 0 ? 0 : Math.max(0, last - elapsedMs)
}

/**
 * Whether to fetch now: nothing to show, or the server's own advice has passed. After a failure the next try waits a
 * little longer each time, at most 15 s, and never beyond the moment the last code ends.
 */
export function dueForRefresh(codes: Codes | null, elapsedMs: number, failures: number, sinceTryMs: number): boolean {
  const due = !codes || elapsedMs >= codes.refreshAfterMs || !codeAt(codes, elapsedMs)
  if (!due) return false
  return failures === 0 || sinceTryMs >= Math.min(15_000, 1000 * 2 ** failures)
}
