import { Inject, Injectable } from '@nestjs/common'
import { instantOf, localOf, PROGRAMME_ZONE } from '../calendar.js'
import { Earning, type LiveSet } from '../earning/earning.service.js'
import { EarningSettings } from '../earning/earning-settings.service.js'
import { proposed } from '../earning/versions.rules.js'
import type { Input } from '../http.js'
import { MemberTiers } from '../members/member-tier.service.js'
import { Stores } from '../stores/stores.service.js'
import { type Past, PurchaseHistory } from './history.service.js'
import { MemberHistory } from './member-history.service.js'
import { beginReplay, memoryOf, pass, type Replay, replay } from './replay.rules.js'
import { compare, noSums, type Report, reportOf, type Sums } from './report.rules.js'

export interface ReplayOrder {
  proposals: Input<'POST /console/backtests'>['body']['proposals']
  /** Purchases paid in [from, to). */
  from: Date
  to: Date
  /** Only this store is reported, to whoever is bound to it; all of them go through the counters. */
  storeId: number | null
  /** Told how far it is after every page; false ends it. */
  goesOn: (done: number, of: number) => Promise<boolean>
}

/** Rules in force and proposed, side by side. */
interface Sides {
  live: LiveSet
  proposed: LiveSet
}

const MAX_PURCHASES = 2_000_000

/** Replays purchases page by page with the code that earns. It only reads. */
@Injectable()
export class Replayer {
  constructor(
    @Inject(PurchaseHistory) private readonly history: PurchaseHistory,
    @Inject(MemberHistory) private readonly members: MemberHistory,
    @Inject(Earning) private readonly earning: Earning,
    @Inject(EarningSettings) private readonly settings: EarningSettings,
    @Inject(Stores) private readonly stores: Stores,
    @Inject(MemberTiers) private readonly tiers: MemberTiers,
  ) {}

  /** The report; null when it was told to stop. Throws RangeError beyond two million purchases. */
  async run(order: ReplayOrder): Promise<Report | null> {
    const began = performance.now()
    const sums = noSums()
    const range = await this.history.paidWithin(order.from, order.to)
    const ended = range === null || (await this.replayAll(order, range, sums))
    if (!ended) return null
    return this.reportOf(sums, Math.round(performance.now() - began))
  }

  private async replayAll(order: ReplayOrder, within: { first: number; last: number }, sums: Sums): Promise<boolean> {
    const sides = this.sidesOf(order.proposals)
    const start = await this.startOf(order, within.first)
    const of = await this.history.count(start, within.last)
    if (of > MAX_PURCHASES) throw new RangeError(`a backtest of ${of} purchases`)
    const state = beginReplay(await this.history.visitsBefore(start))
    let after = start - 1
    for (let done = 0; ; ) {
      if (!(await order.goesOn(done, of))) return false
      // What is proposed may ask about dishes at any time, so the newest needs of both sides are asked for.
      const page = await this.history.page(after, within.last, true)
      for (const past of page) this.take(past, { order, state, sums, sides: await sides(past.occasion.at) })
      const last = page.at(-1)
      if (!last) return true
      after = last.journalId
      done += page.length
    }
  }

  private take(past: Past, by: { order: ReplayOrder; state: Replay; sums: Sums; sides: Sides }): void {
    const { order, state, sums, sides } = by
    const { at, paidFen } = past.occasion
    if (at < order.from || at >= order.to) {
      pass(state, past, sides.live.set.settings.cost)
      return
    }
    const { live, proposed: other } = replay(state, past, { live: sides.live.set, proposed: sides.proposed.set })
    if (order.storeId !== null && order.storeId !== past.storeId) return
    const { memberId, storeId, billNo, month, recorded, member } = past
    const what = { memberId, storeId, billNo, month, recorded, tier: member.tier, paidAt: at, paidFen }
    compare(sums, { ...what, live: live.total, proposed: other.total, trace: other.trace })
  }

  /** The rules of a moment and those proposed in their place, prepared once for each time between two changes. */
  private sidesOf(proposals: ReplayOrder['proposals']): (at: Date) => Promise<Sides> {
    const known = new Map<string, Sides>()
    return async at => {
      const live = await this.earning.liveAt(at)
      const { cost } = live.set.settings
      const key = `${cost.fen}/${cost.points}:${live.set.rules.map(({ id }) => id).join()}`
      const before = known.get(key)
      if (before) return before
      const sides = { live, proposed: await this.earning.prepare(proposed(live.set.rules, proposals), cost) }
      known.set(key, sides)
      return sides
    }
  }

  /** The journal to begin with: early enough for the counters of every cap to stand where they stood. */
  private async startOf({ proposals, from, to }: ReplayOrder, first: number): Promise<number> {
    const [atFirst, atLast] = await Promise.all([this.earning.liveAt(from), this.earning.liveAt(to)])
    const drafts = proposals.flatMap(({ definition }) => definition ?? [])
    const all = [...atFirst.set.rules, ...atLast.set.rules].map(({ definition }) => definition)
    const memory = memoryOf([...all, ...drafts])
    if (memory === 'NONE') return first
    if (memory === 'ALL') return 1
    const { year, month } = localOf(from, PROGRAMME_ZONE)
    // A day more than the month, for stores whose month begins earlier; a week may begin in the month before.
    const monthBegins = instantOf({ year, month, day: -7 }, PROGRAMME_ZONE)
    const within = await this.history.paidWithin(monthBegins, to)
    return Math.min(first, within?.first ?? first)
  }

  private async reportOf(sums: Sums, milliseconds: number): Promise<Report> {
    const [members, stores, { ladder }, { cost }] = await Promise.all([
      this.members.numbers(sums.changed.map(({ memberId }) => memberId)),
      this.stores.list(),
      this.tiers.current(),
      this.settings.current(),
    ])
    const names = {
      members,
      stores: new Map(stores.map(({ id, name }) => [id, name])),
      tiers: new Map(ladder.rungs.map(({ code, name }) => [code, name])),
    }
    return reportOf(sums, names, { cost, milliseconds })
  }
}
