import { expect, test } from '@jest/globals'
import { keyWithin } from './keys.js'

test('a key that fits stays as it is, to the last character', () => {
  const key = `tier-keep:${'1'.repeat(70)}`
  expect(key).toHaveLength(80)
  expect(keyWithin(80, key)).toBe(key)
})

test('one character more: it is as long as the column, begins the same, and another key is another one', () => {
  const key = `tier-keep:${'1'.repeat(71)}`
  const cut = keyWithin(80, key)
  expect(cut).toHaveLength(80)
  expect(cut).toMatch(/^tier-keep:1{26}#[\w-]{43}$/)
  expect(keyWithin(80, key)).toBe(cut)
  expect(keyWithin(80, `${key.slice(0, -1)}2`)).not.toBe(cut)
})
