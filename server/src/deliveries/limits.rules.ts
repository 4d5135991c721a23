/** Caps and quiet hours. Pure: instants and a zone in, answers out. */
import type { Cap, Channel, MessageKind, MessageLimits } from '@huitou/shared/messages'
import { MESSAGE_KINDS } from '@huitou/shared/messages'
import { dayOf, instantOf, type Local, localOf, minutesOf } from '../calendar.js'
import { TRAITS } from '../messages/kinds.rules.js'

/** Something that went out, or will. */
export interface Counting {
  channel: Channel
  kind: MessageKind
  at: Date
}

export const DEFAULT_LIMITS: MessageLimits = {
  caps: [
    { channel: 'ANY', kind: 'ANY', per: 'DAY', most: 3 },
    { channel: 'ANY', kind: 'ANY', per: 'WEEK', most: 7 },
    { channel: 'ANY', kind: 'MARKETING', per: 'DAY', most: 1 },
    { channel: 'ANY', kind: 'MARKETING', per: 'WEEK', most: 2 },
    { channel: 'ANY', kind: 'MARKETING', per: 'MONTH', most: 5 },
    { channel: 'SMS', kind: 'ANY', per: 'MONTH', most: 2 },
  ],
  quiet: { from: '21:30', until: '09:00', action: 'DELAY', days: [] },
  exempt: MESSAGE_KINDS.filter(kind => TRAITS[kind].transactional),
  priority: [
    'REDEMPTION_VERIFIED',
    'POINTS_CHANGED',
    'POINTS_EXPIRING',
    'COUPON_EXPIRING',
    'COUPON_ARRIVED',
    'REWARD_READY',
    'TIER_REVIEW',
    'TIER_DOWN',
    'TIER_UP',
    'POINTS_MATURING',
    'REFERRAL_PROGRESS',
    'BIRTHDAY',
    'CAMPAIGN',
  ],
  waterfall: ['SUBSCRIBE', 'OA', 'SMS', 'WECOM'],
  grantFloor: 100,
  birthdayDays: [0],
  remindAt: '10:00',
}

const MAX_QUIET_DAYS = 40

/** When a message that could go now may go: now, or when the quiet has ended; null when it is dropped. */
export function wakingAt(
  quiet: MessageLimits['quiet'],
  at: Date,
  zone: string,
): { at: Date; why: string | null } | null {
  let moment = at
  let why: string | null = null
  // Quiet days may follow on quiet nights and on each other.
  for (let step = 0; step < MAX_QUIET_DAYS; step += 1) {
    const next = endOfQuiet(quiet, moment, zone)
    if (!next) return { at: moment, why }
    if (quiet.action === 'DROP') return null
    moment = next.at
    why ??= next.why
  }
  return null
}

/** The moment the quiet around an instant ends; null when it is not quiet. */
function endOfQuiet(quiet: MessageLimits['quiet'], at: Date, zone: string): { at: Date; why: string } | null {
  const local = localOf(at, zone)
  const today = dayOf(at, zone)
  if (quiet.days.includes(today)) return { at: wall(local, 1, 0, zone), why: 'QUIET_DAY' }
  const [from, until] = [minutesOf(quiet.from), minutesOf(quiet.until)]
  const minute = local.hour * 60 + local.minute
  if (from === until) return null
  const why = 'QUIET_HOURS'
  if (from < until) return minute >= from && minute < until ? { at: wall(local, 0, until, zone), why } : null
  if (minute >= from) return { at: wall(local, 1, until, zone), why }
  return minute < until ? { at: wall(local, 0, until, zone), why } : null
}

function wall({ year, month, day }: Local, daysLater: number, minutes: number, zone: string): Date {
  return instantOf({ year, month, day: day + daysLater, hour: Math.floor(minutes / 60), minute: minutes % 60 }, zone)
}

/** The first cap that one more would pass; undefined when there is none. Exempt kinds neither count nor are counted. */
export function capPassed(
  limits: Pick<MessageLimits, 'caps' | 'exempt'>,
  one: Counting,
  { before, zone }: { before: readonly Counting[]; zone: string },
): Cap | undefined {
  if (limits.exempt.includes(one.kind)) return undefined
  const counted = before.filter(earlier => !limits.exempt.includes(earlier.kind))
  return limits.caps.find(cap => {
    if (!falls(cap, one)) return false
    const span = spanOf(cap.per, one.at, zone)
    return (
      counted.filter(earlier => falls(cap, earlier) && spanOf(cap.per, earlier.at, zone) === span).length >= cap.most
    )
  })
}

function falls(cap: Cap, { channel, kind }: Pick<Counting, 'channel' | 'kind'>): boolean {
  if (cap.channel !== 'ANY' && cap.channel !== channel) return false
  if (cap.kind === 'MARKETING') return TRAITS[kind].purpose === 'MARKETING'
  return cap.kind === 'ANY' || cap.kind === kind
}

/** A name for the day, week (from Monday) or month of an instant in a zone. */
function spanOf(per: Cap['per'], at: Date, zone: string): string {
  const day = dayOf(at, zone)
  if (per === 'DAY') return day
  if (per === 'MONTH') return day.slice(0, 7)
  const number = Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8, 10))) / 86_400_000
  // 1970-01-01 was a Thursday.
  return `W${Math.floor((number + 3) / 7)}`
}

/** How far back a cap may look: a whole month and the days around it. */
export const CAP_LOOKBACK_DAYS = 32
