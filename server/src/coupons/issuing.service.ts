import { Inject, Injectable } from '@nestjs/common'
import { lastValidDay, PROGRAMME_ZONE } from '../calendar.js'
import type { Clock } from '../clock.js'
import { change, type Db, insert, isDuplicate, rowsOf, type Tx } from '../db.js'
import type { Ids } from '../ids.js'
import { Outbox } from '../messages/outbox.service.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB, IDS } from '../tokens.js'
import { nameText } from './coupon.texts.js'
import { type Actor, type BatchRow, CouponRows } from './coupon-rows.service.js'
import { CouponDefinitions } from './definitions.service.js'
import { BATCH, SOURCE, STATUS } from './state.rules.js'
import { spanOf } from './validity.rules.js'
import { worthOf } from './worth.rules.js'

/** `key` names the occasion for ever: "mall:<redemption>", "welcome:<member>". */
export interface IssueOrder {
  key: string
  batchId: number
  memberId: number
  by: Actor
}

export interface IssuedCoupon {
  id: number
  /** It was issued before, under this key. */
  repeat: boolean
}

/** The last try of somebody who claims twice at the same moment finds the first claim. */
const TRIES = 3

/** Coupons come into wallets here: given by other features, claimed by members. */
@Injectable()
export class CouponIssuing {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(CouponDefinitions) private readonly definitions: CouponDefinitions,
    @Inject(CouponRows) private readonly rows: CouponRows,
    @Inject(Outbox) private readonly outbox: Outbox,
  ) {}

  /**
   * Gives a member one coupon of a batch, in the caller's transaction; a repeat of the key answers the same coupon. Limits
   * per member are of claims and codes and not asked here. Several batches in one transaction: by ascending id. Refuses
   * `coupon.sold_out`, `coupon.batch_closed`, `record.not_found`; `coupon.different` for a key of another order.
   */
  async issue(tx: Tx, order: IssueOrder): Promise<IssuedCoupon> {
    const before = await this.issued(tx, order)
    if (before) return before
    const batch = await this.rows.batch(order.batchId, tx)
    try {
      const id = await this.write(tx, order, batch)
      await this.takeStock(tx, batch)
      return { id, repeat: false }
    } catch (error) {
      // The same order at the same moment: it was waited for, and is there now.
      const meanwhile = isDuplicate(error) ? await this.issued(tx, order) : null
      if (!meanwhile) throw error
      return meanwhile
    }
  }

  /**
   * A member takes a coupon of an open batch; the same request gets the same coupon. Neither the stock nor the limit of a
   * member is ever passed: the stock is one conditional update, a member's n-th claim one unique number. Refuses
   * `coupon.sold_out`, `coupon.limit_reached`, `coupon.batch_closed`, `coupon.different`.
   */
  async claim(memberId: number, batchId: number, requestId: string): Promise<number> {
    const order = { key: `claim:${memberId}:${requestId}`, batchId, memberId, by: memberActor(memberId) }
    const batch = await this.rows.batch(batchId)
    if (batch.source !== SOURCE.CLAIM) throw new Refusal('coupon.batch_closed')
    // Once the stock is gone, tens of thousands ask in vain: they are told without a lock, repeats apart.
    if (batch.left_count < 1 && !(await this.wasIssued(order.key))) throw new Refusal('coupon.sold_out')
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.db.transaction(async tx => (await this.limited(tx, order, batch)).id)
      } catch (error) {
        if (!isDuplicate(error) || attempt >= TRIES) throw error
      }
    }
  }

  /** Issues within the limit per member, for claims and printed codes. A duplicate key is the caller's to try again. */
  async limited(tx: Tx, order: IssueOrder, batch: BatchRow): Promise<IssuedCoupon> {
    const before = await this.issued(tx, order)
    if (before) return before
    this.assertOpen(batch)
    const sql = 'SELECT COUNT(*) AS taken FROM coupon_claim WHERE batch_id = ? AND member_id = ?'
    const [count] = await rowsOf<{ taken: number }>(tx, sql, [batch.id, order.memberId])
    const taken = count?.taken ?? 0
    if (taken >= batch.per_member) {
      // What fills the limit may be this very request, committed between the two looks.
      const meanwhile = await this.issued(tx, order)
      if (meanwhile) return meanwhile
      throw new Refusal('coupon.limit_reached', { limit: batch.per_member })
    }
    const couponId = this.ids.next()
    // First of all: whoever claims twice waits here and holds nothing that others want.
    await insert(tx, 'coupon_claim', {
      batch_id: batch.id,
      member_id: order.memberId,
      nth: taken + 1,
      claim_key: order.key,
      coupon_id: couponId,
      claimed_at: this.clock.now(),
    })
    await this.write(tx, order, batch, couponId)
    await this.takeStock(tx, batch)
    return { id: couponId, repeat: false }
  }

  /** The batch's row is what everybody wants at once, so it is locked last, right before the commit. */
  private async takeStock(tx: Tx, batch: BatchRow): Promise<void> {
    const sql = `UPDATE coupon_batch SET left_count = left_count - 1 WHERE id = ? AND left_count >= 1 AND state = ${BATCH.OPEN}`
    if ((await change(tx, sql, [batch.id])) === 1) return
    const now = await this.rows.batch(batch.id, tx)
    throw new Refusal(now.state === BATCH.OPEN ? 'coupon.sold_out' : 'coupon.batch_closed')
  }

  private async write(tx: Tx, order: IssueOrder, batch: BatchRow, id = this.ids.next()): Promise<number> {
    const now = this.clock.now()
    const { definition } = await this.definitions.of(batch.code, batch.version, tx)
    const timeZone = await this.zoneOf(tx, order.by.storeId, definition.scope.stores)
    const { from, until } = spanOf(definition.validity, now, timeZone)
    if (until <= now) throw new Refusal('coupon.batch_closed')
    await this.rows.insert(tx, {
      id,
      batch_id: batch.id,
      member_id: order.memberId,
      first_member_id: order.memberId,
      status: STATUS.ISSUED,
      issue_key: order.key,
      issued_at: now,
      arrived_at: now,
      store_id: order.by.storeId,
      time_zone: timeZone,
      valid_from: from,
      expires_at: until,
      steps: 1,
      given: 0,
    })
    await this.rows.addSteps(tx, [{ id, steps: 0 }], { kind: 'ISSUED', by: order.by, key: order.key })
    await this.outbox.enqueue(tx, [
      {
        memberId: order.memberId,
        kind: 'COUPON_ARRIVED',
        occurrence: `coupon:${id}`,
        data: { coupon: nameText(definition).zh, lastDay: lastValidDay(until, timeZone), count: 1 },
        worthFen: worthOf(definition),
        dueAt: now,
      },
    ])
    return id
  }

  /** Ends go by the time of the store it is issued in, or of the one store it is for. */
  private async zoneOf(tx: Tx, storeId: number | null, stores: readonly string[] | null): Promise<string> {
    const [only, ...others] = stores ?? []
    const id = storeId ?? (only !== undefined && others.length === 0 ? Number(only) : null)
    if (id === null) return PROGRAMME_ZONE
    const [row] = await rowsOf<{ time_zone: string }>(tx, 'SELECT time_zone FROM store WHERE id = ?', [id])
    return row?.time_zone ?? PROGRAMME_ZONE
  }

  private assertOpen({ state, from_at, until_at }: BatchRow): void {
    const now = this.clock.now()
    const isOpen = state === BATCH.OPEN && (!from_at || from_at <= now) && (!until_at || until_at > now)
    if (!isOpen) throw new Refusal('coupon.batch_closed')
  }

  private async issued(tx: Tx, order: IssueOrder): Promise<IssuedCoupon | null> {
    const sql = 'SELECT id, batch_id, first_member_id FROM coupon WHERE issue_key = ?'
    const [row] = await rowsOf<{ id: number; batch_id: number; first_member_id: number }>(tx, sql, [order.key])
    if (!row) return null
    if (row.batch_id !== order.batchId || row.first_member_id !== order.memberId) throw new Refusal('coupon.different')
    return { id: row.id, repeat: true }
  }

  private async wasIssued(key: string): Promise<boolean> {
    return (await this.db.query('SELECT id FROM coupon WHERE issue_key = ?', [key])).length > 0
  }
}

export const memberActor = (memberId: number): Actor => ({ kind: 'MEMBER', name: String(memberId), storeId: null })
