import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openWorld, type TestMember, type TestOperator, type World } from '../../../test/world.js'
import { DAY, refusalOf } from '../../../test/world-basics.js'
import { Desk1763769850000 } from '../migrations/20261122-desk.js'

// A refund whose points had all lapsed unused takes nothing. It had no line in the statement, and the entry number on the
// till's slip led nowhere.
let world: World
let admin: TestOperator
let store: number
let waiter: Awaited<ReturnType<World['staff']>>
beforeAll(async () => {
  world = await openWorld()
  store = await world.store({ dayCutOff: '00:00' })
  waiter = await world.staff(store)
  admin = await world.operator()
})
afterAll(async () => {
  expect(await world.books()).toEqual({})
  await world.close()
})

let slips = 0
async function refund(billNo: string, amountFen: number) {
  slips += 1
  await fresh()
  return waiter.call('POST /staff/bills/:billNo/refunds', {
    params: { billNo },
    body: { refundNo: `R${slips}`, amountFen, reason: '退菜' },
  })
}

let lapsed = 0
/** A member whose bill of ¥100 has lapsed unused, and who has spent ¥50 since. */
async function lapsedMember(): Promise<{ ana: TestMember; billNo: string }> {
  const ana = await world.member()
  lapsed += 1
  const billNo = `OLD-${lapsed}`
  await world.bill({ storeId: store, memberId: ana.id, billNo, paidFen: 10_000 })
  world.clock.advance(800 * DAY)
  await world.bill({ storeId: store, memberId: ana.id, paidFen: 5_000 })
  return { ana, billNo }
}

const page = (ana: TestMember, query = {}) => fresh(ana).then(() => ana.call('GET /member/entries', { query }))

/** Years pass in these tests, and sessions end meanwhile: everybody signs in again. */
async function fresh(ana?: TestMember): Promise<void> {
  waiter = await world.staff(store)
  admin = await world.operator()
  if (!ana) return
  const { code } = world.wechat.control.issueLoginCode({ openid: ana.openid })
  const { tokens } = await world.as()('POST /sessions', { body: { code } })
  ana.call = world.as(tokens.accessToken)
}

test('has a line of 0 points that says what lapsed, in its place, and leads on to the steps', async () => {
  const { ana, billNo } = await lapsedMember()
  const told = await refund(billNo, 10_000)
  await world.bill({ storeId: store, memberId: ana.id, paidFen: 700 })
  const { items } = await page(ana)
  expect(items.map(item => [item.type, item.points, item.balanceAfter])).toEqual([
    ['EARN', 7, 57],
    ['REVERSE', 0, 50],
    ['EARN', 50, 50],
    ['EXPIRE', -100, 0],
    ['EARN', 100, 100],
  ])
  expect(items[1]!.entryNo).toBe(told.entryNo)
  expect(items[1]!.sentence.en).toContain('100 had expired')
  const params = { entryNo: items[1]!.entryNo }
  const detail = await ana.call('GET /member/entries/:entryNo', { params })
  expect(detail).toMatchObject({ points: 0, bill: { billNo }, sentence: items[1]!.sentence })
  expect(detail.steps.length).toBeGreaterThan(0)
})

test('is told once, whatever the pages, and only where it belongs', async () => {
  const { ana, billNo } = await lapsedMember()
  await refund(billNo, 4_000)
  await refund(billNo, 6_000)
  await world.bill({ storeId: store, memberId: ana.id, paidFen: 700 })
  const whole = (await page(ana)).items.map(item => item.entryNo)
  expect(whole).toHaveLength(6)
  for (const limit of [1, 2, 3]) {
    const told: string[] = []
    let cursor: string | null | undefined
    do {
      const next = await page(ana, { limit, ...(cursor ? { cursor } : {}) })
      told.push(...next.items.map(item => item.entryNo))
      cursor = next.nextCursor
    } while (cursor)
    expect(told).toEqual(whole)
  }
  expect((await page(ana, { filter: 'EARN' })).items.every(item => item.points > 0)).toBe(true)
  const month = (await page(ana)).items[0]!.occurredAt.slice(0, 7)
  expect((await page(ana, { month })).items.filter(item => item.points === 0)).toHaveLength(2)
  expect((await page(ana, { month: '2020-01' })).items).toEqual([])
})

test('from before they were kept is found by the migration, in the same place', async () => {
  const kept = () => world.db.query('SELECT member_id, journal_id, version FROM quiet_entry ORDER BY journal_id')
  const before = await kept()
  expect(before.length).toBeGreaterThan(2)
  await world.db.query('DELETE FROM quiet_entry')
  const said: string[] = []
  await new Desk1763769850000().up({ query: async (sql: string) => void said.push(sql) } as never)
  await world.db.query(said.find(sql => sql.startsWith('INSERT INTO quiet_entry'))!)
  expect(await kept()).toEqual(before)
})

test('of another member is not there, and the desk finds it by its number alone', async () => {
  const { ana, billNo } = await lapsedMember()
  const { entryNo } = await refund(billNo, 10_000)
  const bo = await world.member()
  const params = { entryNo: entryNo! }
  expect(await refusalOf(bo.call('GET /member/entries/:entryNo', { params }))).toBe('record.not_found')
  const found = await admin.call('GET /console/entries/:entryNo', { params })
  expect(found).toMatchObject({ memberNo: ana.memberNo, entry: { entryNo, points: 0, type: 'REVERSE' } })
})

test('the desk finds every kind of entry by its number, however it is typed, and nothing by a number nobody has', async () => {
  const { ana, billNo } = await lapsedMember()
  await refund(billNo, 10_000)
  for (const { entryNo, type } of (await page(ana)).items) {
    const found = await admin.call('GET /console/entries/:entryNo', { params: { entryNo: entryNo.toLowerCase() } })
    expect([found.memberNo, found.entry.entryNo, found.entry.type]).toEqual([ana.memberNo, entryNo, type])
  }
  for (const entryNo of ['4242424242424', '1', '会员', "'"]) {
    expect(await refusalOf(admin.call('GET /console/entries/:entryNo', { params: { entryNo } }))).toBe(
      'record.not_found',
    )
  }
})
