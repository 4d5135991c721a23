/** Runs the first packet of a batch and puts what came back into a draft, ready to be decided. */
import type { Account, Lot } from './book.rules.js'
import type { Reversible } from './decide-earn.rules.js'
import type { Batch, Known } from './deciding.rules.js'
import { Draft } from './draft.rules.js'
import { accountId, CURRENCY, type Operation } from './operation.rules.js'
import {
  closedLotsSql,
  holdsSql,
  keysSql,
  liveLotsSql,
  lockSql,
  lotsSql,
  membersOf,
  needsHolds,
  originsSql,
  talliesSql,
  wholeAccounts,
} from './packets.service.js'
import { type Raw, toAccount, toHolds, toLot } from './rows.service.js'

/** Sends statements in one packet and answers one result each. */
export type Send = (statements: string[]) => Promise<unknown[]>

type Answer = 'accounts' | 'tallies' | 'lots' | 'keys' | 'origins' | 'caps' | 'moved' | 'holds'
type Answers = Partial<Record<Answer, Raw[]>>

/** Locks and reads everything the operations need; `opening` goes in front, in the same packet. */
export async function readBatch(
  send: Send,
  operations: Operation[],
  opening: string[],
  parts: { now: () => Date; newId: () => number },
): Promise<Batch> {
  const asked = questions(operations, parts.now())
  const packet = opening.slice()
  for (const [, sql] of asked) packet.push(sql)
  const answers = (await send(packet)) as Raw[][]
  const told: Answers = {}
  asked.forEach(([name], at) => {
    told[name] = answers[opening.length + at] as Raw[]
  })
  const draft = draftOf(told.accounts as Raw[], told.lots as Raw[])
  addTallies(draft, operations, told.tallies)
  if (told.holds) {
    const known = operations.filter(needsHolds).map(({ memberId }) => accountId(memberId, CURRENCY.POINTS))
    addHolds(draft, told.holds, known)
  }
  for (const account of wholeAccounts(operations)) draft.whole.add(account)
  // Read under the locks: a wait for them must not make this batch older than what it waited for.
  const now = parts.now()
  await readDue(send, draft, now, visitors(draft, operations))
  const { newId } = parts
  return { draft, known: knownOf(told.keys as Raw[]), reversibles: reversiblesOf(told), now, newId }
}

/** Locks first, accounts before counters; what is read after them cannot change any more. */
function questions(operations: Operation[], now: Date): [Answer, string][] {
  const asked: [Answer, string][] = [['accounts', lockSql(membersOf(operations))]]
  const tallies = talliesSql(operations)
  if (tallies) asked.push(['tallies', tallies])
  asked.push(['lots', lotsSql(operations, now)], ['keys', keysSql(operations)], ...originsSql(operations))
  const holding = operations.filter(needsHolds)
  if (holding.length > 0) {
    const accounts = new Set(holding.map(({ memberId }) => accountId(memberId, CURRENCY.POINTS)))
    const named = holding.flatMap(one => (one.kind === 'CAPTURE' || one.kind === 'RELEASE' ? [one.hold] : []))
    asked.push(['holds', holdsSql([...accounts], named)])
  }
  return asked
}

/** Accounts whose lots a visit of this batch moves on, and which only earn. */
function visitors(draft: Draft, operations: Operation[]): Set<number> {
  const accounts = new Set<number>()
  for (const operation of operations) {
    if (operation.kind !== 'EARN' || !operation.activity) continue
    const account = draft.accounts.get(accountId(operation.memberId, CURRENCY.POINTS))
    if (account?.extending) accounts.add(account.id)
  }
  return accounts
}

/** A draft over these rows of account and lot. */
export function draftOf(accounts: Raw[], lots: Raw[]): Draft {
  const byId = new Map<number, Account>()
  for (const row of accounts) byId.set(row.id as number, toAccount(row))
  const draft = new Draft(byId, new Map())
  addLots(draft, lots)
  return draft
}

/**
 * Accounts on which something is due are settled first; that takes all their live lots, and their holds where points are
 * held. A visit takes all live lots where lots live by visits. A rare third packet.
 */
export async function readDue(send: Send, draft: Draft, now: Date, visited = new Set<number>()): Promise<void> {
  const live: number[] = []
  const closed: number[] = []
  const held: number[] = []
  // A hold that timed out long ago gives its points a grace that may be over by now: its lot, too, can be there already.
  let since = now
  for (const { id, nextEventAt, held: points } of draft.accounts.values()) {
    const due = nextEventAt <= now
    if (!due && !visited.has(id)) continue
    if (!draft.whole.has(id)) live.push(id)
    if (due && points > 0 && !draft.heldKnown.has(id)) held.push(id)
    if (visited.has(id) || (due && points > 0)) closed.push(id)
    if (due && points > 0 && nextEventAt < since) since = nextEventAt
  }
  const packet: string[] = []
  if (live.length > 0) packet.push(liveLotsSql(live))
  if (closed.length > 0) packet.push(closedLotsSql(closed, since))
  if (held.length > 0) packet.push(holdsSql(held))
  if (packet.length === 0) return
  const answers = (await send(packet)) as Raw[][]
  const holds = held.length > 0 ? (answers.pop() as Raw[]) : []
  for (const lots of answers) addLots(draft, lots)
  addHolds(draft, holds, held)
  for (const id of live) draft.whole.add(id)
}

function addHolds(draft: Draft, rows: Raw[], accounts: number[]): void {
  for (const hold of toHolds(rows)) draft.holds.set(hold.id, hold)
  for (const id of accounts) draft.heldKnown.add(id)
}

function addLots(draft: Draft, rows: Raw[]): void {
  for (const row of rows) {
    const lot: Lot = toLot(row)
    draft.lotsOf(lot.accountId).set(lot.id, lot)
  }
}

function addTallies(draft: Draft, operations: Operation[], rows: Raw[] | undefined): void {
  if (!rows) return
  for (const row of rows) draft.tallies.set(row.name as string, row.amount as number)
  for (const operation of operations) {
    if (operation.kind !== 'EARN') continue
    for (const name of operation.tallies) {
      if (draft.tallies.has(name)) continue
      draft.tallies.set(name, 0)
      draft.newTallies.add(name)
    }
  }
}

function knownOf(rows: Raw[]): Map<string, Known> {
  const known = new Map<string, Known>()
  for (const row of rows) {
    known.set(row.idem_key as string, {
      id: row.id as number,
      hash: row.req_hash as Buffer,
      outcome: row.outcome as number,
    })
  }
  return known
}

function reversiblesOf({ origins = [], caps = [], moved = [] }: Answers): Map<number, Reversible> {
  const found = new Map<number, Reversible>()
  for (const row of origins) {
    const gave = { points: row.points as number, growth: row.growth as number }
    const { kind, member_id: memberId } = row as { kind: number; member_id: number }
    found.set(row.id as number, { kind, memberId, gave, ...gave, lots: [] })
  }
  for (const row of caps) {
    const origin = found.get(row.journal_id as number)
    if (origin) origin[row.currency_id === CURRENCY.POINTS ? 'points' : 'growth'] -= row.reversed as number
  }
  for (const row of moved) {
    found.get(row.journal_id as number)?.lots.push({ lotId: row.lot_id as number, amount: row.amount as number })
  }
  return found
}
