/** A rule in words, part by part, as the version list compares them. The one exact sentence of a rule comes from the server. */
import { formatPoints, formatYuan } from '@huitou/shared/amounts'
import type { Cap, Condition, ConditionGroup, Expiry, Restriction, Reward, RuleDefinition } from '@huitou/shared/rules'
import type { PlainKey, Say } from '../texts'
import { secondOf } from '../times'
import { isGroup } from './tree'

/** What the codes and ids inside a definition are called. A name that is gone is shown as its code. */
export interface Names {
  store: (id: string) => string
  tier: (code: string) => string
  category: (code: string) => string
  product: (id: string) => string
}

/** Everything needed to say a part: the language and the names. */
export interface Voice {
  say: Say
  names: Names
}

export function conditionWords({ say, names }: Voice, condition: Condition): string {
  const field = say(`field.${condition.field}`)
  const operator = say(operatorKey(condition))
  return `${field} ${operator} ${valueWords({ say, names }, condition)}`
}

/** The text of an operator, which depends on the field: a bill has dishes, a member is of a tier. */
export function operatorKey({ field, operator }: Pick<Condition, 'field' | 'operator'>): PlainKey {
  if (field === 'category' || field === 'product') return operator === 'in' ? 'operator.has' : 'operator.hasNot'
  if (field === 'visit' && (operator === '>=' || operator === '<=')) return `operator.visit.${operator}`
  return `operator.${operator}`
}

function valueWords(voice: Voice, condition: Condition): string {
  const { say, names } = voice
  switch (condition.field) {
    case 'amount':
      return formatYuan(condition.value)
    case 'category':
      return listed(voice, condition.value.map(names.category))
    case 'product':
      return listed(voice, condition.value.map(names.product))
    case 'store':
      return listed(voice, condition.value.map(names.store))
    case 'tier':
      return listed(voice, condition.value.map(names.tier))
    case 'tag':
      return listed(voice, condition.value)
    case 'channel':
      return listed(
        voice,
        condition.value.map(channel => say(`channel.${channel}`)),
      )
    case 'weekday':
      return daysWords(voice, condition.value)
    case 'dayOfMonth':
      return listed(voice, condition.value.map(String))
    case 'festival':
      return listed(
        voice,
        condition.value.map(festival => say(`festival.${festival}`)),
      )
    case 'time':
      return condition.value.join('–')
    case 'birthday':
      return say(`birthday.${condition.value}`)
    case 'visit':
      return `${condition.value} ${say('unit.times')}`
    case 'tableSize':
      return `${condition.value} ${say('unit.people')}`
    default:
      return `${condition.value} ${say('unit.days')}`
  }
}

function listed({ say }: Voice, names: readonly string[]): string {
  return names.length === 0 ? say('words.unset') : names.join(say('words.comma'))
}

function daysWords(voice: Voice, days: readonly number[]): string {
  return listed(
    voice,
    days.toSorted((a, b) => a - b).map(day => voice.say(`weekday.${day as 1 | 2 | 3 | 4 | 5 | 6 | 7}`)),
  )
}

export function whenWords(voice: Voice, when: ConditionGroup): string {
  return when.rules.length === 0 ? voice.say('words.always') : groupWords(voice, when, true)
}

function groupWords(voice: Voice, group: ConditionGroup, outermost: boolean): string {
  const inner = group.rules
    .map(node => (isGroup(node) ? groupWords(voice, node, false) : conditionWords(voice, node)))
    .join(voice.say(group.combinator === 'and' ? 'words.and' : 'words.or'))
  if (group.not) return voice.say('words.not', { inner })
  return outermost || group.rules.length < 2 ? inner : voice.say('words.group', { inner })
}

/** "2" for 200, "1.5" for 150. */
export function timesOf(percent: number): string {
  return String(percent / 100)
}

export function rewardWords({ say, names }: Voice, reward: Reward): string {
  switch (reward.kind) {
    case 'RATE':
      return say('reward.RATE.says', {
        fen: formatYuan(reward.fen),
        points: formatPoints(reward.points),
        growthFen: formatYuan(reward.growth.fen),
        growth: formatPoints(reward.growth.points),
      })
    case 'COEFFICIENT':
      return listed(
        { say, names },
        reward.categories.map(({ category, percent }) => `${names.category(category)} × ${percent}%`),
      )
    case 'MULTIPLIER':
      return say('reward.MULTIPLIER.says', { times: timesOf(reward.percent) })
    case 'FIXED':
      return say('reward.FIXED.says', { points: formatPoints(reward.points) })
    case 'TAKE_BACK':
      return say(`shortfall.${reward.shortfall}`)
  }
}

export function capWords({ say }: Voice, cap: Cap): string {
  return say('cap.says', {
    of: say(`cap.of.${cap.of}`),
    per: say(`cap.per.${cap.per}`),
    points: formatPoints(cap.points),
  })
}

export function capsWords(voice: Voice, caps: readonly Cap[]): string {
  return caps.length === 0
    ? voice.say('words.none')
    : caps.map(cap => capWords(voice, cap)).join(voice.say('words.semi'))
}

export function budgetWords({ say }: Voice, { points, fen }: RuleDefinition['budget']): string {
  const parts = [
    points === null ? null : say('words.budget.points', { points: formatPoints(points) }),
    fen === null ? null : say('words.budget.fen', { yuan: formatYuan(fen) }),
  ].filter(part => part !== null)
  return parts.length === 0 ? say('words.none') : parts.join(say('words.semi'))
}

export function stackingWords({ say }: Voice, stacking: RuleDefinition['stacking']): string {
  if (!stacking) return say('words.stacking.add')
  const { group, priority } = stacking
  return stacking.choose === 'BEST'
    ? say('words.stacking.BEST', { group })
    : say('words.stacking.FIRST', { group, priority })
}

export function expiryWords({ say }: Voice, expiry: Expiry | null): string {
  if (!expiry) return say('expiry.same')
  if (expiry.kind === 'NEVER') return say('expiry.NEVER')
  if (expiry.kind === 'DATE') return say('expiry.DATE.says', { on: expiry.on || say('words.unset') })
  return say(`expiry.${expiry.kind}.says`, { months: expiry.months })
}

export function restrictionWords(voice: Voice, restriction: Restriction | null): string {
  const { say } = voice
  if (!restriction) return say('words.restriction.free')
  const { weekdays, between, rewards } = restriction
  const parts = [
    weekdays && say('words.restriction.weekdays', { days: daysWords(voice, weekdays) }),
    between && say('words.restriction.between', { from: between[0], to: between[1] }),
    rewards && say('words.restriction.rewards', { rewards: listed(voice, rewards) }),
  ].filter(part => part !== null)
  return parts.length === 0 ? say('words.restriction.free') : parts.join(say('words.comma'))
}

export function pendingWords({ say }: Voice, days: number): string {
  return days === 0 ? say('words.pending.now') : say('words.pending.days', { days })
}

export function momentWords({ say }: Voice, instant: string | null): string {
  return instant === null ? say('words.open') : secondOf(instant)
}
