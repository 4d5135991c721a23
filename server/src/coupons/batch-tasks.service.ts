import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { change, type Db, insert, isDuplicate, rowsOf, type Tx } from '../db.js'
import type { Caller, Input, Reply } from '../http.js'
import type { Ids } from '../ids.js'
import { Audit } from '../operators/audit.service.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB, IDS } from '../tokens.js'
import { bodyHash } from '../versions.js'
import { type Actor, CouponRows } from './coupon-rows.service.js'
import { BATCH, STATUS } from './state.rules.js'
import { CouponSweeper } from './sweeping.service.js'

type Operator = Caller['operator']
type Body = Input<'POST /console/coupon-batches/:id/tasks'>['body']
type Reach = Reply<'GET /console/coupon-batches/:id/reach'>
type Told = Reply<'POST /console/coupon-batches/:id/tasks'>

interface TaskRow {
  id: number
  batch_id: number
  kind: 'RECALL' | 'EXTEND'
  until_at: Date | null
  include_expired: number
  reason: string
  asked_by: string
  asked_at: Date
  after_id: number
  done_at: Date | null
}

interface Wish {
  kind: 'RECALL' | 'EXTEND'
  until: Date | null
  includeExpired: boolean
}

const PIECE = 500
/** Pieces carried out before the operator is answered; the worker goes on. */
const PIECES_AT_ONCE = 10
const PIECES_A_TURN = 40
const TASK = 'id, batch_id, kind, until_at, include_expired, reason, asked_by, asked_at, after_id, done_at'

/** Recalls and extensions of whole batches: how many it concerns first, then piece by piece, each coupon with its step. */
@Injectable()
export class BatchTasks {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(CouponRows) private readonly rows: CouponRows,
    @Inject(CouponSweeper) private readonly sweeper: CouponSweeper,
    @Inject(Audit) private readonly audit: Audit,
  ) {}

  /** How many coupons it would change. Nothing is written; a lock that has run out is none, swept up or not. */
  async reach(id: number, query: Input<'GET /console/coupon-batches/:id/reach'>['query']): Promise<Reach> {
    await this.rows.batch(id)
    const wish = wishOf(query.kind, query.until ?? null, query.includeExpired === 'true')
    return this.count((sql, values) => this.db.query(sql, values), id, wish)
  }

  /**
   * Recalls what is unused, or extends it. A recall holds at once for all of them, whatever their number. Refuses
   * `coupon.count_changed` when there are more than the preview said, `coupon.batch_fixed`, `coupon.different`.
   */
  async start(operator: Operator, id: number, body: Body): Promise<Told> {
    await this.rows.batch(id)
    await this.sweeper.sweep()
    const key = `${operator.id}:${body.requestId}`
    const hash = bodyHash([id, body])
    await this.db
      .transaction(tx => this.write(tx, operator, { id, body, key, hash }))
      .catch(error => {
        if (!isDuplicate(error)) throw error
      })
    const sql = 'SELECT id, body_hash FROM coupon_task WHERE request_key = ?'
    const [task] = await this.db.query<{ id: number; body_hash: Buffer }>(sql, [key])
    if (!task?.body_hash.equals(hash)) throw new Refusal('coupon.different')
    await this.carryOn(task.id, PIECES_AT_ONCE)
    return this.told(task.id)
  }

  /** One turn of the worker: goes on with what was begun. Answers how many coupons changed. */
  async run(): Promise<{ couponsChanged: number }> {
    const open = await this.db.query<{ id: number }>(
      'SELECT id FROM coupon_task WHERE done_at IS NULL ORDER BY id LIMIT 10',
    )
    let couponsChanged = 0
    for (const { id } of open) couponsChanged += await this.carryOn(id, PIECES_A_TURN)
    return { couponsChanged }
  }

  private async write(
    tx: Tx,
    operator: Operator,
    { id, body, key, hash }: { id: number; body: Body; key: string; hash: Buffer },
  ): Promise<void> {
    if ((await rowsOf(tx, 'SELECT id FROM coupon_task WHERE request_key = ?', [key])).length > 0) return
    const wish = wishOf(body.kind, body.until, body.includeExpired)
    // The batch's row holds off whoever would issue one more meanwhile.
    const lock = `SELECT state, name, code FROM coupon_batch WHERE id = ? FOR UPDATE`
    const [batch] = await rowsOf<{ state: number; name: string; code: string }>(tx, lock, [id])
    if (!batch || batch.state === BATCH.RECALLED) throw new Refusal('coupon.batch_fixed')
    const { coupons } = await this.count((sql, values) => rowsOf(tx, sql, values), id, wish)
    if (coupons > body.expected) throw new Refusal('coupon.count_changed', { expected: body.expected, coupons })
    if (wish.kind === 'RECALL') await change(tx, `UPDATE coupon_batch SET state = ${BATCH.RECALLED} WHERE id = ?`, [id])
    await insert(tx, 'coupon_task', {
      id: this.ids.next(),
      batch_id: id,
      kind: wish.kind,
      until_at: wish.until,
      include_expired: wish.includeExpired ? 1 : 0,
      reason: body.reason,
      asked_by: `${operator.name} · ${operator.username}`,
      asked_at: this.clock.now(),
      request_key: key,
      body_hash: hash,
      changed: 0,
      after_id: 0,
    })
    const action = wish.kind === 'RECALL' ? 'COUPONS_RECALLED' : 'COUPONS_EXTENDED'
    const detail = `${batch.name} · ${coupons} · ${body.reason}`
    await this.audit.record(tx, { operator, action, target: batch.code, detail })
  }

  private async carryOn(taskId: number, pieces: number): Promise<number> {
    let changed = 0
    for (let piece = 0; piece < pieces; piece += 1) {
      const did = await this.db.transaction(tx => this.piece(tx, taskId))
      if (did === null) break
      changed += did
    }
    return changed
  }

  /** Some more coupons of a task under its own lock, so that two workers never do the same ones; null when it is done. */
  private async piece(tx: Tx, taskId: number): Promise<number | null> {
    const [task] = await rowsOf<TaskRow>(tx, `SELECT ${TASK} FROM coupon_task WHERE id = ? FOR UPDATE`, [taskId])
    if (!task || task.done_at) return null
    const { where, values } = concerned(task.batch_id, {
      kind: task.kind,
      until: task.until_at,
      includeExpired: task.include_expired === 1,
      // As of when it was asked for: what has ended since was alive when the preview counted it.
      at: task.asked_at,
    })
    const sql = `SELECT id, steps FROM coupon WHERE status = ${STATUS.ISSUED} AND ${where} AND id > ? ORDER BY id LIMIT ${PIECE} FOR UPDATE`
    const rows = await rowsOf<{ id: number; steps: number }>(tx, sql, [...values, task.after_id])
    const ids = rows.map(row => row.id)
    if (ids.length > 0) await this.apply(tx, task, rows)
    const done = ids.length < PIECE ? this.clock.now() : null
    const far = 'UPDATE coupon_task SET changed = changed + ?, after_id = ?, done_at = ? WHERE id = ?'
    await change(tx, far, [ids.length, ids.at(-1) ?? task.after_id, done, taskId])
    return ids.length
  }

  private async apply(tx: Tx, task: TaskRow, rows: { id: number; steps: number }[]): Promise<void> {
    const by: Actor = { kind: 'OPERATOR', name: task.asked_by, storeId: null }
    const ids = rows.map(row => row.id)
    const set = task.kind === 'RECALL' ? `status = ${STATUS.RECALLED}` : 'expires_at = ?'
    const values = task.kind === 'RECALL' ? [] : [task.until_at]
    await change(tx, `UPDATE coupon SET ${set}, steps = steps + 1 WHERE id IN (?)`, [...values, ids])
    const kind = task.kind === 'RECALL' ? ('RECALLED' as const) : ('EXTENDED' as const)
    await this.rows.addSteps(tx, rows, { kind, by, key: `task:${task.id}`, note: task.reason })
  }

  private async count(
    read: <T>(sql: string, values: unknown[]) => Promise<T[]>,
    id: number,
    wish: Wish,
  ): Promise<Reach> {
    const now = this.clock.now()
    const free = `(status = ${STATUS.ISSUED} OR (status = ${STATUS.LOCKED} AND lock_until <= ?))`
    const { where, values } = concerned(id, { ...wish, at: now })
    const [[coupons], [codes], [locked]] = [
      await read<{ coupons: number; members: number }>(
        `SELECT COUNT(*) AS coupons, COUNT(DISTINCT member_id) AS members FROM coupon WHERE ${free} AND ${where}`,
        [now, ...values],
      ),
      wish.kind === 'RECALL'
        ? await read<{ n: number }>(
            'SELECT COUNT(*) AS n FROM coupon_printed WHERE batch_id = ? AND coupon_id IS NULL',
            [id],
          )
        : [{ n: 0 }],
      await read<{ n: number }>(
        `SELECT COUNT(*) AS n FROM coupon WHERE batch_id = ? AND status = ${STATUS.LOCKED} AND lock_until > ?`,
        [id, now],
      ),
    ]
    return {
      coupons: coupons?.coupons ?? 0,
      members: coupons?.members ?? 0,
      codes: codes?.n ?? 0,
      locked: locked?.n ?? 0,
    }
  }

  private async told(taskId: number): Promise<Told> {
    const sql = 'SELECT kind, changed, done_at FROM coupon_task WHERE id = ?'
    const [row] = await this.db.query<{ kind: 'RECALL' | 'EXTEND'; changed: number; done_at: Date | null }>(sql, [
      taskId,
    ])
    return { id: String(taskId), kind: row!.kind, changed: row!.changed, done: row!.done_at !== null }
  }
}

function wishOf(kind: Wish['kind'], until: string | null, includeExpired: boolean): Wish {
  if ((kind === 'EXTEND') !== (until !== null)) throw new Refusal('input.invalid', { wrong: [{ path: 'until' }] })
  return { kind, until: until ? new Date(until) : null, includeExpired: kind === 'EXTEND' && includeExpired }
}

/** Coupons a task is about, of those that are free: not ended at the moment it was asked for; nothing is ever moved to an earlier end. */
function concerned(id: number, { kind, until, includeExpired, at }: Wish & { at: Date }) {
  const parts = ['batch_id = ?']
  const values: unknown[] = [id]
  if (!includeExpired) {
    parts.push('expires_at > ?')
    values.push(at)
  }
  if (kind === 'EXTEND') {
    parts.push('expires_at < ?')
    values.push(until)
  }
  return { where: parts.join(' AND '), values }
}
