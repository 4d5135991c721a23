import { createHash } from 'node:crypto'
import type { TableBill } from '@huitou/shared/checkouts'
import type { BillItem } from '@huitou/shared/rules'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { change, type Db, insert, isDuplicate, rowsOf, type Tx } from '../db.js'
import type { Input, Reply } from '../http.js'
import type { Ids } from '../ids.js'
import { assertAmount, Bills } from '../purchases/bills.service.js'
import { Products } from '../purchases/products.service.js'
import type { Till } from '../purchases/scans.service.js'
import { Refusal } from '../refusal.js'
import { Stores } from '../stores/stores.service.js'
import { type DiningTable, Tables } from '../stores/tables.service.js'
import { CLOCK, DB, IDS } from '../tokens.js'
import { BILL, CheckoutRows, type TableBillRow } from './checkout-rows.service.js'

type Body = Input<'POST /staff/table-bills'>['body']

const PAGE = 20
const TRIES = 3

/** Bills brought to a table to be paid there. Staff and tills open them, withdraw them, and see what became of them. */
@Injectable()
export class TableBills {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(CheckoutRows) private readonly rows: CheckoutRows,
    @Inject(Tables) private readonly tables: Tables,
    @Inject(Bills) private readonly bills: Bills,
    @Inject(Products) private readonly products: Products,
    @Inject(Stores) private readonly stores: Stores,
  ) {}

  /**
   * Brings a bill to a table; the same number with the same content gets the first answer. Refuses `bill.amount_*`,
   * `table.unknown`, `table.disabled`, `staff.store_mismatch`, `table.bill_different`, `table.busy`,
   * `table.bill_settled`.
   */
  async open(till: Till, body: Body): Promise<TableBill> {
    assertAmount(body.amountFen)
    const table = await this.tableOf(till, body)
    const hash = hashOf(body, table.id)
    // Dishes not met yet are made here, so that coupons know them and no quote has to.
    if (body.items?.length) await this.products.linesOf((await this.stores.get(till.storeId)).brandId, body.items)
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.db.transaction(tx => this.write(tx, { till, body, table, hash }))
        break
      } catch (error) {
        // The number or the table was taken at the same moment: the next look finds by whom.
        if (!isDuplicate(error) || attempt >= TRIES) throw error
      }
    }
    return this.one(till.storeId, body.billNo)
  }

  /** Takes an open bill back; again, the same. Refuses `bill.unknown`, `table.bill_taken`, `table.bill_paid`, `table.bill_settled`. */
  async withdraw(till: Till, billNo: string): Promise<TableBill> {
    const settled = await this.bills.find(till.storeId, billNo)
    await this.db.transaction(async tx => {
      const bill = await this.rows.lockBill(tx, { storeId: till.storeId, billNo })
      if (!bill) throw new Refusal('bill.unknown')
      if (bill.state === BILL.WITHDRAWN) return
      if (bill.state === BILL.PAID) throw new Refusal('table.bill_paid')
      if (bill.state === BILL.SETTLED || settled) throw new Refusal('table.bill_settled')
      if (bill.checkout_id !== null) throw new Refusal('table.bill_taken')
      await this.end(tx, bill, { state: BILL.WITHDRAWN, who: till.who })
    })
    return this.one(till.storeId, billNo)
  }

  /** One bill of a store. Refuses `bill.unknown`. */
  async one(storeId: number, billNo: string): Promise<TableBill> {
    const row = await this.rows.billByNo(storeId, billNo)
    if (!row) throw new Refusal('bill.unknown')
    return this.view(row)
  }

  async list(
    storeId: number,
    query: Input<'GET /staff/table-bills'>['query'],
  ): Promise<Reply<'GET /staff/table-bills'>> {
    const limit = query.limit ?? PAGE
    const rows = await this.rows.bills(storeId, Number(query.cursor ?? Number.MAX_SAFE_INTEGER), limit + 1)
    const shown = rows.slice(0, limit)
    return {
      items: await Promise.all(shown.map(row => this.view(row))),
      nextCursor: rows.length > limit ? String(shown.at(-1)?.id) : null,
    }
  }

  /** Ends an open bill, under its lock. */
  async end(tx: Tx, bill: Pick<TableBillRow, 'id'>, to: { state: number; who: string }): Promise<void> {
    const sql = `UPDATE table_bill SET state = ?, open_table_id = NULL, ended_at = ?, ended_by = ?, revision = GREATEST(revision + 1, ?)
      WHERE id = ? AND state = ${BILL.OPEN}`
    const values = [to.state, this.clock.now(), to.who.slice(0, 40), this.ids.next(), bill.id]
    if ((await change(tx, sql, values)) !== 1) throw new Error('a locked bill did not end')
  }

  private async write(
    tx: Tx,
    { till, body, table, hash }: { till: Till; body: Body; table: DiningTable; hash: Buffer },
  ): Promise<void> {
    const known = await this.rows.lockBill(tx, { storeId: till.storeId, billNo: body.billNo })
    if (known) return assertSame(known, hash)
    if (await isRecorded(tx, till.storeId, body.billNo)) throw new Refusal('table.bill_settled')
    const open = await this.rows.lockOpenBill(tx, table.id)
    // The same call, which was quicker to be opened than this one to look.
    if (open?.store_id === till.storeId && open.bill_no === body.billNo) return assertSame(open, hash)
    if (open) await this.clear(tx, till, open)
    const id = this.ids.next()
    await insert(tx, 'table_bill', {
      id,
      store_id: till.storeId,
      bill_no: body.billNo,
      table_id: table.id,
      open_table_id: table.id,
      amount_fen: body.amountFen,
      items: JSON.stringify(body.items ?? []),
      table_size: body.tableSize ?? null,
      body_hash: hash,
      state: BILL.OPEN,
      revision: id,
      opened_at: this.clock.now(),
      opened_by: till.who,
    })
  }

  /** A table has one open bill; one that was rung up at the till meanwhile stands in nobody's way. */
  private async clear(tx: Tx, till: Till, open: TableBillRow): Promise<void> {
    const rungUp = open.checkout_id === null && (await isRecorded(tx, open.store_id, open.bill_no))
    if (!rungUp) throw new Refusal('table.busy', { billNo: open.bill_no })
    await this.end(tx, open, { state: BILL.SETTLED, who: till.who })
  }

  private async tableOf(till: Till, { scene, tableName }: Body): Promise<DiningTable> {
    if (scene) {
      const table = await this.tables.byScene(scene)
      if (table.storeId !== till.storeId) throw new Refusal('staff.store_mismatch')
      return table
    }
    if (!tableName) throw new Refusal('table.missing')
    const named = (await this.tables.ofStore(till.storeId)).find(({ name }) => name === tableName)
    if (!named) throw new Refusal('table.unknown')
    if (!named.enabled) throw new Refusal('table.disabled')
    return named
  }

  private async view(row: TableBillRow): Promise<TableBill> {
    const [table, recorded, checkout] = await Promise.all([
      this.tables.get(row.table_id),
      row.state === BILL.OPEN ? this.bills.find(row.store_id, row.bill_no) : null,
      row.checkout_id === null ? undefined : this.rows.get(row.checkout_id),
    ])
    const paid = row.state === BILL.PAID && checkout
    return {
      billNo: row.bill_no,
      tableName: table.name,
      amountFen: row.amount_fen,
      items: itemsOf(row).map(({ name, quantity, amountFen }) => ({ name, quantity, amountFen })),
      state: recorded ? 'SETTLED' : stateOf(row),
      openedAt: row.opened_at.toISOString(),
      openedBy: row.opened_by,
      payingUntil: row.state === BILL.OPEN && checkout ? checkout.expires_at.toISOString() : null,
      endedAt: row.ended_at?.toISOString() ?? null,
      paid: paid
        ? {
            cashFen: paid.payable_fen,
            couponFen: paid.coupon_fen,
            points: paid.points,
            pointsFen: paid.points_fen,
          }
        : null,
    }
  }
}

/** The dishes of a bill as they were sent. */
export function itemsOf({ items }: Pick<TableBillRow, 'items'>): BillItem[] {
  return JSON.parse(items) as BillItem[]
}

/** Whether a bill of this number has been recorded as paid. */
export async function isRecorded(tx: Tx, storeId: number, billNo: string): Promise<boolean> {
  const sql = 'SELECT id FROM purchase WHERE store_id = ? AND bill_no = ?'
  return (await rowsOf(tx, sql, [storeId, billNo])).length > 0
}

function stateOf({ state, checkout_id }: TableBillRow): TableBill['state'] {
  if (state === BILL.PAID) return 'PAID'
  if (state === BILL.WITHDRAWN) return 'WITHDRAWN'
  if (state === BILL.SETTLED) return 'SETTLED'
  return checkout_id === null ? 'OPEN' : 'PAYING'
}

function hashOf({ amountFen, items = [], tableSize }: Body, tableId: number): Buffer {
  const dishes = items.map(({ name, category, quantity, amountFen: fen }) => [name, category ?? null, quantity, fen])
  return createHash('sha256')
    .update(JSON.stringify([tableId, amountFen, tableSize ?? null, dishes]))
    .digest()
}

function assertSame({ body_hash }: TableBillRow, hash: Buffer): void {
  if (!body_hash.equals(hash)) throw new Refusal('table.bill_different')
}
