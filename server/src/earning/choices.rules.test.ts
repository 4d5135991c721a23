import { describe, expect, test } from '@jest/globals'
import { billOf, dish, guest, names } from '../../../test/earning-builders.js'
import { categoryCases, choices } from './choices.rules.js'
import type { Borderline, Case, CaseContext } from './witness.rules.js'

const drink = dish('DRINK', 8850, { productId: 7, listedOn: '2026-11-01' })
/** Ana's drink in the first store, at the till. */
const met: Case = {
  occasion: billOf(drink),
  member: guest({ tags: ['tea', 'dog'] }),
  late: { activities: 9, lastActivityAt: null },
}
const context = (of: Partial<CaseContext['names']> = {}): CaseContext => ({
  now: met.occasion.at,
  place: { storeId: 1, timeZone: 'Asia/Shanghai', cutOffMinutes: 240 },
  names: { ...names, ...of },
})
const told = (cases: Borderline[]) => cases.map(({ key, says }) => [key, says.zh, says.en])

describe('tiers', () => {
  const tiers = (value: string[], of?: Partial<CaseContext['names']>) =>
    choices({ field: 'tier', operator: 'in', value }, met, context(of))

  test('are all tried, those of the ladder and those the rule names', () => {
    const cases = tiers(['GOLD', 'OLD'])
    expect(told(cases)).toEqual([
      ['tier:NORMAL', '普通会员', 'On the tier Member'],
      ['tier:SILVER', '银卡会员', 'On the tier Silver'],
      ['tier:GOLD', '金卡会员', 'On the tier Gold'],
      ['tier:BLACK', '黑金会员', 'On the tier Black'],
      ['tier:OLD', 'OLD会员', 'On the tier OLD'],
    ])
    expect(cases[1]!.case).toEqual({ ...met, member: { ...met.member, tier: 'SILVER' } })
  })

  test('are eight at most', () => {
    const many = Array.from({ length: 9 }, (_, rung) => `T${rung}`)
    expect(tiers(many, { tiers: new Map() })).toHaveLength(8)
    expect(tiers(many.slice(0, 8), { tiers: new Map() })).toHaveLength(8)
  })
})

test('a tag is tried with it alone, and without any', () => {
  const cases = choices({ field: 'tag', operator: 'in', value: ['vip', 'tea'] }, met, context())
  expect(told(cases)).toEqual([
    ['tag:with', '有标签「vip」', 'Tagged vip'],
    ['tag:without', '没有任何标签', 'Without a tag'],
  ])
  expect(cases.map(each => each.case)).toEqual([
    { ...met, member: { ...met.member, tags: ['vip'] } },
    { ...met, member: { ...met.member, tags: [] } },
  ])
})

describe('stores', () => {
  const stores = (value: string[], of?: Partial<CaseContext['names']>) =>
    choices({ field: 'store', operator: 'in', value }, met, context(of))

  test('are tried at one of the list, and at one that is not', () => {
    const cases = stores(['1'])
    expect(told(cases)).toEqual([
      ['store:listed', '在静安店', 'At 静安店'],
      ['store:other', '在徐汇店', 'At 徐汇店'],
    ])
    expect(cases[1]!.case).toEqual({ ...met, occasion: { ...met.occasion, storeId: 2 } })
    expect(told(stores(['2']))[1]).toEqual(['store:other', '在静安店', 'At 静安店'])
  })

  test('that are all listed leave one nobody has, and one that is gone its number', () => {
    const cases = stores(['9', '1', '2'])
    expect(told(cases)).toEqual([
      ['store:listed', '在9', 'At 9'],
      ['store:other', '在其他门店', 'At another store'],
    ])
    expect(cases.map(each => each.case.occasion.storeId)).toEqual([9, 999_999_999_999])
  })
})

describe('channels', () => {
  const CHANNELS = ['STAFF', 'POS', 'MINI_PROGRAM', 'IMPORT', 'DEMO'] as const

  test('are tried by one of the list, and by the first that is not', () => {
    const cases = choices({ field: 'channel', operator: 'in', value: ['STAFF', 'POS'] }, met, context())
    expect(told(cases)).toEqual([
      ['channel:STAFF', '渠道 STAFF', 'By STAFF'],
      ['channel:MINI_PROGRAM', '渠道 MINI_PROGRAM', 'By MINI_PROGRAM'],
    ])
    expect(cases.map(each => each.case.occasion.channel)).toEqual(['STAFF', 'MINI_PROGRAM'])
  })

  test('that are all listed leave none to try', () => {
    expect(choices({ field: 'channel', operator: 'in', value: [...CHANNELS] }, met, context())).toHaveLength(1)
  })
})

test.each(['category', 'product', 'newProduct'] as const)('dishes are tried with them and without (%s)', field => {
  const conditions: Record<typeof field, Parameters<typeof choices>[0]> = {
    category: { field: 'category', operator: 'in', value: ['DRINK'] },
    product: { field: 'product', operator: 'in', value: ['7'] },
    newProduct: { field: 'newProduct', operator: '<=', value: 30 },
  }
  const cases = choices(conditions[field], met, context())
  expect(told(cases)).toEqual([
    [`${field}:with`, '含指定的菜品', 'With these dishes'],
    [`${field}:without`, '不含指定的菜品', 'Without these dishes'],
  ])
  expect(cases[0]!.case).toEqual(met)
  const other = { fen: 8850, category: 'NONE', productId: 0, listedOn: '2000-01-01' }
  expect(cases[1]!.case).toEqual({ ...met, occasion: { ...met.occasion, lines: [other] } })
})

describe('categories', () => {
  test('are each tried alone, and another one', () => {
    const cases = categoryCases(['DRINK', 'TEA', 'DRINK'], met, names)
    expect(told(cases)).toEqual([
      ['category:DRINK', '只点饮品', 'Only 饮品'],
      ['category:TEA', '只点TEA', 'Only TEA'],
      ['category:OTHER', '只点OTHER', 'Only OTHER'],
    ])
    const lines = [{ category: 'TEA', fen: 8850, productId: null, listedOn: null }]
    expect(cases[1]!.case).toEqual({ ...met, occasion: { ...met.occasion, lines } })
  })

  test('are twelve at most', () => {
    const many = Array.from({ length: 12 }, (_, at) => `C${at}`)
    expect(categoryCases(many, met, names)).toHaveLength(12)
    expect(categoryCases(many.slice(0, 11), met, names).at(-1)?.key).toBe('category:OTHER')
  })
})
