import { expect, test } from '@jest/globals'
import { blankCoupon, blankEffect, listed, missing, shareText, TYPES } from './coupon.js'

test('a new coupon wants a name, a dish coupon its dishes, hours their days', () => {
  const blank = blankCoupon()
  expect(missing(blank)).toEqual(['name.zh'])
  const named = { ...blank, name: { zh: '券', en: '' } }
  for (const type of TYPES) {
    expect(missing({ ...named, effect: blankEffect(type) })).toEqual(
      type === 'ITEM' ? ['effect.item.zh', 'effect.products'] : [],
    )
  }
  const scope = { ...blank.scope, windows: [{ weekdays: [], between: null }] }
  expect(missing({ ...named, scope })).toEqual(['scope.windows'])
})

test('a share of nothing is no number', () => {
  expect([shareText(0, 0), shareText(1, 3)]).toEqual(['—', '33.3%'])
})

test('member numbers are read however they are pasted', () => {
  expect(listed('1001\n1002，1003, 1001\t')).toEqual(['1001', '1002', '1003'])
})
