import { describe, expect, test } from '@jest/globals'
import { after, earn, growth, lot, MEMBER, NOW, points, undo, worth } from '../../../test/ledger-builders.js'
import type { Decided, Lot } from './book.rules.js'
import { decideEarn, decideUndoEarn, type Reversible, totalOf } from './decide-earn.rules.js'
import { BUCKET, KIND, LOT_STATE, MAX_COUNTED, MAX_POINTS, OUTCOME, PART } from './operation.rules.js'

const award = (amount: number) => worth(earn(amount))
/** Postings of the points currency as [bucket or programme account, amount]. */
const pointsOf = (decided: Decided) =>
  'refused' in decided
    ? decided
    : decided.postings
        .filter(p => p.currencyId === 1)
        .map(p => [p.bucket === BUCKET.SYSTEM ? `system ${p.accountId}` : p.bucket, p.amount])
const partsOf = (decided: Decided) =>
  'refused' in decided ? decided : decided.allocations.map(a => [a.lot.id, a.part, a.amount])

describe('an earn', () => {
  test.each([
    [0, 10, [[BUCKET.AVAILABLE, 10]]],
    [
      1,
      10,
      [
        [BUCKET.DEBT, 1],
        [BUCKET.AVAILABLE, 9],
      ],
    ],
    [
      9,
      10,
      [
        [BUCKET.DEBT, 9],
        [BUCKET.AVAILABLE, 1],
      ],
    ],
    [10, 10, [[BUCKET.DEBT, 10]]],
    [11, 10, [[BUCKET.DEBT, 10]]],
  ])('with a debt of %d repays it first out of %d', (debt, amount, expected) => {
    const decided = decideEarn(award(amount), points({ debt }), growth(), [lot()])
    expect(pointsOf(decided)).toEqual([...expected, ['system 101', -amount]])
  })

  test('into a pending lot leaves the debt alone until the points begin', () => {
    const decided = decideEarn(award(10), points({ debt: 5 }), growth(), [lot({ state: LOT_STATE.PENDING })])
    expect(pointsOf(decided)).toEqual([
      [BUCKET.PENDING, 10],
      ['system 101', -10],
    ])
  })

  test('of several spans repays the debt by their order, begun ones only, and fills a lot for each', () => {
    const lots = [lot({ id: 1, state: LOT_STATE.PENDING }), lot({ id: 2 }), undefined, lot({ id: 3, restrictionId: 7 })]
    const decided = decideEarn({ ...award(0), points: [5, 8, 0, 4] }, points({ debt: 10 }), growth(), lots)
    expect(pointsOf(decided)).toEqual([
      [BUCKET.DEBT, 10],
      [BUCKET.PENDING, 5],
      [BUCKET.AVAILABLE, 2],
      ['system 101', -17],
    ])
    expect(partsOf(decided)).toEqual([
      [1, PART.GRANTED, 5],
      [1, PART.REMAINING, 5],
      [3, PART.GRANTED, 2],
      [3, PART.REMAINING, 2],
    ])
  })

  test('that gives a span nothing leaves its lot alone', () => {
    const decided = decideEarn({ ...award(0), points: [0, 3] }, points(), growth(), [lot({ id: 1 }), lot({ id: 2 })])
    expect(partsOf(decided)).toEqual([
      [2, PART.GRANTED, 3],
      [2, PART.REMAINING, 3],
    ])
  })

  test.each([0, 1, MAX_POINTS])('of %d points is taken', amount => {
    expect(totalOf(award(amount), earn(0))).toBe(amount)
  })

  test.each([-1, 0.5, MAX_POINTS + 1, Number.NaN, Number.POSITIVE_INFINITY])('of %d points is no amount', amount => {
    expect(() => totalOf({ ...award(0), points: [amount] }, earn(0))).toThrow(RangeError)
    expect(() => totalOf({ ...award(0), growth: amount }, earn(0))).toThrow(RangeError)
  })

  test.each([-1, 0.5, MAX_COUNTED + 1, Number.NaN])('may not raise a counter by %d', amount => {
    const counted = { ...award(0), add: new Map([['cap', amount]]) }
    expect(() => totalOf(counted, earn(0, { tallies: ['cap'] }))).toThrow(RangeError)
  })

  test.each([0, 1, MAX_COUNTED])('may raise a counter by %d, which is no part of its points', amount => {
    expect(totalOf({ ...award(3), add: new Map([['cap', amount]]) }, earn(0, { tallies: ['cap'] }))).toBe(3)
  })

  test('may not fill a span it does not have, nor count what it did not ask for, nor pass the limit in sum', () => {
    expect(() => totalOf({ ...award(0), points: [1, 1] }, earn(0))).toThrow('not there')
    expect(() => totalOf({ ...award(0), add: new Map([['cap', 1]]) }, earn(0))).toThrow('not asked for')
    const two = { ...earn(0), spans: [...earn(0).spans, ...earn(0).spans] }
    expect(() => totalOf({ ...award(0), points: [MAX_POINTS, 1] }, two)).toThrow(RangeError)
  })
})

describe('undoing an earn', () => {
  const origin = (more: Partial<Reversible> = {}): Reversible => ({
    kind: KIND.EARN,
    memberId: MEMBER,
    gave: { points: 100, growth: 100 },
    points: 100,
    growth: 100,
    lots: [{ lotId: 1, amount: 100 }],
    ...more,
  })
  const decide = (operation: ReturnType<typeof undo>, lots: Lot[], reversible: Reversible | undefined = origin()) =>
    decideUndoEarn(operation, { points: points({ available: 1000 }), growth: growth({ available: 100 }) }, reversible, {
      lots: new Map(lots.map(one => [one.id, one])),
      now: NOW,
    })

  test.each([
    [100, 100, 'done'],
    [101, 100, OUTCOME.OVER_REFUND],
    [100, 101, OUTCOME.OVER_REFUND],
    [0, 0, 'done'],
  ])('%d points and %d growth of 100 is %s', (amount, ofGrowth, outcome) => {
    const decided = decide(undo(7, amount, { growth: ofGrowth }), [lot({ remaining: 100 })])
    expect('refused' in decided ? decided.refused : 'done').toBe(outcome)
  })

  test('of nobody knows what, or of another member, is refused', () => {
    expect(decide(undo(7, 1), [], origin({ memberId: MEMBER + 16 }))).toEqual({ refused: OUTCOME.NOT_REVERSIBLE })
    const nothing = decideUndoEarn(undo(7, 1), { points: points(), growth: growth() }, undefined, {
      lots: new Map(),
      now: NOW,
    })
    expect(nothing).toEqual({ refused: OUTCOME.NOT_REVERSIBLE })
  })

  test.each([
    ['its own lot has them', [lot({ remaining: 100 })], [[BUCKET.AVAILABLE, -100]]],
    ['they are pending', [lot({ remaining: 100, state: LOT_STATE.PENDING })], [[BUCKET.PENDING, -100]]],
    ['other lots have them', [lot({ spent: 100 }), lot({ id: 2, remaining: 100 })], [[BUCKET.AVAILABLE, -100]]],
    [
      'one was spent',
      [lot({ remaining: 99, spent: 1 })],
      [
        [BUCKET.AVAILABLE, -99],
        [BUCKET.DEBT, -1],
      ],
    ],
    ['all were spent', [lot({ spent: 100 })], [[BUCKET.DEBT, -100]]],
    ['they repaid a debt', [], [[BUCKET.DEBT, -100]]],
    ['all expired unused', [lot({ expired: 100, expiresAt: NOW })], [['system 103', -100]]],
    [
      'some were spent, the rest expired',
      [lot({ spent: 30, expired: 70 })],
      [
        [BUCKET.DEBT, -30],
        ['system 103', -70],
      ],
    ],
    [
      'others paid and the rest expired',
      [lot({ spent: 30, expired: 70 }), lot({ id: 2, remaining: 500 })],
      [
        [BUCKET.AVAILABLE, -30],
        ['system 103', -70],
      ],
    ],
    ['another lot expired', [lot({ spent: 100 }), lot({ id: 2, expired: 100 })], [[BUCKET.DEBT, -100]]],
    [
      'another lot is pending',
      [lot({ spent: 100 }), lot({ id: 2, remaining: 100, state: LOT_STATE.PENDING })],
      [[BUCKET.DEBT, -100]],
    ],
  ] as [string, Lot[], unknown[]][])('when %s', (_, lots, expected) => {
    expect(pointsOf(decide(undo(7, 100), lots))).toEqual([...expected, ['system 101', 100]])
  })

  test('what was spent is written off or blocks everything, by policy', () => {
    const spent = [lot({ remaining: 60, spent: 40 })]
    expect(pointsOf(decide(undo(7, 100, { shortfall: 'WAIVE' }), spent))).toEqual([
      [BUCKET.AVAILABLE, -60],
      ['system 104', -40],
      ['system 101', 100],
    ])
    expect(decide(undo(7, 61, { shortfall: 'BLOCK' }), spent)).toEqual({ refused: OUTCOME.NOT_REVERSIBLE })
    expect(decide(undo(7, 60, { shortfall: 'BLOCK' }), spent)).not.toHaveProperty('refused')
  })

  test('what was spent is said to be paid in money, on an account of its own', () => {
    expect(pointsOf(decide(undo(7, 100, { shortfall: 'CASH' }), [lot({ remaining: 60, spent: 40 })]))).toEqual([
      [BUCKET.AVAILABLE, -60],
      ['system 106', -40],
      ['system 101', 100],
    ])
  })

  test('points that a visit moved on to a later end are still those of the earn', () => {
    const own = lot({ moved: 100, extendMonths: 12 })
    const later = lot({ id: 9, remaining: 30, expired: 70, extendMonths: 12, expiresAt: after(200) })
    expect(pointsOf(decide(undo(7, 100), [own, later]))).toEqual([
      [BUCKET.AVAILABLE, -30],
      ['system 103', -70],
      ['system 101', 100],
    ])
  })

  test.each<Partial<Lot>>([
    { cohort: 202612 },
    { accountId: 99 },
    { issuerId: 2 },
    { source: 2 },
    { restrictionId: 7 },
    { extendMonths: 6 },
    { extendMonths: 0 },
  ])('points in a lot that differs in %j were never moved on there', difference => {
    const own = lot({ moved: 100, extendMonths: 12 })
    const stranger = lot({ id: 9, expired: 100, extendMonths: 12, ...difference })
    expect(pointsOf(decide(undo(7, 100), [own, stranger]))).toEqual([
      [BUCKET.DEBT, -100],
      ['system 101', 100],
    ])
  })

  test('what has expired is taken from what ended first, in whatever order its lots were read', () => {
    const lots = [lot({ id: 1, expired: 5, expiresAt: after(9) }), lot({ id: 2, expired: 5, expiresAt: after(8) })]
    const of = origin({ lots: [1, 2].map(lotId => ({ lotId, amount: 5 })) })
    expect(partsOf(decide(undo(7, 6), lots, of))).toEqual([
      [2, PART.EXPIRED, -5],
      [2, PART.CLAWED, 5],
      [1, PART.EXPIRED, -1],
      [1, PART.CLAWED, 1],
    ])
  })
})
