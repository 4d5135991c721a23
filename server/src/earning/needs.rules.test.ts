import type { Condition, ConditionGroup, Reward } from '@huitou/shared/rules'
import { expect, test } from '@jest/globals'
import { coefficient, fixed, rule, times } from '../../../test/earning-builders.js'
import { needsOf } from './needs.rules.js'

const needs = (when: ConditionGroup | Condition[], reward: Reward = fixed(5)) =>
  needsOf([{ id: 1, code: 'gift', version: 1, definition: rule(reward, { when }) }])
const NOTHING = { member: false, dishes: false }
const weekend: Condition = { field: 'weekday', operator: 'in', value: [6, 7] }

test('a plain rate, a multiplier, or no rule at all asks for nothing', () => {
  expect([needsOf([]), needs([]), needs([weekend], times(200))]).toEqual([NOTHING, NOTHING, NOTHING])
})

test.each<Condition>([
  { field: 'tier', operator: 'in', value: ['GOLD'] },
  { field: 'tag', operator: 'in', value: ['tea'] },
  { field: 'birthday', operator: 'in', value: 'MONTH' },
  { field: 'memberDays', operator: '>=', value: 7 },
])('$field asks who the guest is', condition => {
  expect(needs([condition])).toEqual({ member: true, dishes: false })
})

test.each<Condition>([
  { field: 'category', operator: 'in', value: ['DRINK'] },
  { field: 'product', operator: 'in', value: ['7'] },
  { field: 'newProduct', operator: '<=', value: 7 },
])('$field asks what was on the table', condition => {
  expect(needs([condition])).toEqual({ member: false, dishes: true })
})

test('a coefficient asks what was on the table, whatever its conditions', () => {
  expect(needs([weekend], coefficient({ ALCOHOL: 0 }))).toEqual({ member: false, dishes: true })
})

test('a block deep inside, or of only one of the rules, is asked for too', () => {
  const deep: ConditionGroup = {
    combinator: 'or',
    rules: [weekend, { combinator: 'and', not: true, rules: [{ field: 'tag', operator: 'in', value: ['tea'] }] }],
  }
  expect(needs(deep)).toEqual({ member: true, dishes: false })
  const rules = [fixed(5), coefficient({ ALCOHOL: 0 })].map((reward, id) => ({
    ...{ id, code: `r${id}`, version: 1, definition: rule(reward, id === 0 ? { when: deep } : {}) },
  }))
  expect(needsOf(rules)).toEqual({ member: true, dishes: true })
})
