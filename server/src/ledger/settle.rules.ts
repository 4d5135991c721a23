/** What time alone does to an account: pending lots mature, active lots expire. Decided before anything else. */
import { NEVER } from '../calendar.js'
import { decideExpire, decideMature } from './decide.rules.js'
import type { Draft, JournalRow } from './draft.rules.js'
import { byExpiry, nextEvent } from './lots.rules.js'
import { type Account, KIND, LOT_STATE, type Lot } from './operation.rules.js'

export interface Settlement {
  lot: Lot
  kind: typeof KIND.MATURE | typeof KIND.EXPIRE
  /**
   * Business key: a lot can mature once, and expire once for each time it was refilled after its date. What left it by
   * expiry or claw-back never shrinks together, although a refund may turn one into the other.
   */
  key: string
  /** When it became due: the business time of the entry. */
  dueAt: Date
}

/** The next thing that is due on these lots at `now`, oldest first; null when the account is settled. */
export function nextDue(lots: Iterable<Lot>, now: Date): Settlement | null {
  const due: Settlement[] = []
  for (const lot of [...lots].sort(byExpiry)) {
    const at = nextEvent(lot)
    if (!at || at > now) continue
    if (lot.state === LOT_STATE.PENDING)
      due.push({ lot, kind: KIND.MATURE, key: `mat:${lot.id}:${lot.granted}`, dueAt: at })
    else due.push({ lot, kind: KIND.EXPIRE, key: `exp:${lot.id}:${lot.expired + lot.clawed}`, dueAt: at })
  }
  due.sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime() || a.lot.id - b.lot.id)
  return due[0] ?? null
}

/** Applies everything due on one account to the draft. All live lots of the account must be in the draft. */
export function settle(draft: Draft, account: Account, now: Date, newId: () => number): number {
  let count = 0
  for (
    let due = nextDue(draft.lotsOf(account.id).values(), now);
    due;
    due = nextDue(draft.lotsOf(account.id).values(), now)
  ) {
    const { lot } = due
    const amount = lot.remaining
    const maturing = due.kind === KIND.MATURE
    if (maturing) {
      lot.state = LOT_STATE.ACTIVE
      draft.changedLots.add(lot)
    }
    draft.post(journalOf(due, amount, newId()), maturing ? decideMature(account, lot) : decideExpire(account, lot))
    count += 1
  }
  account.nextEventAt = earliest(draft.lotsOf(account.id).values())
  draft.changedAccounts.add(account)
  return count
}

function earliest(lots: Iterable<Lot>): Date {
  let soonest = NEVER
  for (const lot of lots) {
    const at = nextEvent(lot)
    if (at && at < soonest) soonest = at
  }
  return soonest
}

function journalOf({ lot, kind, key, dueAt }: Settlement, points: number, id: number): JournalRow {
  return {
    id,
    key,
    hash: Buffer.alloc(32),
    kind,
    outcome: 0,
    brandId: lot.issuerId,
    storeId: null,
    bizType: 0,
    bizId: String(lot.id),
    reversesId: null,
    operatorId: null,
    points,
    growth: 0,
    explanation: { kind: kind === KIND.MATURE ? 'MATURE' : 'EXPIRE', cohort: lot.cohort, points },
    occurredAt: dueAt,
  }
}
