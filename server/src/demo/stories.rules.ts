/** The people of the demonstration whose story is told, because somebody will look for exactly that case. */
import { businessDayStart, instantOf, localOf, minutesOf } from '../calendar.js'
import type { PlannedMember, Visit } from './events.rules.js'
import { DAY_CUT_OFF, HOUSES, TIME_ZONE } from './houses.rules.js'
import type { Random } from './random.rules.js'
import { amountOf, type Crowd } from './traffic.rules.js'

/** Their nicknames, which no drawn one can be. */
export const STORIES = {
  diner: '林间漫步',
  debt: '退了单的柚子皮',
  pending: '周末办寿宴',
  expired: '好久不见老街坊',
  held: '订了年夜饭的小满',
} as const
export const DINER_DEVICE = 'demo-diner'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

/** Adds the five of them to a crowd. The diner comes first and keeps index 0. */
export function addStories(crowd: Crowd, random: Random, now: Date): void {
  addDiner(crowd, random, now)
  addDebt(crowd, now)
  addPending(crowd, now)
  addExpired(crowd, now)
  addHeld(crowd, now)
}

/** A regular of two years: points that ended, points that end this month, rewards taken, a refund, a bill at the last meal. */
function addDiner(crowd: Crowd, random: Random, now: Date): void {
  const { year, month, day } = localOf(now, TIME_ZONE)
  const member = addMember(
    crowd,
    { nickname: STORIES.diner, phone: '', house: 0, device: DINER_DEVICE },
    at(now, 812, 11.5),
  )
  const lunch = (when: Date, more: Partial<Visit> = {}) => {
    const heads = random.pick([1, 1, 2, 2, 3])
    crowd.visits.push({
      ...visitAt(when, random.pick([0, 0, 0, 1, 2]), member),
      fen: amountOf(66, heads, random),
      ...more,
    })
  }
  for (const ago of [812, 798, 781]) lunch(at(now, ago, 12.2))
  // Two years ago this month: what is left of it ends with this month.
  const twoYearsAgo = Math.min(day, 28)
  for (const hour of [12, 18.5]) lunch(timeOn({ year: year - 2, month, day: twoYearsAgo }, hour), { fen: 39_800 })
  for (const ago of [702, 655, 590, 521, 466, 411]) lunch(at(now, ago, 18.8))
  for (let ago = 361; ago > 2; ago -= random.between(4, 10)) lunch(at(now, ago, random.pick([12.1, 12.6, 18.7, 19.4])))
  for (const ago of [310, 128]) lunch(at(now, ago, 19.1), { fen: 15_480, takes: 0 })
  lunch(at(now, 200, 13), { fen: 26_800, takes: 1 })
  lunch(at(now, 64, 19), { fen: 31_550, takes: 2 })
  const refunded = at(now, 23, 19.2)
  lunch(refunded, { fen: 18_650, refund: { share: 0.4, at: new Date(refunded.getTime() + HOUR_MS) } })
  lunch(at(now, 2, 12.4), { fen: 8_850 })
  const meals = [at(now, 0, 18.9), at(now, 0, 12.3), at(now, 1, 18.9)]
  lunch(meals.find(meal => meal < now) as Date, { fen: 12_680, house: 0, table: 4 })
}

/** Spent nearly everything, then gave the bill back: the points that are gone are owed. */
function addDebt(crowd: Crowd, now: Date): void {
  const member = addMember(crowd, { nickname: STORIES.debt, phone: '19800009991', house: 1 }, at(now, 74, 18))
  const paid = { ...visitAt(at(now, 74, 18.6), 1, member), fen: 68_800, takes: 3 }
  crowd.visits.push({ ...paid, refund: { share: 1, at: new Date(paid.at.getTime() + 20 * HOUR_MS) } })
}

/** Paid a banquet ahead: its points begin on the day of the banquet. */
function addPending(crowd: Crowd, now: Date): void {
  const member = addMember(crowd, { nickname: STORIES.pending, phone: '19800009992', house: 2 }, at(now, 40, 18))
  crowd.visits.push({ ...visitAt(at(now, 40, 18.9), 2, member), fen: 42_600 })
  const availableAt = businessDayStart(new Date(now.getTime() + 6 * DAY_MS), TIME_ZONE, minutesOf(DAY_CUT_OFF))
  crowd.visits.push({ ...visitAt(at(now, 2, 15.2), 2, member), fen: 388_000, table: null, availableAt })
}

/** Came often two years ago and not since: all their points have ended. */
function addExpired(crowd: Crowd, now: Date): void {
  const member = addMember(crowd, { nickname: STORIES.expired, phone: '19800009993', house: 0 }, at(now, 835, 11))
  for (const [ago, fen] of [
    [835, 15_600],
    [821, 8_800],
    [809, 22_450],
    [790, 9_900],
  ] as const) {
    crowd.visits.push({ ...visitAt(at(now, ago, 12.3), 0, member), fen })
  }
}

/** Booked the New Year's dinner with points: they are set aside until it is served. See `HELD`. */
function addHeld(crowd: Crowd, now: Date): void {
  const member = addMember(crowd, { nickname: STORIES.held, phone: '19800009994', house: 1 }, at(now, 90, 18))
  for (const ago of [90, 61, 33]) crowd.visits.push({ ...visitAt(at(now, ago, 18.4), 1, member), fen: 52_600 })
}

/** What is set aside for that dinner. */
export const HELD = { points: 600, days: 60, what: { zh: '年夜饭订座', en: "a table at New Year's Eve" } } as const

function addMember(
  crowd: Crowd,
  member: Pick<PlannedMember, 'nickname' | 'phone' | 'house' | 'device'>,
  enrolledAt: Date,
): number {
  crowd.members.push({ ...member, enrolledAt, marketing: true })
  return crowd.members.length - 1
}

function visitAt(when: Date, house: number, member: number): Visit {
  return { at: when, house, fen: 0, member, table: member % HOUSES[house]!.tables.length, staff: 0, told: true }
}

/** So many days before now, at an hour of the store's day such as 12.5. Never later than now. */
function at(now: Date, daysAgo: number, hour: number): Date {
  const { year, month, day } = localOf(now, TIME_ZONE)
  return timeOn({ year, month, day: day - daysAgo }, hour)
}

function timeOn(day: { year: number; month: number; day: number }, hour: number): Date {
  return new Date(instantOf(day, TIME_ZONE).getTime() + Math.round(hour * HOUR_MS))
}
