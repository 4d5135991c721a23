import type { VerificationTerms, VerifiedKind } from '@huitou/shared/verifications'
import { Inject, Injectable } from '@nestjs/common'
import { businessDayStart, dayOf } from '../calendar.js'
import type { Clock } from '../clock.js'
import { insert, rowsOf, type Tx } from '../db.js'
import type { Caller } from '../http.js'
import type { Ids } from '../ids.js'
import { Outbox } from '../messages/outbox.service.js'
import { Refusal } from '../refusal.js'
import { type Store, Stores } from '../stores/stores.service.js'
import { CLOCK, IDS } from '../tokens.js'
import { firstObstacle, type Judged } from './checks.rules.js'
import { obstacleRefusal } from './obstacles.rules.js'
import { VERIFICATION, type VerificationRow } from './receipts.service.js'
import { actorOf, sameBody } from './requests.rules.js'
import { type Thing, Things } from './things.service.js'
import { Turnstiles } from './turnstiles.service.js'
import { Uses } from './uses.service.js'
import { KIND, limitPassed, undoUntil } from './verification.rules.js'
import { VerificationSettings } from './verification-settings.service.js'
import { obstacleText } from './verifications.texts.js'

export type Staff = Caller['staff']

/** Everything a verification needs that is read before its transaction: nothing in it is believed without its lock. */
export interface Prepared {
  thing: Thing
  store: Store
  terms: VerificationTerms
}

export interface VerifyOrder extends Prepared {
  /** Names the verification for ever, see `requestKeyOf`; the same key gets the first receipt. */
  key: string
  /** Of what was asked: the same key with another body is refused. */
  bodyHash: Buffer
  quantity: number
  billFen: number | null
  billNo: string | null
  note: string
  staff: Pick<Staff, 'id' | 'name' | 'staffNo'>
  /** When it was shown, where that is not now: accepted with no network. No limit holds it back then, it has happened. */
  offline?: { acceptedAt: Date }
}

const DAY_MS = 86_400_000

/** Takes what a guest shows, once. */
@Injectable()
export class Verifications {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(Stores) private readonly stores: Stores,
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(Things) private readonly things: Things,
    @Inject(Turnstiles) private readonly turnstiles: Turnstiles,
    @Inject(VerificationSettings) private readonly settings: VerificationSettings,
    @Inject(Uses) private readonly uses: Uses,
  ) {}

  /** Reads what `verify` needs, outside of a transaction. Refuses `record.not_found`. */
  async prepare(
    { storeId }: Pick<Staff, 'storeId'>,
    of: { thing: Thing } | { kind: VerifiedKind; id: number },
  ): Promise<Prepared> {
    const [thing, store, terms] = await Promise.all([
      'thing' in of ? of.thing : this.things.byId(of.kind, of.id),
      this.stores.get(storeId),
      this.settings.current(),
    ])
    return { thing, store, terms }
  }

  /**
   * Verifies in the caller's transaction; of many at the same moment as many do as there are uses. Locks: the person, the
   * thing, the store's day. Refuses `verification.used` with when, where and by whom, `verification.different` and the
   * other `verification.*`, `coupon.*` and `voucher.*`.
   */
  async verify(tx: Tx, order: VerifyOrder): Promise<VerificationRow> {
    const { key, bodyHash, staff, offline } = order
    await this.turnstiles.holdPerson(tx, staff.id, 1)
    const [before] = await rowsOf<VerificationRow>(tx, `${VERIFICATION} WHERE request_key = ?`, [key])
    if (before) return sameBody(before, bodyHash)
    const now = this.clock.now()
    const thing = await order.thing.locked(tx)
    const at = offline?.acceptedAt ?? now
    await this.assertFree(tx, { ...order, thing }, at)
    const row = this.rowOf({ ...order, thing }, at, now)
    if (!offline) await this.assertWithinLimits(tx, row, order.terms)
    await this.uses.use(tx, row, at)
    row.serial = await this.turnstiles.nextSerial(tx, row.store_id, row.business_day)
    await insert(tx, 'verification', { ...row })
    await this.tell(tx, row, { ...order, thing })
    return row
  }

  private async assertFree(tx: Tx, order: VerifyOrder, at: Date): Promise<void> {
    const { thing, store, billFen, quantity } = order
    const judged = thing.judge({ store, at }, this.clock.now(), billFen)
    const first = firstObstacle(judged) ?? judged.find(({ obstacle }) => obstacle !== null) ?? null
    if (first) throw await this.refusalOf(tx, thing, { first, store })
    if (quantity > thing.left) throw new Refusal('verification.too_many', { left: thing.left })
  }

  private async refusalOf(tx: Tx, thing: Thing, { first, store }: { first: Judged; store: Store }): Promise<Refusal> {
    const { code, isUsed } = obstacleRefusal(first)
    const used = isUsed ? await this.things.takenBefore(thing, tx) : null
    const { names, expiresAt, left, uses } = thing
    const told = { names, timeZone: store.timeZone, expiresAt, left, uses, used }
    const sentence = first.obstacle && obstacleText(first.obstacle, told)
    return new Refusal(code, { ...(used ? { ...used, at: used.at.toISOString() } : {}), sentence })
  }

  private async assertWithinLimits(tx: Tx, row: VerificationRow, terms: VerificationTerms): Promise<void> {
    const done = await this.turnstiles.done(tx, row.staff_id, row.business_day)
    const passed = limitPassed(done, row.worth_fen, terms)
    if (passed === 'HOUR') throw new Refusal('verification.hour_limit', { limit: terms.perStaffPerHour })
    if (passed === 'WORTH') {
      const leftFen = Math.max(0, terms.perStaffPerDayWorthFen - done.todayFen)
      throw new Refusal('verification.worth_limit', { limitFen: terms.perStaffPerDayWorthFen, leftFen })
    }
  }

  private rowOf(order: VerifyOrder, at: Date, now: Date): VerificationRow {
    const { thing, store, terms, staff, quantity, billFen } = order
    const worthFen = thing.worthFen(billFen) * quantity
    const off = thing.discountFen(billFen)
    const dayStart = businessDayStart(now, store.timeZone, store.dayCutOffMinutes)
    // The day is over where the next one begins, also on the days the clocks change.
    const over = businessDayStart(new Date(dayStart.getTime() + 1.2 * DAY_MS), store.timeZone, store.dayCutOffMinutes)
    return {
      id: this.ids.next(),
      request_key: order.key,
      body_hash: order.bodyHash,
      kind: KIND[thing.kind],
      item_id: thing.id,
      redemption_id: thing.redemptionId,
      member_id: thing.memberId,
      store_id: store.id,
      business_day: dayOf(businessDayStart(at, store.timeZone, store.dayCutOffMinutes), store.timeZone),
      serial: 0,
      staff_id: staff.id,
      actor: actorOf(staff),
      name_zh: thing.name.zh,
      name_en: thing.name.en,
      value_zh: thing.value.zh.slice(0, 60),
      value_en: thing.value.en.slice(0, 120),
      quantity,
      left_after: thing.left - quantity,
      uses: thing.uses,
      discount_fen: off,
      worth_fen: worthFen,
      bill_fen: billFen,
      bill_no: order.billNo,
      note: order.note,
      offline: order.offline ? 1 : 0,
      verified_at: at,
      recorded_at: now,
      undo_until: undoUntil(terms, worthFen, now),
      manager_until: over,
    }
  }

  private async tell(tx: Tx, row: VerificationRow, { thing, store }: Pick<Prepared, 'thing' | 'store'>): Promise<void> {
    const no = thing.code.replace(/(\d{4})(?=\d)/g, '$1 ')
    const data = { what: thing.name.zh, store: store.name, no, at: row.verified_at.toISOString() }
    await this.outbox.enqueue(tx, [
      {
        memberId: row.member_id,
        kind: 'REDEMPTION_VERIFIED',
        occurrence: `verified:${row.id}`,
        data,
        worthFen: row.worth_fen,
        dueAt: row.recorded_at,
      },
    ])
  }
}
