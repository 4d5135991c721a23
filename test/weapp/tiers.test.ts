import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { TierQueue } from '../../server/src/tiers/queue.service.js'
import { openWorld, type World } from '../world.js'
import { builtWeapp } from './built-weapp.js'
import { closeBrowser, Device, openWeapp } from './open-weapp.js'

// The compiled tier centre against the real server: what is missing, the bill that closes the gap, and what is offline.

let world: World
beforeAll(async () => {
  world = await openWorld({ liveClock: true })
})
afterAll(async () => {
  await closeBrowser()
  await world?.close()
})

test('ana reads what is missing on the home card, pays, and her open tier page turns silver by itself', async () => {
  const storeId = await world.store({ name: '国贸店' })
  const ana = await world.member({ nickname: 'ana' })
  await world.bill({ memberId: ana.id, paidFen: 187_400, storeId })
  await world.get(TierQueue).drain()
  const app = await openWeapp({
    dist: builtWeapp(),
    serverUrl: world.url,
    device: new Device(),
    loginCode: () => world.wechat.control.issueLoginCode({ openid: ana.openid }).code,
  })
  await app.see('再消费 ¥126 升银卡')
  await app.tap('再消费 ¥126 升银卡')
  await app.see('我的等级')
  await app.tap('金卡')
  await app.see('12 个月内满 6,000 成长值')
  await app.see('排队优先')
  await app.see('升级后解锁')

  const till = await world.pos(storeId)
  const { qr } = (await ana.call('POST /member/codes')).codes[0]!
  await till.call('POST /pos/bills', { body: { billNo: 'TIER-1', paidFen: 12_600, code: qr } })
  await app.see('积分到账')
  await app.tap('知道了')
  await app.see('2,000 成长值，升为银卡')
  await app.see('还可用 1/1 次')
  await app.see('恭喜，您升为银卡')
  await app.see('新权益：')
  await app.assertHealthy()
  // Once: the next visit shows the tier without the congratulation.
  await app.back()
  await app.tap('再消费')
  await app.see('2,000 成长值，升为银卡')
  await app.gone('恭喜，您升为银卡')

  await app.offline()
  await app.pullDown().catch(() => undefined)
  await app.see('网络不可用')
  await app.see('升为银卡')
  await app.close()
}, 120_000)

test('a guest is shown what a tier would be, and how to join', async () => {
  const openid = 'o-guest-of-tiers-000000001'
  world.wechat.control.createUser({ openid, phone: '10012349876' })
  const app = await openWeapp({
    dist: builtWeapp(),
    serverUrl: world.url,
    device: new Device(),
    launch: { path: 'tiers/index' },
    loginCode: () => world.wechat.control.issueLoginCode({ openid }).code,
  })
  await app.see('加入会员后，这里是您的等级和权益')
  await app.see('免费加入会员')
  await app.assertHealthy()
  expect(await app.pages()).toHaveLength(1)
  await app.close()
}, 60_000)
