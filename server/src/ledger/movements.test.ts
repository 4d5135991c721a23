import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import * as make from '../../../test/ledger-builders.js'
import { openWorld, type World } from '../../../test/world.js'
import { DAY, refusalOf } from '../../../test/world-basics.js'
import { BalanceReader } from './balances.service.js'
import { Ledger } from './ledger.service.js'
import { byExpiry } from './lots.rules.js'
import type { Operation } from './operation.rules.js'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(async () => {
  expect(await world.books()).toEqual({})
  await world.close()
})

const post = (operation: Operation) => world.lane.post(operation)
const balances = async (id: number) => (await world.get(BalanceReader).of(id)).balances
/** By their end. */
const lots = async (id: number) => (await world.get(BalanceReader).lots(id)).sort(byExpiry)
const from = (ms: number) => new Date(world.clock.now().getTime() + ms)
const crowd = (count: number) => world.crowd(count) as Promise<[number, number]>
/** A member with 100 points that end in a year and 30 that end in ten days. */
async function somebody(): Promise<number> {
  const [memberId] = await crowd(1)
  await post(make.earn(100, { memberId, expiresAt: from(365 * DAY) }))
  await post(make.earn(30, { memberId, expiresAt: from(10 * DAY) }))
  return memberId
}
/** A member who owes this many points. */
async function debtor(points: number): Promise<number> {
  const [memberId] = await crowd(1)
  const { journalId } = await post(make.earn(points, { memberId }))
  await post(make.spend(points, { memberId }))
  await post(make.undo(journalId, points, { memberId }))
  return memberId
}

describe('an undone spend', () => {
  test('goes back to the lots that paid, the latest end first, in parts that never overlap', async () => {
    const ana = await somebody()
    const { journalId } = await post(make.spend(60, { memberId: ana }))
    const seen: number[][] = []
    for (const part of [10, 25, 25]) {
      await post(make.undoSpend(journalId, part, { memberId: ana }))
      seen.push((await lots(ana)).map(lot => lot.remaining))
    }
    expect(seen).toEqual([
      [0, 80],
      [5, 100],
      [30, 100],
    ])
    expect(await refusalOf(post(make.undoSpend(journalId, 1, { memberId: ana })))).toBe('ledger.not_reversible')
  })

  test('of a capture works the same; a hold, an earn and a stranger’s spend are nothing to undo', async () => {
    const [bo, cy] = [await somebody(), await somebody()]
    const hold = await post(make.hold(50, { memberId: bo, expiresAt: from(DAY) }))
    const capture = await post(make.capture(hold.journalId, 40, { memberId: bo }))
    await post(make.undoSpend(capture.journalId, 40, { memberId: bo }))
    expect(await balances(bo)).toMatchObject({ available: 130, held: 0 })
    const earned = await post(make.earn(5, { memberId: bo }))
    for (const [id, memberId] of [
      [hold.journalId, bo],
      [earned.journalId, bo],
      [capture.journalId, cy],
      [7, bo],
    ] as const)
      expect(await refusalOf(post(make.undoSpend(id, 1, { memberId })))).toBe('ledger.not_reversible')
  })

  test('whose lot has ended expires at once, or lives on for the days of grace', async () => {
    const [di, eve] = [await somebody(), await somebody()]
    const [spent, other] = [await post(make.spend(30, { memberId: di })), await post(make.spend(30, { memberId: eve }))]
    world.clock.advance(10 * DAY)
    await post(make.undoSpend(spent.journalId, 30, { memberId: di }))
    expect(await balances(di)).toMatchObject({ available: 100 })
    await post(make.undoSpend(other.journalId, 10, { memberId: eve, graceDays: 3 }))
    await post(make.spend(10, { memberId: eve }))
    await post(make.undoSpend(other.journalId, 20, { memberId: eve, graceDays: 3 }))
    expect(await balances(eve)).toMatchObject({ available: 120, expiringSoon: { points: 20 } })
    world.clock.advance(3 * DAY)
    expect(await balances(eve)).toMatchObject({ available: 100 })
  })

  test('repays a debt first, and keeps it repaid where the lot has ended', async () => {
    const [flo] = await crowd(1)
    const earned = await post(make.earn(100, { memberId: flo, expiresAt: from(5 * DAY) }))
    const spent = await post(make.spend(100, { memberId: flo }))
    await post(make.undo(earned.journalId, 70, { memberId: flo }))
    expect(await balances(flo)).toMatchObject({ available: 0, debt: 70 })
    world.clock.advance(5 * DAY)
    await post(make.undoSpend(spent.journalId, 100, { memberId: flo }))
    expect(await balances(flo)).toMatchObject({ available: 0, debt: 0 })
  })

  test('every spend refunded twice at once: as many succeed as are refused', async () => {
    const members = await world.crowd(40)
    await Promise.all(members.map(memberId => post(make.earn(100, { memberId }))))
    const spends = await Promise.all(
      members.flatMap(memberId =>
        [3, 5].map(async n => ({ memberId, n, ...(await post(make.spend(n, { memberId }))) })),
      ),
    )
    const twice = spends.flatMap(one => [one, one])
    const told = await Promise.allSettled(
      twice.map(one => post(make.undoSpend(one.journalId, one.n, { memberId: one.memberId }))),
    )
    expect(told.filter(one => one.status === 'fulfilled')).toHaveLength(spends.length)
    for (const memberId of members) expect(await balances(memberId)).toMatchObject({ available: 100 })
  })
})

test('what a refund finds spent is asked back in money where the rule says so', async () => {
  const [gus] = await crowd(1)
  const { journalId } = await post(make.earn(50, { memberId: gus }))
  await post(make.spend(30, { memberId: gus }))
  const { posted } = await post(make.undo(journalId, 50, { memberId: gus, shortfall: 'CASH' }))
  expect(posted).toMatchObject({ taken: 20, short: 30, debt: 0 })
  expect(await balances(gus)).toMatchObject({ available: 0, debt: 0 })
})

describe('a correction', () => {
  test('above zero repays debt first and may be pending; below zero takes what ends soonest', async () => {
    const hal = await debtor(20)
    await post(make.adjust(50, { memberId: hal, approvalId: 77 }))
    expect(await balances(hal)).toMatchObject({ available: 30, debt: 0 })
    const later = { ...make.earn(0).spans[0]!, availableAt: from(DAY) }
    await post(make.adjust(5, { memberId: hal, span: later }))
    expect(await balances(hal)).toMatchObject({ available: 30, pending: 5 })
    await post(make.adjust(-12, { memberId: hal }))
    expect(await balances(hal)).toMatchObject({ available: 18 })
    const rows = await world.db.query('SELECT approval_id FROM journal WHERE kind = 10 AND approval_id IS NOT NULL')
    expect(rows).toEqual([{ approval_id: 77 }])
  })

  test('takes no point that is not there, unless it may become a debt', async () => {
    const ivy = await somebody()
    const refused = make.adjust(-131, { memberId: ivy })
    expect(await refusalOf(post(refused))).toBe('points.insufficient')
    expect(await balances(ivy)).toMatchObject({ available: 130 })
    const { posted } = await post(make.adjust(-131, { memberId: ivy, shortfall: 'DEBT' }))
    expect(posted).toMatchObject({ taken: 130, short: 1, debt: 1 })
  })

  test('of nothing, or above zero into nowhere, is a fault of the caller and moves nothing', async () => {
    const jo = await somebody()
    await expect(post(make.adjust(0, { memberId: jo }))).rejects.toThrow(RangeError)
    await expect(post(make.adjust(1, { memberId: jo, span: null }))).rejects.toThrow(RangeError)
    expect(await balances(jo)).toMatchObject({ available: 130 })
  })
})

describe('a gift', () => {
  test('arrives in lots like those it left, and repays the receiver’s debt first', async () => {
    const [kim, lu] = [await somebody(), await debtor(10)]
    await post(make.transfer(lu, 50, { memberId: kim }))
    expect(await balances(kim)).toMatchObject({ available: 80 })
    expect(await balances(lu)).toMatchObject({ available: 40, debt: 0 })
    const ends = (await lots(kim)).map(lot => lot.expiresAt.getTime())
    const received = (await lots(lu)).filter(lot => lot.remaining > 0)
    expect(received.map(lot => [lot.expiresAt.getTime(), lot.remaining])).toEqual([
      [ends[0], 20],
      [ends[1], 20],
    ])
  })

  test('that was spent and comes again lands in the lot it emptied', async () => {
    const [mia, ned] = [await somebody(), (await crowd(1))[0]]
    for (const points of [20, 5]) {
      await post(make.transfer(ned, points, { memberId: mia }))
      await post(make.spend(points, { memberId: ned }))
    }
    expect((await lots(ned)).map(lot => [lot.granted, lot.spent])).toEqual([[25, 25]])
  })

  test('needs points, a receiver who exists, and an account that is not frozen', async () => {
    const [oli, pia] = [await somebody(), await somebody()]
    expect(await refusalOf(post(make.transfer(pia, 131, { memberId: oli })))).toBe('points.insufficient')
    expect(await refusalOf(post(make.transfer(17, 1, { memberId: oli })))).toBe('record.not_found')
    await expect(post(make.transfer(oli, 1, { memberId: oli }))).rejects.toThrow(RangeError)
    await world.db.query('UPDATE account SET frozen = 1 WHERE id = ?', [oli + 1])
    expect(await refusalOf(post(make.transfer(pia, 1, { memberId: oli })))).toBe('points.frozen')
    await world.db.query('UPDATE account SET frozen = 0 WHERE id = ?', [oli + 1])
    expect([await balances(oli), await balances(pia)].map(one => one.available)).toEqual([130, 130])
  })

  test('crossing gifts of everybody to everybody lose no point and meet no deadlock', async () => {
    const friends = await world.crowd(8)
    await Promise.all(friends.map(memberId => post(make.earn(100, { memberId }))))
    const sent = friends.flatMap(memberId =>
      friends.filter(to => to !== memberId).map(to => make.transfer(to, 3, { memberId })),
    )
    const half = sent.splice(sent.length / 2)
    await Promise.all([
      ...sent.map(post),
      ...half.map(one => world.db.transaction(tx => world.get(Ledger).post(tx, one))),
    ])
    for (const memberId of friends) expect(await balances(memberId)).toMatchObject({ available: 100 })
  })
})

describe('restricted points', () => {
  test('pay only where they may, before others of the same day, and a refusal says so', async () => {
    const [quin] = await crowd(1)
    const end = from(50 * DAY)
    await post(make.earn(40, { memberId: quin, expiresAt: end }))
    await post(make.earn(20, { memberId: quin, expiresAt: end, restrictionId: 7 }))
    expect(await refusalOf(post(make.spend(41, { memberId: quin })))).toBe('points.restricted')
    expect(await refusalOf(post(make.spend(41, { memberId: quin, honours: [8] })))).toBe('points.restricted')
    expect(await refusalOf(post(make.spend(61, { memberId: quin, honours: [7] })))).toBe('points.insufficient')
    await post(make.spend(25, { memberId: quin, honours: [7, 8] }))
    expect((await lots(quin)).filter(lot => lot.remaining > 0).map(lot => [lot.restrictionId, lot.remaining])).toEqual([
      [0, 35],
    ])
  })
})
