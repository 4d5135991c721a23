import { afterAll, beforeAll, expect, test } from '@jest/globals'
import * as make from '../../../test/ledger-builders.js'
import { openWorld, type TestMember, type World } from '../../../test/world.js'
import { DAY, MINUTE } from '../../../test/world-basics.js'
import { entryNoOf } from '../ledger/entry-no.rules.js'
import type { Operation } from '../ledger/operation.rules.js'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(async () => {
  expect(await world.books()).toEqual({})
  await world.close()
})

const what = { zh: '兑换酸梅汤', en: 'a plum drink' }
const post = (operation: Operation) => world.lane.post(operation)
const lines = async (member: TestMember) => {
  const { items, months } = await member.call('GET /member/entries', { query: {} })
  return { months, told: items.map(line => [line.type, line.points, line.balanceAfter]), items }
}
const about = (member: TestMember) => ({ memberId: member.id, occurredAt: world.clock.now() })

test('ana reads what became of the points she set aside', async () => {
  const ana = await world.member({ points: 100 })
  const until = new Date(world.clock.now().getTime() + 60 * MINUTE)
  const hold = (points: number) =>
    post(make.hold(points, { ...about(ana), expiresAt: until, explanation: { kind: 'HOLD', what, points } }))
  const { journalId } = await hold(60)
  const captured = await post(
    make.capture(journalId, 40, { ...about(ana), explanation: { kind: 'CAPTURE', what, points: 40 } }),
  )
  await post(
    make.undoSpend(captured.journalId, 15, { ...about(ana), explanation: { kind: 'UNDO_SPEND', what, points: 15 } }),
  )
  await hold(10)
  world.clock.advance(60 * MINUTE)
  await world.books()
  const { told, items, months } = await lines(ana)
  expect(told).toEqual([
    ['REFUND', 10, 75],
    ['REDEEM', -10, 65],
    ['REFUND', 15, 75],
    ['REFUND', 20, 60],
    ['REDEEM', 0, 40],
    ['REDEEM', -60, 40],
    ['EARN', 100, 100],
  ])
  expect(items.map(line => line.sentence.en).slice(0, 6)).toEqual([
    '10 points set aside were not used in time and came back',
    '10 points set aside for a plum drink; what is not used comes back',
    '15 points returned: a plum drink',
    '20 points set aside were not needed and came back',
    '40 points set aside earlier used for a plum drink',
    '60 points set aside for a plum drink; what is not used comes back',
  ])
  expect(months).toEqual([{ month: '2026-11', in: 115, out: 40 }])
  const detail = await ana.call('GET /member/entries/:entryNo', { params: { entryNo: entryNoOf(journalId) } })
  expect(detail.lots.map(lot => lot.points)).toEqual([60])
})

test('a gift reads differently to giver and receiver, and neither sees the other’s lots', async () => {
  const [bo, cy] = [await world.member({ points: 50 }), await world.member()]
  const { journalId } = await post(
    make.transfer(cy.id, 20, { ...about(bo), explanation: { kind: 'TRANSFER', points: 20 } }),
  )
  const [[given], [got]] = [(await lines(bo)).items, (await lines(cy)).items]
  expect([given?.type, given?.points, given?.sentence.en]).toEqual(['TRANSFER', -20, '20 points given to a friend'])
  expect([got?.type, got?.points, got?.sentence.en]).toEqual(['TRANSFER', 20, '20 points from a friend'])
  for (const member of [bo, cy]) {
    const detail = await member.call('GET /member/entries/:entryNo', { params: { entryNo: entryNoOf(journalId) } })
    expect(detail.lots).toHaveLength(1)
  }
})

test('points that live by visits say until when', async () => {
  world.clock.set('2026-11-25T04:00:00Z')
  const di = await world.member()
  const span = { expiresAt: new Date('2026-12-31T16:00:00Z'), availableAt: new Date('2026-11-01T04:00:00Z') }
  await post(
    make.earn(30, {
      ...about(di),
      ...span,
      extendMonths: 2,
      activity: true,
      explanation: { kind: 'SPEND', what, points: 30 },
    }),
  )
  await post(make.earn(0, { ...about(di), activity: true }))
  const [line] = (await lines(di)).items
  expect([line?.type, line?.points, line?.balanceAfter]).toEqual(['ADJUST', 0, 30])
  expect(line?.sentence.en).toBe('After this visit 30 points last until 2027-01-31')
  world.clock.advance(DAY)
  expect((await lines(di)).months).toEqual([{ month: '2026-11', in: 30, out: 0 }])
})
