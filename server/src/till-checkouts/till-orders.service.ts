import { Inject, Injectable } from '@nestjs/common'
import { CheckoutQuotes, type ReckonedBill } from '../checkouts/checkout-quotes.service.js'
import type { Input } from '../http.js'
import { LedgerPolicies } from '../ledger/policies.service.js'
import { Products } from '../purchases/products.service.js'
import type { Till } from '../purchases/scans.service.js'
import { Stores } from '../stores/stores.service.js'
import { bodyHash } from '../versions.js'
import { TillCheckoutRows } from './till-checkout-rows.service.js'
import { TillEnding } from './till-ending.service.js'
import { type AskedTill, TillQuotes } from './till-quotes.service.js'
import { TillSettings } from './till-settings.service.js'

export type ReserveBody = Input<'POST /pos/v1/checkouts'>['body']

/** A reservation to be written: everything that is read outside of a transaction has been read. */
export interface ReserveOrder {
  till: Till
  body: ReserveBody
  hash: Buffer
  asked: AskedTill
  reckoned: ReckonedBill
  graceDays: number
  holdMs: number
}

/** What has to be known before a reservation is written. */
@Injectable()
export class TillOrders {
  constructor(
    @Inject(LedgerPolicies) private readonly policies: LedgerPolicies,
    @Inject(Stores) private readonly stores: Stores,
    @Inject(Products) private readonly products: Products,
    @Inject(CheckoutQuotes) private readonly checkoutQuotes: CheckoutQuotes,
    @Inject(TillQuotes) private readonly quotes: TillQuotes,
    @Inject(TillSettings) private readonly settings: TillSettings,
    @Inject(TillCheckoutRows) private readonly rows: TillCheckoutRows,
    @Inject(TillEnding) private readonly ending: TillEnding,
  ) {}

  /** Refuses as a quote does, `checkout.points_*`, and `checkout.changed` for another amount than was expected. */
  async of(till: Till, body: ReserveBody): Promise<ReserveOrder> {
    const asked = await this.quotes.asked(till, body)
    const { brandId } = await this.stores.get(till.storeId)
    // Dishes not met yet are made here, so that coupons know them and no quote has to.
    if (asked.bill.items.length > 0) await this.products.linesOf(brandId, asked.bill.items)
    const choice = { ...asked.choice, expectedPayableFen: body.expectedPayableFen }
    const [reckoned, { graceDays }, holdMs, open] = await Promise.all([
      this.checkoutQuotes.exactly(asked.memberId, asked.bill, choice),
      this.policies.current(),
      this.settings.holdMs(),
      this.rows.openOf(till.storeId, body.billNo),
    ])
    // One whose time is over stands in nobody's way; its guest's accounts are locked by themselves, before this one's are.
    if (open) await this.ending.timeOut(open)
    return { till, body, hash: hashOf(body), asked, reckoned, graceDays, holdMs }
  }

  /** Whom a body is for; null once its token has run out, when there is nobody left to compare. */
  memberIn(till: Till, body: ReserveBody): number | null {
    return this.quotes.memberIn(till, body)
  }
}

/** Everything but the token: a guest may be scanned anew for the same reservation. */
export function hashOf(body: ReserveBody): Buffer {
  const {
    billNo,
    amountFen,
    items = [],
    tableSize,
    tierPrice,
    points,
    couponIds,
    couponCodes,
    expectedPayableFen,
  } = body
  const dishes = items.map(({ name, category, quantity, amountFen: fen }) => [name, category ?? null, quantity, fen])
  const choice = [points ?? 0, couponIds?.toSorted() ?? null, couponCodes?.toSorted() ?? null]
  return bodyHash([
    billNo,
    amountFen,
    dishes,
    tableSize ?? null,
    tierPrice ?? false,
    choice,
    expectedPayableFen ?? null,
  ])
}
