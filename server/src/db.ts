import type { PoolConnection as CorePoolConnection } from 'mysql2'
import { createPool, type Pool } from 'mysql2/promise'
import { DataSource, type EntityManager, type EntityTarget, type QueryRunner } from 'typeorm'
import { Refusal } from './refusal.js'

declare const transaction: unique symbol
/** An entity manager inside a transaction. Only `Db.transaction` makes one, so a write outside of one does not compile. */
export type Tx = EntityManager & { readonly [transaction]: true }

export type Sql = string | number | boolean | Date | Buffer | null

const RERUNS = 5
// Deadlock, lock wait time-out, and MariaDB's "record has changed since last read": the whole closure may run again.
const RETRYABLE = new Set([1213, 1205, 1020])
const DUPLICATE = 1062
const LOCK_TIMEOUT = 1205

/** Settings every session needs: UTC, strict, READ COMMITTED, short lock waits. */
const SESSION =
  "SET SESSION time_zone='+00:00', sql_mode='STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO', innodb_lock_wait_timeout=5; SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED"

// A batch of many must not wait long for a member whom somebody else holds: see the lane.
const LANE_SESSION = `${SESSION}; SET SESSION innodb_lock_wait_timeout=1`

/** One connection for whole packets of statements. Promises and stack traces of the driver's own would cost a tenth of a batch. */
export class Line {
  constructor(private readonly connection: CorePoolConnection) {}

  /** Sends statements as one packet; answers one result each, or the only one. No answer within `ms` is an error. */
  send(sql: string, ms: number): Promise<unknown> {
    return new Promise((resolve, reject) => {
      // Without values the driver would search all of the text for places to put some: null says there are none.
      this.connection.query({ sql, values: null, timeout: ms }, (error, answer) =>
        error ? reject(error) : resolve(answer),
      )
    })
  }

  release(): void {
    this.connection.release()
  }

  destroy(): void {
    this.connection.destroy()
  }
}

export class Db {
  private constructor(
    readonly source: DataSource,
    /** A small pool of the ledger's own, for its two-packet batches. */
    readonly pool: Pool,
  ) {}

  /** Connects, or throws one sentence. `tables` are the entity classes; `url` is mysql://user:password@host:port/name. */
  static async open(url: string, tables: EntityTarget<object>[], options: { poolSize?: number } = {}): Promise<Db> {
    const pool = createPool({ uri: url, ...WIRE, connectionLimit: 4, multipleStatements: true, trace: false })
    pool.pool.on('connection', connection => prepare(connection, LANE_SESSION))
    try {
      const [rows] = (await pool.query('SELECT VERSION() AS version')) as unknown as [{ version: string }[]]
      // With the wrong type TypeORM reports drift that is not there.
      const type = rows[0]?.version.includes('MariaDB') ? 'mariadb' : 'mysql'
      const source = new DataSource({
        type,
        url,
        entities: tables as never[],
        poolSize: options.poolSize ?? 16,
        timezone: 'Z',
        dateStrings: ['DATE'],
        supportBigNumbers: true,
        bigNumberStrings: false,
        multipleStatements: true,
        // A database that hangs must not hang us: a statement that takes a minute is given up with its connection.
        enableQueryTimeout: true,
        maxQueryExecutionTime: 60_000,
        extra: { decimalNumbers: true, connectTimeout: 5000, maxIdle: 16, enableKeepAlive: true, ...socketOf(url) },
      })
      await source.initialize()
      const driverPool = (
        source.driver as unknown as {
          pool: { on(event: string, run: (connection: Preparable) => void): void }
        }
      ).pool
      driverPool.on('connection', connection => prepare(connection))
      // The first connection was opened before the handler was there; it is the only one now.
      await source.query(SESSION)
      return new Db(source, pool)
    } catch (error) {
      await pool.end().catch(() => undefined)
      throw error
    }
  }

  /** A connection of the ledger's own pool. Whoever takes one releases or destroys it. */
  line(): Promise<Line> {
    return new Promise((resolve, reject) => {
      this.pool.pool.getConnection((error, connection) => (error ? reject(error) : resolve(new Line(connection))))
    })
  }

  /** Reads outside a transaction. Rows are plain objects named by their columns. */
  async query<T>(sql: string, values: unknown[] = []): Promise<T[]> {
    const runner = this.source.createQueryRunner()
    try {
      return (await runner.query(sql, values)) as T[]
    } catch (error) {
      if (isDatabaseAway(error)) await drop(runner)
      throw error
    } finally {
      await runner.release()
    }
  }

  /**
   * Runs the work in one transaction and commits. A deadlock reruns the whole closure, so it does database work only.
   * A refusal with something to keep rolls the work back to its start, keeps that, commits, and is thrown all the same.
   */
  async transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.once(work)
      } catch (error) {
        if (attempt >= RERUNS || !isRetryable(error)) throw error
        await new Promise(resolve => setTimeout(resolve, attempt * 10 * Math.random()))
      }
    }
  }

  private async once<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const runner = this.source.createQueryRunner()
    try {
      await runner.connect()
      // READ COMMITTED by the session's own setting: one round trip less.
      await runner.startTransaction()
      await runner.query('SAVEPOINT work_begins')
      const result = await work(runner.manager as Tx)
      await runner.commitTransaction()
      return result
    } catch (error) {
      if (error instanceof Refusal && error.keep) await keepOnly(runner, error.keep)
      else await undo(runner, error)
      throw error
    } finally {
      await runner.release()
    }
  }

  async close(): Promise<void> {
    await this.pool.end()
    if (this.source.isInitialized) await this.source.destroy()
  }
}

interface Preparable {
  query(sql: string, done: (error: unknown) => void): unknown
  destroy(): void
}

/** Settings of a new connection. One that does not take them is no use: its first caller finds it closed. */
function prepare(connection: Preparable, session = SESSION): void {
  connection.query(session, error => {
    if (error) connection.destroy()
  })
}

async function keepOnly(runner: QueryRunner, keep: NonNullable<Refusal['keep']>): Promise<void> {
  try {
    await runner.query('ROLLBACK TO SAVEPOINT work_begins')
    await keep((sql, values) => runner.query(sql, values))
    await runner.commitTransaction()
  } catch (error) {
    await undo(runner, error)
    throw error
  }
}

/** Never gives a connection back with its transaction open: the next one to use it would commit that. */
async function undo(runner: QueryRunner, error: unknown): Promise<void> {
  if (isDatabaseAway(error)) return drop(runner)
  if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => drop(runner))
}

/** Closes a connection that broke or still owes an answer, so that nobody waits behind that answer. */
async function drop(runner: QueryRunner): Promise<void> {
  const connection: { destroy(): void } | undefined = await runner.connect().catch(() => undefined)
  connection?.destroy()
}

/** Typed rows inside a transaction. */
export async function rowsOf<T>(tx: Tx, sql: string, values: unknown[] = []): Promise<T[]> {
  return (await tx.query(sql, values)) as T[]
}

/** A write inside a transaction; answers how many rows it changed. */
export async function change(tx: Tx, sql: string, values: unknown[] = []): Promise<number> {
  return ((await tx.query(sql, values)) as { affectedRows: number }).affectedRows
}

export async function insert(tx: Tx, table: string, row: Record<string, Sql>): Promise<void> {
  const columns = Object.keys(row)
  await tx.query(
    `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
    Object.values(row),
  )
}

/** Several rows with the same columns in one statement; none is fine. */
export async function insertAll(tx: Tx, table: string, rows: Record<string, Sql>[]): Promise<void> {
  const [first] = rows
  if (!first) return
  const columns = Object.keys(first)
  const tuple = `(${columns.map(() => '?').join(', ')})`
  await tx.query(
    `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${rows.map(() => tuple).join(', ')}`,
    rows.flatMap(row => columns.map(column => row[column])),
  )
}

export const isDuplicate = (error: unknown): boolean => errno(error) === DUPLICATE
/** Somebody else kept a row locked for longer than this session waits. The statement was undone, not the transaction. */
export const isLockTimeout = (error: unknown): boolean => errno(error) === LOCK_TIMEOUT
export const isRetryable = (error: unknown): boolean => RETRYABLE.has(errno(error) ?? 0)

/** True for errors of the connection itself: the database is away, the outcome of the statement is unknown. */
export function isDatabaseAway(error: unknown): boolean {
  const code = (error as { code?: string }).code ?? ''
  return (
    /^(ECONN|EPIPE|ETIMEDOUT|ENOENT|PROTOCOL_|ER_SERVER_SHUTDOWN|ER_CON_COUNT|ER_NORMAL_SHUTDOWN|ER_CONNECTION_KILLED|ER_OPTION_PREVENTS_STATEMENT|POOL_)/.test(
      code,
    ) || /connection is in closed state|Pool is closed|Connection lost/i.test(String((error as Error).message))
  )
}

/** A database on this machine may be reached by its socket, which saves both sides the network's work. */
function socketOf(url: string): { socketPath?: string } {
  const socketPath = new URL(url).searchParams.get('socketPath')
  return socketPath ? { socketPath } : {}
}

function errno(error: unknown): number | undefined {
  const known = error as { errno?: number; driverError?: { errno?: number } }
  return known.errno ?? known.driverError?.errno
}

const WIRE = {
  timezone: 'Z',
  dateStrings: ['DATE'] as ['DATE'],
  supportBigNumbers: true,
  bigNumberStrings: false,
  decimalNumbers: true,
  connectTimeout: 5000,
  enableKeepAlive: true,
}
