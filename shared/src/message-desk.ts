/** Messages as operators see them: sends, their funnel, forecasts, and what one member has had. */
import { z } from 'zod'
import { Id, Instant, page, pageOf, RequestId, Text } from './basics.js'
import { Channel, DeliveryState, MessageKind, Reason, Reminder, Stop } from './messages.js'

/** What one member would get in the next seven days. */
export const Forecast = z.object({
  memberNo: z.string(),
  from: Instant,
  until: Instant,
  items: z.array(
    z.object({
      kind: MessageKind,
      title: Text,
      dueAt: Instant,
      stop: Stop,
      reason: Reason.nullable(),
      channel: Channel.nullable(),
      sendAt: Instant.nullable(),
    }),
  ),
})

/** One step of the funnel is a part of the one before it. */
export const Funnel = z.object({
  target: z.int(),
  consented: z.int(),
  granted: z.int(),
  underCap: z.int(),
  awake: z.int(),
  willSend: z.int(),
})
export type Funnel = z.infer<typeof Funnel>

const Counted = z.object({ reason: Reason, count: z.int() })
export const Send = z.object({
  code: z.string(),
  kind: MessageKind,
  title: z.string(),
  state: z.enum(['RUNNING', 'PAUSED', 'CANCELLED']),
  /** Why it does not move although it runs: the provider is down, a template is gone. */
  held: Counted.nullable(),
  funnel: Funnel,
  /** How many have not been decided about. */
  waiting: z.int(),
  stops: z.array(Counted),
  states: z.array(z.object({ state: DeliveryState, count: z.int() })),
  reasons: z.array(Counted),
  /** Every delivery once, by channel, state and reason; DEAD and UNKNOWN are those that can be tried again. */
  outcomes: z.array(z.object({ channel: Channel, state: DeliveryState, reason: Reason.nullable(), count: z.int() })),
  perMinute: z.array(z.object({ minute: Instant, count: z.int() })),
  /** When the last one will have gone at the present speed; null when nothing waits or nothing moves. */
  eta: Instant.nullable(),
  optOuts: z.int(),
  complaints: z.int(),
  createdAt: Instant,
})
export const SendPage = pageOf(Send).extend({
  queue: z.object({ waiting: z.int(), oldestSeconds: z.int(), dead: z.int(), unknown: z.int() }),
  channels: z.array(
    z.object({ channel: Channel, connected: z.boolean(), closedUntil: Instant.nullable(), reason: Reason.nullable() }),
  ),
})
export const SendFilter = page.extend({ kind: MessageKind.optional() })
export const SendOrder = z.object({
  action: z.enum(['PAUSE', 'RESUME', 'CANCEL', 'RETRY']),
  /** For RETRY: which failures, of DEAD or UNKNOWN. */
  reason: Reason.optional(),
})

const Audience = z.object({
  tier: z.string().max(20).optional(),
  tag: z.string().max(40).optional(),
})
export const CampaignDraft = z.object({
  title: z.string().trim().min(1).max(40),
  body: z.string().trim().min(1).max(400),
  page: z.string().max(120),
  audience: Audience,
  /** What one of these is worth to the member, in fen. */
  worthFen: z.int().min(0).max(1_000_000),
})
export const NewSend = CampaignDraft.extend({ requestId: RequestId })
export const Estimate = z.object({ funnel: Funnel, reasons: z.array(Counted), later: z.int() })

export const MemberMessages = pageOf(
  z.object({
    id: Id,
    kind: MessageKind,
    title: Text,
    body: Text,
    at: Instant,
    read: z.boolean(),
    stop: Stop.nullable(),
    reason: Reason.nullable(),
    deliveries: z.array(
      z.object({
        id: Id,
        channel: Channel,
        state: DeliveryState,
        reason: Reason.nullable(),
        attempts: z.int(),
        sendAt: Instant,
        sentAt: Instant.nullable(),
      }),
    ),
  }),
).extend({ grants: z.array(Reminder) })
