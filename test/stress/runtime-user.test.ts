import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createConnection } from 'mysql2/promise'
import { FACTS } from '../../server/src/commands/migrate.js'
import { openWorld, type World } from '../world.js'
import { walk } from './journey.js'

// Goal: the server does everything it does with the few rights the migration gives it, and no more is possible with them.
const name = `rt_${randomBytes(5).toString('hex')}`
const password = randomBytes(12).toString('hex')
let world: World
beforeAll(async () => {
  await asAdmin(`CREATE USER '${name}'@'%' IDENTIFIED BY '${password}'`)
  world = await openWorld({ runtimeUser: { name, password } })
})
afterAll(async () => {
  expect(await world.books()).toEqual({})
  await world.close()
  await asAdmin(`DROP USER '${name}'@'%'`)
})

async function asAdmin(sql: string): Promise<void> {
  const url = new URL(process.env.TEST_DATABASE_URL ?? '')
  url.pathname = '/'
  const connection = await createConnection({ uri: url.href })
  await connection.query(sql)
  await connection.end()
}

const refusedAs = (sql: string) =>
  world.db.query(sql).then(
    () => 'allowed',
    (error: { code?: string }) => error.code,
  )
const DENIED = 'ER_TABLEACCESS_DENIED_ERROR'

describe('the user of the runtime', () => {
  test('is who the server signs in as', async () => {
    const [row] = await world.db.query<{ who: string }>('SELECT CURRENT_USER() AS who')
    expect(row?.who).toBe(`${name}@%`)
  })

  test('can do a whole journey, from the first sign-in to expired points', async () => {
    await walk(world)
    expect(await world.books()).toEqual({})
  })

  test.each([...FACTS])('adds to %s and reads it, and changes nothing in it', async table => {
    const [column] = await world.db.query<{ name: string }>(
      'SELECT column_name AS name FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = ? LIMIT 1',
      [table],
    )
    expect(await refusedAs(`SELECT 1 FROM ${table} LIMIT 1`)).toBe('allowed')
    expect(await refusedAs(`UPDATE ${table} SET ${column!.name} = ${column!.name}`)).toBe(DENIED)
    expect(await refusedAs(`DELETE FROM ${table}`)).toBe(DENIED)
  })

  test('journal, posting and lot_alloc are among the facts', () => {
    expect([...FACTS]).toEqual(expect.arrayContaining(['journal', 'posting', 'lot_alloc']))
  })

  test.each([
    'TRUNCATE TABLE posting',
    'DROP TABLE posting',
    'ALTER TABLE posting ADD COLUMN extra INT',
    'CREATE TABLE extra (id INT)',
    'UPDATE migrations SET name = name',
    'DROP DATABASE mysql',
  ])('may not %s', async sql => {
    expect(await refusedAs(sql)).toMatch(/^ER_(TABLEACCESS|DBACCESS)_DENIED_ERROR$/)
  })

  test('reads no other database', async () => {
    expect(await refusedAs('SELECT * FROM mysql.user')).toBe(DENIED)
  })
})
