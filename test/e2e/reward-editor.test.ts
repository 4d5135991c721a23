import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openWorld, type World } from '../world.js'
import { Eyes, type Visitor } from './browser.js'
import { atTheDesk, join } from './people.js'
import { fillInReward, publishReward } from './reward-desk.js'

// A marketer publishes a reward with a picture out of a template, in a handful of clicks; a diner sees it at once.
const NAME = '冰镇杨梅汤'
let world: World
let eyes: Eyes
let mara: Visitor
beforeAll(async () => {
  world = await openWorld({ liveClock: true })
  await world.store({ name: '国贸店' })
  eyes = await Eyes.open()
  mara = await atTheDesk(world, eyes, 'MARKETER')
})
afterAll(async () => {
  await eyes.close()
  await world.close()
})

test('publishing a reward with a picture takes four clicks and its name', async () => {
  const { page, picture, errors } = mara
  await page.goto(`${world.url}/console/rewards`)
  const began = Date.now()
  const clicks = await fillInReward(mara, /换一道菜/, NAME)
  await page.getByText('兑换当天起 30 天内使用').waitFor()
  await picture('reward-editor')
  expect(clicks + (await publishReward(mara))).toBe(4)
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
  const wide = page.locator('.prize__picture img').first()
  await wide.waitFor()
  // In a frame wider than itself the picture was stretched.
  expect(await wide.evaluate(image => getComputedStyle(image).objectFit)).toBe('cover')
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
