import { StoreBody } from '@huitou/shared/stores'
import { describe, expect, test } from '@jest/globals'
import {
  businessDayStart,
  dayOf,
  endOfMonthAfter,
  instantOf,
  lastDayOfLot,
  lastValidDay,
  localOf,
  minutesOf,
  monthOf,
  NEVER,
  offsetMs,
} from './calendar.js'

const SHANGHAI = 'Asia/Shanghai'
const NEW_YORK = 'America/New_York'
const at = (text: string) => new Date(text)
/** An instant by the wall clock of Shanghai, which has been eight hours ahead all year since 1991. */
const shanghai = (text: string) => new Date(`${text}+08:00`)

describe('days and months of a zone', () => {
  test.each([
    ['the last millisecond of a day', '2026-11-22T23:59:59.999', '2026-11-22', 202611],
    ['the first of the next', '2026-11-23T00:00:00.000', '2026-11-23', 202611],
    ['the last second of a month', '2026-10-31T23:59:59', '2026-10-31', 202610],
    ['the first of the next month', '2026-11-01T00:00:00', '2026-11-01', 202611],
    ['the last second of a year', '2026-12-31T23:59:59', '2026-12-31', 202612],
    ['the first of the next year', '2027-01-01T00:00:00', '2027-01-01', 202701],
    ['the last second before a leap day', '2028-02-28T23:59:59', '2028-02-28', 202802],
    ['a leap day', '2028-02-29T00:00:00', '2028-02-29', 202802],
    ['its last second', '2028-02-29T23:59:59', '2028-02-29', 202802],
    ['the day after it', '2028-03-01T00:00:00', '2028-03-01', 202803],
    ['the first of March without one', '2027-03-01T00:00:00', '2027-03-01', 202703],
  ])('%s', (_, wall, day, month) => {
    expect(dayOf(shanghai(wall), SHANGHAI)).toBe(day)
    expect(monthOf(shanghai(wall), SHANGHAI)).toBe(month)
  })

  test('the same instant is another day elsewhere', () => {
    const instant = at('2026-11-22T17:00:00Z')
    expect(dayOf(instant, SHANGHAI)).toBe('2026-11-23')
    expect(dayOf(instant, 'UTC')).toBe('2026-11-22')
    expect(dayOf(instant, NEW_YORK)).toBe('2026-11-22')
  })

  test('zones of half and quarter hours', () => {
    expect(localOf(at('2026-11-22T18:29:00Z'), 'Asia/Kolkata')).toEqual({
      year: 2026,
      month: 11,
      day: 22,
      hour: 23,
      minute: 59,
    })
    expect(localOf(at('2026-11-22T18:30:00Z'), 'Asia/Kolkata')).toEqual({
      year: 2026,
      month: 11,
      day: 23,
      hour: 0,
      minute: 0,
    })
    expect(offsetMs(at('2026-11-22T18:30:00Z'), 'Asia/Kathmandu')).toBe((5 * 60 + 45) * 60_000)
  })

  test('an unknown zone is an error, not UTC', () => {
    expect(() => dayOf(at('2026-11-22T00:00:00Z'), 'Asia/Shangri-La')).toThrow(RangeError)
  })

  test('instants and wall clocks lead to each other', () => {
    for (let hour = 0; hour < 24 * 400; hour += 7) {
      const instant = new Date(Date.UTC(2027, 0, 1, hour, 13))
      for (const zone of [SHANGHAI, 'UTC', 'Asia/Kathmandu'])
        expect(instantOf(localOf(instant, zone), zone)).toEqual(instant)
    }
  })
})

describe('clocks that are moved', () => {
  // New York: 2026-03-08 02:00 → 03:00, 2026-11-01 02:00 → 01:00.
  test('the offset changes at the very minute', () => {
    expect(offsetMs(at('2026-03-08T06:59:59Z'), NEW_YORK)).toBe(-5 * 3_600_000)
    expect(offsetMs(at('2026-03-08T07:00:00Z'), NEW_YORK)).toBe(-4 * 3_600_000)
    expect(offsetMs(at('2026-11-01T05:59:59Z'), NEW_YORK)).toBe(-4 * 3_600_000)
    expect(offsetMs(at('2026-11-01T06:00:00Z'), NEW_YORK)).toBe(-5 * 3_600_000)
  })

  test('days begin at midnight on both sides of a change', () => {
    expect(instantOf({ year: 2026, month: 3, day: 8 }, NEW_YORK)).toEqual(at('2026-03-08T05:00:00Z'))
    expect(instantOf({ year: 2026, month: 3, day: 9 }, NEW_YORK)).toEqual(at('2026-03-09T04:00:00Z'))
    expect(instantOf({ year: 2026, month: 11, day: 1 }, NEW_YORK)).toEqual(at('2026-11-01T04:00:00Z'))
    expect(instantOf({ year: 2026, month: 11, day: 2 }, NEW_YORK)).toEqual(at('2026-11-02T05:00:00Z'))
  })

  test('of an hour that happens twice the first counts', () => {
    expect(instantOf({ year: 2026, month: 11, day: 1, hour: 1, minute: 30 }, NEW_YORK)).toEqual(
      at('2026-11-01T05:30:00Z'),
    )
  })

  test('an hour that does not happen is taken an hour later', () => {
    const skipped = instantOf({ year: 2026, month: 3, day: 8, hour: 2, minute: 30 }, NEW_YORK)
    expect([at('2026-03-08T06:30:00Z').getTime(), at('2026-03-08T07:30:00Z').getTime()]).toContain(skipped.getTime())
  })

  test('every day of two years has its 23, 24 or 25 hours and its own name', () => {
    const hours = new Map<number, number>()
    for (let day = 1; day <= 730; day += 1) {
      const start = instantOf(partsOf(Date.UTC(2026, 0, day)), NEW_YORK)
      const end = instantOf(partsOf(Date.UTC(2026, 0, day + 1)), NEW_YORK)
      expect(dayOf(start, NEW_YORK)).toBe(new Date(Date.UTC(2026, 0, day)).toISOString().slice(0, 10))
      expect(dayOf(new Date(end.getTime() - 1), NEW_YORK)).toBe(dayOf(start, NEW_YORK))
      const length = (end.getTime() - start.getTime()) / 3_600_000
      hours.set(length, (hours.get(length) ?? 0) + 1)
    }
    expect(Object.fromEntries(hours)).toEqual({ 23: 2, 24: 726, 25: 2 })
  })
})

describe('business days', () => {
  test.each([
    ['a minute before the cut-off belongs to the day before', '2026-11-23T03:59:59', '2026-11-22T04:00:00'],
    ['the cut-off begins the day', '2026-11-23T04:00:00', '2026-11-23T04:00:00'],
    ['midnight belongs to the day before', '2026-11-23T00:00:00', '2026-11-22T04:00:00'],
    ['so does the second before it', '2026-11-22T23:59:59', '2026-11-22T04:00:00'],
    ['the night of a month end', '2026-11-01T01:00:00', '2026-10-31T04:00:00'],
    ['the night of a new year', '2027-01-01T02:00:00', '2026-12-31T04:00:00'],
    ['the night after a leap day', '2028-03-01T03:00:00', '2028-02-29T04:00:00'],
    ['the night after a February without one', '2027-03-01T03:00:00', '2027-02-28T04:00:00'],
  ])('%s', (_, wall, start) => {
    expect(businessDayStart(shanghai(wall), SHANGHAI, 240)).toEqual(shanghai(start))
  })

  test('a store that closes at midnight has the days of the calendar', () => {
    expect(businessDayStart(shanghai('2026-11-22T23:59:59'), SHANGHAI, 0)).toEqual(shanghai('2026-11-22T00:00:00'))
    expect(businessDayStart(shanghai('2026-11-23T00:00:00'), SHANGHAI, 0)).toEqual(shanghai('2026-11-23T00:00:00'))
  })

  test('a cut-off is written as a time of day', () => {
    expect(['00:00', '04:00', '05:30', '23:59'].map(minutesOf)).toEqual([0, 240, 330, 1439])
  })
})

describe('the end of points', () => {
  test('earned in 2024-03 they are last valid on 2026-03-31, store time', () => {
    for (const earned of ['2024-03-01T00:00:00', '2024-03-15T12:30:00', '2024-03-31T23:59:59']) {
      const end = endOfMonthAfter(shanghai(earned), 24, SHANGHAI)
      expect(end).toEqual(shanghai('2026-04-01T00:00:00'))
      expect(lastValidDay(end, SHANGHAI)).toBe('2026-03-31')
    }
  })

  test.each([
    ['a second before the month', '2024-02-29T23:59:59', '2026-02-28'],
    ['a second after the month', '2024-04-01T00:00:00', '2026-04-30'],
    ['on a leap day', '2028-02-29T12:00:00', '2030-02-28'],
    ['into a leap year', '2026-02-10T12:00:00', '2028-02-29'],
    ['in December', '2024-12-31T23:59:59', '2026-12-31'],
    ['in January', '2025-01-01T00:00:00', '2027-01-31'],
  ])('earned %s', (_, earned, last) => {
    expect(lastValidDay(endOfMonthAfter(shanghai(earned), 24, SHANGHAI), SHANGHAI)).toBe(last)
  })

  test('the store decides which month it is', () => {
    const instant = at('2024-03-31T16:00:00Z')
    expect(lastValidDay(endOfMonthAfter(instant, 24, SHANGHAI), SHANGHAI)).toBe('2026-04-30')
    expect(lastValidDay(endOfMonthAfter(instant, 24, 'UTC'), 'UTC')).toBe('2026-03-31')
    expect(endOfMonthAfter(instant, 24, NEW_YORK)).toEqual(at('2026-04-01T04:00:00Z'))
  })

  test.each([
    [0, '2024-03-31'],
    [1, '2024-04-30'],
    [9, '2024-12-31'],
    [10, '2025-01-31'],
    [11, '2025-02-28'],
  ])('%i months after the month of earning', (months, last) => {
    expect(lastValidDay(endOfMonthAfter(shanghai('2024-03-31T10:00:00'), months, SHANGHAI), SHANGHAI)).toBe(last)
  })

  test('what never ends has no last day', () => {
    expect(lastValidDay(NEVER, SHANGHAI)).toBeNull()
    expect(lastDayOfLot(NEVER)).toBeNull()
  })

  // The time zone is not kept with a lot. Should a store ever lie west of Greenwich, this fails first.
  test.each(StoreBody.shape.timeZone.options)(
    'the last day of a lot of a store in %s is that of the store',
    timeZone => {
      for (let month = 0; month < 36; month += 1) {
        const end = endOfMonthAfter(at('2024-01-31T12:00:00Z'), month, timeZone)
        expect(lastDayOfLot(end)).toBe(lastValidDay(end, timeZone))
      }
    },
  )
})

function partsOf(utc: number): { year: number; month: number; day: number } {
  const date = new Date(utc)
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }
}

describe('business days where the clocks change', () => {
  test.each([
    ['New York, an hour repeated', [NEW_YORK, 240], '2026-11-01T08:30:00Z', '2026-10-31T08:00:00Z'],
    ['New York, the cut-off of that day', [NEW_YORK, 240], '2026-11-01T09:00:00Z', '2026-11-01T09:00:00Z'],
    ['New York, an hour left out', [NEW_YORK, 240], '2026-03-08T08:30:00Z', '2026-03-08T08:00:00Z'],
    ['Berlin, a cut-off that comes twice', ['Europe/Berlin', 150], '2026-10-25T00:40:00Z', '2026-10-25T00:30:00Z'],
    ['Berlin, its second coming', ['Europe/Berlin', 150], '2026-10-25T01:40:00Z', '2026-10-25T00:30:00Z'],
    ['Shanghai, before the cut-off', [SHANGHAI, 240], '2026-11-22T19:59:59Z', '2026-11-21T20:00:00Z'],
    ['Shanghai, at the cut-off', [SHANGHAI, 240], '2026-11-22T20:00:00Z', '2026-11-22T20:00:00Z'],
    ['the first day of a year', [SHANGHAI, 240], '2026-12-31T17:00:00Z', '2026-12-30T20:00:00Z'],
  ])('%s', (_, store, instant, start) => {
    const [zone, cutOff] = store as [string, number]
    expect(businessDayStart(at(instant), zone, cutOff)).toEqual(at(start))
  })
})
