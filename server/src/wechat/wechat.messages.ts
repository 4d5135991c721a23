import { z } from 'zod'
import type { TokenedCalls } from './wechat.asking.js'

/** The values of a template by its keys: `{ thing1: '回头餐厅', date2: '2026年11月23日' }`. Exactly those of the template. */
export type MessageData = Record<string, string>

export type SubscribeMessage = {
  openid: string
  templateId: string
  data: MessageData
  /** Where a tap leads, query allowed. None: the message cannot be tapped. */
  page?: string | undefined
  version?: 'formal' | 'trial' | 'developer'
}

/** A small id is a number, a large one was kept as text; events name it as text. */
const idShape = z.object({ msgid: z.union([z.string(), z.number()]).transform(String).optional() })

/** Subscribe messages of the mini-program: one send for one grant. */
export class WechatMessages {
  readonly #calls: TokenedCalls

  constructor(calls: TokenedCalls) {
    this.#calls = calls
  }

  /**
   * Sends one and answers WeChat's id of it, by which `subscribe_msg_sent_event` reports, or null when it gave none.
   * Throws `WechatError`: `NO_GRANT` when nothing is left of this template; `retryClass` says what to do about the rest.
   */
  async send(message: SubscribeMessage): Promise<string | null> {
    const endpoint = 'subscribe_send'
    const { openid, templateId, data, page, version = 'formal' } = message
    const body = {
      touser: openid,
      template_id: templateId,
      ...(page === undefined ? {} : { page }),
      miniprogram_state: version,
      lang: 'zh_CN',
      data: wrapped(data),
    }
    const { json } = await this.#calls.ask({ endpoint, path: '/cgi-bin/message/subscribe/send', body })
    return messageIdOf(json)
  }
}

/** `{ thing1: 'x' }` → `{ thing1: { value: 'x' } }`, as both kinds of templates want it. */
export function wrapped(data: MessageData): Record<string, { value: string }> {
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, { value }]))
}

/** The id of a sent message, which is past 2^53, as text. It was sent even when WeChat names none. */
export function messageIdOf(json: Record<string, unknown>): string | null {
  return idShape.safeParse(json).data?.msgid ?? null
}
