import type { Condition, ConditionGroup } from '@huitou/shared/rules'
import { expect, test } from '@jest/globals'
import {
  addTo,
  blankOf,
  conditionsOf,
  duplicateAt,
  moveBy,
  negate,
  nodeAt,
  removeAt,
  replaceAt,
  unwrapAt,
  WIDTH,
  wrapAt,
} from './tree.js'

const tuesday: Condition = { field: 'weekday', operator: 'in', value: [2] }
const evening: Condition = { field: 'time', operator: 'between', value: ['17:00', '21:00'] }
const eighty: Condition = { field: 'amount', operator: '>=', value: 8000 }
const lily: Condition = { field: 'tag', operator: 'in', value: ['lily'] }
const tree: ConditionGroup = { combinator: 'and', rules: [tuesday, { combinator: 'or', rules: [evening, eighty] }] }

test('a block is found, replaced, added and taken away by its place, and the old tree stays as it was', () => {
  const before = structuredClone(tree)
  expect(nodeAt(tree, [1, 1])).toEqual(eighty)
  expect(nodeAt(tree, [1, 2])).toBeUndefined()
  expect(nodeAt(tree, [0, 0])).toBeUndefined()
  expect(nodeAt(replaceAt(tree, [1, 0], lily), [1, 0])).toEqual(lily)
  expect(nodeAt(addTo(tree, [1], lily), [1, 2])).toEqual(lily)
  expect(removeAt(tree, [1, 0]).rules[1]).toEqual({ combinator: 'or', rules: [eighty] })
  expect(removeAt(tree, [0]).rules).toHaveLength(1)
  expect(tree).toEqual(before)
})

test('a place that does not exist changes nothing', () => {
  expect(replaceAt(tree, [5], lily)).toEqual(tree)
  expect(removeAt(tree, [0, 3])).toEqual(tree)
  expect(addTo(tree, [0], lily)).toEqual(tree)
  expect(replaceAt(tree, [], lily)).toBe(tree)
})

test('blocks move among their neighbours and stop at the edges', () => {
  expect(moveBy(tree, [0], 1).rules[1]).toEqual(tuesday)
  expect(moveBy(tree, [0], -1)).toEqual(tree)
  expect(moveBy(tree, [1, 1], 1)).toEqual(tree)
  expect(moveBy(tree, [1, 1], -1).rules[1]).toEqual({ combinator: 'or', rules: [eighty, evening] })
})

test('a block put into a group is joined the other way, and a group taken away leaves its blocks', () => {
  const wrapped = wrapAt(tree, [0])
  expect(wrapped.rules[0]).toEqual({ combinator: 'or', rules: [tuesday] })
  expect(unwrapAt(wrapped, [0])).toEqual(tree)
  expect(unwrapAt(tree, [1]).rules).toEqual([tuesday, evening, eighty])
  expect(unwrapAt(tree, [0])).toEqual(tree)
})

test('groups go three deep and no deeper', () => {
  const deep = wrapAt(wrapAt(tree, [1, 0]), [1, 0, 0])
  expect(nodeAt(deep, [1, 0, 0])).toEqual(evening)
})

test('a group holds as many blocks as the contract allows', () => {
  const full: ConditionGroup = { combinator: 'and', rules: Array.from({ length: WIDTH }, () => tuesday) }
  expect(addTo(full, [], eighty).rules).toHaveLength(WIDTH)
  expect(duplicateAt(full, [0]).rules).toHaveLength(WIDTH)
  expect(duplicateAt(tree, [0]).rules.slice(0, 2)).toEqual([tuesday, tuesday])
})

test('"not" is turned on and off without leaving a trace', () => {
  expect(negate(tree)).toEqual({ ...tree, not: true })
  expect(negate(negate(tree))).toEqual(tree)
})

test('all conditions are listed from the top down with their places', () => {
  expect(conditionsOf(tree).map(({ path, condition }) => [path.join('.'), condition.field])).toEqual([
    ['0', 'weekday'],
    ['1.0', 'time'],
    ['1.1', 'amount'],
  ])
  expect(blankOf('tag')).toEqual({ field: 'tag', operator: 'in', value: [] })
})
