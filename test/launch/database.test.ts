import fs from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import mysql, { type RowDataPacket } from 'mysql2/promise'
import { databaseAnswers, type PrivateDatabase, startDatabase } from '../../server/launch/database.mjs'
import { isRecent } from '../../server/launch/database-install.mjs'
import { identityOf } from '../../server/launch/process-identity.mjs'
import { killHard, launcher, sleeper, temporaryFolders, until } from './launchers.js'

const folders = temporaryFolders()
const small = { redoMb: 16 }
let home: string
let database: PrivateDatabase

beforeAll(async () => {
  home = folders.make('database')
  // What a creation that was cut short leaves behind.
  fs.mkdirSync(path.join(home, 'data.new-1/mysql'), { recursive: true })
  database = await startDatabase({ home, ...small })
})

afterAll(async () => {
  await database.stop()
  folders.removeAll()
})

async function ask(url: string, sql: string): Promise<RowDataPacket[]> {
  const connection = await mysql.createConnection(url)
  try {
    const [rows] = await connection.query<RowDataPacket[]>(sql)
    return rows
  } finally {
    await connection.end()
  }
}

test('what an interrupted creation left behind is cleared away', () => {
  expect(fs.readdirSync(home).filter(name => name.startsWith('data'))).toEqual(['data', 'database.log'])
})

test('it is as durable as in production, and speaks utf8mb4 and UTC', async () => {
  const [settings] = await ask(
    database.adminUrl,
    `SELECT @@innodb_flush_log_at_trx_commit AS flush, @@innodb_doublewrite AS doublewrite, @@tx_isolation AS isolation,
            @@character_set_server AS charset, @@time_zone AS zone`,
  )
  expect(settings).toEqual({
    flush: 1,
    doublewrite: 1,
    isolation: 'READ-COMMITTED',
    charset: 'utf8mb4',
    zone: '+00:00',
  })
})

test('a commit survives kill -9, and the database comes back at the same address', async () => {
  await ask(database.adminUrl, 'CREATE TABLE kept (id INT PRIMARY KEY)')
  await ask(database.adminUrl, 'INSERT INTO kept VALUES (1), (2)')
  const before = database.pid
  await database.kill9()
  expect(await databaseAnswers(home)).toBe(false)
  await expect(ask(database.adminUrl, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  await database.restart()
  expect(database.pid).not.toBe(before)
  expect(await ask(database.adminUrl, 'SELECT id FROM kept')).toEqual([{ id: 1 }, { id: 2 }])
})

test('the runtime user may do nothing that no migration granted, and nobody enters without a password', async () => {
  await expect(ask(database.url, 'SELECT 1')).rejects.toMatchObject({ code: 'ER_DBACCESS_DENIED_ERROR' })
  for (const user of ['root', '']) {
    const url = `mysql://${user}@127.0.0.1:${new URL(database.url).port}`
    await expect(ask(url, 'SELECT 1')).rejects.toMatchObject({ code: 'ER_ACCESS_DENIED_ERROR' })
  }
})

test('a database left running by a killed launcher is ended before a new one starts in its folder', async () => {
  const left = folders.make('left')
  const module = path.resolve(import.meta.dirname, '../../server/launch/database.mjs')
  const script = path.join(left, 'leave.mjs')
  fs.writeFileSync(
    script,
    `import(${JSON.stringify(module)}).then(m => m.startDatabase(${JSON.stringify({ home: left, ...small })}))`,
  )
  const victim = launcher(script, [], {})
  await until(() => databaseAnswers(left), 30_000)
  await killHard(victim.child)
  const orphan = Number(fs.readFileSync(path.join(left, 'mariadbd.pid'), 'utf8'))
  expect(identityOf(orphan)).toBeDefined()
  const next = await startDatabase({ home: left, ...small })
  expect(identityOf(orphan)).toBeUndefined()
  expect(await ask(next.adminUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  await next.stop()
})

test('a folder too deep for a socket gets one elsewhere, and a database can do without a port', async () => {
  const deep = path.join(folders.make('deep'), 'a-long-name'.repeat(12))
  const quiet = await startDatabase({ home: deep, socketOnly: true, ...small })
  expect(Buffer.byteLength(quiet.socket)).toBeLessThanOrEqual(107)
  expect(await ask(quiet.adminUrl, 'SELECT @@skip_networking AS quiet')).toEqual([{ quiet: 1 }])
  await quiet.stop()
})

test('the port is another one when somebody took it while the database was down', async () => {
  const other = folders.make('port')
  fs.writeFileSync(path.join(other, 'port'), new URL(database.url).port)
  const neighbour = await startDatabase({ home: other, ...small })
  expect(new URL(neighbour.url).port).not.toBe(new URL(database.url).port)
  expect(await ask(neighbour.adminUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  await neighbour.stop()
})

test('a pid file that names a process of somebody else harms nobody', async () => {
  const folder = folders.make('pid')
  const stranger = await sleeper()
  fs.writeFileSync(path.join(folder, 'mariadbd.pid'), String(stranger.pid))
  const third = await startDatabase({ home: folder, ...small })
  expect(identityOf(stranger.pid ?? 0)).toBeDefined()
  await third.stop()
  await killHard(stranger)
})

test.each([
  ['mariadb', '10.6.0', true],
  ['mariadb', '10.5.28', false],
  ['mariadb', '11.4.2', true],
  ['mysql', '8.0.36', true],
  ['mysql', '5.7.44', false],
])('%s %s is new enough: %s', (flavor, version, enough) => {
  expect(isRecent(flavor, version)).toBe(enough)
})
