import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { change, type Db, insert, rowsOf, type Tx } from '../db.js'
import { CLOCK, DB } from '../tokens.js'

/** Numbers are stored and never change their meaning. */
export const BILL = { OPEN: 1, PAID: 2, WITHDRAWN: 3, SETTLED: 4 } as const
export const CHECKOUT = { OPEN: 1, PAID: 2, LET_GO: 3 } as const
/** `biz_type` of journals of a payment at the table. */
export const BIZ_CHECKOUT = 60
/** The names under which the coupons of a checkout are set aside, and used. */
export const lockKeyOf = (checkoutId: number): string => `checkout:${checkoutId}`
export const useKeyOf = (checkoutId: number): string => `checkout:${checkoutId}:use`
export type LetGo = 'CANCELLED' | 'TIMED_OUT' | 'RETURNED'

export interface TableBillRow {
  id: number
  store_id: number
  bill_no: string
  table_id: number
  amount_fen: number
  items: string
  table_size: number | null
  body_hash: Buffer
  state: number
  revision: number
  checkout_id: number | null
  opened_at: Date
  opened_by: string
  ended_at: Date | null
}

export interface CheckoutRow {
  id: number
  /** The bill at a table; null for one that is paid at a till. */
  bill_id: number | null
  store_id: number
  member_id: number
  /** The WeChat account that pays; null at a till. */
  identity_id: number | null
  body_hash: Buffer
  amount_fen: number
  coupon_fen: number
  points: number
  points_fen: number
  payable_fen: number
  percent: number
  state: number
  let_go: LetGo | null
  hold_id: number | null
  spend_id: number | null
  purchase_id: number | null
  order_id: number | null
  begun_at: Date
  expires_at: Date
}

export interface CheckoutCouponRow {
  coupon_id: number
  off_fen: number
  name_zh: string
  name_en: string
}

const BILL_COLUMNS =
  'id, store_id, bill_no, table_id, amount_fen, items, table_size, body_hash, state, revision, checkout_id, opened_at, opened_by, ended_at'
export const CHECKOUT_COLUMNS =
  'id, bill_id, store_id, member_id, identity_id, body_hash, amount_fen, coupon_fen, points, points_fen, payable_fen, percent, state, let_go, hold_id, spend_id, purchase_id, order_id, begun_at, expires_at'

/** Rows of bills at tables and of what is done to pay them. */
@Injectable()
export class CheckoutRows {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async bill(id: number): Promise<TableBillRow | undefined> {
    return (await this.db.query<TableBillRow>(`SELECT ${BILL_COLUMNS} FROM table_bill WHERE id = ?`, [id]))[0]
  }

  async billByNo(storeId: number, billNo: string): Promise<TableBillRow | undefined> {
    const sql = `SELECT ${BILL_COLUMNS} FROM table_bill WHERE store_id = ? AND bill_no = ?`
    return (await this.db.query<TableBillRow>(sql, [storeId, billNo]))[0]
  }

  /** A bill under its lock. */
  async lockBill(tx: Tx, by: { id: number } | { storeId: number; billNo: string }): Promise<TableBillRow | undefined> {
    const [where, values] = 'id' in by ? ['id = ?', [by.id]] : ['store_id = ? AND bill_no = ?', [by.storeId, by.billNo]]
    return (
      await rowsOf<TableBillRow>(tx, `SELECT ${BILL_COLUMNS} FROM table_bill WHERE ${where} FOR UPDATE`, values)
    )[0]
  }

  /** The open bill of a table under its lock. */
  async lockOpenBill(tx: Tx, tableId: number): Promise<TableBillRow | undefined> {
    const sql = `SELECT ${BILL_COLUMNS} FROM table_bill WHERE open_table_id = ? FOR UPDATE`
    return (await rowsOf<TableBillRow>(tx, sql, [tableId]))[0]
  }

  /** What changed last at a table. */
  async newestBill(tableId: number): Promise<TableBillRow | undefined> {
    const sql = `SELECT ${BILL_COLUMNS} FROM table_bill WHERE table_id = ? ORDER BY revision DESC LIMIT 1`
    return (await this.db.query<TableBillRow>(sql, [tableId]))[0]
  }

  bills(storeId: number, before: number, limit: number): Promise<TableBillRow[]> {
    const sql = `SELECT ${BILL_COLUMNS} FROM table_bill WHERE store_id = ? AND id < ? ORDER BY id DESC LIMIT ?`
    return this.db.query<TableBillRow>(sql, [storeId, before, limit])
  }

  async get(id: number): Promise<CheckoutRow | undefined> {
    return (await this.db.query<CheckoutRow>(`SELECT ${CHECKOUT_COLUMNS} FROM checkout WHERE id = ?`, [id]))[0]
  }

  async lock(tx: Tx, id: number): Promise<CheckoutRow | undefined> {
    return (await rowsOf<CheckoutRow>(tx, `SELECT ${CHECKOUT_COLUMNS} FROM checkout WHERE id = ? FOR UPDATE`, [id]))[0]
  }

  async byRequest(tx: Tx, key: string): Promise<CheckoutRow | undefined> {
    return (await rowsOf<CheckoutRow>(tx, `SELECT ${CHECKOUT_COLUMNS} FROM checkout WHERE request_key = ?`, [key]))[0]
  }

  /** The checkout by which a bill of a store was paid. */
  async paidBy(storeId: number, billNo: string): Promise<CheckoutRow | undefined> {
    const columns = CHECKOUT_COLUMNS.split(', ').map(column => `c.${column}`)
    const sql = `SELECT ${columns.join(', ')} FROM purchase p JOIN checkout c ON c.purchase_id = p.id WHERE p.store_id = ? AND p.bill_no = ?`
    return (await this.db.query<CheckoutRow>(sql, [storeId, billNo]))[0]
  }

  coupons(checkoutId: number): Promise<CheckoutCouponRow[]> {
    const sql =
      'SELECT coupon_id, off_fen, name_zh, name_en FROM checkout_coupon WHERE checkout_id = ? ORDER BY coupon_id'
    return this.db.query<CheckoutCouponRow>(sql, [checkoutId])
  }

  /** Writes down that something happened to a checkout. Each happens once. */
  async step(tx: Tx, checkoutId: number, step: 'BEGUN' | 'GIVEN_UP' | 'LET_GO' | 'PAID', who: string): Promise<void> {
    await insert(tx, 'checkout_step', { checkout_id: checkoutId, step, at: this.clock.now(), who: who.slice(0, 40) })
  }

  /** Writes down that the member gives a payment up, before anybody outside is asked to close it. */
  async giveUp(row: CheckoutRow): Promise<void> {
    await this.db.transaction(async tx => {
      const now = this.clock.now()
      const current = await this.lock(tx, row.id)
      if (current?.state !== CHECKOUT.OPEN || current.expires_at <= now) return
      await change(tx, 'UPDATE checkout SET expires_at = ? WHERE id = ?', [now, row.id])
      await this.step(tx, row.id, 'GIVEN_UP', 'MEMBER')
    })
  }

  /** Whether a bill of this number has been recorded as paid, at a till or here. */
  async isRecorded(storeId: number, billNo: string): Promise<boolean> {
    const sql = 'SELECT id FROM purchase WHERE store_id = ? AND bill_no = ?'
    return (await this.db.query(sql, [storeId, billNo])).length > 0
  }
}
