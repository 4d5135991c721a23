/** Where things go on a printed sheet of table cards. Lengths in points (1/72 inch), y downwards. */

export const PAGE = { width: 595.28, height: 841.89 }
export const COLUMNS = 2
export const ROWS = 3
export const CARDS_A_PAGE = COLUMNS * ROWS
const MARGIN = 28

/** One card, 95 × 92 mm: six fill an A4 page and leave what printers cannot reach. */
export const CARD = {
  width: (PAGE.width - 2 * MARGIN) / COLUMNS,
  height: (PAGE.height - 2 * MARGIN) / ROWS,
}

/** The upper left corner of the card at `index` on its page. */
export function cardAt(index: number): { x: number; y: number } {
  const onPage = index % CARDS_A_PAGE
  return {
    x: MARGIN + (onPage % COLUMNS) * CARD.width,
    y: MARGIN + Math.floor(onPage / COLUMNS) * CARD.height,
  }
}

/** The size at which a line fits its room, at most `largest`. `width` is in thousandths of the size. */
export function sizeThatFits(width: number, room: number, largest: number): number {
  return width === 0 ? largest : Math.min(largest, (room * 1000) / width)
}

/** Dark runs of a QR matrix, row by row, in modules: fewer shapes than one a module. */
export function darkRuns(size: number, dark: (row: number, column: number) => boolean) {
  const runs: { row: number; column: number; length: number }[] = []
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      if (!dark(row, column)) continue
      const start = column
      while (column + 1 < size && dark(row, column + 1)) column += 1
      runs.push({ row, column: start, length: column - start + 1 })
    }
  }
  return runs
}
