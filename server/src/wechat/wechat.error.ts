/** The WeChat endpoints this client calls, by the last part of their path. They double as metric labels. */
export type WechatEndpoint = 'jscode2session' | 'stable_token' | 'getuserphonenumber'

/**
 * What the caller can do about a failed call:
 * - `RETRY_LATER` WeChat answered that it is busy (-1, HTTP 5xx, a fresh access token refused); a later try may succeed.
 * - `CODE_INVALID` the login or phone code is expired, foreign, malformed or (phone codes) already used: ask for a new one.
 * - `CODE_USED` the login code was exchanged before: ask `wx.login` for a new one.
 * - `USER_BLOCKED` WeChat holds this account as high-risk and refuses its login; retrying does not help.
 * - `RATE_LIMITED` a minute or daily quota is spent.
 * - `MISCONFIGURED` appid, secret, IP list, rights or address are wrong: a person must act, not the diner.
 * - `UNREACHABLE` no complete answer came. The effect is unknown: a single-use code may already be spent.
 */
export type WechatErrorKind =
  | 'RETRY_LATER'
  | 'CODE_INVALID'
  | 'CODE_USED'
  | 'USER_BLOCKED'
  | 'RATE_LIMITED'
  | 'MISCONFIGURED'
  | 'UNREACHABLE'

type WechatErrorFacts = {
  endpoint: WechatEndpoint
  kind: WechatErrorKind
  /** WeChat's own code, when it gave one. */
  errcode?: number | undefined
  /** WeChat's request id, the only thing its support asks for. */
  rid?: string | undefined
  /** A fixed phrase of ours. Never text that came from outside: errmsg and fetch errors can echo codes and addresses. */
  reason?: string | undefined
}

/**
 * A WeChat call that did not succeed. The message is safe to log: it is made of the endpoint, the kind, the errcode,
 * the rid and a phrase of ours, and there is deliberately no `cause`, because a fetch error may carry the whole address
 * with secret and token in its query.
 */
export class WechatError extends Error {
  readonly endpoint: WechatEndpoint
  readonly kind: WechatErrorKind
  readonly errcode: number | undefined
  readonly rid: string | undefined

  constructor(facts: WechatErrorFacts) {
    const details = [
      facts.errcode === undefined ? '' : `errcode ${facts.errcode}`,
      facts.rid === undefined ? '' : `rid ${facts.rid}`,
      facts.reason ?? '',
    ].filter(detail => detail !== '')
    super(`WeChat ${facts.endpoint}: ${facts.kind}${details.length > 0 ? ` (${details.join(', ')})` : ''}`)
    this.name = 'WechatError'
    this.endpoint = facts.endpoint
    this.kind = facts.kind
    this.errcode = facts.errcode
    this.rid = facts.rid
  }
}

/** WeChat's "system busy". The only errcode it asks to have repeated. */
export const busyErrcode = -1

const kinds: ReadonlyMap<number, WechatErrorKind> = new Map<number, WechatErrorKind>([
  [busyErrcode, 'RETRY_LATER'],
  [40029, 'CODE_INVALID'],
  [40163, 'CODE_USED'],
  [40226, 'USER_BLOCKED'],
  [45009, 'RATE_LIMITED'],
  [45011, 'RATE_LIMITED'],
])

/** The kind of a non-zero errcode. Whatever the table does not know needs a person, hence `MISCONFIGURED`. */
export function kindOfErrcode(errcode: number): WechatErrorKind {
  return kinds.get(errcode) ?? 'MISCONFIGURED'
}

/** True for the three ways WeChat refuses an access token: unknown or replaced, malformed, expired. */
export function isTokenRefusal(errcode: number): boolean {
  return errcode === 40001 || errcode === 40014 || errcode === 42001
}
