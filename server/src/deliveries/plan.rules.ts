/**
 * Which of a member's messages go out, on which channel, when, and where the others stop. Pure, and one function for the
 * estimate and for the send itself, so that what was promised is what happens.
 */
import type { Funnel } from '@huitou/shared/message-desk'
import type { Channel, MessageKind, MessageLimits, Stop } from '@huitou/shared/messages'
import { type MessageData, TRAITS } from '../messages/kinds.rules.js'
import { type Counting, capPassed, wakingAt } from './limits.rules.js'

/** What is known of a member when it is decided what she gets. */
export interface Reach {
  memberId: number
  zone: string
  /** Whether she agreed to offers. */
  marketing: boolean
  unwanted: ReadonlySet<MessageKind>
  /** Sends WeChat still lets us make, by template. */
  stock: ReadonlyMap<string, number>
  /** Channels on which she has an address at all. */
  addresses: ReadonlySet<Channel>
  /** What she has been sent lately. */
  sent: readonly Counting[]
}

export interface Planned {
  id: number
  kind: MessageKind
  data: MessageData[MessageKind]
  worthFen: number
  dueAt: Date
  untilAt: Date
  /** Channels on which it has been tried already. */
  tried: ReadonlySet<Channel>
}

/** What holds for everybody: limits, and which template serves which kind on which channel that is connected. */
export interface Programme {
  limits: MessageLimits
  templates: ReadonlyMap<MessageKind, ReadonlyMap<Channel, string>>
}

export interface Decision {
  messageId: number
  stop: Stop
  reason: string | null
  /** Where it goes out, when it does. */
  send: { channel: Channel; templateId: string; at: Date } | null
}

/** How likely somebody is to act on a message, in percent. Of expiries, a week's notice is worth most. */
export function chanceOf(kind: MessageKind, data: MessageData[MessageKind]): number {
  if (kind === 'POINTS_EXPIRING' || kind === 'COUPON_EXPIRING') {
    const { daysLeft } = data as MessageData['POINTS_EXPIRING']
    return daysLeft > 7 ? 20 : daysLeft > 1 ? 60 : 40
  }
  return CHANCES[kind]
}

const CHANCES: Record<Exclude<MessageKind, 'POINTS_EXPIRING' | 'COUPON_EXPIRING'>, number> = {
  POINTS_CHANGED: 5,
  POINTS_MATURING: 10,
  TIER_UP: 20,
  TIER_DOWN: 20,
  TIER_REVIEW: 40,
  COUPON_ARRIVED: 40,
  REWARD_READY: 40,
  REDEMPTION_VERIFIED: 5,
  REFERRAL_PROGRESS: 15,
  BIRTHDAY: 30,
  CAMPAIGN: 10,
}

/** Kinds of which something is lost without the message: the last grant of their template is kept for them. */
const KEEPERS: readonly MessageKind[] = ['POINTS_EXPIRING', 'COUPON_EXPIRING', 'COUPON_ARRIVED', 'REWARD_READY']
/** A notice a month ahead can be given again later, the last grant cannot. */
const EARLY_DAYS = 7

/** Fen that somebody stands to lose × how likely the message prevents it. */
export function scoreOf({ kind, data, worthFen }: Pick<Planned, 'kind' | 'data' | 'worthFen'>): number {
  return Math.floor((worthFen * chanceOf(kind, data)) / 100)
}

/** Whether a message may have one of the `left` grants of a template; the reason when it may not. */
export function grantRefusal(
  message: Pick<Planned, 'kind' | 'data' | 'worthFen'>,
  { left, shared, floor }: { left: number; shared: boolean; floor: number },
): 'NO_GRANT' | 'GRANT_KEPT' | null {
  if (left < 1) return 'NO_GRANT'
  const early = message.kind === 'POINTS_EXPIRING' && (message.data as { daysLeft: number }).daysLeft > EARLY_DAYS
  if (KEEPERS.includes(message.kind) && !early) return null
  if (!shared) return null
  // The more there are, the less each one has to bring; the last one is not for this.
  return scoreOf(message) * (left - 1) >= Math.max(1, floor) ? null : 'GRANT_KEPT'
}

/** Decides about all messages of one member that are due. Those that matter most choose first. */
export function planMember(reach: Reach, messages: readonly Planned[], programme: Programme, now: Date): Decision[] {
  const state = { stock: new Map(reach.stock), sent: [...reach.sent] }
  const keepers = keeperTemplates(programme)
  return inOrder(messages, programme.limits).map(message => {
    const decision = planOne({ ...reach, ...state }, message, { programme, keepers, now })
    if (decision.send) {
      const { channel, templateId, at } = decision.send
      if (channel === 'SUBSCRIBE') state.stock.set(templateId, (state.stock.get(templateId) ?? 0) - 1)
      state.sent.push({ channel, kind: message.kind, at })
    }
    return decision
  })
}

function planOne(
  reach: Reach,
  message: Planned,
  { programme, keepers, now }: { programme: Programme; keepers: ReadonlySet<string>; now: Date },
): Decision {
  const { limits } = programme
  const stopAt = (stop: Stop, reason: string): Decision => ({ messageId: message.id, stop, reason, send: null })
  if (now >= message.untilAt) return stopAt('TOO_LATE', 'TOO_LATE')
  if (reach.unwanted.has(message.kind)) return stopAt('NO_CONSENT', 'OPTED_OUT')
  if (TRAITS[message.kind].purpose === 'MARKETING' && !reach.marketing) return stopAt('NO_CONSENT', 'NO_CONSENT')
  const { open, reason } = openChannels(reach, message, { programme, keepers })
  if (open.length === 0) return stopAt('NO_GRANT', reason)
  const exempt = limits.exempt.includes(message.kind)
  const waking = exempt ? { at: now, why: null } : wakingAt(limits.quiet, now, reach.zone)
  // Caps are asked first, as the funnel says, for the moment it would go: where it is dropped, for now.
  const at = waking?.at ?? now
  const passed = open.map(way =>
    capPassed(limits, { channel: way.channel, kind: message.kind, at }, { before: reach.sent, zone: reach.zone }),
  )
  const free = open.find((_, index) => !passed[index])
  if (!free) return stopAt('CAPPED', `CAP_${passed[0]!.per}`)
  if (!waking) return stopAt('QUIET', 'QUIET_HOURS')
  if (at >= message.untilAt) return stopAt('QUIET', 'TOO_LATE')
  return { messageId: message.id, stop: 'SEND', reason: waking.why, send: { ...free, at } }
}

/** The channels that are open to a message, in the order of the waterfall; why there is none. */
function openChannels(
  reach: Reach,
  message: Planned,
  { programme, keepers }: { programme: Programme; keepers: ReadonlySet<string> },
): { open: { channel: Channel; templateId: string }[]; reason: string } {
  const templates = programme.templates.get(message.kind)
  if (!templates || templates.size === 0) return { open: [], reason: 'NO_TEMPLATE' }
  const open: { channel: Channel; templateId: string }[] = []
  let reason = message.tried.size > 0 ? 'ALL_TRIED' : 'UNREACHABLE'
  for (const channel of programme.limits.waterfall) {
    const templateId = templates.get(channel)
    if (templateId === undefined || message.tried.has(channel) || !reach.addresses.has(channel)) continue
    if (channel === 'SUBSCRIBE') {
      const left = reach.stock.get(templateId) ?? 0
      const floor = programme.limits.grantFloor
      const refusal = grantRefusal(message, { left, shared: keepers.has(templateId), floor })
      if (refusal) {
        reason = refusal
        continue
      }
    }
    open.push({ channel, templateId })
  }
  return { open, reason }
}

function keeperTemplates({ templates }: Programme): ReadonlySet<string> {
  const ids = KEEPERS.map(kind => templates.get(kind)?.get('SUBSCRIBE'))
  return new Set(ids.filter(id => id !== undefined))
}

function inOrder(messages: readonly Planned[], { priority }: MessageLimits): Planned[] {
  const rank = (kind: MessageKind) => (priority.includes(kind) ? priority.indexOf(kind) : priority.length)
  return [...messages].sort(
    (one, other) =>
      rank(one.kind) - rank(other.kind) ||
      scoreOf(other) - scoreOf(one) ||
      one.dueAt.getTime() - other.dueAt.getTime() ||
      one.id - other.id,
  )
}

/** The funnel of so many messages by where they stopped. */
export function funnelOf(counts: ReadonlyMap<Stop, number>): Funnel {
  const at = (stop: Stop) => counts.get(stop) ?? 0
  const target = [...counts.values()].reduce((sum, count) => sum + count, 0)
  const consented = target - at('TOO_LATE') - at('NO_CONSENT')
  const granted = consented - at('NO_GRANT')
  const underCap = granted - at('CAPPED')
  const awake = underCap - at('QUIET')
  return { target, consented, granted, underCap, awake, willSend: awake - at('CANCELLED') }
}
