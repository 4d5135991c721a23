/** Every call to our server: `call('GET /me')`. Adds the session, renews it once, repeats what is safe to repeat. */
import type { Call, Wire } from '@huitou/shared/client'
import { clientOver } from '@huitou/shared/client'
import { freshId } from './ids'
import { network } from './network'
import { accessToken, renew, settled } from './session'
import { CallError, type Exchange, exchange } from './wire'

export { CallError } from './wire'

interface CallOptions extends Pick<Exchange, 'timeoutMs' | 'onStart'> {
  /** A waiting request is simply asked again by its owner. */
  repeat?: boolean
}

// What anybody may read goes out at once instead of waiting for the sign-in.
const open = /^\/(programme|stores|tables\/)/
const PAUSES_MS = [400, 1200]
const LONGEST_PAUSE_MS = 3000
/** A request that failed slowly was a dead network, not a hiccup: only keyed writes are worth another wait. */
const QUICK_MS = 3000

/** Sends a call of the contract. Throws CallError, whose message can be shown as it is. */
export const call: Call = callWith({})

/** `call` with another time-out (milliseconds) or a handle to end the request early. */
export function callWith(options: CallOptions): Call {
  return clientOver(wire => withSession(wire, options))
}

async function withSession(wire: Wire, options: CallOptions): Promise<unknown> {
  const requestId = freshId()
  if (!open.test(wire.path)) {
    await settled()
    if (!accessToken()) await renew(null)
  }
  const token = accessToken()
  try {
    return await repeating({ wire, requestId, token, ...options }, options)
  } catch (error) {
    if (!(error instanceof CallError) || !error.code.startsWith('session.')) throw error
    await renew(token)
    return repeating({ wire, requestId, token: accessToken(), ...options }, options)
  }
}

/** The same request id on every repeat; writes are repeated only when they carry a key the server answers by. */
async function repeating(request: Exchange, { repeat = true }: CallOptions): Promise<unknown> {
  const keyed = carriesKey(request.wire)
  const pauses = repeat && (keyed || request.wire.method === 'GET') ? PAUSES_MS : []
  for (const pause of pauses) {
    const startedAt = Date.now()
    try {
      return await exchange(request)
    } catch (error) {
      if (!(error instanceof CallError) || !(error.offline || error.code === 'server.busy')) throw error
      if (!keyed && Date.now() - startedAt > QUICK_MS) throw error
      // Without a network another try a second later is no use, and what is known can be shown now.
      if (!keyed && error.offline && !network.now()) throw error
      await new Promise(resolve => setTimeout(resolve, Math.min(LONGEST_PAUSE_MS, Math.max(pause, error.retryAfterMs))))
    }
  }
  return exchange(request)
}

function carriesKey({ body }: Wire): boolean {
  const keys = (body ?? {}) as { requestId?: unknown; billNo?: unknown; refundNo?: unknown }
  return keys.requestId !== undefined || keys.billNo !== undefined || keys.refundNo !== undefined
}
