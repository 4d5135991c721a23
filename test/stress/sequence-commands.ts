/**
 * The commands sequences are made of. Each is drawn as plain numbers, so that fast-check can make it smaller and say it
 * again, and turned into an order when its turn comes, by what has been sent until then.
 */
import fc from 'fast-check'
import type { Order, OrderOf, OrderSpan } from './orders.js'
import type { Known, SequenceRun } from './sequence-run.js'

const DAY = 86_400_000

/** What a command is drawn as: numbers that pick something, whatever there is to pick from. */
interface Drawn {
  pick: number
  points: number
  more: number
}
type Command = fc.AsyncCommand<Known, SequenceRun>
/** Null when there is nothing yet that it could be about. */
type Maker = (drawn: Drawn, known: Readonly<Known>) => Order | null

const drawn = fc.record({ pick: fc.nat(9999), points: fc.nat(60), more: fc.nat(9999) })
const of = <T>(list: readonly T[], pick: number): T | undefined => list[pick % Math.max(1, list.length)]

class Send implements Command {
  constructor(
    private readonly name: string,
    private readonly drawn: Drawn,
    private readonly make: Maker,
  ) {}

  check(known: Readonly<Known>): boolean {
    return this.make(this.drawn, known) !== null
  }

  async run(known: Known, run: SequenceRun): Promise<void> {
    const order = this.make(this.drawn, known)
    if (order) await run.send(order)
  }

  toString(): string {
    return `${this.name}(${Object.values(this.drawn).join(',')})`
  }
}

class Advance implements Command {
  constructor(private readonly drawn: Drawn) {}

  check(): boolean {
    return true
  }

  async run(known: Known, run: SequenceRun): Promise<void> {
    const { pick, more } = this.drawn
    const boundary = Math.ceil((known.now + 1) / DAY) * DAY
    run.advance([known.now + 1, boundary - 1, boundary, boundary, known.now + more * 20_000][pick % 5]!)
    if (pick % 7 === 0) await run.sweep()
  }

  toString(): string {
    return `advance(${this.drawn.pick},${this.drawn.more})`
  }
}

const about = (known: Readonly<Known>, pick: number) => {
  const key = `${known.prefix}${known.sent.length}`
  return { key, body: key, member: of(known.members, pick)! }
}
const all = <Kind extends Order['do']>(known: Readonly<Known>, kind: Kind) =>
  known.sent.filter((order): order is OrderOf<Kind> => order.do === kind)

/** Few days of beginning and end, so that lots merge, close, and are filled again. */
function span(now: number, pick: number, begins: readonly number[]): OrderSpan {
  const today = Math.floor(now / DAY)
  const from = (today + of(begins, pick)!) * DAY
  return { from, to: from + of([1, 2, 5, 20], pick >> 3)! * DAY, restriction: 0, extendMonths: 0 }
}

function earn(begins: readonly number[], kind: Partial<OrderSpan> = {}): Maker {
  return ({ pick, points, more }, known) => {
    const growth = of([points, 0, 7], more)!
    const spans = [{ ...span(known.now, more, begins), ...kind }]
    return { ...about(known, pick), do: 'EARN', spans, points: [points], growth, visit: more % 3 === 0, cap: null }
  }
}

/** Now and then somebody else's. */
const ownerOf = (order: Order, { more }: Drawn, known: Readonly<Known>) =>
  more % 20 === 0 ? of(known.members, more)! : order.member

/** Of the growth the same, nothing, or something that may be too much; of the points all, part, or something. */
const undoEarn =
  (shortfall: OrderOf<'UNDO_EARN'>['shortfall']): Maker =>
  (drawn, known) => {
    const { pick, points, more } = drawn
    const earn = of(all(known, 'EARN'), pick)
    if (!earn) return null
    const back = of([earn.points[0]!, points, Math.floor(earn.points[0]! / 2)], more)!
    const growth = of([back, 0, earn.growth, points], more >> 2)!
    const member = ownerOf(earn, drawn, known)
    return { ...about(known, pick), member, do: 'UNDO_EARN', of: earn.key, points: back, growth, shortfall }
  }

/** Mostly one of the last few, of which something may still become. */
const recent = <T>(list: readonly T[], { pick, more }: Drawn): T | undefined =>
  of(more % 4 === 0 ? list : list.slice(-3), pick)

const hold =
  (graceDays: number): Maker =>
  ({ pick, points, more }, known) => {
    const until = known.now + of([DAY, 3 * DAY, 30 * DAY, 0], more)!
    return { ...about(known, pick), do: 'HOLD', points, honours: more % 4 === 0 ? [7] : [], until, graceDays }
  }

const capture =
  (share: number): Maker =>
  (drawn, known) => {
    const hold = recent(all(known, 'HOLD'), drawn)
    if (!hold) return null
    const points = Math.max(1, share === 1 ? hold.points : Math.floor(hold.points * share) + (drawn.more % 3))
    return { ...about(known, drawn.pick), member: ownerOf(hold, drawn, known), do: 'CAPTURE', of: hold.key, points }
  }

const undoSpend =
  (graceDays: number): Maker =>
  (drawn, known) => {
    const spent = recent([...all(known, 'CAPTURE'), ...all(known, 'SPEND')], drawn)
    if (!spent) return null
    const points = of([spent.points, Math.floor(spent.points / 2), drawn.points], drawn.more)!
    const member = ownerOf(spent, drawn, known)
    return { ...about(known, drawn.pick), member, do: 'UNDO_SPEND', of: spent.key, points, graceDays }
  }

export const MAKERS: Record<string, Maker> = {
  earn: earn([-9, -2, 0, 0]),
  earnPending: earn([1, 1, 3]),
  earnRestricted: earn([-2, 0, 1], { restriction: 7 }),
  earnExtending: earn([-2, 0, 0], { extendMonths: 1 }),
  earnInTwoSpans: ({ pick, points, more }, known) => {
    const spans = [span(known.now, pick, [-1, 0, 2]), span(known.now, more, [0, 1])]
    return { ...about(known, more), do: 'EARN', spans, points: [points, pick % 30], growth: 1, visit: true, cap: null }
  },
  earnCapped: ({ pick, points, more }, known) => {
    const cap = { name: `${known.prefix}${more % 2}`, limit: 90 }
    const spans = [span(known.now, more, [0, 1])]
    return { ...about(known, pick), do: 'EARN', spans, points: [points], growth: points, visit: false, cap }
  },
  spend: ({ pick, points }, known) => ({ ...about(known, pick), do: 'SPEND', points, honours: [] }),
  spendRestricted: ({ pick, points }, known) => ({ ...about(known, pick), do: 'SPEND', points, honours: [7] }),
  hold: hold(0),
  holdWithGrace: hold(2),
  captureAll: capture(1),
  capturePart: capture(0.5),
  release: (drawn, known) => {
    const hold = recent(all(known, 'HOLD'), drawn)
    if (!hold) return null
    return { ...about(known, drawn.pick), member: ownerOf(hold, drawn, known), do: 'RELEASE', of: hold.key }
  },
  undoSpend: undoSpend(0),
  undoSpendWithGrace: undoSpend(3),
  undoEarnIntoDebt: undoEarn('DEBT'),
  undoEarnForCash: undoEarn('CASH'),
  undoEarnWaived: undoEarn('WAIVE'),
  undoEarnBlocked: undoEarn('BLOCK'),
  adjustUp: ({ pick, points, more }, known) => {
    const mine = about(known, pick)
    return { ...mine, do: 'ADJUST', points: points + 1, span: span(known.now, more, [-2, 0, 1]), shortfall: 'BLOCK' }
  },
  adjustDown: ({ pick, points, more }, known) => {
    const shortfall = of(['BLOCK', 'DEBT'] as const, more)!
    return { ...about(known, pick), do: 'ADJUST', points: -points - 1, span: span(known.now, 0, [0]), shortfall }
  },
  transfer: ({ pick, points, more }, known) => {
    const order = about(known, pick)
    const to = of(
      known.members.filter(member => member !== order.member),
      more,
    )!
    return { ...order, do: 'TRANSFER', to, points, honours: more % 3 === 0 ? [7] : [] }
  },
  repeat: ({ pick }, known) => of(known.sent, pick) ?? null,
  sameKeyOtherBody: ({ pick }, known) => {
    const order = of(known.sent, pick)
    return order ? { ...order, body: 'another' } : null
  },
}

/** Of each kind as many as make a life: earning and time most of all. */
const OFTEN: Record<string, number> = { earn: 5, spend: 3, earnPending: 2, undoEarnIntoDebt: 2, hold: 2, captureAll: 2 }

export const commands: fc.Arbitrary<Command>[] = [
  ...Object.entries(MAKERS).flatMap(([name, make]) =>
    Array.from({ length: OFTEN[name] ?? 1 }, () => drawn.map(one => new Send(name, one, make))),
  ),
  ...Array.from({ length: 4 }, () => drawn.map(one => new Advance(one))),
]
