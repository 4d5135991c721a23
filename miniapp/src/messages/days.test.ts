import { expect, test } from '@jest/globals'
import { byDay } from './days'

const NOON = Date.parse('2026-11-23T04:00:00.000Z')
const at = (...instants: string[]) => instants.map(instant => ({ at: instant }))
const told = (instants: { at: string }[], zone?: string) =>
  byDay(instants, NOON, zone).map(({ day, near, items }) => [day, near, items.length])

test('midnight in Shanghai, not in London, is where a day ends', () => {
  const messages = at('2026-11-22T16:00:00.000Z', '2026-11-22T15:59:59.000Z', '2026-11-21T15:59:59.000Z')
  expect(told(messages)).toEqual([
    ['2026-11-23', 'TODAY', 1],
    ['2026-11-22', 'YESTERDAY', 1],
    ['2026-11-21', null, 1],
  ])
})

test('the time of the programme decides', () => {
  expect(told(at('2026-11-22T16:00:00.000Z'), 'Asia/Tokyo')).toEqual([['2026-11-23', 'TODAY', 1]])
  expect(told(at('2026-11-22T16:00:00.000Z'), 'Asia/Urumqi')).toEqual([['2026-11-22', 'YESTERDAY', 1]])
})

test('a message that fell due before one written earlier does not make its day appear twice', () => {
  const messages = at('2026-11-23T03:00:00.000Z', '2026-11-21T03:00:00.000Z', '2026-11-23T01:00:00.000Z')
  expect(told(messages)).toEqual([
    ['2026-11-23', 'TODAY', 2],
    ['2026-11-21', null, 1],
  ])
})

test('messages of one day stay together in the order they came in', () => {
  expect(told(at('2026-11-23T03:00:00.000Z', '2026-11-23T01:00:00.000Z'))).toEqual([['2026-11-23', 'TODAY', 2]])
  expect(byDay([], NOON)).toEqual([])
})
