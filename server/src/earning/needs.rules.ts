/** What has to be read before rules can be evaluated. Pure. */
import type { Condition, ConditionGroup } from '@huitou/shared/rules'
import type { PublishedRule } from './occasion.rules.js'

const OF_MEMBER: ReadonlySet<Condition['field']> = new Set(['tier', 'tag', 'birthday', 'memberDays'])
const OF_DISHES: ReadonlySet<Condition['field']> = new Set(['category', 'product', 'newProduct'])

export interface Needs {
  /** Tier, tags, birthday or the day of joining. */
  member: boolean
  /** Which dishes are on the bill. */
  dishes: boolean
}

/** What these rules ask about for one trigger; a plain rate asks nothing. */
export function needsOf(rules: readonly PublishedRule[]): Needs {
  const fields = new Set(rules.flatMap(({ definition }) => [...fieldsOf(definition.when)]))
  const coefficients = rules.some(({ definition }) => definition.reward.kind === 'COEFFICIENT')
  return {
    member: [...fields].some(field => OF_MEMBER.has(field)),
    dishes: coefficients || [...fields].some(field => OF_DISHES.has(field)),
  }
}

function fieldsOf(group: ConditionGroup): Set<Condition['field']> {
  return new Set(group.rules.flatMap(block => ('field' in block ? [block.field] : [...fieldsOf(block)])))
}
