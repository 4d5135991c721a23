import type { OfflineToken } from '@huitou/shared/offline-tokens'
import { Inject, Injectable } from '@nestjs/common'
import { COUPON, type CouponRow, CouponRows } from '../coupons/coupon-rows.service.js'
import { STATUS, stateAt } from '../coupons/state.rules.js'
import type { Db } from '../db.js'
import { Rewards } from '../mall/rewards.service.js'
import { Vouchers } from '../mall/vouchers.service.js'
import { Stores } from '../stores/stores.service.js'
import { DB } from '../tokens.js'
import { couponTerms, firstUsable, placesOf } from './offline.rules.js'

/** A token before a key has signed it. */
export type Draft = Omit<OfflineToken, 'keyId'>
export interface Drafted {
  kind: 'COUPON' | 'VOUCHER'
  id: number
  /** The exchange a voucher came from. */
  redemptionId: number | null
  draft: Draft
}

/** Of each kind; what ends first comes first. */
const MOST = 25
/** What a voucher counts for in limits where nobody has said what it is worth. */
const UNKNOWN_WORTH_FEN = 1_000

/** What the tokens of a member's things say, before they are signed. */
@Injectable()
export class OfflineDrafts {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CouponRows) private readonly coupons: CouponRows,
    @Inject(Vouchers) private readonly vouchers: Vouchers,
    @Inject(Rewards) private readonly rewards: Rewards,
    @Inject(Stores) private readonly stores: Stores,
  ) {}

  /** Of everything that can be shown between two moments: coupons, then vouchers. */
  async of(memberId: number, now: Date, until: Date): Promise<Drafted[]> {
    const [coupons, vouchers] = await Promise.all([
      this.couponDrafts(memberId, now, until),
      this.voucherDrafts(memberId, now, until),
    ])
    return [...coupons, ...vouchers]
  }

  private async couponDrafts(memberId: number, now: Date, until: Date): Promise<Drafted[]> {
    const sql = `SELECT ${COUPON} FROM coupon WHERE member_id = ? AND status = ${STATUS.ISSUED} AND expires_at > ? AND valid_from < ?
      ORDER BY expires_at, id LIMIT ${MOST}`
    const rows = await this.db.query<CouponRow>(sql, [memberId, now, until])
    const issued: Drafted[] = []
    for (const coupon of await this.coupons.known(rows)) {
      const { definition } = coupon.published
      const state = stateAt(coupon, now)
      const { channels, stores } = definition.scope
      const byHand = definition.effect.type !== 'MULTIPLIER' && (!channels || channels.includes('STAFF'))
      if (!byHand || (state !== 'USABLE' && state !== 'NOT_YET')) continue
      const span = firstUsable(definition, await this.placeOf(stores), {
        fromAt: Math.max(secondOf(now), coupon.validFrom.getTime()),
        untilAt: Math.min(until.getTime(), coupon.expiresAt.getTime()),
      })
      if (!span) continue
      const terms = couponTerms(definition)
      const draft: Draft = {
        ...blank(now, until),
        ...terms,
        ...span,
        kind: 'COUPON',
        subject: coupon.row.code,
        left: 1,
      }
      issued.push({ kind: 'COUPON', id: coupon.row.id, redemptionId: null, draft })
    }
    return issued
  }

  private async voucherDrafts(memberId: number, now: Date, until: Date): Promise<Drafted[]> {
    const rows = (await this.vouchers.ofMember(memberId, now)).slice(0, MOST)
    return Promise.all(
      rows.map(async row => {
        const { definition } = await this.rewards.version(row.reward_code, row.reward_version)
        const whole = definition.worthFen ?? definition.costFen ?? UNKNOWN_WORTH_FEN
        const draft: Draft = {
          ...blank(now, until),
          ...placesOf(definition.stores),
          kind: 'VOUCHER',
          subject: row.code,
          untilAt: Math.min(until.getTime(), row.expires_at.getTime()),
          left: row.uses_left,
          worthFen: Math.ceil(whole / row.uses),
          name: definition.name.zh,
        }
        return { kind: 'VOUCHER' as const, id: row.id, redemptionId: row.redemption_id, draft }
      }),
    )
  }

  /** Hours go by the clock of a store it is good in. */
  private async placeOf(stores: readonly string[] | null) {
    if (stores?.[0]) return this.stores.get(Number(stores[0]))
    const [first] = await this.stores.list()
    if (!first) throw new Error('a chain without a store')
    return first
  }
}

const secondOf = (at: Date): number => Math.floor(at.getTime() / 1000) * 1000

/** A token of that span with nothing on it. */
export function blank(now: Date, until: Date): Omit<Draft, 'kind' | 'subject' | 'name'> {
  return {
    issuedAt: secondOf(now),
    fromAt: secondOf(now),
    untilAt: until.getTime(),
    left: 1,
    worthFen: null,
    minFen: 0,
    stores: null,
    askOnline: false,
  }
}
