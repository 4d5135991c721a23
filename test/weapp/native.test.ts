import { afterAll, afterEach, expect, test } from '@jest/globals'
import { cafeServer, fixture } from './fixtures.js'
import { closeBrowser, Device, type OpenOptions, openWeapp, type WeappPage } from './open-weapp.js'

let app: WeappPage

async function open(options: Partial<OpenOptions> = {}) {
  app = await openWeapp({ dist: fixture('cafe'), launch: { path: 'pages/me/index' }, ...options })
  return app
}

afterEach(() => app.close())
afterAll(closeBrowser)

test('signing in gives a fresh code each time', async () => {
  let count = 0
  await open({ loginCode: () => `code-${++count}` })
  await app.tap('登录')
  await app.see('登录码 code-1')
  await app.tap('登录')
  await app.see('登录码 code-2')
  await app.offline()
  await app.tap('登录')
  await app.see('login:fail request:fail')
  expect(count).toBe(2)
  await app.assertHealthy()
})

test('the phone number is given or refused, as the person decides', async () => {
  const decisions = ['phone-code', null]
  await open({ phoneCode: () => decisions.shift() ?? null })
  await app.tap('手机号加入')
  await app.see('phone-code')
  await app.tap('手机号加入')
  await app.see('getPhoneNumber:fail user deny')
})

test('the camera reads what the test lays before it, or is closed', async () => {
  await open()
  app.scanNext('HT1.abc')
  app.scanNext(null)
  await app.tap('扫一扫')
  await app.see('扫到 HT1.abc')
  await app.tap('扫一扫')
  await app.see('scanCode:fail cancel')
  await app.assertHealthy()
})

test('subscribing inside a tap gets the person’s choice for each template', async () => {
  await open()
  app.subscribeNext({ T1: 'accept', T2: 'reject' })
  await app.tap('订阅提醒')
  await app.see('"T1":"accept","T2":"reject"')
})

test('what the app does to the phone can be read', async () => {
  await open({ device: { brightness: 0.3 } })
  await app.tap('调亮')
  await app.tap('复制会员号')
  await app.see('内容已复制')
  expect(await app.phone()).toMatchObject({ brightness: 1, keepScreenOn: true, vibrations: 1, clipboard: '8800 1234' })
})

test('storage survives on the same phone and is empty on another', async () => {
  const ana = new Device()
  await open({ device: ana })
  await app.tap('记住')
  await app.see('记住了')
  await app.restart()
  await app.see('记得 昨天')
  await app.close()
  await open({ device: ana })
  await app.see('记得 昨天')
  await app.tap('清空')
  await app.tap('确定')
  await app.see('已清空')
  expect(ana.storage).toEqual({})
  await app.close()
  await open({ device: new Device() })
  expect(await app.text()).not.toContain('记得')
})

test('requests go to the server under test with WeChat’s own headers and query', async () => {
  const server = await cafeServer()
  try {
    await open({ launch: {}, serverUrl: server.url })
    await app.tap('读菜单')
    await app.see('200 {"dishes":["牛肉面"]}')
    expect(server.heard).toMatchObject([
      { method: 'GET', url: '/menu?kind=%E9%9D%A2', header: { 'content-type': 'application/json' } },
    ])
    await app.tap('读了又停')
    await app.see('request:fail abort')
    await app.tap('慢读')
    await app.see('request:fail timeout')
    expect((await app.stats()).requests.map(one => one.outcome)).toEqual([
      200,
      'request:fail abort',
      'request:fail timeout',
    ])
    await app.assertHealthy()
  } finally {
    await server.close()
  }
})

test('no more than ten requests are under way at once, and the others wait their turn', async () => {
  const server = await cafeServer()
  try {
    await open({ launch: {}, serverUrl: server.url })
    await app.tap('读很多')
    while (server.load.now < 10) await app.page.waitForTimeout(20)
    server.release()
    await app.see('十四次都回来了')
    expect(server.load.most).toBe(10)
    expect((await app.stats()).mostRequestsInFlight).toBe(10)
    expect(server.heard.map(one => JSON.parse(one.body).index)).toHaveLength(14)
  } finally {
    await server.close()
  }
})

test('without a network requests fail at once, and those under way too', async () => {
  const server = await cafeServer()
  try {
    await open({ launch: {}, serverUrl: server.url, device: { online: false } })
    await app.tap('读菜单')
    await app.see('request:fail')
    expect(server.heard).toEqual([])
    await app.online()
    await app.tap('读菜单')
    await app.see('200')
    await app.tap('读了又停')
    await app.offline()
    await app.see('request:fail')
    await app.tab('我的')
    await app.see('网络 none')
    await app.online()
    await app.see('网络 wifi')
  } finally {
    await server.close()
  }
})
