import type { RuleDefinition } from '@huitou/shared/rules'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import type { Db } from '../db.js'
import { type KnownOfMember, MemberFactsReader } from '../members/member-facts.service.js'
import { type Store, Stores } from '../stores/stores.service.js'
import { CLOCK, DB } from '../tokens.js'
import { factsOf, judge } from './conditions.rules.js'
import { placeOf } from './earning.service.js'
import { type LateFacts, type Line, linesOf, type Occasion } from './occasion.rules.js'

/** A bill of the last month as rules would see it again. */
interface Past {
  occasion: Occasion
  member: KnownOfMember
  late: Pick<LateFacts, 'activities' | 'lastActivityAt'>
}

interface BillRow {
  id: number
  store_id: number
  member_id: number
  paid_fen: number
  table_size: number | null
  channel: 1 | 2 | 3 | 4 | 5
  paid_at: Date
  visits: number
  last_at: Date | null
}
interface LineRow {
  purchase_id: number
  product_id: number | null
  category: string
  amount_fen: number
  listed_on: string | null
}

const DAYS = 30
const SAMPLE = 400
const SEEN_WITHIN_MS = 60_000
const CHANNELS = { 1: 'STAFF', 2: 'POS', 3: 'IMPORT', 4: 'DEMO', 5: 'MINI_PROGRAM' } as const

/** How often a rule would have been met lately: the last bills of the month, judged by its conditions. */
@Injectable()
export class RuleHistory {
  private known: { bills: Past[]; until: number } | null = null

  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Stores) private readonly stores: Stores,
    @Inject(MemberFactsReader) private readonly members: MemberFactsReader,
  ) {}

  /** Of how many bills its conditions were met; null for rules about anything but bills. Its window is left out of it. */
  async of({ trigger, when }: RuleDefinition): Promise<{ of: number; met: number } | null> {
    if (trigger !== 'PURCHASE') return null
    const bills = await this.bills()
    const met = bills.filter(({ occasion, member, late }) => judge(when, factsOf(occasion, member, late)).met === true)
    return { of: bills.length, met: met.length }
  }

  private async bills(): Promise<Past[]> {
    if (this.known && this.known.until > Date.now()) return this.known.bills
    const bills = await this.read()
    this.known = { bills, until: Date.now() + SEEN_WITHIN_MS }
    return bills
  }

  private async read(): Promise<Past[]> {
    const since = new Date(this.clock.now().getTime() - DAYS * 86_400_000)
    // Ids rise with time, so the newest rows are the newest bills; imported ones are old sales.
    const rows = await this.db.query<BillRow>(
      `SELECT p.id, p.store_id, p.member_id, p.paid_fen, p.table_size, p.channel, p.paid_at,
         (SELECT COUNT(*) FROM purchase b WHERE b.member_id = p.member_id AND b.paid_at < p.paid_at) AS visits,
         (SELECT MAX(b.paid_at) FROM purchase b WHERE b.member_id = p.member_id AND b.paid_at < p.paid_at) AS last_at
       FROM (SELECT * FROM purchase ORDER BY id DESC LIMIT ${SAMPLE}) p WHERE p.member_id IS NOT NULL AND p.paid_at >= ?`,
      [since],
    )
    if (rows.length === 0) return []
    const [stores, lines] = await Promise.all([this.stores.list(), this.lines(rows.map(row => row.id))])
    const storeOf = new Map(stores.map(store => [store.id, store]))
    const found = await Promise.all(
      rows.map(async row => {
        const store = storeOf.get(row.store_id)
        if (!store) return null
        const member = await this.members.of(row.member_id)
        const late = { activities: row.visits, lastActivityAt: row.last_at }
        return { occasion: occasionOf(row, store, lines.get(row.id) ?? []), member, late }
      }),
    )
    return found.filter(past => past !== null)
  }

  private async lines(ids: number[]): Promise<Map<number, (Omit<Line, 'fen'> & { amountFen: number })[]>> {
    const rows = await this.db.query<LineRow>(
      `SELECT l.purchase_id, l.product_id, l.category, l.amount_fen, d.listed_on
       FROM purchase_line l LEFT JOIN product d ON d.id = l.product_id WHERE l.purchase_id IN (?) ORDER BY l.purchase_id, l.seq`,
      [ids],
    )
    const lines = new Map<number, (Omit<Line, 'fen'> & { amountFen: number })[]>()
    for (const row of rows) {
      const { category, product_id: productId, listed_on: listedOn, amount_fen: amountFen } = row
      const line = { category, productId, listedOn, amountFen }
      lines.set(row.purchase_id, [...(lines.get(row.purchase_id) ?? []), line])
    }
    return lines
  }
}

function occasionOf(row: BillRow, store: Store, lines: (Omit<Line, 'fen'> & { amountFen: number })[]): Occasion {
  return {
    trigger: 'PURCHASE',
    imported: false,
    paidFen: row.paid_fen,
    lines: linesOf(lines, row.paid_fen),
    ...placeOf(store),
    channel: CHANNELS[row.channel],
    at: row.paid_at,
    tableSize: row.table_size,
  }
}
