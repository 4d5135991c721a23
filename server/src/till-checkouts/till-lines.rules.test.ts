import { expect, test } from '@jest/globals'
import { billOf, cash, line, offered } from '../../../test/coupon-builders.js'
import { reckon } from '../coupons/discount.rules.js'
import { lineShares, returnedFen, shownLines } from './till-lines.rules.js'

const dishes = [
  { name: '酸菜鱼', quantity: 1, amountFen: 6_800 },
  { name: '米饭', quantity: 3, amountFen: 600 },
]

test('coupons and points are shared among the dishes, and every line adds up', () => {
  const discount = reckon([offered({ effect: cash(1_000) })], billOf(dishes.map(({ amountFen }) => line(amountFen))))
  const lines = shownLines(dishes, lineShares(discount, 2, 500))
  expect(lines).toEqual([
    { name: '酸菜鱼', quantity: 1, amountFen: 6_800, couponFen: 919, pointsFen: 459, payableFen: 5_422 },
    { name: '米饭', quantity: 3, amountFen: 600, couponFen: 81, pointsFen: 41, payableFen: 478 },
  ])
})

test('a bill without dishes, or with dishes of no price, has no lines', () => {
  expect(lineShares(reckon([], billOf([], 5_000)), 0, 100)).toEqual([])
  expect(lineShares(reckon([], billOf([line(0), line(0)], 5_000)), 2, 0)).toEqual([])
})

const sold = {
  items: dishes,
  shares: [[6_800, 0, 0] as [number, number, number], [100, 0, 0] as [number, number, number]],
}

test('of three portions for a yuan the last one brings the last fen', () => {
  const back = (before: number) => returnedFen(sold, [{ line: 2, quantity: 1 }], new Map([[2, before]]))
  expect([back(0), back(1), back(2), back(3)]).toEqual([[33], [33], [34], null])
})

test.each([
  ['a dish that is not on the bill', [{ line: 3, quantity: 1 }]],
  [
    'a dish named twice',
    [
      { line: 2, quantity: 1 },
      { line: 2, quantity: 1 },
    ],
  ],
  ['more than were sold', [{ line: 1, quantity: 2 }]],
])('%s does not come back', (_, back) => {
  expect(returnedFen(sold, back, new Map())).toBeNull()
})

test('where no dish has a price, none comes back by itself', () => {
  expect(returnedFen({ items: dishes, shares: [] }, [{ line: 1, quantity: 1 }], new Map())).toBeNull()
})
