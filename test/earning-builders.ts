/** Rules, bills and guests for tests of earning: everything has a default, a test says only what it is about. */
import type { Condition, ConditionGroup, Reward, RuleDefinition } from '@huitou/shared/rules'
import { type Facts, factsOf } from '../server/src/earning/conditions.rules.js'
import { type Award, planOf, type RuleSet, ruleSetOf } from '../server/src/earning/evaluate.rules.js'
import type { LateFacts, Line, MemberFacts, Occasion, PublishedRule } from '../server/src/earning/occasion.rules.js'
import type { Names } from '../server/src/earning/telling.rules.js'
import { BASE_RATE } from '../server/src/earning/templates.rules.js'

export const names: Names = {
  stores: new Map([
    ['1', '静安店'],
    ['2', '徐汇店'],
  ]),
  categories: new Map([
    ['DRINK', '饮品'],
    ['HOT', '热菜'],
    ['ALCOHOL', '酒水'],
  ]),
  products: new Map([['7', '酸梅汤']]),
  tiers: new Map([
    ['NORMAL', { zh: '普通', en: 'Member' }],
    ['SILVER', { zh: '银卡', en: 'Silver' }],
    ['GOLD', { zh: '金卡', en: 'Gold' }],
    ['BLACK', { zh: '黑金', en: 'Black' }],
  ]),
}

/** The base rate, 1 point a yuan, with changes. */
export function rate(changes: Partial<RuleDefinition> = {}): RuleDefinition {
  return { ...BASE_RATE, ...changes }
}

/** A rule for purchases with this reward and no conditions, with changes. `when` is a group, or blocks joined by "and". */
export function rule(
  reward: Reward,
  { when = [], ...changes }: Partial<Omit<RuleDefinition, 'when'>> & { when?: ConditionGroup | Condition[] } = {},
): RuleDefinition {
  return {
    ...BASE_RATE,
    name: { zh: '加倍', en: 'Extra' },
    imported: false,
    expiry: null,
    reward,
    when: Array.isArray(when) ? { combinator: 'and', rules: when } : when,
    ...changes,
  }
}

export const times = (percent: number): Reward => ({ kind: 'MULTIPLIER', percent })
export const fixed = (points: number): Reward => ({ kind: 'FIXED', points })
export const coefficient = (percents: Record<string, number>): Reward => ({
  kind: 'COEFFICIENT',
  categories: Object.entries(percents).map(([category, percent]) => ({ category, percent })),
})

/** Rules under their codes; without one called `purchase` the base rate is added. */
export function setOf(rules: Record<string, RuleDefinition>, cost = { fen: 1, points: 1 }): RuleSet {
  const all: Record<string, RuleDefinition> = { purchase: rate(), ...rules }
  const published = Object.entries(all).map(
    ([code, definition], place): PublishedRule => ({ id: place + 1, code, version: 1, definition }),
  )
  return ruleSetOf(published, { cost, names })
}

/** A bill of ¥88.50 at noon of Saturday 21 November 2026 in Shanghai, where the day begins at 04:00. */
export function bill(changes: Partial<Occasion> = {}): Occasion {
  return {
    trigger: 'PURCHASE',
    imported: false,
    paidFen: 8850,
    lines: [],
    storeId: 1,
    channel: 'STAFF',
    at: new Date('2026-11-21T04:00:00Z'),
    timeZone: 'Asia/Shanghai',
    cutOffMinutes: 240,
    tableSize: null,
    ...changes,
  }
}

export function dish(category: string, fen: number, changes: Partial<Line> = {}): Line {
  return { category, fen, productId: null, listedOn: null, ...changes }
}

/** A bill of these dishes, paid in full. */
export function billOf(...lines: Line[]): Occasion {
  return bill({ lines, paidFen: lines.reduce((sum, line) => sum + line.fen, 0) })
}

export function guest(changes: Partial<MemberFacts> = {}): MemberFacts {
  return { id: 16, tier: 'NORMAL', tags: [], birthday: null, enrolledAt: new Date('2026-01-05T04:00:00Z'), ...changes }
}

/** The tenth visit, ten days after the ninth. */
export function late(changes: Partial<LateFacts> = {}): LateFacts {
  return { activities: 9, lastActivityAt: new Date('2026-11-11T04:00:00Z'), tallies: new Map(), ...changes }
}

/** What a bill earns under rules. */
export function earned(
  rules: Record<string, RuleDefinition>,
  {
    occasion = bill(),
    member = guest(),
    facts = late(),
  }: { occasion?: Occasion; member?: MemberFacts; facts?: LateFacts } = {},
): Award {
  return planOf(setOf(rules), occasion, member).award(facts)
}

/** Points by code of rule. */
export const byRule = ({ trace }: Award): Record<string, number> =>
  Object.fromEntries(trace.parts.map(({ code, points }) => [code, points]))

/** What is known where conditions are judged: a bill of the tenth visit, with changes. */
export const facts = (occasion: Partial<Occasion> = {}, member = guest(), history: Facts['late'] = late()): Facts =>
  factsOf(bill(occasion), member, history)
