/** What time alone does to an account: lots begin and end, holds time out. Decided before anything else. */
import { NEVER } from '../calendar.js'
import type { Account, HoldRow, Lot } from './book.rules.js'
import { decideRelease } from './decide-hold.rules.js'
import { decideExpire, decideMature } from './decide-time.rules.js'
import type { Draft, JournalRow } from './draft.rules.js'
import { ownJournal } from './journals.rules.js'
import { graceSpan, lotIn } from './landing.rules.js'
import { nextEvent } from './lots.rules.js'
import { HOLD_STATUS, KIND, LOT_STATE } from './operation.rules.js'

export type Settlement = {
  /**
   * Business key: a lot can mature once, and expire once for each time it was refilled after its date. What left it by
   * expiry or claw-back never shrinks together, although a refund may turn one into the other. A hold times out once.
   */
  key: string
  /** When it became due: the business time of the entry. */
  dueAt: Date
} & ({ kind: typeof KIND.MATURE | typeof KIND.EXPIRE; lot: Lot } | { kind: typeof KIND.RELEASE; hold: HoldRow })

/** The next thing that is due on these lots and holds at `now`, oldest first; null when the account is settled. */
export function nextDue(lots: Iterable<Lot>, now: Date, holds: Iterable<HoldRow> = []): Settlement | null {
  let first: Lot | HoldRow | null = null
  let dueAt = now
  const sooner = (at: Date, id: number) => (first === null ? at <= dueAt : at < dueAt || (at <= dueAt && id < first.id))
  for (const lot of lots) {
    const at = nextEvent(lot)
    if (!at || !sooner(at, lot.id)) continue
    first = lot
    dueAt = at
  }
  for (const hold of holds) {
    if (hold.status !== HOLD_STATUS.OPEN || !sooner(hold.expiresAt, hold.id)) continue
    first = hold
    dueAt = hold.expiresAt
  }
  return first === null ? null : settlementOf(first, dueAt)
}

function settlementOf(due: Lot | HoldRow, dueAt: Date): Settlement {
  if ('status' in due) return { hold: due, kind: KIND.RELEASE, key: `out:${due.id}`, dueAt }
  if (due.state === LOT_STATE.PENDING)
    return { lot: due, kind: KIND.MATURE, key: `mat:${due.id}:${due.granted}`, dueAt }
  return { lot: due, kind: KIND.EXPIRE, key: `exp:${due.id}:${due.expired + due.clawed}`, dueAt }
}

const BEGINNING = new Date(0)

export interface Settling {
  now: Date
  newId: () => number
  /** The earliest date of an entry. */
  from?: Date
}

/**
 * Applies everything due on one account to the draft, in the order of time, and answers how many entries that made. All
 * live lots of the account must be in the draft, and its open holds where points are held. No entry is dated before
 * `from`: points that came back after the end of their lot expire when they came back.
 */
export function settle(draft: Draft, account: Account, { now, newId, from = BEGINNING }: Settling): number {
  if (account.held > 0 && !draft.heldKnown.has(account.id)) throw new Error(`holds of ${account.id} were not read`)
  const lots = draft.lotsOf(account.id)
  const holds = account.held > 0 ? draft.holdsOf(account.id) : []
  let count = 0
  let reached = from
  for (let due = nextDue(lots.values(), now, holds); due; due = nextDue(lots.values(), now, holds)) {
    if (due.dueAt > reached) reached = due.dueAt
    carryOut(draft, account, { ...due, dueAt: reached }, newId)
    count += 1
  }
  account.nextEventAt = earliest(lots.values(), holds)
  draft.changedAccounts.add(account)
  return count
}

function carryOut(draft: Draft, account: Account, due: Settlement, newId: () => number): void {
  if (due.kind === KIND.RELEASE) {
    timeOut(draft, account, due, newId)
    return
  }
  const { lot } = due
  const journal = journalOf(due, { id: newId(), points: lot.remaining, lot })
  if (due.kind === KIND.EXPIRE) {
    draft.post(journal, decideExpire(account, lot))
    return
  }
  lot.state = LOT_STATE.ACTIVE
  draft.changedLots.add(lot)
  draft.post(journal, decideMature(account, lot))
}

function timeOut(draft: Draft, account: Account, due: Settlement & { hold: HoldRow }, newId: () => number): void {
  const { hold, dueAt } = due
  const lots = draft.lotsOf(account.id)
  const lot = lots.get(hold.lots[0]?.lotId ?? 0)
  if (!lot) throw new Error(`the lots of hold ${hold.id} were not read`)
  const graceLot = (ended: Lot, end: Date) =>
    lotIn(lots, { span: graceSpan(ended, end), issuerId: ended.issuerId, accountId: account.id }, dueAt, newId)
  const journal = journalOf(due, { id: newId(), points: hold.amount, lot })
  draft.post(journal, decideRelease(account, hold, { lots, at: dueAt, graceLot }))
  hold.released = hold.amount
  hold.status = HOLD_STATUS.TIMED_OUT
  draft.keep(hold)
}

function earliest(lots: Iterable<Lot>, holds: Iterable<HoldRow>): Date {
  let soonest = NEVER
  for (const lot of lots) {
    const at = nextEvent(lot)
    if (at && at < soonest) soonest = at
  }
  for (const hold of holds) if (hold.status === HOLD_STATUS.OPEN && hold.expiresAt < soonest) soonest = hold.expiresAt
  return soonest
}

function journalOf(due: Settlement, { id, points, lot }: { id: number; points: number; lot: Lot }): JournalRow {
  const { key, kind, dueAt: occurredAt } = due
  const common = { id, key, kind, brandId: lot.issuerId, points, occurredAt }
  if (due.kind === KIND.RELEASE) {
    const explanation = { kind: 'RELEASE', why: 'TIME_OUT', points }
    return ownJournal({ ...common, bizId: String(due.hold.id), holdId: due.hold.id, explanation })
  }
  const explanation = { kind: kind === KIND.MATURE ? 'MATURE' : 'EXPIRE', cohort: lot.cohort, points }
  return ownJournal({ ...common, bizId: String(lot.id), holdId: null, explanation })
}
