/** What is still missing or impossible in a draft, so that it is said beside its block and not sent. */
import type { Condition, RuleDefinition } from '@huitou/shared/rules'
import type { PlainKey } from '../texts'
import { conditionsOf } from './tree'

export const blocks = ['start', 'when', 'reward', 'limits', 'stacking', 'points'] as const
export type Block = (typeof blocks)[number]

export interface Problem {
  block: Block
  /** "when.0.1" for a condition at [0, 1]; a part's name otherwise. */
  at: string
  says: PlainKey
}

/** All problems from the top down; none means the contract takes the draft. */
export function problemsOf(definition: RuleDefinition): Problem[] {
  const found: Problem[] = []
  const check = (holds: boolean, block: Block, at: string, says: PlainKey) => {
    if (!holds) found.push({ block, at, says })
  }
  const { name, from, until, when, reward, caps, budget, stacking, expiry, restriction } = definition
  check(name.zh.trim() !== '', 'start', 'name', 'problem.name')
  check(!from || !until || from < until, 'start', 'until', 'problem.until')
  for (const { path, condition } of conditionsOf(when))
    check(complete(condition), 'when', `when.${path.join('.')}`, 'problem.condition')
  check(rewardComplete(reward), 'reward', 'reward', 'problem.reward')
  for (const [index, cap] of caps.entries()) check(cap.points >= 1, 'limits', `caps.${index}`, 'problem.cap')
  check((budget.points ?? 1) >= 1 && (budget.fen ?? 1) >= 1, 'limits', 'budget', 'problem.budget')
  check(!stacking || /^[A-Za-z0-9_-]{1,40}$/.test(stacking.group), 'stacking', 'stacking', 'problem.group')
  check(reward.kind !== 'RATE' || expiry !== null, 'points', 'expiry', 'problem.expiry.rate')
  check(!expiry || expiryComplete(expiry), 'points', 'expiry', 'problem.expiry')
  check(!restriction || restrictionComplete(restriction), 'points', 'restriction', 'problem.restriction')
  return found
}

function complete(condition: Condition): boolean {
  const { value } = condition
  if (condition.field === 'time') return condition.value.every(time => /^\d\d:\d\d$/.test(time))
  if (Array.isArray(value)) return value.length > 0
  const mayBeZero = ['daysSinceLastVisit', 'newProduct', 'memberDays'].includes(condition.field)
  return typeof value === 'string' || mayBeZero || value > 0
}

function rewardComplete(reward: RuleDefinition['reward']): boolean {
  switch (reward.kind) {
    case 'RATE':
      return reward.points > 0 && reward.fen > 0 && reward.growth.fen > 0
    case 'COEFFICIENT':
      return (
        reward.categories.length > 0 &&
        new Set(reward.categories.map(one => one.category)).size === reward.categories.length
      )
    case 'MULTIPLIER':
      return reward.percent > 100
    case 'FIXED':
      return reward.points > 0
    case 'TAKE_BACK':
      return true
  }
}

function expiryComplete(expiry: NonNullable<RuleDefinition['expiry']>): boolean {
  if (expiry.kind === 'NEVER') return true
  return expiry.kind === 'DATE' ? expiry.on !== '' : expiry.months > 0
}

function restrictionComplete({ weekdays, between, rewards }: NonNullable<RuleDefinition['restriction']>): boolean {
  if (weekdays === null && between === null && rewards === null) return false
  return (weekdays === null || weekdays.length > 0) && (rewards === null || rewards.length > 0)
}
