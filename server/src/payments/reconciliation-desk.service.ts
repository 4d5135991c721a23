import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { change, type Db } from '../db.js'
import type { Caller, Input, Reply } from '../http.js'
import { Audit } from '../operators/audit.service.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB, PAY } from '../tokens.js'
import type { PayClient } from '../wechat-pay/wechat-pay.client.js'
import { PayError } from '../wechat-pay/wechat-pay.error.js'
import type { RefundRow } from './payment-rows.service.js'
import { REFUND_STATE } from './payments.rules.js'
import { type DifferenceRow, REFUNDS_WITH_ORDER, Reconciliation } from './reconciliation.service.js'

const DAYS_SHOWN = 31
const SHOWN = 200
/** A refund that has not gone through after this long is shown. */
const STUCK_MS = 3_600_000

/** The page of reconciliation: what it shows, and what somebody who answers for money may do there. */
@Injectable()
export class ReconciliationDesk {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(PAY) private readonly pay: PayClient | null,
    @Inject(Reconciliation) private readonly reconciliation: Reconciliation,
    @Inject(Audit) private readonly audit: Audit,
  ) {}

  /** What the console shows: days gone through, what does not agree, and refunds that do not get through. */
  async overview(): Promise<Reply<'GET /console/reconciliation'>> {
    const stuckSince = new Date(this.clock.now().getTime() - STUCK_MS)
    const stuckSql = `${REFUNDS_WITH_ORDER} WHERE r.state IN (${REFUND_STATE.ABNORMAL}, ${REFUND_STATE.REFUSED})
      OR (r.state IN (${REFUND_STATE.ASKED}, ${REFUND_STATE.PROCESSING}) AND r.asked_at < ?) ORDER BY r.id DESC LIMIT ${SHOWN}`
    const [days, differences, stuck] = await Promise.all([
      this.db.query<BillRow>(`SELECT * FROM payment_bill ORDER BY bill_date DESC LIMIT ${DAYS_SHOWN}`),
      this.db.query<DifferenceRow>(
        `SELECT * FROM payment_difference WHERE resolved_at IS NULL ORDER BY id DESC LIMIT ${SHOWN}`,
      ),
      this.db.query<RefundRow & { out_trade_no: string }>(stuckSql, [stuckSince]),
    ])
    return {
      configured: this.pay !== null,
      days: days.map(row => ({
        date: row.bill_date,
        paidCount: row.paid_count,
        paidFen: row.paid_fen,
        refundCount: row.refund_count,
        refundFen: row.refund_fen,
        foreignCount: row.foreign_count,
        checkedAt: row.checked_at.toISOString(),
      })),
      differences: differences.map(row => ({
        id: String(row.id),
        date: row.bill_date,
        kind: row.kind,
        outTradeNo: row.out_trade_no,
        outRefundNo: row.out_refund_no || null,
        oursFen: row.ours_fen,
        theirsFen: row.theirs_fen,
        foundAt: row.found_at.toISOString(),
      })),
      stuckRefunds: stuck.map(row => ({
        outTradeNo: row.out_trade_no,
        outRefundNo: row.out_refund_no,
        amountFen: row.amount_fen,
        state: STATE_NAMES[row.state],
        trouble: row.trouble,
        askedAt: row.asked_at.toISOString(),
      })),
    }
  }

  /** The same after going through a day again by hand. Refuses `pay.bill_not_ready`, `pay.unavailable`, `pay.not_configured`. */
  async again(day: string): Promise<Reply<'GET /console/reconciliation'>> {
    await this.reconciliation.run(day).catch(error => {
      if (!(error instanceof PayError)) throw error
      throw new Refusal(error.kind === 'BUSY' ? 'pay.bill_not_ready' : 'pay.unavailable')
    })
    return this.overview()
  }

  /** Somebody says why it is right that we differ. Refuses `record.not_found`. */
  async resolve(
    by: Caller['operator'],
    id: number,
    { note }: Input<'POST /console/differences/:id/resolutions'>['body'],
  ): Promise<Reply<'GET /console/reconciliation'>> {
    await this.db.transaction(async tx => {
      const sql =
        'UPDATE payment_difference SET resolved_at = ?, resolved_by = ?, note = ? WHERE id = ? AND resolved_at IS NULL'
      const changed = await change(tx, sql, [this.clock.now(), `${by.username} ${by.name}`.slice(0, 84), note, id])
      if (changed !== 1) throw new Refusal('record.not_found')
      await this.audit.record(tx, { operator: by, action: 'DIFFERENCE_RESOLVED', target: String(id), detail: note })
    })
    return this.overview()
  }
}

interface BillRow {
  bill_date: string
  paid_count: number
  paid_fen: number
  refund_count: number
  refund_fen: number
  foreign_count: number
  checked_at: Date
}

const STATE_NAMES = {
  [REFUND_STATE.ASKED]: 'ASKED',
  [REFUND_STATE.PROCESSING]: 'PROCESSING',
  [REFUND_STATE.SUCCESS]: 'SUCCESS',
  [REFUND_STATE.ABNORMAL]: 'ABNORMAL',
  [REFUND_STATE.CLOSED]: 'CLOSED',
  [REFUND_STATE.REFUSED]: 'REFUSED',
} as const
