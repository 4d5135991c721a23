/** The two packets of a ledger batch as SQL: what is locked and read, and what is written. */
import { escape as quoted } from 'mysql2'
import type { Draft, JournalRow, PostingRow } from './draft.rules.js'
import {
  type Account,
  accountId,
  CURRENCY,
  type Earn,
  type Lot,
  type Operation,
  PART,
  type SideRow,
} from './operation.rules.js'

type Raw = Record<string, string | number | Date | Buffer | null>
type Literal = string | number | Date | Buffer | null

const ACCOUNT = 'id, currency_id, owner_id, pending, available, held, debt, version, head_hash, next_event_at, frozen'
const LOT =
  'id, account_id, issuer_id, cohort, source, restriction_id, available_at, expires_at, state, granted, remaining, held, spent, expired, clawed'

/** SQL that locks the accounts of these members, always by ascending id. */
export function lockSql(memberIds: number[]): string {
  const ids = [...new Set(memberIds)].flatMap(id => [accountId(id, CURRENCY.POINTS), accountId(id, CURRENCY.GROWTH)])
  return `SELECT ${ACCOUNT} FROM account WHERE id IN (${list(ids.sort((a, b) => a - b))}) ORDER BY id FOR UPDATE`
}

/** Lots an earn could merge with, every live lot of accounts that spend or undo, and closed ones an undone earn filled. */
export function lotsSql(operations: Operation[]): string {
  const readers = new Set(operations.filter(o => o.kind !== 'EARN').map(o => accountId(o.memberId, CURRENCY.POINTS)))
  const earns = operations.filter(o => o.kind === 'EARN')
  const reads = (earn: Earn) => readers.has(accountId(earn.memberId, CURRENCY.POINTS))
  const fills = earns.filter(earn => !reads(earn))
  const refills = earns.filter(reads)
  const parts: string[] = []
  if (readers.size > 0) parts.push(liveLotsSql([...readers]))
  if (fills.length > 0) parts.push(mergeSql(fills))
  // A closed lot can be refilled by an earn, and live-lot reads leave closed ones out.
  if (refills.length > 0) parts.push(`${mergeSql(refills)} AND state = 0`)
  const undone = operations.flatMap(o => (o.kind === 'UNDO_EARN' ? [o.reverses] : []))
  if (undone.length > 0) {
    const filled = `SELECT lot_id FROM lot_alloc WHERE journal_id IN (${list(undone)}) AND part = ${PART.GRANTED}`
    parts.push(`SELECT ${LOT} FROM lot WHERE id IN (${filled}) AND state = 0`)
  }
  return parts.join(' UNION ALL ')
}

export function liveLotsSql(accounts: number[]): string {
  return `SELECT ${LOT} FROM lot WHERE account_id IN (${list(accounts)}) AND state IN (1, 2)`
}

/**
 * By the start and end of the lot, which most earns of a batch share. The index is named because only this one fits, and
 * the optimizer would look into three others once for every account.
 */
function mergeSql(earns: Earn[]): string {
  const spans = new Map<string, Set<number>>()
  for (const earn of earns) {
    const span = `expires_at = ${literal(earn.expiresAt)} AND available_at = ${literal(earn.availableAt)}`
    const accounts = spans.get(span)
    const account = accountId(earn.memberId, CURRENCY.POINTS)
    if (accounts) accounts.add(account)
    else spans.set(span, new Set([account]))
  }
  const either = [...spans].map(([span, accounts]) => `${span} AND account_id IN (${list([...accounts])})`)
  return `SELECT ${LOT} FROM lot FORCE INDEX (uq_lot_merge) WHERE (${either.join(' OR ')})`
}

export function keysSql(operations: Operation[]): string {
  const keys = [...new Set(operations.map(operation => operation.key))].map(key => quoted(key)).join(', ')
  return `SELECT id, idem_key, req_hash, outcome FROM journal WHERE idem_key IN (${keys})`
}

/** What is left to take back of earlier earns, their account, and the lots they filled (granted, so also empty ones). */
export function reversibleSql(operations: Operation[]): string | null {
  const ids = [...new Set(operations.flatMap(o => (o.kind === 'UNDO_EARN' ? [o.reverses] : [])))]
  if (ids.length === 0) return null
  const wanted = list(ids)
  return [
    `SELECT j.id, j.points, j.growth, MAX(p.account_id - p.currency_id) AS member_id FROM journal j LEFT JOIN posting p ON p.journal_id = j.id AND p.bucket <> 0 WHERE j.id IN (${wanted}) AND j.kind = 1 AND j.outcome = 0 GROUP BY j.id, j.points, j.growth`,
    `SELECT journal_id, currency_id, reversed FROM reversal_cap WHERE journal_id IN (${wanted})`,
    `SELECT journal_id, lot_id FROM lot_alloc WHERE journal_id IN (${wanted}) AND part = ${PART.GRANTED}`,
  ].join('; ')
}

/** All inserts and updates of a decided batch. Locked rows are written with the values decided under the lock. */
export function writeSql(draft: Draft, rows: SideRow[], now: Date): string[] {
  const statements: string[] = []
  const add = (table: string, columns: string, tuples: Literal[][], tail = '') => {
    if (tuples.length > 0) statements.push(`INSERT INTO ${table} (${columns}) VALUES ${listed(tuples)}${tail}`)
  }
  add('account', `${ACCOUNT}, owner_type`, [...draft.changedAccounts].map(accountRow), ACCOUNT_UPDATE)
  add(
    'reversal_cap',
    'journal_id, currency_id, amount, reversed',
    draft.reversals.map(r => [r.journalId, r.currencyId, r.cap, r.amount]),
    ' ON DUPLICATE KEY UPDATE reversed = reversed + VALUES(reversed)',
  )
  add('lot', LOT, [...draft.changedLots].map(lotRow), LOT_UPDATE)
  add(
    'journal',
    JOURNAL,
    draft.journals.map(journal => journalRow(journal, now)),
  )
  add('posting', POSTING, draft.postings.map(postingRow))
  add(
    'lot_alloc',
    'journal_id, lot_id, part, amount',
    draft.allocations.map(a => [a.journalId, a.lotId, a.part, a.amount]),
  )
  add(
    'seal_queue',
    'journal_id',
    draft.journals.map(j => [j.id]),
  )
  statements.push(...sideSql(rows))
  return statements
}

const JOURNAL =
  'id, idem_key, req_hash, kind, outcome, brand_id, store_id, biz_type, biz_id, reverses_id, hold_id, approval_id, operator_id, points, growth, explanation, occurred_at, posted_at'
const POSTING = 'journal_id, seq, account_id, currency_id, bucket, amount, version, balance_after, hash'

function journalRow(j: JournalRow, now: Date): Literal[] {
  const business: Literal[] = [j.brandId, j.storeId, j.bizType, j.bizId, j.reversesId, null, null, j.operatorId]
  const told: Literal[] = [j.points, j.growth, JSON.stringify(j.explanation), j.occurredAt, now]
  return [j.id, j.key, j.hash, j.kind, j.outcome, ...business, ...told]
}

function postingRow(p: PostingRow): Literal[] {
  return [p.journalId, p.seq, p.accountId, p.currencyId, p.bucket, p.amount, p.version, p.balanceAfter, p.hash]
}

const updates = (columns: string[]) => ` ON DUPLICATE KEY UPDATE ${columns.map(c => `${c} = VALUES(${c})`).join(', ')}`
const ACCOUNT_UPDATE = updates(['pending', 'available', 'held', 'debt', 'version', 'head_hash', 'next_event_at'])
const LOT_UPDATE = updates(['state', 'granted', 'remaining', 'held', 'spent', 'expired', 'clawed'])

const accountRow = (a: Account): Literal[] => [
  a.id,
  a.currencyId,
  a.ownerId,
  a.pending,
  a.available,
  a.held,
  a.debt,
  a.version,
  a.headHash,
  a.nextEventAt,
  a.frozen ? 1 : 0,
  1,
]
const lotRow = (l: Lot): Literal[] => [
  l.id,
  l.accountId,
  l.issuerId,
  l.cohort,
  l.source,
  l.restrictionId,
  l.availableAt,
  l.expiresAt,
  l.state,
  l.granted,
  l.remaining,
  l.held,
  l.spent,
  l.expired,
  l.clawed,
]

function sideSql(rows: SideRow[]): string[] {
  const groups = new Map<string, Literal[][]>()
  for (const row of rows) {
    const head = `${row.table} (${Object.keys(row.values).join(', ')})`
    const group = groups.get(head)
    if (group) group.push(Object.values(row.values))
    else groups.set(head, [Object.values(row.values)])
  }
  return [...groups].map(([head, tuples]) => `INSERT INTO ${head} VALUES ${listed(tuples)}`)
}

export function toAccount(row: Raw): Account {
  return {
    id: row.id as number,
    currencyId: row.currency_id as number,
    ownerId: row.owner_id as number,
    pending: row.pending as number,
    available: row.available as number,
    held: row.held as number,
    debt: row.debt as number,
    version: row.version as number,
    headHash: row.head_hash as Buffer,
    nextEventAt: row.next_event_at as Date,
    frozen: row.frozen === 1,
  }
}

export function toLot(row: Raw): Lot {
  return {
    id: row.id as number,
    accountId: row.account_id as number,
    issuerId: row.issuer_id as number,
    cohort: row.cohort as number,
    source: row.source as number,
    restrictionId: row.restriction_id as number,
    availableAt: row.available_at as Date,
    expiresAt: row.expires_at as Date,
    state: row.state as number,
    granted: row.granted as number,
    remaining: row.remaining as number,
    held: row.held as number,
    spent: row.spent as number,
    expired: row.expired as number,
    clawed: row.clawed as number,
  }
}

export const list = (ids: number[]): string => ids.map(id => literal(id)).join(',')

/** "(1,'a'),(2,'b')". Appended piece by piece: half of what a batch costs this process is putting its text together. */
function listed(tuples: Literal[][]): string {
  let text = ''
  for (const values of tuples) text += (text ? ',' : '') + tuple(values)
  return text
}

function tuple(values: Literal[]): string {
  let text = '('
  let comma = ''
  for (const value of values) {
    text += comma + literal(value)
    comma = ','
  }
  return `${text})`
}

/** A value as SQL text. Numbers must be whole and safe; strings go through the driver's own escaping. */
export function literal(value: Literal): string {
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new RangeError(`not a whole number: ${value}`)
    return String(value)
  }
  if (value === null) return 'NULL'
  if (typeof value === 'string') return quoted(value)
  return value instanceof Date ? instant(value) : `x'${value.toString('hex')}'`
}

const instants = new Map<number, string>()
const INSTANTS_KEPT = 1000

/** Most instants of a batch are the same few: the present, the end of a lot, the start of a day. */
function instant(value: Date): string {
  const ms = value.getTime()
  const known = instants.get(ms)
  if (known) return known
  if (instants.size >= INSTANTS_KEPT) instants.clear()
  const text = `'${value.toISOString().slice(0, 23).replace('T', ' ')}'`
  instants.set(ms, text)
  return text
}
