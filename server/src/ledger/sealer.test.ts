import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openWorld, type World } from '../../../test/world.js'
import { ChainVerifier } from './chain-verify.service.js'
import { FIRST_HASH, marksOf, SEALED_COLUMNS, type SealedJournal, type SealedRow, sealItem } from './sealer.rules.js'
import { Sealer } from './sealer.service.js'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(async () => {
  expect(await world.books()).toEqual({})
  await world.close()
})

const count = async (table: string) => (await world.db.query<{ n: number }>(`SELECT COUNT(*) AS n FROM ${table}`))[0]!.n
const verify = () => world.get(ChainVerifier).verify()

test('every column of the facts is under the seal', async () => {
  for (const [table, columns] of Object.entries(SEALED_COLUMNS)) {
    const rows = await world.db.query<{ name: string }>(
      'SELECT column_name AS name FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = ? ORDER BY ordinal_position',
      [table],
    )
    expect([table, ...columns].sort()).toEqual([table, ...rows.map(row => row.name)].sort())
  }
})

test('what was posted is sealed once, in blocks that follow each other, and nothing waits afterwards', async () => {
  await Promise.all(Array.from({ length: 30 }, () => world.member({ points: 10 })))
  const posted = await count('journal')
  const before = await world.get(Sealer).state()
  expect(before).toMatchObject({ waiting: await count('seal_queue') })
  expect(before.waitingSince).toEqual(world.clock.now())
  const { journals } = await world.get(Sealer).seal()
  expect(journals).toBe(before.waiting)
  expect(await world.get(Sealer).seal()).toEqual({ blocks: 0, journals: 0 })
  const after = await world.get(Sealer).state()
  expect(after).toMatchObject({ seq: before.seq + 1, waiting: 0, waitingSince: null, sealedAt: world.clock.now() })
  expect(after.hash).not.toEqual(before.hash)
  expect(await count('seal_item')).toBe(posted)
  expect(await verify()).toMatchObject({ clean: true, found: 0, sealed: posted, unsealed: 0 })
})

test('a block holds a thousand journals at most', async () => {
  const [ana] = await world.crowd(1)
  const { seq } = await world.get(Sealer).state()
  for (let from = 0; from < 1100; from += 275)
    await Promise.all(Array.from({ length: 275 }, () => world.bill({ memberId: ana!, paidFen: 100 })))
  expect(await world.get(Sealer).seal()).toEqual({ blocks: 2, journals: 1100 })
  const blocks = await world.db.query<{ items: number }>('SELECT items FROM seal_block WHERE seq > ? ORDER BY seq', [
    seq,
  ])
  expect(blocks.map(block => block.items)).toEqual([1000, 100])
})

test('workers that seal at the same time seal everything once', async () => {
  const members = await world.crowd(8)
  for (let round = 0; round < 6; round += 1) {
    const bills = members.map(memberId => world.bill({ memberId, paidFen: 300 }))
    await Promise.all([...bills, ...Array.from({ length: 4 }, () => world.get(Sealer).seal())])
  }
  while ((await world.get(Sealer).seal()).journals > 0);
  expect(await count('seal_queue')).toBe(0)
  expect(await count('seal_item')).toBe(await count('journal'))
  expect(await verify()).toMatchObject({ clean: true })
})

test('a journal that somebody queued again by hand does not stop the sealing', async () => {
  await world.db.query('INSERT INTO seal_queue (journal_id) SELECT MIN(journal_id) FROM seal_item')
  await world.member({ points: 5 })
  await world.get(Sealer).seal()
  expect(await world.get(Sealer).state()).toMatchObject({ waiting: 0 })
  expect(await verify()).toMatchObject({ clean: true })
})

test('an anchor is noted once, for the newest block', async () => {
  const { seq, hash } = await world.get(Sealer).state()
  expect(await world.get(Sealer).anchor('mail to finance')).toEqual({ seq, hash })
  await world.get(Sealer).anchor('mail to finance')
  expect(await count('seal_anchor')).toBe(1)
  const { anchor } = await world.get(Sealer).state()
  expect(anchor).toEqual({ seq, place: 'mail to finance', anchoredAt: world.clock.now() })
})

test('the metrics say how many journals wait', async () => {
  await world.member({ points: 5 })
  const waiting = await count('seal_queue')
  const text = await (await fetch(`${world.url}/metrics`)).text()
  expect(Number(/^ledger_seal_waiting (\d+)$/m.exec(text)?.[1])).toBe(waiting)
})

const row = (columns: readonly string[], more: SealedRow = {}): SealedRow => ({
  ...Object.fromEntries(columns.map(column => [column, 1])),
  ...more,
})
const sealed = (more: Partial<SealedJournal> = {}): SealedJournal => ({
  id: 1,
  journal: row(SEALED_COLUMNS.journal, { explanation: '{}', reverses_id: null, req_hash: FIRST_HASH }),
  postings: [row(SEALED_COLUMNS.posting)],
  allocations: [row(SEALED_COLUMNS.lot_alloc)],
  ...more,
})

test('a column that comes later and is null changes no digest; one with a value does', () => {
  const plain = sealed()
  const journal = { ...plain.journal, approval_id: null }
  const without = Object.fromEntries(Object.entries(journal).filter(([name]) => name !== 'approval_id'))
  expect(sealItem(sealed({ journal: without })).digest).toEqual(sealItem(sealed({ journal })).digest)
  expect(sealItem(sealed({ journal })).digest).not.toEqual(sealItem(plain).digest)
})

test('values cannot move from one column or line into another and keep the digest', () => {
  const [one, other] = ['{"a":1}', '{"a":1},["kind",1]']
  const texts = [one, other].map(
    explanation => sealItem(sealed({ journal: { ...sealed().journal, explanation } })).digest,
  )
  expect(texts[0]).not.toEqual(texts[1])
  const line = row(SEALED_COLUMNS.posting)
  expect(sealItem(sealed({ postings: [line, line] })).digest).not.toEqual(sealItem(sealed()).digest)
})

test('the marks of a journal with very many lines end where their column does', () => {
  const allocations = Array.from({ length: 2000 }, (_, lot) => row(SEALED_COLUMNS.lot_alloc, { lot_id: lot }))
  expect(marksOf(sealed({ allocations })).length).toBe(2000)
})
