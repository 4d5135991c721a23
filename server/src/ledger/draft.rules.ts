/** The rows of one batch while it is being decided: locked state that moves in memory, and the facts to be written. */
import type { Account, Allocation, Decision, HoldRow, Lot, Posting } from './book.rules.js'
import { link } from './chain.rules.js'
import { nextEvent } from './lots.rules.js'
import { BUCKET, type Bucket, CURRENCY, HOLD_STATUS, type Json, LOT_STATE, PART } from './operation.rules.js'

export interface JournalRow {
  id: number
  key: string
  hash: Buffer
  kind: number
  outcome: number
  brandId: number
  storeId: number | null
  bizType: number
  bizId: string
  reversesId: number | null
  holdId: number | null
  approvalId: number | null
  operatorId: number | null
  points: number
  growth: number
  explanation: Json
  occurredAt: Date
  /** The account on which this earn counted as a visit. */
  activityOf: number | null
}

export interface PostingRow extends Posting {
  journalId: number
  seq: number
  version: number | null
  balanceAfter: number | null
  hash: Buffer | null
}

export interface AllocationRow {
  journalId: number
  lotId: number
  part: number
  amount: number
}

export class Draft {
  readonly journals: JournalRow[] = []
  readonly postings: PostingRow[] = []
  readonly allocations: AllocationRow[] = []
  /** What undo operations took back of which journal; `cap` is what that journal gave. */
  readonly reversals: { journalId: number; currencyId: number; cap: number; amount: number }[] = []
  readonly changedAccounts = new Set<Account>()
  readonly changedLots = new Set<Lot>()
  /** Accounts of which every live lot is in the draft; only these may be settled. */
  readonly whole = new Set<number>()
  /** Accounts of which every open hold is in the draft; those with held points may not be settled without. */
  readonly heldKnown = new Set<number>()
  readonly holds = new Map<number, HoldRow>()
  readonly changedHolds = new Set<HoldRow>()
  /** Counters the operations named, at 0 where there is no row yet. */
  readonly tallies = new Map<string, number>()
  readonly newTallies = new Set<string>()
  readonly changedTallies = new Set<string>()

  constructor(
    readonly accounts: Map<number, Account>,
    /** Lots by account; an account missing here had none that matter. */
    readonly lots: Map<number, Map<number, Lot>>,
  ) {}

  lotsOf(account: number): Map<number, Lot> {
    const lots = this.lots.get(account) ?? new Map<number, Lot>()
    this.lots.set(account, lots)
    return lots
  }

  holdsOf(account: number): HoldRow[] {
    const found: HoldRow[] = []
    for (const hold of this.holds.values()) if (hold.accountId === account) found.push(hold)
    return found
  }

  /** Writes a decision into the draft: balances, versions, chain, lots. Throws when a balance would go wrong. */
  post(journal: JournalRow, decision: Decision): void {
    this.journals.push(journal)
    assertBalanced(decision.postings)
    decision.postings.forEach((posting, index) => {
      this.postings.push(
        posting.bucket === BUCKET.SYSTEM ? bare(journal.id, index, posting) : this.move(journal.id, index, posting),
      )
    })
    for (const { accountId } of decision.postings) {
      const account = this.accounts.get(accountId)
      if (account && account.available > 0 && account.debt > 0)
        throw new Error(`account ${accountId} has points and debt`)
    }
    for (const { lot, part, amount } of decision.allocations) {
      movePart(lot, part, amount)
      if (part === PART.GRANTED) this.granted(lot)
      this.changedLots.add(lot)
    }
    this.allocate(journal.id, decision.allocations)
    let last: Lot | undefined
    for (const { lot } of decision.allocations) {
      if (lot !== last) this.settleState(lot)
      last = lot
    }
  }

  /** A refusal moves nothing; its key is kept so that a late duplicate can never succeed. */
  refuse(journal: JournalRow): void {
    this.journals.push(journal)
  }

  private move(journalId: number, seq: number, posting: Posting): PostingRow {
    const account = this.accounts.get(posting.accountId)
    if (!account) throw new Error(`account ${posting.accountId} is not locked`)
    const balanceAfter = shift(account, posting.bucket, posting.amount)
    account.version += 1
    account.headHash = link(account.headHash, posting, { journalId, version: account.version, balanceAfter })
    this.changedAccounts.add(account)
    return rowOf(posting, { journalId, seq, version: account.version, balanceAfter, hash: account.headHash })
  }

  /** A new hold, or one that has just been closed. */
  keep(hold: HoldRow): void {
    this.holds.set(hold.id, hold)
    this.changedHolds.add(hold)
    const account = this.accounts.get(hold.accountId)
    if (account && hold.status === HOLD_STATUS.OPEN && hold.expiresAt < account.nextEventAt)
      account.nextEventAt = hold.expiresAt
  }

  /** Raises a counter that was read for this batch. */
  count(name: string, amount: number): void {
    if (amount === 0) return
    this.tallies.set(name, (this.tallies.get(name) ?? 0) + amount)
    this.changedTallies.add(name)
  }

  private granted(lot: Lot): void {
    this.lotsOf(lot.accountId).set(lot.id, lot)
    const account = lot.extendMonths > 0 ? this.accounts.get(lot.accountId) : undefined
    if (!account) return
    account.extending = true
    this.changedAccounts.add(account)
  }

  /** Allocations as they are written: one row for each column of a lot, none where what moved came back. */
  private allocate(journalId: number, allocations: Allocation[]): void {
    const rows = new Map<number, AllocationRow[]>()
    for (const { lot, part, amount } of allocations) {
      const ofLot = rows.get(lot.id)
      const row = ofLot?.find(one => one.part === part)
      if (row) row.amount += amount
      else if (ofLot) ofLot.push({ journalId, lotId: lot.id, part, amount })
      else rows.set(lot.id, [{ journalId, lotId: lot.id, part, amount }])
    }
    for (const ofLot of rows.values()) {
      for (const row of ofLot) if (row.amount !== 0) this.allocations.push(row)
    }
  }

  private settleState(lot: Lot): void {
    const parts = lot.remaining + lot.held + lot.spent + lot.expired + lot.clawed + lot.moved
    const least = Math.min(lot.remaining, lot.held, lot.spent, lot.expired, lot.clawed, lot.moved)
    if (lot.granted !== parts || least < 0) throw new Error(`lot ${lot.id} does not add up`)
    if (lot.state !== LOT_STATE.PENDING || lot.remaining === 0) {
      lot.state = lot.remaining === 0 && lot.held === 0 ? LOT_STATE.CLOSED : LOT_STATE.ACTIVE
    }
    const account = this.accounts.get(lot.accountId)
    const event = nextEvent(lot)
    if (account && event && event < account.nextEventAt) account.nextEventAt = event
  }
}

/** Moves a bucket of an account and answers its balance afterwards. Debt is kept positive but posted negative. */
function shift(account: Account, bucket: Bucket, amount: number): number {
  if (bucket === BUCKET.PENDING) account.pending += amount
  else if (bucket === BUCKET.AVAILABLE) account.available += amount
  else if (bucket === BUCKET.HELD) account.held += amount
  else account.debt -= amount
  const { pending, available, held, debt } = account
  if (pending < 0 || available < 0 || held < 0 || debt < 0) {
    throw new Error(`account ${account.id} would hold ${JSON.stringify({ pending, available, held, debt })}`)
  }
  if (bucket === BUCKET.PENDING) return pending
  if (bucket === BUCKET.AVAILABLE) return available
  return bucket === BUCKET.HELD ? held : -debt
}

function movePart(lot: Lot, part: number, amount: number): void {
  if (part === PART.REMAINING) lot.remaining += amount
  else if (part === PART.HELD) lot.held += amount
  else if (part === PART.SPENT) lot.spent += amount
  else if (part === PART.EXPIRED) lot.expired += amount
  else if (part === PART.CLAWED) lot.clawed += amount
  else if (part === PART.MOVED) lot.moved += amount
  else lot.granted += amount
}

function bare(journalId: number, seq: number, posting: Posting): PostingRow {
  return rowOf(posting, { journalId, seq, version: null, balanceAfter: null, hash: null })
}

/** Field by field: spreading two objects would cost more than everything else in a posting but its hash. */
function rowOf(posting: Posting, at: Omit<PostingRow, keyof Posting>): PostingRow {
  return {
    accountId: posting.accountId,
    currencyId: posting.currencyId,
    bucket: posting.bucket,
    amount: posting.amount,
    journalId: at.journalId,
    seq: at.seq,
    version: at.version,
    balanceAfter: at.balanceAfter,
    hash: at.hash,
  }
}

function assertBalanced(postings: Posting[]): void {
  let points = 0
  let growth = 0
  for (const { currencyId, amount } of postings) {
    if (currencyId === CURRENCY.POINTS) points += amount
    else growth += amount
  }
  if (points !== 0) throw new Error(`currency ${CURRENCY.POINTS} is off by ${points}`)
  if (growth !== 0) throw new Error(`currency ${CURRENCY.GROWTH} is off by ${growth}`)
}
