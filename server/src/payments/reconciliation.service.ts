import { Inject, Injectable } from '@nestjs/common'
import type { Logger } from 'pino'
import { dayOf, PROGRAMME_ZONE } from '../calendar.js'
import type { Clock } from '../clock.js'
import { change, type Db, insert, type Tx } from '../db.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB, LOG, PAY } from '../tokens.js'
import type { PayClient } from '../wechat-pay/wechat-pay.client.js'
import { PayError } from '../wechat-pay/wechat-pay.error.js'
import {
  type BillLine,
  type Difference,
  differencesOf,
  isOurs,
  type OwnPayment,
  type OwnRefund,
  readBill,
} from './bill.rules.js'
import { PaymentRefunds } from './payment-refunds.service.js'
import { type PaymentRow, PaymentRows, type RefundRow } from './payment-rows.service.js'
import { isUnderWay, REFUND_STATE, STATE } from './payments.rules.js'
import { Payments } from './payments.service.js'

/** Days back that are made up for when the worker was away, and how many orders are asked about for one bill. */
const DAYS_BACK = 7
const CHUNK = 500
const DAY_MS = 86_400_000
/** How long to wait with a bill that was not to be had. */
const REST_MS = 600_000
/** How often a day that does not agree is looked at again. */
const AGAIN_MS = 3_600_000
/** Bills are ready at ten in the morning; half an hour later nobody has to wait. */
const READY_MS = 10.5 * 3_600_000

/** Holds WeChat Pay's bill of each day against our own rows. What it finds is rows too; a good day has none. */
@Injectable()
export class Reconciliation {
  /** Until when a bill that was not to be had is left alone. */
  private restUntil = new Date(0)

  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Logger,
    @Inject(PAY) private readonly pay: PayClient | null,
    @Inject(PaymentRows) private readonly rows: PaymentRows,
    @Inject(Payments) private readonly payments: Payments,
    @Inject(PaymentRefunds) private readonly refunds: PaymentRefunds,
  ) {}

  /** Goes through the bills that are ready and have not been gone through, the oldest first. Answers how many. */
  async runDue(): Promise<number> {
    if (!this.pay || this.clock.now() < this.restUntil) return 0
    const [first] = await this.db.query<{ at: Date | null }>('SELECT MIN(opened_at) AS at FROM payment_order')
    if (!first?.at) return 0
    const now = this.clock.now().getTime()
    const since = dayOf(first.at, PROGRAMME_ZONE)
    const days = Array.from({ length: DAYS_BACK }, (_, back) => billDay(now - READY_MS - (DAYS_BACK - back) * DAY_MS))
    const wanted = days.filter(day => day >= since)
    // A day that does not agree is gone through again every hour: what was missing may have come meanwhile.
    const sql = `SELECT b.bill_date FROM payment_bill b WHERE b.bill_date >= ? AND (b.checked_at > ?
      OR NOT EXISTS (SELECT 1 FROM payment_difference d WHERE d.bill_date = b.bill_date AND d.resolved_at IS NULL))`
    const rows = await this.db.query<{ bill_date: string }>(sql, [days[0], new Date(now - AGAIN_MS)])
    const done = new Set(rows.map(row => row.bill_date))
    let count = 0
    for (const day of wanted.filter(one => !done.has(one))) {
      try {
        await this.run(day)
        count += 1
      } catch (error) {
        // Not ready, not whole, or not to be had now: asked for again in a while.
        if (!(error instanceof PayError || error instanceof TypeError)) throw error
        this.restUntil = new Date(now + REST_MS)
        this.log.info({ day, reason: error.message }, 'the bill of a day is not to be had yet')
        return count
      }
    }
    return count
  }

  /**
   * Goes through the bill of a Beijing day, as often as one likes. What WeChat Pay has and we have missed is asked about
   * and made up for first; only what is left differs. Throws `PayError` when the bill is not to be had.
   */
  async run(day: string): Promise<void> {
    if (!this.pay) throw new Refusal('pay.not_configured')
    const file = await this.pay.bill(day)
    const all = file ? readBill(file) : []
    const lines = all.filter(isOurs)
    await this.catchUp(lines)
    const [known, due] = [await this.knownOf(lines), await this.dueOn(day)]
    const found = differencesOf(lines, known, due)
    await this.db.transaction(async tx => {
      for (const one of found) await this.rows.differ(tx, one, day)
      await this.agree(tx, day, found)
      await this.keepBill(tx, day, { lines, foreign: all.length - lines.length })
    })
  }

  /** Asks about every payment and refund of the bill that is not here: the bill alone moves no money. */
  private async catchUp(lines: readonly BillLine[]): Promise<void> {
    const { payments, refunds } = await this.knownOf(lines)
    const [paid, back] = [new Set(payments.map(one => one.outTradeNo)), new Set(refunds.map(one => one.outRefundNo))]
    for (const line of lines) {
      try {
        if (line.kind === 'PAYMENT' && !paid.has(line.outTradeNo)) {
          const row = await this.rows.byNumber(line.outTradeNo)
          if (row) await this.payments.query(row, 'BILL')
        }
        if (line.kind === 'REFUND' && !back.has(line.outRefundNo) && this.pay) {
          await this.refunds.record(await this.pay.queryRefund(line.outRefundNo))
        }
      } catch (error) {
        // It stays a difference, which is what this is for.
        if (!(error instanceof PayError || error instanceof Refusal)) throw error
      }
    }
  }

  private async knownOf(lines: readonly BillLine[]): Promise<{ payments: OwnPayment[]; refunds: OwnRefund[] }> {
    const payments: OwnPayment[] = []
    const refunds: OwnRefund[] = []
    const numbers = lines.flatMap(line => (line.kind === 'PAYMENT' ? [line.outTradeNo] : []))
    for (const some of chunks(numbers)) {
      const sql = `SELECT * FROM payment_order WHERE state = ${STATE.PAID} AND out_trade_no IN (?)`
      payments.push(...(await this.db.query<PaymentRow>(sql, [some])).map(asPayment))
    }
    const backs = lines.flatMap(line => (line.kind === 'REFUND' ? [line.outRefundNo] : []))
    for (const some of chunks(backs)) {
      const sql = `${REFUNDS_WITH_ORDER} WHERE r.out_refund_no IN (?)`
      const rows = await this.db.query<RefundRow & { out_trade_no: string }>(sql, [some])
      refunds.push(...rows.filter(row => wasTaken(row)).map(asRefund))
    }
    return { payments, refunds }
  }

  /** What of ours belongs into the bill of a day. */
  private async dueOn(day: string): Promise<{ payments: OwnPayment[]; refunds: OwnRefund[] }> {
    const from = new Date(`${day}T00:00:00+08:00`)
    const range = [from, new Date(from.getTime() + DAY_MS)]
    const paid = `SELECT * FROM payment_order WHERE state = ${STATE.PAID} AND paid_at >= ? AND paid_at < ?`
    const back = `${REFUNDS_WITH_ORDER} WHERE r.accepted_at >= ? AND r.accepted_at < ?`
    const [payments, refunds] = await Promise.all([
      this.db.query<PaymentRow>(paid, range),
      this.db.query<RefundRow & { out_trade_no: string }>(back, range),
    ])
    return { payments: payments.map(asPayment), refunds: refunds.filter(wasTaken).map(asRefund) }
  }

  /** Differences of the day that are none any more end. */
  private async agree(tx: Tx, day: string, found: readonly Difference[]): Promise<void> {
    const still = new Set(found.map(keyOf))
    const open = 'SELECT * FROM payment_difference WHERE bill_date = ? AND resolved_at IS NULL'
    for (const row of (await tx.query(open, [day])) as DifferenceRow[]) {
      const key = keyOf({ kind: row.kind, outTradeNo: row.out_trade_no, outRefundNo: row.out_refund_no })
      if (still.has(key)) continue
      await change(tx, 'UPDATE payment_difference SET resolved_at = ? WHERE id = ?', [this.clock.now(), row.id])
    }
  }

  private async keepBill(tx: Tx, day: string, { lines, foreign }: { lines: BillLine[]; foreign: number }) {
    const of = (kind: BillLine['kind']) => lines.filter(line => line.kind === kind)
    const sum = (kind: BillLine['kind']) => of(kind).reduce((total, { amountFen }) => total + amountFen, 0)
    const row = {
      paid_count: of('PAYMENT').length,
      paid_fen: sum('PAYMENT'),
      refund_count: of('REFUND').length,
      refund_fen: sum('REFUND'),
      foreign_count: foreign,
      checked_at: this.clock.now(),
    }
    const columns = Object.keys(row).map(name => `${name} = ?`)
    const sql = `UPDATE payment_bill SET ${columns.join(', ')}, runs = runs + 1 WHERE bill_date = ?`
    if ((await change(tx, sql, [...Object.values(row), day])) === 1) return
    await insert(tx, 'payment_bill', { bill_date: day, ...row, runs: 1 })
  }
}

/** A disagreement as it stands. */
export interface DifferenceRow {
  id: number
  bill_date: string
  kind: Difference['kind']
  out_trade_no: string
  out_refund_no: string
  ours_fen: number | null
  theirs_fen: number | null
  found_at: Date
}

/** Refunds with the number of their order. */
export const REFUNDS_WITH_ORDER =
  'SELECT r.*, o.out_trade_no FROM payment_refund r JOIN payment_order o ON o.id = r.order_id'

const keyOf = (one: Pick<Difference, 'kind' | 'outTradeNo' | 'outRefundNo'>): string =>
  `${one.kind} ${one.outTradeNo} ${one.outRefundNo}`

/** A refund WeChat Pay has taken: it is in a bill, even if it came to nothing later. */
const wasTaken = (row: RefundRow): boolean => isUnderWay(row.state) || row.state === REFUND_STATE.CLOSED

const asPayment = (row: PaymentRow): OwnPayment => ({
  outTradeNo: row.out_trade_no,
  transactionId: row.transaction_id,
  amountFen: row.amount_fen,
})

const asRefund = (row: RefundRow & { out_trade_no: string }): OwnRefund => ({
  outTradeNo: row.out_trade_no,
  outRefundNo: row.out_refund_no,
  amountFen: row.amount_fen,
})

/** The Beijing day of a moment. */
function billDay(at: number): string {
  return dayOf(new Date(at), PROGRAMME_ZONE)
}

function chunks<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / CHUNK) }, (_, at) => all.slice(at * CHUNK, (at + 1) * CHUNK))
}
