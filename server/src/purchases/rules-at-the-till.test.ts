import type { RuleDefinition } from '@huitou/shared/rules'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { openWorld, type World } from '../../../test/world.js'
import { DAY, MINUTE, refusalOf, SECOND } from '../../../test/world-basics.js'
import { RuleDrafts } from '../earning/rule-drafts.service.js'
import { BASE_RATE, TEMPLATES } from '../earning/templates.rules.js'
import { Statements } from '../statements/statements.service.js'

let world: World
let storeId: number

beforeAll(async () => {
  world = await openWorld()
})
afterAll(async () => {
  expect(await world.books()).toEqual({})
  await world.close()
})
beforeEach(async () => {
  storeId = await world.store()
})

/** A rule of the shipped kind that only counts in the store of one test. */
function here(definition: RuleDefinition): RuleDefinition {
  const inStore = { field: 'store' as const, operator: 'in' as const, value: [String(storeId)] }
  return { ...definition, when: { combinator: 'and', rules: [inStore, definition.when] } }
}
const shipped = (code: string): RuleDefinition => TEMPLATES.find(template => template.code === code)!.definition
let rules = 0
async function publish(definition: RuleDefinition, code = `t${++rules}`): Promise<string> {
  await world.get(RuleDrafts).ship({ code, definition: here(definition), effectiveAt: new Date(0), by: 'test' })
  return code
}
const crowd = async (): Promise<number> => (await world.crowd(1))[0]!
const pay = (memberId: number, paidFen: number, more: object = {}) =>
  world.bill({ storeId, memberId, paidFen, ...more })
const many = <T>(count: number, one: (at: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, at) => one(at)))
const pointsOf = async (code: string): Promise<number> => {
  const sql = 'SELECT COALESCE(SUM(points), 0) AS points FROM rule_award WHERE rule_code = ?'
  return (await world.db.query<{ points: number }>(sql, [code]))[0]!.points
}

describe('limits hold under sixty-four tills at once', () => {
  test('a budget in points is given to the last point and never passed', async () => {
    const bonus = { ...shipped('first-order'), caps: [], budget: { points: 1000, fen: null } }
    const code = await publish({ ...bonus, reward: { kind: 'FIXED', points: 30 }, when: BASE_RATE.when })
    const people = await world.crowd(64)
    const bills = await many(64, at => pay(people[at]!, 100))
    expect(await pointsOf(code)).toBe(1000)
    expect(bills.map(bill => bill.row.points).reduce((sum, points) => sum + points, 0)).toBe(1000 + 64)
  })

  test('a budget in money ends where its points would cost more', async () => {
    const bonus = { ...shipped('first-order'), caps: [], budget: { points: null, fen: 100 } }
    const code = await publish({ ...bonus, when: BASE_RATE.when })
    const people = await world.crowd(64)
    await many(64, at => pay(people[at]!, 100))
    expect(await pointsOf(code)).toBe(100)
  })

  test('what one member gets in a day stays within the cap', async () => {
    const cap = { per: 'DAY', of: 'MEMBER', points: 200 } as const
    const code = await publish({ ...shipped('member-day'), when: BASE_RATE.when, caps: [cap] })
    const ana = await crowd()
    await many(64, () => pay(ana, 1_000))
    expect(await pointsOf(code)).toBe(200)
    world.clock.advance(DAY)
    await pay(ana, 5_000)
    expect(await pointsOf(code)).toBe(250)
  })

  test('a store has a cap of its own, over all its guests', async () => {
    const cap = { per: 'DAY', of: 'STORE', points: 77 } as const
    const code = await publish({ ...shipped('member-day'), when: BASE_RATE.when, caps: [cap] })
    const people = await world.crowd(64)
    await many(64, at => pay(people[at]!, 500))
    expect(await pointsOf(code)).toBe(77)
  })

  test('the first bill is rewarded once, although sixty-four are the first', async () => {
    const code = await publish({ ...shipped('first-order'), caps: [] })
    const ana = await crowd()
    const bills = await many(64, () => pay(ana, 1_000))
    expect(await pointsOf(code)).toBe(50)
    expect(bills.filter(bill => bill.row.points === 60)).toHaveLength(1)
  })
})

describe('what a bill earns', () => {
  test('dishes count by their category, and the parts add up to the entry', async () => {
    await publish(shipped('categories'))
    const ana = await crowd()
    const items = [
      { name: '酸梅汤', category: 'DRINK', quantity: 2, amountFen: 2_000 },
      { name: '黄酒', category: 'ALCOHOL', quantity: 1, amountFen: 5_000 },
      { name: '时令小炒', category: 'HOT', quantity: 1, amountFen: 4_000 },
    ]
    const { row, trace } = await pay(ana, 11_000, { items })
    expect(row.points).toBe(80)
    expect(trace!.parts.reduce((sum, part) => sum + part.points, 0)).toBe(80)
    const lines = await world.db.query(
      'SELECT name, category, amount_fen FROM purchase_line WHERE purchase_id = ? ORDER BY seq',
      [row.id],
    )
    expect(lines).toEqual(items.map(({ name, category, amountFen }) => ({ name, category, amount_fen: amountFen })))
    // The menu knows them from now on, so a till that names no category gets the same.
    const again = await pay(ana, 11_000, { items: items.map(({ category: _, ...item }) => item) })
    expect(again.row.points).toBe(80)
  })

  test('a festival begins and ends at the second', async () => {
    const from = world.clock.now().getTime() + MINUTE
    const until = from + MINUTE
    await publish({
      ...shipped('spring-festival'),
      from: new Date(from).toISOString(),
      until: new Date(until).toISOString(),
    })
    const ana = await crowd()
    const at = async (ms: number) => (await pay(ana, 1_000, { paidAt: new Date(ms) })).row.points
    expect(await at(from - 1)).toBe(10)
    expect(await at(from)).toBe(30)
    expect(await at(until - 1)).toBe(30)
    expect(await at(until)).toBe(10)
  })

  test('a version that is scheduled takes over at its moment, for bills of that moment', async () => {
    const code = await publish({ ...shipped('member-day'), when: BASE_RATE.when })
    const change = new Date(world.clock.now().getTime() + MINUTE)
    const tripled = here({
      ...shipped('member-day'),
      when: BASE_RATE.when,
      reward: { kind: 'MULTIPLIER', percent: 300 },
    })
    await world.get(RuleDrafts).replace({ code, definition: tripled, effectiveAt: change, by: 'test' })
    const ana = await crowd()
    const before = new Date(change.getTime() - SECOND)
    expect((await pay(ana, 1_000, { paidAt: before })).row.points).toBe(20)
    expect((await pay(ana, 1_000, { paidAt: change })).row.points).toBe(30)
  })

  test('thirty days after the last visit still count as coming back, thirty-one do not', async () => {
    await publish(shipped('repeat-30'))
    const [ana, bo] = [await crowd(), await crowd()]
    const first = world.clock.now()
    const later = (days: number) => new Date(first.getTime() + days * DAY)
    for (const member of [ana, bo]) expect((await pay(member, 1_000)).row.points).toBe(10)
    world.clock.set(later(31))
    expect((await pay(ana, 1_000, { paidAt: later(30) })).row.points).toBe(20)
    expect((await pay(bo, 1_000, { paidAt: later(31) })).row.points).toBe(10)
    world.clock.set(first)
  })

  test('members of a group of people get more, others read what they lack', async () => {
    const tagged: RuleDefinition = {
      ...shipped('member-day'),
      name: { zh: '朋友双倍', en: 'Friends' },
      when: { combinator: 'and', rules: [{ field: 'tag', operator: 'in', value: ['friends'] }] },
    }
    await publish(tagged)
    const [ana, bo] = [await crowd(), await crowd()]
    const sql = 'INSERT INTO member_tag (member_id, tag, added_at) VALUES (?, ?, ?)'
    await world.db.query(sql, [ana, 'friends', world.clock.now()])
    await world.db.query(sql, [ana, 'regulars', world.clock.now()])
    expect((await pay(ana, 1_000)).row.points).toBe(20)
    expect((await pay(bo, 1_000)).row.points).toBe(10)
  })

  test('what weekdays add goes to a lot of its own that waits for the weekend', async () => {
    await publish(shipped('weekday-for-weekend'))
    const [ana, bo] = [await crowd(), await crowd()]
    for (const member of [ana, ana, bo]) expect((await pay(member, 1_000)).row.points).toBe(20)
    const lots = await world.db.query<{ remaining: number; restriction_id: number }>(
      'SELECT remaining, restriction_id FROM lot WHERE account_id IN (?) ORDER BY account_id, restriction_id',
      [[ana + 1, bo + 1]],
    )
    expect(lots.map(({ remaining, restriction_id: id }) => [remaining, id > 0])).toEqual([
      [20, false],
      [20, true],
      [10, false],
      [10, true],
    ])
    expect(new Set(lots.map(lot => lot.restriction_id)).size).toBe(2)
    const rows = await world.db.query<{ definition: string }>('SELECT definition FROM lot_restriction')
    expect(rows.map(row => JSON.parse(row.definition))).toEqual([{ weekdays: [6, 7], between: null, rewards: null }])
  })

  test('the entry says what each rule gave and which nearly did', async () => {
    const over = { field: 'amount', operator: '>=', value: 8_000 } as const
    const double = { ...shipped('member-day'), name: { zh: '双倍积分日', en: 'Double day' } }
    await publish({ ...double, when: { combinator: 'and', rules: [over] } })
    const ana = await world.member()
    const { row } = await pay(ana.id, 7_600)
    const { items } = await ana.call('GET /member/entries')
    const detail = await ana.call('GET /member/entries/:entryNo', { params: { entryNo: items[0]!.entryNo } })
    expect(detail.parts.map(part => part.points)).toEqual([row.points])
    const missed = detail.notPaid.find(({ rule }) => rule.zh === '双倍积分日')
    expect(missed).toMatchObject({ why: 'MISSED' })
    expect(missed!.sentence.zh).toMatch(/¥80.*¥76/)
  })
})

describe('quotes', () => {
  test('show a scanned member what the bill would earn, and write nothing', async () => {
    await publish(shipped('first-order'))
    const ana = await world.member()
    const waiter = await world.staff(storeId)
    const { codes } = await ana.call('POST /member/codes')
    const scan = await waiter.call('POST /staff/scans', { body: { code: codes[0]!.qr } })
    const scanId = scan.kind === 'MEMBER' ? scan.scanId : ''
    const items = JSON.stringify([{ name: '没卖过的菜', quantity: 1, amountFen: 1_000 }])
    const quote = await waiter.call('GET /staff/quote', { query: { paidFen: 1_000, scanId, items } })
    expect(quote).toMatchObject({ points: 60, parts: [{ points: 10 }, { points: 50 }] })
    expect(await waiter.call('GET /staff/quote', { query: { paidFen: 1_000 } })).toMatchObject({
      points: 10,
      notPaid: [],
    })
    expect(await world.db.query('SELECT id FROM product WHERE name = ?', ['没卖过的菜'])).toEqual([])
    const bill = await waiter.call('POST /staff/bills', { body: { billNo: 'Q-1', paidFen: 1_000, scanId } })
    expect(bill).toMatchObject({ points: 60, parts: [{ points: 10 }, { points: 50 }] })
    expect(await waiter.call('POST /staff/bills', { body: { billNo: 'Q-1', paidFen: 1_000, scanId } })).toEqual(bill)
    expect((await waiter.call('GET /staff/bills')).items[0]).toEqual(bill)
  })

  test('dishes that are no JSON are refused', async () => {
    const waiter = await world.staff(storeId)
    const asked = waiter.call('GET /staff/quote', { query: { paidFen: 100, items: '[{]' } })
    expect(await refusalOf(asked)).toBe('input.invalid')
  })
})

describe('refunds', () => {
  const refundOf = async (waiter: Awaited<ReturnType<World['staff']>>, billNo: string, amountFen: number) =>
    waiter.call('POST /staff/bills/:billNo/refunds', {
      params: { billNo },
      body: { refundNo: `R-${billNo}-${amountFen}`, amountFen, reason: '退菜' },
    })

  test('take what each rule gave, in any number of parts, and give no cap back', async () => {
    const cap = { per: 'DAY', of: 'MEMBER', points: 50 } as const
    const code = await publish({ ...shipped('member-day'), when: BASE_RATE.when, caps: [cap] })
    const ana = await crowd()
    const waiter = await world.staff(storeId)
    const { row } = await pay(ana, 10_000, { billNo: 'P-1' })
    expect(row.points).toBe(150)
    const parts = [await refundOf(waiter, 'P-1', 3_000), await refundOf(waiter, 'P-1', 7_000)]
    expect(parts.reduce((sum, { pointsTaken }) => sum + pointsTaken, 0)).toBe(150)
    expect(await pointsOf(code)).toBe(0)
    expect((await pay(ana, 10_000)).row.points).toBe(100)
  })

  test('keep cash back for points that were spent, where the rule for refunds says so', async () => {
    const refund = { ...shipped('refund'), reward: { kind: 'TAKE_BACK', shortfall: 'CASH' } as const }
    const drafts = world.get(RuleDrafts)
    await drafts.replace({ code: 'refund', definition: refund, effectiveAt: world.clock.now(), by: 'test' })
    const ana = await crowd()
    const waiter = await world.staff(storeId)
    await pay(ana, 10_000, { billNo: 'C-1' })
    await world.lane.post({
      kind: 'SPEND',
      key: 'spend-before-refund',
      body: '60',
      memberId: ana,
      brandId: 1,
      storeId,
      operatorId: null,
      biz: { type: 0, id: '0' },
      occurredAt: world.clock.now(),
      explanation: { kind: 'SPEND', what: { zh: '兑换', en: 'a reward' }, points: 60 },
      points: 60,
    })
    const answer = await refundOf(waiter, 'C-1', 10_000)
    expect(answer).toMatchObject({ pointsTaken: 40, debtAdded: 0, cashFen: 60 })
    expect(await refundOf(waiter, 'C-1', 10_000)).toEqual(answer)
    expect((await world.get(Statements).list(ana, { limit: 1 } as never)).items[0]).toMatchObject({ balanceAfter: 0 })
    await drafts.replace({ code: 'refund', definition: shipped('refund'), effectiveAt: world.clock.now(), by: 'test' })
  })
})
