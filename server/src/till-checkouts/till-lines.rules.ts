/** What coupons and points take off each dish of a bill, and what a dish that comes back is worth. Pure; fen are whole. */
import type { BillItem } from '@huitou/shared/rules'
import type { TillLine } from '@huitou/shared/till-checkouts'
import type { Discount } from '../coupons/stacking.rules.js'
import { shareOut } from '../shares.js'

/** Of one dish: its part of what the bill comes to, and what of that coupons and points pay. */
export type LineShare = [fen: number, couponFen: number, pointsFen: number]

/** One share a dish, in the order of the bill; none where no dish has a price. They sum to the bill. */
export function lineShares(discount: Pick<Discount, 'taken' | 'lines'>, items: number, pointsFen: number): LineShare[] {
  const { taken, lines: left } = discount
  // A bill whose dishes have no prices is reckoned as one line.
  if (items === 0 || left.length !== items) return []
  const points = pointsFen > 0 ? shareOut(left, pointsFen) : left.map(() => 0)
  return left.map((rest, at) => {
    const couponFen = taken.reduce((sum, coupon) => sum + coupon.shares[at]!, 0)
    return [rest + couponFen, couponFen, points[at]!]
  })
}

export function shownLines(items: readonly BillItem[], shares: readonly LineShare[]): TillLine[] {
  return shares.map(([amountFen, couponFen, pointsFen], at) => ({
    name: items[at]!.name,
    quantity: items[at]!.quantity,
    amountFen,
    couponFen,
    pointsFen,
    payableFen: amountFen - couponFen - pointsFen,
  }))
}

export interface ReturnedLine {
  /** Its place on the bill, the first being 1. */
  line: number
  quantity: number
}

/**
 * What dishes come to that come back, each after so many of it that did before: the last one brings the last fen. Null where
 * there is no such dish, one is named twice, or more would come back than were sold.
 */
export function returnedFen(
  dishes: { items: readonly BillItem[]; shares: readonly LineShare[] },
  back: readonly ReturnedLine[],
  before: ReadonlyMap<number, number>,
): number[] | null {
  if (new Set(back.map(({ line }) => line)).size < back.length) return null
  const worth = back.map(({ line, quantity }) => {
    const [sold, share] = [dishes.items[line - 1]?.quantity, dishes.shares[line - 1]]
    const came = before.get(line) ?? 0
    if (sold === undefined || !share || came + quantity > sold) return null
    const of = (count: number) => Number((BigInt(share[0]) * BigInt(count)) / BigInt(sold))
    return of(came + quantity) - of(came)
  })
  return worth.every(fen => fen !== null) ? worth : null
}
