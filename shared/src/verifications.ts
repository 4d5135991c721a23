/**
 * Verification 核销: a member of staff takes what a guest shows, once. What a scan recognised, what is checked before, the
 * receipt of it, and taking it back.
 */
import { z } from 'zod'
import { Cursor, Fen, Id, Instant, Limit, pageOf, RequestId, Text } from './basics.js'
import { MaskedMember } from './members.js'
import { Bill, BillNo, Scan } from './purchases.js'

/** COUPON: out of the wallet, begins with 6. VOUCHER: out of the mall, begins with 7. */
export const VerifiedKind = z.enum(['COUPON', 'VOUCHER'])
export type VerifiedKind = z.infer<typeof VerifiedKind>

/** STATE: not used, locked, given or called back. VALIDITY: begun and not ended. BILL: what the bill must come to. */
export const CheckRule = z.enum(['STATE', 'VALIDITY', 'STORE', 'TIME', 'BILL'])
export type CheckRule = z.infer<typeof CheckRule>
export const Check = z.object({ rule: CheckRule, ok: z.boolean(), text: Text })
export type Check = z.infer<typeof Check>

/** Whoever had it first: settles a dispute on the spot. `serialNo` is null where a payment at the table took it. */
export const FirstUse = z.object({
  at: Instant,
  store: z.string(),
  by: z.string(),
  serialNo: z.string().nullable(),
})
export type FirstUse = z.infer<typeof FirstUse>

export const ShownMember = MaskedMember.pick({ memberNo: true, nickname: true, phoneMasked: true })
/** How many uses at once; of coupons and of most vouchers there is one. */
const Quantity = z.int().min(1).max(100)

export const VerificationCheck = z.object({
  kind: VerifiedKind,
  id: Id,
  name: Text,
  /** "¥20", "兑换券": what stands on it. */
  valueLine: Text,
  /** What must be met, in one line; empty where nothing must. */
  condition: Text,
  image: z.string().nullable(),
  owner: ShownMember,
  /** Uses left of as many as there were. */
  left: z.int(),
  uses: z.int(),
  checks: z.array(Check),
  /** The last use, once nothing is left. */
  firstUse: FirstUse.nullable(),
  canVerify: z.boolean(),
  /** What to do when it cannot be verified; null when it can. */
  advice: Text.nullable(),
  /** What the bill comes to must be typed in: the coupon asks for a minimum or takes a share off. */
  needsBill: z.boolean(),
  /** What one use takes off, with the bill that was named where it needs one; null for a dish or a thing. */
  discountFen: Fen.nullable(),
  /** What one use counts for in limits. */
  worthFen: Fen,
  expiresAt: Instant,
})
export type VerificationCheck = z.infer<typeof VerificationCheck>

/** What a code read in the staff's one scanner stands for. `benefits`: what this member can use here and now. */
export const StaffScan = z.discriminatedUnion('kind', [
  Scan.options[0].extend({ benefits: z.int() }),
  Scan.options[1],
  z.object({ kind: z.literal('COUPON'), check: VerificationCheck }),
  z.object({ kind: z.literal('VOUCHER'), check: VerificationCheck }),
  z.object({ kind: z.literal('BILL'), bill: Bill }),
])
export type StaffScan = z.infer<typeof StaffScan>

/** One thing a scanned member holds; `why` says why it is of no use here and now. */
export const Benefit = z.object({
  kind: VerifiedKind,
  id: Id,
  name: Text,
  valueLine: Text,
  condition: Text,
  image: z.string().nullable(),
  left: z.int(),
  uses: z.int(),
  needsBill: z.boolean(),
  expiresAt: Instant,
  why: Text.nullable(),
})
export type Benefit = z.infer<typeof Benefit>
export const MemberBenefits = z.object({
  member: MaskedMember,
  /** The birthday is in this month; not which day. */
  birthdayMonth: z.boolean(),
  items: z.array(Benefit),
  later: z.array(Benefit),
  /** Whether there is more than is listed. */
  more: z.boolean(),
})
export type MemberBenefits = z.infer<typeof MemberBenefits>
export const byScan = z.object({ scanId: z.string().min(1).max(64) })

/** Either the code, as scanned or typed, or one of the benefits of a member who was scanned. */
const which = {
  code: z.string().trim().min(1).max(512).optional(),
  scanId: z.string().min(1).max(64).optional(),
  kind: VerifiedKind.optional(),
  id: Id.optional(),
}
const names = (of: { code?: unknown; scanId?: unknown; kind?: unknown; id?: unknown }) =>
  of.code !== undefined
    ? of.scanId === undefined && of.kind === undefined && of.id === undefined
    : of.scanId !== undefined && of.kind !== undefined && of.id !== undefined
const NAMES = 'either code, or scanId with kind and id'
const billFen = Fen.min(1).max(10_000_000)

export const VerificationCheckBody = z.strictObject({ ...which, billFen: billFen.optional() }).refine(names, NAMES)
export const VerifyBody = z
  .strictObject({
    requestId: RequestId,
    ...which,
    /** One unless said otherwise. */
    quantity: Quantity.optional(),
    /** What the dishes that count come to, for coupons that ask. */
    billFen: billFen.optional(),
    billNo: BillNo.optional(),
    note: z.string().trim().max(100).optional(),
  })
  .refine(names, NAMES)

export const VerificationState = z.enum(['VERIFIED', 'VOIDED'])
/** `void.back` says what became of it: a coupon whose end passed meanwhile is back and ended. */
export const VerificationReceipt = z.object({
  id: Id,
  /** Counts up in a store on a business day: "0012". */
  serialNo: z.string(),
  businessDay: z.string(),
  kind: VerifiedKind,
  itemId: Id,
  name: Text,
  valueLine: Text,
  quantity: z.int(),
  /** Uses that were left right after it. */
  left: z.int(),
  uses: z.int(),
  /** What it took off; null for a dish or a thing. */
  discountFen: Fen.nullable(),
  worthFen: Fen,
  billFen: Fen.nullable(),
  billNo: z.string().nullable(),
  note: z.string(),
  owner: ShownMember.pick({ memberNo: true, nickname: true }),
  at: Instant,
  store: z.string(),
  by: z.string(),
  /** Whoever asks did it. */
  mine: z.boolean(),
  state: VerificationState,
  /** Accepted with no network, and synced later. */
  offline: z.boolean(),
  /** Until when it may be undone without a manager; null when only a manager may. */
  undoUntil: Instant.nullable(),
  undoNeedsManager: z.boolean(),
  /** Whether whoever asks may undo it now. */
  undoable: z.boolean(),
  void: z.object({ at: Instant, by: z.string(), reason: z.string(), back: z.enum(['USABLE', 'EXPIRED']) }).nullable(),
})
export type VerificationReceipt = z.infer<typeof VerificationReceipt>
export const byRequest = z.object({ requestId: RequestId })
export const VoidBody = z.object({ requestId: RequestId, reason: z.string().trim().min(2).max(100) })

export const VerificationQuery = z.object({
  kind: VerifiedKind.optional(),
  state: VerificationState.optional(),
  /** Only what whoever asks did. */
  mine: z.enum(['true', 'false']).optional(),
  cursor: Cursor.optional(),
  limit: Limit.optional(),
})
/** The newest first, with what this business day has come to here. */
export const VerificationPage = pageOf(VerificationReceipt).extend({
  today: z.object({
    businessDay: z.string(),
    verified: z.int(),
    voided: z.int(),
    worthFen: Fen,
    /** Of these, by whoever asks. */
    mine: z.int(),
  }),
})

/** A phone that shows a coupon or a voucher waits for this to change. */
export const VerificationNewsQuery = z.object({
  /** The revision already shown: the answer waits for another one. */
  after: z
    .string()
    .regex(/^\d{1,16}$/)
    .optional(),
  waitSeconds: z.coerce.number().int().min(0).max(25).optional(),
})
/** The last thing that happened to anything of this member; `redemptionId` is the exchange a voucher came from. */
export const VerificationNews = z.object({
  revision: z.string(),
  last: z
    .object({
      kind: VerifiedKind,
      itemId: Id,
      redemptionId: Id.nullable(),
      state: VerificationState,
      name: Text,
      quantity: z.int(),
      left: z.int(),
      serialNo: z.string(),
      at: Instant,
      store: z.string(),
      by: z.string(),
    })
    .nullable(),
})
export type VerificationNews = z.infer<typeof VerificationNews>

/** How verification is bounded. Published as versions that never change. */
export const VerificationTerms = z.strictObject({
  /** Whoever verified may undo it alone for so long. */
  undoMinutes: z.int().min(0).max(120),
  /** What is worth more than this is undone by a manager only. */
  managerAboveFen: Fen.min(0).max(10_000_000),
  perStaffPerHour: z.int().min(1).max(10_000),
  perStaffPerDayWorthFen: Fen.min(1).max(100_000_000),
  /** What a device may accept with no network. */
  offline: z.strictObject({
    enabled: z.boolean(),
    perHourCount: z.int().min(1).max(1_000),
    perHourWorthFen: Fen.min(1).max(10_000_000),
    perItemWorthFen: Fen.min(1).max(10_000_000),
    /** How long a signed code of a guest is good. */
    tokenMinutes: z.int().min(5).max(10_080),
  }),
})
export type VerificationTerms = z.infer<typeof VerificationTerms>
export const VerificationSetting = z.object({
  version: z.int(),
  terms: VerificationTerms,
  reason: z.string(),
  publishedAt: Instant,
  publishedBy: z.string(),
})
/** The newest first; the first one holds. */
export const VerificationSettings = z.object({ versions: z.array(VerificationSetting).min(1) })
export const VerificationSettingBody = z.strictObject({
  requestId: RequestId,
  /** The version that was looked at; on top of any other one the change is refused. */
  version: z.int().min(1),
  terms: VerificationTerms,
  reason: z.string().trim().min(2).max(200),
})

/** Console: over all stores the operator may see. */
export const VerificationListQuery = z.object({
  kind: VerifiedKind.optional(),
  state: VerificationState.optional(),
  storeId: Id.optional(),
  cursor: Cursor.optional(),
  limit: Limit.optional(),
})
export const VerificationList = pageOf(VerificationReceipt.omit({ mine: true, undoable: true }))
