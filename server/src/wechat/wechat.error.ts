/** The WeChat endpoints this client calls, by the last part of their path. They double as metric labels. */
export type WechatEndpoint =
  | 'jscode2session'
  | 'stable_token'
  | 'getuserphonenumber'
  | 'getwxacodeunlimit'
  | 'generate_urllink'
  | 'generatescheme'
  | 'query_urllink'
  | 'subscribe_send'
  | 'template_send'
  | 'user_info'
  | 'user_info_batch'
  | 'msg_sec_check'
  | 'media_check_async'
  | 'getuserriskrank'
  | 'upload_shipping_info'

/**
 * What happened, as far as the caller cares:
 * - `RETRY_LATER` WeChat answered that it is busy (-1, HTTP 5xx, a fresh access token refused); a later try may succeed.
 * - `CODE_INVALID` the login or phone code is expired, foreign, malformed or (phone codes) already used: ask for a new one.
 * - `CODE_USED` the login code was exchanged before: ask `wx.login` for a new one.
 * - `USER_BLOCKED` WeChat holds this account as high-risk and refuses its login; retrying does not help.
 * - `RATE_LIMITED` a minute or daily quota is spent.
 * - `NO_GRANT` the person has no subscription left for this template, or has refused it (43101).
 * - `NOT_FOLLOWING` the person does not follow the official account (43004).
 * - `RECIPIENT_UNKNOWN` this openid is none of this app.
 * - `TEMPLATE_GONE` the template was deleted or banned.
 * - `CONTENT_REFUSED` this very request will never be accepted: a field, a word, a scene, a page or an order state.
 * - `NOT_RECENT` the person has not used the mini-program for two hours, or is a robot: nothing is known of them (61010).
 * - `MISCONFIGURED` appid, secret, IP list, rights or address are wrong: a person must act, not the diner.
 * - `UNREACHABLE` no complete answer came. A single-use code may already be spent; see `effect`.
 * - `CIRCUIT_OPEN` the last calls of this endpoint were all unreachable, so this one was not made.
 */
export type WechatErrorKind =
  | 'RETRY_LATER'
  | 'CODE_INVALID'
  | 'CODE_USED'
  | 'USER_BLOCKED'
  | 'RATE_LIMITED'
  | 'NO_GRANT'
  | 'NOT_FOLLOWING'
  | 'RECIPIENT_UNKNOWN'
  | 'TEMPLATE_GONE'
  | 'CONTENT_REFUSED'
  | 'NOT_RECENT'
  | 'MISCONFIGURED'
  | 'UNREACHABLE'
  | 'CIRCUIT_OPEN'

/**
 * What a job does about it:
 * - `RETRY` nothing has happened; the same call later may succeed.
 * - `UNKNOWN` it may have happened: ask or wait for the event. To repeat a message now could send it twice.
 * - `NONE_LEFT` this person cannot be reached over this channel until they allow it again.
 * - `PERMANENT` this call will never succeed, others may.
 * - `GIVE_UP` no call of this sort will succeed until somebody has repaired something.
 */
export type RetryClass = 'RETRY' | 'UNKNOWN' | 'NONE_LEFT' | 'PERMANENT' | 'GIVE_UP'

type WechatErrorFacts = {
  endpoint: WechatEndpoint
  kind: WechatErrorKind
  /** WeChat's own code, when it gave one. */
  errcode?: number | undefined
  /** WeChat's request id, the only thing its support asks for. */
  rid?: string | undefined
  /** The key of the first bad field of a message, such as `thing1`. Never its value. */
  field?: string | undefined
  /** A fixed phrase of ours. Never text that came from outside: errmsg and fetch errors can echo codes and addresses. */
  reason?: string | undefined
  /** `NONE` when the call surely had no effect. `UNREACHABLE` has an unknown one unless said otherwise. */
  effect?: 'NONE' | 'UNKNOWN' | undefined
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
  readonly field: string | undefined
  readonly effect: 'NONE' | 'UNKNOWN'

  constructor(facts: WechatErrorFacts) {
    const details = [
      facts.errcode === undefined ? '' : `errcode ${facts.errcode}`,
      facts.field === undefined ? '' : `field ${facts.field}`,
      facts.rid === undefined ? '' : `rid ${facts.rid}`,
      facts.reason ?? '',
    ].filter(detail => detail !== '')
    super(`WeChat ${facts.endpoint}: ${facts.kind}${details.length > 0 ? ` (${details.join(', ')})` : ''}`)
    this.name = 'WechatError'
    this.endpoint = facts.endpoint
    this.kind = facts.kind
    this.errcode = facts.errcode
    this.rid = facts.rid
    this.field = facts.field
    this.effect = facts.effect ?? (facts.kind === 'UNREACHABLE' ? 'UNKNOWN' : 'NONE')
  }

  get retryClass(): RetryClass {
    return this.effect === 'UNKNOWN' ? 'UNKNOWN' : classes[this.kind]
  }
}

/** WeChat's "system busy". The only errcode it asks to have repeated. */
export const busyErrcode = -1

const classes: Readonly<Record<WechatErrorKind, RetryClass>> = {
  RETRY_LATER: 'RETRY',
  RATE_LIMITED: 'RETRY',
  UNREACHABLE: 'RETRY',
  CIRCUIT_OPEN: 'RETRY',
  NO_GRANT: 'NONE_LEFT',
  NOT_FOLLOWING: 'NONE_LEFT',
  CODE_INVALID: 'PERMANENT',
  CODE_USED: 'PERMANENT',
  USER_BLOCKED: 'PERMANENT',
  RECIPIENT_UNKNOWN: 'PERMANENT',
  CONTENT_REFUSED: 'PERMANENT',
  NOT_RECENT: 'PERMANENT',
  TEMPLATE_GONE: 'GIVE_UP',
  MISCONFIGURED: 'GIVE_UP',
}

const kinds: ReadonlyMap<number, WechatErrorKind> = new Map<number, WechatErrorKind>([
  [busyErrcode, 'RETRY_LATER'],
  [40003, 'RECIPIENT_UNKNOWN'],
  [40029, 'CODE_INVALID'],
  [40037, 'TEMPLATE_GONE'],
  [40129, 'CONTENT_REFUSED'],
  [40163, 'CODE_USED'],
  [40165, 'CONTENT_REFUSED'],
  [40169, 'CONTENT_REFUSED'],
  [40212, 'CONTENT_REFUSED'],
  [40226, 'USER_BLOCKED'],
  [41030, 'CONTENT_REFUSED'],
  [43004, 'NOT_FOLLOWING'],
  [43101, 'NO_GRANT'],
  [43104, 'RECIPIENT_UNKNOWN'],
  [43116, 'TEMPLATE_GONE'],
  [44990, 'RATE_LIMITED'],
  [44993, 'RATE_LIMITED'],
  [45009, 'RATE_LIMITED'],
  [45011, 'RATE_LIMITED'],
  [45168, 'CONTENT_REFUSED'],
  [47003, 'CONTENT_REFUSED'],
  [61010, 'NOT_RECENT'],
  [85096, 'CONTENT_REFUSED'],
  [85400, 'RATE_LIMITED'],
  [85401, 'CONTENT_REFUSED'],
  [10060004, 'CONTENT_REFUSED'],
])

/** The kind of a non-zero errcode. Whatever the table does not know needs a person, hence `MISCONFIGURED`. */
export function kindOfErrcode(errcode: number): WechatErrorKind {
  return kinds.get(errcode) ?? 'MISCONFIGURED'
}

/** True for the three ways WeChat refuses an access token: unknown or replaced, malformed, expired. */
export function isTokenRefusal(errcode: number): boolean {
  return errcode === 40001 || errcode === 40014 || errcode === 42001
}
