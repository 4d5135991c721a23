/**
 * Group redemption 积分拼团: so many members, each with so many points, get a reward together, or nobody pays. Points are set
 * aside while the group fills, used for all when it is full, and come back by themselves when its time is over.
 */
import { z } from 'zod'
import { Id, Instant, Points, page, pageOf, RequestId, Text } from './basics.js'
import { RuleCode } from './rules.js'

const tierCode = z.string().regex(/^[A-Z0-9_]{1,20}$/)

export const GroupDefinition = z
  .strictObject({
    name: z.strictObject({ zh: z.string().trim().min(1).max(30), en: z.string().trim().max(60) }),
    note: z.strictObject({ zh: z.string().trim().max(200), en: z.string().trim().max(400) }),
    /** The reward of the mall each of them gets. */
    reward: RuleCode,
    /** How many it takes. */
    size: z.int().min(2).max(20),
    /** What each of them gives. */
    points: z.int().min(1).max(1_000_000),
    /** How long a group may take to fill. */
    hours: z.int().min(1).max(168),
    /** Whether a member may step back while the group fills. */
    cancellable: z.boolean(),
    limits: z.strictObject({
      /** Groups that one member may be in at a time, and ever; those that did not fill do not count. */
      open: z.int().min(1).max(10),
      total: z.int().min(1).max(1_000).nullable(),
    }),
    /** Pieces of the reward there have ever been for this; a new version may raise or lower it. */
    stock: z.int().min(0).max(10_000_000),
    lowestTier: tierCode.nullable(),
    /** When a group may be opened; one that is open goes on for its hours. */
    window: z
      .strictObject({ from: Instant.nullable(), until: Instant.nullable() })
      .refine(({ from, until }) => !from || !until || new Date(from) < new Date(until), 'ends before it begins'),
    sort: z.int().min(0).max(9_999),
  })
  .refine(({ size, stock }) => stock % size === 0, 'the stock is of whole groups')
export type GroupDefinition = z.infer<typeof GroupDefinition>

export const GroupBar = z.enum(['CLOSED', 'NOT_YET', 'ENDED', 'TIER', 'OPEN', 'TOTAL', 'SOLD_OUT'])
export type GroupBar = z.infer<typeof GroupBar>
export const GroupOffer = z.object({
  code: RuleCode,
  version: z.int(),
  name: Text,
  note: Text,
  reward: Text,
  /** What it is worth on the menu, and what it takes alone in the mall; null where that is not known or not possible. */
  worthFen: z.int().nullable(),
  alonePoints: Points.nullable(),
  size: z.int(),
  points: Points,
  hours: z.int(),
  cancellable: z.boolean(),
  /** Whole groups that can still fill. */
  left: z.int(),
  tier: Text.nullable(),
  from: Instant.nullable(),
  until: Instant.nullable(),
  limits: z.object({ open: z.int(), total: z.int().nullable() }),
  bar: GroupBar.nullable(),
  /** Usable points; null for guests. */
  available: Points.nullable(),
  terms: z.array(z.object({ label: Text, text: Text })),
  /** Groups this member is in that are still filling. */
  mine: z.array(z.string()),
})
export type GroupOffer = z.infer<typeof GroupOffer>
export const GroupOffers = z.object({ items: z.array(GroupOffer) })
export const byOffer = z.object({ code: RuleCode })

/** OPEN: filling. SUCCEEDED: everybody has it. EXPIRED_RETURNED: its time was over, all points are back. */
export const GroupState = z.enum(['OPEN', 'SUCCEEDED', 'EXPIRED_RETURNED', 'CANCELLED'])
export type GroupState = z.infer<typeof GroupState>
/** HELD: set aside. USED: the group is full. RETURNED: it did not fill. CANCELLED: the member stepped back. */
export const PledgeState = z.enum(['HELD', 'USED', 'RETURNED', 'CANCELLED'])
export type PledgeState = z.infer<typeof PledgeState>

export const GroupToken = z.string().regex(/^[A-Za-z0-9_-]{16}$/)
export const byToken = z.object({ token: GroupToken })
export const Group = z.object({
  token: GroupToken,
  offer: GroupOffer,
  state: GroupState,
  size: z.int(),
  points: Points,
  /** Who is in it, the first one having opened it; names are masked but for the one who looks. */
  seats: z.array(z.object({ name: z.string(), me: z.boolean(), at: Instant })),
  openedAt: Instant,
  endsAt: Instant,
  endedAt: Instant.nullable(),
  /** The pledge of whoever looks. */
  mine: z
    .object({
      state: PledgeState,
      points: Points,
      /** Entries of the statement: where the points were set aside, and where they were used or came back. */
      heldEntry: z.string(),
      endEntry: z.string().nullable(),
      redemptionId: Id.nullable(),
      cancellable: z.boolean(),
    })
    .nullable(),
  /** Why whoever looks cannot join. */
  bar: z.enum(['FULL', 'OVER', 'IN', 'TIER', 'OPEN', 'TOTAL']).nullable(),
  available: Points.nullable(),
})
export type Group = z.infer<typeof Group>
export const GroupCard = z.object({
  token: GroupToken,
  name: Text,
  state: GroupState,
  mine: PledgeState,
  taken: z.int(),
  size: z.int(),
  points: Points,
  endsAt: Instant,
})
export const GroupPage = pageOf(GroupCard)
export const GroupQuery = page
/** `points` is what the member has confirmed: another number is refused, never taken. */
export const PledgeBody = z.object({ requestId: RequestId, points: Points.min(1) })

const reason = z.string().trim().min(2).max(200)
export const GroupFigures = z.object({
  stock: z.int(),
  left: z.int(),
  open: z.int(),
  succeeded: z.int(),
  expired: z.int(),
  cancelled: z.int(),
  members: z.int(),
  /** Points used by groups that filled, and set aside by those that are filling. */
  points: Points,
  held: Points,
})
export type GroupFigures = z.infer<typeof GroupFigures>
export const GroupOfferSummary = z.object({
  code: RuleCode,
  version: z.int(),
  definition: GroupDefinition,
  open: z.boolean(),
  publishedAt: Instant,
  figures: GroupFigures,
})
export type GroupOfferSummary = z.infer<typeof GroupOfferSummary>
export const GroupOfferList = pageOf(GroupOfferSummary)
export const GroupOfferFile = GroupOfferSummary.extend({
  versions: z.array(z.object({ version: z.int(), reason: z.string(), publishedAt: Instant, publishedBy: z.string() })),
})
export type GroupOfferFile = z.infer<typeof GroupOfferFile>
export const NewGroupOfferBody = z.object({
  requestId: RequestId,
  code: RuleCode,
  definition: GroupDefinition,
  open: z.boolean(),
  reason,
})
/** `version`: the one it was made from; somebody else's newer one is not written over. */
export const GroupOfferVersionBody = z.object({
  requestId: RequestId,
  version: z.int().min(1),
  definition: GroupDefinition,
  reason,
})
export const GroupOfferStateBody = z.object({ open: z.boolean() })
