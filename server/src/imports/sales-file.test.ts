import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type FileRow, readRows } from './sales-file.service.js'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'huitou-rows-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

async function rowsOf(text: string | Buffer): Promise<FileRow[]> {
  const file = path.join(folder, 'rows.csv')
  writeFileSync(file, text)
  const rows: FileRow[] = []
  for await (const part of readRows(file)) rows.push(...part)
  return rows
}

/** "3: a b" for a row on line 3, "3: QUOTE" for one that is none. */
const told = (rows: FileRow[]) => rows.map(row => `${row.line}: ${'fault' in row ? row.fault : row.fields.join(' ')}`)

describe('rows', () => {
  test('end with either line end; the byte order mark, blank lines and a missing last line end do not matter', async () => {
    expect(told(await rowsOf('\ufeffa,b\r\n1,2\r\n\r\n\n3,4\n5,6'))).toEqual(['1: a b', '2: 1 2', '5: 3 4', '6: 5 6'])
    expect(await rowsOf('')).toEqual([])
    expect(await rowsOf('\n\n')).toEqual([])
  })
  test('may have commas, quotes and line breaks in quotes, and count as the line they begin on', async () => {
    expect(await rowsOf('a,b\n"x, ""y""",1\n"p\r\nq\nr",2\n3,4\n')).toEqual([
      { line: 1, fields: ['a', 'b'] },
      { line: 2, fields: ['x, "y"', '1'] },
      { line: 3, fields: ['p\r\nq\nr', '2'] },
      { line: 6, fields: ['3', '4'] },
    ])
  })
  test('with too few or too many cells are rows all the same', async () => {
    expect(told(await rowsOf('a,b\n1\n1,2,3\n'))).toEqual(['1: a b', '2: 1', '3: 1 2 3'])
  })
})

describe('a quotation mark out of place costs one line, not the rest of the file', () => {
  test.each([
    ['never closed', 'a,b\n1,"2\n3,4\n5,6\n', ['1: a b', '2: QUOTE', '3: 3 4', '4: 5 6']],
    ['closed by a later one', 'a,b\n1,"2\n3,4\n5,"6"\n7,8\n', ['1: a b', '2: QUOTE', '3: 3 4', '4: 5 6', '5: 7 8']],
    ['in the middle of a cell', 'a,b\n1,2"3\n4,5\n', ['1: a b', '2: QUOTE', '3: 4 5']],
    ['followed by text', 'a,b\n1,"2"3\n4,5\n', ['1: a b', '2: QUOTE', '3: 4 5']],
    ['after blank lines', 'a,b\n\n\r\n1,"2\n4,5', ['1: a b', '4: QUOTE', '5: 4 5']],
    ['on the last line', 'a,b\n1,"2', ['1: a b', '2: QUOTE']],
    ['on every line', 'a,b\n"1\n"2\n"3\n', ['1: a b', '2: QUOTE', '3: QUOTE', '4: QUOTE']],
    ['on the first line', '"a,b\n1,2\n', ['1: QUOTE', '2: 1 2']],
  ])('%s', async (_, text, expected) => {
    expect(told(await rowsOf(text))).toEqual(expected)
  })
  test('with a long file behind it', async () => {
    const rest = Array.from({ length: 30_000 }, (_, n) => `${n},x\n`).join('')
    const rows = await rowsOf(`a,b\n1,"2\n${rest}`)
    expect(rows).toHaveLength(30_002)
    expect(rows[1]).toEqual({ line: 2, fault: 'TOO_LONG' })
    expect(rows.at(-1)).toEqual({ line: 30_002, fields: ['29999', 'x'] })
  })
  test('a line of megabytes is reported and passed', async () => {
    expect(told(await rowsOf(`a,b\n${'x'.repeat(3_000_000)}\n1,2\n`))).toEqual(['1: a b', '2: TOO_LONG', '3: 1 2'])
  })
})

test('letters of several bytes survive wherever the file is cut', async () => {
  const lines = Array.from({ length: 20_000 }, (_, n) => `${n},拿铁${'咖'.repeat(n % 5)}`)
  const rows = await rowsOf(lines.join('\n'))
  expect(rows).toHaveLength(20_000)
  for (const row of rows) expect('fields' in row && row.fields[1]).toBe(`拿铁${'咖'.repeat((row.line - 1) % 5)}`)
})
