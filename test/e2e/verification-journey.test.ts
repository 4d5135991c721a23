import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { userOfDevice } from '../../server/src/demo/devices.rules.js'
import { TestMall } from '../mall-builders.js'
import { openWorld, type World } from '../world.js'
import { Eyes } from './browser.js'
import { photograph, scanByHand, see, waiterAtWork } from './people.js'

// A dish from the mall, taken at the counter: two phones beside each other, and what the guest's one shows by itself.
let world: World
let eyes: Eyes
beforeAll(async () => {
  world = await openWorld({ liveClock: true })
  eyes = await Eyes.open()
})
afterAll(async () => {
  await eyes.close()
  expect(await world.books()).toEqual({})
  await world.close()
})

const device = 'verification-diner'

test('a guest redeems a dish, the waiter verifies and undoes it, and the guest’s open page follows each time', async () => {
  const storeId = await world.store({ name: '国贸店' })
  const ana = await world.member({ ...userOfDevice(world.config.wechat.appId, device), nickname: '安娜' })
  await world.bill({ memberId: ana.id, storeId, paidFen: 20_000, paidAt: new Date(Date.now() - 3_600_000) })
  const reward = await new TestMall(world).publish({ points: 120 })

  const diner = await eyes.visitor()
  await diner.page.goto(`${world.url}/m/?device=${device}#/mall/reward?code=${reward}`)
  await diner.page.getByText('立即兑换').click()
  await diner.page.getByText('确认兑换', { exact: true }).last().click()
  await see(diner, '待使用')
  const digits = (await diner.page.locator('.slip__digits').textContent())!.replace(/\s/g, '')
  expect(digits).toMatch(/^7\d{11}$/)

  const waiter = await waiterAtWork(world, eyes, storeId)
  await scanByHand(waiter, digits)
  await see(waiter, '鸡丝凉面')
  for (const words of ['未使用', '本店可用', '现在可用', '有效期到']) await see(waiter, words)
  await photograph(waiter, 'verify-confirm')
  await waiter.page.getByText('确认核销', { exact: true }).click()
  await see(waiter, '核销成功')
  await see(waiter, '0001')
  await photograph(waiter, 'verify-done')
  await waiter.page.getByText('停在这一页').click()

  await see(diner, '已使用')
  await see(diner, /在国贸店使用，店员 小李/)
  await photograph(diner, 'verify-diner-used')

  await waiter.page.getByText('撤销', { exact: true }).last().click()
  await waiter.page.getByText('没有上菜').click()
  await waiter.page.getByText('确认撤销').click()
  await see(waiter, '券已还给顾客')
  await photograph(waiter, 'verify-undone')
  await see(diner, '待使用')
  expect((await diner.page.locator('.slip__digits').textContent())!.replace(/\s/g, '')).toBe(digits)

  await waiter.page.getByText('去工作台').last().click()
  await scanByHand(waiter, digits)
  await waiter.page.getByText('确认核销', { exact: true }).last().click()
  await see(waiter, '0002')
  await waiter.page
    .getByText(/继续扫码/)
    .last()
    .click()
  await scanByHand(waiter, digits)
  await see(waiter, '已经核销过')
  await see(waiter, /国贸店/)
  await see(waiter, /店员 小李 · S\d+ · 流水号 0002/)
  await photograph(waiter, 'verify-used')
  expect(await waiter.page.getByText('确认核销', { exact: true }).count()).toBe(0)
  expect([...diner.errors, ...waiter.errors]).toEqual([])
  await Promise.all([diner.context.close(), waiter.context.close()])
}, 120_000)
