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
import { DAY, MINUTE } from '../../../test/world-basics.js'
import { Outbox } from '../messages/outbox.service.js'
import { Drain } from './drain.service.js'
import { Planner } from './planner.service.js'

let world: World
beforeAll(async () => {
  world = await openMessageWorld()
})
afterAll(() => world.close())
beforeEach(() => world.clock.set('2026-11-23T04:30:00.000Z'))

const left = async (member: TestMember, kind: Parameters<typeof templateOf>[0]) =>
  (await member.call('GET /member/reminders')).items.find(item => item.kind === kind)!.left
const inbox = (member: TestMember) => member.call('GET /member/messages')

describe('a change of points', () => {
  test('reaches the phone of whoever allowed it, and uses one grant', async () => {
    const ana = await world.member({ nickname: 'ana' })
    await allow(world, ana, ['POINTS_CHANGED'], 2)
    await world.bill({ memberId: ana.id, paidFen: 8_850 })
    await deliver(world)
    expect(cards(world, ana)).toMatchObject([
      { rows: [{ value: '消费获得 国贸店' }, { value: '88' }, { value: '88' }, {}] },
    ])
    expect(await left(ana, 'POINTS_CHANGED')).toBe(1)
    expect(await deliveries(world, ana)).toEqual(['SUBSCRIBE SENT'])
  })

  test('is in the inbox in full of whoever allowed nothing', async () => {
    const bo = await world.member()
    await world.bill({ memberId: bo.id, paidFen: 8_850 })
    await deliver(world)
    expect(await inbox(bo)).toMatchObject({
      unread: 1,
      items: [{ kind: 'POINTS_CHANGED', title: { zh: '积分 +88' }, read: false, pushed: null }],
    })
    expect(await deliveries(world, bo)).toEqual([])
  })

  test('of long ago is no news', async () => {
    const cai = await world.member()
    const paidAt = new Date(world.clock.now().getTime() - 2 * DAY)
    await world.bill({ memberId: cai.id, paidFen: 8_850, paidAt })
    await deliver(world)
    expect((await inbox(cai)).items).toEqual([])
  })

  test('is told once, however often and by however many the blocks are read', async () => {
    const dan = await world.member()
    await world.bill({ memberId: dan.id, paidFen: 8_850 })
    await Promise.all([deliver(world), deliver(world)])
    await deliver(world)
    expect((await inbox(dan)).items).toHaveLength(1)
  })
})

describe('the inbox', () => {
  test('counts what is unread and remembers what was read', async () => {
    const ana = await world.member()
    await say(world, 'TIER_UP', [ana.id])
    await say(world, 'COUPON_ARRIVED', [ana.id])
    await say(world, 'COUPON_ARRIVED', [ana.id], { dueAt: new Date(world.clock.now().getTime() + DAY) })
    const { items, unread } = await inbox(ana)
    expect([items.length, unread]).toEqual([2, 2])
    expect(await ana.call('POST /member/messages/reads', { body: { ids: [items[0]!.id] } })).toEqual({ unread: 1 })
    expect(await ana.call('POST /member/messages/reads', { body: { upTo: items[0]!.id } })).toEqual({ unread: 0 })
    const bo = await world.member()
    expect(await bo.call('POST /member/messages/reads', { body: { ids: [items[0]!.id] } })).toEqual({ unread: 0 })
  })

  test('comes page by page, newest first', async () => {
    const ana = await world.member()
    for (let n = 0; n < 5; n += 1) await say(world, 'TIER_UP', [ana.id])
    const first = await ana.call('GET /member/messages', { query: { limit: 3 } })
    const second = await ana.call('GET /member/messages', { query: { limit: 3, cursor: first.nextCursor! } })
    const ids = [...first.items, ...second.items].map(({ id }) => Number(id))
    expect(ids).toEqual([...ids].sort((a, b) => b - a))
    expect([ids.length, second.nextCursor]).toEqual([5, null])
  })
})

describe('two workers', () => {
  test('send nothing twice', async () => {
    const people = await Promise.all(Array.from({ length: 12 }, () => world.member()))
    for (const person of people) await allow(world, person, ['COUPON_ARRIVED'])
    await say(
      world,
      'COUPON_ARRIVED',
      people.map(({ id }) => id),
    )
    await Promise.all([world.get(Planner).plan(), world.get(Planner).plan()])
    const turns = ['one', 'two', 'three'].map(holder => world.get(Drain).drain({ holder }))
    const sent = (await Promise.all(turns)).reduce((sum, turn) => sum + turn.sent, 0)
    expect(sent).toBe(12)
    for (const person of people) expect(cards(world, person)).toHaveLength(1)
  })

  test('do not pass a cap together', async () => {
    const ana = await world.member()
    await agree(ana)
    await allow(world, ana, ['CAMPAIGN'], 5)
    for (let n = 0; n < 4; n += 1) await say(world, 'CAMPAIGN', [ana.id])
    await Promise.all([1, 2, 3].map(() => world.get(Planner).plan()))
    await world.get(Drain).drain()
    expect(cards(world, ana)).toHaveLength(1)
  })
})

describe('a worker that dies', () => {
  test('between taking and sending leaves an unknown one: it is shown, and nobody sends it again by himself', async () => {
    const ana = await world.member()
    await allow(world, ana, ['COUPON_ARRIVED'], 2)
    await say(world, 'COUPON_ARRIVED', [ana.id])
    await world.get(Planner).plan()
    // As a killed process leaves it.
    await world.db.query("UPDATE delivery SET state = 'SENDING', holder = 'gone', next_at = ? WHERE member_id = ?", [
      new Date(world.clock.now().getTime() + MINUTE),
      ana.id,
    ])
    await world.get(Drain).drain()
    expect(await deliveries(world, ana)).toEqual(['SUBSCRIBE SENDING'])
    world.clock.advance(2 * MINUTE)
    expect((await world.get(Drain).drain()).recovered).toBe(1)
    expect(await deliveries(world, ana)).toEqual(['SUBSCRIBE UNKNOWN SENDER_DIED'])
    expect(cards(world, ana)).toHaveLength(0)
    expect((await inbox(ana)).items[0]).toMatchObject({ pushed: { state: 'UNKNOWN' } })
  })

  test('before it has committed has said nothing', async () => {
    const ana = await world.member()
    await world.db
      .transaction(async tx => {
        const draft = { memberId: ana.id, occurrence: 'half', worthFen: 0, dueAt: world.clock.now() }
        await world
          .get(Outbox)
          .enqueue(tx, [
            { ...draft, kind: 'TIER_UP', data: { tier: { zh: '银卡', en: 'Silver' }, at: '2026-11-23T00:00:00.000Z' } },
          ])
        throw new Error('killed')
      })
      .catch(() => undefined)
    expect((await inbox(ana)).items).toEqual([])
  })
})

describe('quiet hours', () => {
  test('delay until the morning of the member, and the inbox has it at once', async () => {
    world.clock.set('2026-11-23T14:00:00.000Z')
    const ana = await world.member()
    await allow(world, ana, ['COUPON_ARRIVED'])
    await say(world, 'COUPON_ARRIVED', [ana.id])
    await deliver(world)
    expect([cards(world, ana).length, (await inbox(ana)).unread]).toEqual([0, 1])
    world.clock.set('2026-11-24T00:59:59.999Z')
    await deliver(world)
    expect(cards(world, ana)).toHaveLength(0)
    world.clock.set('2026-11-24T01:00:00.000Z')
    await deliver(world)
    expect(cards(world, ana)).toHaveLength(1)
  })
})
