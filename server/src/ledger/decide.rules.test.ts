import { describe, expect, test } from '@jest/globals'
import { after, earn, growth, lot, MEMBER, NOW, points, spend, undo } from '../../../test/ledger-builders.js'
import { decideEarn, decideSpend, decideUndoEarn, type Reversible } from './decide.rules.js'
import { BUCKET, type Decided, LOT_STATE, type Lot, MAX_POINTS, OUTCOME, PART } from './operation.rules.js'

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
    const decided = decideEarn(earn(amount), points({ debt }), growth(), lot())
    expect(pointsOf(decided)).toEqual([...expected, ['system 101', -amount]])
  })

  test('into a pending lot leaves the debt alone until the points begin', () => {
    const decided = decideEarn(earn(10), points({ debt: 5 }), growth(), lot({ state: LOT_STATE.PENDING }))
    expect(pointsOf(decided)).toEqual([
      [BUCKET.PENDING, 10],
      ['system 101', -10],
    ])
  })

  test.each([0, 1, MAX_POINTS])('of %d points is taken', amount => {
    expect(() => decideEarn(earn(amount), points(), growth(), lot())).not.toThrow()
  })

  test.each([-1, 0.5, MAX_POINTS + 1, Number.NaN, Number.POSITIVE_INFINITY])('of %d points is no amount', amount => {
    expect(() => decideEarn(earn(amount, { growth: 0 }), points(), growth(), lot())).toThrow(RangeError)
    expect(() => decideEarn(earn(0, { growth: amount }), points(), growth(), lot())).toThrow(RangeError)
  })
})

describe('a spend', () => {
  const lots = (): Lot[] => [
    lot({ id: 2, remaining: 5, expiresAt: after(2) }),
    lot({ id: 3, remaining: 7, expiresAt: after(1) }),
    lot({ id: 4, remaining: 9, expiresAt: after(0) }),
    lot({ id: 5, remaining: 9, state: LOT_STATE.PENDING }),
  ]

  test.each([
    [
      1,
      [
        [3, PART.REMAINING, -1],
        [3, PART.SPENT, 1],
      ],
    ],
    [
      7,
      [
        [3, PART.REMAINING, -7],
        [3, PART.SPENT, 7],
      ],
    ],
    [
      8,
      [
        [3, PART.REMAINING, -7],
        [3, PART.SPENT, 7],
        [2, PART.REMAINING, -1],
        [2, PART.SPENT, 1],
      ],
    ],
  ])('of %d takes the soonest end first, never a lot that ends now or has not begun', (amount, expected) => {
    expect(partsOf(decideSpend(spend(amount), points({ available: 12 }), lots(), NOW))).toEqual(expected)
  })

  test.each([
    [12, 'done'],
    [13, OUTCOME.INSUFFICIENT],
    [0, OUTCOME.INSUFFICIENT],
  ])('of %d is %s', (amount, outcome) => {
    const decided = decideSpend(spend(amount), points({ available: 12 }), lots(), NOW)
    expect('refused' in decided ? decided.refused : 'done').toBe(outcome)
  })

  test('on a frozen account is refused although the points are there', () => {
    expect(decideSpend(spend(1), points({ frozen: true }), lots(), NOW)).toEqual({ refused: OUTCOME.FROZEN })
  })
})

describe('undoing an earn', () => {
  const origin = (more: Partial<Reversible> = {}): Reversible => ({
    memberId: MEMBER,
    gave: { points: 100, growth: 100 },
    points: 100,
    growth: 100,
    lotIds: [1],
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
})
