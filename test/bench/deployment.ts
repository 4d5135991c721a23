/**
 * A deployment of the bench's own: a database that is dropped afterwards, and the server's parts on it, made exactly as
 * the server process makes them. Its log goes to a file, as that of a server behind a pipe would.
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Type } from '@nestjs/common'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { createConnection } from 'mysql2/promise'
import { createApp } from '../../server/src/app.js'
import { migrate } from '../../server/src/commands/migrate.js'
import { readConfig } from '../../server/src/config.js'
import type { Db } from '../../server/src/db.js'
import { Invariants } from '../../server/src/ledger/invariants.service.js'
import { makeLog, type OpenParts, openParts } from '../../server/src/process.js'
import { type StoreDraft, Stores } from '../../server/src/stores/stores.service.js'

const PREFIX = 'huitou_bench_'
const NOBODY = 'http://127.0.0.1:9'

interface Made {
  parts: OpenParts
  app: NestFastifyApplication
  storeId: number
  environment: NodeJS.ProcessEnv
  folder: string
}

export class Deployment {
  readonly parts: OpenParts
  readonly app: NestFastifyApplication
  /** The one store of the bench. */
  readonly storeId: number
  /** What a server process on the same database is started with. */
  readonly environment: NodeJS.ProcessEnv
  /** For logs; it goes with the database. */
  readonly folder: string

  private constructor(
    made: Made,
    private readonly drop: () => Promise<void>,
  ) {
    this.parts = made.parts
    this.app = made.app
    this.storeId = made.storeId
    this.environment = made.environment
    this.folder = made.folder
  }

  /** `more` is added to the environment, such as the address of a simulator. */
  static async open(more: NodeJS.ProcessEnv = {}): Promise<Deployment> {
    const adminUrl = databaseServer()
    await dropLeftovers(adminUrl)
    const database = new URL(adminUrl)
    const name = `${PREFIX}${process.pid}_${randomBytes(3).toString('hex')}`
    database.pathname = `/${name}`
    const release = await hold(adminUrl, name)
    const folder = mkdtempSync(path.join(tmpdir(), 'huitou-bench-'))
    const drop = async () => {
      await release()
      rmSync(folder, { recursive: true, force: true })
    }
    try {
      await migrate(database.href)
      const environment = { ...environmentOf(database.href), ...more }
      const config = readConfig(environment)
      const log = makeLog(config.logLevel, openSync(path.join(folder, 'log'), 'w'))
      const parts = await openParts(config, { log })
      const app = await createApp(parts)
      const storeId = await parts.db.transaction(tx => app.get(Stores).create(tx, STORE))
      return new Deployment({ parts, app, storeId, environment, folder }, drop)
    } catch (error) {
      await drop()
      throw error
    }
  }

  get db(): Db {
    return this.parts.db
  }

  readonly get = <T>(service: Type<T>): T => this.app.get(service)

  /** Throws when an invariant of the ledger is broken: a figure of wrong books is worth nothing. */
  async assertBooksBalance(): Promise<{ seconds: number }> {
    const { checks, milliseconds } = await this.get(Invariants).check()
    const broken = checks.filter(check => check.broken > 0)
    if (broken.length > 0) {
      throw new Error(`The books do not balance: ${broken.map(b => `${b.name} ${b.sample[0]}`).join('; ')}.`)
    }
    return { seconds: milliseconds / 1000 }
  }

  async close(): Promise<void> {
    try {
      await this.app.close()
      await this.parts.close()
    } finally {
      await this.drop()
    }
  }
}

const STORE: StoreDraft = {
  code: 'BENCH',
  name: '测试店',
  address: '建国路 1 号',
  phone: '010-0000',
  timeZone: 'Asia/Shanghai',
  dayCutOff: '04:00',
  openHours: '10:00-22:00',
}

function environmentOf(databaseUrl: string): NodeJS.ProcessEnv {
  const names = ['SESSION', 'CODE', 'PHONE', 'PHONE_LOOKUP', 'TOTP', 'TOKEN']
  const keys = names.map(name => [`HUITOU_${name}_KEY`, randomBytes(32).toString('base64')])
  return {
    ...Object.fromEntries(keys),
    DATABASE_URL: databaseUrl,
    WECHAT_API_URL: NOBODY,
    WECHAT_APP_ID: 'wx0000000000000000',
    WECHAT_APP_SECRET: 'unused',
    HUITOU_RATE_LIMITS: 'on',
    HUITOU_DEMO: '0',
    LOG_LEVEL: 'info',
  }
}

function databaseServer(): string {
  const url = process.env.TEST_DATABASE_URL ?? process.env.DATABASE_ADMIN_URL
  if (!url) throw new Error('TEST_DATABASE_URL is not set: run the bench with `npm run bench`.')
  return url
}

/**
 * Holds a named lock for as long as this bench lives, so that another one can tell a database in use from one that a
 * killed bench has left. Answers how to drop the database and let go.
 */
async function hold(adminUrl: string, name: string): Promise<() => Promise<void>> {
  const connection = await createConnection({ uri: adminUrl, enableKeepAlive: true })
  await connection.query('SET SESSION wait_timeout = 86400')
  await connection.query('SELECT GET_LOCK(?, 0)', [name])
  return async () => {
    await connection.query(`DROP DATABASE IF EXISTS \`${name}\``)
    await connection.end()
  }
}

async function dropLeftovers(adminUrl: string): Promise<void> {
  const connection = await createConnection({ uri: adminUrl })
  try {
    const [rows] = await connection.query(
      'SELECT schema_name AS name FROM information_schema.schemata WHERE schema_name LIKE ?',
      [`${PREFIX.replaceAll('_', '\\_')}%`],
    )
    for (const { name } of rows as { name: string }[]) {
      const [[lock]] = (await connection.query('SELECT IS_FREE_LOCK(?) AS free', [name])) as unknown as [
        { free: number }[],
      ]
      if (lock?.free === 1) await connection.query(`DROP DATABASE IF EXISTS \`${name}\``)
    }
  } finally {
    await connection.end()
  }
}
