import type { Trigger } from '@huitou/shared/rules'
import { Inject, Injectable } from '@nestjs/common'
import { PROGRAMME_ZONE } from '../calendar.js'
import { Lane } from '../ledger/lane.service.js'
import type { Earn } from '../ledger/operation.rules.js'
import { Refusal } from '../refusal.js'
import { Stores } from '../stores/stores.service.js'
import { Earning, earnBy, type Planned, placeOf } from './earning.service.js'
import type { Award } from './evaluate.rules.js'
import type { Occasion } from './occasion.rules.js'
import { awardRows } from './versions.rules.js'

/** Something that happened to a member other than a bill. */
export interface AwardOrder {
  trigger: Exclude<Trigger, 'PURCHASE' | 'REFUND' | 'IMPORT'>
  /** What makes it happen once, at most 50 characters: "M123:2026". */
  key: string
  memberId: number
  at: Date
  storeId?: number | null
  operatorId?: number | null
}

export interface Given {
  points: number
  growth: number
  journalId: number
}

/** `biz_type` of journals that rules wrote for anything but a bill. */
export const BIZ_AWARD = 3

/** Gives points for what rules reward besides bills: once per key, explained like every entry. */
@Injectable()
export class Awards {
  constructor(
    @Inject(Lane) private readonly lane: Lane,
    @Inject(Earning) private readonly earning: Earning,
    @Inject(Stores) private readonly stores: Stores,
  ) {}

  /** Whether a rule in force rewards this; without one nothing needs to be looked at. */
  async isRewarded(trigger: AwardOrder['trigger'], at: Date): Promise<boolean> {
    return (await this.earning.liveAt(at)).set.byTrigger.has(trigger)
  }

  /** What it would give as far as can be seen now. Nothing is written. */
  async preview(order: AwardOrder): Promise<number> {
    if (!(await this.isRewarded(order.trigger, order.at))) return 0
    return this.look(order, await this.plan(order))
  }

  /**
   * Gives what the rules of the moment say, once per trigger and key. Null when they give nothing: then the key is not used
   * up, and may be rewarded another time; and null for a key that was rewarded before. Refuses `record.not_found`,
   * `server.busy`.
   */
  async give(order: AwardOrder): Promise<Given | null> {
    if (!(await this.isRewarded(order.trigger, order.at))) return null
    const planned = await this.plan(order)
    if ((await this.look(order, planned)) === 0) return null
    const decided: { award?: Award } = {}
    const result = await this.lane.submit(await this.earnOf(order, planned, decided))
    if (result.status === 'UNKNOWN_MEMBER') throw new Refusal('record.not_found')
    if (result.status !== 'POSTED' || !decided.award) return null
    const { total, growth } = decided.award
    return { points: total, growth, journalId: result.posted.journalId }
  }

  private async look(order: AwardOrder, { plan }: Planned): Promise<number> {
    const { total, growth } = plan.award(await this.earning.lateFacts(order.memberId, plan.tallies))
    return total + growth
  }

  private async plan(order: AwardOrder): Promise<Planned> {
    const place = order.storeId
      ? placeOf(await this.stores.get(order.storeId))
      : { storeId: null, timeZone: PROGRAMME_ZONE, cutOffMinutes: 0 }
    const occasion: Occasion = {
      trigger: order.trigger,
      imported: false,
      paidFen: 0,
      lines: [],
      ...place,
      channel: 'STAFF',
      at: order.at,
      tableSize: null,
    }
    return this.earning.plan(occasion, order.memberId)
  }

  private async earnOf(order: AwardOrder, planned: Planned, decided: { award?: Award }): Promise<Earn> {
    const { trigger, key, memberId, at } = order
    return {
      kind: 'EARN',
      key: awardKey(trigger, key),
      body: String(memberId),
      memberId,
      brandId: (await this.stores.brand()).id,
      storeId: order.storeId ?? null,
      operatorId: order.operatorId ?? null,
      biz: { type: BIZ_AWARD, id: key },
      occurredAt: at,
      activity: false,
      ...earnBy(planned, award => {
        decided.award = award
      }),
      rows: ({ journalId }) =>
        decided.award
          ? awardRows(journalId, decided.award.trace, at).map(values => ({ table: 'rule_award', values }))
          : [],
    }
  }
}

/** The ledger's key of an award. */
export const awardKey = (trigger: AwardOrder['trigger'], key: string): string => `award:${trigger}:${key}`
