import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { StaffService } from '../../server/src/stores/staff.service.js'
import { openWorld, type World } from '../world.js'
import { Eyes, type Visitor } from './browser.js'

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

async function waiterAtWork(): Promise<Visitor> {
  const { invite } = await world.db.transaction(tx =>
    world.get(StaffService).invite(tx, { name: '小李', role: 'STAFF', storeId: store }),
  )
  const waiter = await eyes.visitor()
  await waiter.page.goto(`${world.url}/m/?invite=${invite}`)
  await waiter.page.getByText('确认绑定').click()
  await waiter.page.getByText('去工作台').click()
  await waiter.page.getByText('扫一扫').waitFor()
  return waiter
}

/** On a page without a camera the waiter types what the scanner would have read. */
async function typeCode(waiter: Visitor, code: string): Promise<void> {
  await waiter.page.getByText('扫一扫').click()
  await waiter.page.locator('input:visible').last().fill(code)
  await waiter.page.getByText('确定', { exact: true }).click()
}

async function keyIn(waiter: Visitor, amount: string): Promise<void> {
  for (const key of amount) await waiter.page.locator('.pad__key', { hasText: key }).first().click()
}

test('a guest scans the table, joins, and watches explained points arrive', async () => {
  const { scene } = await world.table(store, 'A12')
  const diner = await eyes.visitor()
  await diner.page.goto(`${world.url}/t/${scene}`)
  await diner.page.getByText('A12').first().waitFor()
  await diner.picture('table-guest')
  console.error(await diner.page.evaluate(() => document.body.innerText))
  const waiter = await waiterAtWork()
  await waiter.picture('workbench')
  console.error(await waiter.page.evaluate(() => document.body.innerText))
  void typeCode
  void keyIn
})
