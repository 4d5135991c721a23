import { expect, test } from '@jest/globals'
import { hoursOf } from './hours'

const spans = (windows: Parameters<typeof hoursOf>[0]) =>
  hoursOf(windows).map(({ allDay, spans: own }) =>
    allDay ? '*' : own.map(({ from, to }) => `${from}-${to}`).join(' '),
  )

test('lunch on working days and all of Saturday are seven rows of which Sunday is empty', () => {
  const windows = [
    { weekdays: [1, 2, 3, 4, 5], between: ['11:00', '14:00'] as [string, string] },
    { weekdays: [6], between: null },
  ]
  expect(spans(windows)).toEqual([...Array(5).fill('11:00-14:00'), '*', ''])
})

test('several spans of a day stand in the order of the clock, and a whole day swallows them', () => {
  const windows = [
    { weekdays: [1, 2], between: ['17:00', '21:00'] as [string, string] },
    { weekdays: [1], between: ['11:00', '14:00'] as [string, string] },
    { weekdays: [2], between: null },
  ]
  expect(spans(windows).slice(0, 3)).toEqual(['11:00-14:00 17:00-21:00', '*', ''])
})

test('a span over midnight says that it ends on the day after', () => {
  const [monday] = hoursOf([{ weekdays: [1], between: ['22:00', '02:00'] }])
  expect(monday?.spans).toEqual([{ from: '22:00', to: '02:00', overnight: true }])
})
