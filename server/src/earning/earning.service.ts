import type { RuleDefinition } from '@huitou/shared/rules'
import { Inject, Injectable } from '@nestjs/common'
import type { Clock } from '../clock.js'
import type { Db } from '../db.js'
import { accountId, CURRENCY, type Earn, type Json, type Span } from '../ledger/operation.rules.js'
import { MemberFactsReader } from '../members/member-facts.service.js'
import { BASE_TIER } from '../members/member-tier.rules.js'
import type { Store } from '../stores/stores.service.js'
import { CLOCK, DB } from '../tokens.js'
import type { PointCost } from './caps.rules.js'
import { EarningSettings } from './earning-settings.service.js'
import { type Award, aloneIn, type Plan, planOf, type RuleSet, ruleSetOf } from './evaluate.rules.js'
import { needsOf } from './needs.rules.js'
import { BASE_RULE, type LateFacts, type MemberFacts, type Occasion, type PublishedRule } from './occasion.rules.js'
import { Restrictions } from './restrictions.service.js'
import { RuleBook } from './rule-book.service.js'
import { RuleNames } from './rule-names.service.js'
import type { Names } from './telling.rules.js'
import type { RuleVersion } from './versions.rules.js'

const NAMES_SEEN_WITHIN_MS = 60_000

/** The rules of a moment, prepared. */
export interface LiveSet {
  set: RuleSet
  /** The version of the base rate among them. */
  base: PublishedRule
  needs: ReturnType<typeof needsOf>
}

/** An occasion planned under the rules of its moment; what it earns is decided under the ledger's locks. */
export interface Planned {
  live: LiveSet
  plan: Plan
  /** The lots the points may go to, in the order of the plan. */
  spans: Span[]
}

/** Turns occasions into points by the rules in force at their own moment. Nothing is written here. */
@Injectable()
export class Earning {
  /** By the rules, and by the settings they are reckoned with. */
  private readonly prepared = new WeakMap<readonly RuleVersion[], Map<number, { live: LiveSet; until: number }>>()

  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(RuleBook) private readonly book: RuleBook,
    @Inject(EarningSettings) private readonly settings: EarningSettings,
    @Inject(RuleNames) private readonly names: RuleNames,
    @Inject(Restrictions) private readonly restrictions: Restrictions,
    @Inject(MemberFactsReader) private readonly members: MemberFactsReader,
  ) {}

  /** The base rate of this moment. */
  async current(): Promise<RuleVersion> {
    return this.book.version((await this.liveAt(this.clock.now())).base.id)
  }

  /** The version an entry was made under. Refuses `record.not_found`. */
  version(id: number): Promise<RuleVersion> {
    return this.book.version(id)
  }

  /** The same by code and number; null when there is none. */
  find(code: string, version: number): Promise<RuleVersion | null> {
    return this.book.find(code, version)
  }

  /** The rules in force at a moment, at what a point cost then. What was published elsewhere is seen within five seconds. */
  async liveAt(at: Date): Promise<LiveSet> {
    const [rules, { version, cost }] = await Promise.all([this.book.liveAt(at), this.settings.at(at)])
    const prepared = this.prepared.get(rules) ?? new Map<number, { live: LiveSet; until: number }>()
    const known = prepared.get(version)
    if (known && known.until > Date.now()) return known.live
    const live = await this.prepare(rules, cost)
    this.prepared.set(rules, prepared.set(version, { live, until: Date.now() + NAMES_SEEN_WITHIN_MS }))
    return live
  }

  /** Prepares rules that may not be in force: a simulation, a draft. */
  async prepare(rules: readonly PublishedRule[], cost: PointCost): Promise<LiveSet> {
    const base = rules.find(({ code }) => code === BASE_RULE)
    if (!base) throw new Error('No base rate is in force: run the migrations.')
    const names = await this.namesOf(rules.map(({ definition }) => definition))
    return { set: ruleSetOf(rules, { cost, names }), base, needs: needsOf(rules) }
  }

  /** What things are called in the sentences of these definitions. */
  namesOf(definitions: readonly RuleDefinition[]): Promise<Names> {
    return this.names.of(definitions.map(({ when }) => when))
  }

  /** Plans an occasion of a member under the rules of its moment, or under the one of them that is asked for. */
  async plan(occasion: Occasion, memberId: number, only?: string): Promise<Planned> {
    const live = await this.liveAt(occasion.at)
    const set = only === undefined ? live.set : aloneIn(live.set, only)
    const plan = planOf(set, occasion, await this.factsOf(live, memberId))
    return { live, plan, spans: await this.spansOf(plan) }
  }

  /** The same with more rules than are in force: those a coupon brings along for this one bill. */
  async planWith(occasion: Occasion, memberId: number, more: readonly PublishedRule[]): Promise<Planned> {
    const live = await this.liveAt(occasion.at)
    const set = more.length > 0 ? ruleSetOf([...live.set.rules, ...more], live.set.settings) : live.set
    const plan = planOf(set, occasion, await this.factsOf(live, memberId))
    return { live, plan, spans: await this.spansOf(plan) }
  }

  /** What these rules need to know of a member; where they need nothing, nothing is read. */
  async factsOf(live: LiveSet, memberId: number): Promise<MemberFacts> {
    if (!live.needs.member) return plainMember(memberId)
    return this.members.of(memberId)
  }

  /** What is true of a member now, outside of any lock: good for a quote, never for a booking. */
  async lateFacts(memberId: number, tallies: readonly string[]): Promise<LateFacts> {
    const [[account], counted] = await Promise.all([
      this.db.query<{ activities: number; last_activity_at: Date | null }>(
        'SELECT activities, last_activity_at FROM account WHERE id = ?',
        [accountId(memberId, CURRENCY.POINTS)],
      ),
      tallies.length > 0
        ? this.db.query<{ name: string; amount: number }>('SELECT name, amount FROM tally WHERE name IN (?)', [tallies])
        : [],
    ])
    return {
      activities: account?.activities ?? 0,
      lastActivityAt: account?.last_activity_at ?? null,
      tallies: new Map(counted.map(row => [row.name, row.amount])),
    }
  }

  private async spansOf(plan: Plan): Promise<Span[]> {
    return Promise.all(
      plan.spans.map(async span => ({
        availableAt: span.availableAt,
        expiresAt: span.expiresAt,
        cohort: span.cohort,
        source: SOURCE_RULES,
        restrictionId: span.restriction ? await this.restrictions.idOf(span.restriction) : 0,
        ...(span.activityMonths === null ? {} : { extendMonths: span.activityMonths }),
      })),
    )
  }
}

/** `source` of lots that rules filled. */
const SOURCE_RULES = 1

/** The part of an earn that a plan decides. `told` hears of each award, the last of which is the one that was written. */
export function earnBy(
  { plan, spans }: Planned,
  told: (award: Award) => void,
): Pick<Earn, 'spans' | 'tallies' | 'award'> {
  return {
    spans,
    tallies: plan.tallies,
    award: facts => {
      const award = plan.award(facts)
      told(award)
      return { points: award.points, growth: award.growth, explanation: award.trace as unknown as Json, add: award.add }
    },
  }
}

/** Whom rules ask nothing about. */
export function plainMember(id: number): MemberFacts {
  return { id, tier: BASE_TIER, tags: [], birthday: null, enrolledAt: new Date(0) }
}

/** What a store adds to an occasion. */
export function placeOf(
  store: Pick<Store, 'id' | 'timeZone' | 'dayCutOffMinutes'>,
): Pick<Occasion, 'storeId' | 'timeZone' | 'cutOffMinutes'> {
  return { storeId: store.id, timeZone: store.timeZone, cutOffMinutes: store.dayCutOffMinutes }
}
