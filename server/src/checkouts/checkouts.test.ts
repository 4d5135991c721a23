import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { freshId, TableHouse } from '../../../test/checkout-builders.js'
import { cash, percent, times } from '../../../test/coupon-builders.js'
import type { World } from '../../../test/world.js'
import { MINUTE, refusalOf } from '../../../test/world-basics.js'
import { CHANNEL } from '../purchases/bills.service.js'

let world: World
let house: TableHouse
beforeAll(async () => {
  ;({ world, house } = await TableHouse.openPaying())
})
afterEach(() => house.tidyUp())
afterAll(async () => {
  expect(await world.books()).toEqual({})
  await world.close()
})

const purchase = async (billNo: string) =>
  (
    await world.db.query<{ paid_fen: number; points: number; channel: number; refunded_fen: number }>(
      'SELECT paid_fen, points, channel, refunded_fen FROM purchase WHERE bill_no = ?',
      [billNo],
    )
  )[0]

describe('ana pays with points and a coupon', () => {
  test('and the notification settles everything in one go: points out, coupon used, bill recorded, points earned', async () => {
    const { scene, billNo } = await house.table({ items: [{ name: '酸菜鱼', quantity: 1, amountFen: 20_000 }] })
    const ana = await house.diner(scene)
    const coupon = await house.coupon(ana)
    const checkout = await house.begin(ana, { points: 1_000, couponIds: [coupon] })
    expect(checkout).toMatchObject({ state: 'PAYING', payableFen: 17_000, pointsFen: 1_000, couponFen: 2_000 })
    expect(await house.points(ana)).toEqual({ available: 1_000, held: 1_000, debt: 0 })
    expect(await house.couponState(ana, coupon)).toBe('LOCKED')
    expect(await house.look(ana)).toMatchObject({ state: 'MINE', checkoutId: checkout.id })
    house.pay(ana, checkout)
    expect(await house.hear(checkout)).toEqual([200])
    const paid = await house.get(ana, checkout.id)
    expect(paid).toMatchObject({
      state: 'PAID',
      pay: null,
      earned: { points: 170, balance: 1_170, sentence: { zh: '¥170.00 × 1 分 = 170 分' } },
    })
    expect(await house.points(ana)).toEqual({ available: 1_170, held: 0, debt: 0 })
    expect(await house.couponState(ana, coupon)).toBe('USED')
    expect(await purchase(billNo)).toMatchObject({ paid_fen: 17_000, points: 170, channel: CHANNEL.MINI_PROGRAM })
    expect(await house.look(ana)).toMatchObject({ state: 'PAID', by: '安*', isMe: true })
    const { items } = await house.waiter.call('GET /staff/table-bills', { query: {} })
    expect(items[0]).toMatchObject({
      billNo,
      state: 'PAID',
      paid: { cashFen: 17_000, couponFen: 2_000, points: 1_000, pointsFen: 1_000 },
    })
  })

  test('and is told a hundred times while the page and the worker ask: it is settled once', async () => {
    const { scene, billNo } = await house.table()
    const ana = await house.diner(scene)
    const coupon = await house.coupon(ana)
    const checkout = await house.begin(ana, { points: 1_000, couponIds: [coupon] })
    house.pay(ana, checkout)
    const [statuses] = await Promise.all([
      house.hear(checkout, 100),
      house.get(ana, checkout.id),
      house.get(ana, checkout.id),
      house.later(0),
    ])
    expect(new Set(statuses)).toEqual(new Set([200]))
    expect(await house.points(ana)).toEqual({ available: 1_170, held: 0, debt: 0 })
    expect(await world.db.query('SELECT id FROM purchase WHERE bill_no = ?', [billNo])).toHaveLength(1)
  })

  test('and comes back before anybody has told us: the page asks, and it is settled', async () => {
    const { scene } = await house.table()
    const ana = await house.diner(scene)
    const checkout = await house.begin(ana, { points: 100 })
    house.pay(ana, checkout)
    expect(await house.get(ana, checkout.id)).toMatchObject({ state: 'PAID', earned: { points: 199 } })
  })

  test('with a coupon that doubles the points: they are double, said so, and a refund takes the double back', async () => {
    const { scene, billNo } = await house.table({ amountFen: 10_000 })
    const ana = await house.diner(scene)
    const double = await house.coupon(ana, { effect: times(200), name: { zh: '双倍券', en: 'Double' } })
    expect((await house.quote(ana, (await house.look(ana))!.id)).earns).toMatchObject({ points: 200 })
    const paid = await house.settle(ana, await house.begin(ana, { couponIds: [double] }))
    expect(paid.earned).toMatchObject({ points: 200 })
    expect(paid.earned!.sentence.zh).toContain('双倍券')
    expect(await house.couponState(ana, double)).toBe('USED')
    await house.refund(billNo, 4_000)
    expect(await house.points(ana)).toMatchObject({ available: 2_120 })
    expect(await house.couponState(ana, double)).toBe('USED')
    await house.refund(billNo, 6_000)
    expect(await house.points(ana)).toMatchObject({ available: 2_000 })
    expect(await house.couponState(ana, double)).toBe('USABLE')
  })

  test('and nothing is left to pay in money: it is settled at once and earns nothing', async () => {
    const { scene, billNo } = await house.table({ amountFen: 2_000 })
    const ana = await house.diner(scene)
    const coupon = await house.coupon(ana, { effect: cash(3_000) })
    const checkout = await house.begin(ana, { couponIds: [coupon] })
    expect(checkout).toMatchObject({ state: 'PAID', payableFen: 0, earned: { points: 0 } })
    expect(checkout.earned!.sentence.zh).toContain('不再得积分')
    expect(await purchase(billNo)).toMatchObject({ paid_fen: 0, points: 0 })
    expect(await house.couponState(ana, coupon)).toBe('USED')
    await house.refund(billNo, 2_000)
    expect(await house.couponState(ana, coupon)).toBe('USABLE')
  })
})

describe('beginning', () => {
  test('again with the same request gets the same one; with another content it is refused', async () => {
    const { scene } = await house.table()
    const ana = await house.diner(scene)
    const requestId = freshId()
    const [first, ...rest] = await Promise.all(
      Array.from({ length: 8 }, () => house.begin(ana, { points: 500, requestId, expectedPayableFen: 19_500 })),
    )
    expect(new Set(rest.map(one => one.id))).toEqual(new Set([first!.id]))
    expect(await house.points(ana)).toEqual({ available: 1_500, held: 500, debt: 0 })
    const billId = (await house.look(ana))!.id
    expect(await refusalOf(house.begin(ana, { billId, requestId, expectedPayableFen: 20_000 }))).toBe(
      'checkout.different',
    )
    expect(await refusalOf(house.begin(ana, { billId, expectedPayableFen: 20_000 }))).toBe('checkout.begun')
  })

  test('with an amount the page did not show, too many points, or a coupon that is not hers, sets nothing aside', async () => {
    const { scene, billId } = await house.table()
    const ana = await house.diner(scene)
    const bo = await world.member({ nickname: '波' })
    const his = await house.coupon(bo)
    const begin = (options: Parameters<TableHouse['begin']>[1]) =>
      refusalOf(house.begin(ana, { billId, expectedPayableFen: 20_000, ...options }))
    expect(await begin({ expectedPayableFen: 19_999 })).toBe('checkout.changed')
    expect(await begin({ points: 99, expectedPayableFen: 19_901 })).toBe('checkout.points_limit')
    expect(await begin({ points: 2_001, expectedPayableFen: 17_999 })).toBe('points.insufficient')
    expect(await begin({ couponIds: [his] })).toBe('record.not_found')
    expect(await house.points(ana)).toEqual({ available: 2_000, held: 0, debt: 0 })
    expect(await house.look(ana)).toMatchObject({ state: 'OPEN' })
  })

  test('of two at one table: the first has the bill, the other learns who, and has it after a time-out', async () => {
    const { scene, billId } = await house.table()
    const people = await Promise.all([
      house.diner(scene, { nickname: '安娜' }),
      house.diner(scene, { nickname: '波波' }),
    ])
    const begun = await Promise.allSettled(
      people.map(person => house.begin(person, { billId, points: 500, expectedPayableFen: 19_500 })),
    )
    const first = begun.findIndex(({ status }) => status === 'fulfilled')
    const [payer, other] = [people[first]!, people[1 - first]!]
    const name = first === 0 ? '安*' : '波*'
    expect((begun[1 - first] as PromiseRejectedResult).reason.body).toMatchObject({
      code: 'table.bill_taken',
      data: { by: name },
    })
    expect(await house.look(other)).toMatchObject({ state: 'TAKEN', by: name, checkoutId: null })
    expect(await house.points(other)).toEqual({ available: 2_000, held: 0, debt: 0 })
    await house.later(10)
    expect(await house.points(payer)).toEqual({ available: 2_000, held: 0, debt: 0 })
    expect(await house.begin(other, { billId })).toMatchObject({ state: 'PAYING' })
  })

  test('when WeChat Pay does not answer: it stands, nothing is lost, and the same request pays it later', async () => {
    const { scene } = await house.table()
    const ana = await house.diner(scene)
    world.pay.control.setFault({ endpoint: '*', status: 502, times: 20 })
    const requestId = freshId()
    const begun = await house.begin(ana, { points: 500, requestId, expectedPayableFen: 19_500 })
    expect(begun).toMatchObject({ state: 'PAYING', pay: null })
    world.pay.control.clearFaults()
    const again = await house.begin(ana, { points: 500, requestId, expectedPayableFen: 19_500 })
    expect(again.id).toBe(begun.id)
    expect(await house.settle(ana, again)).toMatchObject({ state: 'PAID' })
  })
})

describe('giving up', () => {
  test('closes at WeChat Pay first; then points, coupon and bill are back', async () => {
    const { scene } = await house.table()
    const ana = await house.diner(scene)
    const coupon = await house.coupon(ana)
    const checkout = await house.begin(ana, { points: 1_000, couponIds: [coupon] })
    expect(await house.cancel(ana, checkout.id)).toMatchObject({ state: 'CANCELLED', pay: null })
    expect(await house.points(ana)).toEqual({ available: 2_000, held: 0, debt: 0 })
    expect(await house.couponState(ana, coupon)).toBe('USABLE')
    expect(await house.look(ana)).toMatchObject({ state: 'OPEN' })
    expect(() => house.pay(ana, checkout)).toThrow('该订单已关闭')
    expect(await house.cancel(ana, checkout.id)).toMatchObject({ state: 'CANCELLED' })
    // And pays after all.
    const again = await house.begin(ana, { points: 1_000, couponIds: [coupon] })
    expect(await house.settle(ana, again)).toMatchObject({ state: 'PAID' })
  })

  test('while WeChat Pay does not answer returns nothing yet; the worker closes it later', async () => {
    const { scene } = await house.table()
    const ana = await house.diner(scene)
    const checkout = await house.begin(ana, { points: 1_000 })
    world.pay.control.setFault({ endpoint: 'close', status: 502, times: 2 })
    expect(await house.cancel(ana, checkout.id)).toMatchObject({ state: 'CLOSING' })
    expect(await house.points(ana)).toMatchObject({ held: 1_000 })
    world.pay.control.clearFaults()
    await house.later(1)
    expect(await house.get(ana, checkout.id)).toMatchObject({ state: 'CANCELLED' })
    expect(await house.points(ana)).toMatchObject({ available: 2_000, held: 0 })
  })

  test('is no business of a companion', async () => {
    const { scene } = await house.table()
    const ana = await house.diner(scene)
    const bo = await house.diner(scene, { nickname: '波' })
    const checkout = await house.begin(ana)
    expect(await refusalOf(house.cancel(bo, checkout.id))).toBe('record.not_found')
    expect(await refusalOf(house.get(bo, checkout.id))).toBe('record.not_found')
  })

  test('a bill somebody is paying is not withdrawn', async () => {
    const { scene, billNo } = await house.table()
    const ana = await house.diner(scene)
    await house.begin(ana)
    expect(
      await refusalOf(house.waiter.call('POST /staff/table-bills/:billNo/withdrawals', { params: { billNo } })),
    ).toBe('table.bill_taken')
  })

  test('and not paying for ten minutes are the same, a second less is not', async () => {
    const { scene } = await house.table()
    const ana = await house.diner(scene)
    const coupon = await house.coupon(ana, { effect: percent(10) })
    const checkout = await house.begin(ana, { points: 1_000, couponIds: [coupon] })
    world.clock.advance(10 * MINUTE - 1_000)
    await house.later(0)
    expect(await house.points(ana)).toMatchObject({ held: 1_000 })
    world.clock.advance(1_000)
    await house.later(0)
    expect(await house.get(ana, checkout.id)).toMatchObject({ state: 'TIMED_OUT' })
    expect(await house.points(ana)).toEqual({ available: 2_000, held: 0, debt: 0 })
    expect(await house.couponState(ana, coupon)).toBe('USABLE')
  })
})
