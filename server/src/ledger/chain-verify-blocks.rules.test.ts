import { describe, expect, test } from '@jest/globals'
import { BlockReplay, type BlockRow, type Finding, Findings } from './chain-verify.rules.js'
import { ALTERED_LINE, blockHash, FIRST_HASH, type SealedJournal, type SealItem, sealItem } from './sealer.rules.js'

const NOON = new Date('2026-11-23T04:00:00.000Z')

/** A bill of 88 points. */
const bill = (id: number, points = 88): SealedJournal => ({
  id,
  journal: { id, kind: 1, points },
  postings: [{ journal_id: id, seq: 0, account_id: 16_001, amount: points }],
  allocations: [{ journal_id: id, lot_id: 5, part: 1, amount: points }],
})

interface Sealed {
  block: BlockRow
  items: SealItem[]
  journals: SealedJournal[]
}

/** Blocks as the sealer makes them, of the bills with these ids. */
function sealed(...blocks: number[][]): Sealed[] {
  let previous: Buffer = FIRST_HASH
  return blocks.map((ids, at) => {
    const journals = ids.map(id => bill(id))
    const items = journals.map(sealItem)
    const prev_hash = previous
    const hash = blockHash(previous, { seq: at + 1, sealedAt: NOON }, items)
    previous = hash
    return { block: { seq: at + 1, items: ids.length, prev_hash, hash, sealed_at: NOON }, items, journals }
  })
}

function replayed(blocks: Sealed[]): Finding[] {
  const findings: Finding[] = []
  const replay = new BlockReplay(finding => findings.push(finding))
  for (const { block, items, journals } of blocks) replay.take(block, items, journals)
  return findings
}

const FORGED = Buffer.alloc(32, 0xab)
const three = () => sealed([10, 11], [20, 21], [30])
/** The blocks with something about the second one altered. */
const second = (change: (one: Sealed) => Partial<Sealed>): Sealed[] =>
  three().map((one, at) => (at === 1 ? { ...one, ...change(one) } : one))
const ofBlock = (seq: number, what: string, journalId = 20): Finding => ({
  ...{ table: 'seal_block', key: { seq }, what, journalId },
})
const BROKEN = 'hash, sealed_at or what it holds altered'

describe('blocks', () => {
  test('that nobody touched say nothing, and are counted', () => {
    const findings: Finding[] = []
    const replay = new BlockReplay(finding => findings.push(finding))
    for (const { block, items, journals } of three()) replay.take(block, items, journals)
    expect([findings, replay.blocks, replay.sealed]).toEqual([[], 3, 5])
  })

  test.each([
    ['the first', [1, 2], [ofBlock(1, 'the row is gone')]],
    ['one in the middle', [0, 2], [ofBlock(2, 'the row is gone', 30)]],
    ['the first two', [2], [ofBlock(1, 'the blocks 1 to 2 are gone', 30)]],
  ])('of which %s is gone', (_, left, findings) => {
    const blocks = three()
    expect(replayed(left.map(at => blocks[at]!))).toEqual(findings)
  })

  test('do not link when one is not made over the one before', () => {
    const [other] = sealed([12])
    const blocks = three()
    expect(replayed([other!, blocks[1]!, blocks[2]!])).toEqual([ofBlock(2, 'prev_hash is not the hash of block 1')])
  })

  test('with another hash are told, and so is the link of the next', () => {
    expect(replayed(second(({ block }) => ({ block: { ...block, hash: FORGED } })))).toEqual([
      ofBlock(2, BROKEN),
      ofBlock(3, 'prev_hash is not the hash of block 2', 30),
    ])
  })

  test('with another time are told', () => {
    const late = new Date(NOON.getTime() + 1)
    expect(replayed(second(({ block }) => ({ block: { ...block, sealed_at: late } })))).toEqual([ofBlock(2, BROKEN)])
  })

  test.each([1, 3])('that hold 2 journals and say %i are told', items => {
    expect(replayed(second(({ block }) => ({ block: { ...block, items } })))).toEqual([
      ofBlock(2, `it holds 2 journals and says ${items}`),
    ])
  })

  test('that hold nothing any more are told, of no journal in particular', () => {
    expect(replayed(second(() => ({ items: [], journals: [] })))).toEqual([
      ofBlock(2, 'it holds 0 journals and says 2', 0),
      ofBlock(2, BROKEN, 0),
    ])
  })
})

describe('a journal', () => {
  const cheaper = ({ journals }: Sealed) => ({ journals: [journals[0]!, bill(21, 80)] })

  test('altered after it was sealed is named with its columns and lines', () => {
    expect(replayed(second(cheaper))).toEqual([
      { table: 'journal', key: { id: 21 }, what: 'points altered', journalId: 21 },
      { table: 'posting', key: { journal_id: 21, seq: 0 }, what: ALTERED_LINE, journalId: 21 },
      { table: 'lot_alloc', key: { journal_id: 21, lot_id: 5, part: 1 }, what: ALTERED_LINE, journalId: 21 },
    ])
  })

  test('altered in a block that was altered too: both are told', () => {
    const found = replayed(second(one => ({ ...cheaper(one), block: { ...one.block, sealed_at: new Date(0) } })))
    expect(found.map(({ table, what, journalId }) => [table, what, journalId])).toEqual([
      ['seal_block', BROKEN, 20],
      ['journal', 'points altered', 21],
      ['posting', ALTERED_LINE, 21],
      ['lot_alloc', ALTERED_LINE, 21],
    ])
  })

  const forged = (change: Partial<SealItem>) =>
    second(({ items: [first, other] }) => ({ items: [first!, { ...other!, ...change }] }))

  test('does not take the blame for a digest that was altered, alone or with its marks', () => {
    const digest = [{ table: 'seal_item', key: { journal_id: 21 }, what: 'digest or marks altered', journalId: 21 }]
    expect(replayed(forged({ digest: FORGED }))).toEqual(digest)
    expect(replayed(forged({ digest: FORGED, marks: FORGED }))).toEqual(digest)
  })

  test('whose marks alone were altered leaves the blame with the block', () => {
    expect(replayed(forged({ marks: FORGED }))).toEqual([ofBlock(2, BROKEN)])
  })
})

describe('what is told of many findings', () => {
  const finding = (journalId: number, more: Partial<Finding> = {}): Finding => ({
    ...{ table: 'journal', key: { id: journalId }, what: `of ${journalId}`, journalId },
    ...more,
  })
  const told = (limit: number, found: Finding[]) => {
    const findings = new Findings(limit)
    for (const one of found) findings.add(one)
    return [findings.count, findings.sorted().map(({ journalId }) => journalId)]
  }

  test('are the first by journal, however many there are and however they come', () => {
    expect(
      told(
        2,
        [5, 3].map(id => finding(id)),
      ),
    ).toEqual([2, [3, 5]])
    expect(
      told(
        2,
        [9, 8, 7, 6, 5, 4, 3].map(id => finding(id)),
      ),
    ).toEqual([7, [3, 4]])
    expect(
      told(
        2,
        [1, 2, 3, 4, 5, 6, 7].map(id => finding(id)),
      ),
    ).toEqual([7, [1, 2]])
    expect(new Findings().sorted()).toEqual([])
    const many = Array.from({ length: 101 }, (_, at) => finding(at))
    const usual = new Findings()
    for (const one of many) usual.add(one)
    expect(usual.sorted()).toHaveLength(100)
  })

  test('are told once each, as long as they are remembered: twice as many as are told', () => {
    expect(
      told(
        2,
        [1, 2, 3, 3, 2].map(id => finding(id)),
      ),
    ).toEqual([3, [1, 2]])
    expect(
      told(
        2,
        [1, 2, 3, 4, 4].map(id => finding(id)),
      ),
    ).toEqual([5, [1, 2]])
  })

  test('of one posting join: the account’s chain knows what it was, the seal only that it changed', () => {
    const key = { journal_id: 7, seq: 2 }
    const seal = finding(7, { table: 'posting', key, what: ALTERED_LINE })
    const chain = finding(7, {
      table: 'posting',
      key: { ...key, account_id: 16_001, version: 4 },
      what: 'amount is 9, was 8',
    })
    for (const order of [
      [seal, chain],
      [chain, seal],
    ]) {
      const findings = new Findings()
      for (const one of order) findings.add({ ...one })
      expect([findings.count, findings.sorted()]).toEqual([1, [chain]])
    }
  })

  test('of different rows, or of the gaps of an account, stay apart', () => {
    const posting = (key: Record<string, number>) => finding(7, { table: 'posting', key })
    const rows = [
      posting({ journal_id: 7, seq: 0 }),
      posting({ journal_id: 7, seq: 1 }),
      posting({ journal_id: 8, seq: 0 }),
      posting({ account_id: 16_001, version: 2 }),
      posting({ account_id: 16_001, version: 3 }),
      finding(7, { table: 'lot_alloc', key: { journal_id: 7, seq: 0 } }),
      finding(7, { table: 'lot_alloc', key: { journal_id: 7, seq: 1 } }),
    ]
    expect(told(100, rows)[0]).toBe(7)
  })
})
