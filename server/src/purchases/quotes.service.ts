import { BillItem } from '@huitou/shared/rules'
import { Inject, Injectable } from '@nestjs/common'
import { z } from 'zod'
import type { Clock } from '../clock.js'
import { explainedOf } from '../earning/earning.rules.js'
import { Earning, plainMember } from '../earning/earning.service.js'
import { planOf } from '../earning/evaluate.rules.js'
import { ANYBODY } from '../earning/occasion.rules.js'
import type { Input, Reply } from '../http.js'
import { Refusal } from '../refusal.js'
import { Stores } from '../stores/stores.service.js'
import { CLOCK } from '../tokens.js'
import { assertAmount, CHANNEL, occasionOf } from './bills.service.js'
import { Products } from './products.service.js'
import { Scans, type Till } from './scans.service.js'

type Quote = Reply<'GET /staff/quote'>

const Items = z.array(BillItem).max(100)

/** What a bill would earn now. Nothing is written, so it may come out differently when another bill is quicker. */
@Injectable()
export class Quotes {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Earning) private readonly earning: Earning,
    @Inject(Stores) private readonly stores: Stores,
    @Inject(Products) private readonly products: Products,
    @Inject(Scans) private readonly scans: Scans,
  ) {}

  /** For the member of a scan, or for nobody in particular. Refuses bill.amount_*, code.unknown, scan.expired, input.invalid. */
  async quote(till: Till, query: Input<'GET /pos/quote'>['query']): Promise<Quote> {
    assertAmount(query.paidFen)
    const memberId = query.scanId ? this.scans.redeem(till, query.scanId).memberId : null
    const store = await this.stores.get(till.storeId)
    const items = itemsOf(query.items)
    const dishes = items.length > 0 ? await this.products.knownLinesOf(store.brandId, items) : []
    const channel = till.staffId ? CHANNEL.STAFF : CHANNEL.POS
    const occasion = occasionOf({ paidFen: query.paidFen, channel, paidAt: this.clock.now() }, store, dishes)
    const live = await this.earning.liveAt(occasion.at)
    const member = memberId === null ? plainMember(0) : await this.earning.factsOf(live, memberId)
    const plan = planOf(live.set, occasion, member)
    const late = memberId === null ? ANYBODY : await this.earning.lateFacts(memberId, plan.tallies)
    const { total, growth, trace } = plan.award(late)
    const { sentence, parts, notPaid } = explainedOf(trace)
    const shown = memberId === null ? [] : notPaid
    return { points: total, growth, sentence, ruleVersion: live.base.version, parts, notPaid: shown }
  }
}

/** The dishes in a query, which is text. Refuses `input.invalid`. */
function itemsOf(text: string | undefined): BillItem[] {
  if (!text) return []
  try {
    return Items.parse(JSON.parse(text))
  } catch {
    throw new Refusal('input.invalid', { wrong: [{ path: 'query.items', problem: 'not the JSON text of dishes' }] })
  }
}
