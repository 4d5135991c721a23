import { expect, test } from '@jest/globals'
import { readTableNames } from './table-names.js'

const names = (text: string, existing: string[] = []) => readTableNames(text, existing).names

test('a list is read with commas and lines of either width', () => {
  expect(names('A1, A2，A3、B1；B2;B3\n包间 1\r\n\n')).toEqual(['A1', 'A2', 'A3', 'B1', 'B2', 'B3', '包间 1'])
})

test.each([
  ['A1-A3', ['A1', 'A2', 'A3']],
  ['A1–3', ['A1', 'A2', 'A3']],
  ['A08～A11', ['A08', 'A09', 'A10', 'A11']],
  ['9到11', ['9', '10', '11']],
  ['包间1至包间2', ['包间1', '包间2']],
  ['1号-3号', ['1号', '2号', '3号']],
  ['A5-A5', ['A5']],
])('%p is a range', (text, expected) => {
  expect(names(text)).toEqual(expected)
})

test.each(['A9-A1', 'A1-B5', 'A1-A999'])('%p is no range that can be meant', text => {
  const found = readTableNames(text, [])
  expect(found.names).toEqual([])
  expect(found.wrongRanges).toEqual([text])
})

test('a name is added once, and not at all when the store has it or it is too long', () => {
  const long = '靠窗的那张大圆桌子旁边的小圆桌子再旁边一点的'
  const found = readTableNames(`A1-A4, A2, ${long}`, ['A3'])
  expect(found).toEqual({
    names: ['A1', 'A2', 'A4'],
    repeated: ['A2'],
    tooLong: [long],
    taken: ['A3'],
    wrongRanges: [],
  })
})
