import { randomInt } from 'node:crypto'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { type Db, insert, insertAll, isDuplicate, rowsOf, type Tx } from '../db.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB } from '../tokens.js'
import { CODES, couponCode } from './codes.rules.js'
import { CouponDefinitions, type PublishedCoupon } from './definitions.service.js'
import { BATCH, type Standing } from './state.rules.js'

/** Who does something to a coupon. `name` as people know them: a member number, "小李 · 0012", a till's name. */
export interface Actor {
  kind: 'MEMBER' | 'STAFF' | 'POS' | 'OPERATOR' | 'SYSTEM'
  name: string
  storeId: number | null
}

export const SYSTEM: Actor = { kind: 'SYSTEM', name: '', storeId: null }

export type StepKind =
  | 'ISSUED'
  | 'LOCKED'
  | 'UNLOCKED'
  | 'LOCK_ENDED'
  | 'USED'
  | 'PART_BACK'
  | 'RETURNED'
  | 'OFFERED'
  | 'TAKEN_BACK'
  | 'ACCEPTED'
  | 'RECALLED'
  | 'EXTENDED'

export interface CouponRow {
  id: number
  code: string
  batch_id: number
  member_id: number
  first_member_id: number
  status: number
  issued_at: Date
  time_zone: string
  valid_from: Date
  expires_at: Date
  steps: number
  lock_key: string | null
  lock_purpose: number | null
  lock_until: Date | null
  use_id: number | null
  given: number
}

export interface BatchRow {
  id: number
  code: string
  version: number
  name: string
  source: number
  state: number
  stock: number
  left_count: number
  per_member: number
  from_at: Date | null
  until_at: Date | null
  created_at: Date
  created_by: string
}

/** A coupon with its definition and its batch. */
export interface KnownCoupon extends Standing {
  row: CouponRow
  published: PublishedCoupon
}

export const COUPON =
  'id, code, batch_id, member_id, first_member_id, status, issued_at, time_zone, valid_from, expires_at, steps, lock_key, lock_purpose, lock_until, use_id, given'
export const BATCH_COLUMNS =
  'id, code, version, name, source, state, stock, left_count, per_member, from_at, until_at, created_at, created_by'
const DRAWS = 10

/** Rows of coupons and batches, and the steps that are written beside every change of one. */
@Injectable()
export class CouponRows {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CouponDefinitions) private readonly definitions: CouponDefinitions,
  ) {}

  /** Coupons under their locks, by ascending id. Those that are not there are left out. */
  async lock(tx: Tx, ids: readonly number[]): Promise<KnownCoupon[]> {
    if (ids.length === 0) return []
    const sql = `SELECT ${COUPON} FROM coupon WHERE id IN (?) ORDER BY id FOR UPDATE`
    return this.known(await rowsOf<CouponRow>(tx, sql, [[...ids]]), tx)
  }

  async read(ids: readonly number[]): Promise<KnownCoupon[]> {
    if (ids.length === 0) return []
    return this.known(await this.db.query<CouponRow>(`SELECT ${COUPON} FROM coupon WHERE id IN (?)`, [[...ids]]))
  }

  /** One coupon. Refuses `record.not_found`. */
  async get(id: number): Promise<KnownCoupon> {
    const [coupon] = await this.read([id])
    if (!coupon) throw new Refusal('record.not_found')
    return coupon
  }

  async byCode(code: string): Promise<KnownCoupon | undefined> {
    const rows = await this.db.query<CouponRow>(`SELECT ${COUPON} FROM coupon WHERE code = ?`, [code])
    return (await this.known(rows))[0]
  }

  /** Rows with their batches and definitions, in the order they are in. */
  async known(rows: readonly CouponRow[], tx?: Tx): Promise<KnownCoupon[]> {
    const batches = await this.batches([...new Set(rows.map(row => row.batch_id))], tx)
    const known: KnownCoupon[] = []
    for (const row of rows) {
      const batch = batches.get(row.batch_id)
      if (!batch) throw new Error(`coupon ${row.id} has no batch`)
      known.push({
        row,
        published: await this.definitions.of(batch.code, batch.version, tx),
        status: row.status,
        lockPurpose: row.lock_purpose,
        lockUntil: row.lock_until,
        validFrom: row.valid_from,
        expiresAt: row.expires_at,
        recalled: batch.state === BATCH.RECALLED,
      })
    }
    return known
  }

  async batches(ids: readonly number[], tx?: Tx): Promise<Map<number, BatchRow>> {
    if (ids.length === 0) return new Map()
    const sql = `SELECT ${BATCH_COLUMNS} FROM coupon_batch WHERE id IN (?)`
    const rows = await (tx ? rowsOf<BatchRow>(tx, sql, [[...ids]]) : this.db.query<BatchRow>(sql, [[...ids]]))
    return new Map(rows.map(row => [row.id, row]))
  }

  /** A batch. Refuses `record.not_found`. */
  async batch(id: number, tx?: Tx): Promise<BatchRow> {
    const row = (await this.batches([id], tx)).get(id)
    if (!row) throw new Refusal('record.not_found')
    return row
  }

  /** Writes one step to each coupon; `rows` as they were before, their counters raised by the same change. */
  async addSteps(
    tx: Tx,
    rows: readonly Pick<CouponRow, 'id' | 'steps'>[],
    step: { kind: StepKind; by: Actor; key: string; amountsFen?: ReadonlyMap<number, number>; note?: string },
  ): Promise<void> {
    const at = this.clock.now()
    const facts = rows.map(({ id, steps }) => ({
      coupon_id: id,
      seq: steps + 1,
      kind: step.kind,
      at,
      actor_kind: step.by.kind,
      actor: step.by.name.slice(0, 84),
      store_id: step.by.storeId,
      step_key: step.key,
      amount_fen: step.amountsFen?.get(id) ?? 0,
      note: step.note ?? '',
    }))
    await insertAll(tx, 'coupon_step', facts)
  }

  /**
   * Inserts a coupon under a code nobody has. A duplicate key undoes the statement and not the transaction, so another code
   * is drawn; the same `issue_key` twice is thrown on.
   */
  async insert(tx: Tx, row: Omit<CouponRow, 'code' | 'lock_key' | 'lock_purpose' | 'lock_until' | 'use_id'> & Issued) {
    for (let draw = 1; ; draw += 1) {
      const code = couponCode(randomInt(CODES))
      try {
        await insert(tx, 'coupon', { ...row, code })
        return code
      } catch (error) {
        if (!isDuplicate(error) || draw >= DRAWS || !/uq_coupon_code/.test(String((error as Error).message)))
          throw error
      }
    }
  }

  /** A new code for a coupon that changes hands: whoever gave it has seen the old one. */
  async newCode(tx: Tx): Promise<string> {
    for (let draw = 1; draw <= DRAWS; draw += 1) {
      const code = couponCode(randomInt(CODES))
      const taken = await rowsOf<{ id: number }>(tx, 'SELECT id FROM coupon WHERE code = ?', [code])
      if (taken.length === 0) return code
    }
    throw new Error('no free coupon code')
  }
}

interface Issued {
  issue_key: string
  arrived_at: Date
  store_id: number | null
}
