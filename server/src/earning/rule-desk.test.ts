import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { requestId, rulesOf, shipped } from '../../../test/rule-builders.js'
import { openWorld, type TestOperator, type World } from '../../../test/world.js'
import { DAY, MINUTE, refusalOf } from '../../../test/world-basics.js'
import { TEMPLATES } from './templates.rules.js'

let world: World
let lin: TestOperator
let rules: ReturnType<typeof rulesOf>

beforeAll(async () => {
  world = await openWorld()
  await world.someStore()
  lin = await world.operator('MARKETER')
  rules = rulesOf(lin)
})
afterAll(() => world.close())

describe('a new programme', () => {
  test('has the base rate and the rule for refunds, and says them in a sentence', async () => {
    const { items } = await lin.call('GET /console/rules')
    expect(items.map(({ code, state, version }) => ({ code, state, version }))).toEqual([
      { code: 'purchase', state: 'LIVE', version: 2 },
      { code: 'refund', state: 'LIVE', version: 1 },
    ])
    expect(items[0]!.sentence.zh).toContain('1 分')
  })

  test('offers what the blocks choose from, and rules to begin with', async () => {
    const options = await lin.call('GET /console/rule-options')
    expect(options.tiers.map(({ code }) => code)).toEqual(['NORMAL', 'SILVER', 'GOLD', 'BLACK'])
    expect(options.categories.map(({ code }) => code)).toEqual(expect.arrayContaining(['DRINK', 'ALCOHOL', 'OTHER']))
    const { items } = await lin.call('GET /console/rule-templates')
    expect(items).toHaveLength(TEMPLATES.length)
    for (const { sentence } of items) expect(sentence.zh).not.toBe('')
  })
})

describe('from an idea to a rule', () => {
  test('lin writes a draft, ticks its examples, publishes, and the next bill earns by it', async () => {
    const made = await rules.draft(shipped('first-order'))
    expect(made).toMatchObject({ state: 'DRAFT', version: null, hasDraft: true, revision: 1 })
    expect(made.examples.length).toBeGreaterThanOrEqual(6)
    expect(await refusalOf(rules.publish(made))).toBe('rule.examples_missing')
    const ticked = await rules.tickAll(made)
    const published = await rules.publish(ticked)
    expect(published).toMatchObject({ state: 'LIVE', version: 1, hasDraft: false, draft: null })
    const [ana] = await world.crowd(1)
    expect((await world.bill({ memberId: ana!, paidFen: 1_000 })).row.points).toBe(60)
    const seen = await lin.call('GET /console/rules/:code', { params: { code: made.code } })
    expect(seen).toMatchObject({ week: { points: 50, entries: 1 }, spent: { points: 50 } })
    await lin.call('POST /console/rules/:code/pauses', {
      params: { code: made.code },
      body: { requestId: requestId(), paused: true, reason: '试完了' },
    })
  })

  test('a repeat of a request changes nothing, and another request under its id is refused', async () => {
    const id = requestId()
    const body = { requestId: id, definition: shipped('profile') }
    const first = await lin.call('POST /console/rules', { body })
    expect(await lin.call('POST /console/rules', { body })).toEqual(first)
    const other = { ...body, definition: shipped('welcome') }
    expect(await refusalOf(lin.call('POST /console/rules', { body: other }))).toBe('ledger.key_reused')
    const ticked = await rules.tickAll(first)
    const publishing = requestId()
    const published = await rules.publish(ticked, null, publishing)
    expect(await rules.publish(ticked, null, publishing)).toEqual(published)
    expect(published.versions).toHaveLength(1)
  })

  test('two people who publish at once make one version', async () => {
    const ticked = await rules.tickAll(await rules.draft(shipped('welcome')))
    const all = await Promise.allSettled([rules.publish(ticked), rules.publish(ticked), rules.publish(ticked)])
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const { versions } = await lin.call('GET /console/rules/:code', { params: { code: ticked.code } })
    expect(versions).toHaveLength(1)
  })

  test('who saves on top of an older revision is told, and loses nothing of the other', async () => {
    const made = await rules.draft(shipped('repeat-30'))
    const saved = await rules.edit(made, { ...shipped('repeat-30'), name: { zh: '三十天', en: '' } })
    expect(saved.revision).toBe(2)
    expect(await refusalOf(rules.edit(made, shipped('repeat-30')))).toBe('rule.edited_meanwhile')
    // The answer to the first save was lost: sending it again is no conflict.
    expect(await rules.edit(made, { ...shipped('repeat-30'), name: { zh: '三十天', en: '' } })).toEqual(saved)
  })

  test('a rule that contradicts itself is not published', async () => {
    const over = { field: 'amount', operator: '>=', value: 9_000 } as const
    const under = { field: 'amount', operator: '<=', value: 8_000 } as const
    const dead = { ...shipped('first-order'), when: { combinator: 'and' as const, rules: [over, under] } }
    const made = await rules.draft(dead)
    expect(made.lint).toMatchObject([{ kind: 'DEAD', grave: true }])
    expect(await refusalOf(rules.publish(await rules.tickAll(made)))).toBe('rule.lint')
  })

  test('an example ticked wrong, or one that comes out otherwise after an edit, holds the next version back', async () => {
    const over = { field: 'amount', operator: '>=', value: 8_000 } as const
    const bonus = { ...shipped('first-order'), caps: [], when: { combinator: 'and' as const, rules: [over] } }
    const published = await rules.live(bonus)
    const edge = published.examples.find(({ key }) => key === 'amount:8000')!
    expect(edge).toMatchObject({ applies: true, tick: 'RIGHT', holds: true })
    const higher = { ...bonus, when: { combinator: 'and' as const, rules: [{ ...over, value: 9_000 }] } }
    const edited = await rules.edit(published, higher)
    const broken = edited.examples.find(({ key }) => key === 'amount:8000')!
    expect(broken).toMatchObject({ holds: false, before: { applies: true, points: 50 } })
    expect(await refusalOf(rules.publish(edited))).toBe('rule.example_broken')
    const again = await rules.tickAll(edited)
    const wrong = [{ key: 'amount:9000', tick: 'WRONG' as const }]
    await lin.call('PUT /console/rules/:code/ticks', { params: { code: edited.code }, body: { ticks: wrong } })
    expect(await refusalOf(rules.publish(again))).toBe('rule.example_broken')
    expect(await rules.publish(await rules.tickAll(again))).toMatchObject({ version: 2, state: 'LIVE' })
    const pause = { requestId: requestId(), paused: true, reason: '试完了' }
    await lin.call('POST /console/rules/:code/pauses', { params: { code: edited.code }, body: pause })
  })

  test('a rule can begin later, and not in the past', async () => {
    const ticked = await rules.tickAll(await rules.draft({ ...shipped('first-order'), caps: [] }))
    const yesterday = new Date(world.clock.now().getTime() - DAY).toISOString()
    expect(await refusalOf(rules.publish(ticked, yesterday))).toBe('rule.effective_past')
    const soon = new Date(world.clock.now().getTime() + 5 * MINUTE).toISOString()
    expect(await rules.publish(ticked, soon)).toMatchObject({ state: 'SCHEDULED', versions: [{ state: 'SCHEDULED' }] })
    const [ana, bo] = await world.crowd(2)
    expect((await world.bill({ memberId: ana!, paidFen: 1_000 })).row.points).toBe(10)
    world.clock.advance(5 * MINUTE)
    expect((await world.bill({ memberId: bo!, paidFen: 1_000 })).row.points).toBe(60)
    const params = { code: ticked.code }
    const pause = (paused: boolean) => ({ params, body: { requestId: requestId(), paused, reason: '暂停一下' } })
    expect(await lin.call('POST /console/rules/:code/pauses', pause(true))).toMatchObject({
      state: 'PAUSED',
      version: 2,
    })
    expect((await world.bill({ memberId: (await world.crowd(1))[0]!, paidFen: 1_000 })).row.points).toBe(10)
    expect(await lin.call('POST /console/rules/:code/pauses', pause(false))).toMatchObject({
      state: 'LIVE',
      version: 3,
    })
    expect(await lin.call('POST /console/rules/:code/pauses', pause(true))).toMatchObject({ state: 'PAUSED' })
  })

  test('the base rate cannot be paused or become something else', async () => {
    const params = { code: 'purchase' }
    const pause = { requestId: requestId(), paused: true, reason: '不可以' }
    expect(await refusalOf(lin.call('POST /console/rules/:code/pauses', { params, body: pause }))).toBe(
      'rule.kind_fixed',
    )
    expect(await refusalOf(rules.edit({ code: 'purchase', revision: 0 }, shipped('first-order')))).toBe(
      'rule.kind_fixed',
    )
    expect(await refusalOf(rules.draft(shipped('refund')))).toBe('rule.kind_fixed')
  })

  test('every step is written down with who made it', async () => {
    const rows = await world.db.query<{ action: string }>(
      "SELECT DISTINCT action FROM audit_log WHERE action LIKE 'RULE%'",
    )
    expect(rows.map(row => row.action).sort()).toEqual([
      'RULE_DRAFTED',
      'RULE_PAUSED',
      'RULE_PUBLISHED',
      'RULE_RESUMED',
    ])
  })

  test('others may look and try, and change nothing', async () => {
    const auditor = await world.operator('AUDITOR')
    expect((await auditor.call('GET /console/rules')).items.length).toBeGreaterThan(2)
    const { sentence } = await auditor.call('POST /console/rules/checks', { body: { definition: shipped('win-back') } })
    expect(sentence.zh).toContain('60')
    const body = { requestId: requestId(), definition: shipped('win-back') }
    expect(await refusalOf(auditor.call('POST /console/rules', { body }))).toBe('access.denied')
  })
})

describe('the simulator', () => {
  const of = async (more: object = {}) => ({
    trigger: 'PURCHASE' as const,
    memberNo: null,
    storeId: String(await world.someStore()),
    at: world.clock.now().toISOString(),
    paidFen: 8_850,
    items: [],
    tier: null,
    tags: [],
    visit: null,
    daysSinceLastVisit: null,
    birthday: null,
    tableSize: null,
    ...more,
  })

  test('shows a case under the rules in force and with a draft beside them', async () => {
    const proposals = [{ code: 'draft', definition: shipped('tier-gold') }]
    const body = { case: await of({ tier: 'GOLD' }), proposals }
    const { live: now, proposed } = await lin.call('POST /console/simulations', { body })
    expect([now.points, proposed.points]).toEqual([88, 110])
    expect(proposed.explained.parts.map(part => part.points)).toEqual([88, 22])
  })

  test('takes what the case leaves open from the member', async () => {
    const ana = await world.member({ points: 5 })
    const proposals = [{ code: 'draft', definition: { ...shipped('first-order'), caps: [] } }]
    const known = await lin.call('POST /console/simulations', {
      body: { case: await of({ memberNo: ana.memberNo }), proposals },
    })
    const first = await lin.call('POST /console/simulations', {
      body: { case: await of({ memberNo: ana.memberNo, visit: 1 }), proposals },
    })
    expect([known.proposed.points, first.proposed.points]).toEqual([88, 138])
  })

  test('a set without its base rate is no set of rules', async () => {
    const body = { case: await of(), proposals: [{ code: 'purchase', definition: null }] }
    expect(await refusalOf(lin.call('POST /console/simulations', { body }))).toBe('rule.kind_fixed')
  })
})

test('dishes are put into categories, and bills follow', async () => {
  const storeId = await world.someStore()
  const items = [{ name: '桂花酒酿', quantity: 1, amountFen: 1_000 }]
  await world.bill({ storeId, items, paidFen: 1_000 })
  const { items: dishes } = await lin.call('GET /console/products', { query: { search: '酒酿' } })
  expect(dishes).toMatchObject([{ name: '桂花酒酿', category: 'OTHER', listedOn: null }])
  const change = (category: string) =>
    lin.call('PUT /console/products', { body: { products: [{ id: dishes[0]!.id, category, listedOn: '2026-11-20' }] } })
  await change('ALCOHOL')
  expect(await refusalOf(change('NO_SUCH'))).toBe('record.not_found')
  const [ana] = await world.crowd(1)
  const { row } = await world.bill({ storeId, memberId: ana!, items, paidFen: 1_000 })
  const [line] = await world.db.query<{ category: string }>(
    'SELECT category FROM purchase_line WHERE purchase_id = ?',
    [row.id],
  )
  expect(line!.category).toBe('ALCOHOL')
})

test('the week of the base rate is of bills paid in it, not of old ones recorded in it', async () => {
  const week = async () => (await lin.call('GET /console/rules/:code', { params: { code: 'purchase' } })).week
  const before = await week()
  const [ana] = await world.crowd(1)
  await world.bill({ memberId: ana!, paidFen: 9_900, paidAt: new Date(world.clock.now().getTime() - 30 * DAY) })
  expect(await week()).toEqual(before)
  await world.bill({ memberId: ana!, paidFen: 9_900 })
  expect(await week()).toEqual({ points: before.points + 99, entries: before.entries + 1 })
})
