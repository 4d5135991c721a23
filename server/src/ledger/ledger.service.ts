/** The one write path of the ledger: `apply` locks, decides and writes; whoever opened the transaction commits. */
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import type { Tx } from '../db.js'
import type { Ids } from '../ids.js'
import { Refusal } from '../refusal.js'
import { CLOCK, IDS } from '../tokens.js'
import { type Batch, decideOne, type Result } from './batch.rules.js'
import type { Reversible } from './decide.rules.js'
import { Draft } from './draft.rules.js'
import {
  type Account,
  accountId,
  CURRENCY,
  type Lot,
  type Operation,
  OUTCOME,
  type Posted,
  type SideRow,
} from './operation.rules.js'
import { keysSql, liveLotsSql, lockSql, lotsSql, reversibleSql, toAccount, toLot, writeSql } from './packets.service.js'

/** Sends statements in one packet and answers one result each. */
export type Send = (statements: string[]) => Promise<unknown[]>

type Row = Parameters<typeof toAccount>[0]
interface KeyRow {
  id: number
  idem_key: string
  req_hash: Buffer
  outcome: number
}
interface OriginRow {
  id: number
  points: number
  growth: number
  member_id: number
}
interface CapRow {
  journal_id: number
  currency_id: number
  reversed: number
}
interface FilledRow {
  journal_id: number
  lot_id: number
}

@Injectable()
export class Ledger {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  /**
   * Applies one operation inside the caller's transaction. A repeat of the key answers REPEATED with the first journal.
   * Throws a Refusal (`points.insufficient`, `points.frozen`, `ledger.not_reversible`, `ledger.key_reused`,
   * `record.not_found`); a refusal of the ledger is remembered under its key although the rest rolls back.
   */
  async post(tx: Tx, operation: Operation): Promise<{ journalId: number; posted: Posted | null }> {
    const {
      results: [result],
      batch,
    } = await this.decide(sendOver(tx), [operation])
    // Kept as it was decided: deciding again after the roll-back could find the points that were missing.
    const kept = new Draft(new Map(), new Map())
    for (const journal of batch.draft.journals) if (journal.outcome !== 0) kept.refuse(journal)
    const keep = async (query: (sql: string) => Promise<unknown>) => {
      if (kept.journals.length > 0) await query(writeSql(kept, [], batch.now).join('; '))
    }
    return settled(result as Result, operation, keep)
  }

  /** Locks the accounts of a member, so that what the caller reads next cannot change under it. */
  async lock(tx: Tx, memberId: number): Promise<void> {
    await tx.query(lockSql([memberId]))
  }

  /** Decides operations in arrival order and writes what they do. Never commits. */
  async apply(send: Send, operations: Operation[], opening: string[] = [], closing: string[] = []): Promise<Result[]> {
    return (await this.decide(send, operations, opening, closing)).results
  }

  private async decide(
    send: Send,
    operations: Operation[],
    opening: string[] = [],
    closing: string[] = [],
  ): Promise<{ results: Result[]; batch: Batch }> {
    const batch = await this.read(send, operations, opening)
    const rows: SideRow[] = []
    const results = operations.map(operation => decideOne(batch, operation, rows))
    const writes = writeSql(batch.draft, rows, batch.now)
    if (writes.length + closing.length > 0) await send([...writes, ...closing])
    return { results, batch }
  }

  private async read(send: Send, operations: Operation[], opening: string[]): Promise<Batch> {
    const reversible = reversibleSql(operations)
    const reads = [
      lockSql(operations.map(operation => operation.memberId)),
      lotsSql(operations),
      keysSql(operations),
      ...(reversible ? reversible.split('; ') : []),
    ]
    const answers = (await send([...opening, ...reads])).slice(opening.length)
    const [accounts, lots, keys] = answers as [Row[], Row[], KeyRow[]]
    const draft = new Draft(new Map(accounts.map(toAccount).map(account => [account.id, account])), new Map())
    addLots(draft, lots.map(toLot))
    for (const operation of operations) {
      if (operation.kind !== 'EARN') draft.whole.add(accountId(operation.memberId, CURRENCY.POINTS))
    }
    // Read under the locks: a wait for them must not make this batch older than what it waited for.
    const now = this.clock.now()
    await this.readDue(send, draft, now)
    return {
      draft,
      known: new Map(keys.map(row => [row.idem_key, { id: row.id, hash: row.req_hash, outcome: row.outcome }])),
      reversibles: reversibles(answers.slice(3) as [OriginRow[], CapRow[], FilledRow[]]),
      now,
      newId: () => this.ids.next(),
    }
  }

  /** Accounts on which something is due are settled first; that takes all their live lots. A rare third packet. */
  private async readDue(send: Send, draft: Draft, now: Date): Promise<void> {
    const due = [...draft.accounts.values()].filter(isDue(now, draft.whole)).map(account => account.id)
    if (due.length === 0) return
    const [lots] = (await send([liveLotsSql(due)])) as [Row[]]
    addLots(draft, lots.map(toLot))
    for (const id of due) draft.whole.add(id)
  }
}

const isDue = (now: Date, whole: Set<number>) => (account: Account) =>
  account.nextEventAt <= now && !whole.has(account.id)

function addLots(draft: Draft, lots: Lot[]): void {
  for (const lot of lots) draft.lotsOf(lot.accountId).set(lot.id, lot)
}

function reversibles([journals = [], caps = [], filled = []]: [OriginRow[]?, CapRow[]?, FilledRow[]?]): Map<
  number,
  Reversible
> {
  const found = new Map<number, Reversible>()
  for (const row of journals) {
    const gave = { points: row.points, growth: row.growth }
    found.set(row.id, { memberId: row.member_id, gave, ...gave, lotIds: [] })
  }
  for (const row of caps) {
    const origin = found.get(row.journal_id)
    if (origin) origin[row.currency_id === CURRENCY.POINTS ? 'points' : 'growth'] -= row.reversed
  }
  for (const row of filled) found.get(row.journal_id)?.lotIds.push(row.lot_id)
  return found
}

/** Turns a result into an answer, or into the refusal the caller's user gets to read. */
export function settled(
  result: Result,
  operation: Operation,
  keep?: Refusal['keep'],
): { journalId: number; posted: Posted | null } {
  if (result.status === 'POSTED') return { journalId: result.posted.journalId, posted: result.posted }
  if (result.status === 'REPEATED') return { journalId: result.journalId, posted: null }
  if (result.status === 'CONFLICT') throw new Refusal('ledger.key_reused', { key: operation.key })
  if (result.status === 'UNKNOWN_MEMBER') throw new Refusal('record.not_found')
  const codes = {
    [OUTCOME.INSUFFICIENT]: 'points.insufficient',
    [OUTCOME.FROZEN]: 'points.frozen',
    [OUTCOME.NOT_REVERSIBLE]: 'ledger.not_reversible',
    [OUTCOME.OVER_REFUND]: 'ledger.not_reversible',
  } as const
  throw new Refusal(codes[result.outcome], undefined, keep)
}

export function sendOver(tx: Tx): Send {
  return async statements => {
    const answer = (await tx.query(statements.join('; '))) as unknown[]
    return statements.length === 1 ? [answer] : answer
  }
}
