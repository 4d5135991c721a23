import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { exchange, phoneNumber, post, send, stableToken } from './raw-calls.js'
import { RequestLog } from './request-log.js'
import { demoApp, startWechatSimulator, type WechatSimulator } from './wechat-simulator.js'

let wechat: WechatSimulator

beforeEach(async () => {
  wechat = await startWechatSimulator({ now: () => new Date('2026-03-31T12:00:00+08:00') })
})

afterEach(() => wechat.close())

const order = (path: string, body: unknown) => post(`${wechat.url}/__sim/${path}`, body)
const read = (path: string) => send(`${wechat.url}/__sim/${path}`)

test('a person is created, listed, changed, and signs in with a code issued over HTTP', async () => {
  const created = await order('users', { openid: 'o-ana-0001', phone: '13580006666', nickname: 'Ana' })
  expect(created.json).toMatchObject({ openid: 'o-ana-0001', unionid: null, countryCode: '86', blocked: false })
  await order('users/update', { openid: 'o-ana-0001', unionid: 'o-union-ana' })
  expect((await read('users?limit=5')).json.users).toEqual([{ ...created.json, unionid: 'o-union-ana' }])
  const { code, expiresAt } = (await order('codes/login', { openid: 'o-ana-0001' })).json
  expect(expiresAt).toBe('2026-03-31T04:05:00.000Z')
  const session = await exchange(wechat.url, { js_code: String(code) })
  expect(session.json).toMatchObject({ openid: 'o-ana-0001', unionid: 'o-union-ana' })
})

test('people are listed in pages', async () => {
  for (const openid of ['o-one-1', 'o-two-2', 'o-three-3']) await order('users', { openid })
  const page = (await read('users?limit=2')).json.users as { openid: string }[]
  expect(page.map(user => user.openid)).toEqual(['o-one-1', 'o-two-2'])
  const rest = (await read('users?limit=2&after=o-two-2')).json.users as { openid: string }[]
  expect(rest.map(user => user.openid)).toEqual(['o-three-3'])
})

test('clock, tokens, settings and faults obey', async () => {
  expect((await order('clock', { advanceSeconds: 90 })).json.now).toBe('2026-03-31T04:01:30.000Z')
  const first = (await stableToken(wechat.url)).json.access_token
  await order('tokens', { kind: 'stable', action: 'expire' })
  expect((await stableToken(wechat.url)).json.access_token).not.toBe(first)
  expect((await order('settings', { countryCodeAs: 'string' })).json.countryCodeAs).toBe('string')
  expect((await read('settings')).json.countryCodeAs).toBe('string')
  await order('faults', { endpoint: '/cgi-bin/stable_token', errcode: -1, times: 9 })
  expect((await stableToken(wechat.url)).json.errcode).toBe(-1)
  await send(`${wechat.url}/__sim/faults`, { method: 'DELETE' })
  expect((await stableToken(wechat.url)).json).toHaveProperty('access_token')
})

test('the log names calls and parameters and holds no secret value', async () => {
  const { openid } = wechat.control.createUser()
  const { code } = wechat.control.issueLoginCode({ openid })
  const session = await exchange(wechat.url, { js_code: code })
  const token = String((await stableToken(wechat.url, { force_refresh: true })).json.access_token)
  const phoneCode = wechat.control.issuePhoneCode({ openid }).code
  await phoneNumber(wechat.url, token, { code: phoneCode })
  const reply = await read('log')
  expect(reply.json.entries).toMatchObject([
    { path: '/sns/jscode2session', errcode: 0, parameters: ['appid', 'secret', 'grant_type', 'js_code'] },
    { path: '/cgi-bin/stable_token', parameters: ['grant_type', 'appid', 'secret', 'force_refresh'] },
    { path: '/wxa/business/getuserphonenumber', parameters: ['access_token', 'code'], fault: false },
  ])
  const text = JSON.stringify(reply.json)
  const secrets = [demoApp.appSecret, token, code, phoneCode, openid, String(session.json.session_key)]
  for (const secret of secrets) expect(text).not.toContain(secret)
  expect((await read('log?path=/cgi-bin/stable_token')).json.entries).toHaveLength(1)
  await send(`${wechat.url}/__sim/log`, { method: 'DELETE' })
  expect((await read('log')).json.entries).toEqual([])
})

test('the log keeps the last thousand calls and the first twenty names of each', () => {
  const log = new RequestLog()
  const query = new URLSearchParams()
  for (let index = 0; index < 30; index += 1) query.append(`name-${index}`, 'value')
  for (let count = 0; count < 1005; count += 1) {
    const request = { method: 'GET', path: `/${count}`, query, contentType: '', body: Buffer.alloc(0) }
    log.add(request, { at: new Date(0), errcode: 0, fault: false })
  }
  expect(log.entries()).toHaveLength(1000)
  expect(log.entries()[0]).toMatchObject({ path: '/5' })
  expect(log.entries()[0]?.parameters).toHaveLength(20)
})

test('bad orders are refused with a reason', async () => {
  expect((await order('users', { openid: 'x' })).status).toBe(400)
  expect((await order('users', { shoeSize: 43 })).status).toBe(400)
  expect((await order('users', 'no json')).status).toBe(400)
  expect((await order('codes/login', { openid: 'o-nobody' })).json).toEqual({ error: 'no such user' })
  expect((await order('clock', { advanceSeconds: -1 })).status).toBe(409)
  expect((await order('tokens', { kind: 'plain', action: 'expire' })).status).toBe(409)
  expect((await order('nothing', {})).status).toBe(404)
  await order('users', { openid: 'o-ana-0001' })
  expect((await order('users', { openid: 'o-ana-0001' })).json).toEqual({ error: 'this openid exists' })
})

test('a body past 64 KB is refused unread', async () => {
  const response = await fetch(`${wechat.url}/cgi-bin/stable_token`, { method: 'POST', body: 'x'.repeat(65 * 1024) })
  expect(response.status).toBe(413)
})

test('a request line that is no address is answered, and the simulator lives on', async () => {
  const socket = connect(Number(new URL(wechat.url).port), '127.0.0.1')
  socket.end('GET // HTTP/1.1\r\nHost: simulator\r\nConnection: close\r\n\r\n')
  expect(String((await once(socket, 'data'))[0])).toMatch(/^HTTP\/1.1 400 /)
  expect((await read('health')).json.ok).toBe(true)
})

test('user number 20,001 is refused', () => {
  for (let count = 0; count < 20_000; count += 1) wechat.control.createUser({ phone: '13580006666' })
  expect(() => wechat.control.createUser()).toThrow('no more than 20000 users')
})

test('a browser plays one phone: the same device is the same person with the same number', async () => {
  const first = (await order('phone/login', { device: 'device-of-ana' })).json
  const again = (await order('phone/login', { device: 'device-of-ana' })).json
  const other = (await order('phone/login', { device: 'device-of-bob' })).json
  const openids: unknown[] = []
  for (const { code } of [first, again, other]) {
    openids.push((await exchange(wechat.url, { js_code: String(code) })).json.openid)
  }
  expect(openids[0]).toMatch(/^o[\w-]{27}$/)
  expect(openids[1]).toBe(openids[0])
  expect(openids[2]).not.toBe(openids[0])
  const token = String((await stableToken(wechat.url)).json.access_token)
  const { code } = (await order('phone/number', { device: 'device-of-ana' })).json
  const ana = wechat.control.users().find(user => user.openid === openids[0])
  const reply = await phoneNumber(wechat.url, token, { code })
  expect(reply.json.phone_info).toMatchObject({ purePhoneNumber: ana?.phone })
})

test('only the two phone routes are open to pages of other origins', async () => {
  for (const path of ['phone/login', 'phone/number']) {
    const preflight = await fetch(`${wechat.url}/__sim/${path}`, { method: 'OPTIONS' })
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*')
    expect(preflight.headers.get('access-control-allow-headers')).toBe('content-type')
    const reply = await fetch(`${wechat.url}/__sim/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"device":"device-of-ana"}',
    })
    expect(reply.headers.get('access-control-allow-origin')).toBe('*')
  }
  const closed = await fetch(`${wechat.url}/__sim/users`, { method: 'OPTIONS' })
  expect([closed.status, closed.headers.get('access-control-allow-origin')]).toEqual([404, null])
  const simple = await fetch(`${wechat.url}/__sim/clock`, { method: 'POST', body: '{"advanceSeconds":60}' })
  expect(simple.status).toBe(415)
})

test('a device name that is too short, too long or odd is refused', async () => {
  for (const device of ['short', 'x'.repeat(65), 'has spaces in it', 7]) {
    expect((await order('phone/login', { device })).status).toBe(400)
  }
})
