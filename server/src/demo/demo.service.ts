import { Inject, Injectable } from '@nestjs/common'
import type { Config } from '../config.js'
import type { Db } from '../db.js'
import { Settling } from '../imports/settling.service.js'
import { Lane } from '../ledger/lane.service.js'
import type { Hold, Json, Spend } from '../ledger/operation.rules.js'
import { Bills, CHANNEL } from '../purchases/bills.service.js'
import { Refunds } from '../purchases/refunds.service.js'
import { CONFIG, DB } from '../tokens.js'
import { DemoCoupons } from './demo-coupons.service.js'
import { DemoMembers } from './demo-members.service.js'
import { DemoMessages } from './demo-messages.service.js'
import { dishesOf } from './dishes.rules.js'
import type { BillEvent, PlannedEvent, RefundEvent, SpendEvent } from './events.rules.js'
import { DemoGround } from './ground.service.js'
import { inOrder } from './in-order.service.js'
import type { Place } from './places.service.js'
import { makePlan } from './plan.rules.js'
import { type SignIn, signInsOf } from './sign-ins.rules.js'
import { HELD, STORIES } from './stories.rules.js'

export interface DemoReport {
  /** Whether everything was there already. */
  already: boolean
  seed: number
  /** In the plan, whether made by this run or before it. */
  members: number
  bills: number
  refunds: number
  spends: number
  seconds: number
  signIns: SignIn[]
}

/** What is under way at once: enough to fill the ledger's batches. */
const WIDTH = 400
/** `biz_type` of points spent in the demonstration, until there is a mall to spend them in. */
const BIZ_SPEND = 90

/** Fills an empty deployment with twelve months of three stores, through the same write path as real bills. */
@Injectable()
export class Demo {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(DB) private readonly db: Db,
    @Inject(Lane) private readonly lane: Lane,
    @Inject(Settling) private readonly settling: Settling,
    @Inject(Bills) private readonly bills: Bills,
    @Inject(Refunds) private readonly refunds: Refunds,
    @Inject(DemoGround) private readonly ground: DemoGround,
    @Inject(DemoMembers) private readonly members: DemoMembers,
    @Inject(DemoCoupons) private readonly coupons: DemoCoupons,
    @Inject(DemoMessages) private readonly messages: DemoMessages,
  ) {}

  /**
   * Seeds, goes on with a seeding that was cut off, or finds everything there. What was begun with another seed goes on
   * with that one. Throws one sentence when this deployment is not a demonstration.
   */
  async seed(wanted: number): Promise<DemoReport> {
    if (!this.config.demo)
      throw new Error('HUITOU_DEMO is not 1: made-up guests and public passwords do not belong into a live database.')
    const began = performance.now()
    const { places, openedAt, posKey } = await this.ground.ensure()
    const seed = (await this.members.seedInUse()) ?? wanted
    const plan = makePlan(seed, openedAt)
    const last = plan.events.at(-1)!
    const already = await this.isDone(last, places)
    if (!already) {
      const ids = await this.members.ensure(seed, plan.members, places)
      const run = (event: PlannedEvent) => this.run(event, places, ids)
      const whose = (event: PlannedEvent) => event.member ?? `${event.house} ${'billNo' in event && event.billNo}`
      // The last event is the mark that all the others are through.
      await inOrder(plan.events.slice(0, -1), { width: WIDTH, keyOf: whose, run })
      await this.setAside(
        ids[plan.members.findIndex(({ nickname }) => nickname === STORIES.held)]!,
        places[1]!,
        openedAt,
      )
      await this.coupons.ensure(seed, { members: plan.members, ids }, { places, now: openedAt })
      await this.messages.ensure(plan.members, ids, openedAt)
      await run(last)
      // Twelve months of bills, refunds and reviews, member by member, as the worker would have met them.
      await this.settling.run()
    }
    const count = (kind: PlannedEvent['kind']) => plan.events.filter(event => event.kind === kind).length
    return {
      already,
      seed,
      members: plan.members.length,
      bills: count('BILL'),
      refunds: count('REFUND'),
      spends: count('SPEND'),
      seconds: Math.round((performance.now() - began) / 100) / 10,
      signIns: signInsOf(this.config.publicUrl, { scene: places[0]!.scene, posKey }),
    }
  }

  private async run(event: PlannedEvent, places: Place[], members: number[]): Promise<void> {
    const place = places[event.house]!
    if (event.kind === 'BILL') await this.pay(event, place, members)
    else if (event.kind === 'REFUND') await this.refund(event, place)
    else await this.spend(event, place, members)
  }

  private async pay(event: BillEvent, place: Place, members: number[]): Promise<void> {
    const staff = event.staff === null ? null : place.staff[event.staff]!
    await this.bills.record({
      storeId: place.storeId,
      billNo: event.billNo,
      paidFen: event.fen,
      memberId: event.member === null ? null : members[event.member]!,
      tableId: event.table === null ? null : place.tables[event.table]!,
      items: dishesOf(event),
      channel: CHANNEL.DEMO,
      who: staff?.staffNo ?? 'POS:前台',
      staffId: staff?.id ?? null,
      paidAt: event.at,
      ...(event.availableAt ? { availableAt: event.availableAt } : {}),
    })
  }

  private async refund(event: RefundEvent, place: Place): Promise<void> {
    const staff = place.staff[event.staff ?? 0]!
    const till = { storeId: place.storeId, who: staff.staffNo, staffId: staff.id }
    const body = { refundNo: event.refundNo, amountFen: event.fen, reason: event.reason }
    await this.refunds.refund(till, event.billNo, body, event.at)
  }

  /** A refusal for want of points is an outcome like any other: the plan only guesses what a member has left. */
  private async spend(event: SpendEvent, place: Place, members: number[]): Promise<void> {
    const explanation: Json = { kind: 'SPEND', what: event.what, points: event.points }
    const spend: Spend = {
      kind: 'SPEND',
      key: keyOf(event),
      body: `${event.member}|${event.points}`,
      memberId: members[event.member]!,
      brandId: place.brandId,
      storeId: place.storeId,
      operatorId: null,
      biz: { type: BIZ_SPEND, id: String(event.number) },
      occurredAt: event.at,
      explanation,
      points: event.points,
    }
    await this.lane.submit(spend)
  }

  /** Points of one guest are on hold, as they are while something booked has not been served. */
  private async setAside(memberId: number, { brandId, storeId }: Place, now: Date): Promise<void> {
    const { points, days, what } = HELD
    const hold: Hold = {
      kind: 'HOLD',
      key: 'demo-hold:1',
      body: `${memberId}|${points}`,
      memberId,
      brandId,
      storeId,
      operatorId: null,
      biz: { type: BIZ_SPEND, id: 'hold' },
      occurredAt: now,
      explanation: { kind: 'HOLD', what: { ...what }, points },
      points,
      expiresAt: new Date(now.getTime() + days * 86_400_000),
      graceDays: 7,
    }
    await this.lane.submit(hold)
  }

  private async isDone(event: PlannedEvent, places: Place[]): Promise<boolean> {
    const { storeId } = places[event.house]!
    if (event.kind === 'BILL') return (await this.bills.find(storeId, event.billNo)) !== null
    const [sql, values] =
      event.kind === 'REFUND'
        ? ['SELECT id FROM refund WHERE store_id = ? AND refund_no = ?', [storeId, event.refundNo]]
        : ['SELECT id FROM journal WHERE idem_key = ?', [keyOf(event)]]
    return (await this.db.query(sql, values)).length > 0
  }
}

const keyOf = (event: SpendEvent): string => `demo-spend:${event.number}`
