import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { CouponStage, freshId } from '../../../test/coupon-stage.js'
import type { TestMember } from '../../../test/world.js'
import { DAY, refusalOf } from '../../../test/world-basics.js'
import { CouponSweeper } from './sweeping.service.js'

let stage: CouponStage
let ana: TestMember
let bo: TestMember
beforeAll(async () => {
  stage = await CouponStage.open()
})
beforeEach(async () => {
  ;({ ana, bo } = await stage.begin())
})
afterAll(() => stage.world.close())

async function couponOf(member: TestMember): Promise<string> {
  const windows = [{ weekdays: [6, 7], between: ['22:00', '02:00'] as [string, string] }]
  const coupon = await stage.claim(member, await stage.batch({ scope: { windows } }, { perMember: 3 }))
  expect(coupon.windows).toEqual(windows)
  return coupon.id
}
const offer = (member: TestMember, id: string, requestId = freshId()) =>
  member.call('POST /member/coupons/:id/gifts', { params: { id }, body: { requestId } })
const given = async (member: TestMember) =>
  (await member.call('GET /member/coupon-gifts', { query: {} })).items.map(({ state, to }) => [state, to])

describe('a present', () => {
  const accept = (member: TestMember, token: string) =>
    member.call('POST /member/coupon-gifts/:token/acceptances', { params: { token } })
  const view = (member: TestMember, token: string) =>
    member.call('GET /member/coupon-gifts/:token', { params: { token } })

  test('goes to the friend with a new code; the giver sees it no more, and it cannot be passed on', async () => {
    const mine = await stage.claim(ana, await stage.batch())
    const requestId = freshId()
    const { token, until } = await offer(ana, mine.id, requestId)
    expect(await offer(ana, mine.id, requestId)).toEqual({ token, until })
    expect(await stage.look(ana, mine.id)).toMatchObject({ state: 'GIVEN', code: null, givenUntil: until })
    expect(await refusalOf(stage.lock(mine.id, { key: 'x' }))).toBe('coupon.given')
    expect(await view(bo, token)).toMatchObject({ state: 'OPEN', mine: null, from: '安*' })
    expect(await refusalOf(accept(ana, token))).toBe('coupon.own_gift')
    const his = await accept(bo, token)
    expect(his).toMatchObject({ id: mine.id, state: 'USABLE', giftable: false, expiresAt: mine.expiresAt })
    expect(his.code).not.toBe(mine.code)
    expect((await accept(bo, token)).id).toBe(mine.id)
    expect(await refusalOf(stage.look(ana, mine.id))).toBe('record.not_found')
    expect(await view(ana, token)).toMatchObject({ state: 'ACCEPTED', mine: 'GIVER', couponId: null })
    expect(await refusalOf(offer(bo, mine.id))).toBe('coupon.not_giftable')
  })
  test('is had by one of many friends', async () => {
    const mine = await stage.claim(ana, await stage.batch())
    const { token } = await offer(ana, mine.id)
    const friends = await Promise.all(Array.from({ length: 12 }, () => stage.world.member()))
    const all = await Promise.allSettled(friends.map(friend => accept(friend, token)))
    expect(all.filter(one => one.status === 'fulfilled')).toHaveLength(1)
  })
  test('is back after a day by itself, at once when taken back, and never both accepted and taken back', async () => {
    const [one, two] = [await stage.claim(ana, await stage.batch()), await stage.claim(ana, await stage.batch())]
    const first = await offer(ana, one.id)
    stage.world.clock.advance(DAY - 1)
    expect((await stage.look(ana, one.id)).state).toBe('GIVEN')
    stage.world.clock.advance(1)
    expect((await stage.look(ana, one.id)).state).toBe('USABLE')
    expect(await refusalOf(accept(bo, first.token))).toBe('coupon.gift_ended')
    await stage.world.get(CouponSweeper).sweep()
    expect(await view(bo, first.token)).toMatchObject({ state: 'ENDED' })

    const second = await offer(ana, two.id)
    const [taken, accepted] = await Promise.allSettled([
      ana.call('DELETE /member/coupons/:id/gifts', { params: { id: two.id } }),
      accept(bo, second.token),
    ])
    expect([taken.status, accepted.status].sort()).toEqual(['fulfilled', 'rejected'])
    const owner = accepted.status === 'fulfilled' ? bo : ana
    expect((await stage.look(owner, two.id)).state).toBe('USABLE')
  })
  test('of a coupon that may not be given is refused', async () => {
    const mine = await stage.claim(ana, await stage.batch({ giftable: false }))
    expect(await refusalOf(offer(ana, mine.id))).toBe('coupon.not_giftable')
    expect(await refusalOf(offer(bo, mine.id))).toBe('record.not_found')
  })
})

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
  stage.world.clock.advance(DAY)
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
  const guest = await stage.world.guest()
  const seen = await guest.call('GET /member/coupon-gifts/:token', { params: { token } })
  expect(seen).toMatchObject({ state: 'OPEN', mine: null, couponId: null, from: '安*' })
  await expect(guest.call('POST /member/coupon-gifts/:token/acceptances', { params: { token } })).rejects.toMatchObject(
    { body: { code: 'member.not_enrolled' } },
  )
})
