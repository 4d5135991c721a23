/** A table as a file that spreadsheets open: UTF-8 with its mark, CRLF, quotes where needed. */

type Cell = string | number

/** One table; a text that a spreadsheet would run as a formula is kept a text. */
export function csvOf(rows: readonly (readonly Cell[])[]): string {
  return `\uFEFF${rows.map(row => row.map(cellOf).join(',')).join('\r\n')}\r\n`
}

function cellOf(cell: Cell): string {
  if (typeof cell === 'number') return String(cell)
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Fen as yuan with two decimals and no separators: a number to a spreadsheet. */
export function yuanCell(fen: number): number {
  return fen / 100
}
