import { randomBytes } from 'node:crypto'
import process from 'node:process'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createConnection } from 'mysql2/promise'
import { FACTS, migrate, migrations } from '../commands/migrate.js'
import { Db } from '../db.js'
import { tables } from '../providers.js'

const name = `t_drift_${process.pid}_${randomBytes(3).toString('hex')}`
const url = new URL(process.env.TEST_DATABASE_URL ?? 'mysql://missing/test')
url.pathname = `/${name}`
let db: Db

beforeAll(async () => {
  await migrate(url.href)
  db = await Db.open(url.href, tables)
})

afterAll(async () => {
  await db.query(`DROP DATABASE ${name}`)
  await db.close()
})

/** The statements of a migration, as it would run them. */
async function statementsOf(migration: (typeof migrations)[number]): Promise<string[]> {
  const said: string[] = []
  const runner = { query: async (sql: string) => void said.push(sql) }
  await new migration().up(runner as never)
  return said
}

const allStatements = async () => (await Promise.all(migrations.map(statementsOf))).flat()

describe('the schema', () => {
  test('the migrations make exactly what the table classes say', async () => {
    const { upQueries } = await db.source.driver.createSchemaBuilder().log()
    expect(upQueries.map(({ query }) => query)).toEqual([])
  })

  test('every table has a class, and every class a table', async () => {
    const present = await db.query<{ name: string }>(
      'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()',
    )
    const classes = db.source.entityMetadatas.map(({ tableName }) => tableName)
    expect(present.map(row => row.name).sort()).toEqual([...classes, 'migrations'].sort())
  })

  test('every CHECK of the migrations is in force', async () => {
    const named = (await allStatements()).flatMap(sql =>
      [...sql.matchAll(/CONSTRAINT (\w+) CHECK/g)].map(found => found[1]!),
    )
    const rows = await db.query<{ name: string }>(
      'SELECT constraint_name AS name FROM information_schema.check_constraints WHERE constraint_schema = DATABASE()',
    )
    expect(named.length).toBeGreaterThan(10)
    expect(rows.map(row => row.name)).toEqual(expect.arrayContaining(named))
  })

  test.each([
    ['a balance below zero', 'UPDATE account SET available = -1 WHERE id = 101'],
    ['points beside a debt', 'UPDATE account SET available = 1, debt = 1 WHERE id = 101'],
    [
      'an entry of nothing',
      'INSERT INTO posting (journal_id, seq, account_id, currency_id, bucket, amount) VALUES (1, 1, 101, 1, 1, 0)',
    ],
    [
      'a lot that does not add up',
      "INSERT INTO lot (id, account_id, issuer_id, cohort, source, available_at, expires_at, state, granted, remaining, held, spent, expired, clawed) VALUES (1, 101, 1, 202601, 1, '2026-01-01', '2027-01-01', 1, 10, 9, 0, 0, 0, 0)",
    ],
    [
      'a refund beyond the bill',
      "INSERT INTO purchase (id, store_id, bill_no, paid_fen, refunded_fen, points, growth, channel, recorded_by, paid_at, recorded_at) VALUES (1, 1, 'B', 100, 101, 1, 1, 1, 'x', '2026-01-01', '2026-01-01')",
    ],
  ])('the database itself refuses %s', async (_, sql) => {
    await expect(db.query(sql)).rejects.toThrow(/CONSTRAINT|constraint/)
  })

  test('keys are told apart letter by letter, and text holds every character', async () => {
    const [collation] = await db.query<{ of: string }>('SELECT @@collation_database AS `of`')
    expect(collation?.of).toBe('utf8mb4_bin')
    const add = (id: number, billNo: string) =>
      db.query(
        "INSERT INTO purchase (id, store_id, bill_no, paid_fen, points, growth, channel, recorded_by, paid_at, recorded_at) VALUES (?, 1, ?, 100, 1, 1, 1, '店员😀', '2026-01-01', '2026-01-01')",
        [id, billNo],
      )
    await add(1, 'Bill-1')
    await add(2, 'bill-1')
    await expect(add(3, 'bill-1')).rejects.toMatchObject({ errno: 1062 })
    const [kept] = await db.query<{ recorded_by: string }>('SELECT recorded_by FROM purchase WHERE id = 1')
    expect(kept?.recorded_by).toBe('店员😀')
  })

  test('migrations run forward, in the order of their dates', async () => {
    const names = migrations.map(migration => new migration().name)
    expect([...names].sort((a, b) => Number(a.match(/\d+$/)) - Number(b.match(/\d+$/)))).toEqual(names)
    for (const migration of migrations) await expect(new migration().down()).rejects.toThrow(/forward/)
  })
})

describe('migrating', () => {
  const elsewhere = (suffix: string) => {
    const other = new URL(url.href)
    other.pathname = `/${name}_${suffix}`
    return other
  }
  const drop = (other: URL) => db.query(`DROP DATABASE IF EXISTS ${other.pathname.slice(1)}`)

  test('again does nothing', async () => {
    expect((await migrate(url.href)).ran).toEqual([])
  })

  test('twice at the same time runs everything once', async () => {
    const other = elsewhere('twice')
    const both = await Promise.all([migrate(other.href), migrate(other.href)])
    expect(both.map(({ ran }) => ran.length).sort()).toEqual([0, migrations.length])
    await drop(other)
  })

  test('after a first migration that was killed half-way starts over', async () => {
    const other = elsewhere('half')
    await db.query(`CREATE DATABASE ${other.pathname.slice(1)}`)
    const connection = await createConnection({ uri: other.href })
    for (const sql of (await allStatements()).slice(0, 4)) await connection.query(sql)
    await connection.end()
    expect((await migrate(other.href)).ran).toHaveLength(migrations.length)
    await drop(other)
  })

  test("never touches a database with somebody else's tables", async () => {
    const other = elsewhere('foreign')
    await db.query(`CREATE DATABASE ${other.pathname.slice(1)}`)
    await db.query(`CREATE TABLE ${other.pathname.slice(1)}.wp_posts (id INT PRIMARY KEY)`)
    await expect(migrate(other.href)).rejects.toThrow(/holds a table that is not ours \(wp_posts\)/)
    await drop(other)
  })

  test('never touches one in use whose list of migrations is gone', async () => {
    const other = elsewhere('used')
    await migrate(other.href)
    const connection = await createConnection({ uri: other.href })
    await connection.query('DROP TABLE migrations')
    await connection.query("INSERT INTO id_node (node, holder, until) VALUES (1, 'x', '2026-01-01')")
    await expect(migrate(other.href)).rejects.toThrow(/in use, but its list of migrations is gone/)
    await connection.end()
    await drop(other)
  })
})

describe('the rights of the server', () => {
  const account = `t_${randomBytes(4).toString('hex')}`
  const password = randomBytes(9).toString('hex')

  test('facts are added and read, caches are changed, nothing is defined', async () => {
    await db.query(`CREATE USER '${account}'@'%' IDENTIFIED BY '${password}'`)
    const runtime = new URL(url.href)
    runtime.username = account
    runtime.password = password
    await migrate(url.href, account)
    const connection = await createConnection({ uri: runtime.href })
    const may = (sql: string) =>
      connection.query(sql).then(
        () => true,
        (error: { code: string }) =>
          error.code === 'ER_TABLEACCESS_DENIED_ERROR' || error.code === 'ER_DBACCESS_DENIED_ERROR'
            ? false
            : error.code,
      )
    for (const fact of FACTS) {
      expect([fact, await may(`SELECT * FROM ${fact} LIMIT 1`)]).toEqual([fact, true])
      expect([fact, await may(`DELETE FROM ${fact}`)]).toEqual([fact, false])
      expect([fact, await may(`TRUNCATE TABLE ${fact}`)]).toEqual([fact, false])
    }
    expect(await may('UPDATE journal SET points = 0')).toBe(false)
    expect(await may('UPDATE lot_alloc SET amount = 0')).toBe(false)
    expect(
      await may(
        "INSERT INTO member_code_use (member_id, window_no, used_at, store_id, used_by) VALUES (1, 1, '2026-01-01', 1, 'x')",
      ),
    ).toBe(true)
    expect(await may('UPDATE account SET version = version WHERE id = 101')).toBe(true)
    expect(await may('DELETE FROM session WHERE id = 1')).toBe(true)
    for (const sql of [
      'CREATE TABLE more (id INT)',
      'ALTER TABLE journal ADD more INT',
      'DROP TABLE lot',
      'CREATE INDEX ix_more ON lot (granted)',
      'SELECT * FROM migrations',
    ])
      expect([sql, await may(sql)]).toEqual([sql, false])
    await connection.end()
    await db.query(`DROP USER '${account}'@'%'`)
  })
})
