import { setTimeout as pause } from 'node:timers/promises'
import { type BreakerConfig, Breakers } from './wechat.breaker.js'
import {
  busyErrcode,
  isTokenRefusal,
  kindOfErrcode,
  type WechatEndpoint,
  WechatError,
  type WechatErrorKind,
} from './wechat.error.js'

/** Who asks: the mini-program or the official account. */
export type WechatApp = { appId: string; appSecret: string }

/** How to reach WeChat. `apiUrl` has no query; a path in it (a proxy) is kept. `timeoutMs` bounds one request whole. */
export type WechatConfig = WechatApp & {
  apiUrl: string
  timeoutMs: number
  /** The official account of the same owner, if there is one. */
  account?: WechatApp | null
  breaker?: BreakerConfig
}

/** One HTTP exchange as metrics see it. `TOKEN_REFUSED` is followed by a second try with a fresh token. */
export type WechatCall = { endpoint: WechatEndpoint; outcome: 'OK' | 'TOKEN_REFUSED' | WechatErrorKind; ms: number }

/** Told of every exchange, after it ended. Must not throw. */
export type OnWechatCall = (call: WechatCall) => void

/** One request. A body makes it a POST with JSON. Values of query and body are secret: nothing here may print them. */
export type WechatRequest = {
  endpoint: WechatEndpoint
  path: string
  query?: Record<string, string>
  body?: Record<string, unknown>
  /** The answer is a picture, unless it is JSON that says why not. */
  picture?: boolean
}

/** What WeChat said: `errcode` is 0 when it was absent, `json` is the whole parsed object, empty beside a picture. */
export type WechatAnswer = {
  errcode: number
  rid: string | undefined
  json: Record<string, unknown>
  picture?: Picture
}
export type Picture = { bytes: Buffer; contentType: 'image/jpeg' | 'image/png' }

const maxAnswerBytes = 64 * 1024
const maxPictureBytes = 4 * 1024 * 1024
const busyPauseMs = 100

/** Sends requests to api.weixin.qq.com and reads what comes back, whatever content type and status it wears. */
export class WechatTransport {
  readonly #config: WechatConfig
  readonly #onCall: OnWechatCall
  readonly #breakers: Breakers

  constructor(config: WechatConfig, onCall: OnWechatCall) {
    this.#config = config
    this.#onCall = onCall
    this.#breakers = new Breakers(config.breaker)
  }

  /** The endpoints that are not called at the moment because they did not answer. */
  openCircuits(): string[] {
    return this.#breakers.open()
  }

  /** Like `send`, with one more try after a short pause when WeChat says that it is busy. */
  async ask(request: WechatRequest): Promise<WechatAnswer> {
    const answer = await this.send(request)
    if (answer.errcode !== busyErrcode) return answer
    await pause(busyPauseMs)
    return this.send(request)
  }

  /** One exchange. Resolves with any errcode; throws `WechatError` when no readable answer came. */
  async send(request: WechatRequest): Promise<WechatAnswer> {
    const startedAt = performance.now()
    let outcome: WechatCall['outcome'] = 'UNREACHABLE'
    try {
      const answer = await this.#breakers.run(request.endpoint, () => this.#exchange(request))
      outcome = outcomeOf(request, answer)
      return answer
    } catch (error) {
      const failure = error instanceof WechatError ? error : unreachable(request.endpoint, 'request failed')
      outcome = failure.kind
      throw failure
    } finally {
      this.#onCall({ endpoint: request.endpoint, outcome, ms: performance.now() - startedAt })
    }
  }

  async #exchange(request: WechatRequest): Promise<WechatAnswer> {
    const { apiUrl } = this.#config
    const url = new URL(`${apiUrl.replace(/\/+$/, '')}${request.path}`)
    for (const [name, value] of Object.entries(request.query ?? {})) url.searchParams.set(name, value)
    const response = await this.#fetch(request, url)
    const limit = request.picture ? maxPictureBytes : maxAnswerBytes
    const bytes = await readBounded(request.endpoint, response, limit).catch(failed(request.endpoint))
    const picture = request.picture && response.ok ? pictureOf(bytes) : undefined
    if (picture) return { errcode: 0, rid: undefined, json: {}, picture }
    const answer = readAnswer(request.endpoint, response.status, new TextDecoder().decode(bytes))
    if (request.picture && answer.errcode === 0) throw unreadable(request.endpoint)
    return answer
  }

  #fetch(request: WechatRequest, url: URL): Promise<Response> {
    return fetch(url, {
      // A redirect would carry secret and token to whoever it names.
      redirect: 'error',
      signal: AbortSignal.timeout(this.#config.timeoutMs),
      ...(request.body === undefined
        ? {}
        : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(request.body) }),
    }).catch(failed(request.endpoint))
  }
}

/** Throws the typed error of an answer whose errcode is not 0. */
export function throwIfRefused(endpoint: WechatEndpoint, answer: WechatAnswer): void {
  const { errcode, rid, json } = answer
  if (errcode === 0) return
  const field = /\bdata\.(\w{1,32})\.value\b/.exec(String(json.errmsg))?.[1]
  throw new WechatError({ endpoint, kind: kindOfErrcode(errcode), errcode, rid, field })
}

/** The error for an answer that came whole but is not what the endpoint promises. Its effect is unknown. */
export function unreadable(endpoint: WechatEndpoint): WechatError {
  return unreachable(endpoint, 'unreadable answer')
}

/**
 * `JSON.parse` that keeps 64-bit ids: WeChat writes msgid as a bare number past 2^53, which would lose its last digits.
 * Such integers come out as strings. Throws SyntaxError like `JSON.parse`.
 */
export function parseWechatJson(text: string): unknown {
  const quoted = text.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, token =>
    /^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token,
  )
  return JSON.parse(quoted)
}

function outcomeOf(request: WechatRequest, answer: WechatAnswer): WechatCall['outcome'] {
  if (answer.errcode === 0) return 'OK'
  const carriedToken = request.query?.access_token !== undefined
  return carriedToken && isTokenRefusal(answer.errcode) ? 'TOKEN_REFUSED' : kindOfErrcode(answer.errcode)
}

async function readBounded(endpoint: WechatEndpoint, response: Response, limit: number): Promise<Buffer> {
  if (response.body === null) return Buffer.alloc(0)
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = response.body.getReader()
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.byteLength
    if (size > limit) {
      await reader.cancel()
      throw unreachable(endpoint, 'answer too large')
    }
    chunks.push(part.value)
  }
  return Buffer.concat(chunks)
}

/** A picture by its first bytes; whatever else came in its place is undefined. */
function pictureOf(bytes: Buffer): Picture | undefined {
  if (bytes.subarray(0, 3).equals(jpegStart)) return { bytes, contentType: 'image/jpeg' }
  return bytes.subarray(0, 4).equals(pngStart) ? { bytes, contentType: 'image/png' } : undefined
}

const jpegStart = Buffer.from([0xff, 0xd8, 0xff])
const pngStart = Buffer.from([0x89, 0x50, 0x4e, 0x47])

/**
 * Content type says nothing (jscode2session answers text/plain), and HTTP status says little: an errcode is believed
 * wherever it appears. Its absence means success only under a 2xx status.
 */
function readAnswer(endpoint: WechatEndpoint, status: number, text: string): WechatAnswer {
  const json = parseObject(text)
  const errcode = json?.errcode
  const rid = ridOf(json?.errmsg)
  if (json !== null && typeof errcode === 'number' && Number.isSafeInteger(errcode)) return { errcode, rid, json }
  if (status >= 500)
    throw new WechatError({
      endpoint,
      kind: 'RETRY_LATER',
      rid,
      reason: `HTTP ${status}`,
      effect: status === 504 ? 'UNKNOWN' : 'NONE',
    })
  if (status >= 300) throw new WechatError({ endpoint, kind: 'MISCONFIGURED', rid, reason: `HTTP ${status}` })
  if (json === null || errcode !== undefined) throw unreadable(endpoint)
  return { errcode: 0, rid, json }
}

function parseObject(text: string): Record<string, unknown> | null {
  if (!text.trimStart().startsWith('{')) return null
  try {
    return parseWechatJson(text) as Record<string, unknown>
  } catch {
    return null
  }
}

/** The request id at the end of errmsg: `rid: 65bb65b7-402cd2bc-0d97216b`, or `req_id: …` on older endpoints. */
function ridOf(errmsg: unknown): string | undefined {
  if (typeof errmsg !== 'string') return undefined
  const found =
    /\brid: ?([0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8})\b/.exec(errmsg) ?? /\breq_id: ?([\w.-]{4,40})/.exec(errmsg)
  return found?.[1]
}

function unreachable(endpoint: WechatEndpoint, reason: string): WechatError {
  return new WechatError({ endpoint, kind: 'UNREACHABLE', reason })
}

/** Codes of a connection that was never made: nothing can have happened at the other end. */
const neverSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** Turns a failed fetch into ours. Only error names and system codes pass: messages can contain the address. */
function failed(endpoint: WechatEndpoint): (error: unknown) => never {
  return error => {
    if (error instanceof WechatError) throw error
    const { name, cause } = Object(error) as { name?: unknown; cause?: { code?: unknown; message?: unknown } }
    if (name === 'TimeoutError') throw unreachable(endpoint, 'timed out')
    const code = typeof cause?.code === 'string' ? cause.code : ''
    const reason = /^[A-Z][A-Z_]{2,40}$/.test(code) ? code : 'request failed'
    // A port that fetch itself refuses has no code.
    const effect = neverSent.has(code) || cause?.message === 'bad port' ? 'NONE' : 'UNKNOWN'
    throw new WechatError({ endpoint, kind: 'UNREACHABLE', reason, effect })
  }
}
