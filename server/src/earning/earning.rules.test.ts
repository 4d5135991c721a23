import { describe, expect, test } from '@jest/globals'
import {
  amountProblem,
  type Explanation,
  evaluatePurchase,
  evaluateRefund,
  expiryOf,
  type PurchaseRule,
  pointsFor,
  ruleSentence,
  sentenceOf,
  stepsOf,
  titleOf,
} from './earning.rules.js'

const rule: PurchaseRule = {
  id: 1,
  version: 3,
  publishedAt: new Date('2024-01-01'),
  publishedBy: 'lin',
  rate: { points: 1, fen: 100 },
  growth: { points: 1, fen: 100 },
  validMonths: 24,
}

test.each([
  [8850, 88],
  [8899, 88],
  [8900, 89],
  [99, 0],
  [100, 1],
  [1, 0],
  [100_000_000, 1_000_000],
])('%p fen at one point a yuan earn %p points, rounded down once', (fen, points) => {
  expect(evaluatePurchase(rule, fen)).toMatchObject({ points, growth: points })
})

test('other rates stay whole: three points for every ten yuan', () => {
  const rate = { points: 3, fen: 1000 }
  expect([999, 1000, 1333, 1334].map(fen => pointsFor(fen, rate))).toEqual([2, 3, 3, 4])
  expect(ruleSentence({ rate }).zh).toBe('实付每 ¥10.00 得 3 分,不足部分不计')
})

test('the sentence of a bill says amount, rate and result', () => {
  expect(sentenceOf(evaluatePurchase(rule, 8850).explanation)).toEqual({
    zh: '¥88.50 × 1 分 = 88 分',
    en: '¥88.50 × 1 = 88 points',
  })
  expect(sentenceOf(evaluatePurchase(rule, 100).explanation).en).toBe('¥1.00 × 1 = 1 point')
  expect(sentenceOf(evaluatePurchase({ ...rule, rate: { points: 2, fen: 1000 } }, 123_456).explanation).zh).toBe(
    '¥1,234.56 ÷ ¥10.00 × 2 分 = 246 分',
  )
})

describe('refunds', () => {
  test.each([
    [8850, 0, 8850, 88],
    [8850, 0, 50, 0],
    [8850, 0, 51, 1],
    [8850, 50, 1, 1],
    [8850, 8849, 1, 0],
  ])(
    'of %p fen paid and %p refunded before, refunding %p takes %p points',
    (paidFen, refundedFen, refundFen, points) => {
      expect(evaluateRefund(rule, { paidFen, refundedFen, refundFen }).points).toBe(points)
    },
  )

  test('any split of a refund takes the same points as one', () => {
    for (let paid = 95; paid < 1400; paid += 37) {
      let taken = 0
      for (let refunded = 0; refunded < paid; ) {
        const step = Math.min(1 + ((refunded * 7) % 113), paid - refunded)
        taken += evaluateRefund(rule, { paidFen: paid, refundedFen: refunded, refundFen: step }).points
        refunded += step
      }
      expect(taken).toBe(pointsFor(paid, rule.rate))
    }
  })
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

test('points of March 2024 end with March 2026', () => {
  expect(expiryOf(rule, new Date('2024-03-15T04:00:00Z'), 'Asia/Shanghai').toISOString()).toBe(
    '2026-03-31T16:00:00.000Z',
  )
})

test('every kind of explanation has a title, a sentence and steps in both languages', () => {
  const all: Explanation[] = [
    evaluatePurchase(rule, 5000).explanation,
    evaluateRefund(rule, { paidFen: 5000, refundedFen: 0, refundFen: 1000 }).explanation,
    { kind: 'EXPIRE', cohort: 202403, points: 12 },
    { kind: 'MATURE', cohort: 202403, points: 12 },
    { kind: 'SPEND', what: { zh: '酸梅汤一杯', en: 'a glass of plum juice' }, points: 68 },
  ]
  expect(sentenceOf(all.at(-1)!)).toEqual({
    zh: '酸梅汤一杯,用掉 68 分',
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
  expect(sentenceOf(all[2]!).zh).toBe('2024-03 获得的积分到期,12 分失效')
})
