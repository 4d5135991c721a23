import type { BillItem } from '@huitou/shared/rules'
import { Inject, Injectable } from '@nestjs/common'
import type { AskedBill } from '../checkouts/checkout-quotes.service.js'
import { CHECKOUT_COLUMNS, type CheckoutRow } from '../checkouts/checkout-rows.service.js'
import type { Actor } from '../coupons/coupon-rows.service.js'
import { type Db, rowsOf, type Tx } from '../db.js'
import type { Till } from '../purchases/scans.service.js'
import { Refusal } from '../refusal.js'
import { DB } from '../tokens.js'
import type { LineShare } from './till-lines.rules.js'

/** A checkout at a till: the columns of both of its rows. */
export interface TillRow extends CheckoutRow {
  reserve_key: string
  bill_no: string
  open_bill_no: string | null
  table_id: number | null
  items: string
  table_size: number | null
  tier_price: number
  channel: number
  reserved_by: string
  staff_id: number | null
  line_shares: string
  commit_hash: Buffer | null
  paid_fen: number | null
  paid_at: Date | null
  committed_by: string | null
}

export const TILL_CHANNEL = { STAFF: 1, POS: 2 } as const

const OWN =
  'reserve_key, bill_no, open_bill_no, table_id, items, table_size, tier_price, channel, reserved_by, staff_id, line_shares, commit_hash, paid_fen, paid_at, committed_by'
const COLUMNS = [
  ...CHECKOUT_COLUMNS.split(', ').map(column => `c.${column}`),
  ...OWN.split(', ').map(column => `t.${column}`),
].join(', ')
const FROM = `SELECT ${COLUMNS} FROM till_checkout t JOIN checkout c ON c.id = t.checkout_id`

/** Rows of checkouts at tills. */
@Injectable()
export class TillCheckoutRows {
  constructor(@Inject(DB) private readonly db: Db) {}

  /** By the till's own key. `tx` where it must be seen what others have just written. */
  async byKey(storeId: number, key: string, tx?: Tx): Promise<TillRow | undefined> {
    const sql = `${FROM} WHERE t.store_id = ? AND t.reserve_key = ?`
    const values = [storeId, key]
    return (await (tx ? rowsOf<TillRow>(tx, sql, values) : this.db.query<TillRow>(sql, values)))[0]
  }

  /** The same. Refuses `checkout.unknown`. */
  async get(storeId: number, key: string): Promise<TillRow> {
    const row = await this.byKey(storeId, key)
    if (!row) throw new Refusal('checkout.unknown')
    return row
  }

  /** Both rows under their locks. */
  async lock(tx: Tx, id: number): Promise<TillRow> {
    const [row] = await rowsOf<TillRow>(tx, `${FROM} WHERE t.checkout_id = ? FOR UPDATE`, [id])
    if (!row) throw new Error('a checkout of a till is not there')
    return row
  }

  /** The reservation of a bill that has not ended, whether or not its time is over. */
  async openOf(storeId: number, billNo: string, tx?: Tx): Promise<TillRow | undefined> {
    const sql = `${FROM} WHERE t.store_id = ? AND t.open_bill_no = ?`
    const values = [storeId, billNo]
    return (await (tx ? rowsOf<TillRow>(tx, sql, values) : this.db.query<TillRow>(sql, values)))[0]
  }

  /** Reservations whose time is over and of which nobody has said so yet, the longest ago first. */
  due(now: Date, limit: number): Promise<TillRow[]> {
    return this.db.query<TillRow>(`${FROM} WHERE t.open_until <= ? ORDER BY t.open_until LIMIT ?`, [now, limit])
  }
}

/** Who does something at a till, as coupons know them. */
export function actorOf(till: Till): Actor {
  return { kind: till.staffId === null ? 'POS' : 'STAFF', name: till.who, storeId: till.storeId }
}

/** The dishes of a bill as they were sent. */
export const dishesOf = ({ items }: Pick<TillRow, 'items'>): BillItem[] => JSON.parse(items) as BillItem[]

export const sharesOf = ({ line_shares }: Pick<TillRow, 'line_shares'>): LineShare[] =>
  JSON.parse(line_shares) as LineShare[]

/** A bill as it was reserved. */
export function askedOfTill(row: TillRow): AskedBill {
  return {
    storeId: row.store_id,
    billNo: row.bill_no,
    tableId: row.table_id,
    amountFen: row.amount_fen,
    items: dishesOf(row),
    tableSize: row.table_size,
    channel: row.channel === TILL_CHANNEL.STAFF ? 'STAFF' : 'POS',
    tierPrice: row.tier_price === 1,
  }
}
