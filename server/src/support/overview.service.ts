import { Inject, Injectable } from '@nestjs/common'
import { monthOf, offsetMs, PROGRAMME_ZONE } from '../calendar.js'
import type { Clock } from '../clock.js'
import type { Db } from '../db.js'
import type { Caller, Input, Reply } from '../http.js'
import { journalIdOf } from '../ledger/entry-no.rules.js'
import { KIND } from '../ledger/operation.rules.js'
import { narrowed } from '../operators/scope.rules.js'
import { BillViews, type PurchaseRow } from '../purchases/bill-views.service.js'
import { Stores } from '../stores/stores.service.js'
import { CLOCK, DB } from '../tokens.js'

const PAGE = 20
const MONTHS = 13
const POINTS = 1

type Figures = Reply<'GET /console/overview'>['figures']
type Figure = Figures[number]
type Owed = Record<'available' | 'pending' | 'debt', number>

const PAYING = { zh: '30天消费会员', en: 'Paying members, 30 days' }

/** The few figures that stand already, each with the definition it is counted by. */
@Injectable()
export class Overview {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(BillViews) private readonly bills: BillViews,
    @Inject(Stores) private readonly stores: Stores,
  ) {}

  /** Of the whole programme; of what happened in the own store alone, for an operator who is bound to one. */
  async overview(by: Caller['operator']): Promise<Reply<'GET /console/overview'>> {
    const now = this.clock.now()
    const storeId = narrowed(by, null)
    const [figures, months] = await Promise.all([
      storeId === null ? this.figures() : this.figuresOf(storeId),
      this.months(now, storeId),
    ])
    return { figures, months, asOf: now.toISOString() }
  }

  /**
   * Bills by number, by member number, or by the number of an entry they or their refunds made. An operator who is bound
   * to a store sees its bills alone.
   */
  async purchases(
    query: Input<'GET /console/purchases'>['query'],
    by: Caller['operator'],
  ): Promise<Reply<'GET /console/purchases'>> {
    const limit = query.limit ?? PAGE
    const where = ['id < ?']
    const values: unknown[] = [Number(query.cursor ?? Number.MAX_SAFE_INTEGER)]
    const storeId = narrowed(by, query.storeId ? Number(query.storeId) : null)
    if (storeId !== null) {
      where.push('store_id = ?')
      values.push(storeId)
    }
    if (query.search) {
      where.push(
        '(bill_no LIKE ? OR member_id IN (SELECT id FROM member WHERE member_no = ?) OR journal_id = ? OR id IN (SELECT purchase_id FROM refund WHERE journal_id = ?))',
      )
      const journalId = journalIdOf(query.search)
      values.push(`${query.search.replace(/[\\%_]/g, '\\$&')}%`, query.search, journalId, journalId)
    }
    const rows = await this.db.query<PurchaseRow>(
      `SELECT * FROM purchase WHERE ${where.join(' AND ')} ORDER BY id DESC LIMIT ?`,
      [...values, limit + 1],
    )
    const items = await Promise.all(
      rows.slice(0, limit).map(async row => ({
        ...(await this.bills.view(row)),
        id: String(row.id),
        storeName: (await this.stores.get(row.store_id)).name,
      })),
    )
    return { items, nextCursor: rows.length > limit ? String(rows[limit - 1]?.id) : null }
  }

  /** What points are owed to members is owed by the programme, so a store has no figure of it. */
  private async figuresOf(storeId: number): Promise<Figures> {
    const [[members], [active]] = await Promise.all([
      this.db.query<{ n: number }>('SELECT COUNT(*) AS n FROM member WHERE source_store_id = ?', [storeId]),
      this.db.query<{ n: number }>(
        'SELECT COUNT(DISTINCT member_id) AS n FROM purchase WHERE store_id = ? AND paid_at >= ?',
        [storeId, this.recently()],
      ),
    ])
    return [
      figure(members?.n ?? 0, {
        name: { zh: '本店入会会员', en: 'Members of this store' },
        definition: { zh: '在本店入会的会员总数', en: 'All members who ever enrolled in this store' },
      }),
      figure(active?.n ?? 0, {
        name: PAYING,
        definition: {
          zh: '最近30天内在本店至少有一笔账单的会员',
          en: 'Members with at least one bill in this store in the last 30 days',
        },
      }),
    ]
  }

  private recently(): Date {
    return new Date(this.clock.now().getTime() - 30 * 86_400_000)
  }

  private async figures(): Promise<Figures> {
    const [[members], [points], [active]] = await Promise.all([
      this.db.query<{ n: number }>('SELECT COUNT(*) AS n FROM member'),
      this.db.query<Owed>(
        `SELECT COALESCE(SUM(available + held), 0) AS available, COALESCE(SUM(pending), 0) AS pending, COALESCE(SUM(debt), 0) AS debt FROM account WHERE owner_type = 1 AND currency_id = ${POINTS}`,
      ),
      this.db.query<{ n: number }>('SELECT COUNT(DISTINCT member_id) AS n FROM purchase WHERE paid_at >= ?', [
        this.recently(),
      ]),
    ])
    return [
      figure(members?.n ?? 0, {
        name: { zh: '会员数', en: 'Members' },
        definition: { zh: '已入会的会员总数', en: 'All members ever enrolled' },
      }),
      figure(active?.n ?? 0, {
        name: PAYING,
        definition: { zh: '最近30天内至少有一笔账单的会员', en: 'Members with at least one bill in the last 30 days' },
      }),
      ...owed(points ?? { available: 0, pending: 0, debt: 0 }),
    ]
  }

  private async months(now: Date, storeId: number | null): Promise<Reply<'GET /console/overview'>['months']> {
    const minutes = offsetMs(now, PROGRAMME_ZONE) / 60_000
    const first = monthOf(new Date(now.getTime() - (MONTHS - 1) * 30.44 * 86_400_000), PROGRAMME_ZONE)
    const from = new Date(Date.UTC(Math.floor(first / 100), (first % 100) - 1, 1) - minutes * 60_000)
    const [ofStore, values] = storeId === null ? ['', [from]] : ['AND store_id = ?', [from, storeId]]
    const month = (column: string) => `DATE_FORMAT(${column} + INTERVAL ${minutes} MINUTE, '%Y-%m')`
    const [moved, sold] = await Promise.all([
      this.db.query<{ month: string; issued: number; spent: number; expired: number }>(
        `SELECT ${month('j.occurred_at')} AS month, COALESCE(SUM(IF(j.kind = ${KIND.EARN}, j.points, 0)), 0) AS issued, COALESCE(SUM(IF(j.kind = ${KIND.SPEND}, j.points, 0)), 0) AS spent,
           COALESCE(SUM(IF(j.kind = ${KIND.EXPIRE}, j.points, 0)), 0) AS expired FROM journal j WHERE j.outcome = 0 AND j.occurred_at >= ? ${ofStore} GROUP BY month`,
        values,
      ),
      this.db.query<{ month: string; paid: number; bills: number }>(
        `SELECT ${month('paid_at')} AS month, SUM(paid_fen - refunded_fen) AS paid, COUNT(*) AS bills FROM purchase WHERE paid_at >= ? ${ofStore} GROUP BY month`,
        values,
      ),
    ])
    const all = [...new Set([...moved, ...sold].map(row => row.month))].sort()
    return all.map(name => {
      const points = moved.find(row => row.month === name)
      const money = sold.find(row => row.month === name)
      return {
        month: name,
        issued: points?.issued ?? 0,
        spent: points?.spent ?? 0,
        expired: points?.expired ?? 0,
        paidFen: money?.paid ?? 0,
        bills: money?.bills ?? 0,
      }
    })
  }
}

function figure(value: number, words: Pick<Figure, 'name' | 'definition'>, unit: Figure['unit'] = 'COUNT'): Figure {
  return { ...words, value, unit }
}

/** What the programme owes its members, and they to it. */
function owed({ available, pending, debt }: Owed): Figures {
  const points = (value: number, words: Parameters<typeof figure>[1]) => figure(value, words, 'POINTS')
  return [
    points(available, {
      name: { zh: '未兑付积分', en: 'Points outstanding' },
      definition: {
        zh: '所有会员可用与冻结积分之和，等于各批次剩余之和',
        en: 'Available and held points of all members; equals what is left in all lots',
      },
    }),
    points(pending, {
      name: { zh: '待生效积分', en: 'Points pending' },
      definition: { zh: '已获得、尚未生效的积分', en: 'Earned and not yet available' },
    }),
    points(debt, {
      name: { zh: '会员欠分', en: 'Points owed' },
      definition: {
        zh: '退款时已被用掉的积分，由以后获得的积分抵扣',
        en: 'Points of refunded bills that had been spent; repaid from later points',
      },
    }),
  ]
}
