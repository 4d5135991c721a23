/** A rule as the server answers it, and what follows from its versions. */
import type { ReplyOf } from '@huitou/shared/client'
import type { RuleDefinition } from '@huitou/shared/rules'

export type RuleSummary = ReplyOf<'GET /console/rules'>['items'][number]
export type RuleDetail = ReplyOf<'GET /console/rules/:code'>
export type RuleVersion = RuleDetail['versions'][number]
export type RuleExample = RuleDetail['examples'][number]
export type Lint = RuleDetail['lint'][number]
export type RuleState = RuleSummary['state']
export type Template = ReplyOf<'GET /console/rule-templates'>['items'][number]
export type Options = ReplyOf<'GET /console/rule-options'>

/** Newest first. */
export function versionsOf(rule: RuleDetail): RuleVersion[] {
  return rule.versions.toSorted((a, b) => b.version - a.version)
}

/** What an editor begins with: the draft, else the newest version. Null for a rule that has neither. */
export function definitionOf(rule: RuleDetail): RuleDefinition | null {
  return rule.draft ?? versionsOf(rule)[0]?.definition ?? null
}

/** The number the next published version gets. */
export function nextVersion(rule: RuleDetail): number {
  return (versionsOf(rule)[0]?.version ?? 0) + 1
}

export type Turn = 'pause' | 'resume' | 'withdraw'

/** What may be done at once about a rule, by its state. The ground of the programme is never paused. */
export function turnOf(rule: Pick<RuleSummary, 'state' | 'kind'>): Turn | null {
  if (rule.state === 'SCHEDULED') return 'withdraw'
  if (rule.kind === 'RATE' || rule.kind === 'TAKE_BACK') return null
  if (rule.state === 'PAUSED') return 'resume'
  return rule.state === 'LIVE' ? 'pause' : null
}

/** The definition as the start of another rule. */
export function copyOf(definition: RuleDefinition, zh: string): RuleDefinition {
  return { ...definition, name: { zh: zh.slice(0, 40), en: definition.name.en } }
}

/** A blank rule: something that already makes sense, so that the first sentence is there at once. */
export function blankRule(name: string): RuleDefinition {
  return {
    name: { zh: name, en: '' },
    trigger: 'PURCHASE',
    imported: false,
    when: { combinator: 'and', rules: [] },
    reward: { kind: 'MULTIPLIER', percent: 200 },
    caps: [],
    budget: { points: null, fen: null },
    stacking: null,
    from: null,
    until: null,
    expiry: null,
    restriction: null,
    pendingDays: 0,
  }
}
