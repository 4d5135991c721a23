import { expect, test } from '@jest/globals'
import { isKeyDue, isOfKey, KEY_AHEAD_MS, KEY_SIGNS_MS, nextSpan } from './offline-keys.rules.js'

const now = new Date('2026-11-23T04:30:00.000Z')
const after = (ms: number) => new Date(now.getTime() + ms)
const ending = (ms: number) => ({ signs_from: after(ms - KEY_SIGNS_MS), signs_until: after(ms) })

test.each([
  ['no key at all', undefined, true],
  ['a key that ended yesterday', ending(-86_400_000), true],
  ['a key that ends in two days', ending(KEY_AHEAD_MS), true],
  ['a key that ends a moment after two days', ending(KEY_AHEAD_MS + 1), false],
])('with %s, another one is due: %s', (_, last, due) => {
  expect(isKeyDue(last, now)).toBe(due)
})

test('a key begins where the last one ends, without a gap', () => {
  expect(nextSpan(ending(KEY_AHEAD_MS), now)).toEqual({
    signs_from: after(KEY_AHEAD_MS),
    signs_until: after(KEY_AHEAD_MS + KEY_SIGNS_MS),
  })
})

test('the first key, and one after a long pause, begins now, with a little for clocks that are behind', () => {
  expect(nextSpan(undefined, now).signs_from).toEqual(after(-300_000))
  expect(nextSpan(ending(0), now).signs_from).toEqual(after(-300_000))
})

test('a token belongs to the second its key begins in, and to none from the moment it ends', () => {
  const key = { signs_from: after(500), signs_until: after(10_000) }
  expect(isOfKey(now.getTime(), key)).toBe(true)
  expect(isOfKey(now.getTime() - 1000, key)).toBe(false)
  expect(isOfKey(now.getTime() + 9_000, key)).toBe(true)
  expect(isOfKey(now.getTime() + 10_000, key)).toBe(false)
})
