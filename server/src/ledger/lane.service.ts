/**
 * Group commit: whatever waits becomes the next batch, without a timer. Light load makes batches of one, heavy load
 * large ones. The lane opens its own transactions and sends COMMIT in the second packet.
 */
import { Inject, Injectable } from '@nestjs/common'
import type { PoolConnection } from 'mysql2/promise'
import { type Db, isDatabaseAway, isDuplicate, isRetryable } from '../db.js'
import { Refusal } from '../refusal.js'
import { DB } from '../tokens.js'
import type { Result } from './batch.rules.js'
import { Ledger, type Send, settled } from './ledger.service.js'
import type { Operation, Posted } from './operation.rules.js'

interface Waiting {
  operation: Operation
  since: number
  answer(result: Result): void
  fail(error: unknown): void
}

const BATCH_MAX = 200
const QUEUE_MAX = 5_000
const AGE_MAX_MS = 8_000
const RERUNS = 5
/** A packet that is not answered by then is given up with its connection; the outcome is unknown, so tills retry. */
const PACKET_MS = 15_000

@Injectable()
export class Lane {
  private readonly queue: Waiting[] = []
  private flying = 0
  private closed = false
  /** How many batches may be on their way at once. Row locks keep any number correct. */
  flights = 2
  /** Commits sent and operations answered, for the metrics and the bench. */
  commits = 0
  operations = 0

  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(Ledger) private readonly ledger: Ledger,
  ) {}

  /** Posts an operation with whatever else waits. Refusals as in `Ledger.post`, or `server.busy` when the queue is full. */
  async post(operation: Operation): Promise<{ journalId: number; posted: Posted | null }> {
    return settled(await this.submit(operation), operation)
  }

  /** The same, answering what became of the operation instead of throwing. */
  submit(operation: Operation): Promise<Result> {
    if (this.closed || this.queue.length >= QUEUE_MAX) return Promise.reject(new Refusal('server.busy'))
    return new Promise((answer, fail) => {
      this.queue.push({ operation, since: Date.now(), answer, fail })
      if (this.flying < this.flights) setImmediate(() => this.fly())
    })
  }

  get waiting(): number {
    return this.queue.length
  }

  /** Finishes what waits and takes no more. */
  async close(): Promise<void> {
    this.closed = true
    while (this.queue.length > 0 || this.flying > 0) await new Promise(resolve => setTimeout(resolve, 5))
  }

  private async fly(): Promise<void> {
    if (this.flying >= this.flights || this.queue.length === 0) return
    this.flying += 1
    try {
      while (this.queue.length > 0) await this.run(this.queue.splice(0, BATCH_MAX))
    } finally {
      this.flying -= 1
    }
  }

  /**
   * A database error rolls all back: rerun what may be rerun, otherwise halve until the bad operation stands alone. What
   * has waited too long by then is given up, so that one locked member cannot hold up everybody for minutes.
   */
  private async run(waiting: Waiting[], attempt = 1): Promise<void> {
    const batch = fresh(waiting)
    if (batch.length === 0) return
    let results: Result[]
    try {
      results = await this.commit(batch.map(waiting => waiting.operation))
    } catch (error) {
      const again = isRetryable(error) || (isDuplicate(error) && attempt === 1)
      if (again && attempt < RERUNS) return this.run(batch, attempt + 1)
      if (batch.length === 1 || isDatabaseAway(error)) {
        const shown = again || isDatabaseAway(error) ? new Refusal('server.busy') : error
        for (const waiting of batch) waiting.fail(shown)
        return
      }
      const half = Math.ceil(batch.length / 2)
      await this.run(batch.slice(0, half))
      return this.run(batch.slice(half))
    }
    this.operations += batch.length
    batch.forEach((waiting, index) => {
      waiting.answer(results[index] as Result)
    })
  }

  private async commit(operations: Operation[]): Promise<Result[]> {
    const connection = await this.db.pool.getConnection()
    try {
      const results = await this.ledger.apply(sendVia(connection), operations, ['START TRANSACTION'], ['COMMIT'])
      this.commits += 1
      connection.release()
      return results
    } catch (error) {
      // A lock time-out rolls back its statement only. A connection that broke, or still owes an answer, is not kept: a
      // ROLLBACK would queue behind that answer for as long as it takes.
      if (isDatabaseAway(error)) connection.destroy()
      else
        await connection.query({ sql: 'ROLLBACK', timeout: PACKET_MS }).then(
          () => connection.release(),
          () => connection.destroy(),
        )
      throw error
    }
  }
}

/** Those that have not waited too long; the others are told to come again. Nothing of theirs has been written. */
function fresh(waiting: Waiting[]): Waiting[] {
  const oldest = Date.now() - AGE_MAX_MS
  const kept: Waiting[] = []
  for (const one of waiting) {
    if (one.since >= oldest) kept.push(one)
    else one.fail(new Refusal('server.busy'))
  }
  return kept
}

function sendVia(connection: PoolConnection): Send {
  return async statements => {
    // Without values the driver would search all of the text for places to put some: null says there are none.
    const [answer] = await connection.query({ sql: statements.join('; '), values: null, timeout: PACKET_MS })
    return statements.length === 1 ? [answer] : (answer as unknown[])
  }
}
