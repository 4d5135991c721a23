import { z } from 'zod'
import type { Clock } from '../clock.js'
import { isTokenRefusal, type WechatEndpoint, WechatError } from './wechat.error.js'
import { StableToken, type TokenStore } from './wechat.token.js'
import {
  type OnWechatCall,
  throwIfRefused,
  unreadable,
  type WechatAnswer,
  type WechatConfig,
  type WechatRequest,
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
  readonly #config: WechatConfig
  readonly #transport: WechatTransport
  readonly #token: StableToken

  constructor(
    config: WechatConfig,
    clock: Pick<Clock, 'now'>,
    tokenStore: TokenStore,
    onCall: OnWechatCall = () => {},
  ) {
    this.#config = config
    this.#transport = new WechatTransport(config, onCall)
    this.#token = new StableToken(this.#transport, { config, clock, store: tokenStore })
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
    const answer = await this.#askWithToken(request)
    throwIfRefused(endpoint, answer)
    const parsed = phoneShape.safeParse(answer.json)
    if (!parsed.success) throw unreadable(endpoint)
    const { purePhoneNumber, countryCode, watermark } = parsed.data.phone_info
    if (watermark !== undefined && watermark.appid !== this.#config.appId) {
      throw new WechatError({ endpoint, kind: 'MISCONFIGURED', reason: 'the number was shared with another app' })
    }
    return { phone: countryCode === '86' ? purePhoneNumber : `+${countryCode}${purePhoneNumber}`, countryCode }
  }

  /** A refused token is dropped (only if it is still the stored one), replaced, and the request sent once more. */
  async #askWithToken(request: WechatRequest): Promise<WechatAnswer> {
    const token = await this.#token.current()
    const first = await this.#transport.ask(withToken(request, token))
    if (!isTokenRefusal(first.errcode)) return first
    const fresh = await this.#token.replace(token)
    const second = await this.#transport.send(withToken(request, fresh))
    if (!isTokenRefusal(second.errcode)) return second
    const { errcode, rid } = second
    const reason = 'a fresh access token was refused'
    throw new WechatError({ endpoint: request.endpoint, kind: 'RETRY_LATER', errcode, rid, reason })
  }
}

function withToken(request: WechatRequest, token: string): WechatRequest {
  return { ...request, query: { ...request.query, access_token: token } }
}

/** An impossible code is refused here: it would cost a request of our quota to hear the same. */
function requireCode(endpoint: WechatEndpoint, code: string): void {
  if (code.length > 0 && code.length <= maxCodeLength) return
  throw new WechatError({ endpoint, kind: 'CODE_INVALID', reason: 'empty or too long' })
}
