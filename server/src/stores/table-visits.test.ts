import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { openWorld, type TestMember, type World } from '../../../test/world.js'
import { MINUTE, refusalOf } from '../../../test/world-basics.js'
import { TableVisits } from './table-visits.service.js'

let world: World
let ana: TestMember
let bo: TestMember
let storeId: number
let table: { id: number; scene: string }

beforeAll(async () => {
  world = await openWorld()
  storeId = await world.store()
  ana = await world.member({ nickname: '安娜' })
  bo = await world.member({ nickname: '王博' })
})

beforeEach(async () => {
  table = await world.table(storeId)
})

afterAll(() => world.close())

const sit = (who: TestMember, scene = table.scene) => who.call('POST /member/table-visits', { body: { scene } })
const leave = (who: TestMember) => who.call('DELETE /member/table-visit')
const visitOf = async (who: TestMember) => (await who.call('GET /member/table-visit')).visit
const openSessions = (tableId: number) =>
  world.db.query<{ id: number }>('SELECT id FROM table_session WHERE table_id = ? AND closed_at IS NULL', [tableId])

test('ana sits down and sees her table and herself', async () => {
  const visit = await sit(ana)
  expect(visit.table.scene).toBe(table.scene)
  expect(visit.diners).toEqual([
    { memberNo: ana.memberNo, nicknameMasked: '安娜', isMe: true, joinedAt: world.clock.now().toISOString() },
  ])
  expect(await visitOf(ana)).toEqual(visit)
})

test('scanning the same code again changes nothing', async () => {
  const first = await sit(ana)
  world.clock.advance(MINUTE)
  expect(await sit(ana)).toEqual(first)
  const [row] = await world.db.query<{ scans: number }>('SELECT scans FROM dining_table WHERE id = ?', [table.id])
  expect(row?.scans).toBe(1)
})

test('companions see that somebody is there, not who', async () => {
  const first = await sit(ana)
  const second = await sit(bo)
  expect(second.sessionId).toBe(first.sessionId)
  expect(second.diners.map(({ memberNo, nicknameMasked, isMe }) => ({ memberNo, nicknameMasked, isMe }))).toEqual([
    { memberNo: null, nicknameMasked: '安*', isMe: false },
    { memberNo: bo.memberNo, nicknameMasked: '王博', isMe: true },
  ])
})

test('sitting down elsewhere leaves the old table', async () => {
  const other = await world.table(storeId)
  const first = await sit(ana)
  await sit(bo)
  const second = await sit(ana, other.scene)
  expect(second.sessionId).not.toBe(first.sessionId)
  expect((await visitOf(bo))?.diners).toHaveLength(1)
  expect(await world.get(TableVisits).dinersAt(table.id)).toHaveLength(1)
})

test('the last one to leave closes the session, and who comes next opens another', async () => {
  const first = await sit(ana)
  await sit(bo)
  await leave(ana)
  expect(await openSessions(table.id)).toHaveLength(1)
  await leave(bo)
  expect(await openSessions(table.id)).toHaveLength(0)
  expect(await visitOf(bo)).toBeNull()
  expect((await sit(ana)).sessionId).not.toBe(first.sessionId)
})

test('leaving twice, or without having sat down, is no trouble', async () => {
  await sit(ana)
  await leave(ana)
  expect(await leave(ana)).toEqual({ done: true })
})

test('a party that forgot to leave is gone after four hours', async () => {
  const first = await sit(ana)
  world.clock.advance(240 * MINUTE - 1)
  expect(await visitOf(ana)).not.toBeNull()
  expect(await world.get(TableVisits).dinersAt(table.id)).toHaveLength(1)
  world.clock.advance(1)
  expect(await visitOf(ana)).toBeNull()
  expect(await world.get(TableVisits).dinersAt(table.id)).toEqual([])
  const second = await sit(bo)
  expect(second.sessionId).not.toBe(first.sessionId)
  expect(second.diners).toHaveLength(1)
  const [row] = await world.db.query<{ opened_at: Date; closed_at: Date }>(
    'SELECT opened_at, closed_at FROM table_session WHERE id = ?',
    [Number(first.sessionId)],
  )
  expect(row!.closed_at.getTime() - row!.opened_at.getTime()).toBe(240 * MINUTE)
})

test('ana comes back to her own table after four hours: a new session', async () => {
  const first = await sit(ana)
  world.clock.advance(241 * MINUTE)
  expect((await sit(ana)).sessionId).not.toBe(first.sessionId)
})

test('staff see who sits at a table, in the order they came', async () => {
  await sit(bo)
  world.clock.advance(MINUTE)
  await sit(ana)
  const diners = await world.get(TableVisits).dinersAt(table.id)
  expect(diners.map(diner => diner.memberId)).toEqual([bo.id, ana.id])
})

test('fifty members who sit down at once share one session', async () => {
  const crowd = await world.crowd(50)
  const visits = world.get(TableVisits)
  const sat = await Promise.all(crowd.map(memberId => visits.sit(memberId, table.scene)))
  expect(new Set(sat.map(visit => visit.sessionId)).size).toBe(1)
  expect(await openSessions(table.id)).toHaveLength(1)
  expect(await visits.dinersAt(table.id)).toHaveLength(50)
  const [row] = await world.db.query<{ scans: number }>('SELECT scans FROM dining_table WHERE id = ?', [table.id])
  expect(row?.scans).toBe(50)
})

test('members who change places with each other end up with one seat each', async () => {
  const crowd = await world.crowd(12)
  const other = await world.table(storeId)
  const visits = world.get(TableVisits)
  for (const scene of [table.scene, other.scene]) {
    await Promise.all(crowd.map((id, index) => visits.sit(id, index % 2 ? scene : otherOf(scene))))
  }
  function otherOf(scene: string): string {
    return scene === table.scene ? other.scene : table.scene
  }
  const [here, there] = [await visits.dinersAt(table.id), await visits.dinersAt(other.id)]
  expect(here.length + there.length).toBe(12)
})

test('one member with many phones sits at one table', async () => {
  const tables = await Promise.all(Array.from({ length: 6 }, () => world.table(storeId)))
  await Promise.allSettled([...tables, ...tables].map(({ scene }) => world.get(TableVisits).sit(ana.id, scene)))
  const [row] = await world.db.query<{ n: number }>(
    'SELECT COUNT(*) AS n FROM table_visit WHERE member_id = ? AND left_at IS NULL',
    [ana.id],
  )
  expect(row?.n).toBe(1)
  await leave(ana)
  const open = await Promise.all(tables.map(({ id }) => openSessions(id)))
  expect(open.flat()).toEqual([])
})

test.each([
  ['a scene of 33 characters', 'x'.repeat(33), 'input.invalid'],
  ['a scene nobody issued', 'x'.repeat(20), 'table.unknown'],
  ['a scene with other signs', '../etc', 'input.invalid'],
])('nobody sits down by %s', async (_, scene, code) => {
  expect(await refusalOf(sit(ana, scene))).toBe(code)
})

test('nobody sits down at a table out of use', async () => {
  await world.db.query('UPDATE dining_table SET enabled = 0 WHERE id = ?', [table.id])
  expect(await refusalOf(sit(ana))).toBe('table.disabled')
})

test('a guest joins before sitting down', async () => {
  const guest = await world.guest()
  const seat = guest.call('POST /member/table-visits', { body: { scene: table.scene } })
  expect(await refusalOf(seat)).toBe('member.not_enrolled')
})
