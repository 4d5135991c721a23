import { describe, expect, test } from '@jest/globals'
import { GENESIS, link } from './chain.rules.js'
import { ChainReplay, type ChainRow, type Finding } from './chain-verify.rules.js'
import { BUCKET, type Bucket, CURRENCY } from './operation.rules.js'

const [ANA, BO] = [16_001, 16_017]
const { PENDING, AVAILABLE, HELD, DEBT } = BUCKET
const FORGED = Buffer.alloc(32, 0xab)
const UNNAMED = 'journal_id, bucket, amount, balance_after or hash altered: they no longer match'

/** An account's postings as they were written, each in a journal of its own: 10 for the first version, 20 for the next. */
function chain(entries: [Bucket, number][], account = ANA): ChainRow[] {
  const balances = new Map<Bucket, number>()
  let hash: Buffer = GENESIS
  const rows = entries.map(([bucket, amount], at) => {
    const balanceAfter = (balances.get(bucket) ?? 0) + amount
    balances.set(bucket, balanceAfter)
    const posting = { accountId: account, currencyId: CURRENCY.POINTS, bucket, amount }
    const [journalId, version] = [10 * (at + 1), at + 1]
    hash = link(hash, posting, { journalId, version, balanceAfter })
    return {
      ...{ journal_id: journalId, seq: 3, account_id: account, currency_id: CURRENCY.POINTS, bucket, amount },
      ...{ version, balance_after: balanceAfter, hash, last_version: entries.length, head_hash: hash },
    }
  })
  return rows.map(row => ({ ...row, head_hash: hash }))
}

/** Ana's year: two bills, points set aside, another bill, and more set aside. */
const year = () =>
  chain([
    [AVAILABLE, 100],
    [AVAILABLE, 50],
    [HELD, 30],
    [AVAILABLE, -20],
    [HELD, 5],
    [AVAILABLE, 7],
  ])

/** The rows with one of them altered after it was written; versions count from 1. */
const altered = (version: number, change: Partial<ChainRow>, rows = year()) =>
  rows.map(row => (row.version === version ? { ...row, ...change } : row))
const without = (...versions: number[]) => year().filter(({ version }) => !versions.includes(version))
/** The last row knows what the account's own row says. */
const account = (change: Pick<Partial<ChainRow>, 'last_version' | 'head_hash'>, rows = year()) =>
  rows.map(row => ({ ...row, ...change }))

function replayed(rows: ChainRow[]): Finding[] {
  const findings: Finding[] = []
  const replay = new ChainReplay(finding => findings.push(finding))
  for (const row of rows) replay.take(row)
  replay.end()
  replay.end()
  return findings
}
const on = (version: number, what: string): Finding => ({
  ...{ table: 'posting', key: { journal_id: 10 * version, seq: 3, account_id: ANA, version }, what },
  journalId: 10 * version,
})
const gap = (version: number, what: string, journalId: number): Finding => ({
  ...{ table: 'posting', key: { account_id: ANA, version }, what, journalId },
})

test('chains that nobody touched say nothing, and are counted', () => {
  const findings: Finding[] = []
  const replay = new ChainReplay(finding => findings.push(finding))
  replay.end()
  for (const row of [...year(), ...chain([[PENDING, 4]], BO)]) replay.take(row)
  replay.end()
  expect([findings, replay.accounts, replay.postings]).toEqual([[], 2, 7])
})

describe('one number altered is named with what it was', () => {
  test.each([1, 2, 4, 6])('the amount of version %i', version => {
    const was = year()[version - 1]!.amount
    expect(replayed(altered(version, { amount: was + 7 }))).toEqual([on(version, `amount is ${was + 7}, was ${was}`)])
  })

  test.each([1, 2, 4, 6])('the balance after version %i', version => {
    const was = year()[version - 1]!.balance_after
    expect(replayed(altered(version, { balance_after: 999 }))).toEqual([
      on(version, `balance_after is 999, was ${was}`),
    ])
  })

  test.each([
    [2, AVAILABLE, HELD],
    [3, HELD, AVAILABLE],
    [4, AVAILABLE, DEBT],
    [5, HELD, PENDING],
    [6, AVAILABLE, PENDING],
  ])('the bucket of version %i, which was %i and is %i', (version, was, is) => {
    expect(replayed(altered(version, { bucket: is }))).toEqual([on(version, `bucket is ${is}, was ${was}`)])
  })

  test('a second one later on, in whichever bucket, is named too', () => {
    const rows = altered(4, { bucket: HELD })
    expect(replayed(altered(5, { amount: 6 }, rows))).toEqual([
      on(4, 'bucket is 3, was 2'),
      on(5, 'amount is 6, was 5'),
    ])
    expect(replayed(altered(6, { balance_after: 1 }, rows))).toEqual([
      on(4, 'bucket is 3, was 2'),
      on(6, 'balance_after is 1, was 137'),
    ])
  })
})

describe('a hash altered', () => {
  test.each([1, 2, 3, 5])('is known by the next row, which builds on what it was (version %i)', version => {
    expect(replayed(altered(version, { hash: FORGED }))).toEqual([on(version, 'hash altered')])
  })

  test('at the end is known by the head of the account', () => {
    expect(replayed(altered(6, { hash: FORGED }))).toEqual([on(6, 'hash altered')])
  })

  test('at the end, and the head with it, can only be told to be one of the row', () => {
    expect(replayed(account({ head_hash: FORGED }, altered(6, { hash: FORGED })))).toEqual([on(6, UNNAMED)])
  })

  test('at the end of one account is told before the next account begins', () => {
    const rows = [...altered(6, { hash: FORGED }), ...chain([[AVAILABLE, 1]], BO)]
    expect(replayed(rows)).toEqual([on(6, 'hash altered')])
  })

  test('does not keep a later alteration from being named', () => {
    const rows = altered(5, { amount: 6 }, altered(3, { hash: FORGED }))
    expect(replayed(rows)).toEqual([on(3, 'hash altered'), on(5, UNNAMED)])
    expect(replayed(altered(6, { amount: 6 }, altered(3, { hash: FORGED })))).toEqual([
      on(3, 'hash altered'),
      on(6, 'amount is 6, was 7'),
    ])
  })
})

describe('a row that no single change explains', () => {
  test.each([
    ['amount and balance', { amount: 57, balance_after: 157 }],
    ['amount and bucket', { amount: 57, bucket: HELD }],
    ['a bucket members do not have', { bucket: BUCKET.SYSTEM }],
  ])('is told as such, and those after it are not (%s)', (_, change) => {
    expect(replayed(altered(2, change))).toEqual([on(2, UNNAMED)])
  })

  test('is told by the journal it says it is of', () => {
    const [{ key, ...found }] = replayed(altered(2, { journal_id: 21 })) as [Finding]
    expect([key.journal_id, found]).toEqual([21, { table: 'posting', what: UNNAMED, journalId: 21 }])
  })

  test('at the end is told, and the account is not', () => {
    expect(replayed(altered(6, { amount: 8, balance_after: 138 }))).toEqual([on(6, UNNAMED)])
  })

  test('followed by another: both are told', () => {
    const rows = altered(3, { amount: 1, balance_after: 1 }, altered(2, { amount: 57, balance_after: 157 }))
    expect(replayed(rows)).toEqual([on(2, UNNAMED), on(3, UNNAMED)])
  })

  test('followed by a gap: both are told, in their order', () => {
    const rows = altered(2, { amount: 57, balance_after: 157 }).filter(({ version }) => version !== 3)
    expect(replayed(rows)).toEqual([on(2, UNNAMED), gap(3, 'version 3 is gone', 20)])
  })
})

describe('a row that is gone', () => {
  test.each([
    ['in the middle', [3], gap(3, 'version 3 is gone', 20)],
    ['and the next with it', [3, 4], gap(3, 'versions 3 to 4 are gone', 20)],
    ['at the beginning', [1], gap(1, 'version 1 is gone', 20)],
    ['at the end', [6], gap(6, 'version 6 is gone from the end of its chain', 51)],
    ['at the end, and the one before it', [5, 6], gap(5, 'versions 5 to 6 are gone from the end of its chain', 41)],
  ])('%s leaves a gap that is named once', (_, versions, finding) => {
    expect(replayed(without(...versions))).toEqual([finding])
  })

  test('leaves later rows to be held against each other', () => {
    const rows = altered(6, { amount: 8 }, without(2, 3))
    expect(replayed(rows)).toEqual([gap(2, 'versions 2 to 3 are gone', 10), on(6, 'amount is 8, was 7')])
  })

  test('leaves nothing to be said of the balance of the first row in each bucket behind it', () => {
    const rows = altered(5, { amount: 9 }, without(2))
    expect(replayed(rows)).toEqual([gap(2, 'version 2 is gone', 10), on(5, 'amount is 9, was 5')])
    expect(replayed(altered(5, { amount: 9 }, without(2, 3)))).toEqual([
      gap(2, 'versions 2 to 3 are gone', 10),
      on(5, UNNAMED),
    ])
  })
})

test.each([
  ['twice', 2],
  ['again with an earlier number', 1],
])('a version that comes %s is told', (_, version) => {
  const [first, second, ...rest] = year()
  const findings = replayed([first!, second!, { ...second!, version }, ...rest])
  expect(findings[0]).toEqual(gap(3, `version ${version} follows version 2`, 20))
})

test('a chain calculated anew over a false balance is told by its own sums, once', () => {
  const rows = chain([
    [AVAILABLE, 100],
    [AVAILABLE, 50],
    [AVAILABLE, 1],
  ])
  let hash: Buffer = GENESIS
  const forged = rows.map((row, at) => {
    const balanceAfter = row.balance_after + (at > 0 ? 500 : 0)
    const posting = { accountId: ANA, currencyId: CURRENCY.POINTS, bucket: AVAILABLE, amount: row.amount }
    hash = link(hash, posting, { journalId: row.journal_id, version: row.version, balanceAfter })
    return { ...row, balance_after: balanceAfter, hash }
  })
  const what = 'balance_after is 650, but 100 and 50 make 150'
  expect(replayed(account({ head_hash: hash }, forged))).toEqual([on(2, what)])
})

describe('the account itself', () => {
  const found = (what: string): Finding => ({ table: 'account', key: { id: ANA }, what, journalId: 60 })
  const astray = (last: number) => found(`version ${last} and its head hash do not lead to the last posting, version 6`)

  test.each([
    ['is gone', { last_version: null, head_hash: null }, found('the row is gone')],
    ['has no version', { last_version: null }, found('the row is gone')],
    ['has no head', { head_hash: null }, found('the row is gone')],
    ['knows fewer postings', { last_version: 5 }, astray(5)],
    ['has another head', { head_hash: FORGED }, astray(6)],
  ])('that %s is named', (_, change, finding) => {
    expect(replayed(account(change))).toEqual([finding])
  })

  test('that is gone is named besides an alteration of its last row', () => {
    const rows = account({ last_version: null, head_hash: null }, altered(6, { hash: FORGED }))
    expect(replayed(rows)).toEqual([on(6, UNNAMED), found('the row is gone')])
  })
})
