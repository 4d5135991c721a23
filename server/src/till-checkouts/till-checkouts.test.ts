import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { freshId } from '../../../test/checkout-builders.js'
import { cash, off, percent, times } from '../../../test/coupon-builders.js'
import { TillHouse } from '../../../test/till-checkout-builders.js'
import { openWorld, type World } from '../../../test/world.js'
import { MINUTE, refusalOf } from '../../../test/world-basics.js'

let world: World
let house: TillHouse
beforeAll(async () => {
  world = await openWorld()
  house = await TillHouse.open(world)
})
afterAll(async () => {
  expect(await world.books()).toEqual({})
  await world.close()
})

const dishes = [
  { name: '酸菜鱼', quantity: 1, amountFen: 12_000 },
  { name: '米饭', quantity: 4, amountFen: 1_000 },
  { name: '酸梅汤', quantity: 2, amountFen: 7_000 },
]

test('a till asks what ana would pay, dish by dish, and nothing of hers is touched', async () => {
  const ana = await house.guest()
  const coupon = await house.house.coupon(ana, { effect: off(10_000, 2_000) })
  const body = await house.ask(ana, { items: dishes, points: 1_000, couponIds: undefined })
  const quote = await house.quote(body)
  expect(quote).toMatchObject({
    amountFen: 20_000,
    couponFen: 2_000,
    pointsFen: 1_000,
    payableFen: 17_000,
    coupons: [{ id: coupon, offFen: 2_000 }],
    points: { used: 1_000, most: 2_000 },
    earns: { points: 170 },
    member: { memberNo: ana.memberNo, points: 2_000 },
    sentence: { zh: '应付 ¥170.00：券减 ¥20.00，1,000 积分抵 ¥10.00' },
  })
  expect(quote.lines).toEqual([
    { name: '酸菜鱼', quantity: 1, amountFen: 12_000, couponFen: 1_200, pointsFen: 600, payableFen: 10_200 },
    { name: '米饭', quantity: 4, amountFen: 1_000, couponFen: 100, pointsFen: 50, payableFen: 850 },
    { name: '酸梅汤', quantity: 2, amountFen: 7_000, couponFen: 700, pointsFen: 350, payableFen: 5_950 },
  ])
  expect(await house.house.points(ana)).toEqual({ available: 2_000, held: 0, debt: 0 })
  expect(await house.house.couponState(ana, coupon)).toBe('USABLE')
  expect(await refusalOf(house.one(body.idempotencyKey))).toBe('checkout.unknown')
})

test('reserve sets aside, commit takes: points out, the coupon used, the bill recorded and earned for', async () => {
  const ana = await house.guest()
  const coupon = await house.house.coupon(ana, { effect: cash(2_000) })
  const reserved = await house.reserved(ana, { points: 1_000, couponIds: [coupon] })
  expect(reserved).toMatchObject({ state: 'RESERVED', payableFen: 17_000, paid: null })
  expect(Date.parse(reserved.expiresAt) - Date.parse(reserved.reservedAt)).toBe(10 * MINUTE)
  expect(await house.house.points(ana)).toEqual({ available: 1_000, held: 1_000, debt: 0 })
  expect(await house.house.couponState(ana, coupon)).toBe('LOCKED')
  const payments = [
    { method: 'WECHAT' as const, fen: 10_000, reference: '4200001' },
    { method: 'CASH' as const, fen: 7_000 },
  ]
  const committed = await house.commit(reserved.key, { paidFen: 17_000, payments })
  expect(committed).toMatchObject({
    state: 'COMMITTED',
    paid: { paidFen: 17_000, earned: 170, balanceAfter: 1_170, refundedFen: 0, by: 'POS:till' },
  })
  expect(committed.paid!.receipt).toEqual([
    `会员 ${ana.memberNo}`,
    '用券 满百减二十',
    '券减 20.00 元',
    '1,000 积分抵 10.00 元',
    '实付 170.00 元',
    '本单得 170 积分',
    '积分余额 1,170',
  ])
  expect(await house.house.points(ana)).toEqual({ available: 1_170, held: 0, debt: 0 })
  expect(await house.house.couponState(ana, coupon)).toBe('USED')
  const bill = await house.till.call('GET /pos/bills/:billNo', { params: { billNo: reserved.billNo } })
  expect(bill).toMatchObject({ paidFen: 17_000, points: 170, recordedBy: 'POS:till' })
})

test('whatever is sent again gets the first answer; under another body it is refused', async () => {
  const ana = await house.guest()
  const body = await house.ask(ana, { points: 500 })
  const [first, again] = [await house.reserve(body), await house.reserve(body)]
  expect(again).toEqual(first)
  expect(await refusalOf(house.reserve({ ...body, points: 400 }))).toBe('checkout.different')
  const bo = await house.guest()
  expect(await refusalOf(house.reserve({ ...body, checkoutToken: await house.token(bo) }))).toBe('checkout.different')
  const committed = await house.commit(first.key)
  expect(await house.commit(first.key)).toEqual(committed)
  expect(await refusalOf(house.commit(first.key, { payments: [{ method: 'CARD', fen: 19_500 }] }))).toBe(
    'checkout.different',
  )
  const back = await house.reverse(first.key, 10_000, { refundNo: `${first.key}-R` })
  expect(await house.reverse(first.key, 10_000, { refundNo: `${first.key}-R` })).toEqual(back)
  expect(await refusalOf(house.reverse(first.key, 9_000, { refundNo: `${first.key}-R` }))).toBe('refund.different')
  expect(await house.reserve(body)).toMatchObject({ state: 'COMMITTED', paid: { refundedFen: 10_000 } })
})

test('what was cancelled is back at once and cannot be committed any more', async () => {
  const ana = await house.guest()
  const coupon = await house.house.coupon(ana, { effect: cash(2_000) })
  const { key } = await house.reserved(ana, { points: 1_000, couponIds: [coupon] })
  expect(await refusalOf(house.reverse(key, 100))).toBe('checkout.not_committed')
  expect((await house.cancel(key)).state).toBe('CANCELLED')
  expect((await house.cancel(key)).state).toBe('CANCELLED')
  expect(await house.house.points(ana)).toEqual({ available: 2_000, held: 0, debt: 0 })
  expect(await house.house.couponState(ana, coupon)).toBe('USABLE')
  expect(await refusalOf(house.commit(key))).toBe('checkout.cancelled')
  const { key: paid } = await house.reserved(ana)
  await house.commit(paid)
  expect(await refusalOf(house.cancel(paid))).toBe('checkout.committed')
})

test('what was paid is what was payable, but for the small change a till lets go of', async () => {
  const ana = await house.guest()
  const { key } = await house.reserved(ana, { amountFen: 20_088 })
  const paying = (paidFen: number) => house.commit(key, { paidFen })
  expect(await refusalOf(paying(20_089))).toBe('checkout.paid_differs')
  expect(await refusalOf(paying(20_088 - 1_000))).toBe('checkout.paid_differs')
  const sums = { paidFen: 20_000, payments: [{ method: 'CASH' as const, fen: 19_999 }] }
  expect(await refusalOf(house.commit(key, sums))).toBe('checkout.payments_differ')
  expect((await paying(20_000)).paid).toMatchObject({ paidFen: 20_000, earned: 200 })
  const back = await house.reverse(key, 20_088)
  expect(back).toMatchObject({ cashFen: 20_000, pointsTaken: 200 })
})

test('a bill that coupons and points pay for altogether is committed without money and earns nothing', async () => {
  const ana = await house.guest()
  const coupon = await house.house.coupon(ana, { effect: cash(20_000) })
  const { key, payableFen } = await house.reserved(ana, { couponIds: [coupon] })
  expect(payableFen).toBe(0)
  expect((await house.commit(key)).paid).toMatchObject({ paidFen: 0, earned: 0 })
  expect(await house.reverse(key, 20_000)).toMatchObject({ cashFen: 0, coupons: [{ fen: 20_000, whole: true }] })
  expect(await house.house.couponState(ana, coupon)).toBe('USABLE')
})

test('a coupon that multiplies points does so at the till, and its points go back with a refund', async () => {
  const ana = await house.guest({ points: 0 })
  const coupon = await house.house.coupon(ana, { effect: times(200) })
  const { key } = await house.reserved(ana, { couponIds: [coupon] })
  expect((await house.commit(key)).paid).toMatchObject({ earned: 400 })
  expect(await house.reverse(key, 10_000)).toMatchObject({ cashFen: 10_000, pointsTaken: 200 })
})

test('money, points and coupon come back in their shares, to the fen, and the whole is everything', async () => {
  const ana = await house.guest()
  const coupon = await house.house.coupon(ana, { effect: percent(10) })
  const { key } = await house.reserved(ana, { amountFen: 9_999, points: 777, couponIds: [coupon] })
  await house.commit(key)
  const first = await house.reverse(key, 3_333)
  expect(first.cashFen + first.pointsFen + first.coupons.reduce((sum, one) => sum + one.fen, 0)).toBe(3_333)
  expect(await house.house.couponState(ana, coupon)).toBe('USED')
  const rest = await house.reverse(key, 6_666)
  expect(rest.coupons).toEqual([expect.objectContaining({ whole: true })])
  expect(first.points + rest.points).toBe(777)
  expect(await house.house.points(ana)).toEqual({ available: 2_000, held: 0, debt: 0 })
  expect(await refusalOf(house.reverse(key, 1))).toBe('refund.too_much')
})

test('dishes come back for what they cost, none oftener than it was sold', async () => {
  const ana = await house.guest()
  const { key } = await house.reserved(ana, { items: dishes })
  await house.commit(key)
  const rice = (quantity: number) => ({ items: [{ line: 2, quantity }] })
  expect(await refusalOf(house.reverse(key, 300, rice(1)))).toBe('checkout.items_differ')
  const back = { refundNo: `${key}-R1`, ...rice(3) }
  expect(await house.reverse(key, 750, back)).toMatchObject({ cashFen: 750, pointsTaken: 8 })
  expect(await house.reverse(key, 750, back)).toMatchObject({ cashFen: 750 })
  expect(await refusalOf(house.reverse(key, 500, rice(2)))).toBe('checkout.items_differ')
  expect(await house.reverse(key, 250, rice(1))).toMatchObject({ cashFen: 250 })
  const twice = { items: [rice(1).items[0]!, rice(1).items[0]!] }
  expect(await refusalOf(house.reverse(key, 500, twice))).toBe('checkout.items_differ')
})

test('a refund by the plain way of bills goes the same way back', async () => {
  const ana = await house.guest()
  const { key, billNo } = await house.reserved(ana, { points: 1_000 })
  await house.commit(key)
  const { returned } = await house.house.refund(billNo, 20_000)
  expect(returned).toMatchObject({ cashFen: 19_000, points: 1_000 })
  expect(await refusalOf(house.reverse(key, 1))).toBe('refund.too_much')
})

test('the waiter does the same by phone, with the scan that is there anyway', async () => {
  const ana = await house.guest()
  const { call } = house.house.waiter
  const { codes } = await ana.call('POST /member/codes')
  const scan = await call('POST /staff/scans', { body: { code: codes[0]!.qr } })
  const checkoutToken = scan.kind === 'MEMBER' ? scan.scanId : ''
  const key = `B${freshId()}`
  const asked = { checkoutToken, billNo: key, amountFen: 20_000, points: 1_000 }
  expect((await call('POST /staff/checkouts/quotes', { body: asked })).payableFen).toBe(19_000)
  await call('POST /staff/checkouts', { body: { idempotencyKey: key, ...asked } })
  const params = { key }
  expect((await call('GET /staff/checkouts/:key', { params })).state).toBe('RESERVED')
  const body = { paidFen: 19_000, payments: [{ method: 'CASH' as const, fen: 19_000 }] }
  expect((await call('POST /staff/checkouts/:key/commits', { params, body })).paid).toMatchObject({ earned: 190 })
  const refund = { params, body: { refundNo: `${key}-R`, refundFen: 20_000 } }
  expect((await call('POST /staff/checkouts/:key/reversals', refund)).points).toBe(1_000)
  const other = { ...asked, idempotencyKey: `${key}X`, billNo: `${key}X` }
  await call('POST /staff/checkouts', { body: other })
  const cancelled = await call('POST /staff/checkouts/:key/cancellations', { params: { key: `${key}X` } })
  expect(cancelled.state).toBe('CANCELLED')
})

test('a reservation is of one store: another one knows neither key nor guest', async () => {
  const ana = await house.guest()
  const body = await house.ask(ana)
  await house.reserve(body)
  const other = await world.pos(await world.store())
  const params = { key: body.idempotencyKey }
  expect(await refusalOf(other.sign('GET /pos/v1/checkouts/:key', { params }))).toBe('checkout.unknown')
  expect(await refusalOf(other.sign('POST /pos/v1/checkouts/:key/cancellations', { params }))).toBe('checkout.unknown')
  expect(await refusalOf(house.reserve(body, other))).toBe('code.unknown')
})

test('with dishes at the price of a tier, only coupons that go with it are taken', async () => {
  const ana = await house.guest()
  const coupon = await house.house.coupon(ana, { effect: cash(2_000), stacking: { tierPrice: false } })
  const plain = await house.ask(ana, { couponIds: undefined })
  expect((await house.quote(plain)).couponFen).toBe(2_000)
  const tiered = await house.quote({ ...plain, tierPrice: true })
  expect(tiered).toMatchObject({ couponFen: 0, tierPrice: true })
  expect(tiered.usable[0]!.sentence).not.toBeNull()
  expect(await refusalOf(house.reserve({ ...plain, tierPrice: true, couponIds: [coupon] }))).toBe('coupon.not_usable')
})

test('coupons may be named by the code that is printed under them', async () => {
  const ana = await house.guest()
  const id = await house.house.coupon(ana, { effect: cash(500) })
  const { code } = await ana.call('GET /member/coupons/:id', { params: { id } })
  const body = await house.ask(ana, { couponIds: undefined, couponCodes: [code!] })
  expect(await house.reserve(body)).toMatchObject({ couponFen: 500, coupons: [{ id }] })
  const wrong = { ...(await house.ask(ana)), couponCodes: ['6000 0000 0000'] }
  expect(await refusalOf(house.quote(wrong))).toBe('coupon.code_unknown')
})

test('a guest who is paying the bill at the table keeps it from being reserved at the till', async () => {
  const { scene, billNo, billId } = await house.house.table()
  const ana = await house.house.diner(scene)
  const asked = { points: 100, billNo }
  const free = await house.house.coupon(ana, { effect: cash(20_000) })
  expect((await house.house.quote(ana, billId, { couponIds: [free] })).payableFen).toBe(0)
  const { key } = await house.reserved(ana, asked)
  await house.cancel(key)
  await house.house.begin(ana, { couponIds: [free] })
  expect(await refusalOf(house.reserved(ana, { ...asked, idempotencyKey: `${key}-2` }))).toBe('checkout.bill_recorded')
})

test('how long a reservation holds is a setting, five to fifteen minutes, from its change on', async () => {
  const admin = await world.operator('ADMIN')
  const body = { requestId: freshId(), version: 1, holdMinutes: 15, reason: '收银排队长' }
  const { versions } = await admin.call('POST /console/till-settings/versions', { body })
  expect(versions[0]).toMatchObject({ version: 2, holdMinutes: 15 })
  expect(
    await refusalOf(admin.call('POST /console/till-settings/versions', { body: { ...body, requestId: freshId() } })),
  ).toBe('settings.changed')
  const over = { ...body, requestId: freshId(), version: 2, holdMinutes: 16 }
  expect(await refusalOf(admin.call('POST /console/till-settings/versions', { body: over }))).toBe('input.invalid')
  const { reservedAt, expiresAt } = await house.reserved(await house.guest())
  expect(Date.parse(expiresAt) - Date.parse(reservedAt)).toBe(15 * MINUTE)
  expect((await admin.call('GET /console/till-settings')).versions).toHaveLength(2)
})
