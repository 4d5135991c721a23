import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openWorld, type World } from '../world.js'
import { builtWeapp } from './built-weapp.js'
import { closeBrowser, Device, type Launch, openWeapp, type WeappPage } from './open-weapp.js'
import { cameraReads } from './read-qr.js'

// The compiled mini-program against the real server, its own database and the WeChat simulator.

let world: World

beforeAll(async () => {
  world = await openWorld({ liveClock: true })
})

afterAll(async () => {
  await closeBrowser()
  await world?.close()
})

/** Somebody with WeChat and a phone, who has never been here. Opens the app on that phone again and again. */
function newcomer(openid: string, { givesPhone = true } = {}) {
  world.wechat.control.createUser({ openid, phone: '10012345678' })
  const device = new Device()
  return (launch: Launch = {}) =>
    openWeapp({
      dist: builtWeapp(),
      serverUrl: world.url,
      device,
      launch,
      loginCode: () => world.wechat.control.issueLoginCode({ openid }).code,
      phoneCode: () => (givesPhone ? world.wechat.control.issuePhoneCode({ openid }).code : null),
    })
}

/** Asks to join, is shown the terms first, accepts them and asks again. */
async function join(app: WeappPage) {
  await app.tap('用微信手机号一键加入')
  await app.tap('同意，继续')
  await app.gone('先看一下协议')
  await app.tap('用微信手机号一键加入')
}

test('ana scans her table, joins, pays, and reads why she got 88 points', async () => {
  const storeId = await world.store({ name: '国贸店' })
  const { scene } = await world.table(storeId, 'A8')
  const openAna = newcomer('o-ana-0000000000000000001')
  const app = await openAna({ path: 'table/index', sceneCode: scene })
  await app.see('A8')
  await app.tap('免费加入会员')
  await join(app)
  await app.see('欢迎，您已是会员')
  await app.see('100****5678')

  await app.tap('回首页')
  await app.tab('会员码')
  await app.see('秒后自动更新')
  expect(await cameraReads(app.page)).toMatch(/^HT1\./)
  expect(await app.phone()).toMatchObject({ brightness: 1, keepScreenOn: true })

  const [member] = await world.db.query<{ id: number }>('SELECT id FROM member ORDER BY id DESC LIMIT 1')
  await world.bill({ memberId: member!.id, paidFen: 8850, storeId })
  // The open page hears of it by itself. How soon is measured elsewhere: here the machine is busy with other tests.
  await app.see('积分到账')
  await app.see('+88')
  await app.tap('为什么是这个数')
  await app.see('¥88.50 × 1 分 = 88 分')
  await app.assertHealthy()
  await app.close()

  const again = await openAna()
  await again.see('88')
  await again.tap('明细')
  await again.see('国贸店')
  await again.assertHealthy()
  await again.close()
}, 120_000)

test('bo refuses to give a phone number and may still look around', async () => {
  await world.someStore()
  const app = await newcomer('o-bo-00000000000000000001', { givesPhone: false })({ path: 'join/index' })
  await join(app)
  await app.see('没有拿到手机号')
  await app.assertHealthy()
  await app.close()
}, 60_000)
