import type { RuleDefinition } from '@huitou/shared/rules'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { orderOf, runBacktest } from '../../../test/backtest-builders.js'
import { fixed, rule, times } from '../../../test/earning-builders.js'
import { openWorld, type TestOperator, type World } from '../../../test/world.js'
import { DAY, MINUTE } from '../../../test/world-basics.js'
import { RuleDrafts } from '../earning/rule-drafts.service.js'
import { TEMPLATES } from '../earning/templates.rules.js'
import { CHANNEL } from '../purchases/bills.service.js'
import { Refunds } from '../purchases/refunds.service.js'

let world: World
let marketer: TestOperator
let stores: number[]
/** The same sequence in every run. */
let seed = 7
const random = (below: number) => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
  return Math.floor((seed / 2_147_483_648) * below)
}

beforeAll(async () => {
  world = await openWorld()
  stores = [await world.store({ name: '静安店' }), await world.store({ name: '徐汇店', dayCutOff: '00:00' })]
})
// The clock moves by days here, and a session does not last that long.
beforeEach(async () => {
  marketer = await world.operator('MARKETER')
})
afterAll(async () => {
  expect(await world.books()).toEqual({})
  await world.close()
})

const shipped = (code: string): RuleDefinition => TEMPLATES.find(template => template.code === code)!.definition
const publish = (code: string, definition: RuleDefinition) =>
  world.get(RuleDrafts).ship({ code, definition, effectiveAt: world.clock.now(), by: 'test' })
const run = (changes: Parameters<typeof orderOf>[1] = {}, by = marketer) => runBacktest(world, by, changes)

/** A month of guests who come, come back, and fill caps and budgets; some bills have dishes, some are refunded. */
async function aMonth(people: number[], bills: number): Promise<void> {
  const dishes = [
    { name: '酸梅汤', category: 'DRINK', quantity: 1, amountFen: 1_800 },
    { name: '牛肉', category: 'HOT', quantity: 2, amountFen: 6_800 },
    { name: '啤酒', category: 'ALCOHOL', quantity: 1, amountFen: 1_200 },
  ]
  for (let sent = 0; sent < bills; sent += 20) {
    world.clock.advance((30 * DAY) / (bills / 20))
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        const items = dishes.filter(() => random(2) === 0)
        const bill = await world.bill({
          memberId: people[random(people.length)]!,
          storeId: stores[random(2)]!,
          paidFen: 500 + random(30_000),
          tableSize: random(3) === 0 ? 4 : null,
          channel: random(2) === 0 ? CHANNEL.STAFF : CHANNEL.POS,
          paidAt: new Date(world.clock.now().getTime() - random(20 * 60) * MINUTE),
          ...(items.length > 0 ? { items } : {}),
        })
        if (random(10) > 0) return
        const { store_id: storeId, bill_no: billNo, paid_fen: amountFen } = bill.row
        const body = {
          refundNo: `F${billNo}`.slice(0, 60),
          amountFen: Math.ceil(amountFen / 2),
          reason: 'OTHER' as const,
        }
        await world.get(Refunds).refund({ storeId, who: 'test', staffId: null }, billNo, body as never)
      }),
    )
  }
}

describe('a month under all kinds of rules', () => {
  let people: number[]

  beforeAll(async () => {
    people = await world.crowd(25)
    await publish('categories', shipped('categories'))
    await publish('first-order', shipped('first-order'))
    await publish('repeat-30', shipped('repeat-30'))
    await publish('weekend', shipped('weekday-for-weekend'))
    await publish('tier-silver', shipped('tier-silver'))
    await publish(
      'daily',
      rule(fixed(40), {
        caps: [
          { per: 'DAY', of: 'STORE', points: 200 },
          { per: 'WEEK', of: 'MEMBER', points: 60 },
        ],
      }),
    )
    await publish(
      'spent',
      rule(times(150), { budget: { points: 4_000, fen: null }, caps: [{ per: 'BILL', of: 'MEMBER', points: 90 }] }),
    )
    await aMonth(people, 160)
    // The first half of the counters belongs to the time before the test.
    await aMonth(people, 160)
  }, 120_000)

  test('the live rules reproduce the ledger to the point, caps, budgets and returns included', async () => {
    const report = await run()
    expect(report.different).toBe(0)
    const [ledger] = await world.db.query<{ points: number; n: number }>(
      'SELECT SUM(points) AS points, COUNT(*) AS n FROM purchase WHERE paid_at >= ? AND journal_id IS NOT NULL',
      [new Date(world.clock.now().getTime() - 31 * DAY)],
    )
    expect(report.total).toMatchObject({
      purchases: ledger!.n,
      pointsLive: ledger!.points,
      pointsProposed: ledger!.points,
      better: 0,
      worse: 0,
    })
    expect(report.changed).toEqual([])
  })

  test('and that was no empty month: every rule has paid, and caps and the budget have cut', async () => {
    const paid = await world.db.query<{ rule_code: string }>(
      'SELECT DISTINCT rule_code FROM rule_award ORDER BY rule_code',
    )
    expect(paid.map(({ rule_code }) => rule_code)).toEqual([
      'categories',
      'daily',
      'first-order',
      'repeat-30',
      'spent',
      'tier-silver',
      'weekend',
    ])
    const cut = (sql: string) =>
      world.db.query<{ n: number }>(
        `SELECT COUNT(*) AS n FROM journal WHERE explanation LIKE '%"cut":{"per":"${sql}"%'`,
      )
    for (const per of ['DAY', 'WEEK', 'BILL', 'BUDGET']) expect([per, (await cut(per))[0]!.n > 0]).toEqual([per, true])
  })

  test('groups add up to the whole', async () => {
    const report = await run({ proposals: [{ code: 'extra', definition: rule(times(200)) }] })
    for (const groups of [report.stores, report.months, report.tiers]) {
      expect(groups.reduce((sum, group) => sum + group.pointsLive, 0)).toBe(report.total.pointsLive)
      expect(groups.reduce((sum, group) => sum + group.pointsProposed, 0)).toBe(report.total.pointsProposed)
      expect(groups.reduce((sum, group) => sum + group.purchases, 0)).toBe(report.total.purchases)
    }
    expect(report.stores.map(({ name }) => name)).toEqual(['静安店', '徐汇店'])
    expect(report.total.costFenProposed).toBe(report.total.pointsProposed)
  })

  test('a draft says who is better off, and shows the largest changes with their reasons', async () => {
    const report = await run({
      proposals: [{ code: 'feast', definition: rule(times(300), { name: { zh: '三倍', en: 'Triple' } }) }],
    })
    expect(report.different).toBe(0)
    expect(report.total.better).toBe(report.total.members)
    expect(report.total.worse).toBe(0)
    expect(report.changed).toHaveLength(20)
    const sizes = report.changed.map(({ live, proposed }) => proposed - live)
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a))
    const [largest] = report.changed
    expect(largest!.explained.parts.map(({ rule: name }) => name.zh)).toContain('三倍')
    expect(largest!.explained.parts.reduce((sum, part) => sum + part.points, 0)).toBe(largest!.proposed)
    expect(largest!.memberNo).toMatch(/^\d+$/)
  })

  test('a rule that is left out makes people worse off', async () => {
    const report = await run({ proposals: [{ code: 'daily', definition: null }] })
    expect(report.total.pointsProposed).toBeLessThan(report.total.pointsLive)
    expect(report.total.worse).toBeGreaterThan(0)
    expect(report.total.better).toBe(0)
  })

  test('a draft with a budget gives no more than that over the whole time', async () => {
    const report = await run({
      proposals: [{ code: 'capped', definition: rule(fixed(30), { budget: { points: 1_000, fen: null } }) }],
    })
    expect(report.total.pointsProposed - report.total.pointsLive).toBe(1_000)
  })

  test('whoever is bound to a store sees that one', async () => {
    const manager = await world.operator('STORE_MANAGER', stores[0]!)
    const report = await run({}, manager)
    expect(report.stores.map(({ name }) => name)).toEqual(['静安店'])
    expect(report.different).toBe(0)
  })

  test('a window in the middle of it is exact as well', async () => {
    const at = (days: number) => new Date(world.clock.now().getTime() - days * DAY).toISOString()
    expect((await run({ from: at(20), to: at(13) })).different).toBe(0)
    expect((await run({ from: at(50), to: at(35) })).different).toBe(0)
  })
})

test('a café year of 3,547 sales is replayed well within ten seconds, to the point', async () => {
  const people = await world.crowd(300)
  const cafe = await world.store({ name: '咖啡馆' })
  const begin = world.clock.now().getTime()
  for (let sent = 0; sent < 3_547; sent += 200) {
    world.clock.advance((365 * DAY) / 18)
    const sales = Array.from({ length: Math.min(200, 3_547 - sent) }, () =>
      world.bill({
        storeId: cafe,
        memberId: people[random(people.length)]!,
        paidFen: 1_500 + random(5_000),
        channel: CHANNEL.IMPORT,
        paidAt: new Date(world.clock.now().getTime() - random(20 * 24 * 60) * MINUTE),
      }),
    )
    await Promise.all(sales)
  }
  const draft = {
    code: 'afternoon',
    definition: rule(times(200), { imported: true, caps: [{ per: 'MONTH', of: 'MEMBER', points: 100 }] }),
  }
  marketer = await world.operator('MARKETER')
  const report = await run({ from: new Date(begin - 30 * DAY).toISOString(), proposals: [draft] })
  expect(report.total.purchases).toBeGreaterThanOrEqual(3_547)
  expect(report.different).toBe(0)
  expect(report.total.better).toBeGreaterThan(200)
  expect(report.months.length).toBeGreaterThanOrEqual(12)
  expect(report.milliseconds).toBeLessThan(10_000)
}, 180_000)
