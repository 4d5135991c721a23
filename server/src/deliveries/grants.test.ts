import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import {
  agree,
  allow,
  cards,
  deliver,
  deliveries,
  openMessageWorld,
  say,
  templateOf,
} from '../../../test/message-builders.js'
import type { TestMember, World } from '../../../test/world.js'
import { DAY, MINUTE, refusalOf, SECOND } from '../../../test/world-basics.js'
import { WechatEvents } from '../messages/wechat-events.service.js'
import { PushedNews } from './push-events.service.js'

let world: World
beforeAll(async () => {
  world = await openMessageWorld()
})
afterAll(() => world.close())
beforeEach(() => world.clock.set('2026-11-23T04:30:00.000Z'))

const COUPON = templateOf('COUPON_ARRIVED')
const reminder = async (member: TestMember) =>
  (await member.call('GET /member/reminders')).items.find(({ kind }) => kind === 'COUPON_ARRIVED')!
const report = (member: TestMember, requestId: string, answer: string, templateId = COUPON) =>
  member.call('POST /member/grants', { body: { requestId, answers: { [templateId]: answer } } })

let stamp = 0
/** What WeChat pushes about ana, as it looks in JSON. */
async function push(member: TestMember, event: string, entry: Record<string, string>): Promise<void> {
  stamp += 1
  const at = Math.floor(world.clock.now().getTime() / 1000) + (stamp % 3)
  const message = {
    ToUserName: 'gh',
    FromUserName: member.openid,
    CreateTime: String(at),
    MsgType: 'event',
    Event: event,
  }
  await world
    .get(WechatEvents)
    .receive(world.config.wechat.appId, { ...message, List: { TemplateId: COUPON, ...entry } })
  await world.get(PushedNews).take()
}
const popup = (member: TestMember, answer: string) =>
  push(member, 'subscribe_msg_popup_event', { SubscribeStatusString: answer, PopupScene: '0' })

describe('grants', () => {
  test('an accept is one more, a refusal leaves what there was', async () => {
    const ana = await world.member()
    await report(ana, 'request-1', 'accept')
    await report(ana, 'request-2', 'acceptWithAudio')
    await report(ana, 'request-3', 'reject')
    expect(await reminder(ana)).toMatchObject({ left: 2, answer: 'reject', canAsk: true })
  })

  test('a report that comes again counts once, and with other answers is refused', async () => {
    const ana = await world.member()
    await Promise.all([1, 2, 3, 4].map(() => report(ana, 'request-1', 'accept')))
    expect(await reminder(ana)).toMatchObject({ left: 1 })
    expect(await refusalOf(report(ana, 'request-1', 'reject'))).toBe('message.request_reused')
    expect(await reminder(ana)).toMatchObject({ left: 1, answer: 'accept' })
  })

  test('reports at the same moment all count', async () => {
    const ana = await world.member()
    await Promise.all([1, 2, 3, 4, 5].map(n => report(ana, `request-${n}`, 'accept')))
    expect(await reminder(ana)).toMatchObject({ left: 5 })
  })

  test('one tap told by the phone and by WeChat counts once, in either order', async () => {
    const [ana, bo] = [await world.member(), await world.member()]
    await report(ana, 'request-1', 'accept')
    await popup(ana, 'accept')
    await popup(bo, 'accept')
    await report(bo, 'request-1', 'accept')
    expect([(await reminder(ana)).left, (await reminder(bo)).left]).toEqual([1, 1])
  })

  test('two taps a few seconds apart, told twice each, are two', async () => {
    const ana = await world.member()
    for (const n of [1, 2]) {
      await report(ana, `request-${n}`, 'accept')
      world.clock.advance(5 * SECOND)
      await popup(ana, 'accept')
    }
    expect((await reminder(ana)).left).toBe(2)
  })

  test("a report that got lost is made good by WeChat's own", async () => {
    const ana = await world.member()
    await popup(ana, 'accept')
    world.clock.advance(10 * MINUTE)
    await report(ana, 'request-1', 'accept')
    expect((await reminder(ana)).left).toBe(2)
  })

  test('refused in the settings, they are gone', async () => {
    const ana = await world.member()
    await report(ana, 'request-1', 'accept')
    await report(ana, 'request-2', 'accept')
    await push(ana, 'subscribe_msg_change_event', { SubscribeStatusString: 'reject' })
    expect(await reminder(ana)).toMatchObject({ left: 0, answer: 'reject' })
  })

  test('templates that are none of ours are counted for nothing', async () => {
    const ana = await world.member()
    await report(ana, 'request-1', 'accept', 'made-up-template')
    expect(await world.db.query('SELECT 1 FROM grant_stock WHERE member_id = ?', [ana.id])).toEqual([])
  })
})

describe('what a send answers', () => {
  test('43101 empties the stock, and nobody tries again', async () => {
    const ana = await world.member()
    await allow(world, ana, ['COUPON_ARRIVED'], 3)
    world.wechat.control.messages.switchMessages(ana.openid, false)
    await say(world, 'COUPON_ARRIVED', [ana.id])
    await deliver(world)
    await deliver(world)
    expect(await deliveries(world, ana)).toEqual(['SUBSCRIBE FAILED NO_GRANT'])
    expect((await reminder(ana)).left).toBe(0)
    expect(world.wechat.control.log('/cgi-bin/message/subscribe/send')).toHaveLength(1)
  })

  test('the event about it makes it delivered; one that says she blocked us, failed', async () => {
    const ana = await world.member()
    await allow(world, ana, ['COUPON_ARRIVED'], 2)
    await say(world, 'COUPON_ARRIVED', [ana.id])
    await say(world, 'COUPON_ARRIVED', [ana.id])
    await deliver(world)
    const ids = await world.db.query<{ provider_id: string }>(
      'SELECT provider_id FROM delivery WHERE member_id = ? ORDER BY id',
      [ana.id],
    )
    expect(ids[0]!.provider_id).toMatch(/^\d{16,}$/)
    const sent = (id: string, code: string, status: string) =>
      push(ana, 'subscribe_msg_sent_event', { MsgID: id, ErrorCode: code, ErrorStatus: status })
    await sent(ids[0]!.provider_id, '0', 'success')
    await sent(ids[1]!.provider_id, '1', 'user block')
    expect(await deliveries(world, ana)).toEqual(['SUBSCRIBE DELIVERED', 'SUBSCRIBE FAILED USER_BLOCKED'])
  })

  test('an answer that got lost is made good by the event', async () => {
    const ana = await world.member()
    await allow(world, ana, ['COUPON_ARRIVED'], 2)
    await say(world, 'COUPON_ARRIVED', [ana.id])
    world.wechat.control.setFault({ endpoint: '/cgi-bin/message/subscribe/send', dropAfterEffect: true })
    await deliver(world)
    expect(await deliveries(world, ana)).toEqual(['SUBSCRIBE UNKNOWN NO_ANSWER'])
    await deliver(world)
    expect(cards(world, ana)).toHaveLength(1)
    await push(ana, 'subscribe_msg_sent_event', {
      MsgID: '9000000000000000001',
      ErrorCode: '0',
      ErrorStatus: 'success',
    })
    expect(await deliveries(world, ana)).toEqual(['SUBSCRIBE DELIVERED'])
    world.clock.advance(5 * MINUTE)
    await deliver(world)
    expect(cards(world, ana)).toHaveLength(1)
  })
})

describe('what is worth asking for', () => {
  const asks = async (member: TestMember, moment: 'AFTER_EARN' | 'MESSAGES_PAGE') =>
    (await member.call('GET /member/reminder-asks', { query: { moment } })).items

  test('after earning: expiry first, each with its reason, at most three', async () => {
    const ana = await world.member()
    const items = await asks(ana, 'AFTER_EARN')
    expect(items.map(({ templateId }) => templateId)).toEqual([
      templateOf('POINTS_EXPIRING'),
      COUPON,
      templateOf('POINTS_CHANGED'),
    ])
    expect(items[0]!.reason.zh).toBe('积分到期前提醒您，不让积分白白失效')
    expect(await asks(ana, 'MESSAGES_PAGE')).toHaveLength(3)
  })

  test('whoever has five, or said no this week, is not asked', async () => {
    const ana = await world.member()
    await allow(world, ana, ['POINTS_EXPIRING'], 5)
    await report(ana, 'request-no', 'reject')
    expect((await asks(ana, 'AFTER_EARN')).map(({ templateId }) => templateId)).toEqual([templateOf('POINTS_CHANGED')])
    world.clock.advance(7 * DAY)
    expect((await asks(ana, 'AFTER_EARN')).map(({ templateId }) => templateId)).toContain(COUPON)
  })

  test('offers are asked for only of those who agreed to them, and nothing that was turned off', async () => {
    const ana = await world.member()
    const kinds = async () => (await asks(ana, 'MESSAGES_PAGE')).flatMap(item => item.kinds)
    expect(await kinds()).not.toContain('BIRTHDAY')
    await agree(ana)
    expect(await kinds()).toContain('BIRTHDAY')
    await ana.call('PUT /member/reminders/:kind', { params: { kind: 'POINTS_EXPIRING' }, body: { wanted: false } })
    expect(await kinds()).not.toContain('POINTS_EXPIRING')
  })
})
