import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { agree, allow, cards, deliver, deliveries, enterTemplates, say } from '../../../test/message-builders.js'
import { openWorld, type TestMember, type TestOperator, type World } from '../../../test/world.js'
import { DAY, refusalOf } from '../../../test/world-basics.js'
import { Profiles } from '../members/profiles.service.js'
import { DEFAULT_LIMITS } from './limits.rules.js'

let world: World
let admin: TestOperator
beforeAll(async () => {
  world = await openWorld()
  enterTemplates(world)
})
afterAll(() => world.close())
beforeEach(async () => {
  world.clock.set('2026-11-23T04:30:00.000Z')
  admin = await world.operator('MARKETER')
})

const campaign = (tag: string) => ({
  title: '周末双倍积分',
  body: '周六周日到店，积分翻倍',
  page: 'pages/home/index',
  audience: { tag },
  worthFen: 3_000,
})
async function fans(count: number, tag: string): Promise<TestMember[]> {
  const members: TestMember[] = []
  for (let n = 0; n < count; n += 1) {
    const member = await world.member()
    await agree(member)
    await allow(world, member, ['CAMPAIGN'])
    await world.db.query('INSERT INTO member_tag (member_id, tag, added_at) VALUES (?, ?, ?)', [
      member.id,
      tag,
      world.clock.now(),
    ])
    members.push(member)
  }
  return members
}
const start = (tag: string, requestId = `start-${tag}`) =>
  admin.call('POST /console/sends', { body: { ...campaign(tag), requestId } })
const order = (code: string, action: 'PAUSE' | 'RESUME' | 'CANCEL' | 'RETRY') =>
  admin.call('POST /console/sends/:code/orders', { params: { code }, body: { action } })
const shown = (members: readonly TestMember[]) => members.map(member => cards(world, member).length)

describe('a campaign', () => {
  test('is estimated, sent, and seen as a funnel', async () => {
    const members = await fans(3, 'fans')
    await allow(world, members[0]!, ['CAMPAIGN'])
    await members[1]!.call('PUT /member/reminders/:kind', { params: { kind: 'CAMPAIGN' }, body: { wanted: false } })
    const estimate = await admin.call('POST /console/sends/estimates', { body: campaign('fans') })
    expect(estimate.funnel).toEqual({ target: 3, consented: 2, granted: 2, underCap: 2, awake: 2, willSend: 2 })
    const { code } = await start('fans')
    await deliver(world)
    const { items, queue } = await admin.call('GET /console/sends', { query: { kind: 'CAMPAIGN' } })
    const send = items.find(item => item.code === code)!
    expect(send).toMatchObject({
      state: 'RUNNING',
      funnel: estimate.funnel,
      waiting: 0,
      held: null,
      stops: [{ reason: 'OPTED_OUT', count: 1 }],
      perMinute: [{ count: 2 }],
    })
    expect(send.states.find(({ state }) => state === 'SENT')).toEqual({ state: 'SENT', count: 2 })
    expect(send.outcomes).toEqual([{ channel: 'SUBSCRIBE', state: 'SENT', reason: null, count: 2 }])
    expect(queue).toMatchObject({ waiting: 0, dead: 0 })
    expect(shown(members)).toEqual([1, 0, 1])
  })

  test('asked for twice is one; with other words under the same number it is refused', async () => {
    await fans(1, 'twice')
    const [one, other] = await Promise.all([start('twice'), start('twice')])
    expect(one.code).toBe(other.code)
    const changed = { ...campaign('twice'), title: '别的', requestId: 'start-twice' }
    expect(await refusalOf(admin.call('POST /console/sends', { body: changed }))).toBe('message.request_reused')
    expect(await refusalOf(start('nobody-has-this-tag'))).toBe('message.nobody')
  })

  test('paused it stands still, resumed it goes on, cancelled it gives the grants back', async () => {
    const members = await fans(2, 'stop')
    world.clock.set('2026-11-23T14:00:00.000Z')
    admin = await world.operator('MARKETER')
    const { code } = await start('stop')
    await deliver(world)
    await order(code, 'PAUSE')
    world.clock.set('2026-11-24T02:00:00.000Z')
    admin = await world.operator('MARKETER')
    await deliver(world)
    expect(shown(members)).toEqual([0, 0])
    await order(code, 'RESUME')
    await order(code, 'PAUSE')
    await order(code, 'CANCEL')
    expect(await order(code, 'CANCEL')).toMatchObject({ state: 'CANCELLED', funnel: { target: 2, willSend: 0 } })
    expect(await refusalOf(order(code, 'RESUME'))).toBe('message.send_closed')
    await deliver(world)
    expect(shown(members)).toEqual([0, 0])
    const { items } = await members[0]!.call('GET /member/reminders')
    expect(items.find(({ kind }) => kind === 'CAMPAIGN')!.left).toBe(1)
    expect(await deliveries(world, members[0]!)).toEqual(['SUBSCRIBE CANCELLED CANCELLED'])
  })

  test('whoever turns offers off after one is counted', async () => {
    const [ana] = await fans(1, 'annoyed')
    const { code } = await start('annoyed')
    await deliver(world)
    await ana!.call('PUT /member/reminders/:kind', { params: { kind: 'CAMPAIGN' }, body: { wanted: false } })
    const { items } = await admin.call('GET /console/sends', { query: {} })
    expect(items.find(item => item.code === code)).toMatchObject({ optOuts: 1 })
  })

  test('is marketing, and not for support to send', async () => {
    const support = await world.operator('SUPPORT')
    const body = { ...campaign('fans'), requestId: 'not-mine-1' }
    expect(await refusalOf(support.call('POST /console/sends', { body }))).toBe('access.denied')
    expect(await refusalOf(order('CAMPAIGN:1', 'PAUSE'))).toBe('record.not_found')
  })
})

describe('templates', () => {
  test('are shown with what becomes of them on the phone', async () => {
    const { kinds } = await admin.call('GET /console/message-templates')
    const expiring = kinds.find(({ kind }) => kind === 'POINTS_EXPIRING')!
    expect(expiring.channels[0]!.preview.fields).toEqual([
      { key: 'number1', value: '320', limit: 32, cut: false, usedFallback: false, problem: null },
      { key: 'date2', value: '2026年12月31日', limit: 32, cut: false, usedFallback: false, problem: null },
      {
        key: 'thing3',
        value: '还有 7 天，到店或商城都能用',
        limit: 20,
        cut: false,
        usedFallback: false,
        problem: null,
      },
    ])
    expect(expiring.inbox.body.zh).toContain('2026年12月31日')
    expect(kinds).toHaveLength(13)
  })

  test('are changed by whoever saw the last version, and only into something WeChat takes', async () => {
    const template = {
      enabled: true,
      templateId: 'ours',
      page: '',
      fields: [{ key: 'thing1', value: '{{reward}}', fallback: '' }],
      text: '',
    }
    const save = (requestId: string, version: number, change: object = {}) =>
      admin.call('PUT /console/message-templates', {
        body: { requestId, kind: 'REWARD_READY', channel: 'SUBSCRIBE', version, template: { ...template, ...change } },
      })
    expect(
      await refusalOf(save('template-1', 0, { fields: [{ key: 'thing1', value: '{{oops}}', fallback: '' }] })),
    ).toBe('message.template_invalid')
    expect(await refusalOf(save('template-2', 0, { templateId: '' }))).toBe('message.template_invalid')
    const saved = await save('template-3', 0)
    expect(saved.kinds.find(({ kind }) => kind === 'REWARD_READY')!.channels[0]).toMatchObject({ version: 1, template })
    await save('template-3', 0)
    const { items } = await admin.call('GET /console/message-templates/:kind/:channel', {
      params: { kind: 'REWARD_READY', channel: 'SUBSCRIBE' },
    })
    expect(items.map(item => [item.version, item.template.templateId, item.changedBy])).toEqual([
      [1, 'ours', expect.stringContaining('王小明')],
      [0, 'huitou-coupon', null],
    ])
    expect(await refusalOf(save('template-4', 0))).toBe('message.template_changed')
    expect(await refusalOf(save('template-3', 1))).toBe('message.request_reused')
  })
})

describe('limits', () => {
  test('are saved as a version, and hold from then on', async () => {
    const { version } = await admin.call('GET /console/message-limits')
    const limits = {
      ...DEFAULT_LIMITS,
      caps: [{ channel: 'ANY' as const, kind: 'TIER_UP' as const, per: 'DAY' as const, most: 0 }],
    }
    const save = (requestId: string, from: number) =>
      admin.call('PUT /console/message-limits', { body: { requestId, version: from, limits } })
    expect(await save('limits-001', version)).toMatchObject({
      version: version + 1,
      changedBy: expect.stringContaining('王小明'),
    })
    expect(await refusalOf(save('limits-002', version))).toBe('message.limits_changed')
    const ana = await world.member()
    await allow(world, ana, ['TIER_UP'])
    await say(world, 'TIER_UP', [ana.id])
    await deliver(world)
    const { items } = await admin.call('GET /console/members/:memberNo/messages', {
      params: { memberNo: ana.memberNo },
      query: {},
    })
    expect(items).toMatchObject([{ kind: 'TIER_UP', stop: 'CAPPED', reason: 'CAP_DAY', deliveries: [] }])
    const back = { requestId: 'limits-003', version: version + 1, limits: DEFAULT_LIMITS }
    await admin.call('PUT /console/message-limits', { body: back })
  })

  test('tell what one member would get next week', async () => {
    const ana = await world.member()
    await agree(ana)
    await allow(world, ana, ['POINTS_EXPIRING', 'BIRTHDAY'], 3)
    await world.bill({ memberId: ana.id, paidFen: 10_000 })
    await world.db.query("UPDATE lot SET expires_at = '2026-11-30 16:00:00' WHERE account_id = ?", [ana.id + 1])
    await world.get(Profiles).change(ana.id, { nickname: 'ana', birthday: { calendar: 'SOLAR', on: '11-26' } })
    const { items } = await admin.call('GET /console/members/:memberNo/forecasts', {
      params: { memberNo: ana.memberNo },
    })
    expect(items.map(({ kind, dueAt, stop, reason }) => [kind, dueAt, stop, reason])).toEqual([
      ['BIRTHDAY', '2026-11-25T16:00:00.000Z', 'NO_GRANT', 'GRANT_KEPT'],
      ['POINTS_EXPIRING', '2026-11-29T02:00:00.000Z', 'SEND', null],
    ])
    expect(await world.db.query('SELECT id FROM message WHERE member_id = ?', [ana.id])).toEqual([])
    expect(world.clock.now().getTime() + 7 * DAY).toBeGreaterThan(Date.parse(items[1]!.dueAt))
  })
})
