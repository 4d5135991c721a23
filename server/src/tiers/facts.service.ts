import { Injectable } from '@nestjs/common'
import { businessDayStart, minutesOf } from '../calendar.js'
import { accountId, CURRENCY, KIND } from '../ledger/operation.rules.js'
import type { Fact } from './sums.rules.js'

/** `biz_type` of points paid to keep a tier. They buy growth for nobody, so they are no points used either. */
export const BIZ_KEEP = 40

/** Reads rows, inside a transaction or outside of one. */
export type Reads = <T>(sql: string, values: unknown[]) => Promise<T[]>

interface MovedRow {
  member_id: number
  id: number
  at: Date
  counts_at: Date | null
}
type GrowthRow = MovedRow & { growth: number }
type UsedRow = MovedRow & { kind: number; points: number }
interface PaidRow {
  member_id: number
  id: number
  at: Date
  counts_at: Date
  store_id: number
  fen: number
}

const GROWTH = `SELECT p.account_id - ${CURRENCY.GROWTH} AS member_id, j.id, j.occurred_at AS at, o.occurred_at AS counts_at, SUM(p.amount) AS growth
  FROM posting p JOIN journal j ON j.id = p.journal_id LEFT JOIN journal o ON o.id = j.reverses_id
  WHERE p.account_id IN (?) GROUP BY p.account_id, j.id, j.occurred_at, o.occurred_at`
const USED = `SELECT DISTINCT p.account_id - ${CURRENCY.POINTS} AS member_id, j.id, j.occurred_at AS at, o.occurred_at AS counts_at, j.kind, j.points
  FROM posting p JOIN journal j ON j.id = p.journal_id LEFT JOIN journal o ON o.id = j.reverses_id
  WHERE p.account_id IN (?) AND j.kind IN (${KIND.SPEND}, ${KIND.CAPTURE}, ${KIND.UNDO_SPEND}) AND j.outcome = 0 AND j.biz_type <> ${BIZ_KEEP}`
const PAID = `SELECT member_id, COALESCE(journal_id, id) AS id, paid_at AS at, paid_at AS counts_at, store_id, paid_fen AS fen
  FROM purchase WHERE member_id IN (?)`
const REFUNDED = `SELECT b.member_id, r.id, r.refunded_at AS at, b.paid_at AS counts_at, b.store_id, -r.amount_fen AS fen
  FROM refund r JOIN purchase b ON b.id = r.purchase_id WHERE b.member_id IN (?)`

/** What members did, read from the ledger and the tills. */
@Injectable()
export class TierFacts {
  /** Everything that qualifies these members, each in the order of time. Members are asked for in the hundreds at most. */
  async of(read: Reads, memberIds: readonly number[]): Promise<Map<number, Fact[]>> {
    const facts = new Map<number, Fact[]>(memberIds.map(id => [id, []]))
    if (memberIds.length === 0) return facts
    const accounts = (currency: 1 | 2) => [memberIds.map(id => accountId(id, currency))]
    const growth = await read<GrowthRow>(GROWTH, accounts(CURRENCY.GROWTH))
    const used = await read<UsedRow>(USED, accounts(CURRENCY.POINTS))
    const paid = await read<PaidRow>(PAID, [memberIds])
    const refunded = await read<PaidRow>(REFUNDED, [memberIds])
    for (const row of growth) facts.get(row.member_id)?.push(factOf(row, { growth: Number(row.growth) }))
    for (const row of used) {
      const pointsUsed = row.kind === KIND.UNDO_SPEND ? -row.points : row.points
      facts.get(row.member_id)?.push(factOf(row, { pointsUsed }))
    }
    const days = await daysOf(read, [...paid, ...refunded])
    for (const row of [...paid, ...refunded])
      facts.get(row.member_id)?.push(factOf(row, { spendFen: row.fen, visit: days(row.store_id, row.counts_at) }))
    for (const list of facts.values()) list.sort((a, b) => a.at - b.at || a.id - b.id)
    return facts
  }
}

/** Names the business day of a store that a bill belongs to. */
async function daysOf(read: Reads, rows: PaidRow[]): Promise<(storeId: number, paidAt: Date) => string> {
  const ids = [...new Set(rows.map(row => row.store_id))]
  if (ids.length === 0) return () => ''
  const sql = 'SELECT id, time_zone, day_cut_off FROM store WHERE id IN (?)'
  const stores = await read<{ id: number; time_zone: string; day_cut_off: string }>(sql, [ids])
  const byId = new Map(stores.map(store => [store.id, { ...store, cutOff: minutesOf(store.day_cut_off) }]))
  return (storeId, paidAt) => {
    const { time_zone: timeZone, cutOff } = byId.get(storeId)!
    return `${storeId}:${businessDayStart(paidAt, timeZone, cutOff).getTime()}`
  }
}

function factOf(row: MovedRow, what: Partial<Fact>): Fact {
  const at = row.at.getTime()
  const countsAt = row.counts_at?.getTime() ?? at
  return { id: row.id, at, countsAt, growth: 0, spendFen: 0, visit: null, pointsUsed: 0, ...what }
}
