/**
 * Group commit: whatever waits becomes the next batch, without a timer. Light load makes batches of one, heavy load
 * large ones. The lane opens its own transactions and sends COMMIT in the second packet.
 */
import { Inject, Injectable } from '@nestjs/common'
import { type Db, isDatabaseAway, isDuplicate, isLockTimeout, isRetryable, type Line } from '../db.js'
import { Refusal } from '../refusal.js'
import { DB } from '../tokens.js'
import type { Result } from './batch.rules.js'
import { Ledger, settled } from './ledger.service.js'
import { list } from './literals.service.js'
import { accountId, CURRENCY, type Operation, type Posted } from './operation.rules.js'
import type { Send } from './reader.service.js'

interface Waiting {
  operation: Operation
  since: number
  answer(result: Result): void
  fail(error: unknown): void
}

const BATCH_MAX = 200
/** While a batch is on its way the next one gathers: a second leaves beside it only when it is this large, or the first is late. */
const WORTH_ANOTHER = 64
const LATE_MS = 30
const QUEUE_MAX = 5_000
const AGE_MAX_MS = 8_000
const RERUNS = 5
/** A row lock is waited for once more when it is not known who holds it, then the batch is split. */
const LOCK_RERUNS = 2
/** A packet that is not answered by then is given up with its connection; the outcome is unknown, so tills retry. */
const PACKET_MS = 15_000

@Injectable()
export class Lane {
  private readonly queue: Waiting[] = []
  private flying = 0
  private departedAt = 0
  private closed = false
  /** Operations of members whom another transaction holds; they wait here so that nobody waits behind them. */
  private readonly parked: Waiting[] = []
  private readonly held = new Set<number>()
  private unparking = false
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
    if (this.closed || this.waiting >= QUEUE_MAX) return Promise.reject(new Refusal('server.busy'))
    return new Promise((answer, fail) => {
      const waiting = { operation, since: Date.now(), answer, fail }
      if (membersOf(operation).some(member => this.held.has(member))) return this.park([waiting])
      this.queue.push(waiting)
      if (this.mayDepart()) setImmediate(() => this.fly())
    })
  }

  get waiting(): number {
    return this.queue.length + this.parked.length
  }

  /** Finishes what waits and takes no more. */
  async close(): Promise<void> {
    this.closed = true
    while (this.waiting > 0 || this.flying > 0 || this.unparking) await new Promise(resolve => setTimeout(resolve, 5))
  }

  private async fly(): Promise<void> {
    if (this.queue.length === 0 || !this.mayDepart()) return
    this.flying += 1
    try {
      do {
        this.departedAt = Date.now()
        await this.run(this.queue.splice(0, BATCH_MAX))
      } while (this.queue.length > 0 && (this.flying === 1 || this.queue.length >= WORTH_ANOTHER))
    } finally {
      this.flying -= 1
    }
  }

  private mayDepart(): boolean {
    if (this.flying === 0) return true
    const wanted = this.queue.length >= WORTH_ANOTHER || Date.now() - this.departedAt > LATE_MS
    return wanted && this.flying < this.flights
  }

  /**
   * A database error rolls all back: rerun what may be rerun, otherwise halve until the bad operation stands alone. After a
   * lock time-out those whom somebody else holds step aside and the others run at once. What has waited too long by then
   * is given up.
   */
  private async run(waiting: Waiting[], attempt = 1): Promise<void> {
    const batch = fresh(waiting)
    if (batch.length === 0) return
    let results: Result[]
    try {
      results = await this.commit(batch.map(waiting => waiting.operation))
    } catch (error) {
      const timedOut = isLockTimeout(error)
      if (timedOut) {
        const free = await this.stepAside(batch)
        if (free.length < batch.length) return this.run(free)
      }
      const again = isRetryable(error) || (isDuplicate(error) && attempt === 1)
      if (again && attempt < (timedOut ? LOCK_RERUNS : RERUNS)) return this.run(batch, attempt + 1)
      if (batch.length === 1 || isDatabaseAway(error)) {
        const shown = again || isDatabaseAway(error) ? new Refusal('server.busy') : error
        for (const waiting of batch) waiting.fail(shown)
        return
      }
      const half = Math.ceil(batch.length / 2)
      const next = timedOut ? attempt : 1
      await this.run(batch.slice(0, half), next)
      return this.run(batch.slice(half), next)
    }
    this.operations += batch.length
    batch.forEach((waiting, index) => {
      waiting.answer(results[index] as Result)
    })
  }

  /** Parks the operations of members whom another transaction holds at this moment; answers those that are left. */
  private async stepAside(batch: Waiting[]): Promise<Waiting[]> {
    const held = await this.heldAmong(batch.flatMap(({ operation }) => membersOf(operation)))
    const isHeld = ({ operation }: Waiting) => membersOf(operation).some(member => held.has(member))
    const away = batch.filter(isHeld)
    if (away.length > 0) this.park(away)
    return batch.filter(waiting => !isHeld(waiting))
  }

  private park(waiting: Waiting[]): void {
    this.parked.push(...waiting)
    this.parked.sort((a, b) => a.since - b.since)
    for (const { operation } of waiting) for (const member of membersOf(operation)) this.held.add(member)
    if (!this.unparking) setImmediate(() => this.unpark())
  }

  /**
   * Beside the flights: whoever is free again goes first; while nobody is, the one who came first is tried, which waits
   * for the lock for a second at most. Each is given up after its time like everybody else.
   */
  private async unpark(): Promise<void> {
    if (this.unparking) return
    this.unparking = true
    try {
      while (this.parked.length > 0) {
        const waiting = fresh(this.parked.splice(0))
        const held = await this.heldAmong(waiting.flatMap(({ operation }) => membersOf(operation)))
        const free = waiting.find(({ operation }) => membersOf(operation).every(member => !held.has(member)))
        const next = free ?? waiting[0]
        if (!next) continue
        const whose = new Set(membersOf(next.operation))
        const isNext = ({ operation }: Waiting) => membersOf(operation).some(member => whose.has(member))
        const now = waiting.filter(isNext)
        this.parked.unshift(...waiting.filter(one => !isNext(one)), ...now.splice(BATCH_MAX))
        // Who was found free is let through by the flights from now on.
        this.held.clear()
        for (const { operation } of this.parked) for (const member of membersOf(operation)) this.held.add(member)
        if (!free) for (const member of whose) this.held.add(member)
        await this.run(now)
      }
    } finally {
      this.unparking = false
      if (this.parked.length === 0) this.held.clear()
    }
  }

  /** Which of these members somebody else has locked. Nobody, where the database cannot skip locked rows. */
  private async heldAmong(members: number[]): Promise<Set<number>> {
    if (members.length === 0) return new Set()
    const ids = [...new Set(members)].flatMap(id => [accountId(id, CURRENCY.POINTS), accountId(id, CURRENCY.GROWTH)])
    const wanted = `SELECT id, owner_id FROM account WHERE id IN (${list(ids)})`
    const statements = ['START TRANSACTION', wanted, `${wanted} ORDER BY id FOR UPDATE SKIP LOCKED`, 'ROLLBACK']
    let line: Line | undefined
    try {
      line = await this.db.line()
      const [, all, free] = (await line.send(statements.join('; '), PACKET_MS)) as AccountRef[][]
      line.release()
      const ours = new Set(free?.map(({ id }) => id))
      return new Set(all?.filter(({ id }) => !ours.has(id)).map(({ owner_id }) => owner_id))
    } catch {
      line?.destroy()
      return new Set()
    }
  }

  private async commit(operations: Operation[]): Promise<Result[]> {
    const connection = await this.db.line()
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
        await connection.send('ROLLBACK', PACKET_MS).then(
          () => connection.release(),
          () => connection.destroy(),
        )
      throw error
    }
  }
}

interface AccountRef {
  id: number
  owner_id: number
}

/** Whose accounts an operation locks. */
const membersOf = (operation: Operation): number[] =>
  operation.kind === 'TRANSFER' ? [operation.memberId, operation.toMemberId] : [operation.memberId]

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

function sendVia(line: Line): Send {
  return async statements => {
    const answer = await line.send(statements.join('; '), PACKET_MS)
    return statements.length === 1 ? [answer] : (answer as unknown[])
  }
}
