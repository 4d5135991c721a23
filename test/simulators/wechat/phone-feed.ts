import { z } from 'zod'

/** One thing WeChat would have shown on somebody's phone. Every text may come from anywhere: it is shown as text only. */
export const Card = z.strictObject({
  /** Who speaks: the mini-program's service notifications, the official account, WeChat Pay, or WeChat itself. */
  from: z.enum(['service', 'account', 'pay', 'wechat']),
  title: z.string().min(1).max(60),
  /** The one figure a receipt is about: "¥38.00". */
  amount: z.string().max(30).optional(),
  rows: z.array(z.strictObject({ label: z.string().max(20), value: z.string().max(200) })).max(12),
  /** A sentence under the rows. */
  note: z.string().max(200).optional(),
  /** The page of the mini-program a tap would open. */
  page: z.string().max(1024).optional(),
})
export type Card = z.infer<typeof Card>
export type ShownCard = Card & { no: number; at: string }

const maxCardsPerPerson = 100
const maxPeople = 20_000

/** What every phone has shown, newest first. Cards are only ever added; the oldest fall off past a hundred. */
export class PhoneFeed {
  readonly #cards = new Map<string, ShownCard[]>()
  readonly #now: () => Date
  #count = 0

  constructor(now: () => Date) {
    this.#now = now
  }

  /** Shows a card on the phone of this person. */
  show(openid: string, card: Card): ShownCard {
    this.#count += 1
    const shown = { ...Card.parse(card), no: this.#count, at: this.#now().toISOString() }
    const cards = [shown, ...(this.#cards.get(openid) ?? [])].slice(0, maxCardsPerPerson)
    this.#cards.delete(openid)
    this.#cards.set(openid, cards)
    if (this.#cards.size > maxPeople) this.#cards.delete(this.#cards.keys().next().value ?? openid)
    return shown
  }

  /** Shows a receipt of WeChat Pay: a title and lines, of which the one called 金额 is shown large. */
  showReceipt(openid: string, receipt: { title: string; lines: { label: string; value: string }[] }): ShownCard {
    const amount = receipt.lines.find(line => line.label === '金额')?.value
    const rows = receipt.lines.filter(line => line.value !== amount)
    return this.show(openid, { from: 'pay', title: receipt.title, ...(amount ? { amount } : {}), rows })
  }

  /** Every phone, the one that was quiet longest first. */
  all(): { openid: string; cards: ShownCard[] }[] {
    return [...this.#cards].map(([openid, cards]) => ({ openid, cards }))
  }

  /** Puts back what a phone had shown before a restart. */
  recall(openid: string, cards: ShownCard[]): void {
    this.#cards.set(openid, cards)
    this.#count = Math.max(this.#count, ...cards.map(card => card.no))
  }

  cards(openid: string): ShownCard[] {
    return this.#cards.get(openid) ?? []
  }

  /** Who has something to read, the latest first. */
  people(limit: number): string[] {
    return [...this.#cards.keys()].reverse().slice(0, limit)
  }
}
