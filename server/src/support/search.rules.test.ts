import { expect, test } from '@jest/globals'
import { searchOf } from './search.rules.js'

test.each([
  ['', 'ALL', ''],
  ['  ', 'ALL', ''],
  ['138 1234 1234', 'PHONE', '13812341234'],
  ['1234', 'LAST_FOUR', '1234'],
  ['6285', 'LAST_FOUR', '6285'],
  ['6285123409', 'NUMBER', '6285123409'],
  ['628', 'NUMBER', '628'],
  ['王', 'NAME', '王'],
  ['Li 2', 'NAME', 'Li 2'],
])('%p means %s', (typed, kind, text) => {
  expect(searchOf(typed)).toEqual({ kind, text })
})
