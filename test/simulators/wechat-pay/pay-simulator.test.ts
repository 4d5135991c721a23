import { createSign, verify, X509Certificate } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { KeyRing, keysFor } from './key-ring.js'
import { type PaySimulator, startPaySimulator } from './pay-simulator.js'
import { certificateOf } from './platform-certificate.js'

let pay: PaySimulator
beforeEach(async () => {
  pay = await startPaySimulator({ now: () => new Date('2026-11-23T12:30:00+08:00') })
})
afterEach(() => pay.close())

type Sent = { method: string; path: string; body: string; signed?: Partial<Signed>; headers?: Record<string, string> }
type Signed = {
  method: string
  path: string
  timestamp: string
  nonce: string
  body: string
  serial: string
  mchid: string
}

/** A request signed as WeChat Pay's documents say, by hand: no client of ours has a part in it. */
async function send({ method, path, body, signed = {}, headers = {} }: Sent) {
  const { certSerial, mchid } = pay.merchant
  const timestamp = String(Math.floor(pay.control.now().getTime() / 1000))
  const facts = { method, path, timestamp, nonce: 'a1b2c3', body, serial: certSerial, mchid, ...signed }
  const message = `${facts.method}\n${facts.path}\n${facts.timestamp}\n${facts.nonce}\n${facts.body}\n`
  const signature = createSign('sha256').update(message).sign(keysFor('merchant').privateKey, 'base64')
  // The order of the attributes is free.
  const authorization = `WECHATPAY2-SHA256-RSA2048 signature="${signature}",serial_no="${facts.serial.toLowerCase()}",timestamp="${facts.timestamp}",mchid="${facts.mchid}",nonce_str="${facts.nonce}"`
  const answer = await fetch(`${pay.url}${path}`, {
    method,
    headers: { accept: 'application/json', 'user-agent': 'test', authorization, ...headers },
    ...(method === 'GET' ? {} : { body }),
  })
  const text = await answer.text()
  return {
    status: answer.status,
    text,
    code: text.startsWith('{') ? JSON.parse(text).code : undefined,
    headers: answer.headers,
  }
}

const order = (more: object = {}) =>
  JSON.stringify({
    appid: pay.merchant.appId,
    mchid: pay.merchant.mchid,
    description: '辣子鸡',
    out_trade_no: 'T000001',
    notify_url: 'https://huitou.example/wechat/pay/notifications',
    amount: { total: 100 },
    payer: { openid: 'o-ana' },
    ...more,
  })
const jsapi = '/v3/pay/transactions/jsapi'

describe('a request', () => {
  test('signed byte for byte is answered, and the answer is signed', async () => {
    const answer = await send({ method: 'POST', path: jsapi, body: order() })
    expect(answer.status).toBe(200)
    const header = (name: string) => answer.headers.get(`wechatpay-${name}`)
    const message = `${header('timestamp')}\n${header('nonce')}\n${answer.text}\n`
    const signature = Buffer.from(header('signature')!, 'base64')
    expect(header('serial')).toBe(pay.control.publicKey().id)
    expect(verify('sha256', Buffer.from(message), pay.control.publicKey().pem, signature)).toBe(true)
  })

  test.each<[string, Partial<Signed>]>([
    ['another method', { method: 'GET' }],
    ['another path', { path: `${jsapi}?` }],
    ['a body that differs by a tab', { body: '' }],
    ['a body that differs by a space', { body: ' ' }],
    ['a time six minutes ago', { timestamp: String(Math.floor(Date.parse('2026-11-23T12:24:00+08:00') / 1000)) }],
    ['an unknown certificate', { serial: 'ABCDEF' }],
  ])('signed over %s is refused', async (_, signed) => {
    const body = order()
    const whole = signed.body === undefined ? {} : { body: `${body}${signed.body || '\t'}` }
    expect(await send({ method: 'POST', path: jsapi, body, signed: { ...signed, ...whole } })).toMatchObject({
      status: 401,
      code: 'SIGN_ERROR',
    })
  })

  test('without its query in the signature is refused', async () => {
    const path = `/v3/pay/transactions/out-trade-no/T000001?mchid=${pay.merchant.mchid}`
    const signed = { path: '/v3/pay/transactions/out-trade-no/T000001' }
    expect(await send({ method: 'GET', path, body: '', signed })).toMatchObject({ code: 'SIGN_ERROR' })
    expect(await send({ method: 'GET', path, body: '' })).toMatchObject({ code: 'ORDER_NOT_EXIST' })
  })

  test.each([
    ['nothing to pay', { amount: { total: 0 } }],
    ['part of a fen', { amount: { total: 1.5 } }],
    ['a number too short', { out_trade_no: 'T0001' }],
    ['a parameter nobody knows', { extra: 1 }],
    ['an address with a query', { notify_url: 'https://huitou.example/?a=1' }],
    ['an end within the minute', { time_expire: '2026-11-23T12:30:59+08:00' }],
  ])('with %s is refused', async (_, more) => {
    expect(await send({ method: 'POST', path: jsapi, body: order(more) })).toMatchObject({ code: 'PARAM_ERROR' })
  })

  test('for another merchant or another app is refused', async () => {
    expect(await send({ method: 'POST', path: jsapi, body: order({ mchid: '1900000999' }) })).toMatchObject({
      code: 'MCH_NOT_EXISTS',
    })
    expect(await send({ method: 'POST', path: jsapi, body: order({ appid: 'wx-another' }) })).toMatchObject({
      code: 'APPID_MCHID_NOT_MATCH',
    })
  })
})

describe('keys', () => {
  test('certificates made by hand are certificates', () => {
    const keys = keysFor('certificate of a test')
    const facts = { serial: '9F00AB', from: new Date('2026-01-01T00:00:00Z'), until: new Date('2031-01-01T00:00:00Z') }
    const certificate = new X509Certificate(certificateOf(keys, facts))
    expect(certificate.serialNumber).toBe('9F00AB')
    expect(certificate.verify(keys.publicKey)).toBe(true)
    expect(new Date(certificate.validTo)).toEqual(facts.until)
  })

  test('merchants on public keys have no certificates', async () => {
    const ask = () => send({ method: 'GET', path: '/v3/certificates', body: '' })
    expect(await ask()).toMatchObject({ status: 404, code: 'RESOURCE_NOT_EXISTS' })
    pay.control.mode('cert')
    expect((await ask()).status).toBe(200)
  })

  test('moving over, WeChat Pay chooses for notifications, in the share that was set', () => {
    const ring = new KeyRing({ now: () => new Date(0), seconds: () => 0 } as never)
    ring.mode = 'dual'
    for (const ratio of [0, 20, 100]) {
      ring.ratio = ratio
      const signers = Array.from({ length: 100 }, () => ring.forNotice().serial)
      expect(signers.filter(serial => serial.startsWith('PUB_KEY_ID_'))).toHaveLength(ratio)
    }
  })
})

describe('the control plane', () => {
  const steer = async (path: string, body?: object) => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    const answer = await fetch(`${pay.url}/__sim/${path}`, body === undefined ? {} : init)
    return { status: answer.status, json: (await answer.json()) as Record<string, unknown> }
  }

  test('pays, tells, refuses what cannot be, and says what there is', async () => {
    const { text } = await send({ method: 'POST', path: jsapi, body: order() })
    const prepayId = JSON.parse(text).prepay_id as string
    expect((await steer('prepaid-payments', { prepayId, openid: 'o-bo' })).json).toEqual({
      error: '下单账号与支付账号不一致',
    })
    expect((await steer('prepaid-payments', { prepayId, openid: 'o-ana' })).json).toMatchObject({ state: 'SUCCESS' })
    expect((await steer('prepaid-payments', { prepayId })).status).toBe(409)
    expect((await steer('health')).json).toMatchObject({ balanceFen: 100, orders: 1, refunds: 0 })
    expect((await steer('orders')).json.orders).toMatchObject([{ outTradeNo: 'T000001', prepayIds: [prepayId] }])
    expect((await steer('settings', { refundBecomes: 'ABNORMAL' })).json).toMatchObject({ refundBecomes: 'ABNORMAL' })
    expect((await steer('settings', { refundBecomes: 'LOST' })).status).toBe(400)
    expect((await steer('faults', { endpoint: 'jsapi', status: 502 })).status).toBe(200)
    expect((await send({ method: 'POST', path: jsapi, body: order() })).status).toBe(502)
    expect((await steer('nothing-there', {})).status).toBe(404)
  })

  test('shows the payer’s phone what they paid', async () => {
    const cards: string[] = []
    const shown = await startPaySimulator({ showCard: (openid, { title }) => cards.push(`${openid} ${title}`) })
    pay = await pay.close().then(() => shown)
    const { text } = await send({ method: 'POST', path: jsapi, body: order() })
    pay.control.payPrepay(JSON.parse(text).prepay_id)
    expect(cards).toEqual(['o-ana 付款成功'])
  })
})

test('a notification nobody answers well is repeated by itself until somebody does', async () => {
  const { createServer } = await import('node:http')
  const heard: string[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', chunk => {
      body += chunk
    })
    request.on('end', () => {
      heard.push(JSON.parse(body).id)
      response.writeHead(heard.length < 3 ? 500 : 204).end()
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await pay.close()
  pay = await startPaySimulator({ routeNotice: () => `http://127.0.0.1:${port}/` })
  pay.control.settings({ notices: 'auto', noticeScale: 0.001 })
  const { text } = await send({ method: 'POST', path: jsapi, body: order() })
  pay.control.payPrepay(JSON.parse(text).prepay_id)
  for (let waited = 0; heard.length < 3 && waited < 5_000; waited += 20) await new Promise(done => setTimeout(done, 20))
  await new Promise(done => setTimeout(done, 100))
  expect(heard).toHaveLength(3)
  expect(new Set(heard).size).toBe(1)
  expect(pay.control.notices()[0]?.answers).toEqual([500, 500, 204])
  server.closeAllConnections()
  server.close()
})
