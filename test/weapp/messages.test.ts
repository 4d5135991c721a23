import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { enterTemplates, say, templateOf } from '../message-builders.js'
import { openWorld, type TestMember, type World } from '../world.js'
import { builtWeapp } from './built-weapp.js'
import { closeBrowser, Device, type Launch, openWeapp } from './open-weapp.js'

// The compiled inbox and the reminders against the real server; WeChat's panel is the simulator's.

let world: World
beforeAll(async () => {
  world = await openWorld({ liveClock: true })
  enterTemplates(world)
})
afterAll(async () => {
  await closeBrowser()
  await world?.close()
})

const openAs = (member: TestMember, { answer = 'accept' as 'accept' | 'reject', launch = {} as Launch } = {}) =>
  openWeapp({
    dist: builtWeapp(),
    serverUrl: world.url,
    device: new Device(),
    launch,
    loginCode: () => world.wechat.control.issueLoginCode({ openid: member.openid }).code,
    subscribe: templateIds => {
      const answers = Object.fromEntries(templateIds.map(id => [id, answer]))
      world.wechat.control.messages.ask({ openid: member.openid, templateIds, answers })
      return answers
    },
  })
const leftOf = async (member: TestMember, kind: string) =>
  (await member.call('GET /member/reminders')).items.find(item => item.kind === kind)?.left
const soon = async (check: () => Promise<boolean>) => {
  for (let tries = 0; tries < 50 && !(await check()); tries++) await new Promise(resolve => setTimeout(resolve, 100))
}

test('points that end put a red dot on 我的; ana reads why, follows it to her points, and the dot is gone', async () => {
  const ana = await world.member({ nickname: '安娜' })
  await say(world, 'POINTS_EXPIRING', [ana.id], { dueAt: new Date(Date.now() - 1000) })
  const app = await openAs(ana)
  await app.see('我的积分')
  await soon(async () => 'pages/me/index' in (await app.phone()).badges)
  expect((await app.phone()).badges).toHaveProperty('pages/me/index')
  await app.tab('我的')
  await app.see('1 条未读')
  await app.tap('消息')
  await app.see('今天')
  await app.see('320 分还有 7 天到期')
  await app.see('最后可用日是')
  await soon(async () => (await ana.call('GET /member/messages', { query: {} })).unread === 0)
  expect((await ana.call('GET /member/messages', { query: {} })).unread).toBe(0)
  await app.tap('320 分还有 7 天到期')
  await app.see('还没有积分记录')
  await app.back()
  await app.back()
  await app.gone('1 条未读')
  await soon(async () => !('pages/me/index' in (await app.phone()).badges))
  expect((await app.phone()).badges).not.toHaveProperty('pages/me/index')
  await app.assertHealthy()
  await app.close()
}, 90_000)

test('one tap adds one reminder to the grid, and a tap right before the network goes is not lost', async () => {
  const bo = await world.member({ nickname: '波' })
  const app = await openAs(bo, { launch: { path: 'messages/reminders' } })
  await app.tap('积分到期提醒，多提醒一次')
  await app.see('还可提醒 1 次')
  await soon(async () => (await leftOf(bo, 'POINTS_EXPIRING')) === 1)
  expect(await leftOf(bo, 'POINTS_EXPIRING')).toBe(1)

  await app.offline()
  await app.tap('积分到期提醒，多提醒一次')
  await app.see('还可提醒 2 次')
  await app.see('已经记下，有网络时自动同步')
  expect(await leftOf(bo, 'POINTS_EXPIRING')).toBe(1)
  // WeChat itself is closed and opened again before there is a network.
  await app.restart()
  await app.online()
  await soon(async () => (await leftOf(bo, 'POINTS_EXPIRING')) === 2)
  expect(await leftOf(bo, 'POINTS_EXPIRING')).toBe(2)
  await app.close()
}, 90_000)

test('carla says no, is not pressed, and turns offers off', async () => {
  const carla = await world.member({ nickname: '卡拉' })
  const app = await openAs(carla, { answer: 'reject', launch: { path: 'messages/reminders' } })
  await app.tap('积分到期提醒，多提醒一次')
  await app.see('好的，不打扰您')
  expect(await leftOf(carla, 'POINTS_EXPIRING')).toBe(0)
  await app.tap('活动通知')
  await soon(async () => (await carla.call('GET /member/reminders')).items.some(({ wanted }) => !wanted))
  const { items } = await carla.call('GET /member/reminders')
  expect(items.filter(({ wanted }) => !wanted).map(({ kind }) => kind)).toEqual(['CAMPAIGN'])
  await app.assertHealthy()
  await app.close()
}, 60_000)

test('after earning, one reminder is asked for, with what it is for', async () => {
  const storeId = await world.store({ name: '国贸店' })
  const dora = await world.member({ nickname: '朵拉' })
  const app = await openAs(dora)
  await app.see('我的积分')
  const till = await world.pos(storeId)
  const { qr } = (await dora.call('POST /member/codes')).codes[0]!
  await till.call('POST /pos/bills', { body: { billNo: 'ASK-1', paidFen: 8_850, code: qr } })
  await app.see('积分到账')
  await app.see('不让积分白白失效')
  await app.tap('提醒我')
  await app.see('好的，到时提醒您')
  await soon(async () => (await leftOf(dora, 'POINTS_EXPIRING')) === 1)
  const rows = await world.db.query<{ template_id: string; moment: string }>(
    "SELECT template_id, moment FROM grant_answer WHERE member_id = ? AND source = 'CLIENT'",
    [dora.id],
  )
  expect(rows).toEqual([{ template_id: templateOf('POINTS_EXPIRING'), moment: 'AFTER_EARN' }])
  await app.assertHealthy()
  await app.close()
}, 90_000)
