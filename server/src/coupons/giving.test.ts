import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { offerCoupon } from '../../../test/coupon-stage.js'
import { openWorld, type TestMember, type World } from '../../../test/world.js'
import { DAY } from '../../../test/world-basics.js'

let world: World
let ana: TestMember
let bo: TestMember
beforeAll(async () => {
  world = await openWorld()
  await world.store()
})
afterAll(() => world.close())
beforeEach(async () => {
  world.clock.set('2026-11-23T04:30:00.000Z')
  ana = await world.member({ nickname: '安娜' })
  bo = await world.member({ nickname: '波' })
})

const requestId = () => randomBytes(9).toString('hex')
async function couponOf(member: TestMember): Promise<string> {
  const windows = [{ weekdays: [6, 7], between: ['22:00', '02:00'] as [string, string] }]
  const batchId = await offerCoupon(await world.operator('MARKETER'), { scope: { windows } }, { perMember: 3 })
  const coupon = await member.call('POST /member/coupon-claims', { body: { requestId: requestId(), batchId } })
  expect(coupon.windows).toEqual(windows)
  return coupon.id
}
const offer = (member: TestMember, id: string) =>
  member.call('POST /member/coupons/:id/gifts', { params: { id }, body: { requestId: requestId() } })
const given = async (member: TestMember) =>
  (await member.call('GET /member/coupon-gifts', { query: {} })).items.map(({ state, to }) => [state, to])

test('what ana gave is on her list, the newest first, with what became of it', async () => {
  const [first, second, third] = [await couponOf(ana), await couponOf(ana), await couponOf(ana)]
  const { token } = await offer(ana, first)
  await bo.call('POST /member/coupon-gifts/:token/acceptances', { params: { token } })
  await offer(ana, second)
  await ana.call('DELETE /member/coupons/:id/gifts', { params: { id: second } })
  await offer(ana, third)
  expect(await given(ana)).toEqual([
    ['OPEN', null],
    ['ENDED', null],
    ['ACCEPTED', '波*'],
  ])
  world.clock.advance(DAY)
  expect((await given(ana))[0]).toEqual(['ENDED', null])
  expect(await given(bo)).toEqual([])
})

test('the list goes on where a page ended, and none of it is told twice', async () => {
  for (let nth = 0; nth < 3; nth += 1) await offer(ana, await couponOf(ana))
  const page = (cursor?: string) =>
    ana.call('GET /member/coupon-gifts', { query: { limit: 2, ...(cursor ? { cursor } : {}) } })
  const one = await page()
  const two = await page(one.nextCursor ?? '')
  expect([one.items.length, two.items.length, two.nextCursor]).toEqual([2, 1, null])
  expect(new Set([...one.items, ...two.items].map(({ id }) => id)).size).toBe(3)
})

test('whoever holds the link sees what it is before joining, and nothing of who gave it but a letter', async () => {
  const { token } = await offer(ana, await couponOf(ana))
  const guest = await world.guest()
  const seen = await guest.call('GET /member/coupon-gifts/:token', { params: { token } })
  expect(seen).toMatchObject({ state: 'OPEN', mine: null, couponId: null, from: '安*' })
  await expect(guest.call('POST /member/coupon-gifts/:token/acceptances', { params: { token } })).rejects.toMatchObject(
    { body: { code: 'member.not_enrolled' } },
  )
})
