import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { rechain, reseal } from '../../../test/forger.js'
import { spend } from '../../../test/ledger-builders.js'
import { openWorld, type TestMember, type World } from '../../../test/world.js'
import { SECOND } from '../../../test/world-basics.js'
import { ChainVerifier } from './chain-verify.service.js'
import { Sealer } from './sealer.service.js'

const TABLES = ['journal', 'posting', 'lot_alloc', 'account', 'seal_queue', 'seal_block', 'seal_item', 'seal_anchor']

let world: World
let ana: TestMember
/** Journals of ana in the order they were posted: a bill, a spend, a bill, a spend; the last one is not sealed yet. */
let journals: number[]
let account: number

beforeAll(async () => {
  world = await openWorld()
  ana = await world.member()
  account = ana.id + 1
  const bo = await world.member()
  const acts = [
    () => world.bill({ memberId: ana.id, paidFen: 8_850 }),
    () => world.lane.post(spend(30, { memberId: ana.id, occurredAt: world.clock.now() })),
    () => world.bill({ memberId: ana.id, paidFen: 2_000 }),
    () => world.bill({ memberId: bo.id, paidFen: 5_000 }),
    () => world.lane.post(spend(10, { memberId: ana.id, occurredAt: world.clock.now() })),
  ]
  for (const [at, act] of acts.entries()) {
    await act()
    world.clock.advance(SECOND)
    if (at < acts.length - 1) await world.get(Sealer).seal()
  }
  const rows = await world.db.query<{ id: number }>(
    'SELECT DISTINCT journal_id AS id FROM posting WHERE account_id = ? ORDER BY journal_id',
    [account],
  )
  journals = rows.map(row => row.id)
  for (const table of TABLES) await world.db.query(`CREATE TABLE kept_${table} AS SELECT * FROM ${table}`)
})

afterEach(async () => {
  for (const table of TABLES) {
    await world.db.query(`DELETE FROM ${table}`)
    await world.db.query(`INSERT INTO ${table} SELECT * FROM kept_${table}`)
  }
})

afterAll(async () => {
  expect(await world.books()).toEqual({})
  await world.close()
})

const alter = (sql: string, values: unknown[] = []) => world.db.query(sql, values)
const verify = () => world.get(ChainVerifier).verify()
async function first() {
  const { clean, findings } = await verify()
  const [found] = findings
  return { clean, table: found?.table, key: found?.key, what: found?.what }
}
const journal = (at: number) => journals[at]!
const onAccount = (at: number, seq = 0) => ({ journal_id: journal(at), seq, account_id: account, version: at + 1 })

test('an untouched ledger verifies, sealed or waiting', async () => {
  const all = await verify()
  expect(all).toMatchObject({ clean: true, found: 0, findings: [], blocks: 4, sealed: 4, unsealed: 1 })
  expect(all.lastBlock).toEqual({ seq: 4, hash: expect.stringMatching(/^[0-9a-f]{64}$/) })
  expect([all.accounts, all.postings]).toEqual([4, 8])
})

describe('a posting', () => {
  test.each([0, 3])('with another amount is named with both amounts, sealed or not (posting %i)', async at => {
    await alter('UPDATE posting SET amount = amount + 7 WHERE account_id = ? AND version = ?', [account, at + 1])
    const was = at === 0 ? 88 : -10
    const what = `amount is ${was + 7}, was ${was}`
    expect(await first()).toEqual({ clean: false, table: 'posting', key: onAccount(at), what })
  })

  test('with another balance is named with both balances', async () => {
    await alter('UPDATE posting SET balance_after = 1000 WHERE account_id = ? AND version = 2', [account])
    expect(await first()).toMatchObject({ key: onAccount(1), what: 'balance_after is 1000, was 58' })
    expect((await verify()).found).toBe(1)
  })

  test('in another bucket is named with both', async () => {
    await alter('UPDATE posting SET bucket = 3 WHERE account_id = ? AND version = 3', [account])
    expect(await first()).toMatchObject({ key: onAccount(2), what: 'bucket is 3, was 2' })
    expect((await verify()).found).toBe(1)
  })

  test.each([1, 2, 4])('with another hash is named, in the middle or at the end (version %i)', async version => {
    await alter("UPDATE posting SET hash = UNHEX(REPEAT('ab', 32)) WHERE account_id = ? AND version = ?", [
      account,
      version,
    ])
    expect(await first()).toMatchObject({ table: 'posting', key: onAccount(version - 1), what: 'hash altered' })
    expect((await verify()).found).toBe(1)
  })

  test('altered in amount and balance at once is named, and those after it are not', async () => {
    const both =
      'UPDATE posting SET amount = amount + 7, balance_after = balance_after + 7 WHERE account_id = ? AND version = 2'
    await alter(both, [account])
    expect(await first()).toMatchObject({ table: 'posting', key: onAccount(1) })
    expect((await verify()).found).toBe(1)
  })

  test('of the programme, which no account chains, is named by the seal', async () => {
    await alter('UPDATE posting SET amount = amount - 1 WHERE journal_id = ? AND bucket = 0 AND currency_id = 1', [
      journal(0),
    ])
    const { key, ...found } = await first()
    expect(found).toEqual({ clean: false, table: 'posting', what: 'altered since it was sealed' })
    expect(key).toMatchObject({ journal_id: journal(0) })
  })

  test('that is gone leaves a gap, in the middle, at the end, or where all are gone', async () => {
    await alter('DELETE FROM posting WHERE account_id = ? AND version = 2', [account])
    expect(await first()).toMatchObject({
      table: 'posting',
      key: { account_id: account, version: 2 },
      what: 'version 2 is gone',
    })
    await alter('DELETE FROM posting WHERE account_id = ? AND version >= 3', [account])
    expect((await verify()).findings.map(({ what }) => what)).toContain(
      'versions 2 to 4 are gone from the end of its chain',
    )
    await alter('DELETE FROM posting WHERE account_id = ?', [account])
    expect((await verify()).findings.map(({ what }) => what)).toContain('all of its 4 postings are gone')
  })

  test('that was added to a sealed journal is named', async () => {
    await alter(
      'INSERT INTO posting (journal_id, seq, account_id, currency_id, bucket, amount) VALUES (?, 9, 105, 1, 0, 5)',
      [journal(1)],
    )
    const added = { table: 'posting', key: { journal_id: journal(1), seq: 9 }, what: 'added after it was sealed' }
    expect(await first()).toMatchObject(added)
  })

  test('whose chain was calculated anew up to the account is still named, by the seal', async () => {
    await alter(
      'UPDATE posting SET amount = amount + 500, balance_after = balance_after + 500 WHERE account_id = ? AND version = 1',
      [account],
    )
    await alter('UPDATE posting SET balance_after = balance_after + 500 WHERE account_id = ? AND version > 1', [
      account,
    ])
    await rechain(world, account)
    const sealed = { table: 'posting', key: { journal_id: journal(0), seq: 0 }, what: 'altered since it was sealed' }
    expect(await first()).toMatchObject(sealed)
  })
})

describe('a journal', () => {
  test.each([
    ['explanation', `'{"kind":"GIFT"}'`],
    ['posted_at', `posted_at - INTERVAL 1 SECOND`],
    ['points', 'points + 1'],
    ['operator_id', '7'],
  ])('with another %s is named with that column', async (column, value) => {
    await alter(`UPDATE journal SET ${column} = ${value} WHERE id = ?`, [journal(1)])
    expect(await first()).toEqual({
      clean: false,
      table: 'journal',
      key: { id: journal(1) },
      what: `${column} altered`,
    })
  })

  test('that is gone is named', async () => {
    await alter('DELETE FROM journal WHERE id = ?', [journal(2)])
    expect(await first()).toEqual({ clean: false, table: 'journal', key: { id: journal(2) }, what: 'the row is gone' })
  })

  test('that was added by hand is named', async () => {
    const columns =
      'req_hash, kind, outcome, brand_id, biz_type, biz_id, points, growth, explanation, occurred_at, posted_at'
    await alter(
      `INSERT INTO journal (id, idem_key, ${columns}) SELECT id + 1, 'by hand', ${columns} FROM journal WHERE id = ?`,
      [journal(1)],
    )
    expect(await first()).toMatchObject({
      table: 'journal',
      key: { id: journal(1) + 1 },
      what: expect.stringMatching(/^neither sealed nor waiting/),
    })
  })
})

describe('a line of a lot', () => {
  test('with another amount is named', async () => {
    await alter('UPDATE lot_alloc SET amount = amount + 1 WHERE journal_id = ? AND part = 3', [journal(1)])
    const { key, ...found } = await first()
    expect(found).toMatchObject({ table: 'lot_alloc', what: 'altered since it was sealed' })
    expect(key).toMatchObject({ journal_id: journal(1), part: 3 })
  })

  test('that is gone is named', async () => {
    await alter('DELETE FROM lot_alloc WHERE journal_id = ? AND part = 1', [journal(0)])
    expect(await first()).toMatchObject({
      table: 'lot_alloc',
      key: { journal_id: journal(0) },
      what: 'one of its rows is gone',
    })
  })
})

describe('a block', () => {
  test('that changed places with another is named', async () => {
    await alter(
      'UPDATE seal_block a JOIN seal_block b ON b.seq = 5 - a.seq SET a.hash = b.hash, a.prev_hash = b.prev_hash WHERE a.seq IN (2, 3)',
    )
    expect(await first()).toMatchObject({
      table: 'seal_block',
      key: { seq: 2 },
      what: 'prev_hash is not the hash of block 1',
    })
  })

  test.each([
    ['sealed_at = sealed_at - INTERVAL 1 SECOND', 'hash, sealed_at or what it holds altered'],
    ['items = items + 1', 'it holds 1 journals and says 2'],
  ])('with another %s is named', async (change, what) => {
    await alter(`UPDATE seal_block SET ${change} WHERE seq = 2`)
    expect(await first()).toMatchObject({ table: 'seal_block', key: { seq: 2 }, what })
  })

  test('that is gone is named', async () => {
    await alter('DELETE FROM seal_block WHERE seq = 2')
    expect(await first()).toMatchObject({ table: 'seal_block', key: { seq: 2 }, what: 'the row is gone' })
    await alter('DELETE FROM seal_block WHERE seq = 3')
    expect(await first()).toMatchObject({ table: 'seal_block', key: { seq: 2 }, what: 'the blocks 2 to 3 are gone' })
  })

  test('does not take the blame for a digest of its own that was altered', async () => {
    await alter("UPDATE seal_item SET digest = UNHEX(REPEAT('00', 32)) WHERE journal_id = ?", [journal(1)])
    expect(await first()).toMatchObject({
      table: 'seal_item',
      key: { journal_id: journal(1) },
      what: 'digest or marks altered',
    })
  })

  test('misses a journal that was taken out of it', async () => {
    await alter('DELETE FROM seal_item WHERE journal_id = ?', [journal(1)])
    const { findings } = await verify()
    expect(findings.map(({ table, what }) => `${table} ${what}`)).toEqual(
      expect.arrayContaining([
        'seal_block it holds 0 journals and says 1',
        expect.stringMatching(/^journal neither sealed/),
      ]),
    )
  })
})

test('an account that does not know its last posting is named', async () => {
  await alter('UPDATE account SET version = version - 1 WHERE id = ?', [account])
  expect(await first()).toMatchObject({ table: 'account', key: { id: account } })
})

test('of many alterations the first in time is told first, and not one of the untouched rows', async () => {
  await alter("UPDATE journal SET explanation = '{}' WHERE id = ?", [journal(2)])
  await alter('UPDATE posting SET amount = amount - 1 WHERE account_id = ? AND version = 4', [account])
  await alter('UPDATE lot_alloc SET amount = amount + 1 WHERE journal_id = ? AND part = 3', [journal(1)])
  const { findings } = await verify()
  expect(findings.map(({ journalId }) => journalId)).toEqual([journal(1), journal(2), journal(3)])
})

test('history rewritten with every later hash passes, until it is held against the hash that was kept elsewhere', async () => {
  const { seq, hash } = await world.get(Sealer).state()
  await alter("UPDATE journal SET explanation = '{}' WHERE id = ?", [journal(0)])
  await reseal(world)
  expect(await verify()).toMatchObject({ clean: true })
  const anchors = [{ seq, hash: hash.toString('hex') }]
  const { clean, findings } = await world.get(ChainVerifier).verify({ anchors })
  expect([clean, findings[0]]).toMatchObject([false, { table: 'seal_block', key: { seq } }])
  const beyond = await world.get(ChainVerifier).verify({ anchors: [{ seq: 99, hash: anchors[0]!.hash }] })
  expect(beyond.findings[0]).toMatchObject({ key: { seq: 99 }, what: 'the anchored block is gone' })
})
