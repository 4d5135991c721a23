/** What a failed send means: try again, give up, ask somebody, or leave it because it may have arrived. Pure. */

/** A failure as a channel tells it. `errcode` is WeChat's; `sent` is false when the provider cannot have got it. */
export interface Failure {
  errcode: number | null
  kind: 'REFUSED' | 'BUSY' | 'UNREACHABLE'
  /** Whether the request may have taken effect. */
  mayHaveArrived: boolean
}

/**
 * AGAIN: later, and the whole channel waits. REST: the channel waits longer, a quota is spent. NEXT: not on this channel,
 * perhaps on the next one. LOOK: somebody has to mend something, then it can be sent. UNKNOWN: it may have arrived.
 */
export type Verdict =
  | { what: 'AGAIN' | 'REST' | 'UNKNOWN'; reason: string }
  | { what: 'NEXT'; reason: string; grantGone: boolean }
  | { what: 'LOOK'; reason: string; templateIsBad: boolean }

const next = (reason: string, grantGone = false): Verdict => ({ what: 'NEXT', reason, grantGone })
const look = (reason: string, templateIsBad: boolean): Verdict => ({ what: 'LOOK', reason, templateIsBad })

const BY_CODE: ReadonlyMap<number, Verdict> = new Map<number, Verdict>([
  [43101, next('NO_GRANT', true)],
  [43107, look('CAPABILITY_BANNED', true)],
  [43116, look('TEMPLATE_BANNED', true)],
  [40003, next('BAD_RECIPIENT')],
  [43004, next('NOT_FOLLOWING')],
  [45168, look('BAD_WORD', false)],
  [40037, look('TEMPLATE_GONE', true)],
  [41030, look('PAGE_UNKNOWN', true)],
  [40165, look('PAGE_UNKNOWN', true)],
  [47003, look('BAD_DATA', false)],
  [45109, look('API_RECALLED', true)],
  [45009, { what: 'REST', reason: 'QUOTA' }],
  [45011, { what: 'AGAIN', reason: 'RATE' }],
  [-1, { what: 'AGAIN', reason: 'PROVIDER_BUSY' }],
  [40001, { what: 'AGAIN', reason: 'TOKEN' }],
  [40014, { what: 'AGAIN', reason: 'TOKEN' }],
  [42001, { what: 'AGAIN', reason: 'TOKEN' }],
  // Also when the token is asked for: nothing of this channel will go until somebody has mended the settings.
  [40013, { what: 'REST', reason: 'MISCONFIGURED' }],
  [40125, { what: 'REST', reason: 'MISCONFIGURED' }],
  [40164, { what: 'REST', reason: 'MISCONFIGURED' }],
  [48001, { what: 'REST', reason: 'MISCONFIGURED' }],
  [48004, { what: 'REST', reason: 'MISCONFIGURED' }],
])

/**
 * Judges a failure. `repeatable`: the provider recognises a repeat by our key, so one whose outcome is unknown may be
 * sent again. WeChat's subscribe messages have no such key: there a second send could be a second message.
 */
export function judge(failure: Failure, repeatable: boolean): Verdict {
  if (failure.errcode !== null) {
    const known = BY_CODE.get(failure.errcode)
    if (known) return known
  }
  if (failure.mayHaveArrived && !repeatable) return { what: 'UNKNOWN', reason: 'NO_ANSWER' }
  if (failure.kind === 'UNREACHABLE') return { what: 'AGAIN', reason: 'PROVIDER_DOWN' }
  if (failure.kind === 'BUSY') return { what: 'AGAIN', reason: 'PROVIDER_BUSY' }
  return look('REFUSED', false)
}

const FIRST_MS = 5_000
const LONGEST_MS = 120_000
const REST_MS = 10 * 60_000

/** For how long a channel whose provider failed so many times in a row is left alone, in ms. */
export function pauseMs(failures: number, resting: boolean): number {
  if (resting) return REST_MS
  return Math.min(FIRST_MS * 2 ** Math.min(failures - 1, 10), LONGEST_MS)
}
