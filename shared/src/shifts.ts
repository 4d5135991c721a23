/** Shifts of the staff: opened, closed with a report that never changes afterwards, handed over. */
import { z } from 'zod'
import { Fen, Id, Instant, Points, page, pageOf, RequestId, Text } from './basics.js'
import { VerifiedKind } from './verifications.js'

/** What somebody, or the whole store, did in a span of time. */
export const ShiftSums = z.object({
  bills: z.int(),
  paidFen: Fen,
  points: Points,
  refunds: z.int(),
  refundedFen: Fen,
  verifications: z.int(),
  /** Uses: a voucher may be taken several times at once. */
  uses: z.int(),
  worthFen: Fen,
  voids: z.int(),
  /** Taken with no network. */
  offline: z.int(),
})
export type ShiftSums = z.infer<typeof ShiftSums>

/** What was verified of one kind and name; undone ones are not in it. */
export const ShiftLine = z.object({
  kind: VerifiedKind,
  name: Text,
  verifications: z.int(),
  uses: z.int(),
  worthFen: Fen,
})
export const ShiftVoid = z.object({
  serialNo: z.string(),
  name: Text,
  worthFen: Fen,
  verifiedBy: z.string(),
  at: Instant,
  by: z.string(),
  reason: z.string(),
})
/**
 * A verification whose bill does not fit. MISSING: no till has rung it up. AMOUNT: it came to something else than what was
 * typed in, less what was taken off.
 */
export const ShiftDifference = z.object({
  serialNo: z.string(),
  billNo: z.string(),
  kind: z.enum(['MISSING', 'AMOUNT']),
  expectedFen: Fen.nullable(),
  rungUpFen: Fen.nullable(),
})
export const ShiftReport = z.object({
  mine: ShiftSums,
  store: ShiftSums.extend({
    /** Of its bills: rung up by tills, and typed in by hand. */
    tillBills: z.int(),
    tillFen: Fen,
    handBills: z.int(),
    handFen: Fen,
    enrolments: z.int(),
  }),
  /** At most 50, the most frequent first. */
  lines: z.array(ShiftLine),
  /** At most 100: mine that were undone, and those that I undid. */
  voids: z.array(ShiftVoid),
  /** At most 100. */
  differences: z.array(ShiftDifference),
})
export type ShiftReport = z.infer<typeof ShiftReport>

/** `report` runs on while the shift is open and is fixed once it is closed. */
export const Shift = z.object({
  id: Id,
  store: z.string(),
  by: z.string(),
  mine: z.boolean(),
  businessDay: z.string(),
  openedAt: Instant,
  /** When it closes by itself: with the business day. */
  endsAt: Instant,
  closedAt: Instant.nullable(),
  automatic: z.boolean(),
  note: z.string(),
  report: ShiftReport,
})
export type Shift = z.infer<typeof Shift>
/** The shift that is open, or none. */
export const CurrentShift = z.object({ shift: Shift.nullable() })
export const ShiftBody = z.strictObject({ requestId: RequestId })
export const ShiftClosingBody = z.strictObject({ requestId: RequestId, note: z.string().trim().max(200).optional() })
export const ShiftQuery = page
/** Closed ones, the newest first. */
export const ShiftPage = pageOf(Shift)
