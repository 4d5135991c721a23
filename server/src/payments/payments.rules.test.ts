import { describe, expect, test } from '@jest/globals'
import { isOurNumber, nextLook, nextTry, outTradeNoOf, REFUND_STATE, refundStateAfter } from './payments.rules.js'

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 23) + seconds * 1000)

describe('looking after an unpaid order', () => {
  const end = at(900)
  test.each([
    [0, 30],
    [29, 30],
    [30, 120],
    [119, 120],
    [120, 600],
    [600, 900],
    [899, 900],
  ])('%i s after its prepay, the next look is at %i s', (now, next) => {
    expect(nextLook(at(0), end, at(now))).toEqual(at(next))
  })

  test('an order that ends before a look is looked at when it ends', () => {
    expect(nextLook(at(0), at(100), at(30))).toEqual(at(100))
  })

  test('what fails is tried again ever more rarely, at least twice an hour', () => {
    const waits = Array.from({ length: 8 }, (_, tries) => (nextTry(tries, at(0)).getTime() - at(0).getTime()) / 1000)
    expect(waits).toEqual([30, 60, 120, 300, 600, 1800, 1800, 1800])
  })
})

describe('news of a refund', () => {
  const { ASKED, PROCESSING, SUCCESS, ABNORMAL, CLOSED, REFUSED } = REFUND_STATE
  test.each([
    ['that is taken', ASKED, 'PROCESSING', PROCESSING],
    ['that is through', PROCESSING, 'SUCCESS', SUCCESS],
    ['that is through, before it was taken', ASKED, 'SUCCESS', SUCCESS],
    ['that was taken, after it was through', SUCCESS, 'PROCESSING', SUCCESS],
    ['that failed, after it was through', SUCCESS, 'ABNORMAL', SUCCESS],
    ['that has no account to go to', PROCESSING, 'ABNORMAL', ABNORMAL],
    ['that was taken, after it had no account', ABNORMAL, 'PROCESSING', ABNORMAL],
    ['that found an account after all', ABNORMAL, 'SUCCESS', SUCCESS],
    ['that came to nothing', PROCESSING, 'CLOSED', CLOSED],
    ['that is through, after it came to nothing', CLOSED, 'SUCCESS', CLOSED],
    ['we thought refused', REFUSED, 'PROCESSING', PROCESSING],
  ] as const)('%s', (_, before, told, after) => {
    expect(refundStateAfter(before, told)).toBe(after)
  })
})

test('our numbers fit WeChat Pay’s limits and can be told from others', () => {
  for (const id of [1_000_000, 2 ** 53 - 1]) {
    expect(outTradeNoOf(id)).toMatch(/^[0-9A-Za-z]{6,32}$/)
    expect(isOurNumber(outTradeNoOf(id))).toBe(true)
  }
  expect(['HT12', 'XHT1000000', 'HT1000000-back'].map(isOurNumber)).toEqual([false, false, false])
})
