import type { Condition, Reward, Trigger } from '@huitou/shared/rules'
import { expect, test } from '@jest/globals'
import { goalsOf } from './goals.js'

const double: Reward = { kind: 'MULTIPLIER', percent: 200 }
const rule = (trigger: Trigger, reward: Reward, ...rules: Condition[]) => ({
  trigger,
  reward,
  when: { combinator: 'and' as const, rules },
})

test('what every bill earns is the ground of the programme', () => {
  const rate: Reward = { kind: 'RATE', points: 1, fen: 100, growth: { points: 1, fen: 100 } }
  expect(goalsOf(rule('PURCHASE', rate))).toEqual(['BASE'])
  expect(goalsOf(rule('REFUND', { kind: 'TAKE_BACK', shortfall: 'DEBT' }))).toEqual(['BASE'])
})

test('a day of double points brings guests back', () => {
  expect(goalsOf(rule('PURCHASE', double, { field: 'weekday', operator: 'in', value: [2] }))).toEqual(['REPEAT'])
  expect(goalsOf(rule('PURCHASE', double, { field: 'daysSinceLastVisit', operator: '<=', value: 30 }))).toEqual([
    'REPEAT',
  ])
})

test('who has been away for long is woken; who comes first is won; who is brought by a friend is both', () => {
  expect(goalsOf(rule('PURCHASE', double, { field: 'daysSinceLastVisit', operator: '>=', value: 60 }))).toEqual([
    'WAKE',
  ])
  expect(goalsOf(rule('PURCHASE', double, { field: 'visit', operator: '=', value: 1 }))).toEqual(['NEWCOMERS'])
  expect(goalsOf(rule('PURCHASE', double, { field: 'visit', operator: 'every', value: 5 }))).toEqual(['REPEAT'])
  expect(goalsOf(rule('REFERRAL_FIRST_VISIT', { kind: 'FIXED', points: 100 }))).toEqual(['SPREAD', 'NEWCOMERS'])
})
