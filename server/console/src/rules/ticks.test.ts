import { expect, test } from '@jest/globals'
import { NEEDED, openTicks } from './ticks.js'

const right = { tick: 'RIGHT' as const, holds: true }
const open = { tick: null, holds: true }
const many = (count: number) => Array.from({ length: count }, () => right)

test('six examples ticked right are enough, five are not', () => {
  expect(openTicks([...many(NEEDED - 1), open, open, open]).missing).toBe(1)
  expect(openTicks([...many(NEEDED), open, open]).missing).toBe(0)
})

test('a rule with only three examples needs those three', () => {
  expect(openTicks([right, right, open])).toEqual({ right: 2, missing: 1, wrong: 0 })
  expect(openTicks([])).toEqual({ right: 0, missing: 0, wrong: 0 })
})

test('an example marked wrong, or one that came out differently since, keeps the rule back', () => {
  const wrong = { tick: 'WRONG' as const, holds: true }
  const broken = { tick: 'RIGHT' as const, holds: false }
  expect(openTicks([...many(NEEDED), wrong, broken])).toEqual({ right: NEEDED, missing: 0, wrong: 2 })
})

test('a broken example is counted once: two ticked right and four broken leave four to check, not eight', () => {
  const broken = { tick: 'RIGHT' as const, holds: false }
  expect(openTicks([...many(2), broken, broken, broken, broken])).toEqual({ right: 2, missing: 0, wrong: 4 })
})
