import { createHash, createHmac, type KeyObject } from 'node:crypto'
import { Inject, Injectable } from '@nestjs/common'
import { lastValidDay } from '../calendar.js'
import type { Clock } from '../clock.js'
import type { Config } from '../config.js'
import { change, type Db, insert, rowsOf, type Tx } from '../db.js'
import type { Input, Reply } from '../http.js'
import type { Ids } from '../ids.js'
import { Members } from '../members/members.service.js'
import { Outbox } from '../messages/outbox.service.js'
import { Refusal } from '../refusal.js'
import { CLOCK, CONFIG, DB, IDS } from '../tokens.js'
import { couponSentence, faceText, nameText } from './coupon.texts.js'
import { CouponNamesReader } from './coupon-names.service.js'
import { CouponRows, type KnownCoupon } from './coupon-rows.service.js'
import { memberActor } from './issuing.service.js'
import { isLocked, PURPOSE, STATUS, stateAt } from './state.rules.js'
import { worthOf } from './worth.rules.js'

type Offer = Reply<'POST /member/coupons/:id/gifts'>
type View = Reply<'GET /member/coupon-gifts/:token'>

interface GivenRow {
  id: number
  coupon_id: number
  from_member_id: number
  to_member_id: number | null
  until_at: Date
  ended_at: Date | null
}

export const OFFER_MS = 24 * 60 * 60_000
const PAGE = 20
const GIVEN = 'id, coupon_id, from_member_id, to_member_id, until_at, ended_at'

/** Coupons given to a friend by a link. Until somebody opens it the coupon is set aside; after a day it is back by itself. */
@Injectable()
export class CouponGiving {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(CouponRows) private readonly rows: CouponRows,
    @Inject(CouponNamesReader) private readonly names: CouponNamesReader,
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(Members) private readonly members: Members,
  ) {}

  /**
   * Offers a coupon. The same request gets the same link, which is made from its number by our own key and kept as a hash.
   * Refuses `record.not_found`, `coupon.not_giftable`, `coupon.gift_ended` for an offer that is over, and what `lock` does.
   */
  async offer(memberId: number, couponId: number, requestId: string): Promise<Offer> {
    const key = `${memberId}:${requestId}`
    const token = tokenOf(this.config.keys.code, key)
    const until = await this.db.transaction(async tx => {
      const coupon = await this.mine(tx, memberId, couponId)
      const sql = `SELECT ${GIVEN} FROM coupon_given WHERE request_key = ?`
      const [open] = await rowsOf<GivenRow>(tx, sql, [key])
      if (open && open.coupon_id !== couponId) throw new Refusal('coupon.different')
      if (open && (open.ended_at !== null || open.until_at <= this.clock.now())) throw new Refusal('coupon.gift_ended')
      if (open) return open.until_at
      this.assertGiftable(coupon)
      return this.begin(tx, coupon, { key, token })
    })
    return { token, until: until.toISOString() }
  }

  /** Takes an offer back. Once somebody has accepted it is too late: `coupon.gift_ended`. */
  async takeBack(memberId: number, couponId: number): Promise<void> {
    await this.db.transaction(async tx => {
      const coupon = await this.mine(tx, memberId, couponId).catch(error => {
        throw error instanceof Refusal ? new Refusal('coupon.gift_ended') : error
      })
      if (coupon.row.status !== STATUS.LOCKED || coupon.row.lock_purpose !== PURPOSE.GIVEN) return
      const ended = 'UPDATE coupon_given SET ended_at = ? WHERE coupon_id = ? AND ended_at IS NULL'
      await change(tx, ended, [this.clock.now(), couponId])
      await this.release(tx, coupon)
      const step = { kind: 'TAKEN_BACK' as const, by: memberActor(memberId), key: coupon.row.lock_key ?? '' }
      await this.rows.addSteps(tx, [coupon.row], step)
    })
  }

  /** What is offered, for whoever holds the link, member or not yet. Refuses `record.not_found`. */
  async view(identityId: number, token: string): Promise<View> {
    const memberId = await this.members.memberOf(identityId)
    const row = await this.byToken(token)
    const coupon = await this.rows.get(row.coupon_id)
    const { definition } = coupon.published
    const names = await this.names.of([definition])
    const [giver] = await this.db.query<{ nickname: string }>('SELECT nickname FROM member WHERE id = ?', [
      row.from_member_id,
    ])
    return {
      state: this.stateOf(row),
      mine: memberId === null ? null : row.from_member_id === memberId ? 'GIVER' : acceptedBy(row, memberId),
      from: masked(giver?.nickname ?? ''),
      name: nameText(definition),
      face: faceText(definition),
      sentence: couponSentence(definition, names),
      until: row.until_at.toISOString(),
      couponId: memberId !== null && row.to_member_id === memberId ? String(row.coupon_id) : null,
    }
  }

  /** What a member has offered, the newest first, and what became of it. */
  async list(
    memberId: number,
    query: Input<'GET /member/coupon-gifts'>['query'],
  ): Promise<Reply<'GET /member/coupon-gifts'>> {
    const limit = query.limit ?? PAGE
    const rows = await this.db.query<GivenRow & { given_at: Date; taker: string | null }>(
      `SELECT g.id, g.coupon_id, g.from_member_id, g.to_member_id, g.until_at, g.ended_at, g.given_at, m.nickname AS taker
       FROM coupon_given g LEFT JOIN member m ON m.id = g.to_member_id
       WHERE g.from_member_id = ? AND g.id < ? ORDER BY g.id DESC LIMIT ${limit + 1}`,
      [memberId, Number(query.cursor ?? Number.MAX_SAFE_INTEGER)],
    )
    const shown = rows.slice(0, limit)
    const coupons = new Map((await this.rows.read(shown.map(row => row.coupon_id))).map(one => [one.row.id, one]))
    const items = shown.flatMap(row => {
      const definition = coupons.get(row.coupon_id)?.published.definition
      if (!definition) return []
      return {
        id: String(row.id),
        couponId: String(row.coupon_id),
        name: nameText(definition),
        face: faceText(definition),
        state: this.stateOf(row),
        to: row.taker === null ? null : masked(row.taker),
        givenAt: row.given_at.toISOString(),
        until: row.until_at.toISOString(),
        endedAt: row.ended_at?.toISOString() ?? null,
      }
    })
    return { items, nextCursor: rows.length > limit ? String(shown.at(-1)!.id) : null }
  }

  /**
   * Takes an offered coupon; of many at once one gets it, and who got it is told so again. It comes with a new code and the
   * end it had. Refuses `coupon.gift_ended`, `coupon.own_gift`, `record.not_found`.
   */
  async accept(memberId: number, token: string): Promise<number> {
    const { id, coupon_id: couponId } = await this.byToken(token)
    await this.db.transaction(async tx => {
      const [coupon] = await this.rows.lock(tx, [couponId])
      const [row] = await rowsOf<GivenRow>(tx, `SELECT ${GIVEN} FROM coupon_given WHERE id = ? FOR UPDATE`, [id])
      if (!coupon || !row) throw new Refusal('record.not_found')
      if (row.to_member_id === memberId) return
      if (row.from_member_id === memberId) throw new Refusal('coupon.own_gift')
      const held = isLocked(coupon, this.clock.now()) && coupon.row.lock_key === keyOf(id)
      if (row.ended_at !== null || !held || coupon.recalled) throw new Refusal('coupon.gift_ended')
      await this.hand(tx, coupon, row, memberId)
    })
    return couponId
  }

  private stateOf(row: GivenRow): View['state'] {
    if (row.to_member_id !== null) return 'ACCEPTED'
    return row.ended_at === null && row.until_at > this.clock.now() ? 'OPEN' : 'ENDED'
  }

  private async hand(tx: Tx, coupon: KnownCoupon, row: GivenRow, memberId: number): Promise<void> {
    const now = this.clock.now()
    const ended = 'UPDATE coupon_given SET to_member_id = ?, ended_at = ? WHERE id = ? AND ended_at IS NULL'
    if ((await change(tx, ended, [memberId, now, row.id])) !== 1) throw new Refusal('coupon.gift_ended')
    const code = await this.rows.newCode(tx)
    const sql = `UPDATE coupon SET status = ${STATUS.ISSUED}, lock_key = NULL, lock_purpose = NULL, lock_until = NULL,
      member_id = ?, code = ?, arrived_at = ?, given = 1, steps = steps + 1 WHERE id = ?`
    if ((await change(tx, sql, [memberId, code, now, coupon.row.id])) !== 1) throw new Error('a given coupon stayed')
    await this.rows.addSteps(tx, [coupon.row], { kind: 'ACCEPTED', by: memberActor(memberId), key: keyOf(row.id) })
    const { definition } = coupon.published
    const lastDay = lastValidDay(coupon.expiresAt, coupon.row.time_zone)
    await this.outbox.enqueue(tx, [
      {
        memberId,
        kind: 'COUPON_ARRIVED',
        occurrence: `coupon:${coupon.row.id}:${row.id}`,
        data: { coupon: nameText(definition).zh, lastDay, count: 1 },
        worthFen: worthOf(definition),
        dueAt: now,
      },
    ])
  }

  private async begin(tx: Tx, { row, expiresAt }: KnownCoupon, offer: { key: string; token: string }): Promise<Date> {
    const now = this.clock.now()
    const id = this.ids.next()
    const until = new Date(Math.min(now.getTime() + OFFER_MS, expiresAt.getTime()))
    await insert(tx, 'coupon_given', {
      id,
      coupon_id: row.id,
      token_hash: hashOf(offer.token),
      from_member_id: row.member_id,
      request_key: offer.key,
      given_at: now,
      until_at: until,
    })
    const sql = `UPDATE coupon SET status = ${STATUS.LOCKED}, lock_key = ?, lock_purpose = ${PURPOSE.GIVEN}, lock_until = ?, steps = steps + 1 WHERE id = ?`
    await change(tx, sql, [keyOf(id), until, row.id])
    await this.rows.addSteps(tx, [row], { kind: 'OFFERED', by: memberActor(row.member_id), key: keyOf(id) })
    return until
  }

  private async release(tx: Tx, { row }: KnownCoupon): Promise<void> {
    const sql = `UPDATE coupon SET status = ${STATUS.ISSUED}, lock_key = NULL, lock_purpose = NULL, lock_until = NULL, steps = steps + 1 WHERE id = ?`
    await change(tx, sql, [row.id])
  }

  private async mine(tx: Tx, memberId: number, couponId: number): Promise<KnownCoupon> {
    const [coupon] = await this.rows.lock(tx, [couponId])
    if (coupon?.row.member_id !== memberId) throw new Refusal('record.not_found')
    return coupon
  }

  private assertGiftable(coupon: KnownCoupon): void {
    const state = stateAt(coupon, this.clock.now())
    if (state === 'USED') throw new Refusal('coupon.used')
    if (state === 'LOCKED') throw new Refusal('coupon.locked')
    if (state === 'GIVEN') throw new Refusal('coupon.given')
    if (state === 'EXPIRED') throw new Refusal('coupon.expired')
    if (state === 'RECALLED') throw new Refusal('coupon.recalled')
    // A coupon goes through one pair of hands: it is a present and no currency.
    if (!coupon.published.definition.giftable || coupon.row.given === 1) throw new Refusal('coupon.not_giftable')
  }

  private async byToken(token: string): Promise<GivenRow> {
    const [row] = await this.db.query<GivenRow>(`SELECT ${GIVEN} FROM coupon_given WHERE token_hash = ?`, [
      hashOf(token),
    ])
    if (!row) throw new Refusal('record.not_found')
    return row
  }
}

const keyOf = (givenId: number): string => `given:${givenId}`
/** 128 bits nobody can guess, as a link carries them. */
const tokenOf = (key: KeyObject, offer: string): string =>
  createHmac('sha256', key).update(`coupon-gift|${offer}`).digest().subarray(0, 16).toString('base64url')
const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()
/** "安*": enough for a friend to know, and for nobody else. */
const masked = (nickname: string): string => `${Array.from(nickname)[0] ?? ''}*`
const acceptedBy = (row: GivenRow, memberId: number): View['mine'] =>
  row.to_member_id === memberId ? 'ACCEPTOR' : null
