import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { freshId, TableHouse } from '../../../test/checkout-builders.js'
import { openWorld, type TestOperator, type World } from '../../../test/world.js'
import { refusalOf, SECOND } from '../../../test/world-basics.js'
import type { Input } from '../http.js'

type Body = Input<'POST /console/offset-settings/versions'>['body']

let world: World
let house: TableHouse
let wu: TestOperator
beforeAll(async () => {
  world = await openWorld({ pay: true })
  house = await TableHouse.open(world)
  wu = await world.operator('FINANCE')
})
beforeEach(() => world.clock.advance(SECOND))
afterAll(async () => {
  expect(await world.books()).toEqual({})
  await world.close()
})

const newest = async (by = wu) => (await by.call('GET /console/offset-settings')).versions[0]!
const bodyOf = async (changes: Partial<Body> = {}): Promise<Body> => {
  const { version, enabled, points, fen, capPercent, minPoints } = await newest()
  const said = { version, enabled, points, fen, capPercent, minPoints }
  return { requestId: freshId(), reason: '新的活动', ...said, ...changes }
}
const publish = async (changes: Partial<Body> = {}, by = wu) =>
  by.call('POST /console/offset-settings/versions', { body: await bodyOf(changes) })

test('begin at a yuan for a hundred points, up to half of the bill; finance changes them, and the log has it', async () => {
  expect(await newest()).toMatchObject({ version: 1, points: 100, fen: 100, capPercent: 50, minPoints: 100 })
  await publish({ points: 50, capPercent: 30 })
  expect(await newest()).toMatchObject({
    version: 2,
    sentence: { zh: '50 积分抵 ¥1，最多抵券后金额的 30%，100 积分起用' },
  })
  const admin = await world.operator('ADMIN')
  const { items } = await admin.call('GET /console/audit', { query: { limit: 5 } })
  expect(items.find(({ action }) => action === 'OFFSET_SETTINGS_CHANGED')).toMatchObject({ target: 'v2' })
})

test('are seen by marketing and not changed by it; the service desk sees none', async () => {
  const lin = await world.operator('MARKETER')
  expect(await newest(lin)).toMatchObject({ version: 2 })
  expect(await refusalOf(publish({}, lin))).toBe('access.denied')
  expect(await refusalOf((await world.operator('SUPPORT')).call('GET /console/offset-settings'))).toBe('access.denied')
})

test('sent twice change once; another body is refused, and so is a change on top of an older version', async () => {
  const body = await bodyOf({ capPercent: 40 })
  const send = (changes: Partial<Body> = {}) =>
    wu.call('POST /console/offset-settings/versions', { body: { ...body, ...changes } })
  const all = await Promise.all(Array.from({ length: 20 }, () => send()))
  expect(new Set(all.map(({ versions }) => versions[0]!.version))).toEqual(new Set([body.version + 1]))
  expect(await refusalOf(send({ capPercent: 41 }))).toBe('ledger.key_reused')
  expect(await refusalOf(send({ requestId: freshId() }))).toBe('settings.changed')
})

test.each([
  ['nothing for points', { fen: 0 }],
  ['half a point', { points: 0.5 }],
  ['more than all of the bill', { capPercent: 101 }],
  ['no minimum at all', { minPoints: 0 }],
  ['no reason', { reason: ' ' }],
])('with %s are refused', async (_, wrong) => {
  expect(await refusalOf(publish(wrong))).toBe('input.invalid')
})

test('switched off use no points; what was begun before goes through as it began', async () => {
  await publish({ points: 100, capPercent: 50 })
  const { scene } = await house.table()
  const ana = await house.diner(scene)
  const before = await house.begin(ana, { points: 1_000 })
  await publish({ enabled: false })
  const other = await house.table()
  const bo = await house.diner(other.scene)
  const quote = await house.quote(bo, other.billId, { points: 1_000 })
  expect(quote).toMatchObject({ pointsFen: 0, payableFen: 20_000, points: { enabled: false, most: 0 } })
  const begin = house.begin(bo, { billId: other.billId, points: 1_000, expectedPayableFen: 19_000 })
  expect(await refusalOf(begin)).toBe('checkout.points_off')
  expect(await house.settle(ana, before)).toMatchObject({ state: 'PAID', pointsFen: 1_000 })
})
