import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { exchange, send, stableToken } from './raw-calls.js'
import { startWechatSimulator, type WechatSimulator } from './wechat-simulator.js'

let wechat: WechatSimulator
let openid: string
const endpoint = '/sns/jscode2session'

beforeEach(async () => {
  wechat = await startWechatSimulator({ now: () => new Date('2026-03-31T12:00:00+08:00') })
  openid = wechat.control.createUser().openid
})

afterEach(() => wechat.close())

const newCode = () => wechat.control.issueLoginCode({ openid }).code

test('an answer can be dropped after its effect', async () => {
  const js_code = newCode()
  wechat.control.setFault({ endpoint, dropAfterEffect: true })
  await expect(exchange(wechat.url, { js_code })).rejects.toThrow('fetch failed')
  expect((await exchange(wechat.url, { js_code })).json.errcode).toBe(40163)
})

test.each(['short', 'midway'] as const)('a body can come truncated, %s', async truncateBody => {
  wechat.control.setFault({ endpoint, truncateBody })
  await expect(exchange(wechat.url, { js_code: newCode() })).rejects.toThrow()
})

test('a gateway failure and a refusal have no effect', async () => {
  const js_code = newCode()
  wechat.control.setFault({ endpoint, status: 502 })
  wechat.control.setFault({ endpoint, errcode: -1 })
  wechat.control.setFault({ endpoint, errcode: 45009 })
  const gateway = await fetch(`${wechat.url}${endpoint}`)
  expect([gateway.status, gateway.headers.get('content-type')]).toEqual([502, 'text/html'])
  expect((await exchange(wechat.url, { js_code })).json.errmsg).toMatch(/^system error, rid: /)
  expect((await exchange(wechat.url, { js_code })).json.errcode).toBe(45009)
  expect((await exchange(wechat.url, { js_code })).json.openid).toBe(openid)
})

test('latency holds the answer back', async () => {
  wechat.control.setFault({ endpoint, latencyMs: 150 })
  const startedAt = performance.now()
  await exchange(wechat.url, { js_code: newCode() })
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(140)
})

test('a fault befalls its own endpoint as many times as ordered, unless cleared', async () => {
  wechat.control.setFault({ endpoint, errcode: -1, times: 2 })
  expect((await stableToken(wechat.url)).json).toHaveProperty('access_token')
  expect((await exchange(wechat.url, { js_code: newCode() })).json.errcode).toBe(-1)
  expect((await exchange(wechat.url, { js_code: newCode() })).json.errcode).toBe(-1)
  expect((await exchange(wechat.url, { js_code: newCode() })).json.openid).toBe(openid)
  wechat.control.setFault({ endpoint: '*', errcode: 40164, times: 5 })
  expect((await stableToken(wechat.url)).json.errcode).toBe(40164)
  wechat.control.clearFaults()
  expect((await stableToken(wechat.url)).json).toHaveProperty('access_token')
})

test('an unknown address is an errcode as well', async () => {
  expect((await send(`${wechat.url}/cgi-bin/nothing`)).json.errcode).toBe(40066)
})
