import { z } from 'zod'
import { Day, Fen, Instant, Month, Points, Text } from './basics.js'
import { NotPaid, Part } from './rules.js'

export const EntryType = z.enum(['EARN', 'REDEEM', 'EXPIRE', 'REFUND', 'REVERSE', 'ADJUST', 'TRANSFER', 'DONATE'])
export const EntryFilter = z.enum(['ALL', 'EARN', 'REDEEM', 'EXPIRE'])
/** One line of the member's points statement. */
export const Entry = z.object({
  entryNo: z.string(),
  type: EntryType,
  title: Text,
  /** The one sentence that explains the number, e.g. "¥88.50 × 1 分 = 88 分". */
  sentence: Text,
  /** Signed change; pending points count when they are earned. */
  points: Points,
  growth: Points,
  state: z.enum(['AVAILABLE', 'PENDING']),
  /** When pending points become usable. */
  availableAt: Instant.nullable(),
  balanceAfter: Points,
  occurredAt: Instant,
  storeName: z.string().nullable(),
})
export type Entry = z.infer<typeof Entry>
export const LotState = z.enum(['AVAILABLE', 'PENDING', 'USED_UP', 'EXPIRED'])
/** One batch of points that expires together. granted = remaining + held + spent + expired + clawed. */
export const LotView = z.object({
  granted: Points,
  remaining: Points,
  held: Points,
  spent: Points,
  expired: Points,
  clawed: Points,
  state: LotState,
  earnedMonth: Month,
  availableAt: Instant,
  lastValidOn: Day.nullable(),
})
export const Step = z.object({ label: Text, value: z.string() })
export const EntryDetail = Entry.extend({
  steps: z.array(Step),
  rule: z.object({ name: Text, version: z.int(), publishedAt: Instant, sentence: Text }).nullable(),
  bill: z.object({ billNo: z.string(), paidFen: Fen, refundedFen: Fen, tableName: z.string().nullable() }).nullable(),
  lots: z.array(z.object({ points: Points, lastValidOn: Day.nullable(), state: LotState })),
  /** What each rule gave; they add up to what the entry first said. Empty for entries that no rule made. */
  parts: z.array(Part),
  /** "为什么没有": rules that did not pay and nearly would have. */
  notPaid: z.array(NotPaid),
})
/** What a diner reads out from the phone leads to the member. */
export const FoundEntry = z.object({ memberNo: z.string(), nickname: z.string(), entry: EntryDetail })
/** Sums of one calendar month (store time) over the whole history, whatever page is shown. */
export const MonthSum = z.object({ month: Month, in: Points, out: Points })
export const EntryPage = z.object({
  items: z.array(Entry),
  months: z.array(MonthSum),
  nextCursor: z.string().nullable(),
})
/** Answer of the waiting request: entries newer than the version asked about, or none when the time ran out. */
export const News = z.object({
  version: z.int(),
  entries: z.array(Entry),
  /** Set when the member's code was scanned since the last answer: "已被扫码". */
  scan: z.object({ storeName: z.string(), at: Instant }).nullable(),
})
