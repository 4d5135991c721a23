import { describe, expect, test } from '@jest/globals'
import { offsetText } from './checkouts.texts.js'
import { fenOf, fits, nearest, roomOf, stepOf } from './offset.rules.js'

const terms = { enabled: true, points: 100, fen: 100, capPercent: 50, minPoints: 100 }

describe('how many points a bill takes', () => {
  test.each([
    ['the cap of the bill', 10_000, 90_000, 5_000],
    ['what the member has', 10_000, 4_999, 4_999],
    ['a cap that ends in half a fen, rounded down', 10_001, 90_000, 5_000],
    ['exactly the minimum', 200, 100, 100],
    ['one below the minimum by the bill: none', 198, 90_000, 0],
    ['one below the minimum by what she has: none', 10_000, 99, 0],
    ['nothing left to pay: none', 0, 90_000, 0],
    ['debt instead of points: none', 10_000, -5, 0],
  ])('%s', (_, leftFen, available, most) => {
    expect(roomOf(terms, leftFen, available).most).toBe(most)
  })

  test('none where it is switched off', () => {
    expect(roomOf({ ...terms, enabled: false }, 10_000, 90_000).most).toBe(0)
  })

  test('in multiples that are worth whole fen, also where a point is worth a third of one', () => {
    const third = { ...terms, points: 300, fen: 100 }
    expect(stepOf(third)).toBe(3)
    const room = roomOf(third, 10_000, 1_000)
    expect(room).toEqual({ most: 999, min: 102, step: 3 })
    expect([
      fits(102, room),
      fits(103, room),
      fits(99, room),
      fits(999, room),
      fits(1_002, room),
      fits(0, room),
    ]).toEqual([true, false, false, true, false, true])
    expect(fenOf(999, third)).toBe(333)
  })

  test('where a point is worth more than a fen', () => {
    const dear = { ...terms, points: 1, fen: 10, capPercent: 100, minPoints: 1 }
    expect(roomOf(dear, 105, 1_000)).toEqual({ most: 10, min: 1, step: 1 })
    expect(fenOf(10, dear)).toBe(100)
  })

  test('of what was asked for as many as fit, and none below the minimum', () => {
    const room = roomOf(terms, 10_000, 90_000)
    expect([0, 99, 100, 101, 5_000, 5_001].map(asked => nearest(asked, room))).toEqual([0, 0, 100, 101, 5_000, 5_000])
  })
})

test('the rule is said in one line', () => {
  expect(offsetText(terms).zh).toBe('100 积分抵 ¥1，最多抵券后金额的 50%，100 积分起用')
  expect(offsetText({ ...terms, capPercent: 100 }).zh).toBe('100 积分抵 ¥1，100 积分起用')
  expect(offsetText({ ...terms, enabled: false }).zh).toBe('积分抵现已停用')
})
