import { expect, test } from '@jest/globals'
import { type Entry, monthAfter, monthsOf } from './months'

const entry = (entryNo: string, occurredAt: string, points: number) => ({ entryNo, occurredAt, points }) as Entry
const page = (items: Entry[], months: { month: string; in: number; out: number }[], nextCursor: string | null) => ({
  items,
  months,
  nextCursor,
})

test('a month that spans two pages is one group with the sums of the whole month', () => {
  const march = { month: '2026-03', in: 300, out: 50 }
  const pages = [
    page([entry('3', '2026-04-01T02:00:00.000Z', 20), entry('2', '2026-03-20T02:00:00.000Z', 100)], [march], 'c'),
    page([entry('1', '2026-03-01T02:00:00.000Z', 200)], [march], null),
  ]
  const months = monthsOf(pages)
  expect(months.map(({ month }) => month)).toEqual(['2026-04', '2026-03'])
  expect(months[1]?.entries.map(({ entryNo }) => entryNo)).toEqual(['2', '1'])
  expect(months[1]).toMatchObject({ in: 300, out: 50 })
})

test('an entry of the last evening of a month stays in it by store time', () => {
  const pages = [page([entry('1', '2026-03-31T15:59:59.000Z', 1), entry('0', '2026-03-31T16:00:00.000Z', 1)], [], null)]
  expect(monthsOf(pages).map(({ month }) => month)).toEqual(['2026-03', '2026-04'])
})

test.each([
  ['2026-12', 1, '2027-01'],
  ['2027-01', -1, '2026-12'],
  ['2026-09', 1, '2026-10'],
  ['2026-10', -1, '2026-09'],
  ['2026-05', -17, '2024-12'],
])('%s and %i months give %s', (month, by, wanted) => {
  expect(monthAfter(month, by)).toBe(wanted)
})
