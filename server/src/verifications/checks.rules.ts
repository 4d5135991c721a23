/** Whether a coupon or a voucher can be verified by a waiter here and now, check by check. Pure. */
import type { CouponDefinition, CouponState } from '@huitou/shared/coupons'
import type { CheckRule } from '@huitou/shared/verifications'
import { minimumOf, type Place, type Reason, whenReason, whereReason } from '../coupons/usable.rules.js'

/** Where and when a waiter stands with it. */
export type Counter = Pick<Place, 'store' | 'at'>

/** What stands in the way. AT_THE_BILL: it works in a payment. NO_BILL: nobody has said what the bill comes to. */
export type Obstacle =
  | Reason
  | { kind: 'AT_THE_BILL' }
  | { kind: 'NO_BILL'; minFen: number }
  | { kind: 'VOUCHER'; state: 'USED' | 'EXPIRED' | 'RETURNED'; expiresAt: Date }

/** `open`: it is not decided before somebody says what the bill comes to. */
export interface Judged {
  rule: CheckRule
  obstacle: Obstacle | null
  open?: boolean
}

export interface CouponFacts {
  /** As of now for locks, as of when it was shown for its dates. */
  state: CouponState
  validFrom: Date
  expiresAt: Date
  definition: CouponDefinition
}

export interface VoucherFacts {
  state: 'READY' | 'USED' | 'EXPIRED' | 'RETURNED'
  expiresAt: Date
  stores: readonly string[] | null
}

/** Coupons that take a share off, or ask for a minimum, are nothing without the bill. */
export function needsBill(definition: CouponDefinition): boolean {
  return definition.effect.type === 'PERCENT_OFF' || minimumOf(definition) > 0
}

/**
 * What a coupon takes off: `billFen` is what the dishes that count come to. Null for a dish, which the waiter leaves off the
 * bill, and where the bill is not known.
 */
export function discountOf(definition: CouponDefinition, billFen: number | null): number | null {
  const { effect } = definition
  switch (effect.type) {
    case 'THRESHOLD_OFF':
    case 'CASH':
      return billFen === null ? effect.offFen : Math.min(effect.offFen, billFen)
    case 'PERCENT_OFF':
      if (billFen === null) return null
      return Math.min(Math.floor((billFen * effect.offPercent) / 100), effect.capFen ?? billFen)
    default:
      return null
  }
}

export function judgeCoupon(coupon: CouponFacts, counter: Counter, billFen: number | null): Judged[] {
  const { state, validFrom, expiresAt, definition } = coupon
  const { scope } = definition
  const place: Place = { ...counter, channel: 'STAFF', paidFen: null, items: [] }
  const gone = state === 'USED' || state === 'LOCKED' || state === 'GIVEN' || state === 'RECALLED'
  const dates = validFrom > counter.at ? 'NOT_YET' : expiresAt <= counter.at ? 'EXPIRED' : null
  const told = { validFrom, expiresAt }
  return [
    { rule: 'STATE', obstacle: gone ? { kind: 'STATE', state, ...told } : null },
    { rule: 'VALIDITY', obstacle: dates && { kind: 'STATE', state: dates, ...told } },
    { rule: 'STORE', obstacle: whereReason(scope, place) },
    { rule: 'TIME', obstacle: whenReason(scope, place) },
    ...judgeBill(definition, billFen),
  ]
}

function judgeBill(definition: CouponDefinition, billFen: number | null): Judged[] {
  if (definition.effect.type === 'MULTIPLIER') return [{ rule: 'BILL', obstacle: { kind: 'AT_THE_BILL' } }]
  if (!needsBill(definition)) return []
  const minFen = minimumOf(definition)
  if (billFen === null) return [{ rule: 'BILL', obstacle: { kind: 'NO_BILL', minFen }, open: true }]
  const short = billFen < minFen
  return [{ rule: 'BILL', obstacle: short ? { kind: 'MINIMUM', minFen, countedFen: billFen } : null }]
}

export function judgeVoucher({ state, expiresAt, stores }: VoucherFacts, { store, at }: Counter): Judged[] {
  const gone = state === 'USED' || state === 'RETURNED'
  const here = stores === null || stores.includes(String(store.id))
  const told = (of: 'USED' | 'EXPIRED' | 'RETURNED') => ({ kind: 'VOUCHER' as const, state: of, expiresAt })
  return [
    { rule: 'STATE', obstacle: gone ? told(state) : null },
    { rule: 'VALIDITY', obstacle: expiresAt <= at ? told('EXPIRED') : null },
    { rule: 'STORE', obstacle: here ? null : { kind: 'STORE', stores } },
    { rule: 'TIME', obstacle: null },
  ]
}

/** The first thing in the way; what is merely not decided yet is in the way of the verification only. */
export function firstObstacle(judged: readonly Judged[]): Judged | null {
  return judged.find(({ obstacle, open }) => obstacle !== null && !open) ?? null
}
