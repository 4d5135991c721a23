import { inspect } from 'node:util'
import { expect } from '@jest/globals'
import { WechatClient } from '../../../server/src/wechat/wechat.client.js'
import { WechatError } from '../../../server/src/wechat/wechat.error.js'
import { MemoryTokenStore, type TokenStore } from '../../../server/src/wechat/wechat.token.js'
import type { WechatCall, WechatConfig } from '../../../server/src/wechat/wechat.transport.js'
import { demoAccount, demoApp, startWechatSimulator, type WechatSimulator } from './wechat-simulator.js'

const stableTokenPath = '/cgi-bin/stable_token'

/** The server's client against the simulator over HTTP, both on one held clock. */
export class ClientWorld {
  readonly calls: WechatCall[] = []
  readonly store = new MemoryTokenStore()
  readonly accountStore = new MemoryTokenStore()
  readonly config: WechatConfig
  readonly client: WechatClient
  readonly #wechat: WechatSimulator
  /** Every value that no error may show. */
  readonly #secrets = new Set<string>()

  private constructor(wechat: WechatSimulator) {
    this.#wechat = wechat
    this.config = { apiUrl: wechat.url, ...demoApp, account: demoAccount, timeoutMs: 2000 }
    this.client = this.newClient()
    this.keepSecret(demoApp.appSecret, demoAccount.appSecret)
  }

  static async start(): Promise<ClientWorld> {
    return new ClientWorld(await startWechatSimulator({ now: () => new Date('2026-03-31T12:00:00+08:00') }))
  }

  /** Ends the world; whatever a test did, the client must never have asked for a forced refresh. */
  async close(): Promise<void> {
    const forced = this.control.log().filter(entry => entry.parameters.includes('force_refresh'))
    await this.#wechat.close()
    expect(forced).toEqual([])
  }

  get control(): WechatSimulator['control'] {
    return this.#wechat.control
  }

  get clock(): { now(): Date } {
    return this.#wechat.control
  }

  newClient(store: TokenStore = this.store, config: Partial<WechatConfig> = {}): WechatClient {
    const client = new WechatClient({ ...this.config, ...config }, this.clock, appId =>
      appId === this.config.account?.appId ? this.accountStore : store,
    )
    client.watch(call => this.calls.push(call))
    return client
  }

  /** A person of this WeChat; openid and phone become secrets. */
  person(wanted: Parameters<WechatSimulator['control']['createUser']>[0] = {}): string {
    const user = this.control.createUser(wanted)
    this.keepSecret(user.openid, user.phone)
    return user.openid
  }

  loginCode(openid = this.person()): string {
    return this.keepSecret(this.control.issueLoginCode({ openid }).code)
  }

  phoneCode(openid = this.person()): string {
    return this.keepSecret(this.control.issuePhoneCode({ openid }).code)
  }

  keepSecret(...values: [string, ...string[]]): string {
    for (const value of values) this.#secrets.add(value)
    return values[0]
  }

  /** How many requests for a stable token reached WeChat. */
  tokenFetches(): number {
    return this.control.log(stableTokenPath).length
  }

  /** The typed error a call ends with, searched for every secret this world knows, tokens included. */
  async failure(call: Promise<unknown>): Promise<WechatError> {
    const error: unknown = await call.then(
      () => undefined,
      (reason: unknown) => reason,
    )
    if (!(error instanceof WechatError)) throw new Error('the call did not end with a WechatError', { cause: error })
    for (const store of [this.store, this.accountStore]) {
      const token = await store.get()
      if (token !== null) this.keepSecret(token.value)
    }
    const shown = [error.message, error.stack, inspect(error, { depth: null, showHidden: true }), JSON.stringify(error)]
    for (const secret of this.#secrets) expect(shown.join('\n')).not.toContain(secret)
    return error
  }
}
