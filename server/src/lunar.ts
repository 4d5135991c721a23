/** The Chinese calendar and the festivals. Pure. */
import type { Festival } from '@huitou/shared/rules'
import { type BusinessDay, dayOfNumber } from './days.js'

/** A day of the lunar calendar; a leap month has the number of the month it follows. */
export interface LunarDay {
  month: number
  leap: boolean
  day: number
  /** Days in this month: 29 or 30. */
  length: number
}

/**
 * The lunar years 2000 to 2049, sixteen bits and one: from the top the long leap month, then months 1 to 12 (1 is long, 30
 * days), and in the last four bits which month is doubled. Not taken from Intl: its 'chinese' calendar is a day late or early
 * when the moon is new within minutes of midnight in China (Spring Festival 2027 and 2030; seen in ICU of Node 20).
 */
const YEARS = [
  0x0c960, 0x0d954, 0x0d4a0, 0x0da50, 0x07552, 0x056a0, 0x0abb7, 0x025d0, 0x092d0, 0x0cab5, 0x0a950, 0x0b4a0, 0x0baa4,
  0x0ad50, 0x055d9, 0x04ba0, 0x0a5b0, 0x15176, 0x052b0, 0x0a930, 0x07954, 0x06aa0, 0x0ad50, 0x05b52, 0x04b60, 0x0a6e6,
  0x0a4e0, 0x0d260, 0x0ea65, 0x0d530, 0x05aa0, 0x076a3, 0x096d0, 0x04afb, 0x04ad0, 0x0a4d0, 0x1d0b6, 0x0d250, 0x0d520,
  0x0dd45, 0x0b5a0, 0x056d0, 0x055b2, 0x049b0, 0x0a577, 0x0a4b0, 0x0aa50, 0x1b255, 0x06d20, 0x0ada0,
]
/** 2000-02-05, the first day of the lunar year 2000. */
const FIRST_DAY = 10_992

interface Month {
  first: number
  month: number
  leap: boolean
  length: number
}

const MONTHS: readonly Month[] = monthsOf(YEARS)
const END = MONTHS.at(-1)!.first + MONTHS.at(-1)!.length

/** The lunar date of a day given as days since 1970-01-01; null outside of February 2000 to January 2050. */
export function lunarOf(dayNumber: number): LunarDay | null {
  if (dayNumber < FIRST_DAY || dayNumber >= END) return null
  let low = 0
  let high = MONTHS.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (MONTHS[middle]!.first <= dayNumber) low = middle
    else high = middle - 1
  }
  const { first, month, leap, length } = MONTHS[low]!
  return { month, leap, length, day: dayNumber - first + 1 }
}

const LUNAR: Partial<Record<Festival, readonly [month: number, day: number]>> = {
  SPRING_FESTIVAL: [1, 1],
  LANTERN: [1, 15],
  DRAGON_BOAT: [5, 5],
  QIXI: [7, 7],
  MID_AUTUMN: [8, 15],
  DOUBLE_NINTH: [9, 9],
  LABA: [12, 8],
}
const SOLAR: Partial<Record<Festival, readonly [month: number, day: number]>> = {
  NEW_YEAR: [1, 1],
  LABOUR_DAY: [5, 1],
  CHILDREN_DAY: [6, 1],
  NATIONAL_DAY: [10, 1],
}
const ALL: readonly Festival[] = [
  ...(Object.keys({ ...LUNAR, ...SOLAR }) as Festival[]),
  'SPRING_FESTIVAL_EVE',
  'QINGMING',
  'WINTER_SOLSTICE',
]

/** Festivals on a day; null where the lunar calendar of that year is not known. A leap month has no festivals. */
export function festivalsOn(day: Pick<BusinessDay, 'year' | 'month' | 'day' | 'number'>): Festival[] | null {
  const lunar = lunarOf(day.number)
  if (!lunar) return null
  return ALL.filter(festival => {
    const moon = LUNAR[festival]
    if (moon) return !lunar.leap && lunar.month === moon[0] && lunar.day === moon[1]
    const sun = SOLAR[festival]
    if (sun) return day.month === sun[0] && day.day === sun[1]
    if (festival === 'QINGMING') return day.month === 4 && day.day === qingmingOf(day.year)
    if (festival === 'WINTER_SOLSTICE') return day.month === 12 && day.day === winterSolsticeOf(day.year)
    // The eve is whatever day comes before the first of the first month: the 29th or the 30th of the twelfth.
    const tomorrow = lunarOf(day.number + 1)
    return tomorrow !== null && !tomorrow.leap && tomorrow.month === 1 && tomorrow.day === 1
  })
}

/** Day of April of Qingming, 2000 to 2099: ⌊0.2422·y + 4.81⌋ − ⌊y / 4⌋ with y the year in its century. */
export function qingmingOf(year: number): number {
  return solarTerm(year, 4.81)
}

/** Day of December of the winter solstice, 2000 to 2099: ⌊0.2422·y + 21.94⌋ − ⌊y / 4⌋, a day earlier in 2021. */
export function winterSolsticeOf(year: number): number {
  return solarTerm(year, 21.94) - (year === 2021 ? 1 : 0)
}

function solarTerm(year: number, constant: number): number {
  const inCentury = year % 100
  return Math.floor(0.2422 * inCentury + constant) - Math.floor(inCentury / 4)
}

function monthsOf(years: readonly number[]): Month[] {
  const months: Month[] = []
  let first = FIRST_DAY
  const add = (month: number, leap: boolean, isLong: boolean): void => {
    const length = isLong ? 30 : 29
    months.push({ first, month, leap, length })
    first += length
  }
  for (const bits of years) {
    const doubled = bits & 0xf
    for (let month = 1; month <= 12; month += 1) {
      add(month, false, (bits & (0x10000 >> month)) !== 0)
      if (month === doubled) add(month, true, (bits & 0x10000) !== 0)
    }
  }
  return months
}

/** Monday of the week of a day, as days since 1970-01-01. */
export function mondayOf(day: Pick<BusinessDay, 'number' | 'weekday'>): number {
  return day.number - day.weekday + 1
}

/** Whether a day is somebody's birthday, in the calendar it was given in. Null where that calendar is not known for the day. */
export function isBirthday(birthday: { calendar: 'SOLAR' | 'LUNAR'; on: string }, dayNumber: number): boolean | null {
  const [month, day] = partsOf(birthday.on)
  if (birthday.calendar === 'LUNAR') {
    const lunar = lunarOf(dayNumber)
    // Somebody born on the thirtieth has it on the last day of a short month; a leap month repeats no birthday.
    return lunar && !lunar.leap && lunar.month === month && lunar.day === Math.min(day, lunar.length)
  }
  const today = dayOfNumber(dayNumber)
  if (today.month !== month) return false
  // 29 February comes on the 28th in common years.
  const inThisYear = month === 2 && day === 29 && !isLeapYear(today.year) ? 28 : day
  return today.day === inThisYear
}

/** Whether a day lies in the month of a birthday, a lunar one by the lunar month. */
export function isBirthdayMonth(birthday: { calendar: 'SOLAR' | 'LUNAR'; on: string }, dayNumber: number) {
  const [month] = partsOf(birthday.on)
  if (birthday.calendar === 'SOLAR') return dayOfNumber(dayNumber).month === month
  const lunar = lunarOf(dayNumber)
  return lunar && !lunar.leap && lunar.month === month
}

/** Whether the birthday falls into the week of a day, Monday to Sunday. */
export function isBirthdayWeek(
  birthday: { calendar: 'SOLAR' | 'LUNAR'; on: string },
  day: Pick<BusinessDay, 'number' | 'weekday'>,
): boolean | null {
  const monday = mondayOf(day)
  const week = [0, 1, 2, 3, 4, 5, 6].map(offset => isBirthday(birthday, monday + offset))
  if (week.includes(true)) return true
  return week.includes(null) ? null : false
}

const partsOf = (monthDay: string): [number, number] => [Number(monthDay.slice(0, 2)), Number(monthDay.slice(3, 5))]
const isLeapYear = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
