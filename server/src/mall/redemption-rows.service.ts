import { randomInt } from 'node:crypto'
import type { RewardDefinition } from '@huitou/shared/mall'
import { Inject, Injectable } from '@nestjs/common'
import { PROGRAMME_ZONE } from '../calendar.js'
import type { Clock } from '../clock.js'
import { CouponIssuing, memberActor } from '../coupons/issuing.service.js'
import { spanOf } from '../coupons/validity.rules.js'
import { change, type Db, insert, rowsOf, type Tx } from '../db.js'
import type { Ids } from '../ids.js'
import type { SideRow } from '../ledger/operation.rules.js'
import { Refusal } from '../refusal.js'
import { Stores } from '../stores/stores.service.js'
import { CLOCK, DB, IDS } from '../tokens.js'
import { isSent } from './rewards.rules.js'
import { SHIPMENT } from './shipments.rules.js'
import { CODES, VOUCHER, voucherCode } from './vouchers.rules.js'

export interface RedemptionRow {
  id: number
  request_key: string
  body_hash: Buffer
  member_id: number
  code: string
  version: number
  points: number
  cash_fen: number
  state: number
  hold_id: number | null
  journal_id: number | null
  payment_id: number | null
  ordered_at: Date
  ended_at: Date | null
  /** MALL, or where it was given: see GivenRewards. */
  source: string
}

export interface VoucherRow {
  id: number
  code: string
  redemption_id: number
  member_id: number
  status: number
  time_zone: string
  issued_at: Date
  expires_at: Date
  use_id: number | null
  /** How often it could be used at first, and can be now. */
  uses: number
  uses_left: number
}

export type StepKind = 'ORDERED' | 'DONE' | 'CANCELLED' | 'RETURNED'
export const VOUCHER_ROW =
  'id, code, redemption_id, member_id, status, time_zone, issued_at, expires_at, use_id, uses, uses_left'
const ROW =
  'id, request_key, body_hash, member_id, code, version, points, cash_fen, state, hold_id, journal_id, payment_id, ordered_at, ended_at, source'

/** Rows of exchanges, and what an exchange hands over. */
@Injectable()
export class RedemptionRows {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(Stores) private readonly stores: Stores,
    @Inject(CouponIssuing) private readonly coupons: CouponIssuing,
  ) {}

  /** One exchange. Refuses `record.not_found`, also for those of others. */
  async get(id: number, memberId?: number): Promise<RedemptionRow> {
    const [row] = await this.db.query<RedemptionRow>(`SELECT ${ROW} FROM redemption WHERE id = ?`, [id])
    if (!row || (memberId !== undefined && row.member_id !== memberId)) throw new Refusal('record.not_found')
    return row
  }

  async ofMember(memberId: number, before: number, limit: number): Promise<RedemptionRow[]> {
    const sql = `SELECT ${ROW} FROM redemption WHERE member_id = ? AND id < ? ORDER BY id DESC LIMIT ${limit}`
    return this.db.query<RedemptionRow>(sql, [memberId, before])
  }

  async byRequest(tx: Tx, key: string): Promise<{ id: number; body_hash: Buffer } | undefined> {
    const sql = 'SELECT id, body_hash FROM redemption WHERE request_key = ?'
    return (await rowsOf<{ id: number; body_hash: Buffer }>(tx, sql, [key]))[0]
  }

  async wasAsked(key: string): Promise<boolean> {
    return (await this.db.query('SELECT id FROM redemption WHERE request_key = ?', [key])).length > 0
  }

  async lock(tx: Tx, id: number): Promise<RedemptionRow> {
    const [row] = await rowsOf<RedemptionRow>(tx, `SELECT ${ROW} FROM redemption WHERE id = ? FOR UPDATE`, [id])
    if (!row) throw new Refusal('record.not_found')
    return row
  }

  /** The rows of a new exchange, to go with the operation of the ledger that pays for it. */
  ordered(row: Omit<RedemptionRow, 'ended_at' | 'source'> & { source?: string }): SideRow[] {
    const values = { ...row, source: row.source ?? 'MALL', ended_at: null }
    return [{ table: 'redemption', values }, this.stepRow(row, 'ORDERED')]
  }

  stepRow(row: Pick<RedemptionRow, 'id' | 'member_id'>, kind: StepKind, actor = `member ${row.member_id}`): SideRow {
    const values = { redemption_id: row.id, kind, at: this.clock.now(), actor: actor.slice(0, 84) }
    return { table: 'redemption_step', values }
  }

  async write(tx: Tx, rows: readonly SideRow[]): Promise<void> {
    for (const { table, values } of rows) await insert(tx, table, values)
  }

  /** Moves an exchange on; a bug when it was not where it is said to be. */
  async move(tx: Tx, row: RedemptionRow, to: Partial<Pick<RedemptionRow, 'state' | 'journal_id' | 'ended_at'>>) {
    const columns = Object.keys(to).map(name => `${name} = ?`)
    const sql = `UPDATE redemption SET ${columns.join(', ')} WHERE id = ? AND state = ?`
    const changed = await change(tx, sql, [...Object.values(to), row.id, row.state])
    if (changed !== 1) throw new Error(`redemption ${row.id} has moved under its lock`)
  }

  /** The voucher of an exchange, or the order to send it. A code somebody has is a duplicate key: the transaction runs again. */
  async voucherRows(
    row: Pick<RedemptionRow, 'id' | 'member_id'>,
    { gift, validDays, stores, uses = 1 }: Pick<RewardDefinition, 'gift' | 'validDays' | 'stores' | 'uses'>,
  ): Promise<SideRow[]> {
    if (gift.type === 'COUPON' || gift.type === 'PACK' || gift.type === 'DONATION') return []
    if (isSent({ gift })) return [{ table: 'shipment', values: shipmentOf(row) }]
    const now = this.clock.now()
    const timeZone = await this.zoneOf(stores)
    const voucher = {
      id: this.ids.next(),
      code: voucherCode(randomInt(CODES)),
      redemption_id: row.id,
      member_id: row.member_id,
      status: VOUCHER.READY,
      time_zone: timeZone,
      issued_at: now,
      expires_at:
        gift.type === 'EVENT'
          ? new Date(gift.endsAt)
          : spanOf({ kind: 'RELATIVE', starts: 'NOW', days: validDays }, now, timeZone).until,
      use_id: null,
      uses,
      uses_left: uses,
    }
    return [{ table: 'voucher', values: voucher }]
  }

  /** The certificate of points that went to a good cause; nothing for everything else. */
  donationRows(
    { id, member_id, code, points }: Pick<RedemptionRow, 'id' | 'member_id' | 'code' | 'points'>,
    { gift }: Pick<RewardDefinition, 'gift'>,
  ): SideRow[] {
    if (gift.type !== 'DONATION') return []
    const values = {
      redemption_id: id,
      member_id,
      code,
      points,
      gives_fen: gift.givesFen,
      shown: 'MASKED',
      donated_at: this.clock.now(),
    }
    return [{ table: 'donation', values }]
  }

  /** The coupons of an exchange, batches by ascending id. Refusals are those of `CouponIssuing.issue`. */
  async giveCoupons(
    tx: Tx,
    row: Pick<RedemptionRow, 'id' | 'member_id'>,
    { gift }: Pick<RewardDefinition, 'gift'>,
  ): Promise<void> {
    const by = memberActor(row.member_id)
    for (const [at, batchId] of batchesOf(gift).entries()) {
      const order = { key: `mall:${row.id}:${at}`, batchId, memberId: row.member_id, by }
      const { id } = await this.coupons.issue(tx, order)
      await insert(tx, 'redemption_coupon', { redemption_id: row.id, coupon_id: id })
    }
  }

  async couponsOf(redemptionId: number): Promise<number[]> {
    const sql = 'SELECT coupon_id FROM redemption_coupon WHERE redemption_id = ? ORDER BY coupon_id'
    return (await this.db.query<{ coupon_id: number }>(sql, [redemptionId])).map(row => row.coupon_id)
  }

  async vouchersOf(redemptionIds: readonly number[]): Promise<Map<number, VoucherRow>> {
    if (redemptionIds.length === 0) return new Map()
    const sql = `SELECT ${VOUCHER_ROW} FROM voucher WHERE redemption_id IN (?)`
    const rows = await this.db.query<VoucherRow>(sql, [[...redemptionIds]])
    return new Map(rows.map(row => [row.redemption_id, row]))
  }

  /** When, where and by whom a voucher was used. */
  async useOf(useId: number): Promise<{ at: string; store: string; by: string } | null> {
    const sql = `SELECT u.used_at, u.actor, COALESCE(s.name, '') AS store FROM voucher_use u LEFT JOIN store s ON s.id = u.store_id WHERE u.id = ?`
    const [use] = await this.db.query<{ used_at: Date; actor: string; store: string }>(sql, [useId])
    return use ? { at: use.used_at.toISOString(), store: use.store, by: use.actor } : null
  }

  /** Ends go by the time of the one store it is good in, or of the programme. */
  async zoneOf(stores: readonly string[] | null): Promise<string> {
    const [only, ...others] = stores ?? []
    if (only === undefined || others.length > 0) return PROGRAMME_ZONE
    return (await this.stores.get(Number(only))).timeZone
  }
}

function shipmentOf({ id, member_id }: Pick<RedemptionRow, 'id' | 'member_id'>): SideRow['values'] {
  return {
    redemption_id: id,
    member_id,
    state: SHIPMENT.NO_ADDRESS,
    sealed: null,
    carrier: null,
    tracking_no: null,
    request_key: null,
    dispatched_by: null,
    dispatched_at: null,
    ended_at: null,
    erased_at: null,
  }
}

/** One for each coupon, by ascending batch. */
export function batchesOf(gift: RewardDefinition['gift']): number[] {
  if (gift.type === 'COUPON') return [Number(gift.batchId)]
  if (gift.type !== 'PACK') return []
  return gift.coupons
    .flatMap(({ batchId, count }) => Array.from({ length: count }, () => Number(batchId)))
    .sort((a, b) => a - b)
}
