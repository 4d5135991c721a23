import { expect, test } from '@jest/globals'
import { costPeriods, isCost, type Setting, settingAt, settingText } from './earning-settings.rules.js'

const setting = (version: number, at: string, changes: Partial<Setting> = {}): Setting => ({
  version,
  cost: { fen: 100, points: 100 },
  generousPercent: 20,
  publishedAt: new Date(at),
  publishedBy: 'test',
  reason: '',
  ...changes,
})

test.each([
  [1, 10, true],
  [1, 11, false],
  [9, 100, false],
  [10, 100, true],
  [100, 1, true],
  [101, 1, false],
  [10_000, 100, true],
  [10_001, 100, false],
  [1, 3, true],
])('%p fen for %p points is a cost of a point: %p', (fen, points, fits) => {
  expect(isCost({ fen, points })).toBe(fits)
})

test('a setting holds from its own moment until the next one, and the first one for all time before', () => {
  const all = [setting(1, '2024-01-01'), setting(2, '2026-11-23T04:00:00Z'), setting(3, '2026-11-24T04:00:00Z')]
  const at = (moment: string) => settingAt(all, new Date(moment)).version
  expect([at('2020-01-01'), at('2026-11-23T03:59:59.999Z'), at('2026-11-23T04:00:00Z')]).toEqual([1, 1, 2])
  expect([at('2026-11-24T03:59:59.999Z'), at('2026-11-24T04:00:00Z'), at('2036-01-01')]).toEqual([2, 3, 3])
})

test('another limit, or the same ratio in other numbers, begins no time of another cost', () => {
  const all = [
    setting(1, '2024-01-01'),
    setting(2, '2026-01-01', { generousPercent: 30 }),
    setting(3, '2026-02-01', { cost: { fen: 1, points: 1 } }),
    setting(4, '2026-03-01', { cost: { fen: 2, points: 1 } }),
    setting(5, '2026-04-01', { cost: { fen: 1, points: 1 } }),
  ]
  expect(costPeriods(all)).toEqual([
    { from: new Date('2024-01-01'), cost: { fen: 100, points: 100 } },
    { from: new Date('2026-03-01'), cost: { fen: 2, points: 1 } },
    { from: new Date('2026-04-01'), cost: { fen: 1, points: 1 } },
  ])
})

test('the audit log reads it as points and money', () => {
  expect(settingText(setting(1, '2024-01-01', { cost: { fen: 150, points: 100 } }))).toBe('100 分 = ¥1.50，20%')
})
