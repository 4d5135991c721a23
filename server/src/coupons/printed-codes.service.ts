import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { change, type Db, insert, insertAll, isDuplicate, rowsOf, type Tx } from '../db.js'
import type { Caller, Input, Reply } from '../http.js'
import type { Ids } from '../ids.js'
import { Limiter } from '../limiter.js'
import { Audit } from '../operators/audit.service.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB, IDS } from '../tokens.js'
import { bodyHash } from '../versions.js'
import { type CodeRow, codesOf, printedCode } from './codes.rules.js'
import { CouponRows } from './coupon-rows.service.js'
import { CouponIssuing, memberActor } from './issuing.service.js'
import { BATCH, SOURCE } from './state.rules.js'

type Report = Reply<'POST /console/coupon-batches/:id/code-imports'>
type Body = Input<'POST /console/coupon-batches/:id/code-imports'>['body']

const WRONG_CODES = 5
const COOLING_MS = 10 * 60_000
const TRIES = 3
const CHUNK = 500
/** Errors told one by one; beyond them only their number. */
const TOLD = 500

/** Codes on paper: brought in by file, turned into a coupon by whoever types one first. */
@Injectable()
export class PrintedCodes {
  private readonly wrong = new Limiter()

  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(CouponRows) private readonly rows: CouponRows,
    @Inject(CouponIssuing) private readonly issuing: CouponIssuing,
    @Inject(Audit) private readonly audit: Audit,
  ) {}

  /**
   * Turns a code into a coupon, once; who has redeemed it gets the same coupon again. Five wrong codes within ten minutes
   * end the guessing. Refuses `coupon.code_unknown`, `coupon.code_taken`, `coupon.code_cooling`, and what a claim refuses.
   */
  async redeem(memberId: number, typed: string): Promise<number> {
    const code = printedCode(typed)
    const bucket = String(memberId)
    // Counted before it is looked at; what was right is not held against anybody.
    if (!this.wrong.take(bucket, WRONG_CODES, COOLING_MS, this.clock.now().getTime())) {
      throw new Refusal('coupon.code_cooling', { seconds: COOLING_MS / 1000 })
    }
    for (let attempt = 1; ; attempt += 1) {
      try {
        const id = await this.db.transaction(tx => this.turn(tx, memberId, code))
        this.wrong.forget(bucket)
        return id
      } catch (error) {
        if (!isDuplicate(error) || attempt >= TRIES) throw error
      }
    }
  }

  private async turn(tx: Tx, memberId: number, code: string): Promise<number> {
    const sql = 'SELECT batch_id, coupon_id FROM coupon_printed WHERE code = ? FOR UPDATE'
    const [row] = await rowsOf<{ batch_id: number; coupon_id: number | null }>(tx, sql, [code])
    if (!row) throw new Refusal('coupon.code_unknown')
    if (row.coupon_id !== null) {
      const owner = 'SELECT id FROM coupon WHERE id = ? AND first_member_id = ?'
      const mine = await rowsOf<{ id: number }>(tx, owner, [row.coupon_id, memberId])
      if (mine.length === 0) throw new Refusal('coupon.code_taken')
      return row.coupon_id
    }
    const batch = await this.rows.batch(row.batch_id, tx)
    const order = { key: `code:${code}`, batchId: batch.id, memberId, by: memberActor(memberId) }
    const { id } = await this.issuing.limited(tx, order, batch)
    const redeemed = 'UPDATE coupon_printed SET coupon_id = ?, redeemed_at = ? WHERE code = ? AND coupon_id IS NULL'
    if ((await change(tx, redeemed, [id, this.clock.now(), code])) !== 1) throw new Error('a locked code was redeemed')
    return id
  }

  /**
   * Brings in codes; each raises the stock of the batch by one. Good rows come in, bad ones are told by their number. The
   * same request gets the first report. Refuses `coupon.too_many_codes`, `coupon.batch_fixed`, `coupon.different`.
   */
  async import(operator: Caller['operator'], batchId: number, body: Body): Promise<Report> {
    const rows = codesOf(body.csv)
    if (!rows) throw new Refusal('coupon.too_many_codes')
    const batch = await this.rows.batch(batchId)
    if (batch.source !== SOURCE.CODES || batch.state === BATCH.RECALLED) throw new Refusal('coupon.batch_fixed')
    if (body.dryRun) return reportOf(rows, await this.taken(rows, sql => this.db.query(sql.text, sql.values)))
    const key = `${operator.id}:${body.requestId}`
    const hash = bodyHash([batchId, body.csv])
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.db.transaction(tx => this.bringIn(tx, operator, { batchId, rows, key, hash }))
      } catch (error) {
        // Somebody brings in the same codes, or the same request, at this moment: the next look finds them.
        if (!isDuplicate(error) || attempt >= TRIES) throw error
      }
    }
  }

  private async bringIn(
    tx: Tx,
    operator: Caller['operator'],
    { batchId, rows, key, hash }: { batchId: number; rows: CodeRow[]; key: string; hash: Buffer },
  ): Promise<Report> {
    const sql = 'SELECT report, body_hash FROM coupon_import WHERE request_key = ?'
    const [before] = await rowsOf<{ report: string; body_hash: Buffer }>(tx, sql, [key])
    if (before && !before.body_hash.equals(hash)) throw new Refusal('coupon.different')
    if (before) return JSON.parse(before.report) as Report
    const taken = await this.taken(rows, ({ text, values }) => rowsOf(tx, text, values))
    const report = reportOf(rows, taken)
    const id = this.ids.next()
    const good = rows.filter(row => row.why === null && !taken.has(row.code))
    const raise = `UPDATE coupon_batch SET stock = stock + ?, left_count = left_count + ? WHERE id = ? AND state <> ${BATCH.RECALLED}`
    if ((await change(tx, raise, [good.length, good.length, batchId])) !== 1) throw new Refusal('coupon.batch_fixed')
    const facts = good.map(({ code }) => ({ code, batch_id: batchId, import_id: id }))
    for (let at = 0; at < facts.length; at += CHUNK) await insertAll(tx, 'coupon_printed', facts.slice(at, at + CHUNK))
    await insert(tx, 'coupon_import', {
      id,
      batch_id: batchId,
      request_key: key,
      body_hash: hash,
      report: JSON.stringify(report),
      imported_at: this.clock.now(),
      imported_by: `${operator.name} · ${operator.username}`,
    })
    const detail = `${report.accepted}/${report.rows}`
    await this.audit.record(tx, { operator, action: 'COUPON_CODES_IMPORTED', target: String(batchId), detail })
    return report
  }

  /** Codes that are there already, whichever batch they are of. */
  private async taken(
    rows: readonly CodeRow[],
    read: (sql: { text: string; values: unknown[] }) => Promise<{ code: string }[]>,
  ): Promise<Set<string>> {
    const codes = rows.filter(row => row.why === null).map(row => row.code)
    const found = new Set<string>()
    for (let at = 0; at < codes.length; at += CHUNK) {
      const values = [codes.slice(at, at + CHUNK)]
      for (const { code } of await read({ text: 'SELECT code FROM coupon_printed WHERE code IN (?)', values })) {
        found.add(code)
      }
    }
    return found
  }
}

function reportOf(rows: readonly CodeRow[], taken: ReadonlySet<string>): Report {
  const errors = rows.flatMap(({ row, code, why }) => {
    const reason = why ?? (taken.has(code) ? ('TAKEN' as const) : null)
    return reason ? [{ row, code, why: reason }] : []
  })
  return {
    rows: rows.length,
    accepted: rows.length - errors.length,
    refused: errors.length,
    errors: errors.slice(0, TOLD),
  }
}
