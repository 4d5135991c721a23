import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { phoneNumber, plainToken, post, send, stableToken } from './raw-calls.js'
import { startWechatSimulator, type WechatSimulator } from './wechat-simulator.js'

let wechat: WechatSimulator

beforeEach(async () => {
  wechat = await startWechatSimulator({ now: () => new Date('2026-03-31T12:00:00+08:00') })
})

afterEach(() => wechat.close())

async function stable(given: Record<string, unknown> = {}): Promise<string> {
  return String((await stableToken(wechat.url, given)).json.access_token)
}

async function plain(): Promise<string> {
  return String((await plainToken(wechat.url)).json.access_token)
}

/** 0 when the token opens an API: the made-up phone code is then what WeChat complains about. */
async function verdict(token: string): Promise<number> {
  const { errcode } = (await phoneNumber(wechat.url, token, { code: 'made-up' })).json
  return errcode === 40029 ? 0 : Number(errcode)
}

test('a token comes with 7200 seconds, as JSON, without errcode', async () => {
  const reply = await stableToken(wechat.url)
  expect(reply.contentType).toBe('application/json; encoding=utf-8')
  expect(reply.json).toEqual({ access_token: expect.stringMatching(/^[\w-]{100,512}$/), expires_in: 7200 })
  expect(await verdict(String(reply.json.access_token))).toBe(0)
})

test('the stable token stays the same, its seconds run down, and never fewer than 300 are told', async () => {
  const first = await stable()
  wechat.control.advance(6900)
  expect((await stableToken(wechat.url)).json).toEqual({ access_token: first, expires_in: 300 })
  wechat.control.advance(1)
  const renewed = await stableToken(wechat.url)
  expect(renewed.json.access_token).not.toBe(first)
  expect(renewed.json.expires_in).toBe(7200)
})

test('at the hand-over old and new work together for five minutes, then the old one is expired', async () => {
  const old = await stable()
  wechat.control.advance(6910)
  const renewed = await stable()
  expect([await verdict(old), await verdict(renewed)]).toEqual([0, 0])
  wechat.control.advance(299)
  expect([await verdict(old), await verdict(renewed)]).toEqual([0, 0])
  wechat.control.advance(1)
  expect([await verdict(old), await verdict(renewed)]).toEqual([42001, 0])
})

test('a token nobody renewed ends after 7200 seconds', async () => {
  const token = await stable()
  wechat.control.advance(7199)
  expect(await verdict(token)).toBe(0)
  wechat.control.advance(1)
  expect(await verdict(token)).toBe(42001)
})

test('force_refresh revokes the previous token at once', async () => {
  const old = await stable()
  const forced = await stable({ force_refresh: true })
  expect(forced).not.toBe(old)
  expect([await verdict(old), await verdict(forced)]).toEqual([40001, 0])
})

test('force_refresh within 30 seconds refreshes nothing', async () => {
  const forced = await stable({ force_refresh: true })
  wechat.control.advance(29)
  expect(await stable({ force_refresh: true })).toBe(forced)
  wechat.control.advance(1)
  expect(await stable({ force_refresh: true })).not.toBe(forced)
})

test('the 21st force_refresh of a Beijing day refreshes nothing; the next day does', async () => {
  let token = ''
  for (let count = 0; count < 20; count += 1) {
    const next = await stable({ force_refresh: true })
    expect(next).not.toBe(token)
    token = next
    wechat.control.advance(30)
  }
  expect(await stable({ force_refresh: true })).toBe(token)
  wechat.control.advance(12 * 3600 - 20 * 30)
  expect(await stable({ force_refresh: true })).not.toBe(token)
})

test('every call of the old endpoint mints a token and gives the previous one five more minutes', async () => {
  const first = await plain()
  const second = await plain()
  expect(second).not.toBe(first)
  wechat.control.advance(299)
  expect([await verdict(first), await verdict(second)]).toEqual([0, 0])
  wechat.control.advance(1)
  expect([await verdict(first), await verdict(second)]).toEqual([40001, 0])
})

test('the two endpoints do not touch each other’s tokens', async () => {
  const fromStable = await stable()
  const fromPlain = await plain()
  await plain()
  wechat.control.advance(301)
  expect(await stable()).toBe(fromStable)
  const untouched = await plain()
  await stable({ force_refresh: true })
  expect([await verdict(fromStable), await verdict(fromPlain), await verdict(untouched)]).toEqual([40001, 40001, 0])
})

test('tokens can be expired, rotated and revoked from outside', async () => {
  const first = await stable()
  wechat.control.token('stable', 'rotate')
  const second = await stable()
  expect(second).not.toBe(first)
  expect([await verdict(first), await verdict(second)]).toEqual([0, 0])
  wechat.control.token('stable', 'revoke')
  expect(await verdict(second)).toBe(40001)
  const third = await stable()
  wechat.control.token('stable', 'expire')
  expect([await verdict(third), await verdict(await stable())]).toEqual([42001, 0])
})

test('a malformed, an unknown and a missing token are told apart', async () => {
  expect(await verdict('not a token!')).toBe(40014)
  expect(await verdict('65_wellformedbutneverissued')).toBe(40001)
  expect(await verdict('')).toBe(41001)
})

test.each([
  [41002, { appid: '' }],
  [41004, { secret: '' }],
  [40013, { appid: 'wx-another-app' }],
  [40125, { secret: 'a-wrong-secret' }],
  [40002, { grant_type: 'authorization_code' }],
])('both endpoints answer errcode %i for %o', async (errcode, given) => {
  expect((await stableToken(wechat.url, given)).json.errcode).toBe(errcode)
  expect((await plainToken(wechat.url, given)).json.errcode).toBe(errcode)
})

test('the stable endpoint takes POST with JSON only', async () => {
  const address = `${wechat.url}/cgi-bin/stable_token`
  expect((await send(`${address}?grant_type=client_credential`)).json.errcode).toBe(43002)
  expect((await post(address, '')).json.errcode).toBe(44002)
  expect((await post(address, 'grant_type=client_credential&appid=a&secret=b')).json.errcode).toBe(47001)
  expect((await post(`${wechat.url}/cgi-bin/token`, {})).json.errcode).toBe(43001)
})

test('the quotas: a minute’s and a day’s of the stable endpoint, a day’s of the old one', async () => {
  wechat.control.settings({ stableCallsPerMinute: 1, stableCallsPerDay: 2, plainCallsPerDay: 1 })
  await stable()
  expect((await stableToken(wechat.url)).json.errcode).toBe(45011)
  wechat.control.advance(60)
  await stable()
  wechat.control.advance(60)
  expect((await stableToken(wechat.url)).json.errcode).toBe(45009)
  await plain()
  expect((await plainToken(wechat.url)).json.errcode).toBe(45009)
  wechat.control.advance(86_400)
  expect((await plainToken(wechat.url)).json).toHaveProperty('access_token')
})
