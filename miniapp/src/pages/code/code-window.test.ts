import { expect, test } from '@jest/globals'
import { type Codes, codeAt, dueForRefresh, supplyMs } from './code-window'

const code = (n: number) => ({
  qr: `token-${n}`,
  barcode: `280000000000000${n}`,
  fromMs: n * 30_000,
  untilMs: (n + 1) * 30_000,
})
const codes: Codes = { memberNo: '628512340987', codes: [code(0), code(1), code(2)], refreshAfterMs: 60_000 }

test.each([
  [0, 0, 30_000],
  [29_999, 0, 1],
  [30_000, 1, 30_000],
  [59_999, 1, 1],
  [60_000, 2, 30_000],
  [89_999, 2, 1],
])('%s ms after the answer code %s is shown for another %s ms', (elapsed, n, left) => {
  expect(codeAt(codes, elapsed)).toEqual({ code: code(n), leftMs: left, wholeMs: 30_000 })
})

test('after the last window nothing is shown rather than an old code', () => {
  expect(codeAt(codes, 90_000)).toBeNull()
})

test('a clock that was set back shows nothing rather than a code that may be over', () => {
  expect(codeAt(codes, -1)).toBeNull()
  expect(supplyMs(codes, -1)).toBe(0)
})

test('without the network the codes in hand last for the rest of ninety seconds', () => {
  expect(supplyMs(codes, 0)).toBe(90_000)
  expect(supplyMs(codes, 59_000)).toBe(31_000)
  expect(supplyMs(codes, 95_000)).toBe(0)
})

test.each([
  ['there is nothing in hand', { held: null, elapsed: 0 }, true],
  ['everything is fresh', { held: codes, elapsed: 10_000 }, false],
  ['the server’s advice has just not passed', { held: codes, elapsed: 59_999 }, false],
  ['the server’s advice has passed', { held: codes, elapsed: 60_000 }, true],
  ['all windows are over', { held: codes, elapsed: 90_000 }, true],
  ['the clock was set back', { held: codes, elapsed: -5_000 }, true],
])('when %s, whether a new set is asked for', (_, { held, elapsed }, due) => {
  expect(dueForRefresh(held, elapsed, 0, 1_000)).toBe(due)
})

test('after failures the tries become rarer, but at least every fifteen seconds', () => {
  expect(dueForRefresh(codes, 61_000, 1, 1_999)).toBe(false)
  expect(dueForRefresh(codes, 61_000, 1, 2_000)).toBe(true)
  expect(dueForRefresh(codes, 61_000, 3, 7_999)).toBe(false)
  expect(dueForRefresh(null, 0, 10, 14_999)).toBe(false)
  expect(dueForRefresh(null, 0, 10, 15_000)).toBe(true)
})
