import { Inject, Injectable } from '@nestjs/common'
import type { Input, Reply } from '../http.js'
import { MemberFactsReader } from '../members/member-facts.service.js'
import { Members } from '../members/members.service.js'
import { Refusal } from '../refusal.js'
import { Stores } from '../stores/stores.service.js'
import { costOf } from './caps.rules.js'
import { explainedOf } from './earning.rules.js'
import { Earning, type LiveSet, placeOf, plainMember } from './earning.service.js'
import { planOf } from './evaluate.rules.js'
import {
  ANYBODY,
  BASE_RULE,
  type LateFacts,
  linesOf,
  type MemberFacts,
  type Occasion,
  OTHER_CATEGORY,
} from './occasion.rules.js'
import { keepsKind, proposed } from './versions.rules.js'

type Body = Input<'POST /console/simulations'>['body']
type Case = Body['case']
type Outcome = Reply<'POST /console/simulations'>['live']

const DAY_MS = 86_400_000

/** One made-up case under the rules in force and under others. Nothing is written. */
@Injectable()
export class Simulations {
  constructor(
    @Inject(Earning) private readonly earning: Earning,
    @Inject(Stores) private readonly stores: Stores,
    @Inject(Members) private readonly members: Members,
    @Inject(MemberFactsReader) private readonly facts: MemberFactsReader,
  ) {}

  /** Refuses `record.not_found` for a member or store that is not there, `rule.kind_fixed` for a proposal that takes the base rate away. */
  async run({ case: of, proposals }: Body): Promise<Reply<'POST /console/simulations'>> {
    for (const { code, definition } of proposals) {
      if (definition ? !keepsKind(code, definition) : code === BASE_RULE) throw new Refusal('rule.kind_fixed')
    }
    const memberId = of.memberNo === null ? null : (await this.members.byNumber(of.memberNo)).id
    const occasion = await this.occasionOf(of)
    const member = await this.memberOf(of, memberId)
    const live = await this.earning.liveAt(occasion.at)
    const other = await this.earning.prepare(proposed(live.set.rules, proposals), live.set.settings.cost)
    const outcome = (set: LiveSet) => this.outcome(set, { of, occasion, member, memberId })
    const [now, then] = await Promise.all([outcome(live), outcome(other)])
    return { live: now, proposed: then }
  }

  private async outcome(
    { set }: LiveSet,
    about: { of: Case; occasion: Occasion; member: MemberFacts; memberId: number | null },
  ): Promise<Outcome> {
    const plan = planOf(set, about.occasion, about.member)
    const { total, growth, trace } = plan.award(await this.lateOf(about.of, about.memberId, plan.tallies))
    return { points: total, growth, costFen: costOf(total, set.settings.cost), explained: explainedOf(trace) }
  }

  private async occasionOf(of: Case): Promise<Occasion> {
    const store = await this.stores.get(Number(of.storeId))
    const isBill = of.trigger === 'PURCHASE' || of.trigger === 'IMPORT'
    const items = of.items.map(({ category, amountFen }) => ({
      category: category ?? OTHER_CATEGORY,
      amountFen,
      productId: null,
      listedOn: null,
    }))
    return {
      trigger: of.trigger === 'IMPORT' ? 'PURCHASE' : of.trigger,
      imported: of.trigger === 'IMPORT',
      paidFen: isBill ? of.paidFen : 0,
      lines: isBill ? linesOf(items, of.paidFen) : [],
      ...placeOf(store),
      channel: of.trigger === 'IMPORT' ? 'IMPORT' : 'STAFF',
      at: new Date(of.at),
      tableSize: of.tableSize,
    }
  }

  /** What the case says goes before what is known of the member. */
  private async memberOf(of: Case, memberId: number | null): Promise<MemberFacts> {
    const known = memberId === null ? plainMember(0) : await this.facts.of(memberId)
    return {
      ...known,
      tier: of.tier ?? known.tier,
      tags: of.tags.length > 0 ? of.tags : known.tags,
      birthday: of.birthday === null ? known.birthday : { calendar: 'SOLAR', on: of.birthday },
    }
  }

  private async lateOf(of: Case, memberId: number | null, tallies: readonly string[]): Promise<LateFacts> {
    const known: LateFacts = memberId === null ? ANYBODY : await this.earning.lateFacts(memberId, tallies)
    const activities = of.visit === null ? known.activities : of.visit - 1
    const since = of.daysSinceLastVisit
    const lastActivityAt = since === null ? known.lastActivityAt : new Date(new Date(of.at).getTime() - since * DAY_MS)
    return { activities, lastActivityAt: activities === 0 ? null : lastActivityAt, tallies: known.tallies }
  }
}
