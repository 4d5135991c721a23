import type { RewardDefinition } from '@huitou/shared/mall'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { redeem, TestMall } from '../../../test/mall-builders.js'
import { draw } from '../../../test/stress/aim.js'
import { openWorld, type TestMember, type World } from '../../../test/world.js'
import { DAY, MINUTE, refusalOf } from '../../../test/world-basics.js'
import { Shipments } from './shipments.service.js'

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

const address = {
  name: '李安娜',
  phone: '13812345678',
  province: '浙江省',
  city: '杭州市',
  district: '西湖区',
  detail: '文三路 1 号 2 幢 301',
}
const points = async (member: TestMember) => (await member.call('GET /member/card')).balances.available
const byId = (id: string) => ({ params: { id } })

describe('goods that are sent', () => {
  const posted: Partial<RewardDefinition> = { gift: { type: 'GOODS', delivery: 'POST' }, category: 'GOODS' }
  const give = (member: TestMember, id: string, more = {}) =>
    member.call('PUT /member/redemptions/:id/address', { ...byId(id), body: { ...address, ...more } })
  const send = (id: string, trackingNo = 'SF1002003004') =>
    mall.call('POST /console/shipments/:id/dispatches', {
      ...byId(id),
      body: { requestId: draw('dispatch-'), carrier: '顺丰速运', trackingNo },
    })

  test('ask for an address, wait, are sent, and arrive; nobody shows a code for them', async () => {
    const ana = await world.member({ points: 100 })
    const { id, voucher, shipment } = await redeem(ana, await mall.publish(posted))
    expect(voucher).toBeNull()
    expect(shipment).toMatchObject({ state: 'NO_ADDRESS', address: null, changeable: true })
    expect(await refusalOf(send(id))).toBe('shipment.no_address')
    await give(ana, id)
    const waiting = await give(ana, id, { detail: '文三路 9 号' })
    expect(waiting.shipment).toMatchObject({
      state: 'WAITING',
      address: { name: '李**', phone: '138****5678', place: '浙江省 杭州市 西湖区', detail: '文三路 …' },
    })
    expect(await refusalOf(ana.call('POST /member/redemptions/:id/receipts', byId(id)))).toBe('shipment.not_sent')
    expect((await send(id)).address).toMatchObject({ name: '李安娜', detail: '文三路 9 号' })
    expect((await send(id)).shipment.trackingNo).toBe('SF1002003004')
    expect(await refusalOf(send(id, 'SF9999999999'))).toBe('shipment.different')
    expect(await refusalOf(give(ana, id))).toBe('shipment.not_changeable')
    const there = await ana.call('POST /member/redemptions/:id/receipts', byId(id))
    expect(there).toMatchObject({ cancellable: false, shipment: { state: 'RECEIVED', carrier: '顺丰速运' } })
  })

  test('can be given back until they are sent, and their address goes at once', async () => {
    const ana = await world.member({ points: 200 })
    const code = await mall.publish(posted)
    const [early, late] = [await redeem(ana, code), await redeem(ana, code)]
    const cancel = (id: string) => ana.call('POST /member/redemptions/:id/cancellations', byId(id))
    await give(ana, early.id)
    const back = await cancel(early.id)
    expect(back).toMatchObject({ state: 'RETURNED', shipment: { state: 'CALLED_OFF', address: null } })
    expect(await points(ana)).toBe(100)
    await give(ana, late.id)
    await send(late.id)
    expect(await refusalOf(cancel(late.id))).toBe('shipment.not_changeable')
    expect(await points(ana)).toBe(100)
  })

  test('an address lies sealed, is masked in the list, and is erased thirty days after the goods arrived', async () => {
    const ana = await world.member({ points: 100 })
    const { id } = await redeem(ana, await mall.publish(posted))
    await give(ana, id)
    const [row] = await world.db.query<{ sealed: string }>('SELECT sealed FROM shipment WHERE redemption_id = ?', [id])
    expect(row!.sealed).toMatch(/^v1\./)
    const list = async () => {
      const page = await mall.call('GET /console/shipments', { query: { state: 'WAITING', limit: 100 } })
      return JSON.stringify(page.items.find(item => item.id === id))
    }
    expect(await list()).toContain('李**')
    for (const secret of [address.name, address.phone, address.detail]) expect(await list()).not.toContain(secret)
    await send(id)
    const tidy = () => world.get(Shipments).tidy()
    world.clock.advance(15 * DAY - 1)
    await tidy()
    const state = async () => (await ana.call('GET /member/redemptions/:id', byId(id))).shipment!
    expect((await state()).state).toBe('SENT')
    world.clock.advance(1)
    await tidy()
    expect(await state()).toMatchObject({ state: 'RECEIVED', address: { name: '李**' } })
    world.clock.advance(30 * DAY - 1)
    await tidy()
    expect((await state()).address).not.toBeNull()
    world.clock.advance(1)
    await tidy()
    const gone = await state()
    expect(gone.address).toBeNull()
    expect(gone.erasedAt).not.toBeNull()
  })

  test('somebody else’s are nobody’s business', async () => {
    const [ana, bo] = [await world.member({ points: 100 }), await world.member()]
    const { id } = await redeem(ana, await mall.publish(posted))
    expect(await refusalOf(give(bo, id))).toBe('record.not_found')
    const manager = await world.operator('STORE_MANAGER')
    expect(await refusalOf(manager.call('GET /console/shipments', { query: {} }))).toBe('access.denied')
  })
})

describe('an event', () => {
  const at = (minutes: number) => new Date(world.clock.now().getTime() + minutes * MINUTE).toISOString()
  const event = (changes: Partial<RewardDefinition> = {}): Partial<RewardDefinition> => ({
    gift: { type: 'EVENT', startsAt: at(120), endsAt: at(240), cancelUntil: at(60) },
    category: 'EXPERIENCE',
    ...changes,
  })

  test('of three seats takes three of twelve who want one at once', async () => {
    const code = await mall.publish(event(), 3)
    const members = await Promise.all(Array.from({ length: 12 }, () => world.member({ points: 100 })))
    const all = await Promise.allSettled(members.map(member => redeem(member, code)))
    expect(all.filter(one => one.status === 'fulfilled')).toHaveLength(3)
    expect(await mall.stock(code)).toEqual({ stock: 3, left: 0 })
  })

  test('can be given up until its time and not a moment later, and its seat is somebody else’s then', async () => {
    const [ana, bo] = [await world.member({ points: 100 }), await world.member({ points: 100 })]
    const code = await mall.publish(event(), 2)
    const [first, second] = [await redeem(ana, code), await redeem(bo, code)]
    expect(first).toMatchObject({ cancellable: true, event: { cancelUntil: expect.any(String) } })
    world.clock.advance(60 * MINUTE - 1)
    await ana.call('POST /member/redemptions/:id/cancellations', byId(first.id))
    expect(await points(ana)).toBe(100)
    world.clock.advance(1)
    expect(await refusalOf(bo.call('POST /member/redemptions/:id/cancellations', byId(second.id)))).toBe(
      'redemption.too_late',
    )
    expect((await bo.call('GET /member/redemptions/:id', byId(second.id))).cancellable).toBe(false)
    expect((await redeem(ana, code)).state).toBe('READY')
    world.clock.advance(60 * MINUTE)
    const carla = await world.member({ points: 100 })
    expect(await refusalOf(redeem(carla, code))).toBe('reward.not_in_season')
  })

  test('that ends before it begins, or may be given up too late, is not published', async () => {
    const wrong = event({ gift: { type: 'EVENT', startsAt: at(120), endsAt: at(60), cancelUntil: at(121) } })
    expect(await refusalOf(mall.publish(wrong))).toBe('reward.invalid')
  })
})

describe('a good cause', () => {
  const cause: Partial<RewardDefinition> = {
    gift: { type: 'DONATION', cause: { zh: '山村食堂', en: '' }, givesFen: 150, targetFen: 1_000_000 },
    category: 'CHARITY',
    refundable: false,
  }

  test('gets points of many at once; its totals are those of the ledger', async () => {
    const members = await Promise.all(Array.from({ length: 10 }, () => world.member({ points: 200 })))
    const code = await mall.publish(cause, 1_000)
    await Promise.all(members.flatMap(member => [redeem(member, code), redeem(member, code)]))
    const { donation } = await members[0]!.call('GET /mall/rewards/:code', { params: { code } })
    expect(donation).toMatchObject({ points: 2_000, raisedFen: 3_000, members: 10, times: 20, targetFen: 1_000_000 })
    const [booked] = await world.db.query<{ points: number }>(
      'SELECT -SUM(p.amount) AS points FROM posting p JOIN journal j ON j.id = p.journal_id JOIN redemption r ON r.journal_id = j.id WHERE r.code = ? AND p.amount < 0',
      [code],
    )
    expect(Number(booked!.points)).toBe(2_000)
    const { items, mine } = await members[0]!.call('GET /mall/causes')
    expect(items.find(item => item.code === code)).toMatchObject({ price: 100, raisedFen: 3_000 })
    expect(mine).toEqual({ points: 200, givesFen: 300, times: 2 })
  })

  test('gives a certificate with the name as the member chooses, and nothing comes back', async () => {
    const ana = await world.member({ points: 100, nickname: '安娜' })
    const { id, voucher, donation } = await redeem(ana, await mall.publish(cause))
    expect(voucher).toBeNull()
    expect(donation).toMatchObject({ certificateNo: `GY${id}`, name: '安*', points: 100, givesFen: 150 })
    const show = async (shown: 'NICKNAME' | 'ANONYMOUS') =>
      (await ana.call('PUT /member/redemptions/:id/certificate', { ...byId(id), body: { shown } })).donation!.name
    expect([await show('NICKNAME'), await show('ANONYMOUS')]).toEqual(['安娜', ''])
    const { items } = await ana.call('GET /member/entries', {})
    expect(items[0]!.sentence.zh).toBe('捐给鸡丝凉面，用掉 100 分')
    const cancel = ana.call('POST /member/redemptions/:id/cancellations', byId(id))
    expect(await refusalOf(cancel)).toBe('redemption.not_refundable')
  })

  test('that could be given back, or cost money, is not published', async () => {
    expect(await refusalOf(mall.publish({ ...cause, refundable: true }))).toBe('reward.invalid')
    expect(await refusalOf(mall.publish({ ...cause, cashFen: 100 }))).toBe('reward.invalid')
  })
})
