import { BillNo } from '@huitou/shared/purchases'
import { describe, expect, test } from '@jest/globals'
import { dayOf, localOf } from '../calendar.js'
import type { BillEvent, Plan, PlannedEvent } from './events.rules.js'
import { HOUSES, TIME_ZONE } from './houses.rules.js'
import { makePlan } from './plan.rules.js'
import { STORIES } from './stories.rules.js'

const NOW = new Date('2026-11-22T05:10:00Z')
const plan = makePlan(20_261_122, NOW)
const billsOf = ({ events }: Plan) => events.filter((event): event is BillEvent => event.kind === 'BILL')
const bills = billsOf(plan)
const story = (name: keyof typeof STORIES, of = plan) => {
  const member = of.members.findIndex(({ nickname }) => nickname === STORIES[name])
  return of.events.filter(event => event.member === member)
}
const local = (event: PlannedEvent) => localOf(event.at, TIME_ZONE)
const share = (test: (bill: BillEvent) => boolean, among = bills) => among.filter(test).length / among.length

describe('a plan', () => {
  test('is the same for the same seed and moment, and another for another seed', () => {
    expect(JSON.stringify(makePlan(20_261_122, NOW)) === JSON.stringify(plan)).toBe(true)
    expect(makePlan(1, NOW).events.slice(0, 50)).not.toEqual(plan.events.slice(0, 50))
  })
  test('is of the size that was asked for', () => {
    expect(plan.members.length).toBeGreaterThan(2_000)
    expect(plan.members.length).toBeLessThan(3_200)
    expect(bills.length).toBeGreaterThan(20_000)
    expect(bills.length).toBeLessThan(30_000)
    expect(plan.events.filter(event => event.kind === 'REFUND').length).toBeGreaterThan(200)
    expect(plan.events.filter(event => event.kind === 'SPEND').length).toBeGreaterThan(1_000)
  })
  test.each(['2026-11-22T05:10:00Z', '2028-02-29T15:59:59Z', '2027-03-31T16:00:00Z', '2027-01-01T00:30:00Z'])(
    'that ends at %s is in the order of time and never ahead of it',
    end => {
      const now = new Date(end)
      const { members, events } = makePlan(5, now)
      const wrong = events.filter(
        (event, at) =>
          event.at < (events[at - 1]?.at ?? 0) ||
          event.at >= now ||
          (event.member !== null && members[event.member]!.enrolledAt > event.at),
      )
      expect(wrong).toEqual([])
    },
  )
})

describe('bills', () => {
  test('have numbers a till may send, each once', () => {
    const numbers = plan.events.flatMap(event =>
      event.kind === 'BILL' ? [event.billNo] : event.kind === 'REFUND' ? [event.refundNo] : [],
    )
    expect(new Set(numbers).size).toBe(numbers.length)
    expect(numbers.filter(number => !BillNo.safeParse(number).success)).toEqual([])
  })
  test('are of whole fen, at tables and by staff the store has', () => {
    const wrong = bills.filter(({ fen, house, table, staff }) => {
      const { tables, staff: people } = HOUSES[house]!
      const paid = Number.isSafeInteger(fen) && fen >= 1_800 && fen <= 1_000_000
      return !paid || (table ?? 0) >= tables.length || (staff ?? 0) >= people.length
    })
    expect(wrong).toEqual([])
  })
  test('come at lunch and at dinner', () => {
    const at = (from: number, to: number) => share(bill => local(bill).hour >= from && local(bill).hour < to)
    expect(at(11, 14)).toBeGreaterThan(0.35)
    expect(at(17, 21)).toBeGreaterThan(0.33)
    expect(at(14, 17)).toBeLessThan(0.2)
    expect(at(4, 10)).toBe(0)
  })
  test('fill the offices’ store on weekdays and the mall’s at weekends', () => {
    const weekend = (house: number) =>
      share(
        bill => [0, 6].includes(new Date(`${dayOf(bill.at, TIME_ZONE)}T00:00:00Z`).getUTCDay()),
        bills.filter(b => b.house === house),
      )
    expect(weekend(0)).toBeLessThan(0.24)
    expect(weekend(1)).toBeGreaterThan(0.32)
  })
  test('follow the seasons by the lake, every day of twelve months', () => {
    const lake = bills.filter(bill => bill.house === 2)
    const month = (number: number) =>
      lake.filter(bill => local(bill).month === number && bill.at > new Date('2025-11-22T00:00:00Z')).length
    expect(month(10) / month(1)).toBeGreaterThan(1.35)
    const days = new Set(bills.map(bill => dayOf(bill.at, TIME_ZONE)).filter(day => day >= '2025-11-22'))
    expect(days.size).toBe(366)
  })
  test('are of regulars and of people who came once, and some of nobody known', () => {
    const visits = new Map<number, number>()
    for (const { member } of bills) if (member !== null) visits.set(member, (visits.get(member) ?? 0) + 1)
    const counts = [...visits.values()]
    expect(counts.filter(count => count === 1).length / counts.length).toBeGreaterThan(0.3)
    expect(counts.filter(count => count >= 20).length).toBeGreaterThan(150)
    expect(Math.max(...counts)).toBeLessThan(260)
    const unknown = share(bill => bill.member === null)
    expect(unknown).toBeGreaterThan(0.04)
    expect(unknown).toBeLessThan(0.08)
    expect(plan.members.every((_, member) => visits.has(member))).toBe(true)
  })
})

describe('points', () => {
  test('are planned to be spent only after they were earned', () => {
    const left = new Map<number, number>()
    const wrong = plan.events.filter(event => {
      if (event.member === null || event.kind === 'REFUND') return false
      const change = event.kind === 'BILL' ? Math.floor(event.fen / 100) : -event.points
      left.set(event.member, (left.get(event.member) ?? 0) + change)
      return left.get(event.member)! < 0
    })
    expect(wrong).toEqual([])
  })
  test('of a refund never pass the bill', () => {
    const paid = new Map(bills.map(bill => [bill.billNo, bill]))
    const wrong = plan.events.filter(event => {
      if (event.kind !== 'REFUND') return false
      const bill = paid.get(event.billNo)!
      return event.fen > bill.fen || event.fen <= 0 || event.at <= bill.at
    })
    expect(wrong).toEqual([])
  })
})

describe('the stories', () => {
  test('the diner has two years of bills, some of this month two years ago, rewards, a refund and a recent meal', () => {
    const events = story('diner')
    const own = events.filter((event): event is BillEvent => event.kind === 'BILL')
    expect(plan.members[0]).toMatchObject({ nickname: STORIES.diner, device: 'demo-diner' })
    expect(own.length).toBeGreaterThan(50)
    expect(own.filter(bill => dayOf(bill.at, TIME_ZONE).startsWith('2024-11')).length).toBeGreaterThanOrEqual(2)
    expect(own.filter(bill => dayOf(bill.at, TIME_ZONE) < '2024-10-31').length).toBeGreaterThanOrEqual(3)
    expect(dayOf(own.at(-1)!.at, TIME_ZONE)).toBe('2026-11-22')
    expect(events.filter(event => event.kind === 'SPEND').length).toBeGreaterThanOrEqual(2)
    expect(events.filter(event => event.kind === 'REFUND').length).toBeGreaterThanOrEqual(1)
  })
  test('one spends nearly everything and then gives the bill back', () => {
    expect(story('debt')).toMatchObject([
      { kind: 'BILL', fen: 68_800 },
      { kind: 'SPEND', points: 588 },
      { kind: 'REFUND', fen: 68_800 },
    ])
  })
  test('one waits for points that begin within a week', () => {
    const [, banquet] = story('pending') as BillEvent[]
    const days = (banquet!.availableAt!.getTime() - NOW.getTime()) / 86_400_000
    expect(days).toBeGreaterThan(4.5)
    expect(days).toBeLessThan(6.5)
  })
  test('one has not come for two years', () => {
    const last = story('expired').at(-1)!
    expect(dayOf(last.at, TIME_ZONE) < '2024-10-31').toBe(true)
  })
})
