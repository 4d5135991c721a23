import type { RedemptionDetail, RewardDefinition } from '@huitou/shared/mall'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { redeem, TestMall } from '../../../test/mall-builders.js'
import { openWorld, type TestMember, type World } from '../../../test/world.js'
import { MINUTE, refusalOf } from '../../../test/world-basics.js'
import { SettlementJobs } from '../settlements/settlements.jobs.js'
import { PAY_MS } from './redeeming.service.js'

let world: World
let mall: TestMall
beforeAll(async () => {
  world = await openWorld({ pay: true })
  mall = new TestMall(world)
})
afterEach(async () => {
  world.pay.control.clearFaults()
  world.clock.advance(PAY_MS)
  await turn()
  world.pay.control.finishRefunds()
})
afterAll(async () => {
  expect(await world.books()).toEqual({})
  await world.close()
})

const turn = () => world.get(SettlementJobs).turn()
const price = { points: 60, cashFen: 990 }
const publish = (more: Partial<RewardDefinition> = {}, stock = 5) => mall.publish({ ...price, ...more }, stock)
const balances = async (member: TestMember) => {
  const { available, held } = (await member.call('GET /member/card')).balances
  return { available, held }
}
const look = (member: TestMember, { id }: { id: string }) =>
  member.call('GET /member/redemptions/:id', { params: { id } })
const parameters = (member: TestMember, { id }: { id: string }) =>
  member.call('POST /member/redemptions/:id/payments', { params: { id } })
const cancel = (member: TestMember, { id }: { id: string }) =>
  member.call('POST /member/redemptions/:id/cancellations', { params: { id } })
const pay = async (member: TestMember, order: RedemptionDetail) =>
  world.pay.control.pay(await parameters(member, order), member.openid)

describe('a reward for points and cash', () => {
  test('sets points and a piece aside, and hands the voucher over when the money is there', async () => {
    const ana = await world.member({ points: 100 })
    const code = await publish()
    const order = await redeem(ana, code, price)
    expect(order).toMatchObject({ state: 'PAYING', voucher: null, cancellable: true, available: 40 })
    expect(order.payUntil).not.toBeNull()
    expect(await balances(ana)).toEqual({ available: 40, held: 60 })
    expect((await mall.stock(code)).left).toBe(4)
    await pay(ana, order)
    await world.pay.control.deliver({ copies: 20 })
    const done = await look(ana, order)
    expect(done).toMatchObject({ state: 'READY', payUntil: null, refundedFen: 0 })
    expect(done.voucher).toMatch(/^7\d{11}$/)
    expect(await balances(ana)).toEqual({ available: 40, held: 0 })
    expect((await mall.stock(code)).left).toBe(4)
    expect(await refusalOf(parameters(ana, order))).toBe('redemption.not_paying')
    expect(
      await world.db.query('SELECT kind FROM redemption_step WHERE redemption_id = ? ORDER BY kind', [order.id]),
    ).toEqual([{ kind: 'DONE' }, { kind: 'ORDERED' }])
  })

  test('that is not paid goes back by itself: the points, the piece, and the chance', async () => {
    const ana = await world.member({ points: 100 })
    const code = await publish({ limits: { total: 1, perMonth: null } })
    const order = await redeem(ana, code, price)
    expect(await refusalOf(redeem(ana, code, price))).toBe('reward.limit_reached')
    await parameters(ana, order)
    world.clock.advance(PAY_MS - 1)
    await turn()
    expect((await look(ana, order)).state).toBe('PAYING')
    world.clock.advance(1)
    await turn()
    expect(await look(ana, order)).toMatchObject({ state: 'CANCELLED', available: 100, cancellable: false })
    expect((await mall.stock(code)).left).toBe(5)
    expect((await redeem(ana, code, price)).state).toBe('PAYING')
  })

  test('that its member calls off is closed at WeChat Pay first; one that is paid already is not called off', async () => {
    const ana = await world.member({ points: 200 })
    const code = await publish()
    const order = await redeem(ana, code, price)
    const prepaid = await parameters(ana, order)
    expect(await cancel(ana, order)).toMatchObject({ state: 'CANCELLED', available: 200 })
    expect(() => world.pay.control.pay(prepaid, ana.openid)).toThrow()
    const paid = await redeem(ana, code, price)
    await pay(ana, paid)
    expect(await refusalOf(cancel(ana, paid))).toBe('redemption.paid')
    await turn()
    expect((await look(ana, paid)).state).toBe('READY')
    world.pay.control.setFault({ endpoint: 'close', status: 502 })
    const unsure = await redeem(ana, code, price)
    await parameters(ana, unsure)
    expect(await refusalOf(cancel(ana, unsure))).toBe('pay.unavailable')
    expect(await look(ana, unsure)).toMatchObject({ state: 'PAYING', available: 80 })
  })

  test('given back unused returns points and money, once, under one number', async () => {
    const ana = await world.member({ points: 100 })
    const code = await publish()
    const order = await redeem(ana, code, price)
    await pay(ana, order)
    await world.pay.control.deliver()
    const [first, again] = await Promise.all([cancel(ana, order), cancel(ana, order)])
    expect(first).toMatchObject({ state: 'RETURNED', refundedFen: 990, available: 100 })
    expect(again).toMatchObject({ state: 'RETURNED', refundedFen: 990 })
    await turn()
    const outTradeNo = world.pay.control.orders().at(-1)!.outTradeNo
    expect(world.pay.control.refunds(outTradeNo)).toHaveLength(1)
    expect((await mall.stock(code)).left).toBe(5)
  })

  test('where there is no merchant is refused, and nothing is taken', async () => {
    const poor = await openWorld()
    try {
      const ana = await poor.member({ points: 100 })
      const code = await new TestMall(poor).publish(price)
      expect(await refusalOf(redeem(ana, code, price))).toBe('pay.not_configured')
      expect((await ana.call('GET /member/card')).balances).toMatchObject({ available: 100, held: 0 })
    } finally {
      await poor.close()
    }
  })
})

describe('money that comes late', () => {
  /** An order that was closed here, and paid all the same a moment before. */
  const late = async (ana: TestMember, code: string) => {
    const order = await redeem(ana, code, price)
    await parameters(ana, order)
    world.clock.advance(PAY_MS)
    await turn()
    expect((await look(ana, order)).state).toBe('CANCELLED')
    const [row] = await world.db.query<{ number: string }>(
      'SELECT p.out_trade_no AS number FROM redemption r JOIN payment_order p ON p.id = r.payment_id WHERE r.id = ?',
      [order.id],
    )
    return { order, settle: () => payLate(row!.number) }
  }
  const payLate = async (number: string) => {
    world.pay.control.payLate(number)
    await world.pay.control.deliver()
    await turn()
  }

  test('takes points and a piece anew', async () => {
    const ana = await world.member({ points: 100 })
    const code = await publish()
    const { order, settle } = await late(ana, code)
    await settle()
    expect(await look(ana, order)).toMatchObject({ state: 'READY', available: 40, refundedFen: 0 })
    expect((await mall.stock(code)).left).toBe(4)
  })

  test('goes back when the points, the pieces or the chance are gone', async () => {
    const [ana, bo, cy] = [
      await world.member({ points: 100 }),
      await world.member({ points: 100 }),
      await world.member({ points: 200 }),
    ]
    const [noPoints, noPiece] = [await publish(), await publish({}, 1)]
    const noChance = await publish({ limits: { total: 1, perMonth: null } })
    const orders = [await late(ana, noPoints), await late(bo, noPiece), await late(cy, noChance)]
    await redeem(ana, await mall.publish())
    await pay(cy, await redeem(cy, noPiece, price))
    await pay(cy, await redeem(cy, noChance, price))
    await turn()
    for (const { settle } of orders) await settle()
    for (const [at, member] of [ana, bo, cy].entries()) {
      expect(await look(member, orders[at]!.order)).toMatchObject({ state: 'CANCELLED', refundedFen: 990 })
    }
    expect([await balances(ana), await balances(bo), await balances(cy)]).toEqual([
      { available: 0, held: 0 },
      { available: 100, held: 0 },
      { available: 80, held: 0 },
    ])
    expect((await mall.stock(noPoints)).left).toBe(5)
    expect((await mall.stock(noPiece)).left).toBe(0)
  })
})

test('a hundred payments against their time-outs: each is a voucher or nothing at all, and nobody pays for nothing', async () => {
  const code = await publish({ ...price }, 100)
  const members = await Promise.all(Array.from({ length: 100 }, () => world.member({ points: 60 })))
  const orders = await Promise.all(members.map(member => redeem(member, code, price)))
  const prepaid: Awaited<ReturnType<typeof parameters>>[] = []
  // Ten at a time: what waits five seconds for WeChat Pay is told to come again, and this is about what comes later.
  for (let at = 0; at < 100; at += 10) {
    const some = orders.slice(at, at + 10).map((order, n) => parameters(members[at + n]!, order))
    prepaid.push(...(await Promise.all(some)))
  }
  expect((await mall.stock(code)).left).toBe(0)
  world.clock.advance(PAY_MS - 1000)
  const paying = members.map(async (member, at) => {
    await new Promise(resolve => setTimeout(resolve, at * 4))
    try {
      world.pay.control.pay(prepaid[at]!, member.openid)
      await world.pay.control.deliver()
    } catch {
      // Closed a moment before.
    }
  })
  const closing = (async () => {
    await new Promise(resolve => setTimeout(resolve, 200))
    world.clock.advance(1000)
    for (let n = 0; n < 6; n += 1) await Promise.all([turn(), turn()])
  })()
  await Promise.all([...paying, closing])
  for (let n = 0; n < 4; n += 1) {
    world.clock.advance(2 * MINUTE)
    await turn()
  }
  let ready = 0
  for (const [at, member] of members.entries()) {
    const { state, voucher } = await look(member, orders[at]!)
    const { available, held } = await balances(member)
    expect(held).toBe(0)
    expect([state, available, voucher !== null]).toEqual(
      state === 'READY' ? ['READY', 0, true] : ['CANCELLED', 60, false],
    )
    if (state === 'READY') ready += 1
  }
  // Some were quicker than the end and some were not, or this proves nothing.
  expect(ready).toBeGreaterThan(0)
  expect(ready).toBeLessThan(100)
  expect((await mall.stock(code)).left).toBe(100 - ready)
  const [kept] = await world.db.query<{ fen: number | string }>(
    `SELECT SUM(p.amount_fen - p.refunded_fen) AS fen FROM redemption r JOIN payment_order p ON p.id = r.payment_id
     WHERE r.code = ? AND p.state = 2`,
    [code],
  )
  expect(Number(kept!.fen)).toBe(ready * price.cashFen)
}, 120_000)

describe('WeChat is told that it was handed over', () => {
  const PATH = '/wxa/sec/order/upload_shipping_info'
  const sold = async (more: Partial<RewardDefinition> = {}) => {
    const ana = await world.member({ points: 100 })
    const order = await redeem(ana, await publish(more), price)
    await pay(ana, order)
    const before = world.wechat.control.log(PATH).length
    await world.pay.control.deliver({ copies: 5 })
    const [row] = await world.db.query<{ id: number }>(
      "SELECT id FROM payment_order WHERE purpose = 'REWARD' AND ref = ?",
      [order.id],
    )
    const shipping = async () =>
      (await world.db.query('SELECT state, tries, trouble FROM payment_shipping WHERE order_id = ?', [row!.id]))[0]
    return { ana, order, shipping, told: () => world.wechat.control.log(PATH).length - before }
  }

  test('by the job, once, and not before the money is there', async () => {
    const { shipping, told } = await sold()
    expect([told(), await shipping()]).toEqual([0, { state: 1, tries: 0, trouble: null }])
    await Promise.all([turn(), turn()])
    await turn()
    expect([told(), await shipping()]).toEqual([1, { state: 2, tries: 1, trouble: null }])
  })

  test('again after a minute when it does not answer, and not sooner', async () => {
    const { shipping, told } = await sold()
    world.wechat.control.setFault({ endpoint: PATH, errcode: -1, times: 9 })
    await turn()
    expect(await shipping()).toMatchObject({ state: 1, tries: 1, trouble: 'RETRY_LATER -1' })
    world.wechat.control.clearFaults()
    const once = told()
    world.clock.advance(MINUTE - 1)
    await turn()
    expect(told()).toBe(once)
    world.clock.advance(1)
    await turn()
    expect([told(), await shipping()]).toEqual([once + 1, { state: 2, tries: 2, trouble: null }])
  })

  test('not of what went back to its payer meanwhile', async () => {
    const { ana, order, shipping, told } = await sold()
    await cancel(ana, order)
    world.pay.control.finishRefunds()
    await turn()
    await turn()
    expect([told(), await shipping()]).toEqual([0, { state: 3, tries: 0, trouble: 'REFUNDED' }])
  })
})
