import { describe, expect, test } from '@jest/globals'
import { after, lot, NOW, points } from '../../../test/ledger-builders.js'
import type { Lot } from './book.rules.js'
import { decideExtend, decideMature, extensionsOf } from './decide-time.rules.js'
import { BUCKET, LOT_STATE, PART } from './operation.rules.js'

test.each([0, 2, 3, 4])('points that begin repay a debt of %d first', debt => {
  const decided = decideMature(points({ pending: 3, debt }), lot({ id: 1, remaining: 3, state: LOT_STATE.PENDING }))
  const repaid = Math.min(debt, 3)
  expect(decided.postings.map(p => [p.bucket, p.amount])).toEqual(
    [
      [BUCKET.PENDING, -3],
      [BUCKET.DEBT, repaid],
      [BUCKET.AVAILABLE, 3 - repaid],
    ].filter(([, amount]) => amount !== 0),
  )
  expect(decided.allocations.filter(a => a.part === PART.CLAWED).map(a => a.amount)).toEqual(repaid ? [repaid] : [])
})

describe('a visit', () => {
  const visit = { at: new Date('2026-11-23T04:30:00Z'), now: NOW, timeZone: 'Asia/Shanghai' }
  const living = (part: Partial<Lot> = {}) =>
    lot({ remaining: 5, extendMonths: 2, cohort: 202610, expiresAt: new Date('2026-12-31T16:00:00Z'), ...part })
  const moved = (one: Lot, by = visit) => extensionsOf([one], by).map(({ span }) => span)

  test('puts the end off to that of the second month after it, in the store’s own time', () => {
    expect(moved(living())).toEqual([
      {
        availableAt: new Date('2026-09-30T00:00:00Z'),
        expiresAt: new Date('2027-01-31T16:00:00Z'),
        cohort: 202610,
        source: 1,
        restrictionId: 0,
        extendMonths: 2,
      },
    ])
    expect(moved(living(), { ...visit, timeZone: 'UTC' })[0]?.expiresAt).toEqual(new Date('2027-02-01T00:00:00Z'))
  })

  test.each([
    ['an end that stays', living({ extendMonths: 0 })],
    ['nothing left', living({ remaining: 0, spent: 5 })],
    ['ended', living({ expiresAt: NOW })],
    ['closed', living({ state: LOT_STATE.CLOSED })],
    ['the same end already', living({ expiresAt: new Date('2027-01-31T16:00:00Z') })],
    ['a later end already', living({ expiresAt: new Date('2027-03-31T16:00:00Z') })],
  ])('leaves a lot with %s alone', (_, one) => {
    expect(moved(one)).toEqual([])
  })

  test('lets a lot live that would have ended in a moment', () => {
    expect(moved(living({ expiresAt: after(1) }))).toHaveLength(1)
  })

  test('leaves pending points their start, and points of a month to come theirs', () => {
    const start = after(1000)
    expect(moved(living({ state: LOT_STATE.PENDING, availableAt: start }))[0]?.availableAt).toEqual(start)
    expect(moved(living({ cohort: 202701 }))[0]?.availableAt).toEqual(living().availableAt)
    expect(moved(living({ cohort: 202611 }))[0]?.availableAt).toEqual(new Date('2026-10-31T00:00:00Z'))
  })

  test('on the very moment a month may begin counts as after it', () => {
    const now = new Date('2026-10-31T00:00:00Z')
    expect(moved(living({ cohort: 202611, availableAt: after(-1) }), { ...visit, now })[0]?.availableAt).toEqual(now)
  })

  test('moves what is left and changes no balance', () => {
    const [one, pending] = [living({ id: 1 }), living({ id: 2, remaining: 3, state: LOT_STATE.PENDING })]
    const decided = decideExtend(points({ available: 5, pending: 3 }), [
      { from: one, to: lot({ id: 100 }) },
      { from: pending, to: lot({ id: 200 }) },
    ])
    expect(decided.postings.map(p => [p.bucket, p.amount])).toEqual([
      [BUCKET.PENDING, -3],
      [BUCKET.PENDING, 3],
      [BUCKET.AVAILABLE, -5],
      [BUCKET.AVAILABLE, 5],
    ])
    expect(decided.allocations.map(a => [a.lot.id, a.part, a.amount])).toEqual([
      [1, PART.REMAINING, -5],
      [1, PART.MOVED, 5],
      [100, PART.GRANTED, 5],
      [100, PART.REMAINING, 5],
      [2, PART.REMAINING, -3],
      [2, PART.MOVED, 3],
      [200, PART.GRANTED, 3],
      [200, PART.REMAINING, 3],
    ])
  })
})
