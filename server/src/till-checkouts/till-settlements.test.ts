import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { cash } from '../../../test/coupon-builders.js'
import { TillHouse } from '../../../test/till-checkout-builders.js'
import { openWorld, type World } from '../../../test/world.js'
import { MINUTE, refusalOf } from '../../../test/world-basics.js'

let world: World
let house: TillHouse
beforeAll(async () => {
  world = await openWorld()
  house = await TillHouse.open(world)
})
afterAll(() => world.close())

test('a day lists every commit and reversal once, in pages, with sums and a digest a till can make itself', async () => {
  const ana = await house.guest()
  const coupon = await house.house.coupon(ana, { effect: cash(2_000) })
  const first = await house.reserved(ana, { points: 1_000, couponIds: [coupon] })
  await house.commit(first.key)
  const second = await house.reserved(ana, { amountFen: 8_800 })
  await house.commit(second.key, { paidFen: 8_000 })
  const back = await house.reverse(first.key, 10_000)
  await house.cancel((await house.reserved(ana)).key)
  await house.reserved(ana)
  const { items, nextCursor, whole } = await house.day('2026-11-23')
  expect(nextCursor).toBeNull()
  expect(items).toEqual([
    expect.objectContaining({ kind: 'COMMIT', key: first.key, couponFen: 2_000, points: 1_000, cashFen: 17_000 }),
    expect.objectContaining({ kind: 'COMMIT', key: second.key, amountFen: 8_800, cashFen: 8_000, by: 'POS:till' }),
    expect.objectContaining({
      kind: 'REVERSAL',
      key: first.key,
      refundNo: back.refundNo,
      amountFen: 10_000,
      couponFen: 1_000,
      points: back.points,
      cashFen: back.cashFen,
    }),
  ])
  expect(whole).toMatchObject({
    commits: { count: 2, amountFen: 28_800, couponFen: 2_000, points: 1_000, pointsFen: 1_000, cashFen: 25_000 },
    reversals: { count: 1, amountFen: 10_000 },
    open: 1,
  })
  const lines = [
    `COMMIT|${first.key}|${first.billNo}||20000|2000|1000|1000|17000`,
    `COMMIT|${second.key}|${second.billNo}||8800|0|0|0|8000`,
    `REVERSAL|${first.key}|${first.billNo}|${back.refundNo}|10000|1000|${back.points}|${back.pointsFen}|${back.cashFen}`,
  ]
  const text = lines
    .sort()
    .map(line => `${line}\n`)
    .join('')
  expect(whole!.digest).toBe(createHash('sha256').update(text).digest('hex'))
  const page = await house.day('2026-11-23', { limit: 2 })
  const rest = await house.day('2026-11-23', { limit: 2, cursor: page.nextCursor! })
  expect([...page.items, ...rest.items]).toEqual(items)
  expect({ next: rest.nextCursor, whole: rest.whole }).toEqual({ next: null, whole: null })
})

test('what was queued is of the day on which the guest paid, and a day ends where the store cuts it', async () => {
  const ana = await house.guest()
  const paidAt = (at: string) => async () => {
    const { key } = await house.reserved(ana)
    await house.commit(key, { paidAt: at })
    return key
  }
  // Four in the morning in Shanghai is eight in the evening before in UTC.
  const before = await paidAt('2026-11-22T19:59:59.999Z')()
  const on = await paidAt('2026-11-22T20:00:00.000Z')()
  const keysOf = async (day: string) => (await house.day(day)).items.map(({ key }) => key)
  expect(await keysOf('2026-11-22')).toEqual([before])
  expect(await keysOf('2026-11-23')).toContain(on)
  expect(await keysOf('2026-11-23')).not.toContain(before)
  expect((await house.day('2026-11-01')).whole).toMatchObject({ commits: { count: 0 }, open: 0 })
})

test('a time ahead by more than clocks may differ is refused, and so is one of last month', async () => {
  const { key } = await house.reserved(await house.guest())
  const at = (minutes: number) => new Date(world.clock.now().getTime() + minutes * MINUTE).toISOString()
  expect(await refusalOf(house.commit(key, { paidAt: at(6) }))).toBe('bill.time_invalid')
  expect(await refusalOf(house.commit(key, { paidAt: at(-31 * 24 * 60) }))).toBe('bill.time_invalid')
  expect((await house.commit(key, { paidAt: at(5) })).state).toBe('COMMITTED')
})
