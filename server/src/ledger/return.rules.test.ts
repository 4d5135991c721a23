import { expect, test } from '@jest/globals'
import { after, lot, NOW, points } from '../../../test/ledger-builders.js'
import { DAY } from '../../../test/world-basics.js'
import type { Allocation, Lot, Posting } from './book.rules.js'
import { BUCKET, PART } from './operation.rules.js'
import { giveBack, type Returning } from './return.rules.js'

const { REMAINING, HELD, SPENT, CLAWED, GRANTED, MOVED } = PART

/** Points come back to Ana now. */
function back(returns: [Lot, number][], { debt = 0, ...by }: Partial<Returning> & { debt?: number } = {}) {
  const postings: Posting[] = []
  const allocations: Allocation[] = []
  const order = returns.map(([one, amount]) => ({ lot: one, amount }))
  giveBack(points({ debt }), order, {
    ...{ from: HELD, at: NOW, graceDays: 0, postings, allocations },
    graceLot: (ended, end) => lot({ id: ended.id * 100, expiresAt: end }),
    ...by,
  })
  expect(order.map(({ lot: one }) => one)).toEqual(returns.map(([one]) => one))
  return {
    postings: postings.map(({ bucket, amount }) => [bucket, amount]),
    parts: allocations.map(({ lot: one, part, amount }) => [one.id, part, amount]),
    ends: allocations.filter(({ part }) => part === GRANTED).map(({ lot: one }) => one.expiresAt),
  }
}

test.each([HELD, SPENT] as const)(
  'points go from column %i back to the lots they left, the soonest end first',
  from => {
    const { postings, parts } = back(
      [
        [lot({ id: 1, expiresAt: after(9) }), 5],
        [lot({ id: 2, expiresAt: after(8) }), 3],
      ],
      { from },
    )
    expect(postings).toEqual([[BUCKET.AVAILABLE, 8]])
    expect(parts).toEqual([
      [2, from, -3],
      [2, REMAINING, 3],
      [1, from, -5],
      [1, REMAINING, 5],
    ])
  },
)

test.each([
  [2, [[2, 2]]],
  [3, [[2, 3]]],
  [
    4,
    [
      [2, 3],
      [1, 1],
    ],
  ],
  [
    8,
    [
      [2, 3],
      [1, 5],
    ],
  ],
  [
    9,
    [
      [2, 3],
      [1, 5],
    ],
  ],
])('a debt of %i is repaid first', (debt, clawed) => {
  const returns: [Lot, number][] = [
    [lot({ id: 1, expiresAt: after(9) }), 5],
    [lot({ id: 2, expiresAt: after(8) }), 3],
  ]
  const { postings, parts } = back(returns, { debt })
  const repaid = Math.min(debt, 8)
  expect(postings).toEqual(
    [
      [BUCKET.DEBT, repaid],
      [BUCKET.AVAILABLE, 8 - repaid],
    ].filter(([, amount]) => amount !== 0),
  )
  expect(parts.filter(([, part]) => part === CLAWED).map(([id, , amount]) => [id, amount])).toEqual(clawed)
})

test.each([
  ['ends in a moment', after(1), 3, false],
  ['ends now, without a grace', NOW, 0, false],
  ['ends now, with a grace', NOW, 3, true],
  ['ended before, with a grace', after(-DAY), 3, true],
])('of a lot that %s', (_, expiresAt, graceDays, grace) => {
  const { parts, ends, postings } = back([[lot({ id: 1, expiresAt }), 5]], { graceDays, debt: 1 })
  const rest = grace
    ? [
        [1, HELD, -4],
        [1, MOVED, 4],
        [100, GRANTED, 4],
        [100, REMAINING, 4],
      ]
    : [
        [1, HELD, -4],
        [1, REMAINING, 4],
      ]
  expect(parts).toEqual([[1, HELD, -1], [1, CLAWED, 1], ...rest])
  expect(ends).toEqual(grace ? [after(3 * DAY)] : [])
  expect(postings).toEqual([
    [BUCKET.DEBT, 1],
    [BUCKET.AVAILABLE, 4],
  ])
})

test('points that all repay a debt need no lot of grace', () => {
  const graceLot = () => {
    throw new Error('nothing is left for it')
  }
  expect(back([[lot({ id: 1, expiresAt: NOW }), 5]], { graceDays: 3, debt: 5, graceLot }).parts).toEqual([
    [1, HELD, -5],
    [1, CLAWED, 5],
  ])
})
