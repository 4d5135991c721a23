import { expect, test } from '@jest/globals'
import { csvOf, yuanCell } from './csv.js'

test('a spreadsheet reads Chinese, commas, quotes and line breaks as they are', () => {
  expect(
    csvOf([
      ['门店', '积分'],
      ['国贸店,二楼 "A"', 12],
    ]),
  ).toBe('\uFEFF门店,积分\r\n"国贸店,二楼 ""A""",12\r\n')
  expect(csvOf([['两\n行']])).toBe('\uFEFF"两\n行"\r\n')
})

test('what a guest called themselves is never run as a formula', () => {
  expect(csvOf([['=HYPERLINK("x")', '+1', '-2', '@a', -3]])).toBe(`\uFEFF"'=HYPERLINK(""x"")",'+1,'-2,'@a,-3\r\n`)
})

test('money is a number of yuan', () => {
  expect(yuanCell(8850)).toBe(88.5)
})
