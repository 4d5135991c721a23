/** A bill that waits at a table, and paying it in the mini-program with points, coupons and WeChat Pay. */
import { z } from 'zod'
import { Fen, Id, Instant, Points, RequestId, Text } from './basics.js'
import { CouponFace } from './coupons.js'
import { BillNo, PaidFen } from './purchases.js'
import { BillItem } from './rules.js'
import { Scene } from './stores.js'

/**
 * What points are worth at a table: so many fen for so many points, up to a share of what is left after coupons, from so
 * many points on.
 */
export const OffsetTerms = z.strictObject({
  enabled: z.boolean(),
  points: z.int().min(1).max(10_000),
  fen: Fen.min(1).max(1_000_000),
  capPercent: z.int().min(1).max(100),
  minPoints: Points.min(1).max(1_000_000),
})
export type OffsetTerms = z.infer<typeof OffsetTerms>
export const OffsetSetting = OffsetTerms.extend({
  version: z.int(),
  sentence: Text,
  reason: z.string(),
  publishedAt: Instant,
  publishedBy: z.string(),
})
/** The newest first; the first one holds. */
export const OffsetSettings = z.object({ versions: z.array(OffsetSetting).min(1) })
export const OffsetSettingBody = OffsetTerms.extend({
  requestId: RequestId,
  /** The version that was looked at; on top of any other one the change is refused. */
  version: z.int().min(1),
  reason: z.string().trim().min(2).max(200),
})

/** A bill to be paid at a table, named by its code or by what stands on it; `amountFen` is before coupons and points. */
export const TableBillBody = z.object({
  billNo: BillNo,
  amountFen: PaidFen,
  items: z.array(BillItem).max(100).optional(),
  scene: Scene.optional(),
  tableName: z.string().trim().min(1).max(20).optional(),
  tableSize: z.int().min(1).max(100).optional(),
})
export const TableBillItem = z.object({ name: z.string(), quantity: z.int(), amountFen: Fen })
/** PAYING: somebody at the table is about to. SETTLED: rung up at a till after all. */
export const TableBillState = z.enum(['OPEN', 'PAYING', 'PAID', 'WITHDRAWN', 'SETTLED'])
/** A bill at a table as staff and tills see it. */
export const TableBill = z.object({
  billNo: z.string(),
  tableName: z.string(),
  amountFen: Fen,
  items: z.array(TableBillItem),
  state: TableBillState,
  openedAt: Instant,
  openedBy: z.string(),
  /** Until when whoever is paying has it. */
  payingUntil: Instant.nullable(),
  endedAt: Instant.nullable(),
  /** How it was paid. */
  paid: z.object({ cashFen: Fen, couponFen: Fen, points: Points, pointsFen: Fen }).nullable(),
})
export type TableBill = z.infer<typeof TableBill>

/** MINE: this member is paying it. TAKEN: a companion is. */
export const TableBillView = z.object({
  id: Id,
  billNo: z.string(),
  amountFen: Fen,
  items: z.array(TableBillItem),
  state: z.enum(['OPEN', 'MINE', 'TAKEN', 'PAID']),
  /** Who pays or has paid, masked; null for nobody. */
  by: z.string().nullable(),
  isMe: z.boolean(),
  /** Until when they have it. */
  until: Instant.nullable(),
  /** This member's own checkout of it. */
  checkoutId: Id.nullable(),
  openedAt: Instant,
})
export type TableBillView = z.infer<typeof TableBillView>
/** `revision` changes whenever anything about the table's bills does. */
export const TableBillNews = z.object({ revision: z.string(), bill: TableBillView.nullable() })
export const TableBillQuery = z.object({
  /** The revision already shown: the answer waits for another one. */
  after: z
    .string()
    .regex(/^\d{1,16}$/)
    .optional(),
  waitSeconds: z.coerce.number().int().min(0).max(25).optional(),
})

const Chosen = {
  billId: Id,
  points: Points.min(0).max(1_000_000_000),
}
/** Without `couponIds` the best are taken. */
export const CheckoutQuoteBody = z.object({ ...Chosen, couponIds: z.array(Id).max(5).optional() })
const QuotedCoupon = z.object({ id: Id, name: Text, face: CouponFace, lastDay: z.string() })
export const CheckoutQuote = z.object({
  billId: Id,
  amountFen: Fen,
  /** On the bill; MULTIPLIER coupons take nothing off. */
  coupons: z.array(z.object({ id: Id, name: Text, offFen: Fen })),
  couponFen: Fen,
  /** May be used here and now; `sentence` says why it is not on the bill, null where it simply was not chosen. */
  usable: z.array(QuotedCoupon.extend({ chosen: z.boolean(), sentence: Text.nullable() })),
  unusable: z.array(QuotedCoupon.extend({ sentence: Text })),
  points: z.object({
    enabled: z.boolean(),
    /** "100 积分抵 ¥1，最多抵 50%，100 积分起用". */
    rule: Text,
    available: Points,
    /** The most that may be used on this bill; 0 below the minimum. */
    most: Points,
    min: Points,
    /** Points are used in multiples of this, so that they are worth whole fen. */
    step: Points,
    /** What of the points that were asked for may be used. */
    used: Points,
  }),
  pointsFen: Fen,
  payableFen: Fen,
  earns: z.object({ points: Points, sentence: Text }),
})
export type CheckoutQuote = z.infer<typeof CheckoutQuote>

export const CheckoutBody = z.object({
  requestId: RequestId,
  ...Chosen,
  couponIds: z.array(Id).max(5),
  /** What the page showed: with another amount nothing is begun. */
  expectedPayableFen: Fen.min(0),
})
/** What `wx.requestPayment` is given. */
export const PayParameters = z.object({
  appId: z.string(),
  timeStamp: z.string(),
  nonceStr: z.string(),
  package: z.string(),
  signType: z.literal('RSA'),
  paySign: z.string(),
})
/**
 * CLOSING: given up, but WeChat Pay has not said yet that nothing was paid. RETURNED: the money came when the bill could
 * not be paid any more, and all of it goes back.
 */
export const CheckoutState = z.enum(['PAYING', 'CLOSING', 'PAID', 'CANCELLED', 'TIMED_OUT', 'RETURNED'])
export const Checkout = z.object({
  id: Id,
  billNo: z.string(),
  tableName: z.string(),
  storeName: z.string(),
  state: CheckoutState,
  amountFen: Fen,
  coupons: z.array(z.object({ name: Text, offFen: Fen })),
  couponFen: Fen,
  points: Points,
  pointsFen: Fen,
  payableFen: Fen,
  begunAt: Instant,
  expiresAt: Instant,
  /** While it can be paid, and WeChat Pay answers. */
  pay: PayParameters.nullable(),
  /** Once it is paid. */
  earned: z.object({ points: Points, sentence: Text, entryNo: z.string().nullable(), balance: Points }).nullable(),
})
export type Checkout = z.infer<typeof Checkout>
