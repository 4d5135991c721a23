import { expect, test } from '@jest/globals'
import { daysUntil, endsOf } from './ends'

// Half past midnight in Shanghai; in London it is the day before.
const NOW = Date.parse('2026-11-22T16:30:00.000Z')

test('the days that are left are those of the restaurant', () => {
  expect(daysUntil('2026-11-23', NOW)).toBe(0)
  expect(daysUntil('2026-11-24', NOW)).toBe(1)
  expect(daysUntil('2026-11-23', NOW, 'Asia/Urumqi')).toBe(1)
  expect(daysUntil('2026-12-31', NOW)).toBe(38)
})

test('ninety days are soon, ninety-one are not', () => {
  const end = (lastValidOn: string) => ({ points: 1, lastValidOn })
  const { soon, later } = endsOf([end('2026-11-23'), end('2027-02-21'), end('2027-02-22')], NOW)
  expect(soon.map(({ lastValidOn }) => lastValidOn)).toEqual(['2026-11-23', '2027-02-21'])
  expect(later.map(({ lastValidOn }) => lastValidOn)).toEqual(['2027-02-22'])
})
