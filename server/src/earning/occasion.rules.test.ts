import { describe, expect, test } from '@jest/globals'
import { shareOut } from '../shares.js'
import { linesOf } from './occasion.rules.js'

const item = (amountFen: number, category = 'HOT') => ({ category, amountFen, productId: null, listedOn: null })

describe('what was paid is shared among the dishes', () => {
  test('a tenth off is a tenth off each', () => {
    expect(linesOf([item(6000), item(4000, 'DRINK')], 9000)).toEqual([
      { category: 'HOT', fen: 5400, productId: null, listedOn: null },
      { category: 'DRINK', fen: 3600, productId: null, listedOn: null },
    ])
  })

  test('the fen that do not divide go to the largest remainders, the earlier of two equal ones', () => {
    expect(shareOut([1, 1, 1], 100)).toEqual([34, 33, 33])
    expect(shareOut([1, 1, 1], 101)).toEqual([34, 34, 33])
    expect(shareOut([1, 2, 4], 10)).toEqual([1, 3, 6])
    expect(shareOut([0, 5], 7)).toEqual([0, 7])
    expect(shareOut([5, 0, 5], 1)).toEqual([1, 0, 0])
  })

  test('dishes keep their name and the day they came on the menu', () => {
    const [line] = linesOf([{ category: 'HOT', amountFen: 100, productId: 7, listedOn: '2026-11-01' }], 90)
    expect(line).toEqual({ category: 'HOT', fen: 90, productId: 7, listedOn: '2026-11-01' })
  })

  test('a bill without dishes, or with free ones only, is one line of the category OTHER', () => {
    const whole = [{ category: 'OTHER', fen: 500, productId: null, listedOn: null }]
    expect(linesOf([], 500)).toEqual(whole)
    expect(linesOf([item(0)], 500)).toEqual(whole)
  })
})
