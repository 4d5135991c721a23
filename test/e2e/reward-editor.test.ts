import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { PNG } from 'pngjs'
import { PASSWORD } from '../../server/src/demo/sign-ins.rules.js'
import { Operators } from '../../server/src/operators/operators.service.js'
import { openWorld, type World } from '../world.js'
import { Eyes, type Visitor } from './browser.js'
import { join } from './people.js'

// A marketer publishes a reward with a picture out of a template, in a handful of clicks; a diner sees it at once.
const NAME = '冰镇杨梅汤'
let world: World
let eyes: Eyes
let mara: Visitor
beforeAll(async () => {
  world = await openWorld({ liveClock: true })
  await world.store({ name: '国贸店' })
  await world.get(Operators).ensure({ username: 'mara', name: '马拉', role: 'MARKETER', password: PASSWORD })
  eyes = await Eyes.open()
  mara = await eyes.visitor({ desk: true })
  const { page } = mara
  await page.goto(`${world.url}/console/login`)
  await page.locator('input').nth(0).fill('mara')
  await page.locator('input[type=password]').fill(PASSWORD)
  await page.keyboard.press('Enter')
  await page.waitForURL(address => !address.pathname.endsWith('/login'))
})
afterAll(async () => {
  await eyes.close()
  await world.close()
})

test('publishing a reward with a picture takes four clicks and its name', async () => {
  const { page, picture, errors } = mara
  const photo = PNG.sync.write(new PNG({ width: 900, height: 600, fill: true }))
  await page.goto(`${world.url}/console/rewards`)
  let clicks = 0
  const click = async (name: string | RegExp) => {
    clicks += 1
    await page.getByRole('button', { name }).first().click()
  }
  const began = Date.now()
  await click('上架新礼品')
  await click(/换一道菜/)
  // The cursor is in the name already.
  await page.keyboard.type(NAME)
  const chosen = page.waitForEvent('filechooser')
  await click('选择图片')
  await (await chosen).setFiles({ name: 'photo.png', mimeType: 'image/png', buffer: photo })
  await page.getByAltText('现在的图片').waitFor()
  await page.getByText('兑换当天起 30 天内使用').waitFor()
  await picture('reward-editor')
  await click('发布并上架')
  await page.getByText('已发布并上架，会员现在就能看到').waitFor()
  expect(clicks).toBe(4)
  expect(Date.now() - began).toBeLessThan(120_000)
  const drawer = page.getByRole('dialog')
  await drawer.getByText('在架', { exact: true }).waitFor()
  await picture('reward-published')
  expect(errors).toEqual([])
})

test('a diner sees it with its picture, on the shelf and on its own page', async () => {
  const diner = await eyes.visitor()
  const { page, picture, errors } = diner
  await page.goto(`${world.url}/m/`)
  await page.getByText('加入会员').last().click()
  await join(diner)
  await page.goto(`${world.url}/m/#/pages/mall/index`)
  await page.getByText(NAME).first().waitFor()
  const small = page.locator('.reward__mark img').first()
  await small.waitFor()
  expect(await small.evaluate(image => (image as HTMLImageElement).naturalWidth)).toBe(320)
  await page.getByText(NAME).first().click()
  await page.locator('.prize__picture img').first().waitFor()
  await picture('reward-with-picture')
  expect(errors).toEqual([])
  await diner.context.close()
})

test('what was half-filled is kept when the page is left, and asked about first', async () => {
  const { page } = mara
  await page.goto(`${world.url}/console/rewards/editor`)
  await page.getByRole('button', { name: /积分加钱/ }).click()
  await page.keyboard.type('写了一半')
  await page.getByText('（单份成本').waitFor({ state: 'hidden' })
  await page.getByRole('link', { name: '优惠券' }).click()
  await page.getByRole('button', { name: /离开/ }).last().click()
  await page.waitForURL(/coupons$/)
  await page.goto(`${world.url}/console/rewards/editor`)
  await page.getByText('接着上次没写完的草稿').waitFor()
  expect(await page.getByLabel('名称', { exact: true }).inputValue()).toBe('写了一半')
  await page.getByRole('button', { name: '重新开始' }).click()
  await page.getByRole('button', { name: '发布并上架' }).click()
  await page.getByText('请写名称').waitFor()
})

test('two rewards go off the shelf together, and come back by one click', async () => {
  const { page, errors } = mara
  page.on('dialog', dialog => dialog.accept())
  await page.goto(`${world.url}/console/rewards`)
  await page.getByLabel('选中这一页全部').first().check()
  await page.getByRole('button', { name: '下架 1 种' }).click()
  await page.getByText('已下架 1 种').waitFor()
  await page.getByText('已下架', { exact: true }).first().waitFor()
  await page.getByRole('button', { name: '撤销' }).click()
  await page.getByText('已撤销 1 种').waitFor()
  await page.getByText('在架', { exact: true }).first().waitFor()
  expect(errors).toEqual([])
})
