import { Inject, Injectable } from '@nestjs/common'
import { lastDayOfLot } from '../calendar.js'
import type { Clock } from '../clock.js'
import type { Db } from '../db.js'
import type { Caller, Input, Reply } from '../http.js'
import { BalanceReader } from '../ledger/balances.service.js'
import { journalIdOf } from '../ledger/entry-no.rules.js'
import { BUCKET } from '../ledger/operation.rules.js'
import { Members } from '../members/members.service.js'
import { Phones } from '../members/phones.service.js'
import { Audit } from '../operators/audit.service.js'
import { Refusal } from '../refusal.js'
import { lotState, Statements } from '../statements/statements.service.js'
import { CLOCK, DB } from '../tokens.js'
import { searchOf } from './search.rules.js'

interface Row {
  id: number
  member_no: string
  nickname: string
  phone_masked: string
  source: string
  enrolled_at: Date
  points: number
  growth: number
  last_purchase_at: Date | null
  next_event_at: Date | null
}

const PAGE = 20
const SELECT = `SELECT m.id, m.member_no, m.nickname, m.phone_masked, m.source, m.enrolled_at, COALESCE(p.available, 0) AS points, COALESCE(g.available, 0) AS growth, p.next_event_at,
  (SELECT MAX(b.paid_at) FROM purchase b WHERE b.member_id = m.id) AS last_purchase_at
  FROM member m LEFT JOIN account p ON p.id = m.id + 1 LEFT JOIN account g ON g.id = m.id + 2`
/** The column a list is sorted by, always with the id behind it so that pages never shift. */
const SORTS = {
  ENROLLED: 'm.enrolled_at',
  POINTS: 'COALESCE(p.available, 0)',
  LAST_PURCHASE: "COALESCE((SELECT MAX(b.paid_at) FROM purchase b WHERE b.member_id = m.id), '1970-01-01')",
} as const

/** What operators see of members: found by number, phone or nickname; phones masked until asked for with a reason. */
@Injectable()
export class MembersDesk {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Members) private readonly members: Members,
    @Inject(Phones) private readonly phones: Phones,
    @Inject(BalanceReader) private readonly balances: BalanceReader,
    @Inject(Statements) private readonly statements: Statements,
    @Inject(Audit) private readonly audit: Audit,
  ) {}

  /**
   * A page of members with their points of this moment. The cursor counts rows already shown under one sorting, which goes
   * by what was last written; `total` counts all that match.
   */
  async list(query: Input<'GET /console/members'>['query']): Promise<Reply<'GET /console/members'>> {
    const limit = query.limit ?? PAGE
    const offset = Math.min(Number(query.cursor ?? 0) || 0, 100_000)
    const { where, values } = this.condition(query.search)
    const [rows, [count]] = await Promise.all([
      this.db.query<Row>(
        `${SELECT} WHERE ${where} ORDER BY ${SORTS[query.sort ?? 'ENROLLED']} DESC, m.id DESC LIMIT ? OFFSET ?`,
        [...values, limit + 1, offset],
      ),
      this.db.query<{ total: number }>(`SELECT COUNT(*) AS total FROM member m WHERE ${where}`, values),
    ])
    const shown = await this.asOfNow(rows.slice(0, limit))
    return {
      items: shown.map(view),
      nextCursor: rows.length > limit ? String(offset + limit) : null,
      total: count?.total ?? 0,
    }
  }

  async profile(memberNo: string): Promise<Reply<'GET /console/members/:memberNo'>> {
    const { id } = await this.members.byNumber(memberNo)
    const now = this.clock.now()
    const [[row], { balances }, lots, [spent], consents] = await Promise.all([
      this.db.query<Row>(`${SELECT} WHERE m.id = ?`, [id]),
      this.balances.of(id),
      this.balances.lots(id),
      this.db.query<{ purchases: number; paid: number }>(
        'SELECT COUNT(*) AS purchases, COALESCE(SUM(paid_fen - refunded_fen), 0) AS paid FROM purchase WHERE member_id = ?',
        [id],
      ),
      this.db.query<{ purpose: string; version: string; granted: number; at: Date }>(
        'SELECT purpose, version, granted, at FROM consent WHERE member_id = ? ORDER BY id DESC LIMIT 100',
        [id],
      ),
    ])
    return {
      ...view(row as Row),
      points: balances.available,
      balances,
      debtNote: balances.debt > 0 ? `退款时已用掉 ${balances.debt} 分，以后获得的积分先抵` : null,
      purchases: spent?.purchases ?? 0,
      paidFen: spent?.paid ?? 0,
      consents: consents.map(consent => ({ ...consent, granted: consent.granted === 1, at: consent.at.toISOString() })),
      lots: lots.map(lot => ({
        granted: lot.granted,
        remaining: lot.remaining,
        held: lot.held,
        spent: lot.spent,
        expired: lot.expired,
        clawed: lot.clawed,
        state: lotState(
          { state: lot.state, remaining: lot.remaining, expires_at: lot.expiresAt, available_at: lot.availableAt },
          now,
        ),
        earnedMonth: `${String(lot.cohort).slice(0, 4)}-${String(lot.cohort).slice(4)}`,
        availableAt: lot.availableAt.toISOString(),
        lastValidOn: lastDayOfLot(lot.expiresAt),
      })),
    }
  }

  async entries(
    memberNo: string,
    query: Input<'GET /console/members/:memberNo/entries'>['query'],
  ): Promise<Reply<'GET /console/members/:memberNo/entries'>> {
    return this.statements.list((await this.members.byNumber(memberNo)).id, query)
  }

  async entry(memberNo: string, entryNo: string): Promise<Reply<'GET /console/members/:memberNo/entries/:entryNo'>> {
    return this.statements.detail((await this.members.byNumber(memberNo)).id, entryNo)
  }

  /** An entry by its number alone, with whose it is: what a diner reads out from the phone. Refuses `record.not_found`. */
  async findEntry(entryNo: string): Promise<Reply<'GET /console/entries/:entryNo'>> {
    const journalId = journalIdOf(entryNo)
    const [row] = await this.db.query<{ member_no: string; nickname: string; id: number }>(
      `SELECT m.id, m.member_no, m.nickname FROM member m WHERE m.id = COALESCE(
        (SELECT p.account_id - p.currency_id FROM posting p WHERE p.journal_id = ? AND p.bucket <> ${BUCKET.SYSTEM} ORDER BY p.seq LIMIT 1),
        (SELECT q.member_id FROM quiet_entry q WHERE q.journal_id = ?))`,
      [journalId ?? 0, journalId ?? 0],
    )
    if (!row) throw new Refusal('record.not_found')
    return {
      memberNo: row.member_no,
      nickname: row.nickname,
      entry: await this.statements.detail(row.id, entryNo),
    }
  }

  /** The full phone number. The note of who asked and why is written before the number is read. */
  async reveal(operator: Caller['operator'], memberNo: string, reason: string): Promise<{ phone: string }> {
    const member = await this.members.byNumber(memberNo)
    await this.db.transaction(tx =>
      this.audit.record(tx, { operator, action: 'PHONE_REVEALED', target: memberNo, detail: reason }),
    )
    return { phone: await this.members.revealPhone(member.id) }
  }

  /** Points that began or ended since they were last written count here as they do on the profile. */
  private async asOfNow(rows: Row[]): Promise<Row[]> {
    const now = this.clock.now()
    const due = rows.filter(row => row.next_event_at && row.next_event_at <= now).map(row => row.id)
    const points = await this.balances.availableOf(due)
    return rows.map(row => ({ ...row, points: points.get(row.id) ?? row.points }))
  }

  private condition(search: string | undefined): { where: string; values: unknown[] } {
    const wanted = searchOf(search ?? '')
    if (wanted.kind === 'ALL') return { where: '1 = 1', values: [] }
    if (wanted.kind === 'PHONE') return { where: 'm.phone_hash = ?', values: [this.phones.lookup(wanted.text)] }
    if (wanted.kind === 'LAST_FOUR')
      return { where: '(m.phone_last4 = ? OR m.member_no LIKE ?)', values: [wanted.text, `${wanted.text}%`] }
    if (wanted.kind === 'NUMBER') return { where: 'm.member_no LIKE ?', values: [`${wanted.text}%`] }
    return { where: 'm.nickname LIKE ?', values: [`${wanted.text.replace(/[\\%_]/g, '\\$&')}%`] }
  }
}

function view(row: Row): Reply<'GET /console/members'>['items'][number] {
  return {
    id: String(row.id),
    memberNo: row.member_no,
    nickname: row.nickname,
    phoneMasked: row.phone_masked,
    points: row.points,
    growth: row.growth,
    enrolledAt: row.enrolled_at.toISOString(),
    lastPurchaseAt: row.last_purchase_at?.toISOString() ?? null,
    source: row.source,
  }
}
