import { createHash } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import {
  ALTERED_LINE,
  blockHash,
  differences,
  digestOf,
  FIRST_HASH,
  marksOf,
  SEALED_COLUMNS,
  type SealedJournal,
  type SealedRow,
  sealItem,
} from './sealer.rules.js'

const sha = (...parts: (string | Buffer)[]) => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}
/** Eight bytes, big end first. */
const eight = (number: number) => Buffer.from(number.toString(16).padStart(16, '0'), 'hex')

/** Sixteen bits of a text, worked out as the books do: FNV-1a over 32 bits, both halves folded. */
function mark(text: string): Buffer {
  let sum = 0x811c9dc5n
  for (const letter of text) sum = ((sum ^ BigInt(letter.charCodeAt(0))) * 0x01000193n) & 0xffffffffn
  return Buffer.from(((sum >> 16n) ^ (sum & 0xffffn)).toString(16).padStart(4, '0'), 'hex')
}

const posting = (seq: number, amount: number): SealedRow => ({ journal_id: 7, seq, account_id: 16_001, amount })
const part = (lot: number, amount: number): SealedRow => ({ journal_id: 7, lot_id: lot, part: 1, amount })
const NOON = new Date('2026-11-23T04:00:00.000Z')

/** Ana's bill of 88 points: two postings, two lots. */
const bill = (more: Partial<SealedJournal> = {}): SealedJournal => ({
  id: 7,
  journal: {
    req_hash: Buffer.from('beef', 'hex'),
    id: 7,
    points: 88,
    occurred_at: NOON,
    store_id: null,
    biz_id: 'B"1',
  },
  postings: [posting(0, 88), posting(1, -88)],
  allocations: [part(1, 80), part(2, 8)],
  ...more,
})
const row = (change: SealedRow) => bill({ journal: { ...bill().journal, ...change } })

describe('a digest', () => {
  test('is the hash of the canonical text: columns in their order, nothing that is null, a line for each row', () => {
    const text = [
      'journal [["id",7],["req_hash","beef"],["biz_id","B\\"1"],["points",88],["occurred_at","2026-11-23T04:00:00.000Z"]]',
      'posting [["journal_id",7],["seq",0],["account_id",16001],["amount",88]]',
      'posting [["journal_id",7],["seq",1],["account_id",16001],["amount",-88]]',
      'lot_alloc [["journal_id",7],["lot_id",1],["part",1],["amount",80]]',
      'lot_alloc [["journal_id",7],["lot_id",2],["part",1],["amount",8]]',
    ].join('\n')
    expect(digestOf(bill()).toString('hex')).toBe(sha(text))
  })

  test('of a journal somebody has deleted says that it is missing', () => {
    expect(digestOf(bill({ journal: undefined, postings: [], allocations: [] })).toString('hex')).toBe(
      sha('journal missing'),
    )
  })
})

describe('marks', () => {
  test('are two bytes for each column, then for each line, with their numbers', () => {
    const nothing = mark('null')
    const columns = SEALED_COLUMNS.journal.map(column => {
      const texts: Record<string, string> = {
        id: '7',
        req_hash: '"beef"',
        biz_id: '"B\\"1"',
        points: '88',
        occurred_at: '"2026-11-23T04:00:00.000Z"',
      }
      return texts[column] === undefined ? nothing : mark(texts[column])
    })
    const lines = [
      mark('[["journal_id",7],["seq",0],["account_id",16001],["amount",88]]'),
      mark('[["journal_id",7],["seq",1],["account_id",16001],["amount",-88]]'),
      mark('[["journal_id",7],["lot_id",1],["part",1],["amount",80]]'),
      mark('[["journal_id",7],["lot_id",2],["part",1],["amount",8]]'),
    ]
    const expected = Buffer.concat([Buffer.from([19]), ...columns, Buffer.from([2]), ...lines])
    expect(marksOf(bill()).toString('hex')).toBe(expected.toString('hex'))
  })

  test('of a journal somebody has deleted are those of nothing', () => {
    const nothing = Buffer.concat(SEALED_COLUMNS.journal.map(() => mark('null')))
    const gone = marksOf({ id: 7, journal: undefined, postings: [], allocations: [] })
    expect(gone).toEqual(Buffer.concat([Buffer.from([19]), nothing, Buffer.from([0])]))
  })

  test('are never longer than the column that keeps them', () => {
    const many = (count: number) => bill({ allocations: Array.from({ length: count }, (_, lot) => part(lot, 1)) })
    expect([977, 978, 979, 1500].map(count => marksOf(many(count)).length)).toEqual([1998, 2000, 2000, 2000])
  })
})

test('what is kept of a sealed journal is its digest and its marks', () => {
  expect(sealItem(bill())).toEqual({ journalId: 7, digest: digestOf(bill()), marks: marksOf(bill()) })
})

test('a block is the hash of the one before, its number, its time, and its items with their lengths', () => {
  const items = [sealItem(bill()), sealItem(bill({ id: 8, postings: [] }))]
  const parts = items.flatMap(({ journalId, digest, marks }) => [eight(journalId), digest, eight(marks.length), marks])
  const text = [FIRST_HASH, eight(3), eight(NOON.getTime()), eight(2), ...parts]
  expect(blockHash(FIRST_HASH, { seq: 3, sealedAt: NOON }, items).toString('hex')).toBe(sha(...text))
})

/** What is said of the bill as it is now, when its marks were taken before. */
const told = (now: SealedJournal, marks = marksOf(bill())) =>
  differences(now, marks).map(({ table, key, what }) => [table, ...Object.values(key), what])
const SOMETHING = ['journal', 7, 'the journal or one of its lines altered']

describe('a journal that no longer matches its marks', () => {
  test.each([
    ['one column', row({ points: 89 }), 'points altered'],
    ['a column that was empty', row({ store_id: 4 }), 'store_id altered'],
    ['a column that was emptied', row({ biz_id: null }), 'biz_id altered'],
    ['a time', row({ occurred_at: new Date(0) }), 'occurred_at altered'],
    ['bytes', row({ req_hash: Buffer.from('beee', 'hex') }), 'req_hash altered'],
    ['the last column', row({ activity_of: 16_001 }), 'activity_of altered'],
    ['the first and others', row({ id: 8, points: 1, biz_id: 'x' }), 'id, biz_id, points altered'],
  ])('is named with its columns: %s', (_, now, what) => {
    expect(told(now)).toEqual([['journal', 7, what]])
  })

  test('that is gone is named, whatever became of its lines', () => {
    expect(told(bill({ journal: undefined, postings: [] }))).toEqual([['journal', 7, 'the row is gone']])
  })

  test('in nothing that marks can tell is named all the same', () => {
    expect(told(bill())).toEqual([SOMETHING])
  })

  test('of a time when there were fewer columns is only held to those', () => {
    const lines = Buffer.concat([Buffer.from([0])])
    const old = Buffer.concat([Buffer.from([2]), mark('7'), mark('"other"'), lines])
    const now = bill({ postings: [], allocations: [] })
    expect(told(now, old)).toEqual([['journal', 7, 'idem_key altered']])
  })
})

describe('lines that no longer match', () => {
  const ALTERED = ['posting', 7, 1, ALTERED_LINE]
  const ADDED = ['posting', 7, 9, 'added after it was sealed']

  test.each([
    ['one altered', [posting(0, 88), posting(1, -80)], [ALTERED]],
    ['one added', [posting(0, 88), posting(1, -88), posting(9, 5)], [ADDED]],
    ['one altered and one added', [posting(0, 88), posting(1, -80), posting(9, 5)], [ALTERED, ADDED]],
    ['one gone', [posting(1, -88)], [['posting', 7, 'one of its rows is gone']]],
    ['two gone', [], [['posting', 7, '2 of its rows are gone']]],
    ['one altered and one gone', [posting(1, -80)], [ALTERED, ['posting', 7, 'one of its rows is gone']]],
  ])('are named: %s', (_, postings, found) => {
    expect(told(bill({ postings }))).toEqual(found)
  })

  test('of lots are named by lot and part, behind the journal and its postings', () => {
    const now = bill({
      journal: { ...bill().journal, points: 1 },
      postings: [posting(0, 88), posting(1, -80)],
      allocations: [part(1, 80), part(2, 7), part(3, 1)],
    })
    expect(told(now)).toEqual([
      ['journal', 7, 'points altered'],
      ALTERED,
      ['lot_alloc', 7, 2, 1, ALTERED_LINE],
      ['lot_alloc', 7, 3, 1, 'added after it was sealed'],
    ])
    expect(told(bill({ allocations: [part(2, 8)] }))).toEqual([['lot_alloc', 7, 'one of its rows is gone']])
  })

  test('that look the same are each held to a mark of their own', () => {
    const same = bill({ postings: [posting(0, 1), posting(0, 1)] })
    const marks = marksOf(same)
    expect(told(same, marks)).toEqual([SOMETHING])
    expect(told(bill({ postings: [posting(0, 1)] }), marks)).toEqual([['posting', 7, 'one of its rows is gone']])
  })
})

describe('marks that were cut off', () => {
  const of = (count: number, amount = 1) =>
    bill({ allocations: Array.from({ length: count }, (_, lot) => part(lot, lot === 0 ? amount : 1)) })

  test('say nothing about lots, as they cannot know those behind the cut', () => {
    expect(told(of(1500, 2), marksOf(of(1500)))).toEqual([SOMETHING])
    expect(told(of(978, 2), marksOf(of(978)))).toEqual([SOMETHING])
    expect(told(of(977, 2), marksOf(of(977)))).toEqual([['lot_alloc', 7, 0, 1, ALTERED_LINE]])
  })

  test('still tell a posting', () => {
    const now = { ...of(1500), postings: [posting(0, 88), posting(1, 1)] }
    expect(told(now, marksOf(of(1500)))).toEqual([['posting', 7, 1, ALTERED_LINE]])
  })

  test('in the middle of one, or of which nothing is left, make nobody fall over', () => {
    const whole = marksOf(bill())
    expect(told(bill(), whole.subarray(0, whole.length - 1))).toEqual([
      ['lot_alloc', 7, 2, 1, 'added after it was sealed'],
    ])
    expect(told(bill({ postings: [], allocations: [] }), Buffer.alloc(0))).toEqual([SOMETHING])
    expect(told(bill({ allocations: [] }), Buffer.alloc(0))).toEqual([
      ['posting', 7, 0, 'added after it was sealed'],
      ['posting', 7, 1, 'added after it was sealed'],
    ])
  })
})
