import { describe, expect, test } from '@jest/globals'
import { after, earn, lot, NOW } from '../../../test/ledger-builders.js'
import { byExpiry, lotFor, mergeKey, nextEvent, spendable, take, takeExpired } from './lots.rules.js'
import { LOT_STATE, type Lot, PART } from './operation.rules.js'

test.each<Partial<Lot>>([
  { accountId: 99 },
  { expiresAt: after(1) },
  { availableAt: after(1) },
  { issuerId: 2 },
  { cohort: 202612 },
  { source: 2 },
  { restrictionId: 1 },
])('two earns that differ in %j do not share a lot', difference => {
  expect(mergeKey(lot(difference))).not.toBe(mergeKey(lot()))
})

test('whatever has happened to a lot, the same earn finds it', () => {
  expect(mergeKey(lot({ id: 9, spent: 5, state: LOT_STATE.CLOSED }))).toBe(mergeKey(lot()))
})

test.each([
  [-1, LOT_STATE.ACTIVE],
  [0, LOT_STATE.ACTIVE],
  [1, LOT_STATE.PENDING],
])('a lot that begins %d ms from now starts in state %d', (ms, state) => {
  expect(lotFor(earn(1, { availableAt: after(ms) }), 1, 1, NOW).state).toBe(state)
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
  expect(spendable(lots, NOW).map(one => one.id)).toEqual([2])
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
