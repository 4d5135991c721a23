import { expect, test } from '@jest/globals'
import { shippingAgainAt, shippingTrouble } from './shippings.rules.js'

const NOW = new Date('2026-11-23T04:30:00.000Z')
const minutes = (tries: number) => (shippingAgainAt(tries, NOW).getTime() - NOW.getTime()) / 60_000
const busy = { kind: 'RETRY_LATER', errcode: -1, retryClass: 'RETRY' }
const gone = { kind: 'CONTENT_REFUSED', errcode: 10_060_004, retryClass: 'PERMANENT' }

test('the pauses double from a minute, up to six hours', () => {
  expect([1, 2, 3, 9, 10, 200].map(minutes)).toEqual([1, 2, 4, 256, 360, 360])
})

test('what WeChat is too busy for is told again, up to the fortieth time', () => {
  expect(shippingTrouble({ tries: 0, trouble: null }, busy)).toEqual({
    told: false,
    again: true,
    trouble: 'RETRY_LATER -1',
  })
  expect(shippingTrouble({ tries: 38, trouble: 'RETRY_LATER -1' }, busy).again).toBe(true)
  expect(shippingTrouble({ tries: 39, trouble: 'RETRY_LATER -1' }, busy).again).toBe(false)
})

test('wrong rights are repaired by somebody, so it is told again; a stranger stays one', () => {
  expect(shippingTrouble({ tries: 0, trouble: null }, { kind: 'MISCONFIGURED', retryClass: 'GIVE_UP' }).again).toBe(
    true,
  )
  const stranger = { kind: 'RECIPIENT_UNKNOWN', errcode: 40_003, retryClass: 'PERMANENT' }
  expect(shippingTrouble({ tries: 0, trouble: null }, stranger)).toMatchObject({ told: false, again: false })
})

test('an order that takes no more reports has had ours, where one of them may have arrived, and only there', () => {
  expect(shippingTrouble({ tries: 0, trouble: null }, gone)).toMatchObject({ told: false, again: false })
  expect(shippingTrouble({ tries: 1, trouble: null }, gone)).toMatchObject({ told: true, again: false })
  expect(shippingTrouble({ tries: 2, trouble: 'UNREACHABLE' }, gone)).toMatchObject({ told: true, again: false })
  expect(shippingTrouble({ tries: 2, trouble: 'RATE_LIMITED 45009' }, gone)).toMatchObject({
    told: false,
    again: false,
  })
})
