import type { WorstOrder, WorstOrderBody, WorstOrderReply } from '@huitou/shared/worst-orders'
import { Inject, Injectable } from '@nestjs/common'
import type { z } from 'zod'
import type { Clock } from '../clock.js'
import { nameText } from '../coupons/coupon.texts.js'
import { CouponDefinitions, type PublishedCoupon } from '../coupons/definitions.service.js'
import type { Offered } from '../coupons/discount.rules.js'
import { EarningSettings } from '../earning/earning-settings.service.js'
import { RuleBook } from '../earning/rule-book.service.js'
import { Refusal } from '../refusal.js'
import { CLOCK } from '../tokens.js'
import { OffsetSettings } from './offset-settings.service.js'
import {
  asAmount,
  earningsOf,
  type Ground,
  overlapsOf,
  type Reckoning,
  worstOf,
  worstOrder,
} from './worst-order.rules.js'
import { pairText, worstText } from './worst-orders.texts.js'

/** So many kinds of coupons are looked at together, the newest first: every two of them are weighed. */
const MOST_KINDS = 60

/** Looks for the order on which coupons, points and rules together leave least. */
@Injectable()
export class WorstOrders {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CouponDefinitions) private readonly definitions: CouponDefinitions,
    @Inject(RuleBook) private readonly rules: RuleBook,
    @Inject(EarningSettings) private readonly settings: EarningSettings,
    @Inject(OffsetSettings) private readonly offsets: OffsetSettings,
  ) {}

  /** Refuses `record.not_found` for a coupon there is not. */
  async look(body: z.output<typeof WorstOrderBody>): Promise<WorstOrderReply> {
    const kinds = await this.kindsOf(body)
    const now = this.clock.now()
    const [rules, { cost }, offset] = await Promise.all([
      this.rules.liveAt(now),
      this.settings.at(now),
      this.offsets.current(),
    ])
    const { coupons, unknown } = offeredOf(kinds)
    const ground: Ground = {
      coupons,
      offset,
      earning: earningsOf(rules.map(({ definition }) => definition)),
      cost,
      marginPercent: body.marginPercent,
    }
    const names = new Map(kinds.map(({ code, definition }) => [code, nameText(definition)]))
    const named = (code: string) => ({ code, name: names.get(code)! })
    const said = (one: Reckoning): WorstOrder => ({
      ...one,
      used: one.used.map(({ code, offFen }) => ({ ...named(code), offFen })),
      isBelow: one.marginFen < body.floorFen,
      sentence: worstText(one, body.floorFen),
    })
    return {
      worst: said(worstOrder(body.totalFen, ground)),
      usual: said(worstOf(body.totalFen, ground)),
      pairs: overlapsOf(body.totalFen, ground).map(({ a, b, totalFen, couponFen, marginFen }) => ({
        a: named(a.code),
        b: named(b.code),
        totalFen,
        offFen: couponFen,
        marginFen,
        isBelow: marginFen < body.floorFen,
        sentence: pairText(named(a.code).name, named(b.code).name, { totalFen, offFen: couponFen, marginFen }),
      })),
      unknown: unknown.map(named),
      looked: kinds.length,
    }
  }

  /** The coupons that were asked for, with what is proposed in the place of what is published. */
  private async kindsOf({ codes, proposals }: z.output<typeof WorstOrderBody>): Promise<PublishedCoupon[]> {
    const newest = await this.definitions.newest()
    const proposed = new Map(proposals.map(({ code, definition }) => [code, definition]))
    const kinds = newest
      .filter(({ code }) => codes === null || codes.includes(code))
      .map(one => ({ ...one, definition: proposed.get(one.code) ?? one.definition }))
    if (codes && kinds.length < new Set(codes).size) throw new Refusal('record.not_found')
    return kinds.slice(0, MOST_KINDS)
  }
}

/** As many of each as one bill may take, as if somebody held them all. */
function offeredOf(kinds: readonly PublishedCoupon[]): { coupons: Offered[]; unknown: string[] } {
  const coupons: Offered[] = []
  const unknown: string[] = []
  for (const { code, version, definition } of kinds) {
    const counted = asAmount(definition)
    if (!counted) unknown.push(code)
    for (let piece = 0; counted && piece < counted.stacking.perBill; piece += 1) {
      coupons.push({ id: coupons.length + 1, code, version, definition: counted, expiresAt: new Date(0) })
    }
  }
  return { coupons, unknown }
}
