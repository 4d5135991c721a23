import { describe, expect, test } from '@jest/globals'
import { reward } from '../../../test/mall-builders.js'
import { barOf, monthStart, priceFor, problemsOf, reachOf } from './rewards.rules.js'
import { CODES, readVoucherCode, voucherCode } from './vouchers.rules.js'

const NOON = new Date('2026-11-23T04:00:00.000Z')
const nobody = { reached: ['NORMAL'], birthday: null }
const none = { total: 0, month: 0 }

describe('a price', () => {
  test('is that of the highest tier that was reached and has one', () => {
    const definition = reward({
      tierPrices: [
        { tier: 'GOLD', points: 60, cashFen: 0 },
        { tier: 'SILVER', points: 80, cashFen: 0 },
      ],
    })
    const at = (...reached: string[]) => priceFor(definition, { reached }).points
    expect([at('NORMAL'), at('NORMAL', 'SILVER'), at('NORMAL', 'SILVER', 'GOLD'), at()]).toEqual([100, 80, 60, 100])
    expect(at('NORMAL', 'SILVER', 'GOLD', 'BLACK')).toBe(60)
  })

  test('is near when three visits bring the rest, and far when it takes four', () => {
    expect(reachOf(100, 100, null)).toEqual({ reach: 'CAN', short: 0, visits: null })
    expect(reachOf(400, 100, 100)).toEqual({ reach: 'NEAR', short: 300, visits: 3 })
    expect(reachOf(401, 100, 100)).toEqual({ reach: 'FAR', short: 301, visits: 4 })
    expect(reachOf(100, 70, null)).toEqual({ reach: 'NEAR', short: 30, visits: null })
    expect(reachOf(100, 69, 0)).toEqual({ reach: 'FAR', short: 31, visits: null })
  })
})

describe('what stands in the way', () => {
  const bar = (changes: Parameters<typeof reward>[0], left = 1, traits = {}, had = none) =>
    barOf(reward(changes), { left }, { traits: { ...nobody, ...traits }, had }, NOON)
  const until = (ms: number) => ({ window: { from: null, until: new Date(NOON.getTime() + ms).toISOString() } })
  const from = (ms: number) => ({ window: { from: new Date(NOON.getTime() + ms).toISOString(), until: null } })

  test('is nothing, or the first that holds', () => {
    expect(bar({})).toBeNull()
    expect(bar({}, 0)).toBe('SOLD_OUT')
    expect([bar(until(0)), bar(until(1)), bar(from(0)), bar(from(1))]).toEqual(['ENDED', null, null, 'NOT_YET'])
    expect(bar({ lowestTier: 'SILVER' }, 0)).toBe('TIER')
    expect(bar({ lowestTier: 'SILVER' }, 1, { reached: ['NORMAL', 'SILVER'] })).toBeNull()
    const limits = { total: 3, perMonth: 2 }
    expect(bar({ limits }, 1, {}, { total: 2, month: 1 })).toBeNull()
    expect(bar({ limits }, 1, {}, { total: 2, month: 2 })).toBe('LIMIT')
    expect(bar({ limits }, 1, {}, { total: 3, month: 0 })).toBe('LIMIT')
    // Whoever is no member is told of none that is about members.
    expect(barOf(reward({ lowestTier: 'SILVER' }), { left: 1 }, null, NOON)).toBeNull()
  })

  test('is the month for a birthday, by either calendar', () => {
    const born = (calendar: 'SOLAR' | 'LUNAR', on: string) =>
      bar({ birthdayMonth: true }, 1, { birthday: { calendar, on } })
    expect([born('SOLAR', '11-01'), born('SOLAR', '12-01')]).toEqual([null, 'BIRTHDAY'])
    // 2026-11-23 is the fifteenth of the tenth lunar month.
    expect([born('LUNAR', '10-30'), born('LUNAR', '11-15')]).toEqual([null, 'BIRTHDAY'])
    expect(bar({ birthdayMonth: true })).toBe('BIRTHDAY')
  })

  test('begins anew with the month as it is in Shanghai', () => {
    expect(monthStart(new Date('2026-11-30T15:59:59.999Z')).toISOString()).toBe('2026-10-31T16:00:00.000Z')
    expect(monthStart(new Date('2026-11-30T16:00:00.000Z')).toISOString()).toBe('2026-11-30T16:00:00.000Z')
  })
})

test('a definition names tiers there are, asks no tier for more, and sells only packs for cash alone', () => {
  const paths = (changes: Parameters<typeof reward>[0]) =>
    problemsOf(reward(changes), ['NORMAL', 'SILVER']).map(({ path }) => path)
  expect(paths({ lowestTier: 'SILVER', tierPrices: [{ tier: 'SILVER', points: 100, cashFen: 0 }] })).toEqual([])
  expect(paths({ lowestTier: 'GOLD' })).toEqual(['lowestTier'])
  expect(paths({ tierPrices: [{ tier: 'SILVER', points: 101, cashFen: 0 }] })).toEqual(['tierPrices.0'])
  expect(paths({ points: 0, cashFen: 100 })).toEqual(['points'])
  const coupons = [{ batchId: '7', count: 1 }]
  expect(paths({ points: 0, cashFen: 100, gift: { type: 'PACK', coupons } })).toEqual([])
  expect(paths({ gift: { type: 'PACK', coupons: [...coupons, ...coupons] } })).toEqual(['gift.coupons'])
})

test('a voucher code is twelve digits beginning with 7, and a wrong digit is noticed', () => {
  for (const drawn of [0, 1, 1_234_567_890, CODES - 1]) {
    const code = voucherCode(drawn)
    expect(code).toMatch(/^7\d{11}$/)
    expect(readVoucherCode(`${code.slice(0, 4)} ${code.slice(4, 8)}-${code.slice(8)}`)).toBe(code)
    for (let at = 1; at < 12; at += 1) {
      const wrong = code.slice(0, at) + ((Number(code[at]) + 1) % 10) + code.slice(at + 1)
      expect(readVoucherCode(wrong)).toBeNull()
    }
  }
  expect(readVoucherCode('6000000000000')).toBeNull()
})
