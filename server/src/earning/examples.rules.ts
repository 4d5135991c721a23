/** What a rule does to its borderline cases, and whether that is still what a marketer ticked. Pure. */
import type { RuleDefinition } from '@huitou/shared/rules'
import { casesOf } from './boundaries.rules.js'
import type { PointCost } from './caps.rules.js'
import { factsOf, judge } from './conditions.rules.js'
import { type Award, planOf, type RuleSet, ruleSetOf } from './evaluate.rules.js'
import { BASE_RULE } from './occasion.rules.js'
import { refundOf, worthOf } from './refund.rules.js'
import { refundParts } from './refund.texts.js'
import { moment } from './rule.texts.js'
import { toldOf } from './telling.rules.js'
import type { Bilingual } from './trace.rules.js'
import { missText, traceParts } from './trace.texts.js'
import { type Borderline, type Case, type CaseContext, lateFactsOf } from './witness.rules.js'

export interface ExampleContext extends CaseContext {
  /** The base rate that the rule works on. */
  base: RuleDefinition
  cost: PointCost
}

export interface Tried {
  applies: boolean
  /** Points of this rule alone; of a coefficient what it changes, of a refund what it takes (negative). */
  points: number
  because: Bilingual
}

export type Example = Borderline & Tried

/** At least six cases on both sides of the limits of a rule, each as it comes out. */
export function examplesOf(rule: { code: string; definition: RuleDefinition }, context: ExampleContext): Example[] {
  return casesOf(rule.definition, context).map(each => ({ ...each, ...tryCase(rule, each.case, context) }))
}

/** What a rule does to a case, beside the base rate and nothing else. Ticked cases of an earlier version are tried again by it. */
export function tryCase(
  { code, definition }: { code: string; definition: RuleDefinition },
  given: Case,
  context: ExampleContext,
): Tried {
  if (definition.reward.kind === 'TAKE_BACK') return tryRefund(given, context)
  const isBase = code === BASE_RULE
  const { trace } = award(
    setOf(isBase ? definition : context.base, context, isBase ? null : { code, definition }),
    given,
  )
  const place = trace.parts.findIndex(part => part.code === code)
  const part = traceParts(trace)[place]
  if (!part) return { applies: false, points: 0, because: whyNot(definition, given, context) }
  const kept = worthOf(trace, given.occasion.paidFen - (given.refundFen ?? 0))
  const refunded = given.refundFen
    ? refundParts(refundOf(trace, { refundedFen: 0, refundFen: given.refundFen }).explanation)
    : []
  const because = refunded[place]?.sentence ?? part.sentence
  if (definition.reward.kind !== 'COEFFICIENT') {
    const points = kept.parts[place]!
    return { applies: points > 0 || part.points === 0, points, because }
  }
  const plain = award(setOf(context.base, context, null), given).trace
  return {
    applies: true,
    points: kept.total - worthOf(plain, given.occasion.paidFen - (given.refundFen ?? 0)).total,
    because,
  }
}

function tryRefund(given: Case, context: ExampleContext): Tried {
  const { trace } = award(setOf(context.base, context, null), given)
  const { points } = refundOf(trace, { refundedFen: 0, refundFen: given.refundFen ?? given.occasion.paidFen })
  return { applies: true, points: 0 - points, because: { zh: `收回 ${points} 分`, en: `${points} taken back` } }
}

function setOf(
  base: RuleDefinition,
  { cost, names }: ExampleContext,
  rule: { code: string; definition: RuleDefinition } | null,
): RuleSet {
  const published = [{ id: 1, code: BASE_RULE, version: 1, definition: base }]
  if (rule) published.push({ id: 2, version: 1, ...rule })
  return ruleSetOf(published, { cost, names })
}

const award = (set: RuleSet, given: Case): Award => planOf(set, given.occasion, given.member).award(lateFactsOf(given))

function whyNot({ when, from, until, trigger, name }: RuleDefinition, given: Case, context: ExampleContext): Bilingual {
  const { occasion, member, late } = given
  if (occasion.trigger !== trigger) return { zh: '不是这个触发场景', en: 'Something else happened' }
  const { missing } = judge(when, factsOf(occasion, member, late))
  if (missing.length > 0) {
    const texts = missing.map(finding => missText(name, toldOf(finding, context.names)))
    return { zh: texts.map(text => text.zh).join('；'), en: texts.map(text => text.en).join('; ') }
  }
  const at = moment(occasion.at.toISOString())
  if (from !== null && at < moment(from)) return { zh: `${moment(from)} 才开始`, en: `It begins at ${moment(from)}` }
  if (until !== null && at >= moment(until))
    return { zh: `${moment(until)} 已结束`, en: `It ended at ${moment(until)}` }
  return { zh: '本单没有它涉及的品类', en: 'It says nothing about what is on this bill' }
}

/** A case that was ticked, how it came out then, and the marketer's word. */
export interface Tick {
  tick: 'RIGHT' | 'WRONG'
  applies: boolean
  points: number
}

/** Whether what was ticked right before comes out the same, and what was ticked wrong comes out otherwise. Unticked holds. */
export function tickHolds(before: Tick | null, now: Pick<Tried, 'applies' | 'points'>): boolean {
  if (!before) return true
  const same = before.applies === now.applies && before.points === now.points
  return before.tick === 'RIGHT' ? same : !same
}
