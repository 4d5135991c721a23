import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openWorld, type Person, type World } from '../../../test/world.js'
import { DAY, refusalOf } from '../../../test/world-basics.js'
import { PosKeys } from './pos-keys.service.js'
import { StaffService } from './staff.service.js'

let world: World
let storeId: number

beforeAll(async () => {
  world = await openWorld()
  storeId = await world.store({ name: '国贸店' })
})

afterAll(() => world.close())

const invite = (name = '小李', role: 'STAFF' | 'STORE_MANAGER' = 'STAFF') =>
  world.db.transaction(tx => world.get(StaffService).invite(tx, { name, role, storeId }))
const bind = (who: Person, code: string) => who.call('POST /staff/bindings', { body: { invite: code } })
const revoke = async (staffId: number) => {
  await world.db.transaction(tx => world.get(StaffService).revoke(tx, staffId))
  world.get(StaffService).forget()
}

test('li takes up an invitation and is staff of the store', async () => {
  const li = await world.guest()
  const { invite: code, staffNo } = await invite('小李', 'STORE_MANAGER')
  const card = { staffNo, name: '小李', role: 'STORE_MANAGER', store: { id: String(storeId), name: '国贸店' } }
  expect(await bind(li, code)).toEqual(card)
  expect((await li.call('GET /me')).staff).toEqual(card)
})

test('an invitation is twelve letters, and only its hash is kept', async () => {
  const { invite: code, staffId } = await invite()
  expect(code).toMatch(/^[2-9A-HJ-NP-Z]{12}$/)
  const [row] = await world.db.query<Record<string, unknown>>('SELECT * FROM staff WHERE id = ?', [staffId])
  expect(JSON.stringify(row)).not.toContain(code)
})

test('taking it up again, in small letters and groups, answers the same card', async () => {
  const li = await world.guest()
  const { invite: code } = await invite()
  const card = await bind(li, code)
  const typed = code.toLowerCase().replace(/(.{4})(?=.)/g, '$1-')
  expect(await bind(li, typed)).toEqual(card)
})

test('eight phones that take up one invitation at once: one of them is staff', async () => {
  const people = await Promise.all(Array.from({ length: 8 }, () => world.guest()))
  const { invite: code } = await invite()
  const done = await Promise.allSettled(people.map(person => bind(person, code)))
  expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})

test('one account that takes up two invitations at once is one member of staff', async () => {
  const li = await world.guest()
  const codes = [await invite(), await invite()]
  const done = await Promise.allSettled(codes.map(({ invite: code }) => bind(li, code)))
  expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  const refused = done.find(({ status }) => status === 'rejected') as PromiseRejectedResult
  expect(await refusalOf(Promise.reject(refused.reason))).toBe('staff.already_bound')
})

test('an invitation ends after a week', async () => {
  const li = await world.guest()
  const { invite: code, expiresAt } = await invite()
  expect(expiresAt.getTime() - world.clock.now().getTime()).toBe(7 * DAY)
  world.clock.advance(7 * DAY)
  expect(await refusalOf(bind(li, code))).toBe('staff.invite_invalid')
})

test('an invitation nobody issued is refused', async () => {
  const li = await world.guest()
  expect(await refusalOf(bind(li, 'ABCDEFGHJKMN'))).toBe('staff.invite_invalid')
  expect(await refusalOf(bind(li, 'short'))).toBe('input.invalid')
})

test('a guest is nobody to the till', async () => {
  const guest = await world.guest()
  expect(await refusalOf(guest.call('GET /staff/workbench'))).toBe('staff.not_bound')
})

test('access that ends, ends at once', async () => {
  const li = await world.staff(storeId)
  const identity = await identityOf(li.id)
  expect((await world.get(StaffService).active(identity)).staffNo).toBe(li.staffNo)
  await revoke(li.id)
  expect(await refusalOf(li.call('GET /staff/workbench'))).toBe('staff.revoked')
  expect((await li.call('GET /me')).staff).toBeNull()
})

test('somebody who comes back takes up a new invitation and gets a new number', async () => {
  const li = await world.guest()
  const first = await invite()
  await bind(li, first.invite)
  await revoke(first.staffId)
  expect(await refusalOf(bind(li, first.invite))).toBe('staff.invite_invalid')
  const second = await invite()
  expect((await bind(li, second.invite)).staffNo).toBe(second.staffNo)
  expect(second.staffNo).not.toBe(first.staffNo)
  expect((await world.get(StaffService).get(first.staffId)).state).toBe('REVOKED')
})

test('thirty people invited at once have thirty numbers', async () => {
  const numbers = await Promise.all(Array.from({ length: 30 }, async () => (await invite()).staffNo))
  expect(new Set(numbers).size).toBe(30)
  for (const number of numbers) expect(number).toMatch(/^S\d{4}$/)
})

test('a till calls by its key, and only the hash of the key is kept', async () => {
  const { key } = await world.pos(storeId, 'till 1')
  expect(await world.get(PosKeys).check(key)).toMatchObject({ storeId, name: 'till 1' })
  const rows = await world.db.query('SELECT * FROM pos_key')
  expect(JSON.stringify(rows)).not.toContain(key)
})

test('a key nobody issued, or that was ended, opens nothing', async () => {
  const { key } = await world.pos(storeId, 'till 2')
  const { keyId } = await world.get(PosKeys).check(key)
  await world.db.transaction(tx => world.get(PosKeys).revoke(tx, keyId))
  world.get(PosKeys).forget()
  expect(await refusalOf(world.get(PosKeys).check(key))).toBe('pos.key_invalid')
  const quote = world.as(`htp_${'x'.repeat(40)}`)('GET /pos/quote', { query: { paidFen: 100 } })
  expect(await refusalOf(quote)).toBe('pos.key_invalid')
})

async function identityOf(staffId: number): Promise<number> {
  const [row] = await world.db.query<{ identity_id: number }>('SELECT identity_id FROM staff WHERE id = ?', [staffId])
  return row!.identity_id
}
