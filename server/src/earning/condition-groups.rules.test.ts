import type { Condition, ConditionGroup } from '@huitou/shared/rules'
import { expect, test } from '@jest/globals'
import { facts } from '../../../test/earning-builders.js'
import { judge } from './conditions.rules.js'

const yes: Condition = { field: 'amount', operator: '>=', value: 1 }
const no: Condition = { field: 'amount', operator: '>=', value: 10_000 }
const unknown: Condition = { field: 'tableSize', operator: '>=', value: 4 }
const and = (...rules: (Condition | ConditionGroup)[]): ConditionGroup => ({ combinator: 'and', rules })
const or = (...rules: (Condition | ConditionGroup)[]): ConditionGroup => ({ combinator: 'or', rules })
const not = (group: ConditionGroup): ConditionGroup => ({ ...group, not: true })
const missing = (group: ConditionGroup) => judge(group, facts()).missing.map(({ condition }) => condition)

test.each([
  [and(), true],
  [or(), true],
  [not(and()), true],
  [and(yes), true],
  [and(no), false],
  [and(unknown), null],
  [and(yes, yes), true],
  [and(yes, no), false],
  [and(yes, unknown), null],
  [and(no, unknown), false],
  [and(unknown, no), false],
  [or(yes, no), true],
  [or(no, yes), true],
  [or(no, no), false],
  [or(no, unknown), null],
  [or(yes, unknown), true],
  [or(unknown, yes), true],
  [not(and(yes)), false],
  [not(and(no)), true],
  [not(and(unknown)), null],
  [not(and(yes, no)), true],
  [not(and(yes, unknown)), null],
  [not(or(yes, no)), false],
  [not(or(no, no)), true],
  [not(and(not(and(yes)))), true],
  [and(yes, not(or(no, no))), true],
  [and(or(no, yes), not(and(no))), true],
  [not(and(and())), false],
  [or(no, and()), true],
])('%j is %p', (group, is) => {
  expect(judge(group, facts()).met).toBe(is)
})

test('what is missing names the fewest blocks that would have to be otherwise', () => {
  expect(missing(and(yes, no))).toEqual([no])
  expect(missing(and(no, unknown))).toEqual([no, unknown])
  expect(missing(or(and(no, no), and(no, yes)))).toEqual([no])
  expect(missing(or(no, unknown))).toEqual([no])
  expect(missing(and(yes))).toEqual([])
  expect(missing(or(no, yes))).toEqual([])
})

test('a turned round block says so, and that it holds', () => {
  expect(judge(not(and(yes)), facts())).toEqual({
    met: false,
    missing: [{ condition: yes, not: true, met: false, actual: 8850 }],
    by: [],
  })
  expect(judge(not(and(no)), facts())).toEqual({
    met: true,
    missing: [],
    by: [{ condition: no, not: true, met: true, actual: 8850 }],
  })
})

test('what holds is told only of groups that hold', () => {
  expect(judge(and(yes, no), facts()).by).toEqual([])
  expect(judge(and(yes, or(no, yes)), facts()).by.map(({ condition }) => condition)).toEqual([yes, yes])
})
