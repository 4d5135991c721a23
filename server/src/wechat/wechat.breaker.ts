import { type WechatEndpoint, WechatError } from './wechat.error.js'

/** When a breaker opens and for how long. `now` is a monotonic clock in milliseconds: wall clocks jump. */
export type BreakerConfig = { failures: number; openMs: number; now: () => number }

export const usualBreaker: BreakerConfig = { failures: 5, openMs: 10_000, now: () => performance.now() }

type State = { failures: number; openUntil: number; probing: boolean }

/**
 * One circuit breaker per endpoint, so that trouble in one does not stop the others. After `failures` transport
 * failures in a row calls fail at once; after `openMs` one call is let through, and its outcome decides.
 */
export class Breakers {
  readonly #states = new Map<string, State>()
  readonly #config: BreakerConfig

  constructor(config: BreakerConfig = usualBreaker) {
    this.#config = config
  }

  /** Runs the call unless its endpoint's circuit is open, in which case it throws `CIRCUIT_OPEN` at once. */
  async run<T>(endpoint: WechatEndpoint, call: () => Promise<T>): Promise<T> {
    const state = this.#enter(endpoint)
    try {
      const answer = await call()
      Object.assign(state, { failures: 0, openUntil: 0, probing: false })
      return answer
    } catch (error) {
      this.#failed(state, isTransportFailure(error))
      throw error
    }
  }

  /** The endpoints whose circuit is open, for the figures. */
  open(): string[] {
    return [...this.#states].filter(([, state]) => state.openUntil > 0).map(([endpoint]) => endpoint)
  }

  #enter(endpoint: WechatEndpoint): State {
    const state = this.#states.get(endpoint) ?? { failures: 0, openUntil: 0, probing: false }
    this.#states.set(endpoint, state)
    if (state.openUntil === 0) return state
    if (state.probing || this.#config.now() < state.openUntil) {
      throw new WechatError({ endpoint, kind: 'CIRCUIT_OPEN', reason: 'too many failures in a row' })
    }
    state.probing = true
    return state
  }

  #failed(state: State, inTransport: boolean): void {
    state.probing = false
    // An answer, even a bad one, proves that WeChat is there.
    state.failures = inTransport ? state.failures + 1 : 0
    const opens = state.failures >= this.#config.failures
    state.openUntil = opens ? this.#config.now() + this.#config.openMs : 0
  }
}

function isTransportFailure(error: unknown): boolean {
  return error instanceof WechatError && (error.kind === 'UNREACHABLE' || error.kind === 'RETRY_LATER')
}
