/**
 * Rewards as data: a definition says what a guest gets for points, for points and cash, or for cash alone, and who may have
 * it. A published version never changes, and what was exchanged keeps the version it was exchanged by.
 */
import { z } from 'zod'
import { Cursor, Day, Fen, Id, Instant, Limit, Points, page, pageOf, RequestId, Text } from './basics.js'
import { CauseTotals, DonationView } from './donations.js'
import { ImageId } from './images.js'
import { RuleCode } from './rules.js'
import { ShipmentView } from './shipments.js'

const MAX_PRICE_POINTS = 10_000_000
const MAX_PRICE_FEN = 5_000_000

/** What it takes: points, fen, or both. */
const price = {
  points: Points.min(0).max(MAX_PRICE_POINTS),
  cashFen: Fen.min(0).max(MAX_PRICE_FEN),
}
export const RewardPrice = z.object({ points: Points, cashFen: Fen })
export type RewardPrice = z.infer<typeof RewardPrice>
const something = (of: { points: number; cashFen: number }) => of.points + of.cashFen > 0

/**
 * DISH, GOODS, SERVICE and EVENT become a voucher that is shown in a store; COUPON and PACK go into the wallet. GOODS may be
 * sent instead, and DONATION becomes a certificate.
 */
export const RewardGift = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('DISH') }),
  z.strictObject({ type: z.literal('GOODS'), delivery: z.enum(['PICKUP', 'POST']).optional() }),
  z.strictObject({ type: z.literal('SERVICE') }),
  z.strictObject({ type: z.literal('COUPON'), batchId: Id }),
  z.strictObject({
    type: z.literal('PACK'),
    coupons: z
      .array(z.strictObject({ batchId: Id, count: z.int().min(1).max(5) }))
      .min(1)
      .max(10),
  }),
  /** Seats are the stock. Until `cancelUntil` a seat may be given back; null is never. */
  z.strictObject({
    type: z.literal('EVENT'),
    startsAt: Instant,
    endsAt: Instant,
    cancelUntil: Instant.nullable(),
  }),
  /** Points for a good cause: what the house gives for each exchange, and what is to come together. */
  z.strictObject({
    type: z.literal('DONATION'),
    cause: z.strictObject({ zh: z.string().trim().min(1).max(60), en: z.string().trim().max(120) }),
    givesFen: Fen.min(1).max(1_000_000),
    targetFen: Fen.min(1).max(10_000_000_000).nullable(),
  }),
])
export type RewardGift = z.infer<typeof RewardGift>
export const RewardKind = z.enum(['DISH', 'COUPON', 'PACK', 'GOODS', 'SERVICE', 'EVENT', 'DONATION'])
export type RewardKind = z.infer<typeof RewardKind>
/** Shelves of the mall: dishes, coupons, goods, experiences, good causes. */
export const RewardCategory = z.enum(['DISH', 'COUPON', 'GOODS', 'EXPERIENCE', 'CHARITY'])
export type RewardCategory = z.infer<typeof RewardCategory>

const tierCode = z.string().regex(/^[A-Z0-9_]{1,20}$/)

export const RewardDefinition = z
  .strictObject({
    name: z.strictObject({ zh: z.string().trim().min(1).max(30), en: z.string().trim().max(60) }),
    note: z.strictObject({ zh: z.string().trim().max(200), en: z.string().trim().max(400) }),
    /** Its picture; none shows its first letter. */
    image: ImageId.nullish(),
    gift: RewardGift,
    category: RewardCategory,
    ...price,
    /** Other prices from a tier on; the highest one the member has reached holds. */
    tierPrices: z
      .array(z.strictObject({ tier: tierCode, ...price }).refine(something, 'costs nothing'))
      .max(10)
      .refine(all => new Set(all.map(({ tier }) => tier)).size === all.length, 'a tier twice'),
    /** The lowest tier that may have it; null for everybody. */
    lowestTier: tierCode.nullable(),
    /** How many one member may have, ever and in a calendar month; null is no limit. */
    limits: z.strictObject({
      total: z.int().min(1).max(1_000).nullable(),
      perMonth: z.int().min(1).max(1_000).nullable(),
    }),
    /** When it may be exchanged; `until` is the first moment it may not any more. */
    window: z
      .strictObject({ from: Instant.nullable(), until: Instant.nullable() })
      .refine(({ from, until }) => !from || !until || new Date(from) < new Date(until), 'ends before it begins'),
    /** Only in the month of the member's birthday. */
    birthdayMonth: z.boolean(),
    /** Where its voucher is good; null is every store. */
    stores: z.array(Id).min(1).max(200).nullable(),
    /** Whole days its voucher is good for, the day of the exchange being the first. */
    validDays: z.int().min(1).max(730),
    /** How often its voucher can be used, each time in part or at once; once where nothing is said. */
    uses: z.int().min(1).max(100).optional(),
    /** Whether a member may give it back unused. */
    refundable: z.boolean(),
    /** What it would cost on the menu, for comparison; null says nothing. */
    worthFen: Fen.min(1).max(10_000_000).nullable(),
    /** What one costs us; null is not known. */
    costFen: Fen.min(0).max(10_000_000).nullable(),
    /** Stock at which somebody ought to know; 0 is never. */
    alertAt: z.int().min(0).max(1_000_000),
    /** Lower ones come first. */
    sort: z.int().min(0).max(9_999),
  })
  .refine(something, 'costs nothing')
export type RewardDefinition = z.infer<typeof RewardDefinition>

/** CAN: enough points. NEAR: a few visits away. FAR: further. */
export const RewardReach = z.enum(['CAN', 'NEAR', 'FAR'])
export type RewardReach = z.infer<typeof RewardReach>
/** Why it cannot be had at this moment, points apart. */
export const RewardBar = z.enum(['SOLD_OUT', 'NOT_YET', 'ENDED', 'TIER', 'BIRTHDAY', 'LIMIT'])
export type RewardBar = z.infer<typeof RewardBar>

export const RewardCard = z.object({
  code: RuleCode,
  name: Text,
  note: Text,
  /** Where its picture is served, below the server's address; `-small` behind it is the one for lists. */
  image: z.string().nullable(),
  kind: RewardKind,
  category: RewardCategory,
  /** For this member; the usual one for guests. */
  price: RewardPrice,
  usual: RewardPrice,
  worthFen: Fen.nullable(),
  left: z.int(),
  bar: RewardBar.nullable(),
  /** Null for whoever is no member. */
  reach: RewardReach.nullable(),
  /** Points that are missing, and about how many visits bring them; null while nothing is known of the visits. */
  short: Points,
  visits: z.int().nullable(),
  /** The tier it takes, where it takes one. */
  tier: Text.nullable(),
  limits: z.object({ total: z.int().nullable(), perMonth: z.int().nullable() }),
  from: Instant.nullable(),
  until: Instant.nullable(),
  birthdayMonth: z.boolean(),
  /** Whether this member asked to be told when it can be had. */
  wished: z.boolean(),
})
export type RewardCard = z.infer<typeof RewardCard>

export const RewardSegment = z.enum(['CAN', 'NEAR', 'ALL'])
export type RewardSegment = z.infer<typeof RewardSegment>
export const ShelfQuery = z.object({
  segment: RewardSegment.optional(),
  category: RewardCategory.optional(),
  cursor: Cursor.optional(),
  limit: Limit.optional(),
})
export const Shelf = pageOf(RewardCard).extend({
  /** Usable points; null for whoever is no member. */
  available: Points.nullable(),
  /** What a visit of this member brings on average; null while nothing is known. */
  perVisit: Points.nullable(),
  counts: z.object({ can: z.int(), near: z.int(), all: z.int() }),
  categories: z.array(RewardCategory),
  /** The one nearest to the points there are, when none can be had. */
  nearest: RewardCard.nullable(),
})
export type Shelf = z.infer<typeof Shelf>

/** When an event is, and until when its seat may be given back. */
export const EventTimes = z.object({ startsAt: Instant, endsAt: Instant, cancelUntil: Instant.nullable() })

export const RewardTerm = z.object({ label: Text, text: Text })
const where = z.array(z.object({ id: Id, name: z.string() })).nullable()
export const RewardDetail = RewardCard.extend({
  terms: z.array(RewardTerm),
  stores: where,
  refundable: z.boolean(),
  /** The last day its voucher would be good for if exchanged now; null for coupons, which have ends of their own. */
  lastDay: Day.nullable(),
  tierPrices: z.array(z.object({ tier: Text, price: RewardPrice })),
  /** What is in it, for coupons and packs. */
  contents: z.array(z.object({ name: Text, count: z.int() })),
  /** Points after the exchange; null where it cannot be paid. */
  balanceAfter: Points.nullable(),
  /** Whether it is sent: an address is asked for afterwards. */
  isSent: z.boolean(),
  event: EventTimes.nullable(),
  donation: CauseTotals.nullable(),
})
export type RewardDetail = z.infer<typeof RewardDetail>
export const byReward = z.object({ code: RuleCode })

/** `points` and `cashFen` are what the member has confirmed: another price is refused, never taken. */
export const RedeemRewardBody = z.object({ requestId: RequestId, code: RuleCode, ...price })
export const WishBody = z.object({ on: z.boolean() })

/** PAYING: points and stock are set aside until the money is there. READY: to be used. */
export const RedemptionState = z.enum(['PAYING', 'READY', 'USED', 'EXPIRED', 'RETURNED', 'CANCELLED'])
export type RedemptionState = z.infer<typeof RedemptionState>
export const RedemptionCard = z.object({
  id: Id,
  code: RuleCode,
  name: Text,
  kind: RewardKind,
  state: RedemptionState,
  price: RewardPrice,
  at: Instant,
  /** The last day of its voucher. */
  lastDay: Day.nullable(),
})
export type RedemptionCard = z.infer<typeof RedemptionCard>
export const RedemptionDetail = RedemptionCard.extend({
  /** Twelve digits with a check digit, to be shown in groups of four; null when there is nothing to show. */
  voucher: z.string().nullable(),
  /** Of a voucher that can be used several times: how often still. */
  uses: z.object({ left: z.int(), of: z.int() }).nullable(),
  coupons: z.array(z.object({ id: Id, name: Text })),
  stores: where,
  terms: z.array(RewardTerm),
  /** Until when it may be paid. */
  payUntil: Instant.nullable(),
  /** Whether the member may give it back, or call the payment off, now. */
  cancellable: z.boolean(),
  /** Money on its way back or back. */
  refundedFen: Fen,
  endedAt: Instant.nullable(),
  used: z.object({ at: Instant, store: z.string(), by: z.string() }).nullable(),
  /** Usable points now. */
  available: Points,
  shipment: ShipmentView.nullable(),
  event: EventTimes.nullable(),
  donation: DonationView.nullable(),
})
export type RedemptionDetail = z.infer<typeof RedemptionDetail>
export const RedemptionPage = pageOf(RedemptionCard)
export const RedemptionQuery = page
/** What wx.requestPayment takes. */
export const RewardPayment = z.object({
  appId: z.string(),
  timeStamp: z.string(),
  nonceStr: z.string(),
  package: z.string(),
  signType: z.literal('RSA'),
  paySign: z.string(),
})

export const RewardFigures = z.object({
  stock: z.int(),
  left: z.int(),
  /** Exchanged and not given back; of these used, and ended unused. */
  redeemed: z.int(),
  used: z.int(),
  expired: z.int(),
  returned: z.int(),
  /** Set aside for payments under way. */
  paying: z.int(),
  members: z.int(),
  points: Points,
  cashFen: Fen,
  /** Cost less cash, in thousandths of a fen for each point taken; null where the cost is not known or no point was. */
  milliFenPerPoint: z.int().nullable(),
  /** Exchanges of the last 30 days. */
  lately: z.int(),
})
export type RewardFigures = z.infer<typeof RewardFigures>
export const RewardSummary = z.object({
  code: RuleCode,
  version: z.int(),
  definition: RewardDefinition,
  onShelf: z.boolean(),
  /** The stock has come down to what somebody ought to know of. */
  alert: z.boolean(),
  publishedAt: Instant,
  figures: RewardFigures,
})
export type RewardSummary = z.infer<typeof RewardSummary>
export const RewardList = pageOf(RewardSummary)
export const RewardFile = RewardSummary.extend({
  versions: z.array(
    z.object({
      version: z.int(),
      price: RewardPrice,
      reason: z.string(),
      publishedAt: Instant,
      publishedBy: z.string(),
    }),
  ),
  stockChanges: z.array(z.object({ by: z.int(), reason: z.string(), at: Instant, who: z.string() })),
})
export type RewardFile = z.infer<typeof RewardFile>
