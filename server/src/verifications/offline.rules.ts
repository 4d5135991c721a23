/** What bounds verification with no network on the server's side. Pure: times are passed in. */
import type { CouponDefinition, CouponState } from '@huitou/shared/coupons'
import type { OfflineToken } from '@huitou/shared/offline-tokens'
import { MAX_OFFLINE_STORES, storeDigest } from '@huitou/shared/offline-tokens'
import { minimumOf, type Place, usableHereNow } from '../coupons/usable.rules.js'
import { worthOf } from '../coupons/worth.rules.js'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
/** Grain of the hours a coupon may be used in. */
const STEP_MS = 5 * MINUTE_MS

/** A kit older than this is of no use. */
export const KIT_MS = DAY_MS
/** What was accepted longer ago than this is not taken any more. */
export const OLDEST_MS = 30 * DAY_MS
/** How far a phone may be off without anything being said about it. */
export const CLOCK_SLACK_MS = 5 * MINUTE_MS

/** Numbers are stored and never change their meaning. */
export const OFFLINE_KIND = { COUPON: 1, VOUCHER: 2, MEMBER: 3 } as const
export const OFFLINE_STATE = { ACCEPTED: 1, CONFLICT: 2, REFUSED: 3 } as const

export interface Span {
  fromAt: number
  untilAt: number
}

/**
 * The first span in which a coupon may be used, counting from `fromAt` in steps of five minutes; null when there is none.
 * Both ends are moments at which it may be used, or the ends of the whole span.
 */
export function firstUsable(definition: CouponDefinition, store: Place['store'], within: Span): Span | null {
  const { scope } = definition
  const anyTime = !scope.windows && scope.notOn.festivals.length === 0 && scope.notOn.days.length === 0
  if (anyTime) return within.fromAt < within.untilAt ? within : null
  const usable = (at: number) => {
    const coupon = {
      state: 'USABLE' as CouponState,
      validFrom: new Date(within.fromAt),
      expiresAt: new Date(within.untilAt),
      definition: { ...definition, scope: { ...scope, stores: null, channels: null } },
    }
    return usableHereNow(coupon, { store, at: new Date(at), channel: 'STAFF', paidFen: null, items: [] }).usable
  }
  let first: number | null = null
  const steps = [within.fromAt]
  for (let at = (Math.floor(within.fromAt / STEP_MS) + 1) * STEP_MS; at < within.untilAt; at += STEP_MS) steps.push(at)
  for (const at of steps) {
    if (usable(at)) first ??= at
    else if (first !== null) return { fromAt: first, untilAt: at }
  }
  return first === null ? null : { fromAt: first, untilAt: within.untilAt }
}

/** What a token says of a coupon's terms. What no phone can weigh (a share of the bill, certain dishes) asks for the network. */
export function couponTerms(
  definition: CouponDefinition,
): Pick<OfflineToken, 'worthFen' | 'minFen' | 'stores' | 'askOnline' | 'name'> {
  const { scope, effect, name } = definition
  const unweighable = effect.type === 'PERCENT_OFF' || (scope.dishes !== null && effect.type !== 'ITEM')
  return {
    ...placesOf(scope.stores),
    ...(unweighable ? { askOnline: true } : {}),
    worthFen: worthOf(definition),
    minFen: minimumOf(definition),
    name: name.zh,
  }
}

/** Where a thing is good: everywhere, in a few stores, or in too many to be said. */
export function placesOf(stores: readonly string[] | null): Pick<OfflineToken, 'stores' | 'askOnline'> {
  if (!stores) return { stores: null, askOnline: false }
  if (stores.length > MAX_OFFLINE_STORES) return { stores: null, askOnline: true }
  return { stores: stores.map(storeDigest), askOnline: false }
}

/** When a thing was accepted, as far as that can be believed. */
export interface Accepted {
  at: Date
  /** What the phone said beyond that, in seconds; 0 within the slack of clocks. */
  skewSeconds: number
}

/**
 * The moment of an acceptance, moved to where it can have been: not before the token was made, not after now. Refused is
 * what ended before it was accepted by the phone's own word, what had not begun, and what lies too long back.
 */
export function acceptedAt(
  said: Date,
  token: Pick<OfflineToken, 'issuedAt' | 'fromAt' | 'untilAt'>,
  now: Date,
): Accepted | 'offline.token_expired' | 'offline.token_not_yet' | 'offline.too_old' {
  const at = said.getTime()
  if (at < now.getTime() - OLDEST_MS) return 'offline.too_old'
  if (at >= token.untilAt + CLOCK_SLACK_MS) return 'offline.token_expired'
  const begins = token.fromAt > token.issuedAt
  if (begins && at < token.fromAt - CLOCK_SLACK_MS) return 'offline.token_not_yet'
  const latest = Math.min(now.getTime(), token.untilAt - 1)
  const bounded = Math.min(latest, Math.max(at, begins ? token.fromAt : token.issuedAt))
  const off = at - bounded
  return { at: new Date(bounded), skewSeconds: Math.abs(off) <= CLOCK_SLACK_MS ? 0 : Math.trunc(off / 1000) }
}

export interface Allowance {
  perHourCount: number
  perHourWorthFen: number
  perItemWorthFen: number
}

/** Whether an acceptance went beyond what a device may, with what it accepted in the hour up to and including this one. */
export function isOverAllowance(
  allowance: Allowance,
  worthFen: number,
  hour: { count: number; worthFen: number },
): boolean {
  return (
    worthFen > allowance.perItemWorthFen ||
    hour.count > allowance.perHourCount ||
    hour.worthFen > allowance.perHourWorthFen
  )
}
