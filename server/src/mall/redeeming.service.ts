import { createHash } from 'node:crypto'
import type { RewardPrice } from '@huitou/shared/mall'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import { type Db, isDuplicate, type Tx } from '../db.js'
import type { Caller, Input } from '../http.js'
import type { Ids } from '../ids.js'
import type { SideRow } from '../ledger/operation.rules.js'
import { Payments } from '../payments/payments.service.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB, IDS } from '../tokens.js'
import { nameOf, whatOf } from './mall.texts.js'
import { MallMembers } from './mall-members.service.js'
import { type Ground, MallPoints } from './mall-points.service.js'
import { RedemptionRows } from './redemption-rows.service.js'
import { BAR_REFUSALS, barOf, isFull, isLimited, type MemberTraits, priceFor, REDEMPTION } from './rewards.rules.js'
import { type Reward, Rewards } from './rewards.service.js'

type By = Pick<Caller, 'memberId' | 'identityId'>
type Body = Input<'POST /mall/redemptions'>['body']

/** How long a payment may take. */
export const PAY_MS = 15 * 60_000
const TRIES = 5

interface Order {
  by: By
  body: Body
  /** Unique for the request; the ledger's key too. */
  key: string
  hash: Buffer
  reward: Reward
  traits: MemberTraits
  ground: Ground
}

/**
 * Exchanges. The member's account is the turnstile: who has asked before, and how many they have, is read behind it. Then
 * the points, then the rows, and last of all one piece of the stock, which is what everybody wants at once.
 */
@Injectable()
export class Redeeming {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(MallPoints) private readonly points: MallPoints,
    @Inject(Payments) private readonly payments: Payments,
    @Inject(Rewards) private readonly rewards: Rewards,
    @Inject(MallMembers) private readonly mallMembers: MallMembers,
    @Inject(RedemptionRows) private readonly rows: RedemptionRows,
  ) {}

  /**
   * Exchanges points for a reward and answers the id of the exchange; with cash, points and stock are set aside until it
   * is paid. The same request gets the first answer, and a refusal for want of points is kept under it for ever. Refuses
   * `reward.*`, `points.*`, `pay.not_configured`, those of `CouponIssuing.issue`; `reward.different` for another body.
   */
  async redeem(by: By, body: Body): Promise<number> {
    const [reward, traits, ground] = await Promise.all([
      this.rewards.get(body.code),
      this.mallMembers.of(by.memberId),
      this.points.ground(body.code),
    ])
    const order = { by, body, reward, traits, ground, ...keyOf(by.memberId, body) }
    await this.assertAnyLeft(order)
    for (let attempt = 1; ; attempt += 1) {
      const id = this.ids.next()
      // Drawn anew every time: a voucher's number may be somebody's already.
      const vouchers = await this.rows.voucherRows({ id, member_id: by.memberId }, reward.definition)
      try {
        return await this.db.transaction(tx => this.write(tx, order, { id, vouchers }))
      } catch (error) {
        if (!isDuplicate(error) || attempt >= TRIES) throw error
      }
    }
  }

  /** Once a flash sale is over, everybody still asks: they are told without a lock, repeats apart. */
  private async assertAnyLeft({ reward: { row, definition }, traits, key }: Order): Promise<void> {
    if (row.left_count > 0 || row.on_shelf !== 1 || (await this.rows.wasAsked(key))) return
    const bar = barOf(definition, { left: 0 }, { traits, had: { total: 0, month: 0 } }, this.clock.now())
    if (bar) throw new Refusal(BAR_REFUSALS[bar])
  }

  private async write(tx: Tx, order: Order, { id, vouchers }: { id: number; vouchers: SideRow[] }): Promise<number> {
    const { by, reward, key, hash } = order
    await this.points.lock(tx, by.memberId)
    const before = await this.rows.byRequest(tx, key)
    if (before && !before.body_hash.equals(hash)) throw new Refusal('reward.different')
    if (before) return before.id
    const price = await this.assertMay(tx, order)
    const { definition, row } = reward
    const bought = price.cashFen > 0
    // The order of the payment is written after the points, and its number is needed with them: it is its exchange's.
    const paymentId = bought ? await this.openPayment(tx, order, { id, price }) : null
    const fresh = {
      id,
      request_key: key,
      body_hash: hash,
      member_id: by.memberId,
      code: row.code,
      version: row.version,
      points: price.points,
      cash_fen: price.cashFen,
      state: bought ? REDEMPTION.PAYING : REDEMPTION.DONE,
      payment_id: paymentId,
      ordered_at: this.clock.now(),
    }
    const given = [...vouchers, ...this.rows.donationRows(fresh, definition)]
    const done = bought ? [] : [...given, this.rows.stepRow(fresh, 'DONE')]
    const rowsOf = (journalId: number | null): SideRow[] => [
      ...this.rows.ordered({
        ...fresh,
        hold_id: bought ? journalId : null,
        journal_id: bought ? null : journalId,
      }),
      ...done,
    ]
    const amount = { key, memberId: by.memberId, redemptionId: id, points: price.points, rows: rowsOf }
    const of = { ...amount, what: whatOf(definition), ground: order.ground }
    if (price.points === 0) await this.rows.write(tx, rowsOf(null))
    else if (bought) await this.points.hold(tx, of)
    else await this.points.spend(tx, of)
    if (!bought) await this.rows.giveCoupons(tx, fresh, definition)
    await this.rewards.take(tx, row.code, row.version)
    return id
  }

  /** The price, if it is the one that was confirmed and nothing stands in the way. */
  private async assertMay(tx: Tx, { by, body, reward, traits }: Order): Promise<RewardPrice> {
    const { row, definition } = reward
    if (!row.on_shelf) throw new Refusal('reward.off_shelf')
    const now = this.clock.now()
    const nothing = { total: 0, month: 0 }
    const had = isLimited(definition) ? await this.mallMembers.hadNow(tx, by.memberId, row.code) : nothing
    const bar = barOf(definition, { left: row.left_count }, { traits, had }, now)
    if (bar) throw new Refusal(BAR_REFUSALS[bar], bar === 'LIMIT' ? { limits: definition.limits } : undefined)
    const price = priceFor(definition, traits)
    if (price.points !== body.points || price.cashFen !== body.cashFen) {
      throw new Refusal('reward.price_changed', { ...price })
    }
    return price
  }

  private async openPayment(tx: Tx, order: Order, { id, price }: { id: number; price: RewardPrice }): Promise<number> {
    const { definition } = order.reward
    const payment = await this.payments.open(tx, {
      purpose: definition.gift.type === 'PACK' ? 'PACK' : 'REWARD',
      ref: String(id),
      memberId: order.by.memberId,
      identityId: order.by.identityId,
      storeId: null,
      amountFen: price.cashFen,
      description: nameOf(definition).zh,
      expiresAt: new Date(this.clock.now().getTime() + PAY_MS),
    })
    return payment.id
  }

  /** Whether a member who was late may still have it: limits may have filled meanwhile. */
  async assertRoom(tx: Tx, memberId: number, { row, definition }: Reward): Promise<void> {
    if (!isLimited(definition)) return
    const had = await this.mallMembers.hadNow(tx, memberId, row.code)
    if (isFull(definition, had)) throw new Refusal('reward.limit_reached')
  }
}

function keyOf(memberId: number, { requestId, ...body }: Body): { key: string; hash: Buffer } {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  // A request number may be as long as a key: what is kept is short, and belongs to this member alone.
  const key = `mall:${digest(`${memberId}:${requestId}`).toString('base64url')}`
  return { key, hash: digest(JSON.stringify([body.code, body.points, body.cashFen])) }
}
