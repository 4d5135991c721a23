/** The rows of one batch while it is being decided: locked state that moves in memory, and the facts to be written. */
import { link } from './chain.rules.js'
import { nextEvent } from './lots.rules.js'
import {
  type Account,
  type Allocation,
  BUCKET,
  type Bucket,
  type Decision,
  type Json,
  LOT_STATE,
  type Lot,
  PART,
  type Posting,
} from './operation.rules.js'

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
  operatorId: number | null
  points: number
  growth: number
  explanation: Json
  occurredAt: Date
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
      if (part === PART.GRANTED) this.lotsOf(lot.accountId).set(lot.id, lot)
      this.changedLots.add(lot)
    }
    this.allocations.push(...summed(journal.id, decision.allocations))
    for (const lot of new Set(decision.allocations.map(allocation => allocation.lot))) this.settleState(lot)
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

  private settleState(lot: Lot): void {
    if (lot.granted !== lot.remaining + lot.held + lot.spent + lot.expired + lot.clawed || lot.remaining < 0) {
      throw new Error(`lot ${lot.id} does not add up`)
    }
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

function summed(journalId: number, allocations: Allocation[]): AllocationRow[] {
  const sums = new Map<string, AllocationRow>()
  for (const { lot, part, amount } of allocations) {
    const key = `${lot.id}|${part}`
    const row = sums.get(key)
    if (row) row.amount += amount
    else sums.set(key, { journalId, lotId: lot.id, part, amount })
  }
  return [...sums.values()].filter(row => row.amount !== 0)
}

function assertBalanced(postings: Posting[]): void {
  const sums = new Map<number, number>()
  for (const posting of postings) sums.set(posting.currencyId, (sums.get(posting.currencyId) ?? 0) + posting.amount)
  for (const [currency, sum] of sums) if (sum !== 0) throw new Error(`currency ${currency} is off by ${sum}`)
}
