import { type Condition, RuleDefinition } from '@huitou/shared/rules'
import { expect, test } from '@jest/globals'
import { problemsOf } from './problems.js'
import { blankRule } from './rule.js'
import { blankOf, fieldGroups } from './tree.js'

const rule = (parts: Partial<RuleDefinition>): RuleDefinition => ({ ...blankRule('周二双倍'), ...parts })
const at = (parts: Partial<RuleDefinition>) => problemsOf(rule(parts)).map(problem => problem.at)
const when = (...rules: Condition[]): Partial<RuleDefinition> => ({ when: { combinator: 'and', rules } })

test('a blank rule is complete from the start', () => {
  expect(problemsOf(blankRule('新规则'))).toEqual([])
})

test('every new block either reads as something already, or is said to be open', () => {
  for (const field of fieldGroups.flatMap(([, fields]) => fields)) {
    const made = rule(when(blankOf(field)))
    // What is said to be complete, the contract takes; what the contract refuses, is said.
    expect([field, problemsOf(made).length === 0]).toEqual([field, RuleDefinition.safeParse(made).success])
  }
})

test('an empty value is found where it is, also deep in a group', () => {
  const empty: Condition = { field: 'tag', operator: 'in', value: [] }
  const tree = { combinator: 'and' as const, rules: [blankOf('amount'), { combinator: 'or' as const, rules: [empty] }] }
  expect(at({ when: tree })).toEqual(['when.1.0'])
  expect(at(when({ field: 'amount', operator: '>=', value: 0 }))).toEqual(['when.0'])
  expect(at(when({ field: 'memberDays', operator: '<=', value: 0 }))).toEqual([])
})

test('the window must end after it begins', () => {
  const from = '2026-12-01T00:00:00.000Z'
  expect(at({ from, until: from })).toEqual(['until'])
  expect(at({ from, until: '2026-12-01T00:00:01.000Z' })).toEqual([])
})

test('reward, limits, group, validity and restriction are looked at', () => {
  expect(at({ name: { zh: ' ', en: '' } })).toEqual(['name'])
  expect(at({ reward: { kind: 'MULTIPLIER', percent: 100 } })).toEqual(['reward'])
  expect(at({ reward: { kind: 'MULTIPLIER', percent: 101 } })).toEqual([])
  const twice = { category: 'DRINK', percent: 0 }
  expect(at({ reward: { kind: 'COEFFICIENT', categories: [twice, twice] } })).toEqual(['reward'])
  expect(at({ caps: [{ per: 'DAY', of: 'ALL', points: 0 }] })).toEqual(['caps.0'])
  expect(at({ stacking: { group: '双倍', choose: 'BEST', priority: 1 } })).toEqual(['stacking'])
  expect(at({ expiry: { kind: 'DATE', on: '' } })).toEqual(['expiry'])
  expect(at({ restriction: { weekdays: [], between: null, rewards: null } })).toEqual(['restriction'])
})

test('the base rate must say how long points live', () => {
  const reward: RuleDefinition['reward'] = { kind: 'RATE', points: 1, fen: 100, growth: { points: 1, fen: 100 } }
  expect(at({ reward })).toEqual(['expiry'])
  expect(at({ reward, expiry: { kind: 'MONTHS', months: 24 } })).toEqual([])
})
