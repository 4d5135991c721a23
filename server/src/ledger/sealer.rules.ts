/** What a seal covers: the canonical text of a journal with its lines, its digest, and the hash of a block of them. */
import { createHash, hash } from 'node:crypto'

/** A row as the database gives it. Numbers are whole and below 2^53. */
export type SealedRow = Record<string, string | number | Date | Buffer | null>

/** A journal and everything posted with it. The journal is undefined when somebody has deleted it. */
export interface SealedJournal {
  id: number
  journal: SealedRow | undefined
  /** By seq. */
  postings: SealedRow[]
  /** By lot_id, then part. */
  allocations: SealedRow[]
}

/** What is kept of a sealed journal. */
export interface SealItem {
  journalId: number
  digest: Buffer
  marks: Buffer
}

/**
 * All columns of the three tables of facts; a test compares them with the schema. A later column goes to the end and is
 * nullable: what is null takes no part in a digest, so earlier seals stay what they were.
 */
export const SEALED_COLUMNS = {
  journal: [
    'id',
    'idem_key',
    'req_hash',
    'kind',
    'outcome',
    'brand_id',
    'store_id',
    'biz_type',
    'biz_id',
    'reverses_id',
    'hold_id',
    'approval_id',
    'operator_id',
    'points',
    'growth',
    'explanation',
    'occurred_at',
    'posted_at',
    'activity_of',
  ],
  posting: ['journal_id', 'seq', 'account_id', 'currency_id', 'bucket', 'amount', 'version', 'balance_after', 'hash'],
  lot_alloc: ['journal_id', 'lot_id', 'part', 'amount'],
} as const

/** Where the chain of blocks begins: the previous hash of block 1. */
export const FIRST_HASH = Buffer.alloc(32)

/** The longest marks a row of seal_item holds. Lines beyond them are sealed all the same, only not named one by one. */
const MARKS_LIMIT = 2000
const MARK = 2

/** SHA-256 over the journal's row and all its lines: altering, adding or removing any of them changes it. */
export function digestOf(sealed: SealedJournal): Buffer {
  const lines = [
    `journal ${sealed.journal ? textOf('journal', sealed.journal) : 'missing'}`,
    ...sealed.postings.map(row => `posting ${textOf('posting', row)}`),
    ...sealed.allocations.map(row => `lot_alloc ${textOf('lot_alloc', row)}`),
  ]
  return hash('sha256', lines.join('\n'), 'buffer')
}

/**
 * Two bytes for each column of the journal, then for each line. They prove nothing; they tell which of them it was when
 * the digest differs. Laid out as: number of columns, marks; number of postings, marks; marks of allocations.
 */
export function marksOf({ journal, postings, allocations }: SealedJournal): Buffer {
  const columns = SEALED_COLUMNS.journal
  const marks = [
    Buffer.from([columns.length]),
    ...columns.map(column => markOf(JSON.stringify(plain(journal?.[column] ?? null)))),
    Buffer.from([postings.length]),
    ...postings.map(row => markOf(textOf('posting', row))),
    ...allocations.map(row => markOf(textOf('lot_alloc', row))),
  ]
  return Buffer.concat(marks).subarray(0, MARKS_LIMIT)
}

export function sealItem(sealed: SealedJournal): SealItem {
  return { journalId: sealed.id, digest: digestOf(sealed), marks: marksOf(sealed) }
}

/** The hash of a block: over the one before it, its number and time, and its items by ascending journal. */
export function blockHash(
  previous: Buffer,
  block: { seq: number; sealedAt: Date },
  items: readonly SealItem[],
): Buffer {
  const sha = createHash('sha256')
  sha.update(previous).update(eight(block.seq)).update(eight(block.sealedAt.getTime())).update(eight(items.length))
  for (const { journalId, digest, marks } of items) {
    sha.update(eight(journalId)).update(digest).update(eight(marks.length)).update(marks)
  }
  return sha.digest()
}

/** What no longer matches its seal: columns of the journal, or lines by their table and key. */
export interface Difference {
  table: keyof typeof SEALED_COLUMNS
  key: Record<string, number>
  what: string
}

export const ALTERED_LINE = 'altered since it was sealed'

/** Compares a journal as it is now with its marks. At least one difference; the first one is told first. */
export function differences(now: SealedJournal, marks: Buffer): Difference[] {
  const key = { id: now.id }
  if (!now.journal) return [{ table: 'journal', key, what: 'the row is gone' }]
  const journal = now.journal
  const kept = readMarks(marks)
  const columns = SEALED_COLUMNS.journal.filter(
    (column, at) => kept.columns[at] !== undefined && kept.columns[at] !== marked(plain(journal[column] ?? null)),
  )
  const found: Difference[] = []
  if (columns.length > 0) found.push({ table: 'journal', key, what: `${columns.join(', ')} altered` })
  found.push(...lineDifferences('posting', now, kept.postings))
  // Marks that were cut off say nothing about the lines behind the cut.
  if (!kept.cut) found.push(...lineDifferences('lot_alloc', now, kept.allocations))
  return found.length > 0 ? found : [{ table: 'journal', key, what: 'the journal or one of its lines altered' }]
}

function lineDifferences(table: 'posting' | 'lot_alloc', now: SealedJournal, kept: string[]): Difference[] {
  const rows = table === 'posting' ? now.postings : now.allocations
  const missing = [...kept]
  const changed: SealedRow[] = []
  for (const row of rows) {
    const at = missing.indexOf(markOf(textOf(table, row)).toString('hex'))
    if (at < 0) changed.push(row)
    else missing.splice(at, 1)
  }
  const gone = Math.max(0, missing.length - changed.length)
  const altered = changed.length - Math.max(0, changed.length - missing.length)
  const told = changed.map((row, at) => ({
    table,
    key: lineKey(table, row),
    what: at < altered ? ALTERED_LINE : 'added after it was sealed',
  }))
  if (gone === 0) return told
  const what = gone === 1 ? 'one of its rows is gone' : `${gone} of its rows are gone`
  return [...told, { table, key: { journal_id: now.id }, what }]
}

function lineKey(table: 'posting' | 'lot_alloc', row: SealedRow): Record<string, number> {
  const names = table === 'posting' ? ['journal_id', 'seq'] : ['journal_id', 'lot_id', 'part']
  return Object.fromEntries(names.map(name => [name, Number(row[name])]))
}

function readMarks(marks: Buffer): { columns: string[]; postings: string[]; allocations: string[]; cut: boolean } {
  const columns = marks[0] ?? 0
  const postingsAt = 1 + columns * MARK
  const postings = marks[postingsAt] ?? 0
  const allocationsAt = postingsAt + 1 + postings * MARK
  const read = (from: number, until: number) => {
    const found: string[] = []
    for (let at = from; at + MARK <= Math.min(until, marks.length); at += MARK)
      found.push(marks.toString('hex', at, at + MARK))
    return found
  }
  return {
    columns: read(1, postingsAt),
    postings: read(postingsAt + 1, allocationsAt),
    allocations: read(allocationsAt, marks.length),
    cut: marks.length >= MARKS_LIMIT - 1,
  }
}

/** One line of JSON, in which no two rows look the same: names and values of what is not null, in the columns' order. */
function textOf(table: keyof typeof SEALED_COLUMNS, row: SealedRow): string {
  const pairs: [string, string | number][] = []
  for (const column of SEALED_COLUMNS[table]) {
    const value = plain(row[column] ?? null)
    if (value !== null) pairs.push([column, value])
  }
  return JSON.stringify(pairs)
}

function plain(value: SealedRow[string]): string | number | null {
  if (value instanceof Date) return value.toISOString()
  return Buffer.isBuffer(value) ? value.toString('hex') : value
}

const marked = (value: string | number | null) => markOf(JSON.stringify(value)).toString('hex')

/** Sixteen bits of a text by FNV-1a: enough to tell which of some thirty values has changed. */
function markOf(text: string): Buffer {
  let sum = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193)
  const mark = Buffer.alloc(MARK)
  mark.writeUInt16BE((sum ^ (sum >>> 16)) & 0xffff)
  return mark
}

function eight(number: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64BE(BigInt(number))
  return bytes
}
