import type { BillItem } from '@huitou/shared/rules'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { type Db, insert, insertAll, isDuplicate, type Sql } from '../db.js'
import { amountProblem } from '../earning/earning.rules.js'
import { Earning, earnBy, type Planned, placeOf, plainMember } from '../earning/earning.service.js'
import { type Award, planOf } from '../earning/evaluate.rules.js'
import { ANYBODY, linesOf, type Occasion } from '../earning/occasion.rules.js'
import type { Trace } from '../earning/trace.rules.js'
import { awardRows } from '../earning/versions.rules.js'
import type { Ids } from '../ids.js'
import { Lane } from '../ledger/lane.service.js'
import type { Earn, Posted, SideRow } from '../ledger/operation.rules.js'
import { TierBell } from '../members/member-tier.service.js'
import { Refusal } from '../refusal.js'
import { type Store, Stores } from '../stores/stores.service.js'
import { CLOCK, DB, IDS } from '../tokens.js'
import type { PurchaseRow } from './bill-views.service.js'
import { type DishLine, Products } from './products.service.js'

export type { PurchaseRow } from './bill-views.service.js'

export const CHANNEL = { STAFF: 1, POS: 2, IMPORT: 3, DEMO: 4 } as const
const CHANNELS = { 1: 'STAFF', 2: 'POS', 3: 'IMPORT', 4: 'DEMO' } as const
/** `biz_type` of journals that belong to a purchase, and to its refund. */
export const BIZ = { PURCHASE: 1, REFUND: 2 } as const

export interface NewBill {
  storeId: number
  billNo: string
  paidFen: number
  memberId: number | null
  tableId?: number | null
  productId?: number | null
  /** The dishes, where the till sends them. Amounts are before discounts of the whole bill. */
  items?: readonly BillItem[]
  /** How many people sat at the table, where somebody counted them. */
  tableSize?: number | null
  channel: (typeof CHANNEL)[keyof typeof CHANNEL]
  who: string
  staffId?: number | null
  paidAt: Date
  /** When the points begin, where that is not the business day of the bill: a banquet paid ahead. */
  availableAt?: Date
}

/** What became of a bill: recorded now, or there already. */
export interface Recorded {
  row: PurchaseRow
  repeated: boolean
  /** How the points came about, where this call has just recorded it. */
  trace?: Trace
}

/** A bill on its way into the ledger. */
interface Writing {
  id: number
  bill: NewBill
  dishes: DishLine[]
  planned: Planned
  award?: Award
  row?: PurchaseRow
  mayRise?: boolean
}

/** Bills: each number is paid once per store, however often and through whatever till it is sent. */
@Injectable()
export class Bills {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(Lane) private readonly lane: Lane,
    @Inject(Earning) private readonly earning: Earning,
    @Inject(Stores) private readonly stores: Stores,
    @Inject(Products) private readonly products: Products,
    @Inject(TierBell) private readonly tiers: TierBell,
  ) {}

  /**
   * Records a paid bill. What it earns is decided in order of arrival under the ledger's locks, so caps, budgets and first
   * visits hold for any number of tills. Refuses bill.amount_invalid, bill.amount_too_large, bill.different, server.busy.
   */
  async record(bill: NewBill): Promise<Recorded> {
    assertAmount(bill.paidFen)
    const store = await this.stores.get(bill.storeId)
    const dishes = bill.items?.length ? await this.products.linesOf(store.brandId, bill.items) : []
    if (bill.memberId === null) return this.recordUnclaimed(bill, dishes)
    const planned = await this.earning.plan(occasionOf(bill, store, dishes), bill.memberId)
    const writing: Writing = { id: this.ids.next(), bill, dishes, planned }
    try {
      const result = await this.lane.submit(this.earnOf(writing, bill.memberId, store))
      if (result.status === 'POSTED' && writing.row && writing.award) {
        // History that is brought in is gone through when it is complete.
        if (writing.mayRise && (bill.channel === CHANNEL.STAFF || bill.channel === CHANNEL.POS)) this.tiers.ring()
        return { row: writing.row, repeated: false, trace: writing.award.trace }
      }
      if (result.status === 'CONFLICT') throw new Refusal('bill.different')
      if (result.status === 'UNKNOWN_MEMBER') throw new Refusal('record.not_found')
    } catch (error) {
      // The number was taken by a bill without a member, which has no journal to say so.
      if (!isDuplicate(error)) throw error
    }
    return this.answerAgain(bill)
  }

  /** What a bill would earn for somebody of whom nothing is known. Nothing is written. */
  async wouldEarn(
    place: Parameters<typeof placeOf>[0],
    bill: Pick<NewBill, 'paidFen' | 'channel' | 'paidAt'>,
  ): Promise<number> {
    const { set } = await this.earning.liveAt(bill.paidAt)
    return planOf(set, occasionOf(bill, place, []), plainMember(0)).award(ANYBODY).total
  }

  async find(storeId: number, billNo: string): Promise<PurchaseRow | null> {
    const [row] = await this.db.query<PurchaseRow>('SELECT * FROM purchase WHERE store_id = ? AND bill_no = ?', [
      storeId,
      billNo,
    ])
    return row ?? null
  }

  private async recordUnclaimed(bill: NewBill, dishes: DishLine[]): Promise<Recorded> {
    const id = this.ids.next()
    const nothing = { points: 0, growth: 0, journalId: null, ruleId: null, balanceAfter: null, expiresAt: null }
    const row = this.rowOf(bill, { id, ...nothing })
    try {
      await this.db.transaction(async tx => {
        await insert(tx, 'purchase', asSql(row))
        await insertAll(tx, 'purchase_line', lineRows(id, dishes))
      })
      return { row, repeated: false }
    } catch (error) {
      if (!isDuplicate(error)) throw error
      return this.answerAgain(bill)
    }
  }

  private async answerAgain(bill: NewBill): Promise<Recorded> {
    const row = await this.find(bill.storeId, bill.billNo)
    if (!row) throw new Refusal('server.busy')
    if (row.paid_fen !== bill.paidFen || row.member_id !== bill.memberId) throw new Refusal('bill.different')
    return { row, repeated: true }
  }

  private earnOf(writing: Writing, memberId: number, store: Store): Earn {
    const { bill, planned } = writing
    return {
      kind: 'EARN',
      key: `bill:${bill.storeId}:${bill.billNo}`,
      body: `${memberId}|${bill.paidFen}`,
      memberId,
      brandId: store.brandId,
      storeId: store.id,
      operatorId: bill.staffId ?? null,
      biz: { type: BIZ.PURCHASE, id: String(writing.id) },
      occurredAt: bill.paidAt,
      activity: true,
      timeZone: store.timeZone,
      ...earnBy(planned, award => {
        writing.award = award
      }),
      rows: posted => this.rowsOf(writing, memberId, posted),
    }
  }

  private rowsOf(writing: Writing, memberId: number, posted: Posted): SideRow[] {
    const { id, bill, dishes, planned, award } = writing
    if (!award) throw new Error('an earn was posted that nobody has decided')
    const filled = planned.spans.find((_, place) => (award.points[place] ?? 0) > 0) ?? planned.spans[0]
    writing.row = this.rowOf(bill, {
      id,
      points: award.total,
      growth: award.growth,
      journalId: posted.journalId,
      ruleId: planned.live.base.id,
      balanceAfter: posted.available,
      expiresAt: filled?.expiresAt ?? null,
    })
    const due = this.tiers.due({ id: this.ids.next(), memberId, at: bill.paidAt, growth: posted.growth })
    writing.mayRise = due.length > 0
    return [
      { table: 'purchase', values: asSql(writing.row) },
      ...lineRows(id, dishes).map(values => ({ table: 'purchase_line', values })),
      ...due,
      ...awardRows(posted.journalId, award.trace, bill.paidAt).map(values => ({ table: 'rule_award', values })),
    ]
  }

  private rowOf(
    bill: NewBill,
    outcome: {
      id: number
      points: number
      growth: number
      journalId: number | null
      ruleId: number | null
      balanceAfter: number | null
      expiresAt: Date | null
    },
  ): PurchaseRow & { product_id: number | null; channel: number; table_size: number | null } {
    return {
      id: outcome.id,
      store_id: bill.storeId,
      bill_no: bill.billNo,
      member_id: bill.memberId,
      paid_fen: bill.paidFen,
      refunded_fen: 0,
      points: outcome.points,
      growth: outcome.growth,
      journal_id: outcome.journalId,
      rule_version_id: outcome.ruleId,
      table_id: bill.tableId ?? null,
      product_id: bill.productId ?? null,
      channel: bill.channel,
      recorded_by: bill.who,
      balance_after: outcome.balanceAfter,
      expires_at: outcome.expiresAt,
      paid_at: bill.paidAt,
      recorded_at: this.clock.now(),
      table_size: bill.tableSize ?? null,
    }
  }
}

/** Refuses `bill.amount_invalid`, `bill.amount_too_large`. */
export function assertAmount(fen: number): void {
  const problem = amountProblem(fen)
  if (problem) throw new Refusal(problem === 'INVALID' ? 'bill.amount_invalid' : 'bill.amount_too_large')
}

/** A bill as earning rules see it. */
export function occasionOf(
  bill: Pick<NewBill, 'paidFen' | 'channel' | 'paidAt' | 'tableSize' | 'availableAt'>,
  store: Parameters<typeof placeOf>[0],
  dishes: readonly DishLine[],
): Occasion {
  return {
    trigger: 'PURCHASE',
    imported: bill.channel === CHANNEL.IMPORT,
    paidFen: bill.paidFen,
    lines: linesOf(dishes, bill.paidFen),
    ...placeOf(store),
    channel: CHANNELS[bill.channel],
    at: bill.paidAt,
    tableSize: bill.tableSize ?? null,
    availableAt: bill.availableAt,
  }
}

function lineRows(purchaseId: number, dishes: readonly DishLine[]) {
  return dishes.map((dish, at) => ({
    purchase_id: purchaseId,
    seq: at + 1,
    product_id: dish.productId,
    name: dish.name,
    category: dish.category,
    quantity: dish.quantity,
    amount_fen: dish.amountFen,
  }))
}

const asSql = (row: object): Record<string, Exclude<Sql, boolean>> => row as Record<string, Exclude<Sql, boolean>>
