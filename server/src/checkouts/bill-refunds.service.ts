import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { refundShares } from '../coupons/refund-shares.rules.js'
import { type Db, insert, insertAll, isDuplicate, rowsOf, type Tx } from '../db.js'
import { amountProblem } from '../earning/earning.rules.js'
import type { Input, Reply } from '../http.js'
import type { Ids } from '../ids.js'
import { LedgerPolicies } from '../ledger/policies.service.js'
import { type PreparedRefund, type RefundRow, Refunds } from '../purchases/refunds.service.js'
import type { Till } from '../purchases/scans.service.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB, IDS } from '../tokens.js'
import { type Before, CASH, CheckoutReturns, type Giving, POINTS } from './checkout-returns.service.js'
import { type CheckoutRow, CheckoutRows } from './checkout-rows.service.js'

type Body = Input<'POST /staff/bills/:billNo/refunds'>['body']
type View = Reply<'POST /staff/bills/:billNo/refunds'>

interface KeptRefund {
  id: number
  checkout_id: number
  refund_no: string
  amount_fen: number
  cash_fen: number
  points: number
  out_refund_no: string | null
  refunded_at: Date
}

type Beside = (tx: Tx, checkoutId: number) => Promise<void>

const KEPT = 'id, checkout_id, refund_no, amount_fen, cash_fen, points, out_refund_no, refunded_at'
const TRIES = 3

/**
 * Refunds of bills, however they were paid. Of one paid with a checkout each part goes back the way it came: money through
 * WeChat Pay or at the till, points to their lots, coupons to the wallet once all of them is back; and what the money had
 * earned is taken back. What comes back never exceeds what went in.
 */
@Injectable()
export class BillRefunds {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(LedgerPolicies) private readonly policies: LedgerPolicies,
    @Inject(Refunds) private readonly refunds: Refunds,
    @Inject(CheckoutRows) private readonly rows: CheckoutRows,
    @Inject(CheckoutReturns) private readonly returns: CheckoutReturns,
  ) {}

  /**
   * Refunds so much of a bill, in menu prices: at most what the bill came to before coupons and points. Refuses
   * bill.unknown, bill.amount_invalid, refund.too_much, refund.different. `beside`, where given, writes in the same
   * transaction what else there is to say of a refund that is new, and may refuse it.
   */
  async refund(till: Till, billNo: string, body: Body, beside?: Beside): Promise<View> {
    const checkout = await this.rows.paidBy(till.storeId, billNo)
    if (!checkout) {
      const taken = await this.kept(till.storeId, body.refundNo)
      if (taken) throw new Refusal('refund.different')
      return this.refunds.refund(till, billNo, body)
    }
    if (amountProblem(body.amountFen)) throw new Refusal('bill.amount_invalid')
    const prepared = await this.refunds.prepare(till, billNo)
    const { graceDays } = await this.policies.current()
    const refund = await this.writeOnce({ till, body, checkout, prepared, graceDays }, beside)
    if (refund.out_refund_no) await this.returns.send(refund.out_refund_no)
    return this.view(prepared, checkout, refund)
  }

  private async writeOnce(order: Giving, beside?: Beside): Promise<KeptRefund> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.db.transaction(tx => this.write(tx, order, beside))
      } catch (error) {
        // Another refund took the number at the same moment: the next look finds it.
        if (!isDuplicate(error) || attempt >= TRIES) throw error
      }
    }
  }

  private async write(tx: Tx, order: Giving, beside?: Beside): Promise<KeptRefund> {
    const { till, body, prepared } = order
    await this.returns.lock(tx, order.checkout)
    const checkout = await this.rows.lock(tx, order.checkout.id)
    if (!checkout) throw new Error('a paid checkout is not there')
    const known = await this.kept(till.storeId, body.refundNo, tx)
    if (known) return sameOrRefuse(known, checkout, body)
    const before = await this.before(tx, checkout)
    const leftFen = before.sources.reduce((sum, { wentFen, backFen }) => sum + wentFen - backFen, 0)
    if (body.amountFen > leftFen) throw new Refusal('refund.too_much', { leftFen })
    await beside?.(tx, checkout.id)
    const shares = refundShares(before.sources, body.amountFen)
    const id = this.ids.next()
    const points = await this.returns.points(tx, { ...order, checkout }, { id, shares, before })
    const cash = await this.returns.money(tx, { ...order, checkout, prepared }, { id, shares, before })
    await this.returns.coupons(tx, checkout, { id, shares, till })
    const row: KeptRefund = {
      id,
      checkout_id: checkout.id,
      refund_no: body.refundNo,
      amount_fen: body.amountFen,
      points,
      ...cash,
      refunded_at: this.clock.now(),
    }
    await insert(tx, 'checkout_refund', { ...row, store_id: till.storeId, recorded_by: till.who })
    const kept = shares.map(({ key, fen, whole }) => ({ refund_id: id, source: key, fen, whole: whole ? 1 : 0 }))
    await insertAll(tx, 'checkout_refund_share', kept)
    return row
  }

  /** What went in, by source, and what of it came back. Coupons by their ids. */
  private async before(tx: Tx, checkout: CheckoutRow): Promise<Before> {
    const [coupons, back, [sum]] = [
      await rowsOf<{ coupon_id: number; off_fen: number }>(
        tx,
        'SELECT coupon_id, off_fen FROM checkout_coupon WHERE checkout_id = ? ORDER BY coupon_id',
        [checkout.id],
      ),
      await rowsOf<{ source: string; fen: number; whole: number }>(
        tx,
        'SELECT s.source, SUM(s.fen) AS fen, MAX(s.whole) AS whole FROM checkout_refund_share s JOIN checkout_refund r ON r.id = s.refund_id WHERE r.checkout_id = ? GROUP BY s.source',
        [checkout.id],
      ),
      await rowsOf<{ points: number }>(
        tx,
        'SELECT COALESCE(SUM(points), 0) AS points FROM checkout_refund WHERE checkout_id = ?',
        [checkout.id],
      ),
    ]
    const backOf = (key: string) => back.find(one => one.source === key)
    const went = [
      { key: CASH, wentFen: checkout.payable_fen },
      { key: POINTS, wentFen: checkout.points_fen },
      // A coupon that took nothing off is back for good once it is back.
      ...coupons
        .map(one => ({ key: String(one.coupon_id), wentFen: one.off_fen }))
        .filter(one => one.wentFen > 0 || backOf(one.key)?.whole !== 1),
    ].filter(one => one.wentFen > 0 || (one.key !== CASH && one.key !== POINTS))
    return {
      sources: went.map(one => ({ ...one, backFen: backOf(one.key)?.fen ?? 0 })),
      points: sum?.points ?? 0,
    }
  }

  private async kept(storeId: number, refundNo: string, tx?: Tx): Promise<KeptRefund | undefined> {
    const sql = `SELECT ${KEPT} FROM checkout_refund WHERE store_id = ? AND refund_no = ?`
    const values = [storeId, refundNo]
    return (await (tx ? rowsOf<KeptRefund>(tx, sql, values) : this.db.query<KeptRefund>(sql, values)))[0]
  }

  private async view({ bill, till }: PreparedRefund, checkout: CheckoutRow, refund: KeptRefund): Promise<View> {
    const [[taken], shares, coupons] = await Promise.all([
      this.db.query<RefundRow>('SELECT * FROM refund WHERE store_id = ? AND refund_no = ?', [
        till.storeId,
        refund.refund_no,
      ]),
      this.db.query<{ source: string; fen: number; whole: number }>(
        'SELECT source, fen, whole FROM checkout_refund_share WHERE refund_id = ?',
        [refund.id],
      ),
      this.rows.coupons(checkout.id),
    ])
    const nothing: RefundRow = {
      purchase_id: bill.id,
      refund_no: refund.refund_no,
      amount_fen: 0,
      points_taken: 0,
      debt_added: 0,
      growth_taken: 0,
      cash_fen: 0,
      journal_id: null,
      refunded_at: refund.refunded_at,
    }
    const named = coupons.flatMap(one => {
      const share = shares.find(({ source }) => source === String(one.coupon_id))
      const name = { zh: one.name_zh, en: one.name_en }
      return share && (share.fen > 0 || share.whole === 1) ? [{ name, fen: share.fen, whole: share.whole === 1 }] : []
    })
    return {
      ...(await this.refunds.view(bill, taken ?? nothing)),
      amountFen: refund.amount_fen,
      returned: {
        cashFen: refund.cash_fen,
        points: refund.points,
        pointsFen: shares.find(({ source }) => source === POINTS)?.fen ?? 0,
        coupons: named,
      },
    }
  }
}

function sameOrRefuse(known: KeptRefund, checkout: CheckoutRow, body: Body): KeptRefund {
  if (known.checkout_id !== checkout.id || known.amount_fen !== body.amountFen) throw new Refusal('refund.different')
  return known
}
