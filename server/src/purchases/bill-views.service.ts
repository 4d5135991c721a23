import { Inject, Injectable } from '@nestjs/common'
import { lastValidDay } from '../calendar.js'
import type { Db } from '../db.js'
import { type Explanation, explainedOf } from '../earning/earning.rules.js'
import type { Reply } from '../http.js'
import { entryNoOf } from '../ledger/entry-no.rules.js'
import { Members } from '../members/members.service.js'
import { Stores } from '../stores/stores.service.js'
import { Tables } from '../stores/tables.service.js'
import { DB } from '../tokens.js'

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

type View = Reply<'POST /staff/bills'>

const TOGETHER = 500
const UNCLAIMED = { zh: '没有识别会员，本单不积分', en: 'No member was identified; this bill earns nothing' }
const NOTHING_PAID = {
  zh: '全部由券和积分支付，本单不再得积分',
  en: 'Paid by coupons and points alone; it earns nothing',
}

/** Journals asked for in one turn of the event loop, read by one query. */
interface Asked {
  ids: Set<number>
  traces: Promise<Map<number, Explanation>>
}

/** Bills as tills and staff see them: explained by the trace that was stored with them, never computed again. */
@Injectable()
export class BillViews {
  private asked: Asked | null = null

  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(Members) private readonly members: Members,
    @Inject(Stores) private readonly stores: Stores,
    @Inject(Tables) private readonly tables: Tables,
  ) {}

  /** The same for the first answer and for every repeat. `trace` where the caller has just seen it being stored. */
  async view(row: PurchaseRow, trace?: Explanation): Promise<View> {
    const [store, member, table, why] = await Promise.all([
      this.stores.get(row.store_id),
      row.member_id ? this.members.get(row.member_id) : null,
      row.table_id ? this.tables.get(row.table_id) : null,
      trace ?? (row.journal_id ? this.traceOf(row.journal_id) : null),
    ])
    return {
      billNo: row.bill_no,
      paidFen: row.paid_fen,
      refundedFen: row.refunded_fen,
      points: row.points,
      growth: row.growth,
      ...(why ? explainedOf(why) : { sentence: row.member_id ? NOTHING_PAID : UNCLAIMED, parts: [], notPaid: [] }),
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

  private async traceOf(journalId: number): Promise<Explanation | null> {
    if (!this.asked || this.asked.ids.size >= TOGETHER) {
      const ids = new Set<number>()
      this.asked = { ids, traces: this.readSoon(ids) }
    }
    this.asked.ids.add(journalId)
    return (await this.asked.traces).get(journalId) ?? null
  }

  private async readSoon(ids: Set<number>): Promise<Map<number, Explanation>> {
    await new Promise(resolve => setImmediate(resolve))
    if (this.asked?.ids === ids) this.asked = null
    const sql = 'SELECT id, explanation FROM journal WHERE id IN (?)'
    const rows = await this.db.query<{ id: number; explanation: string }>(sql, [[...ids]])
    return new Map(rows.map(row => [row.id, JSON.parse(row.explanation) as Explanation]))
  }
}
