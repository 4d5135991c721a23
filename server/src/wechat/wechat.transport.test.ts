import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { WechatClient } from './wechat.client.js'
import { WechatError } from './wechat.error.js'
import { MemoryTokenStore } from './wechat.token.js'
import { parseWechatJson } from './wechat.transport.js'

type Reply = { status?: number; headers?: Record<string, string>; body: string }

let server: Server
let reply: (address: string) => Reply
let client: WechatClient

beforeEach(async () => {
  server = createServer((request, response) => {
    const { status = 200, headers = {}, body } = reply(request.url ?? '')
    response.writeHead(status, headers).end(body)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/proxy/`
  const config = { apiUrl, appId: 'wx-app', appSecret: 'the-secret', timeoutMs: 1000 }
  client = new WechatClient(config, { now: () => new Date() }, () => new MemoryTokenStore())
})

afterEach(async () => {
  server.closeAllConnections()
  await new Promise(resolve => server.close(resolve))
})

async function failureOf(call: Promise<unknown>): Promise<WechatError> {
  const error: unknown = await call.catch((reason: unknown) => reason)
  if (!(error instanceof WechatError)) throw new Error('the call did not end with a WechatError', { cause: error })
  return error
}

test('64-bit ids keep every digit; safe numbers, decimals and text stay what they are', () => {
  const text = '{"msgid":3717005636572528642,"low":-9223372036854775808,"safe":9007199254740991,"ms":1637744274000}'
  expect(parseWechatJson(text)).toEqual({
    msgid: '3717005636572528642',
    low: '-9223372036854775808',
    safe: 9007199254740991,
    ms: 1637744274000,
  })
  const rest =
    '{"a":0.12345678901234567890,"b":1e3,"c":"id 3717005636572528642","d":"\\"3717005636572528642\\\\","e":[12]}'
  expect(parseWechatJson(rest)).toEqual(JSON.parse(rest))
})

test('bad JSON is a SyntaxError, however long its open string is', () => {
  expect(() => parseWechatJson('{"a":')).toThrow(SyntaxError)
  expect(() => parseWechatJson(`{"a":"${'\\"'.repeat(30_000)}`)).toThrow(SyntaxError)
})

test('a proxy’s path in the address is kept', async () => {
  let seen = ''
  reply = address => {
    seen = address
    return { body: '{"openid":"o-1","session_key":"k"}' }
  }
  await client.codeToSession('code')
  expect(seen).toMatch(/^\/proxy\/sns\/jscode2session\?appid=wx-app&/)
})

test.each([
  ['text/plain', '{"openid":"o-1","session_key":"k"}'],
  ['text/html', ' \n{"openid":"o-1","session_key":"k","unionid":""}'],
  ['application/json', '\uFEFF{"openid":"o-1","session_key":"k"}'],
])('JSON is recognised under %s', async (contentType, body) => {
  reply = () => ({ headers: { 'content-type': contentType }, body })
  expect(await client.codeToSession('code')).toEqual({ openid: 'o-1', sessionKey: 'k' })
})

test.each([
  ['no JSON', { body: '<html>hello</html>' }, 'UNREACHABLE (unreadable answer)'],
  ['nothing', { body: '' }, 'UNREACHABLE (unreadable answer)'],
  ['an array', { body: '[1]' }, 'UNREACHABLE (unreadable answer)'],
  ['an errcode that is text', { body: '{"errcode":"0"}' }, 'UNREACHABLE (unreadable answer)'],
  ['a session without openid', { body: '{"session_key":"k"}' }, 'UNREACHABLE (unreadable answer)'],
  ['a body past 64 KB', { body: `{"openid":"${'o'.repeat(70_000)}"}` }, 'UNREACHABLE (answer too large)'],
  ['404', { status: 404, body: 'not found' }, 'MISCONFIGURED (HTTP 404)'],
  ['502 with JSON of a gateway', { status: 502, body: '{"message":"bad"}' }, 'RETRY_LATER (HTTP 502)'],
  ['500 with an errcode', { status: 500, body: '{"errcode":40029}' }, 'CODE_INVALID (errcode 40029)'],
])('%s ends as a typed error', async (_, answer, message) => {
  reply = () => answer
  const error = await failureOf(client.codeToSession('code'))
  expect(error.message).toBe(`WeChat jscode2session: ${message}`)
})

test('a redirect is not followed: it would carry the secret along', async () => {
  const seen: string[] = []
  reply = address => {
    seen.push(address)
    return { status: 302, headers: { location: `/elsewhere?${seen.length}` }, body: '' }
  }
  const error = await failureOf(client.codeToSession('code'))
  expect(error.message).toBe('WeChat jscode2session: UNREACHABLE (request failed)')
  expect(seen).toEqual([expect.stringContaining('/sns/jscode2session')])
})

test('an errmsg that echoes the request lends its request id to our message, nothing else', async () => {
  reply = address => ({
    body: JSON.stringify({ errcode: 40097, errmsg: `bad ${address} hints: [ req_id: qkacgByWf-jJsoNA ]` }),
  })
  const error = await failureOf(client.codeToSession('the-code'))
  expect(error.message).toBe('WeChat jscode2session: MISCONFIGURED (errcode 40097, rid qkacgByWf-jJsoNA)')
})

test('an address that is none gives nothing of itself away', async () => {
  const config = { apiUrl: 'no address', appId: 'wx-app', appSecret: 'the-secret', timeoutMs: 1000 }
  const broken = new WechatClient(config, { now: () => new Date() }, () => new MemoryTokenStore())
  const error = await failureOf(broken.codeToSession('the-code'))
  expect(error.message).toMatch(/^WeChat jscode2session: \w+ \([\w ]+\)$/)
})

test('a number shared with another app is MISCONFIGURED', async () => {
  const phoneInfo = { purePhoneNumber: '13580006666', countryCode: 86, watermark: { appid: 'wx-another-app' } }
  reply = address =>
    address.includes('stable_token')
      ? { body: '{"access_token":"t","expires_in":7200}' }
      : { body: JSON.stringify({ errcode: 0, phone_info: phoneInfo }) }
  const error = await failureOf(client.phoneNumber('the-code'))
  expect(error.message).toBe('WeChat getuserphonenumber: MISCONFIGURED (the number was shared with another app)')
})
