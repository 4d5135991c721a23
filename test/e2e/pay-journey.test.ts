import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Page } from 'playwright-core'
import { freshId, TableHouse } from '../checkout-builders.js'
import { definition, off } from '../coupon-builders.js'
import { openWorld, type World } from '../world.js'
import { DAY, MINUTE } from '../world-basics.js'
import { Eyes, type Visitor } from './browser.js'
import { join } from './people.js'

// One meal, paid at the table: points and a coupon come off, WeChat Pay takes the rest, and the phone has the receipt.
let world: World
let eyes: Eyes
let house: TableHouse
const device = 'pay-journey-diner'
beforeAll(async () => {
  world = await openWorld({ pay: true })
  world.clock.set(new Date())
  world.pay.control.settings({ notices: 'auto', noticeScale: 0.01 })
  house = await TableHouse.open(world)
  eyes = await Eyes.open()
})
afterAll(async () => {
  await eyes.close()
  expect(await world.books()).toEqual({})
  await world.close()
})

/** Somebody who has scanned the code of this table and joined, with points from earlier. */
async function seated(scene: string, name?: string): Promise<Visitor & { memberNo: string }> {
  const diner = await eyes.visitor()
  await diner.page.goto(`${world.url}/m/?${name ? `device=${name}&` : ''}t=${scene}`)
  await diner.page.getByText('加入会员').last().click()
  await join(diner)
  const [member] = await world.db.query<{ id: number; member_no: string }>(
    'SELECT id, member_no FROM member ORDER BY id DESC LIMIT 1',
  )
  // A month ago, so that no page tells it as news.
  const paidAt = new Date(world.clock.now().getTime() - 30 * DAY)
  await world.bill({ memberId: member!.id, paidFen: 200_000, storeId: house.storeId, paidAt })
  return { ...diner, memberNo: member!.member_no }
}

async function giveCoupon(memberNo: string): Promise<void> {
  const code = `C${freshId()}`
  const effect = off(10_000, 2_000)
  await house.marketer.call('POST /console/coupons', {
    body: { requestId: freshId(), code, definition: definition({ effect }), reason: '开业活动' },
  })
  await house.marketer.call('POST /console/coupons', {
    body: {
      requestId: freshId(),
      code: `${code}H`,
      definition: definition({ effect: off(50_000, 9_000), name: { zh: '满五百减九十', en: '' } }),
      reason: '开业活动',
    },
  })
  for (const each of [code, `${code}H`]) {
    const { id } = await house.marketer.call('POST /console/coupon-batches', {
      body: {
        requestId: freshId(),
        code: each,
        name: '补偿',
        source: 'ISSUE',
        stock: 10,
        perMember: 1,
        from: null,
        until: null,
      },
    })
    await house.marketer.call('POST /console/coupon-batches/:id/issues', {
      params: { id },
      body: { requestId: freshId(), memberNos: [memberNo], reason: '补偿上次的等候' },
    })
  }
}

/** A thumb on the slider of points, drawn to a share of its length. */
async function slide(page: Page, share: number): Promise<void> {
  const track = (await page.locator('.pay__slider').boundingBox())!
  const y = track.y + track.height / 2
  const touch = await page.context().newCDPSession(page)
  const at = (part: number) => ({ x: track.x + 18 + (track.width - 36) * part, y })
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [at(0)] })
  for (const part of [0.25, 0.5, 0.75, 1]) {
    await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [at(part * share)] })
  }
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
}

test('ana pays the bill at her table with points and a coupon, and the phone shows the receipt', async () => {
  const { scene } = await world.table(house.storeId, 'A12')
  const diner = await seated(scene, device)
  await giveCoupon(diner.memberNo)
  await diner.page.getByText('回到我的桌子').click()
  await diner.page.getByText('A12').first().waitFor()
  const { billNo } = await house.bill({
    scene,
    items: [
      { name: '老坛酸菜鱼', quantity: 1, amountFen: 12_800 },
      { name: '干锅花菜', quantity: 1, amountFen: 4_800 },
      { name: '米饭', quantity: 4, amountFen: 2_400 },
    ],
  })
  await diner.page.getByText('去付款').waitFor()
  await diner.picture('pay-table')
  await diner.page.getByText('去付款').click()
  await diner.page.getByText('微信支付 ¥180.00').waitFor()
  expect(await diner.page.getByText('100 积分抵 ¥1，最多抵券后金额的 50%，100 积分起用').isVisible()).toBe(true)
  // The page has slid in.
  await diner.page.waitForTimeout(600)
  await diner.picture('pay-choose', true)
  await diner.page.getByText('满百减二十').first().click()
  await diner.page.getByText('还差 ¥300').waitFor()
  await diner.picture('pay-coupons')
  await diner.page.getByRole('button', { name: '关闭' }).last().click()
  await slide(diner.page, 0.5)
  await diner.page.getByText('用 1,000 积分，抵 ¥10.00').waitFor()
  await diner.page.getByText('付款后得 170 分').waitFor()
  await diner.picture('pay-points', true)
  // A second tap on the same button begins nothing more.
  await diner.page.getByText('微信支付 ¥170.00').dblclick()
  await diner.page.getByText('确认支付').waitFor()
  await diner.picture('pay-sheet')
  await diner.page.getByText('确认支付').click()
  await diner.page.getByText('付款成功').waitFor()
  await diner.page.getByText('¥170.00 × 1 分 = 170 分').first().waitFor()
  await diner.picture('pay-done', true)
  expect(await world.db.query('SELECT id FROM checkout')).toHaveLength(1)
  const { items } = await house.waiter.call('GET /staff/table-bills', { query: {} })
  expect(items[0]).toMatchObject({ billNo, state: 'PAID', paid: { cashFen: 17_000, points: 1_000, couponFen: 2_000 } })

  const phone = await eyes.visitor()
  await phone.page.goto(`${world.wechat.url}/phone?device=${device}`)
  await phone.page.getByText('付款成功').first().waitFor()
  await phone.page.getByText('¥170.00').first().waitFor()
  await phone.picture('pay-receipt')

  await diner.page.getByText('回到我的桌子').click()
  await diner.page.getByText('已由您付清').waitFor()
  await diner.picture('pay-table-paid')
  expect([...diner.errors, ...phone.errors]).toEqual([])
  await Promise.all([diner.context.close(), phone.context.close()])
})

test('a companion sees who is paying; closing the sheet keeps the bill, giving up returns everything', async () => {
  const { scene } = await house.table({ amountFen: 9_800 })
  const ana = await seated(scene)
  await ana.page.getByText('回到我的桌子').click()
  await ana.page.getByText('去付款').click()
  await ana.page.getByText('微信支付 ¥98.00').click()
  await ana.page.getByText('取消', { exact: true }).click()
  await ana.page.getByText('还没有付款').waitFor()
  await ana.picture('pay-unpaid')
  const bo = await seated(scene)
  await bo.page.getByText('回到我的桌子').click()
  await bo.page.getByText('正在付这张账单').waitFor()
  await bo.picture('pay-taken')
  await ana.page.getByText('不付了，退回积分和券').click()
  await ana.page.getByText('没有扣款，积分和券都已退回').waitFor()
  await ana.picture('pay-cancelled')
  await bo.page.getByText('去付款').click()
  await bo.page.getByText('微信支付 ¥98.00').click()
  await bo.page.getByText('确认支付').click()
  await bo.page.getByText('付款成功').waitFor()
  expect([...ana.errors, ...bo.errors]).toEqual([])
  await Promise.all([ana.context.close(), bo.context.close()])
})

test('the network goes while ana pays: the page says what is not lost, and finds out when it is back', async () => {
  const { scene } = await house.table({ amountFen: 6_600 })
  const ana = await seated(scene)
  await ana.page.getByText('回到我的桌子').click()
  await ana.page.getByText('去付款').click()
  await ana.page.getByText('微信支付 ¥66.00').click()
  await ana.page.getByText('确认支付').waitFor()
  await ana.page.route('**/api/member/checkouts/*', route => route.abort())
  await ana.page.getByText('确认支付').click()
  await ana.page.getByText('还没有等到结果').waitFor({ timeout: 30_000 })
  await ana.picture('pay-still')
  await ana.page.unroute('**/api/member/checkouts/*')
  await ana.page.getByText('再查一次').click()
  await ana.page.getByText('付款成功').waitFor()
  expect(ana.errors).toEqual([])
  await ana.context.close()
})

test('the next morning the bill of WeChat Pay agrees with ours', async () => {
  const today = world.clock.now()
  world.clock.set(new Date(Math.ceil(today.getTime() / DAY) * DAY + 3 * 60 * MINUTE))
  const finance = await world.operator('FINANCE')
  const day = new Date(today.getTime() + 8 * 60 * MINUTE).toISOString().slice(0, 10)
  const overview = await finance.call('POST /console/reconciliation/:day', { params: { day } })
  expect(overview).toMatchObject({ differences: [], stuckRefunds: [], days: [{ date: day, paidCount: 3 }] })
})
