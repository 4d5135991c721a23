import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { cash } from '../../../test/coupon-builders.js'
import { TillHouse } from '../../../test/till-checkout-builders.js'
import { openWorld, type TestMember, type World } from '../../../test/world.js'
import { MINUTE, refusalOf } from '../../../test/world-basics.js'
import { TillTimeOuts } from './till-checkouts.jobs.js'

let world: World
let house: TillHouse
/** Each with ¥20 off, made while the marketer is still signed in. */
const guests: { ana: TestMember; coupon: string }[] = []
beforeAll(async () => {
  world = await openWorld()
  house = await TillHouse.open(world)
  for (let count = 0; count < 4; count += 1) {
    const ana = await house.guest()
    guests.push({ ana, coupon: await house.house.coupon(ana, { effect: cash(2_000) }) })
  }
})
afterAll(async () => {
  expect(await world.books()).toEqual({})
  await world.close()
})

test('a repeat is answered although its token has run out meanwhile, and a new guest needs a new one', async () => {
  const ana = await house.guest()
  const body = await house.ask(ana)
  const first = await house.reserve(body)
  world.clock.advance(10 * MINUTE)
  expect((await house.reserve(body)).reservationId).toBe(first.reservationId)
  expect(await refusalOf(house.reserve({ ...body, billNo: 'B-LATER', idempotencyKey: 'B-LATER' }))).toBe('scan.expired')
})

test('a bill has one open reservation; the next try begins when the first is cancelled or its time is over', async () => {
  const ana = await house.guest()
  const first = await house.reserved(ana, { points: 500 })
  const again = { billNo: first.billNo, points: 600 }
  expect(await refusalOf(house.reserved(ana, { ...again, idempotencyKey: `${first.key}-2` }))).toBe(
    'checkout.bill_open',
  )
  await house.cancel(first.key)
  const second = await house.reserved(ana, { ...again, idempotencyKey: `${first.key}-2` })
  world.clock.advance(10 * MINUTE)
  expect((await house.one(second.key)).state).toBe('EXPIRED')
  const third = await house.reserved(ana, { ...again, idempotencyKey: `${first.key}-3` })
  expect(await house.house.points(ana)).toEqual({ available: 1_400, held: 600, debt: 0 })
  expect(await refusalOf(house.commit(second.key))).toBe('checkout.conflict')
  await house.commit(third.key)
  expect(await refusalOf(house.reserved(ana, { ...again, idempotencyKey: `${first.key}-4` }))).toBe(
    'checkout.bill_recorded',
  )
})

test('a commit that comes late succeeds as long as nobody else has what was set aside, swept up or not', async () => {
  for (const swept of [false, true]) {
    const { ana, coupon } = guests.shift()!
    const { key } = await house.reserved(ana, { points: 1_000, couponIds: [coupon] })
    world.clock.advance(10 * MINUTE)
    if (swept) {
      expect(await world.get(TillTimeOuts).sweep()).toEqual({ tillTimeOuts: expect.any(Number) })
      expect(await house.house.points(ana)).toEqual({ available: 2_000, held: 0, debt: 0 })
      expect(await house.house.couponState(ana, coupon)).toBe('USABLE')
    }
    expect((await house.one(key)).state).toBe('EXPIRED')
    expect((await house.commit(key)).state).toBe('COMMITTED')
    expect(await house.house.points(ana)).toEqual({ available: 1_170, held: 0, debt: 0 })
    expect(await house.house.couponState(ana, coupon)).toBe('USED')
  }
})

test('a late commit says what is gone, and takes nothing of the rest', async () => {
  const { ana, coupon } = guests.shift()!
  const late = await house.reserved(ana, { points: 1_500, couponIds: [coupon] })
  world.clock.advance(10 * MINUTE)
  const other = await house.reserved(ana, { points: 1_000 })
  await expect(house.commit(late.key)).rejects.toMatchObject({
    body: { code: 'checkout.conflict', data: { what: 'POINTS' } },
  })
  expect(await house.house.couponState(ana, coupon)).toBe('USABLE')
  await house.cancel(other.key)
  const taken = await house.reserved(ana, { couponIds: [coupon] })
  const lateAgain = await house.guest()
  expect(await refusalOf(house.reserved(lateAgain, { couponIds: [coupon] }))).toBe('record.not_found')
  await house.commit(taken.key)
  const last = await house.reserved(ana, { points: 100 })
  world.clock.advance(10 * MINUTE)
  await world.bill({ storeId: house.house.storeId, billNo: last.billNo, paidFen: 100 })
  await expect(house.commit(last.key)).rejects.toMatchObject({ body: { data: { what: 'BILL' } } })
  expect((await house.house.points(ana)).held).toBe(0)
})

test('a coupon that somebody else has since is named', async () => {
  const { ana, coupon } = guests.shift()!
  const late = await house.reserved(ana, { couponIds: [coupon] })
  world.clock.advance(10 * MINUTE)
  await house.reserved(ana, { couponIds: [coupon] })
  await expect(house.commit(late.key)).rejects.toMatchObject({
    body: { data: { what: 'COUPON', couponId: coupon, reason: 'coupon.locked' } },
  })
})
