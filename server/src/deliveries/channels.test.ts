/** Where a message goes when WeChat has no grant for it: the official account, a text message, colleagues. */
import type { Channel, MessageKind } from '@huitou/shared/messages'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { allow, cards, deliver, deliveries, enterTemplates, say } from '../../../test/message-builders.js'
import { startTextingSimulator, type TextingSimulator } from '../../../test/simulators/texting/texting-simulator.js'
import { demoAccount } from '../../../test/simulators/wechat/wechat-simulator.js'
import { openWorld, type TestMember, type World } from '../../../test/world.js'
import { MINUTE } from '../../../test/world-basics.js'
import { defaultTemplate } from '../messages/defaults.rules.js'
import { PushedNews } from './push-events.service.js'

const SECRET = 'a secret of sixteen'
let world: World
let texting: TextingSimulator
beforeAll(async () => {
  texting = await startTextingSimulator(SECRET)
  world = await openWorld({
    environment: {
      HUITOU_SMS_URL: texting.smsUrl,
      HUITOU_SMS_SECRET: SECRET,
      HUITOU_WECOM_URL: texting.wecomUrl,
      WECHAT_OA_APP_ID: demoAccount.appId,
      WECHAT_OA_APP_SECRET: demoAccount.appSecret,
    },
  })
  enterTemplates(world)
})
afterAll(async () => {
  await world.close()
  await texting.close()
})
beforeEach(() => world.clock.set('2026-11-23T04:30:00.000Z'))

/** An operator turns a channel on for a kind. */
async function turnOn(kind: MessageKind, channel: Channel, more: object = {}): Promise<void> {
  const admin = await world.operator('ADMIN')
  const { kinds } = await admin.call('GET /console/message-templates')
  const { version } = kinds.find(one => one.kind === kind)!.channels.find(one => one.channel === channel)!
  const template = { ...defaultTemplate(kind, channel), enabled: true, ...more }
  const body = { requestId: `on-${kind}-${channel}-${version}`, kind, channel, version, template }
  await admin.call('PUT /console/message-templates', { body })
}
const textsTo = (member: TestMember) => {
  const key = (id: number) => `huitou-${id}`
  return world.db
    .query<{ id: number }>('SELECT id FROM delivery WHERE member_id = ?', [member.id])
    .then(rows => texting.texts.filter(text => rows.some(row => key(row.id) === text.key)))
}

describe('without a grant', () => {
  test('a text message goes, to her own number, and says what it is about', async () => {
    await turnOn('POINTS_EXPIRING', 'SMS')
    const ana = await world.member({ phone: '10012345678' })
    await say(world, 'POINTS_EXPIRING', [ana.id])
    await deliver(world)
    expect(await deliveries(world, ana)).toEqual(['SMS SENT'])
    expect(await textsTo(ana)).toMatchObject([
      { to: '10012345678', text: expect.stringContaining('320分将于2026年12月31日到期') },
    ])
  })

  test('with one WeChat is used, and the text is saved', async () => {
    const ana = await world.member()
    await allow(world, ana, ['POINTS_EXPIRING'])
    await say(world, 'POINTS_EXPIRING', [ana.id])
    await deliver(world)
    expect([cards(world, ana).length, (await textsTo(ana)).length]).toEqual([1, 0])
  })

  test('a grant that turns out not to be there lets the next channel have it', async () => {
    const ana = await world.member()
    await allow(world, ana, ['POINTS_EXPIRING'])
    world.wechat.control.messages.switchMessages(ana.openid, false)
    await say(world, 'POINTS_EXPIRING', [ana.id])
    await deliver(world)
    await deliver(world)
    expect(await deliveries(world, ana)).toEqual(['SUBSCRIBE FAILED NO_GRANT', 'SMS SENT'])
  })

  test('a text whose answer got lost is sent again under its key, and arrives once', async () => {
    const ana = await world.member()
    await say(world, 'POINTS_EXPIRING', [ana.id])
    texting.loseAnswers(1)
    await deliver(world)
    expect(await deliveries(world, ana)).toEqual(['SMS QUEUED PROVIDER_DOWN'])
    world.clock.advance(MINUTE)
    await deliver(world)
    expect(await deliveries(world, ana)).toEqual(['SMS SENT'])
    expect(await textsTo(ana)).toHaveLength(1)
  })

  test('no more than two texts a month', async () => {
    const ana = await world.member()
    for (let n = 0; n < 3; n += 1) await say(world, 'POINTS_EXPIRING', [ana.id])
    await deliver(world)
    expect(await deliveries(world, ana)).toEqual(['SMS SENT', 'SMS SENT'])
  })

  test('colleagues are told of what nobody else could say', async () => {
    await turnOn('REFERRAL_PROGRESS', 'WECOM')
    const ana = await world.member()
    await say(world, 'REFERRAL_PROGRESS', [ana.id])
    await deliver(world)
    expect(texting.robot).toEqual(['会员消息：邀请有新进展'])
  })
})

describe('the official account', () => {
  test('has it for followers, by the same key when it is sent again', async () => {
    const template = defaultTemplate('TIER_UP', 'OA')
    await turnOn('TIER_UP', 'OA', { templateId: 'account-tier' })
    const fields = template.fields.map(({ key }) => ({ key, label: key }))
    world.wechat.control.messages.putTemplate('account', { id: 'account-tier', title: '等级', fields })
    const ana = await world.member()
    const accountOpenid = world.wechat.control.messages.follow(ana.openid)
    await world.db.query(
      'INSERT INTO wechat_identity (id, app_id, openid, member_id, created_at, last_login_at) VALUES (?, ?, ?, ?, ?, ?)',
      [world.parts.ids.next(), world.config.wechat.account!.appId, accountOpenid, ana.id, new Date(), new Date()],
    )
    await say(world, 'TIER_UP', [ana.id])
    world.wechat.control.setFault({ endpoint: '/cgi-bin/message/template/send', dropAfterEffect: true })
    await deliver(world)
    expect(await deliveries(world, ana)).toEqual(['OA QUEUED PROVIDER_DOWN'])
    world.clock.advance(MINUTE)
    await deliver(world)
    expect(await deliveries(world, ana)).toEqual(['OA SENT'])
    expect(cards(world, ana)).toHaveLength(1)
    await world.get(PushedNews).take()
  })

  test('of somebody who stopped following is passed over', async () => {
    const bo = await world.member()
    const accountOpenid = world.wechat.control.messages.follow(bo.openid, false)
    await world.db.query(
      'INSERT INTO wechat_identity (id, app_id, openid, member_id, created_at, last_login_at) VALUES (?, ?, ?, ?, ?, ?)',
      [world.parts.ids.next(), world.config.wechat.account!.appId, accountOpenid, bo.id, new Date(), new Date()],
    )
    await say(world, 'TIER_UP', [bo.id])
    await deliver(world)
    await deliver(world)
    expect(await deliveries(world, bo)).toEqual(['OA FAILED NOT_FOLLOWING'])
  })
})
