/**
 * Verification with no network: what a waiter's phone takes along, what it hands in afterwards, and what became of each.
 * Single use cannot be enforced there, so every acceptance is a bounded risk until it is synced.
 */
import { z } from 'zod'
import { Cursor, Fen, Id, Instant, Limit, Points, page, pageOf, RequestId, Text } from './basics.js'
import { BillNo } from './purchases.js'

const OfflineSubject = z.enum(['COUPON', 'VOUCHER', 'MEMBER'])

/** Tokens of everything the member can show now; the phone keeps them for a place without a network. */
export const OfflineTokens = z.object({
  /** For the code page: says who the member is, and nothing of what the member has. */
  member: z.string(),
  /** At most 50 of what ends first. `redemptionId` is the exchange a voucher came from. */
  items: z.array(
    z.object({ kind: z.enum(['COUPON', 'VOUCHER']), id: Id, redemptionId: Id.nullable(), token: z.string() }),
  ),
  /** When the first of them ends. */
  untilAt: Instant,
  /** When the phone had better ask again. */
  refreshAt: Instant,
})

export const OfflineKitQuery = z.object({
  /** The version of the filter the phone has: then it is not sent again. */
  filter: z.string().max(40).optional(),
})
export const OfflineKit = z.object({
  enabled: z.boolean(),
  serverTime: Instant,
  /** A kit that is older than this is of no use: too much may have been used elsewhere. */
  goodUntil: Instant,
  store: z.object({ id: Id, name: z.string() }),
  staffNo: z.string(),
  /** Public halves in base64url, with what comes next, so that a kit of yesterday knows tomorrow's; and when each signs. */
  keys: z.array(z.object({ id: z.int(), publicKey: z.string(), from: Instant, until: Instant })),
  filterVersion: z.string(),
  /** Null: the phone has this version. */
  filter: z.object({ bits: z.string(), size: z.int(), hashes: z.int() }).nullable(),
  /** Tokens that end by then are not accepted: the filter could not hold everything of theirs. Null where it does. */
  tokensEndAfter: Instant.nullable(),
  allowance: z.object({ perHourCount: z.int(), perHourWorthFen: Fen, perItemWorthFen: Fen }),
})

/** What the phone accepted; `seq` counts up on it without a gap, so that order and completeness can be seen. */
export const OfflineItem = z.strictObject({
  seq: z.int().min(1).max(1_000_000_000),
  requestId: RequestId,
  token: z.string().min(1).max(300),
  /** By the phone's clock, corrected by what it last knew of the server's. */
  acceptedAt: Instant,
  quantity: z.int().min(1).max(20),
  /** What the bill came to: for coupons that ask, and for a member who is to get the points of it. */
  billFen: Fen.min(1).max(10_000_000).optional(),
  billNo: BillNo.optional(),
})
export type OfflineItem = z.infer<typeof OfflineItem>
export const DeviceId = z.string().regex(/^[A-Za-z0-9_-]{12,40}$/)
export const MAX_OFFLINE_ITEMS = 50
export const OfflineSyncBody = z.strictObject({
  deviceId: DeviceId,
  items: z
    .array(OfflineItem)
    .min(1)
    .max(MAX_OFFLINE_ITEMS)
    .refine(items => new Set(items.map(({ seq }) => seq)).size === items.length, 'a seq twice'),
})

/** ACCEPTED: it counts. CONFLICT: somebody had it before. REFUSED: it could not be taken for another reason. */
export const OfflineState = z.enum(['ACCEPTED', 'CONFLICT', 'REFUSED'])
export type OfflineState = z.infer<typeof OfflineState>
/** The use that counts. `device` and `offline` where that one was accepted without a network too. */
export const OfflineFirst = z.object({
  at: Instant.nullable(),
  store: z.string(),
  by: z.string(),
  serialNo: z.string().nullable(),
  device: z.string().nullable(),
  offline: z.boolean(),
})
export const OfflineOutcome = z.object({
  seq: z.int(),
  state: OfflineState,
  kind: OfflineSubject.nullable(),
  name: z.string(),
  worthFen: Fen,
  quantity: z.int(),
  /** Within what is possible: see `skewSeconds`. */
  acceptedAt: Instant,
  /** How far the phone said another time, where that cannot have been. */
  skewSeconds: z.int(),
  syncedAt: Instant,
  verificationId: Id.nullable(),
  serialNo: z.string().nullable(),
  /** Points of a member's bill. */
  points: Points.nullable(),
  /** The refusal, and what it says. */
  code: z.string().nullable(),
  message: Text.nullable(),
  first: OfflineFirst.nullable(),
  /** What to do now; null where nothing is to do. */
  nextStep: Text.nullable(),
})
export type OfflineOutcome = z.infer<typeof OfflineOutcome>
/** In the order of `seq`. */
export const OfflineSync = z.object({ items: z.array(OfflineOutcome) })

/** One acceptance as a manager or the console reads it. */
export const OfflineRecord = OfflineOutcome.extend({
  id: Id,
  storeId: Id,
  store: z.string(),
  by: z.string(),
  device: z.string(),
  /** More than a device may accept in an hour, or than one thing may be worth, as the settings were at the sync. */
  overAllowance: z.boolean(),
})
export type OfflineRecord = z.infer<typeof OfflineRecord>
export const OfflineRecordQuery = page.extend({ state: OfflineState.optional() })
export const OfflineRecordPage = pageOf(OfflineRecord)
export const OfflineConflictQuery = z.object({
  storeId: Id.optional(),
  cursor: Cursor.optional(),
  limit: Limit.optional(),
})
