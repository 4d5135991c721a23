import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { offerCoupon } from '../../../test/coupon-stage.js'
import { redeem, TestMall } from '../../../test/mall-builders.js'
import { openWorld, type World } from '../../../test/world.js'
import { refusalOf } from '../../../test/world-basics.js'
import { RewardWishes } from './mall.jobs.js'

let world: World
let mall: TestMall
beforeAll(async () => {
  world = await openWorld()
  mall = new TestMall(world)
})
afterAll(async () => {
  expect(await world.books()).toEqual({})
  await world.close()
})

/** A batch of coupons to be given. */
const batch = (stock: number) => offerCoupon(mall, {}, { source: 'ISSUE', stock, perMember: 100 })

describe('the shelf', () => {
  test('says what can be had, what is near, and how many visits bring the rest', async () => {
    const ana = await world.member()
    for (const n of [1, 2]) await world.bill({ memberId: ana.id, paidFen: 15_000, billNo: `SHELF-${n}` })
    const [can, near, far] = [
      await mall.publish({ points: 300, sort: 0 }),
      await mall.publish({ points: 620, sort: 0 }),
      await mall.publish({ points: 900, sort: 0 }),
    ]
    const { items, available, perVisit } = await ana.call('GET /mall/rewards', { query: { limit: 100 } })
    const of = (code: string) => items.find(item => item.code === code)
    expect([available, perVisit]).toEqual([300, 150])
    expect(of(can)).toMatchObject({ reach: 'CAN', short: 0, visits: null, bar: null })
    expect(of(near)).toMatchObject({ reach: 'NEAR', short: 320, visits: 3 })
    expect(of(far)).toMatchObject({ reach: 'FAR', short: 600, visits: 4 })
    const { items: ready } = await ana.call('GET /mall/rewards', { query: { segment: 'CAN', limit: 100 } })
    expect(ready.map(item => item.code)).toContain(can)
    expect(ready.map(item => item.code)).not.toContain(near)
    const detail = await ana.call('GET /mall/rewards/:code', { params: { code: can } })
    expect(detail).toMatchObject({ balanceAfter: 0, refundable: true })
    // Whoever is no member sees the shelf, and nothing of anybody's points.
    const guest = await world.guest()
    const seen = await guest.call('GET /mall/rewards', { query: {} })
    expect(seen).toMatchObject({ available: null, nearest: null })
    expect(seen.items.every(item => item.reach === null)).toBe(true)
  })

  test('tells once, when there is more of what somebody wished for and the points are enough', async () => {
    const [ana, bo] = [await world.member({ points: 100 }), await world.member({ points: 99 })]
    const code = await mall.publish({}, 0)
    for (const member of [ana, bo]) {
      await member.call('PUT /member/reward-wishes/:code', { params: { code }, body: { on: true } })
    }
    const wishes = world.get(RewardWishes)
    expect(await wishes.run()).toEqual({ wishesTold: 0 })
    const body = { requestId: 'more-noodles', by: 5, reason: '到货' }
    const params = { code }
    await mall.call('POST /console/rewards/:code/stock-changes', { params, body })
    await mall.call('POST /console/rewards/:code/stock-changes', { params, body })
    expect(await mall.stock(code)).toEqual({ stock: 5, left: 5 })
    expect(await wishes.run()).toEqual({ wishesTold: 1 })
    expect(await wishes.run()).toEqual({ wishesTold: 0 })
    const said = "SELECT member_id FROM message WHERE kind = 'REWARD_READY'"
    expect(await world.db.query(said)).toEqual([{ member_id: ana.id }])
    await world.bill({ memberId: bo.id, paidFen: 100 })
    expect(await wishes.run()).toEqual({ wishesTold: 1 })
  })
})

describe('coupons', () => {
  test('of a pack go into the wallet, and come back out of it unused', async () => {
    const ana = await world.member({ points: 100 })
    const batchId = await batch(5)
    const code = await mall.publish({ gift: { type: 'PACK', coupons: [{ batchId, count: 2 }] }, category: 'COUPON' })
    const got = await redeem(ana, code)
    expect(got).toMatchObject({ state: 'READY', voucher: null })
    expect(got.coupons).toHaveLength(2)
    expect((await ana.call('GET /member/coupons', { query: {} })).counts.usable).toBe(2)
    await ana.call('POST /member/redemptions/:id/cancellations', { params: { id: got.id } })
    expect((await ana.call('GET /member/coupons', { query: {} })).counts.usable).toBe(0)
    expect(await mall.points(ana)).toBe(100)
    const [left] = await world.db.query('SELECT left_count FROM coupon_batch WHERE id = ?', [batchId])
    expect(left).toEqual({ left_count: 5 })
  })

  test('that are given to a friend stay given: then nothing comes back', async () => {
    const ana = await world.member({ points: 100 })
    const code = await mall.publish({ gift: { type: 'COUPON', batchId: await batch(1) } })
    const got = await redeem(ana, code)
    const params = { id: got.coupons[0]!.id }
    await ana.call('POST /member/coupons/:id/gifts', { params, body: { requestId: 'give-to-a-friend' } })
    const cancel = ana.call('POST /member/redemptions/:id/cancellations', { params: { id: got.id } })
    expect(await refusalOf(cancel)).toBe('coupon.given')
    expect(await mall.points(ana)).toBe(0)
    const bo = await world.member({ points: 100 })
    expect(await refusalOf(redeem(bo, code))).toBe('coupon.sold_out')
    expect(await mall.points(bo)).toBe(100)
  })
})
