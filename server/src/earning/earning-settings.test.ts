import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { runBacktest } from '../../../test/backtest-builders.js'
import { fixed, rule } from '../../../test/earning-builders.js'
import { requestId, shipped } from '../../../test/rule-builders.js'
import { openWorld, type TestOperator, type World } from '../../../test/world.js'
import { refusalOf, SECOND } from '../../../test/world-basics.js'
import type { Input } from '../http.js'
import { EarningSettings1763770450000 } from '../migrations/20261122-earning-settings.js'
import { Refunds } from '../purchases/refunds.service.js'
import { RuleDrafts } from './rule-drafts.service.js'

type Body = Input<'POST /console/earning-settings/versions'>['body']

let world: World
let wu: TestOperator
let lin: TestOperator
let storeId: number
beforeAll(async () => {
  world = await openWorld()
  wu = await world.operator('FINANCE')
  lin = await world.operator('MARKETER')
  storeId = await world.someStore()
})
afterAll(async () => {
  expect(await world.books()).toEqual({})
  await world.close()
})
// A version holds from its moment on, so what is told apart by it happens before or after.
beforeEach(() => world.clock.advance(SECOND))

const seen = async (by = lin) => (await by.call('GET /console/earning-settings')).versions
const newest = async () => (await seen())[0]!
const bodyOf = async (changes: Partial<Body> = {}): Promise<Body> => {
  const { version, cost, generousPercent } = await newest()
  return { requestId: requestId(), version, cost, generousPercent, reason: '按供应商结算价', ...changes }
}
const publish = async (changes: Partial<Body> = {}, by = wu) =>
  by.call('POST /console/earning-settings/versions', { body: await bodyOf(changes) })
const costs = (fen: number, points = 100) => publish({ cost: { fen, points } })
const ship = (code: string, definition: ReturnType<typeof rule>) =>
  world.get(RuleDrafts).ship({ code, definition, effectiveAt: world.clock.now(), by: 'test' })
const end = (code: string, definition: ReturnType<typeof rule>) =>
  world.get(RuleDrafts).replace({
    code,
    definition: { ...definition, until: world.clock.now().toISOString() },
    effectiveAt: world.clock.now(),
    by: 'test',
  })
const givenBy = async (code: string) => {
  const sql = 'SELECT COALESCE(SUM(points), 0) AS points FROM rule_award WHERE rule_code = ?'
  return (await world.db.query<{ points: number }>(sql, [code]))[0]!.points
}
const tally = async (name: string) =>
  (await world.db.query<{ amount: number }>('SELECT amount FROM tally WHERE name = ?', [name]))[0]?.amount

test('budgets that were counted in points before go on in money, at a fen each', async () => {
  const statements: string[] = []
  await new EarningSettings1763770450000().up({ query: async (sql: string) => statements.push(sql) } as never)
  await world.db.query("INSERT INTO tally (name, amount) VALUES ('rule:old:a:t', 40), ('rule:old:m16:t', 9)")
  await world.db.query(statements.at(-1)!)
  expect(await tally('rule:old:a:f')).toBe(40_000)
  expect(await tally('rule:old:m16:f')).toBeUndefined()
})

describe('the cost of a point', () => {
  test('is a fen at first; finance changes it, marketing sees who did and why, and the log has it', async () => {
    expect(await newest()).toMatchObject({ version: 1, cost: { fen: 100, points: 100 }, generousPercent: 20 })
    await publish({ cost: { fen: 150, points: 100 }, generousPercent: 25 })
    const [now, before] = await seen()
    expect(now).toMatchObject({ version: 2, cost: { fen: 150, points: 100 }, generousPercent: 25 })
    expect(now).toMatchObject({ reason: '按供应商结算价', publishedBy: `王小明 · ${wu.username}` })
    expect(before).toMatchObject({ version: 1, generousPercent: 20 })
    const admin = await world.operator('ADMIN')
    const { items } = await admin.call('GET /console/audit', { query: { limit: 5 } })
    expect(items.find(({ action }) => action === 'EARNING_SETTINGS_CHANGED')).toMatchObject({
      target: 'v2',
      detail: '100 分 = ¥1.00，20% → 100 分 = ¥1.50，25% 按供应商结算价',
    })
  })

  test('is no business of the service desk, and marketing may not change it', async () => {
    expect(await refusalOf(publish({}, lin))).toBe('access.denied')
    expect(await refusalOf(seen(await world.operator('SUPPORT')))).toBe('access.denied')
  })

  test.each([
    ['less than a tenth of a fen', { cost: { fen: 9, points: 100 } }, 'settings.cost_invalid'],
    ['more than a yuan', { cost: { fen: 10_001, points: 100 } }, 'settings.cost_invalid'],
    ['nothing', { cost: { fen: 0, points: 100 } }, 'input.invalid'],
    ['half a fen too much', { cost: { fen: 100.5, points: 1 } }, 'input.invalid'],
    ['too generous at nothing', { generousPercent: 0 }, 'input.invalid'],
    ['too generous above all of the bill', { generousPercent: 101 }, 'input.invalid'],
    ['changed without a reason', { reason: ' ' }, 'input.invalid'],
  ])('that is %s is refused', async (_, wrong, code) => {
    expect(await refusalOf(publish(wrong))).toBe(code)
  })

  test.each([
    [10, 1],
    [10_000, 100],
  ])('of %p fen for 100 points with a limit of %p percent is taken: both ends count', async (fen, generousPercent) => {
    await publish({ cost: { fen, points: 100 }, generousPercent })
    expect(await newest()).toMatchObject({ cost: { fen, points: 100 }, generousPercent })
  })

  test('sent twice is changed once; under another body it is refused, and so is a change on top of an older one', async () => {
    const body = await bodyOf({ cost: { fen: 100, points: 100 }, generousPercent: 20 })
    const send = (changes: Partial<Body> = {}) =>
      wu.call('POST /console/earning-settings/versions', { body: { ...body, ...changes } })
    const all = await Promise.all(Array.from({ length: 20 }, () => send()))
    expect(new Set(all.map(({ versions }) => versions[0]!.version))).toEqual(new Set([body.version + 1]))
    expect(await refusalOf(send({ generousPercent: 21 }))).toBe('ledger.key_reused')
    expect(await refusalOf(send({ requestId: requestId() }))).toBe('settings.changed')
    expect(await seen()).toHaveLength(body.version + 1)
  })
})

describe('what a point costs is reckoned', () => {
  beforeEach(() => publish({ cost: { fen: 100, points: 100 }, generousPercent: 20 }))

  test('in the simulator and in the check of a rule', async () => {
    const of = {
      trigger: 'PURCHASE' as const,
      memberNo: null,
      storeId: String(storeId),
      at: world.clock.now().toISOString(),
      paidFen: 10_000,
      items: [],
      tier: null,
      tags: [],
      visit: null,
      daysSinceLastVisit: null,
      birthday: null,
      tableSize: null,
    }
    const cost = async () =>
      (await lin.call('POST /console/simulations', { body: { case: of, proposals: [] } })).live.costFen
    const generous = async () => {
      const { lint } = await lin.call('POST /console/rules/checks', { body: { definition: rule(fixed(1_900)) } })
      return lint.filter(({ kind }) => kind === 'TOO_GENEROUS').map(({ says }) => says.zh)
    }
    // ¥100 earns 100 and 1,900 more: 20 percent of it at a fen each.
    expect([await cost(), await generous()]).toEqual([100, []])
    world.clock.advance(SECOND)
    await costs(101)
    // The case is of a minute ago, and costs what it cost then; the check is of now.
    expect([await cost(), await generous()]).toEqual([100, ['一单 ¥100 最多得 2,000 分，成本约占 20.2%，高于 20%']])
    of.at = world.clock.now().toISOString()
    expect(await cost()).toBe(101)
    await publish({ generousPercent: 21 })
    expect(await generous()).toEqual([])
  })

  test('in a refund that asks for cash, at what it costs then; one that was made stays as it is', async () => {
    const cash = { ...shipped('refund'), reward: { kind: 'TAKE_BACK', shortfall: 'CASH' } as const }
    const drafts = world.get(RuleDrafts)
    await drafts.replace({ code: 'refund', definition: cash, effectiveAt: world.clock.now(), by: 'test' })
    const [ana] = await world.crowd(1)
    const { row } = await world.bill({ memberId: ana!, paidFen: 10_000 })
    await world.lane.post({
      kind: 'SPEND',
      key: 'all-of-it',
      body: '100',
      memberId: ana!,
      brandId: 1,
      storeId,
      operatorId: null,
      biz: { type: 0, id: '0' },
      occurredAt: world.clock.now(),
      explanation: { kind: 'SPEND', what: { zh: '兑换', en: 'a reward' }, points: 100 },
      points: 100,
    })
    const refund = (refundNo: string) =>
      world.get(Refunds).refund({ storeId, who: 'test', staffId: null }, row.bill_no, {
        refundNo,
        amountFen: 3_000,
        reason: 'OTHER' as never,
      })
    const first = await refund('CASH-1')
    expect(first).toMatchObject({ pointsTaken: 0, cashFen: 30 })
    world.clock.advance(SECOND)
    await costs(250)
    expect(await refund('CASH-2')).toMatchObject({ cashFen: 75 })
    expect(await refund('CASH-1')).toEqual(first)
    await drafts.replace({ code: 'refund', definition: shipped('refund'), effectiveAt: world.clock.now(), by: 'test' })
  })

  test('in budgets of money: what was given stays as counted, and the rest goes by the new cost, to the last point', async () => {
    const paid = rule(fixed(10), { budget: { points: null, fen: 100 } })
    await ship('paid', paid)
    const people = await world.crowd(64)
    for (const memberId of people.slice(0, 5)) await world.bill({ memberId, paidFen: 100 })
    expect([await givenBy('paid'), await tally('rule:paid:a:f')]).toEqual([50, 50_000])
    world.clock.advance(SECOND)
    await costs(200)
    // The other 50 fen pay for 25 points, however many bills reach for them at once.
    await Promise.all(people.map(memberId => world.bill({ memberId, paidFen: 100 })))
    expect(await givenBy('paid')).toBe(75)
    expect([await tally('rule:paid:a:t'), await tally('rule:paid:a:f')]).toEqual([75, 100_000])
    const seenRule = await lin.call('GET /console/rules/:code', { params: { code: 'paid' } })
    expect(seenRule.spent).toEqual({ points: 75, fen: 100 })
    // A bill of before the change, told now, is reckoned at the cost of its time: there is nothing left either way.
    const late = await world.bill({ memberId: people[6]!, paidFen: 100, paidAt: new Date(+world.clock.now() - SECOND) })
    expect(late.row.points).toBe(1)
    world.clock.advance(SECOND)
    const report = await runBacktest(world, lin)
    expect(report.different).toBe(0)
    expect(report.total).toMatchObject({ pointsLive: report.total.pointsProposed })
    expect(report.total.costFenLive).toBe(report.total.pointsLive * 2)
    await end('paid', paid)
  })
})
