/** The vocabulary of the ledger. Amounts are whole points (or growth), signed where they are postings. */

/** Two currencies from the start. Points are spendable and live in lots that expire; growth only qualifies for tiers. */
export const CURRENCY = { POINTS: 1, GROWTH: 2 } as const
export type CurrencyId = (typeof CURRENCY)[keyof typeof CURRENCY]

export const BUCKET = { SYSTEM: 0, PENDING: 1, AVAILABLE: 2, HELD: 3, DEBT: 4 } as const
export type Bucket = (typeof BUCKET)[keyof typeof BUCKET]

/** Column of a lot that an allocation moves. */
export const PART = { REMAINING: 1, HELD: 2, SPENT: 3, EXPIRED: 4, CLAWED: 5, GRANTED: 6, MOVED: 7 } as const
export type Part = (typeof PART)[keyof typeof PART]

export const LOT_STATE = { CLOSED: 0, PENDING: 1, ACTIVE: 2 } as const
export const HOLD_STATUS = { OPEN: 1, CAPTURED: 2, RELEASED: 3, TIMED_OUT: 4 } as const

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
  EXTEND: 13,
} as const

/** Programme-side accounts, one of each per currency: where points come from and where they go. */
export const SYSTEM = { ISSUED: 1, REDEEMED: 2, EXPIRED: 3, LOSS: 4, ADJUSTED: 5, CASH: 6 } as const
export type SystemRole = (typeof SYSTEM)[keyof typeof SYSTEM]

/** Outcome of a journal: 0 posted, otherwise the refusal that its key keeps for ever. */
export const OUTCOME = {
  POSTED: 0,
  INSUFFICIENT: 1,
  FROZEN: 2,
  NOT_REVERSIBLE: 3,
  OVER_REFUND: 4,
  /** There are enough points, but not enough that may be used now and for this. */
  RESTRICTED: 5,
  /** The hold was captured, released or timed out before. */
  HOLD_CLOSED: 6,
  HOLD_TOO_SMALL: 7,
  UNKNOWN_HOLD: 8,
  /** The points lie in more lots than one operation may touch. */
  SCATTERED: 9,
} as const
export type Outcome = (typeof OUTCOME)[keyof typeof OUTCOME]

/** A quantity of points in one operation may not pass this; sums stay far below 2^53. */
export const MAX_POINTS = 1_000_000_000
/** What one earn may add to a counter: counters may be of money, of which the dearest point is 100,000 thousandths of a fen. */
export const MAX_COUNTED = MAX_POINTS * 100_000
/** Lots one earn may fill, and limited counters it may name. */
export const MAX_SPANS = 16
export const MAX_TALLIES = 64
/** Lots one operation may take points from, days a hold may stay open, and days of grace. */
export const MAX_LOTS = 1_000
export const MAX_HOLD_DAYS = 92
export const MAX_GRACE_DAYS = 366

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
  /** Rows that commit with it; they are told what was posted. Not called for a refusal. */
  rows?: (posted: Posted) => SideRow[]
}

/** An operation that knows beforehand what to say of itself. */
interface Told extends Base {
  explanation: Json
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
  /** The hold this was about, for its capture or release. */
  holdId: number | null
  /** What an earn was worth in the end; null for everything else. */
  award: Award | null
}

/** Where points of an earn may land: they merge with the lot that agrees in all of this, issuer included. */
export interface Span {
  /** In the future: the points are pending until then. */
  availableAt: Date
  expiresAt: Date
  /** yyyymm of earning in store time: the vintage of the liability. */
  cohort: number
  source: number
  /** Id of a row of lot_restriction; 0 for points that may be used at any time and for anything. */
  restrictionId: number
  /** Every later visit puts the end off to that of the month so many months after it. Absent for an end that stays. */
  extendMonths?: number
}

/** What is known of the member under the lock, right before this earn. */
export interface EarnFacts {
  activities: number
  lastActivityAt: Date | null
  /** The amounts of the tallies this earn names; a tally nobody has counted yet stands at 0. */
  tallies: ReadonlyMap<string, number>
}

/** What an earn is worth: points for each span in its order, growth, why, and what its tallies rise by. */
export interface Award {
  points: readonly number[]
  growth: number
  explanation: Json
  add: ReadonlyMap<string, number>
}

/**
 * Points come in; how many is decided under the lock, in order of arrival, so that caps, budgets and "the first visit"
 * hold under any number of parallel bills. Debt is repaid first, by the spans in their order.
 */
export interface Earn extends Base {
  kind: 'EARN'
  spans: readonly Span[]
  /** Names, at most 80 characters, of limited counters `award` looks at. */
  tallies: readonly string[]
  /** Whether this is a visit: it counts on the account, and puts off the ends of lots that live by visits. */
  activity: boolean
  /** Where months end for those lots; the programme's zone when absent. */
  timeZone?: string
  /** Pure, and called again when the batch runs again. */
  award(facts: EarnFacts): Award
}

const NOTHING_ADDED: ReadonlyMap<string, number> = new Map()

/** An award that depends on nothing: all points into the first span. */
export function fixedAward(points: number, growth: number, explanation: Json): () => Award {
  const award: Award = { points: [points], growth, explanation, add: NOTHING_ADDED }
  return () => award
}

/** Points go out, from the lots that expire soonest. */
export interface Spend extends Told {
  kind: 'SPEND'
  points: number
  /** Restrictions that are met at this moment and for this purpose; unrestricted points always may be used. */
  honours?: readonly number[]
}

/** Points are set aside, from the lots that expire soonest, until they are captured, released, or the time is out. */
export interface Hold extends Told {
  kind: 'HOLD'
  points: number
  honours?: readonly number[]
  /** When it times out, at most MAX_HOLD_DAYS from now. Until then its lots do not expire. */
  expiresAt: Date
  /** Days for which points come back whose lot has ended meanwhile; 0 lets them expire at once. */
  graceDays: number
}

/** Points of a hold go out for good, all or part; what is left of it returns. `hold` is its id: that of its journal. */
export interface Capture extends Told {
  kind: 'CAPTURE'
  hold: number
  points: number
}

/** All points of a hold return to their lots. */
export interface Release extends Told {
  kind: 'RELEASE'
  hold: number
}

/** Gives back all or part of a spend or capture, to the lots that paid, latest end first. Debt is repaid first. */
export interface UndoSpend extends Told {
  kind: 'UNDO_SPEND'
  reverses: number
  points: number
  /** Days for which points come back whose lot has ended; 0 lets them expire at once. */
  graceDays: number
}

/**
 * Takes back all or part of an earlier earn. Points already spent become debt (DEBT), are reported for the caller to keep
 * in money (CASH), are written off (WAIVE), or make the whole operation fail (BLOCK).
 */
export interface UndoEarn extends Told {
  kind: 'UNDO_EARN'
  reverses: number
  points: number
  growth: number
  shortfall: 'DEBT' | 'CASH' | 'WAIVE' | 'BLOCK'
}

/** A correction by hand. Below zero it takes usable points of any kind; what is missing is refused, or becomes debt. */
export interface Adjust extends Told {
  kind: 'ADJUST'
  /** Signed, never zero. */
  points: number
  approvalId: number | null
  /** Where points above zero land. */
  span: Span | null
  shortfall: 'BLOCK' | 'DEBT'
}

/** Points go to another member in the lots they are in: issuer, vintage, end and restriction stay. Debt there is repaid first. */
export interface Transfer extends Told {
  kind: 'TRANSFER'
  toMemberId: number
  points: number
  honours?: readonly number[]
}

export type Operation = Earn | Spend | Hold | Capture | Release | UndoSpend | UndoEarn | Adjust | Transfer
