import { describe, expect, test } from '@jest/globals'
import { type Changes, definition, dish, line, off, placeOf } from '../../../test/coupon-builders.js'
import { codesOf, couponCode, readCouponCode } from './codes.rules.js'
import { problemsOf } from './problems.rules.js'
import { PURPOSE, STATUS, stateAt } from './state.rules.js'
import { type Place, usableHereNow } from './usable.rules.js'
import { endAfterReturn, spanOf } from './validity.rules.js'

type PlaceChanges = Parameters<typeof placeOf>[0]
const [from, until] = [new Date('2026-11-01T00:00:00Z'), new Date('2026-12-31T16:00:00Z')]

function ask(changes: Changes, place: PlaceChanges = {}) {
  const coupon = { state: 'USABLE' as const, validFrom: from, expiresAt: until, definition: definition(changes) }
  return usableHereNow(coupon, placeOf(place))
}
const why = (changes: Changes, place: PlaceChanges = {}) => {
  const answer = ask(changes, place)
  return answer.usable ? 'yes' : answer.reason.kind
}
const noDays = { festivals: [], days: [] }
const bill = (paidFen: number, items: Place['items'] = [line(paidFen)]) => ({ paidFen, items })

describe('a coupon is used where it may be', () => {
  test('in the stores it names and by the ways it names', () => {
    expect(why({ scope: { stores: ['1', '2'] } })).toBe('yes')
    expect(ask({ scope: { stores: ['2'] } })).toEqual({ usable: false, reason: { kind: 'STORE', stores: ['2'] } })
    expect(why({ scope: { channels: ['POS', 'STAFF'] } })).toBe('yes')
    expect(why({ scope: { channels: ['MINI_PROGRAM'] } })).toBe('CHANNEL')
  })
})

describe('a coupon is used when it may be', () => {
  const lunch: Changes = { scope: { windows: [{ weekdays: [1, 2], between: ['11:00', '14:00'] }] } }
  test.each([
    ['2026-11-23T10:59', 'TIME'],
    ['2026-11-23T11:00', 'yes'],
    ['2026-11-24T13:59', 'yes'],
    ['2026-11-24T14:00', 'TIME'],
    ['2026-11-25T12:00', 'TIME'],
  ])('lunch on Monday and Tuesday at %s: %s', (local, expected) => {
    expect(why(lunch, { local })).toBe(expected)
  })

  const late: Changes = { scope: { windows: [{ weekdays: [5], between: ['22:00', '02:00'] }] } }
  test.each([
    // Friday 2026-11-27; wherever the day of the store is cut, its night belongs to Friday.
    ['2026-11-27T21:59', 240, 'TIME'],
    ['2026-11-27T22:00', 240, 'yes'],
    ['2026-11-28T01:59', 240, 'yes'],
    ['2026-11-28T01:59', 0, 'yes'],
    ['2026-11-28T01:59', 60, 'yes'],
    ['2026-11-28T02:00', 0, 'TIME'],
    ['2026-11-27T01:00', 0, 'TIME'],
    ['2026-11-27T01:00', 240, 'TIME'],
  ])('a Friday night at %s with a cut-off of %d minutes: %s', (local, cutOff, expected) => {
    expect(why(late, { local, cutOff })).toBe(expected)
  })

  test('a whole day is the business day', () => {
    const friday: Changes = { scope: { windows: [{ weekdays: [5], between: null }] } }
    expect(why(friday, { local: '2026-11-28T03:59', cutOff: 240 })).toBe('yes')
    expect(why(friday, { local: '2026-11-28T04:00', cutOff: 240 })).toBe('TIME')
  })

  test('not on festivals of either calendar, in leap months neither', () => {
    const scope = { notOn: { festivals: ['SPRING_FESTIVAL' as const, 'NATIONAL_DAY' as const], days: [] } }
    expect(ask({ scope }, { local: '2027-02-06T12:00' })).toEqual({
      usable: false,
      reason: { kind: 'FESTIVAL', festivals: ['SPRING_FESTIVAL'] },
    })
    expect(why({ scope }, { local: '2027-02-07T12:00' })).toBe('yes')
    expect(why({ scope }, { local: '2026-10-01T12:00' })).toBe('FESTIVAL')
    // Until four in the morning it is still the day before.
    expect(why({ scope }, { local: '2026-10-01T03:00' })).toBe('yes')
  })

  test('not on days it leaves out, the first and the last among them', () => {
    const scope = { notOn: { festivals: [], days: [{ first: '2026-10-01', last: '2026-10-07' }] } }
    expect(why({ scope }, { local: '2026-09-30T12:00' })).toBe('yes')
    expect(why({ scope }, { local: '2026-10-01T12:00' })).toBe('DAY')
    expect(why({ scope }, { local: '2026-10-07T12:00' })).toBe('DAY')
    expect(why({ scope }, { local: '2026-10-08T12:00' })).toBe('yes')
  })
})

describe('a coupon is used for what it is for', () => {
  test('a minimum counts the dishes it is for, both sides of it', () => {
    const scope = { dishes: { mode: 'EXCEPT' as const, categories: ['DRINK'], products: [] }, notOn: noDays }
    const items = [line(9_999), line(5_000, { category: 'DRINK' })]
    expect(ask({ effect: off(10_000, 2_000), scope }, bill(14_999, items))).toEqual({
      usable: false,
      reason: { kind: 'MINIMUM', minFen: 10_000, countedFen: 9_999 },
    })
    const enough = [line(10_000), line(5_000, { category: 'DRINK' })]
    expect(why({ effect: off(10_000, 2_000), scope }, bill(15_000, enough))).toBe('yes')
  })

  test('the till has taken 10 % off the whole bill: the minimum is asked of what is left', () => {
    expect(why({ effect: off(10_000, 2_000) }, bill(9_000, [line(10_000)]))).toBe('MINIMUM')
  })

  test('a dish must be on the bill, and a bill that is not known yet is not asked', () => {
    const fish: Changes = { effect: dish(['7']) }
    expect(why(fish, bill(6_800))).toBe('ITEM')
    expect(why(fish, bill(6_800, [line(6_800, { productId: 7 })]))).toBe('yes')
    expect(why(fish)).toBe('yes')
    const only = { dishes: { mode: 'ONLY' as const, categories: [], products: ['7'] }, notOn: noDays }
    expect(why({ scope: only }, bill(20_000))).toBe('DISHES')
  })
})

describe('where a coupon stands', () => {
  const coupon = {
    status: STATUS.ISSUED,
    lockPurpose: null,
    lockUntil: null,
    validFrom: from,
    expiresAt: until,
    recalled: false,
  }
  const before = (at: Date) => new Date(at.getTime() - 1)
  const state = (more: object, at: Date) => stateAt({ ...coupon, ...more }, at)

  test('begins at its first moment and is over at its last', () => {
    expect([state({}, before(from)), state({}, from)]).toEqual(['NOT_YET', 'USABLE'])
    expect([state({}, before(until)), state({}, until)]).toEqual(['USABLE', 'EXPIRED'])
  })
  test('a lock that has run out is none, though nobody has swept it up', () => {
    const at = new Date('2026-11-23T04:30:00Z')
    const locked = { status: STATUS.LOCKED, lockPurpose: PURPOSE.CHECKOUT, lockUntil: at }
    expect([state(locked, before(at)), state(locked, at)]).toEqual(['LOCKED', 'USABLE'])
    expect(state({ ...locked, lockPurpose: PURPOSE.GIVEN }, before(at))).toBe('GIVEN')
  })
  test('a recall ends what is unused and leaves what is in use or used', () => {
    const at = new Date('2026-11-23T04:30:00Z')
    const locked = { status: STATUS.LOCKED, lockPurpose: PURPOSE.CHECKOUT, lockUntil: until, recalled: true }
    expect([state({ recalled: true }, at), state(locked, at)]).toEqual(['RECALLED', 'LOCKED'])
    expect(state({ status: STATUS.USED, recalled: true }, at)).toBe('USED')
  })
})

describe('validity', () => {
  const at = new Date('2026-11-23T15:59:00Z') // 23:59 in Shanghai, 21:59 in Urumqi
  test('days are whole and end at midnight of the store', () => {
    const days = (count: number, starts: 'NOW' | 'TOMORROW') => ({ kind: 'RELATIVE' as const, starts, days: count })
    expect(spanOf(days(1, 'NOW'), at, 'Asia/Shanghai').until.toISOString()).toBe('2026-11-23T16:00:00.000Z')
    expect(spanOf(days(1, 'NOW'), at, 'Asia/Urumqi').until.toISOString()).toBe('2026-11-23T18:00:00.000Z')
    const tomorrow = spanOf(days(7, 'TOMORROW'), at, 'Asia/Shanghai')
    expect(tomorrow.from.toISOString()).toBe('2026-11-23T16:00:00.000Z')
    expect(tomorrow.until.toISOString()).toBe('2026-11-30T16:00:00.000Z')
    // Over the end of February, in a leap year.
    const february = spanOf(days(3, 'NOW'), new Date('2028-02-27T04:00:00Z'), 'Asia/Shanghai')
    expect(february.until.toISOString()).toBe('2028-02-29T16:00:00.000Z')
  })
  test('what comes back after its end has three days more, what has longer keeps it', () => {
    expect(endAfterReturn(at, at, 'Asia/Shanghai').toISOString()).toBe('2026-11-26T16:00:00.000Z')
    expect(endAfterReturn(until, at, 'Asia/Shanghai')).toEqual(until)
  })
})

describe('codes', () => {
  test('every single wrong digit is noticed', () => {
    const code = couponCode(1_234_567_890)
    expect(code).toMatch(/^6\d{11}$/)
    expect(readCouponCode(code.replace(/(\d{4})/g, '$1 '))).toBe(code)
    for (let place = 0; place < 12; place += 1) {
      for (let digit = 0; digit < 10; digit += 1) {
        const wrong = code.slice(0, place) + digit + code.slice(place + 1)
        expect([wrong, readCouponCode(wrong)]).toEqual([wrong, wrong === code ? code : null])
      }
    }
  })
  test('a file of codes tells its bad rows by number, as a spreadsheet counts them', () => {
    expect(codesOf('\uFEFFcode\r\nabc-123\r\n\r\n短\nABC123,x\n"ZZ9 999"')).toEqual([
      { row: 2, code: 'ABC123', why: null },
      { row: 4, code: '短', why: 'SHAPE' },
      { row: 5, code: 'ABC123', why: 'TWICE' },
      { row: 6, code: 'ZZ9999', why: null },
    ])
    const rows = (count: number) => Array.from({ length: count }, (_, n) => `CODE${1000 + n}`).join('\n')
    expect(codesOf(rows(3_000))).toHaveLength(3_000)
    expect(codesOf(rows(3_001))).toBeNull()
  })
})

test('a coupon that makes every bill free is not published', () => {
  const now = new Date('2026-11-23T04:30:00Z')
  const paths = (changes: Changes) =>
    problemsOf(definition(changes), now)
      .filter(one => one.grave)
      .map(one => one.path)
  expect(paths({})).toEqual([])
  expect(paths({ effect: off(2_000, 1_999) })).toEqual([])
  expect(paths({ effect: off(2_000, 2_000) })).toEqual(['effect.offFen'])
  const [a, b] = ['2026-11-23T04:30:00.000Z', '2026-11-23T04:30:00.001Z']
  expect(paths({ validity: { kind: 'FIXED', from: a, until: a } })).toEqual(['validity.until'])
  expect(paths({ validity: { kind: 'FIXED', from: a, until: b } })).toEqual([])
})
