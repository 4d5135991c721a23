import { describe, expect, test } from '@jest/globals'
import { after, capture, hold, lot, NOW, points } from '../../../test/ledger-builders.js'
import { DAY, MINUTE } from '../../../test/world-basics.js'
import type { Decided, HoldRow, Lot } from './book.rules.js'
import { closedProblem, decideCapture, decideHold, decideRelease, holdOf } from './decide-hold.rules.js'
import { BUCKET, HOLD_STATUS, MAX_GRACE_DAYS, MAX_HOLD_DAYS, OUTCOME, PART } from './operation.rules.js'

const { REMAINING, HELD, SPENT, CLAWED, GRANTED, MOVED } = PART
const postingsOf = (decided: Decided) =>
  'refused' in decided ? decided : decided.postings.map(p => [p.bucket || p.accountId, p.amount])
const partsOf = (decided: Decided) =>
  'refused' in decided ? decided : decided.allocations.map(a => [a.lot.id, a.part, a.amount])
const mapOf = (lots: Lot[]) => new Map(lots.map(one => [one.id, one]))
const row = (more: Partial<HoldRow> = {}): HoldRow => ({
  id: 70,
  accountId: points().id,
  journalId: 70,
  amount: 10,
  captured: 0,
  released: 0,
  status: HOLD_STATUS.OPEN,
  expiresAt: after(MINUTE),
  graceDays: 0,
  lots: [
    { lotId: 1, amount: 7 },
    { lotId: 2, amount: 3 },
  ],
  ...more,
})

describe('setting points aside', () => {
  const lots = () => [lot({ id: 1, remaining: 5 }), lot({ id: 2, remaining: 7, expiresAt: after(1) })]

  test('takes the soonest end first and moves them from usable to held', () => {
    const decided = decideHold(hold(8), points({ available: 12 }), lots(), NOW)
    expect(postingsOf(decided)).toEqual([
      [BUCKET.AVAILABLE, -8],
      [BUCKET.HELD, 8],
    ])
    expect(partsOf(decided)).toEqual([
      [2, REMAINING, -7],
      [2, HELD, 7],
      [1, REMAINING, -1],
      [1, HELD, 1],
    ])
  })

  test('makes a row that remembers them', () => {
    const order = hold(8, { graceDays: 3 })
    const decided = decideHold(order, points({ available: 12 }), lots(), NOW)
    if ('refused' in decided) throw new Error('refused')
    expect(holdOf(order, 70, decided)).toEqual(
      row({
        amount: 8,
        expiresAt: order.expiresAt,
        graceDays: 3,
        lots: [
          { lotId: 2, amount: 7 },
          { lotId: 1, amount: 1 },
        ],
      }),
    )
  })

  test.each([
    ['a point too many', hold(13), OUTCOME.INSUFFICIENT],
    ['nothing', hold(0), OUTCOME.INSUFFICIENT],
    ['until now', hold(1, { expiresAt: NOW }), OUTCOME.HOLD_CLOSED],
  ])('of %s is refused', (_, order, refused) => {
    expect(decideHold(order, points({ available: 12 }), lots(), NOW)).toEqual({ refused })
  })

  test.each([
    ['until the next moment', hold(1, { expiresAt: after(1) })],
    ['for as long as may be', hold(1, { expiresAt: after(MAX_HOLD_DAYS * DAY), graceDays: MAX_GRACE_DAYS })],
  ])('%s is fine', (_, order) => {
    expect(decideHold(order, points(), lots(), NOW)).not.toHaveProperty('refused')
  })

  test.each([
    ['longer than may be', hold(1, { expiresAt: after(MAX_HOLD_DAYS * DAY + 1) }), 'a hold that stays too long'],
    ['with a grace below zero', hold(1, { graceDays: -1 }), '-1 days of grace'],
    ['with half a day of grace', hold(1, { graceDays: 0.5 }), '0.5 days of grace'],
    ['with more grace than may be', hold(1, { graceDays: MAX_GRACE_DAYS + 1 }), `${MAX_GRACE_DAYS + 1} days of grace`],
  ])('%s is a fault of the caller', (_, order, fault) => {
    expect(() => decideHold(order, points(), lots(), NOW)).toThrow(new RangeError(fault))
  })
})

test.each([
  ['open', row(), null],
  ['captured', row({ status: HOLD_STATUS.CAPTURED }), OUTCOME.HOLD_CLOSED],
  ['released', row({ status: HOLD_STATUS.RELEASED }), OUTCOME.HOLD_CLOSED],
  ['timed out', row({ status: HOLD_STATUS.TIMED_OUT }), OUTCOME.HOLD_CLOSED],
  ['somebody else’s', row({ accountId: 99 }), OUTCOME.UNKNOWN_HOLD],
  ['unknown', undefined, OUTCOME.UNKNOWN_HOLD],
])('a hold that is %s', (_, one, problem) => {
  expect(closedProblem(one, points())).toBe(problem)
})

describe('capturing', () => {
  const lots = mapOf([lot({ id: 1, held: 7, expiresAt: after(9) }), lot({ id: 2, held: 3, expiresAt: after(-1) })])

  test.each([
    [
      1,
      [
        [2, HELD, -1],
        [2, SPENT, 1],
      ],
    ],
    [
      4,
      [
        [2, HELD, -3],
        [2, SPENT, 3],
        [1, HELD, -1],
        [1, SPENT, 1],
      ],
    ],
    [
      10,
      [
        [2, HELD, -3],
        [2, SPENT, 3],
        [1, HELD, -7],
        [1, SPENT, 7],
      ],
    ],
  ])('%d of 10 takes the soonest end first, ended or not', (amount, parts) => {
    const decided = decideCapture(capture(70, amount), points({ held: 10 }), row(), lots)
    expect(partsOf(decided)).toEqual(parts)
    expect(postingsOf(decided)).toEqual([
      [BUCKET.HELD, -amount],
      [102, amount],
    ])
  })

  test('more than was set aside is refused; nothing at all is a fault of the caller', () => {
    expect(decideCapture(capture(70, 11), points({ held: 10 }), row(), lots)).toEqual({
      refused: OUTCOME.HOLD_TOO_SMALL,
    })
    expect(() => decideCapture(capture(70, 0), points({ held: 10 }), row(), lots)).toThrow('a capture of nothing')
  })

  test('without its lots cannot be decided', () => {
    expect(() => decideCapture(capture(70, 1), points({ held: 10 }), row(), new Map())).toThrow('was not read')
  })
})

describe('what returns', () => {
  const back = (one: HoldRow, lots: Lot[], debt = 0) => {
    const graceLot = (ended: Lot, end: Date) => lot({ id: ended.id * 100, expiresAt: end })
    return decideRelease(points({ held: 10, debt }), one, { lots: mapOf(lots), at: NOW, graceLot })
  }
  const lots = (end = after(5)) => [lot({ id: 1, held: 7 }), lot({ id: 2, held: 3, expiresAt: end })]

  test('goes back to its lots', () => {
    const decided = back(row(), lots())
    expect(postingsOf(decided)).toEqual([
      [BUCKET.HELD, -10],
      [BUCKET.AVAILABLE, 10],
    ])
    expect(partsOf(decided)).toEqual([
      [2, HELD, -3],
      [2, REMAINING, 3],
      [1, HELD, -7],
      [1, REMAINING, 7],
    ])
  })

  test('after a capture is what ends last', () => {
    expect(partsOf(back(row({ captured: 4 }), lots()))).toEqual([
      [1, HELD, -6],
      [1, REMAINING, 6],
    ])
    expect(postingsOf(back(row({ captured: 4 }), lots()))).toEqual([
      [BUCKET.HELD, -6],
      [BUCKET.AVAILABLE, 6],
    ])
  })

  test.each([2, 3, 4, 10, 11])('repays a debt of %d first, by what would end soonest', debt => {
    const repaid = Math.min(debt, 10)
    const decided = back(row(), lots(), debt)
    expect(postingsOf(decided)).toEqual(
      [
        [BUCKET.HELD, -10],
        [BUCKET.DEBT, repaid],
        [BUCKET.AVAILABLE, 10 - repaid],
      ].filter(([, amount]) => amount !== 0),
    )
    const clawed = decided.allocations.filter(a => a.part === CLAWED).map(a => [a.lot.id, a.amount])
    expect(clawed).toEqual(
      debt <= 3
        ? [[2, debt]]
        : [
            [2, 3],
            [1, repaid - 3],
          ],
    )
  })

  test.each([
    ['ends in a moment', after(1), 5, REMAINING],
    ['ended without a grace', NOW, 0, REMAINING],
    ['ended with a grace', NOW, 5, MOVED],
  ])('to a lot that %s', (_, end, graceDays, part) => {
    const decided = back(row({ graceDays }), lots(end))
    expect(decided.allocations.find(a => a.lot.id === 2 && a.amount > 0)?.part).toBe(part)
    const grace = decided.allocations.filter(a => a.lot.id === 200)
    expect(grace.map(a => [a.part, a.amount, a.lot.expiresAt])).toEqual(
      part === MOVED
        ? [
            [GRANTED, 3, after(5 * DAY)],
            [REMAINING, 3, after(5 * DAY)],
          ]
        : [],
    )
  })
})
