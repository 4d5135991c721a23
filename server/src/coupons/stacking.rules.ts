/** Which coupons go together, and the best of the ways in which they may. Pure and deterministic. */
import type { CouponStacking } from '@huitou/shared/coupons'
import {
  bonusOf,
  bySoonest,
  type DiscountBill,
  lacking,
  type Offered,
  type Reckoned,
  reckon,
} from './discount.rules.js'
import type { Reason } from './usable.rules.js'

/** Coupons on one bill at most. */
export const MOST_TOGETHER = 5
/** So many that take something off, and so many that multiply points, are weighed in all their combinations. */
const MOST_WEIGHED = 10
const MOST_MULTIPLIERS = 2
/** Coupons looked at for one bill at most: those that end first. */
export const MOST_OFFERED = 100

/** What else is on the bill. */
export interface Beside {
  points: boolean
  tierPrice: boolean
}

/**
 * Why a coupon is not used. POINTS, TIER_PRICE: it does not go with what else is on the bill. TOGETHER: not with the coupons
 * of `to`. SAME: as many of its kind as may are. LACKING: the bill does not meet it. NOTHING: it would take off nothing
 * more. MANY: five are used already, or too many were there to weigh.
 */
export interface Lost {
  id: number
  code: string
  why: 'POINTS' | 'TIER_PRICE' | 'TOGETHER' | 'SAME' | 'LACKING' | 'NOTHING' | 'MANY'
  /** The coupons it lost to. */
  to: number[]
  /** What it would have taken off by itself. */
  wouldFen: number
  reason: Reason | null
}

export interface Discount extends Reckoned {
  lost: Lost[]
}

export interface Combination extends DiscountBill, Beside {}

/** Whether two groups go together: each must name the other. */
export function groupsTogether(a: CouponStacking, b: CouponStacking): boolean {
  return a.with.includes(b.group) && b.with.includes(a.group)
}

function together(a: Offered, b: Offered): boolean {
  return a.code === b.code || groupsTogether(a.definition.stacking, b.definition.stacking)
}

/**
 * The combination that takes most off; of two that take the same, the one with more points, then with fewer coupons, then
 * with those that end first. Every coupon in it takes something off or multiplies points. All must be usable here and now.
 */
export function discountOf(coupons: readonly Offered[], bill: Combination): Discount {
  const inOrder = [...coupons].sort(bySoonest)
  const { weighed, lost } = sieve(inOrder, bill)
  let best: Offered[] = []
  let most = reckon([], bill)
  for (const chosen of combinations(weighed)) {
    const result = reckon(chosen, bill)
    if (result.taken.every(one => one.offFen > 0 || isMultiplier(chosen, one.id)) && isBetter(result, most)) {
      best = chosen
      most = result
    }
  }
  const used = new Set(best.map(coupon => coupon.id))
  const rest = weighed.filter(coupon => !used.has(coupon.id))
  return { ...most, lost: [...lost, ...rest.map(coupon => whyNot(coupon, best, bill))] }
}

/**
 * These coupons and no others, as somebody chose them; or the one that cannot be among them, and why. They are taken in
 * their own order.
 */
export function chosenDiscount(coupons: readonly Offered[], bill: Combination): Discount | Lost {
  const before: Offered[] = []
  for (const coupon of [...coupons].sort(bySoonest)) {
    const reason = besides(coupon, bill) ?? clash(coupon, before, bill)
    if (reason) return reason
    before.push(coupon)
  }
  const result = reckon(before, bill)
  const idle = before.find(
    coupon => bonusOf(coupon.definition.effect) === 0 && result.taken.find(one => one.id === coupon.id)?.offFen === 0,
  )
  return idle ? lostOf(idle, bill, { why: 'NOTHING' }) : { ...result, lost: [] }
}

export const isLost = (outcome: Discount | Lost): outcome is Lost => 'why' in outcome

/** Takes out what cannot be used whatever is chosen, and what is too many to weigh. */
function sieve(inOrder: readonly Offered[], bill: Combination): { weighed: Offered[]; lost: Lost[] } {
  const lost: Lost[] = []
  const fit: Offered[] = []
  for (const coupon of inOrder) {
    const same = fit.filter(other => other.code === coupon.code)
    const reason = besides(coupon, bill) ?? sameKind(coupon, same, bill)
    if (reason) lost.push(reason)
    else fit.push(coupon)
  }
  const alone = new Map(fit.map(coupon => [coupon.id, reckon([coupon], bill).offFen]))
  const ranked = (of: Offered[], worth: (coupon: Offered) => number) =>
    [...of].sort((a, b) => worth(b) - worth(a) || bySoonest(a, b))
  const multipliers = fit.filter(coupon => bonusOf(coupon.definition.effect) > 0)
  const others = fit.filter(coupon => bonusOf(coupon.definition.effect) === 0)
  const kept = new Set([
    ...ranked(others, coupon => alone.get(coupon.id)!).slice(0, MOST_WEIGHED),
    ...ranked(multipliers, coupon => bonusOf(coupon.definition.effect)).slice(0, MOST_MULTIPLIERS),
  ])
  for (const coupon of fit) if (!kept.has(coupon)) lost.push(lostOf(coupon, bill, { why: 'MANY' }))
  return { weighed: fit.filter(coupon => kept.has(coupon)), lost }
}

/** What else is on the bill, and what the bill itself lacks for one such coupon. */
function besides(coupon: Offered, bill: Combination): Lost | null {
  const { stacking } = coupon.definition
  if (bill.points && !stacking.points) return lostOf(coupon, bill, { why: 'POINTS' })
  if (bill.tierPrice && !stacking.tierPrice) return lostOf(coupon, bill, { why: 'TIER_PRICE' })
  const reason = lacking(coupon, bill, 1)
  return reason && lostOf(coupon, bill, { why: 'LACKING', reason })
}

/** Of one definition only so many, and only as many as the bill has minimums for. */
function sameKind(coupon: Offered, same: readonly Offered[], bill: Combination): Lost | null {
  const to = same.map(other => other.id)
  if (same.length >= coupon.definition.stacking.perBill) return lostOf(coupon, bill, { why: 'SAME', to })
  const reason = lacking(coupon, bill, same.length + 1)
  return reason && lostOf(coupon, bill, { why: 'LACKING', reason, to })
}

function clash(coupon: Offered, before: readonly Offered[], bill: Combination): Lost | null {
  const against = before.filter(other => !together(coupon, other))
  if (against.length > 0) return lostOf(coupon, bill, { why: 'TOGETHER', to: against.map(other => other.id) })
  const same = before.filter(other => other.code === coupon.code)
  if (before.length >= MOST_TOGETHER) return lostOf(coupon, bill, { why: 'MANY', to: before.map(other => other.id) })
  return sameKind(coupon, same, bill)
}

/** Every set of coupons that go together, up to five; the order of the list is kept in each. */
function* combinations(coupons: readonly Offered[], from = 0, chosen: Offered[] = []): Generator<Offered[]> {
  for (let at = from; at < coupons.length; at += 1) {
    const next = coupons[at]!
    if (!chosen.every(other => together(other, next))) continue
    const more = [...chosen, next]
    yield more
    if (more.length < MOST_TOGETHER) yield* combinations(coupons, at + 1, more)
  }
}

/** The first of two equals stays: combinations come with those that end first at the front. */
function isBetter(a: Reckoned, b: Reckoned): boolean {
  if (a.offFen !== b.offFen) return a.offFen > b.offFen
  if (a.percent !== b.percent) return a.percent > b.percent
  return a.taken.length < b.taken.length
}

const isMultiplier = (chosen: readonly Offered[], id: number): boolean =>
  chosen.some(coupon => coupon.id === id && bonusOf(coupon.definition.effect) > 0)

function whyNot(coupon: Offered, best: readonly Offered[], bill: Combination): Lost {
  return clash(coupon, best, bill) ?? lostOf(coupon, bill, { why: 'NOTHING', to: best.map(other => other.id) })
}

function lostOf(
  { id, code, definition, version, expiresAt }: Offered,
  bill: Combination,
  { why, to = [], reason = null }: { why: Lost['why']; to?: number[]; reason?: Reason | null },
): Lost {
  const wouldFen = why === 'LACKING' ? 0 : reckon([{ id, code, definition, version, expiresAt }], bill).offFen
  return { id, code, why, to, wouldFen, reason }
}
