import type { DrawDefinition, DrawPrize } from '@huitou/shared/draws'
import { Inject, Injectable } from '@nestjs/common'
import { businessDayStart, monthOf, PROGRAMME_ZONE } from '../calendar.js'
import type { Clock } from '../clock.js'
import { CouponIssuing, memberActor } from '../coupons/issuing.service.js'
import type { Tx } from '../db.js'
import { Earning } from '../earning/earning.service.js'
import { endOf } from '../earning/spans.rules.js'
import { Ledger } from '../ledger/ledger.service.js'
import { fixedAward, type Span } from '../ledger/operation.rules.js'
import { GivenRewards, type PreparedReward } from '../mall/given-rewards.service.js'
import { Refusal } from '../refusal.js'
import { Stores } from '../stores/stores.service.js'
import { CLOCK } from '../tokens.js'
import { wonIn } from './draws.texts.js'
import { DrawPools } from './pools.service.js'

/** `biz_type` of journals of lotteries. */
export const BIZ_DRAW = 70
/** `source` of lots that prizes filled. */
const SOURCE_PRIZE = 7

/** What has to be known before a transaction begins: where points would go, and rewards as they would be handed over. */
export interface PrizeGround {
  brandId: number
  span: Span
  rewards: ReadonlyMap<string, PreparedReward>
}

export interface Given {
  prize: DrawPrize
  pointsWon: number
  prizeJournalId: number | null
  redemptionId: number | null
  couponId: number | null
}

interface Winner {
  /** Of the draw. */
  id: number
  memberId: number
  hash: Buffer
  pool: string
  definition: DrawDefinition
  ground: PrizeGround
}

const NOTHING = { pointsWon: 0, prizeJournalId: null, redemptionId: null, couponId: null }

/** Prizes are handed over here, in the transaction of their draw. */
@Injectable()
export class DrawPrizes {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Ledger) private readonly ledger: Ledger,
    @Inject(Earning) private readonly earning: Earning,
    @Inject(CouponIssuing) private readonly coupons: CouponIssuing,
    @Inject(GivenRewards) private readonly rewards: GivenRewards,
    @Inject(Stores) private readonly stores: Stores,
    @Inject(DrawPools) private readonly pools: DrawPools,
  ) {}

  /** Everything a draw may come to, read beforehand. */
  async ground(memberId: number, { prizes }: DrawDefinition): Promise<PrizeGround> {
    const rewards = new Map<string, PreparedReward>()
    for (const { code, gift } of prizes) {
      if (gift.type === 'REWARD') rewards.set(code, await this.rewards.prepare(memberId, gift.code))
    }
    const brand = await this.stores.brand()
    return { brandId: brand.id, span: await this.span(), rewards }
  }

  /**
   * Gives the prize, or the consolation in its place: for one that is out of stock, and for a coupon whose batch has ended.
   */
  async give(tx: Tx, winner: Winner, landed: DrawPrize): Promise<Given> {
    await tx.query('SAVEPOINT prize')
    if (landed.stock === null || (await this.pools.takePrize(tx, winner.pool, landed.code))) {
      try {
        return { prize: landed, ...NOTHING, ...(await this.handOver(tx, winner, landed)) }
      } catch (error) {
        if (!(error instanceof Refusal) || !error.code.startsWith('coupon.')) throw error
        await tx.query('ROLLBACK TO SAVEPOINT prize')
      }
    }
    const consolation = winner.definition.prizes.find(({ code }) => code === winner.definition.consolation)
    if (!consolation) throw new Error(`${winner.pool} has no consolation`)
    return { prize: consolation, ...NOTHING, ...(await this.handOver(tx, winner, consolation)) }
  }

  private async handOver(tx: Tx, winner: Winner, { code, gift }: DrawPrize): Promise<Partial<Given>> {
    const { id, memberId, ground, hash } = winner
    if (gift.type === 'POINTS') {
      return { pointsWon: gift.points, prizeJournalId: await this.earn(tx, winner, gift.points) }
    }
    if (gift.type === 'COUPON') {
      const order = { key: `draw:${id}`, batchId: Number(gift.batchId), memberId, by: memberActor(memberId) }
      return { couponId: (await this.coupons.issue(tx, order)).id }
    }
    if (gift.type === 'NOTHING') return {}
    const prepared = ground.rewards.get(code)
    if (!prepared) throw new Error(`the reward of ${code} was not prepared`)
    await this.rewards.give(tx, prepared, { source: 'DRAW', key: `draw:${id}`, hash, points: 0, journalId: null })
    return { redemptionId: prepared.id }
  }

  private async earn(tx: Tx, { id, memberId, ground, definition }: Winner, points: number): Promise<number> {
    const explanation = { kind: 'PRIZE', what: { ...wonIn(definition) }, points }
    const { journalId } = await this.ledger.post(tx, {
      kind: 'EARN',
      key: `draw-prize:${id}`,
      body: `${memberId}|${points}`,
      memberId,
      brandId: ground.brandId,
      storeId: null,
      operatorId: null,
      biz: { type: BIZ_DRAW, id: String(id) },
      occurredAt: this.clock.now(),
      spans: [ground.span],
      tallies: [],
      activity: false,
      award: fixedAward(points, 0, explanation),
    })
    return journalId
  }

  /** Points that are won live as long as those of bills. */
  private async span(): Promise<Span> {
    const now = this.clock.now()
    const { base } = await this.earning.liveAt(now)
    const { expiry } = base.definition
    if (!expiry) throw new Error('the base rate says no expiry')
    return {
      availableAt: businessDayStart(now, PROGRAMME_ZONE, 0),
      expiresAt: endOf(expiry, now, PROGRAMME_ZONE),
      cohort: monthOf(now, PROGRAMME_ZONE),
      source: SOURCE_PRIZE,
      restrictionId: 0,
      ...(expiry.kind === 'ACTIVITY' ? { extendMonths: expiry.months } : {}),
    }
  }
}
