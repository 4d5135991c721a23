import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { Redeeming } from '../../server/src/mall/redeeming.service.js'
import { TestMall } from '../mall-builders.js'
import { openWorld, type World } from '../world.js'

// Goal: a flash exchange gives out its hundred pieces and not one more, whoever gets none keeps every point, and the books
// balance. Method: 64 callers for some seconds, members who ask twice with one number and again with others.
const PIECES = 100
const MEMBERS = 400
const CALLERS = 64
const PRICE = 100

let world: World
let members: number[]
beforeAll(async () => {
  world = await openWorld()
  members = await world.crowd(MEMBERS)
  await Promise.all(members.map(memberId => world.bill({ memberId, paidFen: 3 * PRICE * 100 })))
}, 120_000)
afterAll(() => world.close())

test('100 pieces, 400 members, 64 callers: 100 vouchers, one each, and every other point where it was', async () => {
  const code = await new TestMall(world).publish({ limits: { total: 1, perMonth: null } }, PIECES)
  const redeeming = world.get(Redeeming)
  const queue = members.flatMap((memberId, n) => [
    { memberId, requestId: `flash-${n}` },
    { memberId, requestId: n % 3 === 0 ? `flash-${n}` : `again-${n}` },
    { memberId, requestId: `third-${n}` },
  ])
  const outcomes = new Map<string, number>()
  let next = 0
  const caller = async () => {
    while (next < queue.length) {
      const { memberId, requestId } = queue[next++]!
      const body = { requestId, code, points: PRICE, cashFen: 0 }
      const outcome = await redeeming.redeem({ memberId, identityId: 0 }, body).then(
        () => 'got it',
        (error: { code?: string }) => error.code ?? String(error),
      )
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
    }
  }
  await Promise.all(Array.from({ length: CALLERS }, caller))
  const expected = ['got it', 'reward.sold_out', 'reward.limit_reached']
  expect([...outcomes.keys()].filter(outcome => !expected.includes(outcome))).toEqual([])
  const [sums] = await world.db.query<Record<string, number>>(
    `SELECT COUNT(*) AS vouchers, COUNT(DISTINCT member_id) AS members, COUNT(DISTINCT code) AS codes,
     (SELECT COUNT(*) FROM redemption WHERE state = 2) AS redemptions, (SELECT COUNT(*) FROM redemption_step) AS steps,
     (SELECT left_count FROM reward) AS stock_left FROM voucher`,
  )
  expect(sums).toEqual({
    vouchers: PIECES,
    members: PIECES,
    codes: PIECES,
    redemptions: PIECES,
    steps: 2 * PIECES,
    stock_left: 0,
  })
  const [points] = await world.db.query<{ available: number | string }>(
    'SELECT SUM(available) AS available FROM account WHERE currency_id = 1 AND owner_id IN (?)',
    [members],
  )
  expect(Number(points!.available)).toBe(MEMBERS * 3 * PRICE - PIECES * PRICE)
  expect(await world.books()).toEqual({})
}, 120_000)
