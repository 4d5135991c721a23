import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { cameraReads } from '../weapp/read-qr.js'
import { openWorld, type World } from '../world.js'
import { Eyes } from './browser.js'
import { join, ringUp, scanByHand, waiterAtWork } from './people.js'

// One meal: a guest scans the table, joins, a waiter rings up the bill, and the guest's page shows why it is 88 points.
let world: World
let eyes: Eyes
let store: number
beforeAll(async () => {
  world = await openWorld({ liveClock: true })
  store = await world.store({ name: '国贸店', dayCutOff: '04:00' })
  eyes = await Eyes.open()
})
afterAll(async () => {
  await eyes.close()
  expect(await world.books()).toEqual({})
  await world.close()
})

test('a guest scans the table, joins, and watches explained points arrive', async () => {
  const { scene } = await world.table(store, 'A12')
  const diner = await eyes.visitor()
  await diner.page.goto(`${world.url}/t/${scene}`)
  await diner.page.getByText('A12').first().waitFor()
  expect(await diner.page.getByText('国贸店').first().isVisible()).toBe(true)
  await diner.picture('table-guest')
  await diner.page.getByText('加入会员').last().click()
  await join(diner)
  await diner.picture('welcome')
  await diner.page.getByText('回到我的桌子').click()
  await diner.page.getByText('A12').first().waitFor()
  await diner.picture('table-seated')

  const waiter = await waiterAtWork(world, eyes, store)
  await waiter.picture('workbench')
  await scanByHand(waiter, `${world.config.publicUrl}/t/${scene}`)
  await ringUp(waiter, '88.50', 'E2E-1')
  await waiter.page.getByText('+88 分').waitFor()
  await waiter.picture('bill-done')

  await diner.page.getByText('¥88.50 × 1 分 = 88 分').first().waitFor()
  await diner.picture('points-arrive')
  const [purchase] = await world.db.query('SELECT points, paid_fen, bill_no FROM purchase')
  expect(purchase).toEqual({ points: 88, paid_fen: 8850, bill_no: 'E2E-1' })
  expect([...diner.errors, ...waiter.errors]).toEqual([])
  await Promise.all([diner.context.close(), waiter.context.close()])
})

test('at the till the camera reads the code from the screen; the code page turns into the result', async () => {
  const diner = await eyes.visitor()
  await diner.page.goto(`${world.url}/m/`)
  await diner.page.getByText('免费加入会员').click()
  await join(diner)
  await diner.page.getByText('出示会员码', { exact: true }).last().click()
  const code = await cameraReads(diner.page)
  expect(code).toMatch(/^HT1\./)
  await diner.picture('member-code')
  const waiter = await waiterAtWork(world, eyes, store)
  await scanByHand(waiter, code)
  await diner.page.getByText('国贸店已扫到您的码').waitFor()
  await waiter.page.getByText('食客').first().waitFor()
  await ringUp(waiter, '64.00', 'E2E-2')
  await waiter.page.getByText('+64 分').waitFor()
  await diner.page.getByText('¥64.00 × 1 分 = 64 分').first().waitFor()
  await diner.picture('code-result')
  await diner.page.getByText('为什么是这个数').first().click()
  await diner.page.getByText('怎么算的').waitFor()
  await diner.picture('entry-detail')
  expect([...diner.errors, ...waiter.errors]).toEqual([])
})

test('a code that was used is refused in words for the waiter', async () => {
  const diner = await eyes.visitor()
  await diner.page.goto(`${world.url}/m/`)
  await diner.page.getByText('免费加入会员').click()
  await join(diner)
  await diner.page.getByText('出示会员码', { exact: true }).last().click()
  await diner.page.getByText('放大', { exact: true }).click()
  const digits = (await diner.page.locator('.code__digits').innerText()).replace(/\s/g, '')
  expect(digits).toMatch(/^\d{20}$/)
  const till = await world.pos(store)
  await till.call('POST /pos/scans', { body: { code: digits } })
  const waiter = await waiterAtWork(world, eyes, store)
  await scanByHand(waiter, digits)
  await waiter.page.getByText('这个会员码已经用过一次').first().waitFor()
  await waiter.picture('code-used')
})

test('a table code that does not exist says so in words and leads on', async () => {
  const diner = await eyes.visitor()
  await diner.page.goto(`${world.url}/t/nosuchscene00000000`)
  await diner.page.getByText('桌码已失效').first().waitFor()
  await diner.picture('table-unknown')
})
