import { expect, test } from '@jest/globals'
import { type Attempts, afterPause, afterSuccess, beginAttempt, LOCK_MS } from './sign-in.rules.js'

const now = new Date('2026-11-23T04:30:00.000Z')
const inMs = (ms: number) => new Date(now.getTime() + ms)

test.each<[string, Attempts, Attempts | null]>([
  ['the first attempt', { failures: 0, lockedUntil: null }, { failures: 1, lockedUntil: null }],
  ['the fourth', { failures: 3, lockedUntil: null }, { failures: 4, lockedUntil: null }],
  [
    'the fifth locks while it is judged',
    { failures: 4, lockedUntil: null },
    { failures: 5, lockedUntil: inMs(LOCK_MS) },
  ],
  ['a locked account lets nobody try', { failures: 5, lockedUntil: inMs(1) }, null],
  ['a lock that ends now is over', { failures: 5, lockedUntil: now }, { failures: 1, lockedUntil: null }],
])('%s', (_, before, after) => {
  expect(beginAttempt(before, now)).toEqual(after)
})

test('success clears the count and the lock', () => {
  expect(afterSuccess()).toEqual({ failures: 0, lockedUntil: null })
})

test('an attempt that waits for its second step gives back its place, and the lock it caused', () => {
  expect(afterPause({ failures: 5, lockedUntil: inMs(LOCK_MS) })).toEqual({ failures: 4, lockedUntil: null })
  expect(afterPause({ failures: 2, lockedUntil: null })).toEqual({ failures: 1, lockedUntil: null })
  expect(afterPause({ failures: 0, lockedUntil: null })).toEqual({ failures: 0, lockedUntil: null })
})
