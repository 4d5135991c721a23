/**
 * Brings the database to the schema this code expects and gives the runtime user its rights, table by table: facts may
 * be added and read, never changed. Run with the administrator's URL before the server starts; running it again is fine.
 */
import 'reflect-metadata'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { createConnection } from 'mysql2/promise'
import { DataSource } from 'typeorm'
import { Backtests1763769950000 } from '../migrations/20261122-backtests.js'
import { Checkouts1763770600000 } from '../migrations/20261122-checkouts.js'
import { Coupons1763770300000 } from '../migrations/20261122-coupons.js'
import { Desk1763769850000 } from '../migrations/20261122-desk.js'
import { Draws1763770620003 } from '../migrations/20261122-draws.js'
import { EarningSettings1763770450000 } from '../migrations/20261122-earning-settings.js'
import { Images1763770700007 } from '../migrations/20261122-images.js'
import { Ledger1763769600000 } from '../migrations/20261122-ledger.js'
import { LedgerComplete1763769760000 } from '../migrations/20261122-ledger-complete.js'
import { Mall1763770620000 } from '../migrations/20261122-mall.js'
import { MallExtras1763770700009 } from '../migrations/20261122-mall-extras.js'
import { Messages1763770160000 } from '../migrations/20261122-messages.js'
import { Offline1763770700002 } from '../migrations/20261122-offline.js'
import { Payments1763770150000 } from '../migrations/20261122-payments.js'
import { Pledges1763770620004 } from '../migrations/20261122-pledges.js'
import { Programme1763769700000 } from '../migrations/20261122-programme.js'
import { Rules1763769800000 } from '../migrations/20261122-rules.js'
import { Sealing1763769820000 } from '../migrations/20261122-sealing.js'
import { Shifts1763770700006 } from '../migrations/20261122-shifts.js'
import { Shipping1763770700008 } from '../migrations/20261122-shipping.js'
import { Tiers1763769900000 } from '../migrations/20261122-tiers.js'
import { TillCheckouts1763770700005 } from '../migrations/20261122-till-checkouts.js'
import { Verifications1763770700001 } from '../migrations/20261122-verifications.js'
import { WechatEvents1763770170000 } from '../migrations/20261122-wechat-events.js'
import { tables } from '../providers.js'

export const migrations = [
  Ledger1763769600000,
  Programme1763769700000,
  LedgerComplete1763769760000,
  Rules1763769800000,
  Sealing1763769820000,
  Desk1763769850000,
  Tiers1763769900000,
  Backtests1763769950000,
  Payments1763770150000,
  Messages1763770160000,
  WechatEvents1763770170000,
  Coupons1763770300000,
  EarningSettings1763770450000,
  Checkouts1763770600000,
  Mall1763770620000,
  Draws1763770620003,
  Pledges1763770620004,
  Verifications1763770700001,
  Offline1763770700002,
  TillCheckouts1763770700005,
  Shifts1763770700006,
  Images1763770700007,
  Shipping1763770700008,
  MallExtras1763770700009,
]

/** What happened is not changed afterwards, by anybody. */
export const FACTS = new Set([
  'journal',
  'posting',
  'lot_alloc',
  'consent',
  'audit_log',
  'member_code_use',
  'quiet_entry',
  'lot_restriction',
  'rule_version',
  'rule_request',
  'rule_award',
  'earning_setting',
  'seal_block',
  'seal_item',
  'seal_anchor',
  'tier_ladder',
  'tier_change',
  'right_use',
  'delivery_step',
  'grant_report',
  'grant_answer',
  'message_template',
  'message_limits',
  'payment_step',
  'payment_notice',
  'coupon_version',
  'coupon_step',
  'coupon_claim',
  'coupon_use',
  'coupon_return',
  'coupon_import',
  'reward_version',
  'reward_stock_change',
  'redemption_step',
  'redemption_coupon',
  'voucher_use',
  'draw_pool_version',
  'draw_seed',
  'draw',
  'group_offer_version',
  'voucher_use_undo',
  'verification',
  'verification_void',
  'verification_setting',
  'verification_miss',
  'member_look',
  'shift_report',
  'checkout_coupon',
  'checkout_step',
  'checkout_refund',
  'checkout_refund_share',
  'till_payment',
  'till_return_line',
  'till_setting',
  'offset_setting',
  'offline_key',
  'offline_verification',
  'image',
])

const BAD_DATABASE = 'ER_BAD_DB_ERROR'
const LOCK_SECONDS = 120

/**
 * Makes the database when it is missing, runs what has not run yet, and grants. `runtimeUser` is the user name the
 * server signs in with; leave it out when that is the administrator. Answers the names of the migrations that ran.
 * Throws one sentence when another migration does not end, or the database holds something that is not ours.
 */
export async function migrate(adminUrl: string, runtimeUser?: string): Promise<{ ran: string[]; tables: string[] }> {
  await ensureDatabase(adminUrl)
  const source = await open(adminUrl)
  // The lock belongs to one connection, so the migrations run over that connection too.
  const lock = `huitou-migrate-${nameOf(adminUrl)}`.slice(0, 64)
  const runner = source.createQueryRunner()
  try {
    const [locked] = (await runner.query('SELECT GET_LOCK(?, ?) AS got', [lock, LOCK_SECONDS])) as { got: number }[]
    if (locked?.got !== 1) throw new Error('Another migration of this database has not ended within two minutes.')
    await clearInterrupted(source, nameOf(adminUrl))
    const ran = (await source.runMigrations({ transaction: 'each' })).map(({ name }) => name)
    const present = await presentTables(source)
    if (runtimeUser) await grant(source, { name: runtimeUser, database: nameOf(adminUrl), present })
    return { ran, tables: present }
  } finally {
    await runner.query('SELECT RELEASE_LOCK(?)', [lock]).catch(() => undefined)
    await runner.release()
    await source.destroy()
  }
}

function nameOf(url: string): string {
  return decodeURIComponent(new URL(url).pathname.slice(1))
}

/** Keys are compared exactly, so an empty database is made, or set, to tell letters apart by their bytes. */
async function ensureDatabase(adminUrl: string): Promise<void> {
  const name = quoted(nameOf(adminUrl))
  const bytewise = 'CHARACTER SET utf8mb4 COLLATE utf8mb4_bin'
  try {
    const connection = await createConnection({ uri: adminUrl, connectTimeout: 5_000 })
    try {
      const [rows] = await connection.query(
        'SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() LIMIT 1',
      )
      if ((rows as unknown[]).length === 0) await connection.query(`ALTER DATABASE ${name} ${bytewise}`)
    } finally {
      await connection.end()
    }
  } catch (error) {
    if ((error as { code?: string }).code !== BAD_DATABASE) throw error
    const server = new URL(adminUrl)
    server.pathname = '/'
    const connection = await createConnection({ uri: server.href, connectTimeout: 5_000 })
    try {
      await connection.query(`CREATE DATABASE IF NOT EXISTS ${name} ${bytewise}`)
    } finally {
      await connection.end()
    }
  }
}

async function open(adminUrl: string): Promise<DataSource> {
  const probe = await createConnection({ uri: adminUrl, connectTimeout: 5_000 })
  const [rows] = (await probe.query('SELECT VERSION() AS version')) as unknown as [{ version: string }[]]
  await probe.end()
  const type = rows[0]?.version.includes('MariaDB') ? 'mariadb' : 'mysql'
  const socketPath = new URL(adminUrl).searchParams.get('socketPath') ?? undefined
  const source = new DataSource({
    type,
    url: adminUrl,
    socketPath,
    timezone: 'Z',
    entities: tables as never[],
    migrations,
    poolSize: 2,
  })
  return source.initialize()
}

async function presentTables(source: DataSource): Promise<string[]> {
  const rows = await source.query(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE' ORDER BY table_name",
  )
  return (rows as { name: string }[]).map(row => row.name)
}

/**
 * MySQL commits every CREATE TABLE by itself, so a first migration that was killed leaves some of its tables behind.
 * They are dropped if the database holds nothing but tables of ours and nobody has ever used them.
 */
async function clearInterrupted(source: DataSource, database: string): Promise<void> {
  const present = await presentTables(source)
  const left = present.filter(name => name !== 'migrations')
  if (left.length === 0) return
  if (present.includes('migrations')) {
    const done = (await source.query('SELECT name FROM migrations LIMIT 1')) as unknown[]
    if (done.length > 0) return
  }
  const ours = new Set(source.entityMetadatas.map(({ tableName }) => tableName))
  const foreign = left.find(name => !ours.has(name))
  if (foreign)
    throw new Error(`The database ${database} holds a table that is not ours (${foreign}): give an empty one.`)
  for (const name of ['journal', 'id_node'].filter(used => left.includes(used))) {
    const rows = (await source.query(`SELECT 1 FROM ${quoted(name)} LIMIT 1`)) as unknown[]
    if (rows.length > 0)
      throw new Error(
        `The database ${database} is in use, but its list of migrations is gone: restore it from a backup.`,
      )
  }
  for (const name of left) await source.query(`DROP TABLE ${quoted(name)}`)
}

async function grant(source: DataSource, to: { name: string; database: string; present: string[] }): Promise<void> {
  const hosts = await hostsOf(source, to.name)
  for (const host of hosts) {
    const account = `'${to.name.replaceAll("'", "''")}'@'${host.replaceAll("'", "''")}'`
    for (const name of to.present.filter(table => table !== 'migrations')) {
      const rights = FACTS.has(name) ? 'SELECT, INSERT' : 'SELECT, INSERT, UPDATE, DELETE'
      await source.query(`GRANT ${rights} ON ${quoted(to.database)}.${quoted(name)} TO ${account}`)
      if (FACTS.has(name)) await takeBack(source, `${quoted(to.database)}.${quoted(name)}`, account)
    }
  }
}

/** A table that has become a fact since it was first granted keeps no right to be changed. */
async function takeBack(source: DataSource, table: string, account: string): Promise<void> {
  for (const right of ['UPDATE', 'DELETE']) {
    // MariaDB and MySQL both refuse to take back what was never given.
    await source.query(`REVOKE ${right} ON ${table} FROM ${account}`).catch((error: { code?: string }) => {
      if (!/^ER_NONEXISTING(_TABLE)?_GRANT$/.test(error.code ?? '')) throw error
    })
  }
}

async function hostsOf(source: DataSource, user: string): Promise<string[]> {
  try {
    const rows = (await source.query('SELECT host AS host FROM mysql.user WHERE user = ?', [user])) as {
      host: string
    }[]
    return rows.length > 0 ? rows.map(row => row.host) : ['%']
  } catch {
    // Not every administrator may read that table.
    return ['%']
  }
}

function quoted(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``
}

async function main(): Promise<void> {
  const { DATABASE_URL: url, DATABASE_ADMIN_URL: adminUrl = url } = process.env
  if (!url || !adminUrl) throw new Error('DATABASE_URL is missing: mysql://user:password@host:3306/database.')
  const [runtime, admin] = [url, adminUrl].map(at => decodeURIComponent(new URL(at).username))
  const { ran, tables: present } = await migrate(adminUrl, runtime === admin ? undefined : runtime)
  const did = ran.length > 0 ? `ran ${ran.join(', ')}` : 'nothing to do'
  console.log(
    `Database ${nameOf(adminUrl)}: ${did}; ${present.length} tables${runtime === admin ? '' : `, rights given to ${runtime}`}.`,
  )
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await main()
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error))
    process.exit(1)
  }
}
