import { codeIn } from '@huitou/shared/offline-tokens'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { StaffService } from '../../server/src/stores/staff.service.js'
import { percent } from '../coupon-builders.js'
import { VerificationStage } from '../verification-stage.js'
import type { TestMember } from '../world.js'
import { MINUTE } from '../world-basics.js'
import { builtWeapp } from './built-weapp.js'
import { lossyServer } from './lossy-server.js'
import { closeBrowser, Device, type Launch, openWeapp } from './open-weapp.js'
import { cameraReads } from './read-qr.js'

// The compiled staff pages against the real server: a waiter takes what guests show, and what a bad network makes of it.

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
  await stage?.world.close()
})

const openAs = (who: string, launch: Launch, more: { device?: Device; serverUrl?: string } = {}) =>
  openWeapp({
    dist: builtWeapp(),
    serverUrl: more.serverUrl ?? stage.world.url,
    device: more.device ?? new Device(),
    launch,
    loginCode: () => stage.world.wechat.control.issueLoginCode({ openid: who }).code,
  })
const bench: Launch = { path: 'staff/workbench' }

async function verifications() {
  const rows = await stage.world.db.query<{ many: number }>('SELECT COUNT(*) AS many FROM verification')
  return Number(rows[0]!.many)
}

test('a waiter scans a voucher, confirms once, undoes it; the guest’s open page follows by itself', async () => {
  const { id } = await stage.voucher(ana)
  const diner = await openAs(ana.openid, { path: 'mall/voucher', query: { id } })
  await diner.see('待使用')
  const code = codeIn(await cameraReads(diner.page))
  const waiter = await openAs(openid, bench)
  await waiter.see('扫一扫')
  waiter.scanNext(code)
  await waiter.tap('扫一扫')
  await waiter.see('鸡丝凉面')
  for (const words of ['未使用', '本店可用', '现在可用', '有效期到', '安娜']) await waiter.see(words)
  // The second finger may find the page gone already.
  const tap = () => waiter.tap('确认核销', { timeout: 1500 })
  await Promise.allSettled([tap(), tap()])
  await waiter.see('核销成功')
  await waiter.see('0001')
  expect((await waiter.phone()).sounds).toContain('/staff/sounds/done.wav')
  await diner.see('已使用')
  await diner.see('店员 小李')
  expect(await verifications()).toBe(1)

  await waiter.tap('撤销')
  await waiter.tap('核销错了')
  await waiter.tap('确认撤销')
  await waiter.see('券已还给顾客')
  await diner.see('待使用')
  expect(codeIn(await cameraReads(diner.page))).toBe(code)
  await waiter.tap('去工作台')
  await waiter.tap('核销记录')
  await waiter.see('0001')
  await waiter.see('已撤销')
  await waiter.assertHealthy()
  await diner.assertHealthy()
  await Promise.all([waiter.close(), diner.close()])
}, 120_000)

test('a used code tells when, where and by whom; a wrong digit is told before it is sent; letters are no code', async () => {
  const { code } = await stage.voucher(ana)
  await stage.verify(stage.waiter, code)
  const waiter = await openAs(openid, bench)
  waiter.scanNext(code)
  await waiter.tap('扫一扫')
  await waiter.see('已经核销过')
  await waiter.see('首次核销')
  await waiter.see('国贸店')
  await waiter.see(stage.waiter.staffNo)
  expect(await waiter.text()).not.toContain('确认核销')
  await waiter.back()
  waiter.scanNext('https://example.com/some/poster')
  await waiter.tap('扫一扫')
  await waiter.see('这不是本店的会员码')

  await waiter.tap('输入券码')
  const before = (await waiter.stats()).requests.length
  for (const digit of code.slice(0, 11)) await waiter.tap(`[aria-label="${digit}"]`)
  await waiter.see(`已输 11 位`)
  const last = String((Number(code.at(-1)) + 1) % 10)
  await waiter.tap(`[aria-label="${last}"]`)
  await waiter.see('有一位输错了')
  expect((await waiter.stats()).requests.length).toBe(before)
  await waiter.assertHealthy()
  await waiter.close()
}, 120_000)

test('the answer gets lost, the app is closed: the next start asks by the request id, and nothing is taken twice', async () => {
  const { code } = await stage.voucher(ana)
  const server = await lossyServer(stage.world.url)
  const device = new Device()
  const waiter = await openAs(openid, bench, { device, serverUrl: server.url })
  const before = await verifications()
  waiter.scanNext(code)
  await waiter.tap('扫一扫')
  await waiter.see('本店可用')
  server.lose(/verification/)
  await waiter.tap('.button--tall')
  await waiter.see('还不知道核销了没有', { timeout: 20_000 })
  expect(await verifications()).toBe(before + 1)
  await waiter.close()

  server.lose(null)
  const again = await openAs(openid, bench, { device, serverUrl: server.url })
  await again.see('有一次核销结果未知')
  await again.see('鸡丝凉面')
  await again.tap('查询结果')
  await again.see('核销成功')
  expect(await verifications()).toBe(before + 1)
  expect(new Set(server.heard.filter(one => one.startsWith('GET /api/staff/verification-requests'))).size).toBe(1)
  await again.assertHealthy()
  await again.close()
  await server.close()
}, 120_000)

test('a scanned member shows what is usable here; a coupon that depends on the bill waits for the amount', async () => {
  const bo = await stage.world.member({ nickname: '小波' })
  await stage.coupon(bo, { name: { zh: '八折券', en: '' }, effect: percent(20), scope: { minSpendFen: 10_000 } })
  await stage.coupon(bo, {
    name: { zh: '只在早上用', en: '' },
    scope: { windows: [{ weekdays: [1, 2, 3, 4, 5, 6, 7], between: ['05:00', '05:30'] }] },
  })
  const { codes } = await bo.call('POST /member/codes')
  const waiter = await openAs(openid, bench)
  waiter.scanNext(codes[0]!.qr)
  await waiter.tap('扫一扫')
  await waiter.see('小波')
  await waiter.see('本店现在可用')
  await waiter.see('现在不能用')
  await waiter.see('可用时段')
  await waiter.tap('八折券')
  await waiter.see('先输入账单金额')
  for (const key of '90') await waiter.tap(`[aria-label="${key}"]`)
  await waiter.see('还差 ¥10')
  await waiter.tap('[aria-label="删除一位"]')
  await waiter.tap('[aria-label="删除一位"]')
  for (const key of '120') await waiter.tap(`[aria-label="${key}"]`)
  await waiter.see('可抵 ¥24.00')
  await waiter.tap('.button--tall')
  await waiter.see('核销成功')
  await waiter.see('抵 ¥24.00')
  await waiter.assertHealthy()
  await waiter.close()
}, 120_000)

test('of a voucher for several uses some are taken; after ten minutes only a manager may undo', async () => {
  const { code } = await stage.voucher(ana, { uses: 5 })
  const waiter = await openAs(openid, bench)
  waiter.scanNext(code)
  await waiter.tap('扫一扫')
  await waiter.see('剩 5 次，共 5 次')
  await waiter.tap('[aria-label="核销几次加一"]')
  await waiter.tap('.button--tall')
  await waiter.see('本次 2 次，剩 3 次')
  const { items } = await stage.waiter.call('GET /staff/verifications', { query: {} })
  stage.world.clock.advance(11 * MINUTE)
  await waiter.tap('继续扫码')
  await waiter.tap('核销记录')
  await waiter.tap(items[0]!.serialNo)
  await waiter.see('请店长当天撤销')
  await waiter.assertHealthy()
  await waiter.close()
}, 120_000)

test('practice goes through all steps and asks the server for nothing', async () => {
  const waiter = await openAs(openid, { path: 'staff/verify/practice' })
  await waiter.tap('开始练习')
  await waiter.tap('扫一扫')
  await waiter.see('第 2 步')
  await waiter.tap('确认核销')
  await waiter.see('核销成功')
  await waiter.tap('再扫同一张')
  await waiter.see('首次核销')
  await waiter.tap('撤销')
  await waiter.tap('核销错了')
  await waiter.tap('确认撤销')
  await waiter.see('学会了')
  expect((await waiter.stats()).requests.filter(({ url }) => url.includes('/staff/'))).toEqual([])
  await waiter.assertHealthy()
  await waiter.close()
}, 60_000)
