import type { OfflineOutcome, OfflineRecord, OfflineState } from '@huitou/shared/offline'
import type { OfflineKind } from '@huitou/shared/offline-tokens'
import { type RefusalCode, refusals } from '@huitou/shared/refusals'
import { Inject, Injectable } from '@nestjs/common'
import { type Db, rowsOf, type Tx } from '../db.js'
import type { Caller, Input, Reply } from '../http.js'
import { narrowed } from '../operators/scope.rules.js'
import { DB } from '../tokens.js'
import { OFFLINE_KIND, OFFLINE_STATE } from './offline.rules.js'
import { nextStepOf } from './offline.texts.js'

export interface OfflineRow {
  id: number
  store_id: number
  staff_id: number
  actor: string
  device_id: string
  seq: number
  body_hash: Buffer
  state: number
  kind: number
  subject: string
  name: string
  quantity: number
  worth_fen: number
  accepted_at: Date
  skew_seconds: number
  synced_at: Date
  over_allowance: number
  verification_id: number | null
  serial_no: string | null
  points: number | null
  code: string | null
  first_at: Date | null
  first_store: string
  first_by: string
  first_serial: string | null
  first_device: string | null
  first_offline: number
}

const ROW =
  'id, store_id, staff_id, actor, device_id, seq, body_hash, state, kind, subject, name, quantity, worth_fen, accepted_at, skew_seconds, synced_at, over_allowance, verification_id, serial_no, points, code, first_at, first_store, first_by, first_serial, first_device, first_offline'
const PAGE = 20

/** What phones accepted without a network, as staff, managers and the console read it. */
@Injectable()
export class OfflineRecords {
  constructor(@Inject(DB) private readonly db: Db) {}

  /** One acceptance of a phone of this person; null when it was never handed in. */
  async find(tx: Tx, key: Pick<OfflineRow, 'staff_id' | 'device_id' | 'seq'>): Promise<OfflineRow | null> {
    const sql = `SELECT ${ROW} FROM offline_verification WHERE staff_id = ? AND device_id = ? AND seq = ?`
    const [row] = await rowsOf<OfflineRow>(tx, sql, [key.staff_id, key.device_id, key.seq])
    return row ?? null
  }

  /** Waiters see their own, managers their store's. */
  async ofStore(
    staff: Caller['staff'],
    { state, cursor, limit }: Input<'GET /staff/offline-verifications'>['query'],
  ): Promise<Reply<'GET /staff/offline-verifications'>> {
    const own = staff.role === 'STORE_MANAGER' ? '' : 'AND staff_id = ? '
    const where = `store_id = ? ${own}${state ? 'AND state = ? ' : ''}`
    const values = [staff.storeId, ...(own ? [staff.id] : []), ...(state ? [OFFLINE_STATE[state]] : [])]
    return this.page(where, values, { cursor, limit })
  }

  /** Double uses of all stores an operator may see, with both sides. */
  async conflicts(
    operator: Caller['operator'],
    { storeId, cursor, limit }: Input<'GET /console/offline-conflicts'>['query'],
  ): Promise<Reply<'GET /console/offline-conflicts'>> {
    const store = narrowed(operator, storeId ? Number(storeId) : null)
    const where = `state = ? ${store === null ? '' : 'AND store_id = ? '}`
    return this.page(where, [OFFLINE_STATE.CONFLICT, ...(store === null ? [] : [store])], { cursor, limit })
  }

  private async page(
    where: string,
    values: unknown[],
    { cursor, limit = PAGE }: { cursor?: string | undefined; limit?: number | undefined },
  ): Promise<{ items: OfflineRecord[]; nextCursor: string | null }> {
    const rows = await this.db.query<OfflineRow>(
      `SELECT ${ROW} FROM offline_verification WHERE ${where} AND id < ? ORDER BY id DESC LIMIT ?`,
      [...values, Number(cursor ?? Number.MAX_SAFE_INTEGER), limit + 1],
    )
    const shown = rows.slice(0, limit)
    const names = await this.storeNames(shown)
    const items = shown.map(row => ({
      ...outcomeOf(row),
      id: String(row.id),
      storeId: String(row.store_id),
      store: names.get(row.store_id) ?? '',
      by: row.actor,
      device: row.device_id,
      overAllowance: row.over_allowance === 1,
    }))
    return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
  }

  private async storeNames(rows: readonly OfflineRow[]): Promise<Map<number, string>> {
    const ids = [...new Set(rows.map(row => row.store_id))]
    if (ids.length === 0) return new Map()
    const found = await this.db.query<{ id: number; name: string }>('SELECT id, name FROM store WHERE id IN (?)', [ids])
    return new Map(found.map(({ id, name }) => [id, name]))
  }
}

/** A row as the phone reads it. */
export function outcomeOf(row: OfflineRow): OfflineOutcome {
  const state = named(OFFLINE_STATE, row.state) as OfflineState
  const text = row.code && row.code in refusals ? refusals[row.code as RefusalCode] : null
  return {
    seq: row.seq,
    state,
    kind: named(OFFLINE_KIND, row.kind) as OfflineKind | null,
    name: row.name,
    worthFen: row.worth_fen,
    quantity: row.quantity,
    acceptedAt: row.accepted_at.toISOString(),
    skewSeconds: row.skew_seconds,
    syncedAt: row.synced_at.toISOString(),
    verificationId: row.verification_id === null ? null : String(row.verification_id),
    serialNo: row.serial_no,
    points: row.points,
    code: row.code,
    message: text && { zh: text[1], en: text[2] },
    first:
      state === 'CONFLICT'
        ? {
            at: row.first_at?.toISOString() ?? null,
            store: row.first_store,
            by: row.first_by,
            serialNo: row.first_serial,
            device: row.first_device,
            offline: row.first_offline === 1,
          }
        : null,
    nextStep: nextStepOf(state, row.code),
  }
}

function named(names: Record<string, number>, stored: number): string | null {
  return Object.keys(names).find(name => names[name] === stored) ?? null
}
