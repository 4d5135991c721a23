import type { Condition, ConditionGroup } from '@huitou/shared/rules'
import { describe, expect, test } from '@jest/globals'
import { fixed, rule, times } from '../../../test/earning-builders.js'
import { canMeet, isPossible, listsIn, rangesIn, waysOf } from './possible.rules.js'

const yes = (condition: Condition) => ({ condition, not: false })
const no = (condition: Condition) => ({ condition, not: true })
const amount = (operator: '>=' | '<=', value: number): Condition => ({ field: 'amount', operator, value })
const since = (operator: '>=' | '<=', value: number): Condition => ({ field: 'daysSinceLastVisit', operator, value })
const visit = (operator: '=' | '>=' | '<=' | 'every', value: number): Condition => ({ field: 'visit', operator, value })
const list = (field: 'weekday' | 'dayOfMonth', operator: 'in' | 'notIn', ...value: number[]): Condition => ({
  field,
  operator,
  value,
})
const codes = (
  field: 'tier' | 'store' | 'tag' | 'category' | 'product',
  operator: 'in' | 'notIn',
  ...value: string[]
): Condition => ({ field, operator, value })
const channel = (
  operator: 'in' | 'notIn',
  ...value: ('STAFF' | 'POS' | 'MINI_PROGRAM' | 'IMPORT' | 'DEMO')[]
): Condition => ({
  field: 'channel',
  operator,
  value,
})
const time = (from: string, to: string): Condition => ({ field: 'time', operator: 'between', value: [from, to] })
const birthday = (value: 'DAY' | 'WEEK' | 'MONTH'): Condition => ({ field: 'birthday', operator: 'in', value })

describe('blocks that go together, and blocks that do not', () => {
  test.each([
    [[], true],
    [[yes(amount('>=', 100)), yes(amount('<=', 100))], true],
    [[yes(amount('>=', 101)), yes(amount('<=', 100))], false],
    [[no(amount('>=', 100)), yes(amount('>=', 99))], true],
    [[no(amount('>=', 100)), yes(amount('>=', 100))], false],
    [[no(amount('<=', 100)), yes(amount('<=', 101))], true],
    [[no(amount('<=', 100)), yes(amount('<=', 100))], false],
    [[yes(visit('=', 1)), yes(visit('>=', 1))], true],
    [[yes(visit('=', 1)), yes(visit('>=', 2))], false],
    [[yes(visit('=', 2)), yes(visit('=', 3))], false],
    [[no(visit('=', 2)), yes(visit('=', 2))], true],
    [[yes(visit('every', 5)), yes(visit('<=', 5))], true],
    [[yes(visit('every', 5)), yes(visit('<=', 4))], false],
    [[no(visit('every', 5)), yes(visit('<=', 4))], true],
    [[no(visit('>=', 1))], false],
    [[yes(visit('=', 1)), yes(since('<=', 30))], false],
    [[yes(visit('=', 2)), yes(since('<=', 30))], true],
    [[yes(visit('=', 1)), no(since('<=', 30))], true],
    [[yes(since('>=', 31)), yes(since('<=', 30))], false],
    [[yes(since('>=', 30)), yes(since('<=', 30))], true],
    [[yes({ field: 'tableSize', operator: '<=', value: 1 })], true],
    [[no({ field: 'tableSize', operator: '>=', value: 1 })], false],
    [
      [yes({ field: 'memberDays', operator: '>=', value: 8 }), yes({ field: 'memberDays', operator: '<=', value: 7 })],
      false,
    ],
    [[yes(list('weekday', 'in', 1, 2)), yes(list('weekday', 'in', 2, 3))], true],
    [[yes(list('weekday', 'in', 1, 2)), yes(list('weekday', 'in', 3))], false],
    [[yes(list('weekday', 'in', 1, 2)), yes(list('weekday', 'notIn', 1))], true],
    [[yes(list('weekday', 'in', 1)), yes(list('weekday', 'notIn', 1))], false],
    [[yes(list('weekday', 'in', 1)), no(list('weekday', 'in', 1))], false],
    [[yes(list('weekday', 'notIn', 1, 2, 3, 4)), yes(list('weekday', 'notIn', 5, 6))], true],
    [[yes(list('weekday', 'notIn', 1, 2, 3, 4)), yes(list('weekday', 'notIn', 5, 6, 7))], false],
    [[yes(list('dayOfMonth', 'in', 8)), yes(list('dayOfMonth', 'in', 18))], false],
    [[yes(list('dayOfMonth', 'in', 31)), yes(list('dayOfMonth', 'notIn', 30))], true],
    [[yes(channel('notIn', 'STAFF', 'POS', 'MINI_PROGRAM')), yes(channel('notIn', 'IMPORT', 'DEMO'))], false],
    [[yes(channel('notIn', 'STAFF', 'POS')), yes(channel('notIn', 'IMPORT'))], true],
    [[yes(codes('tier', 'in', 'GOLD')), yes(codes('tier', 'in', 'SILVER'))], false],
    [[yes(codes('tier', 'notIn', 'GOLD')), yes(codes('tier', 'notIn', 'SILVER'))], true],
    [[yes(codes('store', 'in', '1')), no(codes('store', 'notIn', '1'))], true],
    [[yes(codes('store', 'in', '1')), no(codes('store', 'in', '1', '2'))], false],
    [[yes(codes('tag', 'in', 'a')), yes(codes('tag', 'in', 'b'))], true],
    [[yes(codes('tag', 'in', 'a', 'b')), yes(codes('tag', 'notIn', 'a'))], true],
    [[yes(codes('tag', 'in', 'a')), yes(codes('tag', 'notIn', 'a', 'b'))], false],
    [[yes(codes('category', 'in', 'A')), no(codes('category', 'in', 'A'))], false],
    [[yes(codes('product', 'in', '1')), yes(codes('category', 'notIn', '1'))], true],
    [
      [
        yes({ field: 'festival', operator: 'in', value: ['QIXI'] }),
        yes({ field: 'festival', operator: 'notIn', value: ['QIXI'] }),
      ],
      false,
    ],
    [[yes(time('09:00', '12:00')), yes(time('11:59', '13:00'))], true],
    [[yes(time('09:00', '12:00')), yes(time('12:00', '13:00'))], false],
    [[yes(time('22:00', '02:00')), yes(time('01:59', '03:00'))], true],
    [[yes(time('22:00', '02:00')), yes(time('02:00', '22:00'))], false],
    [[yes(time('09:00', '12:00')), no(time('09:00', '11:59'))], true],
    [[yes(time('09:00', '12:00')), no(time('08:00', '12:00'))], false],
    [[yes(time('23:59', '00:00'))], true],
    [[yes(birthday('DAY')), yes(birthday('MONTH'))], true],
    [[yes(birthday('DAY')), no(birthday('DAY'))], false],
    [[yes(birthday('DAY')), no(birthday('MONTH'))], false],
    [[yes(birthday('DAY')), no(birthday('WEEK'))], false],
    [[yes(birthday('WEEK')), no(birthday('MONTH'))], true],
    [[yes(birthday('MONTH')), no(birthday('DAY'))], true],
  ] as [Parameters<typeof isPossible>[0], boolean][])('%j: %p', (leaves, possible) => {
    expect(isPossible(leaves)).toBe(possible)
    expect(isPossible([...leaves].reverse())).toBe(possible)
  })

  test('what is left to a field can be asked', () => {
    expect(rangesIn([yes(amount('>=', 5)), no(amount('>=', 9))]).get('amount')).toEqual({ low: 5, high: 8 })
    expect(rangesIn([yes(since('<=', 3))]).get('visit')).toEqual({ low: 2, high: Number.POSITIVE_INFINITY })
    expect(
      listsIn(
        [yes(codes('tier', 'in', 'A', 'B')), yes(codes('tier', 'in', 'B')), yes(codes('tier', 'notIn', 'C'))],
        'tier',
      ),
    ).toEqual({ only: ['B'], never: ['C'] })
    expect(listsIn([], 'tier')).toEqual({ only: null, never: [] })
  })
})

describe('the ways in which a group can be met', () => {
  const and = (...rules: ConditionGroup['rules']): ConditionGroup => ({ combinator: 'and', rules })
  const or = (...rules: ConditionGroup['rules']): ConditionGroup => ({ combinator: 'or', rules })
  const [a, b, c] = [amount('>=', 100), list('weekday', 'in', 2), codes('tier', 'in', 'GOLD')]

  test('are multiplied by "and" and added by "or"', () => {
    expect(waysOf(and())).toEqual([[]])
    expect(waysOf(and(a, b))).toEqual([[yes(a), yes(b)]])
    expect(waysOf(or(a, b))).toEqual([[yes(a)], [yes(b)]])
    expect(waysOf(and(a, or(b, c)))).toEqual([
      [yes(a), yes(b)],
      [yes(a), yes(c)],
    ])
  })

  test('"not" turns them round', () => {
    expect(waysOf({ ...and(a, b), not: true })).toEqual([[no(a)], [no(b)]])
    expect(waysOf({ ...or(a, b), not: true })).toEqual([[no(a), no(b)]])
    expect(waysOf({ ...and({ ...or(a, b), not: true }), not: true })).toEqual([[yes(a)], [yes(b)]])
    expect(waysOf({ ...and(and()), not: true })).toEqual([])
  })

  test('the impossible ones are none', () => {
    expect(waysOf(and(amount('>=', 2), amount('<=', 1)))).toEqual([])
    expect(waysOf(or(and(amount('>=', 2), amount('<=', 1)), b))).toEqual([[yes(b)]])
  })

  test('more than 64 are too many to look at', () => {
    const pair = (n: number) => or(codes('tag', 'in', `a${n}`), codes('tag', 'in', `b${n}`))
    expect(waysOf(and(...[1, 2, 3, 4, 5, 6].map(pair)))).toHaveLength(64)
    expect(waysOf(and(...[1, 2, 3, 4, 5, 6, 7].map(pair)))).toBeNull()
    expect(waysOf(and(and(...[1, 2, 3, 4, 5, 6, 7].map(pair))))).toBeNull()
  })

  test('two rules meet when one of their ways goes with one of the other', () => {
    const when = (group: ConditionGroup) => rule(times(200), { when: group })
    expect(canMeet(when(and(b)), when(and(c)))).toBe(true)
    expect(canMeet(when(and(b)), when(and(list('weekday', 'in', 3))))).toBe(false)
    expect(canMeet(when(or(b, c)), when(and(list('weekday', 'in', 3))))).toBe(true)
    expect(canMeet(when(and()), rule(fixed(1), { trigger: 'ENROLMENT' }))).toBe(false)
    const many = and(...[1, 2, 3, 4, 5, 6, 7].map(n => or(codes('tag', 'in', `a${n}`), codes('tag', 'in', `b${n}`))))
    expect(canMeet(when(many), when(and(b)))).toBe(true)
    expect(canMeet(when(and(b)), when(many))).toBe(true)
  })

  test('rules of different times do not', () => {
    const [one, two, three] = ['2026-01-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z', '2026-02-01T00:00:00.001Z']
    const until = (at: string) => rule(times(200), { until: at })
    const from = (at: string) => rule(times(200), { from: at })
    expect(canMeet(until(two), from(two))).toBe(false)
    expect(canMeet(from(two), until(two))).toBe(false)
    expect(canMeet(until(three), from(two))).toBe(true)
    expect(canMeet(from(two), until(three))).toBe(true)
    expect(canMeet(from(one), from(two))).toBe(true)
    expect(canMeet(until(one), until(two))).toBe(true)
  })
})
