import { isOfflineToken } from '@huitou/shared/offline-tokens'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { StaffService } from '../../server/src/stores/staff.service.js'
import { VerificationStage } from '../verification-stage.js'
import type { TestMember } from '../world.js'
import { builtWeapp } from './built-weapp.js'
import { closeBrowser, Device, type Launch, openWeapp } from './open-weapp.js'
import { cameraReads } from './read-qr.js'
import type { WeappPage } from './weapp-page.js'

// A restaurant in a basement: the compiled mini-program on phones without a network, and on phones without BigInt,
// WebCrypto and TextEncoder.

let stage: VerificationStage
let openid: string
let ana: TestMember
beforeAll(async () => {
  stage = await VerificationStage.open()
  const { world, storeId } = stage
  const li = await world.guest()
  openid = li.openid
  const invited = await world.db.transaction(tx =>
    world.get(StaffService).invite(tx, { name: '小李', role: 'STAFF', storeId }),
  )
  await li.call('POST /staff/bindings', { body: { invite: invited.invite } })
  ana = await world.member({ nickname: '安娜' })
})
afterAll(async () => {
  await closeBrowser()
  expect(await stage.world.books()).toEqual({})
  await stage?.world.close()
})

const OLD_PHONE = ['BigInt', 'BigInt64Array', 'BigUint64Array', 'TextEncoder', 'TextDecoder', 'crypto', 'Intl']
const openAs = (who: string, launch: Launch, device = new Device()) =>
  openWeapp({
    dist: builtWeapp(),
    serverUrl: stage.world.url,
    device,
    launch,
    without: OLD_PHONE,
    loginCode: () => stage.world.wechat.control.issueLoginCode({ openid: who }).code,
  })
const bench: Launch = { path: 'staff/workbench' }

async function tokenOf(redemptionId: string) {
  const { items } = await ana.call('GET /member/offline-tokens')
  return items.find(one => one.redemptionId === redemptionId)!.token
}
/** Back to the workbench by hand, not by the clock. */
async function leave(waiter: WeappPage) {
  await waiter.tap('停在这一页')
  // Deaf for a moment, so that the second tap of a thumb does not wipe the number away.
  await waiter.page.waitForTimeout(700)
  await waiter.tap('继续扫码')
}
async function scan(waiter: WeappPage, code: string) {
  waiter.scanNext(code)
  await waiter.tap('扫一扫')
}

test('a waiter in a basement accepts what a guest shows there, the app is closed, and the network confirms it', async () => {
  const voucher = await stage.voucher(ana)
  const phone = new Device()
  const diner = await openAs(ana.openid, { path: 'mall/voucher', query: { id: voucher.id } }, phone)
  await diner.see('待使用')
  let code = await cameraReads(diner.page)
  for (let tries = 0; tries < 20 && !isOfflineToken(code); tries += 1) code = await cameraReads(diner.page)
  await diner.close()

  // Without a network the guest's page still shows what was taken along.
  phone.settings.online = false
  const below = await openAs(ana.openid, { path: 'mall/voucher', query: { id: voucher.id } }, phone)
  await below.see('待使用')
  expect(await cameraReads(below.page)).toBe(code)
  await below.close()

  const device = new Device()
  const waiter = await openAs(openid, bench, device)
  await waiter.see('离线核销已备好')
  await waiter.offline()
  await waiter.see('没有网络，可以先受理')
  await scan(waiter, code)
  await waiter.see('没有网络：先受理，联网后确认')
  await waiter.see('鸡丝凉面')
  await waiter.see('本机没有用过的记录，联网后确认')
  await waiter.tap('确认核销')
  await waiter.see('离线已受理，联网后确认')
  await waiter.see('L01')
  await waiter.close()

  device.settings.online = false
  const again = await openAs(openid, bench, device)
  await again.see('离线待确认 1 笔')
  await scan(again, code)
  await again.see('这台手机已受理过')
  expect(await again.text()).not.toContain('确认核销 ')
  await again.back()
  await again.online()
  await again.gone('离线待确认')
  await again.tap('离线核销已备好')
  await again.see('已确认')
  await again.see('流水号')
  await again.assertHealthy()
  await again.close()
  const shown = await ana.call('GET /member/redemptions/:id', { params: { id: voucher.id } })
  expect(shown).toMatchObject({ state: 'USED', used: { store: '国贸店' } })
}, 120_000)

test('what was used elsewhere is refused by the filter, or told after the sync with who was first', async () => {
  const [known, unknown] = [await stage.voucher(ana), await stage.voucher(ana)]
  const tokens = [await tokenOf(known.id), await tokenOf(unknown.id)]
  await stage.verify(stage.waiter, known.code)
  stage.world.clock.advance(11_000)
  const waiter = await openAs(openid, bench)
  await waiter.see('离线核销已备好')
  await waiter.offline()
  await scan(waiter, tokens[0]!)
  await waiter.see('可能已经用过或退回')
  await waiter.back()
  await scan(waiter, tokens[1]!)
  await waiter.tap('确认核销')
  await waiter.see('离线已受理')
  await stage.verify(stage.waiter, unknown.code)
  await leave(waiter)
  await waiter.online()
  await waiter.see('1 笔离线记录要处理')
  await waiter.tap('离线记录要处理')
  await waiter.see('重复使用')
  await waiter.see(stage.waiter.staffNo)
  await waiter.see('下一步')
  await waiter.see('不要再次发放')
  await waiter.assertHealthy()
  await waiter.close()
}, 120_000)

test('a member’s bill is kept and booked later; digits, strangers and bent codes are told apart', async () => {
  const { member } = await ana.call('GET /member/offline-tokens')
  const voucher = await stage.voucher(ana)
  const token = await tokenOf(voucher.id)
  const before = (await ana.call('GET /member/card')).balances.available
  const waiter = await openAs(openid, bench)
  await waiter.see('离线核销已备好')
  await waiter.offline()
  await scan(waiter, voucher.code)
  await waiter.see('没有网络时只认顾客页面上的二维码')
  await scan(waiter, `${token.slice(0, 40)}${token[40] === 'A' ? 'B' : 'A'}${token.slice(41)}`)
  await waiter.see('这个码无法核实')
  await scan(waiter, member)
  await waiter.see('没有网络：先记下，联网后到账')
  await waiter.see('安娜')
  await waiter.fill('账单号', 'OFF-1')
  for (const key of '88.50') await waiter.tap(`[aria-label="${key}"]`).catch(() => waiter.tap(key))
  await waiter.tap('记下账单')
  await waiter.see('离线已受理，联网后确认')
  await leave(waiter)
  await waiter.online()
  await waiter.see('离线核销已备好')
  await waiter.tap('离线核销已备好')
  await waiter.see('88 分已到账')
  await waiter.assertHealthy()
  await waiter.close()
  expect((await ana.call('GET /member/card')).balances.available).toBe(before + 88)
}, 120_000)
