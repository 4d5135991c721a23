import { expect, test } from '@jest/globals'
import { birthdayOf, daysOf } from './birthdays'

test('a month has the days its calendar gives it, the leap day among them', () => {
  expect([daysOf('SOLAR', 2).length, daysOf('SOLAR', 4).length, daysOf('LUNAR', 2).length]).toEqual([29, 30, 30])
})

test('a day the month does not have becomes its last one', () => {
  expect(birthdayOf('SOLAR', 2, 31)).toEqual({ calendar: 'SOLAR', on: '02-29' })
  expect(birthdayOf('LUNAR', 12, 31)).toEqual({ calendar: 'LUNAR', on: '12-30' })
  expect(birthdayOf('SOLAR', 1, 31)).toEqual({ calendar: 'SOLAR', on: '01-31' })
})
