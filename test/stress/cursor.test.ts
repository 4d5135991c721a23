import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { ChainVerifier } from '../../server/src/ledger/chain-verify.service.js'
import { Ledger } from '../../server/src/ledger/ledger.service.js'
import { Sealer } from '../../server/src/ledger/sealer.service.js'
import * as make from '../ledger-builders.js'
import { openWorld, type World } from '../world.js'

// Goal: whoever reads the ledger while it is being written to misses nothing, whatever commits late.
// Method: sixteen writers take their ids, wait a random while, then commit, so that ids become visible out of order. Two
// sealers drain the queue meanwhile. Beside them runs what one must not do, a cursor "id > the last one seen": the test
// stands only when that one misses something.
const WRITERS = 16
const WRITES = 40
const DELAY_MS = 40

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(async () => {
  expect(await world.books()).toEqual({})
  await world.close()
})

const journals = () => world.db.query<{ id: number }>('SELECT id FROM journal ORDER BY id')

test('sixteen writers commit late and out of order: the sealer misses none, a cursor on ids misses some', async () => {
  const members = await world.crowd(WRITERS)
  let writing = true
  const until = async (turn: () => Promise<void>) => {
    while (writing) await turn()
    await turn()
  }
  const seen = new Set<number>()
  let last = 0
  const naive = until(async () => {
    const rows = await world.db.query<{ id: number }>('SELECT id FROM journal WHERE id > ? ORDER BY id', [last])
    for (const { id } of rows) seen.add(id)
    last = rows.at(-1)?.id ?? last
    await sleep(2)
  })
  const sealers = [1, 2].map(() =>
    until(async () => {
      await world.get(Sealer).seal()
      await sleep(5)
    }),
  )
  await Promise.all(members.map(write))
  writing = false
  await Promise.all([naive, ...sealers])
  await world.get(Sealer).seal()

  const all = (await journals()).map(row => row.id)
  expect(all).toHaveLength(WRITERS * WRITES)
  const sealed = await world.db.query<{ id: number }>('SELECT journal_id AS id FROM seal_item ORDER BY journal_id')
  expect(sealed.map(row => row.id)).toEqual(all)
  expect(await world.get(Sealer).state()).toMatchObject({ waiting: 0 })
  expect(await world.get(ChainVerifier).verify()).toMatchObject({ clean: true, sealed: all.length, unsealed: 0 })
  expect(all.filter(id => !seen.has(id)).length).toBeGreaterThan(0)
})

/** Writes in transactions of its own, each of which stays open for a random while after everything is written. */
async function write(memberId: number): Promise<void> {
  for (let n = 0; n < WRITES; n += 1) {
    await world.db.transaction(async tx => {
      await world.get(Ledger).post(tx, make.earn(1 + n, { memberId, occurredAt: world.clock.now() }))
      await sleep(Math.random() * DELAY_MS)
    })
  }
}
