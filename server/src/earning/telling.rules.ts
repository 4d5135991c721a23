/** What of an evaluation is kept in its trace, in the names of its day. Pure. */
import type { Condition, ConditionGroup } from '@huitou/shared/rules'
import { type Facts, type Finding, judge, type Verdict } from './conditions.rules.js'
import { type PaidReward, percentOf, type Weight } from './exact.rules.js'
import type { PublishedRule } from './occasion.rules.js'
import type { Actual, Bilingual, Limit, Told, Trace, TracePart } from './trace.rules.js'

/** Names for texts; what is not there is shown as its code. */
export interface Names {
  stores: ReadonlyMap<string, string>
  categories: ReadonlyMap<string, string>
  products: ReadonlyMap<string, string>
  tiers: ReadonlyMap<string, Bilingual>
}

export const NO_NAMES: Names = { stores: new Map(), categories: new Map(), products: new Map(), tiers: new Map() }

const MOST_MISSES = 5
const MOST_KEPT = 5

/** One rule's share of an entry, with all that a refund needs to work it out again. */
export function partOf(
  { rule, reward }: { rule: PublishedRule; reward: PaidReward },
  came: {
    points: number
    wanted: number
    limit: { limit: Limit; left: number } | null
    facts: Facts
    lines: readonly Weight[]
  },
): TracePart {
  const { definition } = rule
  const part: TracePart = {
    rule: rule.id,
    code: rule.code,
    version: rule.version,
    name: definition.name,
    kind: reward.kind,
    points: came.points,
  }
  if (reward.kind === 'RATE') {
    part.rate = [reward.points, reward.fen]
    const { growth } = reward
    if (growth.points !== reward.points || growth.fen !== reward.fen) part.growth = [growth.points, growth.fen]
  }
  if (reward.kind === 'COEFFICIENT') {
    part.percents = Object.fromEntries(
      came.lines.map(({ category }) => [category, percentOf(reward, category)] as const).filter(([, p]) => p !== 100),
    )
  }
  if (reward.kind === 'MULTIPLIER') part.percent = reward.percent
  if (definition.when.rules.length > 0) {
    const from = holdsFrom(definition.when, came.facts)
    if (from > 1) part.from = from
  }
  if (came.limit && came.wanted > came.limit.left) {
    const { per, of, points } = came.limit.limit
    part.cut = { per, of, points, withheld: came.wanted - came.limit.left }
  }
  if (definition.restriction) part.restriction = definition.restriction
  if (definition.pendingDays > 0) part.pendingDays = definition.pendingDays
  return part
}

/**
 * The smallest amount from which conditions that are met hold without a break up to the amount of the bill. Between two
 * limits nothing changes, so only the first fen of each stretch is asked about.
 */
export function holdsFrom(when: ConditionGroup, facts: Facts): number {
  const paid = facts.occasion.paidFen
  const starts = [...new Set([1, ...limitsIn(when)])].filter(start => start <= paid).sort((a, b) => b - a)
  let from = paid
  for (const start of starts) {
    if (!judge(when, { ...facts, occasion: { ...facts.occasion, paidFen: start } }).met) return from
    from = start
  }
  return from
}

function limitsIn(group: ConditionGroup): number[] {
  return group.rules.flatMap(rule => {
    if (!('field' in rule)) return limitsIn(rule)
    if (rule.field !== 'amount') return []
    return [rule.operator === '>=' ? rule.value : rule.value + 1]
  })
}

/** Facts that were read and held, by field; the amount stands in the trace already. */
export function tellUsed(by: readonly Finding[]): Record<string, Actual> | null {
  const facts: Record<string, Actual> = {}
  for (const { condition, actual } of by) if (condition.field !== 'amount') facts[condition.field] = brief(actual)
  return Object.keys(facts).length > 0 ? facts : null
}

/**
 * Blocks that the guest could have met: of a group of people, a way of paying or a number of visits nobody is told that
 * they are not of it, and nobody is told to stay away longer.
 */
function isTold({ field, operator }: Condition): boolean {
  if (field === 'daysSinceLastVisit') return operator === '<='
  return field !== 'tag' && field !== 'channel' && field !== 'visit' && field !== 'memberDays'
}

/** Rules that one block kept from paying, at most five. */
export function tellMisses(
  unmet: readonly { rule: PublishedRule; verdict: Verdict }[],
  names: Names,
): NonNullable<Trace['missed']> {
  const missed: NonNullable<Trace['missed']> = []
  for (const { rule, verdict } of unmet) {
    const [lacks, ...more] = verdict.missing
    if (!lacks || more.length > 0 || !isTold(lacks.condition)) continue
    const { code, version, definition } = rule
    missed.push({ code, version, name: definition.name, lacks: toldOf(lacks, names) })
    if (missed.length === MOST_MISSES) break
  }
  return missed
}

export function toldOf({ condition, not, actual }: Finding, names: Names): Told {
  const { field, operator, value } = condition
  const told: Told = { field, operator, value, actual: brief(actual) }
  if (not) told.not = true
  const named = namesOf(condition, names)
  if (named) told.names = named
  const actually = actuallyOf(condition.field, told.actual, names)
  if (actually) told.actually = actually
  return told
}

function actuallyOf(field: Condition['field'], actual: Actual, names: Names): Bilingual | null {
  if (actual === null || typeof actual === 'number') return null
  const codes = Array.isArray(actual) ? actual : [actual]
  if (field === 'tier') return namedTiers(codes, names)
  const of = { store: names.stores, category: names.categories, product: names.products }[field as string]
  return of ? listed(codes, of) : null
}

/** The names of what a block lists, where it lists things that have names. */
export function namesOf(condition: Condition, names: Names): Bilingual | null {
  switch (condition.field) {
    case 'store':
      return listed(condition.value, names.stores)
    case 'category':
      return listed(condition.value, names.categories)
    case 'product':
      return listed(condition.value, names.products)
    case 'tier':
      return namedTiers(condition.value, names)
    default:
      return null
  }
}

function namedTiers(codes: readonly string[], { tiers }: Names): Bilingual {
  return {
    zh: codes.map(code => tiers.get(code)?.zh ?? code).join('、'),
    en: codes.map(code => tiers.get(code)?.en ?? code).join(', '),
  }
}

function listed(codes: readonly string[], names: ReadonlyMap<string, string>): Bilingual {
  const all = codes.map(code => names.get(code) ?? code)
  return { zh: all.join('、'), en: all.join(', ') }
}

function brief(actual: Actual): Actual {
  return Array.isArray(actual) ? actual.slice(0, MOST_KEPT) : actual
}
