import { expect, test } from '@jest/globals'
import {
  type Allowance,
  asNewDevice,
  barOf,
  batchOf,
  clashesIn,
  entryOf,
  leftOf,
  MAX_WAITING,
  type NewEntry,
  type Outcome,
  type Queue,
  usedOf,
  waitingIn,
  withEntry,
  withHandled,
  withOutcomes,
} from './queue'

const NOON = Date.parse('2026-11-23T04:00:00.000Z')
const MINUTE = 60_000
const allowance: Allowance = { perHourCount: 3, perHourWorthFen: 10_000, perItemWorthFen: 5_000 }
const entry = (more: Partial<NewEntry> = {}): NewEntry => ({
  requestId: 'request-1',
  token: 'HTO1.x',
  kind: 'VOUCHER',
  subject: '731834987235',
  name: '凉面',
  quantity: 1,
  worthFen: 1_000,
  billFen: null,
  billNo: null,
  at: new Date(NOON).toISOString(),
  untilAt: NOON + 600 * MINUTE,
  ...more,
})
const empty: Queue = { deviceId: 'a-device-number', nextSeq: 1, entries: [] }
const with_ = (...entries: NewEntry[]) => entries.reduce(withEntry, empty)
const minutesAgo = (minutes: number) => new Date(NOON - minutes * MINUTE).toISOString()
const said = (seq: number, state: Outcome['state']) => ({ seq, state }) as Outcome

test.each([
  ['the first one', empty, 1_000, null],
  ['one worth as much as one may be', empty, 5_000, null],
  ['one worth more', empty, 5_001, 'ITEM_WORTH'],
  ['the third in an hour', with_(entry(), entry()), 1_000, null],
  ['the fourth in an hour', with_(entry(), entry(), entry()), 1_000, 'HOUR_COUNT'],
  ['what fills the hour’s worth', with_(entry({ worthFen: 5_000 })), 5_000, null],
  ['what goes a fen beyond', with_(entry({ worthFen: 5_000 }), entry({ worthFen: 1 })), 5_000, 'HOUR_WORTH'],
  ['three of an hour and more ago', with_(entry({ at: minutesAgo(60) }), entry(), entry()), 1_000, null],
] as const)('%s', (_, queue, worthFen, bar) => {
  expect(barOf(queue, allowance, { kind: 'VOUCHER', worthFen, nowMs: NOON })).toBe(bar)
})

test('members’ bills risk nothing, and take nothing of the allowance', () => {
  const bills = with_(...[1, 2, 3, 4].map(() => entry({ kind: 'MEMBER', worthFen: 0 })))
  expect(barOf(bills, allowance, { kind: 'MEMBER', worthFen: 0, nowMs: NOON })).toBeNull()
  expect(barOf(bills, allowance, { kind: 'COUPON', worthFen: 1, nowMs: NOON })).toBeNull()
  expect(leftOf(bills, allowance, NOON)).toEqual({ count: 3, worthFen: 10_000 })
})

test('two hundred may wait, and not one more', () => {
  const bill = entry({ kind: 'MEMBER', worthFen: 0 })
  const many = with_(...Array.from({ length: MAX_WAITING - 1 }, () => bill))
  expect(barOf(many, allowance, { kind: 'MEMBER', worthFen: 0, nowMs: NOON })).toBeNull()
  expect(barOf(withEntry(many, bill), allowance, { kind: 'MEMBER', worthFen: 0, nowMs: NOON })).toBe('FULL')
})

test('numbers go up without a gap, and fifty are handed in at once, the first ones first', () => {
  const many = with_(...Array.from({ length: 60 }, (_, nth) => entry({ requestId: `request-${nth}` })))
  expect(many.entries.map(({ seq }) => seq)).toEqual(Array.from({ length: 60 }, (_, nth) => nth + 1))
  expect(batchOf(many).map(({ seq }) => seq)).toEqual(Array.from({ length: 50 }, (_, nth) => nth + 1))
  expect(entryOf(many, 'request-7')?.seq).toBe(8)
  expect(entryOf(many, 'request-99')).toBeNull()
})

test('outcomes settle their own entries once, and the signed code goes', () => {
  const three = with_(entry(), entry(), entry())
  const settled = withOutcomes(three, [said(1, 'ACCEPTED'), said(2, 'CONFLICT')])
  expect(waitingIn(settled).map(({ seq }) => seq)).toEqual([3])
  expect(clashesIn(settled).map(({ seq }) => seq)).toEqual([2])
  expect(settled.entries.map(({ token }) => token)).toEqual(['', '', 'HTO1.x'])
  expect(withOutcomes(settled, [said(1, 'REFUSED')]).entries[0]?.outcome?.state).toBe('ACCEPTED')
})

test('a clash asks for somebody until it was dealt with, and stays on record', () => {
  const clash = withOutcomes(with_(entry(), entry()), [said(1, 'CONFLICT'), said(2, 'REFUSED')])
  const handled = withHandled(clash, 1)
  expect(clashesIn(handled).map(({ seq }) => seq)).toEqual([2])
  expect(handled.entries.map(({ seq }) => seq)).toEqual([1, 2])
})

test('a code that was accepted here stays used, waiting, confirmed or used twice; refused it is free again', () => {
  const two = with_(entry({ quantity: 2 }), entry())
  expect(usedOf(two, '731834987235')).toBe(3)
  expect(usedOf(two, '600000000000')).toBe(0)
  expect(usedOf(withOutcomes(two, [said(1, 'ACCEPTED'), said(2, 'CONFLICT')]), '731834987235')).toBe(3)
  expect(usedOf(withOutcomes(two, [said(1, 'REFUSED')]), '731834987235')).toBe(1)
})

test('settled ones are kept for a while: what waits and what a live token could repeat, always', () => {
  const old = Array.from({ length: 150 }, () => entry({ untilAt: NOON }))
  const settled = withOutcomes(
    with_(...old.slice(0, 100)),
    Array.from({ length: 100 }, (_, nth) => said(nth + 1, 'ACCEPTED')),
  )
  const later = old.slice(100).reduce(withEntry, settled)
  expect(later.entries).toHaveLength(150)
  const all = withOutcomes(
    later,
    Array.from({ length: 150 }, (_, nth) => said(nth + 1, 'ACCEPTED')),
  )
  const next = withEntry(all, entry({ at: new Date(NOON + MINUTE).toISOString() }))
  expect(next.entries).toHaveLength(101)
  expect(next.entries[0]?.seq).toBe(51)
  expect(withEntry(all, entry({ at: minutesAgo(1) })).entries).toHaveLength(151)
})

test('under the number of another device everything else stays', () => {
  const two = with_(entry(), entry())
  expect(asNewDevice(two, 'another-device')).toEqual({ ...two, deviceId: 'another-device' })
})
