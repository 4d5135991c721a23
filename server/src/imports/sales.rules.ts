/** How one row of a till's export becomes a sale, or why it cannot. Pure: text in, values out. */
import { MAX_BILL_FEN, parseYuan } from '@huitou/shared/amounts'
import { instantOf, type Local, localOf } from '../calendar.js'
import { productKeyOf } from '../purchases/products.rules.js'

/** What is read of a file, under the name its column has unless the caller says otherwise. `date` may be missing. */
export const FIELDS = ['date', 'datetime', 'cash_type', 'card', 'money', 'coffee_name'] as const
export type Field = (typeof FIELDS)[number]

/** Where each field stands in a row, and how many cells a row has. */
export interface Columns {
  at: Record<Field, number>
  width: number
}

export interface Sale {
  paidAt: Date
  /** Store time to the minute, "2024-03-01 10:15": what tells sales apart, whatever zone the store is moved to later. */
  minute: string
  /** Null for a sale paid in cash, which belongs to nobody. */
  card: string | null
  fen: number
  product: string
  productKey: string
}

export type Reason =
  | 'QUOTE'
  | 'TOO_LONG'
  | 'COLUMN_COUNT'
  | 'LINE_BREAK'
  | 'NOT_UTF8'
  | 'DATE'
  | 'FUTURE'
  | 'CASH_TYPE'
  | 'CARD_MISSING'
  | 'CARD_TOO_LONG'
  | 'AMOUNT'
  | 'AMOUNT_NOT_POSITIVE'
  | 'AMOUNT_TOO_FINE'
  | 'AMOUNT_TOO_LARGE'
  | 'PRODUCT_MISSING'
  | 'PRODUCT_TOO_LONG'

export interface BadRow {
  reason: Reason
  /** The cell that is wrong, where showing it helps. Never a card number. */
  value?: string
}

/** With its prefix and a brand in front, a card number must fit into the key of an enrolment. */
const CARD_MAX = 50
const PRODUCT_MAX = 80
const SHOWN = 40
const TIME = /^(\d{4})([/-])(\d{1,2})\2(\d{1,2})[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?$/
const TIME_OF_DAY = /^\d{1,2}:\d{2}/
const FIRST_YEAR = 2000

/** Finds the columns by name, whatever their order and case. Answers the names that are not there. */
export function columnsOf(header: string[], names: Partial<Record<Field, string>>): Columns | { missing: string[] } {
  const known = header.map(named)
  const at = Object.fromEntries(FIELDS.map(field => [field, known.indexOf(named(names[field] ?? field))]))
  const missing = FIELDS.filter(field => at[field] === -1 && (field !== 'date' || names.date))
  if (missing.length > 0) return { missing: missing.map(field => names[field] ?? field) }
  return { at: at as Record<Field, number>, width: header.length }
}

/**
 * One row as a sale. `datetime` says when; a `datetime` that holds only a time of day is completed by `date`, and
 * otherwise `date` is not looked at. Times are wall-clock times of the store.
 */
export function saleOf(cells: string[], columns: Columns, by: { timeZone: string; now: Date }): Sale | BadRow {
  if (cells.length !== columns.width) return { reason: 'COLUMN_COUNT', value: `${cells.length}/${columns.width}` }
  const cell = (field: Field) => (cells[columns.at[field]] ?? '').trim()
  const product = cell('coffee_name')
  const odd = oddityOf(product) ?? oddityOf(cell('card'))
  if (odd) return { reason: odd }
  const time = timeOf(cell('datetime'), cell('date'), by)
  if ('reason' in time) return time
  const card = cardOf(cell('cash_type'), cell('card'))
  if (card !== null && typeof card === 'object') return card
  const fen = fenOf(cell('money'))
  if (typeof fen === 'object') return fen
  const name = product.replace(/\s+/g, ' ')
  if (name === '') return { reason: 'PRODUCT_MISSING' }
  if (name.length > PRODUCT_MAX) return { reason: 'PRODUCT_TOO_LONG', value: shown(name) }
  return { paidAt: time.paidAt, minute: time.minute, card, fen, product: name, productKey: productKeyOf(name) }
}

/** A line break hints at a quotation mark that swallowed the next line, U+FFFD at a file in another encoding. */
function oddityOf(text: string): 'LINE_BREAK' | 'NOT_UTF8' | null {
  if (text.includes('\n')) return 'LINE_BREAK'
  return text.includes('\ufffd') ? 'NOT_UTF8' : null
}

function timeOf(
  datetime: string,
  date: string,
  { timeZone, now }: { timeZone: string; now: Date },
): { paidAt: Date; minute: string } | BadRow {
  const text = TIME_OF_DAY.test(datetime) ? `${date} ${datetime}` : datetime
  const match = TIME.exec(text)
  if (!match) return { reason: 'DATE', value: shown(text) }
  const [year, , month, day, hour, minute, second = 0] = match.slice(1).map(part => Number(part ?? 0)) as number[]
  const wall = { year: year!, month: month!, day: day!, hour: hour!, minute: minute! }
  const start = instantOf(wall, timeZone)
  if (second > 59 || wall.year < FIRST_YEAR || !isSame(wall, localOf(start, timeZone)))
    return { reason: 'DATE', value: shown(text) }
  const paidAt = new Date(start.getTime() + second * 1000)
  if (paidAt > now) return { reason: 'FUTURE', value: shown(text) }
  return {
    paidAt,
    minute: `${year}-${two(wall.month)}-${two(wall.day)} ${two(wall.hour)}:${two(wall.minute)}`,
  }
}

/** A day or hour that the calendar of the store does not have comes back as another one. */
function isSame(a: Local, b: Local): boolean {
  return a.year === b.year && a.month === b.month && a.day === b.day && a.hour === b.hour && a.minute === b.minute
}

const two = (n: number): string => (n < 10 ? `0${n}` : String(n))

/** The card's number for a sale by card; null for cash, whatever the card column says. */
function cardOf(cashType: string, card: string): string | null | BadRow {
  const method = cashType.toLowerCase()
  if (method === 'cash') return null
  if (method !== 'card') return { reason: 'CASH_TYPE', value: shown(cashType) }
  if (card === '') return { reason: 'CARD_MISSING' }
  return card.length > CARD_MAX ? { reason: 'CARD_TOO_LONG' } : card
}

/** Yuan as written, "38.7", to whole fen without floating point on the way. */
function fenOf(text: string): number | BadRow {
  const value = shown(text)
  const fen = parseYuan(text)
  if (fen !== null) return fen > MAX_BILL_FEN ? { reason: 'AMOUNT_TOO_LARGE', value } : fen
  const [, sign, whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? []
  if (sign === undefined) return { reason: 'AMOUNT', value }
  if (sign === '-' || /^0*$/.test(whole + fraction)) return { reason: 'AMOUNT_NOT_POSITIVE', value }
  return { reason: fraction.length > 2 ? 'AMOUNT_TOO_FINE' : 'AMOUNT_TOO_LARGE', value }
}

const SENTENCES: Record<Reason, string> = {
  QUOTE: 'a quotation mark is missing or out of place',
  TOO_LONG: 'a quoted text never ends',
  COLUMN_COUNT: 'the row does not have as many cells as the first line',
  LINE_BREAK: 'a cell that is read has a line break in it',
  NOT_UTF8: 'a cell is not UTF-8 text: save the file as UTF-8',
  DATE: 'this is no date and time there ever was',
  FUTURE: 'the sale lies in the future',
  CASH_TYPE: 'it is paid neither by card nor in cash',
  CARD_MISSING: 'it is paid by card, but there is no card number',
  CARD_TOO_LONG: `the card number is longer than ${CARD_MAX} characters`,
  AMOUNT: 'the amount is not a plain number such as 38.70',
  AMOUNT_NOT_POSITIVE: 'the amount is not above zero',
  AMOUNT_TOO_FINE: 'the amount has fractions of a fen',
  AMOUNT_TOO_LARGE: `the amount is above ¥${MAX_BILL_FEN / 100}`,
  PRODUCT_MISSING: 'the product has no name',
  PRODUCT_TOO_LONG: `the product's name is longer than ${PRODUCT_MAX} characters`,
}

/** Why a row was left out, in one sentence. */
export function sentenceOf({ reason, value }: BadRow): string {
  return value === undefined ? SENTENCES[reason] : `${SENTENCES[reason]} (${value})`
}

function named(column: string): string {
  return column.trim().toLowerCase()
}

/** A cell as it may be printed: short, on one line, without anything a terminal would act on. */
function shown(text: string): string {
  return JSON.stringify(text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text)
}
