/** The ways out of the house, behind one port: subscribe messages, template messages, SMS, and a group of colleagues. */
import { createHmac } from 'node:crypto'
import type { Channel } from '@huitou/shared/messages'
import { Inject, Injectable } from '@nestjs/common'
import type { Config } from '../config.js'
import { CONFIG, WECHAT } from '../tokens.js'
import type { WechatClient } from '../wechat/wechat.client.js'
import { WechatError } from '../wechat/wechat.error.js'
import type { Failure } from './failures.rules.js'

/** One message as a provider gets it. `key` is ours and stays the same when it is sent again. */
export interface Parcel {
  key: string
  /** An openid of the app or of the account, a phone number; nothing for a group. Never logged. */
  address: string
  templateId: string
  page: string
  fields: readonly { key: string; value: string }[]
  text: string
}

export type Outcome = { providerId: string | null } | { failure: Failure }

// Errors that happen before a request is on its way: the provider cannot have seen it.
const NEVER_LEFT = /\b(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)\b/
const TIMEOUT_MS = 5_000

@Injectable()
export class Channels {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(WECHAT) private readonly wechat: WechatClient,
  ) {}

  /** Whether a channel has anybody at its other end in this deployment. */
  connected(channel: Channel): boolean {
    const { sms, wecom } = this.config.messages
    return { SUBSCRIBE: true, OA: this.wechat.account !== null, SMS: sms !== null, WECOM: wecom !== null }[channel]
  }

  /** Whether the provider recognises a repeat by its key, so that sending again cannot become a second message. */
  repeatable(channel: Channel): boolean {
    return channel === 'OA' || channel === 'SMS'
  }

  /** Sends one parcel. Never throws for what a provider does. */
  async send(channel: Channel, parcel: Parcel): Promise<Outcome> {
    if (channel === 'SMS') return this.bySms(parcel)
    if (channel === 'WECOM') return this.byWecom(parcel)
    try {
      return { providerId: channel === 'SUBSCRIBE' ? await this.bySubscription(parcel) : await this.byAccount(parcel) }
    } catch (error) {
      if (error instanceof WechatError) return { failure: failureOf(error) }
      throw error
    }
  }

  private bySubscription({ address, templateId, page, fields }: Parcel): Promise<string | null> {
    return this.wechat.messages.send({ openid: address, templateId, page, data: dataOf(fields) })
  }

  private byAccount({ key, address, templateId, page, fields }: Parcel): Promise<string | null> {
    if (!this.wechat.account) throw new Error('no official account is configured')
    return this.wechat.account.send({ accountOpenid: address, templateId, page, data: dataOf(fields), onceKey: key })
  }

  private bySms({ key, address, text }: Parcel): Promise<Outcome> {
    const gateway = this.config.messages.sms
    if (!gateway) return Promise.resolve(NOT_CONNECTED)
    const body = JSON.stringify({ key, to: address, text })
    const signature = createHmac('sha256', gateway.secret).update(body).digest('hex')
    return post(gateway.url, body, { 'x-signature': signature })
  }

  /** A robot in a group of colleagues. It has no key for repeats. */
  private byWecom({ text }: Parcel): Promise<Outcome> {
    const { wecom } = this.config.messages
    if (!wecom) return Promise.resolve(NOT_CONNECTED)
    return post(wecom.url, JSON.stringify({ msgtype: 'text', text: { content: text } }), {})
  }
}

const NOT_CONNECTED: Outcome = { failure: { errcode: null, kind: 'UNREACHABLE', mayHaveArrived: false } }

function dataOf(fields: Parcel['fields']): Record<string, string> {
  return Object.fromEntries(fields.map(({ key, value }) => [key, value]))
}

function failureOf({ kind, errcode, effect }: WechatError): Failure {
  const mayHaveArrived = effect === 'UNKNOWN'
  if (errcode !== undefined) return { errcode, kind: 'REFUSED', mayHaveArrived }
  const away = kind === 'UNREACHABLE' || kind === 'CIRCUIT_OPEN'
  return { errcode: null, kind: away ? 'UNREACHABLE' : 'BUSY', mayHaveArrived }
}

/** SMS gateways and group robots: JSON in, JSON out, `errcode` 0 or absent is good. */
async function post(url: string, body: string, headers: Record<string, string>): Promise<Outcome> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: { 'content-type': 'application/json', ...headers },
      body,
    })
    if (answer.status >= 500) return { failure: { errcode: null, kind: 'BUSY', mayHaveArrived: false } }
    const json = (await answer.json()) as { errcode?: number; id?: string }
    if (answer.ok && !json.errcode) return { providerId: json.id ?? null }
    // Codes of others mean nothing in WeChat's table, except that this one was refused.
    return { failure: { errcode: null, kind: 'REFUSED', mayHaveArrived: false } }
  } catch (error) {
    const code = (error as { cause?: { code?: string } }).cause?.code ?? ''
    return { failure: { errcode: null, kind: 'UNREACHABLE', mayHaveArrived: !NEVER_LEFT.test(code) } }
  }
}
