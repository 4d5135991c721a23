import type { TillCheckout } from '@huitou/shared/till-checkouts'
import { Inject, Injectable } from '@nestjs/common'
import { CHECKOUT } from '../checkouts/checkout-rows.service.js'
import { CheckoutSettling } from '../checkouts/checkout-settling.service.js'
import type { Clock } from '../clock.js'
import { change, type Db, insertAll, isDuplicate, type Tx } from '../db.js'
import type { Input } from '../http.js'
import { Ledger } from '../ledger/ledger.service.js'
import { TierBell } from '../members/member-tier.service.js'
import type { Till } from '../purchases/scans.service.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB } from '../tokens.js'
import { bodyHash } from '../versions.js'
import { TillCheckoutRows, type TillRow } from './till-checkout-rows.service.js'
import { type Surrounded, TillSurroundings } from './till-surroundings.service.js'
import { TillViews } from './till-views.service.js'

type Body = Input<'POST /pos/v1/checkouts/:key/commits'>['body']

const TRIES = 3
/** A till may let go of the small change of a bill, and of no more. */
const MOST_LET_GO_FEN = 999
interface Order extends Surrounded {
  till: Till
  row: TillRow
  body: Body
  hash: Buffer
}

/** The money was taken: what was set aside goes out, the bill is recorded and earns; once, and also late. */
@Injectable()
export class TillCommitting {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Ledger) private readonly ledger: Ledger,
    @Inject(TierBell) private readonly tiers: TierBell,
    @Inject(CheckoutSettling) private readonly settling: CheckoutSettling,
    @Inject(TillCheckoutRows) private readonly rows: TillCheckoutRows,
    @Inject(TillSurroundings) private readonly surroundings: TillSurroundings,
    @Inject(TillViews) private readonly views: TillViews,
  ) {}

  /**
   * Commits once; a repeat gets the first answer, another body `checkout.different`. After its time it succeeds as long as
   * nobody else has what was set aside, else `checkout.conflict` names what is gone and nothing is taken. Refuses
   * `checkout.unknown`, `checkout.cancelled`, `checkout.payments_differ`, `checkout.paid_differs`, `bill.time_invalid`.
   */
  async commit(till: Till, key: string, body: Body): Promise<TillCheckout> {
    const row = await this.rows.get(till.storeId, key)
    const hash = hashOf(body)
    if (isCommitted(row, hash)) return this.views.view(row)
    assertPaid(row, body)
    const around = await this.surroundings.of(till, row, body)
    if (await this.writeOnce({ till, row, body, hash, ...around })) this.tiers.ring()
    return this.views.one(till.storeId, key)
  }

  private async writeOnce(order: Order): Promise<boolean> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.db.transaction(tx => this.write(tx, order))
      } catch (error) {
        // Another till rings up the same number at this very moment: the next look finds it.
        if (isDuplicate(error) && attempt < TRIES) continue
        throw conflictOf(error)
      }
    }
  }

  /** Answers whether a tier may rise. */
  private async write(tx: Tx, { till, row, body, hash, paidAt, around, prepared }: Order): Promise<boolean> {
    await this.ledger.lock(tx, row.member_id)
    const checkout = await this.rows.lock(tx, row.id)
    if (isCommitted(checkout, hash)) return false
    // Let go meanwhile, the bill may be somebody else's turn by now.
    const turn = checkout.open_bill_no === null && (await this.rows.openOf(row.store_id, row.bill_no, tx))
    if (turn && turn.expires_at > this.clock.now()) throw new Refusal('checkout.bill_open', { key: turn.reserve_key })
    const mayRise = await this.settling.settle(tx, { ...around, checkout }, prepared)
    await change(
      tx,
      `UPDATE till_checkout SET open_bill_no = NULL, open_until = NULL, commit_hash = ?, paid_fen = ?, paid_at = ?, committed_by = ?
       WHERE checkout_id = ?`,
      [hash, body.paidFen, paidAt, till.who, row.id],
    )
    const payments = body.payments.map(({ method, fen, reference }, at) => ({
      checkout_id: row.id,
      seq: at + 1,
      method,
      fen,
      reference: reference ?? '',
    }))
    await insertAll(tx, 'till_payment', payments)
    return mayRise
  }
}

/** Whether it was committed by this very request. Refuses `checkout.different`, `checkout.cancelled`. */
function isCommitted({ state, let_go, commit_hash }: TillRow, hash: Buffer): boolean {
  if (state === CHECKOUT.LET_GO && let_go === 'CANCELLED') throw new Refusal('checkout.cancelled')
  if (state !== CHECKOUT.PAID) return false
  if (!commit_hash?.equals(hash)) throw new Refusal('checkout.different')
  return true
}

function assertPaid({ payable_fen: payableFen }: TillRow, { payments, paidFen }: Body): void {
  const sum = payments.reduce((total, { fen }) => total + fen, 0)
  if (sum !== paidFen) throw new Refusal('checkout.payments_differ', { sumFen: sum })
  const letGo = payableFen - paidFen
  if (letGo < 0 || letGo > MOST_LET_GO_FEN) throw new Refusal('checkout.paid_differs', { payableFen })
}

/** What had been set aside and is gone, by name; every other error as it is. */
function conflictOf(error: unknown): unknown {
  if (!(error instanceof Refusal)) return error
  const { code, data } = error
  const gone = (what: 'POINTS' | 'COUPON' | 'BILL', more: object = {}) =>
    new Refusal('checkout.conflict', { what, reason: code, ...more })
  if (code === 'table.bill_settled' || code === 'checkout.bill_open') return gone('BILL', data)
  if (code.startsWith('coupon.')) return gone('COUPON', data)
  return code.startsWith('points.') ? gone('POINTS') : error
}

function hashOf({ paidFen, payments, paidAt }: Body): Buffer {
  const taken = payments.map(({ method, fen, reference }) => [method, fen, reference ?? ''])
  return bodyHash([paidFen, taken, paidAt ?? null])
}
