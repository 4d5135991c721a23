/** Calls to the server: session, one renewal on 401, and every failure as one kind of error. */
import type { Route } from '@huitou/shared/api'
import { clientOver, type ReplyOf, type RequestOf, type Wire, wireOf } from '@huitou/shared/client'
import type { RefusalBody, RefusalCode } from '@huitou/shared/refusals'
import { closeSession, currentAccessToken, hasSession, renewSession, type Tokens } from './session'

const TIME_OUT_MS = 30_000

export type CallCode = RefusalCode | 'network.unreachable' | 'network.timeout'

interface Failure {
  code: CallCode
  /** HTTP status, 0 when the server was never reached. */
  status: number
  /** The number to quote to us; absent when the server was never reached. */
  requestId?: string | null
  /** The server's own words, for a code this build does not know yet. */
  message?: string
  data?: Record<string, unknown>
}

/** Why a call gave no answer. */
export class CallError extends Error {
  override readonly name = 'CallError'
  readonly code: CallCode
  readonly status: number
  readonly requestId: string | null
  readonly serverText: string
  readonly data: Record<string, unknown>

  constructor(failure: Failure) {
    super(failure.requestId ? `${failure.code} (${failure.requestId})` : failure.code)
    this.code = failure.code
    this.status = failure.status
    this.requestId = failure.requestId ?? null
    this.serverText = failure.message ?? ''
    this.data = failure.data ?? {}
  }

  /** True when asking again may help without anybody changing anything. */
  get passing(): boolean {
    return this.status === 0 || this.status >= 502
  }
}

export interface SendOptions {
  signal?: AbortSignal
  timeOutMs?: number
}

/** The typed client of the console. Throws CallError. */
export const call = clientOver(wire => send(wire))

/** One typed call that can be cancelled or wait longer than usual. Throws CallError. */
export function read<R extends Route>(route: R, request: RequestOf<R> | undefined, options: SendOptions) {
  return send(wireOf(route, request), options) as Promise<ReplyOf<R>>
}

/** The file behind a route that answers bytes. Throws CallError. */
export async function fetchFile<R extends Route>(route: R, request: RequestOf<R>): Promise<Blob> {
  const response = await authorised(wireOf(route, request), {})
  return response.blob()
}

async function send(wire: Wire, options: SendOptions = {}): Promise<unknown> {
  const response = await authorised(wire, options)
  return response.json().catch(() => {
    throw new CallError({
      code: 'server.error',
      status: response.status,
      requestId: response.headers.get('x-request-id'),
    })
  })
}

/** Sends with the session; an ended access token is renewed once and the call sent again. */
async function authorised(wire: Wire, options: SendOptions): Promise<Response> {
  if (!currentAccessToken() && hasSession()) await renew()
  const token = currentAccessToken()
  try {
    return await exchange(wire, token, options)
  } catch (error) {
    if (!(error instanceof CallError) || !isSessionCode(error.code) || !hasSession()) throw error
    // Another call may have renewed while this one was on its way; then the new token is tried first.
    if (currentAccessToken() === token) await renew()
    return exchange(wire, currentAccessToken(), options)
  }
}

/** Renews the session; when the server will not, the session is over. A network fault leaves it as it is. */
async function renew(): Promise<void> {
  try {
    await renewSession(async refreshToken => {
      const wire = wireOf('POST /console/sessions/refresh', { body: { refreshToken } })
      return (await exchange(wire, null, {})).json() as Promise<Tokens>
    })
  } catch (error) {
    if (error instanceof CallError && error.status >= 400 && error.status < 500 && error.status !== 429)
      closeSession('lost')
    throw error
  }
}

async function exchange(wire: Wire, token: string | null, options: SendOptions): Promise<Response> {
  const timeOut = AbortSignal.timeout(options.timeOutMs ?? TIME_OUT_MS)
  const headers: Record<string, string> = { accept: 'application/json' }
  if (token) headers.authorization = `Bearer ${token}`
  if (wire.body !== undefined) headers['content-type'] = 'application/json'
  let response: Response
  try {
    response = await fetch(`/api${wire.path}`, {
      method: wire.method,
      headers,
      body: wire.body === undefined ? undefined : JSON.stringify(wire.body),
      signal: options.signal ? AbortSignal.any([timeOut, options.signal]) : timeOut,
    })
  } catch (error) {
    if (options.signal?.aborted) throw error
    throw new CallError({ code: timeOut.aborted ? 'network.timeout' : 'network.unreachable', status: 0 })
  }
  if (!response.ok) throw await errorOf(response)
  return response
}

async function errorOf(response: Response): Promise<CallError> {
  const body = (await response.json().catch(() => null)) as RefusalBody | null
  const requestId = body?.requestId ?? response.headers.get('x-request-id')
  const code = body?.code ?? (response.status >= 502 ? 'server.busy' : 'server.error')
  return new CallError({ ...body, code, requestId, status: response.status })
}

function isSessionCode(code: CallCode): boolean {
  return code === 'session.missing' || code === 'session.invalid' || code === 'session.expired'
}
