import { Inject, Injectable } from '@nestjs/common'
import { dayOf, PROGRAMME_ZONE } from '../calendar.js'
import type { Clock } from '../clock.js'
import { change, type Db, insert, rowsOf, type Tx } from '../db.js'
import type { Ids } from '../ids.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB, IDS } from '../tokens.js'
import type { Difference } from './bill.rules.js'
import { type Heard, type Purpose, type RefundState, STATE } from './payments.rules.js'

/** An order as it stands. */
export interface PaymentRow {
  id: number
  out_trade_no: string
  purpose: Purpose
  ref: string
  member_id: number | null
  identity_id: number
  store_id: number | null
  amount_fen: number
  description: string
  state: number
  late: number
  prepay_id: string | null
  prepaid_at: Date | null
  transaction_id: string | null
  paid_at: Date | null
  payer_fen: number | null
  refunded_fen: number
  refunds: number
  opened_at: Date
  expires_at: Date
  due_at: Date | null
  looks: number
  settled_at: Date | null
}

export interface RefundRow {
  id: number
  order_id: number
  out_refund_no: string
  amount_fen: number
  reason: string
  state: RefundState
  refund_id: string | null
  asked_at: Date
  asked_by: string
  accepted_at: Date | null
  ended_at: Date | null
  due_at: Date | null
  tries: number
  trouble: string | null
}

/** A notification, where the news came by one. */
export interface NoticeRow {
  id: string
  type: string
}

/** Rows of payments. Whoever locks more than one takes the order before its refunds. */
@Injectable()
export class PaymentRows {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  /** Refuses `record.not_found`. */
  async get(id: number): Promise<PaymentRow> {
    const [row] = await this.db.query<PaymentRow>('SELECT * FROM payment_order WHERE id = ?', [id])
    if (!row) throw new Refusal('record.not_found')
    return row
  }

  async byNumber(outTradeNo: string): Promise<PaymentRow | null> {
    const sql = 'SELECT * FROM payment_order WHERE out_trade_no = ?'
    return (await this.db.query<PaymentRow>(sql, [outTradeNo]))[0] ?? null
  }

  async byRef(purpose: Purpose, ref: string): Promise<PaymentRow | null> {
    const sql = 'SELECT * FROM payment_order WHERE purpose = ? AND ref = ?'
    return (await this.db.query<PaymentRow>(sql, [purpose, ref]))[0] ?? null
  }

  /** The order under its lock. */
  async lock(tx: Tx, outTradeNo: string): Promise<PaymentRow | null> {
    const sql = 'SELECT * FROM payment_order WHERE out_trade_no = ? FOR UPDATE'
    return (await rowsOf<PaymentRow>(tx, sql, [outTradeNo]))[0] ?? null
  }

  /** Orders somebody has to look at now: those that have waited longest first. */
  due(limit: number): Promise<PaymentRow[]> {
    const sql = 'SELECT * FROM payment_order WHERE due_at <= ? ORDER BY due_at LIMIT ?'
    return this.db.query<PaymentRow>(sql, [this.clock.now(), limit])
  }

  /** Puts off the next look at an order, unless somebody has done something about it meanwhile. */
  async postpone(row: PaymentRow, until: Date): Promise<void> {
    const sql = 'UPDATE payment_order SET due_at = ?, looks = looks + 1 WHERE id = ? AND state = ? AND due_at = ?'
    await this.db.query(sql, [until, row.id, row.state, row.due_at])
  }

  /** Ends the time of an order its payer has given up: nobody gets parameters for it any more, and it is due to be closed. */
  async endNow(orderId: number): Promise<void> {
    const now = this.clock.now()
    const sql = `UPDATE payment_order SET expires_at = ?, due_at = ? WHERE id = ? AND state = ${STATE.OPEN} AND expires_at > ?`
    await this.db.query(sql, [now, now, orderId, now])
  }

  /** Writes down that something happened to an order. A second time is a duplicate key. */
  async step(tx: Tx, orderId: number, step: string, heard: Heard): Promise<void> {
    await insert(tx, 'payment_step', { order_id: orderId, step, at: this.clock.now(), heard })
  }

  async noticeKnown(tx: Tx, id: string): Promise<boolean> {
    return (await rowsOf(tx, 'SELECT id FROM payment_notice WHERE id = ?', [id])).length > 0
  }

  async keepNotice(tx: Tx, notice: NoticeRow, about: string, outcome: string): Promise<void> {
    const { id, type } = notice
    await insert(tx, 'payment_notice', { id, type: type.slice(0, 40), about, outcome, at: this.clock.now() })
  }

  async refund(outRefundNo: string): Promise<RefundRow | null> {
    const sql = 'SELECT * FROM payment_refund WHERE out_refund_no = ?'
    return (await this.db.query<RefundRow>(sql, [outRefundNo]))[0] ?? null
  }

  async lockRefund(tx: Tx, outRefundNo: string): Promise<RefundRow | null> {
    const sql = 'SELECT * FROM payment_refund WHERE out_refund_no = ? FOR UPDATE'
    return (await rowsOf<RefundRow>(tx, sql, [outRefundNo]))[0] ?? null
  }

  dueRefunds(limit: number): Promise<RefundRow[]> {
    const sql = 'SELECT * FROM payment_refund WHERE due_at <= ? ORDER BY due_at LIMIT ?'
    return this.db.query<RefundRow>(sql, [this.clock.now(), limit])
  }

  /** Writes down a disagreement of a day, or brings one that is there up to date; what was resolved opens again. */
  async differ(tx: Tx, one: Difference, date = dayOf(this.clock.now(), PROGRAMME_ZONE)): Promise<void> {
    const { kind, outTradeNo, outRefundNo, oursFen, theirsFen } = one
    const where = 'bill_date = ? AND kind = ? AND out_trade_no = ? AND out_refund_no = ?'
    const key = [date, kind, outTradeNo.slice(0, 32), outRefundNo.slice(0, 64)]
    const known = await rowsOf<{ id: number }>(tx, `SELECT id FROM payment_difference WHERE ${where} FOR UPDATE`, key)
    if (known[0]) {
      // What a person has explained stays explained while the amounts stay the same.
      const sql =
        'UPDATE payment_difference SET ours_fen = ?, theirs_fen = ?, resolved_at = NULL, resolved_by = NULL, note = NULL WHERE id = ? AND (resolved_by IS NULL OR NOT (ours_fen <=> ? AND theirs_fen <=> ?))'
      await change(tx, sql, [oursFen, theirsFen, known[0].id, oursFen, theirsFen])
      return
    }
    await insert(tx, 'payment_difference', {
      id: this.ids.next(),
      bill_date: date,
      kind,
      out_trade_no: outTradeNo.slice(0, 32),
      out_refund_no: outRefundNo.slice(0, 64),
      ours_fen: oursFen,
      theirs_fen: theirsFen,
      found_at: this.clock.now(),
    })
  }
}
