import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openWorld, type TestOperator, type World } from '../../../test/world.js'
import { DAY } from '../../../test/world-basics.js'

let world: World
let admin: TestOperator
beforeAll(async () => {
  world = await openWorld()
  admin = await world.operator()
})
afterAll(async () => {
  expect(await world.books()).toEqual({})
  await world.close()
})

const listed = async (search: string) => (await admin.call('GET /console/members', { query: { search } })).items[0]!
const profile = (memberNo: string) => admin.call('GET /console/members/:memberNo', { params: { memberNo } })

// The list showed points as they were last written, the profile beside it as they are.
test('the list of members shows what the profile shows, before the sweeper has come by', async () => {
  const ana = await world.member({ nickname: '安娜' })
  await world.bill({ memberId: ana.id, paidFen: 10_000 })
  await world.bill({
    memberId: ana.id,
    paidFen: 3_000,
    availableAt: new Date(world.clock.now().getTime() + 3 * DAY),
  })
  expect((await listed(ana.memberNo)).points).toBe(100)
  world.clock.advance(3 * DAY)
  admin = await world.operator()
  expect((await listed(ana.memberNo)).points).toBe(130)
  expect((await profile(ana.memberNo)).points).toBe(130)
  world.clock.advance(800 * DAY)
  admin = await world.operator()
  expect((await listed(ana.memberNo)).points).toBe(0)
  expect((await profile(ana.memberNo)).points).toBe(0)
  const [row] = await world.db.query<{ available: number }>('SELECT available FROM account WHERE id = ?', [ana.id + 1])
  expect(row?.available).toBe(100)
})

// A lot of a store in Urumqi ended a day later in the statement, which counted in Shanghai time, than on the bill.
test.each([
  ['Asia/Urumqi', '2026-11-30T17:59:59.000Z', '2028-11-30'],
  ['Asia/Urumqi', '2026-11-30T18:00:00.000Z', '2028-12-31'],
  ['Asia/Shanghai', '2026-11-30T15:59:59.000Z', '2028-11-30'],
  ['Asia/Tokyo', '2026-11-30T15:00:00.000Z', '2028-12-31'],
] as const)('in %s at %s, bill, statement, profile and card name the same last day', async (timeZone, at, lastDay) => {
  world.clock.set(at)
  const storeId = await world.store({ timeZone, dayCutOff: '00:00' })
  const waiter = await world.staff(storeId)
  const ana = await world.member()
  await world.bill({ storeId, billNo: 'B1', memberId: ana.id, paidFen: 8850 })
  const bill = await waiter.call('GET /staff/bills/:billNo', { params: { billNo: 'B1' } })
  expect(bill.lastValidOn).toBe(lastDay)
  const entry = await ana.call('GET /member/entries/:entryNo', { params: { entryNo: bill.entryNo! } })
  expect(entry.lots.map(lot => lot.lastValidOn)).toEqual([lastDay])
  admin = await world.operator()
  expect((await profile(ana.memberNo)).lots.map(lot => lot.lastValidOn)).toEqual([lastDay])
  world.clock.set(new Date(Date.parse(`${lastDay}T00:00:00Z`) - 20 * DAY))
  const { code } = world.wechat.control.issueLoginCode({ openid: ana.openid })
  const { tokens } = await world.as()('POST /sessions', { body: { code } })
  expect((await world.as(tokens.accessToken)('GET /member/card')).balances.expiringSoon).toEqual({
    points: 88,
    lastValidOn: lastDay,
  })
})
