import { Inject, Injectable } from '@nestjs/common'
import { CheckoutQuotes, rulesFor } from '../checkouts/checkout-quotes.service.js'
import { CheckoutRows } from '../checkouts/checkout-rows.service.js'
import type { Around } from '../checkouts/checkout-settling.service.js'
import { multiplierName } from '../checkouts/checkouts.texts.js'
import { OffsetPoints } from '../checkouts/offset-points.service.js'
import type { Clock } from '../clock.js'
import type { Input } from '../http.js'
import type { PreparedBill } from '../purchases/bills.service.js'
import type { Till } from '../purchases/scans.service.js'
import { paidAtOf } from '../purchases/tills.service.js'
import { Stores } from '../stores/stores.service.js'
import { CLOCK } from '../tokens.js'
import { actorOf, askedOfTill, type TillRow } from './till-checkout-rows.service.js'
import { tillText } from './till-checkouts.texts.js'

type Body = Input<'POST /pos/v1/checkouts/:key/commits'>['body']

/** What a commit is about, read before its transaction. */
export interface Surrounded {
  paidAt: Date
  around: Around
  prepared: PreparedBill
}

/** A reservation that ends within this time may have ended by the time its points are taken. */
const SOON_MS = 60_000

/** What has to be known of a reservation before it is committed. */
@Injectable()
export class TillSurroundings {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Stores) private readonly stores: Stores,
    @Inject(CheckoutRows) private readonly checkouts: CheckoutRows,
    @Inject(CheckoutQuotes) private readonly quotes: CheckoutQuotes,
    @Inject(OffsetPoints) private readonly points: OffsetPoints,
  ) {}

  /** Refuses `bill.time_invalid`. */
  async of(till: Till, row: TillRow, body: Body): Promise<Surrounded> {
    const now = this.clock.now()
    const paidAt = paidAtOf(body.paidAt, now)
    const [store, coupons] = await Promise.all([this.stores.get(row.store_id), this.checkouts.coupons(row.id)])
    const late = row.points > 0 && row.expires_at.getTime() <= now.getTime() + SOON_MS
    const { honours } = late ? await this.points.of(row.member_id, store, now) : { honours: [] }
    const multipliers = coupons.filter(one => one.off_fen === 0).map(one => ({ zh: one.name_zh, en: one.name_en }))
    const by = { memberId: row.member_id, paidFen: body.paidFen, who: till.who, staffId: till.staffId, paidAt }
    const prepared = await this.quotes.prepare(askedOfTill(row), by, rulesFor(row, multiplierName(multipliers)))
    const bill = { id: null, store_id: row.store_id, bill_no: row.bill_no }
    const what = tillText(store.name)
    const around = { checkout: row, bill, store, coupons, by: actorOf(till), what, honours }
    return { paidAt, around, prepared }
  }
}
