/** What a reward costs whom, who may have it now, and how far away it is. Pure. */
import type { RewardBar, RewardDefinition, RewardPrice, RewardReach } from '@huitou/shared/mall'
import type { RefusalCode } from '@huitou/shared/refusals'
import { dayOf, instantOf, localOf, PROGRAMME_ZONE } from '../calendar.js'
import { numberOfDay } from '../days.js'
import { isBirthdayMonth } from '../lunar.js'
import type { Birthday } from '../members/profiles.rules.js'

/** Numbers are stored and never change their meaning. */
export const REDEMPTION = { PAYING: 1, DONE: 2, CANCELLED: 3, RETURNED: 4 } as const

/** What is known of whoever looks: codes of the rungs up to the member's own, the lowest first. */
export interface MemberTraits {
  reached: readonly string[]
  birthday: Birthday | null
}

/** How many of a reward a member has, ever and in this month; those given back or called off do not count. */
export interface Had {
  total: number
  month: number
}

export interface Standing {
  onShelf: boolean
  left: number
}

/** The price of the highest tier that has one and was reached, or the usual one. */
export function priceFor(definition: RewardDefinition, { reached }: Pick<MemberTraits, 'reached'>): RewardPrice {
  const best = definition.tierPrices
    .filter(({ tier }) => reached.includes(tier))
    .reduce<(typeof definition.tierPrices)[number] | null>(
      (one, other) => (one && reached.indexOf(one.tier) > reached.indexOf(other.tier) ? one : other),
      null,
    )
  const { points, cashFen } = best ?? definition
  return { points, cashFen }
}

/** Why it cannot be had at this moment, points apart: what never changes for this member comes first. */
export function barOf(
  definition: RewardDefinition,
  { left }: Pick<Standing, 'left'>,
  who: { traits: MemberTraits; had: Had } | null,
  at: Date,
): RewardBar | null {
  const { window, lowestTier } = definition
  if (window.until && at >= new Date(window.until)) return 'ENDED'
  if (definition.gift.type === 'EVENT' && at >= new Date(definition.gift.startsAt)) return 'ENDED'
  if (window.from && at < new Date(window.from)) return 'NOT_YET'
  if (who && lowestTier && !who.traits.reached.includes(lowestTier)) return 'TIER'
  if (who && definition.birthdayMonth && !inBirthdayMonth(who.traits.birthday, at)) return 'BIRTHDAY'
  if (who && isFull(definition, who.had)) return 'LIMIT'
  return left < 1 ? 'SOLD_OUT' : null
}

export const BAR_REFUSALS: Record<RewardBar, RefusalCode> = {
  ENDED: 'reward.not_in_season',
  NOT_YET: 'reward.not_in_season',
  TIER: 'reward.tier_too_low',
  BIRTHDAY: 'reward.birthday_only',
  LIMIT: 'reward.limit_reached',
  SOLD_OUT: 'reward.sold_out',
}

export function isFull({ limits }: Pick<RewardDefinition, 'limits'>, had: Had): boolean {
  const { total, perMonth } = limits
  return (total !== null && had.total >= total) || (perMonth !== null && had.month >= perMonth)
}

export const isLimited = ({ limits }: Pick<RewardDefinition, 'limits'>): boolean =>
  limits.total !== null || limits.perMonth !== null

function inBirthdayMonth(birthday: Birthday | null, at: Date): boolean {
  if (!birthday) return false
  return isBirthdayMonth(birthday, numberOfDay(dayOf(at, PROGRAMME_ZONE))) === true
}

/** The first moment of the calendar month, programme time: limits per month begin anew there. */
export function monthStart(at: Date): Date {
  const { year, month } = localOf(at, PROGRAMME_ZONE)
  return instantOf({ year, month, day: 1 }, PROGRAMME_ZONE)
}

/** Visits within which something counts as near. */
const NEAR_VISITS = 3
/** Part of the price that may be missing while nothing is known of the visits. */
const NEAR_PART = 0.3

/** How far the points of a member are from a price. `perVisit`: what a visit brings, null while nothing is known. */
export function reachOf(
  points: number,
  available: number,
  perVisit: number | null,
): { reach: RewardReach; short: number; visits: number | null } {
  const short = Math.max(0, points - available)
  if (short === 0) return { reach: 'CAN', short, visits: null }
  if (!perVisit || perVisit < 1) return { reach: short <= points * NEAR_PART ? 'NEAR' : 'FAR', short, visits: null }
  const visits = Math.ceil(short / perVisit)
  return { reach: visits <= NEAR_VISITS ? 'NEAR' : 'FAR', short, visits }
}

export interface RewardProblem {
  path: string
  problem: string
}

/** What does not go together with what is given. */
function giftProblems({ gift, cashFen, refundable, tierPrices, uses = 1 }: RewardDefinition): RewardProblem[] {
  const problems: RewardProblem[] = []
  const say = (path: string, problem: string) => problems.push({ path, problem })
  if (gift.type === 'EVENT') {
    const { startsAt, endsAt, cancelUntil } = gift
    if (new Date(endsAt) <= new Date(startsAt)) say('gift.endsAt', 'ends before it begins')
    if (cancelUntil && new Date(cancelUntil) > new Date(startsAt)) say('gift.cancelUntil', 'is after it begins')
    if (refundable !== (cancelUntil !== null)) say('refundable', 'goes with a time until which it may be given back')
  }
  if (gift.type === 'DONATION') {
    if (refundable) say('refundable', 'what was given to a good cause stays given')
    if (cashFen > 0) say('cashFen', 'a good cause takes points alone')
    if (tierPrices.length > 0) say('tierPrices', 'a good cause is the same for everybody')
  }
  const single = gift.type === 'DONATION' || gift.type === 'EVENT' || isSent({ gift })
  if (single && uses > 1) say('uses', 'it is had once')
  return problems
}

/** Goods that are sent instead of being picked up. */
export const isSent = ({ gift }: Pick<RewardDefinition, 'gift'>): boolean =>
  gift.type === 'GOODS' && gift.delivery === 'POST'

/** Whether a seat may still be given back; true for everything that is no event. */
export function isInTime({ gift }: Pick<RewardDefinition, 'gift'>, at: Date): boolean {
  return gift.type !== 'EVENT' || (gift.cancelUntil !== null && at < new Date(gift.cancelUntil))
}

/** What is wrong with a definition that its shape does not say. `tiers`: codes of the ladder. */
export function problemsOf(definition: RewardDefinition, tiers: readonly string[]): RewardProblem[] {
  const problems: RewardProblem[] = []
  const { gift, lowestTier, points } = definition
  const say = (path: string, problem: string) => problems.push({ path, problem })
  if (points === 0 && gift.type !== 'PACK') say('points', 'only packs are sold for cash alone')
  if (lowestTier && !tiers.includes(lowestTier)) say('lowestTier', 'there is no such tier')
  for (const [at, price] of definition.tierPrices.entries()) {
    if (!tiers.includes(price.tier)) say(`tierPrices.${at}.tier`, 'there is no such tier')
    if (price.points === 0 && gift.type !== 'PACK') say(`tierPrices.${at}.points`, 'only packs are sold for cash alone')
    if (price.points > points || price.cashFen > definition.cashFen) {
      say(`tierPrices.${at}`, 'a tier never pays more')
    }
  }
  problems.push(...giftProblems(definition))
  if (gift.type === 'PACK' && new Set(gift.coupons.map(({ batchId }) => batchId)).size < gift.coupons.length) {
    say('gift.coupons', 'a batch twice')
  }
  return problems
}
