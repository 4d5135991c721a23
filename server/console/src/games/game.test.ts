import { expect, test } from '@jest/globals'
import { blankOffer, blankPool, expectedFen, gapsOfOffer, gapsOfPool, nextPrize, oddsLeft } from './game'

const named = { zh: '转一转', en: '' }
const paths = (gaps: { path: string }[]) => gaps.map(({ path }) => path)

test('a new lottery lacks nothing but its name', () => {
  expect(paths(gapsOfPool(blankPool()))).toEqual(['name'])
  expect(gapsOfPool({ ...blankPool(), name: named })).toEqual([])
})

test('odds that do not make a whole are said, on both sides of it', () => {
  const pool = { ...blankPool(), name: named }
  const [first, ...others] = pool.prizes
  for (const by of [-1, 1]) {
    const prizes = [{ ...first!, odds: first!.odds + by }, ...others]
    expect(paths(gapsOfPool({ ...pool, prizes }))).toEqual(['odds'])
    expect(oddsLeft(prizes)).toBe(-by)
  }
})

test('the consolation must be a prize without end, and coupons must have one', () => {
  const pool = { ...blankPool(), name: named }
  expect(paths(gapsOfPool({ ...pool, consolation: 'P1' }))).toEqual(['consolation'])
  const coupon = { ...pool.prizes[0]!, gift: { type: 'COUPON' as const, batchId: '7' }, stock: null }
  expect(paths(gapsOfPool({ ...pool, prizes: [coupon, ...pool.prizes.slice(1)] }))).toEqual(['prizes.0'])
})

test('what a draw gives on average counts every prize by its odds', () => {
  // 5 % of 2 yuan, 15 % of 50 fen, 80 % of 5 fen.
  expect(expectedFen(blankPool().prizes)).toBeCloseTo(10 + 7.5 + 4)
})

test('another prize takes a code that is free', () => {
  const { prizes } = blankPool()
  const added = nextPrize(prizes)
  expect(prizes.map(({ code }) => code)).not.toContain(added.code)
})

test('the stock of a group offer is of whole groups', () => {
  const offer = { ...blankOffer(), name: named, reward: 'noodles' }
  expect(gapsOfOffer(offer)).toEqual([])
  expect(paths(gapsOfOffer({ ...offer, stock: 31 }))).toEqual(['stock'])
})
