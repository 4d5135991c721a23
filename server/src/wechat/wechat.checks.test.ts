import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { ClientWorld } from '../../../test/simulators/wechat/client-world.js'

let world: ClientWorld
let openid: string

beforeEach(async () => {
  world = await ClientWorld.start()
  openid = world.person()
  world.control.messages.visit(openid)
})

afterEach(() => world.close())

const check = (content: string) => world.client.checks.text({ openid, scene: 'COMMENT', content })

describe('words', () => {
  test('errcode 0 with a risky result is RISKY, not a pass', async () => {
    expect(await check('牛肉面好吃')).toMatchObject({ verdict: 'PASS', label: 100 })
    const bad = await check('一起赌博')
    expect(bad).toMatchObject({ verdict: 'RISKY', label: 20006, traceId: expect.any(String) })
  })

  test('of somebody who was not here for two hours are 61010: nothing is known', async () => {
    world.control.advance(2 * 3600 - 1)
    expect((await check('好吃')).verdict).toBe('PASS')
    world.control.advance(1)
    expect(await world.failure(check('好吃'))).toMatchObject({ kind: 'NOT_RECENT', errcode: 61010 })
  })

  test('of a stranger are refused, and too many are not sent', async () => {
    const stranger = world.client.checks.text({ openid: 'o-stranger', scene: 'COMMENT', content: '好' })
    expect(await world.failure(stranger)).toMatchObject({ errcode: 43104, retryClass: 'PERMANENT' })
    expect((await check('好'.repeat(2500))).verdict).toBe('PASS')
    world.control.clearLog()
    for (const content of ['', '好'.repeat(2501)]) {
      expect((await world.failure(check(content))).kind).toBe('CONTENT_REFUSED')
    }
    expect(world.control.log()).toEqual([])
  })
})

describe('pictures', () => {
  const hand = () => world.client.checks.picture({ openid, scene: 'PROFILE', url: 'https://huitou.example/a.jpg' })

  test('get a trace id; their verdict comes later or never', async () => {
    world.control.settings({ mediaVerdict: 'later' })
    const traceId = await hand()
    expect(world.control.messages.media()).toEqual([traceId])
    world.control.messages.judge(traceId, 'review')
    expect(world.control.messages.media()).toEqual([])
  })

  test('of somebody long gone are 61010', async () => {
    world.control.advance(7200)
    expect((await world.failure(hand())).kind).toBe('NOT_RECENT')
  })
})

describe('people', () => {
  const rank = () => world.client.checks.riskRank({ openid, scene: 'MARKETING', ip: '203.0.113.9' })

  test('have a rank, whatever the request id is called', async () => {
    expect(await rank()).toBe(0)
    world.control.messages.rate(openid, 4)
    expect(await rank()).toBe(4)
  })

  test('WeChat has not seen are UNKNOWN, which is not 0', async () => {
    world.control.advance(7200)
    expect(await rank()).toBe('UNKNOWN')
  })
})

describe('a sold voucher', () => {
  const report = (description = '50 元代金券') =>
    world.client.shipping.report({
      transactionId: '4200002345202603310000000001',
      openid,
      description,
      way: 'DIGITAL',
      at: new Date('2026-03-31T04:00:00.000Z'),
    })

  test('is reported as shipped, with one correction and no more', async () => {
    await report()
    await report('券'.repeat(300))
    const error = await world.failure(report())
    expect(error).toMatchObject({ kind: 'CONTENT_REFUSED', errcode: 10060004, retryClass: 'PERMANENT' })
  })

  test('to somebody unknown is refused', async () => {
    const stranger = world.client.shipping.report({
      transactionId: '42',
      openid: 'o-stranger',
      description: '券',
      way: 'PICK_UP',
      at: world.clock.now(),
    })
    expect(await world.failure(stranger)).toMatchObject({ errcode: 40003 })
  })
})
