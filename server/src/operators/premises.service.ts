import { Inject, Injectable } from '@nestjs/common'
import { businessDayStart } from '../calendar.js'
import type { Clock } from '../clock.js'
import type { Db } from '../db.js'
import type { Caller, Input, Reply } from '../http.js'
import { Refusal } from '../refusal.js'
import { StaffService } from '../stores/staff.service.js'
import { type Store, type StoreDraft, Stores, viewOf } from '../stores/stores.service.js'
import { TableCodes } from '../stores/table-codes.service.js'
import { type DiningTable, Tables } from '../stores/tables.service.js'
import { CLOCK, DB } from '../tokens.js'
import { Audit } from './audit.service.js'
import { mayTouch, narrowed } from './scope.rules.js'

type StoreRow = Reply<'POST /console/stores'>
type TableRow = Reply<'PATCH /console/tables/:id'>

/** Stores, tables and staff as operators see and change them; every change is written down with who made it. */
@Injectable()
export class Premises {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Stores) private readonly stores: Stores,
    @Inject(Tables) private readonly tables: Tables,
    @Inject(TableCodes) private readonly codes: TableCodes,
    @Inject(StaffService) private readonly staff: StaffService,
    @Inject(Audit) private readonly audit: Audit,
  ) {}

  async listStores(operator: Caller['operator']): Promise<StoreRow[]> {
    return this.withFigures((await this.stores.list()).filter(store => mayTouch(operator, store.id)))
  }

  /** Refuses `store.code_taken`, and `access.denied` to who is bound to a store. */
  async openStore(operator: Caller['operator'], draft: StoreDraft): Promise<StoreRow> {
    if (operator.storeId !== null) throw new Refusal('access.denied')
    const id = await this.db.transaction(async tx => {
      const storeId = await this.stores.create(tx, draft)
      await this.audit.record(tx, { operator, action: 'STORE_CREATED', target: draft.code, detail: draft.name })
      return storeId
    })
    return this.storeRow(id)
  }

  /** Refuses `record.not_found`, `store.code_taken`. */
  async changeStore(operator: Caller['operator'], storeId: number, draft: StoreDraft): Promise<StoreRow> {
    this.refuseForeign(operator, storeId)
    await this.db.transaction(async tx => {
      const before = await this.stores.change(tx, storeId, draft)
      const detail = changesOf(before, draft)
      await this.audit.record(tx, { operator, action: 'STORE_CHANGED', target: before.code, detail })
    })
    this.stores.forget(storeId)
    return this.storeRow(storeId)
  }

  /** Refuses `record.not_found`. */
  async listTables(operator: Caller['operator'], storeId: number): Promise<TableRow[]> {
    await this.storeOf(operator, storeId)
    return (await this.tables.ofStore(storeId)).map(table => this.tableRow(table))
  }

  /** Adds tables, all or none. Refuses `record.not_found`, `table.name_taken`. Answers all tables of the store. */
  async addTables(operator: Caller['operator'], storeId: number, names: string[]): Promise<TableRow[]> {
    const store = await this.storeOf(operator, storeId)
    await this.db.transaction(async tx => {
      await this.tables.add(tx, storeId, names)
      await this.audit.record(tx, { operator, action: 'TABLES_ADDED', target: store.code, detail: names.join(' ') })
    })
    return this.listTables(operator, storeId)
  }

  /** Refuses `record.not_found`. */
  async enableTable(operator: Caller['operator'], tableId: number, enabled: boolean): Promise<TableRow> {
    const { storeId } = await this.tables.get(tableId)
    const store = await this.storeOf(operator, storeId)
    const table = await this.db.transaction(async tx => {
      const changed = await this.tables.enable(tx, tableId, enabled)
      const action = enabled ? 'TABLE_ENABLED' : 'TABLE_DISABLED'
      await this.audit.record(tx, { operator, action, target: `${store.code} ${changed.name}` })
      return changed
    })
    return this.tableRow(table)
  }

  /** A new code for a table; the old one ends at once. Refuses `record.not_found`. */
  async reissueCode(operator: Caller['operator'], tableId: number): Promise<TableRow> {
    const { storeId } = await this.tables.get(tableId)
    const store = await this.storeOf(operator, storeId)
    const table = await this.db.transaction(async tx => {
      const changed = await this.tables.reissue(tx, tableId)
      await this.audit.record(tx, {
        operator,
        action: 'TABLE_CODE_REISSUED',
        target: `${store.code} ${changed.name}`,
      })
      return changed
    })
    return this.tableRow(table)
  }

  /** The printable sheet of a store's table codes. Refuses `record.not_found`. */
  async printCodes(operator: Caller['operator'], storeId: number): Promise<{ pdf: Buffer; fileName: string }> {
    const store = await this.storeOf(operator, storeId)
    const pdf = await this.codes.sheet(storeId)
    await this.db.transaction(tx =>
      this.audit.record(tx, { operator, action: 'TABLE_CODES_PRINTED', target: store.code }),
    )
    return { pdf, fileName: `table-codes-${store.code}.pdf` }
  }

  listStaff(operator: Caller['operator']): Promise<Reply<'GET /console/staff'>['items']> {
    return this.staff.list(narrowed(operator, null))
  }

  /** Refuses `record.not_found` when there is no such store. */
  async inviteStaff(
    operator: Caller['operator'],
    body: Input<'POST /console/staff'>['body'],
  ): Promise<Reply<'POST /console/staff'>> {
    const store = await this.storeOf(operator, Number(body.storeId))
    const { staffId, invite, expiresAt } = await this.db.transaction(async tx => {
      const invited = await this.staff.invite(tx, { ...body, storeId: store.id })
      const detail = `${body.name} ${body.role} ${store.code}`
      await this.audit.record(tx, { operator, action: 'STAFF_INVITED', target: invited.staffNo, detail })
      return invited
    })
    return {
      staff: await this.staff.get(staffId),
      invite,
      url: this.staff.inviteUrl(invite),
      expiresAt: expiresAt.toISOString(),
    }
  }

  /** Ends a staff member's access at once; repeating changes nothing. Refuses `record.not_found`. */
  async revokeStaff(operator: Caller['operator'], staffId: number): Promise<Reply<'DELETE /console/staff/:id'>> {
    this.refuseForeign(operator, Number((await this.staff.get(staffId)).store.id))
    await this.db.transaction(async tx => {
      const { staffNo, changed } = await this.staff.revoke(tx, staffId)
      if (changed) await this.audit.record(tx, { operator, action: 'STAFF_REVOKED', target: staffNo })
    })
    this.staff.forget()
    return this.staff.get(staffId)
  }

  private storeOf(operator: Caller['operator'], storeId: number): Promise<Store> {
    this.refuseForeign(operator, storeId)
    return this.stores.get(storeId)
  }

  /** Who is bound to a store meets no other: it is as if it were not there. */
  private refuseForeign(operator: Caller['operator'], storeId: number): void {
    if (!mayTouch(operator, storeId)) throw new Refusal('record.not_found')
  }

  private async storeRow(storeId: number): Promise<StoreRow> {
    const [row] = await this.withFigures([await this.stores.get(storeId)])
    return row!
  }

  private async withFigures(stores: Store[]): Promise<StoreRow[]> {
    if (stores.length === 0) return []
    const [tables, staff, bills] = await Promise.all([
      this.countByStore('SELECT store_id, COUNT(*) AS n FROM dining_table GROUP BY store_id'),
      this.countByStore(
        'SELECT store_id, COUNT(*) AS n FROM staff WHERE bound_at IS NOT NULL AND revoked_at IS NULL GROUP BY store_id',
      ),
      this.billsToday(stores),
    ])
    return stores.map(store => ({
      ...viewOf(store),
      tables: tables.get(store.id) ?? 0,
      staff: staff.get(store.id) ?? 0,
      billsToday: bills.get(store.id) ?? 0,
    }))
  }

  /** Bills since the start of each store's own business day: one range of (store_id, paid_at) a store. */
  private billsToday(stores: Store[]): Promise<Map<number, number>> {
    const now = this.clock.now()
    const ranges = stores.map(store => [store.id, businessDayStart(now, store.timeZone, store.dayCutOffMinutes)])
    const each =
      'SELECT ? AS store_id, COUNT(*) AS n FROM purchase WHERE store_id = ? AND paid_at >= ? AND paid_at <= ?'
    return this.countByStore(
      ranges.map(() => each).join(' UNION ALL '),
      ranges.flatMap(([id, start]) => [id, id, start, now]),
    )
  }

  private async countByStore(sql: string, values: unknown[] = []): Promise<Map<number, number>> {
    const rows = await this.db.query<{ store_id: number; n: number }>(sql, values)
    return new Map(rows.map(row => [Number(row.store_id), Number(row.n)]))
  }

  private tableRow(table: DiningTable): TableRow {
    const { id, name, scene, enabled, issuedAt, scans } = table
    return {
      id: String(id),
      name,
      scene,
      url: this.tables.urlOf(scene),
      enabled,
      issuedAt: issuedAt.toISOString(),
      scans,
    }
  }
}

/** What a change of a store changed, old → new. */
function changesOf(before: Store, after: StoreDraft): string {
  const names = ['code', 'name', 'address', 'phone', 'timeZone', 'dayCutOff', 'openHours'] as const
  return names
    .filter(name => before[name] !== after[name])
    .map(name => `${name}: ${before[name]} → ${after[name]}`)
    .join('; ')
}
