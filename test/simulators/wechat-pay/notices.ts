import { createCipheriv, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { SimRefusal } from '../wechat/sim-refusal.js'
import type { SimOrder, SimRefund } from './order-book.js'
import { signatureHeaders } from './pay-answers.js'
import { BadSignature } from './pay-faults.js'
import { beijing, orderView, refundNoticeView } from './pay-views.js'
import type { PayWorld } from './pay-world.js'

/** What may be wrong with a notification. The first are of the signature; the others are signed as they should be. */
export const NoticeSpoil = z.union([
  BadSignature,
  z.enum(['truncated', 'ciphertext', 'tag', 'associated-data', 'amount', 'appid', 'mchid', 'currency', 'not-json']),
])
export type NoticeSpoil = z.infer<typeof NoticeSpoil>

export type Notice = {
  id: string
  type: string
  summary: string
  original: 'transaction' | 'refund'
  url: string
  plain: Record<string, unknown>
  createdAt: Date
  /** HTTP status of every attempt; null where no answer came within five seconds. */
  answers: (number | null)[]
}

/** Seconds between WeChat's fifteen repetitions. */
const repeats = [15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10_800, 10_800, 10_800, 21_600, 21_600]
const answerMs = 5000
const maxNotices = 20_000

/** Tells the merchant what happened: once it is ordered to, or by itself with WeChat's repetitions. */
export class Notices {
  readonly all: Notice[] = []
  readonly #world: PayWorld
  readonly #route: (url: string) => string
  readonly #timers = new Set<NodeJS.Timeout>()
  readonly #flying = new Set<Promise<unknown>>()

  constructor(world: PayWorld, route: (url: string) => string) {
    this.#world = world
    this.#route = route
  }

  paid(order: SimOrder): void {
    const plain = orderView(this.#world.merchant, order)
    this.#add({
      type: 'TRANSACTION.SUCCESS',
      summary: '支付成功',
      original: 'transaction',
      url: order.notifyUrl,
      plain,
    })
  }

  refunded(refund: SimRefund): void {
    const { notifyUrl, status } = refund
    if (!notifyUrl) return
    const plain = refundNoticeView(this.#world.merchant, refund)
    this.#add({ type: `REFUND.${status}`, summary: '退款', original: 'refund', url: notifyUrl, plain })
  }

  find(id: string): Notice {
    const notice = this.all.find(known => known.id === id)
    if (!notice) throw new SimRefusal('no such notification')
    return notice
  }

  /** Sends one notification once. Answers the status, or null when none came in time. */
  async send(notice: Notice, spoil?: NoticeSpoil): Promise<number | null> {
    const { headers, body } = this.compose(notice, spoil)
    const status = await fetch(this.#route(notice.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'Mozilla/4.0', accept: '*/*', ...headers },
      body: Uint8Array.from(body),
      redirect: 'manual',
      signal: AbortSignal.timeout(answerMs),
    }).then(
      answer => answer.status,
      () => null,
    )
    notice.answers.push(status)
    return status
  }

  /** The request as it goes over the line, whole or spoiled. */
  compose(notice: Notice, spoil?: NoticeSpoil): { headers: Record<string, string>; body: Buffer } {
    const whole = Buffer.from(JSON.stringify(this.#envelope(notice, spoil)))
    const body = spoil === 'not-json' ? Buffer.from('<xml>not JSON</xml>') : whole
    const bad = BadSignature.safeParse(spoil).data
    const headers = signatureHeaders(this.#world, this.#world.keys.forNotice(), body, bad)
    return { headers, body: spoil === 'truncated' ? body.subarray(0, Math.floor(body.length / 2)) : body }
  }

  async close(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer)
    await Promise.allSettled(this.#flying)
  }

  #add(facts: Pick<Notice, 'type' | 'summary' | 'original' | 'url' | 'plain'>): void {
    if (this.all.length >= maxNotices) this.all.shift()
    const createdAt = this.#world.clock.now()
    const notice = { ...facts, id: `EV-${randomBytes(12).toString('hex')}`, createdAt, answers: [] }
    this.all.push(notice)
    if (this.#world.settings.notices === 'auto') this.#later(notice, 0)
  }

  #later(notice: Notice, attempt: number): void {
    const seconds = attempt === 0 ? 0 : (repeats[attempt - 1] ?? 0) * this.#world.settings.noticeScale
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      const flight = this.#attempt(notice, attempt).finally(() => this.#flying.delete(flight))
      this.#flying.add(flight)
    }, seconds * 1000)
    timer.unref()
    this.#timers.add(timer)
  }

  async #attempt(notice: Notice, attempt: number): Promise<void> {
    const status = await this.send(notice)
    const heard = status === 200 || status === 204
    if (!heard && attempt < repeats.length) this.#later(notice, attempt + 1)
  }

  #envelope(notice: Notice, spoil: NoticeSpoil | undefined): object {
    const nonce = randomBytes(6).toString('hex')
    const plain = Buffer.from(JSON.stringify(spoiled(notice.plain, spoil)))
    const cipher = createCipheriv('aes-256-gcm', this.#world.merchant.apiKey, nonce)
    cipher.setAAD(Buffer.from(notice.original))
    const sealed = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
    // One flipped bit turns an amount into another one for whoever does not check the tag.
    const at = spoil === 'ciphertext' ? plain.indexOf('"total":') + 8 : sealed.length - 1
    if (spoil === 'ciphertext' || spoil === 'tag') sealed[at] = (sealed[at] ?? 0) ^ 8
    return {
      id: notice.id,
      create_time: beijing(notice.createdAt),
      resource_type: 'encrypt-resource',
      event_type: notice.type,
      summary: notice.summary,
      resource: {
        original_type: notice.original,
        algorithm: 'AEAD_AES_256_GCM',
        ciphertext: sealed.toString('base64'),
        associated_data: spoil === 'associated-data' ? 'something else' : notice.original,
        nonce,
      },
    }
  }
}

/** The content with something untrue in it, for a notification that is signed and sealed as it should be. */
export function spoiled(plain: Record<string, unknown>, spoil: string | undefined): Record<string, unknown> {
  const amount = plain.amount as Record<string, unknown> | undefined
  if (spoil === 'amount') return { ...plain, amount: { ...amount, total: Number(amount?.total) + 1 } }
  if (spoil === 'currency') return { ...plain, amount: { ...amount, currency: 'USD' } }
  if (spoil === 'appid') return { ...plain, appid: 'wx-another-app' }
  if (spoil === 'mchid') return { ...plain, mchid: '1900000999' }
  return plain
}
