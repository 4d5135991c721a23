/** Sends as figures: how far one is, what can be tried again, how fast it goes. Pure. */
import type { ReplyOf } from '@huitou/shared/client'

export type SendList = ReplyOf<'GET /console/sends'>
export type Send = SendList['items'][number]
export type Funnel = Send['funnel']
export type Outcome = Send['outcomes'][number]
export type Counted = Send['stops'][number]

export const FUNNEL_STEPS = ['target', 'consented', 'granted', 'underCap', 'awake', 'willSend'] as const
export type FunnelStep = (typeof FUNNEL_STEPS)[number]

/** Each step with how many the one before it had more. */
export function stepsOf(funnel: Funnel): { step: FunnelStep; count: number; lost: number }[] {
  return FUNNEL_STEPS.map((step, at) => {
    const before = FUNNEL_STEPS[at - 1]
    return { step, count: funnel[step], lost: before ? funnel[before] - funnel[step] : 0 }
  })
}

/** "38.2%" of the target; "—" where there is none. */
export function shareOf(part: number, whole: number): string {
  return whole === 0 ? '—' : `${((part / whole) * 100).toFixed(1)}%`
}

const of = ({ states }: Pick<Send, 'states'>, ...wanted: Outcome['state'][]) =>
  states.reduce((sum, { state, count }) => (wanted.includes(state) ? sum + count : sum), 0)

export interface Progress {
  sent: number
  /** Will not arrive, or nobody knows. */
  failed: number
  /** Still to come, decided about or not. */
  left: number
}

export function progressOf(send: Pick<Send, 'states' | 'waiting'>): Progress {
  return {
    sent: of(send, 'SENT', 'DELIVERED'),
    failed: of(send, 'FAILED', 'DEAD', 'UNKNOWN'),
    left: of(send, 'QUEUED', 'SENDING') + send.waiting,
  }
}

/** What a person wants to know of its state: whether it is over, stands still by itself, was stopped, or waits for a hand. */
export function standingOf(send: Send): 'RUNNING' | 'DONE' | 'LOOK' | 'PAUSED' | 'CANCELLED' | 'HELD' {
  if (send.state !== 'RUNNING') return send.state
  if (send.held) return 'HELD'
  if (progressOf(send).left > 0) return 'RUNNING'
  return of(send, 'DEAD') > 0 ? 'LOOK' : 'DONE'
}

/** What a person may try again, reason by reason: the counts are those the order will touch. */
export function retriesOf(
  send: Pick<Send, 'outcomes' | 'state'>,
): { reason: string; count: number; unknown: boolean }[] {
  if (send.state === 'CANCELLED') return []
  const reasons = new Map<string, { reason: string; count: number; unknown: boolean }>()
  for (const { state, reason, count } of send.outcomes) {
    if (!reason || (state !== 'DEAD' && state !== 'UNKNOWN')) continue
    const known = reasons.get(reason)
    const unknown = state === 'UNKNOWN' || (known?.unknown ?? false)
    reasons.set(reason, { reason, count: (known?.count ?? 0) + count, unknown })
  }
  return [...reasons.values()].sort((one, other) => other.count - one.count)
}

const MINUTE_MS = 60_000
const SPEED_MINUTES = 5
const SHOWN_MINUTES = 60

/** How many went in a minute, over the last five; one decimal below ten. */
export function speedOf(perMinute: Send['perMinute'], now: number): number {
  const from = now - SPEED_MINUTES * MINUTE_MS
  const count = perMinute.reduce((sum, one) => (Date.parse(one.minute) >= from ? sum + one.count : sum), 0)
  const speed = count / SPEED_MINUTES
  return speed < 10 ? Math.round(speed * 10) / 10 : Math.round(speed)
}

const FRESH_MS = 2 * MINUTE_MS

/** Whether its figures change from one moment to the next: what waits for the morning does not move. */
export function isMoving(send: Send, now: number): boolean {
  if (send.state !== 'RUNNING' || progressOf(send).left === 0) return false
  return send.waiting > 0 || speedOf(send.perMinute, now) > 0 || now - Date.parse(send.createdAt) < FRESH_MS
}

/** Every minute of the last hour, also those in which nothing went. */
export function minutesUntil(perMinute: Send['perMinute'], now: number): { at: string; count: number }[] {
  const counts = new Map(perMinute.map(({ minute, count }) => [Date.parse(minute), count]))
  const last = Math.floor(now / MINUTE_MS) * MINUTE_MS
  return Array.from({ length: SHOWN_MINUTES }, (_, at) => {
    const minute = last - (SHOWN_MINUTES - 1 - at) * MINUTE_MS
    return { at: new Date(minute).toISOString(), count: counts.get(minute) ?? 0 }
  })
}

const UNHAPPY_SHARE = 0.02
const ENOUGH = 50

/** One in how many turned it off or blocked it, where that is a reason to look; null otherwise. */
export function unhappyOneIn(send: Pick<Send, 'optOuts' | 'complaints' | 'states' | 'waiting'>): number | null {
  const { sent } = progressOf(send)
  const unhappy = send.optOuts + send.complaints
  if (sent < ENOUGH || unhappy / sent < UNHAPPY_SHARE) return null
  return Math.max(1, Math.round(sent / unhappy))
}

/** A wait in the unit people would say it in. */
export function waitOf(seconds: number): { unit: 'seconds' | 'minutes' | 'hours'; count: number } {
  if (seconds < 120) return { unit: 'seconds', count: seconds }
  if (seconds < 2 * 3600) return { unit: 'minutes', count: Math.floor(seconds / 60) }
  return { unit: 'hours', count: Math.floor(seconds / 3600) }
}

/** The day a batch of reminders belongs to, "2026-12-24" of "POINTS_EXPIRING:2026-12-24"; null for a campaign. */
export function dayOfBatch(code: string): string | null {
  return /:(\d{4}-\d{2}-\d{2})$/.exec(code)?.[1] ?? null
}
