import type { RewardCard, RewardDetail, RewardPrice, Shelf as ShelfView } from '@huitou/shared/mall'
import { Inject, Injectable } from '@nestjs/common'
import { lastValidDay } from '../calendar.js'
import type { Clock } from '../clock.js'
import { spanOf } from '../coupons/validity.rules.js'
import { change, type Db, insert, isDuplicate } from '../db.js'
import type { Input, Reply } from '../http.js'
import type { Ids } from '../ids.js'
import { imagePath } from '../images/images.rules.js'
import { Members } from '../members/members.service.js'
import { Refusal } from '../refusal.js'
import { CLOCK, DB, IDS } from '../tokens.js'
import { Extras } from './extras.service.js'
import { nameOf, noteOf, termsOf } from './mall.texts.js'
import { MallMembers } from './mall-members.service.js'
import { RedemptionRows } from './redemption-rows.service.js'
import { barOf, type Had, type MemberTraits, priceFor, reachOf } from './rewards.rules.js'
import { type Reward, Rewards } from './rewards.service.js'

/** A member who looks; null for somebody who is none. */
interface Looker {
  memberId: number
  traits: MemberTraits
  available: number
  perVisit: number | null
  had: (code: string) => Had
  wished: ReadonlySet<string>
}

const PAGE = 50
/** Wishes of one member. */
const MAX_WISHES = 50

/** The shelf as whoever looks sees it. */
@Injectable()
export class Shelf {
  constructor(
    @Inject(DB) private readonly db: Db,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(IDS) private readonly ids: Ids,
    @Inject(Members) private readonly members: Members,
    @Inject(Rewards) private readonly rewards: Rewards,
    @Inject(MallMembers) private readonly mallMembers: MallMembers,
    @Inject(RedemptionRows) private readonly rows: RedemptionRows,
    @Inject(Extras) private readonly extras: Extras,
  ) {}

  async list(identityId: number, query: Input<'GET /mall/rewards'>['query']): Promise<ShelfView> {
    const rewards = await this.rewards.onShelf()
    const looker = await this.looker(identityId, rewards)
    const all = (await this.cards(rewards, looker)).filter(card => card.bar !== 'ENDED')
    const can = all.filter(card => card.reach === 'CAN' && card.bar === null)
    const near = all.filter(card => card.reach === 'NEAR')
    const chosen = query.segment === 'CAN' ? can : query.segment === 'NEAR' ? near : all
    const items = chosen.filter(card => !query.category || card.category === query.category)
    const from = Number(query.cursor ?? 0)
    const limit = query.limit ?? PAGE
    return {
      items: items.slice(from, from + limit),
      nextCursor: items.length > from + limit ? String(from + limit) : null,
      available: looker?.available ?? null,
      perVisit: looker?.perVisit ?? null,
      counts: { can: can.length, near: near.length, all: all.length },
      categories: [...new Set(all.map(card => card.category))],
      nearest: can.length > 0 ? null : nearestOf(all),
    }
  }

  /** One reward. Refuses `record.not_found` for what was never on the shelf, `reward.off_shelf` for what is not any more. */
  async detail(identityId: number, code: string): Promise<RewardDetail> {
    const reward = await this.rewards.get(code)
    if (!reward.row.on_shelf) throw new Refusal('reward.off_shelf')
    const looker = await this.looker(identityId, [reward])
    const [card] = await this.cards([reward], looker)
    const { definition } = reward
    const { names, contents, ...extras } = await this.extras.ofReward(code, definition)
    const left = looker && looker.available - card!.price.points
    return {
      ...card!,
      terms: termsOf(definition, { stores: names.stores?.map(({ name }) => name) ?? null, lowest: names.lowest }),
      stores: names.stores,
      refundable: definition.refundable,
      lastDay: contents.length > 0 || extras.isSent ? null : await this.lastDay(reward),
      tierPrices: await this.tierPrices(reward),
      contents,
      balanceAfter: left !== null && left >= 0 ? left : null,
      ...extras,
    }
  }

  /** Asks to be told when a reward can be had, or not any more; twice is once. */
  async wish(
    by: { memberId: number; identityId: number },
    code: string,
    on: boolean,
  ): Promise<Reply<'PUT /member/reward-wishes/:code'>> {
    await this.rewards.get(code)
    const { memberId } = by
    const wished = await this.wishesOf(memberId)
    if (on && !wished.has(code) && wished.size >= MAX_WISHES) throw new Refusal('input.invalid', { limit: MAX_WISHES })
    const row = { code, member_id: memberId, id: this.ids.next(), wished_at: this.clock.now() }
    const write = this.db.transaction(async tx => {
      if (on) await insert(tx, 'reward_wish', row)
      else await change(tx, 'DELETE FROM reward_wish WHERE code = ? AND member_id = ?', [code, memberId])
    })
    await write.catch(error => {
      if (!isDuplicate(error)) throw error
    })
    return this.detail(by.identityId, code)
  }

  private async looker(identityId: number, rewards: readonly Reward[]): Promise<Looker | null> {
    const memberId = await this.members.memberOf(identityId)
    if (!memberId) return null
    const codes = rewards.map(({ row }) => row.code)
    const [traits, available, perVisit, had, wished] = await Promise.all([
      this.mallMembers.of(memberId),
      this.mallMembers.available(memberId),
      this.mallMembers.perVisit(memberId),
      this.mallMembers.had(memberId, codes),
      this.wishesOf(memberId),
    ])
    return { memberId, traits, available, perVisit, had, wished }
  }

  private async wishesOf(memberId: number): Promise<Set<string>> {
    const sql = `SELECT code FROM reward_wish WHERE member_id = ? LIMIT ${MAX_WISHES}`
    return new Set((await this.db.query<{ code: string }>(sql, [memberId])).map(({ code }) => code))
  }

  private async cards(rewards: readonly Reward[], looker: Looker | null): Promise<RewardCard[]> {
    const rungs = new Map((await this.mallMembers.rungs()).map(({ code, name }) => [code, name]))
    return rewards.map(reward => this.card(reward, looker, rungs))
  }

  private card(
    { row, definition }: Reward,
    looker: Looker | null,
    rungs: ReadonlyMap<string, RewardCard['name']>,
  ): RewardCard {
    const usual: RewardPrice = { points: definition.points, cashFen: definition.cashFen }
    const price = looker ? priceFor(definition, looker.traits) : usual
    const who = looker && { traits: looker.traits, had: looker.had(row.code) }
    const { reach, short, visits } = looker
      ? reachOf(price.points, looker.available, looker.perVisit)
      : { reach: null, short: 0, visits: null }
    return {
      code: row.code,
      name: nameOf(definition),
      note: noteOf(definition),
      image: definition.image ? imagePath(definition.image) : null,
      kind: definition.gift.type,
      category: definition.category,
      price,
      usual,
      worthFen: definition.worthFen,
      left: row.left_count,
      bar: barOf(definition, { left: row.left_count }, who, this.clock.now()),
      reach,
      short,
      visits,
      tier: definition.lowestTier ? (rungs.get(definition.lowestTier) ?? null) : null,
      limits: definition.limits,
      from: definition.window.from,
      until: definition.window.until,
      birthdayMonth: definition.birthdayMonth,
      wished: looker?.wished.has(row.code) ?? false,
    }
  }

  private async lastDay({ definition }: Reward) {
    const { gift } = definition
    if (gift.type === 'DONATION') return null
    const zone = await this.rows.zoneOf(definition.stores)
    if (gift.type === 'EVENT') return lastValidDay(new Date(gift.endsAt), zone)
    const { until } = spanOf({ kind: 'RELATIVE', starts: 'NOW', days: definition.validDays }, this.clock.now(), zone)
    return lastValidDay(until, zone)
  }

  private async tierPrices({ definition }: Reward): Promise<RewardDetail['tierPrices']> {
    const rungs = await this.mallMembers.rungs()
    return rungs.flatMap(({ code, name }) => {
      const price = definition.tierPrices.find(({ tier }) => tier === code)
      return price ? [{ tier: name, price: { points: price.points, cashFen: price.cashFen } }] : []
    })
  }
}

/** The one the fewest points are missing for, of those nothing else stands in the way of. */
function nearestOf(all: readonly RewardCard[]): RewardCard | null {
  const open = all.filter(card => card.bar === null && card.short > 0)
  return open.reduce<RewardCard | null>((best, card) => (best && best.short <= card.short ? best : card), null)
}
