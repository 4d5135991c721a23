import type { OfflineItem } from '@huitou/shared/offline'
import type { OfflineToken } from '@huitou/shared/offline-tokens'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { type Db, insert, rowsOf, type Sql, type Tx } from '../db.js'
import type { Caller } from '../http.js'
import type { Ids } from '../ids.js'
import { CLOCK, DB, IDS } from '../tokens.js'
import { type Allowance, isOverAllowance, OFFLINE_KIND } from './offline.rules.js'
import type { FirstColumn } from './offline-first-uses.service.js'
import type { OfflineRow } from './offline-records.service.js'
import { actorOf } from './requests.rules.js'
import { HOUR_MS } from './verification.rules.js'

/** An acceptance on its way into the books. */
export interface HandedIn {
  staff: Caller['staff']
  deviceId: string
  item: OfflineItem
  token: OfflineToken | null
  at: Date
  skewSeconds: number
  hash: Buffer
  allowance: Allowance
}

/** What came of it, as columns. */
export type Outcome = Pick<OfflineRow, 'state'> &
  Partial<Pick<OfflineRow, 'worth_fen' | 'verification_id' | 'serial_no' | 'points' | 'code' | FirstColumn>>

/** Writes down what became of each acceptance, once. */
@Injectable()
export class OfflineBook {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  /** In a transaction of its own. */
  keep(handed: HandedIn, outcome: Outcome): Promise<OfflineRow> {
    return this.db.transaction(tx => this.write(tx, handed, outcome))
  }

  /** In the caller's; a duplicate key where the same phone was quicker with the same thing. */
  async write(tx: Tx, handed: HandedIn, outcome: Outcome): Promise<OfflineRow> {
    const { staff, deviceId, item, token, at, skewSeconds, hash } = handed
    const row: OfflineRow = {
      id: this.ids.next(),
      store_id: staff.storeId,
      staff_id: staff.id,
      actor: actorOf(staff),
      device_id: deviceId,
      seq: item.seq,
      body_hash: hash,
      kind: token ? OFFLINE_KIND[token.kind] : 0,
      subject: token?.subject ?? '',
      name: token?.name ?? '',
      quantity: item.quantity,
      worth_fen: (token?.worthFen ?? 0) * item.quantity,
      accepted_at: at,
      skew_seconds: skewSeconds,
      synced_at: this.clock.now(),
      over_allowance: 0,
      verification_id: null,
      serial_no: null,
      points: null,
      code: null,
      first_at: null,
      first_store: '',
      first_by: '',
      first_serial: null,
      first_device: null,
      first_offline: 0,
      ...outcome,
    }
    // A member's bill risks nothing.
    if (row.kind !== OFFLINE_KIND.MEMBER) row.over_allowance = (await this.isOver(tx, row, handed.allowance)) ? 1 : 0
    await insert(tx, 'offline_verification', row as unknown as Record<string, Sql>)
    return row
  }

  private async isOver(tx: Tx, row: OfflineRow, allowance: Allowance): Promise<boolean> {
    const sql = `SELECT COUNT(*) AS count, COALESCE(SUM(worth_fen), 0) AS worth FROM offline_verification
      WHERE staff_id = ? AND device_id = ? AND kind <> ${OFFLINE_KIND.MEMBER} AND accepted_at > ? AND accepted_at <= ?`
    const hour = [new Date(row.accepted_at.getTime() - HOUR_MS), row.accepted_at]
    const [sum] = await rowsOf<{ count: number; worth: number }>(tx, sql, [row.staff_id, row.device_id, ...hour])
    const all = { count: Number(sum?.count ?? 0) + 1, worthFen: Number(sum?.worth ?? 0) + row.worth_fen }
    return isOverAllowance(allowance, row.worth_fen, all)
  }
}
