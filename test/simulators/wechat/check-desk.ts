import { randomUUID } from 'node:crypto'
import type { SimClock } from './sim-clock.js'
import { SimRefusal } from './sim-refusal.js'

export type Verdict = 'pass' | 'review' | 'risky'
export type MediaCheck = { traceId: string; openid: string }

const visitSeconds = 2 * 3600
const maxRemembered = 20_000

/** What WeChat holds of people and their words: who was here lately, who looks like a cheat, which words are bad. */
export class CheckDesk {
  /** Word → label (20006 crime, 10001 advertisement …). Any text with one of them is risky. */
  readonly badWords = new Map<string, number>([
    ['赌博', 20006],
    ['加微信返现', 10001],
  ])
  readonly #visits = new Map<string, number>()
  readonly #risks = new Map<string, number>()
  readonly #media = new Map<string, MediaCheck>()
  readonly #clock: SimClock

  constructor(clock: SimClock) {
    this.#clock = clock
  }

  /** Notes that a person has the mini-program open now, as every sign-in does. */
  visit(openid: string): void {
    this.#visits.delete(openid)
    this.#visits.set(openid, this.#clock.seconds())
    if (this.#visits.size > maxRemembered) this.#visits.delete(this.#visits.keys().next().value ?? openid)
  }

  /** Whether the person was here within two hours; of others WeChat says 61010. */
  visitedLately(openid: string): boolean {
    return this.#clock.seconds() - (this.#visits.get(openid) ?? Number.NEGATIVE_INFINITY) < visitSeconds
  }

  /** 0 (no risk) to 4 (surely a cheat). */
  rate(openid: string, rank: number): void {
    this.#risks.set(openid, rank)
  }

  rank(openid: string): number {
    return this.#risks.get(openid) ?? 0
  }

  /** The label of the first bad word in a text, or 100, which is "all right". */
  label(text: string): { label: number; word?: string } {
    for (const [word, label] of this.badWords) if (text.includes(word)) return { label, word }
    return { label: 100 }
  }

  /** Takes a picture in; its verdict comes later, or never. */
  open(openid: string): MediaCheck {
    const check = { traceId: randomUUID(), openid }
    this.#media.set(check.traceId, check)
    if (this.#media.size > maxRemembered) this.#media.delete(this.#media.keys().next().value ?? '')
    return check
  }

  waiting(): MediaCheck[] {
    return [...this.#media.values()]
  }

  close(traceId: string): MediaCheck {
    const check = this.#media.get(traceId)
    if (check === undefined) throw new SimRefusal('no such check')
    this.#media.delete(traceId)
    return check
  }
}
