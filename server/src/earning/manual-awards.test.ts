import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { fixed, rule, times } from '../../../test/earning-builders.js'
import { requestId, shipped } from '../../../test/rule-builders.js'
import { openWorld, type TestMember, type TestOperator, type World } from '../../../test/world.js'
import { DAY, refusalOf } from '../../../test/world-basics.js'
import type { Input } from '../http.js'
import { RuleDrafts } from './rule-drafts.service.js'

// 小夏 of the service desk makes up for a long wait by a rule that marketing has made for it.
type Body = Input<'POST /console/members/:memberNo/awards'>['body']

let world: World
let xia: TestOperator
let ana: TestMember
beforeAll(async () => {
  world = await openWorld()
})
afterAll(async () => {
  expect(await world.books()).toEqual({})
  await world.close()
})
beforeEach(async () => {
  xia = await world.operator('SUPPORT')
  ana = await world.member({ nickname: '安娜' })
})

let rules = 0
/** A rule for giving by hand; each test has its own. */
async function live(reward: Parameters<typeof rule>[0], changes: Parameters<typeof rule>[1] = {}): Promise<string> {
  const code = `m${++rules}`
  const definition = rule(reward, { trigger: 'MANUAL', ...changes })
  await world.get(RuleDrafts).ship({ code, definition, effectiveAt: world.clock.now(), by: 'test' })
  return code
}
const bodyOf = (ruleCode: string, more: Partial<Body> = {}): Body => ({
  requestId: requestId(),
  ruleCode,
  note: '上菜慢，向您致歉',
  ...more,
})
const send = (body: Body, by = xia, to = ana) =>
  by.call('POST /console/members/:memberNo/awards', { params: { memberNo: to.memberNo }, body })
const give = (ruleCode: string, by = xia, to = ana) => send(bodyOf(ruleCode), by, to)
const offers = (by = xia) => by.call('GET /console/members/:memberNo/awards', { params: { memberNo: ana.memberNo } })
const offer = async (code: string, by = xia) => (await offers(by)).items.find(item => item.code === code)
const points = async (of = ana) => (await of.call('GET /member/card')).balances.available
const usedToday = async (by = xia) => (await by.call('GET /console/adjustments', {})).usedToday

test('with no rule in force there is none to choose, and what an operator may give alone is said', async () => {
  expect(await offers()).toEqual({ items: [], freePoints: 500, leftToday: 2000 })
})

describe('an apology', () => {
  test('is given as the rule says, and the member reads what for', async () => {
    await world
      .get(RuleDrafts)
      .ship({ code: 'apology', definition: shipped('apology'), effectiveAt: world.clock.now(), by: 'test' })
    expect(await offer('apology')).toMatchObject({
      name: { zh: '致歉补偿' },
      sentence: { zh: expect.stringContaining('50 分') },
      points: 50,
      withheld: null,
      verdict: 'YES',
    })
    const given = await give('apology')
    expect(given).toMatchObject({ points: 50, sentence: { zh: '致歉补偿 50 分：上菜慢，向您致歉' } })
    expect(await points()).toBe(50)
    const [entry] = (await ana.call('GET /member/entries')).items
    expect(entry).toMatchObject({ entryNo: given.entryNo, type: 'EARN', points: 50, growth: 0 })
    const detail = await ana.call('GET /member/entries/:entryNo', { params: { entryNo: given.entryNo } })
    expect(detail.steps.at(-1)).toEqual({ label: { zh: '说明', en: 'Note' }, value: '上菜慢，向您致歉' })
    const admin = await world.operator('ADMIN')
    const { items } = await admin.call('GET /console/audit', { query: { limit: 20 } })
    expect(items.find(({ action }) => action === 'AWARD_GIVEN')).toMatchObject({
      target: ana.memberNo,
      detail: '+50 apology 上菜慢，向您致歉',
      who: `王小明 · ${xia.username}`,
    })
    const [row] = await world.db.query<{ operator_id: number }>('SELECT operator_id FROM journal WHERE biz_type = 3')
    expect(row!.operator_id).toBe(xia.id)
  })

  test('is given once a month: a second one is refused with the reason to be read beforehand, the next month is new', async () => {
    await give('apology')
    expect(await offer('apology')).toMatchObject({ points: 0, verdict: 'NOTHING' })
    expect((await offer('apology'))!.withheld!.zh).toContain('每人每月最多 50 分')
    expect(await refusalOf(give('apology'))).toBe('award.nothing')
    expect(await points()).toBe(50)
    world.clock.advance(31 * DAY)
    xia = await world.operator('SUPPORT')
    expect(await give('apology')).toMatchObject({ points: 50 })
    world.clock.advance(-31 * DAY)
  })
})

describe('the same request', () => {
  test('pressed twenty times at once is one award with one answer, and takes the day once', async () => {
    const body = bodyOf(await live(fixed(30)))
    const all = await Promise.all(Array.from({ length: 20 }, () => send(body)))
    expect(new Set(all.map(answer => JSON.stringify(answer))).size).toBe(1)
    expect([await points(), await usedToday()]).toEqual([30, 30])
  })

  test('is answered also when the rule is over, and refused with another member, rule or note', async () => {
    const [one, other] = [await live(fixed(30)), await live(fixed(31))]
    const body = bodyOf(one)
    const first = await send(body)
    expect(await refusalOf(send({ ...body, ruleCode: other }))).toBe('ledger.key_reused')
    expect(await refusalOf(send({ ...body, note: '另外一件事' }))).toBe('ledger.key_reused')
    expect(await refusalOf(send(body, xia, await world.member()))).toBe('ledger.key_reused')
    const over = rule(fixed(30), { trigger: 'MANUAL', until: world.clock.now().toISOString() })
    await world.get(RuleDrafts).replace({ code: one, definition: over, effectiveAt: world.clock.now(), by: 'test' })
    expect(await refusalOf(give(one))).toBe('award.rule_not_live')
    expect(await offer(one)).toBeUndefined()
    expect(await send(body)).toEqual(first)
    expect(await points()).toBe(30)
  })

  test('of another operator is another request', async () => {
    const body = bodyOf(await live(fixed(30)))
    await send(body)
    await send(body, await world.operator('SUPPORT'))
    expect(await points()).toBe(60)
  })
})

describe('limits', () => {
  test('twenty requests for what is capped once: one is given, nineteen are told that there is nothing', async () => {
    const code = await live(fixed(50), { caps: [{ per: 'MONTH', of: 'MEMBER', points: 50 }] })
    const all = await Promise.all(
      Array.from({ length: 20 }, () =>
        give(code).then(
          () => 'given',
          error => error.body.code,
        ),
      ),
    )
    expect(all.filter(one => one === 'given')).toHaveLength(1)
    expect(all.filter(one => one === 'award.nothing')).toHaveLength(19)
    expect([await points(), await usedToday()]).toEqual([50, 50])
  })

  test('a budget is given to the last point and not passed by many members at once', async () => {
    const code = await live(fixed(30), { budget: { points: 100, fen: null } })
    const people = await Promise.all(Array.from({ length: 6 }, () => world.member()))
    const all = await Promise.all(people.map(member => give(code, xia, member).catch(() => ({ points: 0 }))))
    expect(all.map(one => one.points).sort((a, b) => b - a)).toEqual([30, 30, 30, 10, 0, 0])
  })

  test('500 points may be given alone, 501 are refused, and nothing is given or counted', async () => {
    const [most, more] = [await live(fixed(500)), await live(fixed(501))]
    expect([(await offer(most))!.verdict, (await offer(more))!.verdict]).toEqual(['YES', 'TOO_MANY'])
    const body = bodyOf(more)
    expect(await refusalOf(send(body))).toBe('award.needs_adjustment')
    expect([await points(), await usedToday()]).toEqual([0, 0])
    expect(await give(most)).toMatchObject({ points: 500 })
    // The request was refused, not used up: within a larger limit it goes through.
    const admin = await world.operator('ADMIN')
    const limits = { freePoints: 501, dailyPoints: 2000, validMonths: 24 }
    await admin.call('PUT /console/adjustment-limits', { body: limits })
    expect(await send(body)).toMatchObject({ points: 501 })
    await admin.call('PUT /console/adjustment-limits', { body: { ...limits, freePoints: 500 } })
  })

  test('of the 2,000 points of a day corrections and awards take together, and no more at once than there are', async () => {
    const code = await live(fixed(400))
    const body = { requestId: requestId(), memberNo: ana.memberNo, points: 400, reason: '漏记账单补发' }
    await xia.call('POST /console/adjustments', { body })
    const all = await Promise.allSettled(Array.from({ length: 8 }, () => give(code)))
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(4)
    expect([await points(), await usedToday(), (await offers()).leftToday]).toEqual([2000, 2000, 0])
    expect(await offer(code)).toMatchObject({ points: 400, verdict: 'TOO_MANY' })
    expect(await refusalOf(give(code))).toBe('award.needs_adjustment')
  })

  test('only the chosen rule gives, not the others for the same occasion', async () => {
    const [one] = [await live(fixed(5)), await live(fixed(6))]
    expect(await give(one)).toMatchObject({ points: 5 })
    expect(await points()).toBe(5)
  })
})

test.each([
  ['a rule nobody has', () => 'no-such-rule', 'award.rule_not_live'],
  ['the base rate', () => 'purchase', 'award.rule_not_live'],
  ['a rule whose conditions the member does not meet', () => live(fixed(9), { when: TAGGED }), 'award.nothing'],
  ['a rule that multiplies a bill there is not', () => live(times(200)), 'award.nothing'],
])('%s gives nothing', async (_, code, refusal) => {
  expect(await refusalOf(give(await code()))).toBe(refusal)
  expect(await points()).toBe(0)
})
const TAGGED = [{ field: 'tag' as const, operator: 'in' as const, value: ['VIP'] }]

test('whoever may not ask for corrections may not give either, and nobody gives to a member there is not', async () => {
  const code = await live(fixed(5))
  for (const role of ['MARKETER', 'RISK', 'AUDITOR'] as const) {
    const by = await world.operator(role)
    expect(await refusalOf(give(code, by))).toBe('access.denied')
    expect(await refusalOf(offers(by))).toBe('access.denied')
  }
  expect(await refusalOf(give(code, xia, { ...ana, memberNo: '999' }))).toBe('record.not_found')
  expect(await refusalOf(send(bodyOf(code, { note: '抱歉 ' })))).toBe('input.invalid')
})

test('a manager of one store gives in the name of the store, whose caps count there', async () => {
  const store = await world.store()
  const code = await live(fixed(20), { caps: [{ per: 'DAY', of: 'STORE', points: 30 }] })
  const zhou = await world.operator('STORE_MANAGER', store)
  expect((await give(code, zhou)).points).toBe(20)
  expect((await give(code, zhou, await world.member())).points).toBe(10)
  expect((await give(code, await world.operator('STORE_MANAGER', await world.store()))).points).toBe(20)
})
