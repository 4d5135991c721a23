import { describe, expect, test } from '@jest/globals'
import { DAY } from '../../../test/world-basics.js'
import {
  endingNext,
  flowOf,
  NO_FLOWS,
  type Past,
  type PastHold,
  type PastLot,
  settleUntil,
  totalOf,
} from './as-of.rules.js'
import { KIND } from './operation.rules.js'

const at = (ms: number) => new Date(1_000_000 + ms)
const NOTHING = { granted: 0, remaining: 0, held: 0, spent: 0, expired: 0, clawed: 0, moved: 0 }

/** A lot of Ana's that begins at 0 and ends at 100, with what is named in it. */
function lot(more: Partial<PastLot> = {}): PastLot {
  const { remaining = 0, held = 0 } = more
  const dated = { id: 1, cohort: 202611, availableAt: at(0), expiresAt: at(100), pending: false }
  return { ...dated, ...NOTHING, granted: remaining + held, ...more }
}

const held = (more: Partial<PastHold> = {}): PastHold => ({
  id: 50,
  expiresAt: at(200),
  graceDays: 0,
  left: new Map([[1, 10]]),
  ...more,
})

/** Ana at 0, with what is in her lots. */
function ana(lots: PastLot[], more: Partial<Past> = {}): Past {
  const sum = (of: (one: PastLot) => number) => lots.reduce((all, one) => all + of(one), 0)
  const pending = sum(one => (one.pending ? one.remaining : 0))
  const available = sum(one => (one.pending ? 0 : one.remaining))
  return {
    ...{ pending, available, held: sum(one => one.held), debt: 0, flows: { ...NO_FLOWS }, lots, holds: [] },
    ...more,
  }
}

function later(past: Past, ms: number): Past {
  settleUntil(past, at(ms))
  return past
}

describe('points that end', () => {
  test.each([
    [99, 10, 0],
    [100, 0, -10],
    [101, 0, -10],
  ])('at 100 are at %i ms %i usable ones, %i expired', (ms, available, expired) => {
    const past = later(ana([lot({ remaining: 10, spent: 2, expired: 3 })]), ms)
    expect([past.available, past.flows.expired, totalOf(past)]).toEqual([available, expired, available])
    expect(past.lots[0]).toMatchObject({ remaining: available, expired: 3 - expired, spent: 2 })
  })

  test('add to what had expired before', () => {
    const past = later(ana([lot({ remaining: 4 })], { flows: { ...NO_FLOWS, expired: -5 } }), 100)
    expect(past.flows).toEqual({ ...NO_FLOWS, expired: -9 })
  })

  test('are those of every lot, one after the other', () => {
    const lots = [lot({ id: 1, remaining: 4, expiresAt: at(90) }), lot({ id: 2, remaining: 3, expiresAt: at(20) })]
    expect([later(ana(lots), 50).available, later(ana(lots), 95).available]).toEqual([4, 0])
    expect(lots.map(one => [one.remaining, one.expired])).toEqual([
      [0, 4],
      [0, 3],
    ])
  })
})

describe('points that begin', () => {
  test.each([
    [49, 10, 0, 3],
    [50, 0, 7, 0],
  ])('at 50 are at %i ms: %i pending, %i usable, %i owed', (ms, pending, available, debt) => {
    const waiting = ms < 50
    const past = later(ana([lot({ remaining: 10, clawed: 1, pending: true, availableAt: at(50) })], { debt: 3 }), ms)
    expect([past.pending, past.available, past.debt, totalOf(past)]).toEqual([pending, available, debt, 7])
    const repaid = waiting ? 0 : 3
    expect(past.lots[0]).toMatchObject({ pending: waiting, remaining: 10 - repaid, clawed: 1 + repaid })
  })

  test('are usable beside those she had, and do not touch others that still wait', () => {
    const lots = [
      lot({ id: 1, remaining: 2 }),
      lot({ id: 2, remaining: 10, pending: true, availableAt: at(50) }),
      lot({ id: 3, remaining: 5, pending: true, availableAt: at(60) }),
    ]
    expect(later(ana(lots), 50)).toMatchObject({ pending: 5, available: 12, debt: 0 })
  })

  test('all go to a debt that is larger', () => {
    const past = later(ana([lot({ remaining: 10, pending: true, availableAt: at(50) })], { debt: 12 }), 50)
    expect(past).toMatchObject({ pending: 0, available: 0, debt: 2 })
    expect(past.lots[0]).toMatchObject({ remaining: 0, clawed: 10 })
  })

  test('and end while nobody looks have done both', () => {
    const past = later(ana([lot({ remaining: 10, pending: true, availableAt: at(50) })]), 100)
    expect(past).toMatchObject({ pending: 0, available: 0, flows: { expired: -10 } })
  })

  test('repay a debt in the order of their times, and of one time the older lot first', () => {
    const begin = (id: number, ms: number) => lot({ id, remaining: 10, pending: true, availableAt: at(ms) })
    const clawed = (lots: PastLot[], debt: number) =>
      later(ana(lots, { debt }), 90).lots.map(one => [one.id, one.clawed])
    expect(clawed([begin(1, 60), begin(2, 50)], 4)).toEqual([
      [1, 0],
      [2, 4],
    ])
    expect(clawed([begin(2, 50), begin(1, 50)], 4)).toEqual([
      [2, 0],
      [1, 4],
    ])
    expect(clawed([begin(2, 50), begin(1, 51)], 4)).toEqual([
      [2, 4],
      [1, 0],
    ])
  })
})

test('a lot with nothing left does nothing, begun or not', () => {
  const lots = [lot({ spent: 4 }), lot({ id: 2, pending: true, clawed: 3 }), lot({ id: 3, held: 5 })]
  const before = structuredClone(lots)
  expect(later(ana(lots), 500)).toEqual(ana(before))
})

describe('a hold that runs out', () => {
  test.each([
    [199, 10, 0],
    [200, 0, 10],
  ])('at 200 leaves at %i ms %i held and %i usable', (ms, stillHeld, available) => {
    const past = later(ana([lot({ held: 10, expiresAt: at(900) })], { holds: [held()] }), ms)
    expect([past.held, past.available, totalOf(past)]).toEqual([stillHeld, available, 10])
    expect(past.lots[0]).toMatchObject({ held: stillHeld, remaining: available, moved: 0 })
    expect(past.lots).toHaveLength(1)
    expect(past.flows).toEqual(NO_FLOWS)
  })

  test('of which all was used does nothing', () => {
    const past = ana([lot({ spent: 10 })], { holds: [held({ left: new Map() }), held({ left: new Map([[1, 0]]) })] })
    expect(later(past, 500)).toMatchObject({ available: 0, held: 0 })
  })

  test.each([
    ['a moment before', 199, 0, 0],
    ['a moment before, with a grace', 199, 1, 10],
    ['at that very moment', 200, 0, 0],
    ['at that very moment, with a grace', 200, 1, 10],
    ['a moment later, so that its own end counts', 201, 1, 0],
  ])('to a lot that ends %s', (_, end, graceDays, kept) => {
    const past = later(ana([lot({ held: 10, expiresAt: at(end) })], { holds: [held({ graceDays })] }), 250)
    expect([past.held, past.available, past.flows.expired, totalOf(past)]).toEqual([0, kept, kept - 10, kept])
    expect(past.lots[0]).toMatchObject({ held: 0, remaining: 0, expired: 10 - kept, moved: kept })
  })

  test('makes a lot for the days of grace, as the ended one was, which then ends itself', () => {
    const old = lot({ id: 7, held: 10, spent: 2, expired: 3, clawed: 1, moved: 1, cohort: 202503 })
    const holds = [held({ graceDays: 3, left: new Map([[7, 10]]) })]
    const past = later(ana([old, lot({ id: 5 })], { holds }), 200 + 3 * DAY - 1)
    expect(past.lots.at(-1)).toEqual({
      ...lot({ id: 8, cohort: 202503 }),
      ...{ expiresAt: at(200 + 3 * DAY), granted: 10, remaining: 10 },
    })
    expect(past.lots).toHaveLength(3)
    expect(old).toMatchObject({ held: 0, moved: 11, spent: 2, expired: 3, clawed: 1 })
    expect(later(past, 200 + 3 * DAY)).toMatchObject({ available: 0, flows: { expired: -10 } })
    expect(past.lots).toHaveLength(3)
  })

  test('of a lot that had not begun before makes one that has', () => {
    const old = lot({ held: 10, pending: true })
    const past = later(ana([old], { holds: [held({ graceDays: 1 })] }), 250)
    expect([past.lots[1]?.pending, past.lots[1]?.remaining]).toEqual([false, 10])
  })

  test('repays a debt by the points that end soonest, and of one end by the older lot', () => {
    const lots = [
      lot({ id: 3, held: 5, expiresAt: at(500) }),
      lot({ id: 2, held: 4, expiresAt: at(400) }),
      lot({ id: 1, held: 3, expiresAt: at(500) }),
      lot({ id: 4, remaining: 8, expiresAt: at(300) }),
    ]
    const left = new Map([
      [3, 5],
      [2, 4],
      [1, 3],
    ])
    const past = later(ana(lots, { debt: 6, holds: [held({ left })] }), 200)
    expect(past).toMatchObject({ held: 0, debt: 0, available: 8 + 6 })
    expect(lots.map(one => [one.id, one.clawed, one.remaining, one.held])).toEqual([
      [3, 0, 5, 0],
      [2, 4, 0, 0],
      [1, 2, 1, 0],
      [4, 0, 8, 0],
    ])
  })

  test.each([
    [9, 1, 2],
    [10, 0, 1],
    [11, 0, 1],
  ])('repays a debt of %i and keeps of 10 ended ones %i, in %i lots', (debt, kept, lots) => {
    const past = later(ana([lot({ held: 10, expiresAt: at(150) })], { debt, holds: [held({ graceDays: 1 })] }), 250)
    expect(past).toMatchObject({ held: 0, available: kept, debt: Math.max(0, debt - 10) })
    expect(past.lots[0]).toMatchObject({ clawed: 10 - kept, moved: kept })
    expect(past.lots).toHaveLength(lots)
  })

  test('gives back what is left of it and no other hold', () => {
    const lots = [lot({ id: 1, held: 10, expiresAt: at(900) }), lot({ id: 2, held: 6, expiresAt: at(900) })]
    const holds = [held({ left: new Map([[1, 4]]) }), held({ id: 51, expiresAt: at(300), left: new Map([[1, 6]]) })]
    const past = later(ana(lots, { holds }), 250)
    expect([past.held, past.available]).toEqual([12, 4])
    expect(lots.map(one => [one.held, one.remaining])).toEqual([
      [6, 4],
      [6, 0],
    ])
    expect(later(past, 300)).toMatchObject({ held: 6, available: 10 })
  })

  test('comes before the end of its lot when that is later', () => {
    const past = later(ana([lot({ held: 10, expiresAt: at(210) })], { holds: [held({ graceDays: 2 })] }), 210)
    expect(past).toMatchObject({ held: 0, available: 0, flows: { expired: -10 } })
    expect(past.lots).toHaveLength(1)
  })
})

test('what Ana owns is what she may use, what waits and what is set aside, less what she owes', () => {
  expect(totalOf({ available: 1000, pending: 100, held: 10, debt: 1 })).toBe(1109)
})

test.each([
  ['earned', [KIND.EARN]],
  ['used', [KIND.SPEND, KIND.CAPTURE]],
  ['returned', [KIND.UNDO_SPEND]],
  ['expired', [KIND.EXPIRE, KIND.MATURE, KIND.HOLD, KIND.RELEASE]],
  ['takenBack', [KIND.UNDO_EARN]],
  ['adjusted', [KIND.ADJUST, KIND.DEBT_REPAY, KIND.EXTEND, 99]],
  ['transferred', [KIND.TRANSFER]],
] as const)('a statement says "%s" of entries of the kinds %j', (flow, kinds) => {
  for (const kind of kinds) expect(flowOf(kind)).toBe(flow)
})

describe('the next ends', () => {
  const end = (day: string) => new Date(`${day}T16:00:00Z`)
  const lots = [
    lot({ id: 1, remaining: 10, expiresAt: end('2026-11-30') }),
    lot({ id: 2, remaining: 5, expiresAt: end('2026-11-30') }),
    lot({ id: 3, remaining: 7, expiresAt: end('2026-10-31') }),
    lot({ id: 4, remaining: 9, expiresAt: end('2026-09-30'), pending: true }),
    lot({ id: 5, remaining: 9, expiresAt: new Date('9999-12-31T00:00:00Z') }),
    lot({ id: 6, spent: 9, expiresAt: end('2026-08-31') }),
  ]

  test('are told by day, soonest first; pending, endless and empty lots are left out', () => {
    expect(endingNext(lots, 5)).toEqual([
      { points: 7, lastValidOn: '2026-10-31', at: end('2026-10-31') },
      { points: 15, lastValidOn: '2026-11-30', at: end('2026-11-30') },
    ])
  })

  test('are no more than were asked for, and the lots stay in their order', () => {
    expect(endingNext(lots, 1).map(({ points }) => points)).toEqual([7])
    expect(lots.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6])
  })

  test('on one day at two instants are told with the first', () => {
    const early = new Date('2026-11-30T10:00:00Z')
    expect(endingNext([lots[0]!, lot({ id: 9, remaining: 1, expiresAt: early })], 5)).toEqual([
      { points: 11, lastValidOn: '2026-11-30', at: early },
    ])
  })
})
