import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import * as make from '../../../test/ledger-builders.js'
import { openWorld, type World } from '../../../test/world.js'
import { DAY, refusalOf } from '../../../test/world-basics.js'
import { BalanceReader } from './balances.service.js'
import { Lane } from './lane.service.js'
import { Ledger } from './ledger.service.js'
import type { Earn, Spend, UndoEarn } from './operation.rules.js'
import { Sweeper } from './sweeper.service.js'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(async () => {
  expect(await world.books()).toEqual({})
  await world.close()
})

/** The builders' operations of one member, at the world's own time. */
const about = (memberId: number) => ({ memberId, occurredAt: world.clock.now() })
const earn = (memberId: number, points: number, more: make.EarnParts = {}): Earn =>
  make.earn(points, {
    ...about(memberId),
    availableAt: world.clock.now(),
    expiresAt: new Date(world.clock.now().getTime() + 100 * DAY),
    ...more,
  })
const spend = (memberId: number, points: number, more: Partial<Spend> = {}): Spend =>
  make.spend(points, { ...about(memberId), ...more })
const undo = (memberId: number, reverses: number, points: number, more: Partial<UndoEarn> = {}): UndoEarn =>
  make.undo(reverses, points, { ...about(memberId), ...more })
const balances = async (id: number) => (await world.get(BalanceReader).of(id)).balances
const post = (operation: Parameters<Lane['post']>[0]) => world.lane.post(operation)

describe('earning and spending', () => {
  test('ana earns points and growth, and spends the points that expire soonest', async () => {
    const [ana] = (await world.crowd(1)) as [number]
    await post(earn(ana, 100))
    await post(earn(ana, 30, { expiresAt: new Date(world.clock.now().getTime() + 10 * DAY) }))
    await post(spend(ana, 50))
    expect(await balances(ana)).toMatchObject({ available: 80, growth: 130, expiringSoon: null })
    const lots = await world.get(BalanceReader).lots(ana)
    expect(lots.map(lot => [lot.granted, lot.remaining, lot.spent])).toEqual([
      [100, 80, 20],
      [30, 0, 30],
    ])
  })

  test('bo cannot spend a point more than he has, and the refused key never succeeds later', async () => {
    const [bo] = (await world.crowd(1)) as [number]
    await post(earn(bo, 10))
    const refused = spend(bo, 11)
    expect(await refusalOf(post(refused))).toBe('points.insufficient')
    await post(earn(bo, 100))
    expect(await refusalOf(post(refused))).toBe('points.insufficient')
    expect(await balances(bo)).toMatchObject({ available: 110 })
  })

  test('earns of one day share a lot; a member has few lots however many bills', async () => {
    const [cy] = (await world.crowd(1)) as [number]
    for (let i = 0; i < 5; i += 1) await post(earn(cy, 7))
    expect((await world.get(BalanceReader).lots(cy)).map(lot => lot.granted)).toEqual([35])
  })

  test('points that begin tomorrow are pending until then', async () => {
    const [di] = (await world.crowd(1)) as [number]
    const tomorrow = new Date(world.clock.now().getTime() + DAY)
    await post(earn(di, 40, { availableAt: tomorrow }))
    expect(await balances(di)).toMatchObject({ available: 0, pending: 40 })
    expect(await refusalOf(post(spend(di, 1)))).toBe('points.insufficient')
    world.clock.advance(DAY)
    expect(await balances(di)).toMatchObject({ available: 40, pending: 0 })
    await post(spend(di, 40))
    expect(await balances(di)).toMatchObject({ available: 0, pending: 0 })
  })
})

describe('expiry', () => {
  test('points are gone at the first moment after their last day, whether or not the sweeper came', async () => {
    const [eve] = (await world.crowd(1)) as [number]
    const end = new Date(world.clock.now().getTime() + 5 * DAY)
    await post(earn(eve, 60, { expiresAt: end }))
    world.clock.set(new Date(end.getTime() - 1))
    expect(await balances(eve)).toMatchObject({ available: 60 })
    world.clock.set(end)
    expect(await balances(eve)).toMatchObject({ available: 0 })
    expect(await refusalOf(post(spend(eve, 1)))).toBe('points.insufficient')
    expect((await world.get(BalanceReader).lots(eve))[0]).toMatchObject({ expired: 60, remaining: 0 })
  })

  test('the sweeper expires what nobody touches, once', async () => {
    const crowd = await world.crowd(30)
    const end = new Date(world.clock.now().getTime() + 2 * DAY)
    await Promise.all(crowd.map(id => post(earn(id, 9, { expiresAt: end }))))
    world.clock.set(new Date(end.getTime() + 1000))
    const swept = await Promise.all([world.get(Sweeper).sweep(), world.get(Sweeper).sweep()])
    expect(swept.reduce((sum, { entries }) => sum + entries, 0)).toBe(30)
    expect(await balances(crowd[0] as number)).toMatchObject({ available: 0 })
  })
})

describe('taking back an earn', () => {
  test('unspent points go; a second undo of the same points is refused', async () => {
    const [flo] = (await world.crowd(1)) as [number]
    const { journalId } = await post(earn(flo, 50))
    await post(undo(flo, journalId, 20))
    expect(await balances(flo)).toMatchObject({ available: 30, growth: 30, debt: 0 })
    expect(await refusalOf(post(undo(flo, journalId, 31)))).toBe('ledger.not_reversible')
    await post(undo(flo, journalId, 30))
    expect(await balances(flo)).toMatchObject({ available: 0, growth: 0 })
  })

  test('points already spent become debt, which later points repay first', async () => {
    const [gus] = (await world.crowd(1)) as [number]
    const { journalId } = await post(earn(gus, 50))
    await post(spend(gus, 40))
    const { posted } = await post(undo(gus, journalId, 50))
    expect(posted).toMatchObject({ taken: 10, short: 40 })
    expect(await balances(gus)).toMatchObject({ available: 0, debt: 40 })
    await post(earn(gus, 100))
    expect(await balances(gus)).toMatchObject({ available: 60, debt: 0 })
  })

  test('with policy BLOCK nothing moves; with WAIVE the programme bears the loss', async () => {
    const [hal] = (await world.crowd(1)) as [number]
    const { journalId } = await post(earn(hal, 50))
    await post(spend(hal, 50))
    expect(await refusalOf(post(undo(hal, journalId, 50, { shortfall: 'BLOCK' })))).toBe('ledger.not_reversible')
    await post(undo(hal, journalId, 50, { shortfall: 'WAIVE' }))
    expect(await balances(hal)).toMatchObject({ available: 0, debt: 0 })
  })

  test('another member cannot have points of ana taken back', async () => {
    const [ana, ivy] = (await world.crowd(2)) as [number, number]
    const { journalId } = await post(earn(ana, 50))
    expect(await refusalOf(post(undo(ivy, journalId, 50)))).toBe('ledger.not_reversible')
  })
})

describe('at once', () => {
  test('a hundred sends of one key make one journal and a hundred equal answers', async () => {
    const [jo] = (await world.crowd(1)) as [number]
    const one = earn(jo, 12)
    const answers = await Promise.all(Array.from({ length: 100 }, () => post(one)))
    expect(new Set(answers.map(answer => answer.journalId)).size).toBe(1)
    expect(await balances(jo)).toMatchObject({ available: 12 })
  })

  test('the same key with another body is refused and writes nothing', async () => {
    const [kim] = (await world.crowd(1)) as [number]
    const one = earn(kim, 12)
    await post(one)
    expect(await refusalOf(post({ ...one, body: '2' }))).toBe('ledger.key_reused')
    expect(await balances(kim)).toMatchObject({ available: 12 })
  })

  test('fifty people spend one point from ten: exactly ten succeed', async () => {
    const [lu] = (await world.crowd(1)) as [number]
    await post(earn(lu, 10))
    const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => post(spend(lu, 1))))
    expect(outcomes.filter(outcome => outcome.status === 'fulfilled')).toHaveLength(10)
    expect(await balances(lu)).toMatchObject({ available: 0 })
  })

  test('lane and plain transactions on the same members do not lose a point', async () => {
    const crowd = await world.crowd(8)
    const ledger = world.get(Ledger)
    const work = crowd.flatMap(id =>
      Array.from({ length: 20 }, (_, i) =>
        i % 2 ? post(earn(id, 5)) : world.db.transaction(tx => ledger.post(tx, earn(id, 5))),
      ),
    )
    await Promise.all(work)
    for (const id of crowd) expect(await balances(id)).toMatchObject({ available: 100 })
  })
})

test('a refusal inside a transaction rolls back the work beside it and is still remembered', async () => {
  const [mia] = (await world.crowd(1)) as [number]
  const ledger = world.get(Ledger)
  const wanted = spend(mia, 5)
  const attempt = () =>
    world.db.transaction(async tx => {
      await tx.query("INSERT INTO inbox (consumer, message_id, done_at) VALUES ('test', 'mia', '2026-01-01')")
      await ledger.post(tx, wanted)
    })
  expect(await refusalOf(attempt())).toBe('points.insufficient')
  expect(await world.db.query("SELECT 1 FROM inbox WHERE message_id = 'mia'")).toEqual([])
  expect(await world.db.query('SELECT outcome FROM journal WHERE idem_key = ?', [wanted.key])).toEqual([{ outcome: 1 }])
  await post(earn(mia, 100))
  expect(await refusalOf(attempt())).toBe('points.insufficient')
})
