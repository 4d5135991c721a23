/** Decides a whole batch in arrival order over locked rows. Pure apart from the ids it is handed. */
import { hash } from 'node:crypto'
import type { Account, Decision } from './book.rules.js'
import {
  type Accounts,
  accountsOf,
  awardOf,
  type Batch,
  type Case,
  decide,
  explained,
  follow,
  type Known,
} from './deciding.rules.js'
import type { Draft } from './draft.rules.js'
import { journalFor } from './journals.rules.js'
import {
  BUCKET,
  type Operation,
  type Outcome,
  type Posted,
  type SideRow,
  SYSTEM,
  systemAccountId,
} from './operation.rules.js'
import { settle } from './settle.rules.js'

/** What became of one operation. CONFLICT: its key belongs to another request; UNKNOWN_MEMBER: there is no such account. */
export type Result =
  | { status: 'POSTED'; posted: Posted }
  | { status: 'REPEATED'; journalId: number }
  | { status: 'REFUSED'; outcome: Exclude<Outcome, 0>; journalId: number }
  | { status: 'CONFLICT' }
  | { status: 'UNKNOWN_MEMBER' }

export const requestHash = (body: string): Buffer => hash('sha256', body, 'buffer')

/** Decides one operation and writes it into the draft. `rows` collects what other features commit with it. */
export function decideOne(batch: Batch, operation: Operation, rows: SideRow[]): Result {
  const { draft, known } = batch
  const body = requestHash(operation.body)
  const before = known.get(operation.key)
  if (before) return answerAgain(before, body)
  const accounts = everybody(draft, operation)
  if (!accounts) return { status: 'UNKNOWN_MEMBER' }
  settleFirst(batch, accounts.points)
  if (accounts.to) settleFirst(batch, accounts.to)

  const journal = journalFor(operation, body, batch.newId())
  const award = operation.kind === 'EARN' ? awardOf(draft, operation, accounts.points) : null
  const of: Case = { operation, journal, accounts, award }
  const decided = decide(batch, of)
  if ('refused' in decided) {
    const refused = { ...journal, outcome: decided.refused }
    draft.refuse(refused)
    known.set(operation.key, refused)
    return { status: 'REFUSED', outcome: decided.refused, journalId: journal.id }
  }
  if (operation.kind === 'UNDO_EARN') journal.explanation = explained(operation.explanation, decided)
  if (operation.kind === 'HOLD') journal.holdId = journal.id
  draft.post(journal, decided)
  known.set(operation.key, journal)
  follow(batch, of, decided)
  const posted = postedOf(of, decided)
  if (operation.rows) rows.push(...operation.rows(posted))
  return { status: 'POSTED', posted }
}

function everybody(draft: Draft, operation: Operation): Accounts | null {
  const accounts = accountsOf(draft, operation.memberId)
  if (operation.kind !== 'TRANSFER' || !accounts) return accounts
  const to = accountsOf(draft, operation.toMemberId)?.points
  return to ? { ...accounts, to } : null
}

/** What time alone has done comes first, where everything needed to know it was read. */
function settleFirst({ draft, now, newId }: Batch, account: Account): void {
  const known = draft.whole.has(account.id) && (account.held === 0 || draft.heldKnown.has(account.id))
  if (account.nextEventAt <= now && known) settle(draft, account, { now, newId })
}

function answerAgain(before: Known, body: Buffer): Result {
  if (!before.hash.equals(body)) return { status: 'CONFLICT' }
  if (before.outcome === 0) return { status: 'REPEATED', journalId: before.id }
  return { status: 'REFUSED', outcome: before.outcome as Exclude<Outcome, 0>, journalId: before.id }
}

/** Who bears what an undo finds spent, where the member does not owe it. */
const BEARERS = [SYSTEM.CASH, SYSTEM.LOSS].flatMap(role => [systemAccountId(1, role)])

function postedOf({ journal, accounts: { points, growth }, award }: Case, decided: Decision): Posted {
  let usable = 0
  let debt = 0
  let borne = 0
  for (const { accountId: of, bucket, amount } of decided.postings) {
    if (of === points.id) {
      if (bucket === BUCKET.DEBT) debt += amount
      else if (bucket === BUCKET.AVAILABLE || bucket === BUCKET.PENDING) usable += amount
    } else if (BEARERS.includes(of)) borne += amount
  }
  return {
    journalId: journal.id,
    available: points.available,
    debt: points.debt,
    growth: growth.available,
    version: points.version,
    taken: Math.abs(usable),
    short: Math.max(0, -debt, -borne),
    holdId: journal.holdId,
    award,
  }
}
