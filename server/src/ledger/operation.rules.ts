/** The vocabulary of the ledger. Amounts are whole points (or growth), signed where they are postings. */

/** Two currencies from the start. Points are spendable and live in lots that expire; growth only qualifies for tiers. */
export const CURRENCY = { POINTS: 1, GROWTH: 2 } as const
export type CurrencyId = (typeof CURRENCY)[keyof typeof CURRENCY]

export const BUCKET = { SYSTEM: 0, PENDING: 1, AVAILABLE: 2, HELD: 3, DEBT: 4 } as const
export type Bucket = (typeof BUCKET)[keyof typeof BUCKET]

/** Column of a lot that an allocation moves. */
export const PART = { REMAINING: 1, HELD: 2, SPENT: 3, EXPIRED: 4, CLAWED: 5, GRANTED: 6 } as const
export type Part = (typeof PART)[keyof typeof PART]

export const LOT_STATE = { CLOSED: 0, PENDING: 1, ACTIVE: 2 } as const

/** Kinds of journal. Numbers are stored and never change their meaning. */
export const KIND = {
  EARN: 1,
  MATURE: 2,
  SPEND: 3,
  EXPIRE: 4,
  HOLD: 5,
  CAPTURE: 6,
  RELEASE: 7,
  UNDO_SPEND: 8,
  UNDO_EARN: 9,
  ADJUST: 10,
  TRANSFER: 11,
  DEBT_REPAY: 12,
} as const

/** Programme-side accounts, one of each per currency: where points come from and where they go. */
export const SYSTEM = { ISSUED: 1, REDEEMED: 2, EXPIRED: 3, LOSS: 4, ADJUSTED: 5 } as const
export type SystemRole = (typeof SYSTEM)[keyof typeof SYSTEM]

/** Outcome of a journal: 0 posted, otherwise the refusal that its key keeps for ever. */
export const OUTCOME = { POSTED: 0, INSUFFICIENT: 1, FROZEN: 2, NOT_REVERSIBLE: 3, OVER_REFUND: 4 } as const
export type Outcome = (typeof OUTCOME)[keyof typeof OUTCOME]

/** A quantity of points in one operation may not pass this; sums stay far below 2^53. */
export const MAX_POINTS = 1_000_000_000

/** Member ids are multiples of 16; the member's account in a currency has the id right behind it. */
export function accountId(memberId: number, currency: CurrencyId): number {
  return memberId + currency
}

/** Ids below 1000 belong to the programme: 101 issued points, 203 expired growth, and so on. */
export function systemAccountId(currency: CurrencyId, role: SystemRole): number {
  return currency * 100 + role
}

export type Json = string | number | boolean | null | { [key: string]: Json } | Json[]

/** Rows of other features that must commit with the operation, or not at all. Table and columns are written in code. */
export interface SideRow {
  table: string
  values: Record<string, string | number | Date | Buffer | null>
}

interface Base {
  /** Business key, unique for ever. A repeat gets the first answer; with another `body` it is refused. */
  key: string
  /** What the key stands for; only its hash is kept. */
  body: string
  memberId: number
  brandId: number
  storeId: number | null
  operatorId: number | null
  biz: { type: number; id: string }
  /** Business time: when the guest paid. */
  occurredAt: Date
  explanation: Json
  /** Rows that commit with it; they are told what was posted. Not called for a refusal. */
  rows?: (posted: Posted) => SideRow[]
}

/** What the caller learns of a posted operation: the journal and the member's balances right after it. */
export interface Posted {
  journalId: number
  available: number
  debt: number
  growth: number
  version: number
  /** How the points of an undo were found: taken from lots, and missing because they were spent. */
  taken: number
  short: number
}

/** Points come in. `availableAt` in the future makes them pending. Debt is repaid first. */
export interface Earn extends Base {
  kind: 'EARN'
  points: number
  growth: number
  availableAt: Date
  expiresAt: Date
  /** yyyymm of earning in store time: the vintage of the liability. */
  cohort: number
  source: number
}

/** Points go out, from the lots that expire soonest. */
export interface Spend extends Base {
  kind: 'SPEND'
  points: number
}

/**
 * Takes back all or part of an earlier earn. Points already spent become debt (DEBT), are written off (WAIVE),
 * or make the whole operation fail (BLOCK).
 */
export interface UndoEarn extends Base {
  kind: 'UNDO_EARN'
  reverses: number
  points: number
  growth: number
  shortfall: 'DEBT' | 'WAIVE' | 'BLOCK'
}

export type Operation = Earn | Spend | UndoEarn

export interface Account {
  id: number
  currencyId: number
  ownerId: number
  pending: number
  available: number
  held: number
  debt: number
  version: number
  headHash: Buffer
  nextEventAt: Date
  frozen: boolean
}

export interface Lot {
  id: number
  accountId: number
  issuerId: number
  cohort: number
  source: number
  restrictionId: number
  availableAt: Date
  expiresAt: Date
  state: number
  granted: number
  remaining: number
  held: number
  spent: number
  expired: number
  clawed: number
}

export interface Posting {
  accountId: number
  currencyId: number
  bucket: Bucket
  amount: number
}

export interface Allocation {
  lot: Lot
  part: Part
  amount: number
}

/** What an operation does, decided and not yet written. Postings sum to zero in each currency. */
export interface Decision {
  postings: Posting[]
  allocations: Allocation[]
}

export type Decided = Decision | { refused: Exclude<Outcome, 0> }
