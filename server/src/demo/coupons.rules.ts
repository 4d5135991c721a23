/** Coupons of the demonstration: what there is, who took one when, and where it went. Pure. */
import type { CouponDefinition, CouponEffect } from '@huitou/shared/coupons'
import { instantOf, localOf, minutesOf } from '../calendar.js'
import type { PlannedMember } from './events.rules.js'
import { HOUSES, TIME_ZONE } from './houses.rules.js'
import { Random } from './random.rules.js'
import { STORIES } from './stories.rules.js'

export interface DemoCoupon {
  code: string
  definition: CouponDefinition
  stock: number
  /** How many were taken, in the days from so many ago to so many ago. */
  taken: number
  days: [from: number, to: number]
  /** How many of them are used, and in how many days. */
  used: number
  within: number
}

/** A coupon in somebody's wallet, and its use. */
export interface DemoClaim {
  coupon: string
  /** Index of the member in the plan. */
  member: number
  at: Date
  use: { at: Date; house: number; offFen: number } | null
}

interface Of {
  coupons: readonly DemoCoupon[]
  now: Date
}

const DAY_MS = 86_400_000
/** Whoever is told about uses his coupons by hand. */
const TOLD = Object.values<string>(STORIES)

const plain: Pick<CouponDefinition, 'scope' | 'stacking' | 'giftable' | 'costFen'> = {
  scope: {
    stores: null,
    channels: null,
    windows: null,
    notOn: { festivals: [], days: [] },
    dishes: null,
    minSpendFen: null,
  },
  stacking: { group: 'GENERAL', with: [], perBill: 1, points: true, tierPrice: true },
  giftable: true,
  costFen: null,
}

/** Four coupons that are given out and one that is over. `remindAt` is the hour of reminders. */
export function demoCoupons(now: Date, remindAt: string): DemoCoupon[] {
  const relative = (days: number) => ({ validity: { kind: 'RELATIVE' as const, starts: 'NOW' as const, days } })
  return [
    {
      code: 'welcome',
      definition: {
        ...plain,
        ...named('新客满百减二十', '¥20 off for newcomers', { type: 'THRESHOLD_OFF', minFen: 10_000, offFen: 2_000 }),
        stacking: { ...plain.stacking, group: 'WELCOME' },
        ...relative(30),
        giftable: false,
      },
      stock: 3_000,
      ...{ taken: 160, days: [60, 1], used: 64, within: 20 },
    },
    {
      code: 'weekday-lunch',
      definition: {
        ...plain,
        ...named('工作日午市 88 折', 'Lunch, 12% off', { type: 'PERCENT_OFF', offPercent: 12, capFen: 3_000 }),
        scope: { ...plain.scope, windows: [{ weekdays: [1, 2, 3, 4, 5], between: ['10:30', '14:00'] }] },
        ...relative(14),
      },
      stock: 800,
      ...{ taken: 140, days: [28, 1], used: 47, within: 10 },
    },
    {
      code: 'anniversary',
      definition: {
        ...plain,
        ...named('周年庆 30 元券', '¥30, our anniversary', { type: 'CASH', offFen: 3_000 }),
        stacking: { ...plain.stacking, group: 'CAMPAIGN' },
        validity: {
          kind: 'FIXED',
          from: daysAgo(now, 12).toISOString(),
          until: endingSoon(now, remindAt).toISOString(),
        },
      },
      stock: 200,
      ...{ taken: 168, days: [11, 1], used: 71, within: 8 },
    },
    {
      code: 'double-points',
      definition: {
        ...plain,
        ...named('双倍积分券', 'Double points', { type: 'MULTIPLIER', percent: 200 }),
        stacking: { ...plain.stacking, group: 'POINTS' },
        ...relative(60),
      },
      stock: 500,
      ...{ taken: 56, days: [9, 1], used: 9, within: 7 },
    },
    nationalDay(now),
  ]
}

/** What was good in the seven days of the last National Day, and taken in them. */
function nationalDay(now: Date): DemoCoupon {
  const { year, month, day } = localOf(now, TIME_ZONE)
  const isOver = month > 10 || (month === 10 && day > 7)
  const of = (dayOfOctober: number) =>
    instantOf({ year: isOver ? year : year - 1, month: 10, day: dayOfOctober }, TIME_ZONE)
  const ago = Math.floor((now.getTime() - of(8).getTime()) / DAY_MS) + 1
  return {
    code: 'national-day',
    definition: {
      ...plain,
      ...named('国庆满三百减六十', '¥60 off, National Day', { type: 'THRESHOLD_OFF', minFen: 30_000, offFen: 6_000 }),
      validity: { kind: 'FIXED', from: of(1).toISOString(), until: of(8).toISOString() },
    },
    stock: 150,
    ...{ taken: 118, days: [ago + 6, ago + 1], used: 83, within: 5 },
  }
}

/** Who took one and used it, each member at most once of each; the told ones have their own. In the order of time. */
export function claimsOf(seed: number, members: readonly PlannedMember[], of: Of): DemoClaim[] {
  const { coupons, now } = of
  const random = new Random(seed + 1)
  const drawn = coupons.flatMap(coupon => {
    const open = [...members.keys()].filter(at => !TOLD.includes(members[at]!.nickname) && !members[at]!.device)
    const claims: DemoClaim[] = []
    while (claims.length < coupon.taken && open.length > 0) {
      const [member] = open.splice(random.between(0, open.length - 1), 1) as [number]
      const at = momentOf(random, now, random.between(coupon.days[1], coupon.days[0]))
      // Newcomers take theirs within two days of joining.
      const joined = members[member]!.enrolledAt
      if (joined >= at) continue
      const use = claims.length < coupon.used ? useOf(random, coupon, { at, now, house: members[member]!.house }) : null
      claims.push({ coupon: coupon.code, member, at, use })
    }
    return claims
  })
  return [...drawn, ...toldClaims(random, members, of)].sort((a, b) => a.at.getTime() - b.at.getTime())
}

/** The diner: one that ends in three days, one that doubles points; of the lunches one used, one ended, one to be given. */
function toldClaims(random: Random, members: readonly PlannedMember[], { coupons, now }: Of): DemoClaim[] {
  const who = (nickname: string) => members.findIndex(member => member.nickname === nickname)
  const diner = who(STORIES.diner)
  const claim = (coupon: string, ago: number, member = diner): DemoClaim => {
    return { coupon, member, at: daysAgo(now, ago), use: null }
  }
  const lunch = coupons.find(({ code }) => code === 'weekday-lunch')!
  const eaten = claim(lunch.code, 20)
  return [
    claim(lunch.code, 27),
    { ...eaten, use: useOf(random, lunch, { at: eaten.at, now, house: 0 }) },
    claim('anniversary', 6),
    claim('double-points', 3),
    claim(lunch.code, 1),
    claim('anniversary', 4, who(STORIES.held)),
  ]
}

/** A use on a day after it was taken, while it is good; null where no such day has come yet. */
function useOf(
  random: Random,
  { definition, within }: DemoCoupon,
  { at, now, house }: { at: Date; now: Date; house: number },
): DemoClaim['use'] {
  const { effect, scope, validity } = definition
  const from = validity.kind === 'FIXED' ? Math.max(Date.parse(validity.from), at.getTime()) : at.getTime()
  const until = validity.kind === 'FIXED' ? Date.parse(validity.until) : at.getTime() + (validity.days - 1) * DAY_MS
  for (let days = random.between(1, within), tries = 0; tries < within; tries += 1, days = (days % within) + 1) {
    const used = lunchOrDinner(random, new Date(from + days * DAY_MS), scope.windows !== null)
    const weekday = new Date(used.getTime() + 8 * 3_600_000).getUTCDay()
    const atWork = scope.windows === null || (weekday >= 1 && weekday <= 5)
    if (used < now && used.getTime() < until && atWork) return { at: used, house, offFen: offOf(random, effect) }
  }
  return null
}

function offOf(random: Random, effect: CouponEffect): number {
  if (effect.type === 'MULTIPLIER') return 0
  if (effect.type === 'PERCENT_OFF') return Math.min(random.between(640, 3_400), effect.capFen ?? 3_400)
  return effect.type === 'ITEM' ? 0 : effect.offFen
}

/** The end of a coupon of which its owner is to be told today: four midnights on once the hour of reminders has come. */
export function endingSoon(now: Date, remindAt: string): Date {
  const { year, month, day, hour, minute } = localOf(now, TIME_ZONE)
  const days = hour * 60 + minute >= minutesOf(remindAt) ? 4 : 3
  return instantOf({ year, month, day: day + days }, TIME_ZONE)
}

function named(zh: string, en: string, effect: CouponEffect): Pick<CouponDefinition, 'name' | 'effect'> {
  return { name: { zh, en }, effect }
}

const daysAgo = (now: Date, days: number): Date => new Date(now.getTime() - days * DAY_MS)

/** Some minute of the day on which people have their phones in hand. */
function momentOf(random: Random, now: Date, ago: number): Date {
  const { year, month, day } = localOf(daysAgo(now, ago), TIME_ZONE)
  return instantOf({ year, month, day, hour: random.between(9, 21), minute: random.between(0, 59) }, TIME_ZONE)
}

function lunchOrDinner(random: Random, of: Date, lunch: boolean): Date {
  const { year, month, day } = localOf(of, TIME_ZONE)
  const hour = lunch || random.chance(0.45) ? 12 : random.between(18, 20)
  return instantOf({ year, month, day, hour, minute: random.between(0, 59) }, TIME_ZONE)
}

/** The name of a waiter as a use keeps it. */
export function waiterOf(house: number, staff: readonly { staffNo: string }[]): string {
  return `${HOUSES[house]!.staff[0]!.name} · ${staff[0]!.staffNo}`
}
