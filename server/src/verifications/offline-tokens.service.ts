import type { OfflineToken } from '@huitou/shared/offline-tokens'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { COUPON, type CouponRow, CouponRows } from '../coupons/coupon-rows.service.js'
import { STATUS, stateAt } from '../coupons/state.rules.js'
import { change, type Db } from '../db.js'
import type { Reply } from '../http.js'
import { Rewards } from '../mall/rewards.service.js'
import { Vouchers } from '../mall/vouchers.service.js'
import { Members } from '../members/members.service.js'
import { OfflineKeys } from '../members/offline-keys.service.js'
import { Stores } from '../stores/stores.service.js'
import { CLOCK, DB } from '../tokens.js'
import { couponTerms, firstUsable, placesOf } from './offline.rules.js'
import { VerificationSettings } from './verification-settings.service.js'

type Draft = Omit<OfflineToken, 'keyId'>
interface Issued {
  kind: 'COUPON' | 'VOUCHER'
  id: number
  redemptionId: number | null
  draft: Draft
}

/** Of each kind; what ends first comes first. */
const MOST = 25
/** A phone asks again after a third of the life of what it has. */
const REFRESH_SHARE = 3
/** What a voucher counts for in limits where nobody has said what it is worth. */
const UNKNOWN_WORTH_FEN = 1_000

/** What members take along into a basement: a signed token of each thing they can show. */
@Injectable()
export class OfflineTokens {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CouponRows) private readonly coupons: CouponRows,
    @Inject(Vouchers) private readonly vouchers: Vouchers,
    @Inject(Rewards) private readonly rewards: Rewards,
    @Inject(Members) private readonly members: Members,
    @Inject(Stores) private readonly stores: Stores,
    @Inject(OfflineKeys) private readonly keys: OfflineKeys,
    @Inject(VerificationSettings) private readonly settings: VerificationSettings,
  ) {}

  /** Fresh tokens of the member and of everything that can be shown now, or soon. */
  async of(memberId: number): Promise<Reply<'GET /member/offline-tokens'>> {
    const now = this.clock.now()
    const { offline } = await this.settings.current()
    const lifeMs = offline.tokenMinutes * 60_000
    const until = new Date(now.getTime() + lifeMs)
    const [coupons, vouchers, member] = await Promise.all([
      this.couponDrafts(memberId, now, until),
      this.voucherDrafts(memberId, now, until),
      this.members.masked(memberId),
    ])
    const issued = [...coupons, ...vouchers]
    const own: Draft = {
      ...blank(now, until),
      kind: 'MEMBER',
      subject: member.memberNo,
      name: member.nickname,
      worthFen: 0,
      left: 0,
    }
    const [first, ...texts] = await this.keys.sign([own, ...issued.map(({ draft }) => draft)])
    await this.remember(issued)
    const items = issued.map(({ kind, id, redemptionId }, place) => ({
      kind,
      id: String(id),
      redemptionId: redemptionId === null ? null : String(redemptionId),
      token: texts[place]!,
    }))
    const refreshAt = new Date(now.getTime() + lifeMs / REFRESH_SHARE)
    return { member: first!, items, untilAt: until.toISOString(), refreshAt: refreshAt.toISOString() }
  }

  /** What a token says, wherever it was issued; null when it is none of ours, or has ended. */
  async resolve(text: string): Promise<OfflineToken | null> {
    const token = await this.keys.read(text)
    return typeof token === 'string' || token.untilAt <= this.clock.now().getTime() ? null : token
  }

  private async couponDrafts(memberId: number, now: Date, until: Date): Promise<Issued[]> {
    const sql = `SELECT ${COUPON} FROM coupon WHERE member_id = ? AND status = ${STATUS.ISSUED} AND expires_at > ? AND valid_from < ?
      ORDER BY expires_at, id LIMIT ${MOST}`
    const rows = await this.db.query<CouponRow>(sql, [memberId, now, until])
    const issued: Issued[] = []
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

  private async voucherDrafts(memberId: number, now: Date, until: Date): Promise<Issued[]> {
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

  /** Until when tokens of these things may be out there. Never shortened: an older one may live longer. */
  private async remember(issued: readonly Issued[]): Promise<void> {
    if (issued.length === 0) return
    const drafts = issued.map(({ draft }) => draft).sort((one, other) => (one.subject < other.subject ? -1 : 1))
    const rows = drafts.map(() => '(?, ?)').join(', ')
    const sql = `INSERT INTO offline_issue (code, live_until) VALUES ${rows}
      ON DUPLICATE KEY UPDATE live_until = GREATEST(live_until, VALUES(live_until))`
    const values = drafts.flatMap(({ subject, untilAt }) => [subject, new Date(untilAt)])
    await this.db.transaction(tx => change(tx, sql, values))
  }
}

const secondOf = (at: Date): number => Math.floor(at.getTime() / 1000) * 1000

function blank(now: Date, until: Date): Omit<Draft, 'kind' | 'subject' | 'name'> {
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
