import type { Condition, RuleDefinition } from '@huitou/shared/rules'
import { describe, expect, test } from '@jest/globals'
import { coefficient, fixed, names, rate, rule, times } from '../../../test/earning-builders.js'
import { type ExampleContext, examplesOf, tickHolds, tryCase } from './examples.rules.js'
import { TEMPLATES } from './templates.rules.js'
import { caseOf, witnessOf } from './witness.rules.js'

const context: ExampleContext = {
  now: new Date('2026-11-22T04:00:00Z'),
  place: { storeId: 1, timeZone: 'Asia/Shanghai', cutOffMinutes: 240 },
  names,
  base: rate(),
  cost: { fen: 1, points: 1 },
}
const examples = (definition: RuleDefinition, code = 'x') => examplesOf({ code, definition }, context)
const outcomes = (definition: RuleDefinition, code = 'x') =>
  Object.fromEntries(examples(definition, code).map(({ key, applies, points }) => [key, applies ? points : null]))
const double = (...when: Condition[]) => rule(times(200), { when })

describe('both sides of every limit', () => {
  test('of an amount', () => {
    const made = examples(double({ field: 'amount', operator: '>=', value: 8000 }))
    expect(
      made.slice(0, 2).map(({ key, says, applies, points, because }) => [key, says.zh, applies, points, because.zh]),
    ).toEqual([
      ['amount:7999', '单笔 ¥79.99', false, 0, '加倍需单笔满 ¥80，本单 ¥79.99'],
      ['amount:8000', '单笔 ¥80.00', true, 80, '2 倍积分，+80 分'],
    ])
    expect(outcomes(double({ field: 'amount', operator: '<=', value: 8000 }))).toMatchObject({
      'amount:8000': 80,
      'amount:8001': null,
    })
  })

  test.each([
    [
      { field: 'visit', operator: '=', value: 1 },
      { 'visit:1': 89, 'visit:2': null },
    ],
    [
      { field: 'visit', operator: '=', value: 3 },
      { 'visit:2': null, 'visit:3': 89, 'visit:4': null },
    ],
    [
      { field: 'visit', operator: 'every', value: 5 },
      { 'visit:5': 89, 'visit:6': null, 'visit:10': 89 },
    ],
    [
      { field: 'visit', operator: '>=', value: 3 },
      { 'visit:2': null, 'visit:3': 89 },
    ],
    [
      { field: 'visit', operator: '<=', value: 3 },
      { 'visit:3': 89, 'visit:4': null },
    ],
    [
      { field: 'daysSinceLastVisit', operator: '<=', value: 30 },
      { 'daysSinceLastVisit:30': 89, 'daysSinceLastVisit:31': null },
    ],
    [
      { field: 'daysSinceLastVisit', operator: '>=', value: 60 },
      { 'daysSinceLastVisit:59': null, 'daysSinceLastVisit:60': 89 },
    ],
    [
      { field: 'memberDays', operator: '<=', value: 7 },
      { 'memberDays:7': 89, 'memberDays:8': null },
    ],
    [
      { field: 'tableSize', operator: '>=', value: 4 },
      { 'tableSize:3': null, 'tableSize:4': 89 },
    ],
    [
      { field: 'time', operator: 'between', value: ['17:00', '21:00'] },
      { 'time:16:59': null, 'time:17:00': 89, 'time:20:59': 89, 'time:21:00': null },
    ],
    [
      { field: 'time', operator: 'between', value: ['00:00', '02:00'] },
      { 'time:23:59': null, 'time:00:00': 89, 'time:01:59': 89, 'time:02:00': null },
    ],
    [
      { field: 'weekday', operator: 'in', value: [2] },
      { 'weekday:before': null, 'weekday:begin': 89, 'weekday:end': 89, 'weekday:after': null },
    ],
    [
      { field: 'dayOfMonth', operator: 'in', value: [8] },
      { 'dayOfMonth:before': null, 'dayOfMonth:begin': 89, 'dayOfMonth:end': 89, 'dayOfMonth:after': null },
    ],
    [
      { field: 'festival', operator: 'in', value: ['SPRING_FESTIVAL'] },
      { 'festival:before': null, 'festival:begin': 89, 'festival:end': 89, 'festival:after': null },
    ],
    [
      { field: 'birthday', operator: 'in', value: 'MONTH' },
      { 'birthday:before': null, 'birthday:begin': 89, 'birthday:end': 89, 'birthday:after': null },
    ],
    [
      { field: 'tier', operator: 'in', value: ['GOLD', 'BLACK'] },
      { 'tier:NORMAL': null, 'tier:SILVER': null, 'tier:GOLD': 89, 'tier:BLACK': 89 },
    ],
    [
      { field: 'tier', operator: 'notIn', value: ['NORMAL'] },
      { 'tier:NORMAL': null, 'tier:SILVER': 89 },
    ],
    [
      { field: 'store', operator: 'in', value: ['2'] },
      { 'store:listed': 89, 'store:other': null },
    ],
    [
      { field: 'channel', operator: 'in', value: ['POS'] },
      { 'channel:POS': 89, 'channel:STAFF': null },
    ],
    [
      { field: 'tag', operator: 'in', value: ['vip'] },
      { 'tag:with': 89, 'tag:without': null },
    ],
    [
      { field: 'category', operator: 'in', value: ['DRINK'] },
      { 'category:with': 89, 'category:without': null },
    ],
    [
      { field: 'product', operator: 'in', value: ['7'] },
      { 'product:with': 89, 'product:without': null },
    ],
    [
      { field: 'newProduct', operator: '<=', value: 30 },
      { 'newProduct:with': 89, 'newProduct:without': null },
    ],
  ] as [Condition, Record<string, number | null>][])('%j', (block, expected) => {
    expect(outcomes(double(block))).toMatchObject(expected)
  })

  test('of a window, to the second', () => {
    const window = rule(times(200), { from: '2026-12-24T16:00:00.000Z', until: '2026-12-25T16:00:00.000Z' })
    expect(outcomes(window)).toMatchObject({ 'from:before': null, 'from:at': 89, 'until:last': 89, 'until:at': null })
    const because = examples(window)
      .filter(({ applies }) => !applies)
      .map(each => each.because.zh)
    expect(because).toEqual(expect.arrayContaining(['2026-12-25 00:00:00 才开始', '2026-12-26 00:00:00 已结束']))
  })

  test('days change at the cut-off, where the rule asks for no time', () => {
    const [before, begin, end, after] = examples(double({ field: 'weekday', operator: 'in', value: [2] })).map(
      ({ says }) => says.zh,
    )
    expect([before, begin, end, after]).toEqual([
      '2026-11-24 03:59 结账（营业日周一）',
      '2026-11-24 04:00 结账（营业日周二）',
      '2026-11-25 03:59 结账（营业日周二）',
      '2026-11-25 04:00 结账（营业日周三）',
    ])
    const evening: Condition = { field: 'time', operator: 'between', value: ['17:00', '21:00'] }
    const tuesday = examples(double({ field: 'weekday', operator: 'in', value: [2] }, evening))
    expect(tuesday.slice(0, 2).map(({ says, applies }) => [says.zh, applies])).toEqual([
      ['2026-11-23 17:00 结账（营业日周一）', false],
      ['2026-11-24 17:00 结账（营业日周二）', true],
    ])
  })

  test('refunds are among the cases, and lose what no longer holds', () => {
    const made = outcomes(
      double({ field: 'amount', operator: '>=', value: 8000 }, { field: 'tier', operator: 'in', value: ['GOLD'] }),
    )
    expect(made).toMatchObject({ 'refund:4000': null, 'refund:8000': null })
    expect(
      outcomes(
        double({ field: 'tier', operator: 'in', value: ['GOLD'] }, { field: 'tableSize', operator: '>=', value: 4 }),
      ),
    ).toMatchObject({ 'refund:4425': 44, 'refund:8850': null })
  })

  test('what a refund takes is less than nothing', () => {
    expect(outcomes(rule({ kind: 'TAKE_BACK', shortfall: 'DEBT' }, { trigger: 'REFUND' }), 'refund')).toEqual({
      'refund:4425': -44,
      'refund:8850': -88,
      'refund:1': 0,
      'refund:8849': -88,
      'refund:2213': -22,
      'refund:6638': -66,
    })
  })

  test('of a coefficient every category by itself, as what it changes', () => {
    expect(outcomes(rule(coefficient({ DRINK: 200, ALCOHOL: 0 })))).toMatchObject({
      'category:DRINK': 89,
      'category:ALCOHOL': -88,
      'category:OTHER': null,
      'refund:4425': 0,
    })
  })

  test('of the base rate plain bills', () => {
    expect(outcomes(rate(), 'purchase')).toMatchObject({
      'amount:99': 0,
      'amount:100': 1,
      'amount:8850': 88,
      'amount:100000': 1000,
      'refund:4425': 44,
    })
  })
})

test('every template has at least six cases with keys and words of their own, both kinds where it has conditions', () => {
  for (const { code, definition } of TEMPLATES) {
    const made = examplesOf({ code, definition }, context)
    expect([code, made.length >= 6 && made.length <= 40]).toEqual([code, true])
    expect(new Set(made.map(({ key }) => key)).size).toBe(made.length)
    expect(new Set(made.map(({ says }) => says.zh)).size).toBe(made.length)
    for (const { key, because } of made) {
      expect(key.length).toBeLessThanOrEqual(80)
      expect(because.zh).not.toBe('')
      expect(because.en).not.toBe('')
    }
    if (definition.when.rules.length > 0) expect(new Set(made.map(({ applies }) => applies)).size).toBe(2)
  }
})

test('a witness meets all conditions at once', () => {
  const when: Condition[] = [
    { field: 'amount', operator: '>=', value: 20_000 },
    { field: 'weekday', operator: 'in', value: [5] },
    { field: 'dayOfMonth', operator: 'in', value: [13] },
    { field: 'time', operator: 'between', value: ['23:00', '03:00'] },
    { field: 'tier', operator: 'notIn', value: ['NORMAL', 'SILVER'] },
    { field: 'visit', operator: 'every', value: 7 },
    { field: 'daysSinceLastVisit', operator: '>=', value: 45 },
    { field: 'tableSize', operator: '>=', value: 6 },
    { field: 'category', operator: 'in', value: ['DRINK'] },
    { field: 'tag', operator: 'in', value: ['vip'] },
    { field: 'birthday', operator: 'in', value: 'WEEK' },
  ]
  const { met } = witnessOf(double(...when), context)
  expect(tryCase({ code: 'x', definition: double(...when) }, met, context)).toMatchObject({
    applies: true,
    points: 200,
  })
  expect(caseOf(JSON.stringify(met))).toEqual(met)
  const first = { ...met, late: { activities: 0, lastActivityAt: null } }
  expect(caseOf(JSON.stringify(first))).toEqual(first)
})

test('cases are on both sides of a group turned round, and an impossible rule still has plain ones', () => {
  const sober = rule(times(200), {
    when: { combinator: 'and', not: true, rules: [{ field: 'amount', operator: '<=', value: 5000 }] },
  })
  expect(outcomes(sober)).toMatchObject({ 'amount:5000': null, 'amount:5001': 50 })
  const never = double({ field: 'amount', operator: '>=', value: 9 }, { field: 'amount', operator: '<=', value: 8 })
  expect(examples(never).length).toBeGreaterThanOrEqual(6)
  expect(Object.values(outcomes(never)).every(each => each === null)).toBe(true)
})

describe('ticks', () => {
  const before = { tick: 'RIGHT' as const, applies: true, points: 80 }
  test.each([
    [null, { applies: false, points: 0 }, true],
    [before, { applies: true, points: 80 }, true],
    [before, { applies: true, points: 81 }, false],
    [before, { applies: false, points: 80 }, false],
    [{ ...before, tick: 'WRONG' as const }, { applies: true, points: 80 }, false],
    [{ ...before, tick: 'WRONG' as const }, { applies: true, points: 81 }, true],
  ])('%j against %j holds: %p', (tick, now, holds) => {
    expect(tickHolds(tick, now)).toBe(holds)
  })

  test('an earlier case is tried against a later edit', () => {
    const [below] = examples(double({ field: 'amount', operator: '>=', value: 8000 }))
    const edited = double({ field: 'amount', operator: '>=', value: 7000 })
    expect(tryCase({ code: 'x', definition: edited }, caseOf(JSON.stringify(below!.case)), context)).toMatchObject({
      applies: true,
      points: 80,
    })
  })

  test('a case of another trigger does not apply', () => {
    const [plain] = examples(double())
    expect(tryCase({ code: 'x', definition: rule(fixed(1), { trigger: 'ENROLMENT' }) }, plain!.case, context)).toEqual({
      applies: false,
      points: 0,
      because: { zh: '不是这个触发场景', en: 'Something else happened' },
    })
  })
})
