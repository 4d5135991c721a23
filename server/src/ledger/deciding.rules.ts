/** Which rule decides which operation, and what follows from it. Pure apart from the ids it is handed. */
import { PROGRAMME_ZONE } from '../calendar.js'
import type { Account, Decided, Decision, Lot } from './book.rules.js'
import { decideAdjust, decideTransfer } from './decide-adjust.rules.js'
import { decideEarn, decideUndoEarn, type Reversible, totalOf } from './decide-earn.rules.js'
import { assertGrace, closedProblem, decideCapture, decideHold, decideRelease, holdOf } from './decide-hold.rules.js'
import { decideSpend, decideUndoSpend } from './decide-spend.rules.js'
import { decideExtend, extensionsOf } from './decide-time.rules.js'
import type { Draft, JournalRow } from './draft.rules.js'
import { ownJournal } from './journals.rules.js'
import { graceSpan, lotIn } from './landing.rules.js'
import {
  type Adjust,
  type Award,
  accountId,
  type Capture,
  CURRENCY,
  type Earn,
  HOLD_STATUS,
  type Json,
  KIND,
  MAX_SPANS,
  MAX_TALLIES,
  type Operation,
  PART,
  type Release,
  type Span,
  type Transfer,
  type UndoEarn,
  type UndoSpend,
} from './operation.rules.js'
import { settle } from './settle.rules.js'

/** A journal that was there before, as far as its key is concerned. */
export interface Known {
  id: number
  hash: Buffer
  outcome: number
}

/** Locked rows and the moment at which operations are decided over them. */
export interface Batch {
  draft: Draft
  known: Map<string, Known>
  reversibles: Map<number, Reversible>
  now: Date
  newId: () => number
}

export interface Accounts {
  points: Account
  growth: Account
  /** Of whoever receives a transfer. */
  to?: Account
}

/** An operation on its way: its journal is filled in as it becomes known. */
export interface Case {
  operation: Operation
  journal: JournalRow
  accounts: Accounts
  /** What an earn is worth. */
  award: Award | null
}

/** Decides one operation. Journals of earns and releases learn their amounts here. */
export function decide(batch: Batch, of: Case): Decided {
  const { draft, now } = batch
  const { operation, accounts } = of
  const { points } = accounts
  const lots = draft.lotsOf(points.id)
  switch (operation.kind) {
    case 'EARN':
      return earn(batch, of, operation)
    case 'SPEND':
      return decideSpend(operation, points, lots.values(), now)
    case 'HOLD':
      return decideHold(operation, points, lots.values(), now)
    case 'CAPTURE':
    case 'RELEASE':
      return closeHold(batch, of, operation)
    case 'UNDO_SPEND':
      return undoSpend(batch, points, operation)
    case 'UNDO_EARN':
      return decideUndoEarn(operation, accounts, batch.reversibles.get(operation.reverses), { lots, now })
    case 'ADJUST':
      return decideAdjust(operation, points, { lots: lots.values(), now, lot: adjustLot(batch, points, operation) })
    case 'TRANSFER':
      return transfer(batch, accounts, operation)
  }
}

/** What a posted operation brings with it: counters, holds, reversals, what returns and what expires at once. */
export function follow(batch: Batch, of: Case, decided: Decision): void {
  const { draft } = batch
  const { operation, journal, accounts } = of
  if (operation.kind === 'EARN') noteEarn(batch, of, operation)
  else if (operation.kind === 'HOLD') draft.keep(holdOf(operation, journal.id, decided))
  else if (operation.kind === 'CAPTURE') noteCapture(batch, of, operation)
  else if (operation.kind === 'RELEASE') noteRelease(draft, journal, operation)
  else if (operation.kind === 'UNDO_SPEND' || operation.kind === 'UNDO_EARN') noteReversal(batch, operation)
  const returned = operation.kind === 'CAPTURE' || operation.kind === 'RELEASE' || operation.kind === 'UNDO_SPEND'
  // Points that came back into lots which have ended expire at once, dated as they came back.
  if (returned && accounts.points.nextEventAt <= batch.now)
    settle(draft, accounts.points, { now: batch.now, newId: batch.newId, from: operation.occurredAt })
}

const NO_TALLIES: ReadonlyMap<string, number> = new Map()

/** What the earn is worth as things stand after everything that arrived before it. */
export function awardOf(draft: Draft, earn: Earn, points: Account): Award {
  if (earn.spans.length === 0 || earn.spans.length > MAX_SPANS) throw new RangeError(`${earn.spans.length} spans`)
  if (earn.tallies.length > MAX_TALLIES) throw new RangeError(`${earn.tallies.length} tallies`)
  const { activities, lastActivityAt } = points
  let tallies = NO_TALLIES
  if (earn.tallies.length > 0) tallies = new Map(earn.tallies.map(name => [name, draft.tallies.get(name) ?? 0]))
  return earn.award({ activities, lastActivityAt, tallies })
}

function earn({ draft, now, newId }: Batch, { journal, accounts, award }: Case, earn: Earn): Decision {
  const given = award as Award
  journal.points = totalOf(given, earn)
  journal.growth = given.growth
  journal.explanation = given.explanation
  if (earn.activity) journal.activityOf = accounts.points.id
  const lots = draft.lotsOf(accounts.points.id)
  const landing = (at: number) => ({
    span: earn.spans[at] as Span,
    issuerId: earn.brandId,
    accountId: accounts.points.id,
  })
  const filled = given.points.map((amount, at) => (amount === 0 ? undefined : lotIn(lots, landing(at), now, newId)))
  return decideEarn(given, accounts.points, accounts.growth, filled)
}

/** A visit counts although nothing was earned by it: the bill too small for a point is one too. */
function noteEarn(batch: Batch, of: Case, earn: Earn): void {
  const { draft } = batch
  const { points } = of.accounts
  for (const [name, amount] of (of.award as Award).add) draft.count(name, amount)
  if (!earn.activity) return
  points.activities += 1
  if (!points.lastActivityAt || earn.occurredAt > points.lastActivityAt) points.lastActivityAt = earn.occurredAt
  draft.changedAccounts.add(points)
  if (points.extending) extend(batch, of, earn)
}

/** An entry of its own moves the points that live by visits to their later end. */
function extend({ draft, now, newId }: Batch, { journal, accounts: { points } }: Case, earn: Earn): void {
  const lots = draft.lotsOf(points.id)
  const visit = { at: earn.occurredAt, now, timeZone: earn.timeZone ?? PROGRAMME_ZONE }
  const moves = extensionsOf([...lots.values()], visit).map(({ lot, span }) => ({
    from: lot,
    to: lotIn(lots, { span, issuerId: lot.issuerId, accountId: points.id }, now, newId),
  }))
  if (moves.length === 0) return
  const amount = moves.reduce((sum, { from }) => sum + from.remaining, 0)
  const until = new Date(Math.max(...moves.map(({ to }) => to.expiresAt.getTime())))
  const entry = {
    id: newId(),
    key: `ext:${journal.id}`,
    kind: KIND.EXTEND,
    brandId: earn.brandId,
    bizId: String(journal.id),
    holdId: null,
    points: amount,
    explanation: { kind: 'EXTEND', points: amount, until: until.toISOString() },
    occurredAt: earn.occurredAt,
  }
  draft.post(ownJournal(entry), decideExtend(points, moves))
}

function closeHold(batch: Batch, of: Case, operation: Capture | Release): Decided {
  const { draft, now } = batch
  const { points } = of.accounts
  const hold = draft.holds.get(operation.hold)
  const problem = closedProblem(hold, points)
  if (problem || !hold) return { refused: problem as NonNullable<typeof problem> }
  const lots = draft.lotsOf(points.id)
  if (operation.kind === 'CAPTURE') return decideCapture(operation, points, hold, lots)
  of.journal.points = hold.amount
  return decideRelease(points, hold, { lots, at: now, graceLot: graceLotOf(batch, points) })
}

function noteRelease(draft: Draft, journal: JournalRow, operation: Release): void {
  const hold = draft.holds.get(operation.hold)
  if (!hold) throw new Error(`hold ${operation.hold} vanished`)
  hold.released = journal.points
  hold.status = HOLD_STATUS.RELEASED
  draft.keep(hold)
}

/** The rest of a captured hold returns with an entry of its own, so that each entry says one thing. */
function noteCapture(batch: Batch, { accounts: { points } }: Case, capture: Capture): void {
  const { draft, newId } = batch
  const hold = draft.holds.get(capture.hold)
  if (!hold) throw new Error(`hold ${capture.hold} vanished`)
  hold.captured = capture.points
  const rest = hold.amount - hold.captured
  if (rest > 0) {
    const entry = {
      id: newId(),
      key: `rest:${hold.id}`,
      kind: KIND.RELEASE,
      brandId: capture.brandId,
      bizId: capture.biz.id,
      holdId: hold.id,
      points: rest,
      explanation: { kind: 'RELEASE', why: 'REST', points: rest },
      occurredAt: capture.occurredAt,
    }
    const lots = draft.lotsOf(points.id)
    const released = decideRelease(points, hold, { lots, at: batch.now, graceLot: graceLotOf(batch, points) })
    draft.post(ownJournal(entry), released)
    hold.released = rest
  }
  hold.status = HOLD_STATUS.CAPTURED
  draft.keep(hold)
}

function undoSpend(batch: Batch, points: Account, undo: UndoSpend): Decided {
  assertGrace(undo.graceDays)
  const lots = batch.draft.lotsOf(points.id)
  const context = { lots, at: batch.now, graceDays: undo.graceDays, graceLot: graceLotOf(batch, points) }
  return decideUndoSpend(undo, points, batch.reversibles.get(undo.reverses), context)
}

function graceLotOf({ draft, now, newId }: Batch, { id }: Account): (ended: Lot, end: Date) => Lot {
  const lots = draft.lotsOf(id)
  return (ended, end) =>
    lotIn(lots, { span: graceSpan(ended, end), issuerId: ended.issuerId, accountId: id }, now, newId)
}

function adjustLot({ draft, now, newId }: Batch, { id }: Account, adjust: Adjust): Lot | undefined {
  if (adjust.points <= 0 || !adjust.span) return undefined
  return lotIn(draft.lotsOf(id), { span: adjust.span, issuerId: adjust.brandId, accountId: id }, now, newId)
}

function transfer({ draft, now, newId }: Batch, { points, to }: Accounts, operation: Transfer): Decided {
  if (!to) throw new Error('a transfer without a receiver')
  const lots = draft.lotsOf(points.id).values()
  const theirs = draft.lotsOf(to.id)
  const lotLike = (lot: Lot) => lotIn(theirs, { span: lot, issuerId: lot.issuerId, accountId: to.id }, now, newId)
  return decideTransfer(operation, { from: points, to }, { lots, now, lotLike })
}

// Within one batch a second refund must see what the first has taken.
function noteReversal(batch: Batch, operation: UndoEarn | UndoSpend): void {
  const origin = batch.reversibles.get(operation.reverses)
  if (!origin) return
  const growth = operation.kind === 'UNDO_EARN' ? operation.growth : 0
  for (const [currencyId, name, amount] of [
    [CURRENCY.POINTS, 'points', operation.points],
    [CURRENCY.GROWTH, 'growth', growth],
  ] as const) {
    if (amount === 0) continue
    origin[name] -= amount
    batch.draft.reversals.push({ journalId: operation.reverses, currencyId, cap: origin.gave[name], amount })
  }
}

/** What a refund found expired is said with it: those points are neither taken from the member nor owed. */
export function explained(explanation: Json, decision: Decision): Json {
  const lapsed = -decision.allocations.reduce((sum, a) => sum + (a.part === PART.EXPIRED ? a.amount : 0), 0)
  const open = typeof explanation === 'object' && explanation !== null && !Array.isArray(explanation)
  return lapsed > 0 && open ? { ...explanation, lapsed } : explanation
}

/** The two accounts of a member. The programme's own, and those of a neighbouring id, are nobody's. */
export function accountsOf(draft: Draft, memberId: number): Accounts | null {
  const points = draft.accounts.get(accountId(memberId, CURRENCY.POINTS))
  const growth = draft.accounts.get(accountId(memberId, CURRENCY.GROWTH))
  return points?.ownerId === memberId && growth?.ownerId === memberId ? { points, growth } : null
}
