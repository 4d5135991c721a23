import { Inject, Injectable } from '@nestjs/common'
import { lastDayOfLot, offsetMs, PROGRAMME_ZONE } from '../calendar.js'
import type { Clock } from '../clock.js'
import type { Db } from '../db.js'
import { type Explanation, explainedOf, stepsOf } from '../earning/earning.rules.js'
import { Earning } from '../earning/earning.service.js'
import { rateSentence } from '../earning/programme.texts.js'
import type { Input, Reply } from '../http.js'
import { journalIdOf } from '../ledger/entry-no.rules.js'
import { accountId, CURRENCY, KIND, LOT_STATE, PART } from '../ledger/operation.rules.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB } from '../tokens.js'
import { BUCKET_SUMS, type EntryRow, entryOf, INNER_KINDS, lotPartsOf, SHOWN_KINDS, woven } from './entries.rules.js'
import { QuietEntries } from './quiet-entries.service.js'

type Entry = Reply<'GET /member/news'>['entries'][number]
type Version = Awaited<ReturnType<Earning['version']>>
type Query = Input<'GET /member/entries'>['query']

const PAGE = 20
const FILTERS = {
  ALL: SHOWN_KINDS,
  EARN: [KIND.EARN],
  REDEEM: [KIND.SPEND, KIND.HOLD, KIND.CAPTURE, KIND.RELEASE, KIND.UNDO_SPEND],
  EXPIRE: [KIND.EXPIRE],
} as const

/** A member's statement: what came, what went, and why. Newest first, in the order the ledger posted it. */
@Injectable()
export class Statements {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Earning) private readonly earning: Earning,
    @Inject(QuietEntries) private readonly quiet: QuietEntries,
  ) {}

  /** A page of entries with the sums of every month. The cursor is a version of the account, so pages never shift. */
  async page(memberId: number, query: Query): Promise<Reply<'GET /member/entries'>> {
    const [{ items, nextCursor }, months] = await Promise.all([
      this.list(memberId, query),
      query.cursor ? [] : this.months(memberId),
    ])
    return { items, months, nextCursor }
  }

  async list(memberId: number, query: Query): Promise<{ items: Entry[]; nextCursor: string | null }> {
    const limit = query.limit ?? PAGE
    const before = Number(query.cursor ?? Number.MAX_SAFE_INTEGER)
    const [from, until] = monthRange(query.month)
    const rows = await this.rows(
      memberId,
      `p.version < ? AND j.kind IN (${FILTERS[query.filter ?? 'ALL'].join(', ')}) AND j.occurred_at >= ? AND j.occurred_at < ?`,
      [before, from, until],
      limit + 1,
    )
    const shown = rows.slice(0, limit)
    const next = rows.length > limit ? shown.at(-1)?.first_version : undefined
    const all = (query.filter ?? 'ALL') === 'ALL'
    // The page tells everything from its oldest line up to the page before it, so also what moved no points there.
    const quiet = all ? await this.quiet.between(memberId, { from: next ?? 0, before }, { from, until }) : []
    return {
      items: await this.entries(memberId, woven(shown, quiet)),
      nextCursor: next === undefined ? null : String(next),
    }
  }

  /** Entries posted after one version of the account and up to another, oldest first; the last twenty. */
  async since(memberId: number, version: number, until: number): Promise<Entry[]> {
    const range = `p.version > ? AND p.version <= ? AND j.kind IN (${SHOWN_KINDS.join(', ')})`
    const rows = await this.rows(memberId, range, [version, until], PAGE)
    return (await this.entries(memberId, rows)).reverse()
  }

  /** One entry with its steps. Another member's entry does not exist: record.not_found. */
  async detail(memberId: number, entryNo: string): Promise<Reply<'GET /member/entries/:entryNo'>> {
    const journalId = journalIdOf(entryNo)
    const [moved] = journalId
      ? await this.rows(memberId, `p.journal_id = ? AND j.kind IN (${SHOWN_KINDS.join(', ')})`, [journalId], 1)
      : []
    const row = moved ?? (journalId ? await this.quiet.one(memberId, journalId) : undefined)
    if (!row) throw new Refusal('record.not_found')
    const [entry] = await this.entries(memberId, [row])
    const explanation = JSON.parse(row.explanation) as Explanation
    const { parts, notPaid } = explainedOf(explanation)
    const [lots, bill, rule] = await Promise.all([
      this.lotsOf(memberId, row),
      this.billOf(row.journal_id),
      this.ruleOf(explanation),
    ])
    return { ...(entry as Entry), steps: stepsOf(explanation), rule, bill, lots, parts, notPaid }
  }

  /** In and out of every month in which something happened, in programme time, newest first. */
  async months(memberId: number): Promise<Reply<'GET /member/entries'>['months']> {
    const shift = offsetMs(this.clock.now(), PROGRAMME_ZONE) / 60_000
    return this.db.query<{ month: string; in: number; out: number }>(
      `SELECT DATE_FORMAT(j.occurred_at + INTERVAL ? MINUTE, '%Y-%m') AS month,
         SUM(IF(p.amount > 0 AND j.kind NOT IN (${INNER_KINDS.join(', ')}), p.amount, 0)) AS \`in\`, -SUM(IF(p.amount < 0 AND j.kind NOT IN (${INNER_KINDS.join(', ')}), p.amount, 0)) AS \`out\`
       FROM posting p JOIN journal j ON j.id = p.journal_id WHERE p.account_id = ? GROUP BY month ORDER BY month DESC LIMIT 240`,
      [shift, accountId(memberId, CURRENCY.POINTS)],
    )
  }

  private rows(memberId: number, where: string, values: unknown[], limit: number): Promise<EntryRow[]> {
    return this.db.query<EntryRow>(
      `SELECT j.id AS journal_id, j.kind, j.explanation, j.occurred_at, s.name AS store_name, MIN(p.version) AS first_version, MAX(p.version) AS version, ${BUCKET_SUMS},
         COALESCE((SELECT SUM(g.amount) FROM posting g WHERE g.journal_id = j.id AND g.account_id = ?), 0) AS growth,
         (SELECT MIN(l.available_at) FROM lot_alloc la JOIN lot l ON l.id = la.lot_id WHERE la.journal_id = j.id AND la.part = ${PART.GRANTED}) AS available_at
       FROM posting p JOIN journal j ON j.id = p.journal_id LEFT JOIN store s ON s.id = j.store_id
       WHERE p.account_id = ? AND ${where}
       GROUP BY j.id, j.kind, j.explanation, j.occurred_at, s.name ORDER BY version DESC LIMIT ?`,
      [accountId(memberId, CURRENCY.GROWTH), accountId(memberId, CURRENCY.POINTS), ...values, limit],
    )
  }

  private async entries(memberId: number, rows: EntryRow[]): Promise<Entry[]> {
    const now = this.clock.now()
    return Promise.all(
      rows.map(async row => entryOf(row, row.balance_after ?? (await this.balanceAt(memberId, row.version)), now)),
    )
  }

  // An entry that moved only pending points or debt leaves the usable balance as an earlier one left it.
  private async balanceAt(memberId: number, version: number): Promise<number> {
    const [row] = await this.db.query<{ balance_after: number }>(
      'SELECT balance_after FROM posting WHERE account_id = ? AND version <= ? AND bucket = 2 ORDER BY version DESC LIMIT 1',
      [accountId(memberId, CURRENCY.POINTS), version],
    )
    return row?.balance_after ?? 0
  }

  private async lotsOf(memberId: number, row: EntryRow): Promise<Reply<'GET /member/entries/:entryNo'>['lots']> {
    const rows = await this.db.query<{
      amount: number
      expires_at: Date
      state: number
      available_at: Date
      remaining: number
    }>(
      `SELECT la.amount, l.expires_at, l.available_at, l.state, l.remaining FROM lot_alloc la JOIN lot l ON l.id = la.lot_id
       WHERE la.journal_id = ? AND l.account_id = ? AND la.part IN (${lotPartsOf(row.kind).join(', ')}) AND la.amount > 0 ORDER BY l.expires_at, l.id LIMIT 100`,
      [row.journal_id, accountId(memberId, CURRENCY.POINTS)],
    )
    const now = this.clock.now()
    return rows.map(row => ({
      points: Math.abs(row.amount),
      lastValidOn: lastDayOfLot(row.expires_at),
      state: lotState(row, now),
    }))
  }

  private async billOf(journalId: number): Promise<Reply<'GET /member/entries/:entryNo'>['bill']> {
    const [row] = await this.db.query<{
      bill_no: string
      paid_fen: number
      refunded_fen: number
      table_name: string | null
    }>(
      `SELECT b.bill_no, b.paid_fen, b.refunded_fen, t.name AS table_name FROM purchase b LEFT JOIN dining_table t ON t.id = b.table_id
       WHERE b.journal_id = ? OR b.id = (SELECT r.purchase_id FROM refund r WHERE r.journal_id = ? LIMIT 1) LIMIT 1`,
      [journalId, journalId],
    )
    return row
      ? { billNo: row.bill_no, paidFen: row.paid_fen, refundedFen: row.refunded_fen, tableName: row.table_name }
      : null
  }

  private async ruleOf(explanation: Explanation): Promise<Reply<'GET /member/entries/:entryNo'>['rule']> {
    const rule = await this.versionOf(explanation)
    if (!rule) return null
    return {
      name: rule.definition.name,
      version: rule.version,
      publishedAt: rule.publishedAt.toISOString(),
      sentence: rateSentence(rule.definition),
    }
  }

  /** The version that counted most: the rate of a bill, or the only rule of anything else. */
  private async versionOf(explanation: Explanation): Promise<Version | null> {
    if (explanation.kind === 'PURCHASE' || explanation.kind === 'REFUND') return this.earning.version(explanation.rule)
    if (explanation.kind !== 'RULES' && explanation.kind !== 'RULES_REFUND') return null
    const part = explanation.parts.find(({ kind }) => kind === 'RATE') ?? explanation.parts[0]
    return part ? this.earning.find(part.code, part.version) : null
  }
}

/** How a lot stands at a moment, whether or not its end has been written yet. */
export function lotState(
  lot: { state: number; remaining: number; expires_at: Date; available_at: Date },
  now: Date,
): 'AVAILABLE' | 'PENDING' | 'USED_UP' | 'EXPIRED' {
  if (lot.expires_at <= now) return 'EXPIRED'
  if (lot.state === LOT_STATE.PENDING && lot.available_at > now) return 'PENDING'
  return lot.remaining > 0 ? 'AVAILABLE' : 'USED_UP'
}

function monthRange(month: string | undefined): [Date, Date] {
  if (!month) return [new Date(0), new Date('9999-12-30T00:00:00Z')]
  const start = new Date(`${month}-01T00:00:00Z`)
  const next = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 1))
  return [
    new Date(start.getTime() - offsetMs(start, PROGRAMME_ZONE)),
    new Date(next.getTime() - offsetMs(next, PROGRAMME_ZONE)),
  ]
}
