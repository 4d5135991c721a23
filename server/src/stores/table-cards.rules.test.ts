import { expect, test } from '@jest/globals'
import { CARD, CARDS_A_PAGE, cardAt, darkRuns, PAGE, sizeThatFits } from './table-cards.rules.js'

test('six cards fill a page side by side, and the seventh starts the next', () => {
  const corners = Array.from({ length: CARDS_A_PAGE }, (_, index) => cardAt(index))
  expect(new Set(corners.map(({ x, y }) => `${x} ${y}`)).size).toBe(6)
  for (const { x, y } of corners) {
    expect(x + CARD.width).toBeLessThanOrEqual(PAGE.width - 28 + 1e-6)
    expect(y + CARD.height).toBeLessThanOrEqual(PAGE.height - 28 + 1e-6)
  }
  expect(cardAt(6)).toEqual(cardAt(0))
})

test('a long name is printed smaller, a short one no larger than planned', () => {
  expect(sizeThatFits(2_000, 240, 30)).toBe(30)
  expect(sizeThatFits(20_000, 240, 30)).toBe(12)
  expect(sizeThatFits(0, 240, 30)).toBe(30)
})

test('neighbouring dark modules become one run', () => {
  const rows = ['##.', '.#.', '###']
  expect(darkRuns(3, (row, column) => rows[row]?.[column] === '#')).toEqual([
    { row: 0, column: 0, length: 2 },
    { row: 1, column: 1, length: 1 },
    { row: 2, column: 0, length: 3 },
  ])
})
