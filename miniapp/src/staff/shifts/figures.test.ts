import { expect, test } from '@jest/globals'
import { figuresOf, isEmpty, lineValueOf, reportText, type Shift, spanOf, storeFiguresOf, whyOf } from './figures'

type Report = Shift['report']

const none = {
  bills: 0,
  paidFen: 0,
  points: 0,
  refunds: 0,
  refundedFen: 0,
  verifications: 0,
  uses: 0,
  worthFen: 0,
  voids: 0,
  offline: 0,
}
const store = { ...none, tillBills: 0, tillFen: 0, handBills: 0, handFen: 0, enrolments: 0 }
const quiet: Report = { mine: none, store, lines: [], voids: [], differences: [] }
const shift: Shift = {
  id: '7',
  store: '国贸店',
  by: '小李 · 0007',
  mine: true,
  businessDay: '2026-11-23',
  openedAt: '2026-11-23T04:30:00.000Z',
  endsAt: '2026-11-23T20:00:00.000Z',
  closedAt: '2026-11-23T10:00:00.000Z',
  automatic: false,
  note: '',
  report: quiet,
}
const t = (key: string, values: Record<string, string | number> = {}) =>
  `${key.replace(/^shift\./, '')}${Object.keys(values).length > 0 ? `(${Object.values(values).join('|')})` : ''}`
const voice = { t, say: (text: { zh: string }) => text.zh }
const shown = (figures: { name: string; value: string }[], name: string) =>
  figures.find(figure => figure.name === name)?.value

test('a shift tells bills, points, refunds, verifications and voids, each with what it came to', () => {
  const sums = { ...none, bills: 3, paidFen: 26_400, points: 264, refunds: 1, refundedFen: 8_800, voids: 2 }
  const figures = figuresOf({ ...sums, verifications: 4, uses: 4, worthFen: 5_000 }, t)
  expect(figures.map(({ name, value }) => `${name} ${value}`)).toEqual([
    'shift.bills many(3) · ¥264.00',
    'shift.points +264',
    'shift.refunds many(1) · −¥88.00',
    'shift.verifications many(4) · ¥50.00',
    'shift.voids many(2)',
  ])
})

test('uses are told only where a voucher was taken several times at once, offline only where there was any', () => {
  const several = figuresOf({ ...none, verifications: 2, uses: 5, offline: 1 }, t)
  expect(shown(several, 'shift.verifications')).toBe('manyTimes(2|5)')
  expect(shown(several, 'shift.offline')).toBe('many(1)')
  const once = figuresOf({ ...none, verifications: 2, uses: 2 }, t)
  expect(shown(once, 'shift.verifications')).toBe('many(2)')
  expect(shown(once, 'shift.offline')).toBeUndefined()
})

test('the store adds who joined, and which bills its tills rang up', () => {
  const figures = storeFiguresOf({ ...store, tillBills: 9, tillFen: 90_000, handBills: 1, enrolments: 4 }, t)
  expect(shown(figures, 'shift.tillBills')).toBe('many(9) · ¥900.00')
  expect(shown(figures, 'shift.handBills')).toBe('many(1)')
  expect(shown(figures, 'shift.enrolments')).toBe('people(4)')
})

test('a shift is empty until its owner has done something; what others did does not fill it', () => {
  expect(isEmpty({ ...quiet, store: { ...store, bills: 9 } })).toBe(true)
  for (const name of ['bills', 'refunds', 'verifications', 'voids'] as const) {
    expect(isEmpty({ ...quiet, mine: { ...none, [name]: 1 } })).toBe(false)
  }
})

test('a bill that does not fit tells both amounts; one no till knows says so; an unknown amount is no zero', () => {
  const one = { serialNo: '0003', billNo: 'A-1' }
  expect(whyOf({ ...one, kind: 'MISSING', expectedFen: 8_000, rungUpFen: null }, t)).toBe('missing')
  expect(whyOf({ ...one, kind: 'AMOUNT', expectedFen: 8_000, rungUpFen: 9_000 }, t)).toBe('amount(¥80.00|¥90.00)')
  expect(whyOf({ ...one, kind: 'AMOUNT', expectedFen: null, rungUpFen: 0 }, t)).toBe('amount(—|¥0.00)')
})

test('the day is said twice only where a shift went past midnight', () => {
  expect(spanOf(shift, voice)).toBe('span(2026-11-23 12:30|18:00)')
  expect(spanOf({ ...shift, closedAt: '2026-11-23T17:00:00.000Z' }, voice)).toBe(
    'span(2026-11-23 12:30|2026-11-24 01:00)',
  )
  expect(spanOf({ ...shift, closedAt: null }, voice)).toBe('running(2026-11-23 12:30)')
})

test('the text for the manager holds what the page holds: kinds, voids, differences and the note', () => {
  const line = { kind: 'VOUCHER' as const, name: { zh: '凉面', en: '' }, verifications: 2, uses: 3, worthFen: 3_000 }
  const undone = {
    serialNo: '0002',
    name: { zh: '凉面', en: '' },
    worthFen: 1_000,
    verifiedBy: '小李',
    at: '2026-11-23T05:00:00.000Z',
    by: '店长',
    reason: '点错了',
  }
  const unlike = { serialNo: '0003', billNo: 'A-1', kind: 'MISSING' as const, expectedFen: null, rungUpFen: null }
  const report = { ...quiet, lines: [line], voids: [undone], differences: [unlike] }
  const text = reportText({ ...shift, note: '备用金 500 元', report }, voice)
  expect(lineValueOf(line, t)).toBe('times(3) · ¥30.00')
  for (const words of ['国贸店', '小李 · 0007', '凉面 times(3) · ¥30.00', 'noteOf(备用金 500 元)']) {
    expect(text).toContain(words)
  }
  expect(text).toContain('0002 凉面 voidLine(小李|店长|13:00|点错了)')
  expect(text).toContain('0003 bill(A-1) missing')
  expect(reportText(shift, voice)).toContain('noVoids')
  expect(reportText(shift, voice)).not.toContain('noteOf')
})
