import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { exchange, send } from './raw-calls.js'
import { demoApp, startWechatSimulator, type WechatSimulator } from './wechat-simulator.js'

let wechat: WechatSimulator
const now = () => new Date('2026-03-31T12:00:00+08:00')

beforeEach(async () => {
  wechat = await startWechatSimulator({ now })
})

afterEach(() => wechat.close())

const codeFor = (openid: string) => wechat.control.issueLoginCode({ openid }).code

test('a login code gives openid and a 16-byte session key as text/plain without errcode', async () => {
  const ana = wechat.control.createUser()
  const reply = await exchange(wechat.url, { js_code: codeFor(ana.openid) })
  expect(reply.status).toBe(200)
  expect(reply.contentType).toBe('text/plain')
  expect(reply.json).toEqual({ openid: ana.openid, session_key: expect.any(String) })
  expect(Buffer.from(String(reply.json.session_key), 'base64')).toHaveLength(16)
})

test('unionid is told only while the app is bound and WeChat knows the person there', async () => {
  const ana = wechat.control.createUser({ unionid: 'o-union-ana' })
  expect((await exchange(wechat.url, { js_code: codeFor(ana.openid) })).json.unionid).toBe('o-union-ana')
  wechat.control.settings({ openPlatformBound: false })
  expect((await exchange(wechat.url, { js_code: codeFor(ana.openid) })).json).not.toHaveProperty('unionid')
})

test('a code works once, then it is "been used", with a request id in the message', async () => {
  const code = codeFor(wechat.control.createUser().openid)
  await exchange(wechat.url, { js_code: code })
  const again = await exchange(wechat.url, { js_code: code })
  expect(again.status).toBe(200)
  expect(again.contentType).toBe('text/plain')
  expect(again.json.errcode).toBe(40163)
  expect(again.json.errmsg).toMatch(/^code been used, rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/)
})

test('a code lives just under five minutes', async () => {
  const { openid } = wechat.control.createUser()
  const early = codeFor(openid)
  wechat.control.advance(299)
  expect((await exchange(wechat.url, { js_code: early })).json).toHaveProperty('openid')
  const late = codeFor(openid)
  wechat.control.advance(300)
  expect((await exchange(wechat.url, { js_code: late })).json.errcode).toBe(40029)
})

test('an unknown code, another app’s code and a phone code are all invalid', async () => {
  const { openid } = wechat.control.createUser()
  const foreign = wechat.control.issueLoginCode({ openid, appId: 'wx-another-app' }).code
  const phone = wechat.control.issuePhoneCode({ openid }).code
  for (const js_code of ['never-issued', foreign, phone]) {
    expect((await exchange(wechat.url, { js_code })).json.errcode).toBe(40029)
  }
})

test('a blocked user is refused until unblocked, and the refusal does not use the code up', async () => {
  const { openid } = wechat.control.createUser()
  wechat.control.block(openid)
  const js_code = codeFor(openid)
  const refused = await exchange(wechat.url, { js_code })
  expect(refused.json.errcode).toBe(40226)
  expect(refused.json.errmsg).toMatch(/^code blocked/)
  wechat.control.block(openid, false)
  expect((await exchange(wechat.url, { js_code })).json).toHaveProperty('openid', openid)
})

test('the 101st login of one user in a minute is refused; another user and the next minute are not', async () => {
  const { openid } = wechat.control.createUser()
  const other = wechat.control.createUser()
  for (let count = 0; count < 100; count += 1) {
    expect((await exchange(wechat.url, { js_code: codeFor(openid) })).json.openid).toBe(openid)
  }
  expect((await exchange(wechat.url, { js_code: codeFor(openid) })).json.errcode).toBe(45011)
  expect((await exchange(wechat.url, { js_code: codeFor(other.openid) })).json).toHaveProperty('openid')
  wechat.control.advance(60)
  expect((await exchange(wechat.url, { js_code: codeFor(openid) })).json).toHaveProperty('openid')
})

test.each([
  [41002, { appid: '' }],
  [41004, { secret: '' }],
  [41008, { js_code: '' }],
  [40002, { grant_type: 'client_credential' }],
  [40013, { appid: 'wx-another-app' }],
  [40125, { secret: 'a-wrong-secret' }],
])('errcode %i answers %o', async (errcode, given) => {
  const js_code = codeFor(wechat.control.createUser().openid)
  const reply = await exchange(wechat.url, { js_code, ...given })
  expect(reply.status).toBe(200)
  expect(reply.json.errcode).toBe(errcode)
})

test('a POST finds its parameters unread and is told that the appid is missing', async () => {
  const query = new URLSearchParams({ appid: demoApp.appId, secret: demoApp.appSecret, js_code: 'x' })
  expect((await send(`${wechat.url}/sns/jscode2session?${query}`, { method: 'POST' })).json.errcode).toBe(41002)
})

test('success can be made to say errcode 0', async () => {
  wechat.control.settings({ successErrcode: 'zero' })
  const { openid } = wechat.control.createUser()
  expect((await exchange(wechat.url, { js_code: codeFor(openid) })).json).toMatchObject({
    errcode: 0,
    errmsg: 'ok',
    openid,
  })
})

test('one code sent fifty times at once succeeds once', async () => {
  const js_code = codeFor(wechat.control.createUser().openid)
  const replies = await Promise.all(Array.from({ length: 50 }, () => exchange(wechat.url, { js_code })))
  expect(replies.filter(reply => reply.json.openid !== undefined)).toHaveLength(1)
  expect(replies.filter(reply => reply.json.errcode === 40163)).toHaveLength(49)
})
