/**
 * What an occasion earns: rules in, points and a trace out. Pure.
 *   const set = ruleSetOf(published, settings)               once per live set
 *   const plan = planOf(set, occasion, member)               before the locks: the lots and counters it may touch
 *   const award = plan.award({ activities, lastActivityAt, tallies })   under the locks
 */
import type { Trigger } from '@huitou/shared/rules'
import { countedBy, type Limited, limitsOf, type PointCost, tightest } from './caps.rules.js'
import { type Facts, factsOf, judge, type Verdict } from './conditions.rules.js'
import { type PaidReward, percentOf, reckoned, type Shared, share, type Weight, weigh } from './exact.rules.js'
import {
  BASE_RULE,
  type LateFacts,
  type MemberFacts,
  type Occasion,
  OTHER_CATEGORY,
  type PublishedRule,
} from './occasion.rules.js'
import { type PlannedSpan, spanKey, spanOf } from './spans.rules.js'
import { choose, type Met } from './stacking.rules.js'
import { type Names, partOf, tellMisses, tellUsed } from './telling.rules.js'
import type { Trace } from './trace.rules.js'

export interface Settings {
  cost: PointCost
  names: Names
}

export interface Award {
  /** Points for each span of the plan. */
  points: number[]
  total: number
  growth: number
  trace: Trace
  /** What to add to the counters; all of them are among the plan's tallies. */
  add: Map<string, number>
}

export interface Plan {
  /** Lots the points may go to; no rule pays into any other. */
  spans: PlannedSpan[]
  /** Names (at most 80 characters) of the counters to read and lock, ascending. */
  tallies: string[]
  award(facts: LateFacts): Award
}

/** A live set, prepared once: rules in the order they are reckoned in, by trigger. */
export interface RuleSet {
  rules: readonly PublishedRule[]
  settings: Settings
  byTrigger: ReadonlyMap<Trigger, readonly Ready[]>
}

interface Ready {
  rule: PublishedRule
  reward: PaidReward
  from: number
  until: number
  plain: boolean
}

/** A rule that is open at the time of the occasion. */
interface Open {
  ready: Ready
  verdict: Verdict
  span: number
  limits: readonly Limited[]
}

interface Entrant extends Met {
  open: Open
  limits: readonly Limited[]
  verdict: Verdict
}

const MET: Verdict = { met: true, missing: [], by: [] }
const NO_TALLIES: string[] = []

/** `rules` are the versions in force at a moment, in any order. Throws RangeError without a base rate that says its expiry. */
export function ruleSetOf(rules: readonly PublishedRule[], settings: Settings): RuleSet {
  const base = rules.find(({ code }) => code === BASE_RULE)
  if (!base?.definition.expiry) throw new RangeError('A live set has a base rate that says when points end.')
  const byTrigger = new Map<Trigger, Ready[]>()
  for (const rule of rules) {
    const { definition } = rule
    if (definition.reward.kind === 'TAKE_BACK') continue
    const ready: Ready = {
      rule: definition.expiry ? rule : { ...rule, definition: { ...definition, expiry: base.definition.expiry } },
      reward: definition.reward,
      from: definition.from === null ? Number.NEGATIVE_INFINITY : Date.parse(definition.from),
      until: definition.until === null ? Number.POSITIVE_INFINITY : Date.parse(definition.until),
      plain: definition.when.rules.length === 0,
    }
    byTrigger.set(definition.trigger, [...(byTrigger.get(definition.trigger) ?? []), ready])
  }
  for (const ready of byTrigger.values()) ready.sort(inOrder)
  return { rules, settings, byTrigger }
}

/** The set with one of its rules alone: what nobody else has a say in. */
export function aloneIn(set: RuleSet, code: string): RuleSet {
  const left = [...set.byTrigger].map(([on, all]) => [on, all.filter(({ rule }) => rule.code === code)] as const)
  return { ...set, byTrigger: new Map(left) }
}

/** The rules that are open at a moment for a trigger, in the order they are reckoned in. */
export function openFor(set: RuleSet, of: Pick<Occasion, 'trigger' | 'at' | 'imported'>): PublishedRule[] {
  return openAt(set, of).map(({ rule }) => rule)
}

/** Everything that can be said before the visits and counters are known. */
export function planOf(set: RuleSet, occasion: Occasion, member: MemberFacts): Plan {
  const facts = factsOf(occasion, member, null)
  const spans: PlannedSpan[] = []
  const keys: string[] = []
  const open: Open[] = []
  let tallies: Set<string> | null = null
  for (const ready of openAt(set, occasion)) {
    const verdict = ready.plain ? MET : judge(ready.rule.definition.when, facts)
    const entry: Open = { ready, verdict, span: -1, limits: [] }
    open.push(entry)
    if (verdict.met === false) continue
    const { definition } = ready.rule
    const span = spanOf(definition, occasion, facts.day)
    // Points that would be over before they begin are none.
    if (span.expiresAt <= span.availableAt) {
      open.pop()
      continue
    }
    const key = spanKey(span)
    entry.span = keys.indexOf(key)
    if (entry.span < 0) entry.span = spans.push(span) && keys.push(key) - 1
    if (definition.caps.length === 0 && definition.budget.points === null && definition.budget.fen === null) continue
    const whose = { code: ready.rule.code, memberId: member.id, storeId: occasion.storeId, day: facts.day }
    entry.limits = limitsOf(definition, whose, set.settings.cost)
    tallies ??= new Set()
    for (const { counter } of entry.limits) if (counter !== null) tallies.add(counter)
  }
  return {
    spans,
    tallies: tallies ? [...tallies].sort() : NO_TALLIES,
    award: late => awardOf({ set, facts: { ...facts, late }, open, spans: spans.length }, late),
  }
}

interface Known {
  set: RuleSet
  facts: Facts
  open: readonly Open[]
  spans: number
}

function awardOf(known: Known, late: LateFacts): Award {
  const { occasion } = known.facts
  const lines = byCategory(occasion)
  const entrants: Entrant[] = []
  const unmet: { rule: PublishedRule; verdict: Verdict }[] = []
  for (const open of known.open) {
    const { rule, reward } = open.ready
    const verdict = open.verdict.met ? open.verdict : judge(rule.definition.when, known.facts)
    if (!verdict.met || open.span < 0) unmet.push({ rule, verdict })
    else if (touches(reward, lines)) {
      const left = tightest(open.limits, late.tallies)?.left ?? Number.POSITIVE_INFINITY
      entrants.push({ rule, reward, left, open, limits: open.limits, verdict })
    }
  }
  const { paying, lost } = choose(entrants, lines)
  if (paying.length > 1) paying.sort((a, b) => inOrder(a.open.ready, b.open.ready))
  const weighed = weigh(
    lines,
    paying.map(({ reward }) => reward),
  )
  const shared = share(
    weighed,
    paying.map(({ left }) => left),
  )
  const points = new Array<number>(known.spans).fill(0)
  const add = new Map<string, number>()
  paying.forEach((entrant, place) => {
    const given = shared.points[place]!
    points[entrant.open.span]! += given
    if (given === 0 || entrant.limits.length === 0) return
    // A cap on everything and a budget share one counter, which the points are added to once.
    for (const limit of entrant.limits) if (limit.counter !== null) add.set(limit.counter, countedBy(limit, given))
  })
  const trace = traceOf(known, { paying, lost, unmet, shared, lines }, late)
  return { points, total: shared.total, growth: shared.growth, trace, add }
}

interface Came {
  paying: Entrant[]
  lost: { met: Entrant; to: Entrant; would: number }[]
  unmet: { rule: PublishedRule; verdict: Verdict }[]
  shared: Shared
  lines: readonly Weight[]
}

function traceOf(known: Known, came: Came, late: LateFacts): Trace {
  const { occasion } = known.facts
  const { names } = known.set.settings
  const { paying, lost, unmet, shared, lines } = came
  const trace: Trace = {
    kind: 'RULES',
    on: occasion.trigger,
    paidFen: occasion.paidFen,
    points: shared.total,
    growth: shared.growth,
    parts: paying.map((entrant, place) =>
      partOf(entrant, {
        points: shared.points[place]!,
        wanted: shared.wanted[place]!,
        limit: entrant.limits.length === 0 ? null : tightest(entrant.limits, late.tallies),
        facts: known.facts,
        lines,
      }),
    ),
  }
  if (lines.length > 1 || (lines[0] && lines[0].category !== OTHER_CATEGORY)) {
    trace.lines = lines.map((line, place) => ({ ...line, points: shared.lines[place]! }))
    trace.categories = Object.fromEntries(
      lines.map(({ category }) => [category, names.categories.get(category) ?? category]),
    )
  }
  const used = tellUsed(paying.flatMap(({ verdict }) => verdict.by))
  if (used) trace.facts = used
  if (lost.length > 0) {
    trace.lost = lost.map(({ met: { rule }, to, would }) => ({
      code: rule.code,
      version: rule.version,
      name: rule.definition.name,
      to: to.rule.code,
      would,
    }))
  }
  if (unmet.length > 0) {
    const missed = tellMisses(unmet, names)
    if (missed.length > 0) trace.missed = missed
  }
  return trace
}

/** Rules whose window holds the moment, [from, until); sales from a file only for rules that count them. */
function openAt(
  set: RuleSet,
  { trigger, at, imported }: Pick<Occasion, 'trigger' | 'at' | 'imported'>,
): readonly Ready[] {
  const all = set.byTrigger.get(trigger) ?? []
  const moment = at.getTime()
  return all.filter(
    ({ from, until, rule }) => from <= moment && moment < until && (!imported || rule.definition.imported),
  )
}

/** By kind of reward, the base rate first of its kind, then by code: the order never depends on how rules were listed. */
function inOrder(a: Ready, b: Ready): number {
  return (
    reckoned(a.reward, b.reward) ||
    Number(b.rule.code === BASE_RULE) - Number(a.rule.code === BASE_RULE) ||
    (a.rule.code < b.rule.code ? -1 : 1)
  )
}

/** A coefficient has nothing to say about a bill without its categories. */
function touches(reward: PaidReward, lines: readonly Weight[]): boolean {
  return reward.kind !== 'COEFFICIENT' || lines.some(({ category }) => percentOf(reward, category) !== 100)
}

/** Lines of one category are one line; an occasion without a bill has one of nothing. */
function byCategory({ lines, paidFen }: Occasion): Weight[] {
  if (lines.length <= 1) return [{ category: lines[0]?.category ?? OTHER_CATEGORY, fen: paidFen }]
  const sums = new Map<string, number>()
  for (const { category, fen } of lines) sums.set(category, (sums.get(category) ?? 0) + fen)
  return [...sums].map(([category, fen]) => ({ category, fen }))
}
