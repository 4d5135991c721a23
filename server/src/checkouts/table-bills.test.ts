import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { freshId, TableHouse } from '../../../test/checkout-builders.js'
import { cash, off } from '../../../test/coupon-builders.js'
import type { World } from '../../../test/world.js'
import { refusalOf } from '../../../test/world-basics.js'

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

describe('the bill at the table', () => {
  test('is seen by who sits there and by nobody else', async () => {
    const { scene, billNo } = await house.table({ items: [{ name: '酸菜鱼', quantity: 2, amountFen: 20_000 }] })
    const ana = await house.diner(scene)
    const bo = await world.member()
    expect(await house.look(ana)).toMatchObject({ billNo, amountFen: 20_000, state: 'OPEN', by: null })
    expect((await house.look(ana))!.items).toEqual([{ name: '酸菜鱼', quantity: 2, amountFen: 20_000 }])
    expect(await house.look(bo)).toBeNull()
    const { billId } = await house.table()
    expect(await refusalOf(house.quote(ana, billId))).toBe('table.bill_not_here')
  })

  test('arrives on a phone that waits for it, and leaves it when it is withdrawn', async () => {
    const { scene } = await world.table(house.storeId)
    const ana = await house.diner(scene)
    const none = await ana.call('GET /member/table-bill', { query: {} })
    const waiting = ana.call('GET /member/table-bill', { query: { after: none.revision, waitSeconds: 20 } })
    const { billNo } = await house.bill({ scene })
    const come = await waiting
    expect(come.bill).toMatchObject({ billNo, state: 'OPEN' })
    const gone = ana.call('GET /member/table-bill', { query: { after: come.revision, waitSeconds: 20 } })
    const params = { billNo }
    expect(await house.waiter.call('POST /staff/table-bills/:billNo/withdrawals', { params })).toMatchObject({
      state: 'WITHDRAWN',
    })
    expect((await gone).bill).toBeNull()
    expect(await house.waiter.call('POST /staff/table-bills/:billNo/withdrawals', { params })).toMatchObject({
      state: 'WITHDRAWN',
    })
  })

  test('sent again is the same; with other words it is refused; a table has one', async () => {
    const { id, scene } = await world.table(house.storeId)
    const pos = await world.pos(house.storeId)
    const [table] = await world.db.query<{ name: string }>('SELECT name FROM dining_table WHERE id = ?', [id])
    const body = { billNo: `B${freshId()}`, amountFen: 8_800, tableName: table!.name }
    const all = await Promise.all(Array.from({ length: 10 }, () => pos.call('POST /pos/table-bills', { body })))
    expect(new Set(all.map(({ openedAt }) => openedAt)).size).toBe(1)
    const count = await world.db.query('SELECT id FROM table_bill WHERE bill_no = ?', [body.billNo])
    expect(count).toHaveLength(1)
    expect(await refusalOf(pos.call('POST /pos/table-bills', { body: { ...body, amountFen: 8_801 } }))).toBe(
      'table.bill_different',
    )
    expect(await refusalOf(house.bill({ scene }))).toBe('table.busy')
    expect(await refusalOf(house.bill({ scene, amountFen: 0 }))).toBe('bill.amount_invalid')
    expect(await refusalOf(house.bill({}))).toBe('table.missing')
    expect(await refusalOf(house.bill({ tableName: '没有' }))).toBe('table.unknown')
  })

  test('rung up at the till after all is gone from the phone, and cannot be paid; the table is free again', async () => {
    const { scene, billNo, billId } = await house.table()
    const ana = await house.diner(scene)
    await world.bill({ storeId: house.storeId, billNo, paidFen: 20_000 })
    expect(await house.look(ana)).toBeNull()
    expect(await refusalOf(house.quote(ana, billId))).toBe('table.bill_settled')
    expect(await house.bill({ scene, billNo })).toMatchObject({ state: 'SETTLED' })
    expect(await house.bill({ scene })).toMatchObject({ state: 'OPEN' })
  })
})

describe('a quote', () => {
  test('takes the best coupons, says what points may do, and what the rest earns; nothing is written', async () => {
    const { scene, billId } = await house.table()
    const ana = await house.diner(scene)
    const twenty = await house.coupon(ana, { effect: off(10_000, 2_000) })
    const ten = await house.coupon(ana, { effect: cash(1_000) })
    const high = await house.coupon(ana, { effect: off(50_000, 9_000) })
    const before = await house.points(ana)
    const quote = await house.quote(ana, billId)
    expect(quote).toMatchObject({
      amountFen: 20_000,
      couponFen: 2_000,
      payableFen: 18_000,
      pointsFen: 0,
      earns: { points: 180, sentence: { zh: '¥180.00 × 1 分 = 180 分' } },
    })
    expect(quote.coupons).toEqual([{ id: twenty, name: { zh: '满百减二十', en: '满百减二十' }, offFen: 2_000 }])
    expect(quote.usable.map(one => [one.id, one.chosen])).toEqual(
      expect.arrayContaining([
        [twenty, true],
        [ten, false],
      ]),
    )
    expect(quote.usable.find(one => one.id === ten)!.sentence!.zh).toContain('不能与「满百减二十」同用')
    expect(quote.unusable).toMatchObject([{ id: high, sentence: { zh: expect.stringContaining('还差 ¥300') } }])
    // Half of ¥180 at 100 points a yuan; she has 2,000.
    expect(quote.points).toMatchObject({ available: 2_000, most: 2_000, min: 100, step: 1, used: 0 })
    expect(quote.points.rule.zh).toBe('100 积分抵 ¥1，最多抵券后金额的 50%，100 积分起用')
    expect(await house.quote(ana, billId, { points: 2_500 })).toMatchObject({ pointsFen: 2_000, payableFen: 16_000 })
    expect(await house.points(ana)).toEqual(before)
    expect(await world.db.query('SELECT id FROM checkout WHERE bill_id = ?', [billId])).toEqual([])
  })

  test('leaves a coupon out that does not go with points, and takes it back in without them', async () => {
    const { scene, billId } = await house.table()
    const ana = await house.diner(scene)
    await house.coupon(ana, { effect: off(10_000, 2_000), stacking: { points: false } })
    expect(await house.quote(ana, billId)).toMatchObject({ couponFen: 2_000, payableFen: 18_000 })
    expect(await house.quote(ana, billId, { points: 500 })).toMatchObject({ couponFen: 0, payableFen: 19_500 })
    // Below the minimum no points are used, so the coupon is.
    expect(await house.quote(ana, billId, { points: 99 })).toMatchObject({ couponFen: 2_000, payableFen: 18_000 })
  })
})
