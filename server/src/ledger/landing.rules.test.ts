import { expect, test } from '@jest/globals'
import { after, lot, NOW, points } from '../../../test/ledger-builders.js'
import type { Lot } from './book.rules.js'
import { graceSpan, lotIn } from './landing.rules.js'
import { LOT_STATE, type Span } from './operation.rules.js'

const span = (more: Partial<Span> = {}): Span => {
  const { availableAt, expiresAt, cohort, source, restrictionId } = lot()
  return { availableAt, expiresAt, cohort, source, restrictionId, ...more }
}
/** Points of this span land among Ana's lots. */
function landed(lots: Lot[], of: Span) {
  const byId = new Map(lots.map(one => [one.id, one]))
  const found = lotIn(byId, { span: of, issuerId: 1, accountId: points().id }, NOW, () => 900)
  return { found, byId }
}

test('points land in the lot that agrees with them in everything', () => {
  const [other, same] = [lot({ id: 3, cohort: 202601 }), lot({ id: 4, remaining: 5 })]
  const { found, byId } = landed([other, same], span())
  expect([found, found.isNew, [...byId.keys()]]).toEqual([same, undefined, [3, 4]])
})

test('where none agrees, a new one is made and known from then on', () => {
  const { found, byId } = landed([lot({ id: 3, source: 2 })], span({ extendMonths: 6 }))
  expect(found).toEqual({ ...lot({ id: 900, extendMonths: 6 }), isNew: true })
  expect(byId.get(900)).toBe(found)
})

test.each([
  ['begun', after(0), LOT_STATE.ACTIVE],
  ['not begun', after(1), LOT_STATE.PENDING],
])('a closed lot is opened again, as one that has %s', (_, availableAt, state) => {
  const closed = lot({ id: 3, state: LOT_STATE.CLOSED, clawed: 5, availableAt })
  expect(landed([closed], span({ availableAt })).found).toBe(closed)
  expect(closed).toMatchObject({ state, clawed: 5 })
})

test.each([
  ['waits', LOT_STATE.PENDING, after(0)],
  ['has begun', LOT_STATE.ACTIVE, after(1)],
])('a lot that %s stays as it is, whatever the clock says', (_, state, availableAt) => {
  expect(landed([lot({ state, availableAt })], span({ availableAt })).found.state).toBe(state)
})

test('a lot of grace is as the ended one was, but for the end, which no visit puts off', () => {
  const ended = lot({ id: 5, cohort: 202503, source: 4, restrictionId: 7, extendMonths: 12 })
  expect(graceSpan(ended, after(9))).toEqual({
    ...{ availableAt: ended.availableAt, expiresAt: after(9), cohort: 202503, source: 4, restrictionId: 7 },
  })
})
