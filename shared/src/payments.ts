/** WeChat Pay's bills held against ours: days gone through, and what does not agree. */
import { z } from 'zod'
import { Day, Fen, Id, Instant } from './basics.js'

/** NOT_HERE: WeChat Pay has it, we have not · NOT_THERE: the other way round. */
export const DifferenceKind = z.enum([
  'NOT_HERE',
  'NOT_THERE',
  'AMOUNT',
  'TRANSACTION',
  'REFUND_NOT_HERE',
  'REFUND_NOT_THERE',
  'REFUND_AMOUNT',
])
export type DifferenceKind = z.infer<typeof DifferenceKind>
export const RefundState = z.enum(['ASKED', 'PROCESSING', 'SUCCESS', 'ABNORMAL', 'CLOSED', 'REFUSED'])
export const byDay = z.object({ day: Day })
export const ResolutionBody = z.object({ note: z.string().trim().min(4).max(200) })
export const PaymentOverview = z.object({
  /** Whether a merchant of WeChat Pay is configured at all. */
  configured: z.boolean(),
  /** The days gone through, the newest first. */
  days: z.array(
    z.object({
      date: Day,
      paidCount: z.int(),
      paidFen: Fen,
      refundCount: z.int(),
      refundFen: Fen,
      /** Lines of the merchant's other systems. */
      foreignCount: z.int(),
      checkedAt: Instant,
    }),
  ),
  differences: z.array(
    z.object({
      id: Id,
      date: Day,
      kind: DifferenceKind,
      outTradeNo: z.string(),
      outRefundNo: z.string().nullable(),
      oursFen: Fen.nullable(),
      theirsFen: Fen.nullable(),
      foundAt: Instant,
    }),
  ),
  /** Refunds that do not get through by themselves. */
  stuckRefunds: z.array(
    z.object({
      outTradeNo: z.string(),
      outRefundNo: z.string(),
      amountFen: Fen,
      state: RefundState,
      trouble: z.string().nullable(),
      askedAt: Instant,
    }),
  ),
})
