/** The rows of the ledger as they stand in memory while a batch is decided, and what a decision does to them. */
import type { Bucket, Outcome, Part } from './operation.rules.js'

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
  /** Earns that counted as a visit, and the business time of the latest of them. Kept on the points account only. */
  activities: number
  lastActivityAt: Date | null
  /** Whether there may be lots whose end a visit puts off. Never taken back. */
  extending: boolean
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
  /** Months after a visit at whose end the lot ends; 0 for an end that stays. */
  extendMonths: number
  state: number
  granted: number
  remaining: number
  held: number
  spent: number
  expired: number
  clawed: number
  moved: number
  /** Made by this batch and not in the tables yet. */
  isNew?: true
}

/** Points set aside for something not yet done, and the lots they came from in paying order. */
export interface HoldRow {
  id: number
  accountId: number
  journalId: number
  amount: number
  captured: number
  released: number
  status: number
  expiresAt: Date
  graceDays: number
  lots: { lotId: number; amount: number }[]
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
