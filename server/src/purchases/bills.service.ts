import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { type Db, insert, insertAll, isDuplicate, rowsOf, type Sql, type Tx } from '../db.js'
import { amountProblem } from '../earning/earning.rules.js'
import { Earning, earnBy, type Planned, placeOf, plainMember } from '../earning/earning.service.js'
import { type Award, planOf } from '../earning/evaluate.rules.js'
import { ANYBODY, linesOf, type Occasion, type PublishedRule } from '../earning/occasion.rules.js'
import type { Trace } from '../earning/trace.rules.js'
import { awardRows } from '../earning/versions.rules.js'
import type { Ids } from '../ids.js'
import { Lane } from '../ledger/lane.service.js'
import type { Ledger } from '../ledger/ledger.service.js'
import type { Earn, Posted, SideRow } from '../ledger/operation.rules.js'
import { TierBell } from '../members/member-tier.service.js'
import { Refusal } from '../refusal.js'
import { type Store, Stores } from '../stores/stores.service.js'
import { CLOCK, DB, IDS } from '../tokens.js'
import { lineRows, NOTHING, rowOf } from './bill-rows.service.js'
import type { PurchaseRow } from './bill-views.service.js'
import { CHANNEL, type NewBill } from './new-bill.service.js'
import { type DishLine, Products } from './products.service.js'

export type { PurchaseRow } from './bill-views.service.js'
export { CHANNEL, type NewBill } from './new-bill.service.js'

const CHANNELS = { 1: 'STAFF', 2: 'POS', 3: 'IMPORT', 4: 'DEMO', 5: 'MINI_PROGRAM' } as const
/** `biz_type` of journals that belong to a purchase, and to its refund. */
export const BIZ = { PURCHASE: 1, REFUND: 2 } as const

/** What became of a bill: recorded now, or there already. */
export interface Recorded {
  row: PurchaseRow
  repeated: boolean
  /** How the points came about, where this call has just recorded it. */
  trace?: Trace
}

/** A bill ready to be recorded inside somebody's transaction: everything that is read outside of one has been read. */
export interface PreparedBill {
  bill: NewBill & { memberId: number }
  store: Store
  dishes: DishLine[]
  planned: Planned
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

  /** Plans a bill of a member under the rules of its moment and those a coupon adds to it. Nothing of it is written yet. */
  async prepare(bill: PreparedBill['bill'], more: readonly PublishedRule[] = []): Promise<PreparedBill> {
    const store = await this.stores.get(bill.storeId)
    const dishes = bill.items?.length ? await this.products.linesOf(store.brandId, bill.items) : []
    return {
      bill,
      store,
      dishes,
      planned: await this.earning.planWith(occasionOf(bill, store, dishes), bill.memberId, more),
    }
  }

  /** What a prepared bill would earn as far as can be seen now. Nothing is written. */
  async preview({ bill, planned }: PreparedBill): Promise<Award> {
    return planned.plan.award(await this.earning.lateFacts(bill.memberId, planned.plan.tallies))
  }

  /**
   * Records a prepared bill in the caller's transaction, which has locked the member's accounts and posts the earn there. A bill nothing was paid
   * for earns nothing. Null for a number that has been recorded before; a number another bill takes at the same moment is
   * a duplicate key. Ring `TierBell` when `mayRise`, after the commit.
   */
  async recordIn(
    tx: Tx,
    prepared: PreparedBill,
    post: (earn: Earn) => ReturnType<Ledger['post']>,
  ): Promise<{ row: PurchaseRow; mayRise: boolean } | null> {
    const { bill, store, dishes, planned } = prepared
    const sql = 'SELECT id FROM purchase WHERE store_id = ? AND bill_no = ?'
    if ((await rowsOf(tx, sql, [bill.storeId, bill.billNo])).length > 0) return null
    const id = this.ids.next()
    if (bill.paidFen === 0) return { row: await this.insertPlain(tx, bill, { id, dishes }), mayRise: false }
    const writing: Writing = { id, bill, dishes, planned }
    const { posted } = await post(this.earnOf(writing, bill.memberId, store))
    return posted && writing.row ? { row: writing.row, mayRise: writing.mayRise ?? false } : null
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
    try {
      return { row: await this.db.transaction(tx => this.insertPlain(tx, bill, { id, dishes })), repeated: false }
    } catch (error) {
      if (!isDuplicate(error)) throw error
      return this.answerAgain(bill)
    }
  }

  /** A bill that earns nothing. */
  private async insertPlain(
    tx: Tx,
    bill: NewBill,
    { id, dishes }: Pick<Writing, 'id' | 'dishes'>,
  ): Promise<PurchaseRow> {
    const row = rowOf(bill, { id, ...NOTHING }, this.clock.now())
    await insert(tx, 'purchase', asSql(row))
    await insertAll(tx, 'purchase_line', lineRows(id, dishes))
    return row
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
    const outcome = {
      id,
      points: award.total,
      growth: award.growth,
      journalId: posted.journalId,
      ruleId: planned.live.base.id,
      balanceAfter: posted.available,
      expiresAt: filled?.expiresAt ?? null,
    }
    writing.row = rowOf(bill, outcome, this.clock.now())
    const due = this.tiers.due({ id: this.ids.next(), memberId, at: bill.paidAt, growth: posted.growth })
    writing.mayRise = due.length > 0
    return [
      { table: 'purchase', values: asSql(writing.row) },
      ...lineRows(id, dishes).map(values => ({ table: 'purchase_line', values })),
      ...due,
      ...awardRows(posted.journalId, award.trace, bill.paidAt).map(values => ({ table: 'rule_award', values })),
    ]
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

const asSql = (row: object): Record<string, Exclude<Sql, boolean>> => row as Record<string, Exclude<Sql, boolean>>
