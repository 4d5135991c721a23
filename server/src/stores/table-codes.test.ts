import { inflateSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import jsqr from 'jsqr'
import { openWorld, type World } from '../../../test/world.js'
import { refusalOf } from '../../../test/world-basics.js'
import { Outlines } from './outlines.service.js'
import { Stores } from './stores.service.js'
import { TableCodes } from './table-codes.service.js'
import { Tables } from './tables.service.js'

let world: World

beforeAll(async () => {
  world = await openWorld()
})

afterAll(() => world.close())

/** jsqr's module is CommonJS: what its types call the default export arrives one level deeper under Node. */
const readQr = ((jsqr as unknown as { default?: typeof jsqr }).default ?? jsqr) as unknown as (
  pixels: Uint8ClampedArray,
  width: number,
  height: number,
) => { data: string } | null

/** Everything that is drawn, page by page and shape by shape: the inflated streams of a PDF. */
function streamsOf(pdf: Buffer): string[] {
  const text = pdf.toString('latin1')
  return [...text.matchAll(/stream\n([\s\S]*?)\nendstream/g)].flatMap(([, body]) => {
    try {
      return [inflateSync(Buffer.from(body!, 'latin1')).toString('latin1')]
    } catch {
      return []
    }
  })
}

/** The codes on a page, read from the rectangles drawn for them as a phone would read them from paper. */
function codesOn(page: string): (string | undefined)[] {
  return [...page.matchAll(/((?:\d+ \d+ \d+ 1 re\s+){50,})f/g)].map(([, shapes]) => {
    const runs = [...shapes!.matchAll(/(\d+) (\d+) (\d+) 1 re/g)].map(([, x, y, length]) => [x, y, length].map(Number))
    const zoom = 4
    const side = (Math.max(...runs.map(([x, , length]) => x! + length!)) + 4) * zoom
    const pixels = new Uint8ClampedArray(side * side * 4).fill(255)
    for (const [x, y, length] of runs) {
      for (let row = y! * zoom; row < (y! + 1) * zoom; row += 1) {
        for (let column = x! * zoom; column < (x! + length!) * zoom; column += 1) {
          pixels.set([0, 0, 0], (row * side + column) * 4)
        }
      }
    }
    return readQr(pixels, side, side)?.data
  })
}

async function storeWith(names: string[]): Promise<number> {
  const storeId = await world.store({ name: '回头小馆 国贸店' })
  if (names.length > 0) await world.db.transaction(tx => world.get(Tables).add(tx, storeId, names))
  return storeId
}

const pagesOf = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length
const isPage = (stream: string) => stream.includes(' re\n')

test('a sheet is a whole PDF with six tables to a page', async () => {
  const pdf = await world.get(TableCodes).sheet(await storeWith(['A1', 'A2', 'A3', 'A4', 'A5', 'A6', 'A7']))
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
  expect(pdf.subarray(-6).toString()).toBe('%%EOF\n')
  expect(pagesOf(pdf)).toBe(2)
})

test('a phone reads every table from its card, in the order of the names', async () => {
  const storeId = await storeWith(['A10', 'A2', '包间·牡丹亭', '大堂 12号'])
  const pdf = await world.get(TableCodes).sheet(storeId)
  const tables = await world.get(Tables).ofStore(storeId)
  const codes = streamsOf(pdf).filter(isPage).flatMap(codesOn)
  expect(codes).toEqual(tables.map(table => world.get(Tables).urlOf(table.scene)))
})

test('each character is stored once, however many cards carry it', async () => {
  const [few, many] = [await storeWith(['A1']), await storeWith(['A1', 'A11', 'A111', 'A1111', 'A11111'])]
  const shapesOf = async (storeId: number) =>
    streamsOf(await world.get(TableCodes).sheet(storeId)).filter(stream => /\nB\s*$/.test(stream)).length
  const [one, five] = [await shapesOf(few), await shapesOf(many)]
  // Only the random scenes add letters of their own.
  expect(five - one).toBeLessThan(62)
})

test('a store without tables gets a page that says so', async () => {
  const pdf = await world.get(TableCodes).sheet(await storeWith([]))
  expect(pagesOf(pdf)).toBe(1)
  expect(streamsOf(pdf).some(stream => /\nB\s*$/.test(stream))).toBe(true)
})

test('a store that is not there has no sheet', async () => {
  expect(await refusalOf(world.get(TableCodes).sheet(1))).toBe('record.not_found')
})

test('five hundred tables make a small file in little time', async () => {
  const storeId = await storeWith(Array.from({ length: 500 }, (_, index) => `T${index}`))
  const pdf = await world.get(TableCodes).sheet(storeId)
  expect(pagesOf(pdf)).toBe(84)
  expect(pdf.length).toBeLessThan(1_000_000)
})

test('the brand and its store stand on the sheet under their own names', async () => {
  await world.db.transaction(tx => world.get(Stores).nameBrand(tx, '回头小馆'))
  const pdf = await world.get(TableCodes).sheet(await storeWith(['A1']))
  const title = Buffer.from('\ufeff桌码 回头小馆 国贸店', 'utf16le').swap16().toString('latin1')
  // A PDF writes a backslash twice, and half of 小 is one.
  expect(pdf.toString('latin1').replaceAll('\\\\', '\\').includes(title)).toBe(true)
})

test('Chinese and Latin have outlines of their own; what the font lacks is left out', () => {
  const outlines = world.get(Outlines)
  const drawn = outlines.of('回国A1 露')
  expect(drawn.map(({ character }) => character)).toEqual(['回', '国', 'A', '1', ' ', '露'])
  expect(new Set(drawn.map(({ path }) => path)).size).toBe(6)
  expect(drawn[0]!.width).toBe(1000)
  expect(outlines.of('桌\u{1F9CB}1').map(({ character }) => character)).toEqual(['桌', '1'])
})
