import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { BalanceReader } from '../../server/src/ledger/balances.service.js'
import type { Result } from '../../server/src/ledger/batch.rules.js'
import { Lane } from '../../server/src/ledger/lane.service.js'
import { Ledger } from '../../server/src/ledger/ledger.service.js'
import { accountId, type Operation } from '../../server/src/ledger/operation.rules.js'
import { Refusal } from '../../server/src/refusal.js'
import * as make from '../ledger-builders.js'
import { openWorld, type World } from '../world.js'
import { DAY, SECOND } from '../world-basics.js'
import { linesAround, type Wire } from './lines-around.js'

// Goal: whatever a database answers, and wherever its wire breaks, an operation counts exactly once and nothing leaks.
// Method: the lane's own connections, with a fault in front of (or behind) one of its packets; the database is real.
let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(async () => {
  expect(await world.books()).toEqual({})
  await world.close()
})

type Query = (sql: string) => Promise<unknown>
/** Takes the place of one packet. */
type Fault = (send: Query, sql: string, wire: Wire) => Promise<never>

const failure = (errno: number) => Object.assign(new Error(`injected ${errno}`), { errno })
const cut = () => Object.assign(new Error('injected'), { code: 'PROTOCOL_CONNECTION_LOST' })
/** The packet up to its last statement, which is never reached. */
const butLast = (sql: string) => sql.slice(0, sql.lastIndexOf('; '))

const RERUN: Record<string, Fault> = {
  'a deadlock, which has rolled everything back': async send => {
    await send('ROLLBACK')
    throw failure(1213)
  },
  'a lock time-out before it': async () => {
    throw failure(1205)
  },
  'a lock time-out at its last statement, with the rest done and the transaction open': async (send, sql) => {
    await send(butLast(sql))
    throw failure(1205)
  },
  'a record changed since it was read': async send => {
    await send('ROLLBACK')
    throw failure(1020)
  },
  'a duplicate key at its last statement': async (send, sql) => {
    await send(butLast(sql))
    throw failure(1062)
  },
}
const CUT: Record<string, Fault> = {
  'the wire cut before it': async (_send, _sql, wire) => {
    wire.destroy()
    throw cut()
  },
  'silence in its place, with the answer still owed': async send => {
    send('SELECT SLEEP(1.5)').catch(() => undefined)
    throw Object.assign(new Error('injected'), { code: 'PROTOCOL_SEQUENCE_TIMEOUT' })
  },
  'the wire cut after it was carried out': async (send, sql, wire) => {
    await send(sql)
    wire.destroy()
    throw cut()
  },
}

/** A lane of its own whose n-th packet from now meets the fault; `times` says how many in a row do. */
function laneWith(fault: Fault, packet: number, times = 1): Lane {
  let seen = 0
  const db = linesAround(world.db, (sql, wire) => {
    // What only undoes, and who looks around for locks, is no packet of a batch.
    if (sql.endsWith('ROLLBACK')) return wire.send(sql)
    seen += 1
    return seen >= packet && seen < packet + times ? fault(text => wire.send(text), sql, wire) : wire.send(sql)
  })
  return new Lane(db, world.get(Ledger))
}

/** A member with 100 points, ten of which have just ended: a batch that only earns needs a third packet for them. */
async function anybody(): Promise<number> {
  const [member] = (await world.crowd(1)) as [number]
  const now = world.clock.now().getTime()
  const common = { memberId: member, availableAt: new Date(now - DAY) }
  await world.lane.post(make.earn(90, { ...common, expiresAt: new Date(now + 500 * DAY) }))
  await world.lane.post(make.earn(10, { ...common, expiresAt: new Date(now + 500) }))
  world.clock.advance(SECOND)
  return member
}

const points = async (member: number) => (await world.get(BalanceReader).of(member)).balances.available

/** Sends once more whatever was answered "come again", as tills do, through a lane that works. */
async function answers(sent: Promise<Result>[], operations: Operation[]): Promise<string[]> {
  const settled = await Promise.allSettled(sent)
  return Promise.all(
    settled.map(async (one, at) => {
      if (one.status === 'fulfilled') return one.value.status
      expect(one.reason).toBeInstanceOf(Refusal)
      expect((one.reason as Refusal).code).toBe('server.busy')
      return `busy, then ${(await world.lane.submit(operations[at]!)).status}`
    }),
  )
}

/** Every connection of the pool is free, and none of them is in a transaction. */
async function nothingLeaks(): Promise<void> {
  const all = await Promise.all(Array.from({ length: 4 }, () => world.db.pool.getConnection()))
  for (const connection of all) {
    const [rows] = await connection.query('SELECT @@in_transaction AS open')
    expect(rows).toEqual([{ open: 0 }])
    connection.release()
  }
}

/** Two spends, one of them too large, and an earn of one member; then an earn of another. */
async function batchOf(member: number, other: number): Promise<Operation[]> {
  const about = { memberId: member }
  return [
    make.spend(30, about),
    make.spend(61, about),
    make.earn(5, {
      ...about,
      availableAt: new Date(world.clock.now().getTime() - DAY),
      expiresAt: new Date(world.clock.now().getTime() + DAY),
    }),
    make.earn(7, { memberId: other }),
  ]
}

describe.each([1, 2, 3])('packet %d of a batch meets', packet => {
  test.each(Object.keys(RERUN))('%s: it runs again and counts once', async name => {
    const [member, other] = [await anybody(), await anybody()]
    const lane = laneWith(RERUN[name]!, packet)
    const operations = await batchOf(member, other)
    const sent = operations.map(operation => lane.submit(operation))
    expect(await answers(sent, operations)).toEqual(['POSTED', 'REFUSED', 'POSTED', 'POSTED'])
    expect([await points(member), await points(other)]).toEqual([65, 97])
    await nothingLeaks()
  })

  test.each(Object.keys(CUT))('%s: everybody is told to come again, and counts once', async name => {
    const [member, other] = [await anybody(), await anybody()]
    const lane = laneWith(CUT[name]!, packet)
    const operations = await batchOf(member, other)
    const sent = operations.map(operation => lane.submit(operation))
    const done = packet === 3 && name.includes('carried out') ? 'REPEATED' : 'POSTED'
    const told = [done, 'REFUSED', done, done].map(status => `busy, then ${status}`)
    expect(await answers(sent, operations)).toEqual(told)
    expect([await points(member), await points(other)]).toEqual([65, 97])
    await nothingLeaks()
  })
})

test('a deadlock that never ends is given up with "come again", not with an error of the database', async () => {
  const member = await anybody()
  const lane = laneWith(RERUN['a deadlock, which has rolled everything back']!, 1, 1000)
  const operations = [make.spend(30, { memberId: member })]
  expect(await answers([lane.submit(operations[0]!)], operations)).toEqual(['busy, then POSTED'])
  expect(await points(member)).toBe(60)
  await nothingLeaks()
})

test('one operation the database can never take fails alone; the batch around it is posted', async () => {
  const crowd = await world.crowd(9)
  const good = crowd.map(memberId => make.earn(3, { memberId }))
  const bad = make.earn(3, { memberId: crowd[4]!, key: 'x'.repeat(81) })
  const sent = [...good.slice(0, 5), bad, ...good.slice(5)].map(operation => world.lane.submit(operation))
  const settled = await Promise.allSettled(sent)
  expect(settled.map(one => one.status).filter(status => status === 'rejected')).toEqual(['rejected'])
  expect(await Promise.all(crowd.map(points))).toEqual(crowd.map(() => 3))
  await nothingLeaks()
})

test('a wire that is cut by the server itself: come again, once', async () => {
  const member = await anybody()
  const holder = await world.db.pool.getConnection()
  await holder.query(`START TRANSACTION; SELECT id FROM account WHERE id = ${accountId(member, 1)} FOR UPDATE`)
  const operations = [make.spend(30, { memberId: member })]
  const sent = world.lane.submit(operations[0]!)
  const waiting = `SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND info LIKE 'SELECT%FOR UPDATE%' AND id <> CONNECTION_ID()`
  let rows: { id: number }[] = []
  while (rows.length === 0) rows = await world.db.query<{ id: number }>(waiting)
  await holder.query(`KILL ${rows[0]!.id}`)
  const told = answers([sent], operations)
  await holder.query('ROLLBACK')
  holder.release()
  expect([['busy, then POSTED'], ['POSTED']]).toContainEqual(await told)
  expect(await points(member)).toBe(60)
  await nothingLeaks()
})

test('while another transaction holds a member, the others of the batch are not kept waiting for long', async () => {
  const [member, ...others] = (await world.crowd(6)) as [number, ...number[]]
  const holder = await world.db.pool.getConnection()
  await holder.query(`START TRANSACTION; SELECT id FROM account WHERE id = ${accountId(member, 1)} FOR UPDATE`)
  const started = Date.now()
  const operations = [member, ...others].map(memberId => make.earn(4, { memberId }))
  const settled = await Promise.allSettled(operations.map(operation => world.lane.submit(operation)))
  expect(Date.now() - started).toBeLessThan(25_000)
  for (const one of settled) if (one.status === 'rejected') expect((one.reason as Refusal).code).toBe('server.busy')
  await holder.query('ROLLBACK')
  holder.release()
  await Promise.all(operations.map(operation => world.lane.submit(operation)))
  expect(await Promise.all([member, ...others].map(points))).toEqual([4, 4, 4, 4, 4, 4])
  await nothingLeaks()
})
