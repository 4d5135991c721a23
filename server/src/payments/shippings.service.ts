import { Inject, Injectable } from '@nestjs/common'
import type { Logger } from 'pino'
import type { Clock } from '../clock.js'
import { change, type Db } from '../db.js'
import { CLOCK, DB, LOG, WECHAT } from '../tokens.js'
import type { WechatClient } from '../wechat/wechat.client.js'
import { WechatError } from '../wechat/wechat.error.js'
import { SHIPPING, SHIPPING_WAY, shippingAgainAt, shippingTrouble } from './shippings.rules.js'

/** What WeChat is to be told of, as `id` of its order. */
interface ShippingRow {
  id: number
  way: number
  due_at: Date
  tries: number
  trouble: string | null
  transaction_id: string
  description: string
  openid: string
  settled_at: Date
  refunded_fen: number
  amount_fen: number
}

/**
 * Tells WeChat that what was sold has been handed over. Until then it keeps the money, and may stop a mini-program from
 * selling. Written by `shippingDue` in the transaction that hands over, told by the job: no network inside a transaction.
 */
@Injectable()
export class Shippings {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Logger,
    @Inject(WECHAT) private readonly wechat: WechatClient,
  ) {}

  /** Those that are due, the longest waiting first. */
  due(limit: number): Promise<ShippingRow[]> {
    return this.db.query<ShippingRow>(
      `SELECT s.order_id AS id, s.way, s.due_at, s.tries, s.trouble, p.transaction_id, p.description, i.openid, p.settled_at, p.refunded_fen, p.amount_fen
       FROM payment_shipping s JOIN payment_order p ON p.id = s.order_id JOIN wechat_identity i ON i.id = p.identity_id
       WHERE s.due_at <= ? ORDER BY s.due_at LIMIT ?`,
      [this.clock.now(), limit],
    )
  }

  /** Tells of one; whoever takes it first has it. What WeChat does not take now is told again later, and later. */
  async report(row: ShippingRow): Promise<void> {
    // All of it went back to the payer: there is nothing to be handed over.
    if (row.refunded_fen >= row.amount_fen) return this.end(row, { state: SHIPPING.GIVEN_UP, trouble: 'REFUNDED' })
    if (!(await this.take(row))) return
    try {
      const way = row.way === SHIPPING_WAY.DIGITAL ? 'DIGITAL' : 'PICK_UP'
      const { transaction_id: transactionId, openid, description, settled_at: at } = row
      await this.wechat.shipping.report({ transactionId, openid, description, way, at })
    } catch (error) {
      if (!(error instanceof WechatError)) throw error
      return this.failed(row, error)
    }
    await this.end(row, { state: SHIPPING.REPORTED, trouble: null })
  }

  /** The next try is settled before this one is made: a process that dies in between costs a repetition and no more. */
  private async take({ id, due_at, tries }: ShippingRow): Promise<boolean> {
    const next = shippingAgainAt(tries + 1, this.clock.now())
    const sql = `UPDATE payment_shipping SET due_at = ?, tries = tries + 1 WHERE order_id = ? AND state = ${SHIPPING.DUE} AND due_at = ?`
    return (await this.db.transaction(tx => change(tx, sql, [next, id, due_at]))) === 1
  }

  private async failed(row: ShippingRow, error: WechatError): Promise<void> {
    const { again, trouble, told } = shippingTrouble(row, error)
    if (told) return this.end(row, { state: SHIPPING.REPORTED, trouble: null })
    this.log.warn(
      { payment: row.id, reason: error.message, again },
      'WeChat did not take that something was handed over',
    )
    if (!again) return this.end(row, { state: SHIPPING.GIVEN_UP, trouble })
    const sql = `UPDATE payment_shipping SET trouble = ? WHERE order_id = ? AND state = ${SHIPPING.DUE}`
    await this.db.transaction(tx => change(tx, sql, [trouble, row.id]))
  }

  private async end({ id }: ShippingRow, to: { state: number; trouble: string | null }): Promise<void> {
    const sql = `UPDATE payment_shipping SET state = ?, trouble = ?, due_at = NULL, ended_at = ? WHERE order_id = ? AND state = ${SHIPPING.DUE}`
    await this.db.transaction(tx => change(tx, sql, [to.state, to.trouble, this.clock.now(), id]))
  }
}
