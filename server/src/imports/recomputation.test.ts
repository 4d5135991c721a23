/**
 * The whole import against a recomputation that shares nothing with it: its own reader, its own calendar (Shanghai is
 * eight hours ahead of UTC all year), its own arithmetic on the text of the amounts.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openWorld, type World } from '../../../test/world.js'
import { Imports } from './imports.service.js'

const NOW = '2026-11-23T04:30:00.000Z'

let world: World
let folder: string
beforeAll(async () => {
  world = await openWorld()
  world.clock.set(NOW)
  folder = mkdtempSync(path.join(tmpdir(), 'huitou-recompute-'))
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await world.close()
})

/** Moments at which a day, a month, February or the validity of points changes. */
const EDGES = [
  '2024/2/29 0:00',
  '2024/2/29 23:59',
  '2024-02-29 23:59:59',
  '2024/3/1 0:00',
  '2024-03-01 00:00:00',
  '2024/3/31 23:59',
  '2024/4/1 0:00',
  '2024-10-31 23:59:59', // the last moment whose points are over by now
  '2024-11-01 00:00:00', // the first whose points live until the end of this month
  '2024/12/31 23:59',
  '2025/1/1 0:00',
  '2025/2/28 23:59',
  '2026/11/23 12:30',
]
const PRODUCTS = ['Latte', 'latte', '  LATTE ', 'Hot Chocolate', 'HOT  chocolate', '热\u3000巧克力', '热巧克力']
const AMOUNTS = ['38.7', '38.70', '28.9', '40', '35.76', '0.99', '1', '99.99', '100.00', '1234.5']

/** A till's export with every trap we know; the same in every run. */
function exportOf(rows: number): string[] {
  let state = 42
  const below = (limit: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * limit)
  }
  const pick = <T>(list: T[]) => list[below(list.length)] as T
  const lines: string[] = []
  while (lines.length < rows) {
    const edge = below(3) === 0
    const day = new Date(Date.UTC(2024, 0, 1 + below(1_000)))
    const date = `${day.getUTCFullYear()}/${day.getUTCMonth() + 1}/${day.getUTCDate()}`
    const time = edge ? pick(EDGES) : `${date} ${below(24)}:${String(below(60)).padStart(2, '0')}`
    const cash = below(12) === 0
    const payer = cash ? 'cash,' : `card,T-${String(below(60)).padStart(4, '0')}`
    const line = `${date},${time},${payer},${pick(AMOUNTS)},${pick(PRODUCTS)}`
    lines.push(line)
    // The same cup again, at once or later in the file.
    if (below(15) === 0) lines.push(line)
    if (below(40) === 0) lines.splice(below(lines.length), 0, line)
  }
  return lines
}

interface ExpectedLot {
  granted: number
  expired: number
  expiresAt: string
  cohort: number
}

/** Points and lots by card, from the text alone. */
function recompute(lines: string[]) {
  const cards = new Map<string, { points: number; growth: number; first: string; lots: Map<string, ExpectedLot> }>()
  let cash = 0
  for (const line of lines) {
    const [, time, method, card, money] = line.split(',') as [string, string, string, string, string]
    if (method === 'cash') {
      cash += 1
      continue
    }
    const [year, month, day, hour, minute, second = 0] = time.split(/[/\-: ]/).map(Number) as number[]
    const points = Number(money.split('.')[0])
    const at = new Date(Date.UTC(year!, month! - 1, day!, hour! - 8, minute!, second)).toISOString()
    const entry = cards.get(card) ?? { points: 0, growth: 0, first: at, lots: new Map() }
    cards.set(card, entry)
    if (at < entry.first) entry.first = at
    entry.growth += points
    if (points === 0) continue
    const midnight = new Date(Date.UTC(year!, month! - 1, day!, -8)).toISOString()
    // Twenty-five months after the first of the month of earning, at midnight.
    const expiresAt = new Date(Date.UTC(year!, month! - 1 + 25, 1, -8)).toISOString()
    const over = expiresAt <= NOW
    const lot = entry.lots.get(midnight) ?? { granted: 0, expired: 0, expiresAt, cohort: year! * 100 + month! }
    entry.lots.set(midnight, lot)
    lot.granted += points
    if (over) lot.expired += points
    else entry.points += points
  }
  return { cards, cash }
}

test('points and lots of every member are what the text of the file says', async () => {
  const lines = exportOf(1_500)
  const file = path.join(folder, 'export.csv')
  writeFileSync(file, `\ufeff${['date,datetime,cash_type,card,money,coffee_name', ...lines].join('\r\n')}\r\n`)
  const order = { file, storeCode: 'CAFE', names: {}, dryRun: false }
  const summary = await world.get(Imports).run(order)
  const { cards, cash } = recompute(lines)
  const growth = [...cards.values()].reduce((sum, card) => sum + card.growth, 0)
  expect(summary).toMatchObject({ rows: lines.length, cash, members: cards.size, points: growth, repeated: 0, bad: 0 })
  expect(summary.purchases).toBe(lines.length - cash)
  expect(lines.length - new Set(lines).size).toBeGreaterThan(50)

  const found = await stored()
  expect(Object.keys(found).sort()).toEqual([...cards.keys()].sort())
  for (const [card, { points, growth: grown, first, lots }] of cards) {
    const expected = { points, growth: grown, first, lots: Object.fromEntries(lots) }
    expect([card, found[card]]).toEqual([card, expected])
  }
  expect([...cards.values()].some(({ lots }) => [...lots.values()].some(lot => lot.expired > 0))).toBe(true)
  const names = await world.db.query<{ name_key: string }>('SELECT name_key FROM product ORDER BY name_key')
  expect(names.map(row => row.name_key)).toEqual(['hotchocolate', 'latte', '热巧克力'])
  expect(await world.books()).toEqual({})

  const again = await world.get(Imports).run(order)
  expect(again).toMatchObject({ purchases: 0, points: 0, members: 0, cash: 0, repeated: lines.length, bad: 0 })
  expect(await stored()).toEqual(found)
})

/** Points and lots by card as the tables have them. */
async function stored() {
  const rows = await world.db.query<{
    card: string
    points: number
    growth: number
    first: Date
    granted: number | null
    expired: number
    remaining: number
    available_at: Date
    expires_at: Date
    cohort: number
  }>(
    `SELECT c.card_no AS card, p.available AS points, g.available AS growth, m.enrolled_at AS first, l.granted, l.expired, l.remaining,
       l.available_at, l.expires_at, l.cohort FROM external_card c JOIN member m ON m.id = c.member_id
     JOIN account p ON p.owner_id = m.id AND p.currency_id = 1 AND p.owner_type = 1
     JOIN account g ON g.owner_id = m.id AND g.currency_id = 2 AND g.owner_type = 1 LEFT JOIN lot l ON l.account_id = p.id`,
  )
  const cards: Record<string, { points: number; growth: number; first: string; lots: Record<string, ExpectedLot> }> = {}
  for (const row of rows) {
    cards[row.card] ??= { points: row.points, growth: row.growth, first: row.first.toISOString(), lots: {} }
    if (row.granted === null) continue
    expect(row.remaining + row.expired).toBe(row.granted)
    cards[row.card]!.lots[row.available_at.toISOString()] = {
      granted: row.granted,
      expired: row.expired,
      expiresAt: row.expires_at.toISOString(),
      cohort: row.cohort,
    }
  }
  return cards
}
