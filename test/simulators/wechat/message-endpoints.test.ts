import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { defaultTemplate } from '../../../server/src/messages/defaults.rules.js'
import { demoTemplates } from './demo-templates.js'
import { fieldFits } from './field-rules.js'
import { post, send, stableToken } from './raw-calls.js'
import { startWechatSimulator, type WechatSimulator } from './wechat-simulator.js'

let wechat: WechatSimulator
let openid: string

beforeEach(async () => {
  wechat = await startWechatSimulator({ now: () => new Date('2026-03-31T12:00:00+08:00') })
  openid = wechat.control.createUser({ nickname: 'Ana' }).openid
})

afterEach(() => wechat.close())

const order = (path: string, body: unknown) => post(`${wechat.url}/__sim/${path}`, body)

describe('the fields of a message', () => {
  test.each([
    ['thing1', ['一'.repeat(20), 'a', '1 分！'], ['一'.repeat(21), '', 'a\nb', 'a\u0007b']],
    ['number2', ['0', '88', '12.5', '1'.repeat(32)], ['-1', '1.', '一', '1'.repeat(33), '1,000']],
    ['letter3', ['aZ', 'x'.repeat(32)], ['a1', 'x'.repeat(33)]],
    ['symbol4', ['!', '※※※※※'], ['a', '!!!!!!']],
    ['character_string5', ['B-2026/03 #7', 'x'.repeat(32)], ['单7', 'x'.repeat(33)]],
    ['time6', ['15:01', '2019年10月1日 15:01', '9:00~12:30'], ['25:00', '15:60', '15点']],
    [
      'date7',
      ['2019年10月1日', '2019-12-25 09:42', '2019/12/25', '2019.12.25', '2019年10月1日~2019年10月7日', '2019年10月'],
      ['明天', '2019-12.25', '25'],
    ],
    ['amount8', ['¥12.00', '100元', '$3.5', '1234567890'], ['12345678901', '十元', '¥']],
    ['phone_number9', ['+86-0766-66888866'], ['1'.repeat(18), '电话']],
    ['car_number10', ['粤A8Z888挂'], ['粤A8Z888挂9']],
    ['name11', ['张三', 'Robert Oppenheimer J', '一'.repeat(10)], ['一'.repeat(11), 'x'.repeat(21), '张3']],
    ['phrase12', ['配送中', '一二三四五'], ['一二三四五六', 'VIP', '一1']],
    ['unheard_of1', [], ['a']],
  ])('%s', (key, good, bad) => {
    for (const value of good) expect([key, value, fieldFits(key, value)]).toEqual([key, value, true])
    for (const value of bad) expect([key, value, fieldFits(key, value)]).toEqual([key, value, false])
  })

  test('our default messages are written for templates this WeChat has', () => {
    const kinds = [
      'POINTS_CHANGED',
      'POINTS_EXPIRING',
      'COUPON_ARRIVED',
      'TIER_UP',
      'REDEMPTION_VERIFIED',
      'CAMPAIGN',
    ] as const
    const written = kinds.map(kind => {
      const { templateId, fields } = defaultTemplate(kind, 'SUBSCRIBE')
      return [templateId, fields.map(field => field.key)]
    })
    expect(written).toEqual(demoTemplates.map(({ id, fields }) => [id, fields.map(field => field.key)]))
  })
})

describe('over HTTP', () => {
  test('a test enters a template, taps, sends and reads the phone', async () => {
    const template = { id: 't-1', title: '取餐提醒', fields: [{ key: 'thing1', label: '桌号' }] }
    await order('templates', template)
    const asked = await order('subscribe/ask', { openid, templateIds: ['t-1'], answers: { 't-1': 'accept' } })
    expect(asked.json).toEqual({ errMsg: 'requestSubscribeMessage:ok', 't-1': 'accept' })
    const token = String((await stableToken(wechat.url)).json.access_token)
    const message = { touser: openid, template_id: 't-1', data: { thing1: { value: '7 号桌' } } }
    const response = await fetch(`${wechat.url}/cgi-bin/message/subscribe/send?access_token=${token}`, {
      method: 'POST',
      body: JSON.stringify(message),
    })
    expect(await response.text()).toBe('{"errcode":0,"errmsg":"ok","msgid":3717005636572528642}')
    const { cards } = (await send(`${wechat.url}/__sim/cards?openid=${openid}`)).json
    expect(cards).toMatchObject([{ title: '取餐提醒', rows: [{ label: '桌号', value: '7 号桌' }] }])
  })

  test('the uniform message is recalled', async () => {
    const reply = await post(`${wechat.url}/cgi-bin/message/wxopen/template/uniform_send?access_token=x`, {})
    expect(reply.json.errcode).toBe(45109)
  })

  test('a browser that plays a phone answers panels as its settings say', async () => {
    const device = 'device-of-ana'
    const ask = () => order('phone/subscribe', { device, templateIds: ['huitou-coupon'] })
    expect((await ask()).json).toMatchObject({ 'huitou-coupon': 'accept' })
    const { openid: who } = (await order('phone/who', { device })).json
    await order('subscribe/choose', { openid: who, templateId: 'huitou-coupon', answer: 'reject' })
    expect((await ask()).json).toMatchObject({ 'huitou-coupon': 'reject' })
  })

  test('bad orders are refused', async () => {
    expect((await order('templates', { id: 't', title: 't', fields: [] })).status).toBe(400)
    expect((await order('templates/remove', { id: 'none' })).status).toBe(409)
    expect((await order('subscribe/ask', { openid: 'o-nobody', templateIds: ['t'] })).status).toBe(409)
    expect((await order('checks/media', { traceId: 'none', verdict: 'pass' })).status).toBe(409)
    expect((await order('pushes/target', { owner: 'app', target: { url: 'x', token: 'y' } })).status).toBe(400)
  })
})

test('what a phone has shown is there after a restart, and ids go on', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wechat-memory-'))
  const options = { statePath: join(folder, 'wechat.json') }
  const first = await startWechatSimulator(options)
  const ana = first.control.createUser({ openid: 'o-ana-0001' }).openid
  first.phone.show(ana, { from: 'pay', title: '支付凭证', rows: [] })
  first.control.messages.switchMessages(ana, false)
  await first.close()
  const second = await startWechatSimulator(options)
  expect(second.phone.show(ana, { from: 'pay', title: '退款凭证', rows: [] }).no).toBe(2)
  expect(second.phone.cards(ana).map(card => card.title)).toEqual(['退款凭证', '支付凭证'])
  expect((await send(`${second.url}/phone/feed?openid=${ana}`)).json.messagesOn).toBe(false)
  await second.close()
  writeFileSync(join(folder, 'wechat-memory.json'), '{"version":1')
  const third = await startWechatSimulator(options)
  expect(third.phone.cards(ana)).toEqual([])
  await third.close()
  rmSync(folder, { recursive: true })
})

describe('the phone page', () => {
  const evil = '<img src=x onerror=alert(1)></script><script>alert(1)</script>'

  test('is a fixed page whose policy runs its own script only; what people say comes as data', async () => {
    wechat.phone.show(openid, {
      from: 'pay',
      title: '支付凭证',
      amount: '¥38.00',
      rows: [{ label: '商户', value: evil }],
    })
    const page = await fetch(`${wechat.url}/phone?openid=${encodeURIComponent(evil)}`)
    const html = await page.text()
    expect(html).toContain('模拟手机')
    expect(html).not.toContain('alert')
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'")
    const feed = await send(`${wechat.url}/phone/feed?openid=${openid}`)
    expect(feed.contentType).toContain('application/json')
    expect(feed.json).toMatchObject({ me: { nickname: 'Ana' }, cards: [{ amount: '¥38.00', rows: [{ value: evil }] }] })
    const script = await (await fetch(`${wechat.url}/phone/phone.js`)).text()
    expect(script).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(/)
  })

  test('shows a receipt with its amount large', () => {
    const lines = [
      { label: '金额', value: '¥38.00' },
      { label: '商品', value: '回头餐厅国贸店' },
    ]
    wechat.phone.showReceipt(openid, { title: '支付成功', lines })
    const [card] = wechat.phone.cards(openid)
    expect(card).toMatchObject({ from: 'pay', amount: '¥38.00', rows: [{ label: '商品', value: '回头餐厅国贸店' }] })
  })

  test('lists who has something to read first, and hides the middle of their numbers', async () => {
    const bob = wechat.control.createUser({ nickname: 'Bob', phone: '13580006666' }).openid
    wechat.phone.show(openid, { from: 'wechat', title: '你好', rows: [] })
    const { people } = (await send(`${wechat.url}/phone/people`)).json
    expect(people).toMatchObject([
      { openid, cards: 1 },
      { openid: bob, phone: '135****6666' },
    ])
  })

  test('keeps the last hundred cards of a person and says so of strangers', async () => {
    for (let count = 0; count < 101; count += 1)
      wechat.phone.show(openid, { from: 'wechat', title: `${count}`, rows: [] })
    expect(wechat.phone.cards(openid)).toHaveLength(100)
    expect(wechat.phone.cards(openid)[0]).toMatchObject({ title: '100' })
    expect((await send(`${wechat.url}/phone/feed?openid=o-nobody`)).status).toBe(404)
    expect((await fetch(`${wechat.url}/phone/main.ts`)).status).toBe(404)
  })
})
