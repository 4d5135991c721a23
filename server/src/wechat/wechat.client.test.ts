import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { ClientWorld } from '../../../test/simulators/wechat/client-world.js'
import { demoApp, startWechatSimulator } from '../../../test/simulators/wechat/wechat-simulator.js'

let world: ClientWorld
const loginPath = '/sns/jscode2session'
const phonePath = '/wxa/business/getuserphonenumber'
const ridForm = /^[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/

beforeEach(async () => {
  world = await ClientWorld.start()
})

afterEach(() => world.close())

describe('signing in', () => {
  test('a login code becomes openid and session key, whether or not success says errcode 0', async () => {
    const openid = world.person()
    for (const successErrcode of ['absent', 'zero'] as const) {
      world.control.settings({ successErrcode })
      const session = await world.client.codeToSession(world.loginCode(openid))
      expect(session).toEqual({ openid, sessionKey: expect.stringMatching(/^[\w+/]{22}==$/) })
    }
  })

  test('unionid is absent, then present once the app is bound: late for the same person', async () => {
    const openid = world.person()
    expect(await world.client.codeToSession(world.loginCode(openid))).not.toHaveProperty('unionid')
    world.control.updateUser(openid, { unionid: 'o-union-ana' })
    expect(await world.client.codeToSession(world.loginCode(openid))).toMatchObject({ openid, unionid: 'o-union-ana' })
  })

  test('a code used before is CODE_USED', async () => {
    const code = world.loginCode()
    await world.client.codeToSession(code)
    const error = await world.failure(world.client.codeToSession(code))
    expect(error).toMatchObject({ kind: 'CODE_USED', errcode: 40163, endpoint: 'jscode2session' })
    expect(error.rid).toMatch(ridForm)
    expect(error.message).toBe(`WeChat jscode2session: CODE_USED (errcode 40163, rid ${error.rid})`)
  })

  test('an expired and a foreign code are CODE_INVALID', async () => {
    const openid = world.person()
    const expired = world.loginCode(openid)
    world.control.advance(300)
    const foreign = world.keepSecret(world.control.issueLoginCode({ openid, appId: 'wx-another-app' }).code)
    for (const code of [expired, foreign]) {
      const error = await world.failure(world.client.codeToSession(code))
      expect(error).toMatchObject({ kind: 'CODE_INVALID', errcode: 40029 })
    }
  })

  test('an empty or endless code is CODE_INVALID without asking WeChat', async () => {
    for (const code of ['', 'x'.repeat(129)]) {
      expect((await world.failure(world.client.codeToSession(code))).kind).toBe('CODE_INVALID')
      expect((await world.failure(world.client.phoneNumber(code))).kind).toBe('CODE_INVALID')
    }
    expect(world.control.log()).toEqual([])
  })

  test('a code with odd characters travels whole and is refused as a code', async () => {
    const error = await world.failure(world.client.codeToSession('&appid=wx-other 分#?'))
    expect(error).toMatchObject({ kind: 'CODE_INVALID', errcode: 40029 })
  })

  test('a high-risk account is USER_BLOCKED and is not tried twice', async () => {
    const openid = world.person()
    world.control.block(openid)
    const error = await world.failure(world.client.codeToSession(world.loginCode(openid)))
    expect(error).toMatchObject({ kind: 'USER_BLOCKED', errcode: 40226 })
    expect(world.control.log(loginPath)).toHaveLength(1)
  })

  test('a busy WeChat is asked once more and then answers', async () => {
    const openid = world.person()
    world.control.setFault({ endpoint: loginPath, errcode: -1 })
    expect(await world.client.codeToSession(world.loginCode(openid))).toMatchObject({ openid })
    expect(world.calls.map(call => call.outcome)).toEqual(['RETRY_LATER', 'OK'])
  })

  test('a WeChat that stays busy is RETRY_LATER after two requests, and the same code works afterwards', async () => {
    const openid = world.person()
    const code = world.loginCode(openid)
    world.control.setFault({ endpoint: loginPath, errcode: -1, times: 2 })
    const error = await world.failure(world.client.codeToSession(code))
    expect(error).toMatchObject({ kind: 'RETRY_LATER', errcode: -1 })
    expect(world.control.log(loginPath)).toHaveLength(2)
    expect(await world.client.codeToSession(code)).toMatchObject({ openid })
  })

  test('a spent minute quota is RATE_LIMITED', async () => {
    const openid = world.person()
    world.control.settings({ loginsPerUserPerMinute: 1 })
    await world.client.codeToSession(world.loginCode(openid))
    const error = await world.failure(world.client.codeToSession(world.loginCode(openid)))
    expect(error).toMatchObject({ kind: 'RATE_LIMITED', errcode: 45011 })
  })

  test.each([
    [40013, { appId: 'wx-another-app' }],
    [40125, { appSecret: 'a-wrong-secret' }],
    [41002, { appId: '' }],
    [41004, { appSecret: '' }],
  ])('wrong credentials (%i) are MISCONFIGURED', async (errcode, config) => {
    const client = world.newClient(world.store, config)
    if ('appSecret' in config && config.appSecret) world.keepSecret(config.appSecret)
    const error = await world.failure(client.codeToSession(world.loginCode()))
    expect(error).toMatchObject({ kind: 'MISCONFIGURED', errcode })
  })
})

describe('sharing a phone number', () => {
  test('a Chinese number comes as national digits, with the country code as number or text', async () => {
    const openid = world.person({ phone: '13580006666' })
    for (const countryCodeAs of ['number', 'string'] as const) {
      world.control.settings({ countryCodeAs })
      const shared = await world.client.phoneNumber(world.phoneCode(openid))
      expect(shared).toEqual({ phone: '13580006666', countryCode: '86' })
    }
  })

  test('a foreign number comes with plus and country code', async () => {
    const openid = world.person({ phone: '61234567', countryCode: '852' })
    for (const countryCodeAs of ['number', 'string'] as const) {
      world.control.settings({ countryCodeAs })
      const shared = await world.client.phoneNumber(world.phoneCode(openid))
      expect(shared).toEqual({ phone: '+85261234567', countryCode: '852' })
    }
  })

  test('success may leave errcode out', async () => {
    world.control.settings({ successErrcode: 'absent' })
    const openid = world.person({ phone: '13580006666' })
    expect((await world.client.phoneNumber(world.phoneCode(openid))).phone).toBe('13580006666')
  })

  test('used, expired, foreign and login codes are CODE_INVALID', async () => {
    const openid = world.person()
    const used = world.phoneCode(openid)
    await world.client.phoneNumber(used)
    const expired = world.phoneCode(openid)
    world.control.advance(300)
    const foreign = world.keepSecret(world.control.issuePhoneCode({ openid, appId: 'wx-another-app' }).code)
    for (const code of [used, expired, foreign, world.loginCode(openid)]) {
      const error = await world.failure(world.client.phoneNumber(code))
      expect(error).toMatchObject({ kind: 'CODE_INVALID', errcode: 40029, endpoint: 'getuserphonenumber' })
      expect(error.rid).toMatch(ridForm)
    }
    expect(world.control.phoneCharges()).toBe(1)
  })

  test('an exchange cut after its effect is not repeated, so that it is charged once', async () => {
    const code = world.phoneCode()
    world.control.setFault({ endpoint: phonePath, dropAfterEffect: true })
    expect((await world.failure(world.client.phoneNumber(code))).kind).toBe('UNREACHABLE')
    expect(world.control.log(phonePath)).toHaveLength(1)
    expect((await world.failure(world.client.phoneNumber(code))).kind).toBe('CODE_INVALID')
    expect(world.control.phoneCharges()).toBe(1)
  })

  test('a busy WeChat is asked once more and charges once', async () => {
    world.control.setFault({ endpoint: phonePath, errcode: -1 })
    await world.client.phoneNumber(world.phoneCode())
    expect(world.control.phoneCharges()).toBe(1)
  })

  test('a spent daily quota is RATE_LIMITED', async () => {
    world.control.setFault({ endpoint: phonePath, errcode: 45009 })
    const error = await world.failure(world.client.phoneNumber(world.phoneCode()))
    expect(error).toMatchObject({ kind: 'RATE_LIMITED', errcode: 45009 })
  })
})

describe('trouble on the way', () => {
  test('an answer that comes too late is UNREACHABLE, and the code is spent', async () => {
    const code = world.loginCode()
    const hasty = world.newClient(world.store, { timeoutMs: 100 })
    world.control.setFault({ endpoint: loginPath, latencyMs: 1000 })
    const error = await world.failure(hasty.codeToSession(code))
    expect(error.message).toBe('WeChat jscode2session: UNREACHABLE (timed out)')
    expect((await world.failure(world.client.codeToSession(code))).kind).toBe('CODE_USED')
  })

  test('a cut connection and truncated bodies are UNREACHABLE', async () => {
    world.control.setFault({ endpoint: loginPath, dropAfterEffect: true })
    world.control.setFault({ endpoint: loginPath, truncateBody: 'short' })
    world.control.setFault({ endpoint: loginPath, truncateBody: 'midway' })
    for (const attempt of [1, 2, 3]) {
      const error = await world.failure(world.client.codeToSession(world.loginCode()))
      expect([attempt, error.kind, error.errcode]).toEqual([attempt, 'UNREACHABLE', undefined])
    }
  })

  test('a gateway failure is RETRY_LATER', async () => {
    world.control.setFault({ endpoint: loginPath, status: 503 })
    const error = await world.failure(world.client.codeToSession(world.loginCode()))
    expect(error.message).toBe('WeChat jscode2session: RETRY_LATER (HTTP 503)')
  })

  test('nobody listening is UNREACHABLE', async () => {
    const gone = await startWechatSimulator()
    await gone.close()
    const lost = world.newClient(world.store, { apiUrl: gone.url })
    const error = await world.failure(lost.codeToSession(world.loginCode()))
    expect(error.message).toBe('WeChat jscode2session: UNREACHABLE (ECONNREFUSED)')
  })

  test('an errcode nobody has heard of asks for a person', async () => {
    world.control.setFault({ endpoint: loginPath, errcode: 61024 })
    const error = await world.failure(world.client.codeToSession(world.loginCode()))
    expect(error).toMatchObject({ kind: 'MISCONFIGURED', errcode: 61024 })
  })

  test('every request is told to the hook with its outcome and milliseconds', async () => {
    const openid = world.person()
    await world.client.phoneNumber(world.phoneCode(openid))
    await world.failure(world.client.codeToSession('made-up'))
    expect(world.calls).toEqual([
      { endpoint: 'stable_token', outcome: 'OK', ms: expect.any(Number) },
      { endpoint: 'getuserphonenumber', outcome: 'OK', ms: expect.any(Number) },
      { endpoint: 'jscode2session', outcome: 'CODE_INVALID', ms: expect.any(Number) },
    ])
  })

  test('printing a client and its store shows neither secret nor token', async () => {
    await world.client.phoneNumber(world.phoneCode())
    const shown = inspect([world.client, world.store], { depth: null, showHidden: true })
    expect(shown).not.toContain(demoApp.appSecret)
    expect(shown).not.toContain((await world.store.get())?.value)
  })
})
