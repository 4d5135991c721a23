import type { TillCheckout } from '@huitou/shared/till-checkouts'
import { Inject, Injectable } from '@nestjs/common'
import { CheckoutQuotes, type ReckonedBill } from '../checkouts/checkout-quotes.service.js'
import { BILL } from '../checkouts/checkout-rows.service.js'
import { type Aside, SetAside } from '../checkouts/set-aside.service.js'
import { isRecorded } from '../checkouts/table-bills.service.js'
import type { Clock } from '../clock.js'
import { type Db, insert, isDuplicate, rowsOf, type Tx } from '../db.js'
import type { Input } from '../http.js'
import type { Ids } from '../ids.js'
import { Ledger } from '../ledger/ledger.service.js'
import { LedgerPolicies } from '../ledger/policies.service.js'
import { Products } from '../purchases/products.service.js'
import { Scans, type Till } from '../purchases/scans.service.js'
import { Refusal } from '../refusal.js'
import { Stores } from '../stores/stores.service.js'
import { CLOCK, DB, IDS } from '../tokens.js'
import { bodyHash } from '../versions.js'
import { actorOf, TILL_CHANNEL, TillCheckoutRows, type TillRow } from './till-checkout-rows.service.js'
import { tillText } from './till-checkouts.texts.js'
import { TillEnding } from './till-ending.service.js'
import { lineShares } from './till-lines.rules.js'
import { type AskedTill, TillQuotes } from './till-quotes.service.js'
import { TillSettings } from './till-settings.service.js'
import { TillViews } from './till-views.service.js'

type Body = Input<'POST /pos/v1/checkouts'>['body']

const TRIES = 3

interface Order {
  till: Till
  body: Body
  hash: Buffer
  asked: AskedTill
  reckoned: ReckonedBill
  graceDays: number
  holdMs: number
}

/** Reserving: points on hold, coupons locked, the bill's turnstile taken; all or nothing. */
@Injectable()
export class TillReserving {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(Ledger) private readonly ledger: Ledger,
    @Inject(LedgerPolicies) private readonly policies: LedgerPolicies,
    @Inject(Stores) private readonly stores: Stores,
    @Inject(Products) private readonly products: Products,
    @Inject(Scans) private readonly scans: Scans,
    @Inject(SetAside) private readonly setAside: SetAside,
    @Inject(CheckoutQuotes) private readonly checkoutQuotes: CheckoutQuotes,
    @Inject(TillQuotes) private readonly quotes: TillQuotes,
    @Inject(TillSettings) private readonly settings: TillSettings,
    @Inject(TillCheckoutRows) private readonly rows: TillCheckoutRows,
    @Inject(TillViews) private readonly views: TillViews,
    @Inject(TillEnding) private readonly ending: TillEnding,
  ) {}

  /**
   * Reserves once per key; a repeat gets the same reservation, also when its token has run out since. Refuses
   * `checkout.different` for the key of another body, `checkout.bill_open`, `checkout.bill_recorded`,
   * `checkout.bill_at_table`, `checkout.changed`, `checkout.points_*`, and as a quote does; then nothing is set aside.
   */
  async reserve(till: Till, body: Body): Promise<TillCheckout> {
    const hash = hashOf(body)
    const known = await this.rows.byKey(till.storeId, body.idempotencyKey)
    if (known) {
      assertSame(known, hash, this.memberIn(till, body))
      return this.views.view(known)
    }
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
    const id = await this.writeOnce({ till, body, hash, asked, reckoned, graceDays, holdMs })
    return this.views.view(await this.rows.get(till.storeId, id))
  }

  private async writeOnce(order: Order): Promise<string> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.db.transaction(tx => this.write(tx, order))
        return order.body.idempotencyKey
      } catch (error) {
        // The key or the bill was taken at the same moment: the next look finds by whom.
        if (!isDuplicate(error) || attempt >= TRIES) throw error
      }
    }
  }

  /** In the order of locks: the member's accounts, the coupons, then what is new. */
  private async write(tx: Tx, { till, body, hash, asked, reckoned, graceDays, holdMs }: Order): Promise<void> {
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

  /** Whom the token stands for; null once it has run out, when there is nobody left to compare. */
  private memberIn(till: Till, { checkoutToken }: Body): number | null {
    try {
      return this.scans.redeem(till, checkoutToken).memberId
    } catch (error) {
      if (error instanceof Refusal && error.code === 'scan.expired') return null
      throw error
    }
  }
}

function assertSame(known: TillRow, hash: Buffer, memberId: number | null): void {
  const same = known.body_hash.equals(hash) && (memberId === null || memberId === known.member_id)
  if (!same) throw new Refusal('checkout.different')
}

/** Everything but the token: a guest may be scanned anew for the same reservation. */
function hashOf({ checkoutToken: _, idempotencyKey: __, ...said }: Body): Buffer {
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
  } = said
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
