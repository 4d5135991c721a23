import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openWorld, type World } from '../../../test/world.js'
import { refusalOf } from '../../../test/world-basics.js'
import { type StoreDraft, Stores } from './stores.service.js'

let world: World

beforeAll(async () => {
  world = await openWorld()
})

afterAll(() => world.close())

const draft: StoreDraft = {
  code: 'GM01',
  name: '国贸店',
  address: '建国路 1 号',
  phone: '010-8888',
  timeZone: 'Asia/Shanghai',
  dayCutOff: '04:30',
  openHours: '10:00–22:00',
}

test('a store that opened is on the list everybody sees', async () => {
  const id = await world.store({ ...draft, latitude: 39.9, longitude: 116.46 })
  const { items } = await world.as()('GET /stores')
  expect(items.find(store => store.id === String(id))).toEqual({
    ...draft,
    id: String(id),
    latitude: 39.9,
    longitude: 116.46,
  })
})

test('a store knows the start of its business day in minutes', async () => {
  const id = await world.store({ dayCutOff: '04:30' })
  expect((await world.get(Stores).get(id)).dayCutOffMinutes).toBe(270)
})

test('a code belongs to one store', async () => {
  await world.store({ code: 'TWICE' })
  expect(await refusalOf(world.store({ code: 'TWICE' }))).toBe('store.code_taken')
})

test('two stores opened at the same moment belong to one brand', async () => {
  const ids = await Promise.all([world.store(), world.store(), world.store()])
  const brands = await Promise.all(ids.map(async id => (await world.get(Stores).get(id)).brandId))
  expect(new Set(brands).size).toBe(1)
})

test('a store is found by its code, and one that is not there is refused', async () => {
  const id = await world.store({ code: 'SLT' })
  expect((await world.get(Stores).byCode('SLT')).id).toBe(id)
  expect(await refusalOf(world.get(Stores).byCode('nowhere'))).toBe('record.not_found')
  expect(await refusalOf(world.get(Stores).get(1))).toBe('record.not_found')
})

test('the brand has the name it was given', async () => {
  await world.store()
  await world.db.transaction(tx => world.get(Stores).nameBrand(tx, '回头小馆'))
  expect((await world.get(Stores).brand()).name).toBe('回头小馆')
})
