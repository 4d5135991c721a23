import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { spend } from '../../../test/ledger-builders.js'
import { openWorld, type TestMember, type World } from '../../../test/world.js'
import { DAY, refusalOf } from '../../../test/world-basics.js'
import type { Reply } from '../http.js'
import { AsOf } from '../ledger/as-of.service.js'
import { BalanceReader } from '../ledger/balances.service.js'
import { Sweeper } from '../ledger/sweeper.service.js'
import { csvOf, monthSpan } from './month-statement.rules.js'
import { MonthStatements } from './month-statement.service.js'
import { Statements } from './statements.service.js'

const SEED = Number(process.env.MONTH_SEED ?? 92_136)

let world: World
let store: number
beforeAll(async () => {
  world = await openWorld()
  store = await world.store({ dayCutOff: '00:00' })
})
afterAll(async () => {
  expect(await world.books()).toEqual({})
  await world.close()
})

type Statement = Reply<'GET /member/statements/:month'>
/** What the server makes of it, without a session: those end long before the years of these tests do. */
const statement = (member: TestMember, month: string): Promise<Statement> =>
  world.get(MonthStatements).of(member.id, month)
const asked = (member: TestMember, month: string) => member.call('GET /member/statements/:month', { params: { month } })
const sumOf = ({ changes }: Statement) => Object.values(changes).reduce((sum, change) => sum + change, 0)
const at = (when: string) => world.clock.set(new Date(`${when}+08:00`))

let bills = 0
async function bill(member: TestMember, points: number, more: Parameters<World['bill']>[0] = {}) {
  bills += 1
  const billNo = `MS${bills}`
  await world.bill({ storeId: store, billNo, memberId: member.id, paidFen: points * 100, ...more })
  return billNo
}
const use = (member: TestMember, points: number) =>
  world.lane.submit(spend(points, { memberId: member.id, storeId: store, occurredAt: world.clock.now() }))

describe('a month', () => {
  test('opens with what the last one closed with, and its changes make the difference', async () => {
    at('2027-01-10T12:00:00')
    const ana = await world.member()
    await bill(ana, 300)
    at('2027-02-03T12:00:00')
    await use(ana, 120)
    await bill(ana, 50)
    const [january, february] = [await statement(ana, '2027-01'), await statement(ana, '2027-02')]
    expect(january).toMatchObject({ state: 'CLOSED', opening: { total: 0 }, closing: { total: 300, available: 300 } })
    expect(january).toMatchObject({
      from: '2026-12-31T16:00:00.000Z',
      until: '2027-01-31T16:00:00.000Z',
      firstMonth: '2027-01',
    })
    expect(february).toMatchObject({ state: 'RUNNING', until: world.clock.now().toISOString() })
    expect(february.opening).toEqual(january.closing)
    expect(february.changes).toMatchObject({ earned: 50, used: -120, expired: 0 })
    expect(february.closing).toEqual({ total: 230, available: 230, pending: 0, held: 0, debt: 0 })
    expect(february.growth).toEqual({ opening: 300, change: 50, closing: 350 })
    expect(february.endingNext).toEqual([
      { points: 180, lastValidOn: '2029-01-31' },
      { points: 50, lastValidOn: '2029-02-28' },
    ])
  })

  test('ends at midnight in Shanghai, to the millisecond', async () => {
    at('2027-03-31T23:59:59.999')
    const ana = await world.member()
    await bill(ana, 10)
    at('2027-04-01T00:00:00.000')
    await bill(ana, 7)
    expect((await statement(ana, '2027-03')).changes.earned).toBe(10)
    expect((await statement(ana, '2027-04')).changes.earned).toBe(7)
  })

  test('has the points that ended at its first midnight, whether or not that was written down yet', async () => {
    at('2027-05-05T12:00:00')
    const ana = await world.member()
    await bill(ana, 40)
    at('2029-06-15T12:00:00')
    // Valid through 31 May: gone with the first instant of June.
    const [may, june] = [await statement(ana, '2029-05'), await statement(ana, '2029-06')]
    expect([may.closing.total, may.changes.expired]).toEqual([40, 0])
    expect([june.opening.total, june.changes.expired, june.closing.total]).toEqual([40, -40, 0])
    await world.get(Sweeper).sweep()
    at('2029-07-15T12:00:00')
    expect(await statement(ana, '2029-05')).toEqual(may)
    expect(await statement(ana, '2029-06')).toMatchObject({
      state: 'CLOSED',
      changes: june.changes,
      closing: june.closing,
    })
  })

  test('tells a refund of spent points as taken back, and what is owed then', async () => {
    at('2029-08-01T12:00:00')
    const ana = await world.member()
    const waiter = await world.staff(store)
    const billNo = await bill(ana, 100)
    await use(ana, 80)
    const body = { refundNo: 'R1', amountFen: 10_000, reason: '退菜' }
    await waiter.call('POST /staff/bills/:billNo/refunds', { params: { billNo }, body })
    const august = await statement(ana, '2029-08')
    expect(august.changes).toMatchObject({ earned: 100, used: -80, takenBack: -100 })
    expect(august.closing).toEqual({ total: -80, available: 0, pending: 0, held: 0, debt: 80 })
  })

  test('says which part belongs to earlier dates, and the earlier month what came later', async () => {
    at('2029-09-20T12:00:00')
    const ana = await world.member()
    await bill(ana, 5)
    at('2029-10-02T12:00:00')
    await bill(ana, 30, { paidAt: new Date('2029-09-30T20:00:00+08:00') })
    await bill(ana, 4)
    expect(await statement(ana, '2029-09')).toMatchObject({ closing: { total: 5 }, fromEarlier: 0, postedLater: 30 })
    expect(await statement(ana, '2029-10')).toMatchObject({ closing: { total: 39 }, fromEarlier: 30, postedLater: 0 })
  })

  test('that has not begun is refused; one before the first entry is empty', async () => {
    at('2029-10-31T23:59:59.999')
    const ana = await world.member()
    expect(await refusalOf(asked(ana, '2029-11'))).toBe('statement.future')
    const empty = { opening: { total: 0 }, closing: { total: 0 }, endingNext: [], firstMonth: null }
    expect(await asked(ana, '2029-10')).toMatchObject(empty)
    expect(await statement(ana, '2019-01')).toMatchObject(empty)
    at('2029-11-01T00:00:00.000')
    expect(await statement(ana, '2029-11')).toMatchObject({ state: 'RUNNING' })
    expect(await refusalOf(asked(ana, '2029-13'))).toBe('input.invalid')
  })
})

test(`all months of a random history close and agree with the balance of then and the lines of the statement (MONTH_SEED=${SEED})`, async () => {
  let state = SEED
  const random = (n: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return state % n
  }
  at('2030-01-02T10:00:00')
  const ana = await world.member()
  for (let n = 0; n < 70; n += 1) {
    const dice = random(10)
    const days = random(4)
    if (dice < 4) await bill(ana, 1 + random(300), { availableAt: new Date(world.clock.now().getTime() + days * DAY) })
    else if (dice < 5)
      await bill(ana, 1 + random(100), { paidAt: new Date(world.clock.now().getTime() - days * 10 * DAY) })
    else if (dice < 9) await use(ana, random(150))
    else await world.get(Sweeper).sweep()
    world.clock.advance(random(24) * DAY + random(DAY))
  }
  await world.get(Sweeper).sweep()
  const months = await world.get(Statements).months(ana.id)
  const now = world.clock.now()
  let before: Statement | undefined
  for (let month = '2029-12'; new Date(monthSpan(month).from) <= now; month = nextOf(month)) {
    const current = await statement(ana, month)
    if (before) expect([month, current.opening]).toEqual([month, before.closing])
    expect([month, current.opening.total + sumOf(current)]).toEqual([month, current.closing.total])
    const { pending, available, held, debt } = await world
      .get(AsOf)
      .at(ana.id, new Date(new Date(current.until).getTime() - (current.state === 'CLOSED' ? 1 : 0)))
    expect(current.closing).toMatchObject({ pending, available, held, debt })
    const lines = months.find(one => one.month === month) ?? { in: 0, out: 0 }
    expect([month, sumOf(current) - current.fromEarlier + current.postedLater]).toEqual([month, lines.in - lines.out])
    before = current
  }
  const { balances } = await world.get(BalanceReader).of(ana.id)
  expect(before?.closing).toMatchObject({
    available: balances.available,
    pending: balances.pending,
    debt: balances.debt,
  })
}, 120_000)

const nextOf = (month: string) =>
  new Date(new Date(`${month}-15T00:00:00Z`).getTime() + 30 * DAY).toISOString().slice(0, 7)

describe('at the desk', () => {
  test('a member is shown as of any moment, and a moment to come is refused', async () => {
    at('2036-03-01T12:00:00')
    const ana = await world.member()
    await bill(ana, 80)
    const then = world.clock.now().toISOString()
    world.clock.advance(DAY)
    await use(ana, 50)
    const operator = await world.operator('SUPPORT')
    const read = (moment: string) =>
      operator.call('GET /console/members/:memberNo/balances', {
        params: { memberNo: ana.memberNo },
        query: { at: moment },
      })
    expect(await read(then)).toMatchObject({
      at: then,
      balances: { available: 80, growth: 80, expiringSoon: null },
      lots: [{ remaining: 80, granted: 80, earnedMonth: '2036-03', lastValidOn: '2038-03-31', state: 'AVAILABLE' }],
      lastPostedAt: then,
    })
    expect(await read(world.clock.now().toISOString())).toMatchObject({
      balances: { available: 30 },
      lots: [{ remaining: 30 }],
    })
    expect(await read('2036-02-28T16:00:00Z')).toMatchObject({
      balances: { available: 0 },
      lots: [],
      lastPostedAt: null,
    })
    expect(await refusalOf(read(new Date(world.clock.now().getTime() + 1).toISOString()))).toBe('statement.future')
  })

  test('the month is the one the member sees, and comes as a spreadsheet with its entries', async () => {
    at('2036-05-20T12:00:00')
    const ana = await world.member()
    await bill(ana, 80)
    await use(ana, 30)
    const operator = await world.operator('SUPPORT')
    const params = { memberNo: ana.memberNo, month: '2036-05' }
    expect(await operator.call('GET /console/members/:memberNo/statements/:month', { params })).toEqual(
      await statement(ana, '2036-05'),
    )
    const file = await fetch(`${world.url}/api/console/members/${ana.memberNo}/statements/2036-05/csv`, {
      headers: { authorization: `Bearer ${operator.token}` },
    })
    expect(file.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(file.headers.get('content-disposition')).toBe(`attachment; filename="${ana.memberNo}-2036-05.csv"`)
    const lines = Buffer.from(await file.arrayBuffer())
      .toString()
      .split('\r\n')
    expect(lines.slice(0, 4)).toEqual([
      `\uFEFF会员号 Member no.,${ana.memberNo}`,
      '月份 Month,2036-05',
      '截至 Until,2036-05-20 12:00:00',
      '期初 Opening,0',
    ])
    expect(lines).toContain('期末 Closing,50')
    expect(lines.at(-3)).toMatch(/^2036-05-20 12:00:00,2036-05-20 12:00:00,\w+,获得 Earned,国贸店,80,80$/)
    expect(lines.at(-2)).toMatch(/,使用 Used,国贸店,-30,50$/)
  })

  test('a store whose name looks like a formula stays a name in the spreadsheet', async () => {
    const month = await statement(await world.member(), '2036-05')
    const row = { journal_id: 1, kind: 1, posted_at: new Date(0), occurred_at: new Date(0), change: 1, available: 1 }
    const [last] = csvOf('1', month, [{ ...row, store_name: '=1+1,"店"' }])
      .split('\r\n')
      .slice(-2)
    expect(last).toContain(`"'=1+1,""店"""`)
  })
})
