import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openWorld, type TestOperator, type World } from '../../../test/world.js'
import { refusalOf } from '../../../test/world-basics.js'

let world: World
let admin: TestOperator

beforeAll(async () => {
  world = await openWorld()
  admin = await world.operator()
})

afterAll(() => world.close())

const body = {
  code: 'GM01',
  name: '国贸店',
  address: '建国路 1 号',
  phone: '010-8888',
  timeZone: 'Asia/Shanghai' as const,
  dayCutOff: '04:00',
  openHours: '10:00–22:00',
}
const open = (code: string) => admin.call('POST /console/stores', { body: { ...body, code } })
const deeds = async () => {
  const { items } = await admin.call('GET /console/audit', { query: { limit: 10 } })
  return items.map(({ who, action, target, detail }) => ({ who, action, target, detail }))
}
const who = () => `王小明 · ${admin.username}`

test('a store is opened, and the audit log tells by whom', async () => {
  const store = await open('GM01')
  expect(store).toMatchObject({ ...body, tables: 0, staff: 0, billsToday: 0 })
  expect((await deeds())[0]).toEqual({ who: who(), action: 'STORE_CREATED', target: 'GM01', detail: '国贸店' })
})

test('a code that is taken opens nothing and is not written down', async () => {
  await open('TWICE')
  const before = await deeds()
  expect(await refusalOf(open('TWICE'))).toBe('store.code_taken')
  expect(await deeds()).toEqual(before)
})

test('a change is seen at once, with what it was before in the log', async () => {
  const store = await open('GM02')
  await world.as()('GET /stores')
  const changed = await admin.call('PUT /console/stores/:id', {
    params: { id: store.id },
    body: { ...body, code: 'GM02', name: '国贸二店', openHours: '11:00–23:00' },
  })
  expect(changed.name).toBe('国贸二店')
  expect((await deeds())[0]).toMatchObject({
    action: 'STORE_CHANGED',
    target: 'GM02',
    detail: 'name: 国贸店 → 国贸二店; openHours: 10:00–22:00 → 11:00–23:00',
  })
  const { items } = await world.as()('GET /stores')
  expect(items.find(({ id }) => id === store.id)?.name).toBe('国贸二店')
})

test('a store that is not there cannot be changed', async () => {
  const change = admin.call('PUT /console/stores/:id', { params: { id: '1' }, body })
  expect(await refusalOf(change)).toBe('record.not_found')
  const tables = admin.call('GET /console/stores/:id/tables', { params: { id: '1' } })
  expect(await refusalOf(tables)).toBe('record.not_found')
})

test.each([
  ['a business day that starts in the afternoon', { dayCutOff: '13:00' }],
  ['a time that is none', { dayCutOff: '04:60' }],
  ['an empty name', { name: '  ' }],
])('%s is refused', async (_, wrong) => {
  expect(await refusalOf(admin.call('POST /console/stores', { body: { ...body, code: 'WR', ...wrong } }))).toBe(
    'input.invalid',
  )
})

test('the list counts tables, active staff and the bills of the business day', async () => {
  const store = await open('COUNT')
  const id = Number(store.id)
  await world.table(id)
  const li = await world.staff(id)
  await admin.call('POST /console/staff', { body: { name: '小周', role: 'STAFF', storeId: store.id } })
  await world.bill({ storeId: id, paidAt: new Date('2026-11-22T20:00:00.000Z') })
  await world.bill({ storeId: id, paidAt: new Date('2026-11-22T19:59:59.000Z') })
  const row = async () => (await admin.call('GET /console/stores')).items.find(item => item.id === store.id)
  expect(await row()).toMatchObject({ tables: 1, staff: 1, billsToday: 1 })
  await admin.call('DELETE /console/staff/:id', { params: { id: String(li.id) } })
  expect(await row()).toMatchObject({ staff: 0 })
})

test('tables are added, taken out of use and given new codes', async () => {
  const store = await open('TABLES')
  const params = { id: store.id }
  const { items } = await admin.call('POST /console/stores/:id/tables', { params, body: { names: ['A2', 'A1'] } })
  expect(items.map(({ name, enabled, scans }) => ({ name, enabled, scans }))).toEqual([
    { name: 'A1', enabled: true, scans: 0 },
    { name: 'A2', enabled: true, scans: 0 },
  ])
  expect(items[0]!.url).toBe(`${world.config.publicUrl}/t/${items[0]!.scene}`)
  const table = { id: items[0]!.id }
  const off = await admin.call('PATCH /console/tables/:id', { params: table, body: { enabled: false } })
  expect(off.enabled).toBe(false)
  const next = await admin.call('POST /console/tables/:id/codes', { params: table })
  expect(next).toMatchObject({ name: 'A1', enabled: false })
  expect(next.scene).not.toBe(items[0]!.scene)
  expect((await deeds()).slice(0, 3)).toEqual([
    { who: who(), action: 'TABLE_CODE_REISSUED', target: 'TABLES A1', detail: '' },
    { who: who(), action: 'TABLE_DISABLED', target: 'TABLES A1', detail: '' },
    { who: who(), action: 'TABLES_ADDED', target: 'TABLES', detail: 'A2 A1' },
  ])
})

test('a table name that is taken adds none of the others', async () => {
  const store = await open('NAMES')
  const add = (names: string[]) =>
    admin.call('POST /console/stores/:id/tables', { params: { id: store.id }, body: { names } })
  await add(['A1'])
  expect(await refusalOf(add(['A2', 'A1']))).toBe('table.name_taken')
  const { items } = await admin.call('GET /console/stores/:id/tables', { params: { id: store.id } })
  expect(items.map(({ name }) => name)).toEqual(['A1'])
})

test('the sheet of table codes is a PDF that nobody keeps in a cache', async () => {
  const store = await open('PDF')
  await admin.call('POST /console/stores/:id/tables', { params: { id: store.id }, body: { names: ['A1'] } })
  const answer = await fetch(`${world.url}/api/console/stores/${store.id}/table-codes`, {
    headers: { authorization: `Bearer ${admin.token}` },
  })
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('application/pdf')
  expect(answer.headers.get('content-disposition')).toBe('inline; filename="table-codes-PDF.pdf"')
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(
    Buffer.from(await answer.arrayBuffer())
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-')
  expect((await deeds())[0]).toMatchObject({ action: 'TABLE_CODES_PRINTED', target: 'PDF' })
})

test('somebody is invited, takes it up, and is shown the door', async () => {
  const store = await open('STAFF')
  const { staff, invite, url, expiresAt } = await admin.call('POST /console/staff', {
    body: { name: '小李', role: 'STORE_MANAGER', storeId: store.id },
  })
  expect(staff).toMatchObject({ name: '小李', role: 'STORE_MANAGER', state: 'INVITED', boundAt: null })
  expect(url).toBe(`${world.config.publicUrl}/m/?invite=${invite}`)
  expect(Date.parse(expiresAt) - world.clock.now().getTime()).toBe(7 * 86_400_000)
  const li = await world.guest()
  await li.call('POST /staff/bindings', { body: { invite } })
  const stateNow = async () =>
    (await admin.call('GET /console/staff')).items.find(({ staffNo }) => staffNo === staff.staffNo)?.state
  expect(await stateNow()).toBe('ACTIVE')
  const revoke = () => admin.call('DELETE /console/staff/:id', { params: { id: staff.id } })
  expect((await revoke()).state).toBe('REVOKED')
  expect(await refusalOf(li.call('GET /staff/workbench'))).toBe('staff.revoked')
  expect((await revoke()).state).toBe('REVOKED')
  expect((await deeds()).slice(0, 2)).toEqual([
    { who: who(), action: 'STAFF_REVOKED', target: staff.staffNo, detail: '' },
    { who: who(), action: 'STAFF_INVITED', target: staff.staffNo, detail: '小李 STORE_MANAGER STAFF' },
  ])
})

test('nobody is invited to a store that is not there', async () => {
  const call = admin.call('POST /console/staff', { body: { name: '小李', role: 'STAFF', storeId: '1' } })
  expect(await refusalOf(call)).toBe('record.not_found')
})

test('the audit log is read page by page without a gap or a repeat', async () => {
  const all: string[] = []
  let cursor: string | null | undefined
  do {
    const reply = await admin.call('GET /console/audit', { query: { limit: 3, ...(cursor ? { cursor } : {}) } })
    all.push(...reply.items.map(({ id }) => id))
    cursor = reply.nextCursor
  } while (cursor)
  const rows = await world.db.query<{ id: number }>('SELECT id FROM audit_log ORDER BY id DESC')
  expect(all).toEqual(rows.map(({ id }) => String(id)))
})

test('the log names sign-ins that worked and sign-ins that did not, and no secret', async () => {
  const eve = await world.operator('SUPPORT')
  await refusalOf(world.as()('POST /console/sessions', { body: { username: eve.username, password: 'letmein' } }))
  const actions = (await deeds()).slice(0, 3).map(({ action }) => action)
  expect(actions).toEqual(['SIGN_IN_FAILED', 'SIGN_IN', 'OPERATOR_CREATED'])
  const rows = await world.db.query('SELECT * FROM audit_log')
  expect(JSON.stringify(rows)).not.toMatch(/letmein|long enough password/)
})
