/** Published versions of rules: which of them holds at a moment, and what state a rule is shown in. Pure. */
import type { RuleState } from '@huitou/shared/rule-desk'
import type { RuleDefinition } from '@huitou/shared/rules'
import type { z } from 'zod'
import { BASE_RULE, type PublishedRule } from './occasion.rules.js'
import type { Trace, TracePart } from './trace.rules.js'

/** A published version. It never changes; a pause is a version of its own. */
export interface RuleVersion extends PublishedRule {
  state: 'LIVE' | 'PAUSED' | 'ENDED'
  /** From this moment on it takes the place of the version before. */
  effectiveAt: Date
  publishedAt: Date
  publishedBy: string
  reason: string
}

/** What refunds do. Every programme has exactly one of these, as it has one base rate. */
export const REFUND_RULE = 'refund'

/** How the rate was written before there were blocks. Entries of those days are still explained by it. */
interface OldRate {
  rate: { points: number; fen: number }
  growth: { points: number; fen: number }
  validMonths: number
}

/** A stored definition in the shape of today, whatever its age. */
export function definitionOf(stored: RuleDefinition | OldRate): RuleDefinition {
  if ('reward' in stored) return stored
  return {
    name: { zh: '消费积分', en: 'Points for bills' },
    trigger: 'PURCHASE',
    imported: true,
    when: { combinator: 'and', rules: [] },
    reward: { kind: 'RATE', ...stored.rate, growth: stored.growth },
    caps: [],
    budget: { points: null, fen: null },
    stacking: null,
    from: null,
    until: null,
    expiry: { kind: 'MONTHS', months: stored.validMonths },
    restriction: null,
    pendingDays: 0,
  }
}

/** Of each code the newest version whose moment has come, if it is live; the base rate first, then by code. */
export function liveAt(versions: readonly RuleVersion[], at: Date): RuleVersion[] {
  return [...newestAt(versions, at).values()]
    .filter(({ state }) => state === 'LIVE')
    .sort((a, b) => Number(b.code === BASE_RULE) - Number(a.code === BASE_RULE) || (a.code < b.code ? -1 : 1))
}

/** Of each code the newest version whose moment has come, live or not. */
export function newestAt(versions: readonly RuleVersion[], at: Date): Map<string, RuleVersion> {
  const newest = new Map<string, RuleVersion>()
  for (const version of versions) {
    if (version.effectiveAt > at) continue
    const known = newest.get(version.code)
    if (!known || known.version < version.version) newest.set(version.code, version)
  }
  return newest
}

/** Of each code the version in force at a moment and those that will follow it, as far as they are live. */
export function standingFrom(versions: readonly RuleVersion[], at: Date): RuleVersion[] {
  const newest = newestAt(versions, at)
  return versions.filter(version => {
    const inForce = newest.get(version.code)
    const comes = version.effectiveAt > at && version.version > (inForce?.version ?? 0)
    return version.state === 'LIVE' && (comes || version === inForce)
  })
}

/** How a rule with these versions stands at a moment. One whose last second has passed is over. */
export function stateOf(versions: readonly RuleVersion[], at: Date): z.infer<typeof RuleState> {
  if (versions.length === 0) return 'DRAFT'
  const [now] = newestAt(versions, at).values()
  if (!now) return 'SCHEDULED'
  if (now.state !== 'LIVE') return now.state
  const { until } = now.definition
  return until !== null && new Date(until) <= at ? 'ENDED' : 'LIVE'
}

/** The newest of a rule's versions, newest first, when it has yet to begin; null when nothing is to come. */
export function comingAt(versions: readonly RuleVersion[], at: Date): { version: number; at: string } | null {
  const [newest] = versions
  if (!newest || newest.effectiveAt <= at) return null
  return { version: newest.version, at: newest.effectiveAt.toISOString() }
}

/** What rules other than the base rate gave with a journal, one row a rule, for the figures of that rule. */
export function awardRows(
  journalId: number,
  { parts }: { parts: readonly Pick<TracePart, 'code' | 'version' | 'points'>[] },
  occurredAt: Date,
): AwardRow[] {
  const rows = new Map<string, AwardRow>()
  for (const { code, version, points } of parts) {
    if (code === BASE_RULE || points === 0) continue
    const row = rows.get(code)
    if (row) row.points += points
    else rows.set(code, { journal_id: journalId, rule_code: code, version, points, occurred_at: occurredAt })
  }
  return [...rows.values()]
}

/** A type, so that it is a row for the ledger to write. */
export type AwardRow = {
  journal_id: number
  rule_code: string
  version: number
  points: number
  occurred_at: Date
}

/** What an entry from before there were blocks says, as a trace of today: one rate, and nothing else. */
export function oldTrace(
  old: { paidFen: number; points: number; growth: number; rate: { points: number; fen: number } },
  { id, code, version, definition }: PublishedRule,
): Trace {
  const { reward, name } = definition
  const growth = reward.kind === 'RATE' ? reward.growth : old.rate
  const part: TracePart = {
    rule: id,
    code,
    version,
    name,
    kind: 'RATE',
    points: old.points,
    rate: [old.rate.points, old.rate.fen],
    growth: [growth.points, growth.fen],
  }
  return { kind: 'RULES', on: 'PURCHASE', paidFen: old.paidFen, points: old.points, growth: old.growth, parts: [part] }
}

/** The base rate stays a rate that says when points end, refunds stay refunds, and nothing else may take their place. */
export function keepsKind(code: string, { reward, trigger, expiry }: RuleDefinition): boolean {
  if (code === BASE_RULE) return reward.kind === 'RATE' && trigger === 'PURCHASE' && expiry !== null
  if (code === REFUND_RULE) return reward.kind === 'TAKE_BACK' && trigger === 'REFUND'
  return reward.kind !== 'RATE' && reward.kind !== 'TAKE_BACK' && trigger !== 'REFUND'
}

/** The rules in force with some of them replaced, left out (null), or added: what they would be. */
export function proposed(
  live: readonly PublishedRule[],
  proposals: readonly { code: string; definition: RuleDefinition | null }[],
): PublishedRule[] {
  const rules = new Map(live.map(rule => [rule.code, rule]))
  for (const { code, definition } of proposals) {
    const known = rules.get(code)
    if (definition) rules.set(code, { id: 0, code, version: (known?.version ?? 0) + 1, definition })
    else rules.delete(code)
  }
  return [...rules.values()]
}
