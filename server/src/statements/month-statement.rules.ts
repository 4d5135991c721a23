/** The calendar and the file of a month's statement. Pure. */
import type { MonthStatement } from '@huitou/shared/month-statements'
import { instantOf, offsetMs, PROGRAMME_ZONE } from '../calendar.js'
import { entryNoOf } from '../ledger/entry-no.rules.js'
import { KIND } from '../ledger/operation.rules.js'

/** A month from its first instant to the first of the next, in programme time. */
export function monthSpan(month: string): { from: Date; until: Date } {
  const [year = 0, number = 1] = month.split('-').map(Number)
  const first = (index: number) =>
    instantOf({ year: Math.floor(index / 12), month: (index % 12) + 1, day: 1 }, PROGRAMME_ZONE)
  const index = year * 12 + number - 1
  return { from: first(index), until: first(index + 1) }
}

/** A line of the file: one entry posted in the month. */
export interface PostedRow {
  journal_id: number
  kind: number
  posted_at: Date
  occurred_at: Date
  store_name: string | null
  change: number
  available: number | null
}

const NAMES: Record<number, string> = {
  [KIND.EARN]: '获得 Earned',
  [KIND.MATURE]: '生效 Became usable',
  [KIND.SPEND]: '使用 Used',
  [KIND.EXPIRE]: '过期 Expired',
  [KIND.HOLD]: '冻结 Held',
  [KIND.CAPTURE]: '使用 Used',
  [KIND.RELEASE]: '解冻 Released',
  [KIND.UNDO_SPEND]: '退回 Returned',
  [KIND.UNDO_EARN]: '扣回 Taken back',
  [KIND.ADJUST]: '调整 Adjusted',
  [KIND.TRANSFER]: '转赠 Transferred',
  [KIND.DEBT_REPAY]: '补回欠分 Debt repaid',
  [KIND.EXTEND]: '延期 Extended',
}

const CHANGES = [
  ['earned', '获得 Earned'],
  ['used', '使用 Used'],
  ['returned', '退回 Returned'],
  ['expired', '过期 Expired'],
  ['takenBack', '扣回 Taken back'],
  ['adjusted', '调整 Adjusted'],
  ['transferred', '转赠 Transferred'],
] as const

/** The statement as a CSV file that spreadsheets open with Chinese intact: the figures, then every entry of the month. */
export function csvOf(memberNo: string, statement: MonthStatement, rows: readonly PostedRow[]): string {
  const { opening, changes, closing, growth } = statement
  const lines: (string | number)[][] = [
    ['会员号 Member no.', memberNo],
    ['月份 Month', statement.month],
    ['截至 Until', stampOf(new Date(statement.until))],
    ['期初 Opening', opening.total],
    ...CHANGES.map(([name, title]) => [title, changes[name]]),
    ['期末 Closing', closing.total],
    ['期末可用 Closing, usable', closing.available],
    ['期末待生效 Closing, pending', closing.pending],
    ['期末冻结 Closing, held', closing.held],
    ['期末欠分 Closing, owed', closing.debt],
    ['成长值 Growth', growth.closing],
    ['本月成长值 Growth this month', growth.change],
    [],
    [
      '入账时间 Posted',
      '发生时间 Happened',
      '流水号 Entry no.',
      '事项 What',
      '门店 Store',
      '变动 Change',
      '可用余额 Usable after',
    ],
    ...rows.map(row => [
      stampOf(row.posted_at),
      stampOf(row.occurred_at),
      entryNoOf(row.journal_id),
      NAMES[row.kind] ?? '其他 Other',
      row.store_name ?? '',
      row.change,
      row.available ?? '',
    ]),
  ]
  return `\uFEFF${lines.map(line => line.map(cell).join(',')).join('\r\n')}\r\n`
}

/** A spreadsheet takes a text that begins like a formula for one; a quote in front keeps it a text. */
function cell(value: string | number): string {
  if (typeof value === 'number') return String(value)
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** "2026-11-23 12:30:00" in programme time. */
function stampOf(at: Date): string {
  return new Date(at.getTime() + offsetMs(at, PROGRAMME_ZONE)).toISOString().slice(0, 19).replace('T', ' ')
}
