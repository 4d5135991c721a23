import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Db, rowsOf } from '../../server/src/db.js'
import { Lane } from '../../server/src/ledger/lane.service.js'
import { fixedAward } from '../../server/src/ledger/operation.rules.js'
import { Refusal } from '../../server/src/refusal.js'
import { LedgerAlone } from './ledger-alone.js'
import { linesAround } from './lines-around.js'
import { type Order, operationOf } from './orders.js'

// Goal: whoever looks at any moment sees all the points there are, and nobody below zero. Method: 64 callers pass up to
// five points between eight members, half of them through the lane and half in transactions of their own, while others
// read all balances in one statement. The same reader must catch a bank that reads, reckons and writes what it reckoned.
const MEMBERS = 8
const EACH = 100
const CALLERS = 64
const TRANSFERS = 40
const DAY = 86_400_000
const DEADLOCK = 1213

let alone: LedgerAlone
let members: number[]
let deadlocks = 0
beforeAll(async () => {
  alone = await LedgerAlone.open(process.env.TEST_DATABASE_URL ?? '')
  members = await alone.members(MEMBERS)
})
afterAll(() => alone.close())

const random = (below: number) => Math.floor(Math.random() * below)

/** Two different ones, and how many points go from the first to the second. */
function pass(ids: number[]): { from: number; to: number; points: number } {
  const from = random(ids.length)
  const to = (from + 1 + random(ids.length - 1)) % ids.length
  return { from: ids[from]!, to: ids[to]!, points: 1 + random(5) }
}

/** Looks at all balances again and again until told to stop; answers the first sight that is wrong, or null. */
async function watch(db: Db, sql: string, stop: () => boolean): Promise<{ looks: number; wrong: string | null }> {
  for (let looks = 1; ; looks += 1) {
    const [seen] = await db.query<{ total: number; least: number }>(sql)
    const wrong = seen?.total !== MEMBERS * EACH || seen.least < 0
    if (wrong || stop()) return { looks, wrong: wrong ? JSON.stringify(seen) : null }
  }
}

/** A lane of which every deadlock is counted before it is run again. */
function countingLane(): Lane {
  const db = linesAround(alone.db, (sql, wire) =>
    wire.send(sql).catch((error: { errno?: number }) => {
      if (error.errno === DEADLOCK) deadlocks += 1
      throw error
    }),
  )
  return new Lane(db, alone.ledger)
}

/** One caller's transfer; too few points is an answer like any other, and who is told to come again does. */
async function transfer(order: Order, lane: Lane | null): Promise<void> {
  const operation = operationOf(order, alone.clock.now(), () => 1)
  if (lane) {
    const busy = await lane.submit(operation).then(
      () => false,
      (error: Refusal) => error.code === 'server.busy',
    )
    return busy ? transfer(order, lane) : undefined
  }
  const counted = (error: { driverError?: { errno?: number } }) => {
    if (error.driverError?.errno === DEADLOCK) deadlocks += 1
    throw error
  }
  await alone.db
    .transaction(tx => alone.ledger.post(tx, operation).catch(counted))
    .catch(error => {
      if (!(error instanceof Refusal)) throw error
    })
}

test('64 callers pass points around; every look sees all of them, none below zero, and no two callers lock each other out', async () => {
  const now = alone.clock.now()
  const span = {
    availableAt: new Date(+now - DAY),
    expiresAt: new Date(+now + DAY),
    cohort: 202611,
    source: 1,
    restrictionId: 0,
  }
  for (const member of members) {
    const order: Order = { key: `bank:${member}`, body: '', member, do: 'SPEND', points: 0, honours: [] }
    const award = fixedAward(EACH, 0, { kind: 'PURCHASE' })
    const earn = { kind: 'EARN' as const, spans: [span], tallies: [], activity: false, award }
    await alone.lane.post({ ...operationOf(order, now, () => 1), ...earn })
  }
  const lane = countingLane()
  let done = false
  const sql =
    'SELECT SUM(available) AS total, MIN(available) AS least FROM account WHERE owner_type = 1 AND currency_id = 1'
  const watching = Promise.all(Array.from({ length: 4 }, () => watch(alone.db, sql, () => done)))
  let made = 0
  const caller = async (_: unknown, at: number) => {
    for (let turn = 0; turn < TRANSFERS; turn += 1) {
      const { from, to, points } = pass(members)
      made += 1
      const key = `pass:${made}`
      const order: Order = { key, body: key, member: from, do: 'TRANSFER', to, points, honours: [] }
      await transfer(order, at % 2 === 0 ? lane : null)
    }
  }
  await Promise.all(Array.from({ length: CALLERS }, caller))
  done = true
  const seen = await watching
  expect(seen.map(({ wrong }) => wrong)).toEqual([null, null, null, null])
  expect(seen.reduce((sum, { looks }) => sum + looks, 0)).toBeGreaterThan(20)
  const [posted] = await alone.db.query<{ n: number }>(
    'SELECT COUNT(*) AS n FROM journal WHERE kind = 11 AND outcome = 0',
  )
  expect(posted?.n).toBeGreaterThan((CALLERS * TRANSFERS) / 2)
  expect(deadlocks).toBe(0)
  expect(await alone.books()).toEqual({})
}, 180_000)

test('a bank that reads, reckons and writes what it reckoned is caught by the same look', async () => {
  await alone.db.query('CREATE TABLE naive_bank (id BIGINT NOT NULL PRIMARY KEY, available BIGINT NOT NULL)')
  await alone.db.query(`INSERT INTO naive_bank VALUES ${members.map(id => `(${id}, ${EACH})`).join(', ')}`)
  let caught = false
  const sql = 'SELECT SUM(available) AS total, MIN(available) AS least FROM naive_bank'
  const began = Date.now()
  const watching = watch(alone.db, sql, () => Date.now() - began > 30_000).finally(() => {
    caught = true
  })
  const naive = async () => {
    while (!caught) {
      const { from, to, points } = pass(members)
      await alone.db
        .transaction(async tx => {
          const rows = await rowsOf<{ id: number; available: number }>(
            tx,
            'SELECT id, available FROM naive_bank WHERE id IN (?)',
            [[from, to]],
          )
          const [one, other] = [from, to].map(id => rows.find(row => row.id === id)?.available ?? 0)
          if ((one ?? 0) < points) return
          await tx.query('UPDATE naive_bank SET available = ? WHERE id = ?', [(one ?? 0) - points, from])
          await tx.query('UPDATE naive_bank SET available = ? WHERE id = ?', [(other ?? 0) + points, to])
        })
        .catch((error: { driverError?: { errno?: number } }) => {
          // Two that lock each other out give up; that is not what this bank is to be caught by.
          if (error.driverError?.errno !== DEADLOCK) throw error
        })
    }
  }
  await Promise.all([watching, ...Array.from({ length: 16 }, naive)])
  expect((await watching).wrong).toMatch(/total/)
}, 60_000)
