import { describe, expect, test } from '@jest/globals'
import { ANA, BO, earned, lunch } from '../../../test/ledger-batch.js'
import * as make from '../../../test/ledger-builders.js'
import { DAY } from '../../../test/world-basics.js'
import type { HoldRow, Lot } from './book.rules.js'
import { accountsOf, explained } from './deciding.rules.js'
import {
  type Award,
  CURRENCY,
  type EarnFacts,
  HOLD_STATUS,
  type Json,
  KIND,
  MAX_SPANS,
  MAX_TALLIES,
  PART,
  type Span,
} from './operation.rules.js'

const span = (): Span => make.earn(0).spans[0]!
const nothing = (points: number[]): Award => ({ points, growth: 0, explanation: null, add: new Map() })

describe('an earn', () => {
  test.each([
    [0, 'fault'],
    [1, 'posted'],
    [MAX_SPANS, 'posted'],
    [MAX_SPANS + 1, 'fault'],
  ])('with %i spans is %s', (count, outcome) => {
    const bill = make.earn(0, { spans: Array.from({ length: count }, span), award: () => nothing([]) })
    const { posted } = lunch()
    if (outcome === 'fault') expect(() => posted(bill)).toThrow(new RangeError(`${count} spans`))
    else expect(posted(bill)).toMatchObject({ available: 0 })
  })

  test.each([
    [MAX_TALLIES, 'posted'],
    [MAX_TALLIES + 1, 'fault'],
  ])('with %i counters is %s', (count, outcome) => {
    const bill = make.earn(1, { tallies: Array.from({ length: count }, (_, at) => `t${at}`) })
    const { posted } = lunch()
    if (outcome === 'fault') expect(() => posted(bill)).toThrow(new RangeError(`${count} tallies`))
    else expect(posted(bill)).toMatchObject({ available: 1 })
  })

  test('is told how often Ana was here, when last, and where its own counters stand', () => {
    const facts: EarnFacts[] = []
    const award = (told: EarnFacts) => {
      facts.push(told)
      return { ...nothing([1]), add: new Map(told.tallies.size > 0 ? [['day', 4]] : []) }
    }
    const lastActivityAt = make.after(-DAY)
    const { posted, draft } = lunch({ ana: { activities: 3, lastActivityAt } })
    draft.tallies.set('day', 7).set('other', 9)
    posted(make.earn(0, { tallies: ['day', 'new'], award }))
    posted(make.earn(0, { tallies: ['day'], award }))
    posted(make.earn(0, { award }))
    const known = { activities: 3, lastActivityAt }
    expect(facts).toEqual([
      { ...known, tallies: new Map(Object.entries({ day: 7, new: 0 })) },
      { ...known, tallies: new Map([['day', 11]]) },
      { ...known, tallies: new Map() },
    ])
    expect([draft.tallies.get('day'), [...draft.changedTallies]]).toEqual([15, ['day']])
  })

  test('makes lots only for the spans that get something', () => {
    const spans = [1, 2, 3].map(day => ({ ...span(), expiresAt: make.after(day * DAY) }))
    const { posted, draft, ana } = lunch()
    posted(make.earn(0, { spans, award: () => nothing([4, 0, 5]) }))
    expect([...draft.lotsOf(ana.id).values()].map(({ id, remaining }) => [id, remaining])).toEqual([
      [1002, 4],
      [1003, 5],
    ])
  })
})

describe('a visit', () => {
  const visit = (occurredAt: Date, more: make.EarnParts = {}) => make.earn(0, { occurredAt, activity: true, ...more })

  test.each([
    ['the first', null, make.NOW],
    ['a later one', make.after(-1), make.NOW],
    ['one of an earlier day', make.after(1), make.after(1)],
  ])('that is %s counts, although nothing was earned by it', (_, lastActivityAt, last) => {
    const { posted, draft, ana } = lunch({ ana: { activities: 3, lastActivityAt } })
    posted(visit(make.NOW))
    expect([ana.activities, ana.lastActivityAt]).toEqual([4, last])
    expect(draft.changedAccounts.has(ana)).toBe(true)
    expect(draft.journals[0]?.activityOf).toBe(ANA + 1)
  })

  test('is nothing an earn says of itself', () => {
    const { posted, draft, ana } = lunch()
    posted(make.earn(5))
    expect([ana.activities, ana.lastActivityAt, draft.journals[0]?.activityOf]).toEqual([0, null, null])
  })

  const living = (id: number, extendMonths: number) =>
    make.lot({ id, remaining: 5 * id, extendMonths, expiresAt: make.after(DAY) })

  test('puts off the ends of all points that live by visits, and says the last of them', () => {
    const world = lunch({ lots: [living(1, 2), living(2, 1)], ana: { available: 15, extending: true } })
    world.posted(visit(make.NOW))
    expect(world.draft.journals[1]).toMatchObject({
      kind: KIND.EXTEND,
      points: 15,
      explanation: { kind: 'EXTEND', points: 15, until: '2027-01-31T16:00:00.000Z' },
    })
    expect(world.ana.available).toBe(15)
  })

  test('ends months where the store is', () => {
    const world = lunch({ lots: [living(1, 1)], ana: { available: 5, extending: true } })
    world.posted(visit(make.NOW, { timeZone: 'UTC' }))
    expect(world.draft.journals[1]?.explanation).toMatchObject({ until: '2027-01-01T00:00:00.000Z' })
  })

  test.each([
    ['has none', true, make.lot({ id: 1, remaining: 5 })],
    ['is not said to have any', false, living(1, 2)],
  ])('makes no entry where the account %s', (_, extending, one) => {
    const world = lunch({ lots: [one], ana: { available: 5, extending } })
    world.posted(visit(make.NOW))
    expect(world.kinds()).toEqual([KIND.EARN])
  })
})

describe('a hold', () => {
  const row = (more: Partial<HoldRow> = {}): HoldRow => ({
    ...{ id: 70, journalId: 70, accountId: ANA + 1, amount: 8, captured: 0, released: 0, graceDays: 0 },
    ...{ status: HOLD_STATUS.OPEN, expiresAt: make.after(DAY), lots: [{ lotId: 1, amount: 8 }] },
    ...more,
  })
  const holding = (one: Lot, hold: HoldRow) => lunch({ lots: [one], ana: { held: 8 }, holds: [hold] })

  test('used in full leaves nothing to return', () => {
    const hold = row()
    const world = holding(make.lot({ held: 8 }), hold)
    world.posted(make.capture(70, 8))
    expect(world.kinds()).toEqual([KIND.CAPTURE])
    expect(hold).toMatchObject({ captured: 8, released: 0, status: HOLD_STATUS.CAPTURED })
    expect(world.draft.changedHolds.has(hold)).toBe(true)
  })

  test('used in part, of points that have ended meanwhile, lets the rest expire at once', () => {
    const hold = row()
    const world = holding(make.lot({ held: 8, expiresAt: make.after(-DAY) }), hold)
    world.posted(make.capture(70, 5, { occurredAt: make.after(-9) }))
    expect(world.draft.journals.map(({ kind, points, occurredAt }) => [kind, points, occurredAt])).toEqual([
      [KIND.CAPTURE, 5, make.after(-9)],
      [KIND.RELEASE, 3, make.after(-9)],
      [KIND.EXPIRE, 3, make.after(-9)],
    ])
    expect(hold).toMatchObject({ captured: 5, released: 3, status: HOLD_STATUS.CAPTURED })
    expect(world.ana).toMatchObject({ available: 0, held: 0 })
  })

  test('given up gives everything back, with its grace', () => {
    const hold = row({ graceDays: 2 })
    const world = holding(make.lot({ held: 8, expiresAt: make.after(-DAY) }), hold)
    expect(world.posted(make.release(70))).toMatchObject({ available: 8, taken: 8 })
    expect(hold).toMatchObject({ captured: 0, released: 8, status: HOLD_STATUS.RELEASED })
    expect(world.draft.changedHolds.has(hold)).toBe(true)
    expect(world.draft.journals[0]).toMatchObject({ points: 8, holdId: 70 })
    expect([...world.draft.lotsOf(ANA + 1).values()].at(-1)?.expiresAt).toEqual(make.after(2 * DAY))
  })
})

describe('what is undone', () => {
  const of = (kind: number) => earned(10, { kind })

  test('of a spend returns without asking for holds nobody has read, as long as nothing is due', () => {
    const world = lunch({ lots: [make.lot({ spent: 10, held: 4 })], ana: { held: 4 } })
    world.batch.reversibles.set(5, of(KIND.SPEND))
    expect(world.posted(make.undoSpend(5, 3))).toMatchObject({ available: 3 })
  })

  test('is counted against what was given, points and growth apart, so that the next refund sees it', () => {
    const world = lunch({ lots: [make.lot({ remaining: 10 })], ana: { available: 10 } })
    const origin = earned(10, { growth: 6, gave: { points: 10, growth: 7 } })
    world.batch.reversibles.set(5, origin)
    world.posted(make.undo(5, 4, { growth: 0 }))
    world.posted(make.undo(5, 0, { growth: 2 }))
    expect(world.draft.reversals).toEqual([
      { journalId: 5, currencyId: CURRENCY.POINTS, cap: 10, amount: 4 },
      { journalId: 5, currencyId: CURRENCY.GROWTH, cap: 7, amount: 2 },
    ])
    expect(origin).toMatchObject({ points: 6, growth: 4 })
    expect(world.submit(make.undo(5, 7, { growth: 0 }))).toMatchObject({ status: 'REFUSED' })
  })

  test('of a spend touches no growth', () => {
    const world = lunch({ lots: [make.lot({ spent: 10 })] })
    const origin = earned(10, { kind: KIND.SPEND, growth: 0, gave: { points: 10, growth: 0 } })
    world.batch.reversibles.set(5, origin)
    world.posted(make.undoSpend(5, 3))
    expect(world.draft.reversals).toEqual([{ journalId: 5, currencyId: CURRENCY.POINTS, cap: 10, amount: 3 }])
    expect(origin).toMatchObject({ points: 7, growth: 0 })
  })
})

describe('a correction', () => {
  test('above zero needs somewhere to land, below zero makes no lot', () => {
    const world = lunch({ lots: [make.lot({ remaining: 9 })], ana: { available: 9 } })
    expect(() => world.submit(make.adjust(3, { span: null }))).toThrow('needs a span')
    world.posted(make.adjust(-3, { span: { ...span(), cohort: 202601 } }))
    expect([...world.draft.lotsOf(ANA + 1).keys()]).toEqual([1])
  })
})

describe('what a refund says', () => {
  const decision = (expired: number) => ({
    postings: [],
    allocations: [
      { lot: make.lot(), part: PART.EXPIRED, amount: -expired },
      { lot: make.lot(), part: PART.CLAWED, amount: expired + 1 },
    ],
  })

  test.each<[Json, number, Json]>([
    [{ kind: 'REFUND' }, 3, { kind: 'REFUND', lapsed: 3 }],
    [{ kind: 'REFUND' }, 0, { kind: 'REFUND' }],
    [null, 3, null],
    ['broken cup', 3, 'broken cup'],
    [['a', 'b'], 3, ['a', 'b']],
    [7, 3, 7],
  ])('of %j with %i expired points is %j', (explanation, expired, said) => {
    expect(explained(explanation, decision(expired))).toEqual(said)
  })
})

test('an account is a member’s when both of its owners say so', () => {
  const { draft } = lunch()
  expect(accountsOf(draft, BO)).toMatchObject({ points: { id: BO + 1 }, growth: { id: BO + 2 } })
  draft.accounts.get(BO + 2)!.ownerId = ANA
  expect(accountsOf(draft, BO)).toBeNull()
  draft.accounts.delete(BO + 2)
  expect(accountsOf(draft, BO)).toBeNull()
})
