import { expect, test } from '@jest/globals'
import { coolDownUntil, limitPassed, MISS_WINDOW_MS, serialText, undoProblem, undoUntil } from './verification.rules.js'

const now = new Date('2026-11-23T04:30:00.000Z')
const ago = (ms: number) => new Date(now.getTime() - ms)
const terms = {
  undoMinutes: 10,
  managerAboveFen: 20_000,
  perStaffPerHour: 120,
  perStaffPerDayWorthFen: 500_000,
  offline: { enabled: true, perHourCount: 20, perHourWorthFen: 50_000, perItemWorthFen: 20_000, tokenMinutes: 720 },
}

test('serial numbers are read aloud in four digits, and go on after them', () => {
  expect([1, 12, 9_999, 10_000].map(serialText)).toEqual(['0001', '0012', '9999', '10000'])
})

test('four wrong codes are forgiven, the fifth is a minute of rest, and so is each one after it', () => {
  const four = [1, 2, 3, 4].map(seconds => ago(seconds * 1000))
  expect(coolDownUntil(four, now)).toBeNull()
  expect(coolDownUntil([...four, ago(5_000)], now)).toEqual(new Date(now.getTime() + 59_000))
  const minuteAgo = [0, 1, 2, 3, 4].map(seconds => ago(60_000 + seconds * 1000))
  expect(coolDownUntil(minuteAgo, now)).toBeNull()
  expect(coolDownUntil([ago(59_999), ...minuteAgo.slice(1)], now)).toEqual(new Date(now.getTime() + 1))
})

test('what is ten minutes old is forgotten', () => {
  const late = [1, 2, 3, 4].map(seconds => ago(seconds * 1000))
  expect(coolDownUntil([...late, ago(MISS_WINDOW_MS)], now)).toBeNull()
  expect(coolDownUntil([...late, ago(MISS_WINDOW_MS - 1)], now)).not.toBeNull()
})

test('the limits of a person may be reached and not passed', () => {
  expect(limitPassed({ lastHour: 119, todayFen: 0 }, 100, terms)).toBeNull()
  expect(limitPassed({ lastHour: 120, todayFen: 0 }, 100, terms)).toBe('HOUR')
  expect(limitPassed({ lastHour: 0, todayFen: 499_900 }, 100, terms)).toBeNull()
  expect(limitPassed({ lastHour: 0, todayFen: 499_901 }, 100, terms)).toBe('WORTH')
})

test('what is worth more than the limit is undone by a manager only', () => {
  expect(undoUntil(terms, 20_000, now)).toEqual(new Date(now.getTime() + 600_000))
  expect(undoUntil(terms, 20_001, now)).toBeNull()
})

const li = { id: 7, role: 'STAFF' as const }
const manager = { id: 8, role: 'STORE_MANAGER' as const }
const record = { staff_id: 7, undo_until: now, manager_until: ago(-3_600_000) }

test('whoever verified may undo it until the last moment, and a manager until the day is over', () => {
  expect(undoProblem(record, li, now)).toBeNull()
  expect(undoProblem(record, li, ago(-1))).toBe('LATE')
  expect(undoProblem(record, manager, ago(-1))).toBeNull()
  expect(undoProblem(record, manager, ago(-3_599_999))).toBeNull()
  expect(undoProblem(record, manager, record.manager_until)).toBe('OVER')
})

test('a colleague may not, and nobody but a manager what is worth too much', () => {
  expect(undoProblem(record, { ...li, id: 9 }, now)).toBe('MANAGER')
  expect(undoProblem({ ...record, undo_until: null }, li, now)).toBe('MANAGER')
  expect(undoProblem({ ...record, undo_until: null }, manager, now)).toBeNull()
})
