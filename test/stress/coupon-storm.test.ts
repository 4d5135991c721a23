import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { CouponIssuing } from '../../server/src/coupons/issuing.service.js'
import { definition } from '../coupon-builders.js'
import { openWorld, type World } from '../world.js'

// Goal: a flash offer gives out its stock to the last piece and not one more, nobody gets two, and the books of it add up.
// Method: ten thousand members, most of them twice and some with the same request again, through sixty-four callers at once.
const STOCK = 1_000
const MEMBERS = 10_000
const CALLERS = 64

let world: World
let members: number[]
beforeAll(async () => {
  world = await openWorld()
  const [first] = await world.db.query<{ id: number }>('SELECT COALESCE(MAX(id), 0) + 1000000 AS id FROM member')
  members = Array.from({ length: MEMBERS }, (_, n) => first!.id + n * 16)
}, 60_000)
afterAll(() => world.close())

test('1,000 coupons, 10,000 members, 64 callers: exactly 1,000, none twice', async () => {
  const operator = await world.operator('MARKETER')
  const code = 'FLASH'
  await operator.call('POST /console/coupons', {
    body: { requestId: 'flash-coupon-1', code, definition: definition(), reason: '开业抢券' },
  })
  const { id } = await operator.call('POST /console/coupon-batches', {
    body: {
      requestId: 'flash-batch-1',
      code,
      name: '抢券',
      source: 'CLAIM',
      stock: STOCK,
      perMember: 1,
      from: null,
      until: null,
    },
  })
  const issuing = world.get(CouponIssuing)
  const queue = members.flatMap((member, n) => [
    { member, request: `tap-${n}` },
    { member, request: n % 3 === 0 ? `tap-${n}` : `again-${n}` },
  ])
  const outcomes = new Map<string, number>()
  let next = 0
  const caller = async () => {
    while (next < queue.length) {
      const { member, request } = queue[next++]!
      const outcome = await issuing.claim(member, Number(id), request).then(
        () => 'got one',
        (error: { code?: string }) => error.code ?? String(error),
      )
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
    }
  }
  await Promise.all(Array.from({ length: CALLERS }, caller))
  const repeats = (outcomes.get('got one') ?? 0) - STOCK
  expect(
    [...outcomes.keys()].filter(code => !['got one', 'coupon.sold_out', 'coupon.limit_reached'].includes(code)),
  ).toEqual([])
  expect(repeats).toBeGreaterThanOrEqual(0)
  const [sums] = await world.db.query<Record<string, number>>(
    `SELECT COUNT(*) AS coupons, COUNT(DISTINCT member_id) AS members, COUNT(DISTINCT code) AS codes,
     (SELECT COUNT(*) FROM coupon_claim) AS claims, (SELECT COUNT(*) FROM coupon_step) AS steps, (SELECT left_count FROM coupon_batch) AS stock_left,
     (SELECT COUNT(*) FROM message WHERE kind = 'COUPON_ARRIVED') AS messages FROM coupon`,
  )
  expect(sums).toEqual({
    coupons: STOCK,
    members: STOCK,
    codes: STOCK,
    claims: STOCK,
    steps: STOCK,
    stock_left: 0,
    messages: STOCK,
  })
}, 120_000)
