import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { change, insert, insertAll, rowsOf, type Tx } from '../db.js'
import type { Ids } from '../ids.js'
import { Refusal } from '../refusal.js'
import { CLOCK, IDS } from '../tokens.js'
import { type Actor, CouponRows, type KnownCoupon, type StepKind } from './coupon-rows.service.js'
import { isLocked, PURPOSE, type Purpose, STATUS, stateAt, stateThen } from './state.rules.js'
import { endAfterReturn } from './validity.rules.js'

export interface LockOrder {
  /** Names the checkout or verification for ever; the same key locks again what it has locked. */
  key: string
  couponIds: readonly number[]
  /** Whose they must be; null where the code itself was shown. */
  memberId: number | null
  purpose: Exclude<Purpose, 'GIVEN'>
  until: Date
  by: Actor
  /** When it was shown, where that is not now: whether it had ended is judged by that moment. */
  at?: Date
}

export interface UseOrder {
  /** Names the use for ever: the same key gets the first answer. */
  key: string
  /** The key they were locked under. */
  lockKey: string
  /** What each took off, as `reckon` says. */
  coupons: readonly { id: number; offFen: number }[]
  storeId: number
  by: Actor
  /** When that was, where it is not now. */
  at?: Date
}

export interface ReturnOrder {
  key: string
  useKey: string
  /** As `refundShares` says; 'ALL' undoes the whole use. `whole`: the coupon itself comes back. */
  coupons: 'ALL' | readonly { id: number; fen: number; whole: boolean }[]
  by: Actor
  /** A mistake is undone: the coupon is what it was, and ends when it would have. */
  asItWas?: boolean
}

interface UseRow {
  id: number
  coupon_id: number
  batch_id: number
  use_key: string
  off_fen: number
  store_id: number
  actor: string
  used_at: Date
}

const USE = 'id, coupon_id, batch_id, use_key, off_fen, store_id, actor, used_at'
const UNLOCKED = 'lock_key = NULL, lock_purpose = NULL, lock_until = NULL'

/**
 * The life of coupons, for checkouts and verifications: locked for a time, used, given back. Every verb works in the
 * caller's transaction, locks coupons by ascending id, and is repeated safely under its key.
 */
@Injectable()
export class CouponLife {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(CouponRows) private readonly rows: CouponRows,
  ) {}

  /**
   * Sets coupons aside until a moment; locked under the same key already, they stay so until then. Of many who ask at once,
   * one gets them. Where and when they may be used is `usableHereNow`'s to say beforehand. Refuses `record.not_found` (also
   * for those of others), `coupon.used` with when, where and by whom, `coupon.locked`, `coupon.given`, `coupon.expired`,
   * `coupon.not_yet`, `coupon.recalled`.
   */
  async lock(tx: Tx, order: LockOrder): Promise<KnownCoupon[]> {
    const now = this.clock.now()
    const coupons = await this.mine(tx, order.couponIds, order.memberId)
    for (const coupon of coupons) {
      if (!(isLocked(coupon, now) && coupon.row.lock_key === order.key)) await this.assertUsable(tx, coupon, order.at)
    }
    if (coupons.length === 0) return []
    await this.mark(tx, coupons, {
      set: `status = ${STATUS.LOCKED}, lock_key = ?, lock_purpose = ?, lock_until = ?`,
      values: [order.key, PURPOSE[order.purpose], order.until],
      step: { kind: 'LOCKED', by: order.by, key: order.key },
    })
    return coupons
  }

  /**
   * Uses coupons that were locked under `lockKey`. A lock that has run out still counts as long as nobody else took the
   * coupon and it has not ended: a late commit is better than a guest who pays twice. Answers the ids of the uses. Refuses
   * `coupon.lock_lost`, `coupon.used`, `coupon.different` for a key of another use.
   */
  async use(tx: Tx, order: UseOrder): Promise<number[]> {
    const ids = order.coupons.map(coupon => coupon.id)
    const coupons = await this.mine(tx, ids, null)
    const before = await this.usesOf(tx, order.key)
    if (before.length > 0) return sameUses(before, order)
    for (const coupon of coupons) await this.assertHeld(tx, coupon, order.lockKey)
    const amounts = new Map(order.coupons.map(({ id, offFen }) => [id, offFen]))
    const uses = coupons.map(({ row }) => ({
      id: this.ids.next(),
      coupon_id: row.id,
      batch_id: row.batch_id,
      member_id: row.member_id,
      use_key: order.key,
      off_fen: amounts.get(row.id)!,
      store_id: order.storeId,
      actor: order.by.name.slice(0, 84),
      used_at: order.at ?? this.clock.now(),
    }))
    await insertAll(tx, 'coupon_use', uses)
    for (const [place, coupon] of coupons.entries()) {
      const set = `status = ${STATUS.USED}, use_id = ?, ${UNLOCKED}`
      const by = { ...order.by, storeId: order.storeId }
      const step = { kind: 'USED' as const, by, key: order.key, amountsFen: amounts }
      await this.mark(tx, [coupon], { set, values: [uses[place]!.id], step })
    }
    return uses.map(use => use.id)
  }

  /** Lets go of what is locked under a key; what is not any more is passed over. */
  async unlock(
    tx: Tx,
    { key, couponIds, by }: { key: string; couponIds: readonly number[]; by: Actor },
  ): Promise<void> {
    const held = (await this.rows.lock(tx, couponIds)).filter(
      ({ row }) => row.status === STATUS.LOCKED && row.lock_key === key,
    )
    if (held.length === 0) return
    await this.mark(tx, held, {
      set: `status = ${STATUS.ISSUED}, ${UNLOCKED}`,
      values: [],
      step: { kind: 'UNLOCKED', by, key },
    })
  }

  /**
   * Gives back of a use, wholly or in part: parts only lower what the coupon cost; with `whole` it is in the wallet again,
   * good for three days at least. The same key does nothing more. Refuses `coupon.return_too_much`, `coupon.different`,
   * `record.not_found` for a use there is not.
   */
  async giveBack(tx: Tx, order: ReturnOrder): Promise<void> {
    const uses = await this.usesOf(tx, order.useKey)
    if (uses.length === 0) throw new Refusal('record.not_found')
    const coupons = await this.rows.lock(
      tx,
      uses.map(use => use.coupon_id),
    )
    for (const use of uses) {
      const coupon = coupons.find(({ row }) => row.id === use.coupon_id)
      const part = await this.partOf(tx, use, order)
      if (!coupon || !part) continue
      await this.giveBackOne(tx, { coupon, use, part }, order)
    }
  }

  private async giveBackOne(
    tx: Tx,
    { coupon, use, part }: { coupon: KnownCoupon; use: UseRow; part: { fen: number; whole: boolean } },
    order: ReturnOrder,
  ): Promise<void> {
    const now = this.clock.now()
    const { row } = coupon
    await insert(tx, 'coupon_return', {
      id: this.ids.next(),
      use_id: use.id,
      coupon_id: row.id,
      batch_id: row.batch_id,
      return_key: order.key,
      fen: part.fen,
      whole: part.whole ? 1 : 0,
      actor: order.by.name.slice(0, 84),
      returned_at: now,
    })
    const amountsFen = new Map([[row.id, part.fen]])
    const step = { by: order.by, key: order.key, amountsFen }
    if (!part.whole)
      return this.mark(tx, [coupon], { set: 'given = given', values: [], step: { kind: 'PART_BACK', ...step } })
    // Used again since, the coupon itself cannot come back from the older use.
    if (row.use_id !== use.id) throw new Refusal('coupon.different')
    const end = order.asItWas ? row.expires_at : endAfterReturn(row.expires_at, now, row.time_zone)
    const set = `status = ${STATUS.ISSUED}, use_id = NULL, expires_at = ?`
    return this.mark(tx, [coupon], { set, values: [end], step: { kind: 'RETURNED', ...step } })
  }

  /** What comes back of one use now; null where nothing does, or did already under this key. */
  private async partOf(tx: Tx, use: UseRow, order: ReturnOrder): Promise<{ fen: number; whole: boolean } | null> {
    const sql = 'SELECT return_key, fen, whole FROM coupon_return WHERE use_id = ?'
    const before = await rowsOf<{ return_key: string; fen: number; whole: number }>(tx, sql, [use.id])
    const left = use.off_fen - before.reduce((sum, one) => sum + one.fen, 0)
    const asked =
      order.coupons === 'ALL' ? { fen: left, whole: true } : order.coupons.find(one => one.id === use.coupon_id)
    const same = before.find(one => one.return_key === order.key)
    if (same) {
      const agrees = order.coupons === 'ALL' ? same.whole === 1 : same.fen === asked?.fen
      if (!agrees) throw new Refusal('coupon.different')
      return null
    }
    if (!asked || (asked.fen === 0 && !asked.whole)) return null
    if (before.some(one => one.whole === 1)) {
      if (order.coupons === 'ALL') return null
      throw new Refusal('coupon.return_too_much', { left: 0 })
    }
    // A coupon that is in the wallet again must have taken nothing off any more.
    if (asked.fen > left || asked.fen < 0 || (asked.whole && asked.fen < left)) {
      throw new Refusal('coupon.return_too_much', { left })
    }
    return asked
  }

  private async mine(tx: Tx, ids: readonly number[], memberId: number | null): Promise<KnownCoupon[]> {
    const coupons = await this.rows.lock(tx, [...new Set(ids)])
    const own = coupons.filter(({ row }) => memberId === null || row.member_id === memberId)
    if (own.length < new Set(ids).size || ids.length > new Set(ids).size) throw new Refusal('record.not_found')
    return own
  }

  private async assertHeld(tx: Tx, coupon: KnownCoupon, lockKey: string): Promise<void> {
    const now = this.clock.now()
    const { row } = coupon
    const mine = row.status === STATUS.LOCKED && row.lock_key === lockKey
    if (mine && isLocked(coupon, now)) return
    const state = stateAt(coupon, now)
    if (state === 'USED') return this.assertUsable(tx, coupon)
    // Run out, whether or not it was swept up: it counts as held if nothing has happened to the coupon since.
    if (state === 'USABLE' && (mine || (await this.endedLast(tx, coupon, lockKey)))) return
    throw new Refusal('coupon.lock_lost', { couponId: String(row.id) })
  }

  private async endedLast(tx: Tx, { row }: KnownCoupon, lockKey: string): Promise<boolean> {
    const sql = 'SELECT kind, step_key FROM coupon_step WHERE coupon_id = ? AND seq = ?'
    const [last] = await rowsOf<{ kind: StepKind; step_key: string }>(tx, sql, [row.id, row.steps])
    return last?.kind === 'LOCK_ENDED' && last.step_key === lockKey
  }

  private async assertUsable(tx: Tx, coupon: KnownCoupon, at?: Date): Promise<void> {
    const state = stateThen(coupon, this.clock.now(), at)
    const couponId = String(coupon.row.id)
    switch (state) {
      case 'USABLE':
        return
      case 'USED':
        throw new Refusal('coupon.used', { couponId, ...(await this.firstUse(tx, coupon)) })
      case 'LOCKED':
        throw new Refusal('coupon.locked', { couponId })
      case 'GIVEN':
        throw new Refusal('coupon.given', { couponId })
      case 'EXPIRED':
        throw new Refusal('coupon.expired', { couponId, expiresAt: coupon.expiresAt.toISOString() })
      case 'NOT_YET':
        throw new Refusal('coupon.not_yet', { couponId, validFrom: coupon.validFrom.toISOString() })
      case 'RECALLED':
        throw new Refusal('coupon.recalled', { couponId })
    }
  }

  /** When, where and by whom, so that a dispute is settled on the spot. */
  private async firstUse(tx: Tx, { row }: KnownCoupon) {
    const sql =
      'SELECT u.used_at, u.actor, s.name AS store FROM coupon_use u LEFT JOIN store s ON s.id = u.store_id WHERE u.id = ?'
    const [use] = await rowsOf<{ used_at: Date; actor: string; store: string | null }>(tx, sql, [row.use_id])
    return { usedAt: use?.used_at.toISOString() ?? null, store: use?.store ?? null, by: use?.actor ?? null }
  }

  private usesOf(tx: Tx, key: string): Promise<UseRow[]> {
    return rowsOf<UseRow>(tx, `SELECT ${USE} FROM coupon_use WHERE use_key = ? ORDER BY coupon_id`, [key])
  }

  private async mark(
    tx: Tx,
    coupons: readonly KnownCoupon[],
    to: { set: string; values: unknown[]; step: Parameters<CouponRows['addSteps']>[2] },
  ): Promise<void> {
    const ids = coupons.map(({ row }) => row.id)
    const sql = `UPDATE coupon SET ${to.set}, steps = steps + 1 WHERE id IN (?)`
    if ((await change(tx, sql, [...to.values, ids])) !== ids.length) throw new Error('a locked coupon did not change')
    await this.rows.addSteps(
      tx,
      coupons.map(({ row }) => row),
      to.step,
    )
  }
}

function sameUses(before: readonly UseRow[], order: UseOrder): number[] {
  const same =
    before.length === order.coupons.length &&
    before.every(use => order.coupons.some(({ id, offFen }) => id === use.coupon_id && offFen === use.off_fen))
  if (!same) throw new Refusal('coupon.different')
  return before.map(use => use.id)
}
