import type { TillCheckout } from '@huitou/shared/till-checkouts'
import { Inject, Injectable } from '@nestjs/common'
import { BILL } from '../checkouts/checkout-rows.service.js'
import { type Aside, SetAside } from '../checkouts/set-aside.service.js'
import { isRecorded } from '../checkouts/table-bills.service.js'
import type { Clock } from '../clock.js'
import { type Db, insert, isDuplicate, rowsOf, type Tx } from '../db.js'
import type { Ids } from '../ids.js'
import { Ledger } from '../ledger/ledger.service.js'
import type { Till } from '../purchases/scans.service.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB, IDS } from '../tokens.js'
import { actorOf, TILL_CHANNEL, TillCheckoutRows, type TillRow } from './till-checkout-rows.service.js'
import { tillText } from './till-checkouts.texts.js'
import { lineShares } from './till-lines.rules.js'
import { hashOf, type ReserveBody, type ReserveOrder, TillOrders } from './till-orders.service.js'
import { TillViews } from './till-views.service.js'

const TRIES = 3

/** Reserving: points on hold, coupons locked, the bill's turnstile taken; all or nothing. */
@Injectable()
export class TillReserving {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(Ledger) private readonly ledger: Ledger,
    @Inject(SetAside) private readonly setAside: SetAside,
    @Inject(TillCheckoutRows) private readonly rows: TillCheckoutRows,
    @Inject(TillOrders) private readonly orders: TillOrders,
    @Inject(TillViews) private readonly views: TillViews,
  ) {}

  /**
   * Reserves once per key; a repeat gets the same reservation, also when its token has run out since. Refuses
   * `checkout.different` for the key of another body, `checkout.bill_open`, `checkout.bill_recorded`,
   * `checkout.bill_at_table`, `checkout.changed`, `checkout.points_*`, and as a quote does; then nothing is set aside.
   */
  async reserve(till: Till, body: ReserveBody): Promise<TillCheckout> {
    if (!(await this.repeated(till, body))) {
      try {
        await this.writeOnce(await this.orders.of(till, body))
      } catch (error) {
        // What is missing may be what this very request, sent twice, has set aside a moment ago.
        if (!(error instanceof Refusal) || !(await this.repeated(till, body))) throw error
      }
    }
    return this.views.one(till.storeId, body.idempotencyKey)
  }

  /** Whether this request has reserved already. Refuses `checkout.different`. */
  private async repeated(till: Till, body: ReserveBody): Promise<boolean> {
    const known = await this.rows.byKey(till.storeId, body.idempotencyKey)
    if (known) assertSame(known, hashOf(body), this.orders.memberIn(till, body))
    return known !== undefined
  }

  private async writeOnce(order: ReserveOrder): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.db.transaction(tx => this.write(tx, order))
      } catch (error) {
        // The key or the bill was taken at the same moment: the next look finds by whom.
        if (!isDuplicate(error) || attempt >= TRIES) throw error
      }
    }
  }

  /** In the order of locks: the member's accounts, the coupons, then what is new. */
  private async write(tx: Tx, { till, body, hash, asked, reckoned, graceDays, holdMs }: ReserveOrder): Promise<void> {
    const { memberId, bill } = asked
    await this.ledger.lock(tx, memberId)
    const known = await this.rows.byKey(till.storeId, body.idempotencyKey, tx)
    if (known) return assertSame(known, hash, memberId)
    await this.assertFree(tx, till.storeId, body.billNo)
    const until = new Date(this.clock.now().getTime() + holdMs)
    const id = this.ids.next()
    const aside: Aside = {
      id,
      key: `till:${till.storeId}:${body.idempotencyKey}`,
      hash,
      bill: { id: null, amountFen: bill.amountFen },
      memberId,
      identityId: null,
      reckoned,
      graceDays,
      what: tillText(reckoned.store.name),
      by: actorOf(till),
      payUntil: until,
      keepUntil: until,
    }
    const holdId = await this.setAside.points(tx, aside)
    await this.setAside.coupons(tx, aside)
    await this.setAside.write(tx, aside, { holdId, orderId: null })
    await insert(tx, 'till_checkout', {
      checkout_id: id,
      store_id: till.storeId,
      reserve_key: body.idempotencyKey,
      bill_no: bill.billNo,
      open_bill_no: bill.billNo,
      open_until: until,
      table_id: bill.tableId,
      items: JSON.stringify(bill.items),
      table_size: bill.tableSize,
      tier_price: bill.tierPrice ? 1 : 0,
      channel: till.staffId === null ? TILL_CHANNEL.POS : TILL_CHANNEL.STAFF,
      reserved_at: this.clock.now(),
      reserved_by: till.who,
      staff_id: till.staffId,
      line_shares: JSON.stringify(lineShares(reckoned.discount, bill.items.length, reckoned.pointsFen)),
    })
  }

  private async assertFree(tx: Tx, storeId: number, billNo: string): Promise<void> {
    if (await isRecorded(tx, storeId, billNo)) throw new Refusal('checkout.bill_recorded')
    const open = await this.rows.openOf(storeId, billNo, tx)
    if (open)
      throw new Refusal('checkout.bill_open', { key: open.reserve_key, expiresAt: open.expires_at.toISOString() })
    const paying = `SELECT id FROM table_bill WHERE store_id = ? AND bill_no = ? AND state = ${BILL.OPEN} AND checkout_id IS NOT NULL`
    if ((await rowsOf(tx, paying, [storeId, billNo])).length > 0) throw new Refusal('checkout.bill_at_table')
  }
}

function assertSame(known: TillRow, hash: Buffer, memberId: number | null): void {
  const same = known.body_hash.equals(hash) && (memberId === null || memberId === known.member_id)
  if (!same) throw new Refusal('checkout.different')
}
