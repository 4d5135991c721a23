import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { freshId, TableHouse } from '../../../test/checkout-builders.js'
import { off } from '../../../test/coupon-builders.js'
import * as make from '../../../test/ledger-builders.js'
import { openWorld, type TestMember, type World } from '../../../test/world.js'
import { refusalOf } from '../../../test/world-basics.js'
import { Ledger } from '../ledger/ledger.service.js'

let world: World
let house: TableHouse
beforeAll(async () => {
  world = await openWorld({ pay: true })
  house = await TableHouse.open(world)
})
afterEach(async () => {
  await house.later(1)
})
afterAll(async () => {
  expect(await world.books()).toEqual({})
  await world.close()
})

/** A bill of ¥200: ¥20 by a coupon, ¥10 by 1,000 points, ¥170 in money. */
async function paid(changes: { points?: number } = {}) {
  const { scene, billNo } = await house.table()
  const ana = await house.diner(scene)
  const coupon = await house.coupon(ana, { effect: off(10_000, 2_000) })
  const begun = await house.begin(ana, { points: changes.points ?? 1_000, couponIds: [coupon] })
  const checkout = await house.settle(ana, begun)
  const { out_trade_no } = await house.order(checkout)
  return { ana, billNo, coupon, checkout, outTradeNo: out_trade_no }
}
const backFen = (outTradeNo: string) =>
  world.pay.control.refunds(outTradeNo).reduce((sum, refund) => sum + refund.amountFen, 0)
const lots = ({ id }: TestMember) =>
  world.db.query('SELECT expires_at, SUM(remaining) AS remaining FROM lot WHERE account_id = ? GROUP BY expires_at', [
    id + 1,
  ])

describe('ana gives a meal back', () => {
  test('whole: money, points and coupon return as they came, and what she earned is gone', async () => {
    const { ana, billNo, coupon, outTradeNo } = await paid()
    const refund = await house.refund(billNo, 20_000)
    expect(refund).toMatchObject({
      amountFen: 20_000,
      pointsTaken: 170,
      debtAdded: 0,
      returned: {
        cashFen: 17_000,
        points: 1_000,
        pointsFen: 1_000,
        coupons: [{ name: { zh: '满百减二十' }, fen: 2_000, whole: true }],
      },
    })
    expect(await house.points(ana)).toEqual({ available: 2_000, held: 0, debt: 0 })
    expect(await house.couponState(ana, coupon)).toBe('USABLE')
    expect(backFen(outTradeNo)).toBe(17_000)
    expect(await refusalOf(house.refund(billNo, 1))).toBe('refund.too_much')
    expect(await lots(ana)).toMatchObject([{ remaining: 2_000 }])
  })

  test('a dish of it: each source gives back its share, to the fen, and the coupon stays used until all is back', async () => {
    const { ana, billNo, coupon, outTradeNo } = await paid()
    expect((await house.refund(billNo, 5_000)).returned).toMatchObject({ cashFen: 4_250, points: 250, pointsFen: 250 })
    expect(await house.couponState(ana, coupon)).toBe('USED')
    // 1,170 after paying, 250 back, 43 of the 170 taken: ¥127.50 still earn 127.
    expect(await house.points(ana)).toEqual({ available: 1_377, held: 0, debt: 0 })
    expect((await house.refund(billNo, 15_000)).returned).toMatchObject({ cashFen: 12_750, points: 750 })
    expect(await house.couponState(ana, coupon)).toBe('USABLE')
    expect(await house.points(ana)).toEqual({ available: 2_000, held: 0, debt: 0 })
    expect(backFen(outTradeNo)).toBe(17_000)
  })

  test('told again under the same number is given back once, also by fifty at once; another amount is refused', async () => {
    const { ana, billNo, outTradeNo } = await paid()
    const refundNo = `R${freshId()}`
    const all = await Promise.all(Array.from({ length: 50 }, () => house.refund(billNo, 5_000, refundNo)))
    expect(new Set(all.map(one => JSON.stringify(one))).size).toBe(1)
    expect(backFen(outTradeNo)).toBe(4_250)
    expect(await house.points(ana)).toMatchObject({ available: 1_377 })
    expect(await refusalOf(house.refund(billNo, 5_001, refundNo))).toBe('refund.different')
    const other = await world.bill({ storeId: house.storeId })
    expect(await refusalOf(house.refund(other.row.bill_no, 5_000, refundNo))).toBe('refund.different')
  })

  test('many parts at once never come to more than the bill', async () => {
    const { ana, billNo, coupon, outTradeNo } = await paid()
    const all = await Promise.allSettled(Array.from({ length: 12 }, () => house.refund(billNo, 3_000)))
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(6)
    await house.refund(billNo, 2_000)
    expect(backFen(outTradeNo)).toBe(17_000)
    expect(await house.points(ana)).toEqual({ available: 2_000, held: 0, debt: 0 })
    expect(await house.couponState(ana, coupon)).toBe('USABLE')
  })

  test('having spent what it earned: what is missing becomes debt, after her own points are back', async () => {
    const { ana, billNo } = await paid()
    await world.db.transaction(tx => world.get(Ledger).post(tx, make.spend(1_170, { memberId: ana.id })))
    expect(await house.refund(billNo, 20_000)).toMatchObject({ pointsTaken: 170, debtAdded: 0 })
    expect(await house.points(ana)).toEqual({ available: 830, held: 0, debt: 0 })
  })

  test('while WeChat Pay is away: everything of ours is back at once, the money follows under the same number', async () => {
    const { ana, billNo, outTradeNo } = await paid()
    world.pay.control.setFault({ endpoint: 'refunds', dropAfterEffect: true, times: 2 })
    const refundNo = `R${freshId()}`
    await house.refund(billNo, 20_000, refundNo)
    expect(await house.points(ana)).toMatchObject({ available: 2_000 })
    await house.refund(billNo, 20_000, refundNo)
    for (const minutes of [1, 2, 5, 10]) await house.later(minutes)
    expect(world.pay.control.refunds(outTradeNo)).toMatchObject([{ amountFen: 17_000, status: 'SUCCESS' }])
  })
})

test('a bill that was rung up at a till is refunded as ever', async () => {
  const { row } = await world.bill({ storeId: house.storeId, paidFen: 8_850 })
  expect(await house.refund(row.bill_no, 8_850)).toMatchObject({ amountFen: 8_850, returned: null })
})
