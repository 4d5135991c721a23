import { Inject, Injectable } from '@nestjs/common'
import { businessDayStart, dayOf } from '../calendar.js'
import type { Clock } from '../clock.js'
import type { Db } from '../db.js'
import type { Caller, Input, Reply } from '../http.js'
import { Refusal } from '../refusal.js'
import { Stores } from '../stores/stores.service.js'
import { CLOCK, DB } from '../tokens.js'
import { BillViews } from './bill-views.service.js'
import { Bills, CHANNEL, type PurchaseRow } from './bills.service.js'
import type { ScanTicket } from './scans.rules.js'
import { Scans, type Till } from './scans.service.js'

type PosBill = Input<'POST /pos/bills'>['body']

const PAGE = 20
const FUTURE_MS = 5 * 60_000
const PAST_MS = 30 * 86_400_000

/** What staff and tills do with bills: record them for whoever was scanned, and look them up. */
@Injectable()
export class Tills {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Bills) private readonly bills: Bills,
    @Inject(BillViews) private readonly views: BillViews,
    @Inject(Scans) private readonly scans: Scans,
    @Inject(Stores) private readonly stores: Stores,
  ) {}

  /** Records a bill for the member of a scan ticket, or for nobody. */
  async staffBill(
    staff: Caller['staff'],
    body: Input<'POST /staff/bills'>['body'],
  ): Promise<Reply<'POST /staff/bills'>> {
    const till = tillOfStaff(staff)
    return this.record(till, body, () => (body.scanId ? this.scans.redeem(till, body.scanId) : null))
  }

  /** The same for a till, which may also hand in the scanned code itself, or the table. */
  async posBill(pos: Caller['pos'], body: Input<'POST /pos/bills'>['body']): Promise<Reply<'POST /pos/bills'>> {
    const till = tillOfPos(pos)
    return this.record(till, body, () => {
      if (body.scanId) return this.scans.redeem(till, body.scanId)
      if (body.code) return this.scans.useCode(till, body.code)
      return body.scene ? this.scans.soleDiner(till, body.scene) : null
    })
  }

  async bill(storeId: number, billNo: string): Promise<Reply<'GET /staff/bills/:billNo'>> {
    const row = await this.bills.find(storeId, billNo)
    if (!row) throw new Refusal('bill.unknown')
    return this.views.view(row)
  }

  async recent(storeId: number, query: Input<'GET /staff/bills'>['query']): Promise<Reply<'GET /staff/bills'>> {
    const limit = query.limit ?? PAGE
    const rows = await this.db.query<PurchaseRow>(
      'SELECT * FROM purchase WHERE store_id = ? AND id < ? ORDER BY id DESC LIMIT ?',
      [storeId, Number(query.cursor ?? Number.MAX_SAFE_INTEGER), limit + 1],
    )
    const shown = rows.slice(0, limit)
    return {
      items: await Promise.all(shown.map(row => this.views.view(row))),
      nextCursor: rows.length > limit ? String(shown.at(-1)?.id) : null,
    }
  }

  async workbench(staff: Caller['staff']): Promise<Reply<'GET /staff/workbench'>> {
    const store = await this.stores.get(staff.storeId)
    const now = this.clock.now()
    const start = businessDayStart(now, store.timeZone, store.dayCutOffMinutes)
    const [[bills], [joined]] = await Promise.all([
      this.db.query<{ bills: number; paid: number; points: number; members: number }>(
        'SELECT COUNT(*) AS bills, COALESCE(SUM(paid_fen - refunded_fen), 0) AS paid, COALESCE(SUM(points), 0) AS points, COUNT(DISTINCT member_id) AS members FROM purchase WHERE store_id = ? AND paid_at >= ?',
        [store.id, start],
      ),
      this.db.query<{ enrolments: number }>(
        'SELECT COUNT(*) AS enrolments FROM member WHERE source_store_id = ? AND enrolled_at >= ?',
        [store.id, start],
      ),
    ])
    return {
      staffNo: staff.staffNo,
      name: staff.name,
      role: staff.role,
      store: { id: String(store.id), name: store.name },
      businessDay: dayOf(start, store.timeZone),
      today: {
        bills: bills?.bills ?? 0,
        paidFen: bills?.paid ?? 0,
        points: bills?.points ?? 0,
        members: bills?.members ?? 0,
        enrolments: joined?.enrolments ?? 0,
      },
    }
  }

  private async record(
    till: Till,
    body: Pick<PosBill, 'billNo' | 'paidFen' | 'paidAt' | 'items' | 'tableSize'>,
    identify: () => ScanTicket | null | Promise<ScanTicket | null>,
  ): Promise<Reply<'POST /staff/bills'>> {
    const paidAt = paidAtOf(body.paidAt, this.clock.now())
    let ticket: ScanTicket | null
    try {
      ticket = await identify()
    } catch (error) {
      const first = error instanceof Refusal ? await this.bills.find(till.storeId, body.billNo) : null
      // A retry whose code has been used up or grown old meanwhile still gets the first answer.
      if (first && first.recorded_by === till.who && first.paid_fen === body.paidFen) return this.views.view(first)
      throw error
    }
    const { row, trace } = await this.bills.record({
      storeId: till.storeId,
      billNo: body.billNo,
      paidFen: body.paidFen,
      memberId: ticket?.memberId ?? null,
      tableId: ticket?.tableId ?? null,
      items: body.items ?? [],
      tableSize: body.tableSize ?? null,
      channel: till.staffId ? CHANNEL.STAFF : CHANNEL.POS,
      who: till.who,
      staffId: till.staffId,
      paidAt,
    })
    return this.views.view(row, trace)
  }
}

/** When a bill was paid, as a till says it. Refuses `bill.time_invalid` beyond five minutes ahead and thirty days ago. */
export function paidAtOf(text: string | undefined, now: Date): Date {
  if (!text) return now
  const at = new Date(text)
  if (at.getTime() > now.getTime() + FUTURE_MS || at.getTime() < now.getTime() - PAST_MS)
    throw new Refusal('bill.time_invalid')
  return at
}

export const tillOfStaff = (staff: Caller['staff']): Till => ({
  storeId: staff.storeId,
  who: staff.staffNo,
  staffId: staff.id,
})
export const tillOfPos = (pos: Caller['pos']): Till => ({
  storeId: pos.storeId,
  who: `POS:${pos.name}`.slice(0, 40),
  staffId: null,
})
