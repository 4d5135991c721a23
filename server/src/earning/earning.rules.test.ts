import { expect, test } from '@jest/globals'
import { amountProblem, type Explanation, sentenceOf, stepsOf, titleOf } from './earning.rules.js'

// As entries were explained before there were blocks; they are read for as long as there is a ledger.
const rate = { points: 1, fen: 100 }
const bill: Explanation = { kind: 'PURCHASE', rule: 1, version: 3, rate, paidFen: 8850, points: 88, growth: 88 }

test('the sentence of an old bill says amount, rate and result', () => {
  expect(sentenceOf(bill)).toEqual({ zh: '¥88.50 × 1 分 = 88 分', en: '¥88.50 × 1 = 88 points' })
  expect(sentenceOf({ ...bill, paidFen: 100, points: 1 }).en).toBe('¥1.00 × 1 = 1 point')
  const tens = { ...bill, rate: { points: 2, fen: 1000 }, paidFen: 123_456, points: 246 }
  expect(sentenceOf(tens).zh).toBe('¥1,234.56 ÷ ¥10.00 × 2 分 = 246 分')
})

test.each([
  [0, 'INVALID'],
  [-1, 'INVALID'],
  [0.5, 'INVALID'],
  [Number.NaN, 'INVALID'],
  [Number.POSITIVE_INFINITY, 'INVALID'],
  [1, null],
  [100_000_000, null],
  [100_000_001, 'TOO_LARGE'],
])('an amount of %p is %p', (fen, problem) => {
  expect(amountProblem(fen)).toBe(problem)
})

test('every kind of explanation has a title, a sentence and steps in both languages', () => {
  const all: Explanation[] = [
    bill,
    { kind: 'REFUND', rule: 1, version: 3, rate, refundFen: 1000, keptFen: 4000, before: 50, after: 40 },
    { kind: 'EXPIRE', cohort: 202403, points: 12 },
    { kind: 'MATURE', cohort: 202403, points: 12 },
    { kind: 'SPEND', what: { zh: '酸梅汤一杯', en: 'a glass of plum juice' }, points: 68 },
  ]
  expect(sentenceOf(all.at(-1)!)).toEqual({
    zh: '酸梅汤一杯，用掉 68 分',
    en: '68 points for a glass of plum juice',
  })
  for (const explanation of all) {
    for (const text of [
      titleOf(explanation),
      sentenceOf(explanation),
      ...stepsOf(explanation).map(step => step.label),
    ]) {
      expect(text.zh).not.toBe('')
      expect(text.en).toMatch(/^[\x20-\x7e¥÷×−]+$/)
    }
  }
  expect(sentenceOf(all[2]!).zh).toBe('2024-03 获得的积分到期，12 分失效')
})
