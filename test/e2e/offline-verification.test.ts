import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { redeem, TestMall } from '../mall-builders.js'
import { openWorld, type TestMember, type World } from '../world.js'
import { acceptOffline, cutOff, nextGuest, reconnect } from './basement.js'
import { Eyes, type Visitor } from './browser.js'
import { scanByHand, see, waiterAtWork } from './people.js'

// A basement: ten things are verified with the network cut, one of them had been shown to somebody else as well, and the
// page is closed and opened in between. Nothing gets lost, and the double use is found and attributed.
let world: World
let eyes: Eyes
let store: number
let ana: TestMember
beforeAll(async () => {
  world = await openWorld({ liveClock: true })
  store = await world.store({ name: '地下一层店' })
  eyes = await Eyes.open()
  ana = await world.member({ nickname: '安娜' })
  await world.bill({ memberId: ana.id, storeId: store, paidFen: 200_000, paidAt: new Date(Date.now() - 3_600_000) })
})
afterAll(async () => {
  await eyes.close()
  expect(await world.books()).toEqual({})
  await world.close()
})

const THINGS = 11
/** In their order, one of them a conflict with the first use, and as many vouchers left as nobody has shown. */
async function expectNineAndOne(): Promise<void> {
  const rows = await world.db.query<{ state: number; seq: number; first_serial: string | null }>(
    'SELECT state, seq, first_serial FROM offline_verification ORDER BY seq',
  )
  expect(rows.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  expect(rows.map(({ state }) => state)).toEqual([2, 1, 1, 1, 1, 1, 1, 1, 1, 1])
  expect(rows[0]!.first_serial).toBe('0001')
  const [verified] = await world.db.query<{ many: number; offline: number }>(
    'SELECT COUNT(*) AS many, SUM(offline) AS offline FROM verification',
  )
  expect([Number(verified!.many), Number(verified!.offline)]).toEqual([10, 9])
  const [left] = await world.db.query<{ many: number }>('SELECT COUNT(*) AS many FROM voucher WHERE status = 1')
  expect(Number(left!.many)).toBe(THINGS - 10)
}

test('ten are verified without a network, one planted duplicate is caught, none is lost, also across a restart', async () => {
  const reward = await new TestMall(world).publish({ name: { zh: '手打柠檬茶', en: 'Lemon tea' }, worthFen: 1_200 }, 50)
  for (let nth = 0; nth < THINGS; nth += 1) await redeem(ana, reward)
  const tokens = (await ana.call('GET /member/offline-tokens')).items.map(one => one.token)
  expect(tokens).toHaveLength(THINGS)
  const [planted] = tokens

  const waiter = await waiterAtWork(world, eyes, store)
  const other = await waiterAtWork(world, eyes, store)
  await see(waiter, '离线核销已备好')
  await see(other, '离线核销已备好')
  await cutOff(waiter)
  await see(waiter, '没有网络，可以先受理')
  for (let nth = 1; nth <= 5; nth += 1) {
    await acceptOffline(waiter, tokens[nth - 1]!, `L0${nth}`)
    await nextGuest(waiter)
  }
  // The same phone knows what it has taken.
  await scanByHand(waiter, tokens[2]!)
  await see(waiter, '这台手机已受理过，不能再用')
  await waiter.page.getByText('返回', { exact: true }).last().click()

  // The app is killed at the very moment the acceptance is shown, and opened again without a network.
  await acceptOffline(waiter, tokens[5]!, 'L06')
  await waiter.page.close()
  const page = await waiter.context.newPage()
  page.setDefaultTimeout(15_000)
  const again: Visitor = { ...waiter, page }
  await page.goto(`${world.url}/m/#/staff/workbench`)
  await see(again, '离线待确认 6 笔')
  for (let nth = 7; nth <= 10; nth += 1) {
    await acceptOffline(again, tokens[nth - 1]!, nth < 10 ? `L0${nth}` : 'L10')
    await nextGuest(again)
  }
  await page
    .getByText(/离线待确认 10 笔/)
    .last()
    .click()
  await see(again, '等待联网')

  // Meanwhile a guest has shown one of them to a waiter upstairs, who has a network.
  await scanByHand(other, planted!)
  await other.page.getByText('确认核销', { exact: true }).last().click()
  await see(other, '核销成功')

  await reconnect(again)
  await see(again, '要处理')
  await see(again, '重复使用')
  await see(again, /首次核销：.*地下一层店.*小李/)
  await see(again, /不要再次发放/)
  expect(await page.getByText('已确认', { exact: true }).count()).toBe(9)
  expect(await page.getByText('等待联网').count()).toBe(0)

  await expectNineAndOne()
  expect([...waiter.errors, ...other.errors]).toEqual([])
  await Promise.all([waiter.context.close(), other.context.close()])
}, 180_000)
