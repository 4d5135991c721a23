import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { definition } from '../../../test/coupon-builders.js'
import { agree, allow, cards, deliver, enterTemplates } from '../../../test/message-builders.js'
import { openWorld, type TestMember, type World } from '../../../test/world.js'
import { Profiles } from '../members/profiles.service.js'
import { TierQueue } from '../tiers/queue.service.js'
import { couponDrafts, endsDue, stageDue } from './reminders.rules.js'
import { Reminders } from './reminders.service.js'

let world: World
let store: number
beforeAll(async () => {
  world = await openWorld()
  enterTemplates(world)
  store = await world.store()
})
afterAll(() => world.close())

const kinds = async (member: TestMember, kind: string) =>
  (
    await world.db.query<{ occurrence: string; data: string; due_at: Date }>(
      'SELECT occurrence, data, due_at FROM message WHERE member_id = ? AND kind = ? ORDER BY due_at, id',
      [member.id, kind],
    )
  ).map(row => ({ ...row, data: JSON.parse(row.data) as Record<string, unknown> }))
const run = () => world.get(Reminders).run()
const at = (text: string) => world.clock.set(new Date(`${text}+08:00`))

describe('points that expire', () => {
  test('are spoken of thirty, seven and one days ahead, at ten in the store, with all lots of a day as one', async () => {
    at('2026-11-23T12:00:00')
    const ana = await world.member()
    await world.bill({ memberId: ana.id, paidFen: 10_000, storeId: store })
    await world.bill({ memberId: ana.id, paidFen: 22_000, storeId: store })
    // Earned in November 2026, valid through November 2028.
    for (const when of ['2028-10-31T09:59:59', '2028-10-31T10:00:00', '2028-11-23T10:00:00', '2028-11-29T10:00:00']) {
      at(when)
      await run()
    }
    expect((await kinds(ana, 'POINTS_EXPIRING')).map(({ occurrence, data }) => [occurrence, data.points])).toEqual([
      ['2028-11-30:30', 320],
      ['2028-11-30:7', 320],
      ['2028-11-30:1', 320],
    ])
  })

  test('not before the hour, and once with two workers and after a crash', async () => {
    at('2026-12-02T12:00:00')
    const ana = await world.member()
    await world.bill({ memberId: ana.id, paidFen: 10_000, storeId: store })
    at('2028-12-01T09:59:59.999')
    await run()
    expect(await kinds(ana, 'POINTS_EXPIRING')).toEqual([])
    at('2028-12-01T10:00:00')
    await Promise.all([run(), run()])
    // A worker that was killed before it could note that it was through.
    await world.db.query('DELETE FROM reminder_run')
    await run()
    expect(await kinds(ana, 'POINTS_EXPIRING')).toHaveLength(1)
  })

  test('spent meanwhile, they are not spoken of; a reminder goes out by itself and uses a grant', async () => {
    at('2027-01-05T12:00:00')
    const [ana, bo] = [await world.member(), await world.member()]
    for (const one of [ana, bo]) await world.bill({ memberId: one.id, paidFen: 10_000, storeId: store })
    await world.db.query('UPDATE lot SET remaining = 0, spent = granted WHERE account_id = ?', [bo.id + 1])
    await allow(world, ana, ['POINTS_EXPIRING'])
    at('2029-01-24T10:00:00')
    await run()
    await deliver(world)
    expect(await kinds(bo, 'POINTS_EXPIRING')).toEqual([])
    expect(cards(world, ana)).toMatchObject([{ rows: [{ value: '100' }, { value: '2029年1月31日' }, {}] }])
    await world.db.query('UPDATE lot SET remaining = granted, spent = 0 WHERE account_id = ?', [bo.id + 1])
  })

  test('days are counted in the time of the store, whatever its zone', () => {
    const urumqi = new Date('2028-11-30T18:00:00.000Z')
    expect(stageDue(urumqi, 1, '10:00')).toEqual(new Date('2028-11-29T04:00:00.000Z'))
    const due = stageDue(urumqi, 7, '10:00')
    expect(endsDue(due, 7, '10:00').until).toEqual(urumqi)
    expect(endsDue(new Date(due.getTime() - 1), 7, '10:00').until.getTime()).toBeLessThan(urumqi.getTime())
  })
})

describe('birthdays', () => {
  const born = (member: TestMember, on: string, calendar: 'SOLAR' | 'LUNAR' = 'SOLAR') =>
    world.get(Profiles).change(member.id, { nickname: '小明', birthday: { calendar, on } })

  test('from midnight on the day, once', async () => {
    at('2027-02-25T12:00:00')
    const ana = await world.member()
    await born(ana, '03-01')
    at('2027-02-28T23:59:59')
    await world.get(Reminders).birthdays([0])
    expect(await kinds(ana, 'BIRTHDAY')).toEqual([])
    at('2027-03-01T00:10:00')
    await world.get(Reminders).birthdays([0])
    at('2027-03-01T12:00:00')
    await world.get(Reminders).birthdays([0])
    expect(await kinds(ana, 'BIRTHDAY')).toMatchObject([
      { occurrence: '2027:0', due_at: new Date('2027-02-28T16:00:00.000Z') },
    ])
  })

  test('born on 29 February, on the 28th in a common year and on the 29th in a leap year', async () => {
    at('2027-02-20T12:00:00')
    const ana = await world.member()
    await born(ana, '02-29')
    at('2027-02-28T08:00:00')
    await world.get(Reminders).birthdays([0])
    expect(await kinds(ana, 'BIRTHDAY')).toHaveLength(1)
    at('2028-02-28T08:00:00')
    await world.get(Reminders).birthdays([0])
    expect(await kinds(ana, 'BIRTHDAY')).toHaveLength(1)
    at('2028-02-29T08:00:00')
    await world.get(Reminders).birthdays([0])
    expect(await kinds(ana, 'BIRTHDAY')).toHaveLength(2)
  })

  test('by the moon: mid-autumn, three days ahead and a week after, as the setting says', async () => {
    at('2027-09-01T12:00:00')
    const ana = await world.member()
    await born(ana, '08-15', 'LUNAR')
    // Mid-autumn of 2027 is 15 September.
    for (const when of ['2027-09-12T08:00:00', '2027-09-15T08:00:00', '2027-09-22T08:00:00']) {
      at(when)
      await world.get(Reminders).birthdays([-3, 7])
    }
    expect((await kinds(ana, 'BIRTHDAY')).map(({ occurrence }) => occurrence)).toEqual(['2027:-3', '2027:7'])
  })

  test('is a greeting only for those who agreed to greetings', async () => {
    at('2027-05-05T12:00:00')
    const [ana, bo] = [await world.member(), await world.member()]
    for (const one of [ana, bo]) {
      await born(one, '05-06')
      await allow(world, one, ['BIRTHDAY'], 3)
    }
    await agree(ana)
    at('2027-05-06T09:30:00')
    await world.get(Reminders).birthdays([0])
    await world.db.query("UPDATE message SET worth_fen = 2000 WHERE kind = 'BIRTHDAY' AND member_id IN (?)", [
      [ana.id, bo.id],
    ])
    await deliver(world)
    expect([cards(world, ana).length, cards(world, bo).length]).toEqual([1, 0])
  })
})

describe('tiers', () => {
  test('whoever would fall on the first is told a week before, with what is missing', async () => {
    at('2030-01-10T12:00:00')
    const ana = await world.member()
    await world.bill({ memberId: ana.id, paidFen: 200_000, storeId: store })
    await world.get(TierQueue).drain()
    await world.db.query(
      "UPDATE member_tier SET next_at = '2030-01-31 16:00:00' WHERE member_id = ? AND tier_code = 'SILVER'",
      [ana.id],
    )
    at('2030-01-25T09:59:59')
    await run()
    expect(await kinds(ana, 'TIER_REVIEW')).toEqual([])
    at('2031-01-25T10:00:00')
    await run()
    const told = await kinds(ana, 'TIER_REVIEW')
    expect(told).toMatchObject([{ occurrence: '2031-02-01', data: { tier: { zh: '银卡' }, reviewOn: '2031-02-01' } }])
    await run()
    expect(await kinds(ana, 'TIER_REVIEW')).toHaveLength(1)
  })

  test('rising is told at once', async () => {
    at('2030-03-10T12:00:00')
    const ana = await world.member()
    await world.bill({ memberId: ana.id, paidFen: 200_000, storeId: store })
    await world.get(TierQueue).drain()
    expect(await kinds(ana, 'TIER_UP')).toMatchObject([{ data: { tier: { zh: '银卡' } } }])
  })
})

describe('coupons', () => {
  /** Coupons as their feature leaves them, three of one batch that was published as SUMMER. */
  async function give(memberId: number, count: number, expiresAt: string): Promise<void> {
    const { db, parts } = world
    const next = () => parts.ids.next()
    const hash = Buffer.alloc(32)
    const request = `coupons-${next()}`
    await db.query(
      `INSERT INTO coupon_version (code, version, definition, reason, published_at, published_by, request_key, body_hash)
       VALUES ('SUMMER', 1, ?, '', '2026-01-01', '', 'summer', ?) ON DUPLICATE KEY UPDATE code = code`,
      [JSON.stringify(definition()), hash],
    )
    const batch = next()
    await db.query(
      `INSERT INTO coupon_batch (id, code, version, name, source, state, stock, left_count, per_member, created_at, created_by, request_key, body_hash)
       VALUES (?, 'SUMMER', 1, '', 2, 1, 9, 0, 9, '2026-01-01', '', ?, ?)`,
      [batch, request, hash],
    )
    for (let n = 0; n < count; n += 1)
      await db.query(
        `INSERT INTO coupon (id, code, batch_id, member_id, first_member_id, status, issue_key, issued_at, arrived_at, time_zone, valid_from, expires_at, steps, given)
         VALUES (?, ?, ?, ?, ?, 1, ?, '2026-01-01', '2026-01-01', 'Asia/Shanghai', '2026-01-01', ?, 0, 0)`,
        [next(), String(next()).slice(-12), batch, memberId, memberId, `issue-${next()}`, new Date(expiresAt)],
      )
  }

  test('are spoken of three days and one day ahead, all of a kind as one, and not once they were recalled', async () => {
    at('2032-06-01T12:00:00')
    const [ana, bo] = [await world.member(), await world.member()]
    await give(ana.id, 2, '2032-06-30T16:00:00.000Z')
    await give(bo.id, 1, '2032-06-30T16:00:00.000Z')
    for (const when of ['2032-06-27T09:59:59', '2032-06-27T10:00:00', '2032-06-27T10:05:00']) {
      at(when)
      await Promise.all([run(), run()])
    }
    await world.db.query('UPDATE coupon SET status = 4 WHERE member_id = ?', [bo.id])
    at('2032-06-29T10:00:00')
    await run()
    expect((await kinds(ana, 'COUPON_EXPIRING')).map(({ occurrence, data }) => [occurrence, data.count])).toEqual([
      ['2032-06-30:3:SUMMER', 2],
      ['2032-06-30:1:SUMMER', 2],
    ])
    expect(await kinds(bo, 'COUPON_EXPIRING')).toHaveLength(1)
  })
})

test('coupons that end on the same day are one message a member', () => {
  const end = new Date('2026-12-31T16:00:00.000Z')
  const coupon = { memberId: 16, code: 'SUMMER', name: '满100减20', end, zone: 'Asia/Shanghai', worthFen: 2_000 }
  const drafts = couponDrafts([coupon, coupon, { ...coupon, memberId: 32 }], 3, '10:00')
  expect(drafts).toMatchObject([
    { memberId: 16, occurrence: '2026-12-31:3:SUMMER', worthFen: 4_000, data: { count: 2, daysLeft: 3 } },
    { memberId: 32, worthFen: 2_000, dueAt: new Date('2026-12-28T02:00:00.000Z') },
  ])
})
