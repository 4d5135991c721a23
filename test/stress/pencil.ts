/**
 * The ledger as a clerk with a pencil would keep it: a list of lots for each member, in the order they came, walked from
 * the start each time. It shares no code with the real one, so that both can be wrong only in different ways.
 */
import type { Order, OrderOf, Told } from './orders.js'
import {
  byEnd,
  extend,
  fill,
  giveBack,
  nextSerial,
  type PencilHold,
  type PencilLot,
  type PencilMember,
  type Piece,
  part,
  settle,
  sum,
  takeFrom,
  usable,
} from './pencil-lots.js'

/** What an earn gave and has not been taken back, and the lots it filled. */
interface Given {
  member: number
  points: number
  growth: number
  lots: PencilLot[]
}

/** What a spend or capture took, the latest end first, and how much of it was given back. */
interface Spent {
  member: number
  points: number
  back: number
  pieces: Piece[]
}

const OUTCOMES = { INSUFFICIENT: 1, NOT_REVERSIBLE: 3, OVER_REFUND: 4, RESTRICTED: 5 } as const
const HOLDS = { CLOSED: 6, TOO_SMALL: 7, UNKNOWN: 8 } as const

const refused = (outcome: number): Told => ({ status: 'REFUSED', outcome })

export class Pencil {
  private readonly members = new Map<number, PencilMember>()
  private readonly keys = new Map<string, { body: string; told: Told }>()
  private readonly given = new Map<string, Given>()
  private readonly spent = new Map<string, Spent>()
  private readonly holds = new Map<string, PencilHold>()
  private readonly tallies = new Map<string, number>()

  /** What the ledger answers to this order at this moment, after which everything is as the ledger should have it. */
  apply(order: Order, now: number): Told {
    const known = this.keys.get(order.key)
    if (known && known.body !== order.body) return { status: 'CONFLICT' }
    if (known) return known.told.status === 'REFUSED' ? known.told : { status: 'REPEATED' }
    const told = this.decide(order, this.member(order.member, now), now)
    this.keys.set(order.key, { body: order.body, told })
    return told
  }

  /** The member as he stands at this moment. */
  member(id: number, now: number): PencilMember {
    const member = this.members.get(id) ?? { lots: [], holds: [], debt: 0, growth: 0, visits: 0 }
    this.members.set(id, member)
    settle(member, now)
    return member
  }

  balances(id: number, now: number) {
    const { lots, debt, growth, visits } = this.member(id, now)
    const left = (begun: boolean) => sum(lots.filter(lot => lot.begun === begun).map(lot => lot.left))
    return { pending: left(false), available: left(true), held: sum(lots.map(lot => lot.held)), debt, growth, visits }
  }

  private decide(order: Order, member: PencilMember, now: number): Told {
    if (order.do === 'EARN') return this.earn(order, member, now)
    if (order.do === 'SPEND') return this.spend(order, member, now)
    if (order.do === 'HOLD') return this.hold(order, member, now)
    if (order.do === 'CAPTURE' || order.do === 'RELEASE') return this.close(order, member, now)
    if (order.do === 'UNDO_SPEND') return this.undoSpend(order, member, now)
    if (order.do === 'UNDO_EARN') return this.undoEarn(order, member, now)
    return order.do === 'ADJUST' ? adjust(order, member, now) : this.transfer(order, member, now)
  }

  private earn(order: OrderOf<'EARN'>, member: PencilMember, now: number): Told {
    const lots: PencilLot[] = []
    let [taken, total] = [0, 0]
    for (const [at, wanted] of order.points.entries()) {
      const points = this.allowed(order, wanted)
      const span = order.spans[at]!
      const repaid = span.from <= now ? Math.min(member.debt, points) : 0
      member.debt -= repaid
      total += points
      taken += points - repaid
      if (points > repaid) lots.push(fill(member, span, points - repaid, now))
    }
    member.growth += order.growth
    const { growth, visit } = order
    // An earn of nothing leaves nothing that could be undone.
    if (total + growth > 0) this.given.set(order.key, { member: order.member, points: total, growth, lots })
    if (visit) {
      member.visits += 1
      extend(member, now)
    }
    return posted(member, { taken })
  }

  /** What a cap leaves of the points asked for. */
  private allowed({ cap }: OrderOf<'EARN'>, wanted: number): number {
    if (!cap) return wanted
    const before = this.tallies.get(cap.name) ?? 0
    const points = Math.min(wanted, cap.limit - before)
    this.tallies.set(cap.name, before + points)
    return points
  }

  private spend(order: OrderOf<'SPEND'>, member: PencilMember, now: number): Told {
    const paid = pay(member, order, now)
    if (!Array.isArray(paid)) return paid
    this.spent.set(order.key, { member: order.member, points: order.points, back: 0, pieces: latestFirst(paid) })
    return posted(member, { taken: order.points })
  }

  private hold(order: OrderOf<'HOLD'>, member: PencilMember, now: number): Told {
    const before = member.lots.map(lot => lot.left)
    const pieces = pay(member, order, now)
    if (!Array.isArray(pieces)) return pieces
    if (order.until <= now) {
      for (const [at, lot] of member.lots.entries()) lot.left = before[at]!
      return refused(HOLDS.CLOSED)
    }
    for (const { lot, points } of pieces) lot.held += points
    const { points, until, graceDays } = order
    const hold = { n: nextSerial(), member: order.member, points, pieces, until, graceDays, open: true }
    this.holds.set(order.key, hold)
    member.holds.push(hold)
    return posted(member, { taken: points })
  }

  private close(order: OrderOf<'CAPTURE'> | OrderOf<'RELEASE'>, member: PencilMember, now: number): Told {
    const hold = this.holds.get(order.of)
    if (hold?.member !== order.member) return refused(HOLDS.UNKNOWN)
    if (!hold.open) return refused(HOLDS.CLOSED)
    const captured = order.do === 'CAPTURE' ? order.points : 0
    if (captured > hold.points) return refused(HOLDS.TOO_SMALL)
    hold.open = false
    for (const { lot, points } of hold.pieces) lot.held -= points
    const pieces = part(hold.pieces, 0, captured)
    if (captured > 0)
      this.spent.set(order.key, { member: order.member, points: captured, back: 0, pieces: latestFirst(pieces) })
    const back = giveBack(member, part(hold.pieces, captured, hold.points), { at: now, graceDays: hold.graceDays })
    settle(member, now)
    return posted(member, { taken: order.do === 'CAPTURE' ? 0 : back })
  }

  private undoSpend(order: OrderOf<'UNDO_SPEND'>, member: PencilMember, now: number): Told {
    const spent = this.spent.get(order.of)
    if (spent?.member !== order.member) return refused(OUTCOMES.NOT_REVERSIBLE)
    if (order.points > spent.points - spent.back) return refused(OUTCOMES.OVER_REFUND)
    const pieces = part(spent.pieces, spent.back, order.points)
    spent.back += order.points
    const taken = giveBack(member, pieces, { at: now, graceDays: order.graceDays })
    settle(member, now)
    return posted(member, { taken })
  }

  private undoEarn(order: OrderOf<'UNDO_EARN'>, member: PencilMember, now: number): Told {
    const given = this.given.get(order.of)
    if (given?.member !== order.member) return refused(OUTCOMES.NOT_REVERSIBLE)
    if (order.points > given.points || order.growth > given.growth) return refused(OUTCOMES.OVER_REFUND)
    const own = withMoved(given.lots, member.lots)
    const pending = own.filter(lot => !lot.begun)
    const active = usable(own, now)
    const others = usable(member.lots, now).filter(lot => !active.includes(lot))
    const room = (lots: PencilLot[]) => sum(lots.map(lot => lot.left))
    const fromOwn = Math.min(order.points, room(pending) + room(active))
    const lapsed = Math.min(order.points - fromOwn, sum(own.map(lot => lot.expired)))
    const fromOthers = Math.min(order.points - fromOwn - lapsed, room(others))
    const short = order.points - fromOwn - lapsed - fromOthers
    if (short > 0 && order.shortfall === 'BLOCK') return refused(OUTCOMES.NOT_REVERSIBLE)
    takeFrom([...pending, ...active], fromOwn)
    unexpire(own, lapsed)
    takeFrom(others, fromOthers)
    if (order.shortfall === 'DEBT') member.debt += short
    member.growth -= order.growth
    given.points -= order.points
    given.growth -= order.growth
    return posted(member, { taken: fromOwn + fromOthers, short })
  }

  private transfer(order: OrderOf<'TRANSFER'>, member: PencilMember, now: number): Told {
    const receiver = this.member(order.to, now)
    const pieces = pay(member, order, now)
    if (!Array.isArray(pieces)) return pieces
    for (const { lot, points } of pieces) {
      const repaid = Math.min(receiver.debt, points)
      receiver.debt -= repaid
      if (points > repaid) fill(receiver, lot, points - repaid, now)
    }
    return posted(member, { taken: order.points })
  }
}

function adjust(order: OrderOf<'ADJUST'>, member: PencilMember, now: number): Told {
  const { points, span } = order
  if (points > 0) {
    const repaid = span.from <= now ? Math.min(member.debt, points) : 0
    member.debt -= repaid
    if (points > repaid) fill(member, span, points - repaid, now)
    return posted(member, { taken: points - repaid })
  }
  const lots = usable(member.lots, now)
  const short = Math.max(0, -points - sum(lots.map(lot => lot.left)))
  if (short > 0 && order.shortfall === 'BLOCK') return refused(OUTCOMES.INSUFFICIENT)
  takeFrom(lots, -points - short)
  member.debt += short
  return posted(member, { taken: -points - short, short })
}

/** All or nothing. Restricted points pay only where their restriction is honoured. */
function pay(member: PencilMember, order: { points: number; honours: number[] }, now: number): Piece[] | Told {
  const all = usable(member.lots, now)
  if (order.points === 0 || sum(all.map(lot => lot.left)) < order.points) return refused(OUTCOMES.INSUFFICIENT)
  const lots = all.filter(lot => lot.restriction === 0 || order.honours.includes(lot.restriction))
  if (sum(lots.map(lot => lot.left)) < order.points) return refused(OUTCOMES.RESTRICTED)
  return takeFrom(lots, order.points)
}

function posted(member: PencilMember, found: { taken: number; short?: number }): Told {
  const available = sum(member.lots.filter(lot => lot.begun).map(lot => lot.left))
  return { status: 'POSTED', available, debt: member.debt, growth: member.growth, short: 0, ...found }
}

const latestFirst = (pieces: Piece[]): Piece[] => [...pieces].sort((a, b) => b.lot.to - a.lot.to || b.lot.n - a.lot.n)

/** The lots an earn filled, and those their points may have moved on to when visits put their end off. */
function withMoved(own: PencilLot[], all: PencilLot[]): PencilLot[] {
  const moving = own.filter(lot => lot.extendMonths > 0)
  const kin = (lot: PencilLot) =>
    moving.some(one => one.restriction === lot.restriction && one.extendMonths === lot.extendMonths)
  return [...new Set([...own, ...all.filter(kin)])].sort(byEnd)
}

function unexpire(lots: PencilLot[], wanted: number): void {
  for (const lot of lots) {
    const points = Math.min(lot.expired, wanted)
    lot.expired -= points
    wanted -= points
  }
}
