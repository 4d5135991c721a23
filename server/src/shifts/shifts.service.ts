import type { Shift, ShiftReport } from '@huitou/shared/shifts'
import { Inject, Injectable } from '@nestjs/common'
import { businessDayStart, dayOf } from '../calendar.js'
import type { Clock } from '../clock.js'
import { change, type Db, insert, isDuplicate, rowsOf, type Tx } from '../db.js'
import type { Caller, Input, Reply } from '../http.js'
import type { Ids } from '../ids.js'
import { Refusal } from '../refusal.js'
import { Stores } from '../stores/stores.service.js'
import { CLOCK, DB, IDS } from '../tokens.js'
import { actorOf, hashOf, requestKeyOf } from '../verifications/requests.rules.js'
import { Turnstiles } from '../verifications/turnstiles.service.js'
import { ShiftReports, type Span } from './shift-reports.service.js'
import { dayEnd } from './shifts.rules.js'

type Staff = Caller['staff']

export interface ShiftRow {
  id: number
  request_key: string
  staff_id: number
  store_id: number
  actor: string
  staff_no: string
  business_day: string
  opened_at: Date
  ends_at: Date
  closed_at: Date | null
}

interface ReportRow {
  request_key: string
  body_hash: Buffer
  automatic: number
  note: string
  report: string
}

interface Closing {
  key: string
  bodyHash: Buffer
  note: string
  automatic: boolean
}

const ROW = 'id, request_key, staff_id, store_id, actor, staff_no, business_day, opened_at, ends_at, closed_at'
const PAGE = 20

/** Shifts: one open to a person, closed by hand or with the business day, with a report that never changes. */
@Injectable()
export class Shifts {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(Stores) private readonly stores: Stores,
    @Inject(Turnstiles) private readonly turnstiles: Turnstiles,
    @Inject(ShiftReports) private readonly reports: ShiftReports,
  ) {}

  /** Begins a shift, or answers the one that is open; a repeat of the request gets what it began. */
  async open(staff: Staff, { requestId }: Input<'POST /staff/shifts'>['body']): Promise<Shift> {
    const key = requestKeyOf(staff.id, requestId)
    const [before] = await this.db.query<ShiftRow>(`SELECT ${ROW} FROM shift WHERE request_key = ?`, [key])
    if (before) return this.view(before, staff)
    const open = await this.openOf(staff.id)
    if (open) return this.view(open, staff)
    const store = await this.stores.get(staff.storeId)
    await this.db
      .transaction(async tx => {
        const openedAt = await this.afterLast(tx, staff.id)
        const start = businessDayStart(openedAt, store.timeZone, store.dayCutOffMinutes)
        await insert(tx, 'shift', {
          id: this.ids.next(),
          request_key: key,
          staff_id: staff.id,
          open_staff_id: staff.id,
          store_id: store.id,
          actor: actorOf(staff),
          staff_no: staff.staffNo,
          business_day: dayOf(start, store.timeZone),
          opened_at: openedAt,
          ends_at: dayEnd(openedAt, store),
          closed_at: null,
        })
      })
      .catch(error => {
        // Two taps at the same moment: the other one has begun it.
        if (!isDuplicate(error)) throw error
      })
    const begun = await this.openOf(staff.id)
    if (!begun) throw new Error('a shift that was begun is not there')
    return this.view(begun, staff)
  }

  async current(staff: Staff): Promise<Reply<'GET /staff/shift'>> {
    const open = await this.openOf(staff.id)
    return { shift: open ? await this.view(open, staff) : null }
  }

  /**
   * Closes one's own shift, a manager anybody's of the store; what is being verified at this moment is waited for. A repeat
   * gets the same report. Refuses `record.not_found`, `shift.closed`, `shift.different`.
   */
  async close(staff: Staff, id: number, body: Input<'POST /staff/shifts/:id/closings'>['body']): Promise<Shift> {
    const row = await this.seen(staff, id)
    const { requestId, note = '' } = body
    const key = requestKeyOf(staff.id, requestId)
    const closing: Closing = { key, bodyHash: hashOf({ id, note }), note, automatic: false }
    if (row.closed_at === null && row.ends_at <= this.clock.now()) await this.end(row)
    await this.db.transaction(tx => this.write(tx, row, closing))
    return this.view(await this.seen(staff, id), staff)
  }

  async list(staff: Staff, query: Input<'GET /staff/shifts'>['query']): Promise<Reply<'GET /staff/shifts'>> {
    const limit = query.limit ?? PAGE
    const whose = staff.role === 'STORE_MANAGER' ? '' : ' AND staff_id = ?'
    const rows = await this.db.query<ShiftRow>(
      `SELECT ${ROW} FROM shift WHERE store_id = ? AND closed_at IS NOT NULL AND id < ?${whose} ORDER BY id DESC LIMIT ${limit + 1}`,
      [staff.storeId, Number(query.cursor ?? Number.MAX_SAFE_INTEGER), ...(whose ? [staff.id] : [])],
    )
    const shown = rows.slice(0, limit)
    const items: Shift[] = []
    for (const row of shown) items.push(await this.view(row, staff))
    return { items, nextCursor: rows.length > limit ? String(shown.at(-1)?.id) : null }
  }

  /** One shift of one's own, or of the store for a manager. Refuses `record.not_found`. */
  async get(staff: Staff, id: number): Promise<Shift> {
    return this.view(await this.seen(staff, id), staff)
  }

  /** Closes a shift whose day is over, as of that moment. Does nothing when somebody has. */
  async end(row: ShiftRow): Promise<void> {
    const closing = { key: `auto:${row.id}`, bodyHash: hashOf({}), note: '', automatic: true }
    await this.db
      .transaction(tx => this.write(tx, row, closing))
      .catch(error => {
        if (!(error instanceof Refusal && error.code === 'shift.closed')) throw error
      })
  }

  /** The open shift of a person; one whose day is over is closed by this. */
  private async openOf(staffId: number): Promise<ShiftRow | undefined> {
    const sql = `SELECT ${ROW} FROM shift WHERE open_staff_id = ?`
    const [row] = await this.db.query<ShiftRow>(sql, [staffId])
    if (!row || row.ends_at > this.clock.now()) return row
    await this.end(row)
    return undefined
  }

  private async write(tx: Tx, { id, staff_id }: ShiftRow, closing: Closing): Promise<void> {
    await this.turnstiles.holdPerson(tx, staff_id, 0)
    const [row] = await rowsOf<ShiftRow>(tx, `SELECT ${ROW} FROM shift WHERE id = ? FOR UPDATE`, [id])
    if (!row) throw new Refusal('record.not_found')
    if (row.closed_at) return this.assertRepeat(tx, row, closing)
    const now = this.clock.now()
    const closedAt = closing.automatic ? new Date(Math.min(now.getTime(), row.ends_at.getTime() - 1)) : now
    const report = await this.reports.of((sql, values) => rowsOf(tx, sql, values), spanOf(row, closedAt))
    await insert(tx, 'shift_report', {
      shift_id: id,
      request_key: closing.key,
      body_hash: closing.bodyHash,
      automatic: closing.automatic ? 1 : 0,
      note: closing.note,
      report: JSON.stringify(report),
      closed_at: closedAt,
    })
    await change(tx, 'UPDATE shift SET closed_at = ?, open_staff_id = NULL WHERE id = ?', [closedAt, id])
  }

  private async assertRepeat(tx: Tx, row: ShiftRow, { key, bodyHash }: Closing): Promise<void> {
    const sql = 'SELECT request_key, body_hash, automatic, note, report FROM shift_report WHERE shift_id = ?'
    const [report] = await rowsOf<ReportRow>(tx, sql, [row.id])
    if (report?.request_key !== key) {
      const automatic = report?.automatic === 1
      throw new Refusal('shift.closed', { closedAt: row.closed_at?.toISOString() ?? null, automatic })
    }
    if (!report.body_hash.equals(bodyHash)) throw new Refusal('shift.different')
  }

  private async seen(staff: Staff, id: number): Promise<ShiftRow> {
    const [row] = await this.db.query<ShiftRow>(`SELECT ${ROW} FROM shift WHERE id = ? AND store_id = ?`, [
      id,
      staff.storeId,
    ])
    if (!row || (row.staff_id !== staff.id && staff.role !== 'STORE_MANAGER')) throw new Refusal('record.not_found')
    return row
  }

  /** Shifts of a person do not share a moment: what happened in it belongs to one of them. */
  private async afterLast(tx: Tx, staffId: number): Promise<Date> {
    const now = this.clock.now()
    const sql = 'SELECT closed_at FROM shift WHERE staff_id = ? ORDER BY id DESC LIMIT 1'
    const [last] = await rowsOf<{ closed_at: Date | null }>(tx, sql, [staffId])
    return new Date(Math.max(now.getTime(), (last?.closed_at?.getTime() ?? 0) + 1))
  }

  private async view(row: ShiftRow, staff: Staff): Promise<Shift> {
    const { name } = await this.stores.get(row.store_id)
    const sql = 'SELECT request_key, body_hash, automatic, note, report FROM shift_report WHERE shift_id = ?'
    const [closed] = row.closed_at ? await this.db.query<ReportRow>(sql, [row.id]) : []
    const report = closed
      ? (JSON.parse(closed.report) as ShiftReport)
      : await this.reports.of((text, values) => this.db.query(text, values), spanOf(row, this.clock.now()))
    return {
      id: String(row.id),
      store: name,
      by: row.actor,
      mine: row.staff_id === staff.id,
      businessDay: row.business_day,
      openedAt: row.opened_at.toISOString(),
      endsAt: row.ends_at.toISOString(),
      closedAt: row.closed_at?.toISOString() ?? null,
      automatic: closed?.automatic === 1,
      note: closed?.note ?? '',
      report,
    }
  }
}

function spanOf({ store_id, staff_id, staff_no, opened_at }: ShiftRow, to: Date): Span {
  return { storeId: store_id, staffId: staff_id, staffNo: staff_no, from: opened_at, to }
}
