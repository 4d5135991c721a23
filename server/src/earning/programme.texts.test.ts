import { expect, test } from '@jest/globals'
import { fixed, rate, rule } from '../../../test/earning-builders.js'
import { rateSentence } from './programme.texts.js'

const growth = { points: 1, fen: 100 }

test('the promise names the yuan, or the amount, that points are given for', () => {
  expect(rateSentence(rate())).toEqual({
    zh: '实付每 1 元得 1 分，不足部分不计',
    en: '1 point for every ¥1.00 paid, rounded down per bill',
  })
  const tens = rate({ reward: { kind: 'RATE', points: 3, fen: 1000, growth } })
  expect(rateSentence(tens).zh).toBe('实付每 ¥10.00 得 3 分，不足部分不计')
})

test('a rule that is no rate goes by its name', () => {
  expect(rateSentence(rule(fixed(5)))).toEqual({ zh: '加倍', en: 'Extra' })
})
