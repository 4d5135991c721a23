import type { Checkout } from '@huitou/shared/checkouts'
import { Inject, Injectable } from '@nestjs/common'
import { LRUCache } from 'lru-cache'
import { CHECKOUT, type CheckoutRow, CheckoutRows } from '../checkouts/checkout-rows.service.js'
import { CheckoutViews } from '../checkouts/checkout-views.service.js'
import { Checkouts } from '../checkouts/checkouts.service.js'
import type { Clock } from '../clock.js'
import type { Caller, Input } from '../http.js'
import { CLOCK } from '../tokens.js'
import { Settlements } from './settlements.service.js'

/** A page that waits asks often; WeChat Pay is asked about one order no oftener than this. */
const ASKED_EVERY_MS = 1_000

/** What a member does with a bill at the table: begins to pay, asks how it stands, gives it up. */
@Injectable()
export class Paying {
  private readonly asked = new LRUCache<number, true>({ max: 10_000, ttl: ASKED_EVERY_MS })

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Checkouts) private readonly checkouts: Checkouts,
    @Inject(CheckoutViews) private readonly views: CheckoutViews,
    @Inject(CheckoutRows) private readonly rows: CheckoutRows,
    @Inject(Settlements) private readonly settlements: Settlements,
  ) {}

  async begin(
    by: Pick<Caller, 'memberId' | 'identityId'>,
    body: Input<'POST /member/checkouts'>['body'],
  ): Promise<Checkout> {
    return this.views.view(by.memberId, await this.checkouts.begin(by, body))
  }

  /** Where nobody has told us, WeChat Pay is asked: a page that comes back from paying need not wait. */
  async look(memberId: number, id: number): Promise<Checkout> {
    const row = await this.views.mine(memberId, id)
    if (isOpen(row) && !this.asked.has(row.order_id)) {
      this.asked.set(row.order_id, true)
      if (row.expires_at <= this.clock.now()) await this.settlements.giveUp(row.order_id)
      else await this.settlements.refresh(row.order_id)
    }
    return this.views.view(memberId, id)
  }

  /** Nothing returns before WeChat Pay has closed the order; what was paid in that very moment counts as paid. */
  async giveUp(memberId: number, id: number): Promise<Checkout> {
    const row = await this.views.mine(memberId, id)
    if (isOpen(row)) {
      await this.rows.giveUp(row)
      await this.settlements.giveUp(row.order_id)
    }
    return this.views.view(memberId, id)
  }
}

function isOpen(row: CheckoutRow): row is CheckoutRow & { order_id: number } {
  return row.state === CHECKOUT.OPEN && row.order_id !== null
}
