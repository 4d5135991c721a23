/** What is wrong with a rule, or may be, before it is published. Pure. */
import { formatPoints, MAX_BILL_FEN } from '@huitou/shared/amounts'
import type { Lint } from '@huitou/shared/rule-desk'
import type { Cap, Reward, RuleDefinition } from '@huitou/shared/rules'
import type { z } from 'zod'
import { shortYuan } from '../day-words.js'
import { MAX_SPANS, MAX_TALLIES } from '../ledger/operation.rules.js'
import { type PointCost, pointsFor } from './caps.rules.js'
import { crowdOf, isTooMuch } from './crowding.rules.js'
import { canMeet, waysOf } from './possible.rules.js'
import { moment } from './rule.texts.js'
import type { Bilingual } from './trace.rules.js'
import { limitText } from './trace.texts.js'
import { nameOf } from './words.texts.js'

export type LintNote = z.infer<typeof Lint>

/** A rule under its code; a draft beside the published ones. */
export interface Ruled {
  code: string
  definition: RuleDefinition
}

export interface LintContext {
  now: Date
  /** The other rules in force or scheduled, the base rate among them. */
  others: readonly Ruled[]
  cost: PointCost
  /** A bill whose points cost more than this share of it, in percent, is called too generous. */
  generousPercent: number
  /** What a usual bill is, in fen: for rules that ask for no amount. */
  usualFen: number
  /** How many occasions of the last month were looked at, and how many met the conditions; null was not looked. */
  history: { of: number; met: number } | null
}

/** Grave ones keep a rule from being published; the others are for the marketer to weigh. */
export function lintOf(rule: Ruled, context: LintContext): LintNote[] {
  const { definition } = rule
  return [
    ...endedNotes(definition, context.now),
    ...deadNotes(definition),
    ...crowdNotes(rule, context.others),
    ...overlapNotes(rule, context.others),
    ...neverNotes(context.history),
    ...generousNotes(definition, context),
    ...capNotes(definition, context.cost),
  ]
}

function note(kind: LintNote['kind'], grave: boolean, says: Bilingual, rule: string | null = null): LintNote {
  return { kind, grave, says, rule }
}

function endedNotes({ until, expiry }: RuleDefinition, now: Date): LintNote[] {
  const notes: LintNote[] = []
  if (until !== null && Date.parse(until) <= now.getTime()) {
    notes.push(note('ENDED', true, { zh: `已于 ${moment(until)} 结束`, en: `It ended at ${moment(until)}` }))
  }
  if (expiry?.kind === 'DATE' && Date.parse(`${expiry.on}T23:59:59.999Z`) < now.getTime()) {
    const says = { zh: `积分有效期 ${expiry.on} 已过`, en: `Its points were good through ${expiry.on}, which is over` }
    notes.push(note('ENDED', true, says))
  }
  return notes
}

const ON_BILLS: ReadonlySet<Reward['kind']> = new Set(['RATE', 'COEFFICIENT', 'MULTIPLIER'])

function deadNotes({ from, until, when, trigger, reward }: RuleDefinition): LintNote[] {
  const notes: LintNote[] = []
  if (from !== null && until !== null && Date.parse(until) <= Date.parse(from)) {
    notes.push(note('DEAD', true, { zh: '结束时间不晚于开始时间，规则从不生效', en: 'It ends before it begins' }))
  }
  if (waysOf(when)?.length === 0) {
    const says = {
      zh: '条件互相矛盾，没有一单能满足',
      en: 'Its conditions contradict each other: nothing can meet them',
    }
    notes.push(note('DEAD', true, says))
  }
  if (trigger !== 'PURCHASE' && ON_BILLS.has(reward.kind)) {
    const says = {
      zh: '这类奖励按消费金额计算，而此触发没有消费金额',
      en: 'This kind of reward is reckoned from a bill, and there is none here',
    }
    notes.push(note('DEAD', true, says))
  }
  return notes
}

/** One bill cannot fill any number of lots or ask any number of counters: with one rule more, none could be booked at all. */
export function crowdNotes(rule: Ruled, others: readonly Ruled[]): LintNote[] {
  const crowd = crowdOf(
    rule,
    others.filter(({ code }) => code !== rule.code),
  )
  if (!isTooMuch(crowd)) return []
  const { lots, counters } = crowd
  return [
    note('CROWDED', true, {
      zh: `与它同时生效的规则太多：一单会涉及 ${counters} 项上限或预算（最多 ${MAX_TALLIES} 项）、${lots} 种积分批次（最多 ${MAX_SPANS} 种）。请先暂停一些规则，或减少上限`,
      en: `Too many rules may apply together with it: one bill would touch ${counters} caps or budgets (at most ${MAX_TALLIES}) and ${lots} kinds of points (at most ${MAX_SPANS}). Pause some of them first, or set fewer caps`,
    }),
  ]
}

/** Two rules that may both pay for one bill and do not say how they go together. */
export function overlapNotes({ code, definition }: Ruled, others: readonly Ruled[]): LintNote[] {
  return others
    .filter(other => other.code !== code && clashes(definition, other.definition))
    .map(other => {
      const name = nameOf(other.definition)
      const says = {
        zh: `可能与「${name.zh}」同时生效并累加；如不希望累加，请放进同一个叠加组`,
        en: `May pay together with "${name.en}" and add to it; put both into one group if it should not`,
      }
      return note('OVERLAP', false, says, other.code)
    })
}

function clashes(a: RuleDefinition, b: RuleDefinition): boolean {
  if (a.stacking && b.stacking && a.stacking.group === b.stacking.group) return false
  return sameEffect(a.reward, b.reward) && canMeet(a, b)
}

/** Multipliers and fixed points pile up on one bill; coefficients do on one category. A rate is what all others build on. */
function sameEffect(a: Reward, b: Reward): boolean {
  if (a.kind === 'COEFFICIENT' && b.kind === 'COEFFICIENT') {
    return a.categories.some(({ category }) => b.categories.some(other => other.category === category))
  }
  const piles = (reward: Reward) => reward.kind === 'MULTIPLIER' || reward.kind === 'FIXED'
  return (piles(a) && piles(b)) || (a.kind === 'RATE' && b.kind === 'RATE')
}

function neverNotes(history: LintContext['history']): LintNote[] {
  if (!history || history.of === 0 || history.met > 0) return []
  const of = formatPoints(history.of)
  return [
    note('NEVER_FIRES', false, {
      zh: `过去 30 天的 ${of} 笔消费，没有一笔满足条件`,
      en: `Of ${of} bills of the last 30 days not one met the conditions`,
    }),
  ]
}

function generousNotes(definition: RuleDefinition, context: LintContext): LintNote[] {
  if (definition.trigger !== 'PURCHASE') return []
  const { fen, points } = mostFor(definition, context)
  const { cost, generousPercent } = context
  // points × cost.fen / cost.points against fen × percent / 100, without a fraction.
  if (BigInt(points) * BigInt(cost.fen) * 100n <= BigInt(fen) * BigInt(generousPercent) * BigInt(cost.points)) return []
  const share = Math.ceil((points * cost.fen * 1000) / (cost.points * fen)) / 10
  return [
    note('TOO_GENEROUS', false, {
      zh: `一单 ${shortYuan(fen)} 最多得 ${formatPoints(points)} 分，成本约占 ${share}%，高于 ${generousPercent}%`,
      en: `A bill of ${shortYuan(fen)} may get ${formatPoints(points)} points, about ${share}% of it in cost, above ${generousPercent}%`,
    }),
  ]
}

/** The points of this rule and the base rate together for the smallest bill that the rule takes, at its most generous. */
export function mostFor(definition: RuleDefinition, context: LintContext): { fen: number; points: number } {
  const { reward, caps } = definition
  const fen = smallestBill(definition, context.usualFen)
  const bases = reward.kind === 'RATE' ? [definition] : context.others.map(other => other.definition)
  const base = bases.reduce(
    (sum, { reward: rate }) => sum + (rate.kind === 'RATE' ? Math.floor((fen * rate.points) / rate.fen) : 0),
    0,
  )
  const own = ownPoints(reward, base)
  const most = Math.min(...caps.map(cap => cap.points), definition.budget.points ?? Number.POSITIVE_INFINITY)
  return { fen, points: base + Math.min(own, most) }
}

function ownPoints(reward: Reward, base: number): number {
  if (reward.kind === 'FIXED') return reward.points
  if (reward.kind === 'MULTIPLIER') return Math.floor((base * (reward.percent - 100)) / 100)
  if (reward.kind !== 'COEFFICIENT') return 0
  const most = Math.max(100, ...reward.categories.map(({ percent }) => percent))
  return Math.floor((base * (most - 100)) / 100)
}

function smallestBill({ when }: RuleDefinition, usualFen: number): number {
  const ways = waysOf(when) ?? []
  const least = ways.map(way =>
    way.reduce((fen, { condition: c, not }) => {
      if (c.field !== 'amount') return fen
      if ((c.operator === '>=') !== not) return Math.max(fen, not ? c.value + 1 : c.value)
      return fen
    }, 0),
  )
  const smallest = Math.min(...least)
  return Number.isFinite(smallest) && smallest > 0 ? smallest : usualFen
}

const LENGTH: Record<Cap['per'], number> = { BILL: 0, DAY: 1, WEEK: 2, MONTH: 3, TOTAL: 4 }

/** Caps that something else makes sure of already. */
function capNotes({ caps, reward, budget }: RuleDefinition, cost: PointCost): LintNote[] {
  const ofBudget = [budget.points, budget.fen === null ? null : pointsFor(budget.fen, cost)].filter(n => n !== null)
  const most = Math.min(...ofBudget)
  return caps
    .filter(cap => {
      const tighter = caps.some(other => other !== cap && within(other, cap))
      const never = cap.per === 'BILL' && mostOfBill(reward) <= cap.points
      return tighter || never || cap.points >= most
    })
    .map(cap => {
      const text = limitText(cap)
      return note('UNREACHABLE_CAP', false, {
        zh: `上限「${text.zh}」永远不会达到`,
        en: `The cap "${text.en}" can never be reached`,
      })
    })
}

/** Whether one cap lets no more through than another, so that the other is never reached. */
function within(tight: Cap, loose: Cap): boolean {
  const longer = LENGTH[tight.per] - LENGTH[loose.per]
  // A bill has one member and one store, so whosever cap it is, it holds for the bill.
  const covers = loose.per === 'BILL' || tight.of === loose.of || tight.of === 'ALL'
  const alike = longer === 0 && (loose.per === 'BILL' || tight.of === loose.of)
  return covers && longer >= 0 && (alike ? tight.points < loose.points : tight.points <= loose.points)
}

function mostOfBill(reward: Reward): number {
  if (reward.kind === 'FIXED') return reward.points
  return reward.kind === 'RATE' ? Math.floor((MAX_BILL_FEN * reward.points) / reward.fen) : Number.POSITIVE_INFINITY
}
