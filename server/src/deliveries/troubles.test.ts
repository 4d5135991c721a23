/** Bad days: a token that runs out under many hands, people who have had enough, a template that is gone, an hour without WeChat. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { allow, cards, deliver, deliveries, enterTemplates, say, templateOf } from '../../../test/message-builders.js'
import { openWorld, type TestMember, type World } from '../../../test/world.js'
import { MINUTE, SECOND } from '../../../test/world-basics.js'
import { defaultTemplate } from '../messages/defaults.rules.js'
import { Channels } from './channels.service.js'
import { Drain } from './drain.service.js'
import { Planner } from './planner.service.js'
import { SendFigures } from './send-figures.service.js'

const SEND = '/cgi-bin/message/subscribe/send'
const TOKEN = '/cgi-bin/stable_token'
let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())
beforeEach(() => {
  enterTemplates(world)
  world.wechat.control.clearFaults()
  world.wechat.control.clearLog()
})

async function people(count: number, grants = 1): Promise<TestMember[]> {
  const members: TestMember[] = []
  for (let n = 0; n < count; n += 1) {
    const member = await world.member()
    await allow(world, member, ['COUPON_ARRIVED'], grants)
    members.push(member)
  }
  return members
}
const tell = (members: readonly TestMember[]) =>
  say(
    world,
    'COUPON_ARRIVED',
    members.map(({ id }) => id),
  )
const shown = (members: readonly TestMember[]) => members.map(member => cards(world, member).length)

test('the token runs out under fifty callers: each message arrives once, and one new token is fetched', async () => {
  const members = await people(2, 30)
  const { openid } = members[0]!
  await tell(members)
  await deliver(world)
  world.wechat.control.token('stable', 'expire')
  world.wechat.control.clearLog()
  const template = defaultTemplate('COUPON_ARRIVED', 'SUBSCRIBE')
  const fields = template.fields.map(({ key }) => ({ key, value: '满100减20' }))
  const parcel = { key: 'k', address: openid, templateId: template.templateId, page: template.page, fields, text: '' }
  for (let tap = 0; tap < 25; tap += 1) await allow(world, members[0]!, ['COUPON_ARRIVED'])
  const outcomes = await Promise.all(Array.from({ length: 50 }, () => world.get(Channels).send('SUBSCRIBE', parcel)))
  expect(outcomes.filter(outcome => 'failure' in outcome)).toEqual([])
  expect(cards(world, members[0]!)).toHaveLength(51)
  expect(world.wechat.control.log(TOKEN)).toHaveLength(1)
})

test('somebody who has shut the door costs one try, and the others get theirs', async () => {
  const members = await people(3)
  world.wechat.control.messages.refuse(members[1]!.openid, templateOf('COUPON_ARRIVED'))
  await tell(members)
  await deliver(world)
  await deliver(world)
  expect(shown(members)).toEqual([1, 0, 1])
  expect(await deliveries(world, members[1]!)).toEqual(['SUBSCRIBE FAILED NO_GRANT'])
  expect(world.wechat.control.log(SEND)).toHaveLength(3)
})

test('a deleted template stops its messages, keeps the grants, and saving a template lets them go on', async () => {
  const members = await people(4)
  await tell(members)
  await world.get(Planner).plan()
  world.wechat.control.messages.removeTemplate('app', templateOf('COUPON_ARRIVED'))
  await world.get(Drain).drain()
  await world.get(Drain).drain()
  const states = (await Promise.all(members.map(member => deliveries(world, member)))).flat()
  expect(states).toContain('SUBSCRIBE DEAD TEMPLATE_GONE')
  const admin = await world.operator('MARKETER')
  const { kinds } = await admin.call('GET /console/message-templates')
  const { channels } = kinds.find(({ kind }) => kind === 'COUPON_ARRIVED')!
  expect(channels[0]!.trouble).toMatchObject({ reason: 'TEMPLATE_GONE' })
  // Entered anew in WeChat under its id, and saved here.
  enterTemplates(world)
  const { version, template } = channels[0]!
  const body = {
    requestId: 'mended-01',
    kind: 'COUPON_ARRIVED' as const,
    channel: 'SUBSCRIBE' as const,
    version,
    template,
  }
  await admin.call('PUT /console/message-templates', { body })
  const { items } = await admin.call('GET /console/sends', { query: { kind: 'COUPON_ARRIVED' } })
  await admin.call('POST /console/sends/:code/orders', {
    params: { code: items[0]!.code },
    body: { action: 'RETRY', reason: 'TEMPLATE_GONE' },
  })
  await world.get(Drain).drain()
  expect(shown(members)).toEqual([1, 1, 1, 1])
})

test('an hour without WeChat: nothing is lost, nothing is sent twice, and everybody can see how far behind we are', async () => {
  world.clock.set('2026-11-24T04:00:00.000Z')
  const members = await people(6)
  world.wechat.control.setFault({ endpoint: SEND, errcode: -1, times: 1_000_000 })
  await tell(members)
  for (let minute = 0; minute < 60; minute += 1) {
    await deliver(world)
    world.clock.advance(MINUTE)
  }
  expect(shown(members)).toEqual([0, 0, 0, 0, 0, 0])
  // After the first failures one goes ahead at a time, ever more rarely: WeChat is not stormed.
  expect(world.wechat.control.log(SEND).length).toBeLessThan(110)
  expect(await world.get(SendFigures).queue()).toMatchObject({ waiting: 6, oldestSeconds: 3_600, dead: 0, unknown: 0 })
  const metrics = await (await fetch(`${world.url}/metrics`)).text()
  expect(metrics).toMatch(/^messages_queue_age_seconds 3600$/m)
  const admin = await world.operator('ADMIN')
  const { channels, items } = await admin.call('GET /console/sends', { query: { limit: 1 } })
  expect(channels[0]).toMatchObject({ channel: 'SUBSCRIBE', reason: 'PROVIDER_BUSY' })
  expect(items[0]!.held).toMatchObject({ reason: 'PROVIDER_BUSY', count: 6 })
  world.wechat.control.clearFaults()
  for (let turn = 0; turn < 3; turn += 1) {
    world.clock.advance(3 * MINUTE)
    await deliver(world)
  }
  expect(shown(members)).toEqual([1, 1, 1, 1, 1, 1])
  expect(await world.get(SendFigures).queue()).toMatchObject({ waiting: 0, oldestSeconds: 0 })
}, 60_000)

test('answers that get lost are not sent again, and the rest waits until somebody answers', async () => {
  world.clock.set('2026-11-25T04:00:00.000Z')
  const members = await people(5)
  world.wechat.control.setFault({ endpoint: SEND, dropAfterEffect: true, times: 2 })
  await tell(members)
  for (let turn = 0; turn < 8; turn += 1) {
    await deliver(world)
    world.clock.advance(30 * SECOND)
  }
  expect(shown(members)).toEqual([1, 1, 1, 1, 1])
  const states = (await Promise.all(members.map(member => deliveries(world, member)))).flat()
  expect(states.filter(state => state === 'SUBSCRIBE UNKNOWN NO_ANSWER')).toHaveLength(2)
  expect(states.filter(state => state === 'SUBSCRIBE SENT')).toHaveLength(3)
}, 30_000)

test('a spent quota is left alone for ten minutes', async () => {
  world.clock.set('2026-11-26T04:00:00.000Z')
  const members = await people(3)
  world.wechat.control.setFault({ endpoint: SEND, errcode: 45009, times: 3 })
  await tell(members)
  await deliver(world)
  const tries = world.wechat.control.log(SEND).length
  world.clock.advance(9 * MINUTE)
  await deliver(world)
  expect(world.wechat.control.log(SEND)).toHaveLength(tries)
  world.wechat.control.clearFaults()
  world.clock.advance(2 * MINUTE)
  await deliver(world)
  await deliver(world)
  expect(shown(members)).toEqual([1, 1, 1])
})
