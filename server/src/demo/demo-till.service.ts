import { Inject, Injectable } from '@nestjs/common'
import type { Db } from '../db.js'
import { Lane } from '../ledger/lane.service.js'
import type { Hold, Json, Spend } from '../ledger/operation.rules.js'
import { Bills, CHANNEL } from '../purchases/bills.service.js'
import { Refunds } from '../purchases/refunds.service.js'
import { DB } from '../tokens.js'
import { dishesOf } from './dishes.rules.js'
import type { BillEvent, PlannedEvent, RefundEvent, SpendEvent } from './events.rules.js'
import type { Place } from './places.service.js'
import { HELD } from './stories.rules.js'

/** `biz_type` of points spent in the demonstration, until there is a mall to spend them in. */
const BIZ_SPEND = 90

/** What happens at the tills of the demonstration: bills, refunds, points that are spent or set aside. */
@Injectable()
export class DemoTill {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(Lane) private readonly lane: Lane,
    @Inject(Bills) private readonly bills: Bills,
    @Inject(Refunds) private readonly refunds: Refunds,
  ) {}

  /** One event, with what its plan guesses and the ledger decides. A repeat of it changes nothing. */
  async run(event: PlannedEvent, places: Place[], members: number[]): Promise<void> {
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
  async setAside(memberId: number, { brandId, storeId }: Place, now: Date): Promise<void> {
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

  /** Whether an event is there already. */
  async isDone(event: PlannedEvent, places: Place[]): Promise<boolean> {
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
