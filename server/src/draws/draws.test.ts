import { createHash, createHmac } from 'node:crypto'
import { drawProblems } from '@huitou/shared/draw-proof'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { offerCoupon } from '../../../test/coupon-stage.js'
import { grand, lottery, nothing, pointsPrize, publishLottery, spin } from '../../../test/draw-builders.js'
import { TestMall } from '../../../test/mall-builders.js'
import { draw as fresh } from '../../../test/stress/aim.js'
import { openWorld, type TestMember, type World } from '../../../test/world.js'
import { DAY, refusalOf } from '../../../test/world-basics.js'
import { CouponIssuing } from '../coupons/issuing.service.js'
import { DrawSeeds } from './seeds.service.js'

let world: World
let mall: TestMall
beforeAll(async () => {
  world = await openWorld()
  mall = new TestMall(world)
})
afterAll(async () => {
  expect(await world.books()).toEqual({})
  await world.close()
})

const points = async (member: TestMember) => (await member.call('GET /member/card')).balances.available
const hashing = {
  sha256: (text: string) => createHash('sha256').update(text).digest('hex'),
  hmac: (key: string, message: string) => createHmac('sha256', key).update(message).digest(),
}

describe('a draw', () => {
  test('takes its points, and a prize of points comes with an entry that says so', async () => {
    const ana = await world.member({ points: 100 })
    const code = await publishLottery(mall, { prizes: [pointsPrize(1_000_000, 50), nothing(0)] })
    const got = await spin(ana, code)
    expect(got).toMatchObject({ prize: { kind: 'POINTS', points: 50 }, missed: null, available: 140, left: 2 })
    const { items } = await ana.call('GET /member/entries', {})
    expect(items.slice(0, 2).map(({ sentence, points }) => [sentence.zh, points])).toEqual([
      ['抽奖“好运转盘”抽中 50 分', 50],
      ['抽奖“好运转盘”，用掉 10 分', -10],
    ])
    expect(items[0]).toMatchObject({ title: { zh: '抽奖得积分' }, sentence: { en: '50 points won in “Lucky wheel”' } })
  })

  test('asked for again under its number is the same one, however often; with another body it is refused', async () => {
    const ana = await world.member({ points: 100 })
    const code = await publishLottery(mall)
    const requestId = 'the-very-same-spin'
    const all = await Promise.all(Array.from({ length: 5 }, () => spin(ana, code, { requestId })))
    expect(new Set(all.map(({ id }) => id)).size).toBe(1)
    expect((await spin(ana, code, { requestId })).id).toBe(all[0]!.id)
    expect(await refusalOf(spin(ana, code, { requestId, points: 20 }))).toBe('draw.different')
    expect((await ana.call('GET /member/draws', {})).items).toHaveLength(1)
  })

  test('that won a reward puts its voucher with what was exchanged, and it cannot be given back', async () => {
    const ana = await world.member({ points: 10 })
    const reward = await mall.publish({ limits: { total: 1, perMonth: null } })
    const code = await publishLottery(mall, {
      prizes: [grand(1_000_000, 5, { type: 'REWARD', code: reward }), nothing(0)],
    })
    const { redemptionId } = await spin(ana, code)
    const params = { id: redemptionId! }
    const got = await ana.call('GET /member/redemptions/:id', { params })
    expect(got).toMatchObject({ state: 'READY', price: { points: 0, cashFen: 0 }, cancellable: false })
    expect(got.voucher).toMatch(/^7\d{11}$/)
    expect(await refusalOf(ana.call('POST /member/redemptions/:id/cancellations', { params }))).toBe(
      'redemption.not_refundable',
    )
    // The shelf keeps its piece, and the limit of exchanges its room.
    expect(await mall.stock(reward)).toEqual({ stock: 10, left: 10 })
    expect((await ana.call('GET /mall/rewards/:code', { params: { code: reward } })).bar).toBeNull()
  })

  test('for want of points takes nothing and counts for nothing', async () => {
    const ana = await world.member({ points: 9 })
    const code = await publishLottery(mall)
    expect(await refusalOf(spin(ana, code))).toBe('points.insufficient')
    expect(await points(ana)).toBe(9)
    expect((await ana.call('GET /draws/:code', { params: { code } })).mine).toMatchObject({ today: 0, left: 3 })
  })

  test('by odds that are not the ones shown is refused, and so is another price', async () => {
    const ana = await world.member({ points: 100 })
    const code = await publishLottery(mall)
    const definition = lottery({ points: 20 })
    const body = { requestId: fresh('other-odds-'), version: 1, definition, reason: '调整' }
    await mall.call('POST /console/draw-pools/:code/versions', { params: { code }, body })
    expect(await refusalOf(spin(ana, code))).toBe('draw.changed')
    expect(await refusalOf(spin(ana, code, { version: 2 }))).toBe('draw.changed')
    expect((await spin(ana, code, { version: 2, points: 20 })).points).toBe(20)
    expect(await points(ana)).toBeGreaterThanOrEqual(80)
  })
})

describe('limits', () => {
  test('three a day, asked for eight times at once: three; and three more after midnight', async () => {
    const ana = await world.member({ points: 200 })
    const code = await publishLottery(mall, { prizes: [pointsPrize(0, 50), nothing(1_000_000)] })
    const all = await Promise.allSettled(Array.from({ length: 8 }, () => spin(ana, code)))
    expect(all.filter(one => one.status === 'fulfilled')).toHaveLength(3)
    expect(await points(ana)).toBe(170)
    expect(await refusalOf(spin(ana, code))).toBe('draw.day_limit')
    world.clock.set('2026-11-23T16:00:00.000Z')
    expect((await spin(ana, code)).left).toBe(2)
  })

  test('a closed lottery refuses, and so does one that is over', async () => {
    const ana = await world.member({ points: 100 })
    const code = await publishLottery(mall, {
      window: { from: null, until: new Date(world.clock.now().getTime() + DAY).toISOString() },
    })
    await mall.call('PUT /console/draw-pools/:code/state', { params: { code }, body: { open: false } })
    expect(await refusalOf(spin(ana, code))).toBe('draw.closed')
    await mall.call('PUT /console/draw-pools/:code/state', { params: { code }, body: { open: true } })
    await spin(ana, code)
    world.clock.advance(DAY)
    expect(await refusalOf(spin(ana, code))).toBe('draw.not_in_season')
  })
})

describe('stock', () => {
  test('ten grand prizes for sixty-four callers, each sure to land on one: ten, and the rest the consolation', async () => {
    const members = await Promise.all(Array.from({ length: 64 }, () => world.member({ points: 10 })))
    const reward = await mall.publish()
    const code = await publishLottery(mall, {
      prizes: [grand(1_000_000, 10, { type: 'REWARD', code: reward }), nothing(0)],
    })
    const results = await Promise.all(members.map(member => spin(member, code)))
    const won = results.filter(({ prize }) => prize.code === 'GRAND')
    const missed = results.filter(({ missed }) => missed?.zh === '招牌烤鱼')
    expect([won.length, missed.length]).toEqual([10, 54])
    expect(new Set(results.map(({ number }) => number))).toEqual(new Set(Array.from({ length: 64 }, (_, at) => at + 1)))
    const { figures } = await mall.call('GET /console/draw-pools/:code', { params: { code } })
    expect(figures).toMatchObject({ draws: 64, members: 64, points: 640 })
    expect(figures.prizes).toEqual([
      { code: 'GRAND', given: 10, missed: 54, left: 0 },
      { code: 'NONE', given: 54, missed: 0, left: null },
    ])
    const [vouchers] = await world.db.query<{ count: number }>(
      `SELECT COUNT(*) AS count FROM voucher v JOIN redemption r ON r.id = v.redemption_id WHERE r.source = 'DRAW' AND r.code = ?`,
      [reward],
    )
    expect(vouchers!.count).toBe(10)
  })

  test('of a coupon whose batch has ended becomes the consolation, and its piece stays', async () => {
    const ana = await world.member({ points: 10 })
    const batchId = await emptyBatch()
    const code = await publishLottery(mall, {
      prizes: [grand(1_000_000, 5, { type: 'COUPON', batchId }), nothing(0)],
    })
    expect(await spin(ana, code)).toMatchObject({ prize: { code: 'NONE' }, missed: { zh: '招牌烤鱼' }, couponId: null })
    const pool = await ana.call('GET /draws/:code', { params: { code } })
    expect(pool.prizes[0]).toMatchObject({ left: 5, odds: 1_000_000 })
  })

  test('cannot be made smaller than what was given', async () => {
    const ana = await world.member({ points: 10 })
    const code = await publishLottery(mall, { prizes: [pointsPrize(1_000_000, 50, 3), nothing(0)] })
    await spin(ana, code)
    const stocked = (stock: number, version: number) =>
      mall.call('POST /console/draw-pools/:code/versions', {
        params: { code },
        body: {
          requestId: fresh('stocked-'),
          version,
          definition: lottery({ prizes: [pointsPrize(1_000_000, 50, stock), nothing(0)] }),
          reason: '盘点',
        },
      })
    expect(await refusalOf(stocked(0, 1))).toBe('draw.stock_too_low')
    expect((await stocked(1, 1)).figures.prizes[0]).toMatchObject({ given: 1, left: 0 })
    expect(await refusalOf(stocked(4, 1))).toBe('draw.changed_meanwhile')
    expect((await stocked(4, 2)).figures.prizes[0]).toMatchObject({ given: 1, left: 3 })
  })
})

describe('the proof', () => {
  test('a promise is out before the day, its seed after it, and every result can be recomputed', async () => {
    world.clock.set('2026-12-01T04:00:00.000Z')
    const ana = await world.member({ points: 100 })
    const code = await publishLottery(mall, { prizes: [pointsPrize(300_000, 50), nothing(700_000)] })
    const proofOf = (day: string) =>
      ana.call('GET /draws/:code/proofs/:day', { params: { code, day }, query: { limit: 2 } })
    // Tomorrow's promise is there today, and it does not change.
    const promised = await proofOf('2026-12-02')
    expect(promised).toMatchObject({ seed: null, draws: 0, items: [] })
    world.clock.set('2026-12-02T04:00:00.000Z')
    const drawn = [await spin(ana, code), await spin(ana, code), await spin(ana, code)]
    const during = await proofOf('2026-12-02')
    expect(during).toMatchObject({ sha256: promised.sha256, seed: null, draws: 3, items: [] })
    world.clock.set('2026-12-02T15:59:59.999Z')
    expect((await proofOf('2026-12-02')).seed).toBeNull()
    world.clock.set('2026-12-02T16:00:00.000Z')
    const proof = await proofOf('2026-12-02')
    const rest = await ana.call('GET /draws/:code/proofs/:day', {
      params: { code, day: '2026-12-02' },
      query: { cursor: proof.nextCursor! },
    })
    const results = [...proof.items, ...rest.items]
    expect(results.map(({ number, ticket }) => [number, ticket])).toEqual(
      drawn.map(({ number, ticket }) => [number, ticket]),
    )
    const published = { pool: code, day: proof.day, sha256: promised.sha256, seed: proof.seed!, odds: proof.odds }
    expect(drawProblems(published, results, hashing)).toEqual([])
    const bent = results.map(one => ({ ...one, landed: one.landed === 'NONE' ? 'POINTS-50' : 'NONE' }))
    expect(drawProblems(published, bent, hashing)).toHaveLength(3)
    expect(drawProblems({ ...published, seed: 'a'.repeat(64) }, results, hashing)[0]).toContain('promised')
  })

  test('no seed lies open in the database, and two processes that make one make the same', async () => {
    const code = await publishLottery(mall)
    const seeds = world.get(DrawSeeds)
    const day = '2027-03-01'
    const [one, other] = await Promise.all([seeds.ensure(code, day), seeds.ensure(code, day)])
    expect(one.sha256).toBe(other.sha256)
    const rows = await world.db.query<{ sealed: string; sha256: string }>('SELECT sealed, sha256 FROM draw_seed')
    for (const { sealed } of rows) expect(sealed).toMatch(/^v1\.[\w-]+\.[\w-]+\.[\w-]+$/)
    expect(new Set(rows.map(({ sha256 }) => sha256)).size).toBe(rows.length)
  })
})

test('what was won can be looked at apart from what was not', async () => {
  const ana = await world.member({ points: 100 })
  const lucky = await publishLottery(mall, { prizes: [pointsPrize(1_000_000, 50), nothing(0)] })
  const unlucky = await publishLottery(mall, { prizes: [pointsPrize(0, 50), nothing(1_000_000)] })
  await spin(ana, lucky)
  await spin(ana, unlucky)
  const of = async (query: { won?: '1'; code?: string }) =>
    (await ana.call('GET /member/draws', { query })).items.map(({ code }) => code)
  expect(await of({})).toEqual([unlucky, lucky])
  expect(await of({ won: '1' })).toEqual([lucky])
  expect(await of({ code: unlucky })).toEqual([unlucky])
})

/** A batch that is there, and of which nothing is left. */
async function emptyBatch(): Promise<string> {
  const batchId = await offerCoupon(mall, {}, { source: 'ISSUE', stock: 1 })
  const bo = await world.member()
  await world.db.transaction(tx =>
    world.get(CouponIssuing).issue(tx, {
      key: fresh('last-one-'),
      batchId: Number(batchId),
      memberId: bo.id,
      by: { kind: 'SYSTEM', name: '', storeId: null },
    }),
  )
  return batchId
}
