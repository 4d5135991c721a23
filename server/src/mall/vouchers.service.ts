import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { change, type Db, insert, rowsOf, type Tx } from '../db.js'
import type { Ids } from '../ids.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB, IDS } from '../tokens.js'
import { VOUCHER_ROW, type VoucherRow } from './redemption-rows.service.js'
import { readVoucherCode, VOUCHER, voucherState } from './vouchers.rules.js'

export interface VoucherUse {
  /** Names the use for ever: the same key gets the first answer. */
  key: string
  voucherId: number
  storeId: number
  /** As people know them: "小李 · 0012". */
  actor: string
}

/** Vouchers in the store, for whoever verifies them. */
@Injectable()
export class Vouchers {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  /** The voucher behind a code, as typed or scanned; null when there is none. */
  async byCode(typed: string): Promise<VoucherRow | null> {
    const code = readVoucherCode(typed)
    if (!code) return null
    const sql = `SELECT ${VOUCHER_ROW} FROM voucher WHERE code = ?`
    return (await this.db.query<VoucherRow>(sql, [code]))[0] ?? null
  }

  /**
   * Uses a voucher once, in the caller's transaction; of many at the same moment one does. Where it is good is the caller's
   * to say beforehand. Refuses `record.not_found`, `voucher.used` with when, where and by whom, `voucher.expired`,
   * `voucher.returned`. Answers the id of the use.
   */
  async use(tx: Tx, { key, voucherId, storeId, actor }: VoucherUse): Promise<number> {
    const sql = `SELECT ${VOUCHER_ROW} FROM voucher WHERE id = ? FOR UPDATE`
    const [voucher] = await rowsOf<VoucherRow>(tx, sql, [voucherId])
    if (!voucher) throw new Refusal('record.not_found')
    const [before] = await rowsOf<{ id: number; voucher_id: number }>(
      tx,
      'SELECT id, voucher_id FROM voucher_use WHERE use_key = ?',
      [key],
    )
    if (before?.voucher_id === voucherId) return before.id
    const now = this.clock.now()
    const state = voucherState(voucher, now)
    if (state === 'USED') throw new Refusal('voucher.used', await this.lastUse(tx, voucher))
    if (state === 'EXPIRED') throw new Refusal('voucher.expired', { expiresAt: voucher.expires_at.toISOString() })
    if (state === 'RETURNED') throw new Refusal('voucher.returned')
    const id = this.ids.next()
    await insert(tx, 'voucher_use', {
      id,
      voucher_id: voucherId,
      use_key: key,
      store_id: storeId,
      actor: actor.slice(0, 84),
      used_at: now,
    })
    await change(tx, `UPDATE voucher SET status = ${VOUCHER.USED}, use_id = ? WHERE id = ?`, [id, voucherId])
    return id
  }

  private async lastUse(tx: Tx, { use_id }: VoucherRow) {
    const sql =
      'SELECT u.used_at, u.actor, s.name AS store FROM voucher_use u LEFT JOIN store s ON s.id = u.store_id WHERE u.id = ?'
    const [use] = await rowsOf<{ used_at: Date; actor: string; store: string | null }>(tx, sql, [use_id])
    return { usedAt: use?.used_at.toISOString() ?? null, store: use?.store ?? null, by: use?.actor ?? null }
  }
}
