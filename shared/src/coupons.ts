/**
 * Coupons as data: a definition says what a coupon does and when, a batch is a stock of them, a coupon is one in somebody's
 * wallet. A published version of a definition never changes, and a coupon keeps the version it was issued with.
 */
import { z } from 'zod'
import { Cursor, Day, Fen, Id, Instant, Limit, RequestId, Text } from './basics.js'
import { ImageId } from './images.js'
import { Festival, RuleCode } from './rules.js'

const ids = z.array(Id).min(1).max(200)
const codes = z.array(RuleCode).min(1).max(50)
const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
const amount = Fen.min(1).max(10_000_000)

/**
 * THRESHOLD_OFF and CASH take an amount off, PERCENT_OFF a share up to a cap, ITEM makes the dearest of the named dishes
 * free, MULTIPLIER takes nothing off: 200 doubles the points of the bill. CASH gives no change.
 */
export const CouponEffect = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('THRESHOLD_OFF'), minFen: amount, offFen: amount }),
  z.strictObject({ type: z.literal('PERCENT_OFF'), offPercent: z.int().min(1).max(99), capFen: amount.nullable() }),
  z.strictObject({
    type: z.literal('ITEM'),
    item: z.strictObject({ zh: z.string().trim().min(1).max(40), en: z.string().trim().max(80) }),
    products: ids,
    /** How much one dish may be worth; what is above is paid. */
    capFen: amount.nullable(),
  }),
  z.strictObject({ type: z.literal('CASH'), offFen: amount }),
  z.strictObject({ type: z.literal('MULTIPLIER'), percent: z.int().min(101).max(1000) }),
])
export type CouponEffect = z.infer<typeof CouponEffect>
export type CouponType = CouponEffect['type']

/** STAFF: verified by a waiter. POS: by a till. MINI_PROGRAM: in a payment at the table. */
export const CouponChannel = z.enum(['STAFF', 'POS', 'MINI_PROGRAM'])
export type CouponChannel = z.infer<typeof CouponChannel>

/** On these days of the week (1 is Monday), in this span of the day; null is the whole day, over midnight if it ends earlier. */
export const TimeWindow = z.strictObject({
  weekdays: z.array(z.int().min(1).max(7)).min(1).max(7),
  between: z.tuple([clockTime, clockTime]).nullable(),
})
export type TimeWindow = z.infer<typeof TimeWindow>

/** Where and when a coupon may be used, and for what. Null is no limit. */
export const CouponScope = z.strictObject({
  stores: ids.nullable(),
  channels: z.array(CouponChannel).min(1).max(3).nullable(),
  /** Any one of them. */
  windows: z.array(TimeWindow).min(1).max(14).nullable(),
  /** Not on these festivals, solar and lunar, nor on days from the first to the last of each span. */
  notOn: z.strictObject({
    festivals: z.array(Festival).max(14),
    days: z.array(z.strictObject({ first: Day, last: Day })).max(20),
  }),
  /** Dishes that count towards the minimum and are discounted: these only, or all but these. */
  dishes: z
    .strictObject({
      mode: z.enum(['ONLY', 'EXCEPT']),
      categories: codes.or(z.array(RuleCode).length(0)),
      products: ids.or(z.array(Id).length(0)),
    })
    .refine(({ categories, products }) => categories.length + products.length > 0, 'names no dish')
    .nullable(),
  /** What the dishes that count must come to, before any coupon. */
  minSpendFen: amount.nullable(),
})
export type CouponScope = z.infer<typeof CouponScope>

/** Families of coupons; what goes with what is said between them. */
export const CouponGroup = z.enum(['GENERAL', 'DISH', 'WELCOME', 'BIRTHDAY', 'CAMPAIGN', 'PARTNER', 'POINTS'])
export type CouponGroup = z.infer<typeof CouponGroup>

/**
 * What a coupon may be used together with. Two coupons go together when each names the group of the other; two of one
 * definition up to `perBill`, whatever the groups say.
 */
export const CouponStacking = z.strictObject({
  group: CouponGroup,
  with: z.array(CouponGroup).max(7),
  perBill: z.int().min(1).max(5),
  points: z.boolean(),
  tierPrice: z.boolean(),
})
export type CouponStacking = z.infer<typeof CouponStacking>

/** RELATIVE counts whole days, the first being the day of issue or the next one; it ends with the last of them, store time. */
export const CouponValidity = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('FIXED'), from: Instant, until: Instant }),
  z.strictObject({ kind: z.literal('RELATIVE'), starts: z.enum(['NOW', 'TOMORROW']), days: z.int().min(1).max(730) }),
])
export type CouponValidity = z.infer<typeof CouponValidity>

export const CouponDefinition = z.strictObject({
  name: z.strictObject({ zh: z.string().trim().min(1).max(30), en: z.string().trim().max(60) }),
  /** Its picture, for whoever verifies it. */
  image: ImageId.nullish(),
  effect: CouponEffect,
  scope: CouponScope,
  stacking: CouponStacking,
  validity: CouponValidity,
  giftable: z.boolean(),
  /** What one use costs us, where that is not what it takes off. */
  costFen: Fen.min(0).max(10_000_000).nullable(),
})
export type CouponDefinition = z.infer<typeof CouponDefinition>

/** GIVEN: offered to a friend. EXPIRED and RECALLED are ends without a use. */
export const CouponState = z.enum(['USABLE', 'NOT_YET', 'LOCKED', 'GIVEN', 'USED', 'EXPIRED', 'RECALLED'])
export type CouponState = z.infer<typeof CouponState>

/** What stands on a coupon: "¥20", "8 折"; and what must be met, in one line. */
export const CouponFace = z.object({ value: Text, condition: Text })

/** A coupon in a wallet. */
export const CouponCard = z.object({
  id: Id,
  name: Text,
  type: z.enum(['THRESHOLD_OFF', 'PERCENT_OFF', 'ITEM', 'CASH', 'MULTIPLIER']),
  state: CouponState,
  face: CouponFace,
  validFrom: Instant,
  expiresAt: Instant,
  /** The last day it may be used on, where it was issued. */
  lastDay: Day,
  withPoints: z.boolean(),
  giftable: z.boolean(),
  usedAt: Instant.nullable(),
  usedStore: z.string().nullable(),
  /** The waiter who verified it; null where a payment took it. */
  usedBy: z.string().nullable(),
})
export type CouponCard = z.infer<typeof CouponCard>

/** ENDED: expired or recalled. EXPIRING is part of USABLE: what ends within seven days. */
export const WalletTab = z.enum(['USABLE', 'EXPIRING', 'USED', 'ENDED'])
export type WalletTab = z.infer<typeof WalletTab>
export const WalletQuery = z.object({ tab: WalletTab.optional(), cursor: Cursor.optional(), limit: Limit.optional() })
export const Wallet = z.object({
  items: z.array(CouponCard),
  nextCursor: Cursor.nullable(),
  counts: z.object({ usable: z.int(), expiring: z.int(), used: z.int(), ended: z.int() }),
  /** Coupons that came since the wallet was last opened. */
  unseen: z.int(),
})

/** One line of what a coupon asks for. */
export const CouponTerm = z.object({ label: Text, text: Text })
/** One line of what goes with it and what does not. */
export const StackingRow = z.object({ code: z.string(), name: Text, together: z.boolean() })
export const CouponDetail = CouponCard.extend({
  /** Twelve digits with a check digit, to be shown in groups of four; null when there is nothing to verify any more. */
  code: z.string().nullable(),
  sentence: Text,
  terms: z.array(CouponTerm),
  stacking: z.array(StackingRow),
  stores: z.array(z.object({ id: Id, name: z.string() })).nullable(),
  /** The hours it may be used in, for a table of the week; null is whenever the store is open. */
  windows: z.array(TimeWindow).nullable(),
  /** Until when it is offered to a friend. */
  givenUntil: Instant.nullable(),
})
export type CouponDetail = z.infer<typeof CouponDetail>

export const CouponOffer = z.object({
  batchId: Id,
  name: Text,
  type: CouponCard.shape.type,
  face: CouponFace,
  sentence: Text,
  left: z.int(),
  /** How many more this member may claim. */
  mine: z.int(),
  until: Instant.nullable(),
})
export type CouponOffer = z.infer<typeof CouponOffer>
export const ClaimBody = z.object({ requestId: RequestId, batchId: Id })
/** As printed; spaces, hyphens and the case of letters do not matter. */
export const RedeemBody = z.object({ requestId: RequestId, code: z.string().trim().min(4).max(40) })
export const GiveBody = z.object({ requestId: RequestId })
/** The link to send: whoever opens it first has the coupon; until then it cannot be used. */
export const GiveReply = z.object({ token: z.string(), until: Instant })
export const byToken = z.object({ token: z.string().regex(/^[A-Za-z0-9_-]{22}$/) })
/** What a friend sees before accepting. */
export const GivenCoupon = z.object({
  state: z.enum(['OPEN', 'ACCEPTED', 'ENDED']),
  /** Whether the one who looks is the one who gave, or who accepted. */
  mine: z.enum(['GIVER', 'ACCEPTOR']).nullable(),
  from: z.string(),
  name: Text,
  face: CouponFace,
  sentence: Text,
  until: Instant,
  couponId: Id.nullable(),
})

/** A coupon this member has offered to a friend, and what became of it. ENDED: taken back, or nobody came in time. */
export const GivenRecord = z.object({
  id: Id,
  couponId: Id,
  name: Text,
  face: CouponFace,
  state: z.enum(['OPEN', 'ACCEPTED', 'ENDED']),
  /** Who took it, masked. */
  to: z.string().nullable(),
  givenAt: Instant,
  until: Instant,
  endedAt: Instant.nullable(),
})
export type GivenRecord = z.infer<typeof GivenRecord>
