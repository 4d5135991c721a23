import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openWorld, type World } from '../../../test/world.js'
import { refusalOf } from '../../../test/world-basics.js'
import { MAX_TABLES, Tables } from './tables.service.js'

let world: World
let storeId: number

beforeAll(async () => {
  world = await openWorld()
  storeId = await world.store({ name: '国贸店' })
})

afterAll(() => world.close())

const add = (store: number, names: string[]) => world.db.transaction(tx => world.get(Tables).add(tx, store, names))
const lookUp = (scene: string) => world.as()('GET /tables/:scene', { params: { scene } })

test('a guest who scans a table learns where it is, without signing in', async () => {
  const [table] = await add(storeId, ['A12'])
  expect(await lookUp(table!.scene)).toEqual({
    scene: table!.scene,
    name: 'A12',
    store: { id: String(storeId), name: '国贸店' },
  })
})

test.each([
  ['a scene nobody issued', 'x'.repeat(20)],
  ['a scene of 33 characters', 'x'.repeat(33)],
  ['a scene with other signs', '桌-1'],
])('%s is an unknown table', async (_, scene) => {
  expect(await refusalOf(lookUp(scene))).toBe('table.unknown')
})

test('a scene in another case is another scene', async () => {
  const [table] = await add(storeId, ['case'])
  const other = table!.scene.replace(/[a-zA-Z]/g, letter =>
    letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase(),
  )
  expect(await refusalOf(lookUp(other))).toBe('table.unknown')
})

test('a table out of use says so, and works again when it is back', async () => {
  const [table] = await add(storeId, ['B1'])
  const enable = (enabled: boolean) => world.db.transaction(tx => world.get(Tables).enable(tx, table!.id, enabled))
  await enable(false)
  expect(await refusalOf(lookUp(table!.scene))).toBe('table.disabled')
  await enable(true)
  expect((await lookUp(table!.scene)).name).toBe('B1')
})

test('a new code ends the old one at once', async () => {
  const [table] = await add(storeId, ['B2'])
  await lookUp(table!.scene)
  const next = await world.db.transaction(tx => world.get(Tables).reissue(tx, table!.id))
  expect(next.scene).not.toBe(table!.scene)
  expect(await refusalOf(lookUp(table!.scene))).toBe('table.unknown')
  expect((await lookUp(next.scene)).name).toBe('B2')
})

test('the link in a code is an https address that ends with the scene', () => {
  expect(world.get(Tables).urlOf('abc')).toBe(`${world.config.publicUrl}/t/abc`)
})

test('tables stand in the order people count them', async () => {
  const store = await world.store()
  await add(store, ['A10', 'A2', '包间', 'A1'])
  const names = (await world.get(Tables).ofStore(store)).map(table => table.name)
  expect(names.filter(name => name.startsWith('A'))).toEqual(['A1', 'A2', 'A10'])
})

test('a name that is taken, or given twice, adds no table at all', async () => {
  const store = await world.store()
  await add(store, ['C1'])
  expect(await refusalOf(add(store, ['C2', 'C1']))).toBe('table.name_taken')
  expect(await refusalOf(add(store, ['C3', 'C3']))).toBe('table.name_taken')
  expect((await world.get(Tables).ofStore(store)).map(table => table.name)).toEqual(['C1'])
})

test('the same name added by ten people at once is one table', async () => {
  const store = await world.store()
  const done = await Promise.allSettled(Array.from({ length: 10 }, () => add(store, ['D1'])))
  expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await world.get(Tables).ofStore(store)).toHaveLength(1)
})

test('the same name in two stores is two tables', async () => {
  const [one, other] = [await world.store(), await world.store()]
  await add(one, ['E1'])
  await expect(add(other, ['E1'])).resolves.toHaveLength(1)
})

test('a store has its tables up to a limit, and not one more', async () => {
  const store = await world.store()
  await add(
    store,
    Array.from({ length: MAX_TABLES }, (_, index) => `F${index}`),
  )
  expect(await refusalOf(add(store, ['one more']))).toBe('input.invalid')
})

test('demo tables get the scenes they are given', async () => {
  const store = await world.store()
  const [table] = await world.db.transaction(tx => world.get(Tables).add(tx, store, ['G1'], () => 'demoG1'))
  expect((await lookUp('demoG1')).name).toBe(table!.name)
})
