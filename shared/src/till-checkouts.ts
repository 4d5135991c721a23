/**
 * Checkout with benefits, for tills and staff: who is it → what would it come to → reserve → money is taken → commit; cancel
 * before, give back after. A reservation is named by the till's own key, so that every step can be sent again, and also
 * before the answer to the one before it has arrived.
 */
import { z } from 'zod'
import { Cursor, Day, Fen, Id, Instant, Limit, Points, RequestId, Text } from './basics.js'
import { CheckoutQuote } from './checkouts.js'
import { MaskedMember } from './members.js'
import { BillNo, PaidFen, ScanBody } from './purchases.js'
import { BillItem } from './rules.js'

/** Whoever a code stands for. `checkoutToken` is good for `validSeconds`, in this store. A table may have several. */
export const IdentifyBody = ScanBody
export const Identified = z.object({
  diners: z.array(z.object({ checkoutToken: z.string(), member: MaskedMember })),
  tableName: z.string().nullable(),
  validSeconds: z.int(),
})

/**
 * A bill and what the guest wants to use. Without `couponIds` and `couponCodes` the best coupons are taken. `tierPrice`: the
 * dishes have the price of the member's tier already, so only coupons that go with it are taken.
 */
const AskedTillBill = {
  /** From identifying, or the scanId of a scan. */
  checkoutToken: z.string().max(64),
  billNo: BillNo,
  /** Before coupons and points. */
  amountFen: PaidFen,
  items: z.array(BillItem).max(100).optional(),
  tableSize: z.int().min(1).max(100).optional(),
  tierPrice: z.boolean().optional(),
  points: Points.min(0).max(1_000_000_000).optional(),
  couponIds: z.array(Id).max(5).optional(),
  /** As printed under a coupon, beside or instead of ids. */
  couponCodes: z.array(z.string().trim().min(4).max(40)).max(5).optional(),
}
export const TillQuoteBody = z.object(AskedTillBill)
/** A dish with its part of the bill; the four amounts of a line add up, and so do the lines. */
export const TillLine = z.object({
  name: z.string(),
  quantity: z.int(),
  /** Its part of what the bill comes to. */
  amountFen: Fen,
  couponFen: Fen,
  pointsFen: Fen,
  payableFen: Fen,
})
export type TillLine = z.infer<typeof TillLine>
export const TillQuote = CheckoutQuote.omit({ billId: true }).extend({
  member: MaskedMember,
  tierPrice: z.boolean(),
  /** None where no dishes were sent, or none has a price. */
  lines: z.array(TillLine),
  /** "应付 ¥156.00：券减 ¥20.00，1,200 积分抵 ¥12.00". */
  sentence: Text,
})
export type TillQuote = z.infer<typeof TillQuote>

/** The till's own name for one try, such as the bill's number, or with "-2" for the second try. Once per store. */
export const ReserveKey = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/)
export const byReserveKey = z.object({ key: ReserveKey })
export const ReserveBody = z.object({
  idempotencyKey: ReserveKey,
  ...AskedTillBill,
  /** What the quote said: with another amount nothing is reserved. */
  expectedPayableFen: Fen.min(0).optional(),
})
export const PaymentMethod = z.enum(['WECHAT', 'ALIPAY', 'CASH', 'CARD', 'OTHER'])
const Payment = z.object({
  method: PaymentMethod,
  fen: Fen.min(1).max(100_000_000),
  /** The payment's number at whoever took it. */
  reference: z.string().trim().max(64).optional(),
})
/**
 * The money was taken. `paidFen` is the sum of the payments: what was payable, or up to ¥9.99 less where the till let go of
 * small change. `paidAt` is when it was, for what is sent later.
 */
export const CommitBody = z.object({
  paidFen: Fen.min(0).max(100_000_000),
  payments: z.array(Payment).max(10),
  paidAt: Instant.optional(),
})
export const ReverseBody = z.object({
  refundNo: BillNo,
  /** Of what the bill came to before coupons and points. With `items` it must be what they came to. */
  refundFen: Fen.min(1).max(100_000_000),
  /** Dishes that come back, by their place on the bill, the first being 1. */
  items: z
    .array(z.object({ line: z.int().min(1).max(100), quantity: z.int().min(1).max(1000) }))
    .min(1)
    .max(100)
    .optional(),
  reason: z.string().trim().min(1).max(100).optional(),
})

/** EXPIRED: the time is over, and it can be committed all the same as long as nobody else has taken what it had set aside. */
export const TillCheckoutState = z.enum(['RESERVED', 'EXPIRED', 'COMMITTED', 'CANCELLED'])
export const TillCheckout = z.object({
  key: z.string(),
  reservationId: Id,
  billNo: z.string(),
  state: TillCheckoutState,
  member: MaskedMember.pick({ memberNo: true, nickname: true }),
  amountFen: Fen,
  coupons: z.array(z.object({ id: Id, name: Text, offFen: Fen })),
  couponFen: Fen,
  points: Points,
  pointsFen: Fen,
  payableFen: Fen,
  tierPrice: z.boolean(),
  lines: z.array(TillLine),
  reservedBy: z.string(),
  reservedAt: Instant,
  expiresAt: Instant,
  /** Once it is committed. */
  paid: z
    .object({
      paidFen: Fen,
      paidAt: Instant,
      by: z.string(),
      earned: Points,
      sentence: Text,
      entryNo: z.string().nullable(),
      balanceAfter: Points.nullable(),
      /** Of the amount before coupons and points. */
      refundedFen: Fen,
      /** To be printed: at most 32 half-width letters a line, nothing that GBK cannot say. */
      receipt: z.array(z.string()),
    })
    .nullable(),
})
export type TillCheckout = z.infer<typeof TillCheckout>

/** What a reversal gives back: `cashFen` at the till, points to their lots, coupons to the wallet once all of them is back. */
export const Reversal = z.object({
  refundNo: z.string(),
  billNo: z.string(),
  refundFen: Fen,
  cashFen: Fen,
  points: Points,
  pointsFen: Fen,
  coupons: z.array(z.object({ name: Text, fen: Fen, whole: z.boolean() })),
  /** Of the points the bill had earned: taken back, and owed because they were spent. */
  pointsTaken: Points,
  debtAdded: Points,
  /** Kept back from the money for points that were spent already; where the rule for refunds says so. */
  keptBackFen: Fen,
  sentence: Text,
  refundedAt: Instant,
})
export type Reversal = z.infer<typeof Reversal>

export const SettlementQuery = z.object({ day: Day, cursor: Cursor.optional(), limit: Limit.optional() })
/** COMMIT by when it was paid, REVERSAL by when it was refunded: on the store's business day. */
export const SettlementEntry = z.object({
  kind: z.enum(['COMMIT', 'REVERSAL']),
  key: z.string(),
  billNo: z.string(),
  refundNo: z.string().nullable(),
  /** Before coupons and points. */
  amountFen: Fen,
  couponFen: Fen,
  points: Points,
  pointsFen: Fen,
  /** Money taken, or handed back. */
  cashFen: Fen,
  at: Instant,
  by: z.string(),
})
export type SettlementEntry = z.infer<typeof SettlementEntry>
const Sums = z.object({ count: z.int(), amountFen: Fen, couponFen: Fen, points: Points, pointsFen: Fen, cashFen: Fen })
export const Settlements = z.object({
  day: Day,
  items: z.array(SettlementEntry),
  nextCursor: Cursor.nullable(),
  /** Of the whole day, on its first page: what a till compares before it looks at entries. */
  whole: z
    .object({
      commits: Sums,
      reversals: Sums,
      /** Reserved on that day and neither committed nor cancelled. */
      open: z.int(),
      /**
       * SHA-256 in hex of the day's lines "kind|key|billNo|refundNo|amountFen|couponFen|points|pointsFen|cashFen" with an
       * empty refundNo for commits, in ascending order of their bytes, each ended by a line feed.
       */
      digest: z.string(),
    })
    .nullable(),
})
export type Settlements = z.infer<typeof Settlements>

/** How long a reservation holds what it has set aside. The newest version first; the first one holds. */
export const TillTerms = z.strictObject({ holdMinutes: z.int().min(5).max(15) })
export const TillSettings = z.object({
  versions: z
    .array(TillTerms.extend({ version: z.int(), reason: z.string(), publishedAt: Instant, publishedBy: z.string() }))
    .min(1),
})
export const TillSettingBody = TillTerms.extend({
  requestId: RequestId,
  /** The version that was looked at; on top of any other one the change is refused. */
  version: z.int().min(1),
  reason: z.string().trim().min(2).max(200),
})
