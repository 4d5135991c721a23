import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openWorld, type TestOperator, type World } from '../../../test/world.js'
import { MINUTE, refusalOf } from '../../../test/world-basics.js'
import { MAX_POS_KEYS, PosKeys } from '../stores/pos-keys.service.js'

let world: World
let admin: TestOperator
let storeId: number
beforeAll(async () => {
  world = await openWorld()
  admin = await world.operator()
  storeId = await world.store({ code: 'TILLS' })
})
afterAll(() => world.close())

const at = (id = storeId) => ({ params: { id: String(id) } })
const issue = (name: string, by = admin, id = storeId) =>
  by.call('POST /console/stores/:id/pos-keys', { ...at(id), body: { name } })
const list = async (id = storeId) => (await admin.call('GET /console/stores/:id/pos-keys', at(id))).items
const quote = (key: string) => world.as(key)('GET /pos/quote', { query: { paidFen: 100 } })
const opens = async (key: string) => {
  try {
    await world.get(PosKeys).check(key)
    return true
  } catch {
    return false
  }
}

test('an issued key opens the till, is shown once, and the log says who issued it', async () => {
  const { posKey, key } = await issue('前台')
  expect(key).toMatch(/^htp_\w{40}$/)
  expect(posKey).toMatchObject({ name: '前台', prefix: key.slice(0, 8), lastUsedAt: null, revokedAt: null })
  expect(await opens(key)).toBe(true)
  expect(JSON.stringify(await list())).not.toContain(key.slice(8))
  const { items } = await admin.call('GET /console/audit', {})
  expect(items[0]).toMatchObject({ action: 'POS_KEY_ISSUED', target: 'TILLS', detail: '前台' })
  expect(JSON.stringify(items)).not.toContain(key.slice(0, 8))
})

test('a revoked key ends at once, although it was used a moment ago; ending it again changes nothing', async () => {
  const { posKey, key } = await issue('吧台')
  expect(await opens(key)).toBe(true)
  const end = () => admin.call('DELETE /console/pos-keys/:id', { params: { id: posKey.id } })
  const ended = await end()
  expect(ended.revokedAt).not.toBeNull()
  expect(await refusalOf(quote(key))).toBe('pos.key_invalid')
  world.clock.advance(MINUTE)
  expect(await end()).toEqual(ended)
  const { items } = await admin.call('GET /console/audit', { query: { limit: 10 } })
  expect(items.filter(row => row.action === 'POS_KEY_REVOKED' && row.detail === '吧台')).toHaveLength(1)
})

test('a revocation while the key is being checked is not forgotten', async () => {
  const { posKey, key } = await issue('后厨')
  const checks = Array.from({ length: 20 }, () => opens(key))
  await admin.call('DELETE /console/pos-keys/:id', { params: { id: posKey.id } })
  await Promise.all(checks)
  expect(await opens(key)).toBe(false)
})

test('the last use is known to the minute', async () => {
  const { posKey, key } = await issue('二楼')
  const used = async () => (await list()).find(({ id }) => id === posKey.id)?.lastUsedAt
  expect(await used()).toBeNull()
  await opens(key)
  const first = world.clock.now().toISOString()
  expect(await used()).toBe(first)
  world.get(PosKeys).forget()
  world.clock.advance(MINUTE - 1)
  await opens(key)
  expect(await used()).toBe(first)
  world.get(PosKeys).forget()
  world.clock.advance(1)
  await opens(key)
  expect(await used()).toBe(world.clock.now().toISOString())
})

test('two live keys of a store never have one name, in another store or after an end they may', async () => {
  const { posKey } = await issue('同名')
  expect(await refusalOf(issue('同名'))).toBe('pos.name_taken')
  expect((await issue('同名', admin, await world.store())).posKey.name).toBe('同名')
  await admin.call('DELETE /console/pos-keys/:id', { params: { id: posKey.id } })
  expect((await issue('同名')).posKey.id).not.toBe(posKey.id)
})

test('a store has at most twenty live keys, also when they are asked for at once', async () => {
  const crowded = await world.store()
  const asked = Array.from({ length: MAX_POS_KEYS + 5 }, (_, n) => issue(`till ${n}`, admin, crowded))
  const got = await Promise.all(
    asked.map(one =>
      one.then(
        () => 'issued',
        error => error.body.code,
      ),
    ),
  )
  expect(got.filter(one => one === 'issued')).toHaveLength(MAX_POS_KEYS)
  expect(got.filter(one => one === 'pos.key_limit')).toHaveLength(5)
  const [first] = await list(crowded)
  await admin.call('DELETE /console/pos-keys/:id', { params: { id: first!.id } })
  expect((await issue('one more', admin, crowded)).posKey.name).toBe('one more')
})

test('a store that is not there has no keys', async () => {
  expect(await refusalOf(issue('x', admin, 1))).toBe('record.not_found')
  expect(await refusalOf(admin.call('GET /console/stores/:id/pos-keys', at(1)))).toBe('record.not_found')
  expect(await refusalOf(admin.call('DELETE /console/pos-keys/:id', { params: { id: '1' } }))).toBe('record.not_found')
})
