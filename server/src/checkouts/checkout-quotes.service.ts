import type { Text } from '@huitou/shared/basics'
import type { CheckoutQuote } from '@huitou/shared/checkouts'
import type { CouponChannel } from '@huitou/shared/coupons'
import type { BillItem } from '@huitou/shared/rules'
import { Inject, Injectable } from '@nestjs/common'
import { dayOf } from '../calendar.js'
import type { Clock } from '../clock.js'
import { faceText, nameText } from '../coupons/coupon.texts.js'
import { type AskedCoupon, type AskedPlace, type CouponQuote, CouponQuotes } from '../coupons/quotes.service.js'
import type { Beside, Discount } from '../coupons/stacking.rules.js'
import { explainedOf } from '../earning/earning.rules.js'
import { type PublishedRule } from '../earning/occasion.rules.js'
import { Bills, CHANNEL, type PreparedBill } from '../purchases/bills.service.js'
import { type DishLine, Products } from '../purchases/products.service.js'
import { Refusal } from '../refusal.js'
import { type Store, Stores } from '../stores/stores.service.js'
import { CLOCK } from '../tokens.js'
import type { CheckoutRow, TableBillRow } from './checkout-rows.service.js'
import { multiplierName, offsetText } from './checkouts.texts.js'
import { fenOf, fits, nearest, type OffsetRoom, type OffsetVersion, roomOf } from './offset.rules.js'
import { OffsetPoints } from './offset-points.service.js'
import { OffsetSettings } from './offset-settings.service.js'
import { itemsOf } from './table-bills.service.js'

/** What a guest has chosen. Without `couponIds` the best are taken. */
export interface Choice {
  points: number
  couponIds?: readonly number[] | undefined
}

/** A bill to be paid, wherever that is. */
export interface AskedBill {
  storeId: number
  billNo: string
  tableId: number | null
  /** Before coupons and points. */
  amountFen: number
  items: readonly BillItem[]
  tableSize: number | null
  channel: CouponChannel
  /** The dishes have the price of the member's tier already, so coupons that do not go with that stay out. */
  tierPrice: boolean
}

/** A bill reckoned with what a guest has chosen. */
export interface ReckonedBill {
  at: Date
  store: Store
  setting: OffsetVersion
  discount: Discount
  /** The coupons on the bill by name, in the order they act. */
  coupons: { id: number; name: Text; offFen: number }[]
  room: OffsetRoom
  available: number
  honours: number[]
  /** Of the points that were asked for, those that may be used. */
  used: number
  pointsFen: number
  payableFen: number
  /** The multiplying coupons as a rule of this one bill. */
  rules: PublishedRule[]
  /** All coupons of the member with what becomes of them. */
  asked: CouponQuote
}

/** What the rule of multiplying coupons is called in the trace; no rule of an operator can have such a code. */
const COUPON_RULE = 'coupon:multiplier'
const NOTHING_PAID: Text = {
  zh: '全部由券和积分支付，本单不再得积分',
  en: 'Paid by coupons and points alone; it earns nothing',
}

/** What coupons and points make of a bill, and what the rest will earn. Nothing is written here. */
@Injectable()
export class CheckoutQuotes {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Stores) private readonly stores: Stores,
    @Inject(Products) private readonly products: Products,
    @Inject(Bills) private readonly bills: Bills,
    @Inject(CouponQuotes) private readonly coupons: CouponQuotes,
    @Inject(OffsetSettings) private readonly settings: OffsetSettings,
    @Inject(OffsetPoints) private readonly points: OffsetPoints,
  ) {}

  /** Refuses `record.not_found` and `coupon.not_usable` for coupons that were chosen. */
  async reckon(memberId: number, bill: AskedBill, choice: Choice): Promise<ReckonedBill> {
    const now = this.clock.now()
    const [store, setting] = await Promise.all([this.stores.get(bill.storeId), this.settings.current()])
    const [items, usable] = await Promise.all([
      this.products.knownLinesOf(store.brandId, bill.items),
      this.points.of(memberId, store, now),
    ])
    const place = placeOf(bill, store, { now, items })
    const wants = setting.enabled && choice.points > 0
    const beside = { points: wants, tierPrice: bill.tierPrice }
    let taken = await this.taken(memberId, place, { ...choice, beside })
    let room = roomOf(setting, taken.discount.payableFen, usable.points)
    let used = nearest(choice.points, room)
    if (wants && used === 0) {
      // No points after all, so coupons that do not go with points are back.
      taken = await this.taken(memberId, place, { ...choice, beside: { ...beside, points: false } })
      room = roomOf(setting, taken.discount.payableFen, usable.points)
      used = 0
    }
    const pointsFen = fenOf(used, setting)
    const known = [...taken.asked.usable, ...taken.asked.unusable]
    const coupons = taken.discount.taken.map(({ id, offFen }) => ({ id, offFen, name: nameIn(known, id) }))
    return {
      at: now,
      store,
      setting,
      ...taken,
      coupons,
      room,
      available: usable.points,
      honours: usable.honours,
      used,
      pointsFen,
      payableFen: taken.discount.payableFen - pointsFen,
      rules: rulesOf(taken.discount, known),
    }
  }

  /** The bill as it will be recorded when so much of it is paid in money. */
  prepare(
    { amountFen: _, tierPrice: __, channel, ...bill }: AskedBill,
    by: { memberId: number; paidFen: number; who: string; staffId?: number | null; paidAt: Date },
    rules: readonly PublishedRule[],
  ): Promise<PreparedBill> {
    return this.bills.prepare({ ...bill, channel: CHANNEL[channel], ...by }, rules)
  }

  /**
   * Exactly these points and no fewer, and the amount that was shown where one was. Refuses `checkout.points_off`,
   * `points.insufficient`, `checkout.points_limit`, `checkout.changed`, and as `reckon` does.
   */
  async exactly(
    memberId: number,
    bill: AskedBill,
    { expectedPayableFen, ...choice }: Choice & { expectedPayableFen?: number | undefined },
  ): Promise<ReckonedBill> {
    const reckoned = await this.reckon(memberId, bill, choice)
    if (choice.points > 0 && !reckoned.setting.enabled) throw new Refusal('checkout.points_off')
    if (!fits(choice.points, reckoned.room)) {
      const short = choice.points > reckoned.available
      throw new Refusal(short ? 'points.insufficient' : 'checkout.points_limit', { most: reckoned.room.most })
    }
    if (expectedPayableFen !== undefined && reckoned.payableFen !== expectedPayableFen) {
      throw new Refusal('checkout.changed', { payableFen: reckoned.payableFen })
    }
    return reckoned
  }

  /** What was reckoned as pages and tills show it. */
  async shown(
    memberId: number,
    bill: AskedBill,
    { choice, reckoned }: { choice: Choice; reckoned: ReckonedBill },
  ): Promise<Omit<CheckoutQuote, 'billId'>> {
    const { setting, discount, room, used, pointsFen, payableFen, asked } = reckoned
    const on = new Set(discount.taken.map(({ id }) => id))
    const lost = new Map(asked.lost.map(one => [one.id, one.sentence]))
    return {
      amountFen: bill.amountFen,
      coupons: reckoned.coupons.map(one => ({ ...one, id: String(one.id) })),
      couponFen: discount.offFen,
      usable: asked.usable.map(one => {
        const { id } = one.coupon.row
        const sentence = on.has(id) || choice.couponIds ? null : (lost.get(id) ?? null)
        return { ...shownOf(one), chosen: on.has(id), sentence }
      }),
      unusable: asked.unusable.map(one => ({ ...shownOf(one), sentence: one.sentence ?? { zh: '', en: '' } })),
      points: {
        enabled: setting.enabled,
        rule: offsetText(setting),
        available: reckoned.available,
        most: room.most,
        min: room.min,
        step: room.step,
        used,
      },
      pointsFen,
      payableFen,
      earns: await this.earns(memberId, bill, reckoned),
    }
  }

  private async earns(memberId: number, bill: AskedBill, { payableFen, rules }: ReckonedBill) {
    if (payableFen === 0) return { points: 0, sentence: NOTHING_PAID }
    const by = { memberId, paidFen: payableFen, who: '', paidAt: this.clock.now() }
    const { total, trace } = await this.bills.preview(await this.prepare(bill, by, rules))
    return { points: total, sentence: explainedOf(trace).sentence }
  }

  private async taken(
    memberId: number,
    place: AskedPlace & { paidFen: number },
    { couponIds, beside }: Choice & { beside: Beside },
  ): Promise<{ discount: Discount; asked: CouponQuote }> {
    const asked = await this.coupons.best(memberId, place, beside)
    if (!couponIds) return { discount: asked.discount, asked }
    return { discount: await this.coupons.chosen(memberId, couponIds, place, beside), asked }
  }
}

/** The multiplying coupons of a checkout as they were when it began, for the bill they were on. */
export function rulesFor(checkout: Pick<CheckoutRow, 'percent'>, name: Text): PublishedRule[] {
  if (checkout.percent <= 100) return []
  return [
    {
      id: 0,
      code: COUPON_RULE,
      version: 1,
      definition: {
        name: { zh: name.zh, en: name.en },
        trigger: 'PURCHASE',
        imported: false,
        when: { combinator: 'and', rules: [] },
        reward: { kind: 'MULTIPLIER', percent: checkout.percent },
        caps: [],
        budget: { points: null, fen: null },
        stacking: null,
        from: null,
        until: null,
        expiry: null,
        restriction: null,
        pendingDays: 0,
      },
    },
  ]
}

function rulesOf({ percent, taken }: Discount, known: readonly AskedCoupon[]): PublishedRule[] {
  const names = taken
    .map(({ id }) => known.find(one => one.coupon.row.id === id))
    .filter(one => one?.coupon.published.definition.effect.type === 'MULTIPLIER')
    .map(one => one!.name)
  return rulesFor({ percent }, multiplierName(names))
}

/** A bill at a table as it is asked for. */
export function askedOf(bill: TableBillRow): AskedBill {
  return {
    storeId: bill.store_id,
    billNo: bill.bill_no,
    tableId: bill.table_id,
    amountFen: bill.amount_fen,
    items: itemsOf(bill),
    tableSize: bill.table_size,
    channel: 'MINI_PROGRAM',
    tierPrice: false,
  }
}

function placeOf(bill: AskedBill, store: Store, { now, items }: { now: Date; items: DishLine[] }) {
  return { store, at: now, channel: bill.channel, paidFen: bill.amountFen, items }
}

function nameIn(known: readonly AskedCoupon[], id: number): Text {
  return known.find(one => one.coupon.row.id === id)?.name ?? { zh: '', en: '' }
}

function shownOf({ coupon }: AskedCoupon) {
  const { row, published } = coupon
  return {
    id: String(row.id),
    name: nameText(published.definition),
    face: faceText(published.definition),
    lastDay: dayOf(new Date(row.expires_at.getTime() - 1), row.time_zone),
  }
}
