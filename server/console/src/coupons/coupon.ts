/** A coupon on the desk: what a new one begins as, and what it still lacks. */
import type { ReplyOf, RequestOf } from '@huitou/shared/client'

export type Definition = RequestOf<'POST /console/coupon-checks'>['body']['definition']
export type Effect = Definition['effect']
export type CouponType = Effect['type']
export type Summary = ReplyOf<'GET /console/coupons'>['items'][number]
export type CouponFile = ReplyOf<'GET /console/coupons/:code'>
export type Batch = ReplyOf<'GET /console/coupon-batches'>['items'][number]
export type Checked = ReplyOf<'POST /console/coupon-checks'>

export const TYPES = ['THRESHOLD_OFF', 'PERCENT_OFF', 'ITEM', 'CASH', 'MULTIPLIER'] as const
export const GROUPS = ['GENERAL', 'DISH', 'WELCOME', 'BIRTHDAY', 'CAMPAIGN', 'PARTNER', 'POINTS'] as const
export const CHANNELS = ['STAFF', 'POS', 'MINI_PROGRAM'] as const

/** What a kind of coupon begins with; changing the kind of one keeps everything else of it. */
export function blankEffect(type: CouponType): Effect {
  switch (type) {
    case 'THRESHOLD_OFF':
      return { type, minFen: 10_000, offFen: 2_000 }
    case 'PERCENT_OFF':
      return { type, offPercent: 20, capFen: 3_000 }
    case 'ITEM':
      return { type, item: { zh: '', en: '' }, products: [], capFen: null }
    case 'CASH':
      return { type, offFen: 1_000 }
    case 'MULTIPLIER':
      return { type, percent: 200 }
  }
}

export function blankCoupon(): Definition {
  return {
    name: { zh: '', en: '' },
    effect: blankEffect('THRESHOLD_OFF'),
    scope: {
      stores: null,
      channels: null,
      windows: null,
      notOn: { festivals: [], days: [] },
      dishes: null,
      minSpendFen: null,
    },
    stacking: { group: 'GENERAL', with: [], perBill: 1, points: true, tierPrice: true },
    validity: { kind: 'RELATIVE', starts: 'NOW', days: 30 },
    giftable: true,
    costFen: null,
  }
}

/** What is still missing before the server can be asked about it, as paths. */
export function missing({ name, effect, validity, scope }: Definition): string[] {
  return [
    ...(name.zh.trim() === '' ? ['name.zh'] : []),
    ...(effect.type === 'ITEM' && effect.item.zh.trim() === '' ? ['effect.item.zh'] : []),
    ...(effect.type === 'ITEM' && effect.products.length === 0 ? ['effect.products'] : []),
    ...(validity.kind === 'FIXED' && (validity.from === '' || validity.until === '') ? ['validity'] : []),
    ...(scope.windows?.some(window => window.weekdays.length === 0) ? ['scope.windows'] : []),
    ...(scope.notOn.days.some(({ first, last }) => first === '' || last === '') ? ['scope.notOn.days'] : []),
    ...(scope.dishes && scope.dishes.categories.length + scope.dishes.products.length === 0 ? ['scope.dishes'] : []),
  ]
}

/** "38.2%"; nothing of nothing has no share. */
export function shareText(part: number, whole: number): string {
  return whole > 0 ? `${((part / whole) * 100).toFixed(1)}%` : '—'
}

/** Codes of a text, one a line or between commas, each once. */
export function listed(text: string): string[] {
  return [...new Set(text.split(/[\s,，;；]+/).filter(part => part !== ''))]
}
