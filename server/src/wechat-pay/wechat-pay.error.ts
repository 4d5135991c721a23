/** The calls we make to WeChat Pay. They double as metric labels. */
export type PayEndpoint =
  | 'prepay'
  | 'query'
  | 'close'
  | 'refund'
  | 'refund-query'
  | 'bill'
  | 'bill-file'
  | 'certificates'
  | 'notice'

/**
 * What the caller can do about a call that did not succeed:
 * - `UNKNOWN` no complete answer that can be trusted came (time-out, cut, 5xx, bad signature, foreign content). The effect
 *   may have happened: ask, and repeat only with the same numbers.
 * - `BUSY` refused before any effect because of too many calls; the same request may be sent later.
 * - `PAID` the order is paid already, or its number is taken: ask what became of it.
 * - `CHANGED` the same number was sent with other words before.
 * - `CLOSED` the order is closed.
 * - `NOT_FOUND` WeChat Pay knows no such order, refund or bill.
 * - `NOT_ENOUGH` the merchant's balance does not cover the refund now.
 * - `REFUSED` WeChat Pay will not do this, however often it is asked.
 * - `MISCONFIGURED` keys, numbers or rights of the merchant are wrong: a person must act.
 */
export type PayErrorKind =
  | 'UNKNOWN'
  | 'BUSY'
  | 'PAID'
  | 'CHANGED'
  | 'CLOSED'
  | 'NOT_FOUND'
  | 'NOT_ENOUGH'
  | 'REFUSED'
  | 'MISCONFIGURED'

type PayErrorFacts = {
  endpoint: PayEndpoint
  kind: PayErrorKind
  /** WeChat Pay's own code, without underscores: both spellings are seen. */
  code?: string | undefined
  /** The number its support asks for. */
  requestId?: string | undefined
  /** A fixed phrase of ours, never text that came from outside. */
  reason?: string | undefined
}

/** A call to WeChat Pay that did not succeed, or a notification that is none. Its message is safe to log; there is no cause. */
export class PayError extends Error {
  readonly endpoint: PayEndpoint
  readonly kind: PayErrorKind
  readonly code: string | undefined
  readonly reason: string | undefined

  constructor({ endpoint, kind, code, requestId, reason }: PayErrorFacts) {
    const details = [code, reason, requestId && `request ${requestId}`].filter(Boolean)
    super(`WeChat Pay ${endpoint}: ${kind}${details.length > 0 ? ` (${details.join(', ')})` : ''}`)
    this.name = 'PayError'
    this.endpoint = endpoint
    this.kind = kind
    this.code = code
    this.reason = reason
  }
}

const kinds: ReadonlyMap<string, PayErrorKind> = new Map<string, PayErrorKind>([
  ['ORDERPAID', 'PAID'],
  ['OUTTRADENOUSED', 'PAID'],
  ['INVALIDREQUEST', 'CHANGED'],
  ['ORDERCLOSED', 'CLOSED'],
  ['ORDERNOTEXIST', 'NOT_FOUND'],
  ['RESOURCENOTEXISTS', 'NOT_FOUND'],
  ['NOSTATEMENTEXIST', 'NOT_FOUND'],
  ['STATEMENTCREATING', 'BUSY'],
  ['NOTENOUGH', 'NOT_ENOUGH'],
  ['FREQUENCYLIMITED', 'BUSY'],
  ['FREQUENCYLIMITEXCEED', 'BUSY'],
  ['RATELIMITEXCEED', 'BUSY'],
  ['SYSTEMERROR', 'UNKNOWN'],
  ['BANKERROR', 'UNKNOWN'],
  ['PARAMERROR', 'REFUSED'],
  ['RULELIMIT', 'REFUSED'],
  ['TRADEERROR', 'REFUSED'],
  ['USERACCOUNTABNORMAL', 'REFUSED'],
])

/** The kind of an answer that is no success. What the table does not know is judged by its HTTP status. */
export function kindOfCode(code: string | undefined, status: number): PayErrorKind {
  const known = code === undefined ? undefined : kinds.get(code)
  if (known) return known
  if (status === 429) return 'BUSY'
  return status >= 500 ? 'UNKNOWN' : 'MISCONFIGURED'
}
