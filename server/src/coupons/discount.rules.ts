/** What coupons take off a bill, to the fen. Pure; the order of what comes in changes nothing. */
import type { CouponDefinition } from '@huitou/shared/coupons'
import { shareOut } from '../shares.js'
import { type BillLine, billReason, counts, isNamed, type Reason, type Weighed, weighedLines } from './usable.rules.js'

/** A coupon that may be used here and now, as `usableHereNow` says. `code` names its definition. */
export interface Offered {
  id: number
  code: string
  version: number
  expiresAt: Date
  definition: CouponDefinition
}

/** A bill before coupons; its lines sum to it. */
export interface DiscountBill {
  paidFen: number
  lines: readonly Weighed[]
}

export function discountBill(paidFen: number, items: readonly BillLine[]): DiscountBill {
  return { paidFen, lines: weighedLines(items, paidFen) }
}

export interface Taken {
  id: number
  code: string
  offFen: number
  /** Of each line of the bill, in its order. */
  shares: number[]
}

export interface Reckoned {
  taken: Taken[]
  offFen: number
  payableFen: number
  /** Of the points the bill earns: 100 is none more, 250 is a coupon of double and one of half as much again. */
  percent: number
  /** What is left to pay of each line. */
  lines: number[]
}

/** Dishes first, since what is free needs no discount; then shares, then amounts, those without conditions at the end. */
const ORDER = { ITEM: 0, PERCENT_OFF: 1, THRESHOLD_OFF: 2, CASH: 3, MULTIPLIER: 4 } as const

interface Rest {
  line: Weighed
  left: number
  /** Pieces of the dish that no coupon has paid for. */
  pieces: number
}

/**
 * Takes these coupons off a bill. Each acts on what those before it have left of the dishes it is for, and is shared among
 * them by largest remainder, so no line and no bill goes below zero. Whether they may go together is `together`'s to say.
 */
export function reckon(coupons: readonly Offered[], bill: DiscountBill): Reckoned {
  const rests = bill.lines.map(line => ({ line, left: line.fen, pieces: Math.max(1, line.quantity) }))
  const taken = [...coupons].sort(byTurn).map(coupon => take(coupon, rests))
  const offFen = taken.reduce((sum, one) => sum + one.offFen, 0)
  const more = coupons.reduce((sum, { definition: { effect } }) => sum + bonusOf(effect), 0)
  return {
    taken,
    offFen,
    payableFen: bill.paidFen - offFen,
    percent: 100 + more,
    lines: rests.map(rest => rest.left),
  }
}

/** What stands in the way of a coupon on this bill, with so many of its definition on it. */
export function lacking(coupon: Offered, bill: DiscountBill, pieces: number): Reason | null {
  return billReason(coupon.definition, bill.lines, pieces)
}

export const bonusOf = (effect: CouponDefinition['effect']): number =>
  effect.type === 'MULTIPLIER' ? effect.percent - 100 : 0

function take(coupon: Offered, rests: Rest[]): Taken {
  const { effect } = coupon.definition
  const shares = effect.type === 'ITEM' ? takeItem(effect, rests) : takeAmount(coupon, rests)
  for (const [place, share] of shares.entries()) rests[place]!.left -= share
  const offFen = shares.reduce((sum, share) => sum + share, 0)
  return { id: coupon.id, code: coupon.code, offFen, shares }
}

function takeAmount({ definition }: Offered, rests: readonly Rest[]): number[] {
  const weights = rests.map(({ line, left }) => (counts(definition.scope, line) ? left : 0))
  const whole = weights.reduce((sum, weight) => sum + weight, 0)
  const offFen = Math.min(whole, amountOf(definition.effect, whole))
  return offFen > 0 ? shareOut(weights, offFen) : weights.map(() => 0)
}

/** What would be taken off so much. A share is rounded down to the fen. */
function amountOf(effect: CouponDefinition['effect'], whole: number): number {
  switch (effect.type) {
    case 'THRESHOLD_OFF':
    case 'CASH':
      return effect.offFen
    case 'PERCENT_OFF':
      return Math.min(Math.floor((whole * effect.offPercent) / 100), effect.capFen ?? whole)
    default:
      return 0
  }
}

/** One piece of the dearest of the dishes, up to the cap; the first one of two that cost the same. */
function takeItem(effect: Extract<CouponDefinition['effect'], { type: 'ITEM' }>, rests: Rest[]): number[] {
  let best = -1
  let worth = 0
  for (const [place, rest] of rests.entries()) {
    if (rest.pieces === 0 || !isNamed(effect.products, rest.line)) continue
    const piece = Math.floor(rest.line.fen / Math.max(1, rest.line.quantity))
    const price = Math.min(piece, rest.left, effect.capFen ?? piece)
    if (price > worth) [best, worth] = [place, price]
  }
  if (best >= 0) rests[best]!.pieces -= 1
  return rests.map((_, place) => (place === best ? worth : 0))
}

function byTurn(a: Offered, b: Offered): number {
  const turn = ORDER[a.definition.effect.type] - ORDER[b.definition.effect.type]
  return turn || bySoonest(a, b)
}

/** The one that ends first, then the one that was issued first. */
export function bySoonest(a: Pick<Offered, 'id' | 'expiresAt'>, b: Pick<Offered, 'id' | 'expiresAt'>): number {
  return a.expiresAt.getTime() - b.expiresAt.getTime() || a.id - b.id
}
