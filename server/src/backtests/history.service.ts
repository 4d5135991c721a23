import { Inject, Injectable } from '@nestjs/common'
import { monthOf } from '../calendar.js'
import type { Db } from '../db.js'
import { Earning } from '../earning/earning.service.js'
import { BASE_RULE, type MemberFacts } from '../earning/occasion.rules.js'
import { RuleBook } from '../earning/rule-book.service.js'
import type { Trace } from '../earning/trace.rules.js'
import { occasionOf } from '../purchases/bills.service.js'
import type { DishLine } from '../purchases/products.service.js'
import { type Store, Stores } from '../stores/stores.service.js'
import { DB } from '../tokens.js'
import { MemberHistory } from './member-history.service.js'
import type { PastPurchase, RecordedPart } from './replay.rules.js'

/** A purchase of the past with what its journal says of it. */
export interface Past extends PastPurchase {
  journalId: number
  storeId: number
  billNo: string
  recorded: number
  month: string
}

/** Which journals are to be read, and how many of them there are. */
export interface Range {
  first: number
  last: number
  of: number
}

interface Row {
  id: number
  store_id: number
  bill_no: string
  member_id: number
  paid_fen: number
  points: number
  journal_id: number
  rule_version_id: number
  channel: 1 | 2 | 3 | 4 | 5
  paid_at: Date
  recorded_at: Date
  table_size: number | null
  explanation: string
}

interface LineRow {
  purchase_id: number
  product_id: number | null
  name: string
  category: string
  quantity: number
  amount_fen: number
  listed_on: string | null
}

const PAGE = 500

/** Reads purchases as they were recorded, in the order of the ledger. Reads only, outside of any transaction. */
@Injectable()
export class PurchaseHistory {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(Stores) private readonly stores: Stores,
    @Inject(Earning) private readonly earning: Earning,
    @Inject(RuleBook) private readonly book: RuleBook,
    @Inject(MemberHistory) private readonly members: MemberHistory,
  ) {}

  /** Journals of purchases paid in [from, to), of all stores; null when there are none. */
  async paidWithin(from: Date, to: Date): Promise<{ first: number; last: number } | null> {
    const stores = (await this.stores.list()).map(({ id }) => id)
    if (stores.length === 0) return null
    // By store, which the index on the time of payment begins with.
    const [row] = await this.db.query<{ first: number | null; last: number | null }>(
      'SELECT MIN(journal_id) AS first, MAX(journal_id) AS last FROM purchase WHERE store_id IN (?) AND paid_at >= ? AND paid_at < ?',
      [stores, from, to],
    )
    return row?.first && row.last ? { first: row.first, last: row.last } : null
  }

  async count(first: number, last: number): Promise<number> {
    const sql = 'SELECT COUNT(*) AS n FROM purchase WHERE journal_id BETWEEN ? AND ?'
    return (await this.db.query<{ n: number }>(sql, [first, last]))[0]?.n ?? 0
  }

  /** Visits of every member before a journal: how many, and when the latest was. */
  async visitsBefore(journalId: number): Promise<Map<number, { activities: number; lastActivityAt: Date | null }>> {
    const rows = await this.db.query<{ member_id: number; n: number; last: Date }>(
      'SELECT member_id, COUNT(*) AS n, MAX(paid_at) AS last FROM purchase WHERE journal_id < ? GROUP BY member_id',
      [journalId],
    )
    return new Map(rows.map(({ member_id, n, last }) => [member_id, { activities: n, lastActivityAt: last }]))
  }

  /** The next purchases after a journal, at most 500; `withDishes` where rules ask about dishes. */
  async page(after: number, last: number, withDishes: boolean): Promise<Past[]> {
    const rows = await this.db.query<Row>(
      `SELECT p.id, p.store_id, p.bill_no, p.member_id, p.paid_fen, p.points, p.journal_id, p.rule_version_id, p.channel, p.paid_at,
              p.recorded_at, p.table_size, j.explanation
       FROM purchase p JOIN journal j ON j.id = p.journal_id
       WHERE p.journal_id > ? AND p.journal_id <= ? ORDER BY p.journal_id LIMIT ${PAGE}`,
      [after, last],
    )
    if (rows.length === 0) return []
    const [dishes, stores] = await Promise.all([withDishes ? this.dishes(rows) : NO_DISHES, this.stores.list()])
    const known = new Map(stores.map(store => [store.id, store]))
    const facts = await this.members.of(rows.map(row => ({ ...pointer(row), told: tierTold(row) })))
    return Promise.all(
      rows.map((row, place) => this.past(row, known.get(row.store_id)!, { dishes, member: facts[place]! })),
    )
  }

  private async past(row: Row, store: Store, by: { dishes: typeof NO_DISHES; member: MemberFacts }): Promise<Past> {
    const bill = { paidFen: row.paid_fen, channel: row.channel, paidAt: row.paid_at, tableSize: row.table_size }
    return {
      memberId: row.member_id,
      journalId: row.journal_id,
      storeId: row.store_id,
      billNo: row.bill_no,
      recorded: row.points,
      month: String(monthOf(row.paid_at, store.timeZone)).replace(/(\d\d)$/, '-$1'),
      occasion: occasionOf(bill, store, by.dishes.get(row.id) ?? []),
      member: by.member,
      parts: await this.parts(row),
    }
  }

  /** What each rule gave, by the version that gave it. An entry of the old kind was the base rate alone. */
  private async parts({ explanation, points, rule_version_id }: Row): Promise<RecordedPart[]> {
    const trace = JSON.parse(explanation) as Trace | { kind: string }
    if (!isTrace(trace)) return [{ code: BASE_RULE, definition: await this.definition(rule_version_id), points }]
    return Promise.all(
      trace.parts.map(async part => ({
        code: part.code,
        definition: await this.definition(part.rule),
        points: part.points,
      })),
    )
  }

  private async definition(id: number) {
    return (await this.book.version(id)).definition
  }

  private async dishes(rows: readonly Row[]): Promise<Map<number, DishLine[]>> {
    const lines = await this.db.query<LineRow>(
      `SELECT l.purchase_id, l.product_id, l.name, l.category, l.quantity, l.amount_fen, d.listed_on
       FROM purchase_line l LEFT JOIN product d ON d.id = l.product_id WHERE l.purchase_id IN (?) ORDER BY l.purchase_id, l.seq`,
      [rows.map(({ id }) => id)],
    )
    const found = new Map<number, DishLine[]>()
    for (const line of lines) {
      const dish: DishLine = {
        productId: line.product_id,
        name: line.name,
        category: line.category,
        listedOn: line.listed_on,
        quantity: line.quantity,
        amountFen: line.amount_fen,
      }
      found.set(line.purchase_id, [...(found.get(line.purchase_id) ?? []), dish])
    }
    return found
  }

  /** The rules in force when something was paid. */
  liveAt(at: Date): ReturnType<Earning['liveAt']> {
    return this.earning.liveAt(at)
  }
}

const NO_DISHES: ReadonlyMap<number, DishLine[]> = new Map()

const isTrace = (trace: Trace | { kind: string }): trace is Trace => trace.kind === 'RULES'
const pointer = ({ member_id, journal_id, recorded_at }: Row) => ({
  memberId: member_id,
  journalId: journal_id,
  recordedAt: recorded_at,
})

/** The tier that the rules of the day have read, where one of them paid by it or missed by it. */
function tierTold({ explanation }: Row): string | null {
  const trace = JSON.parse(explanation) as Trace | { kind: string }
  if (!isTrace(trace)) return null
  const told = trace.facts?.tier ?? trace.missed?.find(({ lacks }) => lacks.field === 'tier')?.lacks.actual
  return typeof told === 'string' ? told : null
}
