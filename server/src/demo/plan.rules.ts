/** The whole demonstration as a list of what happens when. Pure: the same seed and moment make the same plan. */
import { businessDayStart, dayOf, minutesOf } from '../calendar.js'
import { type BillEvent, type Plan, type PlannedEvent, REWARDS, type Visit } from './events.rules.js'
import { DAY_CUT_OFF, HOUSES, TIME_ZONE } from './houses.rules.js'
import { Random } from './random.rules.js'
import { addStories } from './stories.rules.js'
import { addTraffic, type Crowd } from './traffic.rules.js'

const MINUTE_MS = 60_000
const SPENDS = 0.1
const REFUNDS = 0.012
const REASONS = ['菜品退回', '少上一道菜', '口味不合适', '重复下单'] as const
/** Older points are over, or so nearly that nobody should plan to spend them. */
const OLD_MS = 700 * 86_400_000

/** Twelve months of three stores that end at `now`, and a few older bills. */
export function makePlan(seed: number, now: Date): Plan {
  const random = new Random(seed)
  const crowd: Crowd = { members: [], visits: [] }
  addStories(crowd, random, now)
  addTraffic(crowd, random, now)
  const visits = crowd.visits.filter(visit => visit.at < now).sort((a, b) => a.at.getTime() - b.at.getTime())
  const purses = new Purses(random, now)
  const events: PlannedEvent[] = numbered(visits).flatMap(bill => [bill, ...purses.after(bill)])
  const past = events.filter(event => event.at < now)
  return { members: crowd.members, events: past.sort((a, b) => a.at.getTime() - b.at.getTime()) }
}

/** Bill numbers as a till prints them: store, business day, and the count of that day. */
function numbered(visits: Visit[]): BillEvent[] {
  const counts = new Map<string, number>()
  return visits.map(visit => {
    const start = businessDayStart(visit.at, TIME_ZONE, minutesOf(DAY_CUT_OFF))
    const day = `${HOUSES[visit.house]!.code}-${dayOf(start, TIME_ZONE).slice(2).replaceAll('-', '')}`
    const count = (counts.get(day) ?? 0) + 1
    counts.set(day, count)
    return { ...visit, kind: 'BILL', billNo: `${day}-${String(count).padStart(3, '0')}` }
  })
}

/** What members may still spend, as far as the plan knows: the ledger decides, and refuses what the plan got wrong. */
class Purses {
  private readonly points = new Map<number, number>()
  private spends = 0
  private refunds = 0

  constructor(
    private readonly random: Random,
    private readonly now: Date,
  ) {}

  /** What follows from a bill: points spent soon after it, money paid back. */
  after(bill: BillEvent): PlannedEvent[] {
    const { member } = bill
    if (member !== null && !bill.availableAt && this.now.getTime() - bill.at.getTime() < OLD_MS) {
      this.points.set(member, (this.points.get(member) ?? 0) + Math.floor(bill.fen / 100))
    }
    return [...this.spend(bill), ...this.refund(bill)]
  }

  private spend(bill: BillEvent): PlannedEvent[] {
    const { member, takes, at, house } = bill
    if (member === null) return []
    const left = this.points.get(member) ?? 0
    const affordable = REWARDS.filter(({ points }) => points <= left)
    const drawn =
      !bill.told && affordable.length > 0 && this.random.chance(SPENDS) ? this.random.pick(affordable) : undefined
    const reward = takes === undefined ? drawn : REWARDS[takes]
    if (!reward || reward.points > left) return []
    this.points.set(member, left - reward.points)
    this.spends += 1
    const when = new Date(at.getTime() + this.random.between(1, 6) * MINUTE_MS)
    return [{ kind: 'SPEND', at: when, house, member, number: this.spends, ...reward }]
  }

  private refund(bill: BillEvent): PlannedEvent[] {
    const { member, house, billNo, staff } = bill
    const drawn =
      !bill.told && this.random.chance(REFUNDS)
        ? {
            share: this.random.pick([0.2, 0.35, 1]),
            at: new Date(bill.at.getTime() + this.random.between(8, 95) * MINUTE_MS),
          }
        : undefined
    const refund = bill.refund ?? drawn
    if (!refund) return []
    const fen = Math.max(1, Math.round((bill.fen * refund.share) / 100) * 100)
    const paidBack = Math.min(fen, bill.fen)
    const taken = Math.floor(bill.fen / 100) - Math.floor((bill.fen - paidBack) / 100)
    if (member !== null) this.points.set(member, (this.points.get(member) ?? 0) - taken)
    this.refunds += 1
    const refundNo = `R-${billNo}`
    const reason = this.random.pick(REASONS)
    return [{ kind: 'REFUND', at: refund.at, house, billNo, refundNo, fen: paidBack, reason, member, staff }]
  }
}
