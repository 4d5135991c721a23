/** The order on which everything that goes together leaves least. Pure; fen and points are whole numbers. */
import type { CouponDefinition } from '@huitou/shared/coupons'
import type { RuleDefinition } from '@huitou/shared/rules'
import { discountBill, type Offered } from '../coupons/discount.rules.js'
import { discountOf, groupsTogether } from '../coupons/stacking.rules.js'
import { costOf } from '../earning/caps.rules.js'
import { fenOf, type OffsetVersion, roomOf } from './offset.rules.js'

/** What is looked at, and by what measure. */
export interface Ground {
  coupons: readonly Offered[]
  offset: OffsetVersion
  /** Points of a yuan's worth of bill at the base rate, and by how much rules may raise and top them up. */
  earning: Earnings
  cost: { fen: number; points: number }
  marginPercent: number
}

export interface Earnings {
  rate: { points: number; fen: number }
  /** 100 for the base rate alone. */
  percent: number
  fixed: number
}

export interface Reckoning {
  totalFen: number
  used: { id: number; code: string; offFen: number }[]
  couponFen: number
  offsetFen: number
  offsetPoints: number
  payableFen: number
  earnPercent: number
  earnPoints: number
  earnFen: number
  marginFen: number
}

export interface Pair extends Reckoning {
  a: Offered
  b: Offered
}

/** Amounts that are tried besides the usual one, and pairs that are told, at most. */
const MOST_TOTALS = 24
const MOST_PAIRS = 50
/** Whoever uses points is taken to have enough of them. */
const ENOUGH_POINTS = 1_000_000_000

/**
 * What rules may come to together at most: of a group that chooses one of its rules the best counts, all others add up.
 * Conditions, caps and budgets are left aside, so this is never too little.
 */
export function earningsOf(rules: readonly Pick<RuleDefinition, 'trigger' | 'reward' | 'stacking'>[]): Earnings {
  const earnings: Earnings = { rate: { points: 0, fen: 1 }, percent: 100, fixed: 0 }
  const best = new Map<string, { more: number; fixed: number }>()
  for (const [place, { trigger, reward, stacking }] of rules.entries()) {
    if (trigger !== 'PURCHASE') continue
    if (reward.kind === 'RATE') earnings.rate = { points: reward.points, fen: reward.fen }
    const more = reward.kind === 'MULTIPLIER' ? reward.percent - 100 : 0
    const fixed = reward.kind === 'FIXED' ? reward.points : 0
    const group = stacking?.group ?? `alone:${place}`
    const other = best.get(group) ?? { more: 0, fixed: 0 }
    best.set(group, { more: Math.max(other.more, more), fixed: Math.max(other.fixed, fixed) })
  }
  for (const { more, fixed } of best.values()) {
    earnings.percent += more
    earnings.fixed += fixed
  }
  return earnings
}

/** The order of this amount that leaves least: with points taken off as far as they may be, or without them. */
export function worstOf(totalFen: number, ground: Ground): Reckoning {
  const without = reckonWith(totalFen, ground, false)
  const withPoints = reckonWith(totalFen, ground, true)
  return withPoints.marginFen < without.marginFen ? withPoints : without
}

/** The worst of the usual amount and of those at which a coupon begins to count; the smaller bill of two that leave the same. */
export function worstOrder(usualFen: number, ground: Ground): Reckoning {
  return totalsOf(usualFen, ground.coupons)
    .map(totalFen => worstOf(totalFen, ground))
    .reduce((worst, one) => (one.marginFen < worst.marginFen ? one : worst))
}

/** Every two coupons that go together and take off more than either alone; those that leave least come first. */
export function overlapsOf(usualFen: number, ground: Ground): Pair[] {
  const kinds = [...new Map(ground.coupons.map(one => [one.code, one])).values()]
  const pairs: Pair[] = []
  for (const [at, a] of kinds.entries()) {
    for (const b of kinds.slice(at + 1)) {
      if (!groupsTogether(a.definition.stacking, b.definition.stacking)) continue
      const both = { ...ground, coupons: [a, b] }
      const worst = worstOrder(usualFen, both)
      if (worst.used.length === 2) pairs.push({ ...worst, a, b })
    }
  }
  return pairs.sort((one, other) => one.marginFen - other.marginFen).slice(0, MOST_PAIRS)
}

/**
 * A coupon as it counts here: a free dish is worth what it may be worth at most, or what it costs us; one of which neither is
 * known takes off nobody knows what, and is none.
 */
export function asAmount(definition: CouponDefinition): CouponDefinition | null {
  const { effect, costFen } = definition
  if (effect.type !== 'ITEM') return { ...definition, scope: { ...definition.scope, dishes: null } }
  const offFen = effect.capFen ?? costFen
  if (!offFen) return null
  return { ...definition, effect: { type: 'CASH', offFen }, scope: { ...definition.scope, dishes: null } }
}

function reckonWith(totalFen: number, ground: Ground, points: boolean): Reckoning {
  const bill = { ...discountBill(totalFen, []), points, tierPrice: false }
  const best = discountOf(ground.coupons, bill)
  const room = roomOf(ground.offset, best.payableFen, ENOUGH_POINTS)
  const offsetPoints = points ? room.most : 0
  const offsetFen = fenOf(offsetPoints, ground.offset)
  const payableFen = best.payableFen - offsetFen
  const { rate, percent, fixed } = ground.earning
  // A coupon that multiplies points adds to what rules add.
  const earnPercent = percent + best.percent - 100
  const earnPoints =
    Math.floor((payableFen * rate.points * earnPercent) / (rate.fen * 100)) + (payableFen > 0 ? fixed : 0)
  const earnFen = costOf(earnPoints, ground.cost)
  // Dishes cost what they cost, whatever is taken off their price.
  const dishesFen = Math.round((totalFen * (100 - ground.marginPercent)) / 100)
  return {
    totalFen,
    used: best.taken.map(({ id, code, offFen }) => ({ id, code, offFen })),
    couponFen: best.offFen,
    offsetFen,
    offsetPoints,
    payableFen,
    earnPercent,
    earnPoints,
    earnFen,
    marginFen: payableFen - dishesFen - earnFen,
  }
}

function totalsOf(usualFen: number, coupons: readonly Offered[]): number[] {
  const starts = coupons.flatMap(({ definition: { effect, scope } }) => [
    ...(effect.type === 'THRESHOLD_OFF' ? [effect.minFen] : []),
    ...(scope.minSpendFen ? [scope.minSpendFen] : []),
    ...(effect.type === 'PERCENT_OFF' && effect.capFen ? [Math.ceil((effect.capFen * 100) / effect.offPercent)] : []),
  ])
  return [...new Set([usualFen, ...starts])].slice(0, MOST_TOTALS).sort((a, b) => a - b)
}
