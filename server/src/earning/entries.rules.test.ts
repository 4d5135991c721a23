import { describe, expect, test } from '@jest/globals'
import { earned } from '../../../test/earning-builders.js'
import { type Explanation, explainedOf, sentenceOf, stepsOf, titleOf } from './earning.rules.js'
import { refundOf } from './refund.rules.js'

const rate = { points: 1, fen: 100 }
const bill: Explanation = { kind: 'PURCHASE', rule: 1, version: 3, rate, paidFen: 8850, points: 88, growth: 1044 }
const refund = (more: { keptFen?: number; after?: number; lapsed?: number } = {}): Explanation => ({
  ...{ kind: 'REFUND' as const, rule: 1, version: 3, rate, refundFen: 1000, keptFen: 4050, before: 1050, after: 40 },
  ...more,
})
const plum = { zh: '酸梅汤一杯', en: 'a glass of plum juice' }
const trace = earned({}).trace
const { explanation: traceRefund } = refundOf(trace, { refundedFen: 0, refundFen: 850 })
const steps = (explanation: Explanation) => stepsOf(explanation).map(({ label, value }) => [label.zh, label.en, value])

describe('an old refund says what remains, and what was taken back', () => {
  test('of a part', () => {
    expect(sentenceOf(refund())).toEqual({
      zh: '退款 ¥10.00，剩余 ¥40.50 × 1 分 = 40 分，收回 1,010 分',
      en: 'Refund of ¥10.00; what remains earns ¥40.50 × 1 = 40 points; 1,010 taken back',
    })
  })

  test('of everything', () => {
    expect(sentenceOf(refund({ keptFen: 0, after: 0 }))).toEqual({
      zh: '退款 ¥10.00，剩余 ¥0.00，收回 1,050 分',
      en: 'Refund of ¥10.00; what remains earns 0 points; 1,050 taken back',
    })
  })

  test('of points that had expired in part', () => {
    expect(sentenceOf(refund({ lapsed: 10 }))).toEqual({
      zh: '退款 ¥10.00，剩余 ¥40.50 × 1 分 = 40 分，收回 1,000 分，另有 10 分已到期，不再收回',
      en: 'Refund of ¥10.00; what remains earns ¥40.50 × 1 = 40 points; 1,000 taken back, 10 had expired and are not asked for',
    })
  })
})

test.each<[Explanation, string, string]>([
  [
    { kind: 'EXPIRE', cohort: 202403, points: 1012 },
    '2024-03 获得的积分到期，1,012 分失效',
    '1,012 points earned in 2024-03 expired',
  ],
  [
    { kind: 'EXPIRE', cohort: 202403, points: 1 },
    '2024-03 获得的积分到期，1 分失效',
    '1 point earned in 2024-03 expired',
  ],
  [{ kind: 'MATURE', cohort: 202403, points: 1012 }, '1,012 分已生效，可以使用了', '1,012 points became available'],
  [{ kind: 'SPEND', what: plum, points: 1 }, '酸梅汤一杯，用掉 1 分', '1 point for a glass of plum juice'],
  [{ kind: 'ADJUST', points: 5, reason: '漏记' }, '客服调整：漏记', 'Corrected by hand: 漏记'],
  [
    { kind: 'CAPTURE', what: plum, points: 5 },
    '酸梅汤一杯，用掉冻结的 5 分',
    '5 points set aside earlier used for a glass of plum juice',
  ],
  [trace, '¥88.50 × 1 分 = 88 分', '¥88.50 × 1 = 88 points'],
])('the sentence of %j', (explanation, zh, en) => {
  expect(sentenceOf(explanation)).toEqual({ zh, en })
})

test.each<[Explanation, string, string]>([
  [bill, '消费得积分', 'Points for a bill'],
  [refund(), '退款收回积分', 'Points taken back for a refund'],
  [{ kind: 'SPEND', what: plum, points: 1 }, '使用积分', 'Points used'],
  [{ kind: 'EXPIRE', cohort: 202403, points: 1 }, '积分到期', 'Points expired'],
  [{ kind: 'MATURE', cohort: 202403, points: 1 }, '积分生效', 'Points became available'],
  [{ kind: 'ADJUST', points: 5, reason: '漏记' }, '客服调整', 'Corrected by hand'],
  [{ kind: 'HOLD', what: plum, points: 5 }, '积分冻结', 'Points set aside'],
  [trace, '消费得积分', 'Points for a bill'],
  [traceRefund, '退款收回积分', 'Points taken back for a refund'],
])('the title of %j', (explanation, zh, en) => {
  expect(titleOf(explanation)).toEqual({ zh, en })
})

describe('the steps', () => {
  test('of an old bill are its amount, the rate, the points and the growth', () => {
    expect(steps({ ...bill, rate: { points: 2, fen: 1000 } })).toEqual([
      ['实付金额', 'Amount paid', '¥88.50'],
      ['积分标准', 'Rate', '2 / ¥10.00'],
      ['每单向下取整', 'Rounded down per bill', '88'],
      ['成长值', 'Growth', '+1,044'],
    ])
  })

  const told = [
    ['退款金额', 'Refunded', '¥10.00'],
    ['退款后实付', 'Paid after the refund', '¥40.50'],
    ['退款前积分', 'Points before', '1,050'],
    ['退款后应得积分', 'Points after', '40'],
  ]

  test('of an old refund are both amounts and both points, and what had expired where something had', () => {
    expect(steps(refund())).toEqual(told)
    expect(steps(refund({ lapsed: 1010 }))).toEqual([...told, ['其中已到期', 'Expired already', '1,010']])
  })

  test.each<Explanation>([
    { kind: 'SPEND', what: plum, points: 1068 },
    { kind: 'EXPIRE', cohort: 202403, points: 1068 },
    { kind: 'MATURE', cohort: 202403, points: 1068 },
  ])('of $kind are its points', explanation => {
    expect(steps(explanation)).toEqual([['积分', 'Points', '1,068']])
  })

  test('of a correction and of a hold are their own', () => {
    expect(steps({ kind: 'ADJUST', points: 5, reason: '漏记' })).toEqual([
      ['调整原因', 'Reason', '漏记'],
      ['补发积分', 'Points added', '5'],
    ])
    const moved = steps({ kind: 'EXTEND', points: 5, until: '2026-12-31T16:00:00.000Z' })
    expect(moved[1]).toEqual(['新的到期日', 'Valid until', '2026-12-31'])
  })

  test('of a bill and a refund under rules are more than the points', () => {
    for (const explanation of [trace, traceRefund]) expect(steps(explanation).length).toBeGreaterThan(1)
  })
})

describe('a view of an entry', () => {
  test('of a bill says what each rule gave, and which gave nothing', () => {
    const { sentence, parts, notPaid } = explainedOf(trace)
    expect(sentence).toEqual(sentenceOf(trace))
    expect(parts).toMatchObject([{ code: 'purchase', points: 88 }])
    expect(notPaid).toEqual([])
  })

  test('of a refund says what each rule still gives', () => {
    const { sentence, parts, notPaid } = explainedOf(traceRefund)
    expect([sentence, notPaid]).toEqual([sentenceOf(traceRefund), []])
    expect(parts).toMatchObject([{ code: 'purchase' }])
  })

  test('of anything else is its sentence', () => {
    expect(explainedOf(bill)).toEqual({ sentence: sentenceOf(bill), parts: [], notPaid: [] })
  })
})
