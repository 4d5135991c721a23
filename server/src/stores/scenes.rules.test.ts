import { randomBytes } from 'node:crypto'
import { expect, test } from '@jest/globals'
import { newInvite, newPosKey, newScene, typedInvite } from './scenes.rules.js'

test('a scene is twenty letters and digits, well below the thirty-two WeChat allows', () => {
  for (let i = 0; i < 200; i += 1) expect(newScene(randomBytes)).toMatch(/^[A-Za-z0-9]{20}$/)
})

test('ten thousand scenes are ten thousand different ones', () => {
  expect(new Set(Array.from({ length: 10_000 }, () => newScene(randomBytes))).size).toBe(10_000)
})

test('bytes that would favour the first letters are drawn again', () => {
  const draws = [new Uint8Array(40).fill(255), new Uint8Array(40).fill(61)]
  expect(newScene(() => draws.shift()!)).toBe('z'.repeat(20))
})

test('every letter of a scene is about as likely as every other', () => {
  const counts = new Map<string, number>()
  for (let i = 0; i < 5_000; i += 1) {
    for (const letter of newScene(randomBytes)) counts.set(letter, (counts.get(letter) ?? 0) + 1)
  }
  const expected = (5_000 * 20) / 62
  expect(counts.size).toBe(62)
  for (const count of counts.values()) expect(Math.abs(count - expected)).toBeLessThan(expected * 0.2)
})

test('an invitation has no letters that are mistaken for each other', () => {
  for (let i = 0; i < 200; i += 1) expect(newInvite(randomBytes)).toMatch(/^[2-9A-HJ-NP-Z]{12}$/)
})

test('a POS key says what it is', () => {
  expect(newPosKey(randomBytes)).toMatch(/^htp_[A-Za-z0-9]{40}$/)
})

test('an invitation is understood however it is typed', () => {
  expect(typedInvite(' abcd-efgh jkmn ')).toBe('ABCDEFGHJKMN')
})
