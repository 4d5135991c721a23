import { randomBytes } from 'node:crypto'
import { codeIn } from '@huitou/shared/offline-tokens'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { CouponLife } from '../../server/src/coupons/coupon-life.service.js'
import { offerCoupon } from '../coupon-stage.js'
import { enterTemplates } from '../message-builders.js'
import { openWorld, type TestOperator, type World } from '../world.js'
import { builtWeapp } from './built-weapp.js'
import { closeBrowser, Device, type Launch, openWeapp } from './open-weapp.js'
import { cameraReads } from './read-qr.js'

// The compiled wallet against the real server: taking a coupon, showing it, having it used, giving one to a friend.

let world: World
let marketer: TestOperator
let storeId: number
beforeAll(async () => {
  world = await openWorld({ liveClock: true })
  enterTemplates(world)
  storeId = await world.store({ name: '国贸店' })
  marketer = await world.operator('MARKETER')
})
afterAll(async () => {
  await closeBrowser()
  await world?.close()
})

/** The app on somebody's phone. WeChat's panel says yes to what it asks. */
const openAs = (openid: string, launch: Launch = {}) =>
  openWeapp({
    dist: builtWeapp(),
    serverUrl: world.url,
    device: new Device(),
    launch,
    loginCode: () => world.wechat.control.issueLoginCode({ openid }).code,
    phoneCode: () => world.wechat.control.issuePhoneCode({ openid }).code,
    subscribe: templateIds => Object.fromEntries(templateIds.map(id => [id, 'accept'])),
  })

/** Somebody verifies the coupon in the store. */
async function verify(couponId: string): Promise<void> {
  const by = { kind: 'STAFF' as const, name: '小李 · 0012', storeId }
  const key = `verification:${randomBytes(6).toString('hex')}`
  const until = new Date(Date.now() + 60_000)
  await world.db.transaction(async tx => {
    const life = world.get(CouponLife)
    await life.lock(tx, { key, couponIds: [Number(couponId)], memberId: null, purpose: 'VERIFICATION', until, by })
    await life.use(tx, { key, lockKey: key, coupons: [{ id: Number(couponId), offFen: 2_000 }], storeId, by })
  })
}

test('ana takes a coupon, asks to be reminded of it, shows it, and sees it used without touching the phone', async () => {
  const ana = await world.member({ nickname: '安娜' })
  const batchId = await offerCoupon(marketer, {
    scope: { windows: [{ weekdays: [1, 2, 3, 4, 5], between: ['11:00', '14:00'] }] },
  })
  const app = await openAs(ana.openid)
  await app.see('0 张可用')
  await app.tap('我的券')
  await app.see('还没有可用的券')
  await app.tap('去领一张')
  await app.see('满百减二十')
  await app.tap('领取')
  await app.see('已放进您的卡包')
  await app.tap('提醒我')
  await app.see('好的，到时提醒您')
  await app.tap('看这张券')
  await app.see('可使用')
  await app.see('周一')
  await app.see('11:00–14:00')
  await app.see('不可用')
  await app.see('能不能一起用')

  const [card] = (await ana.call('GET /member/coupons', { query: {} })).items
  const { code } = await ana.call('GET /member/coupons/:id', { params: { id: card!.id } })
  expect(codeIn(await cameraReads(app.page))).toBe(code)
  await verify(card!.id)
  await app.see('已使用')
  await app.see('在国贸店使用')
  expect(await app.text()).not.toContain(code!.slice(0, 4))

  await app.back()
  await app.see('已领到上限')
  await app.back()
  await app.tap('已使用')
  await app.see('满百减二十')
  await app.assertHealthy()
  await app.close()
  const { items } = await ana.call('GET /member/reminders')
  expect(items.find(({ kind }) => kind === 'COUPON_EXPIRING')).toMatchObject({ left: 1, answer: 'accept' })
  const offers = await ana.call('GET /member/coupon-offers')
  expect(offers.items.find(offer => offer.batchId === batchId)).toMatchObject({ mine: 0, left: 99 })
}, 120_000)

test('two taps on "take it" take one coupon', async () => {
  const carla = await world.member({ nickname: '卡拉' })
  await offerCoupon(marketer, { name: { zh: '连点两下', en: '' } }, { perMember: 3 })
  const app = await openAs(carla.openid, { path: 'coupons/offers' })
  await app.see('连点两下')
  // The second finger may find the button gone already.
  await Promise.allSettled([app.tap('领取', { timeout: 2000 }), app.tap('领取', { timeout: 2000 })])
  await app.see('已放进您的卡包')
  const { counts } = await carla.call('GET /member/coupons', { query: {} })
  expect(counts.usable).toBe(1)
  await app.close()
}, 60_000)

test('a new coupon wears a red dot until the wallet was opened, and the wallet is there without a network', async () => {
  const dora = await world.member({ nickname: '朵拉' })
  const batchId = await offerCoupon(marketer)
  await dora.call('POST /member/coupon-claims', { body: { requestId: randomBytes(9).toString('hex'), batchId } })
  const app = await openAs(dora.openid)
  await app.see('1 张可用')
  expect((await app.phone()).badges).toHaveProperty('pages/me/index')
  await app.tap('我的券')
  await app.see('满 ¥100 可用')
  await app.back()
  await app.tab('我的')
  await app.gone('有新券')
  await app.tap('我的券')
  await app.offline()
  await app.see('网络不可用')
  await app.see('满 ¥100 可用')
  await app.assertHealthy()
  await app.close()
  const { unseen } = await dora.call('GET /member/coupons', { query: {} })
  expect(unseen).toBe(0)
}, 60_000)

test('emil gives a coupon by a card; a friend who is no member sees it, joins, and has it', async () => {
  const emil = await world.member({ nickname: '埃米尔' })
  const batchId = await offerCoupon(marketer)
  const { id } = await emil.call('POST /member/coupon-claims', {
    body: { requestId: randomBytes(9).toString('hex'), batchId },
  })
  const giver = await openAs(emil.openid, { path: 'coupons/give', query: { id } })
  await giver.tap('确认送出')
  await giver.see('发给微信好友')
  const shared = (await giver.share()) as { title: string; path: string }
  expect(shared.title).toContain('¥20')
  const token = /^\/coupons\/gift\?token=([\w-]{22})$/.exec(shared.path)?.[1]
  expect(token).toBeDefined()

  const openid = 'o-fay-of-gifts-00000000001'
  world.wechat.control.createUser({ openid, phone: '10012347777' })
  const friend = await openAs(openid, { path: 'coupons/gift', query: { token: token! } })
  await friend.see('埃* 送您一张券')
  await friend.see('满 ¥100 可用')
  await friend.tap('入会并收下')
  await friend.tap('用微信手机号一键加入')
  await friend.tap('同意，继续')
  await friend.gone('先看一下协议')
  await friend.tap('用微信手机号一键加入')
  await friend.tap('去领朋友送的券')
  await friend.tap('收下')
  await friend.see('已放进您的卡包')
  await friend.assertHealthy()
  await friend.close()

  await giver.see('已被朋友领走')
  await giver.tap('送出的券')
  await giver.see('领走')
  await giver.assertHealthy()
  await giver.close()
}, 120_000)
