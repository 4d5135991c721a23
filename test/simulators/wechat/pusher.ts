import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { encryptPush, signatureOf } from './push-crypto.js'
import { asXml, type Fields, listElement } from './push-text.js'
import type { SimClock } from './sim-clock.js'
import { SimRefusal } from './sim-refusal.js'

/** Whose push settings: those of the mini-program or of the official account. */
export type PushOwner = 'app' | 'account'

export const PushTarget = z.strictObject({
  url: z.url(),
  token: z.string().min(3).max(32),
  /** 43 characters turn safe mode on. */
  aesKey: z.string().length(43).nullable().default(null),
  format: z.enum(['json', 'xml']).default('json'),
})
export type PushTarget = z.infer<typeof PushTarget>
export type PushTargetOrder = z.input<typeof PushTarget>

export type PushQuirks = {
  /** A list of one entry is an object more often than an array. */
  listAs: 'array' | 'object'
  createTimeAs: 'string' | 'number'
  /** How often every push is sent: WeChat repeats itself. */
  copies: number
}

export type Pushed = { owner: PushOwner; event: string; attempts: number; status: number | null; answer: string }
type Wanted = { openid: string; event: string; list?: Fields[]; more?: object }
type Job = { owner: PushOwner; event: string; openid: string; text: string }

const answerWithinMs = 5000
const maxAttempts = 4
const maxJobs = 10_000

/** Sends events to the addresses their owners have set up, as WeChat does: signed, repeated, not always in order. */
export class Pusher {
  readonly targets: Record<PushOwner, PushTarget | null> = { app: null, account: null }
  readonly sent: Pushed[] = []
  quirks: PushQuirks = { listAs: 'array', createTimeAs: 'string', copies: 1 }
  /** Between two attempts; WeChat waits a few seconds. */
  retryMs = 50
  #held: Job[] | null = null
  #running = new Set<Promise<void>>()
  readonly #appIds: Record<PushOwner, string>
  readonly #clock: SimClock

  constructor(appIds: Record<PushOwner, string>, clock: SimClock) {
    this.#appIds = appIds
    this.#clock = clock
  }

  /** Tells the owner of an event. Without an address nobody hears of it. */
  event(owner: PushOwner, wanted: Wanted): void {
    const target = this.targets[owner]
    if (target === null) return
    const job = { owner, event: wanted.event, openid: wanted.openid, text: this.#text(target, wanted) }
    for (let copy = 0; copy < this.quirks.copies; copy += 1) this.#take(job)
  }

  /** Keeps events back until `release`, so that a test can turn their order around. */
  hold(): void {
    this.#held ??= []
  }

  release(order: 'as held' | 'reversed' = 'as held'): void {
    const jobs = this.#held ?? []
    this.#held = null
    for (const job of order === 'reversed' ? jobs.reverse() : jobs) this.#take(job)
  }

  /** Resolves when every event was delivered or given up. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running)
  }

  /** The question WeChat asks when an address is entered: whether it echoes. */
  async verify(owner: PushOwner): Promise<boolean> {
    const target = this.#target(owner)
    const echostr = randomBytes(8).toString('hex')
    const url = new URL(target.url)
    for (const [name, value] of [...this.#signed(target), ['echostr', echostr]])
      url.searchParams.set(name ?? '', value ?? '')
    const response = await fetch(url, { signal: AbortSignal.timeout(answerWithinMs) })
    return response.status === 200 && (await response.text()) === echostr
  }

  #target(owner: PushOwner): PushTarget {
    const target = this.targets[owner]
    if (target === null) throw new SimRefusal('no address is set for pushes')
    return target
  }

  #take(job: Job): void {
    if (this.#held !== null) {
      this.#held.push(job)
      return
    }
    // WeChat drops what an endpoint cannot keep up with, and so do we.
    if (this.#running.size >= maxJobs) return
    const running: Promise<void> = this.#deliver(job).finally(() => this.#running.delete(running))
    this.#running.add(running)
  }

  async #deliver(job: Job): Promise<void> {
    const pushed: Pushed = { owner: job.owner, event: job.event, attempts: 0, status: null, answer: '' }
    while (pushed.attempts < maxAttempts) {
      if (pushed.attempts > 0) await new Promise(resolve => setTimeout(resolve, this.retryMs).unref())
      pushed.attempts += 1
      if (await this.#attempt(job, pushed)) break
    }
    this.sent.push(pushed)
    if (this.sent.length > 1000) this.sent.shift()
  }

  async #attempt(job: Job, pushed: Pushed): Promise<boolean> {
    const target = this.targets[job.owner]
    if (target === null) return true
    const { url, init } = this.#request(target, job)
    try {
      const response = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(answerWithinMs) })
      pushed.status = response.status
      pushed.answer = (await response.text()).slice(0, 200)
      return response.status === 200 && (pushed.answer === 'success' || pushed.answer === '')
    } catch {
      pushed.status = null
      return false
    }
  }

  #request(target: PushTarget, job: Job): { url: URL; init: RequestInit } {
    const url = new URL(target.url)
    const signed = this.#signed(target)
    for (const [name, value] of signed) url.searchParams.set(name, value)
    url.searchParams.set('openid', job.openid)
    const contentType = target.format === 'json' ? 'application/json' : 'text/xml'
    const headers = { 'content-type': contentType }
    if (target.aesKey === null) return { url, init: { method: 'POST', headers, body: job.text } }
    const appId = this.#appIds[job.owner]
    const encrypted = encryptPush(job.text, { aesKey: target.aesKey, appId })
    const [timestamp = '', nonce = ''] = ['timestamp', 'nonce'].map(name => url.searchParams.get(name) ?? '')
    url.searchParams.set('encrypt_type', 'aes')
    url.searchParams.set('msg_signature', signatureOf(target.token, timestamp, nonce, encrypted))
    const wrapped = { ToUserName: 'gh_0000000000de', Encrypt: encrypted }
    return {
      url,
      init: { method: 'POST', headers, body: target.format === 'json' ? JSON.stringify(wrapped) : asXml(wrapped) },
    }
  }

  #signed(target: PushTarget): [string, string][] {
    const timestamp = String(this.#clock.seconds())
    const nonce = String(randomBytes(4).readUInt32BE(0))
    return [
      ['signature', signatureOf(target.token, timestamp, nonce)],
      ['timestamp', timestamp],
      ['nonce', nonce],
    ]
  }

  #text(target: PushTarget, { openid, event, list, more }: Wanted): string {
    const seconds = this.#clock.seconds()
    const head = {
      ToUserName: 'gh_0000000000de',
      FromUserName: openid,
      CreateTime: seconds,
      MsgType: 'event',
      Event: event,
    }
    if (target.format === 'xml') {
      const lists = list === undefined ? {} : { [listElement(event)]: { List: list } }
      return asXml({ ...head, ...(more as Fields | undefined), ...lists })
    }
    const [only] = list ?? []
    const shown = list?.length === 1 && this.quirks.listAs === 'object' ? only : list
    const createTime = this.quirks.createTimeAs === 'string' ? String(seconds) : seconds
    return JSON.stringify({ ...head, CreateTime: createTime, ...more, ...(shown === undefined ? {} : { List: shown }) })
  }
}
