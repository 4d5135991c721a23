import { describe, expect, test } from '@jest/globals'
import { after, growth, lot, NEVER_DUE, points } from '../../../test/ledger-builders.js'
import type { Account, Allocation, Posting } from './book.rules.js'
import { GENESIS, link } from './chain.rules.js'
import { Draft, type JournalRow } from './draft.rules.js'
import { BUCKET, type Bucket, LOT_STATE, PART } from './operation.rules.js'

const journal = { id: 7 } as JournalRow
const draftOf = (...accounts: Account[]) => new Draft(new Map(accounts.map(one => [one.id, one])), new Map())
const on = (account: Account, bucket: Bucket, amount: number): Posting => ({
  accountId: account.id,
  currencyId: account.currencyId,
  bucket,
  amount,
})
const system = (amount: number): Posting => ({ accountId: 101, currencyId: 1, bucket: BUCKET.SYSTEM, amount })
const post = (account: Account, postings: Posting[], allocations: Allocation[] = []) => {
  const draft = draftOf(account)
  draft.post(journal, { postings, allocations })
  return draft
}

describe('what cannot be is not written', () => {
  test.each([
    ['one point more taken than there is', { available: 9 }, BUCKET.AVAILABLE, -10],
    ['pending below zero', { pending: 0 }, BUCKET.PENDING, -1],
    ['held below zero', {}, BUCKET.HELD, -1],
    ['more debt repaid than there is', { debt: 9 }, BUCKET.DEBT, 10],
    ['points beside a debt', { debt: 1 }, BUCKET.AVAILABLE, 1],
    ['a debt beside points', { available: 1 }, BUCKET.DEBT, -1],
  ] as [string, Partial<Account>, Bucket, number][])('%s', (_, state, bucket, amount) => {
    const account = points(state)
    expect(() => post(account, [on(account, bucket, amount), system(-amount)])).toThrow(/would hold|points and debt/)
  })

  test('postings that do not balance', () => {
    const account = points()
    expect(() => post(account, [on(account, BUCKET.AVAILABLE, 2), system(-1)])).toThrow('off by 1')
  })

  test('one currency balancing another', () => {
    const [of, other] = [points(), growth()]
    const draft = draftOf(of, other)
    const postings = [on(of, BUCKET.AVAILABLE, 1), on(other, BUCKET.AVAILABLE, -1)]
    expect(() => draft.post(journal, { postings, allocations: [] })).toThrow('off by')
  })

  test('an account that is not locked', () => {
    const [account, stranger] = [points(), points({ id: 99 })]
    expect(() => post(account, [on(stranger, BUCKET.AVAILABLE, 1), system(-1)])).toThrow('not locked')
  })

  test.each([
    [
      'more than a lot has',
      [
        [PART.REMAINING, -6],
        [PART.SPENT, 6],
      ],
    ],
    ['out of nowhere', [[PART.SPENT, 1]]],
  ] as [string, [Allocation['part'], number][]][])('%s', (_, parts) => {
    const one = lot({ remaining: 5 })
    expect(() =>
      post(
        points(),
        [],
        parts.map(([part, amount]) => ({ lot: one, part, amount })),
      ),
    ).toThrow('add up')
  })
})

describe('what is written', () => {
  test('versions count every posting, the balance follows each, and the chain links them', () => {
    const account = points()
    const postings = [on(account, BUCKET.PENDING, 3), on(account, BUCKET.AVAILABLE, 4)]
    const rows = post(account, [...postings, system(-7)]).postings
    expect(rows.map(row => [row.version, row.balanceAfter])).toEqual([
      [1, 3],
      [2, 4],
      [null, null],
    ])
    const first = link(GENESIS, postings[0]!, { journalId: 7, version: 1, balanceAfter: 3 })
    const second = link(first, postings[1]!, { journalId: 7, version: 2, balanceAfter: 4 })
    expect([rows[0]?.hash, account.headHash]).toEqual([first, second])
    expect(account).toMatchObject({ pending: 3, available: 4, version: 2 })
  })

  test.each([
    ['an emptied lot closes', { remaining: 5 }, -5, LOT_STATE.CLOSED],
    ['a lot with a point left stays', { remaining: 5 }, -4, LOT_STATE.ACTIVE],
    ['an emptied lot with held points stays', { remaining: 5, held: 1 }, -5, LOT_STATE.ACTIVE],
    ['a pending lot stays pending', { remaining: 5, state: LOT_STATE.PENDING }, -4, LOT_STATE.PENDING],
    ['an emptied pending lot closes', { remaining: 5, state: LOT_STATE.PENDING }, -5, LOT_STATE.CLOSED],
  ])('%s', (_, state, amount, expected) => {
    const one = lot(state)
    post(
      points(),
      [],
      [
        { lot: one, part: PART.REMAINING, amount },
        { lot: one, part: PART.CLAWED, amount: -amount },
      ],
    )
    expect(one.state).toBe(expected)
  })

  test('an account is due when its first lot is, and never later than before', () => {
    const account = points()
    const granted = (one: ReturnType<typeof lot>) => [
      { lot: one, part: PART.GRANTED, amount: 1 },
      { lot: one, part: PART.REMAINING, amount: 1 },
    ]
    expect(account.nextEventAt).toEqual(NEVER_DUE)
    const draft = post(account, [], granted(lot({ id: 1, expiresAt: after(9) })))
    expect(account.nextEventAt).toEqual(after(9))
    draft.post(journal, { postings: [], allocations: granted(lot({ id: 2, expiresAt: after(10) })) })
    expect(account.nextEventAt).toEqual(after(9))
    draft.post(journal, {
      postings: [],
      allocations: granted(lot({ id: 3, state: LOT_STATE.PENDING, availableAt: after(8) })),
    })
    expect(account.nextEventAt).toEqual(after(8))
  })

  test('allocations of one lot and part become one row, and nothing becomes none', () => {
    const one = lot({ remaining: 9 })
    const parts: [Allocation['part'], number][] = [
      [PART.REMAINING, -2],
      [PART.SPENT, 2],
      [PART.REMAINING, -1],
      [PART.SPENT, 1],
      [PART.CLAWED, 1],
      [PART.CLAWED, -1],
    ]
    const { allocations } = post(
      points(),
      [],
      parts.map(([part, amount]) => ({ lot: one, part, amount })),
    )
    expect(allocations.map(row => [row.part, row.amount])).toEqual([
      [PART.REMAINING, -3],
      [PART.SPENT, 3],
    ])
  })
})
