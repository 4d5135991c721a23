/**
 * The ledger by itself, on a database of its own: what the server puts together, without HTTP, members or stores. Time
 * stands still until its user moves it, so that many of these can live in different years side by side.
 */
import { randomBytes } from 'node:crypto'
import { createConnection } from 'mysql2/promise'
import { migrate } from '../../server/src/commands/migrate.js'
import { Db } from '../../server/src/db.js'
import { Ids } from '../../server/src/ids.js'
import { Accounts } from '../../server/src/ledger/accounts.service.js'
import { INVARIANTS } from '../../server/src/ledger/invariants.rules.js'
import { Lane } from '../../server/src/ledger/lane.service.js'
import { Ledger } from '../../server/src/ledger/ledger.service.js'
import { Sweeper } from '../../server/src/ledger/sweeper.service.js'
import { HeldClock } from '../world-basics.js'

/** The rows an invariant found, by its name; nothing when the books balance. */
export type Broken = Record<string, string[]>

export class LedgerAlone {
  readonly clock = new HeldClock()
  readonly ids = new Ids(0)
  readonly ledger: Ledger
  readonly lane: Lane
  readonly sweeper: Sweeper

  private constructor(
    readonly db: Db,
    readonly url: string,
  ) {
    this.ledger = new Ledger(this.clock, this.ids)
    this.lane = new Lane(db, this.ledger)
    this.sweeper = new Sweeper(db, this.clock, this.ids)
  }

  /** Makes a database on this server, to be dropped by `close`. */
  static async open(adminUrl: string): Promise<LedgerAlone> {
    const url = new URL(adminUrl)
    url.pathname = `/alone_${process.pid}_${randomBytes(4).toString('hex')}`
    await migrate(url.href)
    return new LedgerAlone(await Db.open(url.href, [], { poolSize: 16 }), url.href)
  }

  /** Members of the ledger only: their accounts, empty. */
  async members(count: number): Promise<number[]> {
    const members = Array.from({ length: count }, () => this.ids.nextAligned())
    await this.db.transaction(tx => new Accounts().open(tx, members))
    return members
  }

  /** Every invariant over the whole database, after what is due has been settled. */
  async books(): Promise<Broken> {
    await this.sweeper.sweep()
    const broken: Broken = {}
    for (const { name, sql, timed } of INVARIANTS) {
      const rows = await this.db.query(`${sql} LIMIT 10`, timed ? [this.clock.now()] : [])
      if (rows.length > 0) broken[name] = rows.map(row => JSON.stringify(row))
    }
    return broken
  }

  /**
   * Every invariant over these members alone: each query runs as it is, over tables that hold nothing but their accounts,
   * lots and holds, the journals whose keys begin with `prefix` or that moved those accounts, and all postings of those.
   */
  async booksOf(members: number[], prefix: string): Promise<Broken> {
    const scope = scopeOf(members, prefix)
    const now = `'${this.clock.now().toISOString().slice(0, 23).replace('T', ' ')}'`
    const packet = INVARIANTS.map(({ sql, timed }) => `${scope} ${timed ? sql.replace('?', now) : sql} LIMIT 10`)
    const [answers] = (await this.db.pool.query(packet.join('; '))) as unknown as [unknown[][]]
    const broken: Broken = {}
    INVARIANTS.forEach(({ name }, at) => {
      const rows = answers[at]!
      if (rows.length > 0) broken[name] = rows.map(row => JSON.stringify(row))
    })
    return broken
  }

  async close(): Promise<void> {
    await this.lane.close()
    await this.db.close()
    const connection = await createConnection({ uri: this.url })
    await connection.query(`DROP DATABASE IF EXISTS \`${new URL(this.url).pathname.slice(1)}\``)
    await connection.end()
  }
}

/** Inside its own definition a name means the table; in the query after it, the part that is defined. */
function scopeOf(members: number[], prefix: string): string {
  const accounts = members.flatMap(member => [member + 1, member + 2]).join(', ')
  const moved = `SELECT journal_id FROM posting WHERE account_id IN (${accounts})`
  const journals = `SELECT id FROM journal WHERE idem_key LIKE '${prefix}%' UNION ${moved}`
  const parts = {
    account: `SELECT * FROM account WHERE id IN (${accounts}) OR id < 1000`,
    lot: `SELECT * FROM lot WHERE account_id IN (${accounts})`,
    hold: `SELECT * FROM hold WHERE account_id IN (${accounts})`,
    posting: `SELECT * FROM posting WHERE journal_id IN (${journals})`,
    lot_alloc: `SELECT * FROM lot_alloc WHERE journal_id IN (${journals})`,
    reversal_cap: `SELECT * FROM reversal_cap WHERE journal_id IN (${journals})`,
    journal: `SELECT * FROM journal WHERE id IN (${journals})`,
  }
  return `WITH ${Object.entries(parts)
    .map(([name, select]) => `${name} AS (${select})`)
    .join(', ')}`
}
