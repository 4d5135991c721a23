import { z } from 'zod'
import type { Clock } from '../clock.js'
import { WechatAccount } from './wechat.account.js'
import { TokenedCalls } from './wechat.asking.js'
import { WechatChecks } from './wechat.checks.js'
import { type WechatEndpoint, WechatError } from './wechat.error.js'
import { WechatLinks } from './wechat.links.js'
import { WechatMessages } from './wechat.messages.js'
import { WechatShipping } from './wechat.shipping.js'
import { StableToken, type TokenStore } from './wechat.token.js'
import {
  type OnWechatCall,
  throwIfRefused,
  unreadable,
  type WechatApp,
  type WechatConfig,
  WechatTransport,
} from './wechat.transport.js'

/** Who signed in. `sessionKey` never leaves the server and is never logged; `openid` is never logged. */
export type WechatSession = { openid: string; unionid?: string; sessionKey: string }

/**
 * The number a diner shared. `countryCode` is digits ("86"). `phone` is the national number for +86 ("13580006666") and
 * E.164 with a plus for every other country ("+85261234567"), so the string alone identifies the line.
 */
export type WechatPhone = { phone: string; countryCode: string }

// A real login code has 32 characters and a phone code 64; what is longer did not come from WeChat.
const maxCodeLength = 128

const sessionShape = z.object({
  openid: z.string().min(1).max(128),
  session_key: z.string().min(1).max(128),
  unionid: z.string().max(128).optional(),
})

const phoneShape = z.object({
  phone_info: z.object({
    purePhoneNumber: z.string().regex(/^\d{4,14}$/),
    // WeChat's table says string, its sample shows a number; both are seen.
    countryCode: z
      .union([z.number().int().positive(), z.string()])
      .transform(String)
      .pipe(z.string().regex(/^\d{1,4}$/)),
    watermark: z.object({ appid: z.string() }).optional(),
  }),
})

/**
 * The few calls we make to api.weixin.qq.com. No rules live here: it asks, checks the shape of the answer and turns
 * every failure into a `WechatError`. Fields are #private so that printing a client cannot print its secret.
 */
export class WechatClient {
  readonly links: WechatLinks
  readonly messages: WechatMessages
  readonly checks: WechatChecks
  readonly shipping: WechatShipping
  /** Null while no official account is configured. */
  readonly account: WechatAccount | null
  readonly #config: WechatConfig
  readonly #transport: WechatTransport
  readonly #calls: TokenedCalls
  readonly #watchers: OnWechatCall[] = []

  /** `storeOf` answers where the tokens of an appid are kept: those of the app and of the account are two. */
  constructor(config: WechatConfig, clock: Pick<Clock, 'now'>, storeOf: (appId: string) => TokenStore) {
    this.#config = config
    this.#transport = new WechatTransport(config, call => {
      for (const watch of this.#watchers) watch(call)
    })
    const callsOf = (app: WechatApp) => {
      const context = { config: app, clock, store: storeOf(app.appId) }
      return new TokenedCalls(this.#transport, new StableToken(this.#transport, context))
    }
    this.#calls = callsOf(config)
    this.links = new WechatLinks(this.#calls)
    this.messages = new WechatMessages(this.#calls)
    this.checks = new WechatChecks(this.#calls, config.appId)
    this.shipping = new WechatShipping(this.#calls)
    this.account = config.account ? new WechatAccount(callsOf(config.account), config.appId) : null
  }

  /** Tells `watcher` of every exchange with WeChat, after it ended. It must not throw. */
  watch(watcher: OnWechatCall): void {
    this.#watchers.push(watcher)
  }

  /** The endpoints that are not called at the moment because the last calls all failed on the way. */
  openCircuits(): string[] {
    return this.#transport.openCircuits()
  }

  /**
   * Exchanges the code of `wx.login` (single use, 5 minutes). `unionid` is there only while the app is bound to an Open
   * Platform account, so it may appear at a later login of the same person. Throws `WechatError`; after `RETRY_LATER`
   * or `UNREACHABLE` the code may be spent, and the page should ask `wx.login` for a new one.
   */
  async codeToSession(code: string): Promise<WechatSession> {
    const endpoint = 'jscode2session'
    requireCode(endpoint, code)
    const { appId: appid, appSecret: secret } = this.#config
    const query = { appid, secret, js_code: code, grant_type: 'authorization_code' }
    const answer = await this.#transport.ask({ endpoint, path: '/sns/jscode2session', query })
    throwIfRefused(endpoint, answer)
    const parsed = sessionShape.safeParse(answer.json)
    if (!parsed.success) throw unreadable(endpoint)
    const { openid, session_key: sessionKey, unionid } = parsed.data
    return { openid, sessionKey, ...(unionid ? { unionid } : {}) }
  }

  /**
   * Exchanges the code of the phone button (single use, 5 minutes from the moment its panel opened). Every success is
   * charged to the app, so the number must be stored, and an exchange whose outcome is unknown is not repeated here.
   * The code names no user: the caller binds the number to its own session. Throws `WechatError`.
   */
  async phoneNumber(phoneCode: string): Promise<WechatPhone> {
    const endpoint = 'getuserphonenumber'
    requireCode(endpoint, phoneCode)
    const request = { endpoint, path: '/wxa/business/getuserphonenumber', body: { code: phoneCode } } as const
    const answer = await this.#calls.ask(request)
    const parsed = phoneShape.safeParse(answer.json)
    if (!parsed.success) throw unreadable(endpoint)
    const { purePhoneNumber, countryCode, watermark } = parsed.data.phone_info
    if (watermark !== undefined && watermark.appid !== this.#config.appId) {
      throw new WechatError({ endpoint, kind: 'MISCONFIGURED', reason: 'the number was shared with another app' })
    }
    return { phone: countryCode === '86' ? purePhoneNumber : `+${countryCode}${purePhoneNumber}`, countryCode }
  }
}

/** An impossible code is refused here: it would cost a request of our quota to hear the same. */
function requireCode(endpoint: WechatEndpoint, code: string): void {
  if (code.length > 0 && code.length <= maxCodeLength) return
  throw new WechatError({ endpoint, kind: 'CODE_INVALID', reason: 'empty or too long' })
}
