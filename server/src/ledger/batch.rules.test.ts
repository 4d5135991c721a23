import { createHash } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import { BO, earned, lunch } from '../../../test/ledger-batch.js'
import * as make from '../../../test/ledger-builders.js'
import { DAY } from '../../../test/world-basics.js'
import { decideOne, requestHash } from './batch.rules.js'
import type { HoldRow } from './book.rules.js'
import { HOLD_STATUS, KIND, LOT_STATE, OUTCOME, type SideRow } from './operation.rules.js'

test('of what a key stands for its hash is kept', () => {
  expect(requestHash('a bill').toString('hex')).toBe(createHash('sha256').update('a bill').digest('hex'))
})

describe('a key that comes again', () => {
  test('is told of its first journal, and another body is refused', () => {
    const { submit, kinds, ana } = lunch({ lots: [make.lot({ remaining: 9 })], ana: { available: 9 } })
    const spend = make.spend(4, { key: 'k', body: 'b' })
    const first = submit(spend)
    expect(first).toMatchObject({ status: 'POSTED', posted: { journalId: 1001 } })
    expect(submit(spend)).toEqual({ status: 'REPEATED', journalId: 1001 })
    expect(submit({ ...spend, body: 'c' })).toEqual({ status: 'CONFLICT' })
    expect([kinds(), ana.available]).toEqual([[KIND.SPEND], 5])
  })

  test('after a refusal is refused as it was', () => {
    const { submit, draft } = lunch({})
    const spend = make.spend(4)
    const refused = { status: 'REFUSED', outcome: OUTCOME.INSUFFICIENT, journalId: 1001 }
    expect([submit(spend), submit(spend)]).toEqual([refused, refused])
    expect(draft.journals).toMatchObject([{ id: 1001, outcome: OUTCOME.INSUFFICIENT, kind: KIND.SPEND }])
  })
})

describe('what time has done comes first', () => {
  const ended = () => make.lot({ remaining: 9, expiresAt: make.NOW })
  const due = { available: 9, nextEventAt: make.NOW }

  test('points that end now do not pay', () => {
    const { submit, kinds, ana } = lunch({ lots: [ended()], ana: due })
    expect(submit(make.spend(1))).toMatchObject({ status: 'REFUSED', outcome: OUTCOME.INSUFFICIENT })
    expect([kinds(), ana.available]).toEqual([[KIND.EXPIRE, KIND.SPEND], 0])
  })

  test('but waits where not all of the lots were read', () => {
    const { posted, kinds, ana } = lunch({ lots: [ended()], ana: due, whole: false })
    posted(make.earn(1))
    expect([kinds(), ana.available]).toEqual([[KIND.EARN], 10])
  })

  test('and does not touch an account of which nothing is due', () => {
    const later = { available: 9, nextEventAt: make.after(1) }
    const { submit, draft } = lunch({ lots: [make.lot({ remaining: 9 })], ana: later })
    submit(make.spend(10))
    expect([...draft.changedAccounts]).toEqual([])
  })

  const hold = (): HoldRow => ({
    ...{ id: 70, journalId: 70, accountId: make.MEMBER + 1, amount: 4, captured: 0, released: 0, graceDays: 0 },
    ...{ status: HOLD_STATUS.OPEN, expiresAt: make.NOW, lots: [{ lotId: 1, amount: 4 }] },
  })

  test('a hold that runs out now gives back what it held before it is captured', () => {
    const held = { held: 4, nextEventAt: make.NOW }
    const { submit, kinds } = lunch({ lots: [make.lot({ held: 4 })], ana: held, holds: [hold()] })
    expect(submit(make.capture(70, 4))).toMatchObject({ status: 'REFUSED', outcome: OUTCOME.HOLD_CLOSED })
    expect(kinds()).toEqual([KIND.RELEASE, KIND.CAPTURE])
  })

  test('but where its holds were not read, the account waits', () => {
    const held = { held: 4, nextEventAt: make.NOW }
    const { posted, kinds } = lunch({ lots: [make.lot({ held: 4 })], ana: held })
    posted(make.earn(1))
    expect(kinds()).toEqual([KIND.EARN])
  })

  test('for whoever receives a gift, too', () => {
    const boLots = [make.lot({ id: 2, accountId: BO + 1, remaining: 9, expiresAt: make.NOW })]
    const world = lunch({ lots: [make.lot({ remaining: 5 })], ana: { available: 5 }, bo: due, boLots })
    world.posted(make.transfer(BO, 3))
    expect([world.kinds(), world.bo.available]).toEqual([[KIND.EXPIRE, KIND.TRANSFER], 3])
  })
})

describe('what a journal says', () => {
  test('is for an earn what the award says, and for a spend what it was told', () => {
    const { posted, draft } = lunch({})
    posted(make.earn(5, { explanation: { kind: 'BILL' } }))
    posted(make.spend(5, { explanation: { kind: 'COFFEE' } }))
    expect(draft.journals.map(({ explanation }) => explanation)).toEqual([{ kind: 'BILL' }, { kind: 'COFFEE' }])
  })

  test('is for a refund also how much of it had expired', () => {
    const { batch, posted, draft } = lunch({ lots: [make.lot({ expired: 7, state: LOT_STATE.CLOSED })] })
    batch.reversibles.set(5, earned(7))
    posted(make.undo(5, 7, { explanation: { kind: 'REFUND' } }))
    expect(draft.journals[0]?.explanation).toEqual({ kind: 'REFUND', lapsed: 7 })
  })
})

describe('what the caller is told', () => {
  test('of an earn: balances right after it, and what it was worth', () => {
    const { posted } = lunch({ ana: { debt: 3, version: 6 } })
    const bill = make.earn(10, { growth: 4 })
    expect(posted(bill)).toEqual({
      ...{ journalId: 1001, available: 7, debt: 0, growth: 504, version: 8, taken: 7, short: 0, holdId: null },
      award: make.worth(bill),
    })
  })

  test('of points that wait: that they are taken in, and not usable', () => {
    const { posted, ana } = lunch({})
    expect(posted(make.earn(10, { availableAt: make.after(DAY) }))).toMatchObject({ available: 0, taken: 10 })
    expect(ana.pending).toBe(10)
  })

  test('of a spend and a gift: what left the usable points', () => {
    const { posted } = lunch({ lots: [make.lot({ remaining: 20 })], ana: { available: 20 }, bo: { debt: 2 } })
    expect(posted(make.spend(6))).toMatchObject({ available: 14, taken: 6, short: 0, award: null, holdId: null })
    expect(posted(make.transfer(BO, 5))).toMatchObject({ available: 9, taken: 5, short: 0, debt: 0 })
  })

  test('of a hold, its capture and its release: which one', () => {
    const { posted } = lunch({ lots: [make.lot({ remaining: 20 })], ana: { available: 20 }, holds: [] })
    const first = posted(make.hold(6))
    expect(first).toMatchObject({ available: 14, taken: 6, holdId: first.journalId })
    expect(posted(make.capture(first.journalId, 6))).toMatchObject({ available: 14, taken: 0, holdId: first.journalId })
    const second = posted(make.hold(5))
    expect(posted(make.release(second.journalId))).toMatchObject({ available: 14, taken: 5, holdId: second.journalId })
  })

  test.each([
    ['DEBT', 30, 30],
    ['CASH', 30, 0],
    ['WAIVE', 30, 0],
  ] as const)('of a refund of 100 where 30 were spent, by %s: %i missing, %i owed', (shortfall, short, debt) => {
    const lots = [make.lot({ remaining: 50, spent: 30 }), make.lot({ id: 2, remaining: 20, state: LOT_STATE.PENDING })]
    const { batch, posted } = lunch({ lots, ana: { available: 50, pending: 20 } })
    batch.reversibles.set(5, earned(100, { lots: [1, 2].map(lotId => ({ lotId, amount: 50 })) }))
    expect(posted(make.undo(5, 100, { shortfall }))).toMatchObject({ taken: 70, short, debt, available: 0 })
  })

  test('of a refund of points that had expired: nothing taken, nothing missing', () => {
    const { batch, posted } = lunch({ lots: [make.lot({ expired: 7, state: LOT_STATE.CLOSED })] })
    batch.reversibles.set(5, earned(7))
    expect(posted(make.undo(5, 7))).toMatchObject({ taken: 0, short: 0, debt: 0 })
  })

  test('of a correction: what was taken, and what is owed instead', () => {
    const { posted } = lunch({ lots: [make.lot({ remaining: 5 })], ana: { available: 5 } })
    expect(posted(make.adjust(-8, { shortfall: 'DEBT' }))).toMatchObject({ taken: 5, short: 3, debt: 3 })
    expect(posted(make.adjust(4))).toMatchObject({ taken: 1, short: 0, debt: 0, available: 1 })
  })
})

test('a gift to somebody without an account, or from one, is nobody’s', () => {
  const { submit } = lunch({ lots: [make.lot({ remaining: 5 })], ana: { available: 5 } })
  expect(submit(make.transfer(BO + 16, 1))).toEqual({ status: 'UNKNOWN_MEMBER' })
  expect(submit(make.transfer(BO, 1, { memberId: BO + 16 }))).toEqual({ status: 'UNKNOWN_MEMBER' })
})

test('rows of other features are told what was posted', () => {
  const { batch } = lunch({})
  const rows: SideRow[] = []
  const told = make.earn(5, { rows: posted => [{ table: 'visit', values: { journal_id: posted.journalId } }] })
  expect(decideOne(batch, told, rows)).toMatchObject({ status: 'POSTED' })
  expect(rows).toEqual([{ table: 'visit', values: { journal_id: 1001 } }])
})
