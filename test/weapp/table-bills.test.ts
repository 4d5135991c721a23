import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { StaffService } from '../../server/src/stores/staff.service.js'
import { TableHouse } from '../checkout-builders.js'
import { cash } from '../coupon-builders.js'
import type { World } from '../world.js'
import { builtWeapp } from './built-weapp.js'
import { closeBrowser, Device, openWeapp } from './open-weapp.js'

// The compiled pages of bills at tables against the real server: brought, withdrawn, paid by a guest, refunded.

let world: World
let house: TableHouse
let openid: string
beforeAll(async () => {
  ;({ world, house } = await TableHouse.openPaying())
  const guest = await world.guest()
  openid = guest.openid
  const { storeId } = house
  const { invite } = await world.db.transaction(tx =>
    world.get(StaffService).invite(tx, { name: '小李', role: 'STAFF', storeId }),
  )
  await guest.call('POST /staff/bindings', { body: { invite } })
})
afterAll(async () => {
  await closeBrowser()
  await world?.close()
})

const open = (path: string, query: Record<string, string> = {}) =>
  openWeapp({
    dist: builtWeapp(),
    serverUrl: world.url,
    device: new Device(),
    launch: { path, query },
    loginCode: () => world.wechat.control.issueLoginCode({ openid }).code,
  })
const bills = () => house.waiter.call('GET /staff/table-bills', { query: {} })

test('a waiter brings a bill to a scanned table, sees it waiting, and takes it back with a second tap', async () => {
  const { scene } = await world.table(house.storeId)
  const waiter = await open('staff/table-bills')
  await waiter.see('还没有送到桌的账单')
  await waiter.tap('送一张账单到桌')
  waiter.scanNext(scene)
  await waiter.tap('[aria-label="扫桌码"]')
  await waiter.see('已扫')
  for (const key of '268') await waiter.tap(`[aria-label="${key}"]`)
  await waiter.see('还差账单号')
  waiter.scanNext('T-2026-0001')
  await waiter.tap('[aria-label="扫小票"]')
  await waiter.tap('.button--tall')
  await waiter.see('桌边账单')
  await waiter.see('¥268.00')
  expect((await bills()).items).toMatchObject([{ billNo: 'T-2026-0001', amountFen: 26_800, state: 'OPEN' }])
  await waiter.tap('T-2026-0001')
  await waiter.tap('撤回这张账单')
  expect((await bills()).items[0]?.state).toBe('OPEN')
  await waiter.tap('再点一次，撤回')
  await waiter.see('已撤回')
  expect((await bills()).items[0]?.state).toBe('WITHDRAWN')
  await waiter.assertHealthy()
  await waiter.close()
}, 120_000)

test('a refund of a bill paid at the table tells what goes back by itself: WeChat Pay, points and the coupon', async () => {
  const { scene, billNo } = await house.table({ amountFen: 20_000 })
  const ana = await house.diner(scene)
  const couponId = await house.coupon(ana, { name: { zh: '代金券', en: '' }, effect: cash(2_000) })
  await house.settle(ana, await house.begin(ana, { points: 500, couponIds: [couponId] }))
  const waiter = await open('staff/refund', { billNo })
  await waiter.see('¥200.00')
  await waiter.tap('退菜')
  await waiter.tap('.button--tall')
  await waiter.see('退给顾客')
  for (const words of ['微信原路退回', '退回 500 积分', '代金券', '已还回卡包']) await waiter.see(words)
  await waiter.assertHealthy()
  await waiter.close()
}, 120_000)
