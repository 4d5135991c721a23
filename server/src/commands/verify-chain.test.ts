import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { lastLine, startCommand } from '../../../test/command-process.js'
import { openWorld, type World } from '../../../test/world.js'
import { Sealer } from '../ledger/sealer.service.js'

let world: World
beforeAll(async () => {
  world = await openWorld({ liveClock: true })
  await world.member({ points: 88 })
  await world.get(Sealer).seal()
})
afterAll(() => world.close())

const verify = (...args: string[]) => startCommand('verify-chain', args, { databaseUrl: world.databaseUrl }).ended

test('an untouched ledger is told in figures, with exit code 0 and one line of JSON at the end', async () => {
  const ended = await verify()
  expect([ended.code, ended.stderr]).toEqual([0, ''])
  const counts = { clean: true, found: 0, accounts: 2, postings: 2, blocks: 1, sealed: 1, unsealed: 0, first: null }
  expect(lastLine(ended)).toMatchObject({ ...counts, lastBlock: { seq: 1 } })
  expect(ended.stdout).toMatch(/^chains {4}2 accounts with 2 postings\nblocks {4}1 with 1 journals/)
  const json = await verify('--json')
  expect(json.stdout.trimEnd().split('\n')).toHaveLength(1)
})

test('the first altered row is named, with exit code 1', async () => {
  const ben = await world.member({ points: 50 })
  await world.get(Sealer).seal()
  await world.db.query('UPDATE posting SET amount = 60 WHERE account_id = ? AND version = 1', [ben.id + 1])
  const ended = await verify()
  expect(ended.code).toBe(1)
  const key = { account_id: ben.id + 1, version: 1 }
  expect(lastLine(ended)).toMatchObject({
    clean: false,
    found: 1,
    first: { table: 'posting', key, what: 'amount is 60, was 50' },
  })
  expect(ended.stdout).toMatch(
    /^ALTERED {3}first: posting \(journal_id \d+, seq 0, account_id \d+, version 1\): amount is 60, was 50$/m,
  )
  await world.db.query('UPDATE posting SET amount = 50 WHERE account_id = ? AND version = 1', [ben.id + 1])
})

test('the hash that was written down elsewhere is noted, and held against the block later', async () => {
  const anchored = await verify('--anchor', 'mail to finance')
  const [, kept] = /keep (\d+:[0-9a-f]{64})$/m.exec(anchored.stdout) ?? []
  expect(lastLine(anchored)).toMatchObject({ clean: true, anchored: 2 })
  expect((await verify('--against', kept!)).code).toBe(0)
  const other = await verify(
    '--against',
    kept!.replace(/.$/, end => (end === '0' ? '1' : '0')),
  )
  expect([other.code, lastLine<{ first: object }>(other).first]).toMatchObject([
    1,
    { table: 'seal_block', key: { seq: 2 } },
  ])
})

test.each([
  [['--against', '2'], "2 is not an anchor: give the block's number, a colon and its hash.\n"],
  [['--anchor', 'x'], 'Say in 2 to 200 characters where the hash is kept: --anchor "mail to finance".\n'],
])('%j is one sentence', async (args, sentence) => {
  const ended = await verify(...args)
  expect([ended.code, ended.stdout, ended.stderr]).toEqual([1, '', sentence])
})
