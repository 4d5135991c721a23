/** What a coupon is worth to whoever holds it, at most. Pure. */
import type { CouponDefinition } from '@huitou/shared/coupons'

/** A guess where the bill decides. */
const GUESS_FEN = 1_000

export function worthOf({ effect, costFen }: CouponDefinition): number {
  switch (effect.type) {
    case 'THRESHOLD_OFF':
    case 'CASH':
      return effect.offFen
    case 'PERCENT_OFF':
    case 'ITEM':
      return effect.capFen ?? costFen ?? GUESS_FEN
    case 'MULTIPLIER':
      return costFen ?? GUESS_FEN
  }
}
