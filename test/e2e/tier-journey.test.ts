import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { PASSWORD } from '../../server/src/demo/sign-ins.rules.js'
import { Operators } from '../../server/src/operators/operators.service.js'
import { TierReviews } from '../../server/src/tiers/reviews.service.js'
import { openWorld, type World } from '../world.js'
import { Eyes } from './browser.js'
import { join } from './people.js'

// A tier from both sides: a guest climbs a rung at the till, a marketer looks before she moves the ladder.
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

test('a guest joins, pays, and her tier page shows the new rung without being touched', async () => {
  const storeId = await world.store({ name: '国贸店' })
  const diner = await eyes.visitor()
  await diner.page.goto(`${world.url}/m/`)
  await diner.page.getByText('免费加入会员').click()
  await join(diner)
  await diner.page.getByText('回首页').click()
  await diner.page.getByText('再消费 ¥2,000 升银卡').first().click()
  await diner.page.getByText('等级与权益').waitFor()
  await diner.picture('tier-normal')
  const [member] = await world.db.query<{ id: number }>('SELECT id FROM member ORDER BY id DESC LIMIT 1')
  await world.bill({ memberId: member!.id, paidFen: 600_000, storeId })
  await world.get(TierReviews).turn()
  await diner.page.getByText('知道了').first().click()
  await diner.page.getByText('6,000 成长值，升为金卡').first().waitFor()
  await diner.picture('tier-gold')
  expect(diner.errors).toEqual([])
  await diner.context.close()
})

test('a marketer previews a lower threshold, sees who rises, and publishes it with a reason', async () => {
  const [below] = await world.crowd(1)
  await world.bill({ memberId: below!, paidFen: 160_000 })
  await world.get(TierReviews).turn()
  await world.get(Operators).ensure({ username: 'mara', name: '马拉', role: 'MARKETER', password: PASSWORD })
  const desk = await eyes.visitor({ desk: true })
  await desk.page.goto(`${world.url}/console/login`)
  await desk.page.locator('input').nth(0).fill('mara')
  await desk.page.locator('input[type=password]').fill(PASSWORD)
  await desk.page.keyboard.press('Enter')
  await desk.page.waitForURL(address => !address.pathname.endsWith('/login'))
  await desk.page.goto(`${world.url}/console/tiers`)
  await desk.page.getByText('等级阶梯').waitFor()
  await desk.picture('tiers')
  await desk.page.getByRole('button', { name: '调整等级' }).click()
  const silver = desk.page.locator('.rung-card').nth(1)
  await silver.getByLabel('成长值').fill('1500')
  // What is on the desk waits for her when she looks something up meanwhile.
  await desk.page.keyboard.press('Escape')
  await desk.page.getByRole('button', { name: '离开' }).click()
  await desk.page.getByRole('button', { name: '调整等级' }).click()
  expect(await silver.getByLabel('成长值').inputValue()).toBe('1500')
  await desk.page.getByRole('button', { name: '预览影响' }).click()
  await desk.page.getByText('会员通知草稿').waitFor()
  await desk.page.getByText('立即升级').waitFor()
  await desk.picture('tiers-preview')
  await desk.page.getByRole('button', { name: '发布第 2 版' }).click()
  await desk.page.getByText('这一项必填').first().waitFor()
  await desk.page.locator('textarea:visible').last().fill('让更多客人升银卡')
  await desk.page.getByRole('button', { name: '发布第 2 版' }).click()
  await desk.page.getByText('让更多客人升银卡').first().waitFor()
  await world.get(TierReviews).turn()
  const changes = await world.db.query('SELECT reason, to_code FROM tier_change WHERE member_id = ?', [below])
  expect(changes).toEqual([{ reason: 'LADDER', to_code: 'SILVER' }])
  expect(desk.errors).toEqual([])
})
