import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openWorld, type TestOperator, type World } from '../../../test/world.js'
import { refusalOf } from '../../../test/world-basics.js'
import { PosKeys } from '../stores/pos-keys.service.js'

// 周远 runs one store. Everything of the other one is as if it were not there.
let world: World
let admin: TestOperator
let manager: TestOperator
let own: number
let other: number
beforeAll(async () => {
  world = await openWorld()
  admin = await world.operator()
  own = await world.store({ name: '静安店' })
  other = await world.store({ name: '徐汇店' })
  manager = await world.operator('STORE_MANAGER', own)
})
afterAll(() => world.close())

const at = (id: number | string) => ({ params: { id: String(id) } })
const body = {
  code: 'ANY',
  name: '店',
  address: '',
  phone: '',
  timeZone: 'Asia/Shanghai' as const,
  dayCutOff: '04:00',
  openHours: '',
}

test('the card says which store it is, and the lists hold nothing else', async () => {
  expect((await manager.call('GET /console/me')).store).toEqual({ id: String(own), name: '静安店' })
  expect((await manager.call('GET /console/stores')).items.map(({ id }) => id)).toEqual([String(own)])
  await world.staff(own)
  await world.staff(other)
  const { items } = await manager.call('GET /console/staff')
  expect(items.length).toBeGreaterThan(0)
  expect(new Set(items.map(({ store }) => store.id))).toEqual(new Set([String(own)]))
})

test('bills of the other store are not shown, whatever is asked for', async () => {
  await world.bill({ storeId: own, billNo: 'MINE' })
  await world.bill({ storeId: other, billNo: 'THEIRS' })
  for (const query of [{}, { storeId: String(other) }, { search: 'THEIRS' }]) {
    const { items } = await manager.call('GET /console/purchases', { query })
    expect(items.filter(({ billNo }) => billNo === 'THEIRS')).toEqual([])
  }
  const { items } = await manager.call('GET /console/purchases', { query: { storeId: String(other) } })
  expect(items.map(({ billNo }) => billNo)).toEqual(['MINE'])
  expect((await admin.call('GET /console/purchases', { query: { search: 'THEIRS' } })).items).toHaveLength(1)
})

test('the figures are those of the own store', async () => {
  const [ana, bo] = [await world.member(), await world.member()]
  const seen = async () => {
    const { figures, months } = await manager.call('GET /console/overview')
    return { figures: figures.map(({ name, value }) => [name.en, value]), november: months.at(-1) }
  }
  const before = await seen()
  await world.bill({ storeId: own, memberId: ana.id, paidFen: 3_000 })
  await world.bill({ storeId: other, memberId: bo.id, paidFen: 50_000 })
  const { november } = await seen()
  expect(november).toMatchObject({
    month: '2026-11',
    issued: before.november!.issued + 30,
    paidFen: before.november!.paidFen + 3_000,
    bills: before.november!.bills + 1,
  })
  expect((await seen()).figures).toEqual([
    ['Members of this store', 0],
    ['Paying members, 30 days', 1],
  ])
  const joinedAt = (store: number, id: number) =>
    world.db.query('UPDATE member SET source_store_id = ? WHERE id = ?', [store, id])
  await joinedAt(own, ana.id)
  await joinedAt(other, bo.id)
  expect((await seen()).figures[0]).toEqual(['Members of this store', 1])
  const all = await admin.call('GET /console/overview')
  expect(all.months.at(-1)).toMatchObject({ issued: november!.issued + 500 })
  expect(all.figures.map(({ name }) => name.en)).toContain('Points outstanding')
})

test('the own store is changed, given tables, staff and keys', async () => {
  await manager.call('PUT /console/stores/:id', { ...at(own), body: { ...body, code: 'OWN', name: '静安店' } })
  const { items } = await manager.call('POST /console/stores/:id/tables', { ...at(own), body: { names: ['A1'] } })
  await manager.call('PATCH /console/tables/:id', { ...at(items[0]!.id), body: { enabled: false } })
  await manager.call('POST /console/tables/:id/codes', at(items[0]!.id))
  const { staff } = await manager.call('POST /console/staff', {
    body: { name: '小李', role: 'STAFF', storeId: String(own) },
  })
  await manager.call('DELETE /console/staff/:id', at(staff.id))
  const { posKey } = await manager.call('POST /console/stores/:id/pos-keys', { ...at(own), body: { name: '前台' } })
  await manager.call('DELETE /console/pos-keys/:id', at(posKey.id))
})

test('the other store cannot be read or changed', async () => {
  const table = await world.table(other)
  const waiter = await world.staff(other)
  const { keyId } = await world.get(PosKeys).check((await world.pos(other)).key)
  const tries = [
    manager.call('PUT /console/stores/:id', { ...at(other), body }),
    manager.call('GET /console/stores/:id/tables', at(other)),
    manager.call('POST /console/stores/:id/tables', { ...at(other), body: { names: ['X1'] } }),
    manager.call('GET /console/stores/:id/table-codes', at(other)),
    manager.call('PATCH /console/tables/:id', { ...at(table.id), body: { enabled: false } }),
    manager.call('POST /console/tables/:id/codes', at(table.id)),
    manager.call('POST /console/staff', { body: { name: '小李', role: 'STAFF', storeId: String(other) } }),
    manager.call('DELETE /console/staff/:id', at(waiter.id)),
    manager.call('GET /console/stores/:id/pos-keys', at(other)),
    manager.call('POST /console/stores/:id/pos-keys', { ...at(other), body: { name: 'x' } }),
    manager.call('DELETE /console/pos-keys/:id', at(keyId)),
  ]
  expect(await Promise.all(tries.map(refusalOf))).toEqual(tries.map(() => 'record.not_found'))
  expect(await refusalOf(manager.call('POST /console/stores', { body }))).toBe('access.denied')
})

test('a store manager who is bound to none is over all of them', async () => {
  const area = await world.operator('STORE_MANAGER')
  expect((await area.call('GET /console/stores')).items.length).toBeGreaterThanOrEqual(2)
  expect((await area.call('GET /console/me')).store).toBeNull()
})
