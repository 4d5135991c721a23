import { describe, expect, test } from '@jest/globals'
import { after, earn, growth, lot, MEMBER, NEVER_DUE, NOW, points, undo } from '../../../test/ledger-builders.js'
import { DAY } from '../../../test/world-basics.js'
import { decideOne } from './batch.rules.js'
import type { Account, HoldRow, Lot } from './book.rules.js'
import type { Batch } from './deciding.rules.js'
import { Draft } from './draft.rules.js'
import { HOLD_STATUS, KIND, LOT_STATE } from './operation.rules.js'
import { nextDue, settle } from './settle.rules.js'

const draftOf = (account: Account, lots: Lot[]) =>
  new Draft(new Map([[account.id, account]]), new Map([[account.id, new Map(lots.map(one => [one.id, one]))]]))
const pending = (part: Partial<Lot>) => lot({ state: LOT_STATE.PENDING, ...part })
let ids = 1000
const newId = () => {
  ids += 1
  return ids
}
const settled = (account: Account, lots: Lot[]) => {
  const draft = draftOf(account, lots)
  settle(draft, account, { now: NOW, newId })
  return draft.journals.map(({ kind, bizId, points: amount }) => [kind, bizId, amount])
}

test.each([
  ['begins a millisecond from now', pending({ remaining: 1, availableAt: after(1) }), null],
  ['begins now', pending({ remaining: 1, availableAt: after(0) }), KIND.MATURE],
  ['ends a millisecond from now', lot({ remaining: 1, expiresAt: after(1) }), null],
  ['ends now', lot({ remaining: 1, expiresAt: after(0) }), KIND.EXPIRE],
  ['ended and is empty', lot({ spent: 1, expiresAt: after(-1) }), null],
])('a lot that %s', (_, one, kind) => {
  expect(nextDue([one], NOW)?.kind ?? null).toBe(kind)
})

describe('settling', () => {
  test('a lot that began and ended while nobody looked does both', () => {
    const account = points({ pending: 5 })
    const one = pending({ remaining: 5, availableAt: after(-9), expiresAt: after(-1) })
    expect(settled(account, [one])).toEqual([
      [KIND.MATURE, '1', 5],
      [KIND.EXPIRE, '1', 5],
    ])
    expect(account).toMatchObject({ pending: 0, available: 0, nextEventAt: NEVER_DUE })
    expect(one).toMatchObject({ expired: 5, remaining: 0, state: LOT_STATE.CLOSED })
  })

  test('debt is repaid by the points that began first, whatever their lots are called', () => {
    const account = points({ pending: 100, debt: 30 })
    const soon = pending({ id: 2, remaining: 50, availableAt: after(-9), expiresAt: after(-5) })
    const late = pending({ id: 1, remaining: 50, availableAt: after(-3) })
    expect(settled(account, [late, soon])).toEqual([
      [KIND.MATURE, '2', 50],
      [KIND.EXPIRE, '2', 20],
      [KIND.MATURE, '1', 50],
    ])
    expect(account).toMatchObject({ pending: 0, debt: 0, available: 50 })
  })

  test.each([29, 30, 31])('a debt of %d against 30 points that begin', debt => {
    const account = points({ pending: 30, debt })
    settled(account, [pending({ remaining: 30, availableAt: NOW })])
    expect(account).toMatchObject({ pending: 0, debt: Math.max(0, debt - 30), available: Math.max(0, 30 - debt) })
  })

  test('an entry has a key of its own each time the lot was refilled, by all that ever left it so', () => {
    const account = points({ available: 4 })
    const late = lot({ remaining: 4, expired: 5, clawed: 2, expiresAt: after(-1) })
    const draft = draftOf(account, [late])
    expect(settle(draft, account, { now: NOW, newId })).toBe(1)
    expect(draft.journals.map(({ key }) => key)).toEqual(['exp:1:7'])
    expect(settle(draft, account, { now: NOW, newId })).toBe(0)
  })

  test('holds of an account that holds nothing any more are not looked at', () => {
    const account = points({ available: 1 })
    const draft = draftOf(account, [lot({ remaining: 1, expiresAt: after(9) })])
    draft.holds.set(70, { accountId: account.id, status: HOLD_STATUS.OPEN, expiresAt: after(1) } as HoldRow)
    settle(draft, account, { now: NOW, newId })
    expect(account.nextEventAt).toEqual(after(9))
  })

  test('an account learns what comes next, also when nothing was due after all', () => {
    const account = points({ available: 1, nextEventAt: after(-1) })
    expect(settled(account, [lot({ remaining: 1, expiresAt: after(7) })])).toEqual([])
    expect(account.nextEventAt).toEqual(after(7))
  })
})

describe('holds', () => {
  const held = (more: Partial<HoldRow> = {}): HoldRow => ({
    id: 70,
    accountId: points().id,
    journalId: 70,
    amount: 8,
    captured: 0,
    released: 0,
    status: HOLD_STATUS.OPEN,
    expiresAt: after(0),
    graceDays: 0,
    lots: [{ lotId: 1, amount: 8 }],
    ...more,
  })
  const timedOut = (one: Lot, hold: HoldRow, account = points({ held: 8 })) => {
    const draft = draftOf(account, [one])
    draft.holds.set(hold.id, hold)
    draft.heldKnown.add(account.id)
    settle(draft, account, { now: NOW, newId })
    return { draft, account, entries: draft.journals.map(({ kind, key, occurredAt }) => [kind, key, occurredAt]) }
  }

  test.each([
    ['a millisecond from now', after(1), 0],
    ['now', after(0), 1],
  ])('that time out %s', (_, expiresAt, entries) => {
    const hold = held({ expiresAt })
    const { draft, account } = timedOut(lot({ held: 8 }), hold)
    expect(draft.journals).toHaveLength(entries)
    expect(account).toMatchObject(entries ? { available: 8, held: 0 } : { held: 8, nextEventAt: after(1) })
    expect(hold).toMatchObject(entries ? { released: 8, status: HOLD_STATUS.TIMED_OUT } : { released: 0 })
    expect(draft.changedHolds.has(hold)).toBe(entries === 1)
  })

  test('that are closed do nothing more', () => {
    expect(timedOut(lot({ held: 8 }), held({ status: HOLD_STATUS.RELEASED, expiresAt: after(-5) })).entries).toEqual([])
  })

  test('let points go after the end of their lot: they expire when they came back', () => {
    const { account, entries } = timedOut(lot({ held: 8, expiresAt: after(-9) }), held({ expiresAt: after(-4) }))
    expect(entries).toEqual([
      [KIND.RELEASE, 'out:70', after(-4)],
      [KIND.EXPIRE, 'exp:1:0', after(-4)],
    ])
    expect(account).toMatchObject({ available: 0, held: 0, nextEventAt: NEVER_DUE })
  })

  test('let points go before the end of their lot, which came while nobody looked', () => {
    const { entries } = timedOut(lot({ held: 8, expiresAt: after(-1) }), held({ expiresAt: after(-4) }))
    expect(entries).toEqual([
      [KIND.RELEASE, 'out:70', after(-4)],
      [KIND.EXPIRE, 'exp:1:0', after(-1)],
    ])
  })

  test('with a grace make a lot for it, which no visit puts off', () => {
    const one = lot({ held: 8, expiresAt: after(-9), extendMonths: 6, restrictionId: 3 })
    const { draft, account } = timedOut(one, held({ expiresAt: after(-4), graceDays: 2 }))
    const [, grace] = [...draft.lotsOf(account.id).values()]
    expect(grace).toMatchObject({ remaining: 8, granted: 8, restrictionId: 3, extendMonths: 0, cohort: one.cohort })
    expect(grace?.expiresAt).toEqual(after(2 * DAY - 4))
    expect(account).toMatchObject({ available: 8, nextEventAt: after(2 * DAY - 4) })
    expect(one).toMatchObject({ moved: 8, held: 0, state: LOT_STATE.CLOSED })
  })

  test('and lots are settled in the order of their times', () => {
    const [early, late] = [held({ id: 60, expiresAt: after(-4) }), held({ id: 50, expiresAt: after(-2) })]
    expect(nextDue([lot({ remaining: 1, expiresAt: after(-3) })], NOW, [late, early])).toMatchObject({ hold: early })
    expect(nextDue([lot({ remaining: 1, expiresAt: after(-3) })], NOW, [late])).toMatchObject({ kind: KIND.EXPIRE })
    expect(nextDue([lot({ id: 55, remaining: 1, expiresAt: after(-2) })], NOW, [late])).toMatchObject({ hold: late })
    expect(nextDue([lot({ id: 45, remaining: 1, expiresAt: after(-2) })], NOW, [late])).toMatchObject({
      kind: KIND.EXPIRE,
    })
  })

  test('whose lots were not read are not guessed at either', () => {
    expect(() => timedOut(lot({ id: 2 }), held())).toThrow('the lots of hold 70 were not read')
    expect(() => timedOut(lot({ id: 2 }), held({ lots: [] }))).toThrow('the lots of hold 70 were not read')
  })

  test('nobody has read are not guessed at', () => {
    const account = points({ held: 8, nextEventAt: NOW })
    expect(() => settle(draftOf(account, []), account, { now: NOW, newId })).toThrow('were not read')
  })
})

describe('lots that come back to life', () => {
  const reversible = (lotIds: number[], amount: number) => ({
    kind: KIND.EARN,
    memberId: MEMBER,
    gave: { points: amount, growth: amount },
    points: amount,
    growth: amount,
    lots: lotIds.map(lotId => ({ lotId, amount })),
  })
  /** A batch over one member, all of whose lots are known. */
  const batchOf = (account: Account, lots: Lot[], now = NOW): Batch => {
    const other = growth({ available: 1000 })
    const draft = draftOf(account, lots)
    draft.accounts.set(other.id, other)
    draft.whole.add(account.id)
    return { draft, known: new Map(), reversibles: new Map(), now, newId }
  }

  test('points that land in a lot emptied before its start wait for that start', () => {
    const account = points()
    const emptied = lot({ clawed: 40, state: LOT_STATE.CLOSED, availableAt: after(1000) })
    decideOne(batchOf(account, [emptied]), earn(10, { availableAt: after(1000) }), [])
    expect(account).toMatchObject({ pending: 10, available: 0, nextEventAt: after(1000) })
    expect(emptied).toMatchObject({ remaining: 10, state: LOT_STATE.PENDING })
  })

  test('an empty earn leaves such a lot closed', () => {
    const emptied = lot({ clawed: 40, state: LOT_STATE.CLOSED, availableAt: after(1000) })
    decideOne(batchOf(points(), [emptied]), earn(0, { availableAt: after(1000) }), [])
    expect(emptied.state).toBe(LOT_STATE.CLOSED)
  })

  test('expired points taken back by a refund, and the lot refilled after its end: every expiry has a key of its own', () => {
    const account = points()
    const late = lot({ expired: 100, state: LOT_STATE.CLOSED, expiresAt: after(-1) })
    const batch = batchOf(account, [late])
    batch.reversibles.set(7, reversible([1], 200))
    const keys = new Set([`exp:1:0`])
    for (const amount of [100, 100]) {
      decideOne(batch, undo(7, amount), [])
      decideOne(batch, earn(amount, { expiresAt: after(-1) }), [])
      settle(batch.draft, account, { now: NOW, newId })
    }
    const expiries = batch.draft.journals.filter(journal => journal.kind === KIND.EXPIRE).map(journal => journal.key)
    for (const key of expiries) keys.add(key)
    expect([expiries.length, keys.size]).toEqual([2, 3])
    expect(account).toMatchObject({ available: 0, debt: 0 })
    expect(late).toMatchObject({ expired: 100, clawed: 200, remaining: 0 })
  })

  test('a refund says how many of its points had expired', () => {
    const batch = batchOf(points(), [lot({ spent: 30, expired: 70, state: LOT_STATE.CLOSED })])
    batch.reversibles.set(7, reversible([1], 100))
    const result = decideOne(batch, undo(7, 100, { explanation: { kind: 'REFUND' } }), [])
    expect(result).toMatchObject({ status: 'POSTED', posted: { taken: 0, short: 30, debt: 30 } })
    expect(batch.draft.journals[0]?.explanation).toEqual({ kind: 'REFUND', lapsed: 70 })
  })

  test('accounts of the programme, and of a neighbouring id, belong to nobody', () => {
    const batch = batchOf(points({ ownerId: 1 }), [])
    expect(decideOne(batch, earn(1), [])).toEqual({ status: 'UNKNOWN_MEMBER' })
  })
})
