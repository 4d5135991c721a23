import type { Condition, RuleDefinition, Trigger } from '@huitou/shared/rules'
import { describe, expect, test } from '@jest/globals'
import { coefficient, fixed, names, rule, times } from '../../../test/earning-builders.js'
import { DAY } from '../../../test/world-basics.js'
import { casesOf } from './boundaries.rules.js'
import type { Borderline, CaseContext } from './witness.rules.js'

const context: CaseContext = {
  now: new Date('2026-11-22T04:00:00Z'),
  place: { storeId: 1, timeZone: 'Asia/Shanghai', cutOffMinutes: 240 },
  names,
}
const double = (...when: Condition[]) => rule(times(200), { when })
const keys = (definition: RuleDefinition, of = context) => casesOf(definition, of).map(({ key }) => key)
/** The cases of this limit. */
const of = (definition: RuleDefinition, limit: string): Borderline[] =>
  casesOf(definition, context).filter(({ key }) => key.startsWith(`${limit}:`))
const told = (cases: Borderline[]) => cases.map(({ key, says }) => [key, says.zh, says.en])
const at = (cases: Borderline[]) => cases.map(each => each.case.occasion.at.toISOString().slice(0, 16))

describe('limits are told in both languages, on both sides', () => {
  test.each<[Condition, [string, string, string][]]>([
    [
      { field: 'amount', operator: '>=', value: 8000 },
      [
        ['amount:7999', '单笔 ¥79.99', 'A bill of ¥79.99'],
        ['amount:8000', '单笔 ¥80.00', 'A bill of ¥80.00'],
      ],
    ],
    [
      { field: 'visit', operator: '>=', value: 3 },
      [
        ['visit:2', '第 2 次消费', 'Visit 2'],
        ['visit:3', '第 3 次消费', 'Visit 3'],
      ],
    ],
    [
      { field: 'daysSinceLastVisit', operator: '<=', value: 30 },
      [
        ['daysSinceLastVisit:30', '距上次消费 30 天', '30 days after the last visit'],
        ['daysSinceLastVisit:31', '距上次消费 31 天', '31 days after the last visit'],
      ],
    ],
    [
      { field: 'memberDays', operator: '>=', value: 7 },
      [
        ['memberDays:6', '入会第 6 天', '6 days after joining'],
        ['memberDays:7', '入会第 7 天', '7 days after joining'],
      ],
    ],
    [
      { field: 'tableSize', operator: '>=', value: 4 },
      [
        ['tableSize:3', '3 人用餐', '3 guests'],
        ['tableSize:4', '4 人用餐', '4 guests'],
      ],
    ],
    [
      { field: 'time', operator: 'between', value: ['14:00', '00:00'] },
      [
        ['time:13:59', '13:59 结账', 'Paid at 13:59'],
        ['time:14:00', '14:00 结账', 'Paid at 14:00'],
        ['time:23:59', '23:59 结账', 'Paid at 23:59'],
        ['time:00:00', '00:00 结账', 'Paid at 00:00'],
      ],
    ],
  ])('%j', (condition, expected) => {
    expect(told(of(double(condition), condition.field)).slice(0, expected.length)).toEqual(expected)
  })

  test.each<[Condition, string[]]>([
    [{ field: 'daysSinceLastVisit', operator: '>=', value: 0 }, ['daysSinceLastVisit:0']],
    [{ field: 'daysSinceLastVisit', operator: '>=', value: 1 }, ['daysSinceLastVisit:0', 'daysSinceLastVisit:1']],
    [{ field: 'visit', operator: '=', value: 1 }, ['visit:1', 'visit:2']],
    [{ field: 'visit', operator: '>=', value: 1 }, ['visit:1']],
    [{ field: 'visit', operator: '<=', value: 1 }, ['visit:1', 'visit:2']],
  ])('%j has none below what there can be', (condition, expected) => {
    expect(of(double(condition), condition.field).map(({ key }) => key)).toEqual(expected)
  })
})

describe('a bill of dishes', () => {
  const lines = (definition: RuleDefinition) => of(definition, 'amount').map(each => each.case.occasion)

  test('of another amount shares it among its dishes', () => {
    const when: Condition[] = [
      { field: 'amount', operator: '>=', value: 101 },
      { field: 'category', operator: 'in', value: ['HOT'] },
      { field: 'product', operator: 'in', value: ['7'] },
    ]
    expect(lines(double(...when)).map(({ paidFen, lines: all }) => [paidFen, ...all.map(({ fen }) => fen)])).toEqual([
      [100, 50, 50],
      [101, 51, 50],
    ])
  })

  test('of which one dish costs nothing leaves that one free', () => {
    const when: Condition[] = [
      { field: 'amount', operator: '<=', value: 1 },
      { field: 'category', operator: 'in', value: ['HOT'] },
      { field: 'product', operator: 'in', value: ['7'] },
    ]
    expect(lines(double(...when)).map(({ lines: all }) => all.map(({ fen }) => fen))).toEqual([
      [1, 0],
      [2, 0],
    ])
  })

  test('that cost nothing has nothing to share', () => {
    const when: Condition[] = [
      { field: 'amount', operator: '<=', value: 100 },
      { field: 'category', operator: 'in', value: ['HOT'] },
    ]
    expect(lines(rule(fixed(5), { trigger: 'CHECK_IN', when })).map(({ lines: [only] }) => only?.fen)).toEqual([0, 0])
  })
})

describe('days', () => {
  test('begin and end at the cut-off, and say which business day it was', () => {
    const weekend = double({ field: 'weekday', operator: 'in', value: [6, 7] })
    const cases = of(weekend, 'weekday')
    expect(told(cases)).toEqual([
      ['weekday:before', '2026-11-28 03:59 结账（营业日周五）', 'Paid at 2026-11-28 03:59 (business day Friday)'],
      ['weekday:begin', '2026-11-28 04:00 结账（营业日周六）', 'Paid at 2026-11-28 04:00 (business day Saturday)'],
      ['weekday:end', '2026-11-30 03:59 结账（营业日周日）', 'Paid at 2026-11-30 03:59 (business day Sunday)'],
      ['weekday:after', '2026-11-30 04:00 结账（营业日周一）', 'Paid at 2026-11-30 04:00 (business day Monday)'],
    ])
    expect(at(cases)).toEqual(['2026-11-27T19:59', '2026-11-27T20:00', '2026-11-29T19:59', '2026-11-29T20:00'])
  })

  test('that never begin or end have no limits', () => {
    const always = double({ field: 'weekday', operator: 'in', value: [1, 2, 3, 4, 5, 6, 7] })
    expect(of(always, 'weekday')).toEqual([])
  })

  test('of a birthday say when it is, others do not', () => {
    const both = double(
      { field: 'birthday', operator: 'in', value: 'DAY' },
      { field: 'weekday', operator: 'in', value: [1] },
    )
    expect(told(of(both, 'birthday'))[1]).toEqual([
      'birthday:begin',
      '2026-11-23 04:00 结账（营业日周一），生日 11-23',
      'Paid at 2026-11-23 04:00 (business day Monday), birthday 11-23',
    ])
    expect(told(of(both, 'weekday'))[1]).toEqual([
      'weekday:begin',
      '2026-11-23 04:00 结账（营业日周一）',
      'Paid at 2026-11-23 04:00 (business day Monday)',
    ])
  })
})

test('a window is tried to the second, inside and outside', () => {
  const window = rule(times(200), { from: '2026-11-30T16:00:00.000Z', until: '2026-12-31T16:00:00.000Z' })
  expect(told([...of(window, 'from'), ...of(window, 'until')])).toEqual([
    ['from:before', '2026-11-30 23:59:59 结账', 'Paid at 2026-11-30 23:59:59'],
    ['from:at', '2026-12-01 00:00:00 结账', 'Paid at 2026-12-01 00:00:00'],
    ['until:last', '2026-12-31 23:59:59 结账', 'Paid at 2026-12-31 23:59:59'],
    ['until:at', '2027-01-01 00:00:00 结账', 'Paid at 2027-01-01 00:00:00'],
  ])
})

describe('plain cases', () => {
  test('of bills are round amounts, a refund, and the last minute of the day', () => {
    const cases = casesOf(rule(times(200)), context)
    expect(cases.map(({ key }) => key)).toEqual([
      ...['amount:99', 'amount:100', 'amount:8850', 'amount:100000', 'refund:4425', 'day:end'],
    ])
    expect(at(cases).at(-1)).toBe('2026-11-23T19:59')
    expect(cases[4]).toMatchObject({
      says: { zh: '单笔 ¥88.50，退款 ¥44.25', en: '¥44.25 of ¥88.50 refunded' },
      case: { refundFen: 4425 },
    })
  })

  test('are two more than the limits there are', () => {
    const five = double({ field: 'visit', operator: '=', value: 3 }, { field: 'tableSize', operator: '>=', value: 4 })
    expect(keys(five)).toEqual([
      ...['visit:2', 'visit:3', 'visit:4', 'tableSize:3', 'tableSize:4', 'amount:99', 'amount:100'],
    ])
  })

  test('without a bill are days, tiers and days of membership', () => {
    const visitors = rule(fixed(5), { trigger: 'CHECK_IN' })
    expect(keys(visitors)).toEqual([
      ...['day:end', 'day:after', 'tier:NORMAL', 'tier:SILVER', 'tier:GOLD', 'tier:BLACK'],
    ])
    const cases = casesOf(visitors, { ...context, names: { ...names, tiers: new Map() } })
    expect(told(cases)).toEqual([
      ['day:end', '2026-11-24 03:59 结账（营业日周一）', 'Paid at 2026-11-24 03:59 (business day Monday)'],
      ['day:after', '2026-11-24 04:00 结账（营业日周二）', 'Paid at 2026-11-24 04:00 (business day Tuesday)'],
      ['tier:NORMAL', 'NORMAL会员', 'On the tier NORMAL'],
      ['memberDays:7', '入会第 7 天', '7 days after joining'],
      ['memberDays:8', '入会第 8 天', '8 days after joining'],
    ])
    const { occasion, member } = cases[4]!.case
    expect((occasion.at.getTime() - member.enrolledAt.getTime()) / DAY).toBe(8)
  })

  test('of a coefficient are each category alone, and refunds', () => {
    expect(keys(rule(coefficient({ ALCOHOL: 0 })))).toEqual([
      ...['category:ALCOHOL', 'category:OTHER', 'refund:4425', 'refund:8850', 'refund:1', 'refund:8849'],
    ])
  })

  const refunds = (when: Condition[] = []) =>
    keys(rule({ kind: 'TAKE_BACK', shortfall: 'DEBT' }, { trigger: 'REFUND', when }))

  test('of refunds are all shares of a bill, never nothing', () => {
    expect(refunds()).toEqual([
      ...['refund:4425', 'refund:8850', 'refund:1', 'refund:8849', 'refund:2213', 'refund:6638'],
    ])
    expect(refunds([{ field: 'amount', operator: '<=', value: 1 }])).toEqual(['amount:1', 'amount:2', 'refund:1'])
  })
})

describe('a rule with many limits', () => {
  const many = (count: number, trigger: Trigger = 'PURCHASE') => {
    const when = Array.from({ length: count }, (_, at): Condition => {
      return { field: 'tableSize', operator: '>=', value: 2 * at + 2 }
    })
    return keys(rule(fixed(5), { trigger, when }))
  }

  test('is tried in thirty cases, the last two of which are refunds', () => {
    expect(many(15)).toHaveLength(30)
    expect(many(15).slice(-3)).toEqual(['tableSize:28', 'refund:4425', 'refund:8850'])
    expect(many(3).slice(-3)).toEqual(['tableSize:6', 'refund:4425', 'refund:8850'])
  })

  test('that has nothing to do with a bill is not refunded', () => {
    expect(many(3, 'CHECK_IN')).toEqual([
      'tableSize:1',
      'tableSize:2',
      'tableSize:3',
      'tableSize:4',
      'tableSize:5',
      'tableSize:6',
    ])
  })
})
