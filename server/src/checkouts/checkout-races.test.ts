import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { TableHouse } from '../../../test/checkout-builders.js'
import type { World } from '../../../test/world.js'
import { MINUTE, refusalOf } from '../../../test/world-basics.js'

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

describe('ana pays at the very moment', () => {
  /** One try, begun before the clock is set to where the race is run. */
  async function readyToPay(round: number) {
    const { scene, billNo } = await house.table({ amountFen: 10_000 })
    const ana = await house.diner(scene, { points: 600 })
    const checkout = await house.begin(ana, { points: 400, expectedPayableFen: 9_600 })
    const { out_trade_no } = await house.order(checkout)
    // The payer's thumb is somewhere between the others.
    const pay = async () => {
      await new Promise(resolve => setTimeout(resolve, round * 40))
      try {
        house.pay(ana, checkout)
      } catch {
        return
      }
      await house.hear(checkout, 3)
    }
    const cancel = () => house.cancel(ana, checkout.id)
    // The first have paid before they give up, the last have given up before they pay, and the others meet anywhere.
    const race = async () => {
      if (round < 5) await pay()
      const both = round < 20 ? [pay(), cancel()] : [cancel()]
      await Promise.allSettled(both)
      if (round >= 20) await pay()
    }
    return { ana, checkout, billNo, outTradeNo: out_trade_no, race }
  }

  async function judge({ ana, checkout, billNo, outTradeNo }: Awaited<ReturnType<typeof readyToPay>>) {
    const { state } = await house.get(ana, checkout.id)
    const { paidFen, backFen } = house.money(outTradeNo)
    const bills = await world.db.query('SELECT id FROM purchase WHERE bill_no = ?', [billNo])
    if (state === 'PAID') {
      expect([paidFen, backFen, bills.length]).toEqual([9_600, 0, 1])
      expect(await house.points(ana)).toEqual({ available: 296, held: 0, debt: 0 })
      return true
    }
    expect(['CANCELLED', 'TIMED_OUT']).toContain(state)
    expect([paidFen - backFen, bills.length]).toEqual([0, 0])
    expect(await house.points(ana)).toEqual({ available: 600, held: 0, debt: 0 })
    expect(await house.look(ana)).toMatchObject({ state: 'OPEN' })
    return false
  }

  test.each([10 * MINUTE - 1, 10 * MINUTE, 0, 10 * MINUTE])(
    'in which she gives up and the worker comes by, twenty-five times, %i ms after she began: she has paid, or has everything back',
    async after => {
      const rounds = await Promise.all(Array.from({ length: 25 }, (_, round) => readyToPay(round)))
      world.clock.advance(after)
      await Promise.all([...rounds.map(({ race }) => race()), house.turn(), house.turn()])
      await house.later(1)
      const paid = await Promise.all(rounds.map(judge))
      // Whoever's time is over cannot pay; before it both ends are met, or this has tested nothing.
      if (after < 10 * MINUTE) expect(paid).toContain(true)
      expect(paid).toContain(false)
    },
    120_000,
  )

  test('as two phones of hers and bo begin on one bill and one purse, fifty at once: one checkout stands', async () => {
    const { scene, billId } = await house.table()
    const ana = await house.diner(scene)
    const bo = await house.diner(scene, { nickname: '波' })
    const all = await Promise.allSettled(
      Array.from({ length: 50 }, (_, at) =>
        house.begin(at % 3 === 0 ? bo : ana, { billId, points: 1_500, expectedPayableFen: 18_500 }),
      ),
    )
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const held = (await house.points(ana)).held + (await house.points(bo)).held
    expect(held).toBe(1_500)
    const orders = await world.db.query(
      'SELECT p.id FROM payment_order p JOIN checkout c ON c.order_id = p.id WHERE c.bill_id = ?',
      [billId],
    )
    expect(orders).toHaveLength(1)
  })

  test('her points go elsewhere: before she begins they are refused, afterwards they are hers', async () => {
    const { scene, billId } = await house.table()
    const ana = await house.diner(scene)
    const quote = await house.quote(ana, billId, { points: 1_500 })
    await house.spend(ana, 1_000)
    const begin = { billId, points: 1_500, expectedPayableFen: quote.payableFen }
    expect(await refusalOf(house.begin(ana, begin))).toBe('points.insufficient')
    expect(await house.look(ana)).toMatchObject({ state: 'OPEN' })
    const checkout = await house.begin(ana, { points: 800 })
    await expect(house.spend(ana, 300)).rejects.toThrow('points.insufficient')
    expect(await house.settle(ana, checkout)).toMatchObject({ state: 'PAID' })
  })

  test('a coupon on two bills at once is on one', async () => {
    const tables = await Promise.all([house.table(), house.table()])
    const ana = await house.diner(tables[0].scene)
    const coupon = await house.coupon(ana)
    const first = await house.begin(ana, { couponIds: [coupon] })
    await house.sit(ana, tables[1].scene)
    const second = house.begin(ana, { billId: tables[1].billId, couponIds: [coupon], expectedPayableFen: 18_000 })
    expect(await refusalOf(second)).toBe('coupon.not_usable')
    expect(await house.settle(ana, first)).toMatchObject({ state: 'PAID' })
  })
})

describe('the money comes after everything was let go', () => {
  async function late(coupons: boolean) {
    const { scene, billNo, billId } = await house.table()
    const ana = await house.diner(scene)
    const coupon = coupons ? await house.coupon(ana) : null
    const checkout = await house.begin(ana, { points: 1_000, couponIds: coupon ? [coupon] : [] })
    await house.later(10)
    expect(await house.get(ana, checkout.id)).toMatchObject({ state: 'TIMED_OUT' })
    const order = await house.order(checkout)
    world.pay.control.payLate(order.out_trade_no)
    return { ana, billNo, billId, scene, coupon, checkout, order }
  }

  test('and all of it is still there: it is taken anew, and the bill is paid', async () => {
    const { ana, coupon, checkout, order } = await late(true)
    expect(await house.hear(checkout, 20)).toEqual(Array.from({ length: 20 }, () => 200))
    expect(await house.get(ana, checkout.id)).toMatchObject({ state: 'PAID', earned: { points: 170 } })
    expect(await house.points(ana)).toEqual({ available: 1_170, held: 0, debt: 0 })
    expect(await house.couponState(ana, coupon!)).toBe('USED')
    expect(house.money(order.out_trade_no)).toEqual({ paidFen: 17_000, backFen: 0 })
  })

  test('and her points are gone: all of it goes back, once', async () => {
    const { ana, coupon, checkout, order } = await late(true)
    await house.spend(ana, 1_500)
    world.pay.control.setFault({ endpoint: 'refunds', dropAfterEffect: true })
    await house.hear(checkout, 20)
    await house.later(1)
    await house.later(2)
    expect(await house.get(ana, checkout.id)).toMatchObject({ state: 'RETURNED' })
    expect(world.pay.control.refunds(order.out_trade_no)).toMatchObject([
      { outRefundNo: `${order.out_trade_no}-back`, amountFen: 17_000, status: 'SUCCESS' },
    ])
    expect(await house.points(ana)).toEqual({ available: 500, held: 0, debt: 0 })
    expect(await house.couponState(ana, coupon!)).toBe('USABLE')
  })

  test('and her coupon is on another bill: all of it goes back', async () => {
    const { ana, coupon, checkout, order } = await late(true)
    const other = await house.table()
    await house.sit(ana, other.scene)
    await house.settle(ana, await house.begin(ana, { couponIds: [coupon!] }))
    await house.hear(checkout)
    expect(house.money(order.out_trade_no)).toEqual({ paidFen: 17_000, backFen: 17_000 })
    expect(await house.points(ana)).toEqual({ available: 2_180, held: 0, debt: 0 })
  })

  test('and bo has paid the bill meanwhile: all of it goes back', async () => {
    const { scene, checkout, order, billNo } = await late(false)
    const bo = await house.diner(scene, { nickname: '波' })
    await house.settle(bo, await house.begin(bo))
    await house.hear(checkout)
    expect(house.money(order.out_trade_no)).toEqual({ paidFen: 19_000, backFen: 19_000 })
    expect(await world.db.query('SELECT id FROM purchase WHERE bill_no = ?', [billNo])).toHaveLength(1)
  })

  test('and bo is paying it right now: hers goes back, his stands', async () => {
    const { scene, checkout, order } = await late(false)
    const bo = await house.diner(scene, { nickname: '波' })
    const his = await house.begin(bo)
    await house.hear(checkout)
    expect(house.money(order.out_trade_no)).toEqual({ paidFen: 19_000, backFen: 19_000 })
    expect(await house.settle(bo, his)).toMatchObject({ state: 'PAID' })
  })
})

test('a waiter rings the bill up at the till while ana pays it: her money, points and coupon come back', async () => {
  const { scene, billNo } = await house.table()
  const ana = await house.diner(scene)
  const coupon = await house.coupon(ana)
  const checkout = await house.begin(ana, { points: 1_000, couponIds: [coupon] })
  await world.bill({ storeId: house.storeId, billNo, paidFen: 20_000 })
  house.pay(ana, checkout)
  expect(await house.hear(checkout, 10)).toEqual(Array.from({ length: 10 }, () => 200))
  expect(await house.get(ana, checkout.id)).toMatchObject({ state: 'RETURNED' })
  expect(await house.points(ana)).toEqual({ available: 2_000, held: 0, debt: 0 })
  expect(await house.couponState(ana, coupon)).toBe('USABLE')
  expect(house.money((await house.order(checkout)).out_trade_no)).toEqual({ paidFen: 17_000, backFen: 17_000 })
})
