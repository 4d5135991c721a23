import { describe, expect, test } from '@jest/globals'
import { pointStepsOf } from './point-steps'

describe('the slider of points', () => {
  test('begins with none, goes in round steps from the minimum, and ends with the most', () => {
    const { last, pointsAt } = pointStepsOf({ most: 1_750, min: 120, step: 1 })
    expect([0, 1, 2, 3, last - 1, last].map(pointsAt)).toEqual([0, 120, 120, 150, 1_700, 1_750])
  })

  test('finds the stop of what was chosen', () => {
    const { last, stopOf, pointsAt } = pointStepsOf({ most: 1_750, min: 100, step: 1 })
    expect([stopOf(0), stopOf(1_750)]).toEqual([0, last])
    for (let stop = 0; stop <= last; stop += 1) expect(pointsAt(stopOf(pointsAt(stop)))).toBe(pointsAt(stop))
  })

  test('has no stops where no points may be used', () => {
    expect(pointStepsOf({ most: 0, min: 100, step: 1 }).last).toBe(0)
  })

  test('keeps to multiples of what points come in', () => {
    const { last, pointsAt } = pointStepsOf({ most: 990, min: 30, step: 30 })
    for (let stop = 0; stop <= last; stop += 1) expect(pointsAt(stop) % 30).toBe(0)
  })
})
