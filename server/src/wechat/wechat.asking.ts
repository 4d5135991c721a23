import { isTokenRefusal, WechatError } from './wechat.error.js'
import type { StableToken } from './wechat.token.js'
import { throwIfRefused, type WechatAnswer, type WechatRequest, type WechatTransport } from './wechat.transport.js'

/** Asks WeChat with the access token of one app or account. */
export class TokenedCalls {
  readonly #transport: WechatTransport
  readonly #token: StableToken

  constructor(transport: WechatTransport, token: StableToken) {
    this.#transport = transport
    this.#token = token
  }

  /**
   * The answer to one request that succeeded; throws `WechatError` for every other. A refused token is dropped (only if
   * it is still the stored one), replaced, and the request sent once more.
   */
  async ask(request: WechatRequest): Promise<WechatAnswer> {
    const { endpoint } = request
    const token = await this.#token.current()
    const first = await this.#transport.ask(withToken(request, token))
    const answer = isTokenRefusal(first.errcode) ? await this.#again(request, token) : first
    throwIfRefused(endpoint, answer)
    return answer
  }

  async #again(request: WechatRequest, refused: string): Promise<WechatAnswer> {
    const second = await this.#transport.send(withToken(request, await this.#token.replace(refused)))
    if (!isTokenRefusal(second.errcode)) return second
    const { errcode, rid } = second
    const reason = 'a fresh access token was refused'
    throw new WechatError({ endpoint: request.endpoint, kind: 'RETRY_LATER', errcode, rid, reason })
  }
}

function withToken(request: WechatRequest, token: string): WechatRequest {
  return { ...request, query: { ...request.query, access_token: token } }
}
