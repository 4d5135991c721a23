import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { phoneNumber, plainToken, send, stableToken } from './raw-calls.js'
import { demoApp, startWechatSimulator, type WechatSimulator } from './wechat-simulator.js'

let wechat: WechatSimulator
let token: string
const noon = new Date('2026-03-31T12:00:00+08:00')

beforeEach(async () => {
  wechat = await startWechatSimulator({ now: () => noon })
  token = String((await stableToken(wechat.url)).json.access_token)
})

afterEach(() => wechat.close())

test('a phone code gives the number with a numeric country code and the app’s watermark', async () => {
  const { openid } = wechat.control.createUser({ phone: '13580006666' })
  const reply = await phoneNumber(wechat.url, token, { code: wechat.control.issuePhoneCode({ openid }).code })
  expect(reply.json).toEqual({
    errcode: 0,
    errmsg: 'ok',
    phone_info: {
      phoneNumber: '13580006666',
      purePhoneNumber: '13580006666',
      countryCode: 86,
      watermark: { timestamp: noon.getTime() / 1000, appid: demoApp.appId },
    },
  })
})

test('a foreign number carries its prefix, and the country code can be text', async () => {
  wechat.control.settings({ countryCodeAs: 'string' })
  const { openid } = wechat.control.createUser({ phone: '61234567', countryCode: '852' })
  const reply = await phoneNumber(wechat.url, token, { code: wechat.control.issuePhoneCode({ openid }).code })
  expect(reply.json.phone_info).toMatchObject({
    phoneNumber: '+85261234567',
    purePhoneNumber: '61234567',
    countryCode: '852',
  })
})

test('used, expired, foreign and login codes are all 40029 with a hint and a request id', async () => {
  const { openid } = wechat.control.createUser()
  const used = wechat.control.issuePhoneCode({ openid }).code
  await phoneNumber(wechat.url, token, { code: used })
  const expired = wechat.control.issuePhoneCode({ openid }).code
  wechat.control.advance(300)
  const foreign = wechat.control.issuePhoneCode({ openid, appId: 'wx-another-app' }).code
  const login = wechat.control.issueLoginCode({ openid }).code
  for (const code of [used, expired, foreign, login]) {
    const { json } = await phoneNumber(wechat.url, token, { code })
    expect(json.errcode).toBe(40029)
    expect(json.errmsg).toMatch(/^invalid code hint: \[\w+\] rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/)
  }
  expect(wechat.control.phoneCharges()).toBe(1)
})

test('a token of the old endpoint opens it too', async () => {
  const old = String((await plainToken(wechat.url)).json.access_token)
  const { openid } = wechat.control.createUser()
  const reply = await phoneNumber(wechat.url, old, { code: wechat.control.issuePhoneCode({ openid }).code })
  expect(reply.json.errcode).toBe(0)
})

test('wrong method, empty body, no JSON and no code each get their errcode', async () => {
  const address = `${wechat.url}/wxa/business/getuserphonenumber?access_token=${token}`
  expect((await send(address)).json.errcode).toBe(43002)
  expect((await phoneNumber(wechat.url, token, '')).json.errcode).toBe(44002)
  expect((await phoneNumber(wechat.url, token, 'code=1')).json.errcode).toBe(47001)
  expect((await phoneNumber(wechat.url, token, [])).json.errcode).toBe(47001)
  expect((await phoneNumber(wechat.url, token, {})).json.errcode).toBe(41008)
})
