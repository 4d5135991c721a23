import { expect, test } from '@jest/globals'
import { formatChange, formatFen, formatPoints, formatYuan, inGroups, maskPhone, parseYuan } from './amounts.js'
import { refusals, refusalText } from './refusals.js'

test.each([
  ['88', 8800],
  ['88.5', 8850],
  ['88.50', 8850],
  [' 0.01 ', 1],
  ['0', null],
  ['0.00', null],
  ['-1', null],
  ['1.005', null],
  ['1e3', null],
  ['1,000', null],
  ['', null],
  ['.5', null],
  ['1234567890', null],
])('%p yuan is %p fen', (text, fen) => {
  expect(parseYuan(text)).toBe(fen)
})

test('amounts read as people write them', () => {
  expect([1, 100, 8850, 123_456_789, 0].map(formatFen)).toEqual(['0.01', '1.00', '88.50', '1,234,567.89', '0.00'])
  expect(formatYuan(-8850)).toBe('−¥88.50')
  expect([0, 999, 1280, -20, 1_000_000].map(formatPoints)).toEqual(['0', '999', '1,280', '−20', '1,000,000'])
  expect([128, -20, 0].map(formatChange)).toEqual(['+128', '−20', '0'])
})

test('phones are masked, numbers grouped', () => {
  expect(maskPhone('13812341234')).toBe('138****1234')
  expect(maskPhone('1234')).toBe('****')
  expect(inGroups('6285123409')).toBe('6285 1234 09')
})

test('every refusal has a status and a sentence in both languages', () => {
  for (const [code, [status, zh, en]] of Object.entries(refusals)) {
    expect(code).toMatch(/^[a-z]+\.[a-z_]+$/)
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(600)
    expect(zh).toMatch(/[一-龥]/)
    expect(en).toMatch(/^[\x20-\x7e]+$/)
  }
  expect(refusalText('code.used')).toContain('用过')
  expect(refusalText('no.such.code', 'en')).toContain('went wrong')
})
