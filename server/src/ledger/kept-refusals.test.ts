import { afterAll, beforeAll, expect, test } from '@jest/globals'
import * as make from '../../../test/ledger-builders.js'
import { openWorld, type World } from '../../../test/world.js'
import { DAY, refusalOf, SECOND } from '../../../test/world-basics.js'
import type { Tx } from '../db.js'
import { Refusal } from '../refusal.js'
import { BalanceReader } from './balances.service.js'
import { Ledger } from './ledger.service.js'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(async () => {
  expect(await world.books()).toEqual({})
  await world.close()
})

const available = async (id: number) => (await world.get(BalanceReader).of(id)).balances.available
const inOne = (work: (tx: Tx, ledger: Ledger) => Promise<unknown>) =>
  refusalOf(world.db.transaction(tx => work(tx, world.get(Ledger))))

test('a refusal is kept as it was decided: what rolls back with it does not make it succeed behind the caller’s back', async () => {
  const [memberId] = (await world.crowd(1)) as [number]
  await world.lane.post(make.earn(100, { memberId }))
  const [dinner, dessert] = [make.spend(80, { memberId }), make.spend(30, { memberId })]
  const refused = inOne(async (tx, ledger) => {
    await ledger.post(tx, dinner)
    await ledger.post(tx, dessert)
  })
  expect(await refused).toBe('points.insufficient')
  expect(await available(memberId)).toBe(100)
  expect(await refusalOf(world.lane.post(dessert))).toBe('points.insufficient')
  await world.lane.post(dinner)
  expect(await available(memberId)).toBe(20)
})

test('points that begin between the decision and its keeping stay where they are', async () => {
  const [memberId] = (await world.crowd(1)) as [number]
  const soon = new Date(world.clock.now().getTime() + SECOND)
  await world.lane.post(make.earn(50, { memberId, availableAt: soon, expiresAt: new Date(soon.getTime() + DAY) }))
  const early = make.spend(50, { memberId })
  const refused = inOne(async (tx, ledger) => {
    try {
      await ledger.post(tx, early)
    } finally {
      world.clock.advance(2 * SECOND)
    }
  })
  expect(await refused).toBe('points.insufficient')
  expect(await available(memberId)).toBe(50)
  expect(
    await refusalOf(inOne((tx, ledger) => ledger.post(tx, early)).then(code => Promise.reject(new Refusal(code)))),
  ).toBe('points.insufficient')
})

test('a refusal that cannot be kept leaves no transaction open behind it', async () => {
  const failing = world.db.transaction(async tx => {
    await tx.query('UPDATE account SET frozen = 1 WHERE id = 101')
    throw new Refusal(
      'points.insufficient',
      undefined,
      query => query('SELECT nonsense FROM nowhere') as Promise<never>,
    )
  })
  await expect(failing).rejects.toThrow('nowhere')
  const open = await Promise.all(
    Array.from({ length: 16 }, () => world.db.query('SELECT @@in_transaction AS open, SLEEP(0.05)')),
  )
  expect(open.flat().filter(row => (row as { open: number }).open !== 0)).toEqual([])
})

test('a balance is read as a settlement would leave it, while settlements go on', async () => {
  const crowd = await world.crowd(20)
  const ends = new Date(world.clock.now().getTime() + SECOND)
  await Promise.all(crowd.map(memberId => world.lane.post(make.earn(9, { memberId, expiresAt: ends }))))
  world.clock.advance(2 * SECOND)
  const seen = new Set<number>()
  const writes = crowd.map(memberId => world.lane.post(make.earn(1, { memberId })))
  for (let round = 0; round < 20; round += 1) for (const left of await Promise.all(crowd.map(available))) seen.add(left)
  await Promise.all(writes)
  for (const left of await Promise.all(crowd.map(available))) seen.add(left)
  expect([...seen].filter(left => left !== 0 && left !== 1)).toEqual([])
})
