import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { nothing, pointsPrize, publishLottery } from '../draw-builders.js'
import { joinGroup, openGroup, publishGroupOffer } from '../group-builders.js'
import { redeem, TestMall } from '../mall-builders.js'
import { openWorld, type World } from '../world.js'
import { builtWeapp } from './built-weapp.js'
import { closeBrowser, Device, type Launch, openWeapp } from './open-weapp.js'

// The compiled lottery, group and parcel pages against the real server.

let world: World
let mall: TestMall
beforeAll(async () => {
  world = await openWorld({ liveClock: true })
  mall = new TestMall(world)
})
afterAll(async () => {
  await closeBrowser()
  await world?.close()
})

const openAs = (openid: string, launch: Launch, device = new Device()) =>
  openWeapp({
    dist: builtWeapp(),
    serverUrl: world.url,
    device,
    launch,
    loginCode: () => world.wechat.control.issueLoginCode({ openid }).code,
    phoneCode: () => world.wechat.control.issuePhoneCode({ openid }).code,
  })

test('ana reads odds and stock, draws, wins what the server said, and an interrupted draw comes back with its result', async () => {
  const ana = await world.member({ nickname: '安娜', points: 100 })
  const code = await publishLottery(mall, { prizes: [pointsPrize(1_000_000, 50, 2), nothing(0)] })
  const device = new Device()
  const app = await openAs(ana.openid, { path: 'draws/wheel', query: { code } }, device)
  await app.see('概率 100%')
  await app.see('剩 2')
  await app.tap('抽一次，用 10 分')
  await app.see('抽中 50 积分')
  await app.see('剩 140 分，今天还能抽 2 次')
  await app.tap('关闭')
  await app.see('剩 1')

  // The answer is lost on its way: the page keeps the draw, and the next start finds its result.
  await app.offline()
  await app.tap('抽一次，用 10 分')
  await app.see('网络断了，还不知道结果')
  await app.online()
  await app.tap('看这一次的结果')
  await app.see('抽中 50 积分')
  expect((await ana.call('GET /member/draws', {})).items).toHaveLength(2)
  await app.assertHealthy()
  await app.close()
}, 90_000)

test('bo opens the card of a friend, joins as the last one, and everybody has a voucher', async () => {
  const [ana, bo] = [
    await world.member({ nickname: '安娜', points: 100 }),
    await world.member({ nickname: '波波', points: 100 }),
  ]
  const code = await publishGroupOffer(mall, { size: 2 })
  const { token } = await openGroup(ana, code)
  const app = await openAs(bo.openid, { path: 'groups/group', query: { token } })
  await app.see('还差 1 人')
  await app.see('团长')
  await app.tap('参团，先冻结 100 分')
  await app.tap('再点一次，冻结 100 分参团')
  await app.see('已成团')
  await app.tap('去看兑换券')
  await app.see('待使用')
  await app.assertHealthy()
  await app.close()
}, 90_000)

test('cleo sees a group fill by itself, and a full one cannot be joined', async () => {
  const [ana, bo, cleo] = [
    await world.member({ nickname: '安娜', points: 100 }),
    await world.member({ nickname: '波波', points: 100 }),
    await world.member({ nickname: '可可', points: 100 }),
  ]
  const { token } = await openGroup(ana, await publishGroupOffer(mall, { size: 2 }))
  const app = await openAs(cleo.openid, { path: 'groups/group', query: { token } })
  await app.see('还差 1 人')
  await joinGroup(bo, token)
  await app.see('已成团')
  await app.see('自己开一个团')
  await app.close()
}, 90_000)

test('dora types her address, sees the parcel go, and says that it has arrived', async () => {
  const dora = await world.member({ nickname: '朵拉', points: 100 })
  const code = await mall.publish({ gift: { type: 'GOODS', delivery: 'POST' }, category: 'GOODS' })
  const { id } = await redeem(dora, code)
  const app = await openAs(dora.openid, { path: 'mall/voucher', query: { id } })
  await app.see('待填地址')
  await app.tap('填写地址')
  for (const [field, value] of [
    ['收货人', '朵拉拉'],
    ['手机号', '13812345678'],
    ['省', '浙江省'],
    ['市', '杭州市'],
    ['街道门牌', '文三路 1 号'],
  ] as const)
    await app.fill(field, value)
  await app.tap('保存地址')
  await app.see('138****5678')
  const body = { requestId: 'weapp-dispatch', carrier: '顺丰速运', trackingNo: 'SF100200300' }
  await mall.call('POST /console/shipments/:id/dispatches', { params: { id }, body })
  await app.pullDown()
  await app.see('顺丰速运 SF100200300')
  await app.tap('确认收货')
  await app.see('已收货')
  await app.assertHealthy()
  await app.close()
}, 90_000)
