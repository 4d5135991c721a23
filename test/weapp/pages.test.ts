import { afterAll, afterEach, expect, test } from '@jest/globals'
import { fixture } from './fixtures.js'
import { closeBrowser, type OpenOptions, openWeapp, type WeappPage } from './open-weapp.js'

let app: WeappPage

async function open(options: Partial<OpenOptions> = {}) {
  app = await openWeapp({ dist: fixture('cafe'), ...options })
  return app
}

afterEach(() => app.close())
afterAll(closeBrowser)

test('a scanned code reaches onLoad still encoded, as WeChat hands it over', async () => {
  await open({ launch: { sceneCode: 't=0a:/b' } })
  await app.see('来自[t%3D0a%3A%2Fb = t=0a:/b]')
  expect(await app.pages()).toEqual([{ route: 'pages/home/index', query: { scene: 't%3D0a%3A%2Fb' } }])
  await app.assertHealthy()
})

test('a query of a link is not decoded either, and a code cannot carry more than 32 characters', async () => {
  await open({ launch: { path: '/pages/home/index', query: { memo: '%E4%BD%A0' } } })
  await app.see('备注[%E4%BD%A0]')
  await expect(openWeapp({ dist: fixture('cafe'), launch: { sceneCode: 'x'.repeat(33) } })).rejects.toThrow('no code')
})

test('app and page callbacks come in the order WeChat calls them', async () => {
  await open({ launch: { scene: 1011 } })
  await app.see('launch 1011 > show pages/home/index > home load > home show > home ready')
  await app.background()
  await app.foreground()
  await app.see('home ready > home hide > hide > show pages/home/index > home show')
})

test('coming back through another code opens that page alone', async () => {
  await open()
  await app.tap('订单')
  await app.background()
  await app.foreground({ sceneCode: 'table-9' })
  await app.see('来自[table-9 = table-9]')
  expect(await app.pages()).toHaveLength(1)
})

test('a page opens in a sub-package, knows its query, and back finds the first page as it was', async () => {
  await open()
  await app.tap('加一分')
  await app.tap('订单')
  await app.see('从 首页 来')
  expect((await app.stats()).loadedSubPackages).toEqual(['orders/'])
  await app.back()
  await app.see('1 分')
  await expect(app.back()).rejects.toThrow('first page')
})

test('redirecting replaces the page, switching tabs closes pages and drops the query', async () => {
  await open()
  await app.tap('订单')
  await app.tap('换成明细')
  await app.see('明细')
  expect((await app.pages()).map(page => page.route)).toEqual(['pages/home/index', 'orders/detail/index'])
  await app.back()
  await app.tap('订单')
  await app.tap('回首页')
  await app.see('备注[]')
  expect(await app.pages()).toHaveLength(1)
})

test('a tab keeps its state while another is in front', async () => {
  await open()
  await app.tap('加一分')
  await app.tab('我的')
  await app.see('称呼')
  await app.tab('首页')
  await app.see('1 分')
  await app.see('home hide > home show')
})

test('a page opened by a code has a way home in the bar', async () => {
  await open({ launch: { path: 'orders/detail/index' } })
  await app.see('明细')
  await app.tap('返回首页')
  await app.see('0 分')
  expect(await app.route()).toBe('pages/home/index')
})

test('the eleventh page is refused', async () => {
  await open()
  await app.tap('再开一页')
  for (let depth = 2; depth < 10; depth += 1) {
    await app.see(`第 ${depth} 页`)
    await app.tap('再开一页')
  }
  await app.see('第 10 页')
  await app.tap('再开一页')
  await app.see('navigateTo:fail webview count limit exceed')
  expect(await app.pages()).toHaveLength(10)
})

test('pulling down refreshes where the page allows it, and scrolling to the end loads more', async () => {
  await open()
  await app.pullDown()
  await app.see('1. 拉面')
  await app.scrollToBottom()
  await app.see('2. 到底了')
  await app.tab('我的')
  await expect(app.pullDown()).rejects.toThrow('enablePullDownRefresh off')
})

test('the menu shares what the page says', async () => {
  await open()
  expect(await app.share()).toEqual({ title: '来小馆', path: '/pages/home/index?memo=friend' })
})

test('a page that does not exist is told to the app, which still starts', async () => {
  await open({ launch: { path: 'pages/gone/index' } })
  await app.see('home load')
  expect((await app.stats()).errors.join()).toContain('page "pages/gone/index" is not found')
})
