import type { VerificationReceipt } from '@huitou/shared/verifications'
import { Inject, Injectable } from '@nestjs/common'
import { businessDayStart, dayOf } from '../calendar.js'
import type { Clock } from '../clock.js'
import type { Db } from '../db.js'
import type { Caller, Input, Reply } from '../http.js'
import { Refusal } from '../refusal.js'
import { Stores } from '../stores/stores.service.js'
import { CLOCK, DB } from '../tokens.js'
import { KIND, kindOf, serialText, undoProblem } from './verification.rules.js'

type Staff = Caller['staff']

export interface VerificationRow {
  id: number
  request_key: string
  body_hash: Buffer
  kind: number
  item_id: number
  redemption_id: number | null
  member_id: number
  store_id: number
  business_day: string
  serial: number
  staff_id: number
  actor: string
  name_zh: string
  name_en: string
  value_zh: string
  value_en: string
  quantity: number
  left_after: number
  uses: number
  discount_fen: number | null
  worth_fen: number
  bill_fen: number | null
  bill_no: string | null
  note: string
  offline: number
  verified_at: Date
  recorded_at: Date
  undo_until: Date | null
  manager_until: Date
}

/** With the names of what it points to, and what undid it. */
interface ReceiptRow extends VerificationRow {
  store: string
  member_no: string
  nickname: string
  void_at: Date | null
  void_by: string | null
  void_reason: string | null
  void_back: 'USABLE' | 'EXPIRED' | null
}

const COLUMNS =
  'id, request_key, body_hash, kind, item_id, redemption_id, member_id, store_id, business_day, serial, staff_id, actor, name_zh, name_en, value_zh, value_en, quantity, left_after, uses, discount_fen, worth_fen, bill_fen, bill_no, note, offline, verified_at, recorded_at, undo_until, manager_until'
/** Rows of the table alone, to be followed by WHERE. */
export const VERIFICATION = `SELECT ${COLUMNS} FROM verification`
const RECEIPT = `SELECT ${COLUMNS.split(', ')
  .map(column => `v.${column}`)
  .join(
    ', ',
  )}, s.name AS store, m.member_no, m.nickname, x.voided_at AS void_at, x.actor AS void_by, x.reason AS void_reason, x.back AS void_back
  FROM verification v JOIN store s ON s.id = v.store_id JOIN member m ON m.id = v.member_id
  LEFT JOIN verification_void x ON x.verification_id = v.id`
const PAGE = 20

interface Filter {
  kind?: 'COUPON' | 'VOUCHER' | undefined
  state?: 'VERIFIED' | 'VOIDED' | undefined
  storeId?: number | undefined
  staffId?: number | undefined
  cursor?: string | undefined
  limit?: number | undefined
}

/** Receipts of verifications, as staff and operators read them. */
@Injectable()
export class Receipts {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Stores) private readonly stores: Stores,
  ) {}

  async byKey(key: string): Promise<VerificationRow | undefined> {
    return (await this.db.query<VerificationRow>(`${VERIFICATION} WHERE request_key = ?`, [key]))[0]
  }

  /** A record of a store. Refuses `record.not_found`, also for those of other stores. */
  async row(id: number, storeId: number): Promise<VerificationRow> {
    const sql = `${VERIFICATION} WHERE id = ? AND store_id = ?`
    const [row] = await this.db.query<VerificationRow>(sql, [id, storeId])
    if (!row) throw new Refusal('record.not_found')
    return row
  }

  /** One receipt of the own store. Refuses `record.not_found`. */
  async get(id: number, staff: Staff): Promise<VerificationReceipt> {
    const [row] = await this.db.query<ReceiptRow>(`${RECEIPT} WHERE v.id = ? AND v.store_id = ?`, [id, staff.storeId])
    if (!row) throw new Refusal('record.not_found')
    return this.view(row, staff)
  }

  /** What became of a request of this person. Refuses `record.not_found`: it has not come here, or was refused. */
  async ofRequest(staff: Staff, key: string): Promise<VerificationReceipt> {
    const row = await this.byKey(key)
    if (!row) throw new Refusal('record.not_found')
    return this.get(row.id, staff)
  }

  async page(
    staff: Staff,
    query: Input<'GET /staff/verifications'>['query'],
  ): Promise<Reply<'GET /staff/verifications'>> {
    const { kind, state, mine, cursor, limit } = query
    const staffId = mine === 'true' ? staff.id : undefined
    const [{ rows, nextCursor }, today] = await Promise.all([
      this.find({ kind, state, cursor, limit, storeId: staff.storeId, staffId }),
      this.today(staff),
    ])
    return { items: rows.map(row => this.view(row, staff)), nextCursor, today }
  }

  /** Over all stores; an operator bound to one sees that one. */
  async list(
    operator: Caller['operator'],
    query: Input<'GET /console/verifications'>['query'],
  ): Promise<Reply<'GET /console/verifications'>> {
    const { storeId, ...rest } = query
    const asked = storeId === undefined ? undefined : Number(storeId)
    const { rows, nextCursor } = await this.find({ ...rest, storeId: operator.storeId ?? asked })
    return { items: rows.map(row => this.view(row, null)), nextCursor }
  }

  private async find({ kind, state, storeId, staffId, cursor, limit = PAGE }: Filter) {
    const parts: [string, number | undefined][] = [
      ['v.id < ?', Number(cursor ?? Number.MAX_SAFE_INTEGER)],
      ['v.store_id = ?', storeId],
      ['v.staff_id = ?', staffId],
      ['v.kind = ?', kind && KIND[kind]],
    ]
    const asked = parts.filter(([, value]) => value !== undefined)
    const voided = state && `x.verification_id IS ${state === 'VOIDED' ? 'NOT ' : ''}NULL`
    const where = [...asked.map(([part]) => part), ...(voided ? [voided] : [])].join(' AND ')
    const sql = `${RECEIPT} WHERE ${where} ORDER BY v.id DESC LIMIT ${limit + 1}`
    const found = await this.db.query<ReceiptRow>(
      sql,
      asked.map(([, value]) => value),
    )
    const rows = found.slice(0, limit)
    return { rows, nextCursor: found.length > limit ? String(rows.at(-1)?.id) : null }
  }

  private async today(staff: Staff): Promise<Reply<'GET /staff/verifications'>['today']> {
    const { timeZone, dayCutOffMinutes } = await this.stores.get(staff.storeId)
    const businessDay = dayOf(businessDayStart(this.clock.now(), timeZone, dayCutOffMinutes), timeZone)
    const [row] = await this.db.query<Record<'verified' | 'voided' | 'worth' | 'mine', number | null>>(
      `SELECT COUNT(*) AS verified, SUM(x.verification_id IS NOT NULL) AS voided, SUM(v.staff_id = ?) AS mine,
         SUM(CASE WHEN x.verification_id IS NULL THEN v.worth_fen ELSE 0 END) AS worth
       FROM verification v LEFT JOIN verification_void x ON x.verification_id = v.id WHERE v.store_id = ? AND v.business_day = ?`,
      [staff.id, staff.storeId, businessDay],
    )
    const of = (name: 'verified' | 'voided' | 'worth' | 'mine') => Number(row?.[name] ?? 0)
    return { businessDay, verified: of('verified'), voided: of('voided'), worthFen: of('worth'), mine: of('mine') }
  }

  /** `staff`: whoever looks; null is an operator, who undoes nothing. */
  private view(row: ReceiptRow, staff: Staff | null): VerificationReceipt {
    const now = this.clock.now()
    const undone = row.void_at && row.void_back
    return {
      id: String(row.id),
      serialNo: serialText(row.serial),
      businessDay: row.business_day,
      kind: kindOf(row.kind),
      itemId: String(row.item_id),
      name: { zh: row.name_zh, en: row.name_en },
      valueLine: { zh: row.value_zh, en: row.value_en },
      quantity: row.quantity,
      left: row.left_after,
      uses: row.uses,
      discountFen: row.discount_fen,
      worthFen: row.worth_fen,
      billFen: row.bill_fen,
      billNo: row.bill_no,
      note: row.note,
      owner: { memberNo: row.member_no, nickname: row.nickname },
      at: row.verified_at.toISOString(),
      store: row.store,
      by: row.actor,
      mine: staff?.id === row.staff_id,
      state: undone ? 'VOIDED' : 'VERIFIED',
      offline: row.offline === 1,
      undoUntil: row.undo_until?.toISOString() ?? null,
      undoNeedsManager: row.undo_until === null || row.undo_until < now,
      undoable: staff !== null && !undone && undoProblem(row, staff, now) === null,
      void:
        row.void_at && row.void_back
          ? { at: row.void_at.toISOString(), by: row.void_by ?? '', reason: row.void_reason ?? '', back: row.void_back }
          : null,
    }
  }
}
