import { expect, test } from '@jest/globals'
import {
  type Cap,
  type CapRow,
  capsOf,
  contraryOf,
  type Limits,
  moved,
  quietShape,
  rowsOf,
  sameLimits,
  wholeOrder,
} from './limits.js'

const cap = (per: Cap['per'], most: number, change: Partial<Cap> = {}): Cap => ({
  channel: 'ANY',
  kind: 'ANY',
  per,
  most,
  ...change,
})
const row = (DAY: number | null, WEEK: number | null, MONTH: number | null): CapRow => ({
  channel: 'ANY',
  kind: 'ANY',
  DAY,
  WEEK,
  MONTH,
})

test('caps become rows of a channel and a kind, and back', () => {
  const caps = [cap('DAY', 3), cap('WEEK', 7), cap('MONTH', 2, { channel: 'SMS' })]
  expect(rowsOf(caps)).toEqual([row(3, 7, null), { ...row(null, null, 2), channel: 'SMS' }])
  expect(capsOf(rowsOf(caps))).toEqual(caps)
})

test('none at all is a limit, no number is none', () => {
  expect(capsOf([row(0, null, null), { ...row(null, null, null), kind: 'CAMPAIGN' }])).toEqual([cap('DAY', 0)])
})

test('of two that say the same the smaller one is shown', () => {
  expect(rowsOf([cap('DAY', 5), cap('DAY', 2), cap('DAY', 9)])).toEqual([row(2, null, null)])
})

test('a number that can never be reached is pointed out', () => {
  expect(contraryOf(row(3, 3, 3))).toBeNull()
  expect(contraryOf(row(4, 3, null))).toBe('WEEK')
  expect(contraryOf(row(1, 4, 3))).toBe('MONTH')
  expect(contraryOf(row(9, null, 3))).toBeNull()
})

test('the order of caps is no change, a number is', () => {
  const limits = (caps: Cap[]): Limits => ({
    caps,
    quiet: { from: '21:30', until: '09:00', action: 'DELAY', days: [] },
    exempt: [],
    priority: [],
    waterfall: ['SUBSCRIBE'],
    grantFloor: 100,
    birthdayDays: [0],
    remindAt: '10:00',
  })
  const week = cap('WEEK', 7)
  expect(sameLimits(limits([cap('DAY', 3), week]), limits([week, cap('DAY', 3)]))).toBe(true)
  expect(sameLimits(limits([cap('DAY', 3), week]), limits([week, cap('DAY', 4)]))).toBe(false)
})

test('one moves a place at a time, and stays at the ends', () => {
  expect(moved(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b'])
  expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c'])
  expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b'])
  expect(moved(['a', 'b'], 1, 1)).toEqual(['a', 'b'])
  expect(wholeOrder(['c'], ['a', 'b', 'c'])).toEqual(['c', 'a', 'b'])
})

test('quiet hours may go over midnight, and the same time twice is never', () => {
  expect(quietShape({ from: '21:30', until: '09:00' })).toBe('OVER_MIDNIGHT')
  expect(quietShape({ from: '13:00', until: '14:00' })).toBe('SAME_DAY')
  expect(quietShape({ from: '09:00', until: '09:00' })).toBe('NEVER')
})
