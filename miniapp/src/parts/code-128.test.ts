import { expect, test } from '@jest/globals'
import { code128 } from './code-128'

/** Bars as they are printed, "1" for dark. */
const drawn = (digits: string) =>
  code128(digits)
    .map(dark => (dark ? '1' : '0'))
    .join('')

test('digits are encoded as the symbology says: start C, pairs, check symbol, stop', () => {
  // Symbols 105, 12, 34, check (105 + 1*12 + 2*34) % 103 = 82, stop; patterns from the table of ISO/IEC 15417.
  const start = '11010011100'
  const twelve = '10110011100'
  const thirtyFour = '10001011000'
  const check = '10010011110'
  const stop = '1100011101011'
  expect(drawn('1234')).toBe(start + twelve + thirtyFour + check + stop)
})

test('an odd digit at the end is written in set B', () => {
  // Symbols 105, 12, 100 (to set B), 19 ("3"), check (105 + 12 + 2*100 + 3*19) % 103 = 65.
  const symbols = ['11010011100', '10110011100', '10111101110', '11001011100', '10011110100', '1100011101011']
  expect(drawn('123').length).toBe(6 * 11 + 2)
  expect(drawn('123').startsWith(symbols.slice(0, 3).join(''))).toBe(true)
  expect(drawn('123').endsWith('1100011101011')).toBe(true)
})

test('a code of twenty digits is 145 modules wide', () => {
  expect(code128('28000123456789012342')).toHaveLength(11 * 12 + 13)
})

test('every symbol of the table is eleven modules of three bars and three spaces, and no two are alike', () => {
  const symbols = new Set<string>()
  for (let value = 0; value < 100; value++) {
    const pair = value < 10 ? `0${value}` : String(value)
    const symbol = drawn(pair).slice(11, 22)
    expect(symbol).toMatch(/^1+0+1+0+1+0+$/)
    expect(symbol).toHaveLength(11)
    symbols.add(symbol)
  }
  expect(symbols.size).toBe(100)
})

test.each(['', '1', '12a4', '12 34', '-12'])('%j is refused, because a scanner would read something else', text => {
  expect(() => code128(text)).toThrow('digits only')
})
