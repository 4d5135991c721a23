import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { openTillWorld, type TillWorld } from '../../../test/till-builders.js'
import type { TestOperator } from '../../../test/world.js'
import { DAY } from '../../../test/world-basics.js'
import type { Input } from '../http.js'

let { world, bill, refund, spend } = {} as TillWorld
let admin: TestOperator
beforeAll(async () => {
  ;({ world, bill, refund, spend } = await openTillWorld({ name: '西单店' }))
  admin = await world.operator('ADMIN')
})
afterAll(async () => {
  expect(await world.books()).toEqual({})
  await world.close()
})

const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0)

describe('figures', () => {
  test('are what one gets by counting the rows by hand', async () => {
    const ana = await world.member({ points: 500 })
    const { billNo } = await bill(ana.id, 10_000)
    await spend(ana.id, 590)
    await refund(billNo, 10_000)
    await bill(ana.id, 2_000, { paidAt: new Date(world.clock.now().getTime() - 31 * DAY) })
    await bill(null, 7_700)
    await world.books()
    const all = <T>(sql: string) => world.db.query<T>(sql)
    const [accounts, lots, purchases, people] = await Promise.all([
      all<{ pending: number; debt: number }>(
        'SELECT pending, debt FROM account WHERE owner_type = 1 AND currency_id = 1',
      ),
      all<{ state: number; remaining: number; held: number }>('SELECT state, remaining, held FROM lot'),
      all<{ member_id: number | null; paid_at: Date; paid_fen: number; refunded_fen: number }>(
        'SELECT * FROM purchase',
      ),
      all<{ id: number }>('SELECT id FROM member'),
    ])
    const since = world.clock.now().getTime() - 30 * DAY
    const recent = purchases.filter(row => row.member_id && row.paid_at.getTime() >= since).map(row => row.member_id)
    const live = lots.filter(lot => lot.state === 2)
    const overview = await admin.call('GET /console/overview')
    const figures = Object.fromEntries(overview.figures.map(figure => [figure.name.en, figure.value]))
    expect(figures).toEqual({
      Members: people.length,
      'Paying members, 30 days': new Set(recent).size,
      'Points outstanding': sum(live.map(lot => lot.remaining + lot.held)),
      'Points pending': sum(accounts.map(account => account.pending)),
      'Points owed': sum(accounts.map(account => account.debt)),
    })
    const november = purchases.filter(row => shanghaiMonth(row.paid_at) === '2026-11')
    expect(overview.months.find(month => month.month === '2026-11')).toMatchObject({
      bills: november.length,
      paidFen: sum(november.map(row => row.paid_fen - row.refunded_fen)),
    })
  })

  test('of a month are those of Shanghai, to the millisecond', async () => {
    const of = async (month: string) =>
      (await admin.call('GET /console/overview')).months.find(row => row.month === month)
    const [august, september] = [await of('2026-08'), await of('2026-09')]
    await bill(null, 100, { paidAt: new Date('2026-08-31T23:59:59.999+08:00') })
    await bill(null, 100, { paidAt: new Date('2026-09-01T00:00:00.000+08:00') })
    expect((await of('2026-08'))?.bills).toBe((august?.bills ?? 0) + 1)
    expect((await of('2026-09'))?.bills).toBe((september?.bills ?? 0) + 1)
  })
})

function shanghaiMonth(at: Date): string {
  return new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 7)
}

describe('looking for a bill', () => {
  const search = async (query: Input<'GET /console/purchases'>['query']) =>
    (await admin.call('GET /console/purchases', { query })).items.map(item => item.billNo)

  test('by its number or the beginning of it, by member, by entry of the bill or of its refund', async () => {
    const ana = await world.member()
    const row = await bill(ana.id, 10_000, { billNo: 'FIND-1' })
    await bill(ana.id, 20_000, { billNo: 'FIND-2' })
    await bill(null, 30_000, { billNo: 'FINDX3' })
    const { entryNo } = await refund(row.billNo, 5_000)
    const [ownEntry] = (await ana.call('GET /member/entries', { query: { filter: 'EARN' } })).items.slice(-1)
    expect(await search({ search: 'FIND-' })).toEqual(['FIND-2', 'FIND-1'])
    expect(await search({ search: 'FIND' })).toEqual(['FINDX3', 'FIND-2', 'FIND-1'])
    expect(await search({ search: ana.memberNo })).toEqual(['FIND-2', 'FIND-1'])
    expect(await search({ search: ownEntry!.entryNo })).toEqual(['FIND-1'])
    expect(await search({ search: entryNo! })).toEqual(['FIND-1'])
  })

  test('takes signs for themselves', async () => {
    await bill(null, 100, { billNo: 'SIGN_1' })
    await bill(null, 100, { billNo: 'SIGNX1' })
    expect(await search({ search: 'SIGN_' })).toEqual(['SIGN_1'])
    expect(await search({ search: '%' })).toEqual([])
  })

  test('of one store, page by page, newest first', async () => {
    const other = await world.store()
    const made = ['P-1', 'P-2', 'P-3', 'P-4', 'P-5']
    for (const billNo of made) await bill(null, 100, { storeId: other, billNo })
    const read: string[] = []
    let cursor: string | undefined
    do {
      const query = { storeId: String(other), limit: 2, ...(cursor ? { cursor } : {}) }
      const reply = await admin.call('GET /console/purchases', { query })
      read.push(...reply.items.map(item => item.billNo))
      cursor = reply.nextCursor ?? undefined
    } while (cursor)
    expect(read).toEqual([...made].reverse())
    expect(await search({ storeId: '4242424242' })).toEqual([])
  })
})

describe('the books', () => {
  test('are clean, and name the account the moment a balance is changed behind their back', async () => {
    const ana = await world.member({ points: 9 })
    const books = () => admin.call('GET /console/books')
    expect(await books()).toMatchObject({ clean: true })
    await world.db.query('UPDATE account SET available = available + 1 WHERE id = ?', [ana.id + 1])
    const spoilt = await books()
    await world.db.query('UPDATE account SET available = available - 1 WHERE id = ?', [ana.id + 1])
    expect(spoilt.clean).toBe(false)
    const broken = spoilt.checks.filter(check => check.broken > 0)
    expect(broken.length).toBeGreaterThan(0)
    expect(JSON.stringify(broken)).toContain(String(ana.id + 1))
    expect(await books()).toMatchObject({ clean: true })
  })
})
