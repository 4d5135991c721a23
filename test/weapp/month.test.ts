import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { spend } from '../ledger-builders.js'
import { openWorld, type TestMember, type World } from '../world.js'
import { builtWeapp } from './built-weapp.js'
import { closeBrowser, Device, openWeapp } from './open-weapp.js'

// A month's statement in the compiled mini-program, against the real server.

let world: World
let ana: TestMember
let device: Device
let month: string

beforeAll(async () => {
  world = await openWorld({ liveClock: true })
  const storeId = await world.store({ name: '国贸店' })
  ana = await world.member({ nickname: '安娜' })
  device = new Device()
  await world.bill({ memberId: ana.id, storeId, paidFen: 8850 })
  const explanation = { kind: 'SPEND', what: { zh: '兑换酸梅汤', en: 'a plum drink' }, points: 30 }
  await world.lane.post(spend(30, { memberId: ana.id, storeId, occurredAt: new Date(), explanation }))
  month = monthOf(0)
})

afterAll(async () => {
  await closeBrowser()
  await world?.close()
})

/** "2026-11" in Shanghai, so many months from now. */
function monthOf(by: number): string {
  const here = new Date(Date.now() + 8 * 3_600_000)
  return new Date(Date.UTC(here.getUTCFullYear(), here.getUTCMonth() + by, 1)).toISOString().slice(0, 7)
}

const open = (path: string, query: Record<string, string> = {}) =>
  openWeapp({
    dist: builtWeapp(),
    serverUrl: world.url,
    device,
    launch: { path, query },
    loginCode: () => world.wechat.control.issueLoginCode({ openid: ana.openid }).code,
  })

test('ana opens the month above her entries, turns a page back and finds her way to the first month', async () => {
  const app = await open('points/statement')
  await app.see('国贸店')
  await app.tap(`${month} 的月结单`)
  await app.see('现在积分')
  for (const words of ['月初积分', '获得', '+88', '使用', '−30', '58', '成长值', '接下来到期', '本月还没结束'])
    await app.see(words)
  await app.gone('下个月')
  await app.tap('上个月')
  await app.see('这个月没有积分变动')
  await app.tap(`看 ${month}`)
  await app.see('现在积分')
  await app.assertHealthy()
  await app.close()
}, 120_000)

test('without network the month that was read stays, and another says what is the matter', async () => {
  const app = await open('points/month', { month })
  await app.see('+88')
  await app.change({ online: false })
  await app.pullDown()
  await app.see('网络不可用')
  await app.see('+88')
  await app.tap('上个月')
  await app.see('暂时读不到这个月的月结单')
  await app.change({ online: true })
  await app.see('这个月没有积分变动')
  expect(await app.route()).toBe('points/month')
  await app.close()
}, 120_000)
