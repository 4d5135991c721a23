import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { Counter } from '../../test/payment-builders.js'
import { openWorld, type World } from '../../test/world.js'
import { Payments } from './payments/payments.service.js'

let world: World
beforeAll(async () => {
  world = await openWorld({ pay: true })
})
afterAll(() => world.close())

const device = 'a-browser-that-plays-a-phone'
const post = async (body: object) => {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const answer = await fetch(`${world.url}/demo/wechat/pay`, init)
  return { status: answer.status, ...((await answer.json()) as { errMsg?: string; code?: string }) }
}

test('the browser that plays ana’s phone pays as wx.requestPayment would, once, and no other browser can', async () => {
  const { code } = world.wechat.control.deviceLogin(device)
  const { tokens } = await world.as()('POST /sessions', { body: { code } })
  expect(tokens.accessToken).not.toBe('')
  const [identity] = await world.db.query<{ openid: string }>('SELECT openid FROM wechat_identity')
  const payer = { ...(await world.member()), openid: identity!.openid }
  const order = await new Counter(world).open(payer)
  const parameters = await world.get(Payments).prepay(order.id)
  expect(await post({ device: 'another-browser', parameters })).toMatchObject({
    errMsg: 'requestPayment:fail 下单账号与支付账号不一致',
  })
  const forged = { ...parameters, package: 'prepay_id=wx0' }
  expect(await post({ device, parameters: forged })).toMatchObject({ errMsg: 'requestPayment:fail 支付验证签名失败' })
  expect(await post({ device, parameters })).toEqual({ status: 200, errMsg: 'requestPayment:ok' })
  expect(await post({ device, parameters })).toMatchObject({ errMsg: 'requestPayment:fail 该订单已支付' })
  expect(await post({ device })).toMatchObject({ status: 400, code: 'input.invalid' })
})
