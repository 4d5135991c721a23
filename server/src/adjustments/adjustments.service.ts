import { Inject, Injectable } from '@nestjs/common'
import { PROGRAMME_ZONE } from '../calendar.js'
import type { Clock } from '../clock.js'
import { change, type Db, isDuplicate, type Tx } from '../db.js'
import type { Caller, Input, Reply } from '../http.js'
import { Ledger } from '../ledger/ledger.service.js'
import { type Adjust, accountId, CURRENCY, type Json } from '../ledger/operation.rules.js'
import { Members } from '../members/members.service.js'
import { Audit, type AuditAction } from '../operators/audit.service.js'
import { Refusal } from '../refusal.js'
import { Stores } from '../stores/stores.service.js'
import { CLOCK, DB } from '../tokens.js'
import { AdjustmentLimits } from './adjustment-limits.service.js'
import { AdjustmentRows, type AdjustRow } from './adjustment-rows.service.js'
import { isSmall, STATUS, spanOf } from './adjustments.rules.js'
import type { AdjustExplanation } from './adjustments.texts.js'

type View = Reply<'POST /console/adjustments'>
type Body = Input<'POST /console/adjustments'>['body']
type Decision = Input<'POST /console/adjustments/:id/decisions'>['body']
type Operator = Caller['operator']

/** A decision as it is written down: who, under which request number, with what to say. None: the maker alone. */
interface Verdict {
  by: Operator
  checker: { key: string; note: string } | null
}

const PAGE = 20
/** `biz_type` of journals that a correction made. */
const BIZ_ADJUST = 5

/** Corrections by hand. Whoever asks is not who approves, but for small ones, of which a day holds only so many. */
@Injectable()
export class Adjustments {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Ledger) private readonly ledger: Ledger,
    @Inject(Members) private readonly members: Members,
    @Inject(Stores) private readonly stores: Stores,
    @Inject(AdjustmentRows) private readonly rows: AdjustmentRows,
    @Inject(AdjustmentLimits) private readonly limits: AdjustmentLimits,
    @Inject(Audit) private readonly audit: Audit,
  ) {}

  async list(
    by: Operator,
    query: Input<'GET /console/adjustments'>['query'],
  ): Promise<Reply<'GET /console/adjustments'>> {
    const limit = query.limit ?? PAGE
    const before = Number(query.cursor ?? Number.MAX_SAFE_INTEGER)
    const status = query.state ? STATUS[query.state] : null
    const [rows, waiting, limits, usedToday] = await Promise.all([
      this.rows.list({ before, status, storeId: by.storeId }, limit + 1, by),
      this.rows.waiting(by.storeId),
      this.limits.current(),
      this.limits.usedToday(by.id),
    ])
    const items = rows.slice(0, limit)
    return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null, waiting, limits, usedToday }
  }

  /**
   * Asks for a correction. A small one is made at once, as long as the maker's day has room; the answer says what became
   * of it. The same request number gets the first answer. Refuses `record.not_found`, `adjustment.different`.
   */
  async ask(by: Operator, body: Body): Promise<View> {
    const member = await this.members.byNumber(body.memberNo)
    const account = accountId(member.id, CURRENCY.POINTS)
    const key = `${by.id}:${body.requestId}`
    const row =
      (await this.rows.byKey(key)) ?? (await this.write(by, { body, key, account, memberNo: member.member_no }))
    if (row.account_id !== account || row.amount !== body.points || row.reason !== body.reason) {
      throw new Refusal('adjustment.different')
    }
    // Also for a repeat: the process may have died between the asking and the doing.
    if (row.status === STATUS.ASKED && !row.needs_approval) await this.carryOut(row, { by, checker: null })
    return this.rows.view(row.id, by)
  }

  /**
   * Approves or declines what somebody else asked for. Two checkers at once: one of them is told that it is decided. What
   * the ledger cannot do becomes REFUSED, with nothing taken. Refuses `record.not_found`, `adjustment.own`,
   * `adjustment.decided`, `adjustment.different`.
   */
  async decide(by: Operator, id: number, body: Decision): Promise<View> {
    const row = await this.rows.get(id)
    if (row.maker_id === by.id) throw new Refusal('adjustment.own')
    const key = `${by.id}:${body.requestId}`
    if (row.status === STATUS.ASKED) {
      const verdict = { by, checker: { key, note: body.note } }
      if (body.approve) await this.carryOut(row, verdict)
      else await this.decline(row, verdict)
    }
    const after = await this.rows.get(id)
    if (after.decision_key !== key) throw new Refusal('adjustment.decided')
    if ((after.status === STATUS.DECLINED) === body.approve) throw new Refusal('adjustment.different')
    return this.rows.view(id, by)
  }

  private async write(
    by: Operator,
    asked: { body: Body; key: string; account: number; memberNo: string },
  ): Promise<AdjustRow> {
    const { body, key, account, memberNo } = asked
    const limits = await this.limits.current()
    const size = Math.abs(body.points)
    const work = this.db.transaction(async tx => {
      const small = isSmall(body.points, limits.freePoints)
      const day = small ? await this.limits.takeOfDay(tx, by.id, size, limits.dailyPoints) : null
      await this.rows.add(tx, {
        account_id: account,
        amount: body.points,
        reason: body.reason,
        maker_id: by.id,
        request_key: key,
        store_id: by.storeId,
        needs_approval: day === null ? 1 : 0,
        free_points: limits.freePoints,
        counted_on: day,
      })
      await this.note(tx, by, { action: 'ADJUSTMENT_ASKED', target: memberNo, body })
    })
    // The same request twice at once: the second finds the first, whose day alone it was taken from.
    await work.catch(error => {
      if (!isDuplicate(error)) throw error
    })
    const row = await this.rows.byKey(key)
    if (!row) throw new Error('a correction that was written is not there')
    return row
  }

  private async carryOut(row: AdjustRow, verdict: Verdict): Promise<void> {
    const operation = await this.operationOf(row, verdict.by)
    try {
      await this.db.transaction(async tx => {
        await this.ledger.lock(tx, operation.memberId)
        const now = await this.rows.lock(tx, row.id)
        if (now.status !== STATUS.ASKED) return
        const { journalId } = await this.ledger.post(tx, operation)
        await this.close(tx, row, { ...verdict, status: STATUS.DONE, journalId })
      })
    } catch (error) {
      if (!(error instanceof Refusal) || !/^(points|ledger)\./.test(error.code)) throw error
      await this.refuse(row, verdict, error.code)
    }
  }

  /** The ledger said no, and keeps that under the key of the request: it can never be made later by a late repeat. */
  private async refuse(row: AdjustRow, verdict: Verdict, refusal: string): Promise<void> {
    await this.db.transaction(async tx => {
      const now = await this.rows.lock(tx, row.id)
      if (now.status !== STATUS.ASKED) return
      if (now.counted_on) {
        await this.limits.returnToDay(tx, now.maker_id, now.counted_on, Math.abs(now.amount))
      }
      await this.close(tx, row, { ...verdict, status: STATUS.REFUSED, refusal })
    })
  }

  private async decline(row: AdjustRow, verdict: Verdict): Promise<void> {
    await this.db.transaction(async tx => {
      const now = await this.rows.lock(tx, row.id)
      if (now.status !== STATUS.ASKED) return
      if (now.counted_on) await this.limits.returnToDay(tx, now.maker_id, now.counted_on, Math.abs(now.amount))
      await this.close(tx, row, { ...verdict, status: STATUS.DECLINED })
    })
  }

  private async close(
    tx: Tx,
    row: AdjustRow,
    end: Verdict & { status: number; journalId?: number; refusal?: string },
  ): Promise<void> {
    const { by, checker, status, journalId = null, refusal = null } = end
    const changed = await change(
      tx,
      `UPDATE adjust_request SET status = ?, journal_id = ?, refusal = ?, checker_id = ?, decision_key = ?, note = ?, decided_at = ? WHERE id = ? AND status = ${STATUS.ASKED}`,
      [
        status,
        journalId,
        refusal,
        checker ? by.id : null,
        checker?.key ?? null,
        checker?.note ?? '',
        this.clock.now(),
        row.id,
      ],
    )
    if (changed !== 1) throw new Error('a locked correction did not take its end')
    const [member] = (await tx.query('SELECT member_no FROM member WHERE id = ?', [memberOf(row)])) as {
      member_no: string
    }[]
    const body = { points: row.amount, reason: refusal ?? (checker?.note || row.reason) }
    await this.note(tx, by, { action: ACTIONS[status]!, target: member?.member_no ?? '', body })
  }

  private async operationOf(row: AdjustRow, by: Operator): Promise<Adjust> {
    const [{ id: brandId }, { validMonths }] = await Promise.all([this.stores.brand(), this.limits.current()])
    const timeZone = row.store_id ? (await this.stores.get(row.store_id)).timeZone : PROGRAMME_ZONE
    const now = this.clock.now()
    const explanation: AdjustExplanation = { kind: 'ADJUST', points: row.amount, reason: row.reason }
    return {
      kind: 'ADJUST',
      key: `adj:${row.id}`,
      body: `${row.account_id}|${row.amount}`,
      memberId: memberOf(row),
      brandId,
      storeId: row.store_id,
      operatorId: by.id,
      biz: { type: BIZ_ADJUST, id: String(row.id) },
      occurredAt: now,
      explanation: explanation as AdjustExplanation & Json,
      points: row.amount,
      approvalId: row.id,
      span: row.amount > 0 ? spanOf(now, timeZone, validMonths) : null,
      shortfall: 'BLOCK',
    }
  }

  private note(
    tx: Tx,
    operator: Operator,
    deed: { action: AuditAction; target: string; body: { points: number; reason: string } },
  ): Promise<void> {
    const { points, reason } = deed.body
    const detail = `${points > 0 ? '+' : ''}${points} ${reason}`
    return this.audit.record(tx, { operator, action: deed.action, target: deed.target, detail })
  }
}

const ACTIONS: Record<number, AuditAction> = {
  [STATUS.DONE]: 'ADJUSTMENT_DONE',
  [STATUS.DECLINED]: 'ADJUSTMENT_DECLINED',
  [STATUS.REFUSED]: 'ADJUSTMENT_REFUSED',
}

const memberOf = (row: AdjustRow): number => row.account_id - CURRENCY.POINTS
