/** One sequence of orders against a real ledger: after each, answers, rows and the pencil's list must agree. */
import { isDeepStrictEqual } from 'node:util'
import type { Result } from '../../server/src/ledger/batch.rules.js'
import type { Operation } from '../../server/src/ledger/operation.rules.js'
import type { LedgerAlone } from './ledger-alone.js'
import { answerOf, type Order, operationOf, type Told } from './orders.js'
import { Pencil } from './pencil.js'
import { type Look, SequenceBooks } from './sequence-books.js'

/** The model of fast-check: what has been sent so far, and where the pencil stands. */
export interface Known {
  readonly prefix: string
  readonly members: number[]
  readonly pencil: Pencil
  readonly sent: Order[]
  now: number
}

export class SequenceRun {
  private readonly journals = new Map<string, number>()
  private last: Look | null = null

  /** How often an order of each kind came to what: 'CAPTURE POSTED' and the like. */
  readonly told: Record<string, number> = {}

  private constructor(
    private readonly alone: LedgerAlone,
    private readonly books: SequenceBooks,
    readonly known: Known,
  ) {}

  /** Members of its own, at the moment the ledger has come to; its keys begin with the prefix. */
  static async open(alone: LedgerAlone, of: { members: number; prefix: string }): Promise<SequenceRun> {
    const members = await alone.members(of.members)
    const known = { prefix: of.prefix, members, pencil: new Pencil(), sent: [], now: +alone.clock.now() }
    return new SequenceRun(alone, new SequenceBooks(alone, members), known)
  }

  /**
   * Sends an order and compares everything that can be seen of it. Throws with what differs. `through` carries the
   * operation instead of the lane; where the first answer was lost on the way, REPEATED stands for POSTED.
   */
  async send(
    order: Order,
    through?: (operation: Operation) => Promise<{ result: Result; lost: boolean }>,
  ): Promise<void> {
    const { known, alone } = this
    const before = this.last ?? (await this.books.look())
    const operation = operationOf(order, new Date(known.now), key => this.journals.get(key) ?? 1)
    const { result, lost } = through
      ? await through(operation)
      : { result: await alone.lane.submit(operation), lost: false }
    const { journalId, ...told } = answerOf(result)
    const expected = known.pencil.apply(order, known.now)
    const again = lost && told.status === 'REPEATED' && expected.status === 'POSTED'
    if (!again) agree(() => `the answer to ${JSON.stringify(order)}`, told, expected)
    const outcome = `${order.do} ${told.status}`
    this.told[outcome] = (this.told[outcome] ?? 0) + 1
    if ((told.status === 'POSTED' || again) && journalId) this.journals.set(order.key, journalId)
    if (!known.sent.includes(order)) known.sent.push(order)
    this.last = await this.books.look()
    if (told.status !== 'POSTED' && !again) this.unmoved(before, this.last, told)
    this.compare(this.last)
  }

  /** Time goes on by itself, or up to the moment something begins or ends. */
  advance(to: number): void {
    this.known.now = Math.max(this.known.now, to)
    this.alone.clock.set(new Date(this.known.now))
  }

  async sweep(): Promise<void> {
    await this.alone.sweeper.sweep()
    this.last = await this.books.look()
    this.compare(this.last)
  }

  /** What is not posted leaves every row as it was; what fell due meanwhile has been settled before it. */
  private unmoved(before: Look, after: Look, told: Told): void {
    const due = before.accounts.some(account => (account.next_event_at as Date).getTime() <= this.known.now)
    if (!due) agree(() => `the rows before and after ${told.status}`, after, before)
  }

  private compare(look: Look): void {
    const { pencil, members, now } = this.known
    for (const member of members) {
      const expected = pencil.balances(member, now)
      const [points, growth] = [1, 2].map(currency => look.accounts.find(row => row.id === member + currency)!)
      // What fell due and has not been touched is settled by whoever comes next; until then only the pencil knows.
      if ((points!.next_event_at as Date).getTime() <= now) continue
      const { pending, available, held, debt, activities: visits } = points!
      agree(() => 'balances', { pending, available, held, debt, growth: growth!.available, visits }, expected)
      agree(() => 'lots', lotsOf(look, member), pencilLots(pencil, member, now))
    }
  }
}

const lotsOf = (look: Look, member: number) =>
  look.lots
    .filter(lot => lot.account_id === member + 1 && ((lot.remaining as number) > 0 || (lot.held as number) > 0))
    .map(lot => [+(lot.available_at as Date), +(lot.expires_at as Date), lot.restriction_id, lot.remaining, lot.held])
    .sort(byAll)

const pencilLots = (pencil: Pencil, member: number, now: number) =>
  pencil
    .member(member, now)
    .lots.filter(lot => lot.left > 0 || lot.held > 0)
    .map(lot => [lot.from, lot.to, lot.restriction, lot.left, lot.held])
    .sort(byAll)

function byAll(a: unknown[], b: unknown[]): number {
  for (const [at, one] of a.entries()) if (one !== b[at]) return (one as number) - (b[at] as number)
  return 0
}

/** Cheaper than a matcher, which is what counts when it is called half a million times. */
function agree(what: () => string, found: unknown, expected: unknown): void {
  if (isDeepStrictEqual(found, expected)) return
  throw new Error(`${what()}:\n  found    ${JSON.stringify(found)}\n  expected ${JSON.stringify(expected)}`)
}
