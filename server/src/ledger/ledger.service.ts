/** The one write path of the ledger: `apply` locks, decides and writes; whoever opened the transaction commits. */
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { isDuplicate, rowsOf, type Tx } from '../db.js'
import type { Ids } from '../ids.js'
import { Refusal } from '../refusal.js'
import { CLOCK, IDS } from '../tokens.js'
import { decideOne, type Result } from './batch.rules.js'
import type { Batch } from './deciding.rules.js'
import { Draft } from './draft.rules.js'
import { literal } from './literals.service.js'
import { type Operation, OUTCOME, type Posted, type SideRow } from './operation.rules.js'
import { lockSql } from './packets.service.js'
import { readBatch, type Send } from './reader.service.js'
import { writeSql } from './writes.service.js'

@Injectable()
export class Ledger {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  /**
   * Applies one operation inside the caller's transaction. A repeat of the key answers REPEATED with the first journal.
   * Throws a Refusal (those of CODES, `ledger.key_reused`, `record.not_found`); a refusal of the ledger is remembered under its key although the rest rolls back.
   */
  async post(tx: Tx, operation: Operation): Promise<{ journalId: number; posted: Posted | null }> {
    const send = sendOver(tx)
    const batch = await this.read(send, [operation], [])
    const { results, writes } = decideAll(batch, [operation])
    if (writes.length > 0) await send(writes).catch(error => runAgain(tx, batch.draft, error))
    const [result] = results
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
    const batch = await this.read(send, operations, opening)
    const { results, writes } = decideAll(batch, operations)
    if (writes.length + closing.length > 0) await send([...writes, ...closing])
    return results
  }

  private read(send: Send, operations: Operation[], opening: string[]): Promise<Batch> {
    return readBatch(send, operations, opening, { now: () => this.clock.now(), newId: () => this.ids.next() })
  }
}

function decideAll(batch: Batch, operations: Operation[]): { results: Result[]; writes: string[] } {
  const rows: SideRow[] = []
  const results = operations.map(operation => decideOne(batch, operation, rows))
  return { results, writes: writeSql(batch.draft, rows, batch.now) }
}

/**
 * A counter made by somebody else at the same moment is no fault: the caller's transaction runs again and finds it, as
 * after any other row that changed since it was read.
 */
async function runAgain(tx: Tx, draft: Draft, error: unknown): Promise<never> {
  const names = [...draft.changedTallies].filter(name => draft.newTallies.has(name))
  if (names.length === 0 || !isDuplicate(error)) throw error
  const made = await rowsOf(tx, `SELECT name FROM tally WHERE name IN (${names.map(literal).join(', ')})`)
  if (made.length === 0) throw error
  throw Object.assign(new Error('a counter was made since it was looked for', { cause: error }), { errno: 1020 })
}

const CODES = {
  [OUTCOME.INSUFFICIENT]: 'points.insufficient',
  [OUTCOME.FROZEN]: 'points.frozen',
  [OUTCOME.NOT_REVERSIBLE]: 'ledger.not_reversible',
  [OUTCOME.OVER_REFUND]: 'ledger.not_reversible',
  [OUTCOME.RESTRICTED]: 'points.restricted',
  [OUTCOME.HOLD_CLOSED]: 'hold.closed',
  [OUTCOME.HOLD_TOO_SMALL]: 'hold.too_small',
  [OUTCOME.UNKNOWN_HOLD]: 'record.not_found',
  [OUTCOME.SCATTERED]: 'points.scattered',
} as const

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
  throw new Refusal(CODES[result.outcome], undefined, keep)
}

export function sendOver(tx: Tx): Send {
  return async statements => {
    const answer = (await tx.query(statements.join('; '))) as unknown[]
    return statements.length === 1 ? [answer] : answer
  }
}
