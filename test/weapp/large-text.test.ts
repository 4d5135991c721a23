import { afterAll, expect, test } from '@jest/globals'
import { builtWeapp } from './built-weapp.js'
import { closeBrowser, Device, openWeapp, type WeappPage } from './open-weapp.js'

// The letters of the compiled mini-program follow WeChat's own font size, until the person chooses another one here.

afterAll(closeBrowser)

const STANDARD_PX = (15 / 375) * 390
const settings = (device: Device) =>
  openWeapp({ dist: builtWeapp(), device, launch: { path: 'settings/index' }, loginCode: () => null })
/** The size of the letters of the sample, as a multiple of the standard one. */
const timesOf = (app: WeappPage) =>
  app.page
    .getByText('¥88.50 × 1 分 = 88 分')
    .last()
    .evaluate((sample, standard) => Number.parseFloat(getComputedStyle(sample).fontSize) / standard, STANDARD_PX)

test.each([
  [0.9, 1],
  [1, 1],
  [1.2, 1.2],
  [1.4, 1.4],
  [2, 1.4],
])('where WeChat writes %f times as large, so do the pages, from 1 to 1.4 times', async (fontScale, times) => {
  const app = await settings(new Device({ fontScale }))
  await app.see('看看效果')
  expect(await timesOf(app)).toBeCloseTo(times, 2)
  await app.close()
})

test('a size chosen in the settings takes its place, and is still there after WeChat was closed', async () => {
  const device = new Device({ fontScale: 1.4 })
  const app = await settings(device)
  await app.tap('标准')
  expect(await timesOf(app)).toBeCloseTo(1, 2)
  await app.tap('特大')
  expect(await timesOf(app)).toBeCloseTo(1.4, 2)
  await app.tap('标准')
  await app.close()
  const again = await settings(device)
  await again.see('看看效果')
  expect(await timesOf(again)).toBeCloseTo(1, 2)
  await again.tap('跟随微信')
  expect(await timesOf(again)).toBeCloseTo(1.4, 2)
  await again.close()
})
