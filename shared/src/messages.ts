/** Messages to members: kinds, channels, what each may look like, and who gets how many of them. */
import { z } from 'zod'
import { Day, Id, Instant, pageOf, RequestId, Text } from './basics.js'

export const MESSAGE_KINDS = [
  'POINTS_CHANGED',
  'POINTS_MATURING',
  'POINTS_EXPIRING',
  'TIER_UP',
  'TIER_DOWN',
  'TIER_REVIEW',
  'COUPON_ARRIVED',
  'COUPON_EXPIRING',
  'REWARD_READY',
  'REDEMPTION_VERIFIED',
  'REFERRAL_PROGRESS',
  'BIRTHDAY',
  'CAMPAIGN',
] as const
export const MessageKind = z.enum(MESSAGE_KINDS)
export type MessageKind = z.infer<typeof MessageKind>

/** How a message leaves the house. The inbox is no channel: it has every message in full, whatever else happens. */
export const CHANNELS = ['SUBSCRIBE', 'OA', 'SMS', 'WECOM'] as const
export const Channel = z.enum(CHANNELS)
export type Channel = z.infer<typeof Channel>

/** Where a message stops on its way, in the order it is asked; SEND for one that goes out. */
export const STOPS = ['TOO_LATE', 'NO_CONSENT', 'NO_GRANT', 'CAPPED', 'QUIET', 'SEND'] as const
export const Stop = z.enum([...STOPS, 'CANCELLED'])
export type Stop = z.infer<typeof Stop>

export const DELIVERY_STATES = [
  'QUEUED',
  'SENDING',
  'SENT',
  'DELIVERED',
  'FAILED',
  'UNKNOWN',
  'DEAD',
  'CANCELLED',
] as const
/**
 * SENT: the provider took it. DELIVERED: it said so again afterwards. FAILED: for good, and another channel may have
 * taken over. UNKNOWN: it may have arrived, so nobody sends it again by himself. DEAD: somebody has to look.
 */
export const DeliveryState = z.enum(DELIVERY_STATES)
export type DeliveryState = z.infer<typeof DeliveryState>

/** Why a delivery is where it is. A code, never a provider's sentence. */
export const Reason = z.string().regex(/^[A-Z_]{1,24}$/)

/** One line of a WeChat template: its key ("thing1") names its type, its value may hold {{variables}}. */
export const TemplateField = z.object({
  key: z
    .string()
    .regex(/^[a-z]+(?:_[a-z]+)*\d{1,2}$/)
    .max(24),
  value: z.string().max(120),
  /** Stands there when the value is empty. */
  fallback: z.string().max(60),
})
export type TemplateField = z.infer<typeof TemplateField>

/** How one kind looks on one channel. `templateId` and `page` are of WeChat, `text` of SMS and WeCom. */
export const MessageTemplate = z.object({
  enabled: z.boolean(),
  templateId: z.string().max(64),
  page: z.string().max(120),
  fields: z.array(TemplateField).max(7),
  text: z.string().max(300),
})
export type MessageTemplate = z.infer<typeof MessageTemplate>

const FieldPreview = z.object({
  key: z.string(),
  value: z.string(),
  /** The most characters the type takes. */
  limit: z.int(),
  cut: z.boolean(),
  usedFallback: z.boolean(),
  /** A variable that is not known, or nothing left to say: WeChat would refuse it. */
  problem: z.string().nullable(),
})
export const TemplatePreview = z.object({
  fields: z.array(FieldPreview),
  text: z.string(),
  /** Variables the template names which this kind does not have. */
  unknownVariables: z.array(z.string()),
})

const TemplateOfChannel = z.object({
  channel: Channel,
  version: z.int(),
  template: MessageTemplate,
  preview: TemplatePreview,
  /** Why nothing goes out by this template at present, such as TEMPLATE_GONE; saving it anew lifts that. */
  trouble: z.object({ reason: Reason, since: Instant }).nullable(),
  changedAt: Instant.nullable(),
  changedBy: z.string().nullable(),
})
export const MessageTemplates = z.object({
  kinds: z.array(
    z.object({
      kind: MessageKind,
      name: Text,
      purpose: z.enum(['SERVICE', 'MARKETING']),
      transactional: z.boolean(),
      variables: z.array(z.object({ name: z.string(), example: z.string() })),
      /** What the inbox shows, in full. */
      inbox: z.object({ title: Text, body: Text }),
      channels: z.array(TemplateOfChannel),
    }),
  ),
})
/** The newest first; version 0 is the one that was shipped. */
export const TemplateVersions = z.object({
  items: z.array(
    z.object({
      version: z.int(),
      template: MessageTemplate,
      changedAt: Instant.nullable(),
      changedBy: z.string().nullable(),
    }),
  ),
})
export const SaveTemplate = z.object({
  requestId: RequestId,
  kind: MessageKind,
  channel: Channel,
  /** The version it was made from: somebody else's change meanwhile is not overwritten. */
  version: z.int().min(0),
  template: MessageTemplate,
})

export const Cap = z.object({
  channel: z.enum([...CHANNELS, 'ANY']),
  kind: z.enum([...MESSAGE_KINDS, 'ANY', 'MARKETING']),
  per: z.enum(['DAY', 'WEEK', 'MONTH']),
  most: z.int().min(0).max(100),
})
export type Cap = z.infer<typeof Cap>

const ClockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
/** Who gets how many, and when nobody is disturbed. Days, weeks and months are those of the member's own zone. */
export const MessageLimits = z.object({
  caps: z.array(Cap).max(40),
  quiet: z.object({
    /** From this time until that one, over midnight where the first is later; the same twice is never. */
    from: ClockTime,
    until: ClockTime,
    action: z.enum(['DELAY', 'DROP']),
    /** Whole days on which nothing is sent, in the member's zone. */
    days: z.array(Day).max(60),
  }),
  /** Kinds that pass caps and quiet hours. */
  exempt: z.array(MessageKind).max(MESSAGE_KINDS.length),
  /** Which comes first where not all of them fit. */
  priority: z.array(MessageKind).max(MESSAGE_KINDS.length),
  waterfall: z.array(Channel).max(CHANNELS.length),
  /** What a grant must be worth, in fen at risk × chance in percent, while the last one is being kept for an expiry. */
  grantFloor: z.int().min(0).max(1_000_000),
  birthdayDays: z.array(z.union([z.literal(-3), z.literal(0), z.literal(7)])).max(3),
  /** Hour of the day, in the store's time, at which reminders fall due. */
  remindAt: ClockTime,
})
export type MessageLimits = z.infer<typeof MessageLimits>

export const LimitsPage = z.object({
  version: z.int(),
  limits: MessageLimits,
  changedAt: Instant.nullable(),
  changedBy: z.string().nullable(),
})
export const SaveLimits = z.object({ requestId: RequestId, version: z.int().min(0), limits: MessageLimits })

export const InboxItem = z.object({
  id: Id,
  kind: MessageKind,
  title: Text,
  body: Text,
  page: z.string(),
  at: Instant,
  read: z.boolean(),
  /** What became of it outside of the inbox; null where nothing was sent. */
  pushed: z.object({ channel: Channel, state: DeliveryState }).nullable(),
})
export const Inbox = pageOf(InboxItem).extend({ unread: z.int() })
/** Reads the ones named, or all up to and with one of them. */
export const Reads = z.object({ ids: z.array(Id).max(100).optional(), upTo: Id.optional() })

export const Answer = z.enum(['accept', 'reject', 'ban', 'filter'])
export type Answer = z.infer<typeof Answer>
export const Moment = z.enum([
  'AFTER_EARN',
  'AFTER_REDEEM',
  'AFTER_COUPON',
  'TIER_PAGE',
  'POINTS_PAGE',
  'MESSAGES_PAGE',
])
export type Moment = z.infer<typeof Moment>
export const GrantReport = z.object({
  requestId: RequestId,
  moment: Moment.optional(),
  /** Template id → what requestSubscribeMessage answered for it. Its acceptWithAudio and the like count as accept. */
  answers: z.record(z.string().min(1).max(64), z.string().max(32)).refine(map => Object.keys(map).length <= 5),
})

export const Reminder = z.object({
  kind: MessageKind,
  name: Text,
  purpose: z.enum(['SERVICE', 'MARKETING']),
  wanted: z.boolean(),
  /** The template to ask for; null where the kind has none. */
  templateId: z.string().nullable(),
  /** How often WeChat will let us remind, as far as we know. */
  left: z.int(),
  /** The last answer; ban and filter are WeChat's own doing. */
  answer: Answer.nullable(),
  /** Whether asking again can add one. */
  canAsk: z.boolean(),
})
export const Reminders = z.object({ items: z.array(Reminder), marketingConsent: z.boolean() })
export const ReminderChoice = z.object({ wanted: z.boolean() })
export const ReminderAsks = z.object({
  items: z.array(z.object({ templateId: z.string(), kinds: z.array(MessageKind), left: z.int(), reason: Text })).max(3),
})
