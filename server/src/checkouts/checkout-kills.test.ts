import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { freshId, TableHouse } from '../../../test/checkout-builders.js'
import type { World } from '../../../test/world.js'
import { CouponLife } from '../coupons/coupon-life.service.js'
import { Ledger } from '../ledger/ledger.service.js'
import { Payments } from '../payments/payments.service.js'
import { Settlements } from '../settlements/settlements.service.js'
import { CheckoutSettling } from './checkout-settling.service.js'
import { TableBillTaker } from './table-bill-taker.service.js'

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

/** Whoever calls this next dies there, once: before the work, or after it. */
function killAt(target: object, verb: string, when: 'before' | 'after'): () => boolean {
  const service = target as Record<string, (...args: unknown[]) => Promise<unknown>>
  const work = service[verb]!.bind(service)
  let died = false
  service[verb] = async (...args) => {
    service[verb] = work
    died = true
    if (when === 'after') await work(...args)
    throw new Error('the process was killed')
  }
  return () => died
}

describe('the process is killed', () => {
  const PAID = [
    ['before the claim', Payments, 'claim', 'before'],
    ['after the claim', Payments, 'claim', 'after'],
    ['before the bill is settled', CheckoutSettling, 'settle', 'before'],
    ['after the bill is settled, before the commit', CheckoutSettling, 'settle', 'after'],
    ['after the coupons are used', CouponLife, 'use', 'after'],
    ['after the points are out', Ledger, 'post', 'after'],
    ['after the commit', TableBillTaker, 'take', 'after'],
  ] as const
  test.each(PAID)('%s of a paid order: the worker finishes it, once', async (_, service, verb, when) => {
    const { scene, billNo } = await house.table()
    const ana = await house.diner(scene)
    const coupon = await house.coupon(ana)
    const checkout = await house.begin(ana, { points: 1_000, couponIds: [coupon] })
    house.pay(ana, checkout)
    const died = killAt(world.get(service as never), verb, when)
    expect(await house.hear(checkout)).toEqual([200])
    expect(died()).toBe(true)
    await house.turn()
    await house.later(1)
    expect(await house.get(ana, checkout.id)).toMatchObject({ state: 'PAID' })
    expect(await house.points(ana)).toEqual({ available: 1_170, held: 0, debt: 0 })
    expect(await house.couponState(ana, coupon)).toBe('USED')
    expect(await world.db.query('SELECT id FROM purchase WHERE bill_no = ?', [billNo])).toHaveLength(1)
  })

  const LET_GO = [
    ['before WeChat Pay is asked to close', Payments, 'closeThere', 'before'],
    ['after WeChat Pay has closed', Payments, 'closeThere', 'after'],
    ['after the order is closed here, before the commit', Payments, 'markClosed', 'after'],
    ['after everything is let go, before the commit', CheckoutSettling, 'letGo', 'after'],
    ['after the commit', TableBillTaker, 'release', 'after'],
  ] as const
  test.each(LET_GO)('%s when time is over: the worker lets go, once', async (_, service, verb, when) => {
    const { scene } = await house.table()
    const ana = await house.diner(scene)
    const coupon = await house.coupon(ana)
    const checkout = await house.begin(ana, { points: 1_000, couponIds: [coupon] })
    const died = killAt(world.get(service as never), verb, when)
    await house.later(10)
    expect(died()).toBe(true)
    await house.later(1)
    expect(await house.get(ana, checkout.id)).toMatchObject({ state: 'TIMED_OUT' })
    expect(await house.points(ana)).toEqual({ available: 2_000, held: 0, debt: 0 })
    expect(await house.couponState(ana, coupon)).toBe('USABLE')
    expect(await house.look(ana)).toMatchObject({ state: 'OPEN' })
  })

  test('between the checkout and its prepay: the same request goes on, and without one time lets go', async () => {
    const { scene } = await house.table()
    const ana = await house.diner(scene)
    const requestId = freshId()
    const died = killAt(world.get(Payments), 'prepay', 'before')
    await expect(house.begin(ana, { points: 500, requestId, expectedPayableFen: 19_500 })).rejects.toThrow()
    expect(died()).toBe(true)
    const again = await house.begin(ana, { points: 500, requestId, expectedPayableFen: 19_500 })
    expect(again).toMatchObject({ state: 'PAYING' })
    expect(again.pay).not.toBeNull()
    await house.later(10)
    expect(await house.points(ana)).toEqual({ available: 2_000, held: 0, debt: 0 })
  })

  test('between the return of what was set aside and the refund of the money: the worker refunds it, once', async () => {
    const { scene, billNo } = await house.table()
    const ana = await house.diner(scene)
    const checkout = await house.begin(ana, { points: 1_000 })
    await world.bill({ storeId: house.storeId, billNo, paidFen: 20_000 })
    house.pay(ana, checkout)
    const died = killAt(world.get(Settlements), 'giveBack', 'before')
    await house.hear(checkout)
    expect(died()).toBe(true)
    expect(await house.points(ana)).toEqual({ available: 2_000, held: 0, debt: 0 })
    await house.turn()
    expect(house.money((await house.order(checkout)).out_trade_no)).toEqual({ paidFen: 19_000, backFen: 19_000 })
  })
})
