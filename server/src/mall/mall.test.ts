import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { redeem, reward, TestMall } from '../../../test/mall-builders.js'
import { openWorld, type World } from '../../../test/world.js'
import { DAY, refusalOf } from '../../../test/world-basics.js'
import { TierQueue } from '../tiers/queue.service.js'
import { Vouchers } from './vouchers.service.js'

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

const use = (voucher: string, key = 'verify-1') =>
  world.db.transaction(async tx => {
    const found = await world.get(Vouchers).byCode(voucher)
    return world.get(Vouchers).use(tx, { key, voucherId: found!.id, storeId: await world.someStore(), actor: '小李' })
  })

describe('an exchange', () => {
  test('takes the points and one piece, and gives a voucher of twelve digits beginning with 7', async () => {
    const ana = await world.member({ points: 300 })
    const code = await mall.publish()
    const got = await redeem(ana, code)
    expect(got).toMatchObject({ state: 'READY', price: { points: 100, cashFen: 0 }, available: 200, cancellable: true })
    expect(got.voucher).toMatch(/^7\d{11}$/)
    expect(await mall.points(ana)).toBe(200)
    expect(await mall.stock(code)).toEqual({ stock: 10, left: 9 })
    const page = await ana.call('GET /member/redemptions', {})
    expect(page.items.map(item => item.id)).toEqual([got.id])
  })

  test('asked for again under its number is the same one; with another body it is refused', async () => {
    const ana = await world.member({ points: 300 })
    const code = await mall.publish()
    const [first, again] = await Promise.all([
      redeem(ana, code, { requestId: 'the-same-tap' }),
      redeem(ana, code, { requestId: 'the-same-tap' }),
    ])
    expect(again).toEqual(first)
    expect((await redeem(ana, code, { requestId: 'the-same-tap' })).voucher).toBe(first.voucher)
    const other = await mall.publish()
    expect(await refusalOf(redeem(ana, other, { requestId: 'the-same-tap' }))).toBe('reward.different')
    expect(await mall.points(ana)).toBe(200)
    const bo = await world.member({ points: 100 })
    expect((await redeem(bo, code, { requestId: 'the-same-tap' })).voucher).not.toBe(first.voucher)
  })

  test('for want of points takes nothing, and its number never succeeds later', async () => {
    const ana = await world.member({ points: 99 })
    const code = await mall.publish()
    expect(await refusalOf(redeem(ana, code, { requestId: 'too-early' }))).toBe('points.insufficient')
    await world.bill({ memberId: ana.id, paidFen: 100 })
    expect(await refusalOf(redeem(ana, code, { requestId: 'too-early' }))).toBe('points.insufficient')
    expect(await mall.stock(code)).toEqual({ stock: 10, left: 10 })
    expect((await redeem(ana, code)).state).toBe('READY')
    expect(await mall.points(ana)).toBe(0)
  })

  test('of the last piece is for one of ten members at once, and the others keep their points', async () => {
    const members = await Promise.all(Array.from({ length: 10 }, () => world.member({ points: 100 })))
    const code = await mall.publish({}, 1)
    const outcomes = await Promise.all(
      members.map(member =>
        redeem(member, code).then(
          () => 'got it',
          (error: { body: { code: string } }) => error.body.code,
        ),
      ),
    )
    expect(outcomes.sort()).toEqual(['got it', ...Array.from({ length: 9 }, () => 'reward.sold_out')])
    const left = await Promise.all(members.map(member => mall.points(member)))
    expect(left.filter(left => left === 100)).toHaveLength(9)
  })

  test('at another price than was confirmed is refused with the new one', async () => {
    const ana = await world.member({ points: 300 })
    const code = await mall.publish()
    const definition = reward({ points: 120 })
    await mall.call('POST /console/rewards/:code/versions', {
      params: { code },
      body: { requestId: 'dearer-noodles', version: 1, definition, reason: '调价' },
    })
    expect(await refusalOf(redeem(ana, code))).toBe('reward.price_changed')
    expect((await redeem(ana, code, { points: 120 })).available).toBe(180)
  })
})

describe('who may have it', () => {
  test('two a month: the third is refused, and the next month has two more', async () => {
    const ana = await world.member({ points: 900 })
    const code = await mall.publish({ limits: { total: null, perMonth: 2 } })
    await redeem(ana, code)
    await redeem(ana, code)
    expect(await refusalOf(redeem(ana, code))).toBe('reward.limit_reached')
    world.clock.advance(31 * DAY)
    expect((await redeem(ana, code)).state).toBe('READY')
  })

  test('one for ever, asked for ten times at once: one', async () => {
    const ana = await world.member({ points: 1000 })
    const code = await mall.publish({ limits: { total: 1, perMonth: null } })
    const all = await Promise.allSettled(Array.from({ length: 10 }, () => redeem(ana, code)))
    expect(all.filter(one => one.status === 'fulfilled')).toHaveLength(1)
    expect(await mall.points(ana)).toBe(900)
  })

  test('one that was given back does not count', async () => {
    const ana = await world.member({ points: 100 })
    const code = await mall.publish({ limits: { total: 1, perMonth: null } })
    const { id } = await redeem(ana, code)
    await ana.call('POST /member/redemptions/:id/cancellations', { params: { id } })
    expect((await redeem(ana, code)).state).toBe('READY')
  })

  test('a tier below is refused, and a tier price is for those who have reached it', async () => {
    const ana = await world.member({ points: 1999 })
    const gold = await mall.publish({ lowestTier: 'SILVER' })
    const cheaper = await mall.publish({ tierPrices: [{ tier: 'SILVER', points: 80, cashFen: 0 }] })
    expect(await refusalOf(redeem(ana, gold))).toBe('reward.tier_too_low')
    expect(await refusalOf(redeem(ana, cheaper, { points: 80 }))).toBe('reward.price_changed')
    const bo = await world.member({ points: 2000 })
    await world.get(TierQueue).drain()
    expect((await redeem(bo, gold)).state).toBe('READY')
    expect((await redeem(bo, cheaper, { points: 80 })).available).toBe(1820)
  })

  test('before its time, after its time and off the shelf are refusals of their own', async () => {
    const ana = await world.member({ points: 300 })
    const now = world.clock.now().getTime()
    const at = (ms: number) => new Date(now + ms).toISOString()
    const later = await mall.publish({ window: { from: at(1000), until: null } })
    const ends = await mall.publish({ window: { from: null, until: at(1000) } })
    expect(await refusalOf(redeem(ana, later))).toBe('reward.not_in_season')
    expect((await redeem(ana, ends)).state).toBe('READY')
    world.clock.advance(1000)
    expect((await redeem(ana, later)).state).toBe('READY')
    expect(await refusalOf(redeem(ana, ends))).toBe('reward.not_in_season')
    await mall.call('PUT /console/rewards/:code/state', { params: { code: later }, body: { onShelf: false } })
    expect(await refusalOf(redeem(ana, later))).toBe('reward.off_shelf')
  })

  test('a birthday treat is for the month of the birthday', async () => {
    const ana = await world.member({ points: 300 })
    const code = await mall.publish({ birthdayMonth: true })
    expect(await refusalOf(redeem(ana, code))).toBe('reward.birthday_only')
    const month = new Date(world.clock.now().getTime() + 8 * 3_600_000).toISOString().slice(5, 7)
    const birthday = { calendar: 'SOLAR' as const, on: `${month}-15` }
    await ana.call('PUT /member/profile', { body: { nickname: 'ana', birthday } })
    expect((await redeem(ana, code)).state).toBe('READY')
  })
})

describe('giving it back', () => {
  test('returns the points to the lots they came from, and the piece', async () => {
    const ana = await world.member({ points: 60 })
    world.clock.advance(32 * DAY)
    await world.bill({ memberId: ana.id, paidFen: 9000 })
    const lots = () =>
      world.db.query('SELECT id, remaining, spent FROM lot WHERE account_id = ? ORDER BY id', [ana.id + 1])
    const before = await lots()
    expect(before).toHaveLength(2)
    const code = await mall.publish()
    const { id, voucher } = await redeem(ana, code)
    expect(await lots()).not.toEqual(before)
    const back = await ana.call('POST /member/redemptions/:id/cancellations', { params: { id } })
    expect(back).toMatchObject({ state: 'RETURNED', voucher: null, available: 150, cancellable: false })
    expect(await lots()).toEqual(before)
    expect(await mall.stock(code)).toEqual({ stock: 10, left: 10 })
    await expect(use(voucher!)).rejects.toMatchObject({ code: 'voucher.returned' })
    // Again it changes nothing more.
    await ana.call('POST /member/redemptions/:id/cancellations', { params: { id } })
    expect(await mall.points(ana)).toBe(150)
  })

  test('is refused once used, once ended, and where it was never offered', async () => {
    const ana = await world.member({ points: 300 })
    const cancel = (id: string) => refusalOf(ana.call('POST /member/redemptions/:id/cancellations', { params: { id } }))
    const used = await redeem(ana, await mall.publish())
    await use(used.voucher!, 'verify-used')
    expect(await cancel(used.id)).toBe('redemption.used')
    expect(await ana.call('GET /member/redemptions/:id', { params: { id: used.id } })).toMatchObject({
      state: 'USED',
      voucher: null,
      used: { by: '小李', store: '国贸店' },
    })
    const final = await redeem(ana, await mall.publish({ refundable: false }))
    expect(await cancel(final.id)).toBe('redemption.not_refundable')
    const ended = await redeem(ana, await mall.publish({ validDays: 1 }))
    world.clock.advance(DAY)
    expect(await cancel(ended.id)).toBe('redemption.expired')
  })

  test('and verifying it at the same moment: one of the two', async () => {
    for (let round = 0; round < 10; round += 1) {
      const ana = await world.member({ points: 100 })
      const { id, voucher } = await redeem(ana, await mall.publish())
      const [back, used] = await Promise.allSettled([
        ana.call('POST /member/redemptions/:id/cancellations', { params: { id } }),
        use(voucher!, `verify-race-${round}`),
      ])
      expect([back.status, used.status].sort()).toEqual(['fulfilled', 'rejected'])
      expect(await mall.points(ana)).toBe(back.status === 'fulfilled' ? 100 : 0)
    }
  })

  test('is only for whoever exchanged it', async () => {
    const [ana, bo] = [await world.member({ points: 100 }), await world.member()]
    const { id } = await redeem(ana, await mall.publish())
    expect(await refusalOf(bo.call('GET /member/redemptions/:id', { params: { id } }))).toBe('record.not_found')
    const cancel = bo.call('POST /member/redemptions/:id/cancellations', { params: { id } })
    expect(await refusalOf(cancel)).toBe('record.not_found')
  })
})
