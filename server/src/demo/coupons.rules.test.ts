import { CouponDefinition } from '@huitou/shared/coupons'
import { expect, test } from '@jest/globals'
import { problemsOf } from '../coupons/problems.rules.js'
import { claimsOf, demoCoupons, endingSoon } from './coupons.rules.js'
import { makePlan } from './plan.rules.js'

const NOW = new Date('2026-11-22T06:00:00.000Z')
const coupons = demoCoupons(NOW, '10:00')
const { members } = makePlan(7, NOW)
const claims = claimsOf(7, members, { coupons, now: NOW })

test('every coupon of the demonstration can be published, with more of them than are taken', () => {
  for (const { definition, stock, taken } of coupons) {
    expect(CouponDefinition.parse(definition)).toEqual(definition)
    expect(problemsOf(definition, new Date('2026-09-01T00:00:00.000Z')).filter(problem => problem.grave)).toEqual([])
    expect(stock).toBeGreaterThan(taken + 2)
  }
})

test('nobody takes one before joining, nor uses it before taking it, nor after its end', () => {
  expect(claims.length).toBeGreaterThan(600)
  expect(claims.map(({ at }) => at.getTime())).toEqual(claims.map(({ at }) => at.getTime()).sort((a, b) => a - b))
  for (const { coupon, member, at, use } of claims) {
    expect(at.getTime()).toBeGreaterThan(members[member]!.enrolledAt.getTime())
    expect(at.getTime()).toBeLessThan(NOW.getTime())
    if (!use) continue
    const { validity } = coupons.find(({ code }) => code === coupon)!.definition
    const end = validity.kind === 'FIXED' ? Date.parse(validity.until) : at.getTime() + validity.days * 86_400_000
    expect([at < use.at, use.at < NOW, use.at.getTime() < end]).toEqual([true, true, true])
  }
})

test('each kind has some that are used and some that are not; the one of the National Day is over', () => {
  for (const { code, taken } of coupons) {
    const mine = claims.filter(({ coupon }) => coupon === code)
    const used = mine.filter(({ use }) => use).length
    expect(mine.length).toBeGreaterThanOrEqual(taken)
    expect([used > 0, used < mine.length]).toEqual([true, true])
  }
  const { validity } = coupons.find(({ code }) => code === 'national-day')!.definition
  expect(validity.kind === 'FIXED' && Date.parse(validity.until)).toBeLessThan(NOW.getTime())
})

test('what ends soon is spoken of today: from the hour of reminders on four midnights are left, before it three', () => {
  expect(endingSoon(new Date('2026-11-22T01:59:00.000Z'), '10:00')).toEqual(new Date('2026-11-24T16:00:00.000Z'))
  expect(endingSoon(new Date('2026-11-22T02:00:00.000Z'), '10:00')).toEqual(new Date('2026-11-25T16:00:00.000Z'))
})
