/** Coupons with defaults, so that a test names only what it is about. */
import type { CouponDefinition, CouponEffect } from '@huitou/shared/coupons'
import { type DiscountBill, discountBill, type Offered } from '../server/src/coupons/discount.rules.js'
import type { BillLine, Place } from '../server/src/coupons/usable.rules.js'

export type Changes = {
  effect?: CouponEffect
  scope?: Partial<CouponDefinition['scope']>
  stacking?: Partial<CouponDefinition['stacking']>
} & Partial<Pick<CouponDefinition, 'name' | 'validity' | 'giftable' | 'costFen'>>

export const off = (minFen: number, offFen: number): CouponEffect => ({ type: 'THRESHOLD_OFF', minFen, offFen })
export const percent = (offPercent: number, capFen: number | null = null): CouponEffect => ({
  type: 'PERCENT_OFF',
  offPercent,
  capFen,
})
export const cash = (offFen: number): CouponEffect => ({ type: 'CASH', offFen })
export const times = (percentOfPoints: number): CouponEffect => ({ type: 'MULTIPLIER', percent: percentOfPoints })
export const dish = (products: string[], capFen: number | null = null): CouponEffect => ({
  type: 'ITEM',
  item: { zh: '招牌酸菜鱼', en: 'Fish with pickles' },
  products,
  capFen,
})

/** ¥20 off from ¥100, anywhere and any time, alone on its bill. */
export function definition(changes: Changes = {}): CouponDefinition {
  const { scope, stacking, ...rest } = changes
  return {
    name: { zh: '满百减二十', en: '' },
    effect: off(10_000, 2_000),
    scope: {
      stores: null,
      channels: null,
      windows: null,
      notOn: { festivals: [], days: [] },
      dishes: null,
      minSpendFen: null,
      ...scope,
    },
    stacking: { group: 'GENERAL', with: [], perBill: 1, points: true, tierPrice: true, ...stacking },
    validity: { kind: 'RELATIVE', starts: 'NOW', days: 30 },
    giftable: true,
    costFen: null,
    ...rest,
  }
}

let ids = 0
export function offered(changes: Changes = {}, more: Partial<Omit<Offered, 'definition'>> = {}): Offered {
  ids += 1
  const expiresAt = new Date('2026-12-31T16:00:00.000Z')
  return { id: ids, code: `C${ids}`, version: 1, expiresAt, definition: definition(changes), ...more }
}

export const line = (amountFen: number, more: Partial<BillLine> = {}): BillLine => ({
  productId: null,
  category: 'HOT',
  quantity: 1,
  amountFen,
  ...more,
})

export const billOf = (items: BillLine[], paidFen = items.reduce((sum, item) => sum + item.amountFen, 0)) => ({
  ...discountBill(paidFen, items),
  points: false,
  tierPrice: false,
})
export const plainBill = (paidFen: number): DiscountBill & { points: boolean; tierPrice: boolean } =>
  billOf([line(paidFen)])

/** Guomao, noon of Monday 2026-11-23, at the till, a bill not known yet. */
export function placeOf(more: Partial<Place> & { local?: string; cutOff?: number; storeId?: number } = {}): Place {
  const { local, cutOff = 240, storeId = 1, ...rest } = more
  const at = new Date(`${local ?? '2026-11-23T12:00'}:00+08:00`)
  const store = { id: storeId, timeZone: 'Asia/Shanghai', dayCutOffMinutes: cutOff }
  return { store, at, channel: 'STAFF', paidFen: null, items: [], ...rest }
}
