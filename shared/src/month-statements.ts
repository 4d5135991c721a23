/** What a member had and what became of it: at a moment of the past, and over a calendar month. */
import { z } from 'zod'
import { Day, Instant, Month, Points } from './basics.js'
import { Balances } from './members.js'

/** A batch of points as it stood at a moment. */
export const PastLot = z.object({
  earnedMonth: Month,
  availableAt: Instant,
  lastValidOn: Day.nullable(),
  state: z.enum(['AVAILABLE', 'PENDING']),
  granted: Points,
  remaining: Points,
  held: Points,
})
/** Balances at a moment, rebuilt from postings and allocations alone. */
export const PastBalances = z.object({
  at: Instant,
  balances: Balances,
  /** Batches that still held something then, soonest end first. */
  lots: z.array(PastLot),
  /** The last entry before that moment. */
  lastPostedAt: Instant.nullable(),
})
/** total = available + pending + held − debt. */
export const MonthBalance = z.object({
  total: Points,
  available: Points,
  pending: Points,
  held: Points,
  debt: Points,
})
/**
 * One calendar month in programme time, by when entries were posted: a month that has ended never changes again.
 * opening.total + all changes = closing.total, and the closing of a month is the opening of the next.
 */
export const MonthStatement = z.object({
  month: Month,
  state: z.enum(['CLOSED', 'RUNNING']),
  from: Instant,
  /** The end of the month; of a running month the moment of the answer. */
  until: Instant,
  opening: MonthBalance,
  /** Signed as they changed the balance: what was used, expired or taken back counts below zero. */
  changes: z.object({
    earned: Points,
    used: Points,
    returned: Points,
    expired: Points,
    takenBack: Points,
    adjusted: Points,
    transferred: Points,
  }),
  closing: MonthBalance,
  growth: z.object({ opening: Points, change: Points, closing: Points }),
  /** Usable points of the closing balance by the day they end, soonest first. */
  endingNext: z.array(z.object({ points: Points, lastValidOn: Day })),
  /** Part of the changes that belongs to dates before this month: posted late, or imported. */
  fromEarlier: Points,
  /** What belongs to dates of this month and was posted only later, in no figure above. */
  postedLater: Points,
  /** The month of the member's first entry; null before it. */
  firstMonth: Month.nullable(),
})
export type MonthStatement = z.infer<typeof MonthStatement>
