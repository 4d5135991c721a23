import { expect, test } from '@jest/globals'
import { partsOf } from './draw-certificate'

test('a long line of a certificate goes on in the next row, and no character is lost', () => {
  expect(partsOf('用一百分', 4)).toEqual(['用一百分'])
  expect(partsOf('用一百分捐', 4)).toEqual(['用一百分', '捐'])
  expect(partsOf('abcdefg', 4)).toEqual(['abcdefg'])
  expect(partsOf('', 4)).toEqual([])
  expect(partsOf('捐给山村食堂的孩子们吃热饭', 5).join('')).toBe('捐给山村食堂的孩子们吃热饭')
})
