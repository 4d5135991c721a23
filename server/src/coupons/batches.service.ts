import type { CouponBatch } from '@huitou/shared/coupon-desk'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { change, type Db, insert, isDuplicate, rowsOf, type Tx } from '../db.js'
import type { Caller, Input, Reply } from '../http.js'
import type { Ids } from '../ids.js'
import { keyWithin } from '../keys.js'
import { Audit } from '../operators/audit.service.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB, IDS } from '../tokens.js'
import { bodyHash } from '../versions.js'
import { BATCH_COLUMNS, type BatchRow, CouponRows } from './coupon-rows.service.js'
import { CouponDefinitions } from './definitions.service.js'
import { CouponFigures, NOTHING_SOLD } from './figures.service.js'
import { CouponIssuing } from './issuing.service.js'
import { BATCH, SOURCE } from './state.rules.js'

type Operator = Caller['operator']
type Body = Input<'POST /console/coupon-batches'>['body']

const PAGE = 20
/** Characters of the key of an issue. */
const ISSUE_KEY = 100
const SOURCES = { 1: 'CLAIM', 2: 'ISSUE', 3: 'CODES' } as const
const STATES = { 1: 'OPEN', 2: 'PAUSED', 3: 'RECALLED' } as const

/** Stocks of coupons, as operators see and steer them. */
@Injectable()
export class CouponBatches {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(CouponRows) private readonly rows: CouponRows,
    @Inject(CouponDefinitions) private readonly definitions: CouponDefinitions,
    @Inject(CouponFigures) private readonly figures: CouponFigures,
    @Inject(CouponIssuing) private readonly issuing: CouponIssuing,
    @Inject(Audit) private readonly audit: Audit,
  ) {}

  async list(query: Input<'GET /console/coupon-batches'>['query']): Promise<Reply<'GET /console/coupon-batches'>> {
    const limit = query.limit ?? PAGE
    const before = Number(query.cursor ?? Number.MAX_SAFE_INTEGER)
    const of = query.code ? ' AND code = ?' : ''
    const rows = await this.db.query<BatchRow>(
      `SELECT ${BATCH_COLUMNS} FROM coupon_batch WHERE id < ?${of} ORDER BY id DESC LIMIT ${limit + 1}`,
      [before, ...(query.code ? [query.code] : [])],
    )
    const items = await this.views(rows.slice(0, limit))
    return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
  }

  async view(id: number): Promise<CouponBatch> {
    const [view] = await this.views([await this.rows.batch(id)])
    return view!
  }

  /** A stock of the newest version; the same request gets the same batch. Refuses `record.not_found`, `coupon.different`. */
  async open(operator: Operator, body: Body): Promise<CouponBatch> {
    const [newest] = await this.definitions.versions(body.code)
    const key = `${operator.id}:${body.requestId}`
    const hash = bodyHash(body)
    const write = this.db.transaction(tx => this.write(tx, operator, { body, version: newest!.version, key, hash }))
    await write.catch(error => {
      if (!isDuplicate(error)) throw error
    })
    const sql = 'SELECT id, body_hash FROM coupon_batch WHERE request_key = ?'
    const [row] = await this.db.query<{ id: number; body_hash: Buffer }>(sql, [key])
    if (!row?.body_hash.equals(hash)) throw new Refusal('coupon.different')
    return this.view(row.id)
  }

  /** Stops giving out, or goes on; what is out is not touched. A recalled batch stays so: `coupon.batch_fixed`. */
  async setState(operator: Operator, id: number, state: 'OPEN' | 'PAUSED'): Promise<CouponBatch> {
    await this.db.transaction(async tx => {
      const batch = await this.rows.batch(id, tx)
      const sql = `UPDATE coupon_batch SET state = ? WHERE id = ? AND state = ?`
      const other = state === 'OPEN' ? BATCH.PAUSED : BATCH.OPEN
      if ((await change(tx, sql, [BATCH[state], id, other])) === 0) {
        if (batch.state !== BATCH[state]) throw new Refusal('coupon.batch_fixed')
        return
      }
      const action = state === 'OPEN' ? 'COUPON_BATCH_RESUMED' : 'COUPON_BATCH_PAUSED'
      await this.audit.record(tx, { operator, action, target: `${batch.code} ${batch.name}` })
    })
    return this.view(id)
  }

  /**
   * Gives one coupon to each of these members, as far as the stock goes; the same request gives nobody another one. Who got
   * none is told with the code of the refusal. Printed codes are not given: `coupon.batch_fixed`.
   */
  async issue(
    operator: Operator,
    id: number,
    body: Input<'POST /console/coupon-batches/:id/issues'>['body'],
  ): Promise<Reply<'POST /console/coupon-batches/:id/issues'>> {
    const batch = await this.rows.batch(id)
    if (batch.source === SOURCE.CODES) throw new Refusal('coupon.batch_fixed')
    const numbers = [...new Set(body.memberNos)]
    const members = await this.membersOf(numbers)
    const failed: { memberNo: string; code: string }[] = []
    let fresh = 0
    for (const memberNo of numbers) {
      const memberId = members.get(memberNo)
      try {
        if (memberId === undefined) throw new Refusal('record.not_found')
        const key = keyWithin(ISSUE_KEY, `office:${operator.id}:${body.requestId}:${memberId}`)
        const by = { kind: 'OPERATOR' as const, name: `${operator.name} · ${operator.username}`, storeId: null }
        const { repeat } = await this.db.transaction(tx => this.issuing.issue(tx, { key, batchId: id, memberId, by }))
        if (!repeat) fresh += 1
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        failed.push({ memberNo, code: error.code })
      }
    }
    if (fresh > 0) {
      const detail = `${fresh} × ${batch.name}: ${body.reason}`
      const deed = { operator, action: 'COUPON_ISSUED' as const, target: batch.code, detail }
      await this.db.transaction(tx => this.audit.record(tx, deed))
    }
    return { issued: numbers.length - failed.length, failed }
  }

  private async write(
    tx: Tx,
    operator: Operator,
    { body, version, key, hash }: { body: Body; version: number; key: string; hash: Buffer },
  ): Promise<void> {
    const sql = 'SELECT id FROM coupon_batch WHERE request_key = ?'
    if ((await rowsOf(tx, sql, [key])).length > 0) return
    // Each code that is brought in is one more of a batch of codes.
    const stock = body.source === 'CODES' ? 0 : body.stock
    await insert(tx, 'coupon_batch', {
      id: this.ids.next(),
      code: body.code,
      version,
      name: body.name,
      source: SOURCE[body.source],
      state: BATCH.OPEN,
      stock,
      left_count: stock,
      per_member: body.perMember,
      from_at: body.from ? new Date(body.from) : null,
      until_at: body.until ? new Date(body.until) : null,
      created_at: this.clock.now(),
      created_by: `${operator.name} · ${operator.username}`,
      request_key: key,
      body_hash: hash,
    })
    const detail = `${body.name} × ${stock}`
    await this.audit.record(tx, { operator, action: 'COUPON_BATCH_OPENED', target: `${body.code} v${version}`, detail })
  }

  private async views(rows: readonly BatchRow[]): Promise<CouponBatch[]> {
    const figures = await this.figures.of(rows)
    const working = await this.working(rows.map(row => row.id))
    return rows.map(row => ({
      id: String(row.id),
      code: row.code,
      version: row.version,
      name: row.name,
      source: SOURCES[row.source as keyof typeof SOURCES],
      state: STATES[row.state as keyof typeof STATES],
      perMember: row.per_member,
      from: row.from_at?.toISOString() ?? null,
      until: row.until_at?.toISOString() ?? null,
      createdAt: row.created_at.toISOString(),
      createdBy: row.created_by,
      figures: figures.get(row.id) ?? NOTHING_SOLD,
      working: working.has(row.id),
    }))
  }

  private async working(ids: readonly number[]): Promise<Set<number>> {
    if (ids.length === 0) return new Set()
    const sql = 'SELECT DISTINCT batch_id FROM coupon_task WHERE done_at IS NULL AND batch_id IN (?)'
    return new Set((await this.db.query<{ batch_id: number }>(sql, [[...ids]])).map(row => row.batch_id))
  }

  private async membersOf(numbers: readonly string[]): Promise<Map<string, number>> {
    const sql = 'SELECT id, member_no FROM member WHERE member_no IN (?)'
    const rows = await this.db.query<{ id: number; member_no: string }>(sql, [[...numbers]])
    return new Map(rows.map(row => [row.member_no, row.id]))
  }
}
