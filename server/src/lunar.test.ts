import type { Festival } from '@huitou/shared/rules'
import { describe, expect, test } from '@jest/globals'
import { businessDayOf, compactDay, dayOfNumber, numberOfDay } from './days.js'
import {
  festivalsOn,
  isBirthday,
  isBirthdayMonth,
  isBirthdayWeek,
  lunarOf,
  mondayOf,
  qingmingOf,
  winterSolsticeOf,
} from './lunar.js'

const on = (day: string) => festivalsOn(dayOfNumber(numberOfDay(day)))

describe('the lunar calendar', () => {
  test.each([
    ['2024-02-10', 1, 1, false],
    ['2025-01-29', 1, 1, false],
    ['2026-02-17', 1, 1, false],
    ['2027-02-06', 1, 1, false],
    ['2027-02-05', 12, 29, false],
    ['2028-01-26', 1, 1, false],
    ['2029-02-13', 1, 1, false],
    ['2030-02-03', 1, 1, false],
    ['2033-12-22', 11, 1, true],
    ['2034-02-19', 1, 1, false],
    ['2025-06-25', 6, 1, false],
    ['2025-07-25', 6, 1, true],
    ['2025-08-22', 6, 29, true],
    ['2025-08-23', 7, 1, false],
    ['2000-02-05', 1, 1, false],
    ['2050-01-22', 12, 29, false],
  ])('%p is month %p, day %p, leap %p', (day, month, lunarDay, leap) => {
    expect(lunarOf(numberOfDay(day))).toMatchObject({ month, day: lunarDay, leap })
  })

  test('it is known from February 2000 to January 2050 and not a day further', () => {
    expect(lunarOf(numberOfDay('2000-02-04'))).toBeNull()
    expect(lunarOf(numberOfDay('2050-01-22'))).not.toBeNull()
    expect(lunarOf(numberOfDay('2050-01-23'))).toBeNull()
    expect(on('2000-02-04')).toBeNull()
  })

  test('months follow each other without a gap, 29 or 30 days each', () => {
    let before = lunarOf(numberOfDay('2000-02-05'))!
    const wrong: number[] = []
    for (let day = numberOfDay('2000-02-06'); day < numberOfDay('2050-01-23'); day += 1) {
      const today = lunarOf(day)!
      const begins = before.day === before.length
      const follows = begins || (today.month === before.month && today.leap === before.leap)
      if (today.day !== (begins ? 1 : before.day + 1) || !follows || ![29, 30].includes(today.length)) wrong.push(day)
      before = today
    }
    expect(wrong).toEqual([])
  })
})

const FESTIVALS: [Festival, string[]][] = [
  ['NEW_YEAR', ['2026-01-01']],
  ['SPRING_FESTIVAL', ['2026-02-17', '2027-02-06', '2030-02-03']],
  ['SPRING_FESTIVAL_EVE', ['2025-01-28', '2026-02-16', '2027-02-05']],
  ['LANTERN', ['2026-03-03']],
  ['QINGMING', ['2024-04-04', '2025-04-04', '2026-04-05', '2027-04-05', '2028-04-04']],
  ['LABOUR_DAY', ['2026-05-01']],
  ['CHILDREN_DAY', ['2026-06-01']],
  ['DRAGON_BOAT', ['2025-05-31', '2026-06-19']],
  ['QIXI', ['2025-08-29', '2026-08-19']],
  ['MID_AUTUMN', ['2025-10-06', '2026-09-25']],
  ['NATIONAL_DAY', ['2026-10-01']],
  ['DOUBLE_NINTH', ['2026-10-18']],
  ['LABA', ['2026-01-26']],
  ['WINTER_SOLSTICE', ['2021-12-21', '2022-12-22', '2024-12-21', '2026-12-22']],
]

describe('festivals', () => {
  test.each(FESTIVALS)('%p is on its days, and on neither side of them', (festival, days) => {
    for (const day of days) {
      const number = numberOfDay(day)
      expect(on(day)).toContain(festival)
      for (const beside of [number - 1, number + 1]) expect(festivalsOn(dayOfNumber(beside))).not.toContain(festival)
    }
  })

  test('an ordinary day has none, and a leap month has none either', () => {
    expect(on('2026-11-21')).toEqual([])
    // The seventh of the leap sixth month of 2025 is not Qixi, and 2028 doubles the fifth month after the Dragon Boat.
    expect(lunarOf(numberOfDay('2028-06-27'))).toMatchObject({ month: 5, day: 5, leap: true })
    expect(on('2028-06-27')).toEqual([])
    expect(on('2028-05-28')).toEqual(['DRAGON_BOAT'])
  })

  test('every year has each festival exactly once', () => {
    // Lantern and Laba move over the ends of this window, which begins after one Spring Festival and ends before the next.
    const once = FESTIVALS.map(([festival]) => festival).filter(name => !/SPRING|LANTERN|LABA/.test(name))
    for (const year of [2005, 2014, 2025, 2028, 2033, 2047]) {
      const seen: Festival[] = []
      for (let day = numberOfDay(`${year}-02-25`); day < numberOfDay(`${year + 1}-01-20`); day += 1) {
        seen.push(...festivalsOn(dayOfNumber(day))!)
      }
      expect([year, once.filter(festival => seen.filter(each => each === festival).length !== 1)]).toEqual([year, []])
    }
  })

  test.each([
    [2000, 4, 21],
    [2003, 5, 22],
    [2008, 4, 21],
    [2020, 4, 21],
    [2021, 4, 21],
    [2023, 5, 22],
    [2050, 4, 22],
    [2099, 4, 21],
  ])('in %p Qingming is on 4/%p and the solstice on 12/%p', (year, april, december) => {
    expect([qingmingOf(year), winterSolsticeOf(year)]).toEqual([april, december])
  })
})

describe('birthdays', () => {
  const solar = (day: string) => ({ calendar: 'SOLAR' as const, on: day })
  const lunar = (day: string) => ({ calendar: 'LUNAR' as const, on: day })

  test.each([
    ['11-21', '2026-11-21', true],
    ['11-21', '2026-11-20', false],
    ['11-21', '2026-11-22', false],
    ['11-21', '2026-10-21', false],
    ['02-29', '2028-02-29', true],
    ['02-29', '2028-02-28', false],
    ['02-29', '2026-02-28', true],
    ['02-29', '2026-03-01', false],
    ['02-28', '2028-02-28', true],
    ['02-29', '2100-02-28', true],
    ['02-29', '2000-02-28', false],
    ['02-29', '2000-02-29', true],
    ['03-29', '2026-03-29', true],
    ['03-29', '2026-03-28', false],
  ])('somebody born on %p has it on %p: %p', (birthday, day, is) => {
    expect(isBirthday(solar(birthday), numberOfDay(day))).toBe(is)
  })

  test.each([
    ['01-01', '2027-02-06', true],
    ['01-01', '2027-02-05', false],
    ['12-30', '2027-02-05', true],
    // The twelfth month before Spring Festival 2026 has 29 days.
    ['12-30', '2026-02-16', true],
    ['12-29', '2026-02-16', true],
    ['12-30', '2026-02-15', false],
    // A leap month repeats no birthday.
    ['06-01', '2025-06-25', true],
    ['06-01', '2025-07-25', false],
  ])('by the moon %p falls on %p: %p', (birthday, day, is) => {
    expect(isBirthday(lunar(birthday), numberOfDay(day))).toBe(is)
  })

  test('where the moon is not known, nobody knows', () => {
    expect(isBirthday(lunar('01-01'), numberOfDay('2051-02-11'))).toBeNull()
    expect(isBirthdayMonth(lunar('01-01'), numberOfDay('2051-02-11'))).toBeNull()
    expect(isBirthdayWeek(lunar('01-01'), dayOfNumber(numberOfDay('2051-02-11')))).toBeNull()
  })

  test.each([
    [solar('11-21'), '2026-11-01', true],
    [solar('11-21'), '2026-11-30', true],
    [solar('11-21'), '2026-10-31', false],
    [solar('11-21'), '2026-12-01', false],
    [lunar('06-15'), '2025-06-25', true],
    [lunar('06-15'), '2025-06-24', false],
    [lunar('06-15'), '2025-07-24', true],
    [lunar('06-15'), '2025-07-25', false],
  ])('the month of %j holds %p: %p', (birthday, day, is) => {
    expect(isBirthdayMonth(birthday, numberOfDay(day))).toBe(is)
  })

  test.each([
    ['2026-11-16', true],
    ['2026-11-22', true],
    ['2026-11-15', false],
    ['2026-11-23', false],
  ])('the week of Saturday 21 November, Monday to Sunday, holds %p: %p', (day, is) => {
    expect(isBirthdayWeek(solar('11-21'), dayOfNumber(numberOfDay(day)))).toBe(is)
  })

  test('a week over the end of a year holds both ends', () => {
    expect(isBirthdayWeek(solar('01-01'), dayOfNumber(numberOfDay('2026-12-28')))).toBe(true)
    expect(isBirthdayWeek(solar('12-31'), dayOfNumber(numberOfDay('2027-01-03')))).toBe(true)
    expect(isBirthdayWeek(solar('01-04'), dayOfNumber(numberOfDay('2027-01-03')))).toBe(false)
  })

  test('a week that the known moon only partly covers still finds the birthday in it', () => {
    // 2050-01-23 and later are not known; the 22nd is 12-29.
    expect(isBirthdayWeek(lunar('12-29'), dayOfNumber(numberOfDay('2050-01-21')))).toBe(true)
    expect(isBirthdayWeek(lunar('12-01'), dayOfNumber(numberOfDay('2050-01-21')))).toBeNull()
  })
})

describe('business days', () => {
  test.each([
    ['2026-11-21T19:59:59.999Z', 240, '20261121', 6, 239],
    ['2026-11-21T20:00:00.000Z', 240, '20261122', 7, 240],
    ['2026-11-21T15:59:59.999Z', 0, '20261121', 6, 1439],
    ['2026-11-21T16:00:00.000Z', 0, '20261122', 7, 0],
    ['2026-12-31T19:00:00.000Z', 240, '20261231', 4, 180],
    ['2026-03-01T03:00:00.000Z', 0, '20260301', 7, 660],
  ])('%p with the cut-off %p is the business day %p', (at, cutOff, ...expected) => {
    const business = businessDayOf(new Date(at), 'Asia/Shanghai', cutOff)
    expect([compactDay(business), business.weekday, business.minute]).toEqual(expected)
  })

  test('a week begins on Monday', () => {
    const monday = numberOfDay('2026-11-16')
    for (let day = monday; day < monday + 7; day += 1) expect(mondayOf(dayOfNumber(day))).toBe(monday)
    expect(mondayOf(dayOfNumber(monday + 7))).toBe(monday + 7)
    expect(dayOfNumber(monday)).toEqual({ year: 2026, month: 11, day: 16, weekday: 1, number: monday })
  })
})
