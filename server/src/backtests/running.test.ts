import type { RuleDefinition } from '@huitou/shared/rules'
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { orderOf, runBacktest } from '../../../test/backtest-builders.js'
import { fixed, rate, rule } from '../../../test/earning-builders.js'
import { openWorld, type TestOperator, type World } from '../../../test/world.js'
import { refusalOf } from '../../../test/world-basics.js'
import { Backtests } from './backtests.service.js'

let world: World
let marketer: TestOperator
beforeAll(async () => {
  world = await openWorld()
  // Enough to replay that one can be cancelled on its way.
  const people = await world.crowd(20)
  for (let day = 0; day < 30; day += 1) {
    await Promise.all(people.map(memberId => world.bill({ memberId })))
  }
})
// The clock moves here, and one operator has one at a time.
beforeEach(async () => {
  marketer = await world.operator('MARKETER')
})
afterAll(() => world.close())

const order = (changes: Parameters<typeof orderOf>[1] = {}) => orderOf(world, changes)
const run = (changes: Parameters<typeof orderOf>[1] = {}) => runBacktest(world, marketer, changes)

test('nothing to replay is a report of nothing', async () => {
  const report = await run({ from: '2020-01-01T00:00:00.000Z', to: '2020-02-01T00:00:00.000Z' })
  expect(report.total).toMatchObject({ purchases: 0, members: 0, pointsLive: 0 })
})

test('a repeated request gets the first answer, and with other contents none', async () => {
  const body = order()
  const first = await marketer.call('POST /console/backtests', { body })
  await world.get(Backtests).settled()
  expect((await marketer.call('POST /console/backtests', { body })).id).toBe(first.id)
  const other = marketer.call('POST /console/backtests', {
    body: { ...body, proposals: [{ code: 'other', definition: rule(fixed(1)) }] },
  })
  expect(await refusalOf(other)).toBe('ledger.key_reused')
})

test('an operator has one at a time, and only three run together', async () => {
  const others = await Promise.all([1, 2, 3].map(() => world.operator('MARKETER')))
  const hold = (operator: number, slot: number) =>
    world.db.query(
      `INSERT INTO backtest (id, request_key, body_hash, operator_id, state, slot, running_by, done, of_purchases, body, started_at, seen_at)
       VALUES (?, ?, ?, ?, 'RUNNING', ?, ?, 0, 0, '{}', ?, ?)`,
      [operator, `k${operator}`, Buffer.alloc(32), operator, slot, operator, world.clock.now(), world.clock.now()],
    )
  await hold(others[0]!.id, 1)
  expect(await refusalOf(others[0]!.call('POST /console/backtests', { body: order() }))).toBe('backtest.running')
  await hold(others[1]!.id, 2)
  await hold(others[2]!.id, 3)
  expect(await refusalOf(marketer.call('POST /console/backtests', { body: order() }))).toBe('backtest.busy')
  // They fell silent: their process is gone, and their places are free again.
  world.clock.advance(60_001)
  expect((await run()).different).toBe(0)
  const states = await world.db.query<{ state: string }>('SELECT state FROM backtest WHERE request_key LIKE ?', ['k%'])
  expect(states.map(({ state }) => state)).toEqual(['FAILED', 'FAILED', 'FAILED'])
})

test('one is cancelled by whoever began it', async () => {
  const { id } = await marketer.call('POST /console/backtests', { body: order() })
  const somebody = await world.operator('ADMIN')
  expect(await refusalOf(somebody.call('DELETE /console/backtests/:id', { params: { id } }))).toBe('record.not_found')
  const cancelled = await marketer.call('DELETE /console/backtests/:id', { params: { id } })
  expect(['CANCELLED', 'DONE']).toContain(cancelled.state)
  await world.get(Backtests).settled()
  expect((await marketer.call('GET /console/backtests/:id', { params: { id } })).state).toBe(cancelled.state)
  expect((await run()).different).toBe(0)
})

test('a cancelled one stops before its next page', async () => {
  const started = await world
    .get(Backtests)
    .start({ id: 1, username: 'x', name: 'x', role: 'ADMIN', storeId: null }, order())
  await world
    .get(Backtests)
    .cancel({ id: 1, username: 'x', name: 'x', role: 'ADMIN', storeId: null }, Number(started.id))
  await world.get(Backtests).settled()
  expect(await world.get(Backtests).view(Number(started.id))).toMatchObject({ state: 'CANCELLED', report: null })
})

test.each([
  ['2026-01-02T00:00:00.000Z', '2026-01-02T00:00:00.000Z'],
  ['2026-01-02T00:00:00.000Z', '2026-01-01T00:00:00.000Z'],
  ['2025-01-01T00:00:00.000Z', '2026-02-05T00:00:00.001Z'],
])('from %p to %p is no time to replay', async (from, to) => {
  expect(await refusalOf(marketer.call('POST /console/backtests', { body: order({ from, to }) }))).toBe(
    'backtest.too_long',
  )
})

test('400 days are', async () => {
  expect((await run({ from: '2025-01-01T00:00:00.000Z', to: '2026-02-05T00:00:00.000Z' })).total.purchases).toBe(0)
})

test('the base rate cannot be left out, or become something else', async () => {
  const without = (definition: RuleDefinition | null) =>
    marketer.call('POST /console/backtests', { body: order({ proposals: [{ code: 'purchase', definition }] }) })
  expect(await refusalOf(without(null))).toBe('rule.kind_fixed')
  expect(await refusalOf(without(rule(fixed(1))))).toBe('rule.kind_fixed')
  expect((await run({ proposals: [{ code: 'purchase', definition: rate() }] })).total.better).toBe(0)
})

test('one that does not exist is not found', async () => {
  expect(await refusalOf(marketer.call('GET /console/backtests/:id', { params: { id: '424242' } }))).toBe(
    'record.not_found',
  )
})
