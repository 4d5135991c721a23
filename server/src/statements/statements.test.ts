import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type TestTill, tillOf } from '../../../test/till-builders.js'
import { openWorld, type TestMember, type World } from '../../../test/world.js'
import { DAY } from '../../../test/world-basics.js'
import { dayOf } from '../calendar.js'
import type { Input, Reply } from '../http.js'
import { Sweeper } from '../ledger/sweeper.service.js'

let world: World
let store: number
let waiter: Awaited<ReturnType<World['staff']>>
let at: TestTill['at']
let bill: TestTill['bill']
let refund: TestTill['refund']
let spend: TestTill['spend']
beforeAll(async () => {
  world = await openWorld()
  store = await world.store({ dayCutOff: '00:00' })
  waiter = await world.staff(store)
  ;({ at, bill, refund, spend } = tillOf(world, store))
})
afterAll(async () => {
  expect(await world.books()).toEqual({})
  await world.close()
})

type Entry = Reply<'GET /member/entries'>['items'][number]
type Query = Input<'GET /member/entries'>['query']

const cardOf = (member: TestMember) => member.call('GET /member/card')
const page = (member: TestMember, query: Query = {}) => member.call('GET /member/entries', { query })
const detail = (member: TestMember, entryNo: string) =>
  member.call('GET /member/entries/:entryNo', { params: { entryNo } })

/** All pages of a statement; `between` happens after each. */
async function allPages(member: TestMember, query: Query, between = async () => {}): Promise<Entry[]> {
  const found: Entry[] = []
  let cursor: string | null | undefined
  do {
    const { items, nextCursor } = await page(member, { ...query, ...(cursor ? { cursor } : {}) })
    found.push(...items)
    cursor = nextCursor
    await between()
  } while (cursor)
  return found
}

describe('pages', () => {
  test('new entries arrive while ana reads on: nothing comes twice and nothing is left out', async () => {
    const ana = await world.member()
    for (let n = 1; n <= 23; n += 1) await bill(ana.id, n * 100)
    const there = (await page(ana, { limit: 100 })).items.map(entry => entry.entryNo)
    const read = await allPages(ana, { limit: 5 }, async () => void (await bill(ana.id, 100)))
    expect(read.map(entry => entry.entryNo)).toEqual(there)
  })

  test('an entry that moved debt and points at once is shown once, whatever page it falls on', async () => {
    const ana = await world.member()
    const first = await bill(ana.id, 10_000)
    await spend(ana.id, 80)
    await refund(first.billNo, 10_000)
    for (let n = 0; n < 3; n += 1) await bill(ana.id, 10_000)
    for (const limit of [1, 2, 3, 4, 5, 6]) {
      const read = await allPages(ana, { limit })
      expect(read.map(entry => entry.points)).toEqual([100, 100, 100, -100, -80, 100])
    }
  })

  test('the last page says so, also when it is full', async () => {
    const ana = await world.member()
    for (let n = 0; n < 4; n += 1) await bill(ana.id, 100)
    const first = await page(ana, { limit: 2 })
    const second = await page(ana, { limit: 2, cursor: first.nextCursor! })
    expect([first.items.length, second.items.length, second.nextCursor]).toEqual([2, 2, null])
  })

  test('the months come with the first page only, and speak of the whole history', async () => {
    const ana = await world.member()
    for (let n = 0; n < 3; n += 1) await bill(ana.id, 10_000)
    const first = await page(ana, { limit: 1 })
    expect(first.months).toEqual([{ month: '2026-11', in: 300, out: 0 }])
    expect((await page(ana, { limit: 1, cursor: first.nextCursor! })).months).toEqual([])
  })

  test('a thousand entries are read to the end in little time, each with the balance right after it', async () => {
    const ana = await world.member()
    for (let from = 0; from < 1000; from += 200) await Promise.all(Array.from({ length: 200 }, () => bill(ana.id, 100)))
    const began = performance.now()
    const read = await allPages(ana, { limit: 100 })
    expect(performance.now() - began).toBeLessThan(10_000)
    expect(read.map(entry => entry.balanceAfter)).toEqual(Array.from({ length: 1000 }, (_, n) => 1000 - n))
    expect(new Set(read.map(entry => entry.entryNo)).size).toBe(1000)
  })
})

describe('filters and months', () => {
  test('each filter shows its own kind; together with a month, of that month', async () => {
    const ana = await world.member()
    const old = await at('2024-03-08T12:00:00+08:00', () => bill(ana.id, 5_000))
    const kept = await bill(ana.id, 10_000)
    await spend(ana.id, 30)
    await refund(kept.billNo, 1_000)
    expect(old.row.points).toBe(50)
    const types = async (query: Query) => (await allPages(ana, query)).map(entry => `${entry.type} ${entry.points}`)
    expect(await types({})).toEqual(['REVERSE -10', 'REDEEM -30', 'EARN 100', 'EXPIRE -50', 'EARN 50'])
    expect(await types({ filter: 'EARN' })).toEqual(['EARN 100', 'EARN 50'])
    expect(await types({ filter: 'REDEEM' })).toEqual(['REDEEM -30'])
    expect(await types({ filter: 'EXPIRE' })).toEqual(['EXPIRE -50'])
    expect(await types({ filter: 'EARN', month: '2024-03' })).toEqual(['EARN 50'])
    expect(await types({ month: '2024-04' })).toEqual([])
    expect(await types({ filter: 'EARN', limit: 1 })).toEqual(['EARN 100', 'EARN 50'])
  })

  test('a month begins and ends at midnight in Shanghai, to the millisecond, wherever the store is', async () => {
    const ana = await world.member()
    const tokyo = await world.store({ timeZone: 'Asia/Tokyo', dayCutOff: '00:00' })
    const last = await at('2026-11-30T23:59:59.999+08:00', () => bill(ana.id, 100))
    const first = await at('2026-12-01T00:00:00.000+08:00', () => bill(ana.id, 200))
    // Half past midnight on 1 December in Tokyo is still November here.
    const abroad = await at('2026-12-01T00:30:00+09:00', () => bill(ana.id, 300, { storeId: tokyo }))
    const points = async (month: string) => (await allPages(ana, { month })).map(entry => entry.points)
    expect([last.row.points, first.row.points, abroad.row.points]).toEqual([1, 2, 3])
    expect(await points('2026-11')).toEqual([3, 1])
    expect(await points('2026-12')).toEqual([2])
    expect((await page(ana)).months).toEqual([
      { month: '2026-12', in: 2, out: 0 },
      { month: '2026-11', in: 4, out: 0 },
    ])
  })

  test('a 29 February has a month, and so has the first of January', async () => {
    const ana = await world.member()
    await at('2024-02-29T23:59:59.999+08:00', () => bill(ana.id, 700))
    await at('2025-01-01T00:00:00+08:00', () => bill(ana.id, 900))
    expect((await page(ana, { month: '2024-02' })).items.map(entry => entry.points)).toEqual([7])
    expect((await page(ana, { month: '2025-01' })).items.map(entry => entry.points)).toEqual([9])
    expect((await page(ana, { month: '2024-12' })).items).toEqual([])
  })

  test('what came minus what went, over all months, is the balance to the point; each month is the sum of its lines', async () => {
    const ana = await world.member()
    const old = await at('2024-10-20T12:00:00+08:00', () => bill(ana.id, 12_345))
    await at('2025-05-20T12:00:00+08:00', () => bill(ana.id, 6_789))
    await at('2025-06-01T00:00:00+08:00', () => spend(ana.id, 100))
    const later = await bill(ana.id, 20_000, { availableAt: new Date(world.clock.now().getTime() + DAY) })
    const now = await bill(ana.id, 33_333)
    await refund(now.billNo, 11_111)
    await refund(later.billNo, 5_000)
    await refund(old.billNo, 12_345)
    const [{ months }, entries, { balances }] = await Promise.all([page(ana), allPages(ana, {}), cardOf(ana)])
    const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0)
    expect(sum(months.map(month => month.in - month.out))).toBe(balances.available + balances.pending - balances.debt)
    for (const { month, in: came, out: went } of months) {
      const lines = entries.filter(entry => dayOf(new Date(entry.occurredAt), 'Asia/Shanghai').startsWith(month))
      expect([month, sum(lines.map(line => line.points))]).toEqual([month, came - went])
    }
  })
})

describe('points that are not there yet, and points that are owed', () => {
  test('pending points show when they begin, and turn available by themselves without another line', async () => {
    const ana = await world.member()
    await bill(ana.id, 1_000)
    const begins = new Date(world.clock.now().getTime() + 3 * DAY)
    await bill(ana.id, 5_000, { availableAt: begins })
    const [line] = (await page(ana)).items
    expect(line).toMatchObject({ points: 50, state: 'PENDING', availableAt: begins.toISOString(), balanceAfter: 10 })
    expect(await cardOf(ana)).toMatchObject({ balances: { available: 10, pending: 50 } })
    await at(begins, async () => {
      const unswept = await page(ana)
      expect(unswept.items[0]).toMatchObject({ points: 50, state: 'AVAILABLE', availableAt: null })
      expect(await cardOf(ana)).toMatchObject({ balances: { available: 60, pending: 0 } })
      await world.get(Sweeper).sweep()
      const swept = await page(ana)
      expect(swept.items).toEqual(unswept.items)
      expect(await cardOf(ana)).toMatchObject({ balances: { available: 60, pending: 0 } })
    })
  })

  test('a refund of points already spent is owed, shown whole, and repaid by the next bill', async () => {
    const ana = await world.member()
    const { billNo } = await bill(ana.id, 10_000)
    await spend(ana.id, 80)
    expect(await refund(billNo, 10_000)).toMatchObject({ pointsTaken: 20, debtAdded: 80 })
    expect((await page(ana)).items[0]).toMatchObject({ type: 'REVERSE', points: -100, growth: -100, balanceAfter: 0 })
    await bill(ana.id, 9_000)
    const [line] = (await page(ana)).items
    expect(line).toMatchObject({ type: 'EARN', points: 90, balanceAfter: 10 })
    expect(await cardOf(ana)).toMatchObject({ balances: { available: 10, debt: 0 } })
    expect((await detail(ana, line!.entryNo)).lots.map(lot => lot.points)).toEqual([10])
  })

  test('a bill too small for a point is in no statement, and no number leads to it', async () => {
    const ana = await world.member()
    const { billNo } = await bill(ana.id, 99)
    expect((await page(ana)).items).toEqual([])
    const small = await waiter.call('GET /staff/bills/:billNo', { params: { billNo } })
    expect(small).toMatchObject({ points: 0, entryNo: null, sentence: { zh: '¥0.99 × 1 分 = 0 分' } })
  })
})
