import type { Text } from '@huitou/shared/basics'
import { Inject, Injectable } from '@nestjs/common'
import type { Db } from '../db.js'
import { Refusal } from '../refusal.js'
import { DB } from '../tokens.js'
import { readCouponCode } from './codes.rules.js'
import { nameText } from './coupon.texts.js'
import { CouponNamesReader } from './coupon-names.service.js'
import { COUPON, type CouponRow, CouponRows, type KnownCoupon } from './coupon-rows.service.js'
import { discountBill, type Offered } from './discount.rules.js'
import { lostText, reasonText } from './reasons.texts.js'
import { type Beside, chosenDiscount, type Discount, discountOf, isLost, MOST_OFFERED } from './stacking.rules.js'
import { BATCH, STATUS, stateAt } from './state.rules.js'
import { type Place, type Reason, usableHereNow } from './usable.rules.js'

/** A coupon as it stands here and now; `sentence` says why not. */
export interface AskedCoupon {
  coupon: KnownCoupon
  name: Text
  usable: boolean
  reason: Reason | null
  sentence: Text | null
}

/** Where and when, and the key under which some of the coupons are set aside for this very bill, where they are. */
export interface AskedPlace extends Place {
  lockKey?: string
}

export interface CouponQuote {
  /** What would be taken off, by which coupons, of which lines; and what lost to what, in words. */
  discount: Discount
  lost: { id: number; name: Text; sentence: Text }[]
  /** Coupons of this member that cannot be used here and now. */
  unusable: AskedCoupon[]
  /** Coupons that can, used or not, for the guest to choose from. */
  usable: AskedCoupon[]
}

/** Answers what coupons may do here and now. Nothing is written; locking is `CouponLife`'s. */
@Injectable()
export class CouponQuotes {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CouponRows) private readonly rows: CouponRows,
    @Inject(CouponNamesReader) private readonly names: CouponNamesReader,
  ) {}

  /** The coupons a member holds, those that end first at the front, each with yes or the first reason why not. */
  async hereNow(memberId: number, place: AskedPlace): Promise<AskedCoupon[]> {
    const columns = COUPON.split(', ').map(column => `c.${column}`)
    const rows = await this.db.query<CouponRow>(
      `SELECT ${columns.join(', ')} FROM coupon c JOIN coupon_batch b ON b.id = c.batch_id
       WHERE c.member_id = ? AND c.status IN (${STATUS.ISSUED}, ${STATUS.LOCKED}) AND c.expires_at > ? AND b.state <> ${BATCH.RECALLED}
       ORDER BY c.expires_at, c.id LIMIT ${MOST_OFFERED}`,
      [memberId, place.at],
    )
    return this.ask(await this.rows.known(rows), place)
  }

  /** The coupon behind a shown or typed code. Refuses `coupon.code_unknown`. */
  async byCode(typed: string, place: AskedPlace): Promise<AskedCoupon> {
    const code = readCouponCode(typed)
    const coupon = code ? await this.rows.byCode(code) : undefined
    if (!coupon) throw new Refusal('coupon.code_unknown')
    const [asked] = await this.ask([coupon], place)
    return asked!
  }

  /** The combination that takes most off a bill. `place.paidFen` must be known. */
  async best(memberId: number, place: AskedPlace & { paidFen: number }, beside: Beside): Promise<CouponQuote> {
    const asked = await this.hereNow(memberId, place)
    const usable = asked.filter(one => one.usable)
    const bill = { ...discountBill(place.paidFen, place.items), ...beside }
    const discount = discountOf(usable.map(offeredOf), bill)
    const names = await this.names.of(usable.map(({ coupon }) => coupon.published.definition))
    const nameOf = (id: number) => usable.find(one => one.coupon.row.id === id)?.name ?? { zh: '', en: '' }
    const lost = discount.lost.map(one => ({
      id: one.id,
      name: nameOf(one.id),
      sentence: lostText(one, nameOf, names),
    }))
    return { discount, lost, unusable: asked.filter(one => !one.usable), usable }
  }

  /**
   * These coupons of a member and no others. Refuses `record.not_found`, and `coupon.not_usable` with the id and the
   * sentence of the first that cannot be used here, now, or beside the others.
   */
  async chosen(
    memberId: number,
    couponIds: readonly number[],
    place: AskedPlace & { paidFen: number },
    beside: Beside,
  ): Promise<Discount> {
    const coupons = await this.rows.read(couponIds)
    const all = couponIds.every(id => coupons.some(({ row }) => row.id === id && row.member_id === memberId))
    if (!all) throw new Refusal('record.not_found')
    const asked = await this.ask(coupons, place)
    const not = asked.find(one => !one.usable)
    if (not) throw new Refusal('coupon.not_usable', { couponId: String(not.coupon.row.id), sentence: not.sentence })
    const outcome = chosenDiscount(asked.map(offeredOf), { ...discountBill(place.paidFen, place.items), ...beside })
    if (!isLost(outcome)) return outcome
    const names = await this.names.of(asked.map(({ coupon }) => coupon.published.definition))
    const nameOf = (id: number) => asked.find(one => one.coupon.row.id === id)?.name ?? { zh: '', en: '' }
    throw new Refusal('coupon.not_usable', { couponId: String(outcome.id), sentence: lostText(outcome, nameOf, names) })
  }

  private async ask(coupons: readonly KnownCoupon[], place: AskedPlace): Promise<AskedCoupon[]> {
    const names = await this.names.of(coupons.map(({ published }) => published.definition))
    return coupons.map(coupon => {
      const { definition } = coupon.published
      const { validFrom, expiresAt } = coupon
      // What this bill has set aside is not in use for another one.
      const mine = place.lockKey !== undefined && coupon.row.lock_key === place.lockKey
      const state = stateAt(mine ? { ...coupon, status: STATUS.ISSUED } : coupon, place.at)
      const answer = usableHereNow({ state, validFrom, expiresAt, definition }, place)
      const reason = answer.usable ? null : answer.reason
      const sentence = reason && reasonText(reason, names, place.store.timeZone)
      return { coupon, name: nameText(definition), usable: answer.usable, reason, sentence }
    })
  }
}

/** A coupon as the discount is reckoned with it. */
export function offeredOf({ coupon: { row, published } }: Pick<AskedCoupon, 'coupon'>): Offered {
  const { code, version, definition } = published
  return { id: row.id, code, version, definition, expiresAt: row.expires_at }
}
