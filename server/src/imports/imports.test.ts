import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { openWorld, type World } from '../../../test/world.js'
import { type ImportOrder, Imports } from './imports.service.js'
import type { BadRow } from './sales.rules.js'

const HEADER = 'date,datetime,cash_type,card,money,coffee_name'

let world: World
let folder: string
beforeAll(async () => {
  world = await openWorld()
  folder = mkdtempSync(path.join(tmpdir(), 'huitou-import-'))
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  expect(await world.books()).toEqual({})
  await world.close()
})

let files = 0
function fileOf(lines: string[]): string {
  files += 1
  const file = path.join(folder, `${files}.csv`)
  writeFileSync(file, lines.join('\n'))
  return file
}

/** Imports lines into a store, its own unless one is named; answers the summary without the speed, and the bad rows. */
async function bring(lines: string[], order: Partial<ImportOrder> = {}) {
  const bad: string[] = []
  const onBad = (line: number, row: BadRow) => void bad.push(`${line}: ${row.reason}`)
  const storeCode = order.storeCode ?? (await newStore())
  const all = { file: fileOf(lines), names: {}, dryRun: false, onBad, ...order, storeCode }
  const { rowsPerSecond, ...summary } = await world.get(Imports).run(all)
  expect(rowsPerSecond).toBeGreaterThan(0)
  return { summary, bad, storeCode }
}

async function newStore(): Promise<string> {
  files += 1
  const code = `IMP-${files}`
  await world.store({ code, dayCutOff: '00:00' })
  return code
}

async function purchasesOf(storeCode: string) {
  return world.db.query<{ product: string; card: string | null; fen: number; points: number; at: Date }>(
    `SELECT pr.name AS product, c.card_no AS card, b.paid_fen AS fen, b.points, b.paid_at AS at FROM purchase b
     JOIN store s ON s.id = b.store_id JOIN product pr ON pr.id = b.product_id LEFT JOIN external_card c ON c.member_id = b.member_id
     WHERE s.code = ? ORDER BY b.paid_at, b.id`,
    [storeCode],
  )
}

const NOTHING = { purchases: 0, points: 0, members: 0, cash: 0, repeated: 0, bad: 0 }

describe('what a file says becomes purchases', () => {
  test('cards become members enrolled by their first sale, cash is kept without anybody', async () => {
    const { summary, storeCode } = await bring([
      HEADER,
      '2026/3/2,2026/3/2 9:05,card,A-77-1234,38.7,Latte',
      '2026/3/1,2026/3/1 8:00,card,A-77-1234,28.9,Tea',
      '2026/3/1,2026/3/1 8:01,cash,,40,Tea',
      '2026/3/3,2026/3/3 8:01,card,A-77-9999,0.99,Tea',
    ])
    expect(summary).toEqual({ rows: 4, purchases: 3, points: 66, members: 2, cash: 1, repeated: 0, bad: 0 })
    expect(await purchasesOf(storeCode)).toEqual([
      { product: 'Tea', card: 'A-77-1234', fen: 2890, points: 28, at: new Date('2026-03-01T00:00:00Z') },
      { product: 'Tea', card: null, fen: 4000, points: 0, at: new Date('2026-03-01T00:01:00Z') },
      { product: 'Latte', card: 'A-77-1234', fen: 3870, points: 38, at: new Date('2026-03-02T01:05:00Z') },
      { product: 'Tea', card: 'A-77-9999', fen: 99, points: 0, at: new Date('2026-03-03T00:01:00Z') },
    ])
    const [member] = await world.db.query<{
      nickname: string
      enrolled_at: Date
      source: string
      phone: string | null
    }>(
      `SELECT nickname, enrolled_at, source, phone_cipher AS phone FROM member WHERE id = (SELECT member_id FROM external_card WHERE card_no = 'A-77-1234')`,
    )
    expect(member).toEqual({
      nickname: '会员1234',
      enrolled_at: new Date('2026-03-01T00:00:00Z'),
      source: 'IMPORT',
      phone: null,
    })
  })

  test('two cups in one minute are two purchases, three are three, and again nothing is added', async () => {
    const cup = '2026/3/1,2026/3/1 8:00,card,CUPS,20,Latte'
    const cash = '2026/3/1,2026/3/1 8:00,cash,,20,Latte'
    const storeCode = await newStore()
    const lines = [HEADER, cup, cup, cash, cup, cash]
    const first = await bring(lines, { storeCode })
    expect(first.summary).toMatchObject({ rows: 5, purchases: 3, cash: 2, points: 60, members: 1 })
    const again = await bring(lines, { storeCode })
    expect(again.summary).toEqual({ ...NOTHING, rows: 5, repeated: 5 })
    const fourth = await bring([...lines, cup], { storeCode })
    expect(fourth.summary).toEqual({ ...NOTHING, rows: 6, purchases: 1, points: 20, repeated: 5 })
    expect(await purchasesOf(storeCode)).toHaveLength(6)
  })

  test('where a sale stands in the file does not matter', async () => {
    const lines = ['8:00,card,M1,20,Latte', '8:00,card,M2,20,Latte', '8:01,card,M1,20,Latte', '8:00,card,M1,20,Latte']
    const rows = lines.map(line => `2026/3/1,2026/3/1 ${line}`)
    const { storeCode } = await bring([HEADER, ...rows])
    const { summary } = await bring([HEADER, '', 'not,a,sale', ...rows.toReversed()], { storeCode })
    expect(summary).toEqual({ ...NOTHING, rows: 5, repeated: 4, bad: 1 })
  })

  test('names that differ only in case or spaces are one product', async () => {
    const names = ['Cortado', 'CORTADO', '   CORTADO   ', '\u3000Cortado\u3000', 'Cor  tado']
    const rows = names.map((name, n) => `2026/3/1,2026/3/1 8:0${n},card,P1,20,${name}`)
    const { storeCode } = await bring([HEADER, ...rows])
    const sold = await purchasesOf(storeCode)
    expect(sold.map(row => row.product)).toEqual(names.map(() => 'Cortado'))
  })

  test('columns may have other names and another order', async () => {
    const lines = ['金额,时间,付款,卡号,品名,备注', '12.5,2026-03-01 08:00:30,card,K-1,拿铁,"少冰, 打包"']
    const names = { money: '金额', datetime: '时间', cash_type: '付款', card: '卡号', coffee_name: '品名' }
    const { summary, storeCode } = await bring(lines, { names })
    expect(summary).toMatchObject({ rows: 1, purchases: 1, points: 12 })
    expect(await purchasesOf(storeCode)).toMatchObject([{ product: '拿铁', at: new Date('2026-03-01T00:00:30Z') }])
  })

  test('two imports of one file at once record every sale once', async () => {
    const storeCode = await newStore()
    const rows = Array.from({ length: 900 }, (_, n) => `x,2026/3/1 ${8 + (n % 9)}:00,card,TWICE-${n % 70},20,Latte`)
    const both = await Promise.all([bring([HEADER, ...rows], { storeCode }), bring([HEADER, ...rows], { storeCode })])
    const sum = (name: 'purchases' | 'repeated' | 'points' | 'members') =>
      both.reduce((total, { summary }) => total + summary[name], 0)
    expect([sum('purchases'), sum('repeated'), sum('points'), sum('members')]).toEqual([900, 900, 18_000, 70])
    expect(await purchasesOf(storeCode)).toHaveLength(900)
  })
})

describe('rows that are no sales', () => {
  const lines = [
    HEADER,
    '2026/3/1,2026/3/1 8:00,card,B1,20,Latte',
    '2026/2/29,2026/2/29 8:00,card,B1,20,Latte',
    '2026/3/1,2026/3/1 8:00,card,,20,Latte',
    '2026/3/1,2026/3/1 8:00,barter,B1,20,Latte',
    '2026/3/1,2026/3/1 8:00,card,B1,-20,Latte',
    '2026/3/1,2026/3/1 8:00,card,B1,20.001,Latte',
    '2026/3/1,2026/3/1 8:00,card,B1,2000000,Latte',
    '2026/3/1,2026/3/1 8:00,card,B1,20',
    '2026/3/1,2026/3/1 8:00,card,B1,20,"Latte',
    '2026/3/1,2026/3/1 8:00,card,B1,20, ',
    '2027/3/1,2027/3/1 8:00,card,B1,20,Latte',
    '2026/3/1,2026/3/1 8:02,card,B1,20,Latte',
  ]
  const bad = [
    '3: DATE',
    '4: CARD_MISSING',
    '5: CASH_TYPE',
    '6: AMOUNT_NOT_POSITIVE',
    '7: AMOUNT_TOO_FINE',
    '8: AMOUNT_TOO_LARGE',
    '9: COLUMN_COUNT',
    '10: QUOTE',
    '11: PRODUCT_MISSING',
    '12: FUTURE',
  ]
  const expected = { ...NOTHING, rows: 12, purchases: 2, points: 40, members: 1, bad: 10 }

  test('a dry run lists every one by line and reason, counts what an import would do, and writes nothing', async () => {
    const storeCode = await newStore()
    const rows = () =>
      world.db.query(
        'SELECT (SELECT COUNT(*) FROM purchase) AS a, (SELECT COUNT(*) FROM member) AS b, (SELECT COUNT(*) FROM product) AS c, (SELECT COUNT(*) FROM journal) AS d, (SELECT COUNT(*) FROM store) AS e',
      )
    const before = await rows()
    const dry = await bring(lines, { storeCode, dryRun: true })
    expect([dry.summary, dry.bad]).toEqual([expected, bad])
    expect(await rows()).toEqual(before)
    const real = await bring(lines, { storeCode })
    expect([real.summary, real.bad]).toEqual([expected, bad])
    const after = await bring(lines, { storeCode, dryRun: true })
    expect(after.summary).toEqual({ ...NOTHING, rows: 12, repeated: 2, bad: 10 })
  })

  test('a file that cannot be read at all is refused in one sentence', async () => {
    await expect(bring(['datetime,card', 'x,y'])).rejects.toThrow(
      /has no column cash_type, money, coffee_name; it has datetime, card\. Say which one to take with --map/,
    )
    await expect(bring([])).rejects.toThrow(/is empty/)
    await expect(bring(['"date,datetime', 'x,y'])).rejects.toThrow(/first line .* is not CSV/)
    await expect(bring([HEADER], { storeCode: 'NOWHERE' })).rejects.toThrow('There is no store with the code NOWHERE')
  })
})

test('the café is opened by the first import that names no store, and by no dry run', async () => {
  const cafes = () => world.db.query("SELECT name, time_zone, day_cut_off FROM store WHERE code = 'CAFE'")
  const lines = [HEADER, '2026/3/1,2026/3/1 8:00,card,CAFE-1,20,Latte']
  expect((await bring(lines, { storeCode: 'CAFE', dryRun: true })).summary).toMatchObject({ purchases: 1, members: 1 })
  expect(await cafes()).toEqual([])
  await bring(lines, { storeCode: 'CAFE' })
  expect(await cafes()).toEqual([{ name: '咖啡馆', time_zone: 'Asia/Shanghai', day_cut_off: '00:00' }])
})
