/** Whether a coupon may be used here and now, and the first thing that stands in the way. Pure. */
import type { CouponChannel, CouponDefinition, CouponScope, CouponState, TimeWindow } from '@huitou/shared/coupons'
import type { Festival } from '@huitou/shared/rules'
import { dayOf, minutesOf } from '../calendar.js'
import { type BusinessDay, businessDayOf, dayOfNumber, isBetween } from '../days.js'
import { festivalsOn } from '../lunar.js'
import { shareOut } from '../shares.js'

/** One dish of a bill; `amountFen` is the price of all pieces of it before discounts of the whole bill. */
export interface BillLine {
  /** Null where the menu does not know the dish. */
  productId: number | null
  category: string
  quantity: number
  amountFen: number
}

/** Where and when, and for what. Without `paidFen` the bill is not known yet, and nothing is asked of it. */
export interface Place {
  store: { id: number; timeZone: string; dayCutOffMinutes: number }
  at: Date
  channel: CouponChannel
  /** What the bill comes to before any coupon. */
  paidFen: number | null
  items: readonly BillLine[]
}

export interface UsableCoupon {
  /** As of that moment: see `stateAt`. */
  state: CouponState
  validFrom: Date
  expiresAt: Date
  definition: CouponDefinition
}

export type Reason =
  | { kind: 'STATE'; state: Exclude<CouponState, 'USABLE'>; validFrom: Date; expiresAt: Date }
  | { kind: 'STORE'; stores: readonly string[] }
  | { kind: 'CHANNEL'; channels: readonly CouponChannel[] }
  | { kind: 'FESTIVAL'; festivals: readonly Festival[] }
  | { kind: 'DAY'; first: string; last: string }
  | { kind: 'TIME'; windows: readonly TimeWindow[] }
  | { kind: 'DISHES'; dishes: NonNullable<CouponScope['dishes']> }
  | { kind: 'ITEM'; products: readonly string[] }
  | { kind: 'MINIMUM'; minFen: number; countedFen: number }

export type Usable = { usable: true } | { usable: false; reason: Reason }

/** A line of a bill with its share of what the bill comes to. */
export interface Weighed extends BillLine {
  fen: number
}

/** Yes, or the first reason why not: of the coupon itself, then place, day and hour, then of the bill. */
export function usableHereNow(coupon: UsableCoupon, place: Place): Usable {
  const { state, validFrom, expiresAt, definition } = coupon
  if (state !== 'USABLE') return no({ kind: 'STATE', state, validFrom, expiresAt })
  const reason = whereReason(definition.scope, place) ?? whenReason(definition.scope, place)
  if (reason) return no(reason)
  if (place.paidFen === null) return { usable: true }
  const short = billReason(definition, weighedLines(place.items, place.paidFen))
  return short ? no(short) : { usable: true }
}

/** The dishes of a bill sharing what it comes to; a bill without priced dishes is one line of the category OTHER. */
export function weighedLines(items: readonly BillLine[], paidFen: number): Weighed[] {
  const weights = items.map(item => item.amountFen)
  if (!weights.some(weight => weight > 0)) {
    return [{ productId: null, category: 'OTHER', quantity: 1, amountFen: paidFen, fen: paidFen }]
  }
  const shares = shareOut(weights, paidFen)
  return items.map((item, place) => ({ ...item, fen: shares[place]! }))
}

/** Whether a dish counts towards the minimum and is discounted. A dish nobody could name is none of the named ones. */
export function counts({ dishes }: CouponScope, line: Pick<BillLine, 'productId' | 'category'>): boolean {
  if (!dishes) return true
  const named =
    dishes.categories.includes(line.category) ||
    (line.productId !== null && dishes.products.includes(String(line.productId)))
  return named === (dishes.mode === 'ONLY')
}

/** What the bill lacks for so many coupons of this definition: each asks for the minimum anew. */
export function billReason(definition: CouponDefinition, lines: readonly Weighed[], pieces = 1): Reason | null {
  const { scope, effect } = definition
  const counted = lines.filter(line => counts(scope, line))
  const countedFen = counted.reduce((sum, line) => sum + line.fen, 0)
  if (scope.dishes && counted.length === 0) return { kind: 'DISHES', dishes: scope.dishes }
  const minFen = minimumOf(definition) * pieces
  if (countedFen < minFen) return { kind: 'MINIMUM', minFen, countedFen }
  if (effect.type !== 'ITEM') return null
  const found = lines.filter(line => isNamed(effect.products, line)).reduce((sum, line) => sum + line.quantity, 0)
  return found < pieces ? { kind: 'ITEM', products: effect.products } : null
}

/** What the dishes that count must come to for one coupon; 0 is any bill. */
export function minimumOf({ effect, scope }: CouponDefinition): number {
  return Math.max(scope.minSpendFen ?? 0, effect.type === 'THRESHOLD_OFF' ? effect.minFen : 0)
}

export function isNamed(products: readonly string[], { productId }: Pick<BillLine, 'productId'>): boolean {
  return productId !== null && products.includes(String(productId))
}

/** What stands in the way of it in this store. */
export function whereReason(scope: CouponScope, { store, channel }: Place): Reason | null {
  if (scope.stores && !scope.stores.includes(String(store.id))) return { kind: 'STORE', stores: scope.stores }
  if (scope.channels && !scope.channels.includes(channel)) return { kind: 'CHANNEL', channels: scope.channels }
  return null
}

/** Festivals and days of the week go by the store's business day, the span of the day by the clock on the wall. */
export function whenReason(scope: CouponScope, { store, at }: Place): Reason | null {
  const day = businessDayOf(at, store.timeZone, store.dayCutOffMinutes)
  const date = dayText(day)
  const span = scope.notOn.days.find(({ first, last }) => first <= date && date <= last)
  if (span) return { kind: 'DAY', ...span }
  const today = festivalsOn(day) ?? []
  const festivals = scope.notOn.festivals.filter(festival => today.includes(festival))
  if (festivals.length > 0) return { kind: 'FESTIVAL', festivals }
  if (!scope.windows) return null
  const open = scope.windows.some(window => isOpen(window, day, store.dayCutOffMinutes))
  return open ? null : { kind: 'TIME', windows: scope.windows }
}

/** Past midnight a span that began the evening before is still that evening's, wherever the store's day is cut. */
function isOpen({ weekdays, between }: TimeWindow, day: BusinessDay, cutOffMinutes: number): boolean {
  if (!between) return weekdays.includes(day.weekday)
  if (!isBetween(day.minute, between)) return false
  const [from, to] = [minutesOf(between[0]), minutesOf(between[1])]
  const afterMidnight = from > to && day.minute < to && day.minute >= cutOffMinutes
  return weekdays.includes(afterMidnight ? dayOfNumber(day.number - 1).weekday : day.weekday)
}

function dayText({ number }: Pick<BusinessDay, 'number'>): string {
  // Midnight of that day in UTC has the same date as the day.
  return dayOf(new Date(number * 86_400_000), 'UTC')
}

const no = (reason: Reason): Usable => ({ usable: false, reason })
