import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { change, type Db, insert, insertAll, isDuplicate, rowsOf, type Tx } from '../db.js'
import { costOf, type PointCost } from '../earning/caps.rules.js'
import { amountProblem, type Explanation, sentenceOf } from '../earning/earning.rules.js'
import { Earning } from '../earning/earning.service.js'
import { refundOf } from '../earning/refund.rules.js'
import type { Trace } from '../earning/trace.rules.js'
import { awardRows, oldTrace, REFUND_RULE } from '../earning/versions.rules.js'
import type { Input, Reply } from '../http.js'
import type { Ids } from '../ids.js'
import { entryNoOf } from '../ledger/entry-no.rules.js'
import { Ledger } from '../ledger/ledger.service.js'
import type { Json, UndoEarn } from '../ledger/operation.rules.js'
import { Refusal } from '../refusal.js'
import { type Store, Stores } from '../stores/stores.service.js'
import { CLOCK, DB, IDS } from '../tokens.js'
import { BIZ, type PurchaseRow } from './bills.service.js'
import type { Till } from './scans.service.js'

export interface RefundRow {
  purchase_id: number
  refund_no: string
  amount_fen: number
  points_taken: number
  debt_added: number
  growth_taken: number
  cash_fen: number
  journal_id: number | null
  refunded_at: Date
}

type RefundBody = Input<'POST /staff/bills/:billNo/refunds'>['body']

interface Basis {
  /** How the points of the bill came about; null where it has none. */
  trace: Trace | null
  shortfall: UndoEarn['shortfall']
  /** What a point costs now: what is asked back in cash. */
  cost: PointCost
  store: Store
}

/** A refund ready to be written inside somebody's transaction. */
export interface PreparedRefund {
  till: Till
  bill: PurchaseRow
  by: Basis
}

interface Order {
  till: Till
  bill: PurchaseRow
  body: RefundBody
  at: Date
  by: Basis
}

/**
 * Refunds take back what the refunded part had earned. Points spent meanwhile become debt, repaid by later points; points
 * that expired unused are gone already and are not asked for a second time.
 */
@Injectable()
export class Refunds {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(Ledger) private readonly ledger: Ledger,
    @Inject(Earning) private readonly earning: Earning,
    @Inject(Stores) private readonly stores: Stores,
  ) {}

  /**
   * Refunds a bill of this store, whole or in part; a repeated refund number gets the first answer.
   * Refuses bill.unknown, bill.amount_invalid, refund.too_much, refund.different.
   */
  async refund(
    till: Till,
    billNo: string,
    body: RefundBody,
    at = this.clock.now(),
  ): Promise<Reply<'POST /staff/bills/:billNo/refunds'>> {
    if (amountProblem(body.amountFen)) throw new Refusal('bill.amount_invalid')
    const { bill, by } = await this.prepare(till, billNo)
    try {
      return this.view(bill, await this.db.transaction(tx => this.write(tx, { till, bill, body, at, by })))
    } catch (error) {
      // Another refund took the number at the same moment; whose it is shows in its row.
      if (!isDuplicate(error) && !(error instanceof Refusal && error.code === 'ledger.key_reused')) throw error
      const [row] = await this.db.query<RefundRow>('SELECT * FROM refund WHERE store_id = ? AND refund_no = ?', [
        till.storeId,
        body.refundNo,
      ])
      return this.view(bill, sameOrRefuse(row, bill, body))
    }
  }

  /** The bill and what a refund of it goes by, read before the transaction in which `writeIn` is called. Refuses `bill.unknown`. */
  async prepare(till: Till, billNo: string): Promise<PreparedRefund> {
    const sql = 'SELECT * FROM purchase WHERE store_id = ? AND bill_no = ?'
    const [bill] = await this.db.query<PurchaseRow>(sql, [till.storeId, billNo])
    if (!bill) throw new Refusal('bill.unknown')
    return { till, bill, by: await this.basis(bill) }
  }

  /** Refunds in the caller's transaction; the same number gets the first refund. Refuses refund.too_much, refund.different. */
  writeIn(tx: Tx, prepared: PreparedRefund, body: RefundBody): Promise<RefundRow> {
    return this.write(tx, { ...prepared, body, at: this.clock.now() })
  }

  /** Read before the transaction: inside it, a second connection could be waited for by everybody who holds a first. */
  private async basis(bill: PurchaseRow): Promise<Basis> {
    const [store, live, trace] = await Promise.all([
      this.stores.get(bill.store_id),
      this.earning.liveAt(this.clock.now()),
      bill.journal_id ? this.traceOf(bill.journal_id) : null,
    ])
    const reward = live.set.rules.find(({ code }) => code === REFUND_RULE)?.definition.reward
    const shortfall = reward?.kind === 'TAKE_BACK' ? reward.shortfall : 'DEBT'
    return { store, trace, shortfall, cost: live.set.settings.cost }
  }

  private async traceOf(journalId: number): Promise<Trace | null> {
    const explanation = await this.explanationOf(journalId)
    if (explanation?.kind === 'RULES') return explanation
    if (explanation?.kind !== 'PURCHASE') return null
    return oldTrace(explanation, await this.earning.version(explanation.rule))
  }

  private async explanationOf(journalId: number): Promise<Explanation | null> {
    const sql = 'SELECT explanation FROM journal WHERE id = ?'
    const [journal] = await this.db.query<{ explanation: string }>(sql, [journalId])
    return journal ? (JSON.parse(journal.explanation) as Explanation) : null
  }

  private async write(tx: Tx, order: Order): Promise<RefundRow> {
    const { till, bill, body, at } = order
    if (bill.member_id) await this.ledger.lock(tx, bill.member_id)
    const [now] = await rowsOf<PurchaseRow>(tx, 'SELECT * FROM purchase WHERE id = ? FOR UPDATE', [bill.id])
    const [before] = await rowsOf<RefundRow>(tx, 'SELECT * FROM refund WHERE store_id = ? AND refund_no = ?', [
      till.storeId,
      body.refundNo,
    ])
    if (before) return sameOrRefuse(before, bill, body)
    if (!now || body.amountFen > now.paid_fen - now.refunded_fen) {
      throw new Refusal('refund.too_much', { leftFen: now ? now.paid_fen - now.refunded_fen : 0 })
    }
    const taken = await this.takePoints(tx, { ...order, bill: now })
    const changed = await change(
      tx,
      'UPDATE purchase SET refunded_fen = refunded_fen + ? WHERE id = ? AND refunded_fen + ? <= paid_fen',
      [body.amountFen, bill.id, body.amountFen],
    )
    if (changed !== 1) throw new Error('a locked purchase did not take its refund')
    const row: RefundRow = {
      purchase_id: bill.id,
      refund_no: body.refundNo,
      amount_fen: body.amountFen,
      ...taken,
      refunded_at: at,
    }
    await insert(tx, 'refund', {
      id: this.ids.next(),
      store_id: till.storeId,
      reason: body.reason,
      recorded_by: till.who,
      ...row,
    })
    return row
  }

  private async takePoints(tx: Tx, order: Order) {
    const { till, bill, body, at, by } = order
    const nothing = { points_taken: 0, debt_added: 0, growth_taken: 0, cash_fen: 0, journal_id: null as number | null }
    if (!bill.member_id || !bill.journal_id || !by.trace) return nothing
    const refund = { refundedFen: bill.refunded_fen, refundFen: body.amountFen }
    const { points, growth, explanation, parts } = refundOf(by.trace, refund)
    if (points === 0 && growth === 0) return nothing
    const undo: UndoEarn = {
      kind: 'UNDO_EARN',
      key: `refund:${till.storeId}:${body.refundNo}`,
      body: `${bill.id}|${body.amountFen}`,
      memberId: bill.member_id,
      brandId: by.store.brandId,
      storeId: by.store.id,
      operatorId: till.staffId,
      biz: { type: BIZ.REFUND, id: String(bill.id) },
      occurredAt: at,
      explanation: explanation as unknown as Json,
      reverses: bill.journal_id,
      points,
      growth,
      shortfall: by.shortfall,
    }
    const { journalId, posted } = await this.ledger.post(tx, undo)
    // All of them had lapsed: nothing moved on the member's points, and the statement still has a line for it.
    if (posted && points > 0 && posted.taken === 0 && posted.short === 0) {
      await insert(tx, 'quiet_entry', { member_id: bill.member_id, journal_id: journalId, version: posted.version })
    }
    const lost = parts.map(part => ({ ...part, points: -part.points }))
    await insertAll(tx, 'rule_award', awardRows(journalId, { parts: lost }, at))
    const short = posted?.short ?? 0
    return {
      points_taken: posted?.taken ?? 0,
      debt_added: by.shortfall === 'DEBT' ? short : 0,
      growth_taken: growth,
      cash_fen: by.shortfall === 'CASH' ? costOf(short, by.cost) : 0,
      journal_id: journalId,
    }
  }

  async view(bill: PurchaseRow, row: RefundRow): Promise<Reply<'POST /staff/bills/:billNo/refunds'>> {
    return {
      refundNo: row.refund_no,
      billNo: bill.bill_no,
      amountFen: row.amount_fen,
      pointsTaken: row.points_taken,
      debtAdded: row.debt_added,
      growthTaken: row.growth_taken,
      cashFen: row.cash_fen,
      sentence: await this.sentence(row),
      entryNo: row.journal_id ? entryNoOf(row.journal_id) : null,
      refundedAt: row.refunded_at.toISOString(),
      returned: null,
    }
  }

  private async sentence(row: RefundRow): Promise<{ zh: string; en: string }> {
    if (!row.journal_id)
      return { zh: '这部分金额没有积分，不用收回', en: 'This part earned no points; nothing is taken back' }
    const explanation = await this.explanationOf(row.journal_id)
    if (!explanation) throw new Error(`refund ${row.refund_no} has no journal`)
    return sentenceOf(explanation)
  }
}

function sameOrRefuse(row: RefundRow | undefined, bill: PurchaseRow, body: RefundBody): RefundRow {
  if (!row || row.purchase_id !== bill.id || row.amount_fen !== body.amountFen) throw new Refusal('refund.different')
  return row
}
