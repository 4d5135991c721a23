import { Inject, Injectable } from '@nestjs/common'
import { type Db, rowsOf, type Tx } from '../db.js'
import { DB } from '../tokens.js'
import type { OfflineRow } from './offline-records.service.js'
import { type Thing, Things } from './things.service.js'
import { KIND } from './verification.rules.js'

export type FirstColumn = Extract<keyof OfflineRow, `first_${string}`>

interface Known {
  id: number
  serial: number
  worth_fen: number
  kind: number
  item_id: number
}

/** Who had a thing first, down to the phone. */
@Injectable()
export class OfflineFirstUses {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(Things) private readonly things: Things,
  ) {}

  /** The use that counts, as columns of a conflict. */
  async of({ kind, id }: Pick<Thing, 'kind' | 'id'>): Promise<Pick<OfflineRow, FirstColumn>> {
    const [taken, [device]] = await Promise.all([
      this.things.takenBefore({ kind, id }),
      this.db.query<{ offline: number; device_id: string | null }>(
        `SELECT v.offline, o.device_id FROM verification v LEFT JOIN verification_void x ON x.verification_id = v.id
         LEFT JOIN offline_verification o ON o.verification_id = v.id
         WHERE v.kind = ${KIND[kind]} AND v.item_id = ? AND x.verification_id IS NULL ORDER BY v.id DESC LIMIT 1`,
        [id],
      ),
    ])
    return {
      first_at: taken?.at ?? null,
      first_store: taken?.store ?? '',
      first_by: taken?.by ?? '',
      first_serial: taken?.serialNo ?? null,
      first_device: device?.device_id ?? null,
      first_offline: device?.offline ?? 0,
    }
  }

  /** The verification of a request, where it was of this very thing; null where there is none. */
  async ofRequest(tx: Tx, key: string, of: { kind: number; id: number }): Promise<Known | null> {
    const sql = 'SELECT id, serial, worth_fen, kind, item_id FROM verification WHERE request_key = ?'
    const [row] = await rowsOf<Known>(tx, sql, [key])
    return row && row.kind === of.kind && row.item_id === of.id ? row : null
  }
}
