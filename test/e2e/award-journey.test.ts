import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { RuleDrafts } from '../../server/src/earning/rule-drafts.service.js'
import { shipped } from '../rule-builders.js'
import { openWorld, type TestMember, type World } from '../world.js'
import { Eyes } from './browser.js'
import { atTheDesk } from './people.js'

// The service desk makes up for a long wait by a rule; finance says what a point costs, and marketing reads it.
let world: World
let eyes: Eyes
let ana: TestMember
beforeAll(async () => {
  world = await openWorld()
  ana = await world.member({ nickname: '安娜' })
  eyes = await Eyes.open()
})
afterAll(async () => {
  await eyes.close()
  expect(await world.books()).toEqual({})
  await world.close()
})

test('without a rule for it the button stays closed and says why; with one it gives, and only once a month', async () => {
  const { page, picture, errors } = await atTheDesk(world, eyes, 'SUPPORT')
  await page.goto(`${world.url}/console/members/${ana.memberNo}`)
  const button = page.getByRole('button', { name: '按规则发放' })
  await page.locator('[aria-disabled=true]', { hasText: '按规则发放' }).focus()
  await page.getByText('没有生效的人工发放规则').waitFor()
  const definition = shipped('apology')
  await world.get(RuleDrafts).ship({ code: 'apology', definition, effectiveAt: world.clock.now(), by: 'test' })
  await page.reload()
  await button.click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('现在可发 50 分').waitFor()
  await dialog.getByLabel('说明').fill('上菜慢，向您致歉')
  await picture('award')
  await dialog.getByRole('button', { name: '发放 50 分' }).click()
  await page.getByText('已给 安娜 发放 50 分').waitFor()
  await page.getByText('致歉补偿 50 分：上菜慢，向您致歉').waitFor()
  await button.click()
  await dialog.getByText(/现在不能发.*每人每月最多 50 分/).waitFor()
  await picture('award-again')
  expect((await ana.call('GET /member/card')).balances.available).toBe(50)
  expect(errors).toEqual([])
})

test('finance changes what a point costs, within bounds and with a reason; marketing reads it and cannot', async () => {
  const { page, picture, errors } = await atTheDesk(world, eyes, 'FINANCE')
  await page.goto(`${world.url}/console/rules`)
  await page.getByText('每 100 积分 ¥1.00').waitFor()
  await page.getByRole('button', { name: '修改', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('合多少元').fill('100.01')
  await dialog.getByText('太高：每 1 积分最多 1 元').waitFor()
  await dialog.getByLabel('合多少元').fill('1.5')
  await dialog.getByText('每 1 积分合 1.5 分钱').waitFor()
  await dialog.getByLabel('原因').fill('按供应商结算价')
  await picture('cost-dialog')
  await dialog.getByRole('button', { name: /保\s*存/ }).click()
  await page.getByText('每 100 积分 ¥1.50').first().waitFor()
  await picture('cost', true)
  expect(errors).toEqual([])

  const marketer = await atTheDesk(world, eyes, 'MARKETER')
  await marketer.page.goto(`${world.url}/console/rules`)
  await marketer.page.getByText('每 100 积分 ¥1.50').waitFor()
  expect(await marketer.page.getByRole('button', { name: '修改', exact: true }).count()).toBe(0)
  expect(marketer.errors).toEqual([])
})
