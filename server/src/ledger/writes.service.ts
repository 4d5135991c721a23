/** The second packet of a ledger batch as SQL: everything that is written. */
import type { Account, HoldRow, Lot } from './book.rules.js'
import type { Draft, JournalRow, PostingRow } from './draft.rules.js'
import { type Literal, listed } from './literals.service.js'
import type { SideRow } from './operation.rules.js'
import { ACCOUNT, LOT } from './packets.service.js'

/** All inserts and updates of a decided batch. Locked rows are written with the values decided under the lock. */
export function writeSql(draft: Draft, rows: SideRow[], now: Date): string[] {
  const statements: string[] = []
  const add = (table: string, columns: string, tuples: Literal[][], tail = '') => {
    if (tuples.length > 0) statements.push(`INSERT INTO ${table} (${columns}) VALUES ${listed(tuples)}${tail}`)
  }
  // Counters are ordered like the locks on them: two batches that both make new ones must not meet crosswise.
  add('tally', 'name, amount', talliesOf(draft, true))
  add('tally', 'name, amount', talliesOf(draft, false), ' ON DUPLICATE KEY UPDATE amount = VALUES(amount)')
  add('account', `${ACCOUNT}, owner_type`, [...draft.changedAccounts].map(accountRow), ACCOUNT_UPDATE)
  add(
    'reversal_cap',
    'journal_id, currency_id, amount, reversed',
    draft.reversals.map(r => [r.journalId, r.currencyId, r.cap, r.amount]),
    ' ON DUPLICATE KEY UPDATE reversed = reversed + VALUES(reversed)',
  )
  add('hold', HOLD, [...draft.changedHolds].map(holdRow), HOLD_UPDATE)
  const [made, known] = parted(draft.changedLots)
  // A lot that is there already under another id is an error, never a change of that one.
  add('lot', LOT, made.map(lotRow))
  add('lot', LOT, known.map(lotRow), LOT_UPDATE)
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
  'id, idem_key, req_hash, kind, outcome, brand_id, store_id, biz_type, biz_id, reverses_id, hold_id, approval_id, operator_id, points, growth, explanation, occurred_at, posted_at, activity_of'
const HOLD = 'id, account_id, journal_id, amount, captured, released, status, expires_at, grace_days'
const POSTING = 'journal_id, seq, account_id, currency_id, bucket, amount, version, balance_after, hash'

function journalRow(j: JournalRow, now: Date): Literal[] {
  const business: Literal[] = [
    j.brandId,
    j.storeId,
    j.bizType,
    j.bizId,
    j.reversesId,
    j.holdId,
    j.approvalId,
    j.operatorId,
  ]
  const told: Literal[] = [j.points, j.growth, JSON.stringify(j.explanation), j.occurredAt, now, j.activityOf]
  return [j.id, j.key, j.hash, j.kind, j.outcome, ...business, ...told]
}

function postingRow(p: PostingRow): Literal[] {
  return [p.journalId, p.seq, p.accountId, p.currencyId, p.bucket, p.amount, p.version, p.balanceAfter, p.hash]
}

const updates = (columns: string[]) => ` ON DUPLICATE KEY UPDATE ${columns.map(c => `${c} = VALUES(${c})`).join(', ')}`
const BALANCES = ['pending', 'available', 'held', 'debt', 'version', 'head_hash', 'next_event_at']
const ACCOUNT_UPDATE = updates([...BALANCES, 'activities', 'last_activity_at', 'extending'])
const LOT_UPDATE = updates(['state', 'granted', 'remaining', 'held', 'spent', 'expired', 'clawed', 'moved'])
const HOLD_UPDATE = updates(['captured', 'released', 'status'])

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
  a.activities,
  a.lastActivityAt,
  a.extending ? 1 : 0,
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
  l.extendMonths,
  l.state,
  l.granted,
  l.remaining,
  l.held,
  l.spent,
  l.expired,
  l.clawed,
  l.moved,
]
const holdRow = (h: HoldRow): Literal[] => [
  h.id,
  h.accountId,
  h.journalId,
  h.amount,
  h.captured,
  h.released,
  h.status,
  h.expiresAt,
  h.graceDays,
]

function parted(lots: Iterable<Lot>): [made: Lot[], known: Lot[]] {
  const parts: [Lot[], Lot[]] = [[], []]
  for (const lot of lots) parts[lot.isNew ? 0 : 1].push(lot)
  return parts
}

function talliesOf(draft: Draft, fresh: boolean): Literal[][] {
  if (draft.changedTallies.size === 0) return []
  const names = [...draft.changedTallies].filter(name => draft.newTallies.has(name) === fresh).sort()
  return names.map(name => [name, draft.tallies.get(name) as number])
}

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
