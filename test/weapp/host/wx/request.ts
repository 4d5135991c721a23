import type { HttpAnswer } from '../../contract.js'
import { askTest } from '../native.js'
import type { Phone } from '../phone.js'
import type { Records } from '../records.js'
import type { Caller, CallOptions, WxMember } from './call.js'

/** WeChat's limits: requests at a time, and how long one may take when the app sets no limit. */
const MOST_IN_FLIGHT = 10
const DEFAULT_TIMEOUT = 60_000
const METHODS = new Set(['OPTIONS', 'GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'TRACE', 'CONNECT', 'PATCH'])

interface RequestOptions extends CallOptions {
  url: string
  method?: string
  data?: unknown
  header?: Record<string, string>
  timeout?: number
  dataType?: string
  responseType?: string
}
interface Flight {
  id: number
  options: RequestOptions
  method: string
  startedAt: number
  timer: number
  done: boolean
}

/** `wx.request` over the test process, which hands every call to the server under test. */
export class Requests {
  private readonly waiting: Flight[] = []
  private readonly flying = new Set<Flight>()
  private count = 0

  constructor(
    private readonly phone: Phone,
    private readonly records: Records,
    private readonly caller: Caller,
  ) {}

  readonly request: WxMember = (options: RequestOptions) => {
    const { stats } = this.records
    this.records.count(stats.apiCalls, 'request')
    this.count += 1
    const method = (options.method ?? 'GET').toUpperCase()
    const flight: Flight = { id: this.count, options, method, startedAt: performance.now(), timer: 0, done: false }
    const problem = problemOf(options, method)
    if (problem) {
      this.records.error('wx.request', new Error(`${problem}: ${options.url}`))
      setTimeout(() => this.fail(flight, problem))
    } else if (!this.phone.online) setTimeout(() => this.fail(flight, ''))
    else {
      flight.timer = window.setTimeout(() => this.cut(flight, 'timeout', 5), options.timeout ?? DEFAULT_TIMEOUT)
      this.waiting.push(flight)
      this.takeOff()
    }
    const nothing = () => undefined
    return {
      abort: () => this.cut(flight, 'abort', 0),
      onHeadersReceived: nothing,
      offHeadersReceived: nothing,
      onChunkReceived: nothing,
      offChunkReceived: nothing,
    }
  }

  /** The network went away: whatever is under way fails at once. */
  failAll() {
    for (const flight of [...this.flying, ...this.waiting]) this.cut(flight, '', 600001)
  }

  private takeOff() {
    while (this.flying.size < MOST_IN_FLIGHT) {
      const flight = this.waiting.shift()
      if (!flight) return
      this.flying.add(flight)
      const { stats } = this.records
      stats.mostRequestsInFlight = Math.max(stats.mostRequestsInFlight, this.flying.size)
      const call = { id: flight.id, method: flight.method, ...wireOf(flight.options, flight.method) }
      askTest('request', call).then(
        answer => (answer.error === undefined ? this.succeed(flight, answer) : this.fail(flight, answer.error)),
        error => this.fail(flight, String(error)),
      )
    }
  }

  private cut(flight: Flight, reason: string, errno: number) {
    if (flight.done) return
    void askTest('abort', flight.id)
    this.fail(flight, reason, errno)
  }

  private succeed(flight: Flight, answer: HttpAnswer) {
    if (!this.land(flight, answer.status)) return
    const { options } = flight
    const result = {
      data: bodyOf(answer, options),
      statusCode: answer.status,
      header: answer.header,
      cookies: [],
      errMsg: 'request:ok',
    }
    this.caller.callBack('request', options.success, result)
    this.caller.callBack('request', options.complete, result)
  }

  private fail(flight: Flight, reason: string, errno = 600001) {
    const errMsg = `request:fail ${reason}`.trim()
    if (!this.land(flight, errMsg)) return
    this.caller.callBack('request', flight.options.fail, { errMsg, errno })
    this.caller.callBack('request', flight.options.complete, { errMsg, errno })
  }

  /** Ends a request once; false when it had ended before. */
  private land(flight: Flight, outcome: number | string): boolean {
    if (flight.done) return false
    flight.done = true
    clearTimeout(flight.timer)
    this.flying.delete(flight)
    const place = this.waiting.indexOf(flight)
    if (place >= 0) this.waiting.splice(place, 1)
    this.takeOff()
    const { method, options, startedAt } = flight
    const milliseconds = Math.round(performance.now() - startedAt)
    this.records.keep(this.records.stats.requests, { method, url: options.url, outcome, milliseconds })
    return true
  }
}

function problemOf(options: RequestOptions, method: string): string | undefined {
  if (!/^https?:\/\/[^/]/.test(options.url ?? '')) return `invalid url "${options.url}"`
  if (!METHODS.has(method)) return 'method is invalid'
  const header = Object.entries(options.header ?? {}).find(([, value]) => typeof value !== 'string')
  return header ? `header ${header[0]} is not a text` : undefined
}

/** URL, headers and body as they go out: query or form for `GET` and forms, JSON otherwise. */
function wireOf(options: RequestOptions, method: string) {
  const header: Record<string, string> = {}
  for (const [name, value] of Object.entries(options.header ?? {})) header[name.toLowerCase()] = value
  // WeChat sends this with every request, also one without a body; servers that mind must hear it here too.
  header['content-type'] ??= 'application/json'
  const { data } = options
  if (method === 'GET' || method === 'HEAD') {
    if (data === undefined || data === null || typeof data !== 'object') return { url: options.url, header, body: null }
    return { url: withQuery(options.url, formOf(data)), header, body: null }
  }
  if (data === undefined || data === null) return { url: options.url, header, body: null }
  if (data instanceof ArrayBuffer) return { url: options.url, header, body: base64(new Uint8Array(data)) }
  const form = header['content-type'].includes('x-www-form-urlencoded')
  const text = typeof data === 'string' ? data : form ? formOf(data as object) : JSON.stringify(data)
  return { url: options.url, header, body: base64(new TextEncoder().encode(text)) }
}

function formOf(data: object): string {
  const part = (value: unknown) =>
    encodeURIComponent(value !== null && typeof value === 'object' ? JSON.stringify(value) : String(value))
  return Object.entries(data)
    .map(([name, value]) => `${encodeURIComponent(name)}=${part(value)}`)
    .join('&')
}

function withQuery(url: string, query: string): string {
  if (!query) return url
  return `${url}${url.includes('?') ? '&' : '?'}${query}`
}

function bodyOf(answer: HttpAnswer, options: RequestOptions): unknown {
  const bytes = Uint8Array.from(atob(answer.body), character => character.charCodeAt(0))
  if (options.responseType === 'arraybuffer') return bytes.buffer
  const text = new TextDecoder().decode(bytes)
  if ((options.dataType ?? 'json') !== 'json') return text
  try {
    return JSON.parse(text)
  } catch {
    // WeChat hands over the text when it is not JSON.
    return text
  }
}

function base64(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text)
}
