import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { EntityManager, QueryRunner } from 'typeorm'
import { type Db, isDatabaseAway, isDuplicate, isRetryable, type Tx } from '../../server/src/db.js'
import type { Result } from '../../server/src/ledger/batch.rules.js'
import { Lane } from '../../server/src/ledger/lane.service.js'
import type { Operation } from '../../server/src/ledger/operation.rules.js'
import { Refusal } from '../../server/src/refusal.js'
import { LedgerAlone } from './ledger-alone.js'
import { linesAround } from './lines-around.js'
import type { Order } from './orders.js'
import { SequenceRun } from './sequence-run.js'

// Goal: whatever the database answers at whichever statement of whichever operation, it counts exactly once in the end.
// Method: each operation is sent with a fault at its n-th statement, n rising until it goes through untouched, and held
// against the pencil: through the lane, and by `post` inside a transaction of a feature. Who is told that it went wrong
// sends the same again, as tills do. The books of all of them are looked at in the end; nobody touches them before that.
const DAY = 86_400_000
const FAULTS = [1213, 1205, 1020, 1062, 'CUT'] as const
type Fault = (typeof FAULTS)[number]
/** More statements than any operation has; a fault never met by then means the counting is wrong. */
const STATEMENTS = 40

let alone: LedgerAlone
beforeAll(async () => {
  alone = await LedgerAlone.open(process.env.TEST_DATABASE_URL ?? '')
})
afterAll(async () => {
  expect(await alone.books()).toEqual({})
  await alone.close()
})

const errorOf = (fault: Fault) =>
  Object.assign(
    new Error(`injected ${fault}`),
    fault === 'CUT' ? { code: 'PROTOCOL_CONNECTION_LOST' } : { errno: fault },
  )

/** Counts statements over all packets of one attempt, and says which one to fail behind; it fails once. */
class Aim {
  seen = 0
  hit = false

  constructor(
    readonly fault: Fault,
    private readonly at: number,
  ) {}

  /** Whether the statement that has just been counted is the one to fail behind. */
  isNow(): boolean {
    if (this.seen === this.at) this.hit = true
    return this.hit
  }

  /** Sends a packet up to the statement the fault is behind. Throws it when that is in this packet. */
  async packet(sql: string, send: (sql: string) => Promise<unknown>, destroy: () => void): Promise<unknown> {
    const statements = sql.split('; ')
    const here = this.at - this.seen
    this.seen += statements.length
    if (this.hit || here < 1 || here > statements.length) return send(sql)
    this.hit = true
    // An error comes in the place of its statement; a wire is cut behind it, so that nobody hears what became of it.
    const done = statements.slice(0, this.fault === 'CUT' ? here : here - 1)
    if (done.length > 0) await send(done.join('; '))
    // A deadlock has undone the transaction, and so has a broken connection; a lock time-out and a duplicate have not.
    if (this.fault === 'CUT') destroy()
    else if (this.fault !== 1205 && this.fault !== 1062) await send('ROLLBACK')
    throw errorOf(this.fault)
  }
}

/** The lane, whose caller sends once more what came back as "come again". */
async function byLane(aim: Aim, operation: Operation): Promise<{ result: Result; lost: boolean }> {
  const db = linesAround(alone.db, (sql, wire) =>
    sql.endsWith('ROLLBACK')
      ? wire.send(sql)
      : aim.packet(
          sql,
          text => wire.send(text),
          () => wire.destroy(),
        ),
  )
  try {
    return { result: await new Lane(db, alone.ledger).submit(operation), lost: false }
  } catch (error) {
    expect((error as Refusal).code).toBe('server.busy')
    return { result: await alone.lane.submit(operation), lost: true }
  }
}

/** A feature's own transaction, which writes a row of its own beside the operation. */
async function byFeature(aim: Aim, operation: Operation): Promise<{ result: Result; lost: boolean }> {
  const db = failing(alone.db, aim)
  let result: Result | null = null
  const work = async (tx: Tx) => {
    await tx.query('INSERT INTO feature_row (name) VALUES (?)', [operation.key])
    const { journalId, posted } = await alone.ledger.post(tx, operation)
    result = posted ? { status: 'POSTED', posted } : { status: 'REPEATED', journalId }
  }
  try {
    await db.transaction(work)
    return { result: result as unknown as Result, lost: false }
  } catch (error) {
    if (error instanceof Refusal) return { result: await alone.lane.submit(operation), lost: true }
    if (!isDatabaseAway(error) && !isDuplicate(error) && !isRetryable(error)) throw error
    await alone.db.transaction(work).catch(again => {
      // The feature's own row is there: the transaction had been committed when its connection broke.
      if (!isDuplicate(again)) throw again
      expect(aim.fault).toBe('CUT')
    })
    return { result: await alone.lane.submit(operation), lost: true }
  }
}

/** The database with the fault in front of the feature: behind a statement of the work, or behind its COMMIT. */
function failing(db: Db, aim: Aim): Db {
  const runnerOf = (runner: QueryRunner): QueryRunner => {
    const query = runner.query.bind(runner)
    const destroy = async () => ((await runner.connect()) as { destroy(): void }).destroy()
    const manager: EntityManager = new Proxy(runner.manager, {
      get: (target, name) =>
        name === 'query'
          ? (sql: string, values?: unknown[]) =>
              aim.packet(
                sql,
                text => query(text, values as never),
                () => void destroy(),
              )
          : Reflect.get(target, name, target),
    })
    return new Proxy(runner, {
      get: (target, name) => {
        if (name === 'manager') return manager
        if (name === 'commitTransaction') {
          return async () => {
            await target.commitTransaction()
            aim.seen += 1
            if (aim.fault !== 'CUT' || aim.hit || !aim.isNow()) return
            await destroy()
            throw errorOf('CUT')
          }
        }
        const value: unknown = Reflect.get(target, name, target)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
  }
  const source = new Proxy(db.source, {
    get: (target, name) =>
      name === 'createQueryRunner' ? () => runnerOf(target.createQueryRunner()) : Reflect.get(target, name, target),
  })
  return new Proxy(db, { get: (target, name) => (name === 'source' ? source : Reflect.get(target, name, target)) })
}

const span = (now: number) => ({ from: now - DAY, to: now + 9 * DAY, restriction: 0, extendMonths: 0 })

/** What comes before, and the order that meets the fault. */
function story(kind: Order['do'], { known }: SequenceRun): Order[] {
  const [member, to] = known.members as [number, number]
  let n = 0
  const about = () => {
    n += 1
    return { key: `${known.prefix}${n}`, body: String(n), member }
  }
  const soon = { from: known.now - DAY, to: known.now + 1000, restriction: 0, extendMonths: 0 }
  const none = { visit: true, cap: null }
  const earn: Order = { ...about(), do: 'EARN', spans: [span(known.now), soon], points: [40, 9], growth: 40, ...none }
  const capped = { visit: true, cap: { name: known.prefix, limit: 25 } }
  if (kind === 'EARN')
    return [earn, { ...about(), do: 'EARN', spans: [span(known.now)], points: [30], growth: 3, ...capped }]
  const honours: number[] = []
  if (kind === 'SPEND') return [earn, { ...about(), do: 'SPEND', points: 15, honours }]
  const hold: Order = { ...about(), do: 'HOLD', points: 20, honours, until: known.now + 2 * DAY, graceDays: 0 }
  if (kind === 'HOLD') return [earn, hold]
  if (kind === 'CAPTURE') return [earn, hold, { ...about(), do: 'CAPTURE', of: hold.key, points: 12 }]
  if (kind === 'RELEASE') return [earn, hold, { ...about(), do: 'RELEASE', of: hold.key }]
  const spend: Order = { ...about(), do: 'SPEND', points: 35, honours }
  if (kind === 'UNDO_SPEND')
    return [earn, spend, { ...about(), do: 'UNDO_SPEND', of: spend.key, points: 20, graceDays: 0 }]
  if (kind === 'UNDO_EARN')
    return [earn, spend, { ...about(), do: 'UNDO_EARN', of: earn.key, points: 30, growth: 30, shortfall: 'DEBT' }]
  if (kind === 'ADJUST') return [earn, { ...about(), do: 'ADJUST', points: -7, span: soon, shortfall: 'BLOCK' }]
  return [earn, { ...about(), do: 'TRANSFER', to, points: 11, honours }]
}

const KINDS: Order['do'][] = [
  'EARN',
  'SPEND',
  'HOLD',
  'CAPTURE',
  'RELEASE',
  'UNDO_SPEND',
  'UNDO_EARN',
  'ADJUST',
  'TRANSFER',
]
const WAYS = { 'the lane': byLane, 'a transaction of a feature': byFeature }
let stories = 0

/** Tells the story with the fault at one statement of its last order. Answers whether there was such a statement. */
async function tell(kind: Order['do'], aim: Aim, way: keyof typeof WAYS): Promise<boolean> {
  stories += 1
  const run = await SequenceRun.open(alone, { members: 2, prefix: `f${stories}:` })
  const orders = story(kind, run)
  for (const order of orders.slice(0, -1)) await run.send(order)
  // Something has fallen due, so that the operation has to settle first.
  run.advance(run.known.now + 1000)
  await run.send(orders.at(-1)!, operation => WAYS[way](aim, operation))
  return aim.hit
}

describe.each(Object.keys(WAYS) as (keyof typeof WAYS)[])('through %s', way => {
  beforeAll(() => alone.db.query('CREATE TABLE IF NOT EXISTS feature_row (name VARCHAR(80) NOT NULL PRIMARY KEY)'))

  test.each(KINDS)(
    '%s counts once, whatever happens at whichever of its statements',
    async kind => {
      for (const fault of FAULTS) {
        let statement = 1
        while (await tell(kind, new Aim(fault, statement), way)) statement += 1
        expect(statement).toBeGreaterThan(10)
        expect(statement).toBeLessThan(STATEMENTS)
      }
    },
    180_000,
  )
})
