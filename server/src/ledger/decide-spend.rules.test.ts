import { describe, expect, test } from '@jest/globals'
import { after, lot, MEMBER, NOW, points, spend, undoSpend } from '../../../test/ledger-builders.js'
import type { Decided, Lot } from './book.rules.js'
import type { Reversible } from './decide-earn.rules.js'
import { decideSpend, decideUndoSpend } from './decide-spend.rules.js'
import { BUCKET, KIND, LOT_STATE, MAX_LOTS, OUTCOME, PART } from './operation.rules.js'

const partsOf = (decided: Decided) =>
  'refused' in decided ? decided : decided.allocations.map(a => [a.lot.id, a.part, a.amount])

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

describe('restricted points', () => {
  const lots = () => [lot({ id: 1, remaining: 5 }), lot({ id: 2, remaining: 5, restrictionId: 7 })]
  const decide = (amount: number, honours?: number[]) =>
    decideSpend(spend(amount, honours ? { honours } : {}), points({ available: 10 }), lots(), NOW)

  test.each([
    [5, undefined, 'done'],
    [6, undefined, OUTCOME.RESTRICTED],
    [6, [8], OUTCOME.RESTRICTED],
    [6, [8, 7], 'done'],
    [10, [7], 'done'],
    [10, [], OUTCOME.RESTRICTED],
    [11, [], OUTCOME.INSUFFICIENT],
    [11, [7], OUTCOME.INSUFFICIENT],
  ])('%d points where %j are honoured: %s', (amount, honours, outcome) => {
    const decided = decide(amount, honours)
    expect('refused' in decided ? decided.refused : 'done').toBe(outcome)
  })

  test('go before others of the same end', () => {
    expect(partsOf(decide(6, [7]))).toEqual([
      [2, PART.REMAINING, -5],
      [2, PART.SPENT, 5],
      [1, PART.REMAINING, -1],
      [1, PART.SPENT, 1],
    ])
  })
})

test('points in more lots than one operation may touch are refused', () => {
  const lots = Array.from({ length: MAX_LOTS + 1 }, (_, id) => lot({ id, remaining: 1 }))
  expect(decideSpend(spend(MAX_LOTS), points(), lots, NOW)).not.toHaveProperty('refused')
  expect(decideSpend(spend(MAX_LOTS + 1), points(), lots, NOW)).toEqual({ refused: OUTCOME.SCATTERED })
})

describe('undoing a spend', () => {
  const lots = () => [
    lot({ id: 1, spent: 4, state: LOT_STATE.CLOSED, expiresAt: after(1) }),
    lot({ id: 2, spent: 6, expiresAt: after(9) }),
    lot({ id: 3, spent: 2, expiresAt: after(9) }),
  ]
  const origin = (more: Partial<Reversible> = {}): Reversible => ({
    kind: KIND.SPEND,
    memberId: MEMBER,
    gave: { points: 12, growth: 0 },
    points: 12,
    growth: 0,
    lots: lots().map(({ id: lotId, spent: amount }) => ({ lotId, amount })),
    ...more,
  })
  const decide = (amount: number, of: Reversible | undefined, found = lots()) =>
    decideUndoSpend(undoSpend(7, amount), points(), of, {
      lots: new Map(found.map(one => [one.id, one])),
      at: NOW,
      graceDays: 0,
      graceLot: () => lot({ id: 99 }),
    })
  const back = (decided: Decided) =>
    'refused' in decided ? decided : decided.allocations.filter(a => a.amount > 0).map(a => [a.lot.id, a.amount])

  test.each([
    [1, 12, [[3, 1]]],
    [
      3,
      12,
      [
        [2, 1],
        [3, 2],
      ],
    ],
    [
      12,
      12,
      [
        [1, 4],
        [2, 6],
        [3, 2],
      ],
    ],
    [
      3,
      11,
      [
        [2, 2],
        [3, 1],
      ],
    ],
    [6, 10, [[2, 6]]],
    [
      5,
      5,
      [
        [1, 4],
        [2, 1],
      ],
    ],
    [4, 4, [[1, 4]]],
  ])('%d of which %d are left goes to the latest ends that have not had theirs', (amount, left, expected) => {
    const decided = decide(amount, origin({ points: left }))
    expect(back(decided)).toEqual(expected)
    expect('refused' in decided ? decided : decided.postings.map(p => [p.bucket || p.accountId, p.amount])).toEqual([
      [102, -amount],
      [BUCKET.AVAILABLE, amount],
    ])
  })

  test.each([
    ['of a capture', 12, origin({ kind: KIND.CAPTURE }), 'done'],
    ['of an earn', 1, origin({ kind: KIND.EARN }), OUTCOME.NOT_REVERSIBLE],
    ['of another member', 1, origin({ memberId: MEMBER + 16 }), OUTCOME.NOT_REVERSIBLE],
    ['of nobody knows what', 1, undefined, OUTCOME.NOT_REVERSIBLE],
    ['of a point too many', 12, origin({ points: 11 }), OUTCOME.OVER_REFUND],
  ])('%s', (_, amount, of, outcome) => {
    const decided = decide(amount, of)
    expect('refused' in decided ? decided.refused : 'done').toBe(outcome)
  })

  test('without its lots cannot be decided', () => {
    expect(() => decide(1, origin(), [])).toThrow('was not read')
  })
})
