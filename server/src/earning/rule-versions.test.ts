import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { requestId, rulesOf, shipped } from '../../../test/rule-builders.js'
import { openWorld, type TestOperator, type World } from '../../../test/world.js'
import { MINUTE, refusalOf } from '../../../test/world-basics.js'

let world: World
let lin: TestOperator
let rules: ReturnType<typeof rulesOf>
beforeAll(async () => {
  world = await openWorld()
  await world.someStore()
})
// The clock moves here, and a session does not last that long.
beforeEach(async () => {
  lin = await world.operator('MARKETER')
  rules = rulesOf(lin)
})
afterAll(() => world.close())

const EIGHT_CAPS = (['DAY', 'WEEK', 'MONTH', 'TOTAL'] as const).flatMap(per =>
  (['MEMBER', 'STORE'] as const).map(of => ({ per, of, points: 1_000 })),
)
const soon = () => new Date(world.clock.now().getTime() + 5 * MINUTE).toISOString()
const earned = async () => (await world.bill({ memberId: (await world.crowd(1))[0]!, paidFen: 1_000 })).row.points

test('a rule that has not begun is withdrawn, never begins, and is a draft again', async () => {
  const definition = { ...shipped('first-order'), caps: [] }
  const scheduled = await rules.publish(await rules.ticked(definition), soon())
  const id = requestId()
  const withdrawn = await rules.withdraw(scheduled, id)
  expect(withdrawn).toMatchObject({ state: 'ENDED', hasDraft: true, draft: definition })
  expect(withdrawn.versions.map(({ state }) => state)).toEqual(['ENDED', 'ENDED'])
  expect(await rules.withdraw(scheduled, id)).toEqual(withdrawn)
  expect(await refusalOf(rules.withdraw(scheduled, id, '另一个理由'))).toBe('ledger.key_reused')
  expect(await refusalOf(rules.withdraw(scheduled))).toBe('rule.not_scheduled')
  world.clock.advance(5 * MINUTE)
  expect(await earned()).toBe(10)
  expect(await rules.publish(withdrawn)).toMatchObject({ state: 'LIVE', version: 3 })
  expect(await earned()).toBe(60)
  await rules.pause(scheduled)
})

test('an edit that has not begun is withdrawn, also of the base rate, and what is in force goes on', async () => {
  const { versions, revision } = await lin.call('GET /console/rules/:code', { params: { code: 'purchase' } })
  const { definition } = versions[0]!
  const growth = { points: 1, fen: 100 }
  const double = { ...definition, reward: { kind: 'RATE' as const, points: 2, fen: 100, growth } }
  const scheduled = await rules.publish(
    await rules.tickAll(await rules.edit({ code: 'purchase', revision }, double)),
    soon(),
  )
  expect(scheduled).toMatchObject({ state: 'LIVE', coming: { version: scheduled.versions[0]!.version } })
  const mine = await rules.edit(scheduled, definition)
  const withdrawn = await rules.withdraw(scheduled)
  expect(withdrawn).toMatchObject({ state: 'LIVE', version: scheduled.version! + 2, draft: definition, coming: null })
  expect(withdrawn.revision).toBe(mine.revision)
  world.clock.advance(5 * MINUTE)
  expect(await earned()).toBe(10)
  expect(await refusalOf(rules.withdraw(scheduled))).toBe('rule.not_scheduled')
})

test('rules that one bill could not hold together are refused, published or resumed, also by two at once', async () => {
  // Seven rules of eight counters are there: one of eight more still fits, and no other.
  const full = { ...shipped('first-order'), caps: EIGHT_CAPS, pendingDays: 0 }
  const seven = await Promise.all(Array.from({ length: 6 }, () => rules.live(full)))
  const paused = await rules.live(full)
  await rules.pause(paused)
  const [ana] = await world.crowd(1)
  const [first, second, third] = [await rules.ticked(full), await rules.ticked(full), await rules.ticked(full)]
  const all = await Promise.allSettled([first, second, third].map(rule => rules.publish(rule)))
  expect(all.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { body: { code: 'rule.crowded' } } })
  expect(all.map(({ status }) => status).sort()).toEqual(['fulfilled', 'fulfilled', 'rejected'])
  expect(await refusalOf(rules.pause(paused, false))).toBe('rule.crowded')
  const { row } = await world.bill({ memberId: ana!, paidFen: 1_000 })
  expect(row.points).toBe(10 + 8 * 50)
  const published = [first, second, third].filter((_, place) => all[place]!.status === 'fulfilled')
  for (const rule of [...seven, ...published]) await rules.pause(rule)
  expect(await rules.pause(paused, false)).toMatchObject({ state: 'LIVE' })
  await rules.pause(paused)
})
