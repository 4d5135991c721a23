import { createSecretKey } from 'node:crypto'
import { expect, test } from '@jest/globals'
import { issueTicket, readTicket, SCAN_SECONDS, sceneIn } from './scans.rules.js'

const key = createSecretKey(Buffer.alloc(32, 1))
const ticket = { memberId: 488_414_949_253_120, storeId: 77, tableId: null }
const now = 1_763_800_000_000

test('a ticket reads back in its store until its ten minutes are over', () => {
  const text = issueTicket(key, ticket, now)
  expect(text.length).toBeLessThanOrEqual(64)
  const read = { ...ticket, untilMs: now + SCAN_SECONDS * 1000 }
  expect(readTicket(key, text, { storeId: 77, nowMs: now })).toEqual(read)
  expect(readTicket(key, text, { storeId: 77, nowMs: now + SCAN_SECONDS * 1000 - 1 })).toEqual(read)
  expect(readTicket(key, text, { storeId: 77, nowMs: now + SCAN_SECONDS * 1000 })).toBe('EXPIRED')
})

test('a ticket of another store, of another key or altered by a letter is unknown', () => {
  const text = issueTicket(key, { ...ticket, tableId: 5 }, now)
  expect(readTicket(key, text, { storeId: 78, nowMs: now })).toBe('UNKNOWN')
  expect(readTicket(createSecretKey(Buffer.alloc(32, 2)), text, { storeId: 77, nowMs: now })).toBe('UNKNOWN')
  for (let i = 0; i < text.length; i += 1) {
    const altered = text.slice(0, i) + (text[i] === 'a' ? 'b' : 'a') + text.slice(i + 1)
    if (altered !== text) expect(readTicket(key, altered, { storeId: 77, nowMs: now })).toBe('UNKNOWN')
  }
  for (const none of ['', '.', 'S1', 'S1.1.1.1.1.'])
    expect(readTicket(key, none, { storeId: 77, nowMs: now })).toBe('UNKNOWN')
})

test.each([
  ['https://huitou.example.com/t/aB3dE5gH7jK9mN1pQ3sT', 'aB3dE5gH7jK9mN1pQ3sT'],
  ['aB3dE5gH7jK9mN1pQ3sT', 'aB3dE5gH7jK9mN1pQ3sT'],
  ['https://evil.example/t/aB3dE5gH7jK9mN1pQ3sT/../x', null],
  ['62851234098765432109', null],
  ['HT1.6285123409.abc.def', null],
  ['', null],
])('%p holds the scene %p', (code, scene) => {
  expect(sceneIn(code)).toBe(scene)
})
