/**
 * The ledger as a clerk with a pencil would keep it: one list of lots for each member, walked from the start each time.
 * It shares no code with the real one, so that both can be wrong only in different ways.
 */
import type { Earn, Operation, Spend, UndoEarn } from '../../server/src/ledger/operation.rules.js'

interface ModelLot {
  start: number
  end: number
  begun: boolean
  left: number
  expired: number
}

interface Given {
  member: Member
  points: number
  growth: number
  lot: ModelLot | null
}

interface Member {
  lots: ModelLot[]
  debt: number
  growth: number
}

export type Told =
  | { status: 'POSTED'; taken: number; short: number }
  | { status: 'REPEATED' | 'CONFLICT' }
  | { status: 'REFUSED'; outcome: number }

const [INSUFFICIENT, NOT_REVERSIBLE, OVER_REFUND] = [1, 3, 4]
const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0)

export class LedgerModel {
  private readonly members = new Map<number, Member>()
  private readonly keys = new Map<string, { body: string; told: Told }>()
  /** What earns gave, by their key. */
  private readonly given = new Map<string, Given>()

  /** `undone` is the key of the earn that an undo is about. */
  apply(operation: Operation, now: Date, undone = ''): Told {
    const known = this.keys.get(operation.key)
    if (known && known.body !== operation.body) return { status: 'CONFLICT' }
    if (known) return known.told.status === 'REFUSED' ? known.told : { status: 'REPEATED' }
    const member = this.member(operation.memberId)
    settle(member, now.getTime())
    const told = this.decide(operation, member, now.getTime(), undone)
    this.keys.set(operation.key, { body: operation.body, told })
    return told
  }

  balances(memberId: number, now: Date) {
    const member = this.member(memberId)
    settle(member, now.getTime())
    const left = (begun: boolean) => sum(member.lots.filter(lot => lot.begun === begun).map(lot => lot.left))
    return { available: left(true), pending: left(false), debt: member.debt, growth: member.growth }
  }

  /** What is in each lot, by its end, empty ones left out. */
  lots(memberId: number): [number, number][] {
    const full = this.member(memberId).lots.filter(lot => lot.left > 0)
    return full.sort((a, b) => a.end - b.end || a.start - b.start).map(lot => [lot.end, lot.left])
  }

  private member(id: number): Member {
    const member = this.members.get(id) ?? { lots: [], debt: 0, growth: 0 }
    this.members.set(id, member)
    return member
  }

  private decide(operation: Operation, member: Member, now: number, undone: string): Told {
    if (operation.kind === 'EARN') return this.earn(operation, member, now)
    if (operation.kind === 'SPEND') return spend(operation, member, now)
    if (operation.kind === 'UNDO_EARN') return this.undo(operation, member, now, undone)
    throw new Error(`this clerk has never heard of ${operation.kind}`)
  }

  /** Earns of this model have one span and a fixed award. */
  private earn(earn: Earn, member: Member, now: number): Told {
    const { points: [points = 0] = [], growth } = earn.award({
      activities: 0,
      lastActivityAt: null,
      tallies: new Map(),
    })
    const [start = 0, end = 0] = earn.spans.flatMap(span => [span.availableAt.getTime(), span.expiresAt.getTime()])
    const begun = start <= now
    const repaid = begun ? Math.min(member.debt, points) : 0
    member.debt -= repaid
    member.growth += growth
    const known = member.lots.find(one => one.start === start && one.end === end)
    const lot = points === repaid ? null : (known ?? { start, end, begun, left: 0, expired: 0 })
    if (lot && lot !== known) member.lots.push(lot)
    if (lot) lot.left += points - repaid
    // An earn of nothing leaves nothing that could be undone.
    if (points + growth > 0) this.given.set(earn.key, { member, points, growth, lot })
    return { status: 'POSTED', taken: points - repaid, short: 0 }
  }

  private undo(undo: UndoEarn, member: Member, now: number, undone: string): Told {
    const given = this.given.get(undone)
    if (given?.member !== member) return { status: 'REFUSED', outcome: NOT_REVERSIBLE }
    if (undo.points > given.points || undo.growth > given.growth) return { status: 'REFUSED', outcome: OVER_REFUND }
    const lapsed = Math.min(undo.points - ownPart(undo, given), given.lot?.expired ?? 0)
    const others = usable(member, now).filter(lot => lot !== given.lot)
    const short = Math.max(0, undo.points - ownPart(undo, given) - lapsed - sum(others.map(lot => lot.left)))
    if (short > 0 && undo.shortfall === 'BLOCK') return { status: 'REFUSED', outcome: NOT_REVERSIBLE }
    let rest = undo.points - short - lapsed
    if (given.lot) {
      given.lot.expired -= lapsed
      rest = takeFrom([given.lot], rest)
    }
    takeFrom(others, rest)
    if (undo.shortfall === 'DEBT') member.debt += short
    member.growth -= undo.growth
    given.points -= undo.points
    given.growth -= undo.growth
    return {
      status: 'POSTED',
      taken: undo.points - short - lapsed,
      short,
    }
  }
}

const ownPart = (undo: UndoEarn, given: Given) => Math.min(undo.points, given.lot?.left ?? 0)

function spend({ points }: Spend, member: Member, now: number): Told {
  const lots = usable(member, now)
  if (points === 0 || sum(lots.map(lot => lot.left)) < points) return { status: 'REFUSED', outcome: INSUFFICIENT }
  takeFrom(lots, points)
  return { status: 'POSTED', taken: points, short: 0 }
}

// Sorting keeps the order of equals, and lots are listed in the order they came.
const usable = (member: Member, now: number): ModelLot[] =>
  member.lots.filter(lot => lot.begun && lot.end > now).sort((a, b) => a.end - b.end)

function takeFrom(lots: ModelLot[], wanted: number): number {
  for (const lot of lots) {
    const amount = Math.min(lot.left, wanted)
    lot.left -= amount
    wanted -= amount
  }
  return wanted
}

/** Begins repay debts in their order; ends touch nobody's debt, so they may come last. */
function settle(member: Member, now: number): void {
  for (const lot of [...member.lots].sort((a, b) => a.start - b.start)) {
    if (lot.begun || lot.start > now) continue
    const repaid = Math.min(member.debt, lot.left)
    member.debt -= repaid
    lot.left -= repaid
    lot.begun = true
  }
  for (const lot of member.lots.filter(one => one.begun && one.end <= now)) {
    lot.expired += lot.left
    lot.left = 0
  }
}
