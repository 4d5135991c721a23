import { describe, expect, test } from '@jest/globals'
import { productKeyOf } from '../purchases/products.rules.js'
import { type Columns, columnsOf, type Sale, saleOf, sentenceOf } from './sales.rules.js'

const HEADER = ['date', 'datetime', 'cash_type', 'card', 'money', 'coffee_name']
const columns = columnsOf(HEADER, {}) as Columns
const by = { timeZone: 'Asia/Shanghai', now: new Date('2026-11-23T04:30:00Z') }

/** A row that is fine, with some cells changed. */
function row(cells: Partial<Record<(typeof HEADER)[number], string>> = {}): string[] {
  const fine = {
    date: '2024/3/1',
    datetime: '2024/3/1 10:15',
    cash_type: 'card',
    card: 'C-0001',
    money: '38.7',
    coffee_name: 'Latte',
  }
  return Object.values({ ...fine, ...cells })
}
const sale = (cells: Parameters<typeof row>[0]) => saleOf(row(cells), columns, by)
const reason = (cells: Parameters<typeof row>[0]) => {
  const result = sale(cells)
  return 'reason' in result ? result.reason : 'FINE'
}

test('a row becomes a sale with the time of the store and whole fen', () => {
  expect(sale({})).toEqual({
    paidAt: new Date('2024-03-01T02:15:00Z'),
    minute: '2024-03-01 10:15',
    card: 'C-0001',
    fen: 3870,
    product: 'Latte',
    productKey: 'latte',
  })
})

describe('columns', () => {
  test('are found in any order and case, with others between them', () => {
    const other = columnsOf([' Money', 'note', 'CARD', 'coffee_name', 'datetime', 'cash_type'], {}) as Columns
    expect(other.width).toBe(6)
    const cells = ['12', 'x', 'C', 'Tea', '2024-01-02 08:00:09', 'card']
    expect(saleOf(cells, other, by)).toMatchObject({ fen: 1200, card: 'C', product: 'Tea', minute: '2024-01-02 08:00' })
  })
  test('may have other names', () => {
    const names = { datetime: '时间', money: '金额' }
    const found = columnsOf(['时间', '金额', 'cash_type', 'card', 'coffee_name'], names)
    expect(found).toMatchObject({ at: { datetime: 0, money: 1, date: -1 } })
  })
  test('that are missing are named as the file should name them; date may be missing', () => {
    expect(columnsOf(['datetime', 'card'], { money: '金额' })).toEqual({
      missing: ['cash_type', '金额', 'coffee_name'],
    })
    expect(columnsOf(HEADER.slice(1), { date: '日期' })).toEqual({ missing: ['日期'] })
  })
})

describe('times', () => {
  test.each([
    ['2024/3/1 0:05', '2024-02-29T16:05:00Z'],
    ['2024-03-01 10:15:50.520', '2024-03-01T02:15:50Z'],
    ['2024-03-01T10:15:50', '2024-03-01T02:15:50Z'],
    ['2024/2/29 23:59', '2024-02-29T15:59:00Z'],
    ['2024/2/29 23:59:59', '2024-02-29T15:59:59Z'],
    ['2024/3/31 24:00', null],
    ['2024/12/31 23:59:59', '2024-12-31T15:59:59Z'],
    ['2025/1/1 00:00', '2024-12-31T16:00:00Z'],
    ['2023/2/29 10:00', null],
    ['2024/4/31 10:00', null],
    ['2024/13/1 10:00', null],
    ['2024/0/1 10:00', null],
    ['2024/3/1 10:60', null],
    ['2024/3/1 10:15:60', null],
    ['1999/12/31 10:00', null],
    ['2024/3-1 10:15', null],
    ['24/3/1 10:15', null],
    ['3/1/2024 10:15', null],
    ['2024/3/1', null],
    ['yesterday', null],
    ['', null],
  ])('%j', (datetime, expected) => {
    const result = sale({ datetime })
    if (expected) expect((result as Sale).paidAt).toEqual(new Date(expected))
    else expect(result).toMatchObject({ reason: 'DATE' })
  })
  test('a time of day is completed by the date; otherwise the date does not matter', () => {
    expect(sale({ date: '2024/3/2', datetime: '09:30' })).toMatchObject({ minute: '2024-03-02 09:30' })
    expect(sale({ date: '2019/9/9', datetime: '2024/3/1 10:15' })).toMatchObject({ minute: '2024-03-01 10:15' })
    expect(reason({ date: '', datetime: '09:30' })).toBe('DATE')
  })
  test('a sale is at the latest now', () => {
    expect(reason({ datetime: '2026/11/23 12:30' })).toBe('FINE')
    expect(reason({ datetime: '2026/11/23 12:30:01' })).toBe('FUTURE')
  })
  test('an hour that clocks jump over never was', () => {
    const london = { ...by, timeZone: 'Europe/London' }
    expect(saleOf(row({ datetime: '2024/3/31 01:30' }), columns, london)).toMatchObject({ reason: 'DATE' })
    expect(saleOf(row({ datetime: '2024/3/31 02:30' }), columns, london)).toMatchObject({ minute: '2024-03-31 02:30' })
  })
})

describe('amounts', () => {
  test.each([
    ['38.7', 3870],
    ['38.70', 3870],
    ['40', 4000],
    ['0.01', 1],
    ['0.29', 29],
    ['1.1', 110],
    ['1000000', 100_000_000],
    ['1000000.01', 'AMOUNT_TOO_LARGE'],
    ['9999999999', 'AMOUNT_TOO_LARGE'],
    ['0', 'AMOUNT_NOT_POSITIVE'],
    ['0.00', 'AMOUNT_NOT_POSITIVE'],
    ['-5', 'AMOUNT_NOT_POSITIVE'],
    ['38.705', 'AMOUNT_TOO_FINE'],
    ['¥38', 'AMOUNT'],
    ['1,234', 'AMOUNT'],
    ['1e3', 'AMOUNT'],
    ['.5', 'AMOUNT'],
    ['+5', 'AMOUNT'],
    ['NaN', 'AMOUNT'],
    ['', 'AMOUNT'],
  ])('%j', (money, expected) => {
    if (typeof expected === 'number') expect(sale({ money })).toMatchObject({ fen: expected })
    else expect(reason({ money })).toBe(expected)
  })
})

describe('who paid how for what', () => {
  test('cash belongs to nobody, whatever the card column says', () => {
    expect(sale({ cash_type: 'cash', card: '' })).toMatchObject({ card: null })
    expect(sale({ cash_type: ' CASH ', card: 'C-1' })).toMatchObject({ card: null })
  })
  test.each([
    [{ cash_type: 'voucher' }, 'CASH_TYPE'],
    [{ cash_type: '' }, 'CASH_TYPE'],
    [{ card: '   ' }, 'CARD_MISSING'],
    [{ card: 'x'.repeat(50) }, 'FINE'],
    [{ card: 'x'.repeat(51) }, 'CARD_TOO_LONG'],
    [{ coffee_name: ' \u3000 ' }, 'PRODUCT_MISSING'],
    [{ coffee_name: 'x'.repeat(80) }, 'FINE'],
    [{ coffee_name: 'x'.repeat(81) }, 'PRODUCT_TOO_LONG'],
    [{ coffee_name: 'Latte\n2024/3/1' }, 'LINE_BREAK'],
    [{ coffee_name: 'Latt\ufffd' }, 'NOT_UTF8'],
  ] as const)('%j: %s', (cells, expected) => {
    expect(reason(cells)).toBe(expected)
  })
  test('names that differ only in case or spaces are one product; the name itself is only tidied', () => {
    for (const name of ['cortado', 'CORTADO', '  Cortado ', '\u3000Cor tado\u3000', 'COR  TADO', 'cor\u00a0tado'])
      expect(productKeyOf(name)).toBe('cortado')
    expect(sale({ coffee_name: '  Hot \u3000 Chocolate ' })).toMatchObject({
      product: 'Hot Chocolate',
      productKey: 'hotchocolate',
    })
  })
  test('too few and too many cells are told with their number', () => {
    expect(saleOf(row().slice(1), columns, by)).toEqual({ reason: 'COLUMN_COUNT', value: '5/6' })
    expect(saleOf([...row(), ''], columns, by)).toEqual({ reason: 'COLUMN_COUNT', value: '7/6' })
  })
})

test('a reason shows the cell, cut short and harmless to a terminal, and never a card number', () => {
  expect(sentenceOf({ reason: 'DATE', value: '"2023/2/29"' })).toBe(
    'this is no date and time there ever was ("2023/2/29")',
  )
  const long = sale({ money: `\u001b[31m${'9'.repeat(60)}` })
  expect(long).toMatchObject({ reason: 'AMOUNT', value: expect.stringMatching(/^"\\u001b.{1,60}…"$/) })
  expect(sale({ card: '6222'.repeat(20) })).toEqual({ reason: 'CARD_TOO_LONG' })
})
