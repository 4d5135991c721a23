/** Decides a whole batch in arrival order over locked rows. Pure apart from the ids it is handed. */
import { hash } from 'node:crypto'
import { decideEarn, decideSpend, decideUndoEarn, type Reversible } from './decide.rules.js'
import type { Draft, JournalRow } from './draft.rules.js'
import { lotFor, mergeKey } from './lots.rules.js'
import {
  accountId,
  BUCKET,
  CURRENCY,
  type Decided,
  type Decision,
  type Earn,
  type Json,
  KIND,
  LOT_STATE,
  type Operation,
  type Outcome,
  PART,
  type Posted,
  type SideRow,
} from './operation.rules.js'
import { settle } from './settle.rules.js'

/** What became of one operation. CONFLICT: its key belongs to another request; UNKNOWN_MEMBER: there is no such account. */
export type Result =
  | { status: 'POSTED'; posted: Posted }
  | { status: 'REPEATED'; journalId: number }
  | { status: 'REFUSED'; outcome: Exclude<Outcome, 0>; journalId: number }
  | { status: 'CONFLICT' }
  | { status: 'UNKNOWN_MEMBER' }

/** A journal that was there before, as far as its key is concerned. */
export interface Known {
  id: number
  hash: Buffer
  outcome: number
}

export interface Batch {
  draft: Draft
  known: Map<string, Known>
  reversibles: Map<number, Reversible>
  now: Date
  newId: () => number
}

export const requestHash = (body: string): Buffer => hash('sha256', body, 'buffer')

const KINDS = { EARN: KIND.EARN, SPEND: KIND.SPEND, UNDO_EARN: KIND.UNDO_EARN } as const

/** Decides one operation and writes it into the draft. `rows` collects what other features commit with it. */
export function decideOne(batch: Batch, operation: Operation, rows: SideRow[]): Result {
  const { draft, known, now } = batch
  const body = requestHash(operation.body)
  const before = known.get(operation.key)
  if (before) return answerAgain(before, body)
  const points = draft.accounts.get(accountId(operation.memberId, CURRENCY.POINTS))
  const growth = draft.accounts.get(accountId(operation.memberId, CURRENCY.GROWTH))
  // The programme's own accounts, and those of a neighbouring id, are nobody's.
  if (points?.ownerId !== operation.memberId || growth?.ownerId !== operation.memberId) {
    return { status: 'UNKNOWN_MEMBER' }
  }
  if (points.nextEventAt <= now && draft.whole.has(points.id)) settle(draft, points, now, batch.newId)

  const journal = journalFor(operation, body, batch.newId())
  const decided = decide(batch, operation, { points, growth })
  if ('refused' in decided) {
    const refused = { ...journal, outcome: decided.refused }
    draft.refuse(refused)
    known.set(operation.key, refused)
    return { status: 'REFUSED', outcome: decided.refused, journalId: journal.id }
  }
  journal.explanation = explained(operation.explanation, decided)
  draft.post(journal, decided)
  known.set(operation.key, journal)
  noteReversal(batch, operation)
  const sumOf = (bucket: number) =>
    decided.postings.filter(p => p.accountId === points.id && p.bucket === bucket).reduce((sum, p) => sum + p.amount, 0)
  const posted: Posted = {
    journalId: journal.id,
    available: points.available,
    debt: points.debt,
    growth: growth.available,
    version: points.version,
    taken: Math.abs(sumOf(BUCKET.AVAILABLE) + sumOf(BUCKET.PENDING)),
    short: Math.max(0, -sumOf(BUCKET.DEBT)),
  }
  if (operation.rows) rows.push(...operation.rows(posted))
  return { status: 'POSTED', posted }
}

function decide(batch: Batch, operation: Operation, accounts: { points: Acc; growth: Acc }): Decided {
  const { draft, now } = batch
  const lots = draft.lotsOf(accounts.points.id)
  if (operation.kind === 'EARN') {
    return decideEarn(operation, accounts.points, accounts.growth, lotOf(batch, operation, accounts.points.id))
  }
  if (operation.kind === 'SPEND') return decideSpend(operation, accounts.points, lots.values(), now)
  return decideUndoEarn(operation, accounts, batch.reversibles.get(operation.reverses), { lots, now })
}

type Acc = Parameters<typeof decideEarn>[1]

function lotOf(batch: Batch, earn: Earn, account: number) {
  const fresh = lotFor(earn, account, batch.newId(), batch.now)
  const key = mergeKey(fresh)
  for (const lot of batch.draft.lotsOf(account).values()) {
    if (mergeKey(lot) !== key) continue
    // A lot that was emptied before its start has closed; what lands in it now still has to wait for that start.
    if (lot.state === LOT_STATE.CLOSED && earn.points > 0) lot.state = fresh.state
    return lot
  }
  return fresh
}

/** What a refund found expired is said with it: those points are neither taken from the member nor owed. */
function explained(explanation: Json, decision: Decision): Json {
  const lapsed = -decision.allocations.reduce((sum, a) => sum + (a.part === PART.EXPIRED ? a.amount : 0), 0)
  const open = typeof explanation === 'object' && explanation !== null && !Array.isArray(explanation)
  return lapsed > 0 && open ? { ...explanation, lapsed } : explanation
}

function answerAgain(before: Known, body: Buffer): Result {
  if (!before.hash.equals(body)) return { status: 'CONFLICT' }
  if (before.outcome === 0) return { status: 'REPEATED', journalId: before.id }
  return { status: 'REFUSED', outcome: before.outcome as Exclude<Outcome, 0>, journalId: before.id }
}

// Within one batch a second refund must see what the first has taken.
function noteReversal(batch: Batch, operation: Operation): void {
  const origin = operation.kind === 'UNDO_EARN' ? batch.reversibles.get(operation.reverses) : undefined
  if (operation.kind !== 'UNDO_EARN' || !origin) return
  for (const [currencyId, name] of [
    [CURRENCY.POINTS, 'points'],
    [CURRENCY.GROWTH, 'growth'],
  ] as const) {
    const amount = operation[name]
    if (amount === 0) continue
    origin[name] -= amount
    batch.draft.reversals.push({ journalId: operation.reverses, currencyId, cap: origin.gave[name], amount })
  }
}

function journalFor(operation: Operation, body: Buffer, id: number): JournalRow {
  return {
    id,
    key: operation.key,
    hash: body,
    kind: KINDS[operation.kind],
    outcome: 0,
    brandId: operation.brandId,
    storeId: operation.storeId,
    bizType: operation.biz.type,
    bizId: operation.biz.id,
    reversesId: operation.kind === 'UNDO_EARN' ? operation.reverses : null,
    operatorId: operation.operatorId,
    points: operation.points,
    growth: operation.kind === 'SPEND' ? 0 : operation.growth,
    explanation: operation.explanation,
    occurredAt: operation.occurredAt,
  }
}
