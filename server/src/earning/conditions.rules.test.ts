import type { Condition, ConditionGroup } from '@huitou/shared/rules'
import { describe, expect, test } from '@jest/globals'
import { dish, facts, guest, late } from '../../../test/earning-builders.js'
import { isBetween } from '../days.js'
import { type Facts, judge, judgeCondition } from './conditions.rules.js'

const met = (condition: Condition, given: Facts) => judgeCondition(condition, given)

const at = (local: string) => facts({ at: new Date(`${local}+08:00`) })

describe('each block on both sides of its limit', () => {
  const amount = (operator: '>=' | '<='): Condition => ({ field: 'amount', operator, value: 8000 })
  test.each([
    ['>=' as const, 7999, false],
    ['>=' as const, 8000, true],
    ['<=' as const, 8000, true],
    ['<=' as const, 8001, false],
  ])('a bill %p ¥80: %p fen is %p', (operator, paidFen, is) => {
    expect(met(amount(operator), facts({ paidFen }))).toEqual({ met: is, actual: paidFen })
  })

  test.each([
    ['2026-11-24T04:00:00', true, 2],
    ['2026-11-24T03:59:59.999', false, 1],
    ['2026-11-25T03:59:59.999', true, 2],
    ['2026-11-25T04:00:00', false, 3],
  ])('Tuesday is the business day, at %p %p', (local, is, actual) => {
    expect(met({ field: 'weekday', operator: 'in', value: [2] }, at(local))).toEqual({ met: is, actual })
    expect(met({ field: 'weekday', operator: 'notIn', value: [2] }, at(local))).toEqual({ met: !is, actual })
  })

  test.each([
    ['2026-11-08T04:00:00', true, 8],
    ['2026-11-08T03:59:59', false, 7],
    ['2026-11-09T03:59:59', true, 8],
    ['2026-11-09T04:00:00', false, 9],
  ])('the eighth of the month is the business day, at %p %p', (local, is, actual) => {
    expect(met({ field: 'dayOfMonth', operator: 'in', value: [8, 18] }, at(local))).toEqual({ met: is, actual })
    expect(met({ field: 'dayOfMonth', operator: 'notIn', value: [8, 18] }, at(local)).met).toBe(!is)
  })

  test.each([
    ['17:00', '21:00', 1019, false],
    ['17:00', '21:00', 1020, true],
    ['17:00', '21:00', 1259, true],
    ['17:00', '21:00', 1260, false],
    ['22:00', '02:00', 1319, false],
    ['22:00', '02:00', 1320, true],
    ['22:00', '02:00', 0, true],
    ['22:00', '02:00', 119, true],
    ['22:00', '02:00', 120, false],
    ['09:00', '09:00', 540, true],
    ['09:00', '09:00', 0, true],
  ])('between %p and %p minute %p is %p', (from, to, minute, is) => {
    expect(isBetween(minute, [from, to])).toBe(is)
  })

  test('the time is what the clock on the wall shows, whatever the business day', () => {
    const night: Condition = { field: 'time', operator: 'between', value: ['00:00', '04:00'] }
    expect(met(night, at('2026-11-22T03:59:59'))).toEqual({ met: true, actual: 239 })
    expect(met(night, at('2026-11-22T04:00:00'))).toEqual({ met: false, actual: 240 })
    const friday: ConditionGroup = {
      combinator: 'and',
      rules: [
        { field: 'weekday', operator: 'in', value: [5] },
        { field: 'time', operator: 'between', value: ['22:00', '02:00'] },
      ],
    }
    // Saturday, one in the morning, still is Friday's evening.
    expect(judge(friday, at('2026-11-21T01:00:00')).met).toBe(true)
    expect(judge(friday, at('2026-11-22T01:00:00')).met).toBe(false)
  })

  test('the store has a time zone of its own', () => {
    const tuesday: Condition = { field: 'weekday', operator: 'in', value: [2] }
    const moment = new Date('2026-11-24T20:30:00Z')
    expect(met(tuesday, facts({ at: moment })).met).toBe(false)
    expect(met(tuesday, facts({ at: moment, timeZone: 'Europe/Berlin' })).met).toBe(true)
  })

  test.each([
    ['2026-02-16T04:00:00', 'SPRING_FESTIVAL_EVE' as const, true],
    ['2026-02-17T03:59:59', 'SPRING_FESTIVAL_EVE' as const, true],
    ['2026-02-17T04:00:00', 'SPRING_FESTIVAL_EVE' as const, false],
    ['2026-02-17T04:00:00', 'SPRING_FESTIVAL' as const, true],
  ])('at %p it is %p: %p', (local, festival, is) => {
    expect(met({ field: 'festival', operator: 'in', value: [festival] }, at(local)).met).toBe(is)
    expect(met({ field: 'festival', operator: 'notIn', value: [festival] }, at(local)).met).toBe(!is)
  })

  test('festivals of years that nobody has computed are not known', () => {
    expect(met({ field: 'festival', operator: 'in', value: ['QIXI'] }, at('2055-08-01T12:00:00'))).toEqual({
      met: null,
      actual: null,
    })
  })

  test.each([
    [{ field: 'store', operator: 'in', value: ['1', '3'] }, true],
    [{ field: 'store', operator: 'in', value: ['2'] }, false],
    [{ field: 'store', operator: 'notIn', value: ['1'] }, false],
    [{ field: 'store', operator: 'notIn', value: ['2'] }, true],
    [{ field: 'channel', operator: 'in', value: ['STAFF'] }, true],
    [{ field: 'channel', operator: 'notIn', value: ['STAFF'] }, false],
    [{ field: 'channel', operator: 'in', value: ['POS'] }, false],
    [{ field: 'tier', operator: 'in', value: ['NORMAL', 'GOLD'] }, true],
    [{ field: 'tier', operator: 'in', value: ['GOLD'] }, false],
    [{ field: 'tier', operator: 'notIn', value: ['GOLD'] }, true],
  ] as [Condition, boolean][])('%j is %p', (condition, is) => {
    expect(met(condition, facts()).met).toBe(is)
  })

  test('what happens in no store is in an unknown one', () => {
    expect(met({ field: 'store', operator: 'in', value: ['1'] }, facts({ storeId: null }))).toEqual({
      met: null,
      actual: null,
    })
    expect(met({ field: 'store', operator: 'notIn', value: ['1'] }, facts({ storeId: null })).met).toBeNull()
  })

  test('a tag among many is enough, and none of them for the opposite', () => {
    const member = guest({ tags: ['vip', 'lunch'] })
    const tag = (operator: 'in' | 'notIn', ...value: string[]): Condition => ({ field: 'tag', operator, value })
    expect(met(tag('in', 'x', 'lunch'), facts({}, member))).toEqual({ met: true, actual: ['vip', 'lunch'] })
    expect(met(tag('in', 'x'), facts({}, member)).met).toBe(false)
    expect(met(tag('notIn', 'x', 'lunch'), facts({}, member)).met).toBe(false)
    expect(met(tag('notIn', 'x'), facts({}, member)).met).toBe(true)
    expect(met(tag('in', 'x'), facts()).met).toBe(false)
  })

  test.each([
    ['=' as const, 3, [2, 3, 4], [false, true, false]],
    ['>=' as const, 3, [2, 3, 4], [false, true, true]],
    ['<=' as const, 3, [3, 4], [true, false]],
    ['every' as const, 5, [4, 5, 6, 10, 1], [false, true, false, true, false]],
  ])('visit %p %p', (operator, value, visits, results) => {
    const condition: Condition = { field: 'visit', operator, value }
    expect(visits.map(visit => met(condition, facts({}, guest(), late({ activities: visit - 1 }))))).toEqual(
      results.map((is, place) => ({ met: is, actual: visits[place] })),
    )
  })

  test.each([
    ['2026-10-22T04:00:00', 30, true, false],
    ['2026-10-22T03:59:59', 31, false, false],
    ['2026-09-23T03:59:59', 60, false, true],
    ['2026-09-23T04:00:00', 59, false, false],
    ['2026-11-21T05:00:00', 0, true, false],
  ])('a last visit at %p was %p business days ago', (last, actual, within30, over60) => {
    const given = facts({}, guest(), late({ lastActivityAt: new Date(`${last}+08:00`) }))
    expect(met({ field: 'daysSinceLastVisit', operator: '<=', value: 30 }, given)).toEqual({ met: within30, actual })
    expect(met({ field: 'daysSinceLastVisit', operator: '>=', value: 60 }, given).met).toBe(over60)
  })

  test('a first visit has none before it and meets no limit on it', () => {
    const first = facts({}, guest(), late({ activities: 0, lastActivityAt: null }))
    for (const operator of ['<=', '>='] as const) {
      expect(met({ field: 'daysSinceLastVisit', operator, value: 0 }, first)).toEqual({ met: false, actual: null })
    }
  })

  test('before the locks visits are not known', () => {
    const early = facts({}, guest(), null)
    expect(met({ field: 'visit', operator: '=', value: 1 }, early)).toEqual({ met: null, actual: null })
    expect(met({ field: 'daysSinceLastVisit', operator: '<=', value: 30 }, early)).toEqual({ met: null, actual: null })
  })

  test.each([
    ['DAY' as const, '11-21', true],
    ['DAY' as const, '11-22', false],
    ['WEEK' as const, '11-16', true],
    ['WEEK' as const, '11-23', false],
    ['MONTH' as const, '11-30', true],
    ['MONTH' as const, '12-01', false],
  ])('the %p of the birthday %p: %p', (value, on, is) => {
    const member = guest({ birthday: { calendar: 'SOLAR', on } })
    expect(met({ field: 'birthday', operator: 'in', value }, facts({}, member))).toEqual({ met: is, actual: on })
  })

  test('a lunar birthday says so, and one that was never given is not known', () => {
    const lunar = guest({ birthday: { calendar: 'LUNAR', on: '10-13' } })
    const day: Condition = { field: 'birthday', operator: 'in', value: 'DAY' }
    expect(met(day, facts({}, lunar))).toEqual({ met: true, actual: 'L10-13' })
    expect(met(day, facts())).toEqual({ met: null, actual: null })
  })

  test.each([
    ['>=' as const, 3, false],
    ['>=' as const, 4, true],
    ['<=' as const, 4, true],
    ['<=' as const, 5, false],
  ])('a table %p 4: %p is %p', (operator, tableSize, is) => {
    expect(met({ field: 'tableSize', operator, value: 4 }, facts({ tableSize })).met).toBe(is)
    expect(met({ field: 'tableSize', operator, value: 4 }, facts())).toEqual({ met: null, actual: null })
  })

  test.each([
    ['2025-11-22T04:00:00', 364, false],
    ['2025-11-21T04:00:00', 365, true],
  ])('a member since %p has been one for %p days', (since, actual, is) => {
    const given = facts({}, guest({ enrolledAt: new Date(`${since}+08:00`) }))
    expect(met({ field: 'memberDays', operator: '>=', value: 365 }, given)).toEqual({ met: is, actual })
    expect(met({ field: 'memberDays', operator: '<=', value: 364 }, given).met).toBe(!is)
  })
})

describe('dishes', () => {
  const category = (operator: 'in' | 'notIn'): Condition => ({ field: 'category', operator, value: ['DRINK'] })
  const product = (operator: 'in' | 'notIn'): Condition => ({ field: 'product', operator, value: ['7'] })
  const fresh: Condition = { field: 'newProduct', operator: '<=', value: 30 }

  test('one dish of a category is enough, and each category is told once', () => {
    const lines = [dish('HOT', 1000), dish('DRINK', 500), dish('HOT', 200)]
    expect(met(category('in'), facts({ lines }))).toEqual({ met: true, actual: ['HOT', 'DRINK'] })
    expect(met(category('notIn'), facts({ lines })).met).toBe(false)
    expect(met(category('in'), facts({ lines: [dish('HOT', 1)] })).met).toBe(false)
    expect(met(category('notIn'), facts({ lines: [dish('HOT', 1)] })).met).toBe(true)
  })

  test('a dish that nobody could name may be the one', () => {
    const seven = dish('HOT', 1, { productId: 7 })
    const eight = dish('HOT', 1, { productId: 8 })
    const unnamed = dish('HOT', 1)
    const both = (...lines: (typeof seven)[]) => [
      met(product('in'), facts({ lines })).met,
      met(product('notIn'), facts({ lines })).met,
    ]
    expect(both(seven)).toEqual([true, false])
    expect(both(seven, unnamed)).toEqual([true, false])
    expect(both(eight)).toEqual([false, true])
    expect(both(eight, unnamed)).toEqual([null, null])
    expect(met(product('in'), facts({ lines: [eight, unnamed] })).actual).toEqual(['8'])
    expect(both()).toEqual([false, true])
  })

  test('a dish is new on its thirtieth day and not on the day after', () => {
    const listed = (...days: (string | null)[]) =>
      met(fresh, facts({ lines: days.map(listedOn => dish('HOT', 1, { listedOn })) }))
    expect(listed('2026-10-22')).toEqual({ met: true, actual: 30 })
    expect(listed('2026-10-21')).toEqual({ met: false, actual: 31 })
    expect(listed('2026-11-21')).toEqual({ met: true, actual: 0 })
    expect(listed('2026-11-22')).toEqual({ met: false, actual: null })
    expect(listed('2026-01-01', '2026-11-01')).toEqual({ met: true, actual: 20 })
    expect(listed('2026-01-01', null)).toEqual({ met: null, actual: 324 })
    expect(listed(null, '2026-11-01')).toEqual({ met: true, actual: 20 })
    expect(listed()).toEqual({ met: false, actual: null })
  })
})
