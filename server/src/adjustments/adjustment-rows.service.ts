import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { type Db, insert, rowsOf, type Tx } from '../db.js'
import type { Caller, Reply } from '../http.js'
import type { Ids } from '../ids.js'
import { entryNoOf } from '../ledger/entry-no.rules.js'
import { mayCall } from '../operators/rights.rules.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB, IDS } from '../tokens.js'
import { STATUS, stateOf } from './adjustments.rules.js'

type View = Reply<'POST /console/adjustments'>

export interface AdjustRow {
  id: number
  account_id: number
  amount: number
  reason: string
  maker_id: number
  status: number
  created_at: Date
  request_key: string
  store_id: number | null
  needs_approval: number
  counted_on: string | null
  decision_key: string | null
}

interface TellingRow extends AdjustRow {
  journal_id: number | null
  note: string
  refusal: string | null
  decided_at: Date | null
  member_no: string
  nickname: string
  maker: string
  checker: string | null
}

export interface Which {
  /** Ids below this one. */
  before: number
  status: number | null
  /** Only those of operators of this store. */
  storeId: number | null
}

const DECIDE = 'POST /console/adjustments/:id/decisions'
const COLUMNS =
  'id, account_id, amount, reason, maker_id, status, created_at, request_key, store_id, needs_approval, counted_on, decision_key'
const TELLING = `SELECT r.*, m.member_no, m.nickname, a.name AS maker, b.name AS checker FROM adjust_request r
  JOIN account t ON t.id = r.account_id JOIN member m ON m.id = t.owner_id
  JOIN operator a ON a.id = r.maker_id LEFT JOIN operator b ON b.id = r.checker_id`

/** Rows of corrections, as they are locked and as they are told. */
@Injectable()
export class AdjustmentRows {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  /** Writes down what was asked for. A request number that is there already is a duplicate key. */
  async add(
    tx: Tx,
    row: Omit<AdjustRow, 'id' | 'status' | 'created_at' | 'decision_key'> & { free_points: number },
  ): Promise<void> {
    await insert(tx, 'adjust_request', {
      id: this.ids.next(),
      status: STATUS.ASKED,
      created_at: this.clock.now(),
      ...row,
    })
  }

  async byKey(requestKey: string): Promise<AdjustRow | undefined> {
    const sql = `SELECT ${COLUMNS} FROM adjust_request WHERE request_key = ?`
    const [row] = await this.db.query<AdjustRow>(sql, [requestKey])
    return row
  }

  /** Refuses `record.not_found`. */
  async get(id: number): Promise<AdjustRow> {
    const [row] = await this.db.query<AdjustRow>(`SELECT ${COLUMNS} FROM adjust_request WHERE id = ?`, [id])
    if (!row) throw new Refusal('record.not_found')
    return row
  }

  /** The row under its lock; take the member's accounts first. */
  async lock(tx: Tx, id: number): Promise<AdjustRow> {
    const sql = `SELECT ${COLUMNS} FROM adjust_request WHERE id = ? FOR UPDATE`
    const [row] = await rowsOf<AdjustRow>(tx, sql, [id])
    if (!row) throw new Refusal('record.not_found')
    return row
  }

  /** The newest first. */
  async list(which: Which, limit: number, by: Caller['operator']): Promise<View[]> {
    const where = ['r.id < ?']
    const values: unknown[] = [which.before]
    for (const [column, value] of [
      ['r.status', which.status],
      ['r.store_id', which.storeId],
    ] as const) {
      if (value === null) continue
      where.push(`${column} = ?`)
      values.push(value)
    }
    const rows = await this.db.query<TellingRow>(`${TELLING} WHERE ${where.join(' AND ')} ORDER BY r.id DESC LIMIT ?`, [
      ...values,
      limit,
    ])
    return rows.map(row => viewOf(row, by))
  }

  async waiting(storeId: number | null): Promise<number> {
    const [row] = await this.db.query<{ waiting: number }>(
      `SELECT COUNT(*) AS waiting FROM adjust_request WHERE status = ${STATUS.ASKED}${storeId === null ? '' : ' AND store_id = ?'}`,
      storeId === null ? [] : [storeId],
    )
    return row?.waiting ?? 0
  }

  async view(id: number, by: Caller['operator']): Promise<View> {
    const [row] = await this.db.query<TellingRow>(`${TELLING} WHERE r.id = ?`, [id])
    if (!row) throw new Refusal('record.not_found')
    return viewOf(row, by)
  }
}

function viewOf(row: TellingRow, by: Caller['operator']): View {
  const open = row.status === STATUS.ASKED
  return {
    id: String(row.id),
    memberNo: row.member_no,
    nickname: row.nickname,
    points: row.amount,
    reason: row.reason,
    state: stateOf(row.status),
    askedBy: row.maker,
    askedAt: row.created_at.toISOString(),
    decidedBy: row.checker,
    decidedAt: row.decided_at?.toISOString() ?? null,
    note: row.note,
    refusal: row.refusal,
    entryNo: row.journal_id ? entryNoOf(row.journal_id) : null,
    mayDecide: open && row.maker_id !== by.id && mayCall(by.role, DECIDE),
    needsApproval: row.needs_approval === 1,
  }
}
