import { describe, expect, test } from '@jest/globals'
import { after, lot, NOW } from '../../../test/ledger-builders.js'
import type { Lot } from './book.rules.js'
import { byExpiry, fits, honoured, lotFor, nextEvent, take, takeExpired, usable } from './lots.rules.js'
import { LOT_STATE, PART, type Span } from './operation.rules.js'

const span = (more: Partial<Span> = {}): Span => {
  const { availableAt, expiresAt, cohort, source, restrictionId } = lot()
  return { availableAt, expiresAt, cohort, source, restrictionId, ...more }
}

test.each<Partial<Lot>>([
  { expiresAt: after(1) },
  { availableAt: after(1) },
  { issuerId: 2 },
  { cohort: 202612 },
  { source: 2 },
  { restrictionId: 1 },
  { extendMonths: 12 },
])('points that differ in %j do not share a lot', difference => {
  expect(fits(lot(difference), 1, span())).toBe(false)
})

test('whatever has happened to a lot, the same points find it', () => {
  expect(fits(lot({ id: 9, spent: 5, state: LOT_STATE.CLOSED }), 1, span())).toBe(true)
  expect(fits(lot({ extendMonths: 12 }), 1, span({ extendMonths: 12 }))).toBe(true)
})

test.each([
  [-1, LOT_STATE.ACTIVE],
  [0, LOT_STATE.ACTIVE],
  [1, LOT_STATE.PENDING],
])('a lot that begins %d ms from now starts in state %d', (ms, state) => {
  expect(lotFor(span({ availableAt: after(ms) }), { id: 1, accountId: 1, issuerId: 1 }, NOW).state).toBe(state)
})

test('of one day, points that may not be used for everything go first', () => {
  const lots = [lot({ id: 1 }), lot({ id: 2, restrictionId: 7 }), lot({ id: 3, restrictionId: 7, expiresAt: after(1) })]
  expect(lots.sort(byExpiry).map(one => one.id)).toEqual([3, 2, 1])
  expect([lot({ id: 2 }), lot({ id: 1, restrictionId: 7 })].sort(byExpiry).map(one => one.id)).toEqual([1, 2])
  expect([lot({ id: 1 }), lot({ id: 2 }), lot({ id: 3, restrictionId: 7 })].sort(byExpiry)[0]?.id).toBe(3)
})

test('restricted points pay only where their restriction is met', () => {
  const lots = [lot({ id: 1 }), lot({ id: 2, restrictionId: 7 }), lot({ id: 3, restrictionId: 8 })]
  expect(honoured(lots, undefined).map(one => one.id)).toEqual([1])
  expect(honoured(lots, [8]).map(one => one.id)).toEqual([1, 3])
})

test('lots pay by their end, then by age', () => {
  const lots = [lot({ id: 3 }), lot({ id: 2 }), lot({ id: 4, expiresAt: after(1) })]
  expect(lots.sort(byExpiry).map(one => one.id)).toEqual([4, 2, 3])
})

test('only active lots with points that end later may pay', () => {
  const lots = [
    lot({ id: 1, remaining: 1, expiresAt: after(0) }),
    lot({ id: 2, remaining: 1, expiresAt: after(1) }),
    lot({ id: 3, remaining: 0, held: 1 }),
    lot({ id: 4, remaining: 1, state: LOT_STATE.PENDING }),
  ]
  expect(usable(lots, NOW).map(one => one.id)).toEqual([2])
})

describe('taking', () => {
  const amounts = (taken: ReturnType<typeof take>) => [
    ...taken.allocations.filter(a => a.amount > 0).map(a => a.amount),
    `missing ${taken.missing}`,
  ]
  test.each([
    [0, ['missing 0']],
    [3, [3, 'missing 0']],
    [4, [3, 1, 'missing 0']],
    [7, [3, 4, 'missing 0']],
    [8, [3, 4, 'missing 1']],
  ])('%d out of 3, 0 and 4', (wanted, expected) => {
    const lots = [3, 0, 4].map(remaining => lot({ remaining }))
    expect(amounts(take(lots, wanted, PART.SPENT))).toEqual(expected)
    const gone = [3, 0, 4].map(expired => lot({ expired }))
    expect(amounts(takeExpired(gone, wanted))).toEqual(expected)
  })
})

test.each([
  ['a pending lot begins', lot({ state: LOT_STATE.PENDING, remaining: 1, availableAt: after(5) }), after(5)],
  ['an active one ends', lot({ remaining: 1, expiresAt: after(9) }), after(9)],
  ['an empty one does nothing', lot({ spent: 1 }), null],
  ['a closed one does nothing', lot({ spent: 1, state: LOT_STATE.CLOSED }), null],
])('%s', (_, one, event) => {
  expect(nextEvent(one)).toEqual(event)
})
