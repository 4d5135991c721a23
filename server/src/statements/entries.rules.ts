/** Turns journals and postings into the lines of a member's statement. Pure. */
import { type Explanation, sentenceOf, titleOf } from '../earning/earning.rules.js'
import { entryNoOf } from '../ledger/entry-no.rules.js'
import { isMovement, movementSentence, movementTitle } from '../ledger/movements.texts.js'
import { BUCKET, KIND, PART } from '../ledger/operation.rules.js'

export const TYPES = {
  [KIND.EARN]: 'EARN',
  [KIND.SPEND]: 'REDEEM',
  [KIND.EXPIRE]: 'EXPIRE',
  [KIND.UNDO_EARN]: 'REVERSE',
  [KIND.ADJUST]: 'ADJUST',
  [KIND.HOLD]: 'REDEEM',
  [KIND.CAPTURE]: 'REDEEM',
  [KIND.RELEASE]: 'REFUND',
  [KIND.UNDO_SPEND]: 'REFUND',
  [KIND.TRANSFER]: 'TRANSFER',
  [KIND.EXTEND]: 'ADJUST',
} as const
/**
 * Kinds a member sees. Maturity only turns a pending line into an available one. A hold takes from the usable points, so
 * its capture changes nothing any more, and what returns comes back as a line of its own.
 */
export const SHOWN_KINDS = Object.keys(TYPES).map(Number)

/** Kinds that move points only between pending, usable, held and owed: nothing comes in and nothing goes out. */
export const INNER_KINDS = [KIND.MATURE, KIND.HOLD, KIND.RELEASE, KIND.EXTEND]

const EVERY_LOT = [PART.GRANTED, PART.SPENT, PART.EXPIRED, PART.CLAWED]
const LOT_PARTS: Partial<Record<number, number[]>> = {
  [KIND.HOLD]: [PART.HELD],
  [KIND.RELEASE]: [PART.REMAINING],
  [KIND.UNDO_SPEND]: [PART.REMAINING],
  [KIND.TRANSFER]: [PART.GRANTED, PART.MOVED],
  [KIND.EXTEND]: [PART.GRANTED],
}

/** The columns of a lot in which an entry of this kind shows what it did. */
export const lotPartsOf = (kind: number): number[] => LOT_PARTS[kind] ?? EVERY_LOT

export interface EntryRow {
  journal_id: number
  kind: number
  explanation: string
  occurred_at: Date
  store_name: string | null
  /** Lowest and highest version of the member's postings in this journal: a debt repaid and points kept are two. */
  first_version: number
  version: number
  pending: number
  available: number
  debt: number
  growth: number
  balance_after: number | null
  /** Start of the lot this earn went to. */
  available_at: Date | null
}

/** Signed change: points that became usable or will, and debt that was repaid or grew, all count. */
export function changeOf(row: Pick<EntryRow, 'pending' | 'available' | 'debt'>): number {
  return row.pending + row.available + row.debt
}

/** One line of the statement. `balanceAfter` is the usable balance right after it. */
export function entryOf(row: EntryRow, balanceAfter: number, now: Date) {
  const explanation = JSON.parse(row.explanation) as Explanation
  const change = changeOf(row)
  const pending = row.kind === KIND.EARN && row.pending > 0 && row.available_at !== null && row.available_at > now
  return {
    entryNo: entryNoOf(row.journal_id),
    type: TYPES[row.kind as keyof typeof TYPES],
    title: isMovement(explanation) ? movementTitle(explanation, change) : titleOf(explanation),
    sentence: isMovement(explanation) ? movementSentence(explanation, change) : sentenceOf(explanation),
    points: change,
    growth: row.growth,
    state: pending ? ('PENDING' as const) : ('AVAILABLE' as const),
    availableAt: pending && row.available_at ? row.available_at.toISOString() : null,
    balanceAfter,
    occurredAt: row.occurred_at.toISOString(),
    storeName: row.store_name,
  }
}

/** Lines that moved points and lines that did not, latest first; a quiet line stands right after the version it knows. */
export function woven(moved: EntryRow[], quiet: EntryRow[]): EntryRow[] {
  const place = (row: EntryRow) => row.version + (quiet.includes(row) ? 0.5 : 0)
  return [...moved, ...quiet].sort((a, b) => place(b) - place(a) || b.journal_id - a.journal_id)
}

/** SQL sums of one journal's postings on one member account, by bucket. */
export const BUCKET_SUMS = [
  `SUM(IF(p.bucket = ${BUCKET.PENDING}, p.amount, 0)) AS pending`,
  `SUM(IF(p.bucket = ${BUCKET.AVAILABLE}, p.amount, 0)) AS available`,
  `SUM(IF(p.bucket = ${BUCKET.DEBT}, p.amount, 0)) AS debt`,
  `MAX(IF(p.bucket = ${BUCKET.AVAILABLE}, p.balance_after, NULL)) AS balance_after`,
].join(', ')
