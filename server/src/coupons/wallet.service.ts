import type { CouponCard, CouponDetail, CouponOffer, WalletTab } from '@huitou/shared/coupons'
import { Inject, Injectable } from '@nestjs/common'
import { dayOf } from '../calendar.js'
import type { Clock } from '../clock.js'
import { type Db, insert, isDuplicate } from '../db.js'
import type { Input, Reply } from '../http.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB } from '../tokens.js'
import { couponSentence, couponTerms, faceText, nameText, stackingRows } from './coupon.texts.js'
import { CouponNamesReader } from './coupon-names.service.js'
import {
  BATCH_COLUMNS,
  type BatchRow,
  COUPON,
  type CouponRow,
  CouponRows,
  type KnownCoupon,
} from './coupon-rows.service.js'
import { CouponDefinitions } from './definitions.service.js'
import { BATCH, SOURCE, STATUS, stateAt } from './state.rules.js'

const PAGE = 20
/** A coupon that ends within so many days is about to. */
export const EXPIRING_DAYS = 7
const DAY_MS = 86_400_000
const MAX_OFFERS = 50

/** In the wallet and good for something, now or later; locked ones are still there. */
const ALIVE = `((c.status = ${STATUS.ISSUED} AND c.expires_at > :now AND b.state <> ${BATCH.RECALLED})
  OR (c.status = ${STATUS.LOCKED} AND (c.lock_until > :now OR (c.expires_at > :now AND b.state <> ${BATCH.RECALLED}))))`
const TABS: Record<WalletTab, { where: string; order: string }> = {
  USABLE: { where: ALIVE, order: 'c.expires_at, c.id' },
  EXPIRING: { where: `${ALIVE} AND c.expires_at <= :soon`, order: 'c.expires_at, c.id' },
  USED: { where: `c.status = ${STATUS.USED}`, order: 'c.use_id DESC' },
  ENDED: { where: `c.status <> ${STATUS.USED} AND NOT ${ALIVE}`, order: 'c.expires_at DESC, c.id DESC' },
}
const FROM = 'FROM coupon c JOIN coupon_batch b ON b.id = c.batch_id'

interface UseTold {
  id: number
  used_at: Date
  store: string | null
  actor: string
  use_key: string
}

/** What a member has, and what there is to take. */
@Injectable()
export class Wallet {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CouponRows) private readonly rows: CouponRows,
    @Inject(CouponDefinitions) private readonly definitions: CouponDefinitions,
    @Inject(CouponNamesReader) private readonly names: CouponNamesReader,
  ) {}

  async list(memberId: number, query: Input<'GET /member/coupons'>['query']): Promise<Reply<'GET /member/coupons'>> {
    const limit = query.limit ?? PAGE
    const from = Number(query.cursor ?? 0)
    const tab = TABS[query.tab ?? 'USABLE']
    const columns = COUPON.split(', ').map(column => `c.${column}`)
    const [rows, counts] = await Promise.all([
      this.read<CouponRow>(
        `SELECT ${columns.join(', ')} ${FROM} WHERE c.member_id = ? AND ${tab.where} ORDER BY ${tab.order} LIMIT ${limit + 1} OFFSET ${from}`,
        memberId,
      ),
      this.counts(memberId),
    ])
    const items = await this.cards(await this.rows.known(rows.slice(0, limit)))
    return { items, nextCursor: rows.length > limit ? String(from + limit) : null, ...counts }
  }

  /** One of the member's own coupons. Refuses `record.not_found`. */
  async detail(memberId: number, couponId: number): Promise<CouponDetail> {
    const coupon = await this.rows.get(couponId)
    if (coupon.row.member_id !== memberId) throw new Refusal('record.not_found')
    const [card] = await this.cards([coupon])
    const { definition } = coupon.published
    const names = await this.names.of([definition])
    const { state } = card!
    const shown = state === 'USABLE' || state === 'NOT_YET' || state === 'LOCKED'
    const { stores } = definition.scope
    return {
      ...card!,
      code: shown ? coupon.row.code : null,
      sentence: couponSentence(definition, names),
      terms: couponTerms(definition, names),
      stacking: stackingRows(definition),
      stores: stores?.map(id => ({ id, name: names.stores.get(id) ?? id })) ?? null,
      windows: definition.scope.windows,
      givenUntil: state === 'GIVEN' ? (coupon.lockUntil?.toISOString() ?? null) : null,
    }
  }

  /** Nothing in the wallet is new any more. */
  async seen(memberId: number): Promise<void> {
    const now = this.clock.now()
    const seen = this.db.transaction(async tx => {
      const [row] = (await tx.query('SELECT member_id FROM coupon_view WHERE member_id = ?', [memberId])) as object[]
      if (row) await tx.query('UPDATE coupon_view SET seen_at = ? WHERE member_id = ?', [now, memberId])
      else await insert(tx, 'coupon_view', { member_id: memberId, seen_at: now })
    })
    // Two pages at once: the other one has just seen it.
    await seen.catch(error => {
      if (!isDuplicate(error)) throw error
    })
  }

  /** Batches that are open, with how many more this member may take. */
  async offers(memberId: number): Promise<CouponOffer[]> {
    const now = this.clock.now()
    const batches = await this.db.query<BatchRow>(
      `SELECT ${BATCH_COLUMNS} FROM coupon_batch WHERE source = ${SOURCE.CLAIM} AND state = ${BATCH.OPEN} AND left_count > 0
       AND (from_at IS NULL OR from_at <= ?) AND (until_at IS NULL OR until_at > ?) ORDER BY id DESC LIMIT ${MAX_OFFERS}`,
      [now, now],
    )
    if (batches.length === 0) return []
    const taken = await this.db.query<{ batch_id: number; taken: number }>(
      'SELECT batch_id, COUNT(*) AS taken FROM coupon_claim WHERE member_id = ? AND batch_id IN (?) GROUP BY batch_id',
      [memberId, batches.map(batch => batch.id)],
    )
    const published = await Promise.all(batches.map(batch => this.definitions.of(batch.code, batch.version)))
    const names = await this.names.of(published.map(({ definition }) => definition))
    return batches.flatMap((batch, place) => {
      const { definition } = published[place]!
      // It would end before it is in the wallet.
      if (definition.validity.kind === 'FIXED' && new Date(definition.validity.until) <= now) return []
      const mine = taken.find(row => row.batch_id === batch.id)?.taken ?? 0
      return {
        batchId: String(batch.id),
        name: nameText(definition),
        type: definition.effect.type,
        face: faceText(definition),
        sentence: couponSentence(definition, names),
        left: batch.left_count,
        mine: Math.max(0, batch.per_member - mine),
        until: batch.until_at?.toISOString() ?? null,
      }
    })
  }

  private async counts(memberId: number) {
    const count = (tab: WalletTab) => `SUM(CASE WHEN ${TABS[tab].where} THEN 1 ELSE 0 END)`
    const [row] = await this.read<Record<'usable' | 'expiring' | 'used' | 'ended' | 'unseen', number | null>>(
      `SELECT ${count('USABLE')} AS usable, ${count('EXPIRING')} AS expiring, ${count('USED')} AS used, ${count('ENDED')} AS ended,
       SUM(CASE WHEN ${ALIVE} AND (v.seen_at IS NULL OR c.arrived_at > v.seen_at) THEN 1 ELSE 0 END) AS unseen
       ${FROM} LEFT JOIN coupon_view v ON v.member_id = c.member_id WHERE c.member_id = ?`,
      memberId,
    )
    const of = (key: 'usable' | 'expiring' | 'used' | 'ended' | 'unseen') => Number(row?.[key] ?? 0)
    return {
      counts: { usable: of('usable'), expiring: of('expiring'), used: of('used'), ended: of('ended') },
      unseen: of('unseen'),
    }
  }

  private async cards(coupons: readonly KnownCoupon[]): Promise<CouponCard[]> {
    const now = this.clock.now()
    const uses = await this.uses(coupons)
    return coupons.map(coupon => {
      const { row, published } = coupon
      const { definition } = published
      const use = row.use_id === null ? undefined : uses.get(row.use_id)
      return {
        id: String(row.id),
        name: nameText(definition),
        type: definition.effect.type,
        state: stateAt(coupon, now),
        face: faceText(definition),
        validFrom: row.valid_from.toISOString(),
        expiresAt: row.expires_at.toISOString(),
        lastDay: dayOf(new Date(row.expires_at.getTime() - 1), row.time_zone),
        withPoints: definition.stacking.points,
        giftable: definition.giftable && row.given === 0,
        usedAt: use?.used_at.toISOString() ?? null,
        usedStore: use?.store ?? null,
        usedBy: use?.use_key.startsWith('verification:') ? use.actor : null,
      }
    })
  }

  private async uses(coupons: readonly KnownCoupon[]): Promise<Map<number, UseTold>> {
    const ids = coupons.flatMap(({ row }) => (row.use_id === null ? [] : [row.use_id]))
    if (ids.length === 0) return new Map()
    const sql =
      'SELECT u.id, u.used_at, u.actor, u.use_key, s.name AS store FROM coupon_use u LEFT JOIN store s ON s.id = u.store_id WHERE u.id IN (?)'
    return new Map((await this.db.query<UseTold>(sql, [ids])).map(use => [use.id, use]))
  }

  /** Runs a query whose moments are named, of which there may be many; the member's id is its only other value. */
  private read<T>(sql: string, memberId: number): Promise<T[]> {
    const now = this.clock.now()
    const moments = { now, soon: new Date(now.getTime() + EXPIRING_DAYS * DAY_MS) }
    const values: unknown[] = []
    const text = sql.replace(/:(now|soon)|\?/g, (_, name?: 'now' | 'soon') => {
      values.push(name ? moments[name] : memberId)
      return '?'
    })
    return this.db.query<T>(text, values)
  }
}
