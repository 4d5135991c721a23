import { expect, test } from '@jest/globals'
import { cash, definition, off, percent } from '../../../test/coupon-builders.js'
import {
  acceptedAt,
  CLOCK_SLACK_MS,
  couponTerms,
  firstUsable,
  isOverAllowance,
  OLDEST_MS,
  placesOf,
} from './offline.rules.js'
import { nextStepOf } from './offline.texts.js'

const store = { id: 1, timeZone: 'Asia/Shanghai', dayCutOffMinutes: 240 }
const at = (local: string) => Date.parse(`${local}:00+08:00`)
const week = [1, 2, 3, 4, 5, 6, 7]
const within = { fromAt: at('2026-11-23T09:00'), untilAt: at('2026-11-23T21:00') }

test.each<[string, [string, string] | null, [string, string] | null]>([
  ['lunch', ['11:00', '14:00'], ['2026-11-23T11:00', '2026-11-23T14:00']],
  ['breakfast, which is over', ['06:00', '08:30'], null],
  ['what begins before and ends in the middle', ['08:00', '10:00'], ['2026-11-23T09:00', '2026-11-23T10:00']],
  ['an evening that goes on', ['18:00', '23:00'], ['2026-11-23T18:00', '2026-11-23T21:00']],
  ['the whole day', null, ['2026-11-23T09:00', '2026-11-23T21:00']],
])('the span of %s', (_, between, span) => {
  const coupon = definition({ scope: { windows: [{ weekdays: week, between }] } })
  expect(firstUsable(coupon, store, within)).toEqual(span && { fromAt: at(span[0]), untilAt: at(span[1]) })
})

test('a coupon without hours is good for the whole span, and one that begins after it for none of it', () => {
  expect(firstUsable(definition(), store, within)).toEqual(within)
  expect(firstUsable(definition(), store, { fromAt: within.untilAt, untilAt: within.untilAt })).toBeNull()
})

test('not on a day that is left out', () => {
  const days = [{ first: '2026-11-23', last: '2026-11-23' }]
  expect(firstUsable(definition({ scope: { notOn: { festivals: [], days } } }), store, within)).toBeNull()
})

test.each([
  ['a fixed amount from a minimum on', off(10_000, 2_000), { askOnline: false, worthFen: 2_000, minFen: 10_000 }],
  ['cash', cash(500), { askOnline: false, worthFen: 500, minFen: 0 }],
  ['a share of the bill', percent(20, 3_000), { askOnline: true, worthFen: 3_000, minFen: 0 }],
])('%s', (_, effect, terms) => {
  expect(couponTerms(definition({ effect }))).toMatchObject({ ...terms, stores: null })
})

test('certain dishes are not for a phone to weigh', () => {
  const dishes = { mode: 'ONLY' as const, categories: ['HOT'], products: [] }
  expect(couponTerms(definition({ effect: cash(500), scope: { dishes } }))).toMatchObject({ askOnline: true })
})

test('four stores are named in a token, five ask for the network', () => {
  expect(placesOf(['1', '2', '3', '4'])).toMatchObject({ askOnline: false })
  expect(placesOf(['1', '2', '3', '4'])?.stores).toHaveLength(4)
  expect(placesOf(['1', '2', '3', '4', '5'])).toEqual({ stores: null, askOnline: true })
})

const issuedAt = at('2026-11-23T09:00')
const token = { issuedAt, fromAt: issuedAt, untilAt: at('2026-11-23T21:00') }
const now = new Date('2026-11-24T04:00:00.000Z')

test.each<[string, number, number, number]>([
  ['in the middle', at('2026-11-23T12:00'), at('2026-11-23T12:00'), 0],
  ['at its first moment', issuedAt, issuedAt, 0],
  ['within the slack before it', issuedAt - CLOCK_SLACK_MS, issuedAt, 0],
  ['beyond the slack before it', issuedAt - CLOCK_SLACK_MS - 1000, issuedAt, -301],
  ['within the slack after its end', token.untilAt + CLOCK_SLACK_MS - 2, token.untilAt - 1, 0],
])('an acceptance %s', (_, said, bounded, skewSeconds) => {
  expect(acceptedAt(new Date(said), token, now)).toEqual({ at: new Date(bounded), skewSeconds })
})

test('a moment that lies ahead of us is brought back to now', () => {
  const early = new Date(issuedAt + 60_000)
  const said = new Date(issuedAt + 3_660_000)
  expect(acceptedAt(said, token, early)).toEqual({ at: early, skewSeconds: 3600 })
})

test('before it could be used, beyond the slack, is refused', () => {
  const lunch = { ...token, fromAt: at('2026-11-23T11:00') }
  expect(acceptedAt(new Date(lunch.fromAt - CLOCK_SLACK_MS - 1), lunch, now)).toBe('offline.token_not_yet')
  expect(acceptedAt(new Date(lunch.fromAt - CLOCK_SLACK_MS), lunch, now)).toMatchObject({ at: new Date(lunch.fromAt) })
})

test('thirty days to the millisecond', () => {
  const said = new Date(issuedAt)
  expect(acceptedAt(said, token, new Date(issuedAt + OLDEST_MS))).toMatchObject({ at: said })
  expect(acceptedAt(said, token, new Date(issuedAt + OLDEST_MS + 1))).toBe('offline.too_old')
})

const allowance = { perHourCount: 20, perHourWorthFen: 50_000, perItemWorthFen: 20_000 }
test.each([
  [20_000, 20, 50_000, false],
  [20_001, 1, 20_001, true],
  [100, 21, 2_000, true],
  [100, 2, 50_001, true],
])('worth %d as number %d of %d fen in the hour goes beyond the allowance: %s', (worth, count, worthFen, over) => {
  expect(isOverAllowance(allowance, worth, { count, worthFen })).toBe(over)
})

test.each([
  ['CONFLICT', 'verification.used', '已在别处用过'],
  ['REFUSED', 'coupon.locked', '占用'],
  ['REFUSED', 'coupon.recalled', '已经失效'],
  ['REFUSED', 'bill.different', '账单'],
  ['REFUSED', 'offline.token_invalid', '没有入账'],
] as const)('after %s by %s people are told what to do', (state, code, words) => {
  expect(nextStepOf(state, code)?.zh).toContain(words)
})

test('nothing is to do where it was accepted', () => {
  expect(nextStepOf('ACCEPTED', null)).toBeNull()
})
