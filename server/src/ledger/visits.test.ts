import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import * as make from '../../../test/ledger-builders.js'
import { openWorld, type World } from '../../../test/world.js'
import { DAY } from '../../../test/world-basics.js'
import { BalanceReader } from './balances.service.js'
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
const remaining = async (id: number) =>
  (await lots(id))
    .map(lot => lot.remaining)
    .filter(Boolean)
    .sort((a, b) => b - a)
describe('points that live by visits', () => {
  const visit = (memberId: number, points: number, more: make.EarnParts = {}) =>
    make.earn(points, { memberId, activity: true, occurredAt: world.clock.now(), ...more })
  /** Like points a rule gives with "two months after the last visit". */
  const living = (expiresAt: string, more: make.EarnParts = {}) => ({
    extendMonths: 2,
    expiresAt: new Date(expiresAt),
    ...more,
  })

  test('end later with every visit, whatever the visit earns; others keep their end', async () => {
    world.clock.set('2027-01-10T04:00:00Z')
    const [rae] = await crowd(1)
    await post(visit(rae, 30, living('2027-03-31T16:00:00Z', { cohort: 202701 })))
    await post(make.earn(9, { memberId: rae, expiresAt: new Date('2027-03-31T16:00:00Z') }))
    world.clock.set('2027-02-20T04:00:00Z')
    await post(visit(rae, 0))
    expect(
      (await lots(rae)).filter(lot => lot.remaining > 0).map(lot => [lot.expiresAt.toISOString(), lot.remaining]),
    ).toEqual([
      ['2027-03-31T16:00:00.000Z', 9],
      ['2027-04-30T16:00:00.000Z', 30],
    ])
    world.clock.set('2027-04-30T15:59:59.999Z')
    expect(await balances(rae)).toMatchObject({ available: 30 })
    world.clock.set('2027-04-30T16:00:00Z')
    expect(await balances(rae)).toMatchObject({ available: 0 })
  })

  test('of one month share a lot from the first extension on, pending ones wait for their start in theirs', async () => {
    world.clock.set('2027-06-10T04:00:00Z')
    const [sam] = await crowd(1)
    for (const day of ['05', '06', '07'])
      await post(
        visit(
          sam,
          10,
          living('2027-08-31T16:00:00Z', { cohort: 202706, availableAt: new Date(`2027-06-${day}T04:00:00Z`) }),
        ),
      )
    await post(
      visit(sam, 4, living('2027-08-31T16:00:00Z', { cohort: 202706, availableAt: new Date('2027-07-20T04:00:00Z') })),
    )
    world.clock.set('2027-07-02T04:00:00Z')
    await post(visit(sam, 0))
    expect(await remaining(sam)).toEqual([30, 4])
    expect(await balances(sam)).toMatchObject({ available: 30, pending: 4 })
    world.clock.set('2027-08-01T04:00:00Z')
    await post(visit(sam, 0))
    expect(await balances(sam)).toMatchObject({ available: 34, pending: 0 })
    expect(await remaining(sam)).toEqual([34])
  })

  test('a late bill of an earlier day shortens nothing, and a visit revives no dead point', async () => {
    world.clock.set('2027-09-10T04:00:00Z')
    const [tom] = await crowd(1)
    await post(visit(tom, 10, living('2027-11-30T16:00:00Z', { cohort: 202709 })))
    await post(visit(tom, 0, { occurredAt: new Date('2027-08-01T04:00:00Z') }))
    expect((await lots(tom)).map(lot => lot.expiresAt.toISOString())).toEqual(['2027-11-30T16:00:00.000Z'])
    world.clock.set('2027-12-01T04:00:00Z')
    await post(visit(tom, 1, { expiresAt: from(DAY) }))
    expect(await balances(tom)).toMatchObject({ available: 1 })
  })

  test('a refund finds the points of its bill where visits have moved them', async () => {
    world.clock.set('2028-01-10T04:00:00Z')
    const [una] = await crowd(1)
    const { journalId } = await post(visit(una, 40, living('2028-03-31T16:00:00Z', { cohort: 202801 })))
    world.clock.set('2028-02-10T04:00:00Z')
    await post(visit(una, 0))
    await post(make.undo(journalId, 15, { memberId: una }))
    expect(await balances(una)).toMatchObject({ available: 25, debt: 0 })
    world.clock.set('2028-06-10T04:00:00Z')
    await post(make.undo(journalId, 25, { memberId: una }))
    expect(await balances(una)).toMatchObject({ available: 0, debt: 0 })
  })
})
