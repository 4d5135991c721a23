import { expect, test } from '@jest/globals'
import { costProblem, fenEach, fenOf } from './cost.js'

test.each([
  [10, 100, null],
  [9, 100, 'LOW'],
  [100, 1, null],
  [101, 1, 'HIGH'],
  [10_000, 100, null],
  [10_001, 100, 'HIGH'],
])('%p fen for %p points: %p', (fen, points, problem) => {
  expect(costProblem({ fen, points })).toBe(problem)
})

test.each([
  [100, 100, '1'],
  [150, 100, '1.5'],
  [1, 3, '0.333'],
  [1, 10, '0.1'],
])('%p fen for %p points is %p fen a point', (fen, points, each) => {
  expect(fenEach({ fen, points })).toBe(each)
})

test('yuan become fen without a fraction lost', () => {
  expect([fenOf(1), fenOf(0.1 + 0.2), fenOf(1.15), fenOf(0.01)]).toEqual([100, 30, 115, 1])
})
