import type { SettlementEntry, Settlements } from '@huitou/shared/till-checkouts'
import { Inject, Injectable } from '@nestjs/common'
import { instantOf } from '../calendar.js'
import { CHECKOUT } from '../checkouts/checkout-rows.service.js'
import type { Db } from '../db.js'
import type { Input } from '../http.js'
import { Refusal } from '../refusal.js'
import { Stores } from '../stores/stores.service.js'
import { DB } from '../tokens.js'
import { wholeOf } from './settlements.rules.js'

type Query = Input<'GET /pos/v1/settlements'>['query']

/** Entries of one day of a store; its bills are some hundreds. */
const MOST = 20_000
const PAGE = 100

interface Row {
  id: number
  reserve_key: string
  bill_no: string
  refund_no: string | null
  amount_fen: number
  coupon_fen: number
  points: number
  points_fen: number
  cash_fen: number
  at: Date
  who: string
}

const COMMITS = `SELECT c.id, t.reserve_key, t.bill_no, NULL AS refund_no, c.amount_fen, c.coupon_fen, c.points, c.points_fen, t.paid_fen AS cash_fen,
    t.paid_at AS at, t.committed_by AS who
  FROM till_checkout t JOIN checkout c ON c.id = t.checkout_id WHERE t.store_id = ? AND t.paid_at >= ? AND t.paid_at < ? LIMIT ${MOST + 1}`
const REVERSALS = `SELECT r.id, t.reserve_key, t.bill_no, r.refund_no, r.amount_fen,
    (SELECT COALESCE(SUM(s.fen), 0) FROM checkout_refund_share s WHERE s.refund_id = r.id AND s.source NOT IN ('CASH', 'POINTS')) AS coupon_fen,
    r.points, (SELECT COALESCE(SUM(s.fen), 0) FROM checkout_refund_share s WHERE s.refund_id = r.id AND s.source = 'POINTS') AS points_fen,
    r.cash_fen, r.refunded_at AS at, r.recorded_by AS who
  FROM checkout_refund r JOIN till_checkout t ON t.checkout_id = r.checkout_id
  WHERE r.store_id = ? AND r.refunded_at >= ? AND r.refunded_at < ? LIMIT ${MOST + 1}`
const OPEN = `SELECT COUNT(*) AS open FROM till_checkout t JOIN checkout c ON c.id = t.checkout_id
  WHERE t.store_id = ? AND t.reserved_at >= ? AND t.reserved_at < ? AND (c.state = ${CHECKOUT.OPEN} OR (c.state = ${CHECKOUT.LET_GO} AND c.let_go = 'TIMED_OUT'))`

/** What a till reconciles its day with. */
@Injectable()
export class TillSettlements {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(Stores) private readonly stores: Stores,
  ) {}

  /** A business day of a store, in the order in which things were recorded; the first page sums up the whole. Refuses `settlement.too_many`. */
  async day(storeId: number, { day, cursor, limit = PAGE }: Query): Promise<Settlements> {
    const { timeZone, dayCutOffMinutes } = await this.stores.get(storeId)
    const span = [storeId, ...spanOf(day, timeZone, dayCutOffMinutes)]
    const [commits, reversals, [waiting]] = await Promise.all([
      this.db.query<Row>(COMMITS, span),
      this.db.query<Row>(REVERSALS, span),
      cursor === undefined ? this.db.query<{ open: number }>(OPEN, span) : [],
    ])
    const all = [...commits, ...reversals].sort((a, b) => a.id - b.id)
    if (all.length > MOST) throw new Refusal('settlement.too_many')
    const left = all.filter(({ id }) => id > Number(cursor ?? 0))
    const shown = left.slice(0, limit)
    return {
      day,
      items: shown.map(entryOf),
      nextCursor: left.length > limit ? String(shown.at(-1)?.id) : null,
      whole: waiting ? { ...wholeOf(all.map(entryOf)), open: waiting.open } : null,
    }
  }
}

/** The first moment of a business day, and that of the next one. */
function spanOf(day: string, timeZone: string, cutOffMinutes: number): [Date, Date] {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const cutOff = { hour: Math.floor(cutOffMinutes / 60), minute: cutOffMinutes % 60 }
  const startOf = (dayOfMonth: number) => instantOf({ year, month, day: dayOfMonth, ...cutOff }, timeZone)
  return [startOf(date), startOf(date + 1)]
}

function entryOf(row: Row): SettlementEntry {
  return {
    kind: row.refund_no === null ? 'COMMIT' : 'REVERSAL',
    key: row.reserve_key,
    billNo: row.bill_no,
    refundNo: row.refund_no,
    amountFen: row.amount_fen,
    couponFen: Number(row.coupon_fen),
    points: row.points,
    pointsFen: Number(row.points_fen),
    cashFen: row.cash_fen,
    at: row.at.toISOString(),
    by: row.who,
  }
}
