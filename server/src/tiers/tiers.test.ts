import type { Ladder } from '@huitou/shared/tiers'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { openWorld, type TestMember, type World } from '../../../test/world.js'
import { DAY, refusalOf } from '../../../test/world-basics.js'
import { CHANNEL } from '../purchases/bills.service.js'
import { Refunds } from '../purchases/refunds.service.js'
import { TierFacts } from './facts.service.js'
import { TierQueue } from './queue.service.js'
import { TierReplay } from './replay.service.js'
import { TierReviews } from './reviews.service.js'
import { Rights } from './rights.service.js'
import { advance, newcomer } from './standing.rules.js'

let world: World
let storeId: number
beforeAll(async () => {
  world = await openWorld()
  storeId = await world.someStore()
})
afterAll(async () => {
  await world.get(TierReviews).turn()
  expect(await world.get(TierReplay).check()).toMatchObject({ clean: true, sample: [], waiting: 0 })
  expect(await world.books()).toEqual({})
  await world.close()
})
beforeEach(() => world.clock.set('2026-11-23T04:30:00.000Z'))

const spend = (memberId: number, yuan: number, more: object = {}) =>
  world.bill({ memberId, paidFen: yuan * 100, storeId, ...more })
const changes = (memberId: number) =>
  world.db.query<{ reason: string; from_code: string; to_code: string; at: Date }>(
    'SELECT reason, from_code, to_code, at FROM tier_change WHERE member_id = ? ORDER BY seq',
    [memberId],
  )
const reasons = async (memberId: number) => (await changes(memberId)).map(row => `${row.reason} ${row.to_code}`)
const drain = () => world.get(TierQueue).drain()
const review = () => world.get(TierReviews).turn()
const tierOf = (member: TestMember) => member.call('GET /member/tier')

async function until(what: () => Promise<boolean>, ms = 2_000): Promise<void> {
  const end = performance.now() + ms
  while (!(await what())) {
    if (performance.now() > end) throw new Error('it did not happen in time')
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}

describe('joining and rising', () => {
  test('a new member is on the first rung, and reads what the next one takes', async () => {
    const ana = await world.member()
    expect((await ana.call('GET /member/card')).tier).toEqual({
      code: 'NORMAL',
      name: { zh: '普通', en: 'Member' },
      level: 1,
    })
    const centre = await tierOf(ana)
    expect(centre).toMatchObject({
      tier: { code: 'NORMAL' },
      progressPercent: 0,
      next: { to: { code: 'SILVER' }, growth: 2_000, fen: 200_000, says: { zh: '再消费 ¥2,000 升银卡' } },
      keep: null,
      reviewOn: '2026-12-01',
      graceUntil: null,
    })
    expect(centre.changes.map(change => change.reason)).toEqual(['ENROLLED'])
  })

  test('the bill is answered first; the new tier is on the card within two seconds', async () => {
    const bo = await world.member()
    const till = await world.pos(storeId)
    await spend(bo.id, 1_874)
    const { qr } = (await bo.call('POST /member/codes')).codes[0]!
    expect((await tierOf(bo)).next?.says.zh).toBe('再消费 ¥126 升银卡')
    const bill = await till.call('POST /pos/bills', { body: { billNo: 'RISE-1', paidFen: 12_600, code: qr } })
    expect(bill.growth).toBe(126)
    await until(async () => (await bo.call('GET /member/card')).tier.code === 'SILVER')
    const centre = await tierOf(bo)
    expect(centre.changes[0]).toMatchObject({ reason: 'ROSE', from: { code: 'NORMAL' }, to: { code: 'SILVER' } })
    expect(centre.changes[0]?.says.zh).toBe('2,000 成长值，升为银卡')
    expect(centre.keep).toBeNull()
  })

  test('staff see the tier of whoever they scan', async () => {
    const cleo = await world.member({ points: 6_000 })
    await drain()
    const till = await world.pos(storeId)
    const { qr } = (await cleo.call('POST /member/codes')).codes[0]!
    const scan = await till.call('POST /pos/scans', { body: { code: qr } })
    expect(scan).toMatchObject({ kind: 'MEMBER', member: { tier: { code: 'GOLD', name: { zh: '金卡', en: 'Gold' } } } })
  })

  test('sixty-four bills at once that cross the threshold raise once', async () => {
    const dan = await world.member()
    const till = await world.pos(storeId)
    const scanId = async () => {
      const { qr } = (await dan.call('POST /member/codes')).codes[0]!
      const scan = await till.call('POST /pos/scans', { body: { code: qr } })
      return scan.kind === 'MEMBER' ? scan.scanId : ''
    }
    const id = await scanId()
    const bill = (n: number) =>
      till.call('POST /pos/bills', { body: { billNo: `DAN-${n}`, paidFen: 6_000, scanId: id } })
    await Promise.all(Array.from({ length: 64 }, (_, n) => bill(n)))
    await Promise.all([drain(), drain(), review(), drain()])
    await until(async () => (await world.db.query('SELECT id FROM tier_due')).length === 0)
    expect(await reasons(dan.id)).toEqual(['ROSE SILVER'])
    expect(await tierOf(dan)).toMatchObject({ tier: { code: 'SILVER' }, qualifying: { growth: 3_840, visits: 1 } })
  })

  test('a process that dies between the bill and the tier: the worker finds the row and raises', async () => {
    const eve = await world.member()
    await spend(eve.id, 2_000)
    expect(await world.db.query('SELECT id FROM tier_due WHERE member_id = ?', [eve.id])).toHaveLength(1)
    expect(await reasons(eve.id)).toEqual([])
    // Nobody has looked yet; whoever asks is told all the same.
    expect((await tierOf(eve)).tier.code).toBe('SILVER')
    expect(await review()).toMatchObject({ caughtUp: 1 })
    expect(await reasons(eve.id)).toEqual(['ROSE SILVER'])
    expect(await review()).toEqual({ members: 0, changes: 0, caughtUp: 0 })
  })

  test('a member short of the lowest rung leaves no row to look at, and one short of the next is not even locked', async () => {
    const fay = await world.member({ points: 1_998 })
    await spend(fay.id, 1)
    expect(await world.db.query('SELECT id FROM tier_due WHERE member_id = ?', [fay.id])).toEqual([])
    const mia = await world.member({ points: 5_998 })
    await drain()
    await spend(mia.id, 1)
    expect(await world.db.query('SELECT id FROM tier_due WHERE member_id = ?', [mia.id])).toHaveLength(1)
    await drain()
    expect(await world.db.query('SELECT id FROM tier_due WHERE member_id = ?', [mia.id])).toEqual([])
    expect(await reasons(mia.id)).toEqual(['ROSE SILVER'])
    expect(await world.db.query('SELECT id FROM tier_due WHERE member_id = ?', [fay.id])).toEqual([])
    expect(await reasons(fay.id)).toEqual([])
  })
})

describe('reviews', () => {
  test('a refund lowers nobody before the review; the review begins a grace period, and its end drops one level', async () => {
    const gus = await world.member()
    const { row } = await spend(gus.id, 6_000)
    await drain()
    const till = { storeId, who: 'test', staffId: null }
    await world.get(Refunds).refund(till, row.bill_no, { refundNo: 'GUS-R', amountFen: 450_000, reason: '退' })
    await review()
    const warned = await tierOf(gus)
    expect(warned).toMatchObject({ tier: { code: 'GOLD' }, graceUntil: null, qualifying: { growth: 1_500 } })
    expect(warned.keep?.says.zh).toBe('保级还差 4,500 成长值，12 月 1 日前达到即可')
    world.clock.set('2026-11-30T16:00:00.000Z')
    await review()
    expect(await tierOf(gus)).toMatchObject({
      tier: { code: 'GOLD' },
      graceUntil: '2026-12-30',
      reviewOn: '2027-01-01',
    })
    world.clock.set('2026-12-30T16:00:00.000Z')
    await review()
    expect(await reasons(gus.id)).toEqual(['ROSE GOLD', 'GRACE GOLD', 'FELL SILVER'])
    world.clock.set('2026-12-31T16:00:00.000Z')
    await review()
    expect((await reasons(gus.id)).at(-1)).toBe('GRACE SILVER')
  })

  test('a refund after the review counts at the next one', async () => {
    const hal = await world.member()
    const { row } = await spend(hal.id, 2_000)
    await drain()
    world.clock.set('2026-11-30T16:00:00.000Z')
    await review()
    expect((await reasons(hal.id)).at(-1)).toBe('KEPT SILVER')
    world.clock.advance(DAY)
    const till = { storeId, who: 'test', staffId: null }
    await world.get(Refunds).refund(till, row.bill_no, { refundNo: 'HAL-R', amountFen: 100, reason: '退' })
    await review()
    expect((await reasons(hal.id)).at(-1)).toBe('KEPT SILVER')
    world.clock.set('2026-12-31T16:00:00.000Z')
    await review()
    expect((await reasons(hal.id)).at(-1)).toBe('GRACE SILVER')
  })

  test('a review that is killed half-way goes on, and two at once write everything once', async () => {
    const crowd = await world.crowd(130)
    await Promise.all(crowd.map(id => spend(id, 2_000)))
    await drain()
    world.clock.set('2026-11-30T16:00:00.000Z')
    expect(await world.get(TierReviews).turn(0)).toMatchObject({ members: 50 })
    expect(await world.get(TierReviews).turn(0)).toMatchObject({ members: 50 })
    await Promise.all([review(), review()])
    const kept = await world.db.query<{ member_id: number; n: number }>(
      "SELECT member_id, COUNT(*) AS n FROM tier_change WHERE member_id IN (?) AND reason = 'KEPT' GROUP BY member_id",
      [crowd],
    )
    expect(kept).toHaveLength(130)
    expect(new Set(kept.map(row => row.n))).toEqual(new Set([1]))
  })
})

describe('replaying', () => {
  test('history that was brought in is gone through month by month, and replaying it gives the same', async () => {
    const ivy = await world.member()
    await world.db.query('UPDATE member SET enrolled_at = ? WHERE id = ?', ['2025-01-05 00:00:00', ivy.id])
    for (const [day, yuan] of [
      ['2025-01-05', 2_100],
      ['2025-06-18', 4_200],
      ['2026-02-10', 300],
    ] as const)
      await spend(ivy.id, yuan, { paidAt: new Date(`${day}T05:00:00Z`), channel: CHANNEL.IMPORT })
    await world.get(TierReviews).catchUp()
    const told = (await changes(ivy.id)).filter(row => row.reason !== 'KEPT')
    expect(told.map(row => `${row.at.toISOString().slice(0, 10)} ${row.reason} ${row.to_code}`)).toEqual([
      '2025-01-05 ROSE SILVER',
      '2025-06-18 ROSE GOLD',
      '2026-01-31 GRACE GOLD',
      '2026-03-02 FELL SILVER',
      '2026-06-30 GRACE SILVER',
      '2026-07-30 FELL NORMAL',
    ])
    const facts = await world.get(TierFacts).of((sql, values) => world.db.query(sql, values), [ivy.id])
    const known = { facts: facts.get(ivy.id)!, versions: await ladders() }
    const start = newcomer('NORMAL', new Date('2025-01-05T00:00:00Z'), 1)
    const anew = advance(start, known, { from: new Date(0), until: world.clock.now() })
    expect(anew.changes.map(change => `${change.reason} ${change.to}`)).toEqual(await reasons(ivy.id))
  })

  test('a hand that alters a standing or forgets a bill is found', async () => {
    const jan = await world.member({ points: 2_000 })
    await drain()
    await world.db.query("UPDATE member_tier SET tier_code = 'BLACK' WHERE member_id = ?", [jan.id])
    const check = await world.get(TierReplay).check()
    expect(check.clean).toBe(false)
    expect(check.sample.join()).toContain(jan.memberNo)
    await world.db.query("UPDATE member_tier SET tier_code = 'SILVER' WHERE member_id = ?", [jan.id])
    const kit = await world.member({ points: 2_000 })
    await world.db.query('DELETE FROM tier_due WHERE member_id = ?', [kit.id])
    expect((await world.get(TierReplay).check()).sample.join()).toMatch(
      new RegExp(`${kit.memberNo}: nothing says ROSE`),
    )
    await world.db.query('INSERT INTO tier_due (id, member_id, at, growth) VALUES (1, ?, ?, 2000)', [
      kit.id,
      world.clock.now(),
    ])
    await drain()
  })
})

describe('rights', () => {
  const use = (memberId: number, right: string, key: string) =>
    world.db.transaction(tx => world.get(Rights).use(tx, memberId, right, key))

  test('are those of the tier, counted in their period, and a repeat counts once', async () => {
    const lea = await world.member({ points: 6_000 })
    expect(await refusalOf(use(lea.id, 'TASTING', 'lea-0'))).toBe('tier.right_missing')
    expect(await use(lea.id, 'FREE_DELIVERY', 'lea-1')).toEqual({ nth: 1, uses: 2 })
    expect(await use(lea.id, 'FREE_DELIVERY', 'lea-1')).toEqual({ nth: 1, uses: 2 })
    expect(await refusalOf(use(lea.id, 'BIRTHDAY_GIFT', 'lea-1'))).toBe('ledger.key_reused')
    expect(await use(lea.id, 'FREE_DELIVERY', 'lea-2')).toEqual({ nth: 2, uses: 2 })
    expect(await refusalOf(use(lea.id, 'FREE_DELIVERY', 'lea-3'))).toBe('tier.right_used_up')
    const gold = (await tierOf(lea)).ladder.find(rung => rung.code === 'GOLD')
    expect(gold?.rights).toContainEqual({
      code: 'FREE_DELIVERY',
      name: { zh: '免配送费', en: 'Free delivery' },
      used: 2,
      uses: 2,
      mine: true,
    })
    world.clock.set('2026-11-30T16:00:00.000Z')
    expect(await use(lea.id, 'FREE_DELIVERY', 'lea-4')).toEqual({ nth: 1, uses: 2 })
  })

  test('used twenty times at once are used as often as there are', async () => {
    const mia = await world.member({ points: 12_000 })
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) => use(mia.id, 'FREE_DELIVERY', `mia-${n}`)),
    )
    expect(outcomes.filter(outcome => outcome.status === 'fulfilled')).toHaveLength(4)
  })
})

async function ladders() {
  const rows = await world.db.query<{ version: number; definition: string; published_at: Date; grandfather: number }>(
    'SELECT version, definition, published_at, grandfather FROM tier_ladder ORDER BY version',
  )
  return rows.map(row => ({
    version: row.version,
    ladder: JSON.parse(row.definition) as Ladder,
    grandfather: row.grandfather === 1,
    publishedAt: row.published_at,
    publishedBy: '',
    reason: '',
  }))
}
