import { afterAll, afterEach, expect, test } from '@jest/globals'
import { PNG } from 'pngjs'
import { fixture } from './fixtures.js'
import { closeBrowser, type OpenOptions, openWeapp, type WeappPage } from './open-weapp.js'

let app: WeappPage

async function open(options: Partial<OpenOptions> = {}) {
  app = await openWeapp({ dist: fixture('cafe'), ...options })
  return app
}

const me = { launch: { path: 'pages/me/index' } }

afterEach(() => app.close())
afterAll(closeBrowser)

test('a tap counts once, a tap on a disabled button not at all', async () => {
  await open()
  await app.tap('加一分')
  await app.see('1 分')
  await app.tap('不开放')
  await app.tap('暂不开放')
  await app.tap('加一分')
  await app.see('2 分')
  await app.see('多于一分')
})

test('what cannot be seen cannot be tapped, nor is the page around it tapped instead', async () => {
  await open()
  await expect(app.tap('看不见的', { timeout: 200 })).rejects.toThrow('waited to find 看不见的')
  await expect(app.tap('看不', { timeout: 200 })).rejects.toThrow('waited to find 看不')
})

test('a long press takes the place of the tap', async () => {
  await open()
  await app.longPress('按住我')
  await app.see('按住了')
  await app.see('0 分')
  await app.tap('按住我')
  await app.see('1 分')
})

test('aria attributes reach the screen on plain elements and on components', async () => {
  await open()
  expect(await app.page.locator('wx-view[aria-label=积分]').getAttribute('role')).toBe('text')
  expect(await app.page.locator('wx-button[aria-label=不开放]').count()).toBe(1)
})

test('a component of the app gets its properties, is ready, and its event reaches the page', async () => {
  await open()
  await app.see('新!')
  await app.tap('新!')
  await app.see('徽章 新')
})

test('styles of a component stay inside it, and the page’s stay out', async () => {
  await open()
  const colorOf = (text: string) =>
    app.page.getByText(text, { exact: true }).evaluate(node => getComputedStyle(node).color)
  expect(await colorOf('新!')).toBe('rgb(255, 0, 0)')
  expect(await colorOf('底部')).toBe('rgb(0, 0, 255)')
})

test('rpx, imported sheets and the bars take the space they take on a phone', async () => {
  await open()
  const box = await app.page.locator('#half').boundingBox()
  expect(box?.width).toBe(195)
  expect(box?.y).toBe(91)
  await app.tab('我的')
  const foot = await app.page.locator('.foot:visible').boundingBox()
  expect((foot?.y ?? 0) + (foot?.height ?? 0)).toBe(844 - 85)
  expect(foot?.height).toBeCloseTo((844 - 91 - 85) / 10, 1)
  const paper = await app.page
    .locator('wx-page')
    .first()
    .evaluate(page => getComputedStyle(page).backgroundColor)
  expect(paper).toBe('rgb(250, 250, 250)')
})

test('fields keep to their keyboard and length, and a form collects every named field', async () => {
  await open(me)
  await app.fill('你的称呼', '阿依古丽江')
  await app.fill('金额', '12a.5元')
  expect(await app.value('称呼')).toBe('阿依古丽')
  await app.tap('大字开关')
  await app.see('大')
  await app.tap('辣')
  await app.tap('加蛋')
  await app.choose('门店 一店', '二店')
  await app.choose('生日 未填', '2001-02-03')
  await app.tap('保存')
  const taste = '"taste":"hot","extras":["egg"],"store":1,"birthday":""'
  await app.see(`{"nick":"阿依古丽","amount":"12.5","large":true,${taste}}`)
  await app.tap('重填')
  await app.see('重填了')
  await app.assertHealthy()
})

test('a picker that is cancelled changes nothing', async () => {
  await open(me)
  await app.choose('门店 一店', null)
  await app.see('门店 一店')
})

test('a dialog takes every tap until it is answered', async () => {
  await open(me)
  await app.tap('清空')
  await app.see('不能恢复')
  await expect(app.tap('登录', { timeout: 200 })).rejects.toThrow('waited to find 登录')
  await app.tap('取消')
  await app.see('没有动')
  await app.tap('更多')
  await app.tap('乙')
  await app.see('选了 1')
  await app.tap('更多')
  await app.tap('取消')
  await app.see('showActionSheet:fail cancel')
  expect((await app.stats()).toasts).toEqual(['没有动'])
})

test('a canvas can be found, drawn on and read back', async () => {
  await open(me)
  await app.tap('画')
  await app.see('画布 52 255')
})

test('the dark theme reaches the app and the bars', async () => {
  await open({ ...me, device: { theme: 'dark', fontScale: 1.4, language: 'en' } })
  const barColor = () => app.page.locator('#nav').evaluate(bar => getComputedStyle(bar).backgroundColor)
  expect(await barColor()).toBe('rgb(25, 25, 25)')
  await app.tap('看手机')
  await app.see('字 1.4 dark en ios')
  await app.change({ theme: 'light' })
  await app.see('主题 light')
  expect(await barColor()).toBe('rgb(255, 255, 255)')
})

test('a picture is 390 by 844 points at twice the density', async () => {
  await open()
  const { width, height } = PNG.sync.read(await app.page.screenshot())
  expect([width, height]).toEqual([780, 1688])
})

test('what never appears is reported with what was there instead', async () => {
  await open()
  await expect(app.see('会员码', { timeout: 100 })).rejects.toThrow(
    /waited to see 会员码 on pages\/home\/index[\s\S]*0 分/,
  )
})
