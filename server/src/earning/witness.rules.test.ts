import type { Condition, ConditionGroup, RuleDefinition } from '@huitou/shared/rules'
import { describe, expect, test } from '@jest/globals'
import { coefficient, fixed, names, rule, times } from '../../../test/earning-builders.js'
import { DAY } from '../../../test/world-basics.js'
import {
  atMoment,
  type Case,
  type CaseContext,
  caseOf,
  lateFactsOf,
  momentOf,
  onDay,
  withDaysSince,
  withMemberDays,
  withVisit,
  witnessOf,
} from './witness.rules.js'

// Noon of a Sunday in Shanghai; cases happen at half past twelve of the day after.
const context: CaseContext = {
  now: new Date('2026-11-22T04:00:00Z'),
  place: { storeId: 1, timeZone: 'Asia/Shanghai', cutOffMinutes: 240 },
  names,
}
const MONDAY = new Date('2026-11-23T04:30:00Z')
const before = (at: Date, days: number) => new Date(at.getTime() - days * DAY)
const PLAIN: Case = {
  occasion: {
    ...{ trigger: 'PURCHASE', imported: false, paidFen: 8850, lines: [], channel: 'STAFF', at: MONDAY, tableSize: 2 },
    ...context.place,
  },
  member: { id: 16, tier: 'NORMAL', tags: [], birthday: null, enrolledAt: before(MONDAY, 400) },
  late: { activities: 9, lastActivityAt: before(MONDAY, 10) },
}
const met = (...when: Condition[]) => witnessOf(rule(fixed(5), { when }), context).met
const unless = (condition: Condition): RuleDefinition =>
  rule(fixed(5), { when: { combinator: 'and', not: true, rules: [condition] } })

describe('a guest who meets a rule', () => {
  test('without conditions is a plain one: the tenth visit, ten days after the ninth', () => {
    expect(witnessOf(rule(fixed(5)), context)).toEqual({ met: PLAIN, way: [] })
  })

  test.each([
    ['REFUND', 'PURCHASE', 8850],
    ['CHECK_IN', 'CHECK_IN', 0],
    ['BIRTHDAY', 'BIRTHDAY', 0],
  ] as const)('of trigger %s is at %s, with %i fen', (trigger, on, paidFen) => {
    const { occasion } = witnessOf(rule(fixed(5), { trigger }), context).met
    expect(occasion).toMatchObject({ trigger: on, paidFen })
  })

  test('comes on the day after the rule begins, when that lies ahead', () => {
    const at = (from: string) => witnessOf(rule(fixed(5), { from }), context).met.occasion.at
    expect(at('2026-12-01T00:00:00Z')).toEqual(new Date('2026-12-02T04:30:00Z'))
    expect(at('2026-01-01T00:00:00Z')).toEqual(MONDAY)
  })

  test('of conditions nobody can meet is as near as can be', () => {
    const never = met(
      { field: 'weekday', operator: 'in', value: [1] },
      { field: 'weekday', operator: 'in', value: [2] },
    )
    expect(never.occasion.at).toEqual(MONDAY)
  })
})

describe('when', () => {
  const at = (...when: Condition[]) =>
    met(...when)
      .occasion.at.toISOString()
      .slice(5, 16)

  test.each<[string, Condition[], string]>([
    [
      'at the usual time where that will do',
      [{ field: 'time', operator: 'between', value: ['12:00', '13:00'] }],
      '11-23T04:30',
    ],
    [
      'at the first minute that will do otherwise',
      [{ field: 'time', operator: 'between', value: ['17:00', '21:00'] }],
      '11-23T09:00',
    ],
    [
      'at one that suits all blocks',
      [
        { field: 'time', operator: 'between', value: ['10:00', '14:00'] },
        { field: 'time', operator: 'between', value: ['13:00', '20:00'] },
      ],
      '11-23T05:00',
    ],
    [
      'of the night after where the day is not over',
      [{ field: 'time', operator: 'between', value: ['01:00', '02:00'] }],
      '11-23T17:00',
    ],
    ['on the next such weekday', [{ field: 'weekday', operator: 'in', value: [7] }], '11-29T04:30'],
    ['on the next such day of a month', [{ field: 'dayOfMonth', operator: 'in', value: [22] }], '12-22T04:30'],
    [
      'on one that is both',
      [
        { field: 'dayOfMonth', operator: 'in', value: [1, 2, 3, 4, 5, 6] },
        { field: 'weekday', operator: 'in', value: [6] },
      ],
      '12-05T04:30',
    ],
  ])('%s', (_, when, expected) => {
    expect(at(...when)).toBe(expected)
  })
})

describe('counts', () => {
  test.each<[Condition, number, number | null]>([
    [{ field: 'visit', operator: '=', value: 1 }, 0, null],
    [{ field: 'visit', operator: '=', value: 3 }, 2, 10],
    [{ field: 'visit', operator: '>=', value: 20 }, 19, 10],
    [{ field: 'visit', operator: '<=', value: 4 }, 3, 10],
    [{ field: 'visit', operator: 'every', value: 5 }, 9, 10],
    [{ field: 'visit', operator: 'every', value: 7 }, 6, 10],
    [{ field: 'visit', operator: 'every', value: 10_000 }, 9999, 10],
    [{ field: 'daysSinceLastVisit', operator: '>=', value: 60 }, 9, 60],
    [{ field: 'daysSinceLastVisit', operator: '<=', value: 3 }, 9, 3],
    [{ field: 'daysSinceLastVisit', operator: '<=', value: 30 }, 9, 10],
  ])('%j is met after %i visits, %p days after the last', (condition, activities, days) => {
    const lastActivityAt = days === null ? null : before(MONDAY, days)
    expect(met(condition).late).toEqual({ activities, lastActivityAt })
  })

  test.each<[Condition, number]>([
    [{ field: 'amount', operator: '>=', value: 100 }, 100],
    [{ field: 'amount', operator: '>=', value: 10_000 }, 10_000],
    [{ field: 'amount', operator: '<=', value: 5000 }, 5000],
    [{ field: 'amount', operator: '<=', value: 10_000 }, 8850],
  ])('%j is met by %i fen', (condition, paidFen) => {
    expect(met(condition).occasion.paidFen).toBe(paidFen)
  })

  test('without a bill an amount is only what it must be', () => {
    const fen = (condition: Condition) =>
      witnessOf(rule(fixed(5), { trigger: 'CHECK_IN', when: [condition] }), context).met.occasion.paidFen
    expect(fen({ field: 'amount', operator: '>=', value: 100 })).toBe(100)
    expect(fen({ field: 'amount', operator: '<=', value: 100 })).toBe(0)
  })

  test('guests at the table and days of membership stay the usual ones where they will do', () => {
    const shown = ({ occasion, member }: Case) => [
      occasion.tableSize,
      (MONDAY.getTime() - member.enrolledAt.getTime()) / DAY,
    ]
    expect(shown(met({ field: 'tableSize', operator: '>=', value: 6 }))).toEqual([6, 400])
    expect(shown(met({ field: 'tableSize', operator: '<=', value: 6 }))).toEqual([2, 400])
    expect(shown(met({ field: 'memberDays', operator: '<=', value: 30 }))).toEqual([2, 30])
    expect(shown(met({ field: 'memberDays', operator: '>=', value: 900 }))).toEqual([2, 900])
  })
})

describe('lists', () => {
  test.each<[Condition, number]>([
    [{ field: 'store', operator: 'in', value: ['2'] }, 2],
    [{ field: 'store', operator: 'in', value: ['1', '2'] }, 1],
    [{ field: 'store', operator: 'notIn', value: ['1'] }, 2],
  ])('%j is met in store %i', (condition, storeId) => {
    expect(met(condition).occasion.storeId).toBe(storeId)
  })

  test.each<[Condition, string]>([
    [{ field: 'channel', operator: 'in', value: ['POS'] }, 'POS'],
    [{ field: 'channel', operator: 'notIn', value: ['STAFF', 'POS'] }, 'MINI_PROGRAM'],
  ])('%j is met by %s', (condition, channel) => {
    expect(met(condition).occasion.channel).toBe(channel)
  })

  test.each<[Condition, string, string[]]>([
    [{ field: 'tier', operator: 'in', value: ['GOLD', 'BLACK'] }, 'GOLD', []],
    [{ field: 'tier', operator: 'notIn', value: ['NORMAL'] }, 'SILVER', []],
    [{ field: 'tag', operator: 'in', value: ['vip', 'tea'] }, 'NORMAL', ['vip']],
    [{ field: 'tag', operator: 'notIn', value: ['vip'] }, 'NORMAL', []],
  ])('%j is met by a guest of %s with tags %j', (condition, tier, tags) => {
    expect(met(condition).member).toMatchObject({ tier, tags })
  })

  test('turned round ask for the opposite', () => {
    const { member } = witnessOf(unless({ field: 'tag', operator: 'notIn', value: ['vip'] }), context).met
    expect(member.tags).toEqual(['vip'])
    const other = witnessOf(unless({ field: 'tag', operator: 'in', value: ['vip'] }), context).met
    expect(other.member.tags).toEqual([])
  })
})

describe('dishes', () => {
  const line = (category: string, fen: number, more = {}) => ({
    category,
    fen,
    productId: null,
    listedOn: null,
    ...more,
  })
  const lines = (definition: RuleDefinition) => witnessOf(definition, context).met.occasion.lines

  test('that the blocks ask for share the bill, the first takes the rest', () => {
    const when: Condition[] = [
      { field: 'category', operator: 'in', value: ['DRINK', 'HOT'] },
      { field: 'product', operator: 'in', value: ['7'] },
      { field: 'amount', operator: '>=', value: 101 },
    ]
    expect(lines(rule(fixed(5), { when }))).toEqual([line('DRINK', 51), line('OTHER', 50, { productId: 7 })])
  })

  test('that a coefficient is about are on the bill, each once', () => {
    const when: Condition[] = [
      { field: 'category', operator: 'in', value: ['HOT'] },
      { field: 'amount', operator: '>=', value: 100 },
    ]
    const definition = rule(coefficient({ DRINK: 50, HOT: 0, ALCOHOL: 0 }), { when })
    expect(lines(definition)).toEqual([line('HOT', 34), line('DRINK', 33), line('ALCOHOL', 33)])
  })

  test('that are new came on the menu on that day', () => {
    const isNew: Condition = { field: 'newProduct', operator: '<=', value: 7 }
    expect(lines(rule(fixed(5), { when: [isNew] }))).toEqual([line('OTHER', 8850, { listedOn: '2026-11-23' })])
    expect(lines(rule(fixed(5), { when: [isNew, { field: 'category', operator: 'in', value: ['HOT'] }] }))).toEqual([
      line('HOT', 8850, { listedOn: '2026-11-23' }),
    ])
    expect(lines(unless(isNew))).toEqual([])
  })

  test('nobody asks for leave a bill without any', () => {
    expect(lines(rule(times(200), { when: [{ field: 'category', operator: 'notIn', value: ['HOT'] }] }))).toEqual([])
  })
})

describe('birthdays', () => {
  const born = (definition: RuleDefinition) => witnessOf(definition, context).met.member.birthday
  const birthday: Condition = { field: 'birthday', operator: 'in', value: 'DAY' }

  test('are today where they are asked for, half a year away where they must not be, and unknown otherwise', () => {
    expect(born(rule(fixed(5), { when: [birthday] }))).toEqual({ calendar: 'SOLAR', on: '11-23' })
    expect(born(unless(birthday))).toEqual({ calendar: 'SOLAR', on: '05-22' })
    expect(born(rule(fixed(5), { when: [{ field: 'tableSize', operator: '>=', value: 2 }] }))).toBeNull()
  })

  test('are today where one block asks for them and another does not mind', () => {
    const when: ConditionGroup = {
      combinator: 'and',
      rules: [
        { field: 'birthday', operator: 'in', value: 'MONTH' },
        { combinator: 'and', rules: [birthday] },
      ],
    }
    expect(born(rule(fixed(5), { when }))).toEqual({ calendar: 'SOLAR', on: '11-23' })
  })
})

describe('the same guest', () => {
  test('at another moment keeps the distance to the last visit and to joining', () => {
    const later = new Date(MONDAY.getTime() + 3 * DAY)
    expect(atMoment(PLAIN, later)).toEqual({
      occasion: { ...PLAIN.occasion, at: later },
      member: { ...PLAIN.member, enrolledAt: before(later, 400) },
      late: { activities: 9, lastActivityAt: before(later, 10) },
    })
    expect(atMoment(withVisit(PLAIN, 1), later).late).toEqual({ activities: 0, lastActivityAt: null })
  })

  test('at a minute of a business day: before the cut-off it is that of the next calendar day', () => {
    const day = 20_780
    expect([239, 240].map(minute => momentOf(PLAIN.occasion, day, minute).toISOString())).toEqual([
      '2026-11-23T19:59:00.000Z',
      '2026-11-22T20:00:00.000Z',
    ])
    expect(onDay(PLAIN, day, 750)).toEqual(PLAIN)
  })

  test('at the first visit has none before, and stays so', () => {
    const first = withVisit(PLAIN, 1)
    expect(first.late).toEqual({ activities: 0, lastActivityAt: null })
    expect(withDaysSince(first, 5)).toEqual(first)
    expect(withVisit(PLAIN, 2).late).toEqual({ activities: 1, lastActivityAt: before(MONDAY, 10) })
    expect(withDaysSince(PLAIN, 5).late).toEqual({ activities: 9, lastActivityAt: before(MONDAY, 5) })
    expect(withMemberDays(PLAIN, 5).member).toEqual({ ...PLAIN.member, enrolledAt: before(MONDAY, 5) })
  })

  test('reads back as it was stored, and nothing has been counted yet', () => {
    expect(caseOf(JSON.stringify(PLAIN))).toEqual(PLAIN)
    expect(caseOf(JSON.stringify(withVisit(PLAIN, 1)))).toEqual(withVisit(PLAIN, 1))
    expect(lateFactsOf(PLAIN)).toEqual({ ...PLAIN.late, tallies: new Map() })
  })
})
