import { afterAll, afterEach, expect, test } from '@jest/globals'
import { fixture } from './fixtures.js'
import { closeBrowser, type OpenOptions, openWeapp, type WeappPage } from './open-weapp.js'

// The other half of trusting a test host: it must notice what would break on a phone.

let app: WeappPage

async function open(options: Partial<OpenOptions> = {}) {
  app = await openWeapp({ dist: fixture('faulty'), ...options })
  return app
}

afterEach(() => app.close())
afterAll(closeBrowser)

test('an app without faults is healthy', async () => {
  await open({ launch: { path: 'pages/still/index' } })
  await app.assertHealthy()
})

test('globals of the browser are not there, and looking for them is counted', async () => {
  await open()
  await app.tap('用浏览器')
  await app.see('undefined undefined undefined')
  const { missingGlobals, errors } = await app.stats()
  expect(missingGlobals).toEqual({ fetch: 1, window: 1, localStorage: 1, AbortController: 1 })
  expect(errors.join()).toContain('AbortController is not a constructor')
  await expect(app.assertHealthy()).rejects.toThrow('AbortController')
})

test('a phone can lack a part of the language', async () => {
  await open({ without: ['Intl'] })
  await app.tap('用语言')
  await app.see('Intl 是 undefined')
  expect((await app.stats()).missingGlobals).toEqual({ Intl: 1 })
})

test('an error in a handler is told to the app, which goes on', async () => {
  await open()
  await app.tap('出错')
  await app.tap('看错误')
  await app.see('听到：坏了')
})

test('a place without a declaration and a sound without a file are errors', async () => {
  await open({ device: { place: { latitude: 31.2, longitude: 121.4 } } })
  await app.tap('在哪')
  await app.see('requiredPrivateInfos')
  await app.tap('响')
  await app.see('没有声音')
  await expect(app.assertHealthy()).rejects.toThrow('/none.wav is not in the app')
})

test('code made from a text gives a dummy or throws, and is recorded either way', async () => {
  await open()
  await app.tap('造代码')
  await app.see('得 undefined')
  await expect(app.assertHealthy()).rejects.toThrow('dynamic code: return a + b')
  await app.close()
  await open({ dynamicCode: 'throw' })
  await app.tap('造代码')
  await expect(app.assertHealthy()).rejects.toThrow('Code generation from strings disallowed')
})

test('a wx member that does not exist and one the host lacks are both recorded', async () => {
  await open()
  await app.tap('用不存在的接口')
  await app.tap('用没实现的接口')
  expect((await app.stats()).unknownApis).toEqual({ teleport: 1, requestPayment: 1 })
  await expect(app.assertHealthy()).rejects.toThrow('wx.requestPayment is not in the host')
})

test('what setData cannot carry is named', async () => {
  await open()
  await app.tap('丢数据')
  const { lost, calls } = (await app.stats()).setData
  expect(lost).toEqual(['pages/home/index gone is undefined', 'pages/home/index list.0.call is function'])
  expect(calls).toBe(1)
})

test('asking to subscribe after a timer is refused', async () => {
  await open()
  await app.tap('晚订阅')
  await app.see('can only be invoked by user TAP gesture')
  await expect(app.assertHealthy()).rejects.toThrow('requestSubscribeMessage')
})

test('requiring a file of another sub-package throws', async () => {
  await open()
  await app.tap('去别的分包')
  await app.see("navigateTo:fail module 'two/secret.js' is not defined")
  await expect(app.assertHealthy()).rejects.toThrow('two/secret.js')
})

test('relative addresses, missing pages, lost rejections and unknown abilities are errors', async () => {
  await open()
  await app.tap('相对地址')
  await app.see('request:fail invalid url')
  await app.tap('去不存在的页')
  await app.see('is not found')
  await app.tap('没人接的错')
  await app.tap('没有的能力')
  const errors = (await app.stats()).errors.join('\n')
  for (const trace of ['invalid url "/menu"', 'pages/nowhere/index', '没人接', 'open-type "launchApp"']) {
    expect(errors).toContain(trace)
  }
})

test('a question the test prepared no answer for fails and says so', async () => {
  await open()
  await app.tap('没有答案的扫码')
  await app.see('scanCode:fail')
  await expect(app.assertHealthy()).rejects.toThrow('the test gave no scanNext')
})
