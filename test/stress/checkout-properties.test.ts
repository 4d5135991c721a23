/** However a bill is paid at the table and given back again: what comes back never exceeds what went in, to the fen. */
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { pointsBack } from '../../server/src/checkouts/offset.rules.js'
import { TableHouse } from '../checkout-builders.js'
import { cash, off, times } from '../coupon-builders.js'
import { openWorld, type World } from '../world.js'

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

const backFen = (outTradeNo: string) =>
  world.pay.control.refunds(outTradeNo).reduce((sum, refund) => sum + refund.amountFen, 0)

test('however a bill is paid and given back, what comes back never exceeds what went in, and all of it is everything', async () => {
  const bills = fc.record({
    amountFen: fc.integer({ min: 1_000, max: 30_000 }),
    points: fc.constantFrom(0, 100, 137, 999),
    coupon: fc.constantFrom(null, cash(500), cash(1), off(1_000, 999), times(150)),
    cuts: fc.array(fc.double({ min: 0.01, max: 0.9, noNaN: true }), { maxLength: 4 }),
  })
  await fc.assert(
    fc.asyncProperty(bills, async ({ amountFen, points: wanted, coupon, cuts }) => {
      const { scene, billNo, billId } = await house.table({ amountFen })
      const ana = await house.diner(scene, { points: 1_000 })
      const couponIds = coupon ? [await house.coupon(ana, { effect: coupon })] : []
      const { points } = await house.quote(ana, billId, { points: wanted, couponIds })
      const begun = await house.begin(ana, { points: points.used, couponIds })
      const checkout = begun.state === 'PAID' ? begun : await house.settle(ana, begun)
      expect(checkout.couponFen + checkout.pointsFen + checkout.payableFen).toBe(amountFen)
      const came = { fen: 0, cash: 0, points: 0, pointsFen: 0, couponFen: 0, whole: 0 }
      const give = async (fen: number) => {
        const { returned } = await house.refund(billNo, fen)
        came.fen += fen
        came.cash += returned!.cashFen
        came.points += returned!.points
        came.pointsFen += returned!.pointsFen
        came.couponFen += returned!.coupons.reduce((sum, one) => sum + one.fen, 0)
        came.whole += returned!.coupons.filter(one => one.whole).length
        expect(came.cash + came.pointsFen + came.couponFen).toBe(came.fen)
        expect(came.cash).toBeLessThanOrEqual(checkout.payableFen)
        expect(came.points).toBeLessThanOrEqual(checkout.points)
        expect(came.couponFen).toBeLessThanOrEqual(checkout.couponFen)
      }
      for (const cut of cuts) await give(Math.max(1, Math.floor((amountFen - came.fen) * cut)))
      if (came.fen < amountFen) await give(amountFen - came.fen)
      expect(came).toMatchObject({ cash: checkout.payableFen, points: checkout.points, couponFen: checkout.couponFen })
      expect(came.whole).toBe(couponIds.length)
      expect(await house.points(ana)).toEqual({ available: 1_000, held: 0, debt: 0 })
      for (const id of couponIds) expect(await house.couponState(ana, id)).toBe('USABLE')
      if (checkout.payableFen > 0) expect(backFen((await house.order(checkout)).out_trade_no)).toBe(checkout.payableFen)
    }),
    { numRuns: 25 },
  )
}, 120_000)

test('points come back in any cuts as in one, and never more than went', () => {
  const cuts = fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 20 })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3_000 }), fc.integer({ min: 1, max: 2_000 }), cuts, (points, fen, parts) => {
      const came = { points: 0, fen: 0 }
      for (const part of [...parts, fen]) {
        const next = Math.min(part, fen - came.fen)
        const back = pointsBack({ points, fen }, came, next)
        expect(back).toBeGreaterThanOrEqual(0)
        came.points += back
        came.fen += next
        expect(came.points).toBeLessThanOrEqual(points)
      }
      expect(came).toEqual({ points, fen })
    }),
  )
})
