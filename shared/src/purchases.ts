import { z } from 'zod'
import { Day, Fen, Id, Instant, Points, Text } from './basics.js'
import { MaskedMember } from './members.js'
import { BillItem, NotPaid, Part } from './rules.js'
import { Scene, TableView } from './stores.js'

/** A bill number as the till prints it. One number is paid once per store. */
export const BillNo = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/)
/** What was actually paid, in fen. Zero, negative and fractions are refused with `bill.amount_invalid`. */
export const PaidFen = z.number()

/** What a scanner reads: the QR token, the barcode digits, or the link of a table code. */
export const ScanBody = z.object({ code: z.string().trim().min(1).max(512) })
export const Scan = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('MEMBER'), scanId: z.string(), validSeconds: z.int(), member: MaskedMember }),
  z.object({
    kind: z.literal('TABLE'),
    table: TableView,
    diners: z.array(z.object({ scanId: z.string(), member: MaskedMember })),
    validSeconds: z.int(),
  }),
])
export const Quote = z.object({
  points: Points,
  growth: Points,
  sentence: Text,
  ruleVersion: z.int(),
  parts: z.array(Part),
  notPaid: z.array(NotPaid),
})
/** For whoever was scanned, or for nobody in particular. `items` is the JSON text of an array of `BillItem`. */
export const QuoteQuery = z.object({
  paidFen: z.coerce.number(),
  scanId: z.string().max(64).optional(),
  items: z.string().max(16_000).optional(),
})
/** How many people sat at the table, where somebody counted them. */
const TableSize = z.int().min(1).max(100)
export const BillBody = z.object({
  billNo: BillNo,
  paidFen: PaidFen,
  scanId: z.string().max(64).optional(),
  tableSize: TableSize.optional(),
})
/** The answer to a bill, the same however often it is sent. Without a member the bill is kept and earns nothing. */
export const Bill = z.object({
  billNo: z.string(),
  paidFen: Fen,
  refundedFen: Fen,
  points: Points,
  growth: Points,
  sentence: Text,
  balanceAfter: Points.nullable(),
  entryNo: z.string().nullable(),
  member: MaskedMember.pick({ memberNo: true, nickname: true }).nullable(),
  tableName: z.string().nullable(),
  lastValidOn: Day.nullable(),
  paidAt: Instant,
  recordedAt: Instant,
  recordedBy: z.string(),
  /** What each rule gave, and which did not pay; as it was when the bill was recorded. */
  parts: z.array(Part),
  notPaid: z.array(NotPaid),
})
export type Bill = z.infer<typeof Bill>
export const RefundBody = z.object({
  refundNo: BillNo,
  amountFen: z.number(),
  reason: z.string().trim().min(1).max(100),
})
/** points = taken back now; debt = the part that was spent already and is owed by the member. */
export const Refund = z.object({
  refundNo: z.string(),
  billNo: z.string(),
  amountFen: Fen,
  pointsTaken: Points,
  debtAdded: Points,
  growthTaken: Points,
  /** To be kept back from the refund, for points that were spent already; where the rule for refunds says so. */
  cashFen: Fen,
  sentence: Text,
  entryNo: z.string().nullable(),
  refundedAt: Instant,
  /** Of a bill paid in the mini-program, what goes back to the guest by itself: money through WeChat, points, coupons. */
  returned: z
    .object({
      cashFen: Fen,
      points: Points,
      pointsFen: Fen,
      coupons: z.array(z.object({ name: Text, fen: Fen, whole: z.boolean() })),
    })
    .nullable(),
})

/** POS: one call may identify by code, by an earlier scan, or by the table. */
export const PosBillBody = BillBody.extend({
  code: z.string().trim().max(512).optional(),
  scene: Scene.optional(),
  paidAt: Instant.optional(),
  items: z.array(BillItem).max(100).optional(),
})
export const BillParams = z.object({ billNo: BillNo })
export const PurchaseRow = Bill.extend({ id: Id, storeName: z.string() })
