import { Inject, Injectable } from '@nestjs/common'
import { businessDayStart, lastValidDay, monthOf } from '../calendar.js'
import type { Clock } from '../clock.js'
import { type Db, insert, isDuplicate, type Sql } from '../db.js'
import {
  amountProblem,
  type Explanation,
  evaluatePurchase,
  expiryOf,
  type PurchaseRule,
  sentenceOf,
} from '../earning/earning.rules.js'
import { Earning } from '../earning/earning.service.js'
import type { Reply } from '../http.js'
import type { Ids } from '../ids.js'
import { entryNoOf } from '../ledger/entry-no.rules.js'
import { Lane } from '../ledger/lane.service.js'
import type { Earn, Json } from '../ledger/operation.rules.js'
import { Members } from '../members/members.service.js'
import { Refusal } from '../refusal.js'
import { type Store, Stores } from '../stores/stores.service.js'
import { Tables } from '../stores/tables.service.js'
import { CLOCK, DB, IDS } from '../tokens.js'

export const CHANNEL = { STAFF: 1, POS: 2, IMPORT: 3, DEMO: 4 } as const
/** `biz_type` of journals that belong to a purchase, and to its refund. */
export const BIZ = { PURCHASE: 1, REFUND: 2 } as const
const SOURCE_PURCHASE = 1

export interface NewBill {
  storeId: number
  billNo: string
  paidFen: number
  memberId: number | null
  tableId?: number | null
  productId?: number | null
  channel: (typeof CHANNEL)[keyof typeof CHANNEL]
  who: string
  staffId?: number | null
  paidAt: Date
  /** When the points begin, where that is not the business day of the bill: a banquet paid ahead. */
  availableAt?: Date
}

export interface PurchaseRow {
  id: number
  store_id: number
  bill_no: string
  member_id: number | null
  paid_fen: number
  refunded_fen: number
  points: number
  growth: number
  journal_id: number | null
  rule_version_id: number | null
  table_id: number | null
  recorded_by: string
  balance_after: number | null
  expires_at: Date | null
  paid_at: Date
  recorded_at: Date
}

/** What became of a bill: recorded now, or there already. */
export interface Recorded {
  row: PurchaseRow
  repeated: boolean
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
    @Inject(Members) private readonly members: Members,
    @Inject(Stores) private readonly stores: Stores,
    @Inject(Tables) private readonly tables: Tables,
  ) {}

  /** Records a paid bill. Refuses bill.amount_invalid, bill.amount_too_large, bill.different, server.busy. */
  async record(bill: NewBill): Promise<Recorded> {
    const problem = amountProblem(bill.paidFen)
    if (problem) throw new Refusal(problem === 'INVALID' ? 'bill.amount_invalid' : 'bill.amount_too_large')
    const store = await this.stores.get(bill.storeId)
    if (bill.memberId === null) return this.recordUnclaimed(bill)
    const rule = await this.earning.current()
    const written: { row?: PurchaseRow } = {}
    const earn = this.earnOf(bill, bill.memberId, { store, rule }, written)
    try {
      const result = await this.lane.submit(earn)
      if (result.status === 'POSTED' && written.row) return { row: written.row, repeated: false }
      if (result.status === 'CONFLICT') throw new Refusal('bill.different')
      if (result.status === 'UNKNOWN_MEMBER') throw new Refusal('record.not_found')
    } catch (error) {
      // The number was taken by a bill without a member, which has no journal to say so.
      if (!isDuplicate(error)) throw error
    }
    return this.answerAgain(bill)
  }

  async find(storeId: number, billNo: string): Promise<PurchaseRow | null> {
    const [row] = await this.db.query<PurchaseRow>('SELECT * FROM purchase WHERE store_id = ? AND bill_no = ?', [
      storeId,
      billNo,
    ])
    return row ?? null
  }

  /** What a bill of this amount would earn now. Nothing is written. */
  async quote(paidFen: number): Promise<Reply<'GET /staff/quote'>> {
    const problem = amountProblem(paidFen)
    if (problem) throw new Refusal(problem === 'INVALID' ? 'bill.amount_invalid' : 'bill.amount_too_large')
    const rule = await this.earning.current()
    const { points, growth, explanation } = evaluatePurchase(rule, paidFen)
    return { points, growth, sentence: sentenceOf(explanation), ruleVersion: rule.version }
  }

  /** A bill as tills and staff see it: the same for the first answer and for every repeat. */
  async view(row: PurchaseRow): Promise<Reply<'POST /staff/bills'>> {
    const [store, member, table] = await Promise.all([
      this.stores.get(row.store_id),
      row.member_id ? this.members.get(row.member_id) : null,
      row.table_id ? this.tables.get(row.table_id) : null,
    ])
    return {
      billNo: row.bill_no,
      paidFen: row.paid_fen,
      refundedFen: row.refunded_fen,
      points: row.points,
      growth: row.growth,
      sentence: await this.sentence(row),
      balanceAfter: row.balance_after,
      // A bill too small for a point has a journal, and no line in any statement.
      entryNo: row.journal_id && row.points > 0 ? entryNoOf(row.journal_id) : null,
      member: member ? { memberNo: member.member_no, nickname: member.nickname } : null,
      tableName: table?.name ?? null,
      lastValidOn: row.expires_at && row.points > 0 ? lastValidDay(row.expires_at, store.timeZone) : null,
      paidAt: row.paid_at.toISOString(),
      recordedAt: row.recorded_at.toISOString(),
      recordedBy: row.recorded_by,
    }
  }

  private async sentence(row: PurchaseRow): Promise<{ zh: string; en: string }> {
    if (!row.rule_version_id)
      return { zh: '没有识别会员,本单不积分', en: 'No member was identified; this bill earns nothing' }
    const rule = await this.earning.version(row.rule_version_id)
    return sentenceOf(evaluatePurchase(rule, row.paid_fen).explanation)
  }

  private async recordUnclaimed(bill: NewBill): Promise<Recorded> {
    const row = this.rowOf(bill, {
      id: this.ids.next(),
      points: 0,
      growth: 0,
      journalId: null,
      ruleId: null,
      balanceAfter: null,
      expiresAt: null,
    })
    try {
      await this.db.transaction(tx => insert(tx, 'purchase', asSql(row)))
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

  private earnOf(
    bill: NewBill,
    memberId: number,
    by: { store: Store; rule: PurchaseRule },
    written: { row?: PurchaseRow },
  ): Earn {
    const { store, rule } = by
    const { points, growth, explanation } = evaluatePurchase(rule, bill.paidFen)
    const expiresAt = expiryOf(rule, bill.paidAt, store.timeZone)
    const id = this.ids.next()
    return {
      kind: 'EARN',
      key: `bill:${bill.storeId}:${bill.billNo}`,
      body: `${memberId}|${bill.paidFen}`,
      memberId,
      brandId: store.brandId,
      storeId: store.id,
      operatorId: bill.staffId ?? null,
      biz: { type: BIZ.PURCHASE, id: String(id) },
      occurredAt: bill.paidAt,
      explanation: explanation as Explanation & Json,
      points,
      growth,
      availableAt: bill.availableAt ?? businessDayStart(bill.paidAt, store.timeZone, store.dayCutOffMinutes),
      expiresAt,
      cohort: monthOf(bill.paidAt, store.timeZone),
      source: SOURCE_PURCHASE,
      rows: posted => {
        written.row = this.rowOf(bill, {
          id,
          points,
          growth,
          journalId: posted.journalId,
          ruleId: rule.id,
          balanceAfter: posted.available,
          expiresAt,
        })
        return [{ table: 'purchase', values: asSql(written.row) }]
      },
    }
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
  ): PurchaseRow & { product_id: number | null; channel: number } {
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
    }
  }
}

const asSql = (row: object): Record<string, Exclude<Sql, boolean>> => row as Record<string, Exclude<Sql, boolean>>
