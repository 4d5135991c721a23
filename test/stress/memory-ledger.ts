/** The ledger's rules alone, over rows in memory: what is decided, without a database to write it to. */
import { decideOne, type Result } from '../../server/src/ledger/batch.rules.js'
import type { Account, HoldRow, Lot } from '../../server/src/ledger/book.rules.js'
import type { Batch } from '../../server/src/ledger/deciding.rules.js'
import { Draft } from '../../server/src/ledger/draft.rules.js'
import {
  accountId,
  CURRENCY,
  KIND,
  type Operation,
  PART,
  type SideRow,
} from '../../server/src/ledger/operation.rules.js'
import { settle } from '../../server/src/ledger/settle.rules.js'
import * as make from '../ledger-builders.js'

const UNDONE = new Map<number, number>([
  [KIND.EARN, PART.GRANTED],
  [KIND.SPEND, PART.SPENT],
  [KIND.CAPTURE, PART.SPENT],
])

export class MemoryLedger {
  readonly draft = new Draft(new Map(), new Map())
  private readonly batch: Batch
  private ids = 1_000_000

  constructor(now: Date) {
    this.batch = { draft: this.draft, known: new Map(), reversibles: new Map(), now, newId: () => this.newId() }
  }

  member(id: number): number {
    for (const currencyId of [CURRENCY.POINTS, CURRENCY.GROWTH]) {
      const account = make.points({ id: accountId(id, currencyId), currencyId, ownerId: id })
      this.draft.accounts.set(account.id, account)
      this.draft.whole.add(account.id)
      this.draft.heldKnown.add(account.id)
    }
    return id
  }

  set now(now: Date) {
    this.batch.now = now
  }

  submit(operation: Operation): Result {
    const result = decideOne(this.batch, operation, [])
    if (result.status === 'POSTED') this.remember(result.posted.journalId, operation.memberId)
    return result
  }

  /** Submits it and answers the rows of other features that would commit with it. */
  with(operation: Operation): SideRow[] {
    const rows: SideRow[] = []
    decideOne(this.batch, operation, rows)
    return rows
  }

  /** What the sweeper does. */
  settle(): void {
    for (const account of this.draft.accounts.values()) {
      if (account.nextEventAt <= this.batch.now && account.currencyId === CURRENCY.POINTS)
        settle(this.draft, account, { now: this.batch.now, newId: () => this.newId() })
    }
  }

  points(member: number): Account {
    return this.draft.accounts.get(accountId(member, CURRENCY.POINTS))!
  }

  growth(member: number): number {
    return this.draft.accounts.get(accountId(member, CURRENCY.GROWTH))!.available
  }

  lots(member: number): Lot[] {
    return [...this.draft.lotsOf(accountId(member, CURRENCY.POINTS)).values()]
  }

  holds(member: number): HoldRow[] {
    return [...this.draft.holds.values()].filter(hold => hold.accountId === accountId(member, CURRENCY.POINTS))
  }

  private newId(): number {
    this.ids += 1
    return this.ids
  }

  /** What the database would find again of a journal that may be undone. */
  private remember(journalId: number, memberId: number): void {
    const journal = this.draft.journals.find(({ id }) => id === journalId)
    const part = UNDONE.get(journal?.kind ?? 0)
    // A journal that moved nobody's points or growth is nobody's.
    const moved = this.draft.postings.some(posting => posting.journalId === journalId && posting.version !== null)
    if (!journal || part === undefined || !moved) return
    const gave = { points: journal.points, growth: journal.growth }
    const lots = this.draft.allocations
      .filter(one => one.journalId === journalId && one.part === part && one.amount > 0)
      .map(({ lotId, amount }) => ({ lotId, amount }))
    this.batch.reversibles.set(journalId, { kind: journal.kind, memberId, gave, ...gave, lots })
  }
}
