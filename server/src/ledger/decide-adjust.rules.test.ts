import { describe, expect, test } from '@jest/globals'
import { adjust, after, lot, NOW, points, transfer } from '../../../test/ledger-builders.js'
import type { Decided, Lot } from './book.rules.js'
import { decideAdjust, decideTransfer } from './decide-adjust.rules.js'
import { BUCKET, LOT_STATE, MAX_LOTS, MAX_POINTS, OUTCOME, PART } from './operation.rules.js'

const postingsOf = (decided: Decided) =>
  'refused' in decided ? decided : decided.postings.map(p => [p.accountId, p.bucket, p.amount])
const partsOf = (decided: Decided) =>
  'refused' in decided ? decided : decided.allocations.map(a => [a.lot.id, a.part, a.amount])
const ME = points().id

describe('a correction', () => {
  const decide = (
    amount: number,
    more: { debt?: number; lots?: Lot[]; into?: Lot; shortfall?: 'BLOCK' | 'DEBT' } = {},
  ) =>
    decideAdjust(adjust(amount, { shortfall: more.shortfall ?? 'BLOCK' }), points({ debt: more.debt ?? 0 }), {
      lots: more.lots ?? [],
      now: NOW,
      lot: more.into,
    })

  test.each([
    [9, 0],
    [10, 0],
    [11, 1],
  ])('of %d against a debt of 10 leaves %d', (amount, left) => {
    const decided = decide(amount, { debt: 10, into: lot({ id: 5 }) })
    expect(postingsOf(decided)).toEqual(
      [
        [105, BUCKET.SYSTEM, -amount],
        [ME, BUCKET.DEBT, amount - left],
        [ME, BUCKET.AVAILABLE, left],
      ].filter(([, , points]) => points !== 0),
    )
    expect(partsOf(decided)).toEqual(
      left
        ? [
            [5, PART.GRANTED, 1],
            [5, PART.REMAINING, 1],
          ]
        : [],
    )
  })

  test('into a lot that has not begun is pending and leaves the debt alone', () => {
    expect(postingsOf(decide(5, { debt: 10, into: lot({ state: LOT_STATE.PENDING }) }))).toEqual([
      [105, BUCKET.SYSTEM, -5],
      [ME, BUCKET.PENDING, 5],
    ])
  })

  test('below zero takes what ends soonest, restricted or not, and nothing pending or ended', () => {
    const lots = [
      lot({ id: 1, remaining: 4 }),
      lot({ id: 2, remaining: 3, restrictionId: 7, expiresAt: after(1) }),
      lot({ id: 3, remaining: 9, expiresAt: NOW }),
      lot({ id: 4, remaining: 9, state: LOT_STATE.PENDING }),
    ]
    expect(partsOf(decide(-5, { lots }))).toEqual([
      [2, PART.REMAINING, -3],
      [2, PART.CLAWED, 3],
      [1, PART.REMAINING, -2],
      [1, PART.CLAWED, 2],
    ])
    expect(postingsOf(decide(-7, { lots }))).toEqual([
      [105, BUCKET.SYSTEM, 7],
      [ME, BUCKET.AVAILABLE, -7],
    ])
    expect(decide(-8, { lots })).toEqual({ refused: OUTCOME.INSUFFICIENT })
    expect(postingsOf(decide(-8, { lots, shortfall: 'DEBT' }))).toEqual([
      [105, BUCKET.SYSTEM, 8],
      [ME, BUCKET.AVAILABLE, -7],
      [ME, BUCKET.DEBT, -1],
    ])
  })

  test.each([0, 1.5, MAX_POINTS + 1, -MAX_POINTS - 1])('of %d is a fault of the caller', amount => {
    expect(() => decide(amount, { into: lot() })).toThrow(RangeError)
  })

  test('of nothing says so', () => {
    expect(() => decide(0)).toThrow('a correction of nothing')
  })

  test('above zero needs a lot; from more lots than one operation may touch it is refused', () => {
    expect(() => decide(1)).toThrow('needs a span')
    const many = (count: number) => Array.from({ length: count }, (_, id) => lot({ id, remaining: 1 }))
    expect(decide(-MAX_LOTS, { lots: many(MAX_LOTS + 1) })).not.toHaveProperty('refused')
    expect(decide(-MAX_LOTS - 1, { lots: many(MAX_LOTS + 1) })).toEqual({ refused: OUTCOME.SCATTERED })
  })
})

describe('a gift', () => {
  const FRIEND = points({ id: 9001 }).id
  const lots = () => [lot({ id: 1, remaining: 4 }), lot({ id: 2, remaining: 3, expiresAt: after(1) })]
  const decide = (amount: number, debt = 0, frozen = false) =>
    decideTransfer(
      transfer(9000, amount),
      { from: points({ available: 7, frozen }), to: points({ id: FRIEND, debt }) },
      { lots: lots(), now: NOW, lotLike: one => lot({ id: one.id * 100, expiresAt: one.expiresAt }) },
    )

  test('moves each part to a lot like its own', () => {
    expect(partsOf(decide(5))).toEqual([
      [2, PART.REMAINING, -3],
      [2, PART.MOVED, 3],
      [1, PART.REMAINING, -2],
      [1, PART.MOVED, 2],
      [200, PART.GRANTED, 3],
      [200, PART.REMAINING, 3],
      [100, PART.GRANTED, 2],
      [100, PART.REMAINING, 2],
    ])
    expect(postingsOf(decide(5))).toEqual([
      [ME, BUCKET.AVAILABLE, -5],
      [FRIEND, BUCKET.AVAILABLE, 5],
    ])
  })

  test.each([
    [
      2,
      [
        [200, 1],
        [100, 2],
      ],
    ],
    [3, [[100, 2]]],
    [4, [[100, 1]]],
    [5, []],
    [6, []],
  ])('repays a debt of %d there first', (debt, granted) => {
    const decided = decide(5, debt)
    if ('refused' in decided) throw new Error('refused')
    expect(decided.allocations.filter(a => a.part === PART.GRANTED).map(a => [a.lot.id, a.amount])).toEqual(granted)
    const repaid = Math.min(debt, 5)
    expect(postingsOf(decided)).toEqual(
      [
        [ME, BUCKET.AVAILABLE, -5],
        [FRIEND, BUCKET.DEBT, repaid],
        [FRIEND, BUCKET.AVAILABLE, 5 - repaid],
      ].filter(([, , amount]) => amount !== 0),
    )
  })

  test('is refused like a spend, and to oneself a fault of the caller', () => {
    expect(decide(8)).toEqual({ refused: OUTCOME.INSUFFICIENT })
    expect(decide(0)).toEqual({ refused: OUTCOME.INSUFFICIENT })
    expect(decide(1, 0, true)).toEqual({ refused: OUTCOME.FROZEN })
    const me = points({ available: 7 })
    const context = { lots: lots(), now: NOW, lotLike: () => lot() }
    expect(() => decideTransfer(transfer(9000, 1), { from: me, to: me }, context)).toThrow('oneself')
  })
})
