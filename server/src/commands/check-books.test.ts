import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { lastLine, startCommand } from '../../../test/command-process.js'
import { openWorld, type World } from '../../../test/world.js'
import { INVARIANTS } from '../ledger/invariants.rules.js'

let world: World
beforeAll(async () => {
  world = await openWorld({ liveClock: true })
})
afterAll(() => world.close())

const checkBooks = () => startCommand('check-books', [], { databaseUrl: world.databaseUrl }).ended

test('clean books are told line by line, with exit code 0', async () => {
  const ana = await world.member({ points: 88 })
  expect(ana.id).toBeGreaterThan(0)
  const ended = await checkBooks()
  expect([ended.code, ended.stderr]).toEqual([0, ''])
  expect(lastLine(ended)).toMatchObject({ clean: true, checked: INVARIANTS.length, broken: {} })
  const lines = ended.stdout.trimEnd().split('\n')
  expect(lines).toHaveLength(INVARIANTS.length + 1)
  expect(lines[0]).toMatch(/^holds {3}I1 {3}/)
})

test('a balance somebody altered is told with its row, with exit code 1', async () => {
  const ben = await world.member({ points: 50 })
  await world.db.query('UPDATE account SET available = available + 1 WHERE id = ?', [ben.id + 1])
  const ended = await checkBooks()
  expect(ended.code).toBe(1)
  expect(lastLine(ended)).toMatchObject({ clean: false, broken: { I2: 1, I3: 1 } })
  expect(ended.stdout).toMatch(/^BROKEN {2}I2 {3}.*\n {10}\{"id":\d+\}$/m)
  expect(ended.stdout).toContain(`{"id":${ben.id + 1}}`)
  await world.db.query('UPDATE account SET available = available - 1 WHERE id = ?', [ben.id + 1])
})

test('a database that is away is one sentence', async () => {
  const url = new URL(world.databaseUrl)
  url.port = '9'
  const ended = await startCommand('check-books', [], { databaseUrl: url.href }).ended
  expect([ended.code, ended.stdout]).toEqual([1, ''])
  expect(ended.stderr).toMatch(/^The database at \S+ cannot be used: .*ECONNREFUSED.*\.\n$/)
})
