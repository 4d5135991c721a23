import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { change, type Db, insert, rowsOf, type Tx } from '../db.js'
import type { Ids } from '../ids.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB, IDS, PAY } from '../tokens.js'
import type { PayClient } from '../wechat-pay/wechat-pay.client.js'
import { PayError } from '../wechat-pay/wechat-pay.error.js'
import type { PayRefund } from '../wechat-pay/wechat-pay.facts.js'
import { type NoticeRow, type PaymentRow, PaymentRows, type RefundRow } from './payment-rows.service.js'
import { isUnderWay, MAX_REFUNDS, nextTry, REFUND_STATE, refundStateAfter, STATE } from './payments.rules.js'

export interface NewRefund {
  order: Pick<PaymentRow, 'id' | 'out_trade_no'>
  /** Fixed by what is refunded, so that a repetition is the same refund: 6 to 64 letters, digits, - and _. */
  outRefundNo: string
  amountFen: number
  /** The payer reads it: at most 80 characters. */
  reason: string
  by: string
}

/** Money back. A refund is written down with its number before anybody hears of it, and goes out under that number only. */
@Injectable()
export class PaymentRefunds {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(PAY) private readonly pay: PayClient | null,
    @Inject(PaymentRows) private readonly rows: PaymentRows,
  ) {}

  /**
   * Writes a refund down, in the caller's transaction; `send` brings it to WeChat Pay afterwards, or the worker does. The
   * same number gets the first refund. Refuses `pay.refund_different`, `pay.refund_too_much`.
   */
  async ask(tx: Tx, { order, outRefundNo, amountFen, reason, by }: NewRefund): Promise<RefundRow> {
    if (!/^[\w-]{6,64}$/.test(outRefundNo) || !(Number.isInteger(amountFen) && amountFen > 0)) {
      throw new RangeError('no refund can be made of this')
    }
    await tx.query('SELECT id FROM payment_order WHERE id = ? FOR UPDATE', [order.id])
    const known = await this.rows.lockRefund(tx, outRefundNo)
    if (known) {
      if (known.order_id !== order.id || known.amount_fen !== amountFen) throw new Refusal('pay.refund_different')
      return known
    }
    const sql = `UPDATE payment_order SET refunded_fen = refunded_fen + ?, refunds = refunds + 1
      WHERE id = ? AND state = ${STATE.PAID} AND refunded_fen + ? <= amount_fen AND refunds < ${MAX_REFUNDS}`
    if ((await change(tx, sql, [amountFen, order.id, amountFen])) !== 1) throw new Refusal('pay.refund_too_much')
    const now = this.clock.now()
    await insert(tx, 'payment_refund', {
      id: this.ids.next(),
      order_id: order.id,
      out_refund_no: outRefundNo,
      amount_fen: amountFen,
      reason: [...reason].slice(0, 80).join(''),
      state: REFUND_STATE.ASKED,
      asked_at: now,
      asked_by: by,
      due_at: now,
    })
    return (await this.rows.lockRefund(tx, outRefundNo)) as RefundRow
  }

  /**
   * Takes a refund one step further: asks for it, or asks after it. What is not known to have failed is repeated later
   * under the same number, so it can never be two refunds. Answers its state afterwards.
   */
  async send(outRefundNo: string): Promise<number> {
    const refund = await this.rows.refund(outRefundNo)
    if (!refund || refund.due_at === null) return refund?.state ?? REFUND_STATE.REFUSED
    try {
      return await this.record(await this.tell(refund))
    } catch (error) {
      if (!(error instanceof PayError)) throw error
      return this.troubled(refund, error)
    }
  }

  private async tell(refund: RefundRow): Promise<PayRefund> {
    const pay = this.pay
    if (!pay) throw new PayError({ endpoint: 'refund', kind: 'MISCONFIGURED', reason: 'no merchant' })
    if (isUnderWay(refund.state)) return pay.queryRefund(refund.out_refund_no)
    const order = await this.rows.get(refund.order_id)
    const asked = {
      outTradeNo: order.out_trade_no,
      outRefundNo: refund.out_refund_no,
      amountFen: refund.amount_fen,
      totalFen: order.amount_fen,
      reason: refund.reason,
    }
    try {
      return await pay.refund(asked)
    } catch (error) {
      // "Refused" may mean that it is there already, by a repetition that was answered differently.
      const maybeThere = error instanceof PayError && (error.kind === 'CHANGED' || error.kind === 'REFUSED')
      if (!maybeThere) throw error
      return await pay.queryRefund(refund.out_refund_no).catch(() => {
        throw error
      })
    }
  }

  /** Takes in what WeChat Pay has signed about a refund, in any order. Refuses `pay.order_unknown`. Answers the state. */
  async record(told: PayRefund, notice?: NoticeRow): Promise<number> {
    return this.db.transaction(async tx => {
      const order = await this.rows.lock(tx, told.outTradeNo)
      const refund = await this.rows.lockRefund(tx, told.outRefundNo)
      if (!order || !refund || refund.order_id !== order.id) throw new Refusal('pay.order_unknown')
      if (notice && (await this.rows.noticeKnown(tx, notice.id))) return refund.state
      if (told.amountFen !== refund.amount_fen) {
        const amounts = { oursFen: refund.amount_fen, theirsFen: told.amountFen }
        const numbers = { outTradeNo: order.out_trade_no, outRefundNo: refund.out_refund_no }
        await this.rows.differ(tx, { kind: 'REFUND_AMOUNT', ...numbers, ...amounts })
        if (notice) await this.rows.keepNotice(tx, notice, told.outRefundNo, 'MISMATCH')
        return refund.state
      }
      const state = refundStateAfter(refund.state, told.state)
      await this.keep(tx, refund, { ...told, to: state })
      if (state === REFUND_STATE.CLOSED && refund.state !== REFUND_STATE.CLOSED) {
        // It came to nothing: the money is still ours to give back, under another number.
        const sql = 'UPDATE payment_order SET refunded_fen = refunded_fen - ? WHERE id = ? AND refunded_fen >= ?'
        await change(tx, sql, [refund.amount_fen, order.id, refund.amount_fen])
      }
      if (notice) await this.rows.keepNotice(tx, notice, told.outRefundNo, told.state)
      return state
    })
  }

  private async keep(tx: Tx, refund: RefundRow, told: PayRefund & { to: number }): Promise<void> {
    const now = this.clock.now()
    const goesOn = told.to === REFUND_STATE.PROCESSING
    const ended = goesOn ? null : (refund.ended_at ?? told.succeededAt ?? now)
    const sql = `UPDATE payment_refund SET state = ?, refund_id = ?, accepted_at = COALESCE(accepted_at, ?), ended_at = ?, due_at = ?, tries = tries + 1, trouble = NULL
      WHERE id = ?`
    const due = goesOn ? nextTry(refund.tries + 1, now) : null
    await change(tx, sql, [told.to, told.refundId, told.acceptedAt ?? now, ended, due, refund.id])
  }

  /** Only a plain no ends it: then it stands there, refused, for somebody to see. Everything else is tried again. */
  private async troubled(refund: RefundRow, error: PayError): Promise<number> {
    const over = error.kind === 'CHANGED' || error.kind === 'REFUSED' || error.kind === 'NOT_FOUND'
    const state = over && refund.state === REFUND_STATE.ASKED ? REFUND_STATE.REFUSED : refund.state
    const now = this.clock.now()
    const due = state === REFUND_STATE.REFUSED ? null : nextTry(refund.tries, now)
    const sql =
      'UPDATE payment_refund SET state = ?, due_at = ?, tries = tries + 1, trouble = ? WHERE id = ? AND state = ?'
    await this.db.query(sql, [state, due, error.code ?? error.kind, refund.id, refund.state])
    return state
  }

  async ofOrder(tx: Tx, orderId: number): Promise<RefundRow[]> {
    return rowsOf<RefundRow>(tx, 'SELECT * FROM payment_refund WHERE order_id = ? ORDER BY id', [orderId])
  }
}
