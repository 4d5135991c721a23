import { randomBytes } from 'node:crypto'
import type { SimClock } from './sim-clock.js'

export type CodePurpose = 'login' | 'phone'

/** A code handed to a phone. `sessionKey` belongs to login codes: every acquisition makes a new one. */
export type IssuedCode = {
  value: string
  purpose: CodePurpose
  openid: string
  appId: string
  sessionKey: string
  expiresAt: Date
  usedAt: Date | null
}

const lifeSeconds = 300
const maxCodes = 20_000

/** Login and phone codes: single use, five minutes, bound to one app. Past 20,000 the oldest are forgotten. */
export class CodeDesk {
  readonly #codes = new Map<string, IssuedCode>()
  readonly #clock: SimClock

  constructor(clock: SimClock) {
    this.#clock = clock
  }

  issue(purpose: CodePurpose, openid: string, appId: string): IssuedCode {
    const value =
      purpose === 'login' ? `0${randomBytes(24).toString('base64url').slice(0, 31)}` : randomBytes(32).toString('hex')
    const expiresAt = new Date(this.#clock.now().getTime() + lifeSeconds * 1000)
    const sessionKey = randomBytes(16).toString('base64')
    const code: IssuedCode = { value, purpose, openid, appId, sessionKey, expiresAt, usedAt: null }
    this.#codes.set(value, code)
    if (this.#codes.size > maxCodes) this.#codes.delete(this.#codes.keys().next().value ?? value)
    return code
  }

  /** Looks at a code without using it. `foreign` covers unknown codes, another app's and those of the other purpose. */
  inspect(purpose: CodePurpose, value: string, appId: string): IssuedCode | 'foreign' | 'used' | 'expired' {
    const code = this.#codes.get(value)
    if (code === undefined || code.purpose !== purpose || code.appId !== appId) return 'foreign'
    if (code.usedAt !== null) return 'used'
    return this.#clock.now() < code.expiresAt ? code : 'expired'
  }

  use(code: IssuedCode): void {
    code.usedAt = this.#clock.now()
  }
}
