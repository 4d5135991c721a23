import { z } from 'zod'
import type { Clock } from '../clock.js'
import { throwIfRefused, unreadable, type WechatApp, type WechatTransport } from './wechat.transport.js'

/** An access token and the moment WeChat said it ends. The value may be up to 512 characters; store it as a secret. */
export type StoredToken = { value: string; expiresAt: Date }

/**
 * Where the instances of this deployment share the one stable token of the app. A table with one row per appid does:
 * `get` selects it (expired or not), `put` upserts it, `dropIfEquals` deletes it `WHERE value = ?`.
 */
export interface TokenStore {
  get(): Promise<StoredToken | null>
  put(token: StoredToken): Promise<void>
  /** Compare and drop in one step, so that a slow caller never throws away a token fetched after the one that failed. */
  dropIfEquals(tokenValue: string): Promise<void>
}

/** The store of a process that shares with nobody. */
export class MemoryTokenStore implements TokenStore {
  #token: StoredToken | null = null

  async get(): Promise<StoredToken | null> {
    return this.#token
  }

  async put(token: StoredToken): Promise<void> {
    this.#token = token
  }

  async dropIfEquals(tokenValue: string): Promise<void> {
    if (this.#token?.value === tokenValue) this.#token = null
  }
}

/**
 * We stop using a token this long before its end. It must lie inside WeChat's hand-over window (300 s), where asking
 * yields a new token while the old one still works; earlier than that, asking would return the same token again.
 */
const marginSeconds = 180

const maxLifeSeconds = 7200

const tokenShape = z.object({
  access_token: z.string().min(1).max(512),
  expires_in: z.number().int().positive(),
})

/**
 * The app's stable access token. Normal mode only: it returns the same token to everyone while it is valid, so any
 * number of instances may ask; force_refresh would revoke the others' token and is limited to 20 a day.
 */
export class StableToken {
  readonly #transport: WechatTransport
  readonly #config: WechatApp
  readonly #clock: Pick<Clock, 'now'>
  readonly #store: TokenStore
  #flight: Promise<string> | null = null

  constructor(
    transport: WechatTransport,
    context: { config: WechatApp; clock: Pick<Clock, 'now'>; store: TokenStore },
  ) {
    this.#transport = transport
    this.#config = context.config
    this.#clock = context.clock
    this.#store = context.store
  }

  /** The token to use now. Callers that come while one is being looked up or fetched share that one flight. */
  async current(): Promise<string> {
    this.#flight ??= this.#obtain().finally(() => {
      this.#flight = null
    })
    return this.#flight
  }

  /** The token to use after WeChat refused `refused`. It may be the same again if WeChat insists on it. */
  async replace(refused: string): Promise<string> {
    await this.#store.dropIfEquals(refused)
    const joined = this.#flight !== null
    const token = await this.current()
    if (!joined || token !== refused) return token
    // The flight we joined had started before our drop and brought the refused token back.
    await this.#store.dropIfEquals(refused)
    return this.current()
  }

  async #obtain(): Promise<string> {
    const stored = await this.#store.get()
    const now = this.#clock.now().getTime()
    if (stored !== null && now < stored.expiresAt.getTime() - marginSeconds * 1000) return stored.value
    return this.#fetch()
  }

  async #fetch(): Promise<string> {
    const endpoint = 'stable_token'
    const { appId: appid, appSecret: secret } = this.#config
    const askedAt = this.#clock.now().getTime()
    const body = { grant_type: 'client_credential', appid, secret }
    const answer = await this.#transport.ask({ endpoint, path: '/cgi-bin/stable_token', body })
    throwIfRefused(endpoint, answer)
    const parsed = tokenShape.safeParse(answer.json)
    if (!parsed.success) throw unreadable(endpoint)
    const { access_token: value, expires_in: lifeSeconds } = parsed.data
    const expiresAt = new Date(askedAt + Math.min(lifeSeconds, maxLifeSeconds) * 1000)
    await this.#store.put({ value, expiresAt })
    return value
  }
}
