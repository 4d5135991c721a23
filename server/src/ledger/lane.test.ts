import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import * as make from '../../../test/ledger-builders.js'
import { openWorld, type World } from '../../../test/world.js'
import { Refusal } from '../refusal.js'
import { BalanceReader } from './balances.service.js'
import { accountId, CURRENCY, type Operation } from './operation.rules.js'

// A member locked by somebody else held up the whole batch for five seconds, and then half of it for five more.
let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(async () => {
  expect(await world.books()).toEqual({})
  await world.close()
})

const points = async (member: number) => (await world.get(BalanceReader).of(member)).balances.available

/** Somebody else's transaction on these members; answers how to end it. */
async function hold(members: number[]): Promise<() => Promise<void>> {
  const connection = await world.db.pool.getConnection()
  const ids = members.map(member => accountId(member, CURRENCY.POINTS)).join(', ')
  await connection.query(`START TRANSACTION; SELECT id FROM account WHERE id IN (${ids}) FOR UPDATE`)
  return async () => {
    await connection.query('ROLLBACK')
    connection.release()
  }
}

/** Sends an operation; answers what became of it and after how many milliseconds. */
async function timed(operation: Operation): Promise<{ outcome: string; ms: number }> {
  const began = performance.now()
  const outcome = await world.lane.submit(operation).then(
    result => result.status,
    error => (error as Refusal).code,
  )
  return { outcome, ms: performance.now() - began }
}

const earns = (members: number[], amount: number) => members.map(memberId => make.earn(amount, { memberId }))

test('one member locked for six seconds: fifty others are answered within 2.5 s, the one as soon as he is free', async () => {
  const [held, ...others] = (await world.crowd(51)) as [number, ...number[]]
  const letGo = await hold([held])
  const late = timed(make.earn(7, { memberId: held }))
  const all = await Promise.all(earns(others, 3).map(timed))
  expect(all.map(({ outcome }) => outcome)).toEqual(others.map(() => 'POSTED'))
  expect(Math.max(...all.map(({ ms }) => ms))).toBeLessThan(2_500)
  // Who comes later does not wait for him either, and neither does a second bill of his stop anybody.
  const again = timed(make.earn(1, { memberId: held }))
  const more = await Promise.all(earns(others, 2).map(timed))
  expect(Math.max(...more.map(({ ms }) => ms))).toBeLessThan(2_500)
  await sleep(Math.max(0, 6_000 - Math.max(...all.map(({ ms }) => ms)) - Math.max(...more.map(({ ms }) => ms))))
  await letGo()
  expect([(await late).outcome, (await again).outcome]).toEqual(['POSTED', 'POSTED'])
  expect((await late).ms).toBeLessThan(8_000)
  expect(await Promise.all([held, ...others.slice(0, 3)].map(points))).toEqual([8, 5, 5, 5])
}, 20_000)

test('several members locked at once are told apart, and each goes on when he is free', async () => {
  const crowd = await world.crowd(12)
  const [first, second] = [crowd.slice(0, 2), crowd.slice(2, 4)]
  const [letFirst, letSecond] = [await hold(first), await hold(second)]
  const sent = earns(crowd, 5).map(timed)
  const free = await Promise.all(sent.slice(4))
  expect(Math.max(...free.map(({ ms }) => ms))).toBeLessThan(2_500)
  await letFirst()
  const one = await Promise.all(sent.slice(0, 2))
  expect(one.map(({ outcome }) => outcome)).toEqual(['POSTED', 'POSTED'])
  await letSecond()
  expect((await Promise.all(sent.slice(2, 4))).map(({ outcome }) => outcome)).toEqual(['POSTED', 'POSTED'])
  expect(await Promise.all(crowd.map(points))).toEqual(crowd.map(() => 5))
}, 20_000)

test('who stays locked is told to come again after eight seconds, and counts once when he does', async () => {
  const [held] = (await world.crowd(1)) as [number]
  const letGo = await hold([held])
  const operation = make.earn(9, { memberId: held })
  const { outcome, ms } = await timed(operation)
  expect(outcome).toBe('server.busy')
  expect(ms).toBeGreaterThan(7_000)
  expect(ms).toBeLessThan(11_000)
  await letGo()
  expect((await timed(operation)).outcome).toBe('POSTED')
  expect(await points(held)).toBe(9)
  expect(world.lane.waiting).toBe(0)
}, 20_000)
