import { z } from 'zod'
import { Day, Id, Instant, Points, pageOf } from './basics.js'
import { LotView } from './entries.js'
import { TierName } from './tiers.js'

/** Balances of one member, all in points. `debt` is owed after a refund of points already spent. */
export const Balances = z.object({
  available: Points,
  pending: Points,
  held: Points,
  debt: Points,
  growth: Points,
  expiringSoon: z.object({ points: Points, lastValidOn: Day }).nullable(),
})
export const MemberCard = z.object({
  memberNo: z.string(),
  nickname: z.string(),
  phoneMasked: z.string(),
  balances: Balances,
  tier: TierName,
  /** Grows with every change of the balance; hand it to `GET /member/news`. */
  version: z.int(),
  enrolledAt: Instant,
  asOf: Instant,
})
export type MemberCard = z.infer<typeof MemberCard>
/** What staff may see of a member: no full phone, no history. */
export const MaskedMember = z.object({
  memberNo: z.string(),
  nickname: z.string(),
  phoneMasked: z.string(),
  points: Points,
  tier: TierName,
})
/** One code of thirty seconds. Times are relative to the answer, so a wrong clock does not matter. */
export const MemberCode = z.object({
  qr: z.string(),
  barcode: z.string().regex(/^\d{16,20}$/),
  fromMs: z.int(),
  untilMs: z.int(),
})
export const MemberCodes = z.object({ memberNo: z.string(), codes: z.array(MemberCode), refreshAfterMs: z.int() })

/** A row of the console's member list. */
export const MemberRow = z.object({
  id: Id,
  memberNo: z.string(),
  nickname: z.string(),
  phoneMasked: z.string(),
  points: Points,
  growth: Points,
  enrolledAt: Instant,
  lastPurchaseAt: Instant.nullable(),
  source: z.string(),
})
export const MemberList = pageOf(MemberRow).extend({ total: z.int() })
export const MemberProfile = MemberRow.extend({
  balances: Balances,
  debtNote: z.string().nullable(),
  purchases: z.int(),
  paidFen: z.int(),
  consents: z.array(z.object({ purpose: z.string(), version: z.string(), granted: z.boolean(), at: Instant })),
  lots: z.array(LotView),
})
/** A birthday without its year, in the calendar the family counts by. A lunar one may be the 30th. */
export const Birthday = z.object({
  calendar: z.enum(['SOLAR', 'LUNAR']),
  on: z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/),
})
export const Profile = z.object({
  nickname: z.string(),
  birthday: Birthday.nullable(),
  /** The first day on which the birthday may be changed again; null when it may be now. */
  birthdayFixedUntil: Day.nullable(),
  completed: z.boolean(),
  /** What completing it earns, and whether that has happened. */
  reward: z.object({ points: Points, earned: z.boolean() }).nullable(),
})
export const ProfileBody = z.object({ nickname: z.string().trim().min(1).max(20), birthday: Birthday.nullable() })
export const RevealBody = z.object({ reason: z.string().trim().min(2).max(100) })
export const Reveal = z.object({ phone: z.string() })
