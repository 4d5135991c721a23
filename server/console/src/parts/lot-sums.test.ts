import { expect, test } from '@jest/globals'
import { type Lot, sumLots } from './lot-sums.js'

function lot(given: Partial<Lot>): Lot {
  const base = { remaining: 0, held: 0, spent: 0, expired: 0, clawed: 0, ...given }
  const granted = base.remaining + base.held + base.spent + base.expired + base.clawed
  return {
    granted,
    state: 'AVAILABLE',
    earnedMonth: '2026-03',
    availableAt: '2026-03-01T20:00:00.000Z',
    lastValidOn: '2028-03-31',
    ...base,
  }
}

const lots = [
  lot({ remaining: 120, spent: 30 }),
  lot({ remaining: 5, held: 20, clawed: 8 }),
  lot({ remaining: 66, state: 'PENDING' }),
  lot({ expired: 40, state: 'EXPIRED' }),
]

test('lots that add up to the balance are the proof of it', () => {
  const sums = sumLots(lots, { available: 125, pending: 66, held: 20 })
  expect(sums).toMatchObject({ available: 125, pending: 66, held: 20, remaining: 191, granted: 289 })
  expect(sums.matches && sums.whole).toBe(true)
})

test.each([
  { available: 126, pending: 66, held: 20 },
  { available: 125, pending: 65, held: 20 },
  { available: 125, pending: 66, held: 0 },
])('one point off is no proof: %p', balances => {
  expect(sumLots(lots, balances).matches).toBe(false)
})

test('a lot whose parts do not make the whole is found', () => {
  expect(sumLots([lot({ remaining: 10, granted: 11 })], { available: 10, pending: 0, held: 0 }).whole).toBe(false)
})
