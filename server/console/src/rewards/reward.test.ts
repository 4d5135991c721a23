import { expect, test } from '@jest/globals'
import { asKind, blankReward, type Draft, gapsOf, moneyOf, newCode } from './reward'
import { TEMPLATES } from './templates'

const draft = (definition: Partial<Draft['definition']> = {}, more: Partial<Draft> = {}): Draft => ({
  code: 'cold-noodles',
  definition: { ...blankReward(), name: { zh: '鸡丝凉面', en: '' }, ...definition },
  stock: 10,
  onShelf: true,
  reason: '上新',
  ...more,
})
const paths = (of: Draft, isNew = true) => gapsOf(of, isNew).map(({ path }) => path)

test('a template lacks nothing but its name, and what only its author can know', () => {
  for (const { key, make } of TEMPLATES) {
    const left = paths(draft({ ...make(new Date('2026-11-22T00:00:00Z')), name: { zh: '试一下', en: '' } }))
    expect({ key, left }).toEqual({ key, left: key === 'coupon' || key === 'cause' ? ['gift'] : [] })
  }
})

test('a price of nothing is refused, and only packs go for cash alone', () => {
  expect(paths(draft({ points: 0 }))).toEqual(['points'])
  expect(paths(draft({ points: 0, cashFen: 990 }))).toEqual(['points'])
  const pack = { type: 'PACK' as const, coupons: [{ batchId: '7', count: 1 }] }
  expect(paths(draft({ points: 0, cashFen: 990, gift: pack }))).toEqual([])
})

test('a tier may pay as much as everybody and not a point more', () => {
  const at = (points: number) => draft({ points: 300, tierPrices: [{ tier: 'GOLD', points, cashFen: 0 }] })
  expect(paths(at(300))).toEqual([])
  expect(paths(at(301))).toEqual(['tierPrices.0'])
})

test('stock and code count for a new reward only', () => {
  const wrong = draft({}, { stock: 0, code: '凉面' })
  expect(paths(wrong)).toEqual(['stock', 'code'])
  expect(paths(wrong, false)).toEqual([])
})

test('it has to end after it begins', () => {
  const at = '2026-12-01T00:00:00.000Z'
  expect(paths(draft({ window: { from: at, until: at } }))).toEqual(['window'])
  expect(paths(draft({ window: { from: at, until: '2026-12-01T00:00:00.001Z' } }))).toEqual([])
})

test('what a point costs and is worth leaves the cash out, and is set against what it takes off a bill', () => {
  const price = { points: 200, cashFen: 990, costFen: 1_390, worthFen: 3_990 }
  expect(moneyOf(price, { points: 100, fen: 100 })).toEqual({
    costPerPoint: 2,
    worthPerPoint: 15,
    netCostFen: 400,
    againstOffset: 15,
  })
  expect(moneyOf({ ...price, costFen: null, worthFen: null }, null)).toEqual({
    costPerPoint: null,
    worthPerPoint: null,
    netCostFen: null,
    againstOffset: null,
  })
  expect(moneyOf({ ...price, points: 0 }, null).costPerPoint).toBeNull()
})

test('another kind moves to its own shelf and keeps the rest', () => {
  const goods = asKind(draft({ points: 777 }).definition, 'GOODS')
  expect(goods).toMatchObject({ category: 'GOODS', points: 777, gift: { type: 'GOODS' } })
})

test('a drawn code is one the contract takes', () => {
  expect(newCode('DISH')).toMatch(/^dish-[a-z0-9]{6}$/)
})
