import { RuleDefinition } from '@huitou/shared/rules'
import { describe, expect, test } from '@jest/globals'
import { bill, billOf, byRule, dish, earned, guest, late, names } from '../../../test/earning-builders.js'
import { lintOf } from './lint.rules.js'
import { BASE_RATE, TEMPLATES } from './templates.rules.js'

const template = (code: string) => TEMPLATES.find(each => each.code === code)!.definition
/** Points of one template beside the base rate. */
const given = (code: string, ...[changes]: Parameters<typeof earned> extends [unknown, (infer C)?] ? [C?] : never) =>
  byRule(earned({ [code]: template(code) }, changes))[code] ?? 0
const at = (local: string, changes = {}) => bill({ ...changes, at: new Date(`${local}+08:00`) })

test('every template is a sound definition with a code and words of its own', () => {
  for (const { code, about, definition } of TEMPLATES) {
    expect(RuleDefinition.parse(definition)).toEqual(definition)
    expect(code).toMatch(/^[a-z0-9-]{1,40}$/)
    expect(about.zh).not.toBe('')
    expect(about.en).not.toBe('')
    const context = {
      now: new Date('2026-11-22T04:00:00Z'),
      others: [{ code: 'purchase', definition: BASE_RATE }],
      cost: { fen: 1, points: 1 },
      generousPercent: 10,
      usualFen: 8850,
      history: null,
    }
    expect(lintOf({ code, definition }, context)).toEqual([])
  }
  expect(new Set(TEMPLATES.map(({ code }) => code)).size).toBe(TEMPLATES.length)
})

test('E-01: ¥88.50 at the base rate are 88 points', () => {
  expect(earned({}).total).toBe(88)
})

test('E-02: drinks twice, hotpot base once, alcohol not at all, in one order', () => {
  const occasion = billOf(dish('HOT', 5000), dish('DRINK', 2000), dish('ALCOHOL', 3000))
  const { total, trace } = earned({ categories: template('categories') }, { occasion })
  expect(total).toBe(50 + 40)
  expect(trace.lines?.map(({ category, points }) => [category, points])).toEqual([
    ['HOT', 50],
    ['DRINK', 40],
    ['ALCOHOL', 0],
  ])
})

describe('E-05: birthday month', () => {
  const born = guest({ birthday: { calendar: 'SOLAR', on: '11-21' } })
  test.each([
    ['2026-11-01T04:00:00', 89],
    ['2026-11-01T03:59:59', 0],
    ['2026-12-01T03:59:59', 89],
    ['2026-12-01T04:00:00', 0],
  ])('at %p: %p more', (local, points) => {
    expect(given('birthday-month', { occasion: at(local), member: born })).toBe(points)
  })

  test('shows a base row and a bonus row', () => {
    expect(byRule(earned({ 'birthday-month': template('birthday-month') }, { member: born }))).toEqual({
      purchase: 88,
      'birthday-month': 89,
    })
  })

  test('nobody has it who never said when', () => {
    expect(given('birthday-month')).toBe(0)
  })
})

describe('E-13: member day and festival window', () => {
  test.each([
    ['2026-11-08T04:00:00', 89],
    ['2026-11-08T03:59:59', 0],
    ['2026-11-09T03:59:59', 89],
    ['2026-11-09T04:00:00', 0],
  ])('member day at %p: %p more', (local, points) => {
    expect(given('member-day', { occasion: at(local) })).toBe(points)
  })

  test.each([
    ['2027-02-04T23:59:59.999', 0],
    ['2027-02-05T00:00:00.000', 177],
    ['2027-02-12T23:59:59.999', 177],
    ['2027-02-13T00:00:00.000', 0],
  ])('Spring Festival at %p: %p more', (local, points) => {
    expect(given('spring-festival', { occasion: at(local) })).toBe(points)
  })
})

describe('E-15: back within 30 days', () => {
  test.each([
    ['2026-10-22T04:00:00', 89],
    ['2026-10-22T03:59:59', 0],
    ['2026-11-21T11:00:00', 89],
  ])('last seen at %p: %p more', (last, points) => {
    expect(given('repeat-30', { facts: late({ lastActivityAt: new Date(`${last}+08:00`) }) })).toBe(points)
  })

  test('a first visit is no return', () => {
    expect(given('repeat-30', { facts: late({ activities: 0, lastActivityAt: null }) })).toBe(0)
  })

  test('200 a day are the most', () => {
    expect(given('repeat-30', { occasion: bill({ paidFen: 20_000 }) })).toBe(200)
    expect(given('repeat-30', { occasion: bill({ paidFen: 20_100 }) })).toBe(200)
    expect(given('repeat-30', { occasion: bill({ paidFen: 19_900 }) })).toBe(199)
  })
})

describe('E-17: first order', () => {
  test.each([
    [0, 50],
    [1, 0],
  ])('after %p visits: %p', (activities, points) => {
    expect(given('first-order', { facts: late({ activities }) })).toBe(points)
  })

  test('once for everybody, even where the visits were lost', () => {
    expect(
      given('first-order', { facts: late({ activities: 0, tallies: new Map([['rule:first-order:m16:t', 50]]) }) }),
    ).toBe(0)
    expect(
      given('first-order', { facts: late({ activities: 0, tallies: new Map([['rule:first-order:m16:t', 49]]) }) }),
    ).toBe(1)
  })
})

describe('E-16: earned on weekdays for the weekend', () => {
  test.each([
    ['2026-11-23T03:59:59', 0],
    ['2026-11-23T04:00:00', 89],
    ['2026-11-28T03:59:59', 89],
    ['2026-11-28T04:00:00', 0],
  ])('at %p: %p more', (local, points) => {
    expect(given('weekday-for-weekend', { occasion: at(local) })).toBe(points)
  })

  test('only the extra points are for the weekend', () => {
    const award = earned({ w: template('weekday-for-weekend') }, { occasion: at('2026-11-23T12:00:00') })
    expect(award.points).toEqual([88, 89])
    expect(award.trace.parts[1]!.restriction).toEqual({ weekdays: [6, 7], between: null, rewards: null })
  })
})

describe('E-19: tiers', () => {
  test.each([
    ['NORMAL', [0, 0, 0]],
    ['SILVER', [9, 0, 0]],
    ['GOLD', [0, 22, 0]],
    ['BLACK', [0, 0, 44]],
  ])('%p', (tier, points) => {
    expect(['tier-silver', 'tier-gold', 'tier-black'].map(code => given(code, { member: guest({ tier }) }))).toEqual(
      points,
    )
    expect([...names.tiers.keys()]).toContain(tier)
  })

  test('E-05: a birthday doubles on top of a high tier', () => {
    const member = guest({ tier: 'BLACK', birthday: { calendar: 'SOLAR', on: '11-21' } })
    const rules = { 'birthday-month': template('birthday-month'), 'tier-black': template('tier-black') }
    expect(earned(rules, { member, occasion: bill({ paidFen: 10_000 }) }).total).toBe(250)
  })
})

describe('win-back', () => {
  test.each([
    ['2026-09-22T04:00:00', 60, 177],
    ['2026-09-23T04:00:00', 59, 0],
  ])('last seen at %p, %p days ago: %p more', (last, _, points) => {
    expect(given('win-back', { facts: late({ lastActivityAt: new Date(`${last}+08:00`) }) })).toBe(points)
  })

  test('500 a bill are the most', () => {
    const facts = late({ lastActivityAt: new Date('2026-01-01') })
    expect(given('win-back', { facts, occasion: bill({ paidFen: 25_000 }) })).toBe(500)
    expect(given('win-back', { facts, occasion: bill({ paidFen: 24_900 }) })).toBe(498)
    expect(given('win-back', { facts, occasion: bill({ paidFen: 30_000 }) })).toBe(500)
  })
})

test('E-10: profile and welcome are given once', () => {
  for (const [code, trigger, points] of [
    ['profile', 'PROFILE_COMPLETED', 30],
    ['welcome', 'ENROLMENT', 20],
  ] as const) {
    const occasion = bill({ trigger, paidFen: 0 })
    expect(given(code, { occasion })).toBe(points)
    expect(given(code, { occasion, facts: late({ tallies: new Map([[`rule:${code}:m16:t`, points]]) }) })).toBe(0)
    expect(given(code)).toBe(0)
  }
})

test('of birthday, member day and festival only the best pays', () => {
  const member = guest({ birthday: { calendar: 'SOLAR', on: '02-08' } })
  const rules = Object.fromEntries(
    ['birthday-month', 'member-day', 'spring-festival', 'repeat-30'].map(code => [code, template(code)]),
  )
  const facts = late({ lastActivityAt: new Date('2027-02-01T04:00:00Z') })
  const award = earned(rules, { member, occasion: at('2027-02-08T12:00:00'), facts })
  expect(byRule(award)).toEqual({ purchase: 88, 'spring-festival': 177 })
  expect(award.trace.lost?.map(({ code }) => code)).toEqual(['birthday-month', 'member-day', 'repeat-30'])
})
