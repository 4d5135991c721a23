import { expect, test } from '@jest/globals'
import { type PadKey, pressed, shownAmount } from './amount-pad'

const typed = (...keys: PadKey[]) => keys.reduce(pressed, '')

test.each([
  [['8', '8', '.', '5'], '88.5'],
  [['8', '8', '.', '5', '0'], '88.50'],
  [['8', '8', '.', '5', '0', '9'], '88.50'],
  [['.', '5'], '0.5'],
  [['0', '0', '7'], '7'],
  [['0', '.', '0', '1'], '0.01'],
  [['1', '.', '.', '5'], '1.5'],
  [['8', '8', 'BACK'], '8'],
  [['BACK'], ''],
] as [PadKey[], string][])('the keys %j write %s', (keys, text) => {
  expect(typed(...keys)).toBe(text)
})

test('seven digits of yuan are taken and an eighth is not', () => {
  expect(typed('1', '2', '3', '4', '5', '6', '7')).toBe('1234567')
  expect(typed('1', '2', '3', '4', '5', '6', '7', '8')).toBe('1234567')
})

test.each([
  ['1288', '1,288'],
  ['1234567.5', '1,234,567.5'],
  ['0.', '0.'],
  ['', ''],
])('%s is shown as %s while it is typed', (text, shown) => {
  expect(shownAmount(text)).toBe(shown)
})
