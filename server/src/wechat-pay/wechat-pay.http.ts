import type { KeyObject } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Clock } from '../clock.js'
import { kindOfCode, type PayEndpoint, PayError, type PayErrorKind } from './wechat-pay.error.js'
import type { PlatformKeys } from './wechat-pay.keys.js'
import { signatureHeadersOf, signatureProblem } from './wechat-pay.signature.js'

/** One exchange as metrics see it. */
export type PayCall = { endpoint: PayEndpoint; outcome: 'OK' | PayErrorKind; ms: number }

/** Told of every exchange, after it ended. Must not throw. */
export type OnPayCall = (call: PayCall) => void

/** What came back, as it came: nothing of it is believed before its signature is checked. */
export type RawAnswer = { status: number; headers: Headers; body: Buffer }

/** What the library is handed back; `raw` is ours and passes through it untouched. */
export type LibraryAnswer = { status: number; data: unknown; raw: RawAnswer }

type HttpOptions = {
  /** Where WeChat Pay is; a path in it (a proxy) is kept. */
  apiUrl: string
  timeoutMs: number
  keys: PlatformKeys
  clock: Pick<Clock, 'now'>
  onCall: OnPayCall
}

/** The address the library writes into every request, and bills into their links. */
export const officialUrl = 'https://api.mch.weixin.qq.com'
const maxAnswerBytes = 256 * 1024
const maxBillBytes = 64 * 1024 * 1024
const billMs = 60_000

/**
 * The library's way to the network. Its own drops headers, without which an answer cannot be checked, waits for ever, and
 * knows one address only. Ours sends the bytes that were signed to where the configuration says, follows no redirect,
 * and keeps status, headers and raw bytes.
 */
export class PayHttp {
  readonly #options: HttpOptions

  constructor(options: HttpOptions) {
    this.#options = options
  }

  post(url: string, params: object, headers: Record<string, string>): Promise<LibraryAnswer> {
    // The library has signed these bytes: what JSON makes of this object.
    return this.#send(url, { method: 'POST', body: JSON.stringify(params), headers })
  }

  get(url: string, headers: Record<string, string>): Promise<LibraryAnswer> {
    return this.#send(url, { method: 'GET', headers })
  }

  /** Part of the library's interface. We upload nothing. */
  upload(): Promise<never> {
    return Promise.reject(new PayError({ endpoint: 'bill', kind: 'REFUSED', reason: 'nothing is uploaded' }))
  }

  /** Runs a call of the library's, and turns its answer into the raw one or a typed error. */
  async call(endpoint: PayEndpoint, work: () => Promise<unknown>): Promise<RawAnswer> {
    const began = performance.now()
    let outcome: PayCall['outcome'] = 'UNKNOWN'
    try {
      const { raw } = (await work()) as LibraryAnswer
      if (raw.status >= 300) throw refusalOf(endpoint, raw)
      outcome = 'OK'
      return raw
    } catch (error) {
      const failure = error instanceof PayError ? error : unknown(endpoint, reasonOf(error))
      outcome = failure.kind
      throw failure
    } finally {
      this.#options.onCall({ endpoint, outcome, ms: performance.now() - began })
    }
  }

  /** Throws `UNKNOWN` unless WeChat Pay has signed this answer, just now. */
  verify(
    endpoint: PayEndpoint,
    raw: RawAnswer,
    keyOf: (serial: string) => KeyObject | undefined = serial => this.#options.keys.find(serial),
  ): void {
    const { clock } = this.#options
    const headers = signatureHeadersOf(name => raw.headers.get(name))
    const problem = signatureProblem(headers, raw.body, { now: clock.now(), keyOf })
    if (problem) throw unknown(endpoint, `signature ${problem}`)
  }

  async #send(url: string, request: RequestInit & { headers: Record<string, string> }): Promise<LibraryAnswer> {
    const { apiUrl, timeoutMs, keys } = this.#options
    // A link to anywhere else would carry our signature there.
    if (!url.startsWith(`${officialUrl}/`)) throw new TypeError('not an address of WeChat Pay')
    const { 'Accept-Encoding': _, ...headers } = request.headers
    const isBill = url.includes('/v3/billdownload/')
    const response = await fetch(`${apiUrl.replace(/\/+$/, '')}${url.slice(officialUrl.length)}`, {
      ...request,
      headers: { ...headers, ...(keys.preferred ? { 'Wechatpay-Serial': keys.preferred } : {}) },
      redirect: 'error',
      signal: AbortSignal.timeout(isBill ? billMs : timeoutMs),
    })
    const body = await readBounded(response, isBill ? maxBillBytes : maxAnswerBytes)
    return {
      status: response.status,
      data: jsonOf(body),
      raw: { status: response.status, headers: response.headers, body },
    }
  }
}

/** Waits a moment before the one repetition of a call that was refused for being too many. */
export function breathe(): Promise<void> {
  return pause(200)
}

export function unknown(endpoint: PayEndpoint, reason: string): PayError {
  return new PayError({ endpoint, kind: 'UNKNOWN', reason })
}

export function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return {}
  }
}

function refusalOf(endpoint: PayEndpoint, raw: RawAnswer): PayError {
  const told = (jsonOf(raw.body) as { code?: unknown } | null)?.code
  // Both NOT_ENOUGH and NOTENOUGH are seen.
  const plain = typeof told === 'string' ? told.replaceAll('_', '').toUpperCase() : ''
  const code = /^[A-Z0-9]{2,40}$/.test(plain) ? plain : undefined
  const id = raw.headers.get('request-id') ?? ''
  const requestId = /^[\w-]{8,64}$/.test(id) ? id : undefined
  const reason = code ? undefined : `HTTP ${raw.status}`
  return new PayError({ endpoint, kind: kindOfCode(code, raw.status), code, requestId, reason })
}

async function readBounded(response: Response, most: number): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  if (response.body === null) return Buffer.alloc(0)
  const reader = response.body.getReader()
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.byteLength
    if (size > most) {
      await reader.cancel()
      throw new RangeError('answer too large')
    }
    chunks.push(part.value)
  }
  return Buffer.concat(chunks)
}

/** A phrase for a failed fetch. Only error names and system codes pass: messages can contain addresses and headers. */
function reasonOf(error: unknown): string {
  const { name, cause } = Object(error) as { name?: unknown; cause?: { code?: unknown } }
  if (name === 'TimeoutError') return 'timed out'
  if (name === 'RangeError') return 'answer too large'
  const code = cause?.code
  return typeof code === 'string' && /^[A-Z][A-Z_]{2,40}$/.test(code) ? code : 'request failed'
}
