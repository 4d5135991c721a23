/**
 * What is asked of a ledger that will be killed: many callers at once, each order under a key of its own, and a list of
 * everything that was sent with what the sender learned of it. Lots neither begin nor end here, so that what a member
 * owns in the end is the sum of what his orders come to.
 */
import type { Answer, Order } from '../stress/orders.js'
import { type LedgerChild, Unknown } from './ledger-child.js'

export interface Line {
  order: Order
  /** Journals it was sent with. */
  journals: Record<string, number>
  /** Null: nobody knows yet. */
  answer: Answer | null
}

const DAY = 86_400_000

export class CrashLoad {
  /** What was sent since the last reckoning, by key. */
  lines = new Map<string, Line>()
  /** Points each member owns by what is known to be posted. */
  readonly owned = new Map<number, number>()
  /** Posted orders that a later one may be about. */
  private readonly posted: { order: Order; journalId: number }[] = []
  private made = 0

  constructor(
    readonly name: string,
    private readonly members: number[],
    private readonly random: (below: number) => number,
  ) {}

  /** Callers that each send one order after another until they hear that nobody answers. */
  async run(child: LedgerChild, callers: number, until: () => boolean): Promise<void> {
    const call = async () => {
      while (!until()) {
        const line = this.fresh()
        this.lines.set(line.order.key, line)
        if (!(await this.ask(child, line))) return
      }
    }
    await Promise.all(Array.from({ length: callers }, call))
  }

  /** How many of this round's callers know what became of their order. */
  answered(): number {
    return [...this.lines.values()].filter(line => line.answer !== null).length
  }

  /** Sends one again, or for the first time. Answers whether anybody knew what became of it. */
  async ask(child: LedgerChild, line: Line): Promise<boolean> {
    try {
      line.answer = await child.send(line.order, line.journals)
      return true
    } catch (error) {
      if (!(error instanceof Unknown)) throw error
      return false
    }
  }

  /** Closes the books of this round: every line has an answer now. */
  settle(): void {
    for (const { order, answer } of this.lines.values()) {
      if (answer?.status !== 'POSTED' && answer?.status !== 'REPEATED') continue
      for (const [member, worth] of worthOf(order)) this.owned.set(member, (this.owned.get(member) ?? 0) + worth)
      const lasting = order.do === 'EARN' || order.do === 'SPEND' || order.do === 'HOLD'
      if (lasting && answer.journalId) this.posted.push({ order, journalId: answer.journalId })
    }
    this.lines = new Map()
  }

  private fresh(): Line {
    this.made += 1
    const key = `${this.name}:${this.made}`
    const about = { key, body: key, member: this.members[this.random(this.members.length)] ?? 0 }
    const dice = this.random(12)
    const past = dice < 5 ? this.posted.splice(this.random(this.posted.length), 1)[0] : undefined
    if (past)
      return { order: this.about(past.order, about), journals: { [past.order.key]: past.journalId }, answer: null }
    const points = 1 + this.random(50)
    if (dice < 8) return { order: this.paying(about, points), journals: {}, answer: null }
    const earned = { spans: [this.span()], points: [points], growth: points, visit: true, cap: null }
    return { order: { ...about, do: 'EARN', ...earned }, journals: {}, answer: null }
  }

  private paying(about: { key: string; body: string; member: number }, points: number): Order {
    const order = { ...about, points, honours: [] }
    const dice = this.random(4)
    if (dice === 0) return { ...order, do: 'HOLD', until: Date.now() + 30 * DAY, graceDays: 0 }
    if (dice > 1) return { ...order, do: 'SPEND' }
    const to = this.members[this.random(this.members.length)] ?? 0
    if (to !== about.member) return { ...order, do: 'TRANSFER', to }
    return {
      ...about,
      do: 'ADJUST',
      points: this.random(2) === 0 ? points : -points,
      span: this.span(),
      shortfall: 'BLOCK',
    }
  }

  /** What may become of an earlier one. */
  private about(past: Order, about: { key: string; body: string }): Order {
    const order = { ...about, member: past.member, of: past.key }
    if (past.do === 'EARN') {
      return { ...order, do: 'UNDO_EARN', points: past.points[0] ?? 0, growth: past.growth, shortfall: 'DEBT' }
    }
    if (past.do !== 'HOLD') return { ...order, do: 'UNDO_SPEND', points: pointsOf(past), graceDays: 0 }
    return this.random(2) === 0
      ? { ...order, do: 'CAPTURE', points: 1 + this.random(past.points) }
      : { ...order, do: 'RELEASE' }
  }

  private span() {
    const today = Math.floor(Date.now() / DAY) * DAY
    return { from: today - 365 * DAY, to: today + 365 * DAY, restriction: 0, extendMonths: 0 }
  }
}

const pointsOf = (order: Order): number => ('points' in order && typeof order.points === 'number' ? order.points : 0)

/** What a posted order changes in what members own: usable, held and owed together. */
function worthOf(order: Order): [member: number, points: number][] {
  if (order.do === 'EARN') return [[order.member, order.points[0] ?? 0]]
  if (order.do === 'HOLD' || order.do === 'RELEASE') return []
  if (order.do === 'ADJUST' || order.do === 'UNDO_SPEND') return [[order.member, order.points]]
  if (order.do === 'TRANSFER')
    return [
      [order.member, -order.points],
      [order.to, order.points],
    ]
  return [[order.member, -order.points]]
}
