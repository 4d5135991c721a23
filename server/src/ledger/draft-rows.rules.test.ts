import { describe, expect, test } from '@jest/globals'
import { after, growth, lot, points } from '../../../test/ledger-builders.js'
import type { Account, Allocation, HoldRow, Lot } from './book.rules.js'
import { Draft, type JournalRow } from './draft.rules.js'
import { BUCKET, type Bucket, HOLD_STATUS, LOT_STATE, PART, type Part } from './operation.rules.js'

const journal = { id: 7 } as JournalRow
const draftOf = (...accounts: Account[]) => new Draft(new Map(accounts.map(one => [one.id, one])), new Map())
const moves = (one: Lot, parts: [Part, number][]): Allocation[] =>
  parts.map(([part, amount]) => ({ lot: one, part, amount }))
const post = (draft: Draft, ...allocations: Allocation[]) => draft.post(journal, { postings: [], allocations })

describe('columns of a lot', () => {
  const full = () => lot({ remaining: 9, held: 8, spent: 7, expired: 6, clawed: 5, moved: 4 })

  test.each([
    ['held', PART.HELD],
    ['spent', PART.SPENT],
    ['expired', PART.EXPIRED],
    ['clawed', PART.CLAWED],
    ['moved', PART.MOVED],
  ] as const)('points go from what is left to what is %s, and nowhere else', (column, part) => {
    const one = full()
    const draft = draftOf(points())
    post(
      draft,
      ...moves(one, [
        [PART.REMAINING, -2],
        [part, 2],
      ]),
    )
    expect(one).toEqual({ ...full(), remaining: 7, [column]: full()[column] + 2 })
    expect([...draft.changedLots]).toEqual([one])
    expect(draft.allocations).toEqual([
      { journalId: 7, lotId: 1, part: PART.REMAINING, amount: -2 },
      { journalId: 7, lotId: 1, part, amount: 2 },
    ])
  })

  test.each([PART.HELD, PART.SPENT, PART.EXPIRED, PART.CLAWED, PART.MOVED])('column %i never goes below zero', part => {
    const one = lot({ remaining: 5 })
    expect(() =>
      post(
        draftOf(points()),
        ...moves(one, [
          [PART.REMAINING, 1],
          [part, -1],
        ]),
      ),
    ).toThrow('lot 1 does not')
  })

  test('what is granted is more than there was, and the lot is known from then on', () => {
    const draft = draftOf(points())
    const one = lot({ id: 3, remaining: 5 })
    post(
      draft,
      ...moves(one, [
        [PART.GRANTED, 4],
        [PART.REMAINING, 4],
      ]),
    )
    expect(one).toMatchObject({ granted: 9, remaining: 9 })
    expect(draft.lotsOf(one.accountId).get(3)).toBe(one)
    expect(draft.changedAccounts.size).toBe(0)
  })

  test('a lot that only gives is not looked for again', () => {
    const draft = draftOf(points())
    post(
      draft,
      ...moves(lot({ id: 3, remaining: 5 }), [
        [PART.REMAINING, -4],
        [PART.SPENT, 4],
      ]),
    )
    expect(draft.lotsOf(points().id).size).toBe(0)
  })

  test('of an account nobody has read still add up', () => {
    const one = lot({ remaining: 5, accountId: 99 })
    post(
      draftOf(points()),
      ...moves(one, [
        [PART.REMAINING, -5],
        [PART.SPENT, 5],
      ]),
    )
    expect(one).toMatchObject({ remaining: 0, spent: 5, state: LOT_STATE.CLOSED })
  })
})

test.each([
  [0, false],
  [1, true],
])('an account remembers that it may have points that live by visits (%i months)', (extendMonths, extending) => {
  const account = points()
  const draft = draftOf(account)
  post(
    draft,
    ...moves(lot({ extendMonths }), [
      [PART.GRANTED, 4],
      [PART.REMAINING, 4],
    ]),
  )
  expect([account.extending, draft.changedAccounts.has(account)]).toEqual([extending, extending])
})

describe('holds', () => {
  const hold = (more: Partial<HoldRow> = {}): HoldRow => ({
    ...{ id: 70, journalId: 70, accountId: points().id, amount: 8, captured: 0, released: 0, graceDays: 0 },
    ...{ status: HOLD_STATUS.OPEN, expiresAt: after(5), lots: [] },
    ...more,
  })

  test.each([
    ['that runs out sooner', hold(), after(9), after(5)],
    ['that runs out later', hold(), after(4), after(4)],
    ['that is closed', hold({ status: HOLD_STATUS.RELEASED }), after(9), after(9)],
  ])('one %s is kept', (_, one, nextEventAt, next) => {
    const account = points({ nextEventAt })
    const draft = draftOf(account)
    draft.keep(one)
    expect(account.nextEventAt).toEqual(next)
    expect([draft.holds.get(70), [...draft.changedHolds]]).toEqual([one, [one]])
  })

  test('are found by account, and kept for one nobody has read, open or not', () => {
    const draft = draftOf(points())
    draft.keep(hold({ id: 1 }))
    draft.keep(hold({ id: 2, accountId: 99 }))
    draft.keep(hold({ id: 3, accountId: 99, status: HOLD_STATUS.CAPTURED }))
    expect(draft.holdsOf(points().id).map(({ id }) => id)).toEqual([1])
    expect(draft.holdsOf(99).map(({ id }) => id)).toEqual([2, 3])
    expect(draft.holdsOf(5)).toEqual([])
  })
})

test('a counter rises by what is counted, and by nothing it is not even touched', () => {
  const draft = draftOf()
  draft.tallies.set('day', 4)
  draft.count('day', 3)
  draft.count('new', 2)
  draft.count('idle', 0)
  expect([...draft.tallies]).toEqual([
    ['day', 7],
    ['new', 2],
  ])
  expect([...draft.changedTallies]).toEqual(['day', 'new'])
})

test('nothing is written down before anything happened', () => {
  const { journals, postings, allocations, reversals } = draftOf()
  expect({ journals, postings, allocations, reversals }).toEqual({
    ...{ journals: [], postings: [], allocations: [], reversals: [] },
  })
})

test('a refusal leaves its journal and nothing else', () => {
  const draft = draftOf(points())
  draft.refuse(journal)
  expect([draft.journals, draft.postings, draft.changedAccounts.size]).toEqual([[journal], [], 0])
})

describe('balances', () => {
  const posted = (account: Account, bucket: Bucket, amount: number) => {
    const { id: accountId, currencyId } = account
    const draft = draftOf(account)
    const system = { accountId: 100 * currencyId + 1, currencyId, bucket: BUCKET.SYSTEM, amount: -amount }
    draft.post(journal, { postings: [{ accountId, currencyId, bucket, amount }, system], allocations: [] })
    return draft
  }

  test.each([
    ['pending', BUCKET.PENDING, 3, 4],
    ['available', BUCKET.AVAILABLE, 3, 5],
    ['held', BUCKET.HELD, 3, 6],
  ] as const)('that are %s follow each posting', (bucket, of, amount, after) => {
    const account = points({ pending: 1, available: 2, held: 3 })
    expect(posted(account, of, amount).postings[0]).toMatchObject({ balanceAfter: after, seq: 0, journalId: 7 })
    expect(account).toMatchObject({ pending: 1, available: 2, held: 3, [bucket]: after })
  })

  test.each([
    [-3, 8],
    [5, 0],
  ])('of a debt are posted below zero (%i)', (amount, debt) => {
    const account = points({ debt: 5 })
    expect(Number(posted(account, BUCKET.DEBT, amount).postings[0]?.balanceAfter) + debt).toBe(0)
    expect(account.debt).toBe(debt)
  })

  test('that would go below zero say which', () => {
    const found = { pending: 1, available: -1, held: 3, debt: 0 }
    expect(() => posted(points({ pending: 1, held: 3 }), BUCKET.AVAILABLE, -1)).toThrow(
      `account ${points().id} would hold ${JSON.stringify(found)}`,
    )
  })

  test('of the programme have no version, and no link', () => {
    expect(posted(growth(), BUCKET.AVAILABLE, 5).postings[1]).toEqual({
      ...{ accountId: 201, currencyId: 2, bucket: BUCKET.SYSTEM, amount: -5, journalId: 7, seq: 1 },
      ...{ version: null, balanceAfter: null, hash: null },
    })
  })

  test.each([
    [1, 1],
    [2, -1],
  ])('that do not sum to nothing are not written, in either currency (%i)', (currencyId, off) => {
    const system = (amount: number) => ({ accountId: 101, currencyId, bucket: BUCKET.SYSTEM, amount })
    const postings = [system(5), system(off - 5)]
    expect(() => draftOf().post(journal, { postings, allocations: [] })).toThrow(
      `currency ${currencyId} is off by ${off}`,
    )
  })
})
