/** A year of guests in three stores: seasons, weekdays, lunch and dinner, regulars and people who came once. */
import { instantOf, localOf } from '../calendar.js'
import type { PlannedMember, Visit } from './events.rules.js'
import { HOUSES, type House, TIME_ZONE } from './houses.rules.js'
import { nicknameOf, phoneOf } from './people.rules.js'
import type { Random } from './random.rules.js'

const DAYS = 365
const MINUTE_MS = 60_000
const FOUNDERS = 200
const ANONYMOUS = 0.06
/** Guests of one store who now and then eat in another. */
const ELSEWHERE = 0.12

/** How often people come back, for how many days on average, and how many of them there are. */
const HABITS = [
  { share: 42, tickets: 0, days: 0 },
  { share: 36, tickets: 1, days: 170 },
  { share: 18, tickets: 5, days: 320 },
  { share: 4, tickets: 10, days: 600 },
] as const
/** Minutes of the day: when a meal is at its height, how wide it spreads, and its ends. */
const MEALS = [
  { at: 730, spread: 32, from: 645, to: 850, company: [40, 36, 12, 9, 2, 1] },
  { at: 935, spread: 45, from: 855, to: 1_015, company: [46, 42, 8, 4] },
  { at: 1_135, spread: 52, from: 1_020, to: 1_315, company: [14, 40, 18, 18, 6, 4] },
  { at: 1_400, spread: 50, from: 1_320, to: 1_520, company: [12, 44, 22, 22] },
] as const

export interface Crowd {
  members: PlannedMember[]
  visits: Visit[]
}

/** Adds twelve months of visits up to `now`, and the members who made them, to a crowd that may have people already. */
export function addTraffic(crowd: Crowd, random: Random, now: Date): void {
  const regulars = HOUSES.map(() => new Regulars())
  for (let n = 0; n < FOUNDERS; n += 1) addFounder(crowd, regulars, random, { now, before: n < FOUNDERS * 0.3 })
  const today = localOf(now, TIME_ZONE)
  for (let ago = DAYS; ago >= 0; ago -= 1) {
    const start = instantOf({ ...today, day: today.day - ago, hour: 0, minute: 0 }, TIME_ZONE)
    const visits = HOUSES.flatMap((house, index) =>
      Array.from({ length: billsOn(house, start, random, 1 - ago / DAYS) }, () => visitOn(start, index, random)),
    )
    // In the order of time: whoever joins at dinner cannot have been a member at lunch.
    for (const visit of visits.filter(({ at }) => at < now).sort((a, b) => a.at.getTime() - b.at.getTime())) {
      visit.member = whoComes(crowd, regulars, random, { visit, day: DAYS - ago })
      crowd.visits.push(visit)
    }
  }
}

/** Who would come again, by store: a drum of tickets from which everybody is drawn as often as they like to come. */
class Regulars {
  private readonly tickets: { member: number; until: number }[] = []

  add(member: number, tickets: number, until: number): void {
    for (let n = 0; n < tickets; n += 1) this.tickets.push({ member, until })
  }

  draw(random: Random, day: number): number | null {
    while (this.tickets.length > 0) {
      const at = random.between(0, this.tickets.length - 1)
      const ticket = this.tickets[at]!
      if (ticket.until >= day) return ticket.member
      // Has stopped coming: the last ticket takes the place.
      this.tickets[at] = this.tickets.at(-1)!
      this.tickets.pop()
    }
    return null
  }
}

function billsOn(house: House, start: Date, random: Random, progress: number): number {
  const { year, month, day } = localOf(start, TIME_ZONE)
  const weekday = (new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7
  const expected = house.bills * house.week[weekday]! * house.year[month - 1]! * (0.9 + 0.2 * progress)
  return Math.max(0, Math.round(expected * Math.exp(random.normal(0, 0.13))))
}

function visitOn(start: Date, index: number, random: Random): Visit {
  const house = HOUSES[index]!
  const meal = MEALS[random.weighted(house.hours)]!
  const minute = Math.min(Math.max(random.normal(meal.at, meal.spread), meal.from), meal.to)
  const heads = random.weighted(meal.company) + 1
  return {
    at: new Date(start.getTime() + Math.floor(minute * 60) * 1000),
    house: index,
    fen: amountOf(house.head, heads, random),
    member: null,
    table: random.chance(0.78) ? random.between(0, house.tables.length - 1) : null,
    staff: random.chance(0.55) ? random.between(0, house.staff.length - 1) : null,
  }
}

/** What a table pays, in fen: nobody eats for less than 18 yuan, and prices end as menus do. */
export function amountOf(head: number, heads: number, random: Random): number {
  const yuan = Math.max(18, Math.floor(heads * random.normal(head, head * 0.24)))
  return yuan * 100 + random.pick([0, 0, 0, 0, 50, 50, 80])
}

function whoComes(
  crowd: Crowd,
  regulars: Regulars[],
  random: Random,
  { visit, day }: { visit: Visit; day: number },
): number | null {
  if (random.chance(ANONYMOUS)) return null
  const isNew = random.chance(0.125 - 0.05 * (day / DAYS))
  const other = random.chance(ELSEWHERE) ? random.between(0, regulars.length - 1) : visit.house
  const known = isNew ? null : regulars[other]!.draw(random, day)
  return known ?? join(crowd, regulars, random, { house: visit.house, at: visit.at, day })
}

function join(
  crowd: Crowd,
  regulars: Regulars[],
  random: Random,
  { house, at, day }: { house: number; at: Date; day: number },
): number {
  const member = crowd.members.length
  const habit = HABITS[random.weighted(HABITS.map(({ share }) => share))]!
  crowd.members.push({
    nickname: nicknameOf(random),
    phone: phoneOf(member),
    house,
    enrolledAt: new Date(at.getTime() - random.between(2, 35) * MINUTE_MS),
    marketing: random.chance(0.58),
  })
  regulars[house]!.add(member, habit.tickets, day + Math.round(habit.days * (0.3 + 1.4 * random.next())))
  return member
}

/** Somebody who was a member before these twelve months: a few of their points have come to their end since. */
function addFounder(
  crowd: Crowd,
  regulars: Regulars[],
  random: Random,
  { now, before }: { now: Date; before: boolean },
): void {
  const [from, to] = before ? [775, 840] : [400, 700]
  const house = random.between(0, HOUSES.length - 1)
  const { year, month, day } = localOf(now, TIME_ZONE)
  const first = random.between(from! + 1, to!)
  const dayOf = (ago: number) => instantOf({ year, month, day: day - ago }, TIME_ZONE)
  const visit = visitOn(dayOf(first), house, random)
  visit.member = join(crowd, regulars, random, { house, at: visit.at, day: 0 })
  crowd.visits.push(visit)
  for (let more = random.between(0, 2); more > 0; more -= 1) {
    crowd.visits.push({ ...visitOn(dayOf(random.between(from!, first - 1)), house, random), member: visit.member })
  }
}
