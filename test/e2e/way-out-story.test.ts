import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { userOfDevice } from '../../server/src/demo/devices.rules.js'
import { cameraReads } from '../weapp/read-qr.js'
import { openWorld, type TestMember, type World } from '../world.js'
import { DAY } from '../world-basics.js'
import { acceptOffline, cutOff, nextGuest, reconnect } from './basement.js'
import { Eyes, type Visitor } from './browser.js'
import { atTheDesk, photograph, see, waiterAtWork } from './people.js'
import { fillInReward, publishReward } from './reward-desk.js'

// The whole way out for points: a marketer puts a reward on the shelf, a guest takes it for points and money, a waiter
// without a network accepts it, a manager undoes that, the guest gives it back, and nothing was lost or made on the way.
const NAME = '陈皮老鸭汤'
const DEVICE = 'way-out-diner'
let world: World
let eyes: Eyes
let store: number
let ana: TestMember
let marketer: Visitor
let diner: Visitor
let waiter: Visitor
beforeAll(async () => {
  world = await openWorld({ liveClock: true, pay: true })
  world.pay.control.settings({ notices: 'auto', noticeScale: 0.01 })
  store = await world.store({ name: '国贸店' })
  ana = await world.member({ ...userOfDevice(world.config.wechat.appId, DEVICE), nickname: '安娜' })
  // Two lots with ends of their own; the reward takes all of the older one and a part of the younger.
  for (const [daysAgo, paidFen] of [
    [70, 15_000],
    [20, 20_000],
  ] as const) {
    await world.bill({ memberId: ana.id, storeId: store, paidFen, paidAt: new Date(Date.now() - daysAgo * DAY) })
  }
  eyes = await Eyes.open()
  marketer = await atTheDesk(world, eyes, 'MARKETER')
  diner = await eyes.visitor()
  waiter = await waiterAtWork(world, eyes, store)
}, 60_000)
afterAll(async () => {
  await eyes.close()
  await world.close()
})

/** Every lot of the guest, whole: which it is, when it ends, and what it holds. */
const lots = () =>
  world.db.query<{ id: number; expires_at: Date; granted: number; remaining: number; held: number }>(
    `SELECT l.* FROM lot l JOIN account a ON a.id = l.account_id
     WHERE a.owner_type = 1 AND a.owner_id = ? ORDER BY l.expires_at`,
    [ana.id],
  )
const remaining = async () => (await lots()).map(lot => Number(lot.remaining))

test('a reward is published, redeemed with points and money, verified offline, undone, given back, and the books balance', async () => {
  const before = await lots()
  expect(before.map(lot => [Number(lot.granted), Number(lot.remaining)])).toEqual([
    [150, 150],
    [200, 200],
  ])
  expect(before[0]!.expires_at.getTime()).toBeLessThan(before[1]!.expires_at.getTime())

  await publish()
  await redeemAndPay()
  expect(await remaining()).toEqual([0, 150])
  await acceptWithoutNetwork(await cameraReads(diner.page))
  await see(diner, '待使用')
  await comeBack()
  await see(diner, '已使用')
  await see(diner, /在国贸店使用，店员 小李/)
  await photograph(diner, 'way-out-5-used')

  const manager = await undo()
  await see(diner, '待使用')
  await diner.page.locator('.slip__digits').last().waitFor()
  await photograph(diner, 'way-out-7-ready-again')
  expect(await remaining()).toEqual([0, 150])

  await giveBack()
  expect(await lots()).toEqual(before)
  await refunded()
  expect(await world.books()).toEqual({})
  await readAtTheDesk()
  expect([marketer, diner, waiter, manager].flatMap(({ errors }) => errors)).toEqual([])
}, 180_000)

async function publish(): Promise<void> {
  await marketer.page.goto(`${world.url}/console/rewards`)
  await fillInReward(marketer, /积分加钱/, NAME)
  await marketer.picture('way-out-1-editor')
  await publishReward(marketer)
}

async function redeemAndPay(): Promise<void> {
  const { page } = diner
  await page.goto(`${world.url}/m/?device=${DEVICE}#/pages/mall/index`)
  await page.getByText(NAME).first().click()
  await page.getByText('立即兑换').click()
  await page.getByText('兑换并支付 ¥9.90').waitFor()
  await photograph(diner, 'way-out-2-redeem')
  await page.getByText('兑换并支付 ¥9.90').click()
  await page.getByText('支付 ¥9.90', { exact: true }).last().click()
  await page.getByText('确认支付').click()
  await see(diner, '待使用')
  expect(world.pay.control.orders().map(({ amountFen, state }) => [amountFen, state])).toEqual([[990, 'SUCCESS']])
}

/** The waiter's phone is without a network, reads the signed code off the guest's page, and says what it cannot know. */
async function acceptWithoutNetwork(token: string): Promise<void> {
  expect(token).toMatch(/^HTO1\./)
  await see(waiter, '离线核销已备好')
  await cutOff(waiter)
  await see(waiter, '没有网络，可以先受理')
  await acceptOffline(waiter, token, 'L01')
  await see(waiter, '如果已在别处用过，联网后会在离线记录里告诉您。')
  await photograph(waiter, 'way-out-3-accepted')
  await nextGuest(waiter)
  await see(waiter, '离线待确认 1 笔')
}

async function comeBack(): Promise<void> {
  await waiter.page
    .getByText(/离线待确认 1 笔/)
    .last()
    .click()
  await see(waiter, '等待联网')
  await reconnect(waiter)
  await see(waiter, '已确认')
  await see(waiter, /流水号 0001/)
  // With nothing left to confirm the page went on warning that something was.
  await see(waiter, '离线核销已备好')
  await photograph(waiter, 'way-out-4-synced')
}

/** The store's manager, on a phone of their own, takes the verification back and says why. */
async function undo(): Promise<Visitor> {
  const manager = await waiterAtWork(world, eyes, store, { name: '陈店长', role: 'STORE_MANAGER' })
  const { page } = manager
  await page.getByText('核销记录').last().click()
  await page.getByText(NAME).last().click()
  await page.getByText('撤销这次核销').click()
  await page.getByText('没有上菜').click()
  await page.getByText('确认撤销').click()
  await see(manager, '券已还给顾客')
  await photograph(manager, 'way-out-6-undone')
  return manager
}

async function giveBack(): Promise<void> {
  await diner.page.getByText('退回，拿回积分').last().click()
  await diner.page.getByText('再点一次确认').last().click()
  await see(diner, '已退回')
  await see(diner, '积分已退回原来的批次。¥9.90 原路退回')
  // A reward that was given back went on saying until when to use it.
  expect(await diner.page.locator('.slip').last().textContent()).not.toContain('用到')
  await photograph(diner, 'way-out-8-given-back')
}

/** The guest's own WeChat says that the money is back. */
async function refunded(): Promise<void> {
  await diner.page.goto(`${world.wechat.url}/phone?device=${DEVICE}`)
  await see(diner, '退款到账')
  await see(diner, /¥9\.90/)
  await diner.picture('way-out-9-refunded')
  const [order] = world.pay.control.orders()
  const refunds = world.pay.control.refunds(order!.outTradeNo)
  expect(refunds.map(({ amountFen, status }) => [amountFen, status])).toEqual([[990, 'SUCCESS']])
}

async function readAtTheDesk(): Promise<void> {
  const { page } = marketer
  await page.goto(`${world.url}/console/verifications`)
  const row = page.getByRole('row', { name: new RegExp(NAME) })
  for (const words of ['0001', '已撤销', '离线受理', /陈店长.*撤销：没有上菜/])
    await row.getByText(words).first().waitFor()
  await marketer.picture('way-out-10-records')
}
