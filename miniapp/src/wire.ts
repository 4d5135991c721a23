/** One exchange with the server: no session, no repeats, no spinner. */
import type { Wire } from '@huitou/shared/client'
import type { RefusalBody } from '@huitou/shared/refusals'
import { refusalText } from '@huitou/shared/refusals'
import Taro from '@tarojs/taro'
import { translate } from './language'
import { preferences } from './preferences'
import { noteServerDate } from './server-clock'

const TIMEOUT_MS = 12_000

/**
 * Why a call brought no answer. `offline` means the request may or may not have arrived; otherwise the server answered
 * with `code`. `message` is a whole sentence in the person's language; `requestId` is what they may quote to us.
 */
export class CallError extends Error {
  readonly requestId: string
  readonly offline: boolean
  /** How long the server asks us to wait, milliseconds. */
  readonly retryAfterMs: number
  /** What the refusal is about, such as `leftFen`. */
  readonly data: Record<string, unknown>

  constructor(
    readonly code: string,
    message: string,
    circumstances: { requestId: string; offline?: boolean; retryAfterMs?: number; data?: Record<string, unknown> },
  ) {
    super(message)
    this.name = 'CallError'
    this.requestId = circumstances.requestId
    this.offline = circumstances.offline ?? false
    this.retryAfterMs = circumstances.retryAfterMs ?? 0
    this.data = circumstances.data ?? {}
  }
}

export interface Exchange {
  wire: Wire
  requestId: string
  token: string | null
  timeoutMs?: number | undefined
  /** Is handed a function that ends the request early; the call then fails as offline. */
  onStart?: ((abort: () => void) => void) | undefined
}

/** Sends one request and answers its parsed body. Throws CallError. */
export async function exchange({ wire, requestId, token, timeoutMs, onStart }: Exchange): Promise<unknown> {
  const header: Record<string, string> = { 'x-request-id': requestId }
  if (token) header.authorization = `Bearer ${token}`
  // A body that is declared as JSON must not be empty, so every write carries at least {}.
  if (wire.method !== 'GET') header['content-type'] = 'application/json'
  const reply = await attempt(() => {
    const task = Taro.request<TaroGeneral.IAnyObject>({
      url: API_BASE + wire.path,
      method: wire.method as 'GET',
      header,
      timeout: timeoutMs ?? TIMEOUT_MS,
      ...(wire.method === 'GET' ? {} : { data: (wire.body ?? {}) as object }),
    })
    onStart?.(() => task.abort?.())
    return task
  }, requestId)
  noteServerDate(reply.header)
  if (reply.statusCode >= 200 && reply.statusCode < 300) return reply.data
  throw refusalOf(reply, requestId)
}

/** A mistake of this app itself, told as the server tells of its own. */
export function ownError(): CallError {
  const code = 'server.error'
  return new CallError(code, refusalText(code, preferences.now().language), { requestId: '' })
}

type Reply = Taro.request.SuccessCallbackResult<TaroGeneral.IAnyObject>

async function attempt(send: () => PromiseLike<Reply>, requestId: string): Promise<Reply> {
  try {
    return await send()
  } catch {
    throw offlineError(requestId)
  }
}

/** What is known when no answer came: nothing was lost, and whether the request arrived is open. */
export function offlineError(requestId: string): CallError {
  return new CallError('network.offline', translate('error.offline'), { requestId, offline: true })
}

function refusalOf(reply: Reply, requestId: string): CallError {
  const body = (reply.data ?? {}) as Partial<RefusalBody>
  const code = body.code ?? (reply.statusCode === 503 ? 'server.busy' : 'server.error')
  const seconds = Number(reply.header?.['retry-after'] ?? reply.header?.['Retry-After'] ?? 0)
  const text = refusalText(code, preferences.now().language)
  return new CallError(code, text, {
    requestId: body.requestId ?? requestId,
    retryAfterMs: (seconds || 0) * 1000,
    data: body.data ?? {},
  })
}
