import { expect, test } from '@jest/globals'
import {
  dayOfBatch,
  isMoving,
  minutesUntil,
  progressOf,
  retriesOf,
  type Send,
  shareOf,
  speedOf,
  standingOf,
  stepsOf,
  unhappyOneIn,
  waitOf,
} from './send.js'

const NOW = Date.parse('2026-11-23T04:30:20.000Z')
const send = (change: Partial<Send> = {}): Send => ({
  code: 'CAMPAIGN:1',
  kind: 'CAMPAIGN',
  title: '周末双倍积分',
  state: 'RUNNING',
  held: null,
  funnel: { target: 10, consented: 8, granted: 5, underCap: 5, awake: 4, willSend: 4 },
  waiting: 0,
  stops: [],
  states: [],
  reasons: [],
  outcomes: [],
  perMinute: [],
  eta: null,
  optOuts: 0,
  complaints: 0,
  createdAt: '2026-11-23T04:00:00.000Z',
  ...change,
})

test('each step of the funnel says how many were lost at it', () => {
  expect(stepsOf(send().funnel).map(({ step, count, lost }) => [step, count, lost])).toEqual([
    ['target', 10, 0],
    ['consented', 8, 2],
    ['granted', 5, 3],
    ['underCap', 5, 0],
    ['awake', 4, 1],
    ['willSend', 4, 0],
  ])
  expect([shareOf(4, 10), shareOf(0, 0)]).toEqual(['40.0%', '—'])
})

test('what waits to be decided is still to come', () => {
  const states: Send['states'] = [
    { state: 'QUEUED', count: 3 },
    { state: 'SENDING', count: 1 },
    { state: 'SENT', count: 5 },
    { state: 'DELIVERED', count: 2 },
    { state: 'FAILED', count: 1 },
    { state: 'UNKNOWN', count: 1 },
    { state: 'DEAD', count: 4 },
    { state: 'CANCELLED', count: 9 },
  ]
  expect(progressOf(send({ states, waiting: 10 }))).toEqual({ sent: 7, failed: 6, left: 14 })
})

test('a send is done when nothing is left, and held when it does not move by itself', () => {
  const queued: Send['states'] = [{ state: 'QUEUED', count: 1 }]
  expect(standingOf(send())).toBe('DONE')
  expect(standingOf(send({ states: [{ state: 'DEAD', count: 1 }] }))).toBe('LOOK')
  expect(standingOf(send({ states: queued }))).toBe('RUNNING')
  expect(standingOf(send({ states: queued, held: { reason: 'PROVIDER_DOWN', count: 1 } }))).toBe('HELD')
  expect(standingOf(send({ state: 'PAUSED', states: queued }))).toBe('PAUSED')
})

test('what can be tried again is counted by reason over all channels, as the order will take it', () => {
  const outcomes: Send['outcomes'] = [
    { channel: 'SUBSCRIBE', state: 'DEAD', reason: 'TEMPLATE_GONE', count: 200 },
    { channel: 'OA', state: 'DEAD', reason: 'TEMPLATE_GONE', count: 14 },
    { channel: 'SUBSCRIBE', state: 'UNKNOWN', reason: 'NO_ANSWER', count: 3 },
    { channel: 'SUBSCRIBE', state: 'FAILED', reason: 'NO_GRANT', count: 9 },
    { channel: 'SUBSCRIBE', state: 'SENT', reason: null, count: 900 },
  ]
  expect(retriesOf(send({ outcomes }))).toEqual([
    { reason: 'TEMPLATE_GONE', count: 214, unknown: false },
    { reason: 'NO_ANSWER', count: 3, unknown: true },
  ])
  expect(retriesOf(send({ outcomes, state: 'CANCELLED' }))).toEqual([])
})

test('speed is what went in the last five minutes', () => {
  const perMinute = [
    { minute: '2026-11-23T04:20:00.000Z', count: 1_000 },
    { minute: '2026-11-23T04:26:00.000Z', count: 40 },
    { minute: '2026-11-23T04:30:00.000Z', count: 12 },
  ]
  expect(speedOf(perMinute, NOW)).toBe(10)
  expect(speedOf([{ minute: '2026-11-23T04:30:00.000Z', count: 2 }], NOW)).toBe(0.4)
  const minutes = minutesUntil(perMinute, NOW)
  expect(minutes).toHaveLength(60)
  expect(minutes.at(-1)).toEqual({ at: '2026-11-23T04:30:00.000Z', count: 12 })
  expect(minutes.reduce((sum, { count }) => sum + count, 0)).toBe(1_052)
})

test('what waits for the morning is not looked at every moment', () => {
  const queued = { states: [{ state: 'QUEUED' as const, count: 5 }] }
  expect(isMoving(send({ ...queued, createdAt: '2026-11-23T04:29:00.000Z' }), NOW)).toBe(true)
  expect(isMoving(send(queued), NOW)).toBe(false)
  expect(isMoving(send({ ...queued, perMinute: [{ minute: '2026-11-23T04:30:00.000Z', count: 5 }] }), NOW)).toBe(true)
  expect(isMoving(send({ waiting: 5 }), NOW)).toBe(true)
  expect(isMoving(send({ waiting: 5, state: 'PAUSED' }), NOW)).toBe(false)
})

test('one in fifty who turns it off is a reason to look, and of a few nothing can be said', () => {
  const sent = (count: number): Send['states'] => [{ state: 'SENT', count }]
  expect(unhappyOneIn(send({ states: sent(100), optOuts: 1, complaints: 1 }))).toBe(50)
  expect(unhappyOneIn(send({ states: sent(101), optOuts: 1, complaints: 1 }))).toBeNull()
  expect(unhappyOneIn(send({ states: sent(49), optOuts: 20 }))).toBeNull()
})

test.each([
  [0, 'seconds', 0],
  [119, 'seconds', 119],
  [120, 'minutes', 2],
  [7_199, 'minutes', 119],
  [7_200, 'hours', 2],
])('a wait of %i seconds is said in %s', (seconds, unit, count) => {
  expect(waitOf(seconds)).toEqual({ unit, count })
})

test('reminders of a day are known by it, a campaign is not', () => {
  expect(dayOfBatch('POINTS_EXPIRING:2026-12-24')).toBe('2026-12-24')
  expect(dayOfBatch('CAMPAIGN:4503599627370496')).toBeNull()
})
