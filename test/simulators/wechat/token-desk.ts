import { randomBytes } from 'node:crypto'
import { CallWindow, type SimClock } from './sim-clock.js'
import { SimRefusal } from './sim-refusal.js'

/** The two endpoints that give tokens. Their tokens are independent of each other; both open every API. */
export type TokenKind = 'plain' | 'stable'

type Token = {
  value: string
  kind: TokenKind
  /** Where its announced life ends. */
  expiresAt: number
  /** Where it really stops working: earlier when it was replaced or revoked, later inside a hand-over. */
  worksUntil: number
}

const lifeSeconds = 7200
const handOverSeconds = 300
const forcedPerDay = 20
const forcedApartSeconds = 30
const maxRemembered = 1000

/** Every access token of the app. All times are whole seconds of the simulator's clock. */
export class TokenDesk {
  readonly #tokens = new Map<string, Token>()
  readonly #current: Record<TokenKind, Token | null> = { plain: null, stable: null }
  readonly #clock: SimClock
  readonly #forced: CallWindow
  #lastForcedAt = Number.NEGATIVE_INFINITY

  constructor(clock: SimClock) {
    this.#clock = clock
    this.#forced = new CallWindow(clock, 'day')
  }

  /** `GET /cgi-bin/token`: always a new token; the previous one works five minutes more. */
  plain(): { value: string; expiresIn: number } {
    return this.#told(this.#mint('plain', handOverSeconds))
  }

  /** `POST /cgi-bin/stable_token` in normal mode: the same token while more than five minutes of it are left. */
  stable(): { value: string; expiresIn: number } {
    const now = this.#clock.seconds()
    const current = this.#current.stable
    const lasting = current !== null && current.worksUntil > now && current.expiresAt - now >= handOverSeconds
    return this.#told(lasting ? current : this.#mint('stable', handOverSeconds))
  }

  /** Forced mode: revokes at once and mints, at most 20 times a day and 30 s apart; otherwise it is normal mode. */
  stableForced(): { value: string; expiresIn: number } {
    const now = this.#clock.seconds()
    const soon = now - this.#lastForcedAt < forcedApartSeconds
    if (soon || !this.#forced.take('forced', forcedPerDay)) return this.stable()
    this.#lastForcedAt = now
    return this.#told(this.#mint('stable', 0))
  }

  /** 0 when the token opens APIs now; else WeChat's errcode: malformed, unknown or replaced, expired. */
  check(value: string): 0 | 40001 | 40014 | 42001 {
    if (!/^[\w-]{16,512}$/.test(value)) return 40014
    const token = this.#tokens.get(value)
    if (token === undefined) return 40001
    if (this.#clock.seconds() < token.worksUntil) return 0
    return token.worksUntil < token.expiresAt ? 40001 : 42001
  }

  /** Ends the current token as time would: from now on 42001. */
  expire(kind: TokenKind): void {
    const token = this.#known(kind)
    token.expiresAt = this.#clock.seconds()
    token.worksUntil = token.expiresAt
  }

  /** Replaces the current token as another server of ours could have done: the old one works five minutes more. */
  rotate(kind: TokenKind): void {
    this.#known(kind)
    this.#mint(kind, handOverSeconds)
  }

  /** Takes the current token away before its time: from now on 40001. */
  revoke(kind: TokenKind): void {
    this.#known(kind).worksUntil = this.#clock.seconds()
  }

  #known(kind: TokenKind): Token {
    const token = this.#current[kind]
    if (token === null) throw new SimRefusal('no such token was ever issued')
    return token
  }

  /** `oldWorksSeconds`: how long the replaced token keeps working. A token that already ended stays ended. */
  #mint(kind: TokenKind, oldWorksSeconds: number): Token {
    const now = this.#clock.seconds()
    const old = this.#current[kind]
    if (old !== null && old.worksUntil > now) old.worksUntil = now + oldWorksSeconds
    const value = `${now % 100}_${randomBytes(96).toString('base64url')}`
    const token = { value, kind, expiresAt: now + lifeSeconds, worksUntil: now + lifeSeconds }
    this.#tokens.set(value, token)
    this.#current[kind] = token
    if (this.#tokens.size > maxRemembered) this.#tokens.delete(this.#tokens.keys().next().value ?? value)
    return token
  }

  #told(token: Token): { value: string; expiresIn: number } {
    return { value: token.value, expiresIn: token.expiresAt - this.#clock.seconds() }
  }
}
