import { expect, test } from '@jest/globals'
import { searchable } from './searchable.js'

test.each([
  [' 6285 1234 0987 ', '628512340987'],
  ['138-1234-1234', '13812341234'],
  ['+86 138 1234 1234', '13812341234'],
  ['小 满', '小 满'],
  ['WTL2603-18', 'WTL2603-18'],
  ['   ', ''],
])('%p is searched as %p', (typed, sent) => {
  expect(searchable(typed)).toBe(sent)
})
