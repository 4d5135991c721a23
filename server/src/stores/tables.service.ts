import { randomBytes } from 'node:crypto'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import type { Config } from '../config.js'
import { change, type Db, insert, isDuplicate, rowsOf, type Tx } from '../db.js'
import type { Reply } from '../http.js'
import type { Ids } from '../ids.js'
import { Refusal } from '../refusal.js'
import { CLOCK, CONFIG, DB, IDS } from '../tokens.js'
import { newScene } from './scenes.rules.js'
import { Stores } from './stores.service.js'

export interface DiningTable {
  id: number
  storeId: number
  name: string
  enabled: boolean
  scene: string
  issuedAt: Date
  /** How often somebody sat down by its code. */
  scans: number
}

interface TableRow {
  id: number
  store_id: number
  name: string
  enabled: number
  scene: string
  issued_at: Date
  scans: number
}

/** Lists and sheets of one store's tables are handed out whole, so their number is bounded. */
export const MAX_TABLES = 500
const COLUMNS = 'id, store_id, name, enabled, scene, issued_at, scans'
const byName = new Intl.Collator('zh-CN', { numeric: true }).compare

/** Tables and the codes on them. */
@Injectable()
export class Tables {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(Stores) private readonly stores: Stores,
  ) {}

  /** The table behind a scanned scene. Refuses `table.unknown` (never issued, or replaced) and `table.disabled`. */
  async byScene(scene: string): Promise<DiningTable> {
    const [row] = await this.db.query<TableRow>(`SELECT ${COLUMNS} FROM dining_table WHERE scene = ?`, [scene])
    // Some databases compare text without case; a scene is exact.
    if (!row || row.scene !== scene) throw new Refusal('table.unknown')
    if (!row.enabled) throw new Refusal('table.disabled')
    return toTable(row)
  }

  /** One table, in use or not. Refuses `record.not_found`. */
  async get(tableId: number): Promise<DiningTable> {
    const [row] = await this.db.query<TableRow>(`SELECT ${COLUMNS} FROM dining_table WHERE id = ?`, [tableId])
    if (!row) throw new Refusal('record.not_found')
    return toTable(row)
  }

  /** Tables of a store as a person would order them: A2 before A10. */
  async ofStore(storeId: number): Promise<DiningTable[]> {
    const rows = await this.db.query<TableRow>(
      `SELECT ${COLUMNS} FROM dining_table WHERE store_id = ? LIMIT ${MAX_TABLES}`,
      [storeId],
    )
    return rows.map(toTable).sort((a, b) => byName(a.name, b.name))
  }

  /** What everybody may know of a table. */
  async view(table: DiningTable): Promise<Reply<'GET /tables/:scene'>> {
    const store = await this.stores.get(table.storeId)
    return { scene: table.scene, name: table.name, store: { id: String(store.id), name: store.name } }
  }

  /** What is printed into the code: an https link, which WeChat's own scanner may hand to the mini-program. */
  urlOf(scene: string): string {
    return `${this.config.publicUrl}/t/${scene}`
  }

  /**
   * Adds tables, all or none. Refuses `table.name_taken` with the names; `input.invalid` beyond 500 tables a store.
   * `makeScene` is for demo data, whose codes are the same at every seeding.
   */
  async add(tx: Tx, storeId: number, names: string[], makeScene = () => newScene(randomBytes)): Promise<DiningTable[]> {
    const taken = await this.lockNames(tx, storeId)
    const double = names.filter((name, at) => taken.has(name) || names.indexOf(name) !== at)
    if (double.length > 0) throw new Refusal('table.name_taken', { names: double })
    if (taken.size + names.length > MAX_TABLES) throw new Refusal('input.invalid', { limit: MAX_TABLES })
    const issuedAt = this.clock.now()
    const tables = names.map(name => ({
      id: this.ids.next(),
      storeId,
      name,
      enabled: true,
      scene: makeScene(),
      issuedAt,
      scans: 0,
    }))
    for (const table of tables) await insert(tx, 'dining_table', toRow(table)).catch(asNameTaken)
    return tables
  }

  /** Gives the table a new code. The old one ends with the commit: nothing keeps a scene in memory. */
  async reissue(tx: Tx, tableId: number): Promise<DiningTable> {
    const table = await this.lock(tx, tableId)
    const next = { ...table, scene: newScene(randomBytes), issuedAt: this.clock.now() }
    await change(tx, 'UPDATE dining_table SET scene = ?, issued_at = ? WHERE id = ?', [
      next.scene,
      next.issuedAt,
      tableId,
    ])
    return next
  }

  /** Takes a table out of use, or back. */
  async enable(tx: Tx, tableId: number, enabled: boolean): Promise<DiningTable> {
    const table = await this.lock(tx, tableId)
    await change(tx, 'UPDATE dining_table SET enabled = ? WHERE id = ?', [enabled ? 1 : 0, tableId])
    return { ...table, enabled }
  }

  private async lock(tx: Tx, tableId: number): Promise<DiningTable> {
    const [row] = await rowsOf<TableRow>(tx, `SELECT ${COLUMNS} FROM dining_table WHERE id = ? FOR UPDATE`, [tableId])
    if (!row) throw new Refusal('record.not_found')
    return toTable(row)
  }

  /** The store's row is the turnstile for adding tables. */
  private async lockNames(tx: Tx, storeId: number): Promise<Set<string>> {
    const [store] = await rowsOf(tx, 'SELECT id FROM store WHERE id = ? FOR UPDATE', [storeId])
    if (!store) throw new Refusal('record.not_found')
    const rows = await rowsOf<{ name: string }>(tx, 'SELECT name FROM dining_table WHERE store_id = ?', [storeId])
    return new Set(rows.map(row => row.name))
  }
}

function toTable(row: TableRow): DiningTable {
  return {
    id: row.id,
    storeId: row.store_id,
    name: row.name,
    enabled: row.enabled === 1,
    scene: row.scene,
    issuedAt: row.issued_at,
    scans: row.scans,
  }
}

function toRow(table: DiningTable) {
  return {
    id: table.id,
    store_id: table.storeId,
    name: table.name,
    enabled: table.enabled ? 1 : 0,
    scene: table.scene,
    issued_at: table.issuedAt,
    scans: table.scans,
  }
}

function asNameTaken(error: unknown): never {
  throw isDuplicate(error) ? new Refusal('table.name_taken') : error
}
