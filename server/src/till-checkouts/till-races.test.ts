import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { freshId } from '../../../test/checkout-builders.js'
import { cash } from '../../../test/coupon-builders.js'
import { TillHouse } from '../../../test/till-checkout-builders.js'
import { openWorld, type World } from '../../../test/world.js'
import { MINUTE, Refused } from '../../../test/world-basics.js'
import { TillTimeOuts } from './till-checkouts.jobs.js'

let world: World
let house: TillHouse
let other: Awaited<ReturnType<World['pos']>>
beforeAll(async () => {
  world = await openWorld()
  house = await TillHouse.open(world)
  other = await world.pos(house.house.storeId, 'till 2')
})
afterAll(async () => {
  expect(await world.books()).toEqual({})
  await world.close()
})

/** The answers and the codes of the refusals. */
async function outcomes<T>(all: Promise<T>[]): Promise<{ answers: T[]; codes: string[] }> {
  const settled = await Promise.allSettled(all)
  const answers = settled.flatMap(one => (one.status === 'fulfilled' ? [one.value] : []))
  const codes = settled.flatMap(one => {
    if (one.status === 'fulfilled') return []
    if (one.reason instanceof Refused) return [one.reason.body.code]
    throw one.reason
  })
  return { answers, codes }
}

test('a reservation sent many times at once is one, and everybody reads the same', async () => {
  const ana = await house.guest()
  const coupon = await house.house.coupon(ana, { effect: cash(1_000) })
  // All her points and her only coupon: a bug of ours refused the second one what the first one had just taken.
  const body = await house.ask(ana, { points: 2_000, couponIds: [coupon] })
  const { answers, codes } = await outcomes(
    Array.from({ length: 12 }, async (_, n) => {
      await new Promise(resolve => setTimeout(resolve, n * 15))
      return house.reserve(body)
    }),
  )
  expect(codes).toEqual([])
  expect(new Set(answers.map(answer => answer.reservationId)).size).toBe(1)
  expect(await house.house.points(ana)).toEqual({ available: 0, held: 2_000, debt: 0 })
})

test('a payment at the table that is sent twice is one as well, whatever the first has taken meanwhile', async () => {
  const { scene, billId } = await house.house.table()
  const ana = await house.house.diner(scene)
  const coupon = await house.house.coupon(ana, { effect: cash(20_000) })
  const body = { requestId: freshId(), billId, points: 0, couponIds: [coupon], expectedPayableFen: 0 }
  const { answers, codes } = await outcomes(
    Array.from({ length: 8 }, async (_, n) => {
      await new Promise(resolve => setTimeout(resolve, n * 15))
      return ana.call('POST /member/checkouts', { body })
    }),
  )
  expect(codes).toEqual([])
  expect(new Set(answers.map(({ id }) => id)).size).toBe(1)
})

test('two tills want the same points: one has them', async () => {
  const ana = await house.guest()
  const [first, second] = [await house.ask(ana, { points: 1_500 }), await house.ask(ana, { points: 1_500 })]
  const { answers, codes } = await outcomes([house.reserve(first), house.reserve(second, other)])
  expect({ won: answers.length, codes }).toEqual({ won: 1, codes: ['points.insufficient'] })
  expect(await house.house.points(ana)).toEqual({ available: 500, held: 1_500, debt: 0 })
})

test('two guests at two tills are asked to pay one bill: one reserves it', async () => {
  const [ana, bo] = [await house.guest(), await house.guest()]
  const billNo = `B${freshId()}`
  const [first, second] = [
    await house.ask(ana, { billNo, points: 1_000 }),
    await house.ask(bo, { billNo, points: 1_000, idempotencyKey: `${billNo}-2` }),
  ]
  const { answers, codes } = await outcomes([house.reserve(first), house.reserve(second, other)])
  expect({ won: answers.length, codes }).toEqual({ won: 1, codes: ['checkout.bill_open'] })
  const held = [(await house.house.points(ana)).held, (await house.house.points(bo)).held]
  expect(held.sort()).toEqual([0, 1_000])
})

test('a coupon is wanted at the till, at the table and by a waiter at once: one of them has it', async () => {
  const { scene, billId } = await house.house.table()
  const ana = await house.house.diner(scene)
  const coupon = await house.house.coupon(ana, { effect: cash(20_000) })
  const { code } = await ana.call('GET /member/coupons/:id', { params: { id: coupon } })
  const body = await house.ask(ana, { couponIds: [coupon] })
  const choice = { billId, points: 0, couponIds: [coupon] }
  const verify = { requestId: freshId(), code: code!, billFen: 20_000 }
  const { answers, codes } = await outcomes<unknown>([
    house.reserve(body),
    ana.call('POST /member/checkouts', { body: { requestId: freshId(), ...choice, expectedPayableFen: 0 } }),
    house.house.waiter.call('POST /staff/verifications', { body: verify }),
  ])
  expect({ won: answers.length, lost: codes.length }).toEqual({ won: 1, lost: 2 })
  for (const lost of codes) expect(lost).toMatch(/^(coupon|verification)\./)
  const uses = 'SELECT COUNT(*) AS n FROM coupon_use WHERE coupon_id = ?'
  const [used] = await world.db.query<{ n: number }>(uses, [coupon])
  expect(used!.n).toBeLessThanOrEqual(1)
})

test('a commit sent many times at once, from two tills, records one bill', async () => {
  const ana = await house.guest()
  const coupon = await house.house.coupon(ana, { effect: cash(1_000) })
  const { key } = await house.reserved(ana, { points: 1_000, couponIds: [coupon] })
  const paid = { paidFen: 18_000 }
  const sent = Array.from({ length: 10 }, (_, n) => house.commit(key, paid, n % 2 ? other : house.till))
  const { answers, codes } = await outcomes(sent)
  expect(codes).toEqual([])
  expect(new Set(answers.map(answer => JSON.stringify(answer))).size).toBe(1)
  expect(await house.house.points(ana)).toEqual({ available: 1_180, held: 0, debt: 0 })
})

test('cancel against commit: one of them wins, and the books say which', async () => {
  for (let round = 0; round < 6; round += 1) {
    const ana = await house.guest()
    const { key } = await house.reserved(ana, { points: 1_000 })
    const { answers, codes } = await outcomes([house.commit(key, { paidFen: 19_000 }), house.cancel(key)])
    expect({ won: answers.length, lost: codes.length }).toEqual({ won: 1, lost: 1 })
    const { state } = await house.one(key)
    expect(codes).toEqual([state === 'COMMITTED' ? 'checkout.committed' : 'checkout.cancelled'])
    const available = state === 'COMMITTED' ? 1_190 : 2_000
    expect(await house.house.points(ana)).toEqual({ available, held: 0, debt: 0 })
  }
})

test('reversals at once never give back more than went in', async () => {
  const ana = await house.guest()
  const { key } = await house.reserved(ana, { points: 1_000 })
  await house.commit(key)
  const { answers, codes } = await outcomes(Array.from({ length: 5 }, () => house.reverse(key, 7_000)))
  expect(answers).toHaveLength(2)
  expect(new Set(codes)).toEqual(new Set(['refund.too_much']))
  await house.reverse(key, 6_000)
  expect(await house.house.points(ana)).toEqual({ available: 2_000, held: 0, debt: 0 })
})

test('a commit against the end of its time: it is paid, once, however the two fall', async () => {
  for (let round = 0; round < 4; round += 1) {
    const ana = await house.guest()
    const { key } = await house.reserved(ana, { points: 1_000 })
    world.clock.advance(10 * MINUTE)
    const late = house.commit(key, { paidFen: 19_000 })
    const { codes } = await outcomes<unknown>([
      late,
      world.get(TillTimeOuts).sweep(),
      house.commit(key, { paidFen: 19_000 }),
    ])
    expect(codes).toEqual([])
    expect((await house.one(key)).state).toBe('COMMITTED')
    expect(await house.house.points(ana)).toEqual({ available: 1_190, held: 0, debt: 0 })
  }
})
