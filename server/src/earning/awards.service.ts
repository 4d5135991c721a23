import type { Trigger } from '@huitou/shared/rules'
import { Inject, Injectable } from '@nestjs/common'
import { PROGRAMME_ZONE } from '../calendar.js'
import type { Tx } from '../db.js'
import { Lane } from '../ledger/lane.service.js'
import { Ledger } from '../ledger/ledger.service.js'
import type { Earn, Json } from '../ledger/operation.rules.js'
import { Refusal } from '../refusal.js'
import { Stores } from '../stores/stores.service.js'
import { Earning, earnBy, type Planned, placeOf } from './earning.service.js'
import type { Award } from './evaluate.rules.js'
import type { Occasion } from './occasion.rules.js'
import type { Trace } from './trace.rules.js'
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
  /** Only this rule is asked, where a person has chosen it. */
  only?: string
  /** What that person has to say about it, for the member to read. */
  note?: string
}

export interface Given {
  points: number
  growth: number
  journalId: number
}

/** An award ready to be given inside somebody's transaction: everything that is read outside of one has been read. */
export interface PreparedAward {
  earn: Earn
  decided: { award?: Award }
}

/** `biz_type` of journals that rules wrote for anything but a bill. */
export const BIZ_AWARD = 3

/** Gives points for what rules reward besides bills: once per key, explained like every entry. */
@Injectable()
export class Awards {
  constructor(
    @Inject(Lane) private readonly lane: Lane,
    @Inject(Ledger) private readonly ledger: Ledger,
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

  /** What it would come to as far as can be seen now, with its trace. Nothing is written. */
  async try(order: AwardOrder): Promise<{ points: number; trace: Trace }> {
    const { total, trace } = await this.lookAt(order, await this.plan(order))
    return { points: total, trace }
  }

  async prepare(order: AwardOrder): Promise<PreparedAward> {
    const decided: PreparedAward['decided'] = {}
    return { earn: await this.earnOf(order, await this.plan(order), decided), decided }
  }

  /**
   * Gives a prepared award in the caller's transaction, also one of nothing: the caller refuses what it does not want, and
   * nothing has happened. Null for a key that was rewarded before. Refuses `record.not_found`, `ledger.key_reused`.
   */
  async giveIn(tx: Tx, { earn, decided }: PreparedAward): Promise<Given | null> {
    const { journalId, posted } = await this.ledger.post(tx, earn)
    if (!posted || !decided.award) return null
    const { total, growth } = decided.award
    return { points: total, growth, journalId }
  }

  private async look(order: AwardOrder, planned: Planned): Promise<number> {
    const { total, growth } = await this.lookAt(order, planned)
    return total + growth
  }

  private async lookAt(order: AwardOrder, { plan }: Planned): Promise<Award> {
    return plan.award(await this.earning.lateFacts(order.memberId, plan.tallies))
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
    return this.earning.plan(occasion, order.memberId, order.only)
  }

  private async earnOf(order: AwardOrder, planned: Planned, decided: { award?: Award }): Promise<Earn> {
    const { trigger, key, memberId, at, note } = order
    const by = earnBy(planned, award => {
      decided.award = award
    })
    return {
      kind: 'EARN',
      key: awardKey(trigger, key),
      body: awardBody(order),
      memberId,
      brandId: (await this.stores.brand()).id,
      storeId: order.storeId ?? null,
      operatorId: order.operatorId ?? null,
      biz: { type: BIZ_AWARD, id: key },
      occurredAt: at,
      activity: false,
      ...by,
      ...(note === undefined ? {} : { award: facts => noted(by.award(facts), note) }),
      rows: ({ journalId }) =>
        decided.award
          ? awardRows(journalId, decided.award.trace, at).map(values => ({ table: 'rule_award', values }))
          : [],
    }
  }
}

function noted<T extends { explanation: Json }>(award: T, note: string): T {
  return { ...award, explanation: { ...(award.explanation as { [key: string]: Json }), note } }
}

/** What the key of an award stands for; the ledger keeps its hash. */
export function awardBody({ memberId, only, note }: Pick<AwardOrder, 'memberId' | 'only' | 'note'>): string {
  return only === undefined ? String(memberId) : `${memberId}|${only}|${note ?? ''}`
}

/** The ledger's key of an award. */
export const awardKey = (trigger: AwardOrder['trigger'], key: string): string => `award:${trigger}:${key}`
