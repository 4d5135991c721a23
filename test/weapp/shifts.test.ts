import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { StaffService } from '../../server/src/stores/staff.service.js'
import { freshId } from '../coupon-stage.js'
import { VerificationStage, type Waiter } from '../verification-stage.js'
import { MINUTE } from '../world-basics.js'
import { builtWeapp } from './built-weapp.js'
import { lossyServer } from './lossy-server.js'
import { closeBrowser, Device, openWeapp } from './open-weapp.js'

// The compiled pages of a waiter's day against the real server: begun, handed over with a report, bills at tables, refunds.

let stage: VerificationStage
let openid: string
let li: Waiter
beforeAll(async () => {
  stage = await VerificationStage.open()
  const { world, storeId } = stage
  const guest = await world.guest()
  openid = guest.openid
  const invited = await world.db.transaction(tx =>
    world.get(StaffService).invite(tx, { name: '小李', role: 'STAFF', storeId }),
  )
  await guest.call('POST /staff/bindings', { body: { invite: invited.invite } })
  li = { call: guest.call, token: guest.token, staffNo: invited.staffNo, id: invited.staffId }
})
afterAll(async () => {
  await closeBrowser()
  await stage?.world.close()
})

const open = (path: string, serverUrl = stage.world.url) =>
  openWeapp({
    dist: builtWeapp(),
    serverUrl,
    device: new Device(),
    launch: { path },
    loginCode: () => stage.world.wechat.control.issueLoginCode({ openid }).code,
  })
const rows = async (sql: string) => (await stage.world.db.query<{ many: number }>(sql))[0]?.many

test('a waiter begins a shift, sees what its report will hold, hands over once, and the report stays', async () => {
  const server = await lossyServer(stage.world.url)
  const waiter = await open('staff/workbench', server.url)
  await waiter.see('还没有开班')
  await waiter.tap('开班')
  await waiter.see('账单 0 笔 · 核销 0 次')
  stage.world.clock.advance(MINUTE)
  const ana = await stage.world.member({ nickname: '安娜' })
  await li.call('POST /staff/bills', { body: { billNo: `S-${freshId()}`, paidFen: 8_800 } })
  const { code } = await stage.voucher(ana)
  const { id } = await stage.verify(li, code)
  await stage.undo(li, id, { reason: '点错了' })
  await stage.verify(li, code)

  await waiter.tap('交班')
  await waiter.see('营业日结束')
  await waiter.tap('.button--tall')
  await waiter.see('交班后谁也不能修改')
  await waiter.see('¥88.00')
  server.lose(/closings/)
  await waiter.tap('确认交班')
  await waiter.see('报表只会有一张', { timeout: 20_000 })
  server.lose(null)
  await waiter.tap('确认交班')
  await waiter.see('已交班，不能修改')
  for (const words of ['鸡丝凉面', '撤销：点错了', '核销的账单都对得上']) await waiter.see(words)
  expect(await rows('SELECT COUNT(*) AS many FROM shift_report')).toBe(1)

  await stage.verify(li, (await stage.voucher(ana)).code)
  await waiter.tap('同一时段全店')
  await waiter.see('手工账单')
  await waiter.tap('去工作台')
  await waiter.see('还没有开班')
  await waiter.tap('还没有开班')
  await waiter.tap('以往班次')
  await waiter.see('核销 1 次')
  await waiter.assertHealthy()
  await waiter.close()
  await server.close()
}, 120_000)
