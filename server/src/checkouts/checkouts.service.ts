import { createHash } from 'node:crypto'
import { Inject, Injectable } from '@nestjs/common'
import { type Db, isDuplicate } from '../db.js'
import type { Input } from '../http.js'
import { LedgerPolicies } from '../ledger/policies.service.js'
import { Refusal } from '../refusal.js'
import { TableVisits } from '../stores/table-visits.service.js'
import { Tables } from '../stores/tables.service.js'
import { DB } from '../tokens.js'
import { type By, CheckoutOpening, type Order } from './checkout-opening.service.js'
import { askedOf, CheckoutQuotes } from './checkout-quotes.service.js'
import { BILL, CheckoutRows, type TableBillRow } from './checkout-rows.service.js'

type Body = Input<'POST /member/checkouts'>['body']

const TRIES = 3

/** Beginning to pay a bill at a table: points on hold, coupons locked, the bill taken, the money asked for; all or nothing. */
@Injectable()
export class Checkouts {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(LedgerPolicies) private readonly policies: LedgerPolicies,
    @Inject(Tables) private readonly tables: Tables,
    @Inject(TableVisits) private readonly visits: TableVisits,
    @Inject(CheckoutRows) private readonly rows: CheckoutRows,
    @Inject(CheckoutQuotes) private readonly quotes: CheckoutQuotes,
    @Inject(CheckoutOpening) private readonly opening: CheckoutOpening,
  ) {}

  /** What the page shows before anything is begun. Refuses as `begin` does. */
  async quote(memberId: number, body: Input<'POST /member/checkouts/quotes'>['body']) {
    const bill = askedOf(await this.billHere(memberId, body.billId))
    const choice = { points: body.points, couponIds: body.couponIds?.map(Number) }
    const reckoned = await this.quotes.reckon(memberId, bill, choice)
    return { billId: body.billId, ...(await this.quotes.shown(memberId, bill, { choice, reckoned })) }
  }

  /**
   * Begins to pay and answers the id of the checkout; a bill of which nothing is left to pay in money is settled at once.
   * The same request gets the first one, under another content `checkout.different`. Refuses `table.bill_*`,
   * `checkout.begun`, `checkout.changed`, `checkout.points_*`, `coupon.*`, `points.*`, `pay.not_configured`; then nothing
   * is set aside.
   */
  async begin(by: By, body: Body): Promise<number> {
    const request = { key: `${by.memberId}:${body.requestId}`, hash: hashOf(body) }
    const repeated = () => this.db.transaction(tx => this.opening.repeated(tx, request))
    const known = await repeated()
    if (known) return known
    try {
      return await this.beginOnce(by, body, request)
    } catch (error) {
      // What is missing may be what this very request, sent twice, has set aside a moment ago.
      const first = error instanceof Refusal ? await repeated() : null
      if (first) return first
      throw error
    }
  }

  private async beginOnce(by: By, body: Body, request: Pick<Order, 'key' | 'hash'>): Promise<number> {
    const bill = await this.billHere(by.memberId, body.billId)
    const asked = askedOf(bill)
    const reckoned = await this.quotes.exactly(by.memberId, asked, { ...body, couponIds: body.couponIds.map(Number) })
    const [table, { graceDays }, [member]] = await Promise.all([
      this.tables.get(bill.table_id),
      this.policies.current(),
      this.db.query<{ member_no: string }>('SELECT member_no FROM member WHERE id = ?', [by.memberId]),
    ])
    const memberNo = member!.member_no
    const paid = { memberId: by.memberId, paidFen: 0, who: memberNo, paidAt: reckoned.at }
    const free = reckoned.payableFen === 0 ? await this.quotes.prepare(asked, paid, []) : null
    const order = { by, body, ...request, bill, table, memberNo, reckoned, graceDays, free }
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.opening.begin(order)
      } catch (error) {
        // The bill's number was rung up at a till at this very moment: the next look says so.
        if (!isDuplicate(error) || attempt >= TRIES) throw error
      }
    }
  }

  /** The bill, for somebody who sits at its table. Refuses `table.bill_not_here` also for bills there are not. */
  private async billHere(memberId: number, billId: string): Promise<TableBillRow> {
    const [bill, seat] = await Promise.all([this.rows.bill(Number(billId)), this.visits.seatOf(memberId)])
    if (!bill || seat?.tableId !== bill.table_id) throw new Refusal('table.bill_not_here')
    if (bill.state === BILL.OPEN && (await this.rows.isRecorded(bill.store_id, bill.bill_no))) {
      throw new Refusal('table.bill_settled')
    }
    if (bill.state === BILL.PAID) throw new Refusal('table.bill_paid')
    if (bill.state === BILL.WITHDRAWN) throw new Refusal('table.bill_withdrawn')
    return bill
  }
}

function hashOf({ billId, points, couponIds, expectedPayableFen }: Body): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([billId, points, [...couponIds].sort(), expectedPayableFen]))
    .digest()
}
