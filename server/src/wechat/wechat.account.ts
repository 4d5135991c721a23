import { z } from 'zod'
import type { TokenedCalls } from './wechat.asking.js'
import { type MessageData, messageIdOf, wrapped } from './wechat.messages.js'
import { unreadable } from './wechat.transport.js'

export type TemplateMessage = {
  /** Of the official account, not of the mini-program. */
  accountOpenid: string
  templateId: string
  data: MessageData
  /** The page of the mini-program a tap opens. */
  page: string
  /** WeChat sends nothing a second time under this key, for about ten minutes. */
  onceKey: string
}

/** Somebody as the official account knows them. The unionid is told of followers only, and only once the apps are bound. */
export type Follower = { accountOpenid: string; following: boolean; unionid: string | null }

const followerShape = z
  .object({
    openid: z.string().min(1).max(64),
    subscribe: z.union([z.literal(0), z.literal(1)]),
    unionid: z.string().max(64).optional(),
  })
  .transform(({ openid, subscribe, unionid }): Follower => {
    return { accountOpenid: openid, following: subscribe === 1, unionid: unionid || null }
  })
const followersShape = z.object({ user_info_list: z.array(followerShape).max(100) })

const mostAtOnce = 100

/** The official account of the same owner: template messages, and who follows it. */
export class WechatAccount {
  readonly #calls: TokenedCalls
  readonly #miniProgram: string

  constructor(calls: TokenedCalls, miniProgram: string) {
    this.#calls = calls
    this.#miniProgram = miniProgram
  }

  /** Sends a template message and answers WeChat's id of it. Throws `WechatError`, `NOT_FOLLOWING` among others. */
  async send(message: TemplateMessage): Promise<string | null> {
    const endpoint = 'template_send'
    const { accountOpenid, templateId, data, page, onceKey } = message
    const body = {
      touser: accountOpenid,
      template_id: templateId,
      miniprogram: { appid: this.#miniProgram, pagepath: page },
      client_msg_id: onceKey,
      data: wrapped(data),
    }
    const { json } = await this.#calls.ask({ endpoint, path: '/cgi-bin/message/template/send', body })
    return messageIdOf(json)
  }

  /** One follower, or somebody who was one. Throws `WechatError`. */
  async follower(accountOpenid: string): Promise<Follower> {
    const endpoint = 'user_info'
    const query = { openid: accountOpenid, lang: 'zh_CN' }
    const { json } = await this.#calls.ask({ endpoint, path: '/cgi-bin/user/info', query })
    const parsed = followerShape.safeParse(json)
    if (!parsed.success) throw unreadable(endpoint)
    return parsed.data
  }

  /** Up to a hundred at once. Throws `WechatError`, and RangeError for more. */
  async followers(accountOpenids: string[]): Promise<Follower[]> {
    if (accountOpenids.length > mostAtOnce) throw new RangeError(`at most ${mostAtOnce} followers at once`)
    if (accountOpenids.length === 0) return []
    const endpoint = 'user_info_batch'
    const body = { user_list: accountOpenids.map(openid => ({ openid, lang: 'zh_CN' })) }
    const { json } = await this.#calls.ask({ endpoint, path: '/cgi-bin/user/info/batchget', body })
    const parsed = followersShape.safeParse(json)
    if (!parsed.success) throw unreadable(endpoint)
    return parsed.data.user_info_list
  }
}
