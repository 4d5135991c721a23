import type { RuleDefinition } from '@huitou/shared/rules'
import { describe, expect, test } from '@jest/globals'
import { bill, billOf, coefficient, dish, earned, fixed, rule, times } from '../../../test/earning-builders.js'
import { explainedOf, sentenceOf, stepsOf } from './earning.rules.js'
import { refundOf } from './refund.rules.js'
import type { Trace } from './trace.rules.js'

const named = (zh: string, en: string) => ({ name: { zh, en } })
const memberDay = (changes: Partial<RuleDefinition> = {}) =>
  rule(times(200), { ...named('会员日双倍', 'Member day'), ...changes, when: [] })
const zh = (steps: ReturnType<typeof stepsOf>) => steps.map(({ label, value }) => `${label.zh} ${value}`)

describe('refunds', () => {
  const refund = (rules: Record<string, RuleDefinition>, refundFen: number, occasion = bill()) =>
    refundOf(earned(rules, { occasion }).trace, { refundedFen: 0, refundFen }).explanation

  test('of the plain rate they say what they always said', () => {
    expect(sentenceOf(refund({}, 3000))).toEqual({
      zh: '退款 ¥30.00，剩余 ¥58.50 × 1 分 = 58 分，收回 30 分',
      en: 'Refund of ¥30.00; what remains earns ¥58.50 × 1 = 58 points; 30 taken back',
    })
    expect(sentenceOf(refund({}, 8850))).toEqual({
      zh: '退款 ¥88.50，剩余 ¥0.00，收回 88 分',
      en: 'Refund of ¥88.50; what remains earns 0 points; 88 taken back',
    })
    expect(sentenceOf({ ...refund({}, 8850), lapsed: 8 })).toEqual({
      zh: '退款 ¥88.50，剩余 ¥0.00，收回 80 分，另有 8 分已到期，不再收回',
      en: 'Refund of ¥88.50; what remains earns 0 points; 80 taken back, 8 had expired and are not asked for',
    })
    expect(zh(stepsOf({ ...refund({}, 3000), lapsed: 8 }))).toEqual([
      '退款金额 ¥30.00',
      '退款后实付 ¥58.50',
      '退款前积分 88',
      '退款后应得积分 58',
      '其中已到期 8',
    ])
  })

  test('with more rules they say what each still gives, and which no longer applies', () => {
    const rules = {
      day: memberDay(),
      big: rule(fixed(20), {
        ...named('满 80 送', 'Over 80'),
        when: [{ field: 'amount', operator: '>=', value: 8000 }],
      }),
    }
    expect(sentenceOf(refund(rules, 3000))).toEqual({
      zh: '退款 ¥30.00，剩余 ¥58.50 × 1 分 = 58 分，会员日双倍 +59 分，满 80 送不再满足，共 117 分，收回 80 分',
      en: 'Refund of ¥30.00; what remains earns ¥58.50 × 1 = 58 points, Member day +59, Over 80 no longer applies, 117 in all; 80 taken back',
    })
    expect(zh(stepsOf(refund(rules, 3000)))).toEqual([
      '退款金额 ¥30.00',
      '退款后实付 ¥58.50',
      '退款前积分 197',
      '消费积分 88 → 58',
      '会员日双倍 89 → 59',
      '满 80 送 20 → 0',
      '退款后应得积分 117',
    ])
    expect(explainedOf(refund(rules, 3000))).toMatchObject({
      parts: [
        { code: 'purchase', points: -30, sentence: { zh: '88 分变为 58 分', en: '88 points became 58' } },
        { code: 'day', points: -30 },
        { code: 'big', points: -20, sentence: { zh: '20 分变为 0 分' } },
      ],
      notPaid: [],
    })
  })

  test('what counts of the rest is told', () => {
    const dry = refund(
      { dry: rule(coefficient({ ALCOHOL: 0 })) },
      4000,
      billOf(dish('HOT', 4000), dish('ALCOHOL', 4000)),
    )
    expect(sentenceOf(dry).zh).toBe('退款 ¥40.00，剩余 ¥40.00 中 ¥20.00 × 1 分 = 20 分，收回 20 分')
    expect(zh(stepsOf(dry))).toContain('其中计分金额 ¥20.00')
  })

  test('without a rate the rest is just the amount', () => {
    const trace: Trace = { ...earned({ gift: rule(fixed(5)) }).trace }
    trace.parts = trace.parts.filter(part => part.kind === 'FIXED')
    expect(
      sentenceOf(refundOf({ ...trace, points: 5, growth: 0 }, { refundedFen: 0, refundFen: 850 }).explanation).zh,
    ).toBe('退款 ¥8.50，剩余 ¥80.00，加倍 +5 分，共 5 分，收回 0 分')
  })
})
