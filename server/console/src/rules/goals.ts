/** Goal first, then the rule: which goals a rule serves, read from what it does. */
import type { RuleDefinition } from '@huitou/shared/rules'
import { conditionsOf } from './tree'

export const goals = ['REPEAT', 'SPREAD', 'NEWCOMERS', 'WAKE', 'BASE'] as const
export type Goal = (typeof goals)[number]

const spreading: readonly RuleDefinition['trigger'][] = ['SHARE', 'REVIEW', 'REFERRAL_JOINED', 'REFERRAL_FIRST_VISIT']
const joining: readonly RuleDefinition['trigger'][] = [
  'ENROLMENT',
  'PROFILE_COMPLETED',
  'REFERRAL_JOINED',
  'REFERRAL_FIRST_VISIT',
]

/** The goals of a definition, at least one. A referral brings newcomers by spreading, so it serves both. */
export function goalsOf(definition: Pick<RuleDefinition, 'trigger' | 'reward' | 'when'>): Goal[] {
  const { trigger, reward } = definition
  if (reward.kind === 'RATE' || reward.kind === 'COEFFICIENT' || reward.kind === 'TAKE_BACK') return ['BASE']
  const found: Goal[] = []
  if (spreading.includes(trigger)) found.push('SPREAD')
  const conditions = conditionsOf(definition.when).map(({ condition }) => condition)
  const first = conditions.some(block => block.field === 'visit' && block.operator !== 'every' && block.value === 1)
  if (joining.includes(trigger) || first || conditions.some(block => block.field === 'memberDays'))
    found.push('NEWCOMERS')
  if (conditions.some(block => block.field === 'daysSinceLastVisit' && block.operator === '>=')) found.push('WAKE')
  return found.length > 0 ? found : ['REPEAT']
}
