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
  /** How many uses at once, of a voucher that has several; one unless said otherwise. */
  quantity?: number
  storeId: number
  /** As people know them: "小李 · 0012". */
  actor: string
  /** When it was taken, where that is not now: with no network it may have been hours ago. */
  at?: Date
}

interface UseRow {
  id: number
  voucher_id: number
  quantity: number
}

/** A voucher with what it was exchanged for. */
export interface ShownVoucher extends VoucherRow {
  reward_code: string
  reward_version: number
}

/** What a member can show is listed up to here. */
export const MOST_SHOWN = 50
const SHOWN = `${VOUCHER_ROW.split(', ')
  .map(column => `v.${column}`)
  .join(', ')}, r.code AS reward_code, r.version AS reward_version`
const FROM = 'FROM voucher v JOIN redemption r ON r.id = v.redemption_id'

/** Vouchers in the store, for whoever verifies them. */
@Injectable()
export class Vouchers {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  /** The voucher behind a code, as typed or scanned; null when there is none. */
  async byCode(typed: string): Promise<ShownVoucher | null> {
    const code = readVoucherCode(typed)
    if (!code) return null
    const sql = `SELECT ${SHOWN} ${FROM} WHERE v.code = ?`
    return (await this.db.query<ShownVoucher>(sql, [code]))[0] ?? null
  }

  /** One voucher; null when there is none. */
  async byId(id: number): Promise<ShownVoucher | null> {
    return (await this.db.query<ShownVoucher>(`SELECT ${SHOWN} ${FROM} WHERE v.id = ?`, [id]))[0] ?? null
  }

  /** What a member could show at a moment, the one that ends first at the front; at most 50. */
  async ofMember(memberId: number, at: Date): Promise<ShownVoucher[]> {
    const sql = `SELECT ${SHOWN} ${FROM} WHERE v.member_id = ? AND v.status = ${VOUCHER.READY} AND v.expires_at > ?
      ORDER BY v.expires_at, v.id LIMIT ${MOST_SHOWN}`
    return this.db.query<ShownVoucher>(sql, [memberId, at])
  }

  /** One under its lock. Refuses `record.not_found`. */
  async lock(tx: Tx, id: number): Promise<VoucherRow> {
    const [voucher] = await rowsOf<VoucherRow>(tx, `SELECT ${VOUCHER_ROW} FROM voucher WHERE id = ? FOR UPDATE`, [id])
    if (!voucher) throw new Refusal('record.not_found')
    return voucher
  }

  /**
   * Uses a voucher, in the caller's transaction; of many at the same moment as many do as there are uses left. Where it is
   * good is the caller's to say beforehand. Refuses `record.not_found`, `voucher.used` with when, where and by whom,
   * `voucher.too_few` with how many are left, `voucher.expired`, `voucher.returned`, `reward.different` for a key of
   * another use. Answers the id of the use.
   */
  async use(tx: Tx, { key, voucherId, quantity = 1, storeId, actor, at }: VoucherUse): Promise<number> {
    const voucher = await this.lock(tx, voucherId)
    const sql = 'SELECT id, voucher_id, quantity FROM voucher_use WHERE use_key = ?'
    const [before] = await rowsOf<UseRow>(tx, sql, [key])
    if (before) {
      if (before.voucher_id !== voucherId || before.quantity !== quantity) throw new Refusal('reward.different')
      return before.id
    }
    const usedAt = at ?? this.clock.now()
    const state = voucherState(voucher, usedAt)
    if (state === 'USED') throw new Refusal('voucher.used', await this.lastUse(tx, voucher))
    if (state === 'EXPIRED') throw new Refusal('voucher.expired', { expiresAt: voucher.expires_at.toISOString() })
    if (state === 'RETURNED') throw new Refusal('voucher.returned')
    if (quantity > voucher.uses_left) throw new Refusal('voucher.too_few', { left: voucher.uses_left })
    const id = this.ids.next()
    const use = { id, voucher_id: voucherId, use_key: key, quantity, store_id: storeId, used_at: usedAt }
    await insert(tx, 'voucher_use', { ...use, actor: actor.slice(0, 84) })
    const last = quantity === voucher.uses_left
    const end = last ? `, status = ${VOUCHER.USED}, use_id = ?` : ''
    const set = `UPDATE voucher SET uses_left = uses_left - ?${end} WHERE id = ? AND uses_left >= ?`
    const values = [quantity, ...(last ? [id] : []), voucherId, quantity]
    if ((await change(tx, set, values)) !== 1) throw new Error('a locked voucher did not change')
    return id
  }

  /**
   * Gives the uses of one use back, in the caller's transaction: the voucher is as it was, and has ended if its end has
   * passed meanwhile. Again it does nothing more. Refuses `record.not_found` for a use there is not.
   */
  async undo(tx: Tx, { useKey, actor }: { useKey: string; actor: string }): Promise<VoucherRow> {
    const sql = 'SELECT id, voucher_id, quantity FROM voucher_use WHERE use_key = ?'
    const [use] = await rowsOf<UseRow>(tx, sql, [useKey])
    if (!use) throw new Refusal('record.not_found')
    const voucher = await this.lock(tx, use.voucher_id)
    const undone = await rowsOf<object>(tx, 'SELECT use_id FROM voucher_use_undo WHERE use_id = ?', [use.id])
    if (undone.length > 0) return voucher
    const undo = { use_id: use.id, voucher_id: voucher.id, quantity: use.quantity, undone_at: this.clock.now() }
    await insert(tx, 'voucher_use_undo', { ...undo, actor: actor.slice(0, 84) })
    const set = `UPDATE voucher SET uses_left = uses_left + ?, status = ${VOUCHER.READY}, use_id = NULL WHERE id = ?`
    if ((await change(tx, set, [use.quantity, voucher.id])) !== 1) throw new Error('a locked voucher did not change')
    return { ...voucher, uses_left: voucher.uses_left + use.quantity, status: VOUCHER.READY, use_id: null }
  }

  private async lastUse(tx: Tx, { use_id }: VoucherRow) {
    const sql =
      'SELECT u.used_at, u.actor, s.name AS store FROM voucher_use u LEFT JOIN store s ON s.id = u.store_id WHERE u.id = ?'
    const [use] = await rowsOf<{ used_at: Date; actor: string; store: string | null }>(tx, sql, [use_id])
    return { usedAt: use?.used_at.toISOString() ?? null, store: use?.store ?? null, by: use?.actor ?? null }
  }
}
