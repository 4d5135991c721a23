/** The order that leaves least: what marketers see before anybody finds it at a till. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Changes, definition } from '../../../test/coupon-builders.js'
import { draw } from '../../../test/stress/aim.js'
import { openWorld, type TestOperator, type World } from '../../../test/world.js'
import { earningsOf } from './worst-order.rules.js'

let world: World
let admin: TestOperator
beforeAll(async () => {
  world = await openWorld()
  admin = await world.operator('ADMIN')
})
afterAll(() => world.close())

async function coupon(changes: Changes): Promise<string> {
  const code = draw('STACK-')
  const body = { requestId: draw('stack-request-'), code, definition: definition(changes), reason: '开业' }
  await admin.call('POST /console/coupons', { body })
  return code
}

const cash = (offFen: number) => ({ type: 'CASH', offFen }) as const
const look = (codes: string[], more: object = {}) =>
  admin.call('POST /console/worst-orders', {
    body: { codes, proposals: [], totalFen: 10_000, marginPercent: 60, floorFen: 0, ...more },
  })
/** The cost of the points that are earned is nobody's question here. */
const family = (group: 'DISH' | 'WELCOME' | 'BIRTHDAY', goesWith: ('DISH' | 'WELCOME' | 'BIRTHDAY')[]) => ({
  stacking: { group, with: goesWith, points: false },
})

describe('two coupons that overlap', () => {
  test('are always told, also when a third one is not in it and when points could be used instead', async () => {
    const codes = [
      await coupon({ effect: cash(3_500), ...family('DISH', ['WELCOME']) }),
      await coupon({ effect: cash(3_000), ...family('WELCOME', ['DISH']) }),
      await coupon({ effect: cash(9_000), ...family('BIRTHDAY', []) }),
    ]
    const { pairs, worst } = await look(codes)
    expect(pairs).toHaveLength(1)
    expect([pairs[0]!.a.code, pairs[0]!.b.code].sort()).toEqual([codes[0], codes[1]])
    expect(pairs[0]).toMatchObject({ offFen: 6_500, isBelow: true })
    // 35 yuan are paid, the dishes cost 40, and 35 points cost 35 fen.
    expect(pairs[0]!.marginFen).toBe(-535)
    expect(worst.isBelow).toBe(true)
    expect(worst.sentence.zh).toMatch(
      /^最坏一单：消费 100\.00 元，实付 10\.00 元，毛利 −\d+\.\d\d 元，低于底线 0\.00 元。$/,
    )
  })

  test('are not told any more once one of them stops naming the other, before that is published', async () => {
    const open = { effect: cash(2_000), ...family('DISH', ['WELCOME']) }
    const codes = [await coupon(open), await coupon({ effect: cash(3_000), ...family('WELCOME', ['DISH']) })]
    expect((await look(codes)).pairs).toHaveLength(1)
    const proposals = [{ code: codes[0]!, definition: definition({ ...open, ...family('DISH', []) }) }]
    expect((await look(codes, { proposals })).pairs).toEqual([])
  })
})

test('points taken off and points earned are part of the worst order', async () => {
  const code = await coupon({ effect: cash(1_000), stacking: { points: true } })
  const { worst } = await look([code])
  // Half of the 90 yuan that are left may be paid with points, as the programme begins; the base rate earns on the rest.
  expect(worst.offsetFen).toBeGreaterThan(0)
  expect(worst.payableFen).toBe(10_000 - 1_000 - worst.offsetFen)
  expect(worst.marginFen).toBe(worst.payableFen - 4_000 - worst.earnFen)
  expect(worst.earnPoints).toBe(Math.floor(worst.payableFen / 100))
})

test('the amount at which a coupon begins to count is tried as well', async () => {
  const code = await coupon({
    effect: { type: 'THRESHOLD_OFF', minFen: 5_000, offFen: 4_000 },
    stacking: { points: false },
  })
  const { worst, usual } = await look([code])
  expect([worst.totalFen, usual.totalFen]).toEqual([5_000, 10_000])
  expect(worst.marginFen).toBeLessThan(usual.marginFen)
})

test('a free dish counts by what it may be worth; one of which nobody knows is named', async () => {
  const item = (capFen: number | null) => ({
    type: 'ITEM' as const,
    item: { zh: '凉面', en: '' },
    products: ['1'],
    capFen,
  })
  const of = (capFen: number | null) => ({ code: '', definition: definition({ effect: item(capFen) }) })
  const [known, unknown] = [await coupon({ effect: cash(1) }), await coupon({ effect: cash(1) })]
  const proposals = [
    { ...of(2_800), code: known },
    { ...of(null), code: unknown },
  ]
  const reply = await look([known, unknown], { proposals })
  expect(reply.worst.couponFen).toBe(2_800)
  expect(reply.unknown.map(({ code }) => code)).toEqual([unknown])
})

test('of rules that share a group only the best one counts; all others add up', () => {
  const multiplier = (percent: number, group: string | null) => ({
    trigger: 'PURCHASE' as const,
    reward: { kind: 'MULTIPLIER' as const, percent },
    stacking: group ? { group, choose: 'BEST' as const, priority: 0 } : null,
  })
  const rate = { kind: 'RATE' as const, points: 1, fen: 100, growth: { points: 1, fen: 100 } }
  const rules = [
    { trigger: 'PURCHASE' as const, reward: rate, stacking: null },
    multiplier(200, 'days'),
    multiplier(300, 'days'),
    multiplier(150, null),
    { ...multiplier(900, null), trigger: 'ENROLMENT' as never },
  ]
  expect(earningsOf(rules)).toEqual({ rate: { points: 1, fen: 100 }, percent: 350, fixed: 0 })
})
