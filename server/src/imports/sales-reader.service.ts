/** A file of sales, read, checked, numbered and counted, in batches small enough to hold. */
import { billNoOf, digestOf, MOST_SALES, Sightings } from './sale-keys.rules.js'
import { type BadRow, type Columns, columnsOf, type Field, type Sale, saleOf } from './sales.rules.js'
import { type FileRow, readRows } from './sales-file.service.js'

export interface NumberedSale extends Sale {
  line: number
  /** Stands for the sale in the store, whatever file it comes from. */
  billNo: string
}

export interface Reading {
  file: string
  /** What columns are called in this file, where they have other names. */
  names: Partial<Record<Field, string>>
  /** Of the store: what the times in the file mean. */
  timeZone: string
  now: Date
  batch: number
  onBad: (line: number, bad: BadRow) => void
}

/** A part of the file: how many rows were read, and the sales among them. */
export interface Part {
  rows: number
  sales: NumberedSale[]
}

/**
 * The file in parts of at most `batch` rows, in its own order; rows that are no sales go to `onBad`. Throws one sentence when the first
 * line lacks a column, and when there are more different sales than can be told apart in bounded memory.
 */
export async function* readSales(reading: Reading): AsyncGenerator<Part> {
  const seen = new Sightings()
  let columns: Columns | null = null
  let part: Part = { rows: 0, sales: [] }
  for await (const rows of readRows(reading.file)) {
    for (const row of rows) {
      if (!columns) {
        columns = headerOf(row, reading)
        continue
      }
      const sale = check(row, columns, reading)
      part.rows += 1
      if ('reason' in sale) reading.onBad(row.line, sale)
      else part.sales.push(Object.assign(sale, { line: row.line, billNo: number(sale, seen) }))
      if (part.rows < reading.batch) continue
      yield part
      part = { rows: 0, sales: [] }
    }
  }
  if (!columns) throw new Error(`The file ${reading.file} is empty.`)
  if (part.rows > 0) yield part
}

function headerOf(row: FileRow, { file, names }: Reading): Columns {
  if ('fault' in row) throw new Error(`The first line of ${file} is not CSV.`)
  const columns = columnsOf(row.fields, names)
  if (!('missing' in columns)) return columns
  const [first] = columns.missing
  const there = row.fields.slice(0, 30).map(name => name.trim())
  throw new Error(
    `${file} has no column ${columns.missing.join(', ')}; it has ${there.join(', ')}. Say which one to take with --map, such as --map ${first}=${there[0]}.`,
  )
}

function check(row: FileRow, columns: Columns, by: Reading): Sale | BadRow {
  return 'fault' in row ? { reason: row.fault } : saleOf(row.fields, columns, by)
}

/** The second of two sales that say the same is a second cup: it gets a number of its own, the same in every run. */
function number(sale: Sale, seen: Sightings): string {
  const first = digestOf(sale, 1)
  try {
    const ordinal = seen.count(first)
    return billNoOf(ordinal === 1 ? first : digestOf(sale, ordinal))
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new Error(`The file has more than ${MOST_SALES} different sales: split it between two days.`)
  }
}
