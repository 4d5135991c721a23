import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common'
import type { Db } from '../db.js'
import type { Input, Reply } from '../http.js'
import { maskName } from '../members/members.service.js'
import { Bills } from '../purchases/bills.service.js'
import { type Seat, TableVisits } from '../stores/table-visits.service.js'
import { DB } from '../tokens.js'
import { WaitingRoom } from '../waiting-room.js'
import { BILL, CheckoutRows, type TableBillRow } from './checkout-rows.service.js'
import { itemsOf } from './table-bills.service.js'

type News = Reply<'GET /member/table-bill'>

const WAIT_SECONDS = 25
const NOTHING: News = { revision: '0', bill: null }

/** The bill at a diner's table, and phones that wait for it to change: one query per tick asks for all of them. */
@Injectable()
export class TableBillNews implements OnModuleDestroy {
  private readonly room = new WaitingRoom(tables => this.revisions(tables))

  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CheckoutRows) private readonly rows: CheckoutRows,
    @Inject(Bills) private readonly bills: Bills,
    @Inject(TableVisits) private readonly visits: TableVisits,
  ) {}

  /** At once when it differs from what the phone has, otherwise as soon as it does; the same when the time runs out. */
  async wait(memberId: number, query: Input<'GET /member/table-bill'>['query']): Promise<News> {
    const { after, waitSeconds = WAIT_SECONDS } = query
    const seat = await this.visits.seatOf(memberId)
    const first = await this.look(memberId, seat)
    if (after === undefined || waitSeconds === 0 || this.room.isClosing || first.revision !== after) return first
    if (!seat) return first
    await this.room.wait({ subject: seat.tableId, after }, waitSeconds * 1000)
    return this.look(memberId, await this.visits.seatOf(memberId))
  }

  /** Phones that wait are told to ask again. Nest calls this before it waits for requests under way. */
  onModuleDestroy(): void {
    this.room.close()
  }

  private async look(memberId: number, seat: Seat | null): Promise<News> {
    const row = seat ? await this.rows.newestBill(seat.tableId) : undefined
    if (!seat || !row) return NOTHING
    const bill = (await this.isShown(row, seat)) ? await this.view(memberId, row) : null
    return { revision: String(row.revision), bill }
  }

  /** Open ones that nobody has rung up, and what was paid while this party has been sitting here. */
  private async isShown(row: TableBillRow, seat: Seat): Promise<boolean> {
    if (row.state === BILL.PAID) return row.ended_at !== null && row.ended_at >= seat.openedAt
    return row.state === BILL.OPEN && !(await this.bills.find(row.store_id, row.bill_no))
  }

  private async view(memberId: number, row: TableBillRow): Promise<News['bill']> {
    const checkout = row.checkout_id === null ? undefined : await this.rows.get(row.checkout_id)
    const isMe = checkout?.member_id === memberId
    const [payer] = checkout
      ? await this.db.query<{ nickname: string }>('SELECT nickname FROM member WHERE id = ?', [checkout.member_id])
      : []
    const state = row.state === BILL.PAID ? 'PAID' : !checkout ? 'OPEN' : isMe ? 'MINE' : 'TAKEN'
    return {
      id: String(row.id),
      billNo: row.bill_no,
      amountFen: row.amount_fen,
      items: itemsOf(row).map(({ name, quantity, amountFen }) => ({ name, quantity, amountFen })),
      state,
      by: payer ? maskName(payer.nickname) : null,
      isMe,
      until: checkout && row.state === BILL.OPEN ? checkout.expires_at.toISOString() : null,
      checkoutId: checkout && isMe ? String(checkout.id) : null,
      openedAt: row.opened_at.toISOString(),
    }
  }

  private async revisions(tableIds: readonly number[]): Promise<Map<number, string>> {
    const rows = await this.db.query<{ table_id: number; revision: number }>(
      'SELECT table_id, MAX(revision) AS revision FROM table_bill WHERE table_id IN (?) GROUP BY table_id',
      [[...tableIds]],
    )
    return new Map(rows.map(row => [row.table_id, String(row.revision)]))
  }
}
