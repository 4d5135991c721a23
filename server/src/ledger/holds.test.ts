import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import * as make from '../../../test/ledger-builders.js'
import { openWorld, type World } from '../../../test/world.js'
import { DAY, MINUTE, refusalOf } from '../../../test/world-basics.js'
import { BalanceReader } from './balances.service.js'
import type { Operation } from './operation.rules.js'
import { Sweeper } from './sweeper.service.js'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(async () => {
  expect(await world.books()).toEqual({})
  await world.close()
})

const HOUR = 60 * MINUTE
const post = (operation: Operation) => world.lane.post(operation)
const balances = async (id: number) => (await world.get(BalanceReader).of(id)).balances
const lots = (id: number) => world.get(BalanceReader).lots(id)
const from = (ms: number) => new Date(world.clock.now().getTime() + ms)
/** A member with 100 points that end in a year and 30 that end in ten days. */
async function somebody(): Promise<number> {
  const [memberId] = (await world.crowd(1)) as [number]
  await post(make.earn(100, { memberId, expiresAt: from(365 * DAY) }))
  await post(make.earn(30, { memberId, expiresAt: from(10 * DAY) }))
  return memberId
}
const hold = async (memberId: number, points: number, more: Parameters<typeof make.hold>[1] = {}) =>
  (await post(make.hold(points, { memberId, expiresAt: from(HOUR), ...more }))).posted!.holdId!

describe('a hold', () => {
  test('sets points aside from those that end soonest; they cannot be spent meanwhile', async () => {
    const ana = await somebody()
    await hold(ana, 60)
    expect(await balances(ana)).toMatchObject({ available: 70, held: 60 })
    expect((await lots(ana)).map(lot => [lot.remaining, lot.held])).toEqual([
      [0, 30],
      [70, 30],
    ])
    expect(await refusalOf(post(make.spend(71, { memberId: ana })))).toBe('points.insufficient')
    expect(await refusalOf(post(make.hold(71, { memberId: ana, expiresAt: from(HOUR) })))).toBe('points.insufficient')
  })

  test('is captured whole or in part, soonest end first; what is left returns', async () => {
    const bo = await somebody()
    const whole = await hold(bo, 10)
    await post(make.capture(whole, 10, { memberId: bo }))
    const part = await hold(bo, 60)
    await post(make.capture(part, 40, { memberId: bo }))
    expect(await balances(bo)).toMatchObject({ available: 80, held: 0 })
    expect((await lots(bo)).map(lot => [lot.remaining, lot.held, lot.spent])).toEqual([
      [80, 0, 20],
      [0, 0, 30],
    ])
  })

  test('is released whole', async () => {
    const cy = await somebody()
    const { journalId } = await post(make.release(await hold(cy, 60), { memberId: cy }))
    expect(await balances(cy)).toMatchObject({ available: 130, held: 0 })
    expect(await world.db.query('SELECT points FROM journal WHERE id = ?', [journalId])).toEqual([{ points: 60 }])
  })

  test('closes once: whoever comes later is refused, and stays refused', async () => {
    const di = await somebody()
    const closed = await hold(di, 5)
    await post(make.capture(closed, 5, { memberId: di }))
    const late = make.release(closed, { memberId: di })
    expect(await refusalOf(post(late))).toBe('hold.closed')
    expect(await refusalOf(post(late))).toBe('hold.closed')
    expect(await refusalOf(post(make.capture(closed, 5, { memberId: di })))).toBe('hold.closed')
  })

  test('gives no more than it has, and nothing to a stranger', async () => {
    const [eve, mallory] = [await somebody(), await somebody()]
    const id = await hold(eve, 5)
    expect(await refusalOf(post(make.capture(id, 6, { memberId: eve })))).toBe('hold.too_small')
    expect(await refusalOf(post(make.capture(id, 5, { memberId: mallory })))).toBe('record.not_found')
    expect(await refusalOf(post(make.release(7, { memberId: eve })))).toBe('record.not_found')
    expect(await balances(eve)).toMatchObject({ held: 5 })
  })

  test('of a frozen member is refused; one made before is captured all the same', async () => {
    const flo = await somebody()
    const before = await hold(flo, 5)
    await world.db.query('UPDATE account SET frozen = 1 WHERE id = ?', [flo + 1])
    expect(await refusalOf(post(make.hold(5, { memberId: flo })))).toBe('points.frozen')
    await post(make.capture(before, 5, { memberId: flo }))
    await world.db.query('UPDATE account SET frozen = 0 WHERE id = ?', [flo + 1])
  })
})

describe('time', () => {
  test('a hold that times out returns by itself, seen by reads at once and written by the next operation', async () => {
    const gus = await somebody()
    const id = await hold(gus, 60)
    world.clock.advance(HOUR - 1)
    expect(await balances(gus)).toMatchObject({ available: 70, held: 60 })
    world.clock.advance(1)
    expect(await balances(gus)).toMatchObject({ available: 130, held: 0 })
    expect(await refusalOf(post(make.capture(id, 60, { memberId: gus })))).toBe('hold.closed')
    await post(make.spend(130, { memberId: gus }))
    expect(await world.db.query('SELECT status, released FROM hold WHERE id = ?', [id])).toEqual([
      { status: 4, released: 60 },
    ])
  })

  test('the sweeper times out what nobody touches', async () => {
    const hal = await somebody()
    await hold(hal, 60)
    world.clock.advance(2 * HOUR)
    await world.get(Sweeper).sweep()
    const [row] = await world.db.query('SELECT available, held FROM account WHERE id = ?', [hal + 1])
    expect(row).toEqual({ available: 130, held: 0 })
  })

  test('points on hold outlive their lot: they are captured as if nothing had happened', async () => {
    const ivy = await somebody()
    const id = await hold(ivy, 40, { expiresAt: from(20 * DAY) })
    world.clock.advance(11 * DAY)
    expect(await balances(ivy)).toMatchObject({ available: 90, held: 40 })
    await post(make.capture(id, 40, { memberId: ivy }))
    expect(await balances(ivy)).toMatchObject({ available: 90, held: 0 })
  })

  test('released after the end of their lot they expire at once, with an entry that says so', async () => {
    const jo = await somebody()
    const id = await hold(jo, 40, { expiresAt: from(20 * DAY) })
    world.clock.advance(11 * DAY)
    await post(make.release(id, { memberId: jo, occurredAt: world.clock.now() }))
    expect(await balances(jo)).toMatchObject({ available: 100, held: 0 })
    const kinds = await world.db.query<{ kind: number; points: number; occurred_at: Date }>(
      'SELECT j.kind, j.points, j.occurred_at FROM journal j JOIN posting p ON p.journal_id = j.id AND p.account_id = ? WHERE j.kind IN (4, 7) GROUP BY j.id, j.kind, j.points, j.occurred_at ORDER BY j.id',
      [jo + 1],
    )
    expect(kinds.map(row => [row.kind, row.points, row.occurred_at])).toEqual([
      [7, 40, world.clock.now()],
      [4, 30, world.clock.now()],
    ])
  })

  test('a promised grace gives them days of their own, whoever lets the hold go', async () => {
    const [kim, lu] = [await somebody(), await somebody()]
    const more = { expiresAt: from(20 * DAY), graceDays: 7 }
    const [released] = [await hold(kim, 40, more), await hold(lu, 40, more)]
    world.clock.advance(11 * DAY)
    await post(make.release(released, { memberId: kim }))
    expect(await balances(kim)).toMatchObject({ available: 130 })
    world.clock.advance(7 * DAY - 1)
    expect(await balances(kim)).toMatchObject({ available: 130 })
    world.clock.advance(1)
    expect(await balances(kim)).toMatchObject({ available: 100 })
    // Lu's hold times out after twenty days, and nobody looks until the grace is over as well.
    world.clock.advance(2 * DAY)
    expect(await balances(lu)).toMatchObject({ available: 130, held: 0 })
    world.clock.advance(7 * DAY)
    expect(await balances(lu)).toMatchObject({ available: 100, held: 0 })
    await post(make.spend(100, { memberId: lu }))
  })
})

test('a debt made while points were on hold is repaid from what comes back', async () => {
  const [mia] = (await world.crowd(1)) as [number]
  const { journalId } = await post(make.earn(100, { memberId: mia }))
  const id = await hold(mia, 80)
  await post(make.undo(journalId, 100, { memberId: mia }))
  expect(await balances(mia)).toMatchObject({ available: 0, held: 80, debt: 80 })
  await post(make.capture(id, 30, { memberId: mia }))
  expect(await balances(mia)).toMatchObject({ available: 0, held: 0, debt: 30 })
})

test('a hold made and closed in one batch counts like any other', async () => {
  const ned = await somebody()
  const id = await hold(ned, 50)
  const both = await Promise.allSettled([
    post(make.capture(id, 20, { memberId: ned })),
    post(make.release(id, { memberId: ned })),
    post(make.hold(110, { memberId: ned, expiresAt: from(HOUR) })),
  ])
  expect(both.map(one => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(await balances(ned)).toMatchObject({ available: 0, held: 110 })
})

test('1,000 holds each captured, released and timed out at once: exactly one wins', async () => {
  const members = await world.crowd(100)
  await Promise.all(members.map(memberId => post(make.earn(1000, { memberId, expiresAt: from(90 * DAY) }))))
  const wanted = members.flatMap(memberId => Array.from({ length: 10 }, () => memberId))
  const holds = await Promise.all(wanted.map(async memberId => ({ memberId, id: await hold(memberId, 7) })))
  const race = holds.map(({ memberId, id }) => [
    refusalOrDone(post(make.capture(id, 4, { memberId }))),
    refusalOrDone(post(make.release(id, { memberId }))),
  ])
  world.clock.advance(HOUR)
  const swept = world.get(Sweeper).sweep()
  const outcomes = await Promise.all(race.map(both => Promise.all(both)))
  await swept
  const rows = await world.db.query<{ id: number; status: number; captured: number; released: number }>(
    'SELECT id, status, captured, released FROM hold WHERE id IN (?)',
    [holds.map(({ id }) => id)],
  )
  const byId = new Map(rows.map(row => [row.id, row]))
  for (const [at, { id }] of holds.entries()) {
    const row = byId.get(id)!
    const closed = { 2: ['done', 'hold.closed'], 3: ['hold.closed', 'done'], 4: ['hold.closed', 'hold.closed'] }
    expect(outcomes[at]).toEqual(closed[row.status as 2 | 3 | 4])
    expect([row.captured, row.released]).toEqual(row.status === 2 ? [4, 3] : [0, 7])
  }
})

// Once a second lot of the same kind was drafted here, because the first one had been used up and ended since.
test('points that come back late land in the grace lot of their kind, although it has been used up and is over', async () => {
  const [memberId] = (await world.crowd(1)) as [number]
  await post(make.earn(20, { memberId, expiresAt: from(DAY) }))
  const ended = from(DAY).getTime()
  const graces = {
    first: { expiresAt: new Date(ended + DAY), graceDays: 2 },
    second: { expiresAt: new Date(ended + 2 * DAY), graceDays: 1 },
  }
  await hold(memberId, 10, graces.first)
  await hold(memberId, 10, graces.second)
  world.clock.set(new Date(ended + DAY + HOUR))
  await post(make.spend(10, { memberId }))
  world.clock.set(new Date(ended + 4 * DAY))
  await world.get(Sweeper).sweep()
  expect((await lots(memberId)).map(lot => [lot.granted, lot.spent, lot.expired, lot.moved])).toEqual(
    expect.arrayContaining([
      [20, 0, 0, 20],
      [20, 10, 10, 0],
    ]),
  )
  expect(await balances(memberId)).toMatchObject({ available: 0, held: 0 })
  expect(await world.books()).toEqual({})
})

const refusalOrDone = (posting: Promise<unknown>) =>
  posting.then(
    () => 'done',
    error => error.code as string,
  )
