import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { change, type Db, insert, rowsOf, type Tx } from '../db.js'
import type { Ids } from '../ids.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB, IDS, PAY } from '../tokens.js'
import type { PayClient, PayParameters } from '../wechat-pay/wechat-pay.client.js'
import { PayError } from '../wechat-pay/wechat-pay.error.js'
import type { Transaction } from '../wechat-pay/wechat-pay.facts.js'
import { type NoticeRow, type PaymentRow, PaymentRows } from './payment-rows.service.js'
import {
  type Heard,
  MAX_FEN,
  MAX_OPEN_MS,
  MIN_LEFT_MS,
  MIN_OPEN_MS,
  nextLook,
  nextTry,
  outTradeNoOf,
  type Purpose,
  STATE,
} from './payments.rules.js'

/** What somebody asks money for. One order per purpose and ref, for ever: a new attempt has a ref of its own. */
export interface NewPayment {
  purpose: Purpose
  ref: string
  memberId: number | null
  /** Whose WeChat pays. */
  identityId: number
  storeId: number | null
  amountFen: number
  /** What the payer reads. */
  description: string
  expiresAt: Date
}

/**
 * What became of an order by what WeChat Pay has said: PAID now, KNOWN to be paid already, OPEN or CLOSED there, REPEATED
 * news, or a MISMATCH with what was asked, which is written down and moves no money.
 */
export interface Applied {
  outcome: 'PAID' | 'KNOWN' | 'OPEN' | 'CLOSED' | 'REPEATED' | 'MISMATCH'
  order: PaymentRow
}

/**
 * Orders of WeChat Pay. They know nothing of what is paid for. Whoever asks for money sets aside first what it is for
 * (points on hold, stock), and opens the order in the same transaction; then asks for the prepay outside of any; takes
 * what it has set aside once the order is PAID and `claim` says so; and lets it go only together with `markClosed`, after
 * WeChat Pay has closed the order. So holds must outlast orders by far: a hold that ends by itself ends too early.
 */
@Injectable()
export class Payments {
  private readonly flights = new Map<number, Promise<PayParameters>>()

  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(PAY) private readonly pay: PayClient | null,
    @Inject(PaymentRows) private readonly rows: PaymentRows,
  ) {}

  /** Whether there is a merchant to be paid at all. */
  get configured(): boolean {
    return this.pay !== null
  }

  /**
   * Writes an order down, in the caller's transaction and before anybody outside hears of it. The same purpose and ref get
   * the first order. Refuses `pay.different` for other words, `pay.not_configured` where there is no merchant.
   */
  async open(tx: Tx, wanted: NewPayment): Promise<PaymentRow> {
    if (!this.pay) throw new Refusal('pay.not_configured')
    const now = this.clock.now()
    const openMs = wanted.expiresAt.getTime() - now.getTime()
    const sql = 'SELECT * FROM payment_order WHERE purpose = ? AND ref = ? FOR UPDATE'
    const [known] = await rowsOf<PaymentRow>(tx, sql, [wanted.purpose, wanted.ref])
    if (known) return sameOrRefuse(known, wanted)
    const isAmount = Number.isInteger(wanted.amountFen) && wanted.amountFen >= 1 && wanted.amountFen <= MAX_FEN
    if (!isAmount || openMs < MIN_OPEN_MS || openMs > MAX_OPEN_MS) throw new RangeError('no order can be made of this')
    const id = this.ids.next()
    await insert(tx, 'payment_order', {
      id,
      out_trade_no: outTradeNoOf(id),
      purpose: wanted.purpose,
      ref: wanted.ref,
      member_id: wanted.memberId,
      identity_id: wanted.identityId,
      store_id: wanted.storeId,
      amount_fen: wanted.amountFen,
      description: describable(wanted.description),
      state: STATE.OPEN,
      opened_at: now,
      expires_at: wanted.expiresAt,
      due_at: wanted.expiresAt,
    })
    await this.rows.step(tx, id, 'OPENED', 'MEMBER')
    const [row] = await rowsOf<PaymentRow>(tx, 'SELECT * FROM payment_order WHERE id = ?', [id])
    return row as PaymentRow
  }

  /**
   * What the phone needs to pay; asked again, the same. Never call it inside a transaction. Refuses `pay.already_paid`,
   * `pay.closed`, `pay.unavailable`: in the last case nothing is lost, and the same order may be asked for again.
   */
  prepay(orderId: number): Promise<PayParameters> {
    const flying = this.flights.get(orderId)
    if (flying) return flying
    const flight = this.prepayOnce(orderId).finally(() => this.flights.delete(orderId))
    this.flights.set(orderId, flight)
    return flight
  }

  private async prepayOnce(orderId: number): Promise<PayParameters> {
    const pay = this.client()
    const row = payable(await this.rows.get(orderId), this.clock.now())
    if (row.prepay_id && row.prepaid_at) return pay.parametersOf(row.prepay_id, row.prepaid_at)
    const prepayId = await this.askPrepay(row)
    const now = this.clock.now()
    await this.db.transaction(async tx => {
      // Another process may have been quicker, or the order closed: what stands in the row is what the phone gets.
      const sql = `UPDATE payment_order SET prepay_id = ?, prepaid_at = ?, due_at = ? WHERE id = ? AND state = ${STATE.OPEN} AND prepay_id IS NULL`
      const changed = await change(tx, sql, [prepayId, now, nextLook(now, row.expires_at, now), orderId])
      if (changed === 1) await this.rows.step(tx, orderId, 'PREPAID', 'MEMBER')
    })
    const kept = payable(await this.rows.get(orderId), now)
    if (!kept.prepay_id || !kept.prepaid_at) throw new Refusal('pay.closed')
    return pay.parametersOf(kept.prepay_id, kept.prepaid_at)
  }

  /**
   * The prepay id. When it is not known what became of the request, WeChat Pay is asked before the same words are sent
   * once more: the number stays, so there is never a second order.
   */
  private async askPrepay(row: PaymentRow): Promise<string> {
    const [identity] = await this.db.query<{ openid: string }>('SELECT openid FROM wechat_identity WHERE id = ?', [
      row.identity_id,
    ])
    if (!identity) throw new Refusal('record.not_found')
    const order = {
      outTradeNo: row.out_trade_no,
      description: row.description,
      amountFen: row.amount_fen,
      openid: identity.openid,
      expiresAt: row.expires_at,
    }
    try {
      return await this.client().prepay(order)
    } catch (error) {
      if (!(error instanceof PayError)) throw error
      const maybeThere = error.kind === 'UNKNOWN' || error.kind === 'PAID' || error.kind === 'CHANGED'
      if (!maybeThere) throw refusalFor(error)
      await this.assertUnpaid(row)
      if (error.kind !== 'UNKNOWN') throw refusalFor(error)
    }
    return this.client().prepay(order).catch(refuse)
  }

  private async assertUnpaid(row: PaymentRow): Promise<void> {
    const applied = await this.query(row, 'QUERY').catch(error => {
      if (error instanceof PayError && error.kind === 'NOT_FOUND') return null
      return refuse(error)
    })
    if (applied) payable(applied.order, this.clock.now())
  }

  /** Asks WeChat Pay about an order and applies what it says. Throws `PayError`. */
  async query(row: PaymentRow, heard: Heard): Promise<Applied> {
    return this.apply(await this.client().query(row.out_trade_no), heard)
  }

  /**
   * Takes in what WeChat Pay has signed about an order, any number of times and in any order: it becomes PAID once. An
   * order that was closed here becomes PAID too, and is marked late. Refuses `pay.order_unknown`.
   */
  async apply(told: Transaction, heard: Heard, notice?: NoticeRow): Promise<Applied> {
    return this.db.transaction(async tx => {
      const row = await this.rows.lock(tx, told.outTradeNo)
      if (!row) throw new Refusal('pay.order_unknown')
      if (notice && (await this.rows.noticeKnown(tx, notice.id))) return { outcome: 'REPEATED', order: row }
      const applied = await this.applyTo(tx, row, told, heard)
      if (notice) await this.rows.keepNotice(tx, notice, told.outTradeNo, applied.outcome)
      return applied
    })
  }

  private async applyTo(tx: Tx, row: PaymentRow, told: Transaction, heard: Heard): Promise<Applied> {
    const isPaid = told.state === 'SUCCESS' || told.state === 'REFUND'
    if (!isPaid) return { outcome: told.state === 'CLOSED' ? 'CLOSED' : 'OPEN', order: row }
    const amounts = { oursFen: row.amount_fen, theirsFen: told.amountFen }
    const mismatch = async (kind: 'AMOUNT' | 'TRANSACTION'): Promise<Applied> => {
      await this.rows.differ(tx, { kind, outTradeNo: row.out_trade_no, outRefundNo: '', ...amounts })
      return { outcome: 'MISMATCH', order: row }
    }
    if (told.amountFen !== row.amount_fen || !told.transactionId) return mismatch('AMOUNT')
    if (row.state === STATE.PAID) {
      return row.transaction_id === told.transactionId ? { outcome: 'KNOWN', order: row } : mismatch('TRANSACTION')
    }
    const now = this.clock.now()
    const paid = {
      state: STATE.PAID,
      late: row.state === STATE.CLOSED ? 1 : 0,
      transaction_id: told.transactionId,
      paid_at: told.paidAt ?? now,
      payer_fen: told.payerFen,
      due_at: now,
      looks: 0,
    }
    const columns = Object.keys(paid).map(name => `${name} = ?`)
    await change(tx, `UPDATE payment_order SET ${columns.join(', ')} WHERE id = ?`, [...Object.values(paid), row.id])
    await this.rows.step(tx, row.id, 'PAID', heard)
    return { outcome: 'PAID', order: { ...row, ...paid } }
  }

  /**
   * Closes an order at WeChat Pay, so that nothing can be paid on it any more. CLOSED says that it is; PAID that the money
   * was quicker and is applied; UNKNOWN that it must be tried again, and nothing may be let go before.
   */
  async closeThere(row: PaymentRow): Promise<'CLOSED' | 'PAID' | 'UNKNOWN'> {
    try {
      await this.client().close(row.out_trade_no)
      return 'CLOSED'
    } catch (error) {
      if (!(error instanceof PayError)) throw error
      if (error.kind === 'CLOSED') return 'CLOSED'
      // Without a prepay id nobody holds parameters to pay with, and from now on nobody will get any.
      if (error.kind === 'NOT_FOUND') return row.prepay_id === null ? 'CLOSED' : 'UNKNOWN'
      if (error.kind !== 'PAID' && error.kind !== 'CHANGED') return 'UNKNOWN'
    }
    const applied = await this.query(row, 'JOB').catch(() => null)
    if (applied?.outcome === 'CLOSED') return 'CLOSED'
    return applied && applied.order.state === STATE.PAID ? 'PAID' : 'UNKNOWN'
  }

  /**
   * Closes an order here, in the transaction that lets go what was set aside for it; false when it is not open any more,
   * and then nothing may be let go. Only after `closeThere` has answered CLOSED. Take the ledger's locks first.
   */
  async markClosed(tx: Tx, orderId: number, heard: Heard): Promise<boolean> {
    const sql = `UPDATE payment_order SET state = ${STATE.CLOSED}, due_at = NULL WHERE id = ? AND state = ${STATE.OPEN}`
    if ((await change(tx, sql, [orderId])) !== 1) return false
    await this.rows.step(tx, orderId, 'CLOSED', heard)
    return true
  }

  /**
   * Claims the money of a paid order, in the transaction that hands over what it is for; false when somebody has claimed
   * it, and then nothing may be handed over. Take the ledger's locks first.
   */
  async claim(tx: Tx, orderId: number): Promise<boolean> {
    const sql = `UPDATE payment_order SET settled_at = ?, due_at = NULL WHERE id = ? AND state = ${STATE.PAID} AND settled_at IS NULL`
    if ((await change(tx, sql, [this.clock.now(), orderId])) !== 1) return false
    await this.rows.step(tx, orderId, 'SETTLED', 'JOB')
    return true
  }

  /** When to look again at an order that is still unpaid, or that could not be dealt with. */
  async lookAgain(row: PaymentRow, failed: boolean): Promise<void> {
    const now = this.clock.now()
    const soon = row.prepaid_at && !failed ? nextLook(row.prepaid_at, row.expires_at, now) : nextTry(row.looks, now)
    await this.rows.postpone(row, soon > now ? soon : nextTry(row.looks, now))
  }

  private client(): PayClient {
    if (!this.pay) throw new Refusal('pay.not_configured')
    return this.pay
  }
}

function payable(row: PaymentRow, now: Date): PaymentRow {
  if (row.state === STATE.PAID) throw new Refusal('pay.already_paid')
  const left = row.expires_at.getTime() - now.getTime()
  if (row.state === STATE.CLOSED || left < (row.prepay_id ? 1 : MIN_LEFT_MS)) throw new Refusal('pay.closed')
  return row
}

/** Lines of WeChat Pay's bill are lines: what would break one is taken out of what the payer reads. */
function describable(text: string): string {
  return [...text.replace(/[\p{Cc}`,]/gu, ' ')].slice(0, 60).join('').trim() || '餐厅消费'
}

function sameOrRefuse(row: PaymentRow, wanted: NewPayment): PaymentRow {
  const same = row.amount_fen === wanted.amountFen && row.identity_id === wanted.identityId
  if (!same) throw new Refusal('pay.different')
  return row
}

function refuse(error: unknown): never {
  throw error instanceof PayError ? refusalFor(error) : error
}

function refusalFor({ kind }: PayError): Refusal {
  return new Refusal(kind === 'CLOSED' ? 'pay.closed' : 'pay.unavailable')
}
